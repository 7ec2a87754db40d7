"""PDF through pdfium: opening, the characters of a page with their places, annotations.

Places are in points of the page as it is displayed (rotation and crop applied), from its top left corner.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as c

from desktop.intake.formats.found import Unreadable

_HYPHENS: Final = frozenset((0x02, 0xFFFE))
"""What pdfium gives for a hyphen at the end of a line."""

CHARACTERS_A_PAGE: Final = 500_000
_TOP: Final = 10_000

Box = tuple[float, float, float, float]


def open_pdf(data: bytes, *, damaged: str, locked: str) -> Any:
    """A pdfium document from memory; ``Unreadable`` with one of the two sentences where it cannot be opened."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        password = getattr(problem, "err_code", None) == c.FPDF_ERR_PASSWORD or "assword" in str(problem)
        raise Unreadable(locked if password else damaged) from problem


@dataclass
class Characters:
    """The text of a page and, sign for sign, where each is (``None``: made up by the reader, such as a line end).

    ``unmapped`` counts signs whose font does not say what they mean.
    """

    text: str = ""
    boxes: list[Box | None] = field(default_factory=list)
    unmapped: int = 0


def characters(page: Any, *, places: bool) -> Characters:
    """Read a page sign by sign, so that text and places agree; without ``places`` the boxes are left empty."""
    words = page.get_textpage()
    try:
        return _characters(page, words, places)
    finally:
        words.close()


def _characters(page: Any, words: Any, places: bool) -> Characters:
    result, pieces = Characters(), []
    unicode_of, raw = c.FPDFText_GetUnicode, words.raw
    place = _Placer(page, raw) if places else None
    high = 0
    for index in range(min(words.count_chars(), CHARACTERS_A_PAGE)):
        code = unicode_of(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0, 0x0D):
            continue
        if code in _HYPHENS:
            code = 0x2D
        elif code == 0xFFFD or 0xE000 <= code < 0xF900:
            result.unmapped += 1
        pieces.append("\n" if code in (0x0B, 0x0C) else chr(code))
        if place is not None:
            result.boxes.append(place(index) if code not in (0x0A, 0x20) else None)
    result.text = "".join(pieces)
    return result


class _Placer:
    """Gives the place of a sign: the whole height of its line, in display points."""

    def __init__(self, page: Any, words: Any) -> None:
        self._words = words
        self._rect = c.FS_RECTF()
        self._given = ctypes.byref(self._rect)
        self._matrix = display_matrix(page)

    def __call__(self, index: int) -> Box | None:
        if not c.FPDFText_GetLooseCharBox(self._words, index, self._given):
            return None
        rect = self._rect
        a, b, e, cc, d, f = self._matrix
        x0, y0 = a * rect.left + cc * rect.bottom + e, b * rect.left + d * rect.bottom + f
        x1, y1 = a * rect.right + cc * rect.top + e, b * rect.right + d * rect.top + f
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


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
