"""What stands around the text of every page: marking, reference, version, as-at time, page x of y.

Furniture is an artifact, but for one thing: the protective marking in the head of page 1 is the first paragraph of the
document, so that who listens hears it first (DESIGN section 6). Measures: look, section 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.paper.document import Document, FactsLine, Look, Run, Text, Title, plain, runs_of
from desktop.paper.fonts import Typesetter
from desktop.paper.lines import Line, LineBreaker
from desktop.paper.styles import HAIR, MARKING_SPACE, MM, Styles, TextStyle
from desktop.paper.tagging import Element, Sheet
from desktop.paper.words import Wording
from desktop.redaction.released import Released, fixed, joined

_SIZES = {"A4": (210 * MM, 297 * MM), "A3": (297 * MM, 420 * MM)}
_STATEMENT = 235 * MM
FACTS_GAP = 7 * MM
_AIR = 6 * MM
_FOOT_AIR = 1.4 * MM
# The least room between two parts of a line of furniture.
_BETWEEN = 4 * MM


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where text may stand on the pages of a document; points from the lower left corner."""

    width: float
    height: float
    left: float
    right: float
    head: float
    foot: float
    column: float
    measure: float


def geometry(document: Document) -> Geometry:
    """The page of a document. ``column`` is the left edge of running text, ``measure`` its width."""
    width, height = _SIZES[document.paper]
    if document.landscape:
        width, height = height, width
    if document.landscape and document.style == "list":
        side = 12 * MM
        return Geometry(width, height, side, width - side, 9 * MM, 8 * MM, side, min(width - 2 * side, 170 * MM))
    side = 25 * MM
    whole = width - 2 * side
    if document.style == "report":
        return Geometry(width, height, side, width - side, 16 * MM, 12 * MM, 58 * MM, whole - 33 * MM)
    measure = whole if document.style == "large_print" else min(whole, 142 * MM)
    return Geometry(width, height, side, width - side, 16 * MM, 12 * MM, side, measure)


@dataclass(frozen=True, slots=True)
class _Band:
    """A line of furniture in three parts: words on the left and right wrap before they meet the marking."""

    left: list[Line]
    right: list[Line]
    marking: bool

    @property
    def count(self) -> int:
        """How many lines it takes."""
        return max(len(self.left), len(self.right), 1)


