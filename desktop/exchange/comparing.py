"""Two texts word by word, and a text that has both changes: what the merge page shows side by side.

A difference is told by words that were added and words that were taken out; where both sides changed the same words,
the joined text has both, ours first, and a person makes one of them. Works on texts; knows nothing of stores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
_WORDS = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST = 2_000
"""Words of either side up to which every word is compared; longer stretches are compared line by line."""
Change = tuple[int, int, tuple[str, ...]]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: ``kind`` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Joined:
    """A text with both changes; ``overlap`` says that somewhere both changed the same words."""

    text: str
    overlap: bool


def against(base: str, text: str) -> tuple[Piece, ...]:
    """What ``text`` has that ``base`` has not, and the other way round, in the order of reading."""
    cut = _cutter(base, text)
    old, pieces, at = cut(base), list[Piece](), 0
    for start, end, new in _changes(old, cut(text)):
        pieces += [
            Piece(SAME, "".join(old[at:start])),
            Piece(REMOVED, "".join(old[start:end])),
            Piece(ADDED, "".join(new)),
        ]
        at = end
    pieces.append(Piece(SAME, "".join(old[at:])))
    return tuple(piece for piece in pieces if piece.text)


def joined(base: str, ours: str, theirs: str) -> Joined:
    """A text to start from: everything that either side added, without what either took out."""
    cut = _cutter(base, ours, theirs)
    old = cut(base)
    here, there = _changes(old, cut(ours)), _changes(old, cut(theirs))
    words: list[str] = []
    at, overlap = 0, False
    for start, end in _groups(here, there):
        mine, yours = _within(old, here, start, end), _within(old, there, start, end)
        words += old[at:start]
        at = end
        if mine is None or yours is None or mine == yours:
            words += mine if mine is not None else yours or []
        else:
            overlap = True
            words += _both(mine, yours)
    return Joined("".join([*words, *old[at:]]), overlap)


def _both(mine: Sequence[str], yours: Sequence[str]) -> list[str]:
    """Both versions of the same place, ours first, with a space between them where neither has one."""
    gap = mine and yours and not mine[-1][-1:].isspace() and not yours[0][:1].isspace()
    return [*mine, *([" "] if gap else []), *yours]


def _groups(here: Sequence[Change], there: Sequence[Change]) -> list[tuple[int, int]]:
    """Places of the base that either side changed, in order; changes that touch the same words are one place."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(start, end) for start, end, _ in (*here, *there)}):
        if spans and (start < spans[-1][1] or start == spans[-1][0]):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _within(old: Sequence[str], changes: Sequence[Change], start: int, end: int) -> list[str] | None:
    """What a side has in that place of the base; None when it left the place alone."""
    inside = [one for one in changes if start <= one[0] and one[1] <= end and (one[0] < end or start == end)]
    if not inside:
        return None
    words, at = list[str](), start
    for first, last, new in inside:
        words += [*old[at:first], *new]
        at = last
    return [*words, *old[at:end]]


def _cutter(*texts: str) -> Callable[[str], list[str]]:
    pattern = _WORDS if all(len(_WORDS.findall(one)) <= _MOST for one in texts) else _LINES
    return pattern.findall


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Places of ``old`` and what stands there in ``new``. A word between two changes that is only a space goes with
    them, so that a sentence that was rewritten reads as one change and not as word salad."""
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and all(word.isspace() for word in old[found[-1][1] : a]) and found[-1][1] < a:
            start, _, words = found[-1]
            found[-1] = (start, b, (*words, *old[found[-1][1] : a], *new[c:d]))
        else:
            found.append((a, b, tuple(new[c:d])))
    return found
