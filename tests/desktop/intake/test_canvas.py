"""Pages drawn on one canvas after another, and their pixels in one bit each."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas as Paper

from desktop.intake.formats.canvas import Canvas


def drawn(width: float, height: float, *boxes: tuple[float, float, float, float]) -> pdfium.PdfDocument:
    buffer = io.BytesIO()
    paper = Paper(buffer, pagesize=(width, height))
    for box in boxes:
        paper.rect(*box, fill=1)
    paper.showPage()
    paper.save()
    return pdfium.PdfDocument(buffer.getvalue())


def bit_by_bit(page: pdfium.PdfPage) -> bytes:
    picture = page.render(scale=1, grayscale=True).to_pil()
    row = (picture.width + 7) // 8
    bits = bytearray(b"\xff" * (row * picture.height))
    for y in range(picture.height):
        for x in range(picture.width):
            if picture.getpixel((x, y)) <= 176:
                bits[y * row + x // 8] &= ~(0x80 >> x % 8)
    return bytes(bits)


@pytest.mark.parametrize("width", [33, 40, 47])
def test_every_pixel_is_one_bit(width: int) -> None:
    canvas = Canvas()
    edges = ((0.0, 0.0, 3.0, 2.0), (width - 2.0, 20.0, 2.0, 9.0), (7.0, 10.0, 12.3, 1.4), (0.0, 29.0, width, 1.0))
    for boxes in (edges, (), ((0.0, 0.0, width, 30.0),), edges[1:]):
        with drawn(width, 30, *boxes) as document:
            bitmap = document[0].render(scale=1, grayscale=True, bitmap_maker=canvas.bitmap)
            assert canvas.packed() == bit_by_bit(document[0])
            bitmap.close()


def test_a_page_of_another_size_gets_a_canvas_of_its_own() -> None:
    canvas = Canvas()
    for width, height in ((40, 30), (64, 9), (40, 30)):
        with drawn(width, height, (1, 1, 5, 5)) as document:
            bitmap = document[0].render(scale=1, grayscale=True, bitmap_maker=canvas.bitmap)
            assert bitmap.to_pil().size == (width, height)
            assert canvas.packed() == bit_by_bit(document[0])
            bitmap.close()
