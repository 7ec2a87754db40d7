"""Where somebody was met: the conversation or event that a note, an original or a photograph came out of.

The registers of conversations hold the facts (marker 11); a link may stand on either side, in the note or in the row,
and is found from both. Not here: what a conversation left (``markers.conversations.kept``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storage.records import Note, Person, RegisterRow, Row
from storage.store import Store

REGISTERS = ("conversation", "event")
_HELD = ("account", "reflections", "transcripts", "corrections", "notes", "materials")
"""Fields of a row that name what came out of it; what was sent before or shown did not."""


@dataclass(frozen=True)
class Met:
    """A conversation or event: its row, which of the two, and what it is called, people by code in brackets."""

    row_id: str
    register: str
    words: str


def met_at(store: Store, record: Row) -> Met | None:
    """The conversation or event that a record came out of; None when it came out of none."""
    ids, named = {record.id}, []
    if isinstance(record, Note):
        parent = store.one(Note, id=record.parent_id) if record.parent_id else None
        ids |= {parent.id} if parent else set()
        named = [one.conversation_id for one in (record, parent) if one is not None and one.conversation_id]
    rows = {row.id: row for row in store.find(RegisterRow, case_id=record.case_id, register=list(REGISTERS))}
    found = [rows[one] for one in named if one in rows]
    found += [row for row in rows.values() if ids & set(_listed(row, _HELD))]
    found += [rows[one] for one in _lodged(store, record, ids) if one in rows]
    return Met(found[0].id, found[0].register, _words(store, found[0])) if found else None


def _lodged(store: Store, record: Row, ids: set[str]) -> Iterator[str]:
    """Conversations and events of which the record is an original."""
    for row in store.find(RegisterRow, case_id=record.case_id, register="original_lodged"):
        if ids & set(_listed(row, ("material",))):
            yield from _listed(row, ("conversations", "events"))


def _listed(row: RegisterRow, fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        held: Any = row.values.get(field) or ()
        yield from [held] if isinstance(held, str) else held


def _words(store: Store, row: RegisterRow) -> str:
    if title := str(row.values.get("title", "")).strip():
        return title
    codes = [f"[{one.code}]" for each in row.values.get("people") or () if (one := store.one(Person, id=each))]
    return f"Conversation with {', '.join(codes)}" if codes else "A conversation"
