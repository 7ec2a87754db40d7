"""The two families of the printed page, which character each can draw, and how wide words are.

Caseward Sans for tables, headings and furniture, Gentium Book Plus for running text. A character that one family lacks
is set in the other; a word with combining marks is set in Gentium, which alone places them over their letter; a
character in neither stops the export and is named (look, section 2; DESIGN section 6).
"""

from __future__ import annotations

import copy
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase.ttfonts import TTFont

from desktop.errors import UserError

SANS = "CasewardSans"
SERIF = "GentiumBookPlus"
CUTS = ("Regular", "Bold", "Italic", "BoldItalic")

# Format characters that draw nothing: joiners, marks of direction, soft hyphens. On paper they could only mislead.
_UNSEEN = {ord(each): None for each in "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"}
_UNSEEN |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x2070), *range(0xFE00, 0xFE10)])
_UNSEEN |= dict.fromkeys(range(0xE0000, 0xE0080))
_SPACES: dict[int, str | None] = {ord(each): " " for each in "\t\u1680\u205f\u3000"}
_SPACES |= dict.fromkeys([*range(0x2000, 0x2007), *range(0x2008, 0x200B)], " ")
_SPACES |= {0x2007: "\u00a0", 0x202F: "\u00a0", 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_CLEAN: dict[int, str | None] = {**_UNSEEN, **_SPACES}


def cleaned(text: str) -> str:
    """The text as it is drawn: NFC, one kind of line end, ordinary spaces, nothing that draws nothing."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.translate(_CLEAN))


def font_name(family: str, *, bold: bool = False, italic: bool = False) -> str:
    """The name of one of the eight fonts."""
    return f"{family}-{CUTS[bold + 2 * italic]}"


def load(name: str) -> TTFont:
    """A fresh font object: its subset belongs to one document, so none is ever shared.

    The file is read once; what was read of it never changes, only the place of reading and the subsets do.
    """
    read = _read(name)
    font = copy.copy(read)
    font.face, font.state = copy.copy(read.face), WeakKeyDictionary()
    return font


@cache
def _read(name: str) -> TTFont:
    with as_file(files("resources") / "fonts" / f"{name}.ttf") as path:
        # Shaping would spoil the text layer, which the leak gate must be able to read.
        return TTFont(name, str(path), shapable=False)


@cache
def _characters(name: str) -> frozenset[int]:
    return frozenset(load(name).face.charToGlyph)


def missing(text: str) -> str:
    """The first character that neither family can draw, or nothing."""
    sans, serif = _characters(f"{SANS}-Regular"), _characters(f"{SERIF}-Regular")
    for each in cleaned(text):
        if each not in "\n\u00a0" and ord(each) not in sans and ord(each) not in serif:
            return each
    return ""


def refuse(character: str) -> UserError:
    """The sentence for a character that cannot be drawn: its name and code point, never the words around it."""
    name = unicodedata.name(character, "without a name")
    return UserError(
        f"The character U+{ord(character):04X} ({name}) cannot be printed: neither font of the documents has it.",
        "Keep the name in its own script in the record, and write it here in Latin letters.",
        code="character",
    )


@dataclass(slots=True)
class Word:
    """A word set in one look: its width at 1 pt, and its pieces ``(font, text, width at 1 pt)``."""

    width: float
    pieces: tuple[tuple[str, str, float], ...]


class Typesetter:
    """Measures words in the fonts of one document. Holds nothing after the document is done."""

    def __init__(self) -> None:
        self._fonts: dict[str, TTFont] = {}
        self._words: dict[tuple[str, str], Word] = {}

    def font(self, name: str) -> TTFont:
        """The font object of this document."""
        if name not in self._fonts:
            self._fonts[name] = load(name)
        return self._fonts[name]

    def word(self, name: str, word: str) -> Word:
        """A word in the font ``name``, with each piece in a font that can draw it. Raises UserError."""
        known = self._words.get((name, word))
        if known is None:
            pieces = tuple((font, text, self.width(font, text)) for font, text in self._pieces(name, word))
            known = self._words[name, word] = Word(sum(piece[2] for piece in pieces), pieces)
        return known

    def width(self, name: str, text: str) -> float:
        """The width of ``text`` at 1 pt."""
        face: Any = self.font(name).face
        widths: dict[int, float] = face.charWidths
        default: float = face.defaultWidth
        return sum([widths.get(ord(each), default) for each in text.replace("\u00a0", " ")]) / 1000

    def up(self, name: str, size: float, leading: float) -> float:
        """How far below the top of a line of ``leading`` points its base line lies."""
        face: Any = self.font(name).face
        middle: float = (face.ascent + face.descent) / 2000
        return float(leading / 2 + middle * size)

    def _pieces(self, name: str, word: str) -> list[tuple[str, str]]:
        family, _, cut = name.partition("-")
        other = f"{SERIF if family == SANS else SANS}-{cut}"
        order = (name, other)
        if any(unicodedata.combining(each) for each in word):
            order = (f"{SERIF}-{cut}", f"{SANS}-{cut}")
        pieces: list[tuple[str, str]] = []
        for each in word:
            font = self._drawn_by(order, each)
            if pieces and pieces[-1][0] == font:
                pieces[-1] = (font, pieces[-1][1] + each)
            else:
                pieces.append((font, each))
        return pieces

    def _drawn_by(self, order: tuple[str, str], character: str) -> str:
        if character == "\u00a0":
            return order[0]
        for name in order:
            face: Any = self.font(name).face
            if ord(character) in face.charToGlyph:
                return name
        raise refuse(character)
