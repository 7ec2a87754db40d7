"""Words on the page: labels by kind, links that wrap, codes, series letters, keys, states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from desktop.qt.presenting import shown
from desktop.qt.theme import theme
from views.kit.said import Said

# Words of state and their signs (look, section 7).
STATES: dict[str, tuple[str, str]] = {
    "Not considered": ("not-started", "muted"),
    "Working on it": ("working", ""),
    "Met": ("done", ""),
    "Partly met": ("partly", ""),
    "Not met": ("not-met", ""),
    "Not applicable": ("cannot-start", "muted"),
    "Cannot judge yet": ("cannot-judge", ""),
    "Not started": ("not-started", "muted"),
    "Complete": ("done", ""),
    "Done": ("done", ""),
    "Read": ("info", ""),
    "Ready": ("done", ""),
    "Warns": ("warning", "warning"),
    "Blocks": ("error", "danger"),
    "Withdrawn": ("info", ""),
    "Lost": ("info", ""),
    "Destroyed": ("info", ""),
    "Never made": ("info", ""),
    "Replaced": ("done", ""),
    "Withheld": ("done", ""),
    "Made general": ("done", ""),
    "Kept": ("done", ""),
    "To decide": ("suggestion", "warning"),
    "Saved": ("done", ""),
    "Recorded, proof awaited": ("info", ""),
}


def state_sign(words: str) -> tuple[str, str]:
    """Icon and tone of a state; ``Cannot start yet: reason`` and late clocks are read by how they begin."""
    if words.startswith("Cannot start yet"):
        return "cannot-start", "muted"
    if " late" in words:
        return "warning", "warning"
    return STATES.get(words, ("", ""))


def tone_role(tone: str) -> str:
    """The colour role of a tone: ``warning``, ``danger`` or ``error``, ``muted``, ``off``, ``accent``; else text."""
    return {
        "warning": "warning", "danger": "danger", "error": "danger", "muted": "text-muted", "off": "text-off",
        "accent": "accent",
    }.get(tone, "text")  # fmt: skip


_MEASURE_EM = 40  # running text: about 72 characters


class Label(Said, QLabel):
    """Plain words that wrap. Never rich text: what people type is shown as it is.

    Layouts within layouts ask for the height at the same few widths again and again, and each time Qt would break the
    words into lines: a height once found is kept until the words or the type change.
    """

    def __init__(self, words: str = "", kind: str = "body", role: str = "", *, wrap: bool = True) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(shown(words))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        if role:
            self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setFont(theme().font(kind))
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def setText(self, words: str) -> None:
        self._heights.clear()
        super().setText(words)

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = super().heightForWidth(width)
        return known

    def set_role(self, role: str) -> None:
        """Another colour role."""
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    def retheme(self) -> None:
        self._heights.clear()
        if self.property("type") in ("lead", "reading"):
            self.setMaximumWidth(round(_MEASURE_EM * theme().em()))
        self.updateGeometry()


def label(words: str = "", kind: str = "body", role: str = "", *, wrap: bool = True) -> Label:
    """Words of one kind (``tokens.types``) in one role (muted, hint, off, error, warning)."""
    return Label(words, kind, role, wrap=wrap)


def h1(words: str = "") -> Label:
    """The one heading of a page."""
    return Label(words, "page")


def h2(words: str) -> Label:
    """A heading within a page."""
    return Label(words, "section")


def h3(words: str) -> Label:
    """A heading of a group of facts."""
    return Label(words, "strong")


def muted(words: str) -> Label:
    """A small line of facts."""
    return Label(words, "caption", "muted")


def hint(words: str) -> Label:
    """What helps to fill a field in."""
    return Label(words, "caption", "hint")


def key(words: str) -> Label:
    """A key as a small outlined cap."""
    cap = Label(words.replace("+", " "), "caption", "key", wrap=False)
    cap.setAccessibleName(f"key {words}")
    return cap


class IconLabel(Said, QLabel):
    """An icon beside words; decoration unless it is given a name."""

    def __init__(self, icon: str, role: str = "text-muted", size: int = 20, name: str = "") -> None:
        super().__init__()
        self._icon, self._role, self._size = icon, role, size
        self.setAccessibleName(name or " ")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retheme()

    def show_icon(self, icon: str, role: str = "text-muted") -> None:
        """Another icon."""
        self._icon, self._role = icon, role
        self.retheme()

    def retheme(self) -> None:
        if self._icon:
            self.setPixmap(theme().icons.pixmap(self._icon, self._role, self._size))
        pixels = theme().px(self._size)
        self.setFixedSize(pixels, pixels)


class StateLabel(QWidget):
    """A sign and the words of a state."""

    def __init__(self, words: str, *, kind: str = "body", icon: str = "", tone: str = "") -> None:
        super().__init__()
        from views.kit.layout import row

        found_icon, found_tone = state_sign(words)
        tone = tone or found_tone
        role = {"warning": "warning", "danger": "error", "muted": "muted"}.get(tone, "")
        self.sign = IconLabel(icon or found_icon or "info", tone_role(tone) if tone else "text-muted", 17)
        self.words = label(words, kind, role)
        # Beside its sign, also in a tall row.
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        layout = row(self.sign, self.words, parent=self, space=6)
        layout.setAlignment(self.sign, Qt.AlignmentFlag.AlignTop)

    def text(self) -> str:
        """Its words."""
        return self.words.text()


def state(words: str, *, kind: str = "body", icon: str = "", tone: str = "") -> StateLabel:
    """A state as sign and words (look, section 7)."""
    return StateLabel(words, kind=kind, icon=icon, tone=tone)


def chip_path(rect: QRectF) -> QPainterPath:
    """The shape of a code: nearly square left, round right."""
    small, large = theme().px(3), min(theme().px(9), rect.height() / 2)
    path = QPainterPath()
    path.moveTo(rect.left() + small, rect.top())
    path.lineTo(rect.right() - large, rect.top())
    path.arcTo(rect.right() - 2 * large, rect.top(), 2 * large, 2 * large, 90, -90)
    path.arcTo(rect.right() - 2 * large, rect.bottom() - 2 * large, 2 * large, 2 * large, 0, -90)
    path.lineTo(rect.left() + small, rect.bottom())
    path.arcTo(rect.left(), rect.bottom() - 2 * small, 2 * small, 2 * small, 270, -90)
    path.arcTo(rect.left(), rect.top(), 2 * small, 2 * small, 180, -90)
    return path


def paint_chip(painter: QPainter, rect: QRectF, code: str) -> None:
    """A code in ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("pseudonym"), 1))
    painter.setBrush(theme().colour("pseudonym-ground"))
    painter.drawPath(chip_path(rect.adjusted(0.5, 0.5, -0.5, -0.5)))
    painter.setFont(theme().font("caption-strong"))
    inner = rect.adjusted(theme().px(5), 0, -theme().px(5), 0)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, code)
    painter.restore()


