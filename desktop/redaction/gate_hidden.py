"""Streams of a PDF that no page leads to: of an old revision, left behind, or drawn by nothing.

Here: finding them in the bytes of a file, and the strings that a piece of drawing would show, read without its fonts.
Source: redaction design, section 6, numbers 46 to 49. Not here: streams of the file as it stands (``gate_pdf``).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

_SHOWS = re.compile(rb"(?:Tj|TJ|'|\")(?![A-Za-z])")


def has_more(found: int, outside: bytes, listed: int) -> bool:
    """Whether a file has more streams than the ``listed`` objects of its last revision and its tables of objects.

    ``found`` are all of its streams, ``outside`` is what stands around them.
    """
    return found - outside.count(b"/ObjStm") - outside.count(b"/XRef") > listed


def out_of_letters(piece: bytes) -> bytes:
    """A stream out of the filters that only rewrite bytes in letters."""
    end = piece[-4:].rstrip()
    try:
        if end.endswith(b"~>"):
            return base64.a85decode(piece.strip().removeprefix(b"<~").removesuffix(b"~>"))
        if end.endswith(b">") and re.fullmatch(rb"[0-9A-Fa-f\s]+>\s*", piece):
            digits = re.sub(rb"[\s>]", b"", piece)
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    except ValueError:
        pass
    return piece


def shown(data: bytes, string: re.Pattern[bytes], decoded: Callable[[bytes], str]) -> tuple[str, str]:
    """Strings of a piece of drawing: run together within each text object, and each by itself; empty for another."""
    close, apart = [], []
    for block in re.findall(rb"(?<![^\s])BT\s(.*?)\sET(?![^\s])", data, re.DOTALL):
        if _SHOWS.search(block):
            words = [decoded(token) for token in string.findall(block)]
            close.append("".join(words))
            apart.append(" ".join(words))
    return "\n".join(close), "\n".join(apart)
