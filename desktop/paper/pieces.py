"""The pieces that pages are made of: paragraphs, rows, rules and pictures, already measured.

Each knows its element of the structure tree, so that pieces of one paragraph or row on two pages stay one element.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reportlab.lib.utils import ImageReader

from desktop.paper.flow import Head, Piece
from desktop.paper.lines import Line
from desktop.paper.styles import CELL_BOTTOM, CELL_TOP, HAIR, TextStyle
from desktop.paper.tagging import Element, Sheet


@dataclass(slots=True, kw_only=True, eq=False)
class TextPiece(Piece):
    """A paragraph: never fewer than two lines of it alone at the foot or the head of a page.

    ``label`` is drawn left of its first line (a bullet, a number); ``beside`` are the lines of a side note; one that is
    ``whole`` is never divided (an address, the end of a letter).
    """

    lines: list[Line]
    style: TextStyle
    up: float
    left: float
    element: Element
    measure: float = 0
    label: tuple[Element, list[Line], TextStyle, float, float] | None = None
    beside: tuple[Element, list[Line], TextStyle, float, float] | None = None
    anchor: str = ""
    bookmark: tuple[int, str] | None = None
    whole: bool = False

    @property
    def least(self) -> float:
        """Two lines, or all of a paragraph of three."""
        return self.height if self.whole or len(self.lines) < 4 else 2 * self.style.leading

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw label, text and side note."""
        sheet.anchor(self.anchor, top + self.style.leading)
        if self.bookmark:
            sheet.bookmark(*self.bookmark, top + self.style.leading)
        if self.label:
            _aside(sheet, self.label, top)
        sheet.text(self.element, self.lines, self.left, top - self.up, self.style.leading, self.measure)
        if self.beside:
            _aside(sheet, self.beside, top)

    def divide(self, room: float) -> tuple[Piece, Piece] | None:
        """Divide between lines so that both parts have two at least."""
        count = min(int((room + 0.01) / self.style.leading), len(self.lines) - 2)
        if count < 2 or self.whole:
            return None
        height = count * self.style.leading
        first = replace(self, lines=self.lines[:count], height=height, after=0, beside=self.beside)
        rest = replace(
            self, lines=self.lines[count:], height=self.height - height, before=0, label=None, beside=None, room=0,
            anchor="", bookmark=None, starts_page=False,
        )  # fmt: skip
        return first, rest


def _aside(sheet: Sheet, aside: tuple[Element, list[Line], TextStyle, float, float], top: float) -> None:
    element, lines, style, left, down = aside
    sheet.text(element, lines, left, top - down, style.leading)


@dataclass(slots=True, eq=False)
class CellBox:
    """A measured cell: its element, place, lines in one style, and how far their base lies below their top."""

    element: Element | None
    left: float
    width: float
    lines: list[Line]
    style: TextStyle
    up: float
    right: bool = False

    @property
    def height(self) -> float:
        """The height of its lines."""
        return len(self.lines) * self.style.leading

    def draw(self, sheet: Sheet, top: float, *, artifact: bool = False) -> None:
        """Draw its lines from ``top`` down, as content of its element or within an open artifact."""
        element = None if artifact else self.element
        measure = self.width if self.right else 0
        sheet.text(element, self.lines, self.left, top - self.up, self.style.leading, measure)

    def divide(self, room: float) -> tuple[CellBox, CellBox]:
        """The lines that fit into ``room``, and the others."""
        count = max(0, int((room + 0.01) / self.style.leading))
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])


