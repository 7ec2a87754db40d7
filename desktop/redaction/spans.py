"""Stretches of a text, and whether another meets one: in logarithmic time, for texts with thousands of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


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
