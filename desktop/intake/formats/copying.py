"""Functions that a child runs over an imported PDF: look at every page, then draw every page as grey pixels.

Comments and form fields are drawn into the page first, so that what is seen is also what is read. Nothing here knows
what is to be withheld but the places it is asked about.
"""

from __future__ import annotations

import array
import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pikepdf
import pypdfium2.raw as c

from desktop.intake.formats.canvas import Canvas
from desktop.intake.formats.found import Unreadable
from desktop.intake.formats.pdf import DAMAGED, EMPTY, LOCKED
from desktop.intake.formats.pdfium import PageWords, display_matrix, flatten, open_pdf
from desktop.intake.viewing import Box, follows, joined
from desktop.redaction.gate_drawing import blind_pages
from desktop.redaction.unread import objects, patterned_pages, unread

_WORD: Final = re.compile(r"\S+")
_FEW: Final = 8
"""Signs below which a page counts as one without text."""

_GLANCE: Final = 40 / 72
_PIXELS: Final = 80_000_000
_OPEN_FOR: Final = 150
_PLAIN_BELOW, _PLAIN_ABOVE, _GREYNESS = 80, 225, 24
"""Dark ink and light ground that black and white show well enough; how far from grey still counts as grey."""


def look(_arguments: dict[str, Any], frames: list[bytes]) -> Iterator[tuple[Any, list[bytes]]]:
    """``frames``: a PDF. Answers with its number of pages (or a ``reason``), then once a page.

    A page: ``size`` in points as displayed, ``text``, ``ink`` (something is drawn), ``unmapped`` signs, ``blind`` (some
    of it is set in a font that says nothing of its letters), ``unread`` (places of pictures and of letters drawn as
    shapes, as displayed) and ``picture`` (the share of the page that they cover).
    """
    try:
        with open_pdf(frames[0], damaged=DAMAGED, locked=LOCKED) as document:
            count = len(document)
        if count == 0:
            raise Unreadable(EMPTY)
    except Unreadable as why:
        yield {"reason": str(why)}, []
        return
    yield {"pages": count}, []
    blind, patterned = blind_pages(frames[0]), _patterned(frames[0])
    for page, at in _pages(frames[0], 0, 1):
        with PageWords(page) as words:
            text, unmapped = words.text, words.unmapped
        hidden = unread(page)
        few = len(text.split()) == 0 or len(text) < _FEW
        yield (
            {
                "size": page.get_size(),
                "text": text,
                "unmapped": unmapped,
                "blind": blind is None or at in blind,
                "ink": _has_ink(page) if few else True,
                "picture": 1.0 if patterned is None or at in patterned else hidden.share,
                "unread": _displayed(page, hidden.boxes),
            },
            [],
        )
        page.close()


def _patterned(data: bytes) -> frozenset[int] | None:
    try:
        return patterned_pages(data)
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, KeyError, AttributeError):
        return None


