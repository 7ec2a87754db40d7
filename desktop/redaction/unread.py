"""What a page of a PDF shows that no reader of text can see into: pictures, letters and handwriting drawn as shapes.

Here: finding their places with pdfium, in points of the page as it was written. A name in such a place is found by
nobody but a person. Rules, boxes and charts of straight edges are left alone. Not here: what is done about them.
Source: redaction design, sections 1 (text drawn as paths) and 3 (scans).
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pikepdf
import pypdfium2.raw as c

Box = tuple[float, float, float, float]
"""Least x, least y, greatest x, greatest y."""

Matrix = tuple[float, float, float, float, float, float]

_UNIT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TILING, _DEEP = 1, 12
_OBJECTS: Final = 20_000
_POINTS: Final = 60_000
_PICTURE: Final = (8.0, 3.5)
"""Points: a picture whose longer or shorter side is less than this shows no word that can be read."""

_LEAST, _LETTER_HEIGHT, _LETTER_WIDTH = 0.4, (1.6, 72.0), 80.0
"""Points: of dots and openings, of letters in small print and large headings."""

_SHAPES: Final = 4_000
_FEWEST, _LIKE_LETTERS = 3, 2
"""Shapes of the size of letters in a row, and how many of them look like one, from which they may be a word."""

_ROW_GAP, _COLUMN_GAP = 1.0, 0.35
"""Heights of a letter between two of a word, side by side or (turned) one over the other, at most."""

_CORNERS: Final = 6
"""Points of an outline with square corners from which it is no box: an L has six."""

_BENDS, _SLANTS = 9, 6
"""Curves and slanting edges from which a large shape may be writing; a ring has up to eight curves."""

_LINE: Final = 1.0
"""Points: how broad the line of a frame may be, whose outer and inner edge are drawn."""

_STRAIGHT: Final = 0.3
_APART: Final = 12.0
"""Points between two places that count as one."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Places that cannot be read, those near one another as one, and the share of the page that they cover."""

    boxes: tuple[Box, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Shape:
    """One closed or open run of a drawing: its edges, what it is made of, whether all of it runs along its edges."""

    box: Box
    corners: int
    curves: int
    slants: int
    frame: bool

    @property
    def high(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def wide(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def like_a_letter(self) -> bool:
        return not self.frame and bool(self.curves or self.slants or self.corners >= _CORNERS)

    @property
    def of_letter_size(self) -> bool:
        return max(self.high, self.wide) >= _LEAST and self.high <= _LETTER_HEIGHT[1] and self.wide <= _LETTER_WIDTH

    @property
    def like_writing(self) -> bool:
        return not self.frame and (self.curves >= _BENDS or self.slants >= _SLANTS)


def unread(page: Any) -> Unread:
    """The places of a page (of pypdfium2) that only a person can read; the whole page where there is too much of it."""
    width, height = page.get_size()
    boxes: list[Box] = []
    shapes: list[_Shape] = []
    pictures, points = 0.0, 0
    for thing, around in objects(page.raw):
        kind = c.FPDFPageObj_GetType(thing)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            pictures += _enlarged(_within(_matrix(thing), around))  # it is drawn on a square of one by one
            boxes += [box for box in (_edges(thing, around),) if _may_hold_words(box)]
        elif kind == c.FPDF_PAGEOBJ_PATH:
            points += max(0, c.FPDFPath_CountSegments(thing))
            if points > _POINTS:
                break
            drawn = list(_shapes(thing, _within(_matrix(thing), around)))
            shapes += [shape for shape in drawn if shape.of_letter_size]
            boxes += _large_writing(drawn)
    if points > _POINTS or len(shapes) > _SHAPES or c.FPDFPage_CountObjects(page.raw) > _OBJECTS:
        return Unread((), 1.0)  # nobody looked at all of it
    places = _together([*boxes, *_words(shapes)])
    share = max(pictures, sum(map(_area, places))) / max(1.0, width * height)
    return Unread(places, min(1.0, share))


def patterned_pages(data: bytes) -> frozenset[int]:
    """The pages (from 0) of a PDF that may be painted with a tile, in which anything may be drawn: pdfium takes no
    words from it. Raises what pikepdf raises for a file that cannot be read.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if not any(_is_tile(held) for held in pdf.objects):
            return frozenset()
        return frozenset(at for at, page in enumerate(pdf.pages) if _has_tile(page.obj, 0))


def _is_tile(held: Any) -> bool:
    return isinstance(held, pikepdf.Stream) and held.get("/PatternType") == _TILING


def _has_tile(holder: Any, depth: int) -> bool:
    """Whether a page, a form, an appearance or what it inherits from names a tile among what it draws with."""
    if depth > _DEEP:
        return True
    resources = holder.get("/Resources", {})
    if any(_is_tile(each) for each in _values(resources.get("/Pattern"))):
        return True
    within = [each for key in ("/XObject", "/Pattern") for each in _values(resources.get(key))]
    for note in holder.get("/Annots", ()):
        within += _values(note.get("/AP")) if isinstance(note, pikepdf.Dictionary) else []
    if "/Parent" in holder:
        within.append(holder["/Parent"])
    return any(_has_tile(each, depth + 1) for each in within if isinstance(each, pikepdf.Dictionary | pikepdf.Stream))


def _values(held: Any) -> list[Any]:
    """What stands in a dictionary, and in those right in it."""
    if not isinstance(held, pikepdf.Dictionary):
        return []
    found = [held[key] for key in list(held.keys())]
    inner = [each for each in found if isinstance(each, pikepdf.Dictionary) and not isinstance(each, pikepdf.Stream)]
    return found + [value for each in inner for value in _values(each)]


def objects(raw_page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Every object of a page, those within forms too, and the matrix of the forms around it."""
    count = min(c.FPDFPage_CountObjects(raw_page), _OBJECTS)
    waiting = [(c.FPDFPage_GetObject(raw_page, i), _UNIT) for i in range(count)]
    seen = 0
    while waiting and seen < _OBJECTS:
        thing, around = waiting.pop()
        seen += 1
        yield thing, around
        if c.FPDFPageObj_GetType(thing) == c.FPDF_PAGEOBJ_FORM:
            count = min(c.FPDFFormObj_CountObjects(thing), _OBJECTS)
            within = _within(_matrix(thing), around)
            waiting += [(c.FPDFFormObj_GetObject(thing, i), within) for i in range(count)]


# Places


def _matrix(thing: Any) -> Matrix:
    said = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(thing, said):
        return _UNIT
    return said.a, said.b, said.c, said.d, said.e, said.f


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    """What ``inner`` and then ``outer`` do."""
    if outer == _UNIT:
        return inner
    a, b, cc, d, e, f = inner
    return (
        a * outer[0] + b * outer[2], a * outer[1] + b * outer[3],
        cc * outer[0] + d * outer[2], cc * outer[1] + d * outer[3],
        e * outer[0] + f * outer[2] + outer[4], e * outer[1] + f * outer[3] + outer[5],
    )  # fmt: skip


def _enlarged(matrix: Matrix) -> float:
    """The area of a square of one by one after it."""
    return abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])


def _edges(thing: Any, around: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0, 0.0, 0.0, 0.0
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    return _around([_moved(corner, around) for corner in corners])


def _moved(point: tuple[float, float], by: Matrix) -> tuple[float, float]:
    x, y = point
    return by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5]


def _around(points: Sequence[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _may_hold_words(box: Box) -> bool:
    sides = sorted((box[2] - box[0], box[3] - box[1]))
    return sides[1] >= _PICTURE[0] and sides[0] >= _PICTURE[1]


# Shapes


def _shapes(path: Any, matrix: Matrix) -> Iterator[_Shape]:
    """The runs of a path, each from where the pen is set down."""
    x, y = ctypes.c_float(), ctypes.c_float()
    given = ctypes.byref(x), ctypes.byref(y)
    run: list[tuple[float, float]] = []
    curved = 0
    for at in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, at)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(run) > 1:
                yield _shape(run, curved)
            run, curved = [], 0
        if c.FPDFPathSegment_GetPoint(segment, *given):
            run.append(_moved((x.value, y.value), matrix))
            curved += kind == c.FPDF_SEGMENT_BEZIERTO
    if len(run) > 1:
        yield _shape(run, curved)


def _shape(run: Sequence[tuple[float, float]], curved: int) -> _Shape:
    slanting = max(0, sum(abs(b[0] - a[0]) > _STRAIGHT < abs(b[1] - a[1]) for a, b in pairwise(run)) - curved)
    left, low, right, high = box = _around(run)
    frame = all(min(x - left, right - x, y - low, high - y) <= _LINE for x, y in run)
    # In anything thin every point is near an edge, and in a letter "o" most are.
    thick = min(right - left, high - low) > (16 if curved else 4) * _LINE
    return _Shape(box, len(run), curved // 3, slanting, frame and thick and not slanting)


def _large_writing(drawn: Iterable[_Shape]) -> list[Box]:
    """Large shapes that may be a signature, a trace or a word in one line."""
    return [shape.box for shape in drawn if shape.like_writing and not shape.of_letter_size]


def _words(shapes: Sequence[_Shape]) -> list[Box]:
    """Where shapes of the size of letters stand in rows or, turned, in columns."""
    ordered = sorted(shapes, key=lambda shape: shape.box[0])
    tallest = max((max(shape.high, shape.wide) for shape in ordered), default=0.0)
    rows = _Joined(len(ordered))
    for at, shape in enumerate(ordered):
        for later in range(at + 1, len(ordered)):
            if ordered[later].box[0] > shape.box[2] + tallest * _ROW_GAP:
                break
            if _beside(shape, ordered[later]):
                rows.join(at, later)
    found = []
    for row in rows.groups():
        letters = [ordered[at] for at in row]
        tall = any(max(one.high, one.wide) >= _LETTER_HEIGHT[0] for one in letters if one.like_a_letter)
        if tall and len(letters) >= _FEWEST and sum(one.like_a_letter for one in letters) >= _LIKE_LETTERS:
            found.append(_around([corner for one in letters for corner in (one.box[:2], one.box[2:])]))
    return found


def _beside(a: _Shape, b: _Shape) -> bool:
    size = max(a.high, b.high, min(a.wide, b.wide))
    across = max(a.box[0], b.box[0]) - min(a.box[2], b.box[2])
    up = max(a.box[1], b.box[1]) - min(a.box[3], b.box[3])
    return (up <= 0 and across <= size * _ROW_GAP) or (across <= 0 and up <= size * _COLUMN_GAP)


def _together(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Those near one another as one, until none are."""
    left = sorted(boxes)
    count = -1
    while count != len(left):
        count = len(left)
        joined = _Joined(count)
        for at, box in enumerate(left):
            for later in range(at + 1, count):
                other = left[later]
                if other[0] > box[2] + _APART:
                    break
                if other[1] <= box[3] + _APART and box[1] <= other[3] + _APART:
                    joined.join(at, later)
        left = sorted(
            _around([corner for at in group for corner in (left[at][:2], left[at][2:])]) for group in joined.groups()
        )
    return tuple(left)


class _Joined:
    """Numbers from 0 that are put together in groups."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def _head(self, at: int) -> int:
        while self._first[at] != at:
            self._first[at] = at = self._first[self._first[at]]
        return at

    def join(self, one: int, other: int) -> None:
        """Put both, and whatever is with them, together."""
        self._first[self._head(other)] = self._head(one)

    def groups(self) -> list[list[int]]:
        """All of them."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._first)):
            found.setdefault(self._head(at), []).append(at)
        return list(found.values())
