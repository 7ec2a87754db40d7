"""Presenting: codes instead of names wherever the window shows or says anything. The one place that decides it.

Every control takes its words from ``shown``: labels, buttons, lists, tool tips, what a screen reader says, notices, the
captions and suggested names of file dialogs. What pages know, count, sort and save is untouched: only what is seen is
replaced, so nothing that was kept can be overwritten by a code.

Text in a box for typing: what a person types now stands as they type it. What was kept and holds a registered name is
shown with codes and cannot be changed until presenting is off (``kit.fields``); every other box works as ever. That is
the safest that is still usable: a half coded text that could be saved would change an account, and one that shows its
names would show them to the room. Pictures of pages are not drawn while presenting, because nobody can replace a name
in them. When the words for a screen cannot be made, nothing is shown but that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from desktop.qt.own_words import is_own

if TYPE_CHECKING:
    from desktop.changes import ChangeSet
    from desktop.qt.screen_words import ScreenWords, StandIn
    from desktop.session import Session

HIDDEN = "Hidden while presenting"
CANNOT = "This text names people. It is shown with codes while presenting, and can be changed when presenting is off."
NO_PICTURES = "Pages and pictures are not shown while presenting: a name in a picture cannot be replaced by a code."
_KEPT = 8_000


class Presenting(QObject):
    """The switch, and what is shown instead. ``changed(on)`` on the window's thread."""

    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._on = False
        self._session: Session | None = None
        self._stop: Callable[[], None] | None = None
        self._words: ScreenWords | None = None
        self._stale = True
        self._case = ""
        self._known: dict[tuple[str, str], list[StandIn]] = {}
        self._lock = threading.RLock()

    @property
    def on(self) -> bool:
        """Whether codes are shown."""
        return self._on

    def attach(self, session: Session) -> None:
        """Show the vault of ``session``; its register is followed from now on."""
        self.detach()
        self._session = session
        self._stop = session.listeners.add(self._heard)

    def detach(self) -> None:
        """No vault is open: nothing is kept and presenting is off."""
        if self._stop is not None:
            self._stop()
        with self._lock:
            self._session, self._stop, self._words, self._stale, self._case = None, None, None, True, ""
            self._known.clear()
            self._on = False

    def prepare(self) -> None:
        """Make the words now, on the thread that calls: what ``set(True)`` shows first need not wait for them."""
        self._ready()

    def set(self, on: bool) -> None:
        """Turn it on or off; whoever shows something makes it anew at ``changed``."""
        if on != self._on:
            self._on = on
            self.changed.emit(on)

    def look_at(self, case_id: str) -> None:
        """The case one is in: its people come first where several have a name."""
        self._case = case_id

    def shown(self, text: str) -> str:
        """``text`` as it may stand on the screen now."""
        return self._as(text, "replaced")

    def shown_as_long(self, text: str) -> str:
        """The same with every character in its place: for text that is marked, found in or selected by offsets."""
        return self._as(text, "of_one_length")

    def hides(self, text: str) -> bool:
        """Whether ``text`` holds something that is not shown now."""
        return self._on and self.shown(text) != text

    def _as(self, text: str, way: Literal["replaced", "of_one_length"]) -> str:
        if not self._on or len(text) < 2:
            return text
        from desktop.qt import screen_words  # with all records: not before there is something to hide

        found = self._stand_ins(text)
        if found is None:
            return HIDDEN
        return text if not found or is_own(text) else getattr(screen_words, way)(text, found)

    def _stand_ins(self, text: str) -> list[StandIn] | None:
        with self._lock:
            words = self._ready()
            if words is None:
                return None
            at = (self._case, text)
            if at not in self._known:
                if len(self._known) > _KEPT:
                    self._known.clear()
                self._known[at] = words.stand_ins(text, self._case)
            return self._known[at]

    def _ready(self) -> ScreenWords | None:
        with self._lock:
            if self._stale or self._words is None:
                self._known.clear()
                self._words = None
                if self._session is not None:
                    from desktop.qt.screen_words import ScreenWords

                    self._stale = False
                    try:
                        self._words = self._session.look(ScreenWords)
                    except Exception:  # whatever is wrong, no name may be shown for it
                        self._stale = True
            return self._words

    def _heard(self, change: ChangeSet) -> None:
        """On the thread that changed the register, before any page hears of it."""
        from desktop.qt.screen_words import REGISTER

        if change.kinds & REGISTER:
            self._stale = True


_presenting: Presenting | None = None


def presenting() -> Presenting:
    """The one of this process."""
    global _presenting
    if _presenting is None:
        _presenting = Presenting()
    return _presenting


def shown(text: str) -> str:
    """``text`` as it may stand on the screen now."""
    return presenting().shown(text)
