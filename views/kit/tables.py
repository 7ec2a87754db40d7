"""Tables and two-line lists: sunken head, hairline rows, a bar and a ring for where one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
FITTED_ROWS = 200
"""Up to so many rows are each as high as their words (a page of a long list: all are at hand); longer lists have rows
of one height.
"""
LEAST_WIDTH = 0.6
"""How much of its width a column keeps where there is no room for all of them."""


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: series, icon, words (up to ``lines``), code, and a muted second line; bar and ring of its row."""

    def __init__(self, view: Table, lines: int) -> None:
        super().__init__(view)
        self._view = view
        self.lines = lines
        self.squeezed = False
        self._known: dict[tuple[str, bool, int], int] = {}

    def forget(self) -> None:
        """The type has changed: nothing measured before holds."""
        self._known.clear()

    def most(self) -> int:
        """Lines that the words of a cell may take: one more where the columns are narrower than they should be."""
        return max(1, self.lines - 1) + (1 if self.squeezed else 0)

    def row_height(self) -> int:
        """Height of every row of a long list: words, second line and room; at least the row of the theme."""
        return self._height(self.most(), 1 if self.lines > 1 else 0)

    def height_of(self, cells: Sequence[Cell], widths: Sequence[int]) -> int:
        """What a row with these cells needs at these widths of its columns."""
        heights = [theme().row()]
        for at, (cell, width) in enumerate(zip(cells, widths, strict=False)):
            if not width:  # a column out of sight
                continue
            room = width - theme().px(PAD * 3 if at == 0 else PAD * 2) - self._signs_width(cell)
            first = self._lines(cell.text, cell.bold, room, self._most_fitted()) if cell.text else 1
            heights.append(self._height(first, self._second_lines(cell, room)))
        return max(heights)

    def word_width(self, cell: Cell) -> int:
        """How wide the longest word of a cell is, with the signs before it."""
        metrics = QFontMetrics(theme().font("strong" if cell.bold else "body"))
        longest = max((metrics.horizontalAdvance(word) for word in cell.text.split()), default=0)
        return longest + self._signs_width(cell)

    def _most_fitted(self) -> int:
        return 4 if self.squeezed else 3

    def _second_lines(self, cell: Cell, room: int) -> int:
        if not cell.second:
            return 0
        metrics = QFontMetrics(theme().font("caption"))
        return len(_fitted(cell.second, metrics, room, 2 if self._view.fitted else 1))

    def _lines(self, text: str, bold: bool, room: int, most: int) -> int:
        key = (text, bold, room)
        if key not in self._known:
            metrics = QFontMetrics(theme().font("strong" if bold else "body"))
            self._known[key] = len(_fitted(text, metrics, room, most))
        return self._known[key]

    def _height(self, words: int, second: int) -> int:
        body = QFontMetrics(theme().font("body")).lineSpacing()
        caption = QFontMetrics(theme().font("caption")).lineSpacing()
        return max(theme().row(), body * words + caption * second + theme().px(12))

    def _signs_width(self, cell: Cell) -> int:
        series = theme().px(28 if cell.series == "S" else 24) if cell.series else 0
        return series + (theme().px(23) if _sign(cell)[0] else 0)

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
        body = QFontMetrics(theme().font("strong" if cell.bold else "body"))
        caption = QFontMetrics(theme().font("caption"))
        sign, tone = _sign(cell)
        middle = self.lines == 1 and room.height() < 2 * body.lineSpacing()
        tall = room.height() if middle else body.lineSpacing()
        left = self._paint_signs(painter, QRect(room.left(), room.top(), room.width(), tall), cell, sign, tone)
        words = QRect(left, room.top(), room.right() - left + 1, room.height())
        bottom = self._paint_words(painter, words, cell, tone, body, middle=middle)
        if cell.second:
            painter.setFont(theme().font("caption"))
            painter.setPen(theme().colour("text-muted"))
            most = 2 if self._view.fitted else 1
            for number, said in enumerate(_fitted(cell.second, caption, words.width(), most)):
                below = QRect(left, bottom + number * caption.lineSpacing(), words.width(), caption.lineSpacing())
                painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)

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

    def _paint_words(
        self, painter: QPainter, room: QRect, cell: Cell, tone: str, body: QFontMetrics, *, middle: bool
    ) -> int:
        painter.setFont(theme().font("strong" if cell.bold else "body"))
        painter.setPen(theme().colour(tone_role(tone)))
        most = 1 if middle else self._most_fitted() if self._view.fitted else self.most()
        shown = _fitted(cell.text, body, room.width(), most)
        if middle:
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
            if middle:
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


