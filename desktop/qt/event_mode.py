"""Event mode: a laptop among people. On while an event pack is open, and by choice otherwise.

It makes the text larger, shows codes instead of names, tells of the battery, covers the window after two minutes
without use and locks after forty-five (``event_idle_minutes``). Where no event code was set there is nothing that could
take a cover away, so Caseward locks instead of covering. Source: the design, section 4.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.qt import power
from desktop.qt.event_code import EventCode
from desktop.qt.power import Battery

COVER_MINUTES = 2
TEXT_SCALE = 125
_BATTERY_EVERY_MS = 60_000


class EventMode(QObject):
    """Whether this is an event. ``changed(on)``; ``battery_told(words, warning)`` at once and each minute."""

    changed = Signal(bool)
    battery_told = Signal(str, str)

    def __init__(self, parent: QObject | None = None, *, power_folder: Path = power.LINUX) -> None:
        super().__init__(parent)
        self.on = False
        self.pack = False
        self.code: EventCode | None = None
        self._folder = power_folder
        self._said = 100
        self._timer = QTimer(self)
        self._timer.setInterval(_BATTERY_EVERY_MS)
        self._timer.timeout.connect(self.read_battery)

    def begin(self, *, pack: bool = False) -> None:
        """It begins; with ``pack`` it lasts as long as the event pack is open."""
        self.pack = self.pack or pack
        if self.on:
            return
        self.on, self._said = True, 100
        self._timer.start()
        self.changed.emit(True)
        self.read_battery()

    def end(self) -> bool:
        """It is over; the code is forgotten. False where an event pack is open: then it stays on."""
        if self.pack:
            return False
        if self.on:
            self.on, self.code = False, None
            self._timer.stop()
            self.battery_told.emit("", "")
            self.changed.emit(False)
        return True

    def close(self) -> None:
        """The vault closes: nothing of it stays in memory."""
        self._timer.stop()
        self.code = None

    def set_code(self, digits: str) -> None:
        """Six digits that take the cover away from now on."""
        self.code = EventCode(digits)

    def read_battery(self) -> None:
        """Tell how full the battery is; a warning once at each limit, again after it was plugged in."""
        found: Battery | None = power.battery(self._folder)
        if found is None:
            self.battery_told.emit("", "")
            return
        if not found.draining:
            self._said = 100
        limit, warning = found.warning(self._said)
        self._said = min(self._said, limit)
        self.battery_told.emit(found.words, warning)
