"""A new PDF from pixels: nothing of the original in it, a first page that says how it was made, words that stay.

Pages that are dark on light are kept in one bit a pixel, without loss; others as grey JPEG. The invisible words are
set in a font that every reader has, at whole points and in steps of width, so that no measure of the original font
survives. Source: redaction design, section 3.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import BinaryIO, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.copies.pixels import Pixels
from desktop.intake.viewing import Box
from desktop.wording import listed, plural

TITLE: Final = "Redacted copy"
_LEVEL: Final = 2
_CATALOG, _TREE, _FONT, _INFORMATION = 1, 2, 3, 4
_FIXED: Final = 4
_SIZE: Final = 9
_A4: Final = (595.0, 842.0)
_MARGIN: Final = 72.0


PlacedWord = tuple[str, Box]
"""A word and where it stands, in points from the top left corner of the page."""


class NewPdf:
    """Takes finished pages one by one and writes each to ``sink`` at once, so that memory stays flat; ``finish`` ends
    the file. The same pages give the same bytes. ``sink`` need only be written to.
    """

    def __init__(
        self, sink: BinaryIO, *, pages: int, transcript: bool, layer: bool, signs: Collection[str] = ()
    ) -> None:
        self._sink = sink
        self._sum = hashlib.sha256()
        self._at = 0
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._last = _FIXED
        self._put(b"%PDF-1.5\n%\xbf\xf7\xa2\xfe\n")
        self._object(_FONT, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
        self._front(_statement(pages, transcript, layer, signs))

    def add(self, pixels: Pixels, size: tuple[float, float], *, words: Sequence[PlacedWord] = ()) -> None:
        """One page of ``size`` points, filled with ``pixels`` whose boxes are burned, and the words that stay."""
        data, packed, bits = pixels.packed()
        shape = f"/Width {pixels.width}/Height {pixels.height}/ColorSpace/DeviceGray/BitsPerComponent {bits}"
        image = self._stream(data, f"/Type/XObject/Subtype/Image{shape}/Filter{packed}")
        width, height = size
        content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode("ascii")
        resources = f"/XObject<</Im0 {image} 0 R>>"
        if words:
            content += b"\n" + _layer(words, height)
            resources += f"/Font<</F1 {_FONT} 0 R>>"
        self._page((round(width, 2), round(height, 2)), content, resources)

    def finish(self) -> None:
        """Write what ties the pages together. Nothing may be added afterwards."""
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._object(_TREE, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>".encode("ascii"))
        self._object(_INFORMATION, f"<</Title({TITLE})>>".encode("ascii"))
        self._object(
            _CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/Lang(en-GB)/ViewerPreferences<</DisplayDocTitle true>>>>" % _TREE,
        )
        count, start, name = len(self._places) + 1, self._at, self._sum.hexdigest()[:32]
        self._put(f"xref\n0 {count}\n0000000000 65535 f \n".encode("ascii"))
        self._put(b"".join(b"%010d 00000 n \n" % self._places[number] for number in range(1, count)))
        self._put(
            f"trailer\n<</Size {count}/Root {_CATALOG} 0 R/Info {_INFORMATION} 0 R/ID[<{name}><{name}>]>>\n"
            f"startxref\n{start}\n%%EOF\n".encode("ascii")
        )

    def _put(self, data: bytes) -> None:
        self._sink.write(data)
        self._sum.update(data)
        self._at += len(data)

    def _object(self, number: int, body: bytes) -> None:
        self._places[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _stream(self, data: bytes, keys: str) -> int:
        number = self._next()
        head = f"<<{keys}/Length {len(data)}>>\nstream\n".encode("ascii")
        self._object(number, b"%s%s\nendstream" % (head, data))
        return number

    def _page(self, size: tuple[float, float], content: bytes, resources: str) -> None:
        contents = self._stream(zlib.compress(content, _LEVEL), "/Filter/FlateDecode")
        number = self._next()
        self._object(
            number,
            f"<</Type/Page/Parent {_TREE} 0 R/MediaBox[0 0 {size[0]:g} {size[1]:g}]/Resources<<{resources}>>"
            f"/Contents {contents} 0 R>>".encode("ascii"),
        )
        self._pages.append(number)

    def _front(self, statement: Sequence[str]) -> None:
        """The first page: what this is, how it was made, what it does not have."""
        lines: list[tuple[str, float, str]] = [("F1", 20, TITLE), ("", 12, "")]
        for paragraph in statement:
            lines += [("F1", 11, line) for line in _wrapped(paragraph, _A4[0] - 2 * _MARGIN, 11)]
            lines.append(("", 7, ""))
        content, y = [], _A4[1] - _MARGIN - 20
        for font, size, line in lines:
            if line:
                content.append(f"BT /{font} {size:g} Tf {_MARGIN:g} {y:.0f} Td ({_escaped(line)}) Tj ET")
            y -= size * 1.45
        self._page(_A4, "\n".join(content).encode("cp1252"), f"/Font<</F1 {_FONT} 0 R>>")


_LETTERS: Final = {
    "P": "P stands for personal information",
    "L": "L stands for a restriction by law",
    "O": "O stands for another reason",
}
"""What the letters mean: all of them are told where there is one, so that the page says nothing of any box."""


def _statement(pages: int, transcript: bool, layer: bool, signs: Collection[str]) -> list[str]:
    letters = _LETTERS if set(signs) & _LETTERS.keys() else {}
    sentences = [
        f"This is a redacted copy of a document of {plural(pages, 'page')}. Its pages follow, each as a picture.",
        "Black boxes stand where words are withheld. Each box was made wider than the words that had to go, so that "
        "its width tells nothing; words beside them may be under the box too."
        + (f" Where a box bears a letter, {listed([*letters.values()])}." if letters else ""),
        "The copy was made by drawing every page anew as pixels, filling the boxes, and building a new file from those "
        "pixels alone. No text, font, comment, form, attachment or other part of the original file is in it. Colours "
        "are shown as shades of grey or as black and white.",
    ]
    if layer:
        sentences.append("Words that are not withheld can be searched and copied. Their places are approximate.")
    sentences.append(
        "A picture of a page cannot be read well by everyone. "
        + (
            "A transcript of this document, set as text, can be had from whoever sent it."
            if transcript
            else "Ask whoever sent it if you need it in another form."
        )
    )
    return sentences


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, "Helvetica", size) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _layer(words: Sequence[PlacedWord], height: float) -> bytes:
    """Invisible words at whole points, their widths in steps of five in a hundred; a word no font has is left out."""
    pieces = [f"BT 3 Tr /F1 {_SIZE} Tf"]
    below = height + 2
    for text, (left, _, right, bottom) in words:
        natural, written = _set_in_helvetica(text)
        if natural > 0:
            wide = max(20, min(400, round((right - left) / natural) * 5))
            pieces.append(f"{wide} Tz 1 0 0 1 {left:.0f} {below - bottom:.0f} Tm <{written}20> Tj")
    return "\n".join([*pieces, "ET"]).encode("ascii")


@lru_cache(maxsize=20_000)
def _set_in_helvetica(text: str) -> tuple[float, str]:
    """A twentieth of its width at a hundred in a hundred, and its signs in hexadecimal; no width for signs it lacks."""
    try:
        written = text.encode("cp1252").hex()
    except UnicodeEncodeError:
        return 0.0, ""
    return float(stringWidth(text, "Helvetica", _SIZE)) / 20, written