class PageFurniture:
    """Draws what stands around the text, and says where text may stand."""

    def __init__(self, document: Document, place: Geometry, setter: Typesetter, breaker: LineBreaker, styles: Styles,
                 wording: Wording) -> None:  # fmt: skip
        self._document = document
        self._place = place
        self._setter = setter
        self._breaker = breaker
        self._styles = styles
        self._wording = wording
        self._style = styles.furniture
        self._up = setter.up(self._style.font(), self._style.size, self._style.leading)
        self._report = document.style in ("report", "large_print")
        self._marking, self._spacing = self._marked()
        self._marking_width = self._marking.width + self._spacing * len(document.furniture.marking.text)
        self._title, self._facts = _running(document)
        self._heads = [self._head_band(first) for first in (True, False)]
        self._feet = [self._foot_band(first) for first in (True, False)]
        self._statement = [] if self._report else self._statement_lines()

    def top(self, page: int) -> float:
        """Where text begins: on later pages of a list, below its repeated title."""
        if self._report:
            return self._rule_top(page) - _AIR
        top = self._below_head(page)
        if page and self._title is not None:
            return top - self._running_height()
        return top - (_AIR if self._document.style == "letter" or page else 0)

    def start(self, page: int) -> float:
        """Where the space above a piece that starts its page counts from."""
        return self._rule_top(page) if self._report else self.top(page)

    def bottom(self, page: int) -> float:
        """Where text ends."""
        return self._foot_top(page) + 3 * MM

    def draw(self, sheet: Sheet) -> None:
        """Draw head and foot of the page that the sheet is at."""
        self._draw_head(sheet)
        sheet.artifact("Footer")
        self._draw_foot(sheet)
        sheet.end()

    # --- head ---

    def _head_band(self, first: bool) -> _Band:
        furniture, letter = self._document.furniture, self._document.style == "letter"
        if self._report:
            left = self._dotted(furniture.board if first else furniture.short_title, furniture.note)
            return self._band(left, None, self._marking_width, marking=False)
        if first and letter:
            return self._band(None, furniture.note, 0, marking=True)
        right = self._dotted(furniture.reference, furniture.version, furniture.note)
        return self._band(furniture.board, right, 0, marking=True)

    def _band(self, left: Released | None, right: Released | None, taken: float, *, marking: bool) -> _Band:
        """``taken`` is the room of what stands at the right end; with ``marking`` the middle is taken too."""
        whole = self._place.right - self._place.left
        half = (whole - self._marking_width) / 2 - _BETWEEN if marking else whole - taken - _BETWEEN
        sides = [self._breaker.lines(words, self._style, half) if words else [] for words in (left, right)]
        return _Band(sides[0], sides[1], marking)

    def _below_head(self, page: int) -> float:
        lines = self._heads[bool(page)].count
        return self._place.height - self._place.head - lines * self._style.leading

    def _rule_top(self, page: int) -> float:
        return self._below_head(page) - 1.5 * MM

    def _draw_head(self, sheet: Sheet) -> None:
        place, page = self._place, sheet.page
        base = place.height - place.head - self._up
        end = place.right if self._report else None
        if page == 0:
            # The marking is heard first: it is the first element of the tree, wherever it stands in the head.
            self._draw_marking(sheet, sheet.tree.add("P"), base, end)
        sheet.artifact("Header")
        if page:
            self._draw_marking(sheet, None, base, end)
        self._draw_sides(sheet, self._heads[bool(page)], base)
        if self._report:
            sheet.rule(place.left, self._rule_top(page), place.right, self._rule_top(page))
        elif page and self._title is not None:
            self._running_title(sheet, self._below_head(page))
        sheet.end()

    def _draw_sides(self, sheet: Sheet, band: _Band, base: float) -> None:
        leading = self._style.leading
        sheet.text(None, band.left, self._place.left, base, leading)
        if band.right:
            # Measured from the left so that the lines end at the right edge.
            whole = self._place.right - self._place.left
            sheet.text(None, band.right, self._place.left, base, leading, whole)

    def _draw_marking(self, sheet: Sheet, element: Element | None, base: float, right: float | None) -> None:
        width = self._marking_width
        left = (self._place.left + self._place.right - width) / 2 if right is None else right - width
        sheet.text(element, [self._marking], left, base, self._style.leading, space=self._spacing)

    def _marked(self) -> tuple[Line, float]:
        """A protective marking is bold and letter-spaced; "For publication" is ordinary words."""
        marking = self._document.furniture.marking
        runs: Text = (Run(marking, Look.STRONG),) if self._protective() else marking
        lines = self._breaker.lines(runs, self._style, self._place.right - self._place.left)
        return lines[0], self._style.size * MARKING_SPACE if self._protective() else 0

    def _protective(self) -> bool:
        return self._document.furniture.marking.text.isupper()

    def _running_title(self, sheet: Sheet, top: float) -> None:
        style, place = self._styles.title, self._place
        top -= style.before
        lines = self._title_lines()
        up = self._setter.up(style.font(), style.size, style.leading)
        sheet.text(None, lines, place.left, top - up, style.leading)
        top -= len(lines) * style.leading + style.after
        if self._facts:
            rows = facts_lines(self._facts, self._breaker, self._styles, place)
            draw_facts(sheet, [None] * len(self._facts), rows, place.left, top, self._setter, self._styles)

    def _title_lines(self) -> list[Line]:
        regular = TextStyle(self._styles.title.family, self._styles.title.size, self._styles.title.leading)
        strong = (Run(run.text, Look.STRONG) for run in runs_of(self._title or fixed("")))
        words = (*strong, Run(fixed(" " + self._wording.continued)))
        return self._breaker.lines(words, regular, self._place.right - self._place.left)

    def _running_height(self) -> float:
        style, facts = self._styles.title, self._styles.facts
        height = style.before + len(self._title_lines()) * style.leading + style.after + facts.after
        rows = facts_lines(self._facts, self._breaker, self._styles, self._place) if self._facts else []
        return height + len(rows) * facts.leading

    # --- foot ---

    def _statement_lines(self) -> list[Line]:
        width = min(self._place.right - self._place.left, _STATEMENT)
        foot = self._document.furniture.foot
        return [line for text in foot for line in self._breaker.lines(text, self._style, width)]

    def _foot_band(self, first: bool) -> _Band:
        furniture = self._document.furniture
        page = self._setter.width(self._style.font(), self._wording.page.format(number=9999, count=9999))
        if self._report:
            note = furniture.foot if first else ()
            words = self._dotted(furniture.reference, furniture.version, furniture.as_at, *note)
            return self._band(words, None, page * self._style.size, marking=self._protective())
        told = any(furniture.as_at.text in plain(fact) for fact in self._facts)
        words = self._dotted(furniture.signed, None if told else furniture.as_at, furniture.note)
        return self._band(words, None, 0, marking=True)

    def _foot_top(self, page: int) -> float:
        leading = self._style.leading
        height = self._feet[bool(page)].count * leading + _FOOT_AIR
        if self._statement:
            height += len(self._statement) * leading + 1 * MM
        return self._place.foot + height

    def _draw_foot(self, sheet: Sheet) -> None:
        place, leading, band = self._place, self._style.leading, self._feet[bool(sheet.page)]
        top = self._foot_top(sheet.page)
        sheet.rule(place.left, top, place.right, top, HAIR)
        if self._statement:
            sheet.text(None, self._statement, place.left, top - _FOOT_AIR - self._up, leading)
        base = place.foot + band.count * leading - self._up
        self._draw_sides(sheet, band, base)
        if band.marking:
            self._draw_marking(sheet, None, base, None)
        number, words = sheet.page + 1, self._wording.page
        sheet.late(
            self._style.font(), self._style.size, place.right, base,
            lambda done: words.format(number=number, count=done.page),
        )  # fmt: skip

    def _dotted(self, *parts: Released | None) -> Released:
        return joined([part for part in parts if part], " · ")


