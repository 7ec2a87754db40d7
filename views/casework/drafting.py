"""What is typed and not saved yet, kept encrypted every few seconds and offered again (interface checklist 6 and
33).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.casework import drafts
from desktop.wording import uk_moment, uk_time
from storage.records import Draft

if TYPE_CHECKING:
    from views.casework.base import WorkPage

SECONDS = 4
NAME = "Keep a draft"


class Drafting(QObject):
    """Keeps what ``read()`` gives for one place of a page; ``write(body)`` puts a kept draft back into the fields."""

    def __init__(
        self, page: WorkPage, place: str, read: Callable[[], dict[str, Any]], write: Callable[[Mapping[str, Any]], None]
    ) -> None:
        super().__init__(page)
        self._page, self._place, self._read, self._write = page, place, read, write
        self._case, self._record = "", ""
        self.dirty = False
        self._kept = False
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)

    def begin(self, record_id: str = "", *, case_id: str | None = None, offer: bool = True) -> None:
        """A visit begins: for this record (empty: a new one). A draft that waits is offered."""
        self.stop()
        self._case = self._page.context.case if case_id is None else case_id
        self._record = record_id
        if offer:
            worker = self._page.context.session.worker.id
            self._page.look(
                "Look for a draft", drafts.of_place, worker, self._case, self._place, record_id, done=self._offer,
            )  # fmt: skip

    def touched(self) -> None:
        """Something was typed."""
        self.dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep it now, on a thread."""
        self._timer.stop()
        if not self.dirty:
            return
        self.dirty, self._kept = False, True
        context, body = self._page.context, self._read()
        session, where = context.session, (self._case, self._place, body, self._record)
        context.run(
            self._page, NAME, lambda _task: session.do(NAME, drafts.keep, *where),
            lambda _draft: context.status(f"Draft kept at {uk_time(context.clock.now())}, encrypted"),
        )  # fmt: skip

    def keep_now(self) -> None:
        """Keep it before the vault closes: blocks."""
        self._timer.stop()
        if self.dirty:
            self.dirty = False
            self._page.context.session.do(NAME, drafts.keep, self._case, self._place, self._read(), self._record)

    def drop(self) -> None:
        """It was saved or let go."""
        wanted = self._kept or self.dirty
        self.stop()
        if wanted:
            session, where = self._page.context.session, (self._case, self._place, self._record)
            self._page.context.run(
                self._page, "Let the draft go", lambda _task: session.do("Let the draft go", drafts.drop_place, *where)
            )

    def stop(self) -> None:
        """Nothing is waiting to be kept."""
        self._timer.stop()
        self.dirty = self._kept = False

    def _offer(self, draft: Draft | None) -> None:
        if draft is None or self.dirty:
            return
        self._kept = True
        when = uk_moment(draft.updated_at) if draft.updated_at else "earlier"

        def use() -> None:
            self._write(draft.body)
            self.dirty = True
            self._timer.start()

        self._page.context.notice(
            f"What you typed here on {when} was kept and is not saved yet.", "info", "Bring it back", use
        )
