"""Packs that are out, their crossings, what a merge left to a person, and names recognised in what came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from storage.records.base import Row


@dataclass(frozen=True, kw_only=True)
class Pack(Row):
    """A line of the register of packs (storage findings, section 4.2).

    ``kind`` is working or event. ``vault_id`` is the pack's own, ``borrower_id`` a person of the register, if they
    are in it, ``worker_id`` the borrower as one who writes in the pack. ``recovery`` are the pack's recovery words:
    with them the board opens what comes back. ``chosen`` keeps what was chosen to go into it.
    """

    LIVE: ClassVar[frozenset[str]] = frozenset()

    kind: str = "working"
    vault_id: str = ""
    worker_id: str = ""
    borrower: str = ""
    borrower_id: str = ""
    purpose: str = ""
    out_at: datetime | None = None
    expires: date | None = None
    status: str = "out"
    returns: int = 0
    last_return_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    declaration: str = ""
    recovery: tuple[str, ...] = ()
    chosen: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PackTrip(Row):
    """One crossing of a pack: ``way`` is out, back or update. ``seq`` and ``mac`` are the head of the pack's audit."""

    APPEND_ONLY: ClassVar[bool] = True

    pack_id: str = ""
    generation: int = 0
    way: str = "out"
    seq: int = 0
    mac: str = ""
    sha256: str = ""
    counts: dict[str, Any] = field(default_factory=dict)
    override: str = ""


@dataclass(frozen=True, kw_only=True)
class MergeDecision(Row):
    """A difference that a person decides: one field of one record, both of which were changed.

    ``base``, ``theirs`` and ``ours`` are the columns' values as JSON text (empty where there is none); ``why`` is
    edited, deleted_there, deleted_here, quoted_there, quoted_here, frozen, frozen_there or altered. ``also`` holds what
    else the pack changed in a record that the board put aside. ``state`` is open or decided, ``choice`` ours, theirs
    or joined.
    """

    pack_id: str = ""
    record_kind: str = ""
    record_id: str = ""
    field_name: str = ""
    why: str = "edited"
    base: str = ""
    theirs: str = ""
    ours: str = ""
    also: dict[str, Any] = field(default_factory=dict)
    state: str = "open"
    choice: str = ""
    chosen: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""


@dataclass(frozen=True, kw_only=True)
class NameFound(Row):
    """A registered name or number in text that was typed in a coded pack: a suggestion that a person settles."""

    pack_id: str = ""
    record_kind: str = ""
    record_id: str = ""
    field_name: str = ""
    start: int = 0
    end: int = 0
    quoted: str = ""
    subject_id: str = ""
    state: str = "open"
    how: str = ""
