"""Functions that a child runs to show a file: open it, draw a page, say where the words of a page are.

The child keeps the one file it was given last, so that turning a page does not send the file again.
"""

from __future__ import annotations

import array
import math
from typing import Any, Final

from PIL import Image

from desktop.intake.formats.found import Unreadable
from desktop.intake.formats.image import open_image, shrink, upright
from desktop.intake.formats.pdf import DAMAGED, EMPTY, LOCKED, whole_text
from desktop.intake.formats.pdfium import PageWords, annotation_texts, open_pdf
from desktop.intake.formats.sniff import sniff

WIDEST: Final = 8000
_PIXELS: Final = 60_000_000
_POINTS_A_PIXEL: Final = 72 / 96

_open: dict[str, Any] = {}


def open_file(_arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    """``frames``: the file. Gives its number of pages, or the sentence why it cannot be shown."""
    data = frames[0]
    kind, _ = sniff(data, "")
    _open.clear()
    try:
        if kind == "pdf":
            document = open_pdf(data, damaged=DAMAGED, locked=LOCKED)
            if len(document) == 0:
                raise Unreadable(EMPTY)
            document.init_forms()
            _open["pdf"] = document
            return {"pages": len(document)}, []
        if kind == "image":
            image = open_image(data)
            _open["image"] = image
            return {"pages": getattr(image, "n_frames", 1) if image.format == "TIFF" else 1}, []
    except Unreadable as why:
        return {"reason": str(why)}, []
    return {"reason": ""}, []


def size(arguments: dict[str, Any], _frames: list[bytes]) -> tuple[Any, list[bytes]]:
    """``page`` from 1. Gives its width and height in points, as displayed."""
    return {"size": _size(arguments["page"] - 1)}, []


def _size(index: int) -> tuple[float, float]:
    if "pdf" in _open:
        width, height = _open["pdf"].get_page_size(index)
        return float(width), float(height)
    picture = _picture(index)
    return picture.width * _POINTS_A_PIXEL, picture.height * _POINTS_A_PIXEL


def draw(arguments: dict[str, Any], _frames: list[bytes]) -> tuple[Any, list[bytes]]:
    """``page`` from 1, ``width`` in pixels. Gives RGB pixels, rows without padding."""
    index, width = arguments["page"] - 1, max(1, min(WIDEST, arguments["width"]))
    if "pdf" in _open:
        page = _open["pdf"][index]
        scale = min(width / page.get_width(), math.sqrt(_PIXELS / (page.get_width() * page.get_height())))
        picture = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True).to_pil().convert("RGB")
        page.close()
    else:
        picture = _picture(index)
        share = min(width / picture.width, math.sqrt(_PIXELS / (picture.width * picture.height)))
        wanted = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
        picture = picture.resize(wanted, Image.Resampling.LANCZOS if share < 1 else Image.Resampling.BICUBIC)
    return {"width": picture.width, "height": picture.height}, [picture.tobytes()]


def _picture(index: int) -> Any:
    if _open.get("shown") != index:
        image = _open["image"]
        image.seek(index)
        shrink(image)
        _open["shown"], _open["upright"] = index, upright(image)
    return _open["upright"]


def places(arguments: dict[str, Any], _frames: list[bytes]) -> tuple[Any, list[bytes]]:
    """``page`` from 1. Gives its text as a reading has it and, four floats a sign, where each is (NaN: nowhere)."""
    index = arguments["page"] - 1
    if "pdf" not in _open:
        return {"size": _size(index), "text": ""}, [b""]
    page = _open["pdf"][index]
    with PageWords(page) as words:
        read, boxes = words.text, words.boxes()
    text = whole_text(read, annotation_texts(page))
    extent = page.get_size()
    page.close()
    return {"size": extent, "text": text}, [packed(boxes, len(text))]


def packed(boxes: list[Any], length: int) -> bytes:
    """Four floats for each of ``length`` signs."""
    nowhere = (math.nan,) * 4
    floats = array.array("f", (value for box in boxes for value in (box or nowhere)))
    floats.extend(nowhere * (length - len(boxes)))
    return floats.tobytes()
