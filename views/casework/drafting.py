"""What is typed and not saved yet, kept encrypted every two seconds and offered again (interface checklist 6 and 33).

One after the other and never twice at once: an older keeping cannot overtake a newer one. A draft that waits is never
written over: until it is taken or let go, what is typed meanwhile is kept beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.casework import drafts
from desktop.errors import UserError
from desktop.session import Work
from desktop.wording import uk_moment, uk_time
from storage.records import Draft
from views.casework.base import WorkPage

SECONDS = 2
NAME = "Keep a draft"


class Drafting(QObject):
    """Keeps what ``read()`` gives for one place of a page; ``write(body)`` puts a kept draft back into the fields.

    ``compare(draft id)`` opens both versions beside each other, for a page that can.
    """

    def __init__(
        self,
        page: WorkPage,
        place: str,
        read: Callable[[], dict[str, Any]],
        write: Callable[[Mapping[str, Any]], None],
        compare: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(page)
        self._page, self._place, self._read, self._write, self._compare = page, place, read, write, compare
        self._case, self._record, self._key, self._id = "", "", "", ""
        self.dirty = False
        self._kept = self._looking = self._flying = self._told = False
        self._next: list[Callable[[], None]] = []
        self._number = self._written = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)

    @property
    def kept_id(self) -> str:
        """The draft that holds what stands on the page and is not saved; empty when there is none."""
        return self._id if self._kept else ""

    def begin(self, record_id: str = "", *, case_id: str | None = None, offer: bool = True, bring: str = "") -> None:
        """A visit begins: for this record (empty: a new one). A draft that waits is offered; one that ``bring`` names
        (ids, with spaces between) is put back at once."""
        self.stop()
        self._id = ""
        self._case = self._page.context.case if case_id is None else case_id
        self._record = self._key = record_id
        if offer:
            self._looking = True
            worker = self._page.context.session.worker.id
            self._page.look(
                "Look for a draft", drafts.all_of_place, worker, self._case, self._place, record_id,
                done=lambda found: self._found(found, bring), failed=lambda error: self._cannot_look(error),
            )  # fmt: skip

    def touched(self) -> None:
        """Something was typed."""
        self.dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep it now, on a thread."""
        self._timer.stop()
        if not self.dirty or self._looking:
            return
        if self._flying:
            self._timer.start()
            return
        self.dirty, self._kept = False, True
        context = self._page.context
        service = self._service(self._read())
        self._fly(lambda: context.session.do(NAME, service), self._was_kept, self._was_not_kept)

    def _service(self, body: dict[str, Any]) -> Callable[[Work], None]:
        self._number += 1
        number, where = self._number, (self._case, self._place, body, self._key)

        def service(work: Work) -> None:
            if number > self._written:  # on the one thread that writes: an older keeping never overtakes
                self._written = number
                self._id = drafts.keep(work, *where).id

        return service

    def _fly(self, act: Callable[[], Any], done: Callable[[], None], failed: Callable[[UserError], None]) -> None:
        self._flying = True

        def landed(then: Callable[[], None]) -> None:
            self._flying = False
            then()
            if self._next:
                self._next.pop(0)()

        self._page.context.run(
            self._page, NAME, lambda _task: act(), lambda _result: landed(done),
            lambda error: landed(lambda: failed(error)),
        )  # fmt: skip

    def _was_kept(self) -> None:
        self._told = False
        context = self._page.context
        words = f"Draft kept at {uk_time(context.clock.now())}, encrypted"
        if context.status_words() != words:
            context.status(words)
        if self.dirty and not self._timer.isActive():
            self._timer.start()

    def _was_not_kept(self, error: UserError) -> None:
        """What is typed stays on the page and is tried again; said once until it works."""
        self.dirty = True
        self._timer.start()
        self._page.context.status("Not saved: what you type is not being kept")
        if not self._told:
            self._told = True
            self._page.context.show_error(error)

    def keep_now(self) -> None:
        """Keep it before the vault closes: blocks."""
        self._timer.stop()
        self._next.clear()
        if self.dirty:
            self.dirty, self._kept = False, True
            self._page.context.session.do(NAME, self._service(self._read()))

    def drop(self) -> None:
        """It was saved or let go."""
        wanted = self._kept or self.dirty
        self.stop()
        self._id = ""
        if not wanted:
            return
        session, where = self._page.context.session, (self._case, self._place, self._key)

        def act() -> None:
            self._fly(
                lambda: session.do("Let the draft go", drafts.drop_place, *where),
                lambda: None, self._page.context.show_error,
            )  # fmt: skip

        if self._flying:
            self._next.append(act)
        else:
            act()

    def stop(self) -> None:
        """Nothing is waiting to be kept."""
        self._timer.stop()
        self.dirty = self._kept = self._looking = False

    def _cannot_look(self, error: UserError) -> None:
        self._looking = False
        self._page.context.show_error(error)

    def _found(self, waiting: tuple[Draft, ...], bring: str) -> None:
        self._looking = False
        chosen = next((one for one in waiting if one.id in bring.split()), None)
        if chosen is not None:
            self._use(chosen)
            others = [one for one in waiting if one is not chosen]
            self._offer(others[0]) if others else self._say_it_is_back(chosen)
        elif waiting:
            self._key = f"{self._record}:{self._page.context.clock.new_id()}"
            self._offer(waiting[0])
        if self.dirty and not self._timer.isActive():
            self._timer.start()

    def _use(self, draft: Draft) -> None:
        if self.dirty:
            self.keep_now()
        self._key, self._id = draft.record_id, draft.id
        self._write(draft.body)
        self.dirty = self._kept = True
        self._timer.start()

    def _say_it_is_back(self, draft: Draft) -> None:
        both = self._compare if self._record else None
        self._page.context.notice(
            "What you typed is back as you left it, and is not saved yet.", "info",
            "Look at both versions" if both else "", (lambda: both(draft.id)) if both else None,
        )  # fmt: skip

    def _offer(self, draft: Draft) -> None:
        when = uk_moment(draft.updated_at) if draft.updated_at else "earlier"
        both = self._compare if self._record else None
        self._page.context.notice(
            f"What you typed here on {when} was kept and is not saved yet.", "info",
            "Look at both versions" if both else "Bring it back",
            (lambda: both(draft.id)) if both else (lambda: self._use(draft)),
        )  # fmt: skip