def _running(document: Document) -> tuple[Text | None, tuple[Text, ...]]:
    """The title and facts that a list says again on later pages."""
    if document.style != "list":
        return None, ()
    title = next((block.text for block in document.blocks if isinstance(block, Title)), None)
    facts = next((block.facts for block in document.blocks if isinstance(block, FactsLine)), ())
    return title, facts


def facts_lines(facts: Sequence[Text], breaker: LineBreaker, styles: Styles, place: Geometry
                ) -> list[list[tuple[int, float, Line]]]:  # fmt: skip
    """Facts side by side: rows of ``(number, x from the left, line)``; a fact that does not fit begins a row."""
    rows: list[list[tuple[int, float, Line]]] = [[]]
    x, width = 0.0, place.right - place.left
    for number, fact in enumerate(facts):
        for line in breaker.lines(fact, styles.facts, width, spaced=True):
            if rows[-1] and x + line.width > width:
                rows.append([])
                x = 0.0
            rows[-1].append((number, x, line))
            x += line.width + FACTS_GAP
    return rows


def draw_facts(sheet: Sheet, elements: Sequence[Element | None], rows: list[list[tuple[int, float, Line]]], left: float,
               top: float, setter: Typesetter, styles: Styles) -> None:  # fmt: skip
    """Draw rows of facts from ``top`` down; an element of None means within an open artifact."""
    style = styles.facts
    base = top - setter.up(style.font(), style.size, style.leading)
    for row in rows:
        for number, x, line in row:
            sheet.text(elements[number], [line], left + x, base, style.leading)
        base -= style.leading
