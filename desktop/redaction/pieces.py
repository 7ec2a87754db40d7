"""What stands in the place of something found: fitted to the words around it, and pieces put in order.

Here: ``Piece``, its possessive, article and capital, and what happens where pieces overlap. Source: redaction design,
sections 5 and 6. Not here: finding what is replaced (``matcher``), choosing the words (``wordings``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.redaction.profiles import Profile
from desktop.redaction.released import SpanKind
from desktop.redaction.spans import in_order

_POSSESSIVE = re.compile(r"['’`ʼ]s?(?![^\W_])")
_ARTICLE = re.compile(r"(?<![^\W_])(?P<a>[Aa]n?)(?P<s>\s+)$")
_THE = re.compile(r"(?<![^\W_])[Tt]he\s$")
_QUOTES = ("'", "’", "`", "ʼ")
_OPENING = re.compile(r"(?:the|an?) ")
_DETERMINER = re.compile(
    r"(?<![^\W_])(?:(?:the|a|an|his|her|their|our|its|my|your)|\w+(?:['’]s|s['’]))\s+$", re.IGNORECASE
)
ORDER = {"L": 0, "P": 1, "O": 2}
"""Which group a box of several reasons bears."""


@dataclass(slots=True)  # not frozen, as hits are not: thousands are made in a moment
class Piece:
    """Code points ``start`` to ``end`` of the original and what stands there instead."""

    start: int
    end: int
    words: str
    kind: SpanKind
    group: str = ""


def fitted(text: str, piece: Piece, *, prose: bool, body: bool = False) -> Piece:
    """A piece with its possessive, article and capital made to fit the words around it.

    Nothing of what was replaced may show: an apostrophe after s, or ``an`` before a vowel, would. ``body``: a school
    or hospital, whose name may end in 's and have "the" before it.
    """
    start, end, words = piece.start, piece.end, piece.words
    if not words:
        following = re.match(r"(?:['’]s?)?\s+", text[end : end + 8])
        end += following.end() if following else 0
        if article := _ARTICLE.search(text, max(0, start - 4), start):
            right = "an" if text[end : end + 1].lower() in "aeiou" else "a"
            words = f"{right.capitalize() if article['a'][0] == 'A' else right} "
            start = article.start()
        return Piece(start, end, words, piece.kind, piece.group)
    if text[end : end + 1] in _QUOTES and (possessive := _POSSESSIVE.match(text, end)):
        if possessive[0].endswith("s") or text[end - 1] in "sS":
            end = possessive.end()
            words += "'s"
    elif end - start > 2 and not body and text[end - 1] in "sS" and text[end - 2] in _QUOTES:
        words += "'s"
    if body and words[:1].isupper() and (the := _THE.search(text, max(0, start - 5), start)):
        start = the.start()
    spaced = start > 0 and text[start - 1].isspace()
    article = (
        _ARTICLE.search(text, max(0, start - 4), start) if spaced and text[start - 2 : start - 1] in "aAnN" else None
    )
    opening = _OPENING.match(words) if piece.kind is not SpanKind.WITHHELD else None
    if article:
        start = article.start()
        capital = article["a"][0] == "A"
        if opening:
            words = words[:1].upper() + words[1:] if capital else words
        else:
            right = "an" if words.lstrip("[")[:1].lower() in "aeiou" else "a"
            words = f"{right.capitalize() if capital else right} {words}"
    elif opening and spaced and _DETERMINER.search(text, max(0, start - 40), start):
        words = words[opening.end() :]
    elif words[:1].islower() and (not prose or _opens(text, start)):
        words = words[:1].upper() + words[1:]
    return Piece(start, end, words, piece.kind, piece.group)


def _opens(text: str, start: int) -> bool:
    lead = text[max(0, start - 6) : start].rstrip(" \t\"'“‘(*•")
    return not lead.strip() or lead[-1] in ".!?\n\r"


def merged(pieces: list[Piece], profile: Profile) -> list[Piece]:
    """Pieces in order and without overlap; boxes that touch but for commas and spaces are one box."""
    ordered: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: in_order(each.start, each.end)):
        if ordered and piece.start < ordered[-1].end:
            last = ordered[-1]
            # Overlap in part: what is withheld wins and covers both; otherwise the first covers both.
            winner = next((each for each in (last, piece) if each.kind is SpanKind.WITHHELD), last)
            group = min(
                (each.group for each in (last, piece) if each.kind is SpanKind.WITHHELD),
                key=lambda each: ORDER.get(each, 9),
                default="",
            )
            words = profile.box(group) if winner.kind is SpanKind.WITHHELD else winner.words
            ordered[-1] = Piece(last.start, max(last.end, piece.end), words, winner.kind, group or winner.group)
        else:
            ordered.append(piece)
    return ordered
