"""A page's drawing read through its fonts' own character maps: the second reading, apart from pdfium.

Here: text-showing operators of a page, its forms, patterns, Type 3 glyphs and annotations' appearances, decoded with
ToUnicode or a standard encoding; fonts that cannot be read make the page blind. Source: redaction design, section 5,
step 3 (b). Not here: where words stand.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

_DEEP = 12
_SHOWN_IN = {"/Type1", "/MMType1", "/TrueType", "/Type3", "/Type0"}
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", re.DOTALL)
_MOVES = {"Td", "TD", "Tm", "T*", "ET", "BT"}
_GLYPH_NAME = re.compile(
    r"/(?:[A-Za-z]|[a-z]{2,}[A-Za-z0-9.]*|[A-Z][a-z]+[A-Za-z0-9.]*|AE|OE|uni[0-9A-F]{4}|u[0-9A-F]{4,6}|\.notdef|ff[il]?)$"
)
_CODED = re.compile(r"uni([0-9A-F]{4})|u([0-9A-F]{4,6})")
_BETWEEN = {
    "space": " ", "hyphen": "-", "quoteright": "'", "quotesingle": "'", "fi": "fi", "fl": "fl", "ff": "ff",
    "ffi": "ffi", "ffl": "ffl", "germandbls": "ß", "lslash": "ł", "Lslash": "Ł", "oslash": "ø", "Oslash": "Ø",
    "ae": "æ", "AE": "Æ",
    "oe": "œ", "OE": "Œ", "eth": "ð", "thorn": "þ", "dcroat": "đ", "period": ".", "comma": ",",
}  # fmt: skip
_ACCENTS = {
    "acute": "\u0301", "grave": "\u0300", "circumflex": "\u0302", "dieresis": "\u0308", "tilde": "\u0303",
    "ring": "\u030a", "caron": "\u030c", "cedilla": "\u0327", "ogonek": "\u0328", "dotaccent": "\u0307",
    "macron": "\u0304", "breve": "\u0306",
}  # fmt: skip
_SYMBOLIC = 4
_SHAPES_OF_A_LETTER = 8
"""Codes of one font that draw the same letter, at most: small capitals, figures of style, other endings."""
_NUMBERED = re.compile(r"/(?:[a-zA-Z]{1,2}\d+|glyph\d+|cid\d+|index\d+)$")


class Font:
    """How codes of one font become characters."""

    def __init__(self, font: Any) -> None:
        self.map: dict[int, str] = {}
        self.width = 2 if str(font.get("/Subtype", "")) == "/Type0" else 1
        unicode_map = font.get("/ToUnicode")
        if isinstance(unicode_map, pikepdf.Stream):
            self.map = dict(_character_map(unicode_map.read_bytes()))
        self.blind = self._lies(font) if self.map else not self._standard(font)
        self.named = {} if self.map else _named(font)
        self.codec = "mac_roman" if str(font.get("/Encoding", "")) == "/MacRomanEncoding" else "cp1252"

    def _standard(self, font: Any) -> bool:
        """Whether codes can be read without a map: a simple font with an encoding of ordinary glyph names."""
        if self.width == 2 or str(font.get("/Subtype", "")) == "/Type3":
            return False
        encoding = font.get("/Encoding")
        if encoding is None or isinstance(encoding, pikepdf.Name):
            return True
        names = [str(each) for each in encoding.get("/Differences", []) if isinstance(each, pikepdf.Name)]
        return not any(_NUMBERED.match(name) or not _GLYPH_NAME.match(name) for name in names)

    def _lies(self, font: Any) -> bool:
        """Whether the map says another letter than the one that is drawn: what is read is then not what is seen."""
        letters = Counter(said for said in self.map.values() if said.isalpha())
        if max(letters.values(), default=0) > _SHAPES_OF_A_LETTER:
            return True  # "xxxxxx xxxxxxx"
        if self.width == 2 or str(font.get("/Subtype", "")) == "/Type3":
            return False  # which letters are drawn is known to the font's own program alone
        drawn = _letters_drawn(font)
        return any(
            said.isalpha() and said.isascii() and len(said) == 1 and said != drawn.get(code, said)
            for code, said in self.map.items()
        )

    def read(self, raw: bytes) -> str:
        """Characters of a shown string."""
        if self.map:
            if self.width == 1:
                return "".join(self.map.get(code, "") or _plain(code) for code in raw)
            codes = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
            return "".join(self.map.get(code, "\x00") for code in codes)
        plain = raw.decode(self.codec, "replace")
        if not self.named:
            return plain
        return "".join(self.named.get(code, letter) for code, letter in zip(raw, plain, strict=False))


def _named(font: Any) -> dict[int, str]:
    """Characters of the codes to which the encoding of a simple font gives glyphs by name."""
    encoding = font.get("/Encoding")
    found: dict[int, str] = {}
    at = 0
    for each in encoding.get("/Differences", []) if isinstance(encoding, pikepdf.Dictionary) else []:
        if isinstance(each, pikepdf.Name):
            if letter := _letter_of(str(each)[1:]):
                found[at] = letter
            at += 1
        else:
            at = int(each)
    return found


def _letter_of(name: str) -> str:
    """The character of a glyph's name (Adobe glyph list), as far as letters and what stands between them go."""
    if len(name) == 1:
        return name
    if coded := _CODED.fullmatch(name):
        return chr(min(int(coded[1] or coded[2], 16), 0x10FFFF))
    return _BETWEEN.get(name) or (f"{name[0]}{_ACCENTS[name[1:]]}" if name[1:] in _ACCENTS else "")


