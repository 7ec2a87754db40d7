"""Copies of a draft: each has a number, its pages show that alone, and who holds it stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.casework import people, shown
from desktop.changes import ChangeSet
from desktop.markers import register_values
from desktop.qt.actions import Action
from desktop.qt.theme import theme
from desktop.reports import draft_copies
from desktop.reports.draft_copies import Copy
from desktop.session import Store
from desktop.wording import plural, uk_date
from storage.records import Case, RegisterRow
from views import kit
from views.casework.base import CasePage
from views.page import Context

COLUMNS = (kit.Column("Copy"), kit.Column("With"), kit.Column("Where it is"))
ENDS = {"returned": "It came back", "destroyed": "It was destroyed, and that is confirmed", "lost": "It is lost"}


@dataclass(frozen=True)
class _Found:
    case: Case
    people: Mapping[str, str]
    holders: Mapping[str, str]
    drafts: tuple[RegisterRow, ...]
    copies: Mapping[str, tuple[Copy, ...]]
    marks: Mapping[str, str]


class DraftsPage(CasePage):
    """The copies of one draft, the latest unless another is chosen."""

    TITLE = "Copies of drafts"
    KINDS = frozenset({"RegisterRow", "Person"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: _Found | None = None
        self._draft = ""
        self.number_button = kit.button("Number copies", self.ask_numbers, role="main", icon="add", key="Ctrl+N")
        self.recall_button = kit.button("Call back what is out", self.recall, role="plain", icon="back")
        self.header.set(
            title=self.TITLE,
            facts="A page shows the number of its copy and no name; who holds it stands here alone",
            back=("Reports", lambda: context.navigate("reports")),
            actions=[self.recall_button, self.number_button],
        )
        self.which = kit.choice("Draft", {}, combo=True)
        self.which.changed.connect(lambda: self._choose(self.which.value()))
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(self.model, name="Copies", on_open=self.open, widths_em={0: 7, 1: 14, 2: 24}, stretch=2)
        empty = kit.empty(
            "No copy of this draft is numbered",
            "Choose who gets one. Each copy has its own number, so that a lost one can be told from the others.",
            "Number copies",
            self.ask_numbers,
            icon="copy",
        )
        self.list = kit.ListOrEmpty(self.table, empty)
        self.ask_box = kit.box(space=8, margins=(24, 8, 24, 12))
        next_draft = kit.flow(kit.link("Begin the next draft", self.begin))
        chosen = kit.box(kit.measure(self.which, 24), next_draft, space=4, margins=(24, 12, 24, 8))
        keys = kit.box(kit.muted("Enter to write a copy, or to say what became of it"), margins=(24, 4, 16, 6))
        inside = kit.box(chosen, self.list, keys, kit.measure(self.ask_box, 48), space=0)
        inside.layout().setStretch(1, 1)
        self.body.addWidget(kit.scroll(inside), 1)
        for name, words, run, key in (
            ("number", "Number copies of the draft", self.ask_numbers, "Ctrl+N"),
            ("begin", "Begin the next draft", self.begin, ""),
            ("recall", "Call back what is out", self.recall, ""),
        ):
            self.action(Action(f"drafts.{name}", words, run, key, where=self.TITLE, icon="copy"))

    def show_case(self, *, draft: str = "", **_where: Any) -> None:
        """The latest draft, or the one with id ``draft``."""
        self._draft = draft or self._draft
        self.close_ask()
        self.look("Load the copies", _read, self.context.case, done=self._show)

    def place(self) -> Mapping[str, Any]:
        return {"draft": self._draft}

    def refresh(self, change: ChangeSet) -> None:
        self.look("Load the copies", _read, self.context.case, done=self._show)

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.number_button).setFocus()

    def _show(self, found: _Found) -> None:
        self.found = found
        names = {one.id: f"Draft {one.values.get('number', '')}" for one in found.drafts}
        if self._draft not in names:
            self._draft = next(iter(names), "")
        self.which.set_options(names)
        self._choose(self._draft)

    def _choose(self, draft_id: str) -> None:
        assert self.found is not None
        self._draft, kept = draft_id, self.table.current_id()
        self.which.set_value(draft_id)
        held = self.found.copies.get(draft_id, ())
        self.model.set_rows([self._row(one, len(held)) for one in held])
        if held and not self.table.choose(kept):
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.recall_button.setEnabled(any(_is_out(one) for one in held))

    def _row(self, one: Copy, count: int) -> kit.Row:
        assert self.found is not None
        holder = self.found.people.get(one.holder_id, "")
        return kit.Row(one.row.id, (kit.Cell(f"{one.number} of {count}"), kit.Cell(holder), kit.Cell(_where(one))))

    # ---- what can be done
    def begin(self) -> None:
        """The next draft, and who gets a copy of it."""
        assert self.found is not None
        self.do("Begin a draft", draft_copies.begin, self.found.case, done=self._begun)

    def _begun(self, row: RegisterRow) -> None:
        self._draft = row.id
        self.context.notice(f"Draft {row.values['number']} was begun.")

    def ask_numbers(self) -> None:
        """Ask who gets a copy; a first draft is begun where there is none."""
        found = self.found
        if found is None:
            return
        if not found.drafts:
            self.begin()
            return
        held = {one.holder_id for one in found.copies.get(self._draft, ())}
        left = {key: words for key, words in found.holders.items() if key not in held}
        if not left:
            self.context.notice("Everybody who can be given a copy has one of this draft.", "warn")
            return
        row = next(one for one in found.drafts if one.id == self._draft)
        fields = {"holders": kit.TicksField("Who gets a copy", left, optional=False)}

        def keep(form: kit.InlineForm) -> None:
            self.do(
                "Number copies of a draft", draft_copies.number_copies, found.case, row,
                tuple(form.values()["holders"]), done=lambda _copies: self.answered(), failed=self.context.show_error,
            )  # fmt: skip

        self._ask(kit.InlineForm("Number copies", fields, "Number them", keep, self.answered))

    def open(self, copy_id: str) -> None:
        """Write a copy that is not out yet, by its release review; of one that is out, ask how it ended."""
        assert self.found is not None
        chosen = next((one for one in self.found.copies.get(self._draft, ()) if one.row.id == copy_id), None)
        if chosen is None:
            return
        if not chosen.row.values.get("sent_on"):
            mark = self.found.marks[copy_id]
            self.context.navigate(
                "release", what="report:overview-report", profile="board", draft=mark, draft_copy=copy_id
            )
            return
        case = self.found.case
        fields = {"how": kit.choice("What became of it", ENDS, value=chosen.closed)}

        def keep(form: kit.InlineForm) -> None:
            self.do(
                "Say how a copy ended", draft_copies.close, case, chosen, str(form.values()["how"]),
                done=lambda _copy: self.answered(), failed=self.context.show_error,
            )  # fmt: skip

        self._ask(kit.InlineForm(f"Copy {chosen.number}", fields, "Save", keep, self.answered))

    def recall(self) -> None:
        """Call back every copy that is out; who was asked is told apart in the list."""
        found = self.found
        row = next((one for one in found.drafts if one.id == self._draft), None) if found else None
        if found is not None and row is not None:
            self.do("Call copies back", draft_copies.recall, found.case, row, done=self._recalled)

    def _recalled(self, asked: tuple[Copy, ...]) -> None:
        self.context.notice(f"{plural(len(asked), 'copy', 'copies')} called back. Say of each what became of it.")

    def _ask(self, form: kit.InlineForm) -> None:
        self.close_ask()
        self.ask_box.layout().addWidget(form)
        theme().dress(self.ask_box)
        form.focus_first()

    def close_ask(self) -> None:
        """Put the form away."""
        kit.clear(self.ask_box.layout())

    def answered(self) -> None:
        """Put the form away and go back to the list."""
        self.close_ask()
        self.focus_first()


def _read(store: Store, case_id: str) -> _Found:
    case = shown.case_and_marking(store, case_id)[0]
    drafts = draft_copies.drafts(store, case)
    held = {one.id: draft_copies.copies(store, case, one) for one in drafts}
    marks = {one.row.id: draft_copies.mark_of(store, case, draft, one) for draft in drafts for one in held[draft.id]}
    codes = {one.id: one.code for one in people.people(store, case_id)}
    able = {one.id: one.code for one in draft_copies.holders(store, case)}
    return _Found(case, codes, able, drafts, held, marks)


def _is_out(one: Copy) -> bool:
    return bool(one.row.values.get("sent_on")) and not one.closed


def _where(one: Copy) -> str:
    values = one.row.values
    if one.closed:
        return f"{ENDS[one.closed]}{_on(values.get('closed_on'))}"
    if values.get("recalled_on"):
        return f"Called back{_on(values['recalled_on'])}, still out"
    return f"Out{_on(values['sent_on'], ' since ')}" if values.get("sent_on") else "Not written yet"


def _on(value: Any, lead: str = " on ") -> str:
    day = register_values.day_of(value)
    return f"{lead}{uk_date(day.first_day)}" if day is not None and day.first_day else ""
