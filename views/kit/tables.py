"""Tables and two-line lists: sunken head, hairline rows, a bar and a ring for where one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop.qt.models import CELL, Cell, ListModel, PagedModel
from desktop.qt.theme import theme
from views.kit.layout import scroll
from views.kit.said import Said
from views.kit.text import chip_size, paint_chip, paint_series, state_sign, tone_role

Index = QModelIndex | QPersistentModelIndex
PAD = 8


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: series, icon, words (up to ``lines``), code, and a muted second line; bar and ring of its row."""

    def __init__(self, view: QTableView, lines: int) -> None:
        super().__init__(view)
        self._view = view
        self.lines = lines

    def row_height(self) -> int:
        """Height of every row: words, second line and room; at least the row of the theme."""
        body = QFontMetrics(theme().font("body")).lineSpacing()
        caption = QFontMetrics(theme().font("caption")).lineSpacing()
        full = body * max(1, self.lines - 1) + (caption if self.lines > 1 else 0) + theme().px(12)
        return max(theme().row(), full)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(60), self.row_height())

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme().colour("accent-soft" if chosen else "surface"))
        painter.setPen(theme().colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and index.column() == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme().colour("accent"))
        cell = index.data(CELL)
        if isinstance(cell, Cell):
            self._paint_cell(painter, self._room(rect, index.column()), cell)
        elif index.column() == 0:
            painter.setPen(theme().colour("text-muted"))
            painter.drawText(self._room(rect, 0), Qt.AlignmentFlag.AlignVCenter, "…")
        painter.restore()
        if index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            self._paint_ring(painter, rect, index)

    def _room(self, rect: QRect, column: int) -> QRect:
        left = theme().px(PAD * 2 if column == 0 else PAD)
        return rect.adjusted(left, theme().px(5), -theme().px(PAD), -theme().px(5))

    def _paint_ring(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The ring goes round the cell one is in; in lists that select rows, round the row (drawn piece by piece)."""
        painter.save()
        painter.setPen(QPen(theme().colour("focus"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        inner = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5)
        edge = QRectF(rect)
        painter.drawLine(QPointF(edge.left(), inner.top()), QPointF(edge.right(), inner.top()))
        painter.drawLine(QPointF(edge.left(), inner.bottom()), QPointF(edge.right(), inner.bottom()))
        shown = [at for at in range(index.model().columnCount()) if not self._view.isColumnHidden(at)]
        if shown and index.column() == shown[0]:
            painter.drawLine(inner.topLeft(), inner.bottomLeft())
        if shown and index.column() == shown[-1]:
            painter.drawLine(inner.topRight(), inner.bottomRight())
        painter.restore()

    def _paint_cell(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        body, caption = QFontMetrics(theme().font("body")), QFontMetrics(theme().font("caption"))
        second = caption.lineSpacing() if cell.second else 0
        first = QRect(room.left(), room.top(), room.width(), room.height() - second)
        sign, tone = (cell.icon, cell.tone)
        if not sign and not cell.series and not cell.chip:
            found, found_tone = state_sign(cell.text)
            sign, tone = found, tone or found_tone
        line = QRect(first.left(), first.top(), first.width(), body.lineSpacing() if self.lines > 1 else first.height())
        left = self._paint_signs(painter, line, cell, sign, tone)
        words = QRect(left, first.top(), first.right() - left + 1, first.height())
        bottom = self._paint_words(painter, words, cell, tone, body)
        if cell.second:
            painter.setFont(theme().font("caption"))
            painter.setPen(theme().colour("text-muted"))
            below = QRect(left, bottom, room.right() - left + 1, caption.lineSpacing())
            elided = caption.elidedText(cell.second, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)

    def _paint_signs(self, painter: QPainter, line: QRect, cell: Cell, sign: str, tone: str) -> int:
        left, middle = line.left(), line.center().y() + 1
        if cell.series:
            side = theme().px(20)
            wide = theme().px(24) if cell.series == "S" else side
            paint_series(painter, QRect(left, middle - side // 2, wide, side), cell.series)
            left += wide + theme().px(4)
        if sign:
            size = theme().px(17)
            role = tone_role(tone) if tone else "text-muted"
            painter.drawPixmap(left, middle - size // 2, theme().icons.pixmap(sign, role, 17))
            left += size + theme().px(6)
        return left

    def _paint_words(self, painter: QPainter, room: QRect, cell: Cell, tone: str, body: QFontMetrics) -> int:
        painter.setFont(theme().font("strong" if cell.bold else "body"))
        painter.setPen(theme().colour(tone_role(tone)))
        most = max(1, self.lines - 1) if self.lines > 1 else 1
        shown = _fitted(cell.text, body, room.width(), most)
        if self.lines == 1:
            at = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, at, shown[0] if shown else "")
        else:
            for number, words in enumerate(shown):
                line = QRect(room.left(), room.top() + number * body.lineSpacing(), room.width(), body.lineSpacing())
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if cell.chip:
            size = chip_size(cell.chip)
            before = body.horizontalAdvance(shown[-1] + " ") if shown and shown[-1] else 0
            top = room.top() + (body.lineSpacing() - size.height()) // 2
            if self.lines == 1:
                top = room.center().y() - size.height() // 2
            wide = min(size.width(), room.width() - before)
            paint_chip(painter, QRectF(room.left() + before, top, wide, size.height()), cell.chip)
        return room.top() + max(1, len(shown)) * body.lineSpacing()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole of a cell as tool tip."""
        words = index.data(Qt.ItemDataRole.ToolTipRole)
        if words:
            QToolTip.showText(event.globalPos(), str(words), view)
            return True
        return super().helpEvent(event, view, option, index)


def _fitted(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """``text`` broken at spaces into at most ``most`` lines, the last one elided."""
    if not text:
        return []
    if most == 1 or metrics.horizontalAdvance(text) <= width:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
    lines, rest = [], text.split()
    while rest and len(lines) < most - 1:
        take = 1
        while take < len(rest) and metrics.horizontalAdvance(" ".join(rest[: take + 1])) <= width:
            take += 1
        lines.append(" ".join(rest[:take]))
        rest = rest[take:]
    if rest:
        lines.append(metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width))
    return lines


class Table(Said, QTableView):
    """A table of one of our models. ``opened(record id)`` on Enter or double click, ``current(record id)`` on
    moving.
    """

    opened = Signal(str)
    current = Signal(str)

    def __init__(
        self,
        model: ListModel | PagedModel,
        name: str,
        widths_em: Mapping[int, float] | None = None,
        *,
        lines: int = 1,
        stretch: int = -1,
    ) -> None:
        super().__init__()
        self._widths = dict(widths_em or {})
        self._stretch = stretch
        self.setAccessibleName(name)
        self.delegate = RowDelegate(self, lines)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self._behave()
        self._head()
        self.retheme()

    def _behave(self) -> None:
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.doubleClicked.connect(lambda index: self._open(index))
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _head(self) -> None:
        head = self.horizontalHeader()
        head.setProperty("type", "caption-strong")
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(24)
        model = self.model()
        columns = model.columns if isinstance(model, ListModel | PagedModel) else ()
        if isinstance(model, ListModel) and any(column.key for column in columns):
            head.setSortIndicatorShown(True)
            head.setSortIndicatorClearable(False)
            head.sectionClicked.connect(self._sort)
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _sort(self, column: int) -> None:
        model = self.model()
        assert isinstance(model, ListModel)
        if model.columns[column].key:
            kept = self.current_id()
            model.sort(column, self.horizontalHeader().sortIndicatorOrder())
            self.choose(kept)

    def retheme(self) -> None:
        head = self.horizontalHeader()
        head.setFont(theme().font("caption-strong"))
        height = self.delegate.row_height()
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns by em; the one that stretches takes what is left, but never less than 10 em: then the table
        scrolls.
        """
        head = self.horizontalHeader()
        count = self.model().columnCount() if self.model() else 0
        if not count or head.count() != count:
            return
        em = theme().em()
        stretch = self._stretch if self._stretch >= 0 else max(range(count), key=lambda at: self._widths.get(at, 99))
        taken = 0
        for at in range(count):
            if at != stretch and not self.isColumnHidden(at):
                wide = round(self._widths.get(at, 9) * em)
                head.resizeSection(at, wide)
                taken += wide
        least = round(min(10.0, self._widths.get(stretch, 10.0)) * em)
        head.resizeSection(stretch, max(least, self.viewport().width() - taken))

    def current_id(self) -> str:
        """The record of the row one is on."""
        model = self.model()
        assert isinstance(model, ListModel | PagedModel)
        return model.row_id(self.currentIndex())

    def chosen_ids(self) -> list[str]:
        """The records of the chosen rows, in the order of the list."""
        model = self.model()
        assert isinstance(model, ListModel | PagedModel)
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [record for record in (model.row_id(index) for index in rows) if record]

    def choose(self, record_id: str) -> bool:
        """Go to the row of a record, if it is at hand."""
        model = self.model()
        assert isinstance(model, ListModel | PagedModel)
        if not record_id:
            return False
        rows = range(model.rowCount()) if isinstance(model, ListModel) else range(min(model.rowCount(), 200))
        found = next((at for at in rows if model.row_id(model.index(at, 0)) == record_id), -1)
        if found >= 0:
            self.setCurrentIndex(model.index(found, 0))
        return found >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, _index: Index) -> None:
        if record := self.current_id():
            self.opened.emit(record)

    def _moved(self, _now: Index, _before: Index) -> None:
        self.viewport().update()
        if record := self.current_id():
            self.current.emit(record)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(100))


class ListOrEmpty(QWidget):
    """A list, or, when it has no rows, what belongs there and why (an empty state)."""

    def __init__(self, table: QWidget, empty: QWidget) -> None:
        super().__init__()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(table)
        self._stack.addWidget(scroll(empty))  # many words in large text must not make the window taller than the screen
        self.table, self.empty = table, empty
        if isinstance(table, Table):
            table.model().modelReset.connect(self.look)
            self.look()

    def look(self) -> None:
        """Show the list if it has rows."""
        rows = self.table.model().rowCount() if isinstance(self.table, Table) else 0
        self._stack.setCurrentIndex(0 if rows else 1)


def table(
    model: ListModel | PagedModel,
    *,
    name: str,
    on_open: Callable[[str], None] | None = None,
    on_current: Callable[[str], None] | None = None,
    widths_em: Mapping[int, float] | None = None,
    lines: int = 1,
    stretch: int = -1,
) -> Table:
    """A table; ``lines`` 1 for single lines, 2 with a muted second line, 3 with wrapped words and a second line."""
    made = Table(model, name, widths_em, lines=lines, stretch=stretch)
    if on_open is not None:
        made.opened.connect(on_open)
    if on_current is not None:
        made.current.connect(on_current)
    return made
