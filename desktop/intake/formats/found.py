"""What a parser found, gathered piece by piece and said as JSON and frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

TEXT_LIMIT: Final = 30_000_000
"""Code points of text that are kept for search; a longer text is cut there, and that is said."""

_NAME_LIMIT: Final = 240


class Unreadable(Exception):
    """This file is kept but not read; the sentence says why. It holds no case text."""


@dataclass
class Found:
    """Filled by a parser. ``depth`` says how many files this one was inside of."""

    kind: str = "other"
    media_type: str = "application/octet-stream"
    depth: int = 0
    extent: dict[str, int] = field(default_factory=dict)
    dates: list[tuple[str, str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    hints: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    readable: bool = True
    reason: str = ""
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _pages: list[tuple[int, int, str]] = field(default_factory=list)
    _parts: list[dict[str, Any]] = field(default_factory=list)
    _frames: list[bytes] = field(default_factory=list)

    def page(self, text: str, title: str = "") -> None:
        """Add one page, sheet or other unit; pages are parted by a form feed."""
        words = clean(text)
        if self._pages:
            self._pieces.append("\f")
            self._length += 1
        room = max(0, TEXT_LIMIT - self._length)
        if len(words) > room:
            words = words[:room]
            self.note(f"Only the first {TEXT_LIMIT:,} characters can be searched.")
        self._pages.append((self._length, self._length + len(words), clean(title)))
        self._pieces.append(words)
        self._length += len(words)

    def note(self, sentence: str) -> None:
        """Say something once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def date(self, what: str, moment: datetime | date | str | None) -> None:
        """A date the file gives; one that is no date is left out."""
        if isinstance(moment, str):
            try:
                moment = datetime.fromisoformat(moment.strip())
            except ValueError:
                return
        if moment is not None and 1900 <= moment.year <= 2200:
            self.dates.append((what, f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"))

    def author(self, name: object) -> None:
        """A name the file gives as its author or sender."""
        words = clean(str(name or "")).strip()
        if words and words not in self.authors:
            self.authors.append(words)

    def hint(self, name: str, value: object) -> None:
        """Anything else worth a line."""
        words = clean(str(value if value is not None else "")).strip()
        if words:
            self.hints.append((name, words[:500]))

    def part(
        self, name: str, data: bytes, media_type: str, *, relation: str = "attachment", inline: bool = False
    ) -> None:
        """A file inside this one."""
        said = {"name": file_name(name), "media_type": clean(media_type), "relation": relation, "inline": inline}
        self._parts.append(said)
        self._frames.append(data)

    @property
    def has_words(self) -> bool:
        return any(not piece.isspace() for piece in self._pieces if piece)

    def said(self) -> tuple[dict[str, Any], list[bytes]]:
        """The answer of the child."""
        value = {
            "kind": self.kind,
            "media_type": self.media_type,
            "text": "".join(self._pieces),
            "pages": self._pages,
            "extent": self.extent,
            "parts": self._parts,
            "dates": self.dates,
            "authors": self.authors,
            "hints": self.hints,
            "notes": [clean(note) for note in self.notes],
            "readable": self.readable,
            "reason": self.reason,
        }
        return value, self._frames


def clean(text: str) -> str:
    """Text that can be stored: LF line ends, no NUL, no lone surrogate, form feeds only between pages."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\f", "\n").replace("\x0b", "\n")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def file_name(name: str) -> str:
    """The last part of a name as a sender gave it, without anything that a folder would mind."""
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:_NAME_LIMIT] or "unnamed"
