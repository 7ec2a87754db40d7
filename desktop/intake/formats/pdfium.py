"""PDF through pdfium: opening, the characters of a page with their places, annotations.

Places are in points of the page as it is displayed (rotation and crop applied), from its top left corner.
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as c

from desktop.intake.formats.found import Unreadable
from desktop.intake.formats.reading_order import NEW_LINE, order_of
from desktop.intake.reading import UNMAPPED

_MEANT: Final = {0x02: "-", 0xFFFE: "-", 0x0B: "\n", 0x0C: "\n"}
"""What pdfium gives for a hyphen at the end of a line, and breaks that are no line ends."""

CHARACTERS_A_PAGE: Final = 500_000
_TOP: Final = 10_000
_FLOATS: Final = struct.Struct("4f").unpack
"""Left, top, right, bottom of a rectangle as pdfium lays it down, in half the time of asking for each by name."""
_loose: Final = c.FPDFText_GetLooseCharBox
_KEPT: Final = re.compile(r"[^\0\r]+")
"""Runs of signs that are read; the others are no part of a text."""

Box = tuple[float, float, float, float]


def open_pdf(data: bytes, *, damaged: str, locked: str) -> Any:
    """A pdfium document from memory; ``Unreadable`` with one of the two sentences where it cannot be opened."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        password = getattr(problem, "err_code", None) == c.FPDF_ERR_PASSWORD or "assword" in str(problem)
        # A file without pages leaves the error of the file before it standing; what locks a file is never compressed.
        raise Unreadable(locked if password and b"/Encrypt" in data else damaged) from problem


class PageWords:
    """The text of a page, sign for sign, and where each stands. Use as a context manager.

    ``text`` is what a reader sees in order; ``unmapped`` counts signs whose font does not say what they mean.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._words = page.get_textpage()
        self._raw = self._read()
        self._rect = c.FS_RECTF()
        self._given = ctypes.byref(self._rect)
        self.unmapped = len(UNMAPPED.findall(self._raw))
        self._indexes = self._in_order()
        signs = self._raw + "\n"  # what NEW_LINE, the last of them, stands for
        self.text = "".join(map(signs.__getitem__, self._indexes)).translate(_MEANT)

    def __enter__(self) -> PageWords:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._words.close()

    def _read(self) -> str:
        """One character for each sign pdfium counts; at once where it gives one for one, else one by one."""
        count = min(self._words.count_chars(), CHARACTERS_A_PAGE)
        buffer = (ctypes.c_ushort * (count + 1))()
        written = c.FPDFText_GetText(self._words.raw, 0, count, buffer)
        if written == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            if len(text) == count and "\0" not in text and "\ufffd" not in text:
                return text
        return self._one_by_one(count)

    def _one_by_one(self, count: int) -> str:
        codes, high = [], 0
        for index in range(count):
            code = c.FPDFText_GetUnicode(self._words.raw, index)
            if 0xD800 <= code < 0xDC00:
                high, code = code, 0
            elif 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
                high = 0
            codes.append(code if code <= 0x10FFFF else 0xFFFD)
        return "".join(map(chr, codes))

    def _in_order(self) -> Sequence[int]:
        """For each sign of ``text`` its number with pdfium; ``NEW_LINE`` for a line end that pdfium left out."""
        order = order_of(self._raw, self._place)
        if not isinstance(order, range):
            return [index for index in order if index == NEW_LINE or self._raw[index] not in "\0\r"]
        kept: list[int] = []
        for run in _KEPT.finditer(self._raw):
            kept += range(*run.span())
        return kept

    @cached_property
    def _matrix(self) -> tuple[float, float, float, float, float, float]:
        return display_matrix(self._page)

    @cached_property
    def _upright(self) -> tuple[float, float, float, float] | None:
        """Scale and start across and down of a page that is displayed as it was written; ``None`` for a turned one."""
        a, b, e, cc, d, f = self._matrix
        return None if b or cc or a <= 0 or d >= 0 else (a, e, d, f)

    def box(self, at: int) -> Box | None:
        """Where the sign at ``at`` of ``text`` stands, the whole height of its line; ``None`` for white space."""
        return None if self.text[at].isspace() else self._place(self._indexes[at])

    def _place(self, index: int) -> Box | None:
        if not c.FPDFText_GetLooseCharBox(self._words.raw, index, self._given):
            return None
        rect = self._rect
        a, b, e, cc, d, f = self._matrix
        x0, y0 = a * rect.left + cc * rect.bottom + e, b * rect.left + d * rect.bottom + f
        x1, y1 = a * rect.right + cc * rect.top + e, b * rect.right + d * rect.top + f
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def line_box(self, first: int, last: int) -> Box | None:
        """Around two signs of one height on an upright line; ``None`` for others, which ``box`` tells one by one."""
        upright = self._upright
        if upright is None or not _loose(self._words.raw, self._indexes[first], self._given):
            return None
        left, top, right, bottom = _FLOATS(self._rect)
        if last > first:
            if not _loose(self._words.raw, self._indexes[last], self._given):
                return None
            begin, high, right, low = _FLOATS(self._rect)
            if high != top or low != bottom or begin < left:
                return None
        across, e, down, f = upright
        return across * left + e, down * top + f, across * right + e, down * bottom + f

    def boxes(self) -> list[Box | None]:
        """Where every sign stands."""
        return [self.box(at) for at in range(len(self.text))]


def display_matrix(page: Any) -> tuple[float, float, float, float, float, float]:
    """``a, b, e, c, d, f`` that take a point of the page to display points: x = a·X + c·Y + e, y = b·X + d·Y + f."""
    width, height = page.get_size()

    def shown(x: float, y: float) -> tuple[float, float]:
        px, py = ctypes.c_int(), ctypes.c_int()
        c.FPDF_PageToDevice(page.raw, 0, 0, _TOP, _TOP, 0, x, y, ctypes.byref(px), ctypes.byref(py))
        return px.value / _TOP * width, py.value / _TOP * height

    span = 1000.0
    e, f = shown(0, 0)
    ax, ay = shown(span, 0)
    cx, cy = shown(0, span)
    return (ax - e) / span, (ay - f) / span, e, (cx - e) / span, (cy - f) / span, f


def annotation_texts(page: Any) -> list[str]:
    """Comments and the contents of form fields: words that are not in the text of the page."""
    texts = []
    for index in range(min(c.FPDFPage_GetAnnotCount(page.raw), 2000)):
        annotation = c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            texts += [text for key in (b"Contents", b"V") if (text := _string(annotation, key)) and text not in texts]
        finally:
            c.FPDFPage_CloseAnnot(annotation)
    return texts


def _string(annotation: Any, key: bytes) -> str:
    size = c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    c.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


def flatten(document: Any, number: int) -> Any:
    """The page with comments and form fields drawn into it, so that what is seen is also what is read."""
    page = document[number]
    if c.FPDFPage_GetAnnotCount(page.raw) > 0 and c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) == 1:
        page.close()
        page = document[number]
    return page
