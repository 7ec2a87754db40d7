"""What stands around the text of every page: marking, reference, version, as-at time, page x of y.

Furniture is an artifact, but for one thing: the protective marking in the head of page 1 is the first paragraph of the
document, so that who listens hears it first (DESIGN section 6). Measures: look, section 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.paper.document import Document, FactsLine, Look, Run, Text, Title, plain, runs_of
from desktop.paper.fonts import Typesetter, font_name
from desktop.paper.lines import Line, LineBreaker
from desktop.paper.styles import HAIR, MARKING_SPACE, MM, Styles, TextStyle
from desktop.paper.tagging import Element, Sheet
from desktop.paper.words import Wording
from desktop.redaction.released import Released, fixed, joined

_SIZES = {"A4": (210 * MM, 297 * MM), "A3": (297 * MM, 420 * MM)}
_STATEMENT = 235 * MM
FACTS_GAP = 7 * MM
_AIR = 6 * MM


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
        self._marking = self._marked()
        self._title, self._facts = _running(document)
        self._foot = self._foot_lines()
        self._first_foot = self._report_note() if self._report else []

    @property
    def _report(self) -> bool:
        return self._document.style in ("report", "large_print")

    def top(self, page: int) -> float:
        """Where text begins: on later pages of a list, below its repeated title."""
        if self._report:
            return self._rule_top() - _AIR
        top = self._place.height - self._place.head - self._style.leading
        if page == 0 or self._title is None:
            return top - (2.5 * MM if page == 0 else _AIR)
        return top - self._running_height()

    def start(self, page: int) -> float:
        """Where the space above a piece that starts its page counts from."""
        return self._rule_top() if self._report else self.top(page)

    def bottom(self, page: int) -> float:
        """Where text ends."""
        lines = len(self._foot) if not self._report else max(0, len(self._first_foot) - 1) if page == 0 else 0
        if self._report:
            return self._place.foot + self._style.leading * (1 + lines) + 1.5 * MM + 3 * MM
        return self._place.foot + self._foot_height() + 3 * MM

    def draw(self, sheet: Sheet) -> None:
        """Draw head and foot of the page that the sheet is at."""
        self._draw_head(sheet)
        sheet.artifact("Footer")
        if self._report:
            self._report_foot(sheet)
        else:
            self._list_foot(sheet)
        sheet.end()

    # --- head ---

    def _rule_top(self) -> float:
        return self._place.height - self._place.head - self._style.leading - 1.5 * MM

    def _draw_head(self, sheet: Sheet) -> None:
        place, furniture = self._place, self._document.furniture
        base = place.height - place.head - self._up
        first = sheet.page == 0
        if first:
            # The marking is heard first: it is the first element of the tree, wherever it stands in the head.
            self._draw_marking(sheet, sheet.tree.add("P"), base, place.right if self._report else None)
        sheet.artifact("Header")
        if not first:
            self._draw_marking(sheet, None, base, place.right if self._report else None)
        if self._report:
            left = furniture.board if first else furniture.short_title
            self._say(sheet, left, place.left, base)
            if furniture.note:
                self._say(sheet, furniture.note, place.right, base, centre=True)
            sheet.rule(place.left, self._rule_top(), place.right, self._rule_top())
        elif not (first and self._document.style == "letter"):
            self._say(sheet, furniture.board, place.left, base)
            self._say(sheet, self._dotted(furniture.reference, furniture.version, furniture.note), place.right, base,
                      end=True)  # fmt: skip
        elif furniture.note:
            self._say(sheet, furniture.note, place.right, base, end=True)
        if not self._report and not first and self._title is not None:
            self._running_title(sheet, base)
        sheet.end()

    def _draw_marking(self, sheet: Sheet, element: Element | None, base: float, right: float | None) -> None:
        lines, space = self._marking
        width = lines[0].width + space * len(plain(self._document.furniture.marking))
        left = (self._place.left + self._place.right - width) / 2 if right is None else right - width
        sheet.text(element, lines, left, base, self._style.leading, space=space)

    def _marked(self) -> tuple[list[Line], float]:
        """A protective marking is bold and letter-spaced; "For publication" is ordinary words."""
        marking = self._document.furniture.marking
        protective = marking.text.isupper()
        runs: Text = (Run(marking, Look.STRONG),) if protective else marking
        lines = self._breaker.lines(runs, self._style, self._place.right - self._place.left)
        return lines, self._style.size * MARKING_SPACE if protective else 0

    def _running_title(self, sheet: Sheet, base: float) -> None:
        style, place = self._styles.title, self._place
        top = base + self._up - self._style.leading - style.before
        lines = self._title_lines()
        up = self._setter.up(style.font(), style.size, style.leading)
        sheet.text(None, lines, place.left, top - up, style.leading)
        top -= len(lines) * style.leading + style.after
        if self._facts:
            draw_facts(sheet, [None] * len(self._facts), facts_lines(self._facts, self._breaker, self._styles, place),
                       place.left, top, self._setter, self._styles)  # fmt: skip

    def _title_lines(self) -> list[Line]:
        assert self._title is not None
        regular = TextStyle(self._styles.title.family, self._styles.title.size, self._styles.title.leading)
        words = (
            *(Run(run.text, Look.STRONG) for run in runs_of(self._title)),
            Run(fixed(" " + self._wording.continued)),
        )
        return self._breaker.lines(words, regular, self._place.right - self._place.left)

    def _running_height(self) -> float:
        style = self._styles.title
        height = style.before + len(self._title_lines()) * style.leading + style.after
        if not self._facts:
            return height + 6.8
        rows = facts_lines(self._facts, self._breaker, self._styles, self._place)
        return height + len(rows) * self._styles.facts.leading + self._styles.facts.after

    # --- foot ---

    def _foot_lines(self) -> list[Line]:
        width = min(self._place.right - self._place.left, _STATEMENT)
        return [line for text in self._document.furniture.foot for line in self._breaker.lines(text, self._style, width)]

    def _foot_height(self) -> float:
        statement = len(self._foot) * self._style.leading + (1 * MM if self._foot else 0)
        return 1.2 * MM + statement + self._style.leading

    def _list_foot(self, sheet: Sheet) -> None:
        place, furniture = self._place, self._document.furniture
        top = place.foot + self._foot_height()
        sheet.rule(place.left, top, place.right, top, HAIR)
        sheet.text(None, self._foot, place.left, top - 1.2 * MM - self._up, self._style.leading)
        base = place.foot + self._style.leading - self._up
        told = self._facts and any(furniture.as_at.text in plain(fact) for fact in self._facts)
        words = self._dotted(furniture.signed, None if told else furniture.as_at, furniture.note)
        self._say(sheet, words, place.left, base)
        self._draw_marking(sheet, None, base, None)
        self._page_number(sheet, base)

    def _report_note(self) -> list[Line]:
        furniture = self._document.furniture
        return self._report_left(self._dotted(furniture.reference, furniture.version, furniture.as_at, *furniture.foot))

    def _report_left(self, words: Released) -> list[Line]:
        return self._breaker.lines(words, self._style, self._place.right - self._place.left - 32 * MM)

    def _report_foot(self, sheet: Sheet) -> None:
        place, furniture = self._place, self._document.furniture
        lines = self._first_foot
        if sheet.page:
            lines = self._report_left(self._dotted(furniture.reference, furniture.version, furniture.as_at))
        top = place.foot + self._style.leading * len(lines) + 1.5 * MM
        sheet.rule(place.left, top, place.right, top, HAIR)
        base = top - 1.5 * MM - self._up
        sheet.text(None, lines, place.left, base, self._style.leading)
        if furniture.marking.text.isupper():
            self._draw_marking(sheet, None, base, None)
        self._page_number(sheet, base)

    def _page_number(self, sheet: Sheet, base: float) -> None:
        number, words = sheet.page + 1, self._wording.page
        sheet.late(
            self._style.font(), self._style.size, self._place.right, base,
            lambda done: words.format(number=number, count=done.page),
        )  # fmt: skip

    # --- words ---

    def _dotted(self, *parts: Released | None) -> Released:
        return joined([part for part in parts if part], " · ")

    def _say(self, sheet: Sheet, words: Released, x: float, base: float, *, end: bool = False, centre: bool = False
             ) -> None:  # fmt: skip
        lines = self._breaker.lines(words, self._style, self._place.right - self._place.left)[:1]
        if end:
            x -= lines[0].width
        if centre:
            x = (self._place.left + self._place.right - lines[0].width) / 2
        sheet.text(None, lines, x, base, self._style.leading)


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


def late_font() -> str:
    """The font of page numbers in lists of contents."""
    return font_name("CasewardSans")
