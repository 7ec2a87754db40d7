"""Blocks that are forms: facts, key facts, contents, sign-off, letterhead."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.utils import ImageReader

from desktop.paper.document import Contents, FactsLine, KeyFacts, Letterhead, Look, Run, SignOff, Text, runs_of, words
from desktop.paper.flow import Frame, Keep, Piece
from desktop.paper.fonts import Typesetter
from desktop.paper.furniture import Geometry, draw_facts, facts_lines
from desktop.paper.lines import Line, LineBreaker
from desktop.paper.pieces import CellBox, PicturePiece, RowPiece, TextPiece
from desktop.paper.styles import HAIR, MM, Styles, TextStyle
from desktop.paper.tagging import Element, Sheet
from desktop.paper.words import Wording

_LABELS = 34 * MM
_LABELS_MOST = 0.5
"""No more than this share of the measure; a longer name is broken into lines."""
_SMALL = 16
"""Facts or entries up to this many stand on one page."""
_NUMBERS = 8 * MM
_PAGES = 12 * MM
_ENTRY_PAD = 1.6 * MM
_PICTURE_HEIGHT = 22 * MM


@dataclass(slots=True, kw_only=True, eq=False)
class _FactsPiece(Piece):
    """Facts on one line, each a paragraph."""

    elements: list[Element]
    rows: list[list[tuple[int, float, Line]]]
    left: float
    setter: Typesetter
    styles: Styles

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw each fact as content of its element."""
        draw_facts(sheet, self.elements, self.rows, self.left, top, self.setter, self.styles)


