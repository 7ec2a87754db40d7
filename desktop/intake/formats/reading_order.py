"""The order in which the lines of a page are read, whichever way the page is turned or was drawn.

pdfium gives lines that run up or down the displayed page from left to right, and others as they were drawn; text that
is read against that order would have its words, and any word broken at a line end, the wrong way round. Places are
those of the page as displayed. Not here: the signs themselves (``pdfium``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Box = tuple[float, float, float, float]
NEW_LINE: Final = -1
"""Stands in an order for a line end that pdfium does not count as a sign."""

_HYPHEN: Final = "\x02\ufffe"
"""What pdfium gives for a hyphen at the end of a line, in place of the line end too."""

_ENDS: Final = "\n\x0b\x0c"
_BREAK: Final = re.compile(f"[{_ENDS}]|[{_HYPHEN}](?=[^\r\n])")
_SAME_LINE: Final = 0.4


@dataclass(frozen=True)
class _Line:
    """Numbers of the signs of a line, its line end not among them; which way it runs and where it stands across."""

    start: int
    end: int
    way: str
    across: float
    height: float


def order_of(raw: str, box: Callable[[int], Box | None]) -> Sequence[int]:
    """Numbers of the signs of ``raw`` in the order they are read, ``NEW_LINE`` where a line end has to be put in.

    ``box`` says where the sign of a number stands, as displayed.
    """
    spans = list(_spans(raw))
    lines = [line for start, end in spans if (line := _line(raw, start, end, box)) is not None]
    turned = [block for block in _blocks(lines) if _is_turned(block)]
    if not turned and not any(sign in raw for sign in _HYPHEN):
        return range(len(raw))
    place = {line.start: index for index, line in enumerate(lines)}
    ordered = list(lines)
    for block in turned:
        first = place[block[0].start]
        ordered[first : first + len(block)] = [line for run in _runs(block) for row in reversed(run) for line in row]
    swapped = {old.start: new for old, new in zip(lines, ordered, strict=True)}
    found: list[int] = []
    for number, (start, end) in enumerate(spans):
        new = swapped.get(start)
        found += range(new.start, new.end) if new else range(start, end)
        if number < len(spans) - 1:
            found.append(end if end < len(raw) and raw[end] in _ENDS else NEW_LINE)
    return found


def _spans(raw: str) -> list[tuple[int, int]]:
    """Where each line begins and ends; a hyphen at a line end belongs to its line, a line end to none."""
    spans, start = [], 0
    for match in _BREAK.finditer(raw):
        at = match.start()
        spans.append((start, at if raw[at] in _ENDS else at + 1))
        start = at + 1
    spans.append((start, len(raw)))
    return spans


def _line(raw: str, start: int, end: int, box: Callable[[int], Box | None]) -> _Line | None:
    """The line as it stands; ``None`` for one of no signs or one, which runs no way."""
    first, last = start, end - 1
    while first <= last and (raw[first].isspace() or not raw[first].isprintable()):
        first += 1
    while last > first and (raw[last].isspace() or not raw[last].isprintable()):
        last -= 1
    if first >= last or (a := box(first)) is None or (b := box(last)) is None:
        return None
    right, down = (b[0] + b[2] - a[0] - a[2]) / 2, (b[1] + b[3] - a[1] - a[3]) / 2
    if abs(right) >= abs(down):
        middle, height = (a[1] + a[3]) / 2, a[3] - a[1]
        return _Line(start, end, "right", middle, height) if right >= 0 else _Line(start, end, "left", -middle, height)
    middle, height = (a[0] + a[2]) / 2, a[2] - a[0]
    # Read downwards, the next line stands to the left; read upwards, to the right.
    return _Line(start, end, "down", -middle, height) if down > 0 else _Line(start, end, "up", middle, height)


def _blocks(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Lines one after another that run the same way."""
    blocks: list[list[_Line]] = []
    for line in lines:
        if blocks and blocks[-1][-1].way == line.way:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _steps(block: Sequence[_Line]) -> list[int]:
    """For each line but the first: 1 where it stands after the line before, -1 before it, 0 beside it."""
    steps = []
    for before, line in pairwise(block):
        moved = line.across - before.across
        level = _SAME_LINE * min(before.height, line.height)
        steps.append(0 if abs(moved) <= level else 1 if moved > 0 else -1)
    return steps


def _is_turned(block: Sequence[_Line]) -> bool:
    """Whether most lines of it stand before the one they follow."""
    steps = _steps(block)
    return steps.count(-1) > steps.count(1)


def _runs(block: Sequence[_Line]) -> list[list[list[_Line]]]:
    """A turned block in stretches of rows: a line that stands after the one before it begins another column."""
    runs = [[[block[0]]]]
    for step, line in zip(_steps(block), block[1:], strict=True):
        if step > 0:
            runs.append([[line]])
        elif step < 0:
            runs[-1].append([line])
        else:
            runs[-1][-1].append(line)
    return runs
