"""The family, one person at a time: contact, letters, questions, things lent, the name in print, the report, copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.markers import family, register_values
from desktop.markers.family import Member, MemberShown
from desktop.markers.wizard import Ground
from desktop.reports import catalogue, export, family_copies
from desktop.reports.family_copies import Told
from desktop.wording import plural
from storage.records import Case
from views import kit
from views.casework.parts import Hidden
from views.page import Context
from views.people.parts import Tabs
from views.people.room import RoomPage

TABS = {
    "contact": "Contact", "letters": "Letters", "questions": "Questions", "lent": "Things lent", "print": "In print",
    "report": "The report", "copies": "Copies",
}  # fmt: skip
LISTS: Mapping[str, tuple[str, ...]] = {
    "contact": ("contact_attempt", "family_offer", "family_support", "access_need"),
    "letters": ("family_letter",), "lent": ("lent_item",), "print": ("representation",),
    "report": ("report_sharing", "family_publication"),
}  # fmt: skip
WHY_HIDDEN = "Hidden: for the one who makes contact"
COLUMNS = (kit.Column("Person", "person"), kit.Column("Open", "open"))
IN_SIGHT = (
    "relation", "cleared", "conditions", "embargo_until", "route", "route_person", "risks", "informed_on",
    "not_informed_because", "next_offer_on",
)  # fmt: skip
MEMBER = (
    "relation", "cleared", "conditions", "embargo_until", "route", "route_person", "safe_contact", "risks",
    "known_to", "not_to_know", "living", "informed_on", "not_informed_because", "next_offer_on",
)  # fmt: skip


class FamilyPage(RoomPage):
    """The members at the left, everything that is one person's at the right."""

    TITLE = "Family"
    REGISTERS = (
        "family_member", "contact_attempt", "family_letter", "family_offer", "family_question", "access_need",
        "family_support", "lent_item", "representation", "report_sharing", "family_comment", "family_publication",
        "conversation", "contact_permission",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self._tab, self._person = "contact", ""
        self._told: dict[str, tuple[Told, ...] | str] = {}
        super().__init__(context)

    def lay_body(self) -> None:
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Members of the family", on_open=self._opened_one, on_current=self._chosen,
            widths_em={0: 10, 1: 10}, lines=2, stretch=0,
        )  # fmt: skip
        empty = kit.empty(
            "The family of this review",
            "Relatives in the register of people stand here, each apart from the others: own contact, own letters, own "
            "copy. Nothing is ever made for the family as a whole.",
            "Go to people", lambda: self.context.navigate("people"),
        )  # fmt: skip
        self.list = kit.ListOrEmpty(self.table, empty)
        self.due = kit.box(margins=(16, 8, 16, 4), space=4)
        left = kit.box(self.due, self.list, space=0)
        left.layout().setStretch(1, 1)
        self.panes = kit.Panes(list_=left, detail=self.scroll, list_name="List of members", list_em=22)
        self.body.addWidget(self.panes, 1)

    @staticmethod
    def facts(store: Any, ground: Ground, where: Mapping[str, Any]) -> dict[str, Any]:
        found = family.members(store, ground.case)
        ids = [one.person.id for one in found]
        chosen = where.get("person") if where.get("person") in ids else (ids[0] if ids else "")
        return {
            "members": found,
            "shown": family.member(store, ground.case, str(chosen)) if chosen else None,
            "lent": family.lent_out(store, ground.case),
        }

    def show_case(self, *, person: str = "", tab: str = "", **where: Any) -> None:
        self._person, self._tab = person or self._person, tab if tab in TABS else self._tab
        super().show_case(person=self._person, **where)

    def place(self) -> dict[str, Any]:
        return {"person": self._person, "tab": self._tab}

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.list.empty.button or self.table).setFocus()

    @property
    def shown(self) -> MemberShown | None:
        """The member at the right."""
        return self.found["shown"] if self.found else None

    def _chosen(self, person_id: str) -> None:
        if person_id and person_id != self._person:
            self._person = person_id
            self.context.navigate("family", person=person_id, tab=self._tab)

    def _opened_one(self, person_id: str) -> None:
        self._chosen(person_id)
        self.panes.show_detail()

    # ---- put together
    def build(self) -> None:
        shown = self.shown
        if shown is None:
            return
        person = shown.member.person
        self._person = person.id
        self.column.addWidget(kit.flow(kit.chip(person.code), kit.h2(person.name)))
        self.head = kit.box(space=6)
        self.column.addWidget(self.head)
        self.tabs = Tabs(TABS, "What of this person", self._tab)
        self.tabs.chosen.connect(self._to_tab)
        self.column.addWidget(self.tabs)
        self.inside = kit.box(space=16)
        self.column.addWidget(self.inside)
        self._fill_tab()

    def _to_tab(self, tab: str) -> None:
        self.leave()
        self.forms, self.views = [], []
        self._tab = tab
        kit.clear(self.inside.layout())
        self._fill_tab()

    def _fill_tab(self) -> None:
        shown, layout = self.shown, self.inside.layout()
        assert shown is not None
        person = shown.member.person
        if self._tab == "contact":
            self._contact(layout)
        if self._tab == "questions":
            note = "Word for word. An answer, or why there is none yet; and what changed through it."
            self.add_list("family_question", layout, note=note, asked_by=person.id)
        for register in LISTS.get(self._tab, ()):
            below = ("family_comment",) if register == "report_sharing" else ()
            self.add_list(register, layout, children=below, person=person.id)
        if self._tab == "letters":
            links = [kit.link(f"Write: {said}", lambda r=report: self._release(r)) for report, said in LETTERS.items()]
            layout.addWidget(kit.flow(*links, space=16))
        if self._tab == "copies":
            self._copies(layout)

    def _contact(self, layout: Any) -> None:
        """How the person is reached: facts in sight, the form with what stays hidden only when somebody asks for it."""
        assert self.shown is not None and self.desk is not None
        row = self.shown.member.row
        holder = kit.box(space=8)
        layout.addWidget(holder)
        if row is None:
            self._contact_form(holder)
            return
        register = self.desk.ground.registers["family_member"]
        pairs: list[tuple[str, str | QWidget]] = [
            (register.field(one).label.rstrip("?"), said)
            for one in IN_SIGHT
            if (said := register_values.shown(register.field(one), row.values.get(one), self.desk.name))
        ]
        holder.layout().addWidget(kit.facts_list(pairs, name_em=14))
        change = kit.button("Change the rules of contact", lambda: self._contact_form(holder), icon="edit")
        holder.layout().addWidget(kit.flow(change))

    def _contact_form(self, holder: QWidget) -> None:
        assert self.shown is not None
        row, person = self.shown.member.row, self.shown.member.person
        kit.clear(holder.layout())
        preset = {} if row else {"person": person.id}
        form = self.add_form("family_member", MEMBER, row, holder.layout(), **preset)
        form.saved.connect(lambda _row: self.show_case(person=person.id, tab="contact"))
        save = kit.button("Save", lambda: form.save(require=True), icon="done", name="Save: contact")
        holder.layout().addWidget(kit.flow(save))
        form.focus_first()

    def redraw(self) -> None:
        members: tuple[Member, ...] = self.found["members"]
        with QSignalBlocker(self.table):  # to fill the list is no choice, though a list with the keyboard makes one
            self.model.set_rows([_row(one) for one in members])
            self.table.choose(self._person)
        self._due()
        back = ("People", lambda: self.context.navigate("people"))
        self.header.set(title="Family", facts=f"{plural(len(members), 'person', 'people')}, each apart from the others"
                        if members else "", back=back)  # fmt: skip
        if self.shown is not None:
            self._head(self.shown)
        self.list.show()

    def _due(self) -> None:
        layout = self.due.layout()
        kit.clear(layout)
        late = [one for one in self.found["lent"] if one.days_late]
        if late:
            words = f"{plural(len(late), 'thing', 'things')} they lent should have been given back"
            layout.addWidget(kit.NoticeBar("warn", words, "Look", lambda: self._to_person(late[0].person_id, "lent")))
        self.due.setVisible(bool(late))

    def _to_person(self, person_id: str, tab: str) -> None:
        self.context.navigate("family", person=person_id, tab=tab)

    def _head(self, shown: MemberShown) -> None:
        layout = self.head.layout()
        kit.clear(layout)
        member = shown.member
        values = member.row.values if member.row else {}
        if member.not_cleared:
            layout.addWidget(kit.NoticeBar("warn", member.not_cleared))
        pairs: list[tuple[str, str | QWidget]] = []
        if values.get("safe_contact"):
            pairs.append(("Safe contact", Hidden(str(values["safe_contact"]), WHY_HIDDEN)))
        if values.get("not_to_know"):
            pairs.append(("Others must not learn", Hidden(str(values["not_to_know"]), WHY_HIDDEN)))
        if member.advocate_id:
            pairs.append(("Advocate", self.codes().get(member.advocate_id, "")))
        if member.person.chosen_name:
            said = f"{member.person.chosen_name}, chosen by {member.person.chosen_by}, {member.person.chosen_agreed}"
            pairs.append(("Name in print", said))
        if pairs:
            layout.addWidget(kit.facts_list(pairs, name_em=11))

    def _release(self, report: str, **more: str) -> None:
        self.context.navigate("release", what=f"report:{report}", profile="family", recipient=self._person, **more)

    # ---- copies
    def _copies(self, layout: Any) -> None:
        lead = "What each copy tells about every other member of the family, and what it keeps out."
        layout.addWidget(kit.muted(lead))
        advocate = self.shown.member.advocate_id if self.shown else ""
        for report in sorted(one.id for one in catalogue.reports().values() if "family" in one.template.profiles):
            template = catalogue.reports()[report].template
            title = template.title.replace("{children}", "the child")
            name = f"What it tells: {title}"
            look = kit.button("What it tells", lambda r=report: self.look_at(r), icon="eye", name=name)
            release = kit.link("Look at it before it leaves", lambda r=report: self._release(r))
            release.setAccessibleName(f"Look at it before it leaves: {title}")
            links: list[QWidget] = [look, release]
            if advocate:
                copy = kit.link("Copy for the advocate", lambda r=report: self._release(r, copy_to=advocate))
                copy.setAccessibleName(f"Copy for the advocate: {title}")
                links.append(copy)
            parts: list[QWidget] = [kit.h3(title), kit.muted(template.about), kit.flow(*links, space=16)]
            parts += self._said(report)
            layout.addWidget(kit.card(*parts))
        reading = kit.link("Look at the reading copy of the report", self._reading)
        layout.addWidget(kit.card(
            kit.h3("Reading copy of the report"),
            kit.muted("The text that will be published, the same for everybody who reads it."), kit.row_left(reading),
        ))  # fmt: skip

    def _said(self, report: str) -> list[QWidget]:
        told = self._told.get(report)
        if told is None:
            return []
        if isinstance(told, str):
            return [kit.NoticeBar("warn", told)]
        rows: list[tuple[str, str | QWidget]] = []
        for one in told:
            lines = [fact.words for fact in (*one.printed, *one.kept_out)]
            said = "Nothing" if one.silent and not lines else "\n".join(lines)
            rows.append((self.codes().get(one.person_id, "Somebody"), said))
        return [kit.facts_list(rows, name_em=11)] if rows else [kit.muted("There is nobody else in the family.")]

    def look_at(self, report: str) -> None:
        """Make the copy in memory and say what it tells about each other member."""
        case_id, person = self.context.case, self._person

        def read(store: Any) -> tuple[Told, ...]:
            ready = export.prepare(store, store.get(Case, case_id), report, "family", recipient_id=person)
            return family_copies.tells(ready)

        def show(told: tuple[Told, ...] | str) -> None:
            self._told = {report: told}
            self._to_tab("copies")

        self.look("Read a copy", read, done=show, failed=lambda error: show(_sentence(error)))

    def _reading(self) -> None:
        self.context.navigate("release", what="report:overview-report", profile="publication")


LETTERS = {
    "family-letter": "a letter", "family-leaflet": "a leaflet", "family-answers": "answers to their questions",
    "family-comments": "what became of their comments",
}  # fmt: skip


def _sentence(error: UserError) -> str:
    return f"{error.what} {error.do}".strip()


def _row(one: Member) -> kit.Row:
    facts = [plural(one.open_questions, "open question") if one.open_questions else "",
             plural(one.lent, "thing lent", "things lent") if one.lent else ""]  # fmt: skip
    relation = str(one.row.values.get("relation", "")) if one.row else one.person.role
    state = "Not cleared" if one.not_cleared else ""
    return kit.Row(
        one.person.id,
        (
            kit.Cell("", relation, chip=one.person.code, order=one.person.code.casefold()),
            kit.Cell(state, " · ".join(part for part in facts if part), tone="warning" if state else "",
                     speak="" if state or any(facts) else "nothing open"),
        ),
    )
