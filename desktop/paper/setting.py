"""From blocks to pieces: each block of a document measured and given its element of the structure tree.

In a report running text stands in a column with side notes on its left; titles, findings, boxes and everything before
the first part or finding take the whole width (look, section 9). Headings are tagged H1 (the title), H2, H3 without a
gap, whatever levels the author used, because PDF/UA-1 asks for it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from reportlab.lib.utils import ImageReader

from desktop.paper import document as blocks
from desktop.paper.document import Block, Document, Text, plain
from desktop.paper.flow import Piece
from desktop.paper.fonts import Typesetter
from desktop.paper.furniture import Geometry
from desktop.paper.lines import Line, LineBreaker
from desktop.paper.pieces import PicturePiece, RulePiece, TextPiece
from desktop.paper.register import TableSetter
from desktop.paper.setting_forms import Forms
from desktop.paper.styles import BOX_ENDS, BOX_SIDES, MM, QUOTE_INDENT, STRONG, Styles, TextStyle
from desktop.paper.tagging import Element
from desktop.paper.words import Wording

_SIDE_NOTE = 29 * MM
_ITEM_INDENT = 6 * MM
# Lines that belong together (an address, the end of a letter) stay on one page up to this many.
_WHOLE = 12
# Points between the items of a list, and around a heading on a report's first page.
_ITEM_GAP = 2.8
_FRONT_HEADING = (31.0, 7.0)


class Setting:
    """Sets the blocks of one document, in order."""

    def __init__(self, document: Document, place: Geometry, setter: Typesetter, breaker: LineBreaker, styles: Styles,
                 wording: Wording, tree: Element) -> None:  # fmt: skip
        self._document = document
        self._place = place
        self._setter = setter
        self._breaker = breaker
        self._styles = styles
        self._tree = tree
        self._tables = TableSetter(setter, breaker, styles, wording)
        self._forms = Forms(place, setter, breaker, styles, wording)
        self._levels: list[int] = []
        self._front = document.style == "report"
        self._break = False
        self._left, self._measure = place.left, place.right - place.left
        self._frame: Any = None
        if not self._front:
            self._left, self._measure = place.column, place.measure

    def pieces(self) -> Iterator[Piece]:
        """The pieces of the whole document, one by one."""
        yield from self._all(self._document.blocks)

    def _all(self, sequence: tuple[Block, ...]) -> Iterator[Piece]:
        at = 0
        while at < len(sequence):
            block = sequence[at]
            at += 1
            note = None
            if isinstance(block, blocks.Heading) and at < len(sequence) and isinstance(sequence[at], blocks.SideNote):
                note = sequence[at]
                at += 1
            closing = self._closes(block, sequence[at:])
            made = self._one(block, note)
            for piece in _held(made) if self._is_signed(block, sequence[at:]) else made:
                if closing:
                    piece.keep = piece.keep or "soft"
                if self._break:
                    piece.starts_page, self._break = True, False
                if self._full and not self._front:
                    piece.clear = True
                yield piece

    def _closes(self, block: Block, rest: tuple[Block, ...]) -> bool:
        """Whether only the greeting of a letter follows: it does not stand on a page by itself."""
        alone = len(rest) == 1 and isinstance(rest[0], blocks.Lines)
        return alone and self._document.style == "letter" and isinstance(block, blocks.Paragraph)

    def _is_signed(self, block: Block, rest: tuple[Block, ...]) -> bool:
        """Whether the place to sign follows: nobody signs a page on which nothing else stands."""
        return bool(rest) and isinstance(rest[0], blocks.SignOff) and not isinstance(block, blocks.Register)

    _full = False

    def _one(self, block: Block, note: Block | None) -> Iterator[Piece]:
        self._full = False
        if isinstance(block, blocks.Heading):
            return self._heading(block, note if isinstance(note, blocks.SideNote) else None)
        setters: dict[type[Block], Callable[[Any], Iterator[Piece]]] = {
            blocks.Title: self._title, blocks.FactsLine: self._facts, blocks.Finding: self._finding,
            blocks.SideNote: self._side_note, blocks.Paragraph: self._paragraph, blocks.Lines: self._lines,
            blocks.Bullets: self._bullets, blocks.Numbered: self._numbered, blocks.KeyFacts: self._key_facts,
            blocks.Table: self._table, blocks.Register: self._register, blocks.Figure: self._figure,
            blocks.Box: self._box, blocks.Rule: self._rule, blocks.PageBreak: self._page_break,
            blocks.Contents: self._contents, blocks.SignOff: self._sign_off, blocks.Letterhead: self._letterhead,
        }  # fmt: skip
        return setters[type(block)](block)

    # --- headings ---

    def _title(self, block: blocks.Title) -> Iterator[Piece]:
        style, whole = self._styles.title, self._place.right - self._place.left
        piece = self._text(block.text, style, self._tree.add("H1"), left=self._place.left, width=whole)
        piece.keep, piece.bookmark = "tight", (0, plain(block.text))
        # The first thing on the first page keeps its space above; under a letterhead a title is just a line.
        piece.starts_page = self._document.blocks[0] is block
        self._levels = [0]
        if not block.subtitle and not any(isinstance(each, blocks.FactsLine) for each in self._document.blocks):
            piece.after = max(piece.after, self._styles.body.after)
        yield piece
        if block.subtitle:
            width = min(whole, 135 * MM) if self._document.style == "report" else whole
            yield self._text(block.subtitle, self._styles.subtitle, self._tree.add("P"), self._place.left, width)

    def _tag(self, level: int) -> tuple[str, int]:
        """The tag and bookmark depth of a heading: one below the nearest higher one, never further."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return f"H{len(self._levels)}", len(self._levels) - 1

    def _heading(self, block: blocks.Heading, note: blocks.SideNote | None) -> Iterator[Piece]:
        style = {1: self._styles.part, 2: self._styles.heading, 3: self._styles.subheading}[block.level]
        starts = block.level == 1 and self._document.style == "report"
        if starts:
            self._enter()
        left, width = self._left, self._measure
        if block.level == 1:
            left, width = self._place.left, self._place.right - self._place.left
            self._full = True
        tag, depth = self._tag(block.level)
        piece = self._text(block.text, style, self._tree.add(tag), left, width)
        piece.keep, piece.starts_page = "tight", starts
        piece.anchor, piece.bookmark = block.anchor, (depth, plain(block.text))
        if self._front and block.level == 2:
            piece.before, piece.after = _FRONT_HEADING
        if note is not None and self._document.style == "report" and not self._front:
            self._beside(piece, note.text)
            yield piece
            return
        yield piece
        if note is not None:
            yield from self._side_note(note)

    def _beside(self, piece: TextPiece, text: Text) -> None:
        style = self._styles.side
        lines = self._breaker.lines(text, style, _SIDE_NOTE)
        # The first line of the note stands on the heading's base line.
        down = piece.up
        piece.beside = (self._tree.add("Note"), lines, style, self._place.left, down)
        piece.beside[0].tag = "P"
        piece.room = down + (len(lines) - 0.5) * style.leading

    def _enter(self) -> None:
        """From the first part or finding on, running text of a report stands in its column."""
        self._front = False
        if self._document.style == "report":
            self._left, self._measure = self._place.column, self._place.measure

    def _finding(self, block: blocks.Finding) -> Iterator[Piece]:
        report = self._document.style == "report"
        self._enter()
        self._full = True
        left, width = self._place.left, self._place.right - self._place.left
        tag, depth = self._tag(1)
        element = self._tree.add(tag)
        label = self._text(block.label, self._styles.finding, element, left, width, spaced=True)
        label.keep, label.starts_page, label.anchor = "tight", report, block.anchor
        label.bookmark = (depth, f"{plain(block.label)}. {plain(block.statement)}")
        yield label
        statement = self._text(block.statement, self._styles.statement, element, left, width)
        statement.before, statement.keep = 0, "tight"
        yield statement

    # --- text ---

    def _text(self, text: Text, style: TextStyle, element: Element, left: float | None = None,
              width: float | None = None, *, spaced: bool = False) -> TextPiece:  # fmt: skip
        lines = self._breaker.lines(text, style, self._measure if width is None else width, spaced=spaced)
        return self._lines_piece(lines, style, element, self._left if left is None else left)

    def _lines_piece(self, lines: list[Line], style: TextStyle, element: Element, left: float) -> TextPiece:
        up = self._setter.up(style.font(), style.size, style.leading)
        return TextPiece(
            height=len(lines) * style.leading, before=style.before, after=style.after, lines=lines, style=style, up=up,
            left=left, element=element, frame=self._frame,
        )  # fmt: skip

    def _paragraph(self, block: blocks.Paragraph) -> Iterator[Piece]:
        style: TextStyle = getattr(self._styles, block.style)
        left, width = self._left, self._measure
        if block.style == "quote":
            left, width = left + QUOTE_INDENT, width - QUOTE_INDENT
        if block.style == "thanks":
            width = min(width, 132 * MM)
        text = block.text
        if block.speaker:
            speaker = blocks.Run(block.speaker, blocks.Look.SMALL)
            text = (*blocks.runs_of(text), blocks.Run(blocks.words(" ")), speaker)
        tag = "BlockQuote" if block.style == "quote" else "P"
        element = self._tree.add(tag)
        yield self._text(text, style, element.add("P") if tag == "BlockQuote" else element, left, width)

    def _side_note(self, block: blocks.SideNote) -> Iterator[Piece]:
        yield self._text(block.text, self._styles.note, self._tree.add("P"))

    def _lines(self, block: blocks.Lines) -> Iterator[Piece]:
        style, element = self._styles.body, self._tree.add("P")
        width = self._place.right - self._place.left if block.align == "right" else self._measure
        lines: list[Line] = []
        for number, text in enumerate(block.lines):
            lines += self._breaker.lines(text, style, width, spaced=number < len(block.lines) - 1)
        piece = self._lines_piece(lines, style, element, self._left)
        piece.measure = width if block.align == "right" else 0
        piece.before, piece.after = 0, style.after * 2
        piece.whole = len(lines) <= _WHOLE
        yield piece

    def _bullets(self, block: blocks.Bullets) -> Iterator[Piece]:
        labels = (blocks.words("•"),) * len(block.items)
        return self._list(block.items, labels, "Disc", 4 * MM)

    def _numbered(self, block: blocks.Numbered) -> Iterator[Piece]:
        labels = block.labels or tuple(blocks.words(f"{at + 1}") for at in range(len(block.items)))
        return self._list(block.items, labels, "Decimal", 0)

    def _list(self, items: tuple[Text, ...], labels: tuple[Any, ...], numbering: str, indent: float) -> Iterator[Piece]:
        style, listing = self._styles.body, self._tree.add("L", numbering=numbering)
        marks = [self._breaker.lines(label, style, self._measure, spaced=True) for label in labels]
        step = max(_ITEM_INDENT, *(lines[0].width + 2.5 * MM for lines in marks)) if marks else _ITEM_INDENT
        if indent:
            step = indent
        for number, (item, mark) in enumerate(zip(items, marks, strict=True)):
            entry = listing.add("LI")
            label = entry.add("Lbl")
            piece = self._text(item, style, entry.add("LBody"), self._left + step, self._measure - step)
            piece.label = (label, mark, style, self._left, piece.up)
            piece.after = style.after if number == len(items) - 1 else _ITEM_GAP
            yield piece

    # --- tables, pictures, boxes ---

    def _table(self, block: blocks.Table) -> Iterator[Piece]:
        return self._framed(self._tables.table(block, self._tree, self._left, self._measure))

    def _register(self, block: blocks.Register) -> Iterator[Piece]:
        self._full = True
        return self._framed(self._tables.register(block, self._tree, self._place.left))

    def _framed(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            piece.frame = self._frame
            yield piece

    def _figure(self, block: blocks.Figure) -> Iterator[Piece]:
        picture = ImageReader(io.BytesIO(block.png))
        across, down = picture.getSize()
        width = min(block.width * MM, self._place.right - self._left)
        tallest = (self._place.height - 90 * MM) if self._frame is None else 120 * MM
        height = width * down / across
        if height > tallest:
            width, height = width * tallest / height, tallest
        if block.caption:
            caption = self._text(block.caption, self._styles.caption, self._tree.add("P"))
            caption.keep = "tight"
            yield caption
        element = self._tree.add("Figure", alt=block.alt.text)
        yield PicturePiece(
            height=height, before=4, after=10, picture=picture, left=self._left, width=width, element=element,
            frame=self._frame,
        )  # fmt: skip

    def _box(self, block: blocks.Box) -> Iterator[Piece]:
        kept = (self._left, self._measure, self._frame, self._tree)
        left, width = self._place.left, self._place.right - self._place.left
        if self._document.style != "report":
            width = self._measure
        self._left, self._measure = left + BOX_SIDES, width - 2 * BOX_SIDES
        self._tree = self._tree.add("Sect")
        frame = self._forms.frame(left, width)
        self._frame = frame
        inner = block.blocks if block.heading is None else (blocks.Heading(block.heading, 3), *block.blocks)
        yield self._pad(before=17, after=0, keep="soft")
        last: Piece | None = None
        for piece in self._all(inner):
            piece.frame, piece.clear, piece.keep = frame, True, piece.keep or "soft"
            if last is None:
                piece.before = 0
            else:
                yield last
            last = piece
        if last is not None:
            last.after = 0
            yield last
        self._left, self._measure, self._frame, self._tree = kept
        self._full = True
        closing = self._pad(before=0, after=12, keep="")
        closing.frame = frame
        yield closing

    def _pad(self, before: float, after: float, keep: Any) -> Piece:
        return Piece(height=BOX_ENDS, before=before, after=after, keep=keep, frame=self._frame, clear=True)

    def _rule(self, _: blocks.Rule) -> Iterator[Piece]:
        yield RulePiece(height=STRONG, before=25.5, after=25.5, left=self._left, width=34 * MM, thick=STRONG)

    def _page_break(self, _: blocks.PageBreak) -> Iterator[Piece]:
        self._break = True
        return iter(())

    # --- forms ---

    def _facts(self, block: blocks.FactsLine) -> Iterator[Piece]:
        return self._forms.facts(block, self._tree)

    def _key_facts(self, block: blocks.KeyFacts) -> Iterator[Piece]:
        return self._framed(self._forms.key_facts(block, self._tree, self._left, self._measure))

    def _contents(self, block: blocks.Contents) -> Iterator[Piece]:
        self._full = True
        return self._forms.contents(block, self._tree)

    def _sign_off(self, block: blocks.SignOff) -> Iterator[Piece]:
        return self._forms.sign_off(block, self._tree, self._left, self._measure)

    def _letterhead(self, block: blocks.Letterhead) -> Iterator[Piece]:
        return self._forms.letterhead(block, self._tree)


def _held(made: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, of which the last stays with what follows."""
    before: Piece | None = None
    for piece in made:
        if before is not None:
            yield before
        before = piece
    if before is not None:
        before.keep = before.keep or "soft"
        yield before
