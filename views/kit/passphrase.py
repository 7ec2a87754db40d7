"""A passphrase field: hidden, with Show, caps lock said, taken back when nobody goes on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop.qt.theme import theme
from views.kit.buttons import Button
from views.kit.fields import Field
from views.kit.layout import row
from views.kit.text import icon_label, label


class PassphraseField(Field):
    """A passphrase: hidden, with a labelled Show and a word about caps lock; taken back when nobody goes on."""

    entered = Signal()

    def __init__(self, words: str = "Passphrase", hint_words: str = "", *, clear_after: int = 60) -> None:
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        self.show_button = Button("Show", icon="eye")
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(f"Show the {words.lower()}")
        holder = QWidget()
        inner = row(parent=holder, space=4)
        inner.addWidget(self.line, 1)
        inner.addWidget(self.show_button)
        super().__init__(words, holder, hint_words)
        holder.setAccessibleName("")
        self.label.setBuddy(self.line)
        self.line.setAccessibleName(words)
        self.caps = QFrame()
        self.caps.setProperty("notice", "warn")
        caps_row = row(icon_label("warning", "warning"), parent=self.caps, space=10, margins=(12, 6, 12, 6))
        caps_row.addWidget(label("Caps lock is on"), 1)
        self.caps.hide()
        self._column.addWidget(self.caps)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(clear_after * 1000)
        self._timer.timeout.connect(self.forget)
        self.show_button.toggled.connect(self._show)
        self.retheme()
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)

    def controls(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def value(self) -> str:
        return self.line.text()

    def kept(self) -> str:
        return ""  # a passphrase is in no draft

    def set_value(self, value: Any) -> None:
        self.line.setText(str(value))

    def retheme(self) -> None:
        self.box.setMaximumWidth(round(36 * theme().em()))

    def forget(self) -> None:
        """Empty the box, and hide what is typed next."""
        self._timer.stop()
        self.line.clear()
        self.show_button.setChecked(False)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            self._watch_caps(event)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: Any) -> None:
        self.forget()
        super().hideEvent(event)

    def _watch_caps(self, event: QKeyEvent) -> None:
        """Qt knows no caps lock state: a capital without Shift, or a small letter with it, tells (checked at each
        key).
        """
        if event.type() != QKeyEvent.Type.KeyPress or not event.text().isalpha():
            if event.key() == Qt.Key.Key_CapsLock and event.type() == QKeyEvent.Type.KeyPress:
                self.caps.hide()
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.caps.setVisible(event.text().isupper() is not shift and event.text().lower() != event.text().upper())

    def _edited(self, _text: str) -> None:
        self._timer.start()
        self.changed.emit()

    def _show(self, on: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.show_button.setText("Hide" if on else "Show")
        self.show_button.set_icon("eye-off" if on else "eye")


def passphrase_field(words: str = "Passphrase", hint: str = "", *, clear_after: int = 60) -> PassphraseField:
    """A passphrase."""
    return PassphraseField(words, hint, clear_after=clear_after)
