"""What one audience could learn by holding two exports of one text.

Here: every place where two releases of a text differ, in both. Two exports can be subtracted from one another; this
says where, it cannot forbid it (profiles, section 6). Not here: how they are shown.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from desktop.redaction.released import Released

_Piece = tuple[int, str]
_MANY = 1_000_000
_WORDS = re.compile(r"\[withheld[^\]]*\]|\w+(?:['’]\w+)?|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """Code points in the first and the second text. ``shows`` is ``first`` or ``second`` where one says more."""

    start: int
    end: int
    other_start: int
    other_end: int
    shows: str


def compare(first: Released, second: Released) -> tuple[Difference, ...]:
    """The places where two releases of one text differ, in order."""
    left, right = _pieces(first.text), _pieces(second.text)
    changes: list[tuple[int, int, int, int]] = []
    for a, b, c, d in _changes(left, right):
        # Words in a row that differ are one place, though the spaces between them are equal.
        if changes and all(not piece.strip() for _, piece in left[changes[-1][1] : a]):
            changes[-1] = (changes[-1][0], b, changes[-1][2], d)
        else:
            changes.append((a, b, c, d))
    found = []
    for a, b, c, d in changes:
        one, other = _span(left, a, b, len(first.text)), _span(right, c, d, len(second.text))
        found.append(Difference(*one, *other, _shows(first, second, one, other)))
    return tuple(found)


def _changes(left: list[_Piece], right: list[_Piece]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of pieces that differ: sentences are compared first, and word by word only those that are not the same.

    Comparing all words of a long text at once takes time with the square of its length.
    """
    ours, theirs = _sentences(left), _sentences(right)
    texts = [[tuple(piece for _, piece in pieces[low:high]) for low, high in cut]
             for pieces, cut in ((left, ours), (right, theirs))]  # fmt: skip
    whole = difflib.SequenceMatcher(a=texts[0], b=texts[1], autojunk=False)
    for tag, a, b, c, d in whole.get_opcodes():
        if tag == "equal":
            continue
        # As many on both sides: the same sentences, one by one.
        pairs = [(at, at + 1, c + at - a, c + at - a + 1) for at in range(a, b)] if b - a == d - c else [(a, b, c, d)]
        for low, high, other_low, other_high in pairs:
            one = _stretch(ours, low, high, len(left))
            other = _stretch(theirs, other_low, other_high, len(right))
            words = [[piece for _, piece in left[slice(*one)]], [piece for _, piece in right[slice(*other)]]]
            matcher = difflib.SequenceMatcher(
                a=words[0], b=words[1], autojunk=len(words[0]) * len(words[1]) > _MANY
            )
            for kind, i, j, k, m in matcher.get_opcodes():
                if kind != "equal":
                    yield one[0] + i, one[0] + j, other[0] + k, other[0] + m


def _sentences(pieces: list[_Piece]) -> list[tuple[int, int]]:
    """Where sentences and lines begin and end, by number of piece."""
    ends = [at + 1 for at, (_, piece) in enumerate(pieces) if piece in ".!?" or "\n" in piece]
    cuts = [0, *ends, len(pieces)]
    return [(low, high) for low, high in pairwise(cuts) if low < high]


def _stretch(cut: list[tuple[int, int]], low: int, high: int, length: int) -> tuple[int, int]:
    start = cut[low][0] if low < len(cut) else length
    return start, (cut[high - 1][1] if high > low else start)


def _pieces(text: str) -> list[_Piece]:
    return [(match.start(), match[0]) for match in _WORDS.finditer(text)]


def _span(pieces: list[tuple[int, str]], start: int, end: int, length: int) -> tuple[int, int]:
    low = pieces[start][0] if start < len(pieces) else length
    high = pieces[end - 1][0] + len(pieces[end - 1][1]) if end > start else low
    return low, high


def _shows(first: Released, second: Released, one: tuple[int, int], other: tuple[int, int]) -> str:
    """Which of the two has words of the original there: the one without a span of the engine."""
    covered = any(span.start < one[1] and one[0] < span.end for span in first.spans)
    other_covered = any(span.start < other[1] and other[0] < span.end for span in second.spans)
    if covered == other_covered:
        return ""
    return "second" if covered else "first"