def chip_size(code: str) -> QSize:
    """How much room a code takes."""
    return QSize(round(theme().text_width(code, "caption-strong")) + theme().px(15), round(theme().px(22)))


class Chip(Said, QLabel):
    """A person's or agency's code. Not a button; with ``on_open`` Enter opens who it is."""

    def __init__(self, code: str, on_open: Callable[[], None] | None = None) -> None:
        super().__init__(shown(code))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._on_open = on_open
        self.setAccessibleName(f"code {code}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if on_open is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleDescription("Enter opens it")

    def sizeHint(self) -> QSize:
        return chip_size(self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retheme(self) -> None:
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self.text())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().colour("focus"), 3))
            painter.drawPath(chip_path(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._on_open is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_open()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._on_open is not None and event.button() is Qt.MouseButton.LeftButton:
            self._on_open()


def paint_series(painter: QPainter, rect: QRect, series: str) -> None:
    """The letter of a series in a square: single for N, double for S."""
    painter.save()
    sensitive = series == "S"
    role = "series-s" if sensitive else "edge"
    painter.setPen(QPen(theme().colour(role), 1))
    painter.setBrush(theme().colour("series-s-ground" if sensitive else "surface"))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    if sensitive:
        painter.drawRect(rect.adjusted(2, 2, -3, -3))
    painter.setPen(theme().colour("series-s" if sensitive else "text"))
    painter.setFont(theme().font("caption-strong"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, series)
    painter.restore()


class Series(QWidget):
    """N or S as a sign."""

    def __init__(self, series: str) -> None:
        super().__init__()
        self._series = series
        self.setAccessibleName("sensitive series" if series == "S" else "open series")
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(24 if self._series == "S" else 20), theme().px(20))

    def retheme(self) -> None:
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_series(QPainter(self), self.rect(), self._series)


class Link(Said, QPushButton):
    """Underlined words that act; they wrap where a button cannot."""

    def __init__(self, words: str, on_press: Callable[[], None], kind: str = "link") -> None:
        self._heights: dict[int, int] = {}
        super().__init__(shown(words))
        self.setProperty("role", "link")
        self.setProperty("type", kind)
        self.setFont(theme().font(kind))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: on_press())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, words: str) -> None:
        self._heights.clear()
        super().setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows a link, as does Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def _tall(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            room = QRect(0, 0, max(20, width), 100_000)
            flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
            known = self._heights[width] = self.fontMetrics().boundingRect(room, flags, self.text()).height() + 4
        return known

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._tall(width)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 6, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(longest + 6, self.fontMetrics().height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._tall(self.width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def retheme(self) -> None:
        self._heights.clear()
        self.setMinimumHeight(0)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        in_error = bool(self.property("danger"))
        role = "danger" if in_error else ("accent-hover" if self.underMouse() else "accent")
        painter.setPen(theme().colour(role))
        painter.setFont(self.font())
        flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
        painter.drawText(self.rect().adjusted(0, 2, 0, -2), flags, self.text())
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 3))
            painter.drawRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))


def link(words: str, on_press: Callable[[], None], *, kind: str = "link") -> Link:
    """A link in ``kind`` type (``link`` or ``caption-link``)."""
    return Link(words, on_press, kind)


def chip(code: str, on_open: Callable[[], None] | None = None) -> Chip:
    """A code as a tag."""
    return Chip(code, on_open)


def series(letter: str) -> Series:
    """The sign of series N or S."""
    return Series(letter)


def icon_label(icon: str, role: str = "text-muted", size: int = 20) -> IconLabel:
    """An icon that stands beside words."""
    return IconLabel(icon, role, size)
