"""One step of the chain as a card: a sign, its words, the facts beneath; thick when it is on the chosen path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.markers.chain import Step
from desktop.qt.presenting import shown
from desktop.qt.theme import theme
from views.kit.said import Said

PAD, SIGN, GAP = 9, 16, 5
MOST_LINES = 6
"""Lines of a card's words; the whole of it stands below when it is chosen."""
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
_ARROWS = {
    Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right",
}  # fmt: skip


class StepCard(Said, QPushButton):
    """A step. ``entered(id)`` when the keyboard or the mouse comes to it, ``moved(id, way)`` on an arrow key."""

    entered = Signal(str)
    moved = Signal(str, str)

    def __init__(self, step: Step, icon: str, spoken: str, on_open: Callable[[str], None]) -> None:
        super().__init__(shown(step.words))
        self.step, self._icon = replace(step, words=shown(step.words), second=shown(step.second)), icon
        self.on_path, self.chosen, self.faint = False, False, False
        self.setAccessibleName(spoken)
        self.setToolTip(step.words)
        self.setAutoDefault(False)
        self.setFont(theme().font("body"))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._on_open = on_open
        self.clicked.connect(lambda: self.entered.emit(self.step.id))

    def mark(self, *, on_path: bool, chosen: bool, faint: bool) -> None:
        """Thick outline on the chosen path, ground for the chosen one, muted words beside a path it is not on."""
        self.on_path, self.chosen, self.faint = on_path, chosen, faint
        self.setAccessibleDescription("chosen" if chosen else "on the chosen path" if on_path else "")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.entered.emit(self.step.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_open(self.step.id)
        elif key in _ARROWS:
            self.moved.emit(self.step.id, _ARROWS[key])
        else:
            super().keyPressEvent(event)

    # ---- size
    def _room(self, width: int) -> tuple[int, int]:
        """Heights of the words and of the facts in a card of ``width``."""
        body, caption = QFontMetrics(theme().font("body")), QFontMetrics(theme().font("caption"))
        inner = max(20, width - theme().px(2 * PAD))
        beside = QRect(0, 0, max(20, inner - theme().px(SIGN + GAP)), 100_000)
        words = min(body.boundingRect(beside, _WRAP, self.step.words).height(), MOST_LINES * body.lineSpacing())
        below = caption.boundingRect(QRect(0, 0, inner, 100_000), _WRAP, self.step.second).height()
        return words, min(below, 2 * caption.lineSpacing()) if self.step.second else 0

    def heightForWidth(self, width: int) -> int:
        return sum(self._room(width)) + theme().px(2 * PAD)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        wide = theme().px(150)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(40))

    def retheme(self) -> None:
        self.setFont(theme().font("body"))
        self.updateGeometry()

    # ---- drawing
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 2 if self.on_path or self.chosen else 1
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme().colour("accent" if thick == 2 else "edge"), thick))
        painter.setBrush(theme().colour("accent-soft" if self.chosen else "surface"))
        painter.drawRoundedRect(edge, 6, 6)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("focus"), 3))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)

    def _paint_words(self, painter: QPainter) -> None:
        pad, sign = theme().px(PAD), theme().px(SIGN)
        words, below = self._room(self.width())
        ink = "text-muted" if self.faint else "text"
        middle = QFontMetrics(theme().font("body")).lineSpacing() // 2
        painter.drawPixmap(pad, pad + middle - sign // 2, theme().icons.pixmap(self._icon, ink, SIGN))
        painter.setPen(theme().colour(ink))
        painter.setFont(theme().font("body"))
        left = pad + sign + theme().px(GAP)
        painter.drawText(QRect(left, pad, self.width() - left - pad, words), _WRAP, self.step.words)
        painter.setPen(theme().colour("text-muted"))
        painter.setFont(theme().font("caption"))
        painter.drawText(QRect(pad, pad + words, self.width() - 2 * pad, below), _WRAP, self.step.second)
