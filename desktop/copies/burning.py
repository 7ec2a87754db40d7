"""Boxes: how large they must be, which words they swallow, and burning them into the pixels of a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from desktop.copies.pixels import Area, Pixels
from desktop.intake.viewing import Box, follows, joined
from desktop.redaction.profiles import Profile

LEAST_WIDTH: Final = 140.0
"""Points. A box grows over the words that follow until it has this width, so that its width tells nothing about the
name beneath (redaction design, 1: anonymity of a known cast)."""

MARGIN_PIXELS: Final = 2
_HEIGHT_MARGIN: Final = 0.08
_ROUNDS: Final = 6
_WORD_SPACE: Final = 6.0


@dataclass(frozen=True)
class Drawn:
    """A box that a person drew: page from 1, edges in points of the page as displayed, from its top left corner.

    ``group`` is P, L, O or what else is written into it. ``suggested`` says that a program put it there: its page waits
    for a person as if there were none. ``grows`` gives it the least width, over whole words, as one over a name has.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    group: str = ""
    suggested: bool = False
    grows: bool = False

    @property
    def box(self) -> Box:
        return (
            min(self.left, self.right),
            min(self.top, self.bottom),
            max(self.left, self.right),
            max(self.top, self.bottom),
        )


def signed(drawn: Sequence[Drawn], profile: Profile) -> tuple[Drawn, ...]:
    """The same boxes with what an audience may know of their groups P, L and O written into them."""
    return tuple(replace(box, group=profile.sign(box.group) if box.group else "") for box in drawn)


@dataclass(frozen=True)
class Span:
    """One withheld stretch on a page: offsets of the text of the page and the boxes of its signs."""

    start: int
    end: int
    signs: tuple[Box, ...]
    group: str = ""


@dataclass(frozen=True)
class Line:
    """The part of a stretch that stands on one line; ``sideways`` where its signs stand below one another."""

    box: Box
    sideways: bool = False


def lines(signs: Sequence[Box]) -> tuple[Line, ...]:
    """One line for each line of the page that the signs stand on."""
    found: list[list[Box]] = []
    for sign in signs:
        if found and follows(found[-1][-1], sign):
            found[-1].append(sign)
        else:
            found.append([sign])
    return tuple(Line(_around(run), _runs_down(run)) for run in found)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _runs_down(run: Sequence[Box]) -> bool:
    across = abs(_middle_across(run[-1]) - _middle_across(run[0]))
    return abs(_middle_down(run[-1]) - _middle_down(run[0])) > across


@dataclass(frozen=True)
class Patch:
    """A box to burn: its edges, the groups it stands for, and where in it the words were that had to go."""

    box: Box
    groups: tuple[str, ...]
    hits: tuple[Box, ...]


