"""Characters written as codes, as they come out of web pages, addresses, mail and broken conversions of text.

Here: finding ``Zo&euml;``, ``Zo%C3%AB``, ``Zo=C3=AB``, ``Zo\\u00eb`` and ``ZoÃ«`` and saying what they stand for. Not
here: folding it (``normalise``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5
from urllib.parse import unquote_to_bytes

Code = tuple[int, int, str]
"""Where a code begins and ends in a text, and the characters it stands for."""

_HTML = re.compile(r"&(?:amp;)*(?:#(?P<number>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z]{2,8}\d{0,2}));")
_PERCENT = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+|%(?:20|27|28|29|2[CcDdEe]|40)")
# In mail "=" may stand before any number ("score=10"): only what can be nothing else, and a line that goes on.
_MAIL = re.compile(
    r"(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F]){1,3})+|(?<=[A-Za-z])=[C-F][0-9A-F](?![0-9A-Za-z=])|(?<=[^\W_])=(?=\r?\n[^\W_])"
)
_PROGRAM = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


def codes(text: str) -> list[Code]:
    """Every code in ``text``, in order; quick where the signs that begin one are absent."""
    found: list[Code] = []
    if "&" in text:
        found += _known(_HTML, text, _entity)
    if "%" in text:
        found += _known(_PERCENT, text, _escaped)
    if "=" in text:
        found += _known(_MAIL, text, _printable)
    if "\\u" in text:
        found += _known(_PROGRAM, text, lambda match: _surrogates(match[0]))
    found.sort()
    return found


def _known(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], str]) -> Iterator[Code]:
    for match in pattern.finditer(text):
        said = read(match)
        if said:
            yield match.start(), match.end(), said


def _entity(match: re.Match[str]) -> str:
    if match["name"]:
        return html5.get(f"{match['name']};", "")
    number = int(match["number"]) if match["number"] else int(match["hex"], 16)
    return chr(number) if 31 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _escaped(match: re.Match[str]) -> str:
    said = _bytes(unquote_to_bytes(match[0]))
    return "_" if said == " " else said  # a space would end the address that it stands in


def _printable(match: re.Match[str]) -> str:
    return _bytes(bytes.fromhex(match[0].replace("=", ""))) if len(match[0]) > 1 else "\x02"


def _bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "ignore")


def _surrogates(written: str) -> str:
    data = bytes.fromhex(written.replace("\\u", ""))
    return data.decode("utf-16-be", "ignore")


def _continuing() -> str:
    """The characters that the bytes after the first of a letter in UTF-8 turn into, in Windows and in Latin text."""
    windows = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
    return f"[\x80-\xbf{re.escape(windows)}]"


_NEXT = _continuing()
# Only what letters and quotation marks of Europe become: "Zoë’”" and "JOSÉ’S" are written as they are meant. Of Greek,
# Cyrillic and Arabic two letters at least.
_MISREAD = re.compile(
    rf"[\xc3-\xc5](?!’[sS](?![^\W_])){_NEXT}|\xc2{_NEXT}|\xc8[\x98-\x9b˜™š›]|\xe2[\x80€]{_NEXT}"
    rf"|\xe1[\xba\xbb]{_NEXT}|\xc6[\xa0\xa1\xaf\xb0]"  # of Vietnamese
    rf"|(?:[\xce\xcf]{_NEXT}){{2,}}|(?:[\xd0\xd1]{_NEXT}){{2,}}|(?:[\xd8-\xdb]{_NEXT}){{2,}}"
)


def misread(text: str, start: int, end: int) -> Iterator[Code]:
    """Letters in a stretch of other characters as they were before UTF-8 was read as Windows or Latin text."""
    for match in _MISREAD.finditer(text, start, end):
        data = bytearray()
        for character in match[0]:
            data += bytes([ord(character)]) if character <= "\xff" else character.encode("cp1252")
        yield match.start(), match.end(), data.decode("utf-8", "ignore")
