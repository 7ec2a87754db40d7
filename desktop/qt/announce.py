"""Say a change of state to a screen reader, without moving the focus."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desktop.qt.presenting import shown

_hushed = False


def hush(on: bool) -> None:
    """Say nothing while ``on``: the window is covered, and what would be said is heard by the room."""
    global _hushed
    _hushed = on


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have ``words`` spoken, after what is being spoken or (``urgent``) before it."""
    if _hushed or not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, shown(words))
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive if urgent else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)
