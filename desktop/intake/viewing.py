"""Showing a file inside the application, from memory: pictures of pages and where their words are."""

from __future__ import annotations

import array
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Any, Final

from desktop.errors import UserError
from desktop.intake.reading import UNREADABLE
from desktop.isolation import Answer, IsolationFailure, Limits, Worker

_HERE: Final = "desktop.intake.formats.showing"
_LIMITS: Final = Limits(seconds=60.0, memory=3 * 1024 * 1024 * 1024)
_WIDEST: Final = 8000

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points of the page as displayed, from its top left corner."""


@dataclass(frozen=True)
class Pixels:
    """A picture: RGB, eight bits each, rows without padding."""

    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class WordBox:
    """A word of a page and where it stands; ``start`` and ``end`` are code points of the text of the page."""

    start: int
    end: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True)
class PageBoxes:
    """The text of a page as a reading has it, and a box for each of its code points that is seen."""

    width: float
    height: float
    text: str = field(repr=False)
    chars: tuple[Box | None, ...] = field(repr=False)

    @cached_property
    def words(self) -> tuple[WordBox, ...]:
        """Words in reading order: runs of signs that stand on one line."""
        return tuple(self._words())

    def _words(self) -> Iterator[WordBox]:
        start, around, before = 0, None, None
        for index, box in enumerate((*self.chars, None)):
            if box is not None and around is not None and before is not None and follows(before, box):
                around, before = joined(around, box), box
                continue
            if around is not None:
                yield WordBox(start, index, self.text[start:index], *around)
            start, around, before = index, box, box

    def lines(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of a stretch of text, one for each line it touches: for a selection or a hit."""
        found: list[Box] = []
        before: Box | None = None
        for box in self.chars[start:end]:
            if box is None:
                continue
            if before is not None and follows(before, box):
                found[-1] = joined(found[-1], box)
            else:
                found.append(box)
            before = box
        return tuple(found)

    def find(self, words: str) -> tuple[tuple[Box, ...], ...]:
        """Where ``words`` stand, capitals or not, each place as its boxes line by line."""
        wanted, text = words.casefold(), self.text.casefold()
        if not wanted or len(text) != len(self.text):
            wanted, text = words, self.text
        found, at = [], text.find(wanted) if wanted else -1
        while at >= 0:
            found.append(self.lines(at, at + len(wanted)))
            at = text.find(wanted, at + len(wanted))
        return tuple(found)


def follows(before: Box, box: Box) -> bool:
    """Whether a sign stands on one line with the sign before it: beside it, or in sideways text above or below it."""
    beside = min(before[3], box[3]) - max(before[1], box[1])
    if beside > 0.5 * min(before[3] - before[1], box[3] - box[1]):
        return True
    above = min(before[2], box[2]) - max(before[0], box[0])
    wide = min(before[2] - before[0], box[2] - box[0])
    return above > 0.8 * wide and -beside < wide


def joined(a: Box, b: Box) -> Box:
    """The box around two boxes."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


class Viewing:
    """A PDF or picture open in a child of its own, for as long as this object lives. Calls from threads queue."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._worker = Worker(_LIMITS)
        self._process: int | None = None
        self.page_count = 0
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Viewing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        self._worker.close()

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page (from 1) in points, as displayed."""
        width, height = self._ask("size", page=page).value["size"]
        return float(width), float(height)

    def render(self, page: int, width_px: int) -> Pixels:
        """Draw a page (from 1), ``width_px`` wide; a very long page comes narrower. Raises ``UserError``."""
        answer = self._ask("draw", page=page, width=max(1, min(_WIDEST, width_px)))
        width, height = int(answer.value["width"]), int(answer.value["height"])
        if len(answer.frames) != 1 or len(answer.frames[0]) != width * height * 3 or width < 1:
            raise _cannot_show()
        return Pixels(width, height, answer.frames[0])

    def boxes(self, page: int) -> PageBoxes:
        """The text of a page (from 1) and where it stands. Raises ``UserError``."""
        answer = self._ask("places", page=page)
        width, height = answer.value["size"]
        return PageBoxes(float(width), float(height), str(answer.value["text"]), unpacked(answer))

    def _open(self) -> None:
        answer = self._worker.call(f"{_HERE}:open_file", {}, self._data)
        if isinstance(answer, IsolationFailure):
            raise UserError(answer.sentence, "Open it elsewhere under a recorded loan.", code="cannot-show")
        if "pages" not in answer.value:
            raise UserError(str(answer.value.get("reason") or UNREADABLE), code="cannot-show")
        self.page_count = max(0, int(answer.value["pages"]))
        self._process = self._worker.process_id

    def _ask(self, function: str, *, page: int, **more: Any) -> Answer:
        if not 1 <= page <= self.page_count:
            raise UserError("There is no such page.", f"This file has {self.page_count:,} pages.", code="no-page")
        if self._worker.process_id != self._process or self._process is None:
            self._open()  # the child before this one was ended by a page it could not draw
        answer = self._worker.call(f"{_HERE}:{function}", {"page": page, **more})
        if isinstance(answer, IsolationFailure):
            raise _cannot_show()
        return answer


def unpacked(answer: Answer) -> tuple[Box | None, ...]:
    """The boxes of an answer of ``places``: one for each code point of its text. Raises ``UserError`` for nonsense."""
    floats = array.array("f")
    if len(answer.frames) != 1 or len(answer.frames[0]) != 16 * len(answer.value["text"]):
        raise _cannot_show()
    floats.frombytes(answer.frames[0])
    fours = zip(*(iter(floats),) * 4, strict=True)
    return tuple(None if math.isnan(four[0]) else four for four in fours)


def _cannot_show() -> UserError:
    return UserError(
        "This page cannot be shown.",
        "The original is kept. Open it elsewhere under a recorded loan if you need this page.",
        code="cannot-show",
    )


def view(data: bytes) -> Viewing:
    """Open a PDF, JPEG, PNG or TIFF from memory for looking at. Raises ``UserError`` where it cannot be shown."""
    return Viewing(data)


def render(data: bytes, page: int, width_px: int) -> Pixels:
    """One page of a file as pixels; for more than one page use ``view``."""
    with view(data) as viewing:
        return viewing.render(page, width_px)


def page_text_boxes(data: bytes, page: int) -> PageBoxes:
    """The words of one page of a file and where they stand; for more than one page use ``view``."""
    with view(data) as viewing:
        return viewing.boxes(page)
