"""Notes, accounts, reflections and meetings: written, frozen, corrected, never overwritten."""

from __future__ import annotations

from typing import Any

from desktop.casework import entries
from desktop.errors import FieldErrors
from storage.records import IndexEntry, Meeting, Note, NoteKind
from storage.store import Store, Work

LONGEST = 10_000_000
"""Characters of one note; more is refused in words rather than kept in part."""


def notes(store: Store, case_id: str) -> tuple[Note, ...]:
    """The notes of a case, newest first."""
    return store.find(Note, case_id=case_id, order=["-created_at"])


def write(work: Work, /, case_id: str, kind: NoteKind = NoteKind.NOTE, **fields: Any) -> tuple[Note, IndexEntry]:
    """Keep a new note and its entry. Raises ``FieldErrors`` when nothing was written."""
    fields["text"] = clean(fields.get("text", ""))
    if not fields["text"].strip() and not fields.get("title", "").strip():
        raise FieldErrors({"text": "Write something before you save the note"})
    note = work.add(Note(case_id=case_id, kind=kind, **fields))
    return note, entries.follow(work, note)


def save(work: Work, /, note: Note, **fields: Any) -> Note:
    """Save fields of a note that is not frozen yet; its entry keeps step."""
    if "text" in fields:
        fields["text"] = clean(fields["text"])
    saved = work.change(note, **fields)
    entries.follow(work, saved)
    return saved


def clean(text: str) -> str:
    """Text as it can be kept: without NUL and lone surrogates, line ends as line feeds. Nothing else is touched.

    Raises ``FieldErrors`` above ``LONGEST``.
    """
    if len(text) > LONGEST:
        raise FieldErrors({"text": "This is longer than 10 million characters. Bring it in as a file"})
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def freeze(work: Work, note: Note) -> Note:
    """Save a note as an account: from now on it is corrected by another note, never changed."""
    return work.change(note, frozen_at=work.circumstances.now())


def correct(work: Work, /, note: Note, text: str, **fields: Any) -> tuple[Note, IndexEntry]:
    """Put a correction beside a note; the original stays as it is. ``fields`` say who agreed it (``present``)."""
    given = {"title": f"Correction: {note.title}"} | fields
    return write(
        work,
        note.case_id,
        note.kind,
        text=text,
        form="correction",
        parent_id=note.id,
        speaker_ids=note.speaker_ids,
        author_role=note.author_role,
        **given,
    )


def declare_never_made(work: Work, /, case_id: str, declaration: str, **fields: Any) -> tuple[Note, IndexEntry]:
    """Record that no note was made of a conversation: that is an entry, not an absence."""
    if not declaration.strip():
        raise FieldErrors({"text": "Enter what conversation it was, and that no note was made of it"})
    return write(work, case_id, NoteKind.NEVER_MADE, text=declaration, **fields)


def minute(work: Work, /, case_id: str, **fields: Any) -> tuple[Meeting, IndexEntry]:
    """Keep a meeting with its minutes, and its entry."""
    if not fields.get("title", "").strip():
        raise FieldErrors({"title": "Enter what meeting it was"})
    meeting = work.add(Meeting(case_id=case_id, **fields))
    return meeting, entries.follow(work, meeting)


def save_minutes(work: Work, /, meeting: Meeting, **fields: Any) -> Meeting:
    """Save fields of a meeting that is not circulated yet; its entry keeps step.

    Raises ``FieldErrors`` without a title.
    """
    if not fields.get("title", meeting.title).strip():
        raise FieldErrors({"title": "Enter what meeting it was"})
    saved = work.change(meeting, **fields)
    entries.follow(work, saved)
    return saved


def circulate(work: Work, meeting: Meeting) -> Meeting:
    """Mark minutes as circulated: frozen; a later version is a record and an entry of its own."""
    saved = work.change(meeting, circulated_at=work.circumstances.now())
    entries.follow(work, saved)
    return saved


def next_version(work: Work, meeting: Meeting, minutes: str) -> tuple[Meeting, IndexEntry]:
    """A new version of circulated minutes."""
    fields = {name: getattr(meeting, name) for name in ("kind", "title", "on", "place", "attended", "apologies")}
    return minute(work, meeting.case_id, **fields, minutes=minutes, version=meeting.version + 1, earlier_id=meeting.id)
