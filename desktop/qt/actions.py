"""One registry of actions: menus, buttons, the key sheet (F1) and the palette (Ctrl+K) are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

ANYWHERE = "Anywhere"


@dataclass(frozen=True)
class Action:
    """Something a person can do.

    ``title`` begins with a verb. ``where`` heads it on the key sheet. ``why_not()`` gives the reason why it cannot
    be done now, or an empty string: an action that cannot be done stays in sight and says why (look, section 5).
    """

    id: str
    title: str
    run: Callable[[], None]
    shortcut: str = ""
    where: str = ANYWHERE
    icon: str = ""
    why_not: Callable[[], str] = field(default=lambda: "")
    listed: bool = True


class Actions(QObject):
    """The registry of one window. ``changed`` when actions come or go; ``refused(reason)`` when one cannot be done."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}
        self._keys: dict[str, QAction] = {}

    def register(self, action: Action, owner: QWidget | None = None) -> Action:
        """Add ``action``; its key works in the whole window, or only inside ``owner``. Raises ValueError if the id
        is taken.
        """
        if action.id in self._actions:
            raise ValueError(action.id)
        self._actions[action.id] = action
        if action.shortcut:
            key = QAction(action.title, owner or self._window)
            key.setShortcut(QKeySequence(action.shortcut))
            inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
            key.setShortcutContext(inside if owner else Qt.ShortcutContext.WindowShortcut)
            key.triggered.connect(lambda: self.trigger(action.id))
            (owner or self._window).addAction(key)
            self._keys[action.id] = key
        self.changed.emit()
        return action

    def remove(self, action_id: str) -> None:
        """Take an action out, for pages that go."""
        self._actions.pop(action_id, None)
        key = self._keys.pop(action_id, None)
        if key is not None:
            key.deleteLater()
        self.changed.emit()

    def trigger(self, action_id: str) -> None:
        """Do it, or say why not. Raises KeyError for an unknown id."""
        action = self._actions[action_id]
        reason = action.why_not()
        if reason:
            self.refused.emit(reason)
        else:
            action.run()

    def all(self) -> tuple[Action, ...]:
        """Every action, in the order of registering."""
        return tuple(self._actions.values())

    def find(self, words: str) -> list[Action]:
        """Actions whose titles hold the letters of ``words`` in order, best first: start, start of a word, inside,
        scattered.
        """
        sought = words.strip().lower()
        ranked = [
            (rank, action)
            for action in self._actions.values()
            if action.listed and (rank := _rank(sought, action.title))
        ]
        return [action for _, action in sorted(ranked, key=lambda pair: (pair[0], pair[1].title))]

    def sheet(self) -> dict[str, list[Action]]:
        """Actions with keys by place, for the key sheet."""
        by_place: dict[str, list[Action]] = {}
        for action in self._actions.values():
            if action.shortcut:
                by_place.setdefault(action.where, []).append(action)
        return by_place


def _rank(sought: str, title: str) -> int:
    """1 to 4 for how well ``title`` answers ``sought``; 0 for not at all."""
    text = title.lower()
    if text.startswith(sought):
        return 1
    if f" {sought}" in text:
        return 2
    if sought in text:
        return 3
    letters = iter(text)
    return 4 if all(letter in letters for letter in sought if letter != " ") else 0
