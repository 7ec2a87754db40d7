"""Models for lists and tables: cells with everything a row shows, and a model that fetches windows of rows.

A list of 100,000 rows scrolls without loading them all: rows are asked for in pages, on a thread, the ones in sight
first, and the oldest pages are let go.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.qt.jobs import Operation
from desktop.qt.presenting import presenting, shown

Index: TypeAlias = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1
ROW_ID = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Cell:
    """What one cell shows. ``second`` is a muted line below; ``tone`` is ``warning``, ``danger``, ``muted`` or nothing.

    ``chip`` is a person's code, ``series`` is N or S, ``icon`` a name of ``resources/icons``. ``speak`` is what a
    screen reader says when the words alone do not do. ``order`` is what the column sorts by where that differs from
    the words.
    """

    text: str = ""
    second: str = ""
    icon: str = ""
    chip: str = ""
    tone: str = ""
    series: str = ""
    speak: str = ""
    order: Any = None
    bold: bool = False

    def spoken(self) -> str:
        """Everything in words, in reading order."""
        series = {"N": "open series", "S": "sensitive series"}.get(self.series, self.series)
        chip = f"code {self.chip}" if self.chip else ""
        parts = (series, self.text, chip, self.second)
        return self.speak or ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Row:
    """One row: the id of its record and its cells."""

    id: str
    cells: tuple[Cell, ...]


def shown_cell(cell: Cell) -> Cell:
    """A cell as it may be seen. A name that becomes the code standing beside it stands there once."""
    if not presenting().on:
        return cell
    text = shown(cell.text)
    text = "" if cell.chip and text == cell.chip else text
    order = shown(cell.order) if isinstance(cell.order, str) else cell.order
    return replace(
        cell, text=text, second=shown(cell.second), speak=shown(cell.speak), chip=shown(cell.chip), order=order
    )


def shown_row(row: Row) -> Row:
    """A row as it may be seen."""
    return Row(row.id, tuple(shown_cell(cell) for cell in row.cells)) if presenting().on else row


@dataclass(frozen=True)
class Column:
    """A column: its heading, and a key to sort by (empty: cannot be sorted)."""

    title: str
    key: str = ""


class _Rows(QAbstractTableModel):
    """What both models share: headings and the roles of a cell."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.sorted_by = ("", Qt.SortOrder.AscendingOrder)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and section < len(self.columns):
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def row_at(self, row: int) -> Row | None:
        """The row, or None while it is being fetched."""
        raise NotImplementedError

    def row_id(self, index: Index) -> str:
        """The record id of the row of ``index``, or an empty string."""
        row = self.row_at(index.row()) if index.isValid() else None
        return row.id if row else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None or index.column() >= len(row.cells):
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text or cell.chip
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.spoken()
        return {CELL: cell, ROW_ID: row.id}.get(role)


class ListModel(_Rows):
    """A short list, all rows at hand; sorts by heading."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row] = (), parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._rows = [shown_row(row) for row in rows]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, row: int) -> Row | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = [shown_row(row) for row in rows]
        self._order()
        self.endResetModel()

    def find(self, record_id: str) -> int:
        """The row of a record, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == record_id), -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns) or not self.columns[column].key:
            return
        self.sorted_by = (self.columns[column].key, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        wanted = [(self.row_id(index), index.column()) for index in before]
        self._order()
        self.changePersistentIndexList(before, [self.index(self.find(record), at) for record, at in wanted])
        self.layoutChanged.emit()

    def _order(self) -> None:
        key, order = self.sorted_by
        at = next((number for number, column in enumerate(self.columns) if key and column.key == key), -1)
        if at >= 0:
            self._rows.sort(key=lambda row: _sort_key(row.cells[at]), reverse=order is Qt.SortOrder.DescendingOrder)


def _sort_key(cell: Cell) -> tuple[bool, Any]:
    value = cell.order if cell.order is not None else (cell.text or cell.chip).casefold()
    return (value == "", value)


Window: TypeAlias = Callable[[int, int], Sequence[Row]]


class PagedModel(_Rows):
    """A long list. ``count()`` and ``window(first, how_many)`` are called on a thread and may ask the store.

    ``loaded`` after the count is known, ``fetched(first, rows)`` after each page. ``kept`` pages stay in memory.
    """

    loaded = Signal(int)
    fetched = Signal(int, int)

    def __init__(
        self,
        columns: Sequence[Column],
        count: Callable[[], int],
        window: Window,
        parent: QObject | None = None,
        *,
        page: int = 200,
        kept: int = 25,
    ) -> None:
        super().__init__(columns, parent)
        self._ask_count = count
        self._ask_window: Window = lambda first, most: [shown_row(row) for row in window(first, most)]
        self._page, self._kept = page, kept
        self._total = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: dict[int, Operation[Sequence[Row]]] = {}
        self._generation = 0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._total

    @property
    def rows_in_memory(self) -> int:
        """How many rows are held now."""
        return sum(len(rows) for rows in self._pages.values())

    def reload(self) -> None:
        """Ask again for the number of rows; the first page comes with it, so that nothing flickers."""
        self._generation += 1
        generation = self._generation

        def ask(_task: object) -> tuple[int, Sequence[Row]]:
            return self._ask_count(), self._ask_window(0, self._page)

        Operation(self, "Load the list", ask).on_done(lambda got: self._reset(generation, *got)).run()

    def _reset(self, generation: int, total: int, first: Sequence[Row]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._total = total
        self._asked.clear()
        self._pages = OrderedDict({0: first})
        self.endResetModel()
        self.loaded.emit(total)

    def row_at(self, row: int) -> Row | None:
        number, at = divmod(row, self._page)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return page[at] if at < len(page) else None

    def _ask(self, number: int) -> None:
        if number in self._asked or not 0 <= number * self._page < self._total:
            return
        for other in [far for far in self._asked if abs(far - number) > 2]:
            self._asked.pop(other).cancel()  # scrolled past: never wanted now
        generation, first = self._generation, number * self._page
        operation = Operation(self, "Load the list", lambda _task: self._ask_window(first, self._page))
        self._asked[number] = operation
        operation.on_done(lambda rows: self._got(generation, number, rows)).run()

    def _got(self, generation: int, number: int, rows: Sequence[Row]) -> None:
        self._asked.pop(number, None)
        if generation != self._generation:
            return
        self._pages[number] = rows
        while len(self._pages) > self._kept:
            self._pages.popitem(last=False)
        first = number * self._page
        last = min(first + self._page, self._total) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.fetched.emit(first, len(rows))
