"""A page on which boxes are drawn by hand, with the pointer or by keys alone.

B puts a box on the page; arrows move it, Shift and arrows make it larger or smaller, N goes to the next, Delete
removes it.
Boxes are kept in points of the page as displayed. Not here: burning them (``desktop.copies``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.qt.presenting import NO_PICTURES, presenting
from desktop.qt.theme import theme
from views.kit.reader import hatch

LEAST = 6.0
STEP = 4.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True)
class HandBox:
    """A box by hand: page from 1, edges in points, and the reason R1 to R12; or one that is ``suggested``."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    reason: str
    suggested: bool = False

    def fitted(self, width: float, height: float) -> HandBox:
        """With its edges in order and inside the page."""
        left, right = sorted((min(max(self.left, 0), width), min(max(self.right, 0), width)))
        top, bottom = sorted((min(max(self.top, 0), height), min(max(self.bottom, 0), height)))
        return replace(self, left=left, top=top, right=max(right, left + LEAST), bottom=max(bottom, top + LEAST))


class BoxSheet(QWidget):
    """One page. ``changed`` when a box was drawn, moved or removed; ``turned(±1)`` on PageUp and PageDown."""

    changed = Signal()
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.boxes: list[HandBox] = []
        self.current = -1
        self.reason = "R1"
        self.page, self._size = 1, (595.0, 842.0)
        self._picture = QImage()
        self._found: tuple[tuple[float, float, float, float], ...] = ()
        self._from: QPointF | None = None
        self._to = QPointF()

    def show_page(
        self, page: int, size: tuple[float, float], picture: QImage, found: Sequence[tuple[float, float, float, float]]
    ) -> None:
        """Another page, with the places that are withheld by rule."""
        self.page, self._size, self._picture, self._found = page, size, picture, tuple(found)
        self.current = next((at for at, box in enumerate(self.boxes) if box.page == page), -1)
        self.setMinimumHeight(round(picture.height() / self.devicePixelRatioF()) + theme().px(32))
        self._tell()

    def _tell(self) -> None:
        here = [box for box in self.boxes if box.page == self.page]
        said = f"Page {self.page}, {len(here)} drawn {'box' if len(here) == 1 else 'boxes'}"
        if self.current >= 0:
            box = self.boxes[self.current]
            kind = "suggested box" if box.suggested else "box"
            corners = f"{box.left:.0f} by {box.top:.0f} to {box.right:.0f} by {box.bottom:.0f} points"
            said += f"; {kind} {here.index(box) + 1}, {box.reason}, {corners}"
        self.setAccessibleName(said)
        self.update()

    # ---- places
    def _paper(self) -> QRectF:
        ratio = self.devicePixelRatioF()
        wide, tall = self._picture.width() / ratio, self._picture.height() / ratio
        return QRectF((self.width() - wide) / 2, theme().px(16), wide, tall)

    def _scale(self) -> float:
        return self._paper().width() / self._size[0] if self._size[0] else 1.0

    def _rect(self, left: float, top: float, right: float, bottom: float) -> QRectF:
        paper, scale = self._paper(), self._scale()
        return QRectF(
            paper.left() + left * scale, paper.top() + top * scale, (right - left) * scale, (bottom - top) * scale
        )

    def _point(self, at: QPointF) -> tuple[float, float]:
        paper, scale = self._paper(), self._scale() or 1.0
        return (at.x() - paper.left()) / scale, (at.y() - paper.top()) / scale

    # ---- drawing
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("sunken"))
        if self._picture.isNull():
            return
        paper = self._paper()
        if presenting().on:
            painter.setPen(theme().colour("text-muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, NO_PICTURES)
            return
        painter.drawImage(paper.toRect(), self._picture)
        painter.setPen(QPen(theme().colour("focus" if self.hasFocus() else "line"), 3 if self.hasFocus() else 1))
        painter.drawRect(paper)
        for box in self._found:
            painter.fillRect(self._rect(*box), hatch())
            painter.setPen(QPen(Qt.GlobalColor.black, 1))
            painter.drawRect(self._rect(*box))
        for at, drawn in enumerate(self.boxes):
            if drawn.page == self.page:
                self._paint_box(painter, drawn, chosen=at == self.current)
        if self._from is not None:
            painter.setPen(QPen(theme().colour("focus"), 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(self._from, self._to).normalized())

    def _paint_box(self, painter: QPainter, box: HandBox, *, chosen: bool) -> None:
        rect = self._rect(box.left, box.top, box.right, box.bottom)
        painter.fillRect(rect, Qt.GlobalColor.black)  # paper is white in every theme, and so is what is burned
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(theme().font("caption-strong"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"{box.reason}?" if box.suggested else box.reason)
        if chosen:
            painter.setPen(QPen(theme().colour("focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-2, -2, 2, 2))

    # ---- pointer
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        x, y = self._point(event.position())
        hit = [
            at
            for at, one in enumerate(self.boxes)
            if one.page == self.page and one.left <= x <= one.right and one.top <= y <= one.bottom
        ]
        if hit:
            self.current = hit[-1]
            self._tell()
        elif event.button() == Qt.MouseButton.LeftButton and self._paper().contains(event.position()):
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._from = self._from, None
        if start is None:
            return
        (left, top), (right, bottom) = self._point(start), self._point(event.position())
        if abs(right - left) >= LEAST and abs(bottom - top) >= LEAST:
            self._add(HandBox(self.page, left, top, right, bottom, self.reason))
        self.update()

    # ---- keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_B:
            self.add_box()
        elif key in _ARROWS and self.current >= 0:
            self._nudge(*_ARROWS[key], grow=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_box()
        elif key == Qt.Key.Key_N:
            self.next_box()
        else:
            super().keyPressEvent(event)

    def add_box(self) -> None:
        """A box in the middle of what is free, to be moved by arrows."""
        wide, tall = self._size
        number = sum(one.page == self.page for one in self.boxes)
        top = min(tall * 0.2 + number * 30, tall - 40)
        self._add(HandBox(self.page, wide * 0.2, top, wide * 0.2 + 140, top + 20, self.reason))

    def _add(self, box: HandBox) -> None:
        self.boxes.append(box.fitted(*self._size))
        self.current = len(self.boxes) - 1
        self._tell()
        self.changed.emit()

    def _nudge(self, across: int, down: int, *, grow: bool) -> None:
        one = self.boxes[self.current]
        dx, dy = across * STEP, down * STEP
        if grow:
            moved = replace(
                one, right=max(one.left + LEAST, one.right + dx), bottom=max(one.top + LEAST, one.bottom + dy)
            )
        else:
            dx = min(max(dx, -one.left), self._size[0] - one.right)
            dy = min(max(dy, -one.top), self._size[1] - one.bottom)
            moved = replace(one, left=one.left + dx, right=one.right + dx, top=one.top + dy, bottom=one.bottom + dy)
        self.boxes[self.current] = moved.fitted(*self._size)
        self._tell()
        self.changed.emit()

    def propose(self, boxes: Sequence[HandBox], settled: Collection[int]) -> None:
        """Suggested boxes on pages that nobody has looked at, in the place of those that were suggested there."""
        kept = [one for one in self.boxes if not one.suggested or one.page in settled]
        self.boxes = [*kept, *(one for one in boxes if one.page not in settled)]
        self.current = -1

    def suggest(self, boxes: Sequence[HandBox]) -> None:
        """Boxes that a program puts on this page, in place of those it put there before."""
        self.boxes = [one for one in self.boxes if one.page != self.page or not one.suggested]
        for box in boxes:
            self._add(box)
        self._tell()

    def next_box(self) -> None:
        """The next box of this page, round the end."""
        here = [at for at, one in enumerate(self.boxes) if one.page == self.page]
        if here:
            self.current = here[(here.index(self.current) + 1) % len(here)] if self.current in here else here[0]
            self._tell()

    def remove_box(self) -> None:
        """Take the chosen box away."""
        if self.current >= 0:
            del self.boxes[self.current]
            self.current = -1
            self.next_box()
            self._tell()
            self.changed.emit()

    def set_reason(self, reason: str) -> None:
        """The reason of the chosen box, and of those that come."""
        self.reason = reason
        if self.current >= 0 and self.boxes[self.current].page == self.page:
            self.boxes[self.current] = replace(self.boxes[self.current], reason=reason)
            self._tell()
            self.changed.emit()
