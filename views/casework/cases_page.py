"""Cases and board: every case with its stage and what is due; the way into each, and to a new one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.casework import board, drafts, shown
from desktop.casework.drafts import Both
from desktop.casework.shown import CaseLine
from desktop.changes import ChangeSet
from desktop.qt.actions import Action
from desktop.wording import plural
from storage.records import words
from views import kit
from views.casework.base import WorkPage, enter
from views.page import Context

COLUMNS = [
    kit.Column("Case", "case"),
    kit.Column("Stage", "stage"),
    kit.Column("What is due", "due"),
    kit.Column("Holds", "holds"),
]


class CasesPage(WorkPage):
    """The list of cases."""

    TITLE = "Cases"
    KINDS = frozenset({"Case", "Person", "Material", "Note", "Request", "Loan"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lines: dict[str, CaseLine] = {}
        self._looked = False
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(
            self.model, name="Cases", on_open=self.open, widths_em={0: 14, 1: 13, 2: 24, 3: 12}, lines=2, stretch=2
        )
        empty = kit.empty(
            "The cases of this board",
            "A case starts with a referral. It gets a code name that says nothing about the family.",
            "Open a case", self.new,
        )  # fmt: skip
        self.board_first = kit.box(
            kit.muted("Your board has no name here yet. Its name and contact stand on every list and letter."),
            kit.row_left(kit.button("Enter the board’s details", lambda: context.navigate("board"), icon="edit")),
            space=8,
        )
        self.board_first.hide()
        kit.layout_of(empty).insertWidget(kit.layout_of(empty).count() - 1, self.board_first)
        self.list = kit.ListOrEmpty(self.table, empty)
        self.list.hide()
        self.body.addWidget(self.list, 1)
        self.hint = kit.box(kit.muted("↑ ↓ to move · Enter opens the case"), margins=(24, 6, 24, 6))
        self.body.addWidget(self.hint)
        self._head(())
        self.action(Action("cases.new", "Open a case", self.new, "Ctrl+N", where=self.TITLE, icon="add"))

    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        if self.context.case:
            self.context.leave_case()
        self._load()
        if not self._looked:
            self._looked = True
            self.look("Look for what was kept", drafts.both, self.context.session.worker.id, done=self._offer_kept)

    def _offer_kept(self, found: tuple[Both, ...]) -> None:
        """What was typed when the power failed: offered as soon as one is back, wherever it was typed."""
        if found:
            many = "is" if len(found) == 1 else "are"
            said = f"{plural(len(found), 'piece')} of writing {many} kept and not saved yet."
            self.context.notice(said, "info", "Look at it", lambda: self.context.navigate("kept"))

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def place(self) -> dict[str, Any]:
        return {}

    def focus_first(self) -> None:
        target: QWidget = self.table if self._lines else self
        target.setFocus()
        if not self._lines:
            super().focus_first()

    def new(self) -> None:
        """The referral form."""
        self.context.navigate("open-case")

    def open(self, case_id: str) -> None:
        """Go into a case."""

        def entered(found: Any) -> None:
            enter(self.context, *found)
            first = "overview" if "overview" in self.context.pages() else "people"
            self.context.navigate(first)

        self.look("Open the case", shown.case_and_marking, case_id, done=entered)

    def _load(self) -> None:
        self.look("Load the cases", shown.case_lines, done=self._show)
        self.look("Look for the board", board.board, done=lambda one: self.board_first.setVisible(not one.name))

    def _show(self, lines: tuple[CaseLine, ...]) -> None:
        kept = self.table.current_id()
        had_focus = self.table.hasFocus()
        self._lines = {one.case.id: one for one in lines}
        self.model.set_rows([_row(one) for one in lines])
        self.list.show()
        self.list.look()
        self.hint.setVisible(bool(lines))
        self._head(lines)
        if lines:
            self.table.choose(kept) or self.table.choose(lines[0].case.id)
        # Read late, it must not take the keyboard from the page that is shown by now.
        if self.isVisible() and (had_focus or self.focusWidget() is None):
            self.focus_first()

    def _head(self, lines: tuple[CaseLine, ...]) -> None:
        facts = "Each case starts as a referral and is known by its code name"
        if lines:
            late = sum(one.late for line in lines for one in line.due)
            facts = f"{plural(len(lines), 'case')} · {plural(sum(len(one.due) for one in lines), 'thing')} due"
            facts += f" · {late} late" if late else ""
        button = kit.button("Open a case", self.new, role="main", icon="add", key="Ctrl+N")
        self.header.set(title="Cases", facts=facts, actions=[button])


def _row(line: CaseLine) -> kit.Row:
    case, first = line.case, line.due[0] if line.due else None
    more = f"and {len(line.due) - 1} more" if len(line.due) > 1 else ""
    due = kit.Cell("Nothing is due", tone="muted", order="9")
    if first is not None:
        second = " · ".join(part for part in (first.when, more) if part)
        due = kit.Cell(
            first.what, second, icon="warning" if first.late else "clock", tone="warning" if first.late else "",
            order=first.day.isoformat(),
        )  # fmt: skip
    stage = words(case.stage)
    notes = [
        part for part in ("Preservation hold" if case.hold else "", "Invented example" if case.example else "") if part
    ]
    holds = kit.Cell(plural(line.items, "item"), plural(line.people, "person", "people"), order=line.items)
    return kit.Row(
        case.id,
        (kit.Cell(case.code_name, case.reference, bold=True), kit.Cell(stage, " · ".join(notes)), due, holds),
    )
