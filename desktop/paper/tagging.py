"""Drawing with meaning: every mark on a page belongs to an element of the document's structure or is an artifact.

``Sheet`` draws on a ReportLab canvas and notes what PDF/UA-1 asks for: which element each piece of a page belongs to,
where headings and links stand, which characters of each font were really drawn. ``desktop.paper.structure`` writes
these notes into the file. Coordinates are points from the lower left corner of the page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop.paper.fonts import SANS, Typesetter, load
from desktop.paper.lines import BOX_MARGIN, Line, Stretch
from desktop.paper.styles import HAIR, WITHHELD_HEIGHT, WITHHELD_SIZE

_FIRST_FONT = f"{SANS}-Regular"
_ESCAPED = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))}
_ESCAPED |= {ord("\\"): "\\\\", ord("("): "\\(", ord(")"): "\\)"}


@dataclass(slots=True)
class Element:
    """A node of the structure tree: its PDF tag, its children in reading order, its attributes.

    A child is another element or a piece of marked content, as one number: see ``content``. An index has a hundred
    thousand elements, most with one child or none, so a list is made for the first child and not before.
    """

    tag: str
    kids: list[Element | int] | tuple[()] = ()
    alt: str = ""
    scope: str = ""
    columns: int = 1
    rows: int = 1
    numbering: str = ""

    def add(self, tag: str, **attributes: Any) -> Element:
        """A new element as the last child of this one."""
        child = Element(tag, **attributes)
        self.append(child)
        return child

    @property
    def special(self) -> bool:
        """Whether it has attributes."""
        return bool(self.alt or self.scope or self.numbering) or self.columns > 1 or self.rows > 1

    def append(self, child: Element | int) -> None:
        """Put a child after the others."""
        if isinstance(self.kids, tuple):
            self.kids = [child]
        else:
            self.kids.append(child)


def content(page: int, number: int) -> int:
    """The marked content ``number`` of a page (both from 0) as one number."""
    return page << 24 | number


def content_place(mark: int) -> tuple[int, int]:
    """Page and number of a marked content."""
    return mark >> 24, mark & 0xFFFFFF


@dataclass(slots=True)
class LinkPlace:
    """A place on a page that leads to an anchor; ``words`` describe it to who cannot see it."""

    page: int
    box: tuple[float, float, float, float]
    to: str
    words: str
    element: Element


@dataclass(slots=True)
class Bookmark:
    """A line of the outline: its depth from 0, its words, its page from 0 and height there."""

    depth: int
    words: str
    page: int
    top: float


@dataclass(slots=True)
class _Late:
    """Words known only when the last page is: where they stand and how to find them."""

    font: str
    size: float
    right: float
    base: float
    words: Callable[[Sheet], str]


class Sheet:
    """The pages of one document while they are drawn."""

    def __init__(self, size: tuple[float, float], setter: Typesetter, language: str) -> None:
        pdfmetrics.registerFont(load(_FIRST_FONT))
        self._file = io.BytesIO()
        settings: dict[str, Any] = {"pageCompression": 0, "invariant": 1, "initialFontName": _FIRST_FONT}
        self._canvas: Any = Canvas(self._file, pagesize=size, lang=language, **settings)
        self._setter = setter
        self._late: list[_Late] = []
        self._names: dict[str, str] = {}
        self._subsets: dict[str, list[list[int]]] = {}
        self.width, self.height = size
        self.page = 0
        self.tree = Element("Document")
        self.marks: list[list[Element]] = [[]]
        self.links: list[LinkPlace] = []
        self.bookmarks: list[Bookmark] = []
        self.anchors: dict[str, tuple[int, float]] = {}
        self.drawn: dict[str, set[int]] = {}

    # --- meaning ---

    def begin(self, element: Element) -> None:
        """What is drawn from here to ``end`` is content of ``element``."""
        self._canvas.addLiteral(self.mark(element))

    def mark(self, element: Element) -> str:
        """The drawing code that begins a piece of marked content of ``element``."""
        marks = self.marks[self.page]
        number = len(marks)
        marks.append(element)
        element.append(content(self.page, number))
        return f"/{element.tag} <</MCID {number}>> BDC"

    def artifact(self, kind: str = "") -> None:
        """What is drawn from here to ``end`` means nothing; ``kind`` is ``Header`` or ``Footer`` for furniture."""
        if kind:
            self._canvas.addLiteral(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC")
        else:
            self._canvas.addLiteral("/Artifact BMC")

    def end(self) -> None:
        """The end of what ``begin`` or ``artifact`` began."""
        self._canvas.addLiteral("EMC")

    def anchor(self, name: str, top: float) -> None:
        """Links to ``name`` lead to this height of this page."""
        if name:
            self.anchors[name] = (self.page, top)

    def bookmark(self, depth: int, words: str, top: float) -> None:
        """A line of the outline that leads here."""
        self.bookmarks.append(Bookmark(depth, words, self.page, top))

    # --- drawing ---

    def text(self, element: Element | None, lines: Iterable[Line], left: float, base: float, leading: float,
             measure: float = 0, space: float = 0) -> None:  # fmt: skip
        """Draw lines from the base line ``base`` down; with ``measure`` they end at ``left + measure``.

        ``element`` None means: within an artifact that is already open. ``space`` is letter-spacing in points.
        """
        pen = _Pen(self, element)
        for line in lines:
            x = left + measure - line.width if measure else left
            pen.next_line()
            for stretch in line.stretches:
                pen.show(stretch, x, base)
                x += stretch.width
            base -= leading
        pen.lift()
        if not pen.code:
            return
        code = "\n".join(pen.code)
        self._canvas.addLiteral(f"{space:.3f} Tc\n{code}\n0 Tc" if space else code)
        self._outline(pen.boxes, nested=element is None)

    def link(self, element: Element, stretch: Stretch, x: float, base: float) -> Element:
        """A stretch of a paragraph that leads somewhere, as an element below it."""
        link = element.add("Link")
        box = (x, base - stretch.size * 0.3, x + stretch.width, base + stretch.size * 0.9)
        self.links.append(LinkPlace(self.page, box, stretch.to, stretch.text.strip(), link))
        return link

    def _outline(self, boxes: list[tuple[float, float, float, float]], nested: bool) -> None:
        if not boxes:
            return
        if not nested:
            self.artifact()
        for x, base, width, height in boxes:
            self.frame(x + BOX_MARGIN + HAIR / 2, base - height * 0.29, width - HAIR, height, HAIR)
        if not nested:
            self.end()

    def measure(self, stretch: Stretch) -> float:
        """The width of the words of a stretch, without the box around them."""
        return self._setter.width(stretch.font, stretch.text) * stretch.size

    def encoded(self, font: str, text: str) -> list[tuple[str, str]]:
        """``text`` as codes of the font's subsets ``(resource name, escaped string)``; notes what was drawn."""
        object_, document = self._setter.font(font), self._canvas._doc
        if font not in self._names:
            object_.splitString("a", document)
            self._names[font] = object_.getSubsetInternalName(0, document)
        first = self._names[font]
        if text.isascii():
            # ReportLab keeps the printable ASCII of subset 0 at its own codes.
            self.drawn.setdefault(first, set()).update(text.encode("ascii"))
            return [(first, text.translate(_ESCAPED))]
        shown = []
        for subset, codes in object_.splitString(text, document):
            name = first if subset == 0 else object_.getSubsetInternalName(subset, document)
            self.drawn.setdefault(name, set()).update(codes)
            shown.append((name, codes.decode("latin-1").translate(_ESCAPED)))
        return shown

    def late(self, font: str, size: float, right: float, base: float, words: Callable[[Sheet], str]) -> None:
        """Words that end at ``right`` and are known when all pages are: ASCII only, such as a page number."""
        self._canvas.addLiteral(f"%late {len(self._late)} ")
        self._late.append(_Late(font, size, right, base, words))

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = HAIR) -> None:
        """A line; the caller has opened an artifact."""
        self._canvas.addLiteral(f"{width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def frame(self, x: float, y: float, width: float, height: float, thick: float) -> None:
        """A rectangle; the caller has opened an artifact."""
        self._canvas.addLiteral(f"{thick:g} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def image(self, picture: ImageReader, x: float, y: float, width: float, height: float) -> None:
        """A picture with its lower left corner at ``x, y``; the caller has opened its element."""
        self._canvas.drawImage(picture, x, y, width, height)

    # --- pages ---

    def next_page(self) -> None:
        """This page is done; drawing goes on at the next one."""
        self._canvas.showPage()
        self.page += 1
        self.marks.append([])

    def close(self) -> bytes:
        """The finished pages as a PDF without structure; ``next_page`` has closed the last page."""
        self.marks.pop()
        resolved = [self._resolved(late) for late in self._late]
        for page in self._canvas._doc.Pages.pages:
            if "%late " in page.stream:
                page.stream = _put(page.stream, resolved)
        for name in self._names:
            state = self._setter.font(name).state[self._canvas._doc]
            self._subsets[self._names[name].rpartition("+")[0]] = [list(subset) for subset in state.subsets]
        self._canvas.save()
        return self._file.getvalue()

    def characters(self, resource: str) -> dict[int, int]:
        """For a font of the finished file: each code that was drawn, and its character's code point."""
        family, _, number = resource.rpartition("+")
        subset = self._subsets[family][int(number)]
        return {code: subset[code] for code in sorted(self.drawn.get(resource, ()))}

    def _resolved(self, late: _Late) -> str:
        words = late.words(self)
        x = late.right - self._setter.width(late.font, words) * late.size
        shown = " ".join(f"{name} {late.size:g} Tf ({code}) Tj" for name, code in self.encoded(late.font, words))
        return f"BT {x:.2f} {late.base:.2f} Td {shown} ET"


class _Pen:
    """Writes one paragraph as drawing code: each stretch within the mark of the element that it belongs to."""

    def __init__(self, sheet: Sheet, element: Element | None) -> None:
        self.code: list[str] = []
        self.boxes: list[tuple[float, float, float, float]] = []
        self._sheet = sheet
        self._element = element
        self._owner: Element | None = None
        self._down = False
        self._x = self._y = 0.0
        self._font: tuple[str, float] | None = None
        self._placed = False

    def next_line(self) -> None:
        """What comes next has a place of its own."""
        self._placed = False

    def show(self, stretch: Stretch, x: float, base: float) -> None:
        """Write a stretch that begins at ``x`` on the base line."""
        if self._element is not None:
            owner = self._sheet.link(self._element, stretch, x, base) if stretch.to else self._element
            if owner is not self._owner:
                self.lift()
                self.code.append(self._sheet.mark(owner))
                self._owner = owner
        if not self._down:
            self.code.append("BT")
            self._down, self._placed, self._font, self._x, self._y = True, False, None, 0.0, 0.0
        if stretch.box:
            self.boxes.append((x, base, stretch.box, WITHHELD_HEIGHT * stretch.size / WITHHELD_SIZE))
            x += BOX_MARGIN + (stretch.box - self._sheet.measure(stretch)) / 2
        if not self._placed or stretch.box:
            self._move(x, base)
        # A box ends where its outline ends, not with its words: what follows is placed anew.
        self._placed = not stretch.box
        for font, escaped in self._sheet.encoded(stretch.font, stretch.text):
            if self._font != (font, stretch.size):
                self.code.append(f"{font} {stretch.size:g} Tf")
                self._font = (font, stretch.size)
            self.code.append(f"({escaped}) Tj")

    def _move(self, x: float, y: float) -> None:
        across, up = round(x - self._x, 2), round(y - self._y, 2)
        self.code.append(f"{across:g} {up:g} Td")
        # The rounded step is where the pen now is, so that roundings never add up.
        self._x += across
        self._y += up

    def lift(self) -> None:
        """End the text, and the mark that it stands in."""
        if self._down:
            self.code.append("ET")
            self._down = False
        if self._owner is not None:
            self.code.append("EMC")
            self._owner = None


def _put(stream: str, resolved: list[str]) -> str:
    """A page's drawing with its late words in their places."""
    lines = stream.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("%late "):
            lines[at] = resolved[int(line[6:])]
    return "\n".join(lines)
