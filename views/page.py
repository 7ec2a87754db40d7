"""What a page is, and what it is given: the one contract between the window and its pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.errors import UserError
from desktop.qt.actions import Action, Actions
from desktop.qt.changes import Bus
from desktop.qt.clipboard import CaseClipboard
from desktop.qt.event_mode import EventMode
from desktop.qt.jobs import Operation, Progress, Task
from desktop.qt.settings import Settings
from storage.circumstances import Circumstances
from views.kit.header import PageHeader
from views.kit.layout import column
from views.kit.notices import NoticeStack
from views.presence import Presence, Screen

if TYPE_CHECKING:
    from desktop.session import Session

T = TypeVar("T")


@dataclass(frozen=True)
class PageSpec:
    """A page in the catalogue.

    ``make`` is ``module:Class``, imported when it is first shown. ``level`` is ``board``, ``case`` or nothing
    (reached by ``navigate`` alone; ``under`` marks the line of the navigation that is lit).
    ``count(session, case id)`` gives the muted words at the right of its line and runs on a thread.
    """

    id: str
    title: str
    icon: str
    make: str
    level: str = ""
    order: int = 0
    shortcut: str = ""
    under: str = ""
    count: Callable[[Session, str], str] | None = None


class Shell(Screen, Protocol):
    """What a context asks of the frame that shows the pages."""

    session: Session | None
    presence: Presence | None
    bus: Bus
    clipboard: CaseClipboard
    circumstances: Circumstances
    specs: Mapping[str, PageSpec]
    case_id: str

    @property
    def navigation(self) -> QWidget:
        """The side navigation."""

    @property
    def page(self) -> Page | None:
        """The page in sight."""

    def back(self) -> None:
        """Go back."""

    def saved(self) -> None:
        """Say that something was saved."""

    def enter_case(self, case_id: str, name: str, reference: str, marking: str = "") -> None:
        """Go into a case."""

    def leave_case(self) -> None:
        """Go to the first level."""

    def lock_now(self, reason: str) -> None:
        """Ask for the lock."""


class Context:
    """What a page may use of its window. The session is None only before unlocking."""

    def __init__(self, frame: Shell) -> None:
        self._frame = frame

    @property
    def session(self) -> Session:
        """The open vault. Raises RuntimeError before unlocking."""
        if self._frame.session is None:
            raise RuntimeError("no vault is open")
        return self._frame.session

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        return self._frame.page

    @property
    def presence(self) -> Presence:
        """Presenting and event mode. Raises RuntimeError before unlocking."""
        if self._frame.presence is None:
            raise RuntimeError("no vault is open")
        return self._frame.presence

    @property
    def event(self) -> EventMode:
        """Event mode."""
        return self.presence.event_mode

    @property
    def bus(self) -> Bus:
        """Changes, told on the window's thread."""
        return self._frame.bus

    @property
    def actions(self) -> Actions:
        """The registry of actions."""
        return self._frame.registry

    @property
    def settings(self) -> Settings:
        """This computer's settings; never case data."""
        return self._frame.settings

    @property
    def clipboard(self) -> CaseClipboard:
        """Copies case text, marked and taken back."""
        return self._frame.clipboard

    @property
    def clock(self) -> Circumstances:
        """The time and the date of today."""
        return self._frame.circumstances

    @property
    def case(self) -> str:
        """The id of the case one is in, or nothing on the first level."""
        return self._frame.case_id

    def run(
        self,
        page: QWidget,
        name: str,
        fn: Callable[[Task], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> Operation[T]:
        """Run ``fn(task)`` on a thread for ``page``; without ``failed`` a failure becomes a notice bar."""
        operation: Operation[T] = Operation(page, name, fn)
        if done is not None:
            operation.on_done(done)
        operation.on_failed(failed if failed is not None else self.show_error)
        if progress is not None:
            operation.on_progress(progress)
        return operation.run()

    def navigate(self, page_id: str, **where: Any) -> None:
        """Go to a page; ``where`` are ids. Raises KeyError for a page that is not in the catalogue."""
        self._frame.navigate(page_id, **where)

    def pages(self) -> Collection[str]:
        """The ids of the pages there are, for links that lead only where something is."""
        return self._frame.specs.keys()

    def back(self) -> None:
        """Go back, as Alt+Left does."""
        self._frame.back()

    def notice(
        self, words: str, kind: str = "info", action: str = "", on_action: Callable[[], None] | None = None
    ) -> None:
        """Show a bar at the top of the page in sight and have it spoken; kind is info, warn or error."""
        self._frame.notice(words, kind, action, on_action)

    def show_error(self, error: UserError) -> None:
        """An error as a bar: what happened and what to do."""
        self._frame.notice(f"{error.what} {error.do}".strip(), "error", "", None)

    def saved(self) -> None:
        """Write ``Saved at 10:32am`` into the status line."""
        self._frame.saved()

    def status(self, words: str) -> None:
        """Write something else there, such as ``Not saved: the disk is full``."""
        self._frame.status_line.set_saved(words)

    def status_words(self) -> str:
        """What stands there now."""
        return self._frame.status_line.saved.text()

    def undistracted(self, on: bool) -> None:
        """Put the navigation away while somebody writes, or bring it back."""
        self._frame.navigation.setVisible(not on)

    def facts(self, words: str) -> None:
        """A fact about this page in the status line."""
        self._frame.status_line.set(facts=words)

    def backed_up(self, words: str) -> None:
        """When the last backup was made, in the status line."""
        self._frame.status_line.set(backup=words)

    def enter_case(self, case_id: str, name: str, reference: str, marking: str = "") -> None:
        """Say that what follows is inside a case: its code name and reference alone, never a person's name."""
        self._frame.enter_case(case_id, name, reference, marking)

    def leave_case(self) -> None:
        """Back on the first level."""
        self._frame.leave_case()

    def lock(self) -> None:
        """Lock now."""
        self._frame.lock_now("asked")


class Page(QWidget):
    """A page: header, notices, body. Subclasses fill ``body`` and the methods they need."""

    TITLE: ClassVar[str] = ""
    KINDS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.TITLE)
        self.header = PageHeader()
        self.header.set(title=self.TITLE)
        self.notices = NoticeStack()
        self.body = column(space=0)
        outer = column(self.header, self.notices, parent=self, space=0)
        outer.addLayout(self.body, 1)
        self._actions: list[str] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit()

    def arrive(self, **where: Any) -> None:
        """Called at each visit with what ``navigate`` was given."""

    def leave(self) -> None:
        """Called before another page is shown: save what is typed."""

    def place(self) -> Mapping[str, Any]:
        """What brings the person back to this very spot after a lock: ids, row, cursor, scroll. Kept encrypted."""
        return {}

    def draft(self) -> None:
        """Called at lock, with the vault still open: write what is typed and not saved as a draft. Ask nothing."""

    def refresh(self, change: ChangeSet) -> None:
        """Called when a record of ``KINDS`` changed, while the page is in sight; one that is not is told at its next
        visit.
        """

    def focus_first(self) -> None:
        """Where the keyboard goes on arrival: the first control of the body, unless a page knows better."""
        for widget in self.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self) and widget.isEnabled()
            if takes and not self.header.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def action(self, action: Action, owner: QWidget | None = None) -> None:
        """Register an action whose key works on this page alone, or in ``owner``, a part of it."""
        self.context.actions.register(action, owner or self)
        self._actions.append(action.id)

    def let_go(self) -> None:
        """Take this page's actions out of the registry; called before it is thrown away."""
        for action_id in self._actions:
            self.context.actions.remove(action_id)
        self._actions.clear()