def _letters_drawn(font: Any) -> dict[int, str]:
    """The letters A to z that codes of a simple font draw by its encoding, as far as the encoding alone decides."""
    if int(font.get("/FontDescriptor", {}).get("/Flags", 0)) & _SYMBOLIC:
        return {}
    encoding = font.get("/Encoding")
    listed = isinstance(encoding, pikepdf.Dictionary)
    named = encoding.get("/BaseEncoding") if listed else encoding
    known = named is not None or "/FontDescriptor" not in font
    drawn = {code: chr(code) for code in range(65, 123) if chr(code).isalpha()} if known else {}
    at = 0
    for each in encoding.get("/Differences", []) if listed else []:
        if isinstance(each, pikepdf.Name):
            drawn.pop(at, None)
            if len(each) == 2 and str(each)[1].isalpha():
                drawn[at] = str(each)[1]
            at += 1
        else:
            at = int(each)
    return drawn


def _plain(code: int) -> str:
    return chr(code) if code == 32 else "\x00"


def _character_map(data: bytes) -> Iterator[tuple[int, str]]:
    for kind, body in _BLOCK.findall(data):
        if kind == b"bfchar":
            tokens = _HEX.findall(body)
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                yield int(code, 16), _wide(text)
        else:
            for low, high, first, several in _RANGE.findall(body):
                start, end = int(low, 16), min(int(high, 16), int(low, 16) + 65535)
                if several:
                    for code, text in zip(range(start, end + 1), _HEX.findall(several), strict=False):
                        yield code, _wide(text)
                else:
                    base = _wide(first)
                    for code in range(start, end + 1):
                        if base:
                            yield code, base[:-1] + chr(min(ord(base[-1]) + code - start, 0x10FFFF))


def _wide(text: bytes) -> str:
    digits = re.sub(rb"\s", b"", text).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2)).decode("utf-16-be", "replace")


