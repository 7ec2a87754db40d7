"""What the pages for notes and meetings offer, show and keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.casework import notes, people
from desktop.casework.met import Met, met_at
from storage.records import Meeting, Note, NoteKind
from storage.store import Store, Work


@dataclass(frozen=True)
class NoteShown:
    """A note with the note it belongs to, what was put beside it, and the conversation or event it came out of."""

    note: Note
    parent: Note | None
    beside: tuple[Note, ...]
    codes: dict[str, str]
    met: Met | None


@dataclass(frozen=True)
class MeetingShown:
    """A version of minutes with the one before it and the one that took its place."""

    meeting: Meeting
    earlier: Meeting | None
    later: Meeting | None


def codes(store: Store, case_id: str) -> dict[str, str]:
    """The codes of the people of a case by id."""
    return {one.id: one.code for one in people.people(store, case_id)}


def note(store: Store, note_id: str) -> NoteShown:
    """A note and what belongs to it."""
    found = store.get(Note, note_id)
    parent = store.one(Note, id=found.parent_id) if found.parent_id else None
    beside = store.find(Note, parent_id=found.id)
    return NoteShown(found, parent, beside, codes(store, found.case_id), met_at(store, found))


def keep_note(work: Work, /, case_id: str, note_id: str, facts: Mapping[str, Any]) -> Note:
    """Save a note, or write a new one when ``note_id`` is empty. Raises ``FieldErrors``."""
    given = dict(facts)
    if note_id:
        return notes.save(work, work.get(Note, note_id), **given)
    if given.get("kind") is NoteKind.NEVER_MADE:
        given.pop("kind")
        return notes.declare_never_made(work, case_id, given.pop("text"), **given)[0]
    return notes.write(work, case_id, **given)[0]


def freeze(work: Work, note_id: str) -> Note:
    """Save a note as an account."""
    return notes.freeze(work, work.get(Note, note_id))


def correct(work: Work, note_id: str, text: str, agreed: str) -> Note:
    """Put a correction beside a note, with who agreed it."""
    return notes.correct(work, work.get(Note, note_id), text, present=agreed)[0]


def meeting(store: Store, meeting_id: str) -> MeetingShown:
    """A meeting and its neighbours among the versions."""
    found = store.get(Meeting, meeting_id)
    earlier = store.one(Meeting, id=found.earlier_id) if found.earlier_id else None
    return MeetingShown(found, earlier, store.one(Meeting, earlier_id=found.id))


def keep_meeting(work: Work, /, case_id: str, meeting_id: str, facts: Mapping[str, Any]) -> Meeting:
    """Save a meeting with its minutes, or record a new one. Raises ``FieldErrors`` without a title."""
    if not meeting_id:
        return notes.minute(work, case_id, **facts)[0]
    return notes.save_minutes(work, work.get(Meeting, meeting_id), **facts)


def circulate(work: Work, meeting_id: str) -> Meeting:
    """Mark minutes as circulated: frozen."""
    return notes.circulate(work, work.get(Meeting, meeting_id))


def next_version(work: Work, meeting_id: str) -> Meeting:
    """A new version that starts from the words of a circulated one."""
    before = work.get(Meeting, meeting_id)
    return notes.next_version(work, before, before.minutes)[0]
