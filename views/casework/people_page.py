"""People: the register of a case by code, and one person with everything that belongs to them."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import people, shown
from desktop.casework.shown import PersonShown
from desktop.changes import ChangeSet
from desktop.qt.actions import Action
from desktop.wording import listed, partial_date, plural
from storage.records import Person, PersonKind, words
from views import kit
from views.casework.base import CasePage
from views.casework.parts import Hidden
from views.page import Context

COLUMNS = [kit.Column("Code", "code"), kit.Column("Name", "name"), kit.Column("Born", "born")]
NUMBERS = {
    "nhs": "NHS number", "chi": "CHI number", "nino": "National Insurance number", "upn": "Pupil number (UPN)",
    "case": "Case number", "crime": "Crime number", "vehicle": "Vehicle", "passport": "Passport", "urn": "Police URN",
    "court": "Court number", "operation": "Operation", "social": "Social media", "map": "Map reference",
    "w3w": "Three words", "post": "Post that nobody else holds",
}  # fmt: skip
CONTACTS = {"phone": "Telephone", "email": "E-mail", "social": "Social media"}
SAFE = "Hidden: others must not learn where this is"


class PeoplePage(CasePage):
    """The people of a case."""

    TITLE = "People"
    KINDS = frozenset({"Person", "NameForm", "Identifier", "Address", "Contact", "Agency"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._people: tuple[Person, ...] = ()
        self._wanted = ""
        self.search = kit.text_field("Find a person", em=0)
        self.search.line.textChanged.connect(lambda _words: self._fill())
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="People", on_open=self.edit, on_current=self._chosen, widths_em={0: 9.5, 1: 12, 2: 10.5},
            lines=2, stretch=1,
        )  # fmt: skip
        empty = kit.empty(
            "The people of this case",
            "Children, family and professionals stand here with their codes. Every name here is kept out of what "
            "you publish.",
            "Add a person", self.add,
        )  # fmt: skip
        self.list = kit.ListOrEmpty(self.table, empty)
        self.none = kit.label("", role="muted")
        self.none.hide()
        ways = kit.flow(
            *(
                kit.link(words, partial(context.navigate, page), kind="caption-link")
                for page, words in (("conversations", "Conversations"), ("family", "Family"), ("feedback", "Feedback"))
            ),
            space=16,
        )
        left = kit.box(kit.box(ways, self.search, self.none, margins=(24, 12, 16, 8), space=6), self.list, space=0)
        left.layout().setStretch(1, 1)
        self.detail = QWidget()
        self.detail_column = kit.column(parent=self.detail, space=12, margins=(24, 16, 24, 24))
        self.panes = kit.Panes(
            list_=left, detail=kit.scroll(self.detail), list_name="List of people", list_em=33, head=self.header
        )
        self.body.addWidget(self.panes, 1)
        self._left = left
        self.action(Action("people.add", "Add a person", self.add, "Ctrl+N", where=self.TITLE, icon="add"))
        self.action(Action("people.find", "Find a person", self.search.focus, "Ctrl+F", where=self.TITLE, listed=False))
        for name, title in (("conversations", "Go to conversations"), ("family", "Go to the family"),
                            ("feedback", "Go to feedback")):  # fmt: skip
            self.action(Action(f"people.{name}", title, lambda page=name: context.navigate(page), where=self.TITLE))
        self._head()

    # ---- visits
    def show_case(self, *, person: str = "", **_where: Any) -> None:
        self._wanted = person
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def place(self) -> dict[str, Any]:
        return {"person": self.table.current_id()}

    def focus_first(self) -> None:
        (self.table if self._people else self.list.empty.button or self.table).setFocus()

    def add(self) -> None:
        """The form for a new person."""
        self.context.navigate("person")

    def edit(self, person_id: str) -> None:
        """The form for one person."""
        self.context.navigate("person", person=person_id)

    # ---- the list
    def _load(self) -> None:
        self.look("Load the people", people.people, self.context.case, done=self._loaded)

    def _loaded(self, found: tuple[Person, ...]) -> None:
        self._people = found
        self._head()
        self._fill()
        self.list.show()

    def _fill(self) -> None:
        kept = self._wanted or self.table.current_id()
        sought = self.search.value().casefold()
        rows = [
            _row(one) for one in self._people if sought in f"{one.code} {one.name} {one.role} {one.relation}".casefold()
        ]
        self.model.set_rows(rows)
        self.none.setText(f"No results for “{self.search.value()}”. Looked in codes, names and roles.")
        self.none.setVisible(bool(sought) and not rows)
        self.list.setVisible(bool(rows) or not sought)
        self.search.setVisible(bool(self._people))
        self.panes.set_list_words(f"List, {len(rows)} of {len(self._people)}")
        if not self.table.choose(kept) and rows:
            self.table.choose(rows[0].id)
        self._wanted = ""
        if not rows:
            kit.clear(self.detail_column)
            self.detail_column.addStretch(1)

    def _head(self) -> None:
        children = sum(one.kind is PersonKind.SUBJECT_CHILD for one in self._people)
        facts = (
            f"{plural(len(self._people), 'person', 'people')} · {plural(children, 'child', 'children')} of the "
            "review · listed by code"
        )
        actions = [
            kit.button("Import people.csv", lambda: self.context.navigate("people-import"), icon="import"),
            kit.button("Add a person", self.add, role="main", icon="add", key="Ctrl+N"),
        ]
        self.header.set(title="People", facts=facts if self._people else "", actions=actions)

    # ---- one person
    def _chosen(self, person_id: str) -> None:
        self.look("Load a person", shown.person_shown, person_id, done=self._show)

    def _show(self, found: PersonShown) -> None:
        if found.person.id != self.table.current_id():
            return
        kit.clear(self.detail_column)
        person = found.person
        head = kit.flow(kit.chip(person.code), kit.h2(person.name))
        edit = kit.button("Change", lambda: self.edit(person.id), icon="edit", name=f"Change {person.code}")
        bin_ = kit.button(
            "Remove", lambda: self._remove(person), role="plain", icon="bin", name=f"Remove {person.code}"
        )
        self.detail_column.addWidget(head)
        self.detail_column.addWidget(kit.flow(edit, bin_))
        for title, facts in sections(found):
            if facts:
                self.detail_column.addWidget(kit.section_head(title))
                self.detail_column.addWidget(kit.facts_list(facts, name_em=11))
        self.detail_column.addStretch(1)

    def _remove(self, person: Person) -> None:
        def gone(_result: Any) -> None:
            self.table.setFocus()
            self.context.notice(
                f"{person.code} was removed.", "info", "Undo", lambda: self.context.actions.trigger("undo")
            )

        self.do(f"Remove {person.code}", people.remove, person.id, done=gone)


def _row(person: Person) -> kit.Row:
    born = partial_date(person.born) if person.born.known else ""
    died = f"died {partial_date(person.died)}" if person.died.known else ""
    second = " · ".join(
        part for part in (person.role if person.role not in person.code else "", person.relation) if part
    )
    return kit.Row(
        person.id,
        (
            kit.Cell("", "" if not person.safe_place else "Safe place", chip=person.code, order=person.code.casefold()),
            kit.Cell(person.name, second or words(person.kind)),
            kit.Cell(
                born, died, order=person.born.iso or "9", speak="" if born or died else "date of birth not recorded"
            ),
        ),
    )


def sections(found: PersonShown) -> list[tuple[str, list[tuple[str, str | QWidget]]]]:
    """What is shown of a person, by section; nothing that is empty."""
    return [
        ("Who they are", _who(found)),
        ("Other names and numbers", _names(found)),
        ("Where they are", _where(found)),
        ("Witness status, as police advised", _witness(found.person)),
        ("What they may read, and print", _reads(found)),
    ]


def _who(found: PersonShown) -> list[tuple[str, str | QWidget]]:
    person = found.person
    pairs = [
        ("Kind", words(person.kind)), ("Role", person.role), ("Role then", person.former_role),
        ("Left it", partial_date(person.left_on) if person.left_on.known else ""), ("Relation", person.relation),
        ("Body", found.agency.name if found.agency else ""), ("Born",
        partial_date(person.born) if person.born.known else ""),
        ("Died", partial_date(person.died) if person.died.known else ""), ("Language", person.language),
        ("Accounts", plural(found.said, "item") if found.said else ""), ("Remarks", person.remarks),
    ]  # fmt: skip
    return [pair for pair in pairs if pair[1]]


def _names(found: PersonShown) -> list[tuple[str, str | QWidget]]:
    pairs: list[tuple[str, str | QWidget]] = [(words(one.kind), one.text) for one in found.names]
    return pairs + [(NUMBERS.get(one.kind, one.kind), one.value) for one in found.numbers]


def _where(found: PersonShown) -> list[tuple[str, str | QWidget]]:
    safe = found.person.safe_place
    pairs: list[tuple[str, str | QWidget]] = []
    for address in found.addresses:
        since = f"from {partial_date(address.since)}" if address.since.known else ""
        until = f"until {partial_date(address.until)}" if address.until.known else ""
        said = ", ".join(part for part in (address.text, address.area, since, until) if part)
        pairs.append(("Address", Hidden(said, SAFE) if address.safe or safe else said))
    for contact in found.contacts:
        name = CONTACTS.get(contact.kind, contact.kind)
        pairs.append((name, Hidden(contact.value, SAFE) if contact.safe or safe else contact.value))
    if found.person.household:
        others = listed([one.code for one in found.household])
        pairs.append(("Household", f"{found.person.household}, with {others}" if others else found.person.household))
    return pairs


def _witness(person: Person) -> list[tuple[str, str | QWidget]]:
    advised = partial_date(person.witness_advised_on) if person.witness_advised_on.known else ""
    pairs = [
        ("Status", words(person.witness_status)), ("Advised on", advised), ("Advised by", person.witness_advised_by),
        ("Statement taken", words(person.statement_taken)),
    ]  # fmt: skip
    return [pair for pair in pairs if pair[1]]


def _reads(found: PersonShown) -> list[tuple[str, str | QWidget]]:
    person = found.person
    agreed = " · ".join(
        part for part in (f"chosen by {person.chosen_by}" if person.chosen_by else "", person.chosen_agreed) if part
    )
    pairs = [
        ("May read about", listed([one.code for one in found.entitled])),
        ("Printed name", " · ".join(part for part in (person.chosen_name, agreed) if part)),
        (
            "Public",
            f"Their name is lawfully public: {person.public_source or 'source not recorded'}"
            if person.public_fact
            else "",
        ),
    ]
    return [pair for pair in pairs if pair[1]]
