"""The canvas that pages are drawn on one after another, and their pixels as grey or in one bit each."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2 as pdfium
from PIL import Image, ImageChops

_MIDDLE: Final = 4
"""Bytes to the left of a row, so that the middle of each eight that are taken for one is the pixel wanted."""

_WEIGHTS: Final = [[128 >> place if shade > 176 else 0 for shade in range(256)] for place in range(8)]
"""What a pixel of a shade adds to its byte, by its place in it: lighter than 176 is white."""


class Canvas:
    """Grey pixels of one page at a time. The memory is kept for the next page of the same size: new memory for every
    page takes longer than drawing a short one.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._stride = self._width = self._height = 0

    def bitmap(self, width: int, height: int, format: int, rev_byteorder: bool = False) -> Any:
        """A bitmap for ``page.render`` (its ``bitmap_maker``). Close it before the next one is asked for."""
        stride = (width + 7) // 8 * 8 + 2 * _MIDDLE
        if (stride, height) != (self._stride, self._height):
            self._held = bytearray(b"\xff") * (stride * height + _MIDDLE)
        self._stride, self._width, self._height = stride, width, height
        pixels = (ctypes.c_ubyte * (stride * height)).from_buffer(self._held, _MIDDLE)
        return pdfium.PdfBitmap.new_native(width, height, format, rev_byteorder, pixels, stride)

    def packed(self) -> bytes:
        """One bit a pixel, eight to a byte, 1 is white.

        Every eighth pixel is taken as a picture of its own and the eight are added: twice as quick as a picture
        library that puts bit to bit. Rows without ink, most of a letter, are not looked at twice.
        """
        inked, row = self._inked(), self._stride // 8 - 1
        view = memoryview(self._held)
        pixels = b"".join([view[first * self._stride : end * self._stride] for first, end in inked])
        bits = _eight_in_one(pixels, self._stride, row)
        page, at = bytearray(b"\xff") * (row * self._height), 0
        for first, end in inked:
            size = (end - first) * row
            page[first * row : end * row] = bits[at : at + size]
            at += size
        return bytes(page)

    def _inked(self) -> list[tuple[int, int]]:
        """Stretches of rows that are not all white."""
        held, stride, white = self._held, self._stride, b"\xff" * self._stride
        turns: list[int] = []
        ink = False
        for row, at in enumerate(range(0, stride * self._height, stride)):
            if (held[at : at + stride] != white) != ink:
                ink = not ink
                turns.append(row)
        if ink:
            turns.append(self._height)
        return list(zip(turns[::2], turns[1::2], strict=True))


def _eight_in_one(pixels: bytes, stride: int, row: int) -> bytes:
    """``row`` bytes for each ``stride`` pixels."""
    height = len(pixels) // stride
    if not height:
        return b""
    wide = Image.frombuffer("L", (stride, height), pixels, "raw", "L", stride, 1)
    packed = Image.new("L", (row, height), 0)
    for place, weights in enumerate(_WEIGHTS):
        every_eighth = wide.resize((row, height), Image.Resampling.NEAREST, box=(place, 0, place + 8 * row, height))
        packed = ImageChops.add_modulo(packed, every_eighth.point(weights))
    return packed.tobytes()