def letters(_arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    """``frames``: a PDF. Answers with ``blind``: pages (from 0) set in fonts that say nothing of their letters; null
    where that cannot be told.
    """
    blind = blind_pages(frames[0])
    return {"blind": None if blind is None else sorted(blind)}, []


def _pages(data: bytes, first: int, step: int) -> Iterator[tuple[Any, int]]:
    """Every ``step``-th page with its number from 0. The file is opened anew now and then, because pdfium keeps what it
    has read of a page for as long as a document is open.
    """
    number, count = first, first + 1
    while number < count:
        with open_pdf(data, damaged=DAMAGED, locked=LOCKED) as document:
            count = len(document)
            for at in range(number, min(count, number + _OPEN_FOR * step), step):
                yield flatten(document, at), at
        number += _OPEN_FOR * step


def _has_ink(page: Any) -> bool:
    lightest_and_darkest: tuple[int, int] = page.render(scale=_GLANCE, grayscale=True).to_pil().getextrema()
    return lightest_and_darkest[0] < 250


def _displayed(page: Any, boxes: Sequence[Box]) -> list[Box]:
    """Places of the page as it was written as places of the page as displayed, as far as they are on it."""
    a, b, e, cc, d, f = display_matrix(page)
    width, height = page.get_size()
    shown: list[Box] = []
    for x0, y0, x1, y1 in boxes:
        across = sorted((a * x0 + cc * y0 + e, a * x1 + cc * y1 + e))
        down = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
        left, right = max(0.0, across[0]), min(width, across[1])
        top, bottom = max(0.0, down[0]), min(height, down[1])
        if left < right and top < bottom:
            shown.append((left, top, right, bottom))
    return shown


def draw(arguments: dict[str, Any], frames: list[bytes]) -> Iterator[tuple[Any, list[bytes]]]:
    """``arguments``: ``scale`` (pixels a point), ``spans`` (page from 0, as text, to offsets of its text), ``first``
    and ``step`` (which pages: every second one where two children share the work).

    Once a page: ``size``, ``pixels`` (width and height), ``plain`` (dark on light: one bit a pixel), ``length`` of the
    text, ``words`` (offsets, two a word), ``signs`` (how many each span has); frames: the pixels, four floats a word,
    four floats a sign of the spans.
    """
    canvas = Canvas()
    for page, number in _pages(frames[0], arguments["first"], arguments["step"]):
        with PageWords(page) as words:
            offsets, word_boxes = _words(words)
            spans = [_signs(words, start, end) for start, end in arguments["spans"].get(str(number), ())]
            length = len(words.text)
        width, height = page.get_size()
        scale = min(arguments["scale"], (_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap, plain = page.render(scale=scale, grayscale=True, bitmap_maker=canvas.bitmap), _plain(page)
        value = {
            "size": (width, height),
            "pixels": (bitmap.width, bitmap.height),
            "plain": plain,
            "length": length,
            "words": offsets,
            "signs": [len(span) // 4 for span in spans],
        }
        pixels = canvas.packed() if plain else bitmap.to_pil().tobytes()
        yield value, [pixels, word_boxes.tobytes(), b"".join(span.tobytes() for span in spans)]
        bitmap.close()
        page.close()


def _words(words: PageWords) -> tuple[list[int], array.array[float]]:
    """Offsets and boxes of the words; a word over two lines counts as two."""
    offsets: list[int] = []
    boxes = array.array("f")
    line_box = words.line_box
    for match in _WORD.finditer(words.text):
        start, end = match.span()
        if (box := line_box(start, end - 1)) is not None:
            offsets += (start, end)
            boxes.extend(box)
            continue
        first, last = words.box(start), words.box(end - 1)
        if first is None or last is None or not follows(first, last):
            for start, end, box in _runs(words, match.start(), match.end()):
                offsets += (start, end)
                boxes.extend(box)
            continue
        offsets += match.span()
        boxes.extend(joined(first, last))
    return offsets, boxes


def _runs(words: PageWords, start: int, end: int) -> Iterator[tuple[int, int, tuple[float, float, float, float]]]:
    begun, around, before = start, None, None
    for at in range(start, end):
        box = words.box(at)
        if box is None:
            continue
        if around is not None and before is not None and follows(before, box):
            around = joined(around, box)
        else:
            if around is not None:
                yield begun, at, around
            begun, around = at, box
        before = box
    if around is not None:
        yield begun, end, around


def _signs(words: PageWords, start: int, end: int) -> array.array[float]:
    boxes = array.array("f")
    for at in range(max(0, start), min(end, len(words.text))):
        box = words.box(at)
        if box is not None:
            boxes.extend(box)
    return boxes


def _plain(page: Any) -> bool:
    """Whether a page is dark on light: no pictures but black and white ones, no shading, no colours."""
    colour = tuple(ctypes.c_uint() for _ in range(4))
    for thing, _ in objects(page.raw):
        kind = c.FPDFPageObj_GetType(thing)
        if kind == c.FPDF_PAGEOBJ_SHADING or (kind == c.FPDF_PAGEOBJ_IMAGE and not _black_and_white(page, thing)):
            return False
        if kind in (c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH):
            for get in (c.FPDFPageObj_GetFillColor, c.FPDFPageObj_GetStrokeColor):
                if get(thing, *colour) and not _dark_or_light(*(part.value for part in colour[:3])):
                    return False
    return True


def _dark_or_light(red: int, green: int, blue: int) -> bool:
    grey = max(red, green, blue) - min(red, green, blue) <= _GREYNESS
    light = (299 * red + 587 * green + 114 * blue) / 1000
    return light <= _PLAIN_BELOW or (grey and light >= _PLAIN_ABOVE)


def _black_and_white(page: Any, image: Any) -> bool:
    said = c.FPDF_IMAGEOBJ_METADATA()
    return bool(c.FPDFImageObj_GetImageMetadata(image, page.raw, said)) and said.bits_per_pixel == 1
