"""Released text: the only text that paper takes, and only the redaction engine makes it.

A page is laid out from ``Released`` alone (DESIGN section 2, principle 2), so a real name can only reach paper
through the engine. Words that are ours (labels, headings, furniture) are released by ``fixed``, which a test holds to
literals and to values without case text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class SpanKind(StrEnum):
    """What a stretch of released text is, where it is more than words."""

    WITHHELD = "withheld"
    PSEUDONYM = "pseudonym"
    ROLE = "role"
    GENERAL = "general"


class ReleasedSpan(NamedTuple):
    """A stretch ``start`` to ``end`` (code points of the released text) that the engine put there."""

    start: int
    end: int
    kind: SpanKind
    group: str = ""


_MAKER = object()


class Released:
    """Text that an audience may read. Immutable; made by ``desktop.redaction`` only.

    ``text`` holds the words, with ``[withheld…]`` where something is withheld; ``spans`` says where the engine put
    pseudonyms, roles and withheld boxes.
    """

    __slots__ = ("spans", "text")
    text: str
    spans: tuple[ReleasedSpan, ...]

    def __init__(self, text: str, spans: Iterable[ReleasedSpan] = (), *, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("Released text is made by the redaction engine alone")
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "spans", tuple(spans))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Released text does not change")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Released) and (self.text, self.spans) == (other.text, other.spans)

    def __hash__(self) -> int:
        return hash((self.text, self.spans))

    def __bool__(self) -> bool:
        return bool(self.text)

    def part(self, start: int, end: int) -> Released:
        """A stretch of it with its spans; one that is cut in two is left out, so cut where none stands."""
        held = [one for one in self.spans if start <= one.start and one.end <= end]
        moved = [ReleasedSpan(one.start - start, one.end - start, one.kind, one.group) for one in held]
        return Released(self.text[start:end], moved, maker=_MAKER)

    def __repr__(self) -> str:
        return f"Released({len(self.text)} characters, {len(self.spans)} spans)"


def fixed(text: str) -> Released:
    """Release words of the application itself: labels, headings, numbers, dates of issue. Never case text."""
    return Released(text, maker=_MAKER)


def joined(parts: Iterable[Released], separator: str = "") -> Released:
    """Put released parts together with fixed words between them; spans move along."""
    words: list[str] = []
    spans: list[ReleasedSpan] = []
    at = 0
    for index, part in enumerate(parts):
        if index:
            words.append(separator)
            at += len(separator)
        spans += [ReleasedSpan(span.start + at, span.end + at, span.kind, span.group) for span in part.spans]
        words.append(part.text)
        at += len(part.text)
    return Released("".join(words), spans, maker=_MAKER)


def _make(text: str, spans: Iterable[ReleasedSpan] = ()) -> Released:
    """For the engine (``release``) alone; import-linter and a test keep others away."""
    return Released(text, spans, maker=_MAKER)


_BOX = re.compile(r"\[withheld(?: ([PLO])|: (personal information|restricted by law|other))?\]")


def kept(text: str) -> Released:
    """Text that was released for an earlier export and has been kept, frozen, in the store since: an issued cell.

    Its withheld boxes are found again by their exact words.
    """
    spans = [ReleasedSpan(m.start(), m.end(), SpanKind.WITHHELD, m[1] or m[2] or "") for m in _BOX.finditer(text)]
    return Released(text, spans, maker=_MAKER)
