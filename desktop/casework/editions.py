"""What a board puts in the place of what ships with Caseward: editions, each from a moment on.

An edition holds for cases begun from then on; a case that was there before keeps what it had (DESIGN section 8; domain,
section 7, item 31).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from storage.records import Extra
from storage.store import Work


class Dated(Protocol):
    """An edition; ``at`` is when it was made."""

    @property
    def at(self) -> datetime:
        """When it was made."""


E = TypeVar("E", bound=Dated)


def add(work: Work, key: str, name: str, edition: Mapping[str, Any]) -> Extra:
    """Keep ``edition`` after those that are kept under ``key`` in the list ``name``, with the moment as its ``at``."""
    dated = {**edition, "at": work.circumstances.now().isoformat()}
    kept = work.one(Extra, key=key)
    if kept:
        return work.change(kept, body={name: [*kept.body[name], dated]})
    return work.add(Extra(key=key, body={name: [dated]}))


def held(editions: Sequence[E], begun: datetime | None) -> E | None:
    """The edition that holds for a case begun then, or None where what ships holds."""
    made = [one for one in editions if begun is not None and one.at <= begun]
    return made[-1] if made else None
