"""The form about one person: names, numbers, addresses, role then and now, witness status, what they may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from desktop.casework import registering, shown
from desktop.casework.shown import PersonChoices, PersonShown
from storage.records import Answer, FormKind, Person, PersonKind, WitnessStatus
from views import kit
from views.casework.base import options
from views.casework.form_page import FormPage
from views.casework.people_page import CONTACTS, NUMBERS
from views.kit.fields import Field

PLAIN = (
    "name",
    "role",
    "relation",
    "born",
    "died",
    "agency_id",
    "former_role",
    "left_on",
    "household",
    "language",
    "witness_advised_on",
    "witness_advised_by",
    "chosen_name",
    "chosen_by",
    "chosen_agreed",
    "public_fact",
    "public_source",
    "safe_place",
    "remarks",
    "sex",
    "code",
)


class PersonPage(FormPage):
    """Add a person, or change one."""

    TITLE = "Person"
    PLACE = "person"

    def build(self) -> None:
        self._person: Person | None = None
        self._called = ""
        self._who()
        self._repeated()
        self._status()
        self._print()

    def _who(self) -> None:
        self.add(
            "name",
            kit.text_field(
                "Full name",
                "As it is written in records. It never leaves the vault under a profile that does not keep it.",
                em=28,
            ),
        )
        self.add("kind", kit.choice("What they are to the case", options(PersonKind), combo=True))
        self.add(
            "code",
            kit.text_field(
                "Code",
                "What screens and papers call them. A code is drawn; change it only if it tells too much.",
                em=16,
            ),
        )
        self.add(
            "role",
            kit.text_field(
                "Role now", "Words to print where a role is printed, such as Health visitor", optional=True, em=24
            ),
        )
        self.add(
            "former_role",
            kit.text_field(
                "Role then", "Their role at the time of the events, if it was another", optional=True, em=24
            ),
        )
        self.add("left_on", kit.date_field("Left that role", optional=True))
        self.add("agency_id", kit.choice("Body they work for", {}, optional=True, combo=True))
        self.add(
            "relation",
            kit.text_field("Relation to the children", "For example, mother of Child A", optional=True, em=24),
        )
        self.add(
            "sex",
            kit.choice(
                "Sex", {"f": "Female", "m": "Male", "x": "Other"}, "Used only to choose he, she or they", optional=True
            ),
        )
        self.add("born", kit.date_field("Born", "For example, 3/5/17 or about May 2017", optional=True))
        self.add("died", kit.date_field("Died", optional=True))
        self.add(
            "language",
            kit.text_field("Language", "If they need an interpreter or another format", optional=True, em=16),
        )

    def _repeated(self) -> None:
        self.section(
            "Other names and numbers", "Every form here is found and replaced when a page is made for somebody else."
        )
        self.add("names", kit.Repeater("Other names", self._name, "Add a name", row_name="Name"))
        self.add(
            "numbers",
            kit.Repeater("Numbers", lambda: self._numbered("Number", NUMBERS), "Add a number", row_name="Number"),
        )
        self.section("Where they are")
        self.add("safe_place", kit.CheckField("Safe place: hide every address and number here"))
        self.add("addresses", kit.Repeater("Addresses", self._address, "Add an address", row_name="Address"))
        self.add(
            "contacts",
            kit.Repeater(
                "Telephone, e-mail and other contacts",
                lambda: self._numbered("Number or address", CONTACTS, safe=True),
                "Add a contact",
                row_name="Contact",
            ),
        )
        self.add(
            "household",
            kit.text_field(
                "Household",
                "A label of your own, such as House 1. People with one label share an address.",
                optional=True,
                em=16,
            ),
        )

    def _status(self) -> None:
        self.section("Witness status, as police advised")
        self.add("witness_status", kit.choice("Status", options(WitnessStatus), combo=True, value="none_known"))
        self.add("witness_advised_on", kit.date_field("Advised on", optional=True))
        self.add(
            "witness_advised_by", kit.text_field("Advised by", "Name and post of the officer", optional=True, em=26)
        )
        self.add("statement_taken", kit.choice("Statement taken", options(Answer), value="unknown"))

    def _print(self) -> None:
        self.section("What they may read, and print")
        self.entitled = kit.TicksField(
            "May read about", {}, "The children about whom a copy made for this person keeps everything."
        )
        self._entitled_column: QVBoxLayout = kit.column(space=0)
        self.fields_column.addLayout(self._entitled_column)
        self._offer_children(())
        self.add(
            "chosen_name",
            kit.text_field(
                "Name to print", "A pseudonym that the family chose. Left empty, one is drawn.", optional=True, em=20
            ),
        )
        self.add("chosen_by", kit.text_field("Chosen by", optional=True, em=24))
        self.add("chosen_agreed", kit.text_field("Agreed by whom and when", optional=True, em=24))
        self.add("public_fact", kit.CheckField("Their name is lawfully public in this connection"))
        self.add(
            "public_source",
            kit.text_field(
                "Where it was made public", "For example, the court report of 3 March 2016", optional=True, em=30
            ),
        )
        self.add("remarks", kit.long_text("Remarks", optional=True))

    # ---- rows
    def _name(self) -> Mapping[str, Field]:
        return {
            "text": kit.text_field("Name"),
            "kind": kit.choice("What it is", options(FormKind), combo=True, value="alias"),
        }

    def _numbered(self, words: str, kinds: Mapping[str, str], *, safe: bool = False) -> Mapping[str, Field]:
        kind = kit.choice("Kind", kinds, combo=True, value=next(iter(kinds)))
        value = kit.text_field(words)

        def hint() -> None:
            value.set_echo(registering.number_hint(kind.value(), value.value()))

        kind.changed.connect(hint)
        value.line.textChanged.connect(lambda _text: hint())
        fields: dict[str, Field] = {"kind": kind, "value": value}
        return fields | {"safe": kit.CheckField("Safe: hide it")} if safe else fields

    def _address(self) -> Mapping[str, Field]:
        return {
            "text": kit.text_field("Address", "One line, with its postcode"),
            "area": kit.text_field("Area to print", "For example, the north of the county", optional=True),
            "since": kit.date_field("From", optional=True),
            "until": kit.date_field("Until", optional=True),
            "safe": kit.CheckField("Safe place: hide it"),
        }

    # ---- visits
    def show_case(self, *, person: str = "", called: str = "", **_where: Any) -> None:
        """``called`` is a name that was met in a text: it is filled in, and once saved one is back where it was met."""
        self._person, self._called = None, called
        self.form.fields["code"].setVisible(bool(person))
        self.header.set(title="Person" if person else "Add a person", back=("People", self.cancel))
        self.look(
            "Load the choices", shown.person_choices, self.context.case, done=lambda found: self._start(found, person)
        )

    def _start(self, choices: PersonChoices, person_id: str) -> None:
        self.form.fields["agency_id"].set_options({one.id: one.name for one in choices.bodies})
        self._offer_children([(one.id, one.code) for one in choices.children if one.id != person_id])
        if person_id:
            self.look("Load a person", shown.person_shown, person_id, done=self._show)
        else:
            self.fill({"name": self._called, "witness_status": "none_known", "statement_taken": "unknown"})
            self.drafting.begin("")

    def _offer_children(self, children: Any) -> None:
        kit.clear(self._entitled_column)
        self.entitled = kit.TicksField(
            "May read about", dict(children), "The children about whom a copy made for this person keeps everything."
        )
        self.form.fields["entitled"] = self.entitled
        self.entitled.changed.connect(self.touched)
        self._entitled_column.addWidget(self.entitled)
        self.entitled.setVisible(
            bool(children)
        )  # only now that it has a place: before, it would be a window of its own

    def _show(self, found: PersonShown) -> None:
        person = found.person
        self._person = person
        self.header.set(title=f"Change {person.code}", back=("People", self.cancel))
        values: dict[str, Any] = {name: getattr(person, name) for name in PLAIN}
        values |= {
            "kind": person.kind.value,
            "witness_status": person.witness_status.value,
            "statement_taken": person.statement_taken.value,
            "entitled": person.entitled,
            "names": [{"id": one.id, "text": one.text, "kind": one.kind.value} for one in found.names],
            "numbers": [{"id": one.id, "kind": one.kind, "value": one.value} for one in found.numbers],
            "addresses": [
                {
                    "id": one.id,
                    "text": one.text,
                    "area": one.area,
                    "since": one.since,
                    "until": one.until,
                    "safe": one.safe,
                }
                for one in found.addresses
            ],
            "contacts": [
                {"id": one.id, "kind": one.kind, "value": one.value, "safe": one.safe} for one in found.contacts
            ],
        }
        self.fill(values)
        self.drafting.begin(person.id)
        QTimer.singleShot(0, self.form.fields["name"].focus)

    # ---- saving
    def save(self) -> None:
        self.form.clear_errors()
        values = self.values()
        if values is None:
            return
        rows = {name: values.pop(name) for name in ("names", "numbers", "addresses", "contacts")}
        if not values["code"]:
            values.pop("code")
        values["witness_status"] = WitnessStatus(values["witness_status"] or "none_known")
        values["statement_taken"] = Answer(values["statement_taken"] or "unknown")
        values["kind"] = PersonKind(values["kind"]) if values["kind"] else ""
        person_id = self._person.id if self._person else ""
        name = f"Change {self._person.code}" if self._person else "Add a person"
        self.do(
            name,
            registering.keep_person,
            self.context.case,
            person_id,
            values,
            done=self._saved,
            failed=self.refused,
            **rows,
        )

    def _saved(self, person: Person) -> None:
        self.drafting.drop()
        if self._called:
            self.context.back()
        else:
            self.context.navigate("people", person=person.id)
