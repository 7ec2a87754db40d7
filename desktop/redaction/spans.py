"""Stretches of a text: whether another meets one, in logarithmic time, and where they stand in parts of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, TypeVar

_One = TypeVar("_One", bound=Any)


def in_order(start: int, end: int) -> int:
    """A key to sort stretches by: from the left, the longest first. A number, because a tuple of each costs more than
    the sorting.
    """
    return (start << 40) - end


class Spans:
    """A changing set of stretches ``(start, end)``."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._spans = sorted(spans)
        self._reach: list[int] = []
        reach = 0
        for _, end in self._spans:
            reach = max(reach, end)
            self._reach.append(reach)

    def add(self, start: int, end: int) -> None:
        """Add one that meets none of the others."""
        index = bisect_left(self._spans, (start, end))
        self._spans.insert(index, (start, end))
        self._reach.insert(index, max(end, self._reach[index - 1] if index else 0))
        for later in range(index + 1, len(self._reach)):
            if self._reach[later] >= end:
                break
            self._reach[later] = end

    def meets(self, start: int, end: int) -> bool:
        """Whether any of them shares a place with ``start`` to ``end``."""
        index = bisect_right(self._spans, (end, -1))
        return index > 0 and self._reach[index - 1] > start

    def covers(self, start: int, end: int) -> bool:
        """Whether one of those that begin last before ``start`` holds all of ``start`` to ``end``."""
        index = bisect_right(self._spans, (start, 1 << 60))
        return index > 0 and self._reach[index - 1] >= end


def by_part(text: str, parts: Sequence[str], held: Sequence[_One]) -> list[tuple[_One, ...]]:
    """Stretches of a text (dataclasses with ``start`` and ``end``) on its parts.

    The parts are the signs of the text in order but for white space. One over the end of a part becomes one of each.
    """
    solid = list(accumulate((not sign.isspace() for sign in text), initial=0))
    offsets = [
        (number, place)
        for number, part in enumerate(parts)
        for place, sign in enumerate(part)
        if not sign.isspace()
    ]
    found: list[list[_One]] = [[] for _ in parts]
    for one in held:
        under = offsets[solid[one.start] : solid[one.end]]
        for number in dict.fromkeys(number for number, _ in under):
            places = [place for at, place in under if at == number]
            found[number].append(replace(one, start=places[0], end=places[-1] + 1))
    return [tuple(each) for each in found]
