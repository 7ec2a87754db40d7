"""What one audience could learn by holding two exports of one text.

Here: every place where two releases of a text differ, in both. Two exports can be subtracted from one another; this
says where, it cannot forbid it (profiles, section 6). Not here: how they are shown.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from desktop.redaction.released import Released

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
    matcher = difflib.SequenceMatcher(a=[piece for _, piece in left], b=[piece for _, piece in right], autojunk=False)
    changes: list[tuple[int, int, int, int]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
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


def _pieces(text: str) -> list[tuple[int, str]]:
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