@dataclass(slots=True, kw_only=True, eq=False)
class RowPiece(Piece):
    """A row of cells with a rule below; ``verticals`` are ``(x, width)`` of the rules between its columns.

    A row is never divided unless it is higher than a page. Then it goes on at the head of the next page under the first
    line of its first cell, which is repeated there.
    """

    cells: list[CellBox]
    rule: tuple[float, float, float] | None
    verticals: tuple[tuple[float, float], ...] = ()
    top_pad: float = CELL_TOP
    bottom_pad: float = CELL_BOTTOM
    over: tuple[float, float, float] | None = None
    late: Callable[[Sheet, float], None] | None = None
    again: CellBox | None = None

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw cells, then rules as artifacts."""
        for cell in self.cells:
            if cell.lines:
                cell.draw(sheet, top - self.top_pad)
        if self.late:
            self.late(sheet, top - self.top_pad)
        if not (self.rule or self.verticals or self.over or self.again):
            return
        sheet.artifact()
        if self.again:
            self.again.draw(sheet, top - self.top_pad, artifact=True)
        low = top - self.height
        for x, width in self.verticals:
            sheet.rule(x, top, x, low, width)
        if self.rule:
            left, right, width = self.rule
            sheet.rule(left, low, right, low, width)
        if self.over:
            left, right, width = self.over
            sheet.rule(left, top, right, top, width)
        sheet.end()

    def divide(self, room: float) -> tuple[Piece, Piece] | None:
        """As much of the row as fits on a whole page, and the rest under the row's number."""
        inner = room - self.top_pad - self.bottom_pad
        again = self.again or _first_line(self.cells[0])
        skip = 0.0
        if self.again:
            skip = self.again.height
        parts = [cell.divide(inner - (skip if at == 0 else 0)) for at, cell in enumerate(self.cells)]
        if not any(first.lines for first, _ in parts):
            return None
        rest = [second for _, second in parts]
        height = max(cell.height for cell in rest) + self.top_pad + self.bottom_pad
        height = max(height, again.height + self.top_pad + self.bottom_pad)
        first_piece = replace(self, cells=[first for first, _ in parts], height=room, rule=None, after=0)
        return first_piece, replace(self, cells=rest, height=height, before=0, again=again, over=None, late=None)

    @property
    def least(self) -> float:
        """A row begins only where it ends."""
        return self.height


def _first_line(cell: CellBox) -> CellBox:
    return replace(cell, lines=cell.lines[:1])


@dataclass(slots=True, kw_only=True, eq=False)
class RulePiece(Piece):
    """A rule that means nothing."""

    left: float
    width: float
    thick: float = HAIR

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it at its upper edge."""
        sheet.artifact()
        sheet.rule(self.left, top, self.left + self.width, top, self.thick)
        sheet.end()


@dataclass(slots=True, kw_only=True, eq=False)
class PicturePiece(Piece):
    """A picture, or several pieces of drawing, as one figure."""

    picture: ImageReader
    left: float
    width: float
    element: Element

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it as content of its element."""
        sheet.begin(self.element)
        sheet.image(self.picture, self.left, top - self.height, self.width, self.height)
        sheet.end()


@dataclass(slots=True, kw_only=True, eq=False)
class HeadPiece(Piece):
    """The heading of a table: content the first time, an artifact on each later page."""

    rows: list[list[CellBox]]
    heights: list[float]
    verticals: tuple[tuple[float, float, int], ...]
    left: float
    right: float
    caption: list[Line] = field(default_factory=list)
    caption_style: TextStyle | None = None
    caption_up: float = 0

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the heading as content of its header cells."""
        self._cells(sheet, top, artifact=False)
        sheet.artifact()
        self._rules(sheet, top)
        sheet.end()

    def again(self) -> Head:
        """What later pages repeat."""
        return _HeadAgain(self)

    def _cells(self, sheet: Sheet, top: float, *, artifact: bool) -> None:
        low = top
        for row, height in zip(self.rows, self.heights, strict=True):
            low -= height
            for cell in row:
                if cell.lines:
                    cell.draw(sheet, low + CELL_TOP + cell.height, artifact=artifact)

    def _rules(self, sheet: Sheet, top: float) -> None:
        low = top - self.height
        sheet.rule(self.left, top, self.right, top, 1)
        sheet.rule(self.left, low, self.right, low, 1)
        for x, width, row in self.verticals:
            sheet.rule(x, top - sum(self.heights[:row]), x, low, width)


@dataclass(slots=True, eq=False)
class _HeadAgain:
    """A table's caption and heading on a page that it continues on."""

    first: HeadPiece

    @property
    def height(self) -> float:
        """Heading and, where there is one, caption."""
        style = self.first.caption_style
        return self.first.height + (len(self.first.caption) * style.leading + style.after if style else 0)

    def draw_again(self, sheet: Sheet, top: float) -> None:
        """Draw both as one artifact."""
        first = self.first
        sheet.artifact()
        if first.caption_style:
            style = first.caption_style
            sheet.text(None, first.caption, first.left, top - first.caption_up, style.leading)
            top -= len(first.caption) * style.leading + style.after
        first._cells(sheet, top, artifact=True)
        first._rules(sheet, top)
        sheet.end()