class _Words:
    """The words of a page by where they stand, so that those of one line are found at once."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes

    @cached_property
    def _down(self) -> tuple[list[Box], float]:
        """In order down the page, and half the height of the highest."""
        highest = max((box[3] - box[1] for box in self._boxes), default=0.0)
        return sorted(self._boxes, key=_middle_down), highest / 2

    @cached_property
    def _across(self) -> tuple[list[Box], float]:
        """In order across the page, and half the width of the widest."""
        widest = max((box[2] - box[0] for box in self._boxes), default=0.0)
        return sorted(self._boxes, key=_middle_across), widest / 2

    def on_line(self, line: Box, sideways: bool) -> list[Box]:
        """Words that share at least half their height (sideways: their width) with ``line``."""
        first, last = (0, 2) if sideways else (1, 3)
        (boxes, reach), middle = (self._across, _middle_across) if sideways else (self._down, _middle_down)
        begin = bisect_left(boxes, line[first] - reach, key=middle)
        end = bisect_right(boxes, line[last] + reach, key=middle)
        return [
            box
            for box in boxes[begin:end]
            if min(box[last], line[last]) - max(box[first], line[first])
            > 0.5 * min(box[last] - box[first], line[last] - line[first])
        ]


def _middle_down(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _middle_across(box: Box) -> float:
    return (box[0] + box[2]) / 2


def patches(
    spans: Sequence[Span], drawn: Sequence[Drawn], words: Sequence[Box], size: tuple[float, float]
) -> tuple[Patch, ...]:
    """The boxes to burn on a page: wide enough, over whole words, within the page; those that meet become one.

    ``words`` are the places of all words of the page, in points from its top left corner.
    """
    standing = _Words(words)
    found = []
    for one in drawn:
        box = _wide_enough(one.box, False, standing, size) if one.grows else one.box
        found.append(Patch(box, (one.group,) if one.group else (), (one.box,)))
    for span in spans:
        for line in lines(span.signs):
            box = _wide_enough(line.box, line.sideways, standing, size)
            found.append(Patch(box, (span.group,) if span.group else (), (line.box,)))
    return _merged(found)


def _merged(found: Sequence[Patch]) -> tuple[Patch, ...]:
    """Patches of one line that meet, as one patch: two boxes side by side would say how many names there are."""
    result: list[Patch] = []
    for patch in sorted(found, key=lambda one: (round(one.box[1]), one.box[0])):
        for index, other in enumerate(result):
            if meets(patch.box, _nearby(other.box)) and _one_line(patch.box, other.box):
                groups = tuple(sorted({*patch.groups, *other.groups}))
                result[index] = Patch(joined(patch.box, other.box), groups, other.hits + patch.hits)
                break
        else:
            result.append(patch)
    return tuple(result)


def _nearby(box: Box) -> Box:
    """The box and a word space around it."""
    return box[0] - _WORD_SPACE, box[1] - _WORD_SPACE, box[2] + _WORD_SPACE, box[3] + _WORD_SPACE


def _one_line(a: Box, b: Box) -> bool:
    down = min(a[3], b[3]) - max(a[1], b[1])
    across = min(a[2], b[2]) - max(a[0], b[0])
    return down > 0.5 * max(a[3] - a[1], b[3] - b[1]) or across > 0.8 * max(a[2] - a[0], b[2] - b[0])


def _wide_enough(line: Box, sideways: bool, words: _Words, size: tuple[float, float]) -> Box:
    along = words.on_line(line, sideways)
    box = _over_whole_words(line, along)
    while _length(box, sideways) < LEAST_WIDTH:
        outside = [word for word in along if joined(box, word) != box]  # print smaller than a point is soon inside
        following = [word for word in outside if _begins_after(word, box, sideways)]
        preceding = [word for word in outside if _ends_before(word, box, sideways)]
        if following:
            box = joined(box, min(following, key=lambda word: _distance(word, box)))
        elif preceding:
            box = joined(box, min(preceding, key=lambda word: _distance(word, box)))
        else:
            break
    return _stretched(box, along, size, sideways)


def _over_whole_words(box: Box, words: Sequence[Box]) -> Box:
    for _ in range(_ROUNDS):
        touched = [word for word in words if meets(word, box)]
        wider = box
        for word in touched:
            wider = joined(wider, word)
        if wider == box:
            return box
        box = wider
    return box


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _length(box: Box, sideways: bool) -> float:
    return box[3] - box[1] if sideways else box[2] - box[0]


def _begins_after(word: Box, box: Box, sideways: bool) -> bool:
    # Sideways text runs up or down the page; below counts as after, whichever it is.
    return word[1] >= box[3] - 0.5 if sideways else word[0] >= box[2] - 0.5


def _ends_before(word: Box, box: Box, sideways: bool) -> bool:
    return word[3] <= box[1] + 0.5 if sideways else word[2] <= box[0] + 0.5


def _distance(word: Box, box: Box) -> float:
    return max(word[0] - box[2], box[0] - word[2], 0.0) + max(word[1] - box[3], box[1] - word[3], 0.0)


def _stretched(box: Box, words: Sequence[Box], size: tuple[float, float], sideways: bool) -> Box:
    """Over blank paper where no words are left to swallow, and a little higher than the line."""
    missing = LEAST_WIDTH - _length(box, sideways)
    left, top, right, bottom = box
    if missing > 0 and sideways:
        bottom = min(size[1], bottom + missing)
        top = max(0.0, min(top, bottom - LEAST_WIDTH))
    elif missing > 0:
        right = min(size[0], right + missing)
        left = max(0.0, min(left, right - LEAST_WIDTH))
    margin = _HEIGHT_MARGIN * ((right - left) if sideways else (bottom - top))
    if sideways:
        left, right = left - margin, right + margin
    else:
        top, bottom = top - margin, bottom + margin
    return _over_whole_words((left, top, right, bottom), words)


def covered(word: Box, burned: Sequence[Box]) -> bool:
    """Whether a box hides a good part of a word: a quarter of its height, anywhere along it."""
    left, top, right, bottom = word
    height, width = 0.25 * (bottom - top), 0.02 * (right - left)
    for box in burned:
        # Written out: this is asked for every word of every page.
        if box[1] + height < bottom and box[3] - height > top and box[0] + width < right and box[2] - width > left:
            return True
    return False


def burn(page: Pixels, found: Sequence[Patch], scale: float) -> None:
    """Fill the patches with black in the pixels of ``page``, before anything is compressed.

    A patch that stands for groups bears their letters or words in white, at the end farther from what went.
    """
    areas = [_area(patch.box, page, scale) for patch in found]
    for area in areas:
        if area is not None:
            page.fill(area)
    for patch, area in zip(found, areas, strict=True):
        if area is not None and patch.groups:
            before = min(hit[0] for hit in patch.hits) - patch.box[0]
            after = patch.box[2] - max(hit[2] for hit in patch.hits)
            words = (", " if max(map(len, patch.groups)) > 1 else " ").join(patch.groups)
            page.letter(area, words, at_right=after > before)


def _area(box: Box, page: Pixels, scale: float) -> Area | None:
    left, top, right, bottom = box
    area = (
        max(0, int(left * scale) - MARGIN_PIXELS),
        max(0, int(top * scale) - MARGIN_PIXELS),
        min(page.width - 1, int(right * scale) + 1 + MARGIN_PIXELS),
        min(page.height - 1, int(bottom * scale) + 1 + MARGIN_PIXELS),
    )
    return area if area[0] <= area[2] and area[1] <= area[3] else None