class Drawing:
    """All text drawn by a page: ``close`` with nothing between strings, ``apart`` with a space at every move.

    ``shown`` counts characters that were drawn; ``blind`` says that some used a font without a readable map.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._close: list[str] = []
        self._apart: list[str] = []
        self._seen: set[tuple[int, int]] = set()
        self._fonts: dict[tuple[int, int], Font] = {}
        self.shown = 0
        self._letters: list[str] = []
        self.blind = False

    @property
    def close(self) -> str:
        """Strings run together within a text object."""
        return "".join(self._close)

    @property
    def apart(self) -> str:
        """Strings with a space wherever the position was set."""
        return "".join(self._apart)

    @property
    def letters(self) -> str:
        """Letters that the page sets one by one, in the order in which it does."""
        return "".join(self._letters)

    def read(self) -> None:
        """Read the page, everything it draws by name, and its annotations' appearances."""
        resources = self._inherited("/Resources")
        self._content(self._page, resources)
        self._named(resources, 0)
        for annotation in self._page.get("/Annots", []):
            if isinstance(annotation, pikepdf.Dictionary):
                self._appearances(annotation.get("/AP"), resources, 0)

    def _inherited(self, key: str) -> Any:
        node, depth = self._page, 0
        while node is not None and depth < 50:
            if key in node:
                return node[key]
            node, depth = node.get("/Parent"), depth + 1
        return pikepdf.Dictionary()

    def _appearances(self, appearance: Any, resources: Any, depth: int) -> None:
        if isinstance(appearance, pikepdf.Stream):
            self._form(appearance, resources, depth)
        elif isinstance(appearance, pikepdf.Dictionary) and depth < _DEEP:
            for key in appearance.keys():  # noqa: SIM118 - a pikepdf dictionary yields nothing when iterated
                self._appearances(appearance[key], resources, depth + 1)

    def _named(self, resources: Any, depth: int) -> None:
        """Forms, patterns and Type 3 glyphs, drawn or not."""
        if not isinstance(resources, pikepdf.Dictionary) or depth > _DEEP:
            return
        for group in ("/XObject", "/Pattern"):
            held = resources.get(group)
            if isinstance(held, pikepdf.Dictionary):
                for key in held.keys():  # noqa: SIM118
                    inner = held[key]
                    if isinstance(inner, pikepdf.Stream) and str(inner.get("/Subtype", "/Form")) == "/Form":
                        self._form(inner, resources, depth + 1)
                    if isinstance(inner, pikepdf.Stream) and "/PatternType" in inner:
                        self._form(inner, resources, depth + 1)

    def _form(self, form: Any, outer: Any, depth: int) -> None:
        mark = form.objgen
        if depth > _DEEP or (mark != (0, 0) and mark in self._seen):
            return
        self._seen.add(mark)
        resources = form.get("/Resources", outer)
        self._content(form, resources)
        self._named(resources, depth)

    def _content(self, holder: Any, resources: Any) -> None:
        if (
            isinstance(holder, pikepdf.Dictionary)
            and not isinstance(holder, pikepdf.Stream)
            and "/Contents" not in holder
        ):
            return
        font: Font | None = None
        for instruction in pikepdf.parse_content_stream(holder, "BT ET Tf Tj TJ ' \" Td TD Tm T* BDC DP"):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                font = self._font(resources, operands[0])
            elif operator in ("Tj", "'", '"', "TJ"):
                if operator in ("'", '"'):
                    self._break(" ")
                self._show(font, operands[-1])
            elif operator in ("BDC", "DP"):
                self._properties(operands)
            elif operator in _MOVES:
                self._break("\n" if operator in ("ET", "T*") or self._down(operator, operands) else " ")

    @staticmethod
    def _down(operator: str, operands: Any) -> bool:
        return operator in ("Td", "TD") and float(operands[1]) != 0

    def _properties(self, operands: Any) -> None:
        if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary):
            for key in ("/ActualText", "/Alt", "/E"):
                if key in operands[1]:
                    self._close.append(f"\n{operands[1][key]}\n")
                    self._apart.append(f"\n{operands[1][key]}\n")

    def _break(self, mark: str) -> None:
        self._apart.append(mark)
        if mark == "\n":
            self._close.append(mark)

    def _font(self, resources: Any, name: Any) -> Font | None:
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        found = fonts.get(str(name)) if isinstance(fonts, pikepdf.Dictionary) else None
        if not isinstance(found, pikepdf.Dictionary):
            return None
        mark = found.objgen
        if mark == (0, 0):
            return Font(found)
        if mark not in self._fonts:
            self._fonts[mark] = Font(found)
        return self._fonts[mark]

    def _show(self, font: Font | None, operand: Any) -> None:
        pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                raw = bytes(piece)
                if font is None or font.blind:
                    self.blind = self.blind or bool(raw.strip())
                text = font.read(raw) if font else raw.decode("latin-1")
                self.shown += len(text.strip())
                self._close.append(text)
                self._apart.append(text)
                if len(text) == len(pieces) == 1:
                    self._letters.append(text)
            elif float(piece) < -180:
                self._close.append(" ")
                self._apart.append(" ")


def blind_pages(data: bytes) -> frozenset[int] | None:
    """The pages (from 0) of a PDF that draw with a font whose letters cannot be known; None where that cannot be told.

    Most files have no such font, so the fonts are looked at first and pages only where one is blind.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not any(Font(font).blind for font in _fonts(pdf)):
                return frozenset()
            found = set()
            for at, page in enumerate(pdf.pages):
                drawing = Drawing(page.obj)
                drawing.read()
                if drawing.blind:
                    found.add(at)
            return frozenset(found)
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, KeyError):
        return None


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every font of a file that text is shown in, wherever it stands."""
    for held in pdf.objects:
        yield from _within(held, 0)


def _within(held: Any, depth: int) -> Iterator[Any]:
    inside: Any = held.stream_dict if isinstance(held, pikepdf.Stream) else held
    if not isinstance(inside, pikepdf.Dictionary) or depth > _DEEP:
        return
    if str(inside.get("/Subtype", "")) in _SHOWN_IN:
        yield inside
    for key in list(inside.keys()):
        value: Any = inside[key]
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) and not value.is_indirect:
            yield from _within(value, depth + 1)
