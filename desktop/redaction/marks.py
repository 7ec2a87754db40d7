"""Marks: a person withholds a span of text, with a reason, as offsets into plain text.

Here: the reasons and their groups (profiles, section 4), checking, joining and moving marks when the text is edited.
Not here: what a profile does with a mark (``release``).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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


_SHORT = 4000
_MOST_LINES = 20_000


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


def check(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in order of place. Raises ``UserError`` for one outside the text, an empty one or an unknown reason."""
    kept = tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.id)))
    for mark in kept:
        if mark.reason not in REASONS:
            raise UserError("A mark has a reason Caseward does not know.", "Give it one of the reasons R1 to R12.")
        if not 0 <= mark.start < mark.end <= len(text):
            raise UserError(
                "A mark lies outside its text or covers nothing.", "Remove the mark and mark the words again."
            )
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
    blocks = _letters(old, new) if len(old) < _SHORT else _lines(old, new)
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
Blocks = Sequence[_Block]


def _letters(old: str, new: str) -> Blocks:
    return difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()


def _lines(old: str, new: str) -> Blocks:
    """Differences of a long text: by line, and inside the lines that differ by letter."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(len(before), len(after)) > _MOST_LINES:
        return _edges(old, new)
    left, right = _starts(before), _starts(after)
    blocks: list[_Block] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        old_part, new_part = old[left[a] : left[b]], new[right[c] : right[d]]
        if tag != "replace":
            inner: Blocks = [(tag, 0, len(old_part), 0, len(new_part))]
        else:
            short = max(len(old_part), len(new_part)) < _SHORT
            inner = _letters(old_part, new_part) if short else _edges(old_part, new_part)
        blocks += [(kind, e + left[a], f + left[a], g + right[c], h + right[c]) for kind, e, f, g, h in inner]
    return blocks


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _edges(old: str, new: str) -> Blocks:
    """One changed stretch between a common beginning and a common end: exact for one edit, wide for several."""
    head = 0
    for head, (left, right) in enumerate(zip(old, new, strict=False)):  # noqa: B007
        if left != right:
            break
    else:
        head = min(len(old), len(new))
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    a, b = len(old) - tail, len(new) - tail
    parts = [("equal", 0, head, 0, head), ("replace", head, a, head, b), ("equal", a, len(old), b, len(new))]
    return [part for part in parts if part[1] < part[2] or part[3] < part[4]]


def _moved(at: int, blocks: Blocks, *, at_end: bool) -> int:
    for tag, old_start, old_end, new_start, new_end in blocks:
        inside = old_start < at <= old_end if at_end else old_start <= at < old_end
        if inside:
            if tag == "equal":
                return new_start + at - old_start
            return new_end if at_end else new_start
    return blocks[-1][4] if at and blocks else 0
