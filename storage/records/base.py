"""What every record has: identity, revision, who and when, tombstone; and how fields are declared."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

SEARCHABLE = "searchable"


def searchable(default: str = "") -> Any:
    """A text field whose words the search finds."""
    return field(default=default, metadata={SEARCHABLE: True})


@dataclass(frozen=True, kw_only=True)
class Row:
    """A record that is kept, can travel in a pack and be merged field by field.

    ``revision`` counts saved changes from 1; ``updated_by`` is the id of a ``Worker``. ``deleted`` is the tombstone:
    nothing is removed from the store by removing it from a list. Times are UTC.

    A class that sets ``APPEND_ONLY`` is never changed after it is added; one whose ``frozen`` is true only in the
    fields named by ``LIVE`` (DESIGN section 2, principle 5). A change of nothing but fields named by ``UNTOLD`` is no
    line of the audit.
    """

    APPEND_ONLY: ClassVar[bool] = False
    LIVE: ClassVar[frozenset[str]] = frozenset()
    UNTOLD: ClassVar[frozenset[str]] = frozenset()

    id: str = ""
    case_id: str = ""
    revision: int = 0
    created_at: datetime | None = None
    created_by: str = ""
    updated_at: datetime | None = None
    updated_by: str = ""
    deleted: bool = False

    @property
    def frozen(self) -> bool:
        """Whether the record may no longer be changed, only corrected by another."""
        return False


KEEPING = frozenset(f.name for f in dataclasses.fields(Row))
"""The fields that the store itself looks after."""


_SEARCHED: dict[type[Row], tuple[str, ...]] = {}
_SAID: dict[type[Row], tuple[str, ...]] = {}


def searchable_fields(kind: type[Row]) -> tuple[str, ...]:
    """The names of the fields of ``kind`` that are searched."""
    if kind not in _SEARCHED:
        _SEARCHED[kind] = tuple(f.name for f in dataclasses.fields(kind) if f.metadata.get(SEARCHABLE))
    return _SEARCHED[kind]


def differing(before: Row, after: Row) -> tuple[str, ...]:
    """The names of the fields, other than those the store looks after, in which two records of one kind differ."""
    return tuple(name for name in _said(type(before)) if getattr(before, name) != getattr(after, name))


def _said(kind: type[Row]) -> tuple[str, ...]:
    if kind not in _SAID:
        _SAID[kind] = tuple(f.name for f in dataclasses.fields(kind) if f.name not in KEEPING or f.name == "deleted")
    return _SAID[kind]
