"""The description for issue: a box in which every remark of the linter is marked and said as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.disclosure.linter import LONGEST, STOP, Remark
from desktop.disclosure.starters import OPEN
from desktop.qt.announce import announce
from desktop.qt.theme import theme
from views import kit
from views.kit import layout_of
from views.kit.reader import utf16_offsets

SHOWN_AT_MOST = 4
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class _Marks(QWidget):
    """Dotted boxes over the places that need mending: laid over the text, so that no offset moves."""

    def __init__(self, text: QPlainTextEdit) -> None:
        super().__init__(text.viewport())
        self._text = text
        self.places: list[tuple[int, int, bool]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text.viewport().installEventFilter(self)
        text.updateRequest.connect(lambda _rect, _dy: self.update())
        self.resize(text.viewport().size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._text.viewport().size())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for start, end, stops in self.places:
            pen = QPen(theme().colour("danger" if stops else "suggestion"), 2, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            for box in self._boxes(start, end):
                painter.drawRect(box)

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        cursor = QTextCursor(self._text.document())
        last = self._text.document().characterCount() - 1
        boxes: list[QRectF] = []
        for at in range(min(start, last), min(end, last)):
            cursor.setPosition(at)
            left = self._text.cursorRect(cursor)
            cursor.setPosition(at + 1)
            right = self._text.cursorRect(cursor)
            if right.top() != left.top():
                continue  # the space at which the line breaks
            box = QRectF(left.left(), left.top(), right.left() - left.left(), left.height())
            if boxes and boxes[-1].top() == box.top():
                boxes[-1] = boxes[-1].united(box)
            else:
                boxes.append(box)
        return [box.adjusted(-1, 1, 1, -1) for box in boxes]


class DescriptionField(kit.LongText):
    """Words that go out, read as they are typed. F8 and Shift+F8 go through the marked places; ``edited`` tells."""

    edited = Signal()

    def __init__(self, lens: Callable[[str], Sequence[Remark]] | None = None, *, lines: int = 3) -> None:
        self._lens = lens
        self._remarks: tuple[Remark, ...] = ()
        super().__init__("Description for issue", lines=lines)
        self.marks = _Marks(self.text)
        self._links = kit.box(space=2)
        self._column.addWidget(self._links)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(700)
        self._wait.timeout.connect(self._say)
        self.text.installEventFilter(self)
        self.read()

    def set_lens(self, lens: Callable[[str], Sequence[Remark]]) -> None:
        """What reads the words; known once it was made on a thread."""
        self._lens = lens
        self.read()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is wrong with the words as they stand."""
        return self._remarks

    def set_value(self, value: object) -> None:
        super().set_value(value)
        if hasattr(self, "marks"):
            self.read()

    def select(self, start: int, end: int) -> None:
        """Select a stretch (code points) and put the keyboard there."""
        offsets = utf16_offsets(self.value())
        cursor = self.text.textCursor()
        cursor.setPosition(offsets[min(start, len(offsets) - 1)])
        cursor.setPosition(offsets[min(end, len(offsets) - 1)], QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_place(self, by: int = 1) -> bool:
        """Go to the next marked place; whether there is one."""
        places = sorted((one.start, one.end) for one in self._remarks if one.end)
        if not places:
            return False
        offsets = utf16_offsets(self.value())
        at = self.text.textCursor().selectionStart()
        later = (
            [one for one in places if offsets[one[0]] > at]
            if by > 0
            else [one for one in places if offsets[one[0]] < at]
        )
        self.select(*((later[0] if by > 0 else later[-1]) if later else places[0 if by > 0 else -1]))
        return True

    def read(self) -> None:
        """Read the words again and mark what is found."""
        words = self.value()
        self._remarks = tuple(self._lens(words)) if self._lens is not None and words.strip() else ()
        offsets = utf16_offsets(words)
        self.marks.places = [
            (offsets[one.start], offsets[one.end], one.level == STOP)
            for one in self._remarks
            if one.start < one.end < len(offsets)
        ]
        self.marks.update()
        self.set_echo(f"{len(words.strip())} of {LONGEST} characters · what police and defence may read")
        self._show_links(words)

    def _show_links(self, words: str) -> None:
        layout = layout_of(self._links)
        kit.clear(layout)
        for one in self._remarks[:SHOWN_AT_MOST]:
            said = f"{one.sentence}: “{words[one.start : one.end]}”" if 0 < one.end - one.start <= 40 else one.sentence
            link = kit.link(said, partial(self.select, one.start, one.end), kind="caption-link")
            link.setProperty("danger", one.level == STOP)
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F8 goes there from the text; Tab goes on to the next field
            layout.addWidget(link)
            theme().dress(link)
        more = len(self._remarks) - SHOWN_AT_MOST
        if more > 0:
            layout.addWidget(kit.muted(f"and {more} more"))
        self._links.setVisible(bool(self._remarks))

    def _changed(self) -> None:
        if hasattr(self, "marks"):
            self.read()
            self._wait.start()
            self.edited.emit()
        self.changed.emit()

    def _say(self) -> None:
        if self._remarks:
            announce(self, self._remarks[0].sentence)

    def _arrived(self, event: QEvent) -> None:
        """Tab comes to words with an open clause: it is selected, so that one types and it is gone."""
        at = self.value().find(OPEN)
        if isinstance(event, QFocusEvent) and event.reason() in _BY_TAB and at >= 0:
            QTimer.singleShot(0, lambda: self.select(at, at + len(OPEN)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.FocusIn:
            self._arrived(event)
        pressed = watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() == Qt.Key.Key_F8:  # type: ignore[attr-defined]
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier  # type: ignore[attr-defined]
            if self.next_place(-1 if back else 1):
                return True
        return super().eventFilter(watched, event)
