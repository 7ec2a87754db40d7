"""What reading a file gives: its kind, its words by page, what is inside it, and what there is to say about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from storage.partial_date import PartialDate

UNREADABLE: Final = "Kept. Caseward cannot show this kind of file; open it elsewhere under a recorded loan."
"""What is said of a file of a kind that Caseward does not read (DESIGN section 4: a loan)."""


UNMAPPED: Final = re.compile("[\ue000-\uf8ff\ufffd]")
"""A sign of a text whose font does not say which letter it draws."""

COMMENT: Final = "[Comment or form field]"
"""Begins a line of the text of a page that stands beside the page and not on it."""


class Kind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    WORD = "word"
    SPREADSHEET = "spreadsheet"
    CSV = "csv"
    TEXT = "text"
    RTF = "rtf"
    MAIL = "mail"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True)
class PageText:
    """One page, sheet or picture: ``start`` and ``end`` are code points of the text of the reading."""

    number: int
    start: int
    end: int
    title: str = ""


@dataclass(frozen=True)
class Extent:
    """How much there is; 0 where a measure does not apply. ``width`` and ``height`` in pixels, of the first page."""

    pages: int = 0
    rows: int = 0
    seconds: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Part:
    """A file inside a file, to be kept as an item of its own.

    ``relation`` is ``attachment`` or ``message``; ``inline`` is true of a picture that the sender placed in the text.
    """

    name: str
    data: bytes = field(repr=False)
    media_type: str = ""
    relation: str = "attachment"
    inline: bool = False


@dataclass(frozen=True)
class DateHint:
    """A date found in the file itself: a hint for the person who describes it, never taken over alone."""

    what: str
    value: PartialDate


@dataclass(frozen=True)
class Hint:
    """Something else the file says about itself, such as the camera of a photograph."""

    name: str
    value: str


@dataclass(frozen=True)
class Reading:
    """A file as read. ``sha256`` and ``size`` are of the bytes as received.

    ``notes`` are sentences about what was met, without case text. ``reason`` is the sentence to show where
    ``readable`` is false: the file is kept all the same.
    """

    kind: Kind
    media_type: str
    sha256: str
    size: int
    text: str = field(default="", repr=False)
    pages: tuple[PageText, ...] = ()
    extent: Extent = Extent()
    parts: tuple[Part, ...] = ()
    dates: tuple[DateHint, ...] = ()
    authors: tuple[str, ...] = field(default=(), repr=False)
    hints: tuple[Hint, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
    readable: bool = True
    reason: str = ""

    @property
    def page_starts(self) -> tuple[int, ...]:
        """Where pages begin, in code points of the text."""
        return tuple(page.start for page in self.pages)


def from_child(value: Mapping[str, Any], frames: Sequence[bytes], sha256: str, size: int) -> Reading:
    """Build a reading from what the child said, believing nothing: raises ``ValueError``, ``KeyError`` or ``TypeError``
    where it is not what a reading is made of.
    """
    text = _words(value["text"])
    parts = value["parts"]
    if len(parts) != len(frames):
        raise ValueError("parts")
    return Reading(
        kind=Kind(value["kind"]),
        media_type=_words(value["media_type"]),
        sha256=sha256,
        size=size,
        text=text,
        pages=_pages(value["pages"], len(text)),
        extent=Extent(**{name: max(0, int(amount)) for name, amount in value["extent"].items()}),
        parts=tuple(_part(said, data) for said, data in zip(parts, frames, strict=True)),
        dates=tuple(DateHint(_words(what), PartialDate.from_iso(_words(iso))) for what, iso in value["dates"]),
        authors=tuple(_words(author) for author in value["authors"]),
        hints=tuple(Hint(_words(name), _words(said)) for name, said in value["hints"]),
        notes=tuple(_words(note) for note in value["notes"]),
        readable=bool(value["readable"]),
        reason=_words(value["reason"]),
    )


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    value.encode("utf-8")  # a lone surrogate could not be stored
    return value


def _pages(said: Sequence[Sequence[Any]], length: int) -> tuple[PageText, ...]:
    pages = []
    at = 0
    for number, (start, end, title) in enumerate(said, 1):
        if not at <= start <= end <= length:
            raise ValueError("pages")
        pages.append(PageText(number, int(start), int(end), _words(title)))
        at = end
    return tuple(pages)


def _part(said: Mapping[str, Any], data: bytes) -> Part:
    relation = said["relation"]
    if relation not in ("attachment", "message"):
        raise ValueError("relation")
    return Part(_words(said["name"]), data, _words(said["media_type"]), relation, bool(said["inline"]))
