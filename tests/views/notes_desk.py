"""A desk for tests of writing: a window on a note, and keys as a person presses them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.session import Session
from tests.screens import settle
from tests.views.casework.keys import frame_of, notice_words, page_of
from tests.views.furnish import World
from views.notes.writer import Writer
from views.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Desk:
    """A person at a note."""

    def __init__(self, qtbot: Any, window: Window, session: Session, world: World) -> None:
        self.qtbot, self.window, self.session, self.world = qtbot, window, session, world
        self.page: Any = None

    def open(self, **where: Any) -> Any:
        """Go to a note."""
        self.page = page_of(self.window, "note", **where)
        settle()
        return self.page

    @property
    def writer(self) -> Writer:
        """The text that has the keyboard, or had it last."""
        return self.page.keys.writer

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """A key to whatever has the keyboard."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        self.qtbot.keyClick(target, key, modifier)
        settle()

    def type(self, words: str) -> None:
        """Words, key by key."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keyboard"
        self.qtbot.keyClicks(target, words)

    def select(self, words: str) -> None:
        """Select words of the text, as Shift and the arrow keys do."""
        at = self.writer.text().index(words)
        cursor = self.writer.textCursor()
        cursor.setPosition(at)
        self.writer.setTextCursor(cursor)
        self.writer.setFocus()
        for _ in words:
            self.qtbot.keyClick(self.writer, Qt.Key.Key_Right, SHIFT)

    def end(self) -> None:
        """To the end of the text."""
        self.writer.setFocus()
        self.key(Qt.Key.Key_End, CTRL)

    def save(self) -> Any:
        """Ctrl+S; gives the note as it is kept."""
        self.key(Qt.Key.Key_S, CTRL)
        settle()
        return self.page.record

    def said(self) -> str:
        """What stands in notice bars."""
        return notice_words(self.window)

    def status(self) -> str:
        """What stands in the status line."""
        return frame_of(self.window).status_line.saved.text()
