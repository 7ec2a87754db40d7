"""Marks: a person withholds a span of text, with a reason, as offsets into plain text.

Here: the reasons and their groups (profiles, section 4), checking, joining and moving marks when the text is edited.
Not here: what a profile does with a mark (``release``).
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from unicodedata import combining

from desktop.errors import UserError

REASONS = {
    "R1": "identifies a child or family member",
    "R2": "identifies a member of staff",
    "R3": "about someone who is not part of this",
    "R4": "health or other special category",
    "R5": "offence, allegation or live investigation",
    "R6": "safety: where someone is, or a risk to someone",
    "R7": "restricted by a court or by statute",
    "R8": "legal advice",
    "R9": "supplied in confidence, or its owner has not agreed",
    "R10": "sensitivity claimed",
    "R11": "reviewer's reflection, not part of the account",
    "R12": "outside what was asked for or ordered",
}
GROUPS = {
    "R1": "P", "R2": "P", "R3": "P", "R4": "P", "R5": "L", "R6": "P",
    "R7": "L", "R8": "L", "R9": "O", "R10": "L", "R11": "O", "R12": "O",
}  # fmt: skip


_MOST_WORDS = 5_000
_MOST_LINES = 20_000
"""So many are compared one by one; more than that is one changed stretch."""
_FAR = 1_000
_ALONE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Letters of scripts that put no space between words: each counts as a word."""
_SOLID = re.compile(f"[{_ALONE}]")
_WORD = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points ``start`` to ``end`` are withheld for ``reason``.

    ``about`` is the subject the words are about, where a person said so; ``changed`` is set when the text under the
    mark was edited and nobody has looked at it again.
    """

    id: str
    start: int
    end: int
    reason: str
    author: str = ""
    at: str = ""
    checker: str = ""
    about: str = ""
    changed: bool = False


def check(text: str, marks: Iterable[Mark], where: str = "") -> tuple[Mark, ...]:
    """The marks in order of place. Raises ``UserError`` for one outside the text, an empty one or an unknown reason;
    it names the text as ``where``.
    """
    places = (f"{where}: mark",) if where else ()
    kept = tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.id)))
    for mark in kept:
        if mark.reason not in REASONS:
            what = "A mark has a reason Caseward does not know."
            raise UserError(what, "Give it one of the reasons R1 to R12.", code="reason", places=places)
        if not 0 <= mark.start < mark.end <= len(text):
            what = "A mark lies outside its text or covers nothing."
            raise UserError(what, "Remove the mark and mark the words again.", code="outside", places=places)
    return kept


def union(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans that overlap or touch, joined: nested and partial overlaps withhold everything that any of them covers."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def moved(marks: Sequence[Mark], old: str, new: str) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Marks of ``old`` in their places in ``new``, and the ids of those whose words changed.

    A mark grows over words put inside it and never shrinks away from words it covered; a mark whose words are all
    gone is dropped and its id is among those changed.
    """
    if old == new:
        return tuple(marks), ()
    blocks = _blocks(old, new)
    kept, changed = [], []
    for mark in marks:
        start, end = _moved(mark.start, blocks, at_end=False), _moved(mark.end, blocks, at_end=True)
        if start >= end:
            changed.append(mark.id)
            continue
        same = new[start:end] == old[mark.start : mark.end]
        if not same:
            changed.append(mark.id)
        kept.append(replace(mark, start=start, end=end, changed=mark.changed or not same))
    return tuple(kept), tuple(changed)


_Block = tuple[str, int, int, int, int]


def _blocks(old: str, new: str) -> list[_Block]:
    """What became of each stretch of ``old``: what begins and ends both texts is the same, so one edit is followed
    to the letter; between two edits whole words are, and whole lines where there are too many words.
    """
    head = _shared(min(len(old), len(new)), lambda size: new.startswith(old[:size]))
    left = min(len(old), len(new)) - head
    tail = _shared(left, lambda size: new.endswith(old[len(old) - size :]))
    if head + tail == min(len(old), len(new)):
        longer = max(old, new, key=len)
        moved_by = _to_words(longer, head, len(longer) - tail)
        head, tail = head - moved_by, tail + moved_by
    else:
        # Of words that begin or end alike none is taken apart.
        head = _to_edge(head, lambda at: _is_edge(old, at) and _is_edge(new, at))
        tail = _to_edge(tail, lambda at: _is_edge(old, -at) and _is_edge(new, -at))
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    inner = [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in _between(before, after)]
    a, c = len(old) - tail, len(new) - tail
    parts = [("equal", 0, head, 0, head), *inner, ("equal", a, len(old), c, len(new))]
    return [part for part in parts if part[1] < part[2] or part[3] < part[4]]


def _shared(most: int, fits: Callable[[int], bool]) -> int:
    """The largest size up to ``most`` that fits, where every smaller one fits too."""
    return bisect_left(range(1, most + 1), True, key=lambda size: not fits(size))


def _to_words(text: str, start: int, end: int) -> int:
    """How far to the left the same stretch could have been put in or taken out so that it is whole words: of "The
    Tom" without "The " the letter left is the T of Tom.
    """
    by, best, whole = 0, 0, False
    while True:
        fits = _is_edge(text, start - by), _is_edge(text, end - by)
        if all(fits):
            return by
        if fits[0] and not whole:
            best, whole = by, True
        if by >= min(start, _FAR) or text[start - by - 1] != text[end - by - 1]:
            return best
        by += 1


def _to_edge(size: int, fits: Callable[[int], bool]) -> int:
    """The largest size from ``size`` down that fits; ``size`` itself where none is near."""
    return next((one for one in range(size, max(-1, size - _FAR), -1) if fits(one)), size)


def _is_edge(text: str, at: int) -> bool:
    """Whether no word goes on over this place."""
    at %= max(1, len(text))
    return at == 0 or not all(sign.isalnum() or combining(sign) for sign in _SOLID.sub(" ", text[at - 1 : at + 1]))


def _between(old: str, new: str) -> Iterator[_Block]:
    """By words; in a long text by lines, and by words in lines that differ. What is too much is one changed stretch."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) <= _MOST_WORDS:
        yield from _compared(before, after)
        return
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if min(len(lines), len(others)) < 2 or max(len(lines), len(others)) > _MOST_LINES:
        yield "replace", 0, len(old), 0, len(new)
        return
    for tag, a, b, c, d in _compared(lines, others):
        if tag == "replace" and (b - a, d - c) != (len(old), len(new)):
            inner = _between(old[a:b], new[c:d])
            yield from ((tag, a + one, a + two, c + three, c + four) for tag, one, two, three, four in inner)
        else:
            yield tag, a, b, c, d


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[_Block]:
    left, right = _starts(before), _starts(after)
    for tag, a, b, c, d in difflib.SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes():
        yield tag, left[a], left[b], right[c], right[d]


def _starts(parts: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, parts), initial=0))


def _moved(at: int, blocks: Sequence[_Block], *, at_end: bool) -> int:
    for tag, old_start, old_end, new_start, new_end in blocks:
        inside = old_start < at <= old_end if at_end else old_start <= at < old_end
        if inside:
            if tag == "equal":
                return new_start + at - old_start
            return new_end if at_end else new_start
    return blocks[-1][4] if at and blocks else 0
