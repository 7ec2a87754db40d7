"""The pages of a file as it would leave, drawn from its bytes in a child process; nothing touches a disk."""

from __future__ import annotations

from desktop import intake
from desktop.intake.viewing import Viewing
from desktop.qt.jobs import Task
from views import kit
from views.disclosure.item_view import picture
from views.page import Context


class TruePages(kit.Preview):
    """A preview that owns the child which draws; ``let_go`` ends it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._viewing: Viewing | None = None
        self._turn = 0

    def open_file(self, data: bytes) -> None:
        """Draw a finished PDF from its first page; what was shown before is let go."""
        self.let_go()
        turn = self._turn

        def start(_task: Task) -> tuple[Viewing, int]:
            viewing = intake.view(data)
            try:
                return viewing, viewing.page_count
            except BaseException:
                viewing.close()
                raise

        self._context.run(self, "Draw the pages", start, lambda got: self._ready(turn, *got))

    def _ready(self, turn: int, viewing: Viewing, pages: int) -> None:
        if turn != self._turn:
            viewing.close()
            return
        self._viewing = viewing
        self.open(pages, lambda page, width: picture(viewing, page, width))

    def let_go(self) -> None:
        """End the child that draws."""
        self._turn += 1
        viewing, self._viewing = self._viewing, None
        if viewing is not None:
            viewing.close()
