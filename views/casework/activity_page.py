"""Activity: the audit in plain words. Codes and references, never names of people in the register."""

from __future__ import annotations

from typing import Any

from desktop.casework import activity
from desktop.casework.activity import Line
from desktop.changes import ChangeSet
from desktop.wording import uk_moment
from views import kit
from views.casework.base import WorkPage
from views.page import Context

COLUMNS = [kit.Column("When", "when"), kit.Column("What was done"), kit.Column("Who", "who")]
PAGE = 300


class ActivityPage(WorkPage):
    """The latest lines, and further back on request."""

    TITLE = "Activity"
    KINDS = frozenset(
        {"Material", "Note", "Person", "Case", "IndexEntry", "Issue", "Worker", "Board", "Agency", "Meeting"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set(
            title=self.TITLE,
            facts="Every change and every viewing, in the order of the sealed audit. It holds no case text.",
        )
        self._lines: list[Line] = []
        self._older = 0
        self.model = kit.ListModel(COLUMNS)
        self.table = kit.table(self.model, name="Activity", widths_em={0: 15, 1: 30, 2: 13}, lines=1, stretch=1)
        self.more = kit.button("Show what was before", self.older, icon="down")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(kit.box(kit.row_left(self.more), margins=(24, 8, 24, 8)))

    def arrive(self, **_where: Any) -> None:
        self.new_turn()
        self._load()

    def refresh(self, _change: ChangeSet) -> None:
        self._load()

    def focus_first(self) -> None:
        self.table.setFocus()

    def _load(self) -> None:
        self.look("Load the activity", activity.lines, limit=PAGE, done=self._show)

    def older(self) -> None:
        """Further back."""
        if self._lines:
            self.look("Load older activity", activity.lines, limit=PAGE, before=self._lines[-1].number, done=self._add)

    def _show(self, found: tuple[Line, ...]) -> None:
        self._lines = []
        self._add(found)

    def _add(self, found: tuple[Line, ...]) -> None:
        self._lines += found
        kept = self.table.current_id()
        self.model.set_rows([_row(one) for one in self._lines])
        self.table.choose(kept)
        self.more.setVisible(bool(found))


def _row(line: Line) -> kit.Row:
    said = f"{line.what}: {line.subject}" if line.subject else line.what
    said += f" ({', '.join(line.fields[:6])})" if line.fields else ""
    return kit.Row(
        str(line.number), (kit.Cell(uk_moment(line.at), order=line.number), kit.Cell(said), kit.Cell(line.who))
    )
