"""Laying out: spaces that follow the text scale, rows that wrap, panes that scroll."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.qt.theme import theme

Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)


def spaced(layout: QLayout, space: int, margins: Margins) -> None:
    """Give ``layout`` spaces in px at 100 %; they are multiplied by the text scale, now and at each change."""
    layout.setProperty("space", space)
    layout.setProperty("margins", list(margins))
    theme().dress_layout(layout)


def _fill(layout: QBoxLayout, items: Sequence[QWidget | QLayout | None]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def column(
    *items: QWidget | QLayout | None, parent: QWidget | None = None, space: int = 12, margins: Margins = NONE
) -> QVBoxLayout:
    """Things below each other; ``None`` stretches."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    spaced(layout, space, margins)
    _fill(layout, items)
    return layout


def row(
    *items: QWidget | QLayout | None, parent: QWidget | None = None, space: int = 8, margins: Margins = NONE
) -> QHBoxLayout:
    """Things beside each other; ``None`` stretches."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    spaced(layout, space, margins)
    _fill(layout, items)
    return layout


def box(*items: QWidget | QLayout | None, space: int = 12, margins: Margins = NONE, name: str = "") -> QWidget:
    """A widget with things below each other; ``name`` is its object name for the style sheet."""
    widget = QWidget()
    if name:
        widget.setObjectName(name)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column(*items, parent=widget, space=space, margins=margins)
    return widget


def line(*items: QWidget | QLayout | None, space: int = 8, margins: Margins = NONE) -> QWidget:
    """A widget with things beside each other."""
    widget = QWidget()
    row(*items, parent=widget, space=space, margins=margins)
    return widget


def frame(object_name: str) -> QFrame:
    """An empty frame that the style sheet knows by name."""
    found = QFrame()
    found.setObjectName(object_name)
    return found


def rule(*, strong: bool = False) -> QFrame:
    """A hairline; ``strong`` where it must be seen."""
    return frame("edgeRule" if strong else "rule")


class FlowLayout(QLayout):
    """Things beside each other that go on in the next line when the line is full."""

    def __init__(self, parent: QWidget | None = None, space: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        spaced(self, space, NONE)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), only_measure=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, only_measure=False)

    def sizeHint(self) -> QSize:
        """One line, if there is room for one."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        across = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(across, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), rect.width())
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, tall = rect.x(), y + tall + self.spacing(), 0
            height = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
            if not only_measure:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x += width + self.spacing()
            tall = max(tall, height)
        return y + tall - rect.y()


def flow(*widgets: QWidget, space: int = 8) -> QWidget:
    """A widget whose contents wrap."""
    holder = QWidget()
    layout = FlowLayout(holder, space)
    for widget in widgets:
        layout.addWidget(widget)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


class _Scrolled(QWidget):
    """What lies in a pane that scrolls. Its height follows its width alone: labels that wrap ask for too much
    otherwise.
    """

    def __init__(self, inner: QWidget, ground: str) -> None:
        super().__init__()
        self.setObjectName(ground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = column(inner, parent=self, space=0)

    def minimumSizeHint(self) -> QSize:
        least = self._column.totalMinimumSize()
        return QSize(least.width(), 0) if self._column.hasHeightForWidth() else least


class Scroll(QScrollArea):
    """A pane that scrolls by itself, up and down only."""

    def __init__(self, inner: QWidget, *, ground: str = "scrolled") -> None:
        super().__init__()
        self.setWidget(_Scrolled(inner, ground))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the layout around when what is inside needs another width: Qt keeps that to itself."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.widget().minimumSizeHint().width(), theme().px(80))

    def sizeHint(self) -> QSize:
        hint = self.widget().sizeHint()
        return QSize(hint.width() + self.verticalScrollBar().sizeHint().width(), hint.height())


class Band(Scroll):
    """Something above a list: as high as it needs, and it scrolls where that would leave the list no room."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__(inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.widget().installEventFilter(self)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        high = inner.heightForWidth(self.width()) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class PageStack(QStackedWidget):
    """Pages of which one is in sight; it asks for the room that one needs, not for the room of the largest."""

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        if shown is None:
            return super().minimumSizeHint()
        least, layout = shown.minimumSizeHint(), shown.layout()
        if layout is not None and layout.hasHeightForWidth():  # words that wrap ask for too much without a width
            high = layout.totalMinimumHeightForWidth(max(least.width(), self.width()))
            least.setHeight(min(least.height(), high))
        return least

    def hasHeightForWidth(self) -> bool:
        return False  # Qt would ask all pages


def name_boundaries(splitter: QSplitter) -> None:
    """What lies between panes has a name like everything else that can be taken hold of."""
    for at in range(splitter.count()):
        splitter.handle(at).setAccessibleName("Boundary between panes")


def scroll(inner: QWidget, *, ground: str = "scrolled") -> Scroll:
    """``inner`` in a pane that scrolls."""
    return Scroll(inner, ground=ground)


class Columns(QWidget):
    """Things of equal width beside each other; below each other where each would have less than ``least_em``."""

    def __init__(self, *widgets: QWidget, least_em: float = 18, space: int = 24) -> None:
        super().__init__()
        self._count, self._least = len(widgets), least_em
        self._row = row(*widgets, parent=self, space=space)
        for at, widget in enumerate(widgets):
            self._row.setStretch(at, 1)
            self._row.setAlignment(widget, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def retheme(self) -> None:
        self._turn()

    def _turn(self) -> None:
        wide = self.width() / theme().em() >= self._least * self._count
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)


def columns(*widgets: QWidget, least_em: float = 18, space: int = 24) -> Columns:
    """Columns of equal width that stack when it is narrow."""
    return Columns(*widgets, least_em=least_em, space=space)


class Measure(QWidget):
    """A page's form, no wider than ``em``, at the left of what room there is."""

    def __init__(self, inner: QWidget, em: float) -> None:
        super().__init__()
        self._inner, self._em = inner, em
        layout = row(inner, parent=self, space=0)
        layout.setStretch(0, 100)
        layout.addStretch(1)
        self.retheme()

    def retheme(self) -> None:
        self._inner.setMaximumWidth(round(self._em * theme().em()))


def measure(inner: QWidget, em: float = 48) -> Measure:
    """``inner`` limited to ``em``, so that fields and lines do not run across the whole window."""
    return Measure(inner, em)


def card(*items: QWidget | QLayout | None, space: int = 8, margins: Margins = (12, 12, 12, 12)) -> QFrame:
    """Things in an outlined panel."""
    holder = frame("card")
    column(*items, parent=holder, space=space, margins=margins)
    return holder


def side_panel(*items: QWidget | QLayout | None, space: int = 12) -> QFrame:
    """A panel on stone at the side of a page, which scrolls by itself."""
    holder = frame("sidePanel")
    inner = box(*items, None, space=space, margins=(16, 12, 16, 16))
    column(scroll(inner, ground="sideScrolled"), parent=holder, space=0)
    return holder


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and throw it away."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif item.layout() is not None:
            clear(item.layout())