@dataclass(slots=True, kw_only=True, eq=False)
class _BlankLine(Piece):
    """A line to write on, with its name under it."""

    element: Element
    labels: list[tuple[float, float, list[Line]]]
    style: TextStyle
    up: float

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the names as content, the lines as artifacts."""
        low = top - self.height + self.style.leading
        for left, _, lines in self.labels:
            sheet.text(self.element, lines, left, low - self.up, self.style.leading)
        sheet.artifact()
        for left, width, _ in self.labels:
            sheet.rule(left, low, left + width, low)
        sheet.end()


class Forms:
    """Sets the forms of one document."""

    def __init__(self, place: Geometry, setter: Typesetter, breaker: LineBreaker, styles: Styles, wording: Wording
                 ) -> None:  # fmt: skip
        self._place = place
        self._setter = setter
        self._breaker = breaker
        self._styles = styles
        self._wording = wording

    def frame(self, left: float, width: float) -> Frame:
        """The frame of a box."""
        return Frame(left, width)

    def facts(self, block: FactsLine, tree: Element) -> Iterator[Piece]:
        """Facts side by side."""
        style = self._styles.facts
        rows = facts_lines(block.facts, self._breaker, self._styles, self._place)
        yield _FactsPiece(
            height=len(rows) * style.leading, after=style.after, rows=rows,
            elements=[tree.add("P") for _ in block.facts], left=self._place.left, setter=self._setter,
            styles=self._styles,
        )  # fmt: skip

    def key_facts(self, block: KeyFacts, tree: Element, left: float, measure: float) -> Iterator[Piece]:
        """Names on the left, facts on the right."""
        listing = tree.add("L", numbering="None")
        label_style, style = self._styles.key_label, self._styles.key_value
        widths = [self._breaker.lines(label, label_style, measure)[0].width for label, _ in block.facts]
        column = min(max([_LABELS, *(width + 4 * MM for width in widths)]), measure * _LABELS_MOST)
        for number, (label, value) in enumerate(block.facts):
            entry = listing.add("LI")
            cells = [
                self._cell(entry.add("Lbl"), label, label_style, left, column - 3 * MM, spaced=True),
                self._cell(entry.add("LBody"), value, style, left + column, measure - column),
            ]
            last = number == len(block.facts) - 1
            yield RowPiece(
                height=max(cell.height for cell in cells), cells=cells, rule=None, top_pad=0, bottom_pad=0,
                after=12 if last else 1 * MM, keep="soft" if not last and len(block.facts) <= _SMALL else "",
            )  # fmt: skip

    def contents(self, block: Contents, tree: Element) -> Iterator[Piece]:
        """Numbered lines between rules, with the page where each begins."""
        listing = tree.add("TOC")
        left, right = self._place.left, self._place.right
        for number, entry in enumerate(block.entries):
            item = listing.add("TOCI")
            target: Text = tuple(Run(run.text, run.look, entry.to) for run in runs_of(entry.text))
            wide = right - left - _NUMBERS - _PAGES
            cells = [
                self._cell(item.add("Lbl"), entry.label, self._styles.entry_label, left, _NUMBERS, spaced=True),
                self._cell(item.add("Reference"), target, self._styles.entry, left + _NUMBERS, wide, spaced=True),
            ]
            last = number == len(block.entries) - 1
            yield RowPiece(
                height=max(cell.height for cell in cells) + 2 * _ENTRY_PAD, cells=cells, rule=(left, right, HAIR),
                top_pad=_ENTRY_PAD, bottom_pad=_ENTRY_PAD, over=(left, right, HAIR) if number == 0 else None,
                late=_PageOf(self._setter, self._styles.entry_page, item.add("P"), right, entry.to).draw,
                after=self._styles.body.after if last else 0,
                keep="soft" if not last and len(block.entries) <= _SMALL else "",
            )  # fmt: skip

    def sign_off(self, block: SignOff, tree: Element, left: float, measure: float) -> Iterator[Piece]:
        """What is signed, a line for each person, and the mark of the record."""
        body, note = self._styles.body, self._styles.note
        statement = self._text(block.statement, body, tree.add("P"), left, measure)
        statement.before, statement.keep = 12, "soft"
        yield statement
        up = self._setter.up(note.font(), note.size, note.leading)
        for person in block.signatories:
            element = tree.add("P")
            signature, date = measure * 0.42, measure * 0.18
            places = [
                (left, measure * 0.32, (Run(person),)),
                (left + measure * 0.36, signature, (Run(words(self._wording.signed)),)),
                (left + measure - date, date, (Run(words(self._wording.date)),)),
            ]
            labels = [(x, wide, self._breaker.lines(text, note, wide, spaced=True)) for x, wide, text in places]
            lines = max(len(each) for _, _, each in labels)
            yield _BlankLine(
                height=13 * MM + lines * note.leading, keep="soft", element=element, labels=labels, style=note, up=up
            )
        yield self._text(self._mark(block), note, tree.add("P"), left, measure, before=10)

    def _mark(self, block: SignOff) -> Text:
        mark: tuple[Run, ...] = (Run(words(self._wording.reference + " ")), Run(block.reference, Look.STRONG))
        if block.digest:
            mark += (Run(words(f" · {self._wording.digest}: ")), Run(block.digest, Look.STRONG))
        return mark

    def letterhead(self, block: Letterhead, tree: Element) -> Iterator[Piece]:
        """The board's picture and name, its address and contact."""
        place, note = self._place, self._styles.note
        if block.picture:
            picture = ImageReader(io.BytesIO(block.picture))
            across, down = picture.getSize()
            height = min(_PICTURE_HEIGHT, (place.right - place.left) * down / across)
            alt = block.alt.text if block.alt else ""
            yield PicturePiece(
                height=height, after=6, keep="tight", picture=picture, left=place.left, width=height * across / down,
                element=tree.add("Figure", alt=alt),
            )  # fmt: skip
        name = self._styles.subheading
        yield self._text(block.board, name, tree.add("P"), place.left, place.right - place.left, keep="tight")
        lines: list[Line] = []
        for text in (*block.address, *block.contact):
            lines += self._breaker.lines(text, note, place.right - place.left, spaced=True)
        piece = self._text(block.board, note, tree.add("P"), place.left, place.measure)
        piece.lines, piece.height, piece.after = lines, len(lines) * note.leading, 28
        yield piece

    def _text(self, text: Text, style: TextStyle, element: Element, left: float, width: float, *, before: float = 0,
              keep: Keep = "") -> TextPiece:  # fmt: skip
        lines = self._breaker.lines(text, style, width)
        up = self._setter.up(style.font(), style.size, style.leading)
        return TextPiece(
            height=len(lines) * style.leading, before=before, after=style.after, keep=keep, lines=lines, style=style,
            up=up, left=left, element=element,
        )  # fmt: skip

    def _cell(self, element: Element, text: Text, style: TextStyle, left: float, width: float, *, spaced: bool = False
              ) -> CellBox:  # fmt: skip
        up = self._setter.up(style.font(), style.size, style.leading)
        return CellBox(element, left, width, self._breaker.lines(text, style, width, spaced=spaced), style, up)


@dataclass(slots=True)
class _PageOf:
    """The page number of an anchor, at the right end of its line of contents."""

    setter: Typesetter
    style: TextStyle
    element: Element
    right: float
    to: str

    def draw(self, sheet: Sheet, top: float) -> None:
        """Leave its place; the number is put in when all pages are known."""
        style = self.style
        base = top - self.setter.up(style.font(), style.size, style.leading)
        sheet.begin(self.element)
        sheet.late(style.font(), style.size, self.right, base, lambda done: str(done.anchors[self.to][0] + 1))
        sheet.end()
