"""A new PDF from pixels: nothing of the original in it, a first page that says how it was made, words that stay.

Pages that are dark on light are kept in one bit a pixel, without loss; others as grey JPEG. The invisible words are
set in a font that every reader has, at whole points and in steps of width, so that no measure of the original font
survives. Source: redaction design, section 3.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.copies.pixels import Pixels
from desktop.intake.viewing import WordBox
from desktop.wording import plural

TITLE: Final = "Redacted copy"
_LEVEL: Final = 6
_SIZE: Final = 9
_A4: Final = (595.0, 842.0)
_MARGIN: Final = 72.0


class NewPdf:
    """Takes finished pages one by one; ``finish`` gives the file. Holds compressed pages alone."""

    def __init__(self, *, pages: int, transcript: bool, layer: bool) -> None:
        self._pdf = pikepdf.Pdf.new()
        self._regular = self._font("Helvetica")
        self._pdf.Root.Lang = pikepdf.String("en-GB")
        self._pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        self._front(pages, transcript, layer)

    def _font(self, name: str) -> pikepdf.Object:
        return self._pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"), Encoding=Name.WinAnsiEncoding)
        )

    def add(self, pixels: Pixels, size: tuple[float, float], *, words: Sequence[WordBox] = ()) -> None:
        """One page of ``size`` points, filled with ``pixels`` whose boxes are burned, and the words that stay."""
        data, packed, bits = pixels.packed()
        image = self._pdf.make_stream(
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=pixels.width,
            Height=pixels.height,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=bits,
            Filter=Name(packed),
        )
        width, height = size
        content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode("ascii")
        resources = Dictionary(XObject=Dictionary(Im0=image))
        if words:
            content += b"\n" + _layer(words, height)
            resources.Font = Dictionary(F1=self._regular)
        self._page((round(width, 2), round(height, 2)), content, resources)

    def finish(self) -> bytes:
        """The file. The same pages give the same bytes."""
        self._pdf.docinfo = self._pdf.make_indirect(Dictionary(Title=pikepdf.String(TITLE)))
        buffer = io.BytesIO()
        self._pdf.save(
            buffer,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
        self._pdf.close()
        return buffer.getvalue()

    def _page(self, size: tuple[float, float], content: bytes, resources: Dictionary) -> None:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, size[0], size[1]],
            Resources=resources,
            Contents=self._pdf.make_stream(zlib.compress(content, _LEVEL), Filter=Name.FlateDecode),
        )
        self._pdf.pages.append(pikepdf.Page(self._pdf.make_indirect(page)))

    def _front(self, pages: int, transcript: bool, layer: bool) -> None:
        """The first page: what this is, how it was made, what it does not have."""
        lines: list[tuple[str, float, str]] = [("F1", 20, TITLE), ("", 12, "")]
        for paragraph in _statement(pages, transcript, layer):
            lines += [("F1", 11, line) for line in _wrapped(paragraph, _A4[0] - 2 * _MARGIN, 11)]
            lines.append(("", 7, ""))
        content, y = [], _A4[1] - _MARGIN - 20
        for font, size, line in lines:
            if line:
                content.append(f"BT /{font} {size:g} Tf {_MARGIN:g} {y:.0f} Td ({_escaped(line)}) Tj ET")
            y -= size * 1.45
        resources = Dictionary(Font=Dictionary(F1=self._regular))
        self._page(_A4, "\n".join(content).encode("cp1252"), resources)


def _statement(pages: int, transcript: bool, layer: bool) -> list[str]:
    sentences = [
        f"This is a redacted copy of a document of {plural(pages, 'page')}. Its pages follow, each as a picture.",
        "Black boxes stand where words are withheld. Each box was made wider than the words that had to go, so that "
        "its width tells nothing; words beside them may be under the box too. Where a box bears a letter, P stands for "
        "personal information, L for a restriction by law and O for another reason.",
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


def _layer(words: Sequence[WordBox], height: float) -> bytes:
    """Invisible words at whole points, their widths in steps of five in a hundred; a word no font has is left out."""
    pieces = [f"BT 3 Tr /F1 {_SIZE} Tf"]
    for word in words:
        natural = _natural_width(word.text)
        if natural <= 0:
            continue
        wide = max(20, min(400, round(100 * (word.right - word.left) / natural / 5) * 5))
        x, y = round(word.left), round(height - word.bottom + 2)
        pieces.append(f"{wide} Tz 1 0 0 1 {x} {y} Tm <{word.text.encode('cp1252').hex()}20> Tj")
    return "\n".join([*pieces, "ET"]).encode("ascii")


@lru_cache(maxsize=20_000)
def _natural_width(text: str) -> float:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return 0.0
    return float(stringWidth(text, "Helvetica", _SIZE))
