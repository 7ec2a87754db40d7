"""A photograph for giving away: its pixels alone, without place, date, camera or thumbnail."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from desktop.copies.burning import Drawn
from desktop.intake.viewing import Viewing, view

_WIDEST: Final = 8000
_QUALITY: Final = 90
_POINTS_A_PIXEL: Final = 72 / 96


def photo(data: bytes, *, page: int = 1, drawn: Sequence[Drawn] = (), lossless: bool = False) -> bytes:
    """A JPEG (PNG where ``lossless``) made from the pixels of one picture, upright, boxes burned in.

    Nothing of what the camera or a program wrote into the file comes along. At most 8,000 pixels wide. ``drawn`` are
    in points as the viewer gives them. Raises ``UserError`` where the picture cannot be shown.
    """
    with view(data) as viewing:
        picture = _pixels(viewing, page)
        scale = picture.width / viewing.size(page)[0]
    brush = ImageDraw.Draw(picture)
    for box in drawn:
        if box.page == page:
            left, top, right, bottom = box.box
            brush.rectangle((int(left * scale), int(top * scale), int(right * scale) + 1, int(bottom * scale) + 1), 0)
    buffer = io.BytesIO()
    if lossless:
        picture.save(buffer, "PNG")
    else:
        picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _pixels(viewing: Viewing, page: int) -> Image.Image:
    width = min(_WIDEST, max(1, round(viewing.size(page)[0] / _POINTS_A_PIXEL)))
    pixels = viewing.render(page, width)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)
