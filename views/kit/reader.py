"""Reading text with marks laid over it: highlight, withheld, changed, suggestion, code (look, section 6).

The text stays plain and the marks are offsets outside the document, in code points as the store keeps them. Grounds are
extra selections; lines, boxes and tags are painted over the text, one box a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit

from desktop.qt.presenting import presenting, shown
from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from views.kit.said import Said
from views.kit.text import chip_path

KINDS = ("highlight", "withheld", "changed", "suggestion", "code", "gone", "general")
_SAID = {
    "highlight": "highlight",
    "withheld": "withheld",
    "changed": "mark to check",
    "suggestion": "suggestion",
    "code": "code",
    "gone": "",
    "general": "",
}


@dataclass(frozen=True)
class Mark:
    """A span of the text: ``start`` and ``end`` in code points, its kind, the tag beside it, and what is said of it."""

    start: int
    end: int
    kind: str
    tag: str = ""
    words: str = ""
    id: str = ""

    def spoken(self) -> str:
        """As the margin list and a screen reader say it."""
        return ", ".join(part for part in (_SAID[self.kind], self.words) if part)


def utf16_offsets(text: str) -> list[int]:
    """For each code point of ``text``, and its end, the position Qt counts (UTF-16 units)."""
    offsets, at = [0], 0
    for letter in text:
        at += 2 if ord(letter) > 0xFFFF else 1
        offsets.append(at)
    return offsets


class Reader(Said, QTextEdit):
    """Plain text to read, at most 72 characters a line. ``on_mark(mark id)`` when the cursor comes onto a mark."""

    on_mark = Signal(str)
    AFTER = 12
    """Pixels after a paragraph, at 100 %."""

    def __init__(self, name: str = "Text") -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setProperty("type", "reading")
        self.setFont(theme().font("reading"))
        self._marks: list[tuple[Mark, int, int]] = []
        self._offsets: list[int] = [0]
        self._kept: str | None = None
        self.cursorPositionChanged.connect(self._told)

    def show_text(self, text: str, marks: Sequence[Mark] = ()) -> None:
        """Show ``text`` and its marks; while presenting with codes, every character in its place."""
        seen = presenting().shown_as_long(text)
        self.setPlainText(seen)
        self._kept = text
        self._offsets = utf16_offsets(seen)
        self._lead()
        self.set_marks(marks)

    def toPlainText(self) -> str:
        """The text as it is kept, whatever is seen of it."""
        return super().toPlainText() if self._kept is None else self._kept

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Other marks on the same text; those outside it are left out. Raises ValueError for an unknown kind."""
        last = len(self._offsets) - 1
        self._marks = []
        for mark in sorted(marks, key=lambda one: (one.start, one.end)):
            if mark.kind not in KINDS:
                raise ValueError(mark.kind)
            if 0 <= mark.start < mark.end <= last:
                seen = replace(mark, tag=shown(mark.tag), words=shown(mark.words))
                self._marks.append((seen, self._offsets[mark.start], self._offsets[mark.end]))
        self._make_room()
        self._ground()
        self.setAccessibleDescription(f"{len(self._marks)} marks" if self._marks else "")

    def selection(self) -> tuple[int, int]:
        """The selected span in code points; start equals end when nothing is selected."""
        cursor = self.textCursor()
        return self._point(cursor.selectionStart()), self._point(cursor.selectionEnd())

    def choose(self, start: int, end: int) -> None:
        """Select a stretch (code points) and bring it into sight."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets[start])
        cursor.setPosition(self._offsets[end], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def go_to(self, mark_id: str) -> None:
        """Select the words under a mark and bring them into sight."""
        for mark, start, end in self._marks:
            if mark.id == mark_id:
                cursor = self.textCursor()
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                self.setTextCursor(cursor)
                self.ensureCursorVisible()

    def next_mark(self, *, backwards: bool = False) -> str:
        """Go to the next or previous mark from the cursor, round the end; its id, or nothing."""
        if not self._marks:
            return ""
        at = self.textCursor().selectionStart()
        if backwards:
            found = [one for one in self._marks if one[1] < at] or self._marks
            mark = found[-1][0]
        else:
            found = [one for one in self._marks if one[1] > at] or self._marks
            mark = found[0][0]
        self.go_to(mark.id)
        return mark.id

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.next_mark(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)

    def retheme(self) -> None:
        self.document().setDefaultFont(theme().font("reading"))
        self._lead()
        self._measure()
        self._make_room()
        self._ground()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Lines of at most 36 em, whatever the width of the pane."""
        spare = self.width() - round(tokens().layout["measure_em"] * theme().em()) - theme().px(56)
        self.setViewportMargins(0, 0, max(0, spare), 0)

    def _point(self, position: int) -> int:
        from bisect import bisect_right

        return max(0, bisect_right(self._offsets, position) - 1)

    def _lead(self) -> None:
        """Leading of 155 %, else lines of neighbours touch."""
        self.document().setDocumentMargin(theme().px(16))
        everything, leading = QTextCursor(self.document()), QTextBlockFormat()
        everything.select(QTextCursor.SelectionType.Document)
        tall = theme().font("reading").pointSizeF() * self.logicalDpiY() / 72 * theme().leading("reading")
        leading.setLineHeight(tall, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        leading.setBottomMargin(theme().px(self.AFTER))
        everything.mergeBlockFormat(leading)

    def _make_room(self) -> None:
        """Letter spacing after the last letter of a span, as wide as its tag: text is not covered, offsets do not
        move.
        """
        everything, plain = QTextCursor(self.document()), QTextCharFormat()
        everything.select(QTextCursor.SelectionType.Document)
        plain.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        plain.setFontLetterSpacing(0)
        plain.setFontWeight(QFont.Weight.Normal)
        everything.mergeCharFormat(plain)
        for mark, start, end in self._marks:
            if mark.kind == "code":
                self._format(start, end, weight=QFont.Weight.Bold)
                self._format(start - 1, start, spacing=theme().px(4))
                self._format(end - 1, end, spacing=theme().px(8), weight=QFont.Weight.Bold)
            elif words := tag_words(mark):
                self._format(end - 1, end, spacing=self._tag_width(mark, words) + theme().px(3))

    def _format(self, start: int, end: int, *, spacing: float = 0, weight: QFont.Weight = QFont.Weight.Normal) -> None:
        if start < 0:
            return
        cursor, form = QTextCursor(self.document()), QTextCharFormat()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        form.setFontWeight(weight)
        form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        form.setFontLetterSpacing(spacing)
        cursor.mergeCharFormat(form)

    def _tag_font(self) -> QFont:
        font = theme().font("caption-strong")
        font.setPointSizeF(font.pointSizeF() * 0.8)
        return font

    def _tag_width(self, mark: Mark, words: str) -> float:
        wide = QFontMetricsF(self._tag_font()).horizontalAdvance(words)
        return wide + theme().px(8 if mark.kind in ("withheld", "changed") else 2)

    def _ground(self) -> None:
        chosen = []
        for mark, start, end in self._marks:
            form = QTextCharFormat()
            if mark.kind == "highlight":
                form.setBackground(theme().colour("highlight"))
            elif mark.kind in ("withheld", "changed"):
                form.setBackground(hatch(wide=mark.kind == "withheld"))
            elif mark.kind == "code":
                form.setForeground(theme().colour("pseudonym"))
            else:
                continue
            pick = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            pick.cursor, pick.format = cursor, form  # type: ignore[attr-defined]
            chosen.append(pick)
        self.setExtraSelections(chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        codes = [one for one in self._marks if one[0].kind == "code"]
        if codes:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for _mark, start, end in codes:
                for box in self._boxes(start, end):
                    self._paint_code(painter, box)
            painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        seen = event.rect().adjusted(0, -200, 0, 200)
        for mark, start, end in self._marks:
            boxes = [box for box in self._boxes(start, end) if box.intersects(QRectF(seen))]
            if boxes and mark.kind != "code":
                self._paint_mark(painter, mark, boxes)
        painter.end()

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        """One box for each line that the span touches, in the viewport."""
        boxes = []
        document, layout = self.document(), self.document().documentLayout()
        block = document.findBlock(start)
        left_of, top_of = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        while block.isValid() and block.position() < end:
            origin = layout.blockBoundingRect(block).topLeft()
            lines = block.layout()
            for number in range(lines.lineCount()):
                line = lines.lineAt(number)
                first = max(start - block.position(), line.textStart())
                last = min(end - block.position(), line.textStart() + line.textLength())
                if first >= last:
                    continue
                left, _ = line.cursorToX(first)  # type: ignore[misc]
                right, _ = line.cursorToX(last)  # type: ignore[misc]
                tall = self.fontMetrics().height() * 1.06
                base = origin.y() + line.y() + line.ascent() + self.fontMetrics().descent()
                boxes.append(QRectF(origin.x() + left - left_of, base - tall - top_of, right - left, tall))
            block = block.next()
        return boxes

    def _paint_code(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(theme().colour("pseudonym"), 1))
        painter.setBrush(theme().colour("pseudonym-ground"))
        painter.drawPath(chip_path(box.adjusted(-theme().px(3), 0, -theme().px(1), 0)))

    def _paint_mark(self, painter: QPainter, mark: Mark, boxes: list[QRectF]) -> None:
        role = {"highlight": "highlight-edge", "suggestion": "suggestion", "general": "edge"}.get(mark.kind, "withheld")
        pen = QPen(theme().colour(role), 1 if mark.kind in ("gone", "general") else 2)
        if mark.kind == "suggestion":
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        words = tag_words(mark)
        tag = self._tag_width(mark, words) + theme().px(3) if words else 0
        for at, box in enumerate(boxes):
            if at == len(boxes) - 1 and mark.kind in ("withheld", "changed"):
                box = box.adjusted(0, 0, -tag, 0)
            if mark.kind in ("suggestion", "gone"):
                painter.drawRect(box.adjusted(-1, 0, 1, 0))
                continue
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            if mark.kind in ("withheld", "changed"):
                painter.drawLine(box.topLeft(), box.topRight())
        if words:
            self._paint_tag(painter, mark, role, words, boxes[-1])

    def _paint_tag(self, painter: QPainter, mark: Mark, role: str, words: str, box: QRectF) -> None:
        wide = self._tag_width(mark, words)
        painter.setFont(self._tag_font())
        tag = QRectF(box.right() - wide - 1, box.center().y() - theme().px(8), wide, theme().px(16))
        if mark.kind in ("withheld", "changed"):
            painter.fillRect(tag, theme().colour("withheld"))
            painter.setPen(theme().colour("withheld-text"))
        else:
            tag.moveTop(box.top() - theme().px(2))  # raised, as the digit of a note is
            painter.setPen(theme().colour(role))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _told(self) -> None:
        at = self.textCursor().position()
        for mark, start, end in self._marks:
            if start <= at <= end and mark.id:
                self.on_mark.emit(mark.id)
                return


def tag_words(mark: Mark) -> str:
    """What stands on the tag beside a mark."""
    return {"suggestion": "?", "changed": f"{mark.tag} changed".strip(), "code": ""}.get(mark.kind, mark.tag)


def hatch(*, wide: bool = True) -> QBrush:
    """Diagonal lines on a tile of 7 px; ``wide`` for a withheld span, half as wide where its text changed."""
    return _hatch(wide, theme().px(7), theme().scale, theme().colour("withheld-ground").rgba())


@lru_cache(maxsize=16)
def _hatch(wide: bool, side: int, scale: float, colour: int) -> QBrush:
    tile = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)  # kept past the end, which no pixmap may be
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor.fromRgba(colour), (2.4 if wide else 1.2) * scale))
    for shift in (-side, 0, side):
        painter.drawLine(shift - 1, side + 1, shift + side + 1, -1)
    painter.end()
    return QBrush(tile)
