"""Find anything (Ctrl+K) and the sheet of keys (F1): both are made from the registry of actions."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from desktop.qt.actions import Actions
from desktop.qt.theme import theme
from views.kit.buttons import icon_button
from views.kit.layout import box, clear, column, row, scroll
from views.kit.nav import Entry, NavList
from views.kit.text import Label, h2, h3, key, muted

_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


def _tell_focus(widget: QWidget) -> None:
    """Tell a screen reader again what has the keyboard."""
    if widget.hasFocus():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Focus))


class _Popup(QFrame):
    """Something that lies over the page until Esc; the keyboard goes back to where it was."""

    def __init__(self, frame: QWidget, actions: Actions, name: str, em: float) -> None:
        super().__init__(frame)
        self.setObjectName("popup")
        self.setAccessibleName(name)
        self._frame, self._actions, self._em = frame, actions, em
        self._opener: QWidget | None = None
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._stay)

    def _stay(self, left: QWidget | None, taken: QWidget | None) -> None:
        """A page that comes up behind takes the keyboard: it gets it when this has gone."""
        if left is None or taken is None or self.isHidden() or not self.isAncestorOf(left):
            return
        if self._frame.isAncestorOf(taken) and not self.isAncestorOf(taken):
            self._opener = taken
            left.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, left, lambda: _tell_focus(left))  # Qt tells of the page's after this

    def open(self) -> None:
        """Come up."""
        self._opener = self._frame.focusWidget()
        self.fit()
        self.show()
        self.raise_()

    def close_popup(self) -> None:
        """Go, and give the keyboard back."""
        self.hide()
        if self._opener is not None and self._opener.isVisible():
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """In the middle of the window, never larger than it."""
        room = self._frame.size()
        wide = min(round(self._em * theme().em()), room.width() - theme().px(32))
        tall = min(theme().px(520), room.height() - theme().px(48))
        self.setGeometry((room.width() - wide) // 2, theme().px(24), wide, tall)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
            return
        super().keyPressEvent(event)


class Palette(_Popup):
    """All actions by a few letters; arrows move, Enter does it, Esc goes."""

    def __init__(self, frame: QWidget, actions: Actions) -> None:
        super().__init__(frame, actions, "Find anything", 40)
        self.line = QLineEdit()
        self.line.setAccessibleName("Find anything")
        self.line.setAccessibleDescription("Type a few letters. Arrow keys move, Enter chooses, Escape closes")
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.found = NavList("What was found", ground="raised")
        self.found.setObjectName("popupList")
        self.found.chosen_ground = "accent-soft"
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.went.connect(self._do)
        self.count = muted("")
        caption = Label("Find anything", "strong")
        caption.setBuddy(self.line)
        column(caption, self.line, self.found, self.count, parent=self, space=6, margins=(16, 12, 16, 12))

    def open(self) -> None:
        super().open()
        self.line.clear()
        self._find("")
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _find(self, words: str) -> None:
        actions = self._actions.find(words)
        entries = [
            Entry(action.id, action.title, action.icon or "next", right=action.shortcut.replace("+", " "))
            for action in actions
            if action.id != "find"
        ]
        self.found.set_entries(entries)
        if entries:
            self.found.set_current(entries[0].id)
        none = f"No results for “{words}”. Looked in what you can do here; Ctrl Shift F searches records."
        self.count.setText(f"{len(entries)} found" if entries else none)

    def _do(self, action_id: str) -> None:
        self.close_popup()
        self._actions.trigger(action_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.found.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if chosen := self.found.current_id():
                    self._do(chosen)
                return True
            if event.key() == Qt.Key.Key_Tab:
                return True
        return super().eventFilter(watched, event)


class KeySheet(_Popup):
    """Every key, by place."""

    def __init__(self, frame: QWidget, actions: Actions) -> None:
        super().__init__(frame, actions, "Keys", 44)
        self._close = icon_button("close", "Close the sheet of keys", self.close_popup)
        self._inner = QWidget()
        self._list = column(parent=self._inner, space=6, margins=(0, 0, 8, 0))
        top = row(h2("Keys"), None, self._close)
        self._scroll = scroll(self._inner, ground="raisedGround")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("Keys by place")
        layout = column(top, parent=self, space=8, margins=(16, 12, 16, 12))
        layout.addWidget(self._scroll, 1)

    def open(self) -> None:
        clear(self._list)
        for place, actions in self._actions.sheet().items():
            self._list.addWidget(h3(place))
            for action in actions:
                if action.listed:
                    line: Any = row(space=12)
                    line.addWidget(Label(action.title), 1)
                    line.addWidget(key(action.shortcut))
                    self._list.addWidget(box(line))
        self._list.addStretch(1)
        super().open()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
