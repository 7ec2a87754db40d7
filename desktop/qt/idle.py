"""The idle lock: after minutes without use, on sleep, on a clock that jumps, when the computer locks.

Two clocks are compared at every tick, because the clock that is never set stands still in sleep and the clock on the
wall can be set: either one past the limit locks (storage design, section 2.4). No dialog, search field or running job
holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

from desktop.qt.windows_lock import WindowsLock
from storage.circumstances import Circumstances, SystemCircumstances

NOTICE_SECONDS = 30
JUMP_SECONDS = 20
_USE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """Watches use of the whole application.

    ``rested`` once after the minutes of ``set_cover`` without use, ``warned(seconds)`` each second of the last 30,
    ``stayed`` when a key ends the countdown, ``locked(reason)`` once; reason is ``idle``, ``sleep``, ``clock`` or
    ``system``.
    """

    warned = Signal(int)
    stayed = Signal()
    rested = Signal()
    locked = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        minutes: float = 10,
        circumstances: Circumstances | None = None,
    ) -> None:
        super().__init__(parent)
        self._around = circumstances or SystemCircumstances()
        self._limit = minutes * 60
        self._cover = 0.0
        self._resting = False
        self._warning = False
        self._armed = False
        self._used()
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    def set_minutes(self, minutes: float) -> None:
        """Lock after ``minutes`` without use (1 to 60)."""
        self._limit = minutes * 60
        self._used()

    def set_cover(self, minutes: float) -> None:
        """Say ``rested`` after ``minutes`` without use; 0 is never."""
        self._cover = minutes * 60
        self._used()

    def start(self, application: QObject) -> None:
        """Begin to watch; called after unlocking."""
        self._armed = True
        self._used()
        self._last = self._now()
        application.installEventFilter(self)
        self._timer.start()

    def stop(self, application: QObject) -> None:
        """Stop watching; called at lock."""
        self._armed = False
        self._timer.stop()
        application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any key, pointer or touch counts as use; nothing is swallowed."""
        if event.type() in _USE:
            self._used()
        return False

    def _now(self) -> tuple[float, float]:
        return self._around.now().timestamp(), self._around.monotonic()

    def _used(self) -> None:
        self._used_at = self._now()
        self._resting = False
        if self._warning:
            self._warning = False
            self.stayed.emit()

    @Slot()
    def tick(self) -> None:
        """Compare the clocks; once a second."""
        if not self._armed:
            return
        now = self._now()
        gone = (now[0] - self._last[0], now[1] - self._last[1])
        self._last = now
        if abs(gone[0] - gone[1]) > JUMP_SECONDS:
            self.lock_now("sleep" if gone[0] > gone[1] else "clock")
            return
        idle = max(now[0] - self._used_at[0], now[1] - self._used_at[1])
        if self._cover and idle >= self._cover and not self._resting:
            self._resting = True
            self.rested.emit()
        left = self._limit - idle
        if left <= 0:
            self.lock_now("idle")
        elif left <= NOTICE_SECONDS:
            self._warning = True
            self.warned.emit(round(left))

    def lock_now(self, reason: str) -> None:
        """Say once that it is time to lock."""
        if self._armed:
            self._armed = False
            self._timer.stop()
            self.locked.emit(reason)


def _slot(signature: str) -> Any:
    """Qt's own spelling of a slot. The stubs of PySide ask for bytes; at run time it takes the text alone."""
    return SLOT(signature)


class SystemLock(QObject):
    """Hears the computer lock or go to sleep where logind or a screen saver tells it; silent where nothing does."""

    heard = Signal(str)

    def __init__(self, parent: QObject | None = None, window: Callable[[], int] = int) -> None:
        super().__init__(parent)
        self._window, self._windows = window, None if sys.platform != "win32" else WindowsLock(self.heard.emit)

    def listen(self) -> bool:
        """Connect to what is there: the buses, or the session of Windows, which tells the window; whether there was
        something. Never fails, never waits for an answer.
        """
        application = QCoreApplication.instance()
        if self._windows is not None and application is not None:
            application.installNativeEventFilter(self._windows)
            return self._windows.listen(self._window())
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # a build without D-Bus: idle and clocks still lock
            return False
        found = False
        system = QDBusConnection.systemBus()
        if system.isConnected():
            found = True
            manager, session = "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session"
            service = "org.freedesktop.login1"
            path, sleep = "/org/freedesktop/login1", _slot("on_sleep(bool)")
            system.connect(service, path, manager, "PrepareForSleep", self, sleep)
            system.connect(service, "", session, "Lock", self, _slot("on_lock()"))
        user = QDBusConnection.sessionBus()
        if user.isConnected():
            found = True
            for name in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
                user.connect("", "", name, "ActiveChanged", self, _slot("on_screen_saver(bool)"))
        return found

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """The computer is about to sleep, or has woken."""
        if begins:
            self.heard.emit("sleep")

    @Slot()
    def on_lock(self) -> None:
        """The computer's session was locked."""
        self.heard.emit("system")

    @Slot(bool)
    def on_screen_saver(self, active: bool) -> None:
        """The screen saver came up, or went."""
        if active:
            self.heard.emit("system")
