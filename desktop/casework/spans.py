"""Marks and highlights of a text that is being written: offsets that follow each edit at once.

Offsets are whatever the one who edits counts (Qt counts UTF-16 units); they are turned into code points when the text
is kept. The rules are those of ``desktop.redaction.marks.moved``: a mark grows over words put inside it, keeps what is
left of its words, is flagged when they changed, and goes with them. Not here: how marks are kept
(``desktop.casework.written``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Facts:
    """What a mark says: ``id`` of the kept record or a name of its own, ``reason`` R1 to R12, or ``code``, the digit
    of a highlight; a memo; ``changed`` when its words were edited since a person looked; ``about``: whom a withheld
    span is about."""

    id: str
    reason: str = ""
    code: str = ""
    memo: str = ""
    changed: bool = False
    about: str = ""


@dataclass(frozen=True)
class Span:
    """A mark at its place."""

    start: int
    end: int
    facts: Facts


Kept = tuple[tuple[int, ...], tuple[int, ...], tuple[Facts, ...]]


class Spans:
    """The marks of one text, in order of place. Cheap at each key: a few thousand integers are looked at."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        ordered = sorted(spans, key=lambda one: (one.start, one.end, one.facts.id))
        self._starts = [one.start for one in ordered]
        self._ends = [one.end for one in ordered]
        self._facts = [one.facts for one in ordered]
        self._widest = max((one.end - one.start for one in ordered), default=0)
        self._open_at, self._open = -1, frozenset[str]()

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self._starts, self._ends, self._facts)

    def keep(self) -> Kept:
        """All of it as it is now, for undo."""
        return tuple(self._starts), tuple(self._ends), tuple(self._facts)

    def put_back(self, kept: Kept) -> None:
        """As it was then."""
        self._starts, self._ends, self._facts = list(kept[0]), list(kept[1]), list(kept[2])
        self._open_at = -1
        self._widest = max((end - start for start, end in zip(self._starts, self._ends, strict=True)), default=0)

    def edited(self, at: int, removed: int, added: int) -> None:
        """Follow an edit: ``removed`` units at ``at`` gave way to ``added``.

        Words that are typed on where words of a mark were taken out are written in their place: it grows over them.
        """
        past = at + removed
        goes_on = self._open if at == self._open_at and not removed else frozenset()
        self._open_at = at + added
        self._open = goes_on or frozenset(one.facts.id for one in (self.within(at, past) if removed else ()))
        gone: list[int] = []
        for number in range(self._first_ending_after(at), len(self._starts)):
            start, end = self._starts[number], self._ends[number]
            if at in (start, end) and self._facts[number].id in goes_on:
                self._ends[number] = end + added
                self._widest = max(self._widest, end + added - start)
            elif start >= past:
                self._starts[number], self._ends[number] = start + added - removed, end + added - removed
            elif end > at:
                if at <= start and end <= past and not (added and (start, end) == (at, past)):
                    gone.append(number)
                else:
                    self._touched(number, at, past, added)
        for number in reversed(gone):
            self._remove_at(number)

    def _touched(self, number: int, at: int, past: int, added: int) -> None:
        """A mark of which some words were edited: it covers what is left and whatever came instead."""
        self._starts[number] = min(self._starts[number], at)
        self._ends[number] = at + added + max(0, self._ends[number] - past)
        self._widest = max(self._widest, self._ends[number] - self._starts[number])
        if not self._facts[number].changed:
            self._facts[number] = replace(self._facts[number], changed=True)

    def _first_ending_after(self, at: int) -> int:
        """The first mark that an edit at ``at`` can touch: marks are ordered by start, and none is wider than the
        widest."""
        return bisect_left(self._starts, at - self._widest)

    def add(self, start: int, end: int, facts: Facts) -> Facts:
        """Put a mark in. A withheld span that touches one of the same reason, or a highlight one of the same digit,
        becomes one with it; gives the facts of what is there now."""
        for number in self._touching(start, end):
            there = self._facts[number]
            same = there.reason == facts.reason and (facts.reason or there.code == facts.code)
            if same:
                start, end = min(start, self._starts[number]), max(end, self._ends[number])
                memo = "; ".join(dict.fromkeys(filter(None, (there.memo, facts.memo))))
                facts = replace(there, memo=memo, changed=False)
                self._remove_at(number)
                return self.add(start, end, facts)
        number = bisect_left([*zip(self._starts, self._ends, strict=True)], (start, end))
        self._starts.insert(number, start)
        self._ends.insert(number, end)
        self._facts.insert(number, facts)
        self._widest = max(self._widest, end - start)
        return facts

    def _touching(self, start: int, end: int) -> Iterator[int]:
        for number in range(self._first_ending_after(start - 1), len(self._starts)):
            if self._starts[number] > end:
                return
            if self._ends[number] >= start:
                yield number

    def _remove_at(self, number: int) -> None:
        del self._starts[number], self._ends[number], self._facts[number]

    def find(self, start: int, end: int, code: str) -> str:
        """The id of the highlight of exactly these words under that digit, or nothing."""
        for one in self.within(start, end):
            if (one.start, one.end, one.facts.code, one.facts.reason) == (start, end, code, ""):
                return one.facts.id
        return ""

    def named(self, mark_id: str) -> Span | None:
        """A mark by id."""
        return next((one for one in self if one.facts.id == mark_id), None)

    def remove(self, mark_id: str) -> None:
        """Take a mark out."""
        self._remove_at(next(at for at, facts in enumerate(self._facts) if facts.id == mark_id))

    def change(self, mark_id: str, facts: Facts) -> None:
        """Let a mark say something else."""
        self._facts[next(at for at, one in enumerate(self._facts) if one.id == mark_id)] = facts

    def within(self, start: int, end: int) -> Iterator[Span]:
        """The marks that lie in or reach into a stretch."""
        for number in range(self._first_ending_after(start), len(self._starts)):
            if self._starts[number] >= end:
                return
            if self._ends[number] > start:
                yield Span(self._starts[number], self._ends[number], self._facts[number])

    def next_from(self, at: int, *, backwards: bool = False) -> Span | None:
        """The next mark that begins after ``at``, or the last before it, round the end."""
        everything = list(self)
        if not everything:
            return None
        if backwards:
            return next((one for one in reversed(everything) if one.start < at), everything[-1])
        return next((one for one in everything if one.start > at), everything[0])


def units(text: str) -> list[int] | None:
    """For each code point of ``text`` and its end the number of UTF-16 units before it; None where both counts agree.
    """
    if text.isascii() or max(text, default="") <= "\uffff":
        return None
    offsets, at = [0], 0
    for letter in text:
        at += 2 if ord(letter) > 0xFFFF else 1
        offsets.append(at)
    return offsets


def to_points(text: str, spans: Spans) -> tuple[Span, ...]:
    """Spans counted in UTF-16 units as code points of ``text``; what lies outside it is left out."""
    offsets = units(text)
    if offsets is None:
        return tuple(one for one in spans if 0 <= one.start < one.end <= len(text))
    return tuple(
        Span(bisect_left(offsets, one.start), bisect_left(offsets, one.end), one.facts)
        for one in spans
        if 0 <= one.start < one.end <= offsets[-1]
    )


def to_units(text: str, spans: Sequence[Span]) -> Spans:
    """Spans counted in code points as UTF-16 units, as Qt counts."""
    offsets = units(text)
    inside = [one for one in spans if 0 <= one.start < one.end <= len(text)]
    if offsets is None:
        return Spans(inside)
    return Spans([Span(offsets[one.start], offsets[one.end], one.facts) for one in inside])
