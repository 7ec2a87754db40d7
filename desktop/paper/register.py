"""Tables: the small one of a report and the register of any length, by one way of setting rows.

A register shares the caller's rows, measures each once when its turn comes and forgets it when it is drawn. It is one
Table element over all its pages: the heading is tagged where it stands first and is an artifact wherever it is said
again (DESIGN section 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.paper import columns as widths
from desktop.paper.document import Cell, Column, Register, Table
from desktop.paper.flow import Piece
from desktop.paper.fonts import Typesetter
from desktop.paper.lines import Line, LineBreaker
from desktop.paper.pieces import CellBox, HeadPiece, RowPiece, TextPiece
from desktop.paper.styles import CELL_BOTTOM, CELL_END, CELL_SIDES, CELL_TOP, HAIR, MM, STRONG, Styles, TextStyle
from desktop.paper.tagging import Element
from desktop.paper.words import Wording
from desktop.redaction.released import Released, fixed, joined

_RULES = {"none": 0.0, "hair": HAIR, "strong": STRONG}
_TABLE_RIGHT = 2 * MM
_SMALL = 8
"""A table of no more rows than this stands on one page."""


class TableSetter:
    """Sets tables in the type of one document."""

    def __init__(self, setter: Typesetter, breaker: LineBreaker, styles: Styles, wording: Wording) -> None:
        self._setter = setter
        self._breaker = breaker
        self._styles = styles
        self._wording = wording

    def register(self, block: Register, tree: Element, left: float) -> Iterator[Piece]:
        """The pieces of a register, row by row, with its left edge at ``left`` points."""
        table = tree.add("Table")
        edges = [left]
        for column in block.columns:
            edges.append(edges[-1] + column.width * MM)
        if block.caption:
            yield self._caption(block.caption, table, left, edges[-1] - left)
        head = self._head(block.columns, edges, table)
        if block.caption:
            self._caption_again(head, block.caption)
        yield head
        again = head.again()
        verticals = tuple((x, width) for x, width, _ in head.verticals)
        for cells in block.rows:
            row = self._row(cells, block.columns, edges, table)
            row.verticals, row.head = verticals, again
            yield row

    def table(self, block: Table, tree: Element, left: float, width: float) -> Iterator[Piece]:
        """The pieces of a small table ``width`` points wide; its text is flush with the text around it."""
        wide = widths.fitted(block, width, _TABLE_RIGHT, self._breaker, self._styles)
        columns = tuple(
            Column((), each / MM, align="right" if at in block.right else "left") for at, each in enumerate(wide)
        )
        free = widths.gaps(block, _TABLE_RIGHT)
        table = tree.add("Table")
        if block.caption:
            yield self._caption(block.caption, table, left, width)
        edges = [left]
        for column in columns:
            edges.append(edges[-1] + column.width * MM)
        row_element = table.add("TR")
        cells = [
            self._flush(row_element.add("TH", scope="Column"), (text,), columns, edges, at, self._styles.head, free)
            for at, text in enumerate(block.headings)
        ]
        height = max(cell.height for cell in cells) + CELL_TOP + CELL_BOTTOM
        head = HeadPiece(
            height=height, rows=[cells], heights=[height], verticals=(), left=left, right=edges[-1], keep="tight"
        )
        if block.caption:
            self._caption_again(head, block.caption)
        yield head
        for number, texts in enumerate(block.rows):
            row_element = table.add("TR")
            boxes = [
                self._flush(row_element.add("TD"), (text,), columns, edges, at, self._styles.cell, free)
                for at, text in enumerate(texts)
            ]
            row = self._piece(boxes, (left, edges[-1], HAIR))
            row.head = head.again()
            last = len(block.rows) - 1
            row.after = self._styles.body.after if number == last else 0
            # A small table stays whole; of a longer one never a row alone at the foot or the head of a page.
            row.keep = "soft" if number < last and (len(block.rows) <= _SMALL or number in (0, last - 1)) else ""
            yield row

    def _flush(self, element: Element, cell: Cell, columns: Sequence[Column], edges: list[float], at: int,
               style: TextStyle, free: Sequence[float]) -> CellBox:  # fmt: skip
        width = edges[at + 1] - edges[at] - free[at]
        box = self._box(element, cell, edges[at], width, style)
        box.right = columns[at].align == "right"
        return box

    def _caption(self, caption: Released, table: Element, left: float, width: float) -> Piece:
        style = self._styles.caption
        lines = self._breaker.lines(caption, style, width)
        up = self._setter.up(style.font(), style.size, style.leading)
        return TextPiece(
            height=len(lines) * style.leading, before=style.before, after=style.after, keep="tight", lines=lines,
            style=style, up=up, left=left, element=table.add("Caption"),
        )  # fmt: skip

    def _caption_again(self, head: HeadPiece, caption: Released) -> None:
        style = self._styles.caption
        words = joined((caption, fixed(self._wording.continued)), " ")
        head.caption = self._breaker.lines(words, style, head.right - head.left)
        head.caption_style = style
        head.caption_up = self._setter.up(style.font(), style.size, style.leading)

    def _head(self, columns: Sequence[Column], edges: list[float], table: Element) -> HeadPiece:
        grouped = any(column.group for column in columns)
        upper, lower = self._head_cells(columns, edges, table, grouped)
        rows = [upper, lower] if grouped else [lower]
        heights = [max((cell.height for cell in row), default=0) + CELL_TOP + CELL_BOTTOM for row in rows]
        verticals = tuple(
            (edges[at], _RULES[column.rule], 1 if grouped and column.rule == "hair" else 0)
            for at, column in enumerate(columns)
            if column.rule != "none"
        )
        return HeadPiece(
            height=sum(heights), rows=rows, heights=heights, verticals=verticals, left=edges[0], right=edges[-1],
            keep="tight",
        )  # fmt: skip

    def _head_cells(self, columns: Sequence[Column], edges: list[float], table: Element, grouped: bool
                    ) -> tuple[list[CellBox], list[CellBox]]:  # fmt: skip
        """Header cells: with groups, two rows of them, of which the ungrouped cells cover both."""
        style = self._styles.head
        upper, lower = [], []
        first = table.add("TR")
        second = table.add("TR") if grouped else first
        last: Released | None = None
        for at, column in enumerate(columns):
            left, width = edges[at] + CELL_SIDES, edges[at + 1] - edges[at] - CELL_SIDES - CELL_END
            if column.group is None:
                element = first.add("TH", scope="Column", rows=2 if grouped else 1)
            else:
                element = second.add("TH", scope="Column")
                if column.group != last:
                    span = [other.group for other in columns].count(column.group)
                    above = first.add("TH", scope="Column", columns=span)
                    wide = edges[at + span] - edges[at] - CELL_SIDES - CELL_END
                    upper.append(self._box(above, (column.group,), left, wide, style))
            last = column.group
            box = self._box(element, column.heading, left, width, style)
            box.right = column.align == "right"
            lower.append(box)
        return upper, lower

    def _row(self, cells: Sequence[Cell], columns: Sequence[Column], edges: list[float], table: Element) -> RowPiece:
        """A measured row. Empty cells side by side are one cell to who listens: "blank" is said once."""
        row = table.add("TR")
        boxes: list[CellBox] = []
        blank: Element | None = None
        for at, cell in enumerate(cells):
            if not cell and blank is not None:
                blank.columns += 1
                continue
            element = row.add("TD")
            blank = None if cell else element
            width = edges[at + 1] - edges[at] - CELL_SIDES - CELL_END
            box = self._box(element, cell, edges[at] + CELL_SIDES, width, self._styles.cell)
            box.right = columns[at].align == "right"
            boxes.append(box)
        return self._piece(boxes, (edges[0], edges[-1], HAIR))

    def _piece(self, boxes: list[CellBox], rule: tuple[float, float, float]) -> RowPiece:
        height = max((box.height for box in boxes), default=0) + CELL_TOP + CELL_BOTTOM
        return RowPiece(height=height, cells=boxes, rule=rule)

    def _box(self, element: Element, cell: Cell, left: float, width: float, style: TextStyle) -> CellBox:
        up = self._setter.up(style.font(), style.size, style.leading)
        lines: list[Line] = []
        for number, text in enumerate(cell):
            # A paragraph that another follows ends with a space: who listens hears two things, not one.
            lines += self._breaker.lines(text, style, width, spaced=number < len(cell) - 1)
        return CellBox(element, left, width, lines, style, up)
