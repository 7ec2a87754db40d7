"""Our sign, drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.qt.theme import theme


class Sign(QWidget):
    """Our sign: two brackets and two lines of text."""

    def __init__(self, size: int = 24, role: str = "accent") -> None:
        super().__init__()
        self._size, self._role = size, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Caseward")

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._size), theme().px(self._size))

    def retheme(self) -> None:
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_sign(painter, self.width(), self._size, self._role)


def paint_sign(painter: QPainter, side: float, size: int, role: str) -> None:
    """Our sign, ``side`` pixels wide; thinner lines where it is large."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = side / 24
    pen = QPen(theme().colour(role), (2 if size < 60 else 0.7) * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, inner, turn in ((2.5, 9, 1), (21.5, 15, -1)):
        path = QPainterPath(QPointF(inner, 2.5))
        path.lineTo(x + 3 * turn, 2.5)
        path.quadTo(x, 2.5, x, 5.5)
        path.lineTo(x, 18.5)
        path.quadTo(x, 21.5, x + 3 * turn, 21.5)
        path.lineTo(inner, 21.5)
        painter.drawPath(QTransform.fromScale(unit, unit).map(path))
    for y, right in ((9.5, 16), (14.5, 12.5)):
        painter.drawLine(QPointF(8 * unit, y * unit), QPointF(right * unit, y * unit))
