"""Where numbers, codes and numeric dates can stand in a word view: stretches around digits. Not here: reading them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = re.compile(r"\d+")


def digit_windows(words: str) -> Iterator[tuple[int, int]]:
    """Stretches around digits, cut at spaces: where numbers, codes and numeric dates can be."""
    low = high = -1
    for match in _DIGITS.finditer(words):
        start, end = match.span()
        if low >= 0 and start - high <= 9:
            high = end
            continue
        if low >= 0:
            yield _to_spaces(words, low, high)
        low, high = start, end
    if low >= 0:
        yield _to_spaces(words, low, high)


def _to_spaces(words: str, low: int, high: int) -> tuple[int, int]:
    start = words.rfind(" ", 0, max(0, low - 3)) + 1
    end = words.find(" ", min(len(words), high + 4))
    return max(start, low - 24), (end if 0 <= end <= high + 24 else min(len(words), high + 24))
