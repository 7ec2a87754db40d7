"""What does not fit: words cut, things that stick out or lie over each other, panes too low to read in, a page that
needs more than the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QWidget,
)

from desktop.qt.theme import theme

SLACK = 2  # px that rounding may take
HIGHEST = 6000  # px of the highest picture
LEAST_EM = 2.5  # a pane in which less than this can be seen at a time is no pane to read in


def clipped(root: QWidget) -> list[str]:
    """Words that do not fit into their place, or stick out of what they stand in."""
    found = [*_too_large(root)]
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or (widget.visibleRegion().isEmpty() and not _scrolls(widget)):
            continue
        found += _of(widget)
    return found


def _of(widget: QWidget) -> Iterator[str]:
    """What is wrong with one widget."""
    words = _words(widget)
    if words:
        name = type(widget).__name__
        if isinstance(widget, QLabel) and _label_clipped(widget):
            yield f"{name} cut: {words[:60]}"
        elif isinstance(widget, QAbstractButton) and widget.minimumSizeHint().width() > widget.width() + SLACK:
            yield f"{name} narrow: {words[:60]}"
        elif isinstance(widget, QAbstractButton) and widget.minimumSizeHint().height() > widget.height() + SLACK:
            yield f"{name} low: {words[:60]}"
        elif isinstance(widget, QComboBox) and _choice_cut(widget):
            yield f"{name} cut: {words[:60]}"
        elif _sticks_out(widget):
            yield f"{name} sticks out: {words[:60]}"
    elif isinstance(widget, QLineEdit | QPlainTextEdit) and _sticks_out(widget):
        yield f"{type(widget).__name__} sticks out: {widget.accessibleName()}"
    if isinstance(widget, QTableView):
        yield from _head_cut(widget)
    if isinstance(widget, QAbstractScrollArea) and _too_low(widget):
        yield f"{type(widget).__name__} low, {widget.viewport().height()} px: {widget.accessibleName()}"
    yield from _overlaps(widget)


def _too_large(root: QWidget) -> Iterator[str]:
    inside = root.centralWidget() if isinstance(root, QMainWindow) else None
    if inside is None:
        return
    layout, wide, high = inside.layout(), inside.minimumSizeHint().width(), inside.minimumSizeHint().height()
    if layout is not None and layout.hasHeightForWidth():
        high = min(high, layout.totalMinimumHeightForWidth(max(wide, root.width())))  # either may ask for too much
    if wide > root.width() + SLACK or high > root.height() + SLACK:
        yield f"needs {wide} × {high} px, the window has {root.width()} × {root.height()}"


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _label_clipped(label: QLabel) -> bool:
    room = label.contentsRect()
    metrics = QFontMetrics(label.font())
    flags = Qt.TextFlag.TextWordWrap.value if label.wordWrap() else 0
    need = metrics.boundingRect(QRect(0, 0, max(1, room.width()), 100_000), flags, label.text())
    return need.height() > room.height() + SLACK or need.width() > room.width() + SLACK


def _choice_cut(box: QComboBox) -> bool:
    """The words of the choice run under its arrow, and no tool tip has the whole of them."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
    cut = QFontMetrics(box.font()).horizontalAdvance(box.currentText()) > room + SLACK
    return cut and box.currentText() not in box.toolTip()


def _head_cut(table: QTableView) -> Iterator[str]:
    head, model = table.horizontalHeader(), table.model()
    metrics = QFontMetrics(head.font())
    for at in range(head.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        shown = head.sectionSize(at) - theme().px(16)
        if not head.isSectionHidden(at) and metrics.horizontalAdvance(words) > shown + SLACK:
            yield f"column {words!r} of {table.accessibleName()} cut"


def _too_low(area: QAbstractScrollArea) -> bool:
    """Whether there is more in a pane than is seen, and next to nothing is seen at a time."""
    bar = area.verticalScrollBar()
    port = area.viewport()
    return bar.maximum() > 0 and port.isVisible() and 0 < port.height() < LEAST_EM * theme().em()


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def _sticks_out(widget: QWidget) -> bool:
    """Beyond the right edge of its window or of the pane that scrolls only up and down, or below its window."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) or above.isWindow():
            frame = above.viewport() if isinstance(above, QScrollArea) else above
            corner = widget.mapTo(frame, QPoint(widget.width(), widget.height()))
            below = above.isWindow() and corner.y() > frame.height() + SLACK
            return corner.x() > frame.width() + SLACK or below
        above = above.parentWidget()
    return False


def _overlaps(parent: QWidget) -> Iterator[str]:
    """Things with words that a layout has put over each other."""
    if parent.layout() is None:
        return
    inside = [
        one
        for one in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if one.isVisible() and (_words(one) or isinstance(one, QLineEdit | QPlainTextEdit | QComboBox))
    ]
    for first, second in combinations(inside, 2):
        common = first.geometry().intersected(second.geometry())
        if common.width() > SLACK and common.height() > SLACK:
            yield f"lie over each other: {_said(first)} | {_said(second)}"


def _said(widget: QWidget) -> str:
    return (_words(widget) or widget.accessibleName() or type(widget).__name__)[:40]


def higher_by(root: QWidget) -> int:
    """How many px the window would have to be higher for the longest pane in sight to be seen whole."""
    QApplication.processEvents()
    more = [
        min(area.verticalScrollBar().maximum(), theme().px(300) if isinstance(area, QAbstractItemView) else HIGHEST)
        for area in root.findChildren(QAbstractScrollArea)
        if area.isVisible() and not area.visibleRegion().isEmpty() and not isinstance(area, QPlainTextEdit)
    ]
    return max(more, default=0)
