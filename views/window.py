"""The one window: what it holds before and after unlocking, its cover, and how it closes.

The window's title is always "Caseward": no case name stands in a title, a task bar or a list of recent files.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QMainWindow, QWidget

from desktop.qt.event_code import EventCode
from desktop.qt.idle import IdleLock
from desktop.qt.jobs import jobs
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from views.cover import Cover
from views.frame import Frame
from views.kit.order import step

TITLE = "Caseward"
_QUIET = (
    "Count",
    "Load the list",
    "Get ready",
    "Come back",
    "Draw the page",
)  # work that nobody needs to be asked about


class Window(QMainWindow):
    """The one window: before unlocking it holds the unlock or first-run page, afterwards the frame."""

    minimised = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self._idle: IdleLock | None = None
        self._cover: Cover | None = None
        # What a page asks for while it is being filled must not make the window wider or higher than the screen.
        self.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # type: ignore[union-attr]
        self._restore_geometry()

    def _restore_geometry(self) -> None:
        least = tokens().layout["min_window_px"]
        kept = QByteArray.fromBase64(QByteArray(str(self.settings.get("geometry")).encode()))
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() if screen is not None else None
        wide, tall = (min(1366, room.width()), min(728, room.height())) if room is not None else (1366, 728)
        self.setMinimumSize(min(least[0], wide), min(least[1], tall))
        if kept.isEmpty() or not self.restoreGeometry(kept):
            self.resize(wide, tall)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward)

    def show_widget(self, widget: QWidget) -> None:
        """Put ``widget`` in the window; what was there is thrown away."""
        theme().dress(widget)
        self.setCentralWidget(widget)

    def frame(self) -> Frame | None:
        """The frame, while a vault is open."""
        inside = self.centralWidget()
        return inside if isinstance(inside, Frame) else None

    def watch(self, idle: IdleLock) -> None:
        """Show the countdown of the idle lock."""
        self._idle = idle
        idle.warned.connect(self._warned)
        idle.stayed.connect(self._stayed)

    def _warned(self, seconds: int) -> None:
        if (frame := self.frame()) is not None:
            frame.warn_of_lock(seconds)
        if self._cover is not None:
            self._cover.warn(seconds)

    def _stayed(self) -> None:
        if (frame := self.frame()) is not None:
            frame.countdown.hide()
        if self._cover is not None:
            self._cover.warn(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.minimised.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit at once with everything saved; with work running ask once, in words, in the page."""
        frame = self.frame()
        self.settings.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        running = [name for name in jobs().running if name not in _QUIET]
        if frame is not None and running and not getattr(self, "_asked", False):
            self._asked = True
            frame.notice(
                f"{running[0]} is still running. Close again to stop it and quit; no half-written file is left.",
                "warn", "Stop it and quit", self.close,
            )  # fmt: skip
            QTimer.singleShot(20_000, lambda: setattr(self, "_asked", False))
            event.ignore()
            return
        if frame is not None:
            frame.keep_drafts()
        event.accept()
        QApplication.instance().quit()  # type: ignore[union-attr]

    @property
    def covered(self) -> bool:
        """Whether the cover is up."""
        return self._cover is not None

    def cover_up(self, code: EventCode) -> None:
        """Blank the window until ``code`` is entered; the vault stays open and what is typed goes on."""
        beneath = self.frame()
        if self._cover is not None or beneath is None:
            return
        self._cover = Cover(self, beneath, code)
        self._cover.lifted.connect(self._lift)
        self._cover.lock_wanted.connect(beneath.lock_now)
        theme().dress(self._cover)
        self._cover.come()

    def _lift(self) -> None:
        if self._cover is not None:
            self._cover.go()
            self._cover = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def cover(self) -> None:
        """Show nothing of what was open, at once: the first half of a lock."""
        if self._cover is not None:
            self._cover.end()
            self._cover = None
        cover = QWidget()
        cover.setObjectName("stone")
        cover.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCentralWidget(cover)
        self.repaint()
