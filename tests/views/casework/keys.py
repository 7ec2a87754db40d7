"""Keys as a person presses them, and where they lead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.screens import settle
from views.frame import Frame
from views.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


def frame_of(window: Window) -> Frame:
    frame = window.frame()
    assert frame is not None
    return frame


def page_of(window: Window, page_id: str, **where: Any) -> Any:
    frame_of(window).navigate(page_id, **where)
    settle()
    return frame_of(window).page


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the keyboard."""
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the keyboard"
    qtbot.keyClick(target, key, modifier)
    settle()


def type_(qtbot, words: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the keyboard"
    qtbot.keyClicks(target, words)


def tab_to(qtbot, name: str, *, most: int = 60) -> QWidget:
    """Tab until the control called ``name`` has the keyboard: it can be reached, and in so many steps."""
    for _ in range(most):
        target = QApplication.focusWidget()
        assert target is not None
        if target.accessibleName().startswith(name) or getattr(target, "text", lambda: "")() == name:
            return target
        qtbot.keyClick(target, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} was not reached by Tab")


def choose(qtbot, name: str, words: str) -> None:
    """Choose in a combo box by typing its first letters."""
    box = tab_to(qtbot, name)
    assert isinstance(box, QComboBox)
    qtbot.keyClicks(box, words)


def notice_words(window: Window) -> str:
    page = frame_of(window).page
    assert page is not None
    return " ".join(bar.label.text() for bar in page.notices.bars())
