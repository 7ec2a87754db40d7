"""The change bus: what the store's listeners hear on any thread, told to pages on the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop.changes import ChangeSet, Listeners


class Bus(QObject):
    """``changed(ChangeSet)`` on the window's thread, for whatever was finished anywhere."""

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop: Callable[[], None] | None = None
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def attach(self, listeners: Listeners) -> None:
        """Listen to a session's changes; the earlier session is let go."""
        self.detach()
        self._stop = listeners.add(self.tell)

    def detach(self) -> None:
        """Listen to nobody."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def tell(self, change: ChangeSet) -> None:
        """Pass ``change`` on; may be called on any thread."""
        self._heard.emit(change)
