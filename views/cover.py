"""The cover: the window is blank at once, the vault stays open, and what is typed goes on into the editor.

While it is up the page is hidden from eyes and from a screen reader, nothing is announced, and menus, tool tips and
dialogs are put away. Keys that write (letters, digits, signs, Enter, Backspace, Delete, arrows) go on into the text
that had the keyboard, unseen, and its autosave goes on; keys that act do nothing. The digits of the event code could be
blind typing, so the code is never read from it: the cover key again opens the field for the code, Escape or a letter
goes back to typing. Three wrong codes lock.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QToolTip, QWidget
from shiboken6 import isValid

from desktop.qt.announce import announce, hush
from desktop.qt.event_code import DIGITS, EventCode
from desktop.wording import plural
from views import kit

KEY = "F10"
_WAIT = f"{KEY} opens the field for the event code. What you type goes on into your text."
_NO_TEXT = f"{KEY} opens the field for the event code."
_WRITES = frozenset(
    {
        Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Left,
        Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    }
)  # fmt: skip
_ACTS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Cover(QWidget):
    """Over everything in ``window``. ``lifted`` when the code was right, ``lock_wanted(reason)`` for the lock."""

    lifted = Signal()
    lock_wanted = Signal(str)

    def __init__(self, window: QWidget, beneath: QWidget, code: EventCode) -> None:
        super().__init__(window)
        self.setObjectName("stone")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Covered")
        self._beneath, self._code = beneath, code
        self._editor = _editor_of(QApplication.focusWidget())
        self._focus = QApplication.focusWidget()
        self._put_away: list[QWidget] = []
        self._build()

    def _build(self) -> None:
        self.hint = kit.label(_WAIT if self._editor is not None else _NO_TEXT, role="muted")
        self.countdown = kit.label("", "strong")
        self.countdown.hide()
        self.field = kit.text_field("Event code", f"{DIGITS} digits, then Enter. Escape goes back to typing.", em=12)
        self.field.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.line.setMaxLength(DIGITS)
        self.field.line.installEventFilter(self)
        self.field.hide()
        middle = kit.box(kit.Sign(48), self.field, self.hint, self.countdown, space=16)
        inner = kit.column(None, kit.measure(middle, 28), None, parent=self, margins=(48, 48, 48, 48))
        inner.setAlignment(Qt.AlignmentFlag.AlignLeft)

    # ---- coming and going
    def come(self) -> None:
        """Blank the window now."""
        hush(True)
        self._put_others_away()
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._beneath.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.repaint()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def go(self) -> None:
        """Show again what was there; the keyboard goes back to where it was."""
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        hush(False)
        self._beneath.show()
        self.hide()
        for one in self._put_away:
            if isValid(one):
                one.show()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def end(self) -> None:
        """The lock takes over: nothing is shown again."""
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        hush(False)
        self.deleteLater()

    def _put_others_away(self) -> None:
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        for one in QApplication.topLevelWidgets():
            if one is not self.window() and one.isVisible():
                one.hide()
                self._put_away.append(one)

    def warn(self, seconds: int) -> None:
        """The countdown to the lock; 0 takes it away."""
        self.countdown.setText(f"Caseward locks in {seconds} seconds. Press any key to stay." if seconds else "")
        self.countdown.setVisible(bool(seconds))

    # ---- keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_F10:
            self._ask()
        elif QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+L"):
            self.lock_wanted.emit("asked")
        else:
            self._write(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Accents and other scripts come this way."""
        if self._may_write():
            QApplication.sendEvent(self._editor, event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False

    def _may_write(self) -> bool:
        return self._editor is not None and isValid(self._editor)

    def _write(self, event: QKeyEvent) -> None:
        """Hand a key that writes to the editor, and no other."""
        types = bool(event.text()) and event.text().isprintable()
        acts = bool(event.modifiers() & _ACTS) and not (types and event.modifiers() & _ACTS == _ALT_GR)
        moves = event.key() in _WRITES
        if moves and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self._editor, QLineEdit):
            return  # Enter in a line does something
        if self._may_write() and not acts and (types or moves):
            again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
            QApplication.sendEvent(self._editor, again)

    # ---- the code
    def _ask(self) -> None:
        self.field.clear_error()
        self.field.line.setText("")
        self.field.show()
        self.hint.hide()
        self.field.focus()

    def _back_to_typing(self) -> None:
        self.field.line.setText("")
        self.field.hide()
        self.hint.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        if self._code.fits(self.field.line.text()):
            self.lifted.emit()
            return
        self.field.line.setText("")
        if self._code.left <= 0:
            self.lock_wanted.emit("code")
            return
        said = f"That is not the event code. {plural(self._code.left, 'try', 'tries')} left, then Caseward locks"
        self.field.set_error(said)
        hush(False)
        announce(self, said, urgent=True)
        hush(True)

    def _code_key(self, event: QKeyEvent) -> bool:
        """A key in the field for the code; whether it was used up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F10):
            self._back_to_typing()
        elif QKeySequence(event.keyCombination()) == QKeySequence("Ctrl+L"):
            self.lock_wanted.emit("asked")
        elif event.text().isalpha() and not event.modifiers() & _ACTS:
            self._back_to_typing()
            self._write(event)
        elif event.text().isdigit() or event.key() in _WRITES:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._code_key(event)
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._keep_off(watched)
        return event.type() == QEvent.Type.ToolTip

    def _keep_off(self, other: QWidget) -> None:
        """A window that comes up by itself (a list of completions, a menu) is never on the screen."""
        if other is self.window():
            return
        off = Qt.WidgetAttribute.WA_DontShowOnScreen
        other.setAttribute(off)

        def away() -> None:
            if isValid(other):
                other.hide()
                other.setAttribute(off, False)

        QTimer.singleShot(0, away)


_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _editor_of(widget: QWidget | None) -> QWidget | None:
    """The text that has the keyboard, if one can write in it."""
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly():
        return widget
    return None
