"""The pixels of a page, in shades of grey or in one bit each: filling boxes, lettering them, compressing.

Pixels in one bit stay packed as they came: a box is a few hundred short stretches of bytes, and a page of paper has
millions of pixels.
"""

from __future__ import annotations

import io
import zlib
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

from PIL import Image, ImageDraw, ImageFont

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, the last two included."""

_QUALITY: Final = 60
_LEVEL: Final = 1
_DARK, _LIGHT = 5, 250


class Pixels(Protocol):
    """What can be done to a page of pixels."""

    width: int
    height: int

    def fill(self, area: Area) -> None:
        """Make it black, all of it."""

    def letter(self, area: Area, words: str, *, at_right: bool) -> None:
        """White words on black at one end of a filled area; none where they do not fit."""

    def varies(self, row: int, first: int, last: int) -> bool:
        """Whether a stretch of a row holds more than one shade: whether a word may be seen there."""

    def packed(self) -> tuple[bytes, str, int]:
        """Compressed for a PDF: data, name of the filter, bits a pixel."""


class GreyPixels:
    """Eight bits a pixel: pages with pictures or colours."""

    def __init__(self, data: bytes, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._image = Image.frombytes("L", (width, height), data)

    def fill(self, area: Area) -> None:
        self._image.paste(0, (area[0], area[1], area[2] + 1, area[3] + 1))

    def letter(self, area: Area, words: str, *, at_right: bool) -> None:
        sign = label(words, area[3] - area[1] + 1)
        if sign.width <= area[2] + 1 - area[0]:
            self._image.paste(sign, (area[2] + 1 - sign.width if at_right else area[0], area[1]))

    def varies(self, row: int, first: int, last: int) -> bool:
        strip = self._image.crop((first, row, last, row + 1)).tobytes()
        return min(strip) < _LIGHT and max(strip) > _DARK

    def packed(self) -> tuple[bytes, str, int]:
        buffer = io.BytesIO()
        self._image.save(buffer, "JPEG", quality=_QUALITY)
        return buffer.getvalue(), "/DCTDecode", 8


class BitPixels:
    """One bit a pixel, eight to a byte, 0 is black: pages that are dark on light."""

    def __init__(self, data: bytes, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._row = (width + 7) // 8
        self._bits = bytearray(data)
        if len(data) != self._row * height:
            raise ValueError("not so many bits")

    def fill(self, area: Area) -> None:
        left, top, right, bottom = area
        first, last = left // 8, right // 8
        keep_first = 0xFF ^ (0xFF >> (left % 8))
        keep_last = 0xFF >> (right % 8 + 1)
        black = bytes(last - first + 1)
        for row in range(top, bottom + 1):
            at = row * self._row + first
            before, after = self._bits[at] & keep_first, self._bits[row * self._row + last] & keep_last
            self._bits[at : at + len(black)] = black
            self._bits[at] |= before
            self._bits[row * self._row + last] |= after

    def letter(self, area: Area, words: str, *, at_right: bool) -> None:
        left, top, right, bottom = area
        sign = label(words, bottom - top + 1)
        begin, end = (left + 7) // 8, (right + 1) // 8  # whole bytes within the area
        width = (sign.width + 7) // 8
        if width > end - begin:
            return
        place = end - width if at_right else begin
        bits = sign.crop((0, 0, width * 8, sign.height)).point(lambda shade: 255 if shade > 127 else 0, "1").tobytes()
        for row in range(sign.height):
            at = (top + row) * self._row + place
            self._bits[at : at + width] = bits[row * width : (row + 1) * width]

    def varies(self, row: int, first: int, last: int) -> bool:
        strip = self._bits[row * self._row + first // 8 : row * self._row + (last + 7) // 8]
        return bool(strip.strip(b"\xff")) and bool(strip.strip(b"\x00"))

    def packed(self) -> tuple[bytes, str, int]:
        # Print on paper is runs of black and white: looking for runs alone takes half the time and a little more room.
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
        return packer.compress(self._bits) + packer.flush(), "/FlateDecode", 1


def label(words: str, height: int) -> Image.Image:
    """White words on black, ``height`` pixels high."""
    font = _font(max(8, min(28, int(height * 0.7))))
    width = int(ImageDraw.Draw(Image.new("L", (1, 1))).textlength(words, font=font))
    sign = Image.new("L", (width + height // 2, height), 0)
    ImageDraw.Draw(sign).text((height // 4, height / 2), words, fill=255, font=font, anchor="lm")
    return sign


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO((files("resources") / "fonts" / "CasewardSans-Bold.ttf").read_bytes()), size)