def _sign(cell: Cell) -> tuple[str, str]:
    """Icon and tone of a cell: its own, or those of the state its words name."""
    if cell.icon or cell.series or cell.chip:
        return cell.icon, cell.tone
    icon, tone = state_sign(cell.text)
    return icon, cell.tone or tone


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
        self.fitted = False
        self.setAccessibleName(name)
        self.delegate = RowDelegate(self, lines)
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self._behave()
        self._head()
        for changed in (model.modelReset, model.layoutChanged, model.dataChanged):
            changed.connect(self._fit_rows)
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
        self.horizontalHeader().setFont(theme().font("caption-strong"))
        self.delegate.forget()
        self._fit()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns by em; the one that stretches takes what is left, but never less than 10 em. Where that is more than
        there is, the others give way down to their headings, and words take more lines; only then the table scrolls.
        """
        head = self.horizontalHeader()
        count = self.model().columnCount() if self.model() else 0
        if not count or head.count() != count:
            return
        em, room = theme().em(), self.viewport().width()
        stretch = self._stretch if self._stretch >= 0 else max(range(count), key=lambda at: self._widths.get(at, 99))
        least = round(min(10.0, self._widths.get(stretch, 10.0)) * em)
        wide = {
            at: round(self._widths.get(at, 9) * em)
            for at in range(count)
            if at != stretch and not self.isColumnHidden(at)
        }
        self.delegate.squeezed = bool(wide) and sum(wide.values()) + least > room
        if self.delegate.squeezed:
            part = max(LEAST_WIDTH, (room - least) / sum(wide.values()))
            wide = {at: max(round(width * part), min(width, self._least_width(at))) for at, width in wide.items()}
        for at, width in wide.items():
            head.resizeSection(at, width)
        head.resizeSection(stretch, max(least, room - sum(wide.values())))
        self._fit_rows()

    def _least_width(self, column: int) -> int:
        """Room for the heading and for the longest word of a short list: a word is never cut in two."""
        model = self.model()
        assert isinstance(model, ListModel | PagedModel)
        heading = QFontMetrics(theme().font("caption-strong")).horizontalAdvance(model.columns[column].title)
        rows = [model.row_at(at) for at in range(model.rowCount())] if model.rowCount() <= FITTED_ROWS else []
        cells = [row.cells[column] for row in rows if row is not None and column < len(row.cells)]
        words = max((self.delegate.word_width(cell) for cell in cells), default=0)
        return max(heading + theme().px(PAD), words) + theme().px(PAD * 3 if column == 0 else PAD * 2) + 2

    def _fit_rows(self) -> None:
        """Rows as high as their words where the list is short, else all of one height."""
        model, side = self.model(), self.verticalHeader()
        assert isinstance(model, ListModel | PagedModel)
        rows = model.rowCount()
        self.fitted = rows <= FITTED_ROWS
        height = theme().row() if self.fitted else self.delegate.row_height()
        if side.minimumSectionSize() != theme().row():
            side.setMinimumSectionSize(theme().row())
        if side.defaultSectionSize() != height:
            side.setDefaultSectionSize(height)
        if not self.fitted:
            return
        widths = [0 if self.isColumnHidden(at) else self.columnWidth(at) for at in range(model.columnCount())]
        for at in range(rows):
            row = model.row_at(at)
            needed = self.delegate.height_of(row.cells, widths) if row is not None else height
            if side.sectionSize(at) != needed:
                side.resizeSection(at, needed)
        self.updateGeometry()

    def rows_height(self, most: int) -> int:
        """How high the head and the first rows are, ``most`` of them at the most."""
        rows = min(most, self.model().rowCount())
        head = self.horizontalHeader().sizeHint().height()
        return head + sum(self.verticalHeader().sectionSize(at) for at in range(rows)) + theme().px(4)

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
