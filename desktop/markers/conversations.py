"""Conversations: begun, written down, corrected; each form of what was said is an index entry of its own.

The register ``conversation`` is the one store (marker 11, question 1; conversation record). An account begins with what
the person was told, reflections are a record of their own, and the original never changes. Pages, wizards, packs and
the demonstration call ``bookings.book``, then ``start``, ``finish``, ``reflect``, ``correct``, ``transcribe``,
``declare_no_notes`` and ``keep_original``. Not here: who is cleared, booking (``bookings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.casework import material, notes
from desktop.errors import FieldErrors, UserError
from desktop.markers import bookings, register_values, rows
from desktop.wording import uk_moment
from storage.records import (
    Case,
    Material,
    MaterialKind,
    Medium,
    Note,
    NoteKind,
    Origin,
    PartialDate,
    Person,
    RegisterRow,
)
from storage.store import Store, Work

REGISTER = "conversation"
THINGS: Mapping[str, tuple[MaterialKind, Medium, str]] = {
    "notebook": (MaterialKind.NOTE_HANDWRITTEN, Medium.NOTEBOOK, "Handwritten notebook"),
    "loose_notes": (MaterialKind.NOTE_HANDWRITTEN, Medium.PAPER, "Handwritten notes"),
    "audio": (MaterialKind.NOTE_AUDIO, Medium.AUDIO, "Audio recording"),
    "photographs": (MaterialKind.PHOTOGRAPH, Medium.PHOTO, "Photograph"),
    "flip_chart": (MaterialKind.EVENT_RECORD, Medium.PAPER, "Flip-chart"),
    "device": (MaterialKind.OTHER, Medium.OBJECT, "Device"),
    "other": (MaterialKind.OTHER, Medium.OBJECT, "Original"),
}
"""What an original is as an item: kind, medium and neutral words."""
_MODES = {"in_person": "person", "video": "video", "telephone": "phone", "written": "writing"}


@dataclass(frozen=True)
class Topic:
    """One topic of the guide. ``key`` is what the note editor puts before an answer: ``Q1``, ``Q2`` and so on."""

    key: str
    text: str


@dataclass(frozen=True)
class Kept:
    """Everything that a conversation left: notes by what they are, originals, declarations and items shown."""

    account: Note | None
    reflections: tuple[Note, ...]
    corrections: tuple[Note, ...]
    transcripts: tuple[Note, ...]
    others: tuple[Note, ...]
    originals: tuple[RegisterRow, ...]
    declarations: tuple[RegisterRow, ...]
    shown: tuple[Material, ...]


def invited(store: Store, case: Case, person_ids: Iterable[str]) -> dict[str, RegisterRow | None]:
    """The latest invitation of each person, with the version of the information sheet that went with it."""
    register = rows.registers_of(case)["invitation"]
    latest = {str(row.values.get("person", "")): row for row in rows.rows(store, case, register)}
    return {one: latest.get(one) for one in person_ids}


def topics(store: Store, case: Case, row_id: str) -> tuple[Topic, ...]:
    """The topics of a conversation, a line each: its own, else those of the guide shared with somebody it is with.

    The note editor reads them: ``Q2`` before an answer is the second of them.
    """
    row = store.get(RegisterRow, row_id)
    lines = _lines(str(row.values.get("agenda", "")))
    if not lines and "topic_guide" in rows.registers_of(case):
        guides = rows.rows(store, case, rows.registers_of(case)["topic_guide"])
        mine = [one for one in guides if one.values.get("person") in (row.values.get("people") or ())]
        lines = _lines(str(mine[-1].values.get("topics", ""))) if mine else ()
    return tuple(Topic(f"Q{at}", text) for at, text in enumerate(lines, 1))


def _lines(text: str) -> tuple[str, ...]:
    bare = (re.sub(r"^\s*(?:Q?\d{1,2}[.:)]\s+|[-–•*]\s+)", "", line).strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in bare if line))


# Holding it


def start(
    work: Work,
    case: Case,
    row_id: str,
    *,
    script_version: str,
    sheet_version: str = "",
    present: Iterable[str] = (),
    despite: str = "",
) -> tuple[RegisterRow, Note]:
    """Begin a conversation: checked once more, then its account is opened and begins with what the person was told.

    The account is an item of the index from that moment; reflections get a record of their own with their first word.
    Raises ``UserError`` (``not-cleared``) when somebody is not cleared and no reason is given now, ``FieldErrors``
    without the opening script.
    """
    row = bookings.planned(work, row_id)
    register = rows.registers_of(case)[REGISTER]
    if row.values.get("account"):
        return row, work.get(Note, str(row.values["account"]))
    bookings.must_be_cleared(work, case, bookings.people_of(register, row.values), despite, "It was not begun.")
    if not script_version.strip():
        raise FieldErrors({"script_version": "Enter which version of the opening script was read"})
    told = opening(script_version, sheet_version, work.circumstances.now())
    note = _account(work, case, row, told, tuple(present), sheet_version, script_version.strip())
    values: dict[str, Any] = {"script_version": script_version, "account": note.id, "present": list(present)}
    if sheet_version.strip():
        values["sheet_version"] = sheet_version
    if despite.strip():
        before = str(row.values.get("not_cleared_because", ""))
        values["not_cleared_because"] = "\n".join(part for part in (before, f"At the start: {despite.strip()}") if part)
    return rows.save(work, case, register, values, row), note


def opening(script_version: str, sheet_version: str, now: datetime) -> str:
    """The first line of an account: what the person was told, and when."""
    sheet = f", information sheet version {sheet_version.strip()} given" if sheet_version.strip() else ""
    return f"Opening script version {script_version.strip()} read{sheet}, {uk_moment(now)}.\n\n"


def _account(
    work: Work, case: Case, row: RegisterRow, told: str, present: tuple[str, ...], sheet_version: str, script: str
) -> Note:
    speakers = tuple(row.values.get("people") or ())
    kind = NoteKind.FAMILY_CONTACT if row.values.get("kind") == "family" else NoteKind.ACCOUNT
    note, _ = notes.write(
        work, case.id, kind, title=title_of(work, row), text=told, on=PartialDate.exact(work.circumstances.today()),
        speaker_ids=speakers, mode=_MODES.get(str(row.values.get("mode", "")), ""),
        place=str(row.values.get("place", "")), present=_codes(work, present), told=told.strip(),
        told_version=sheet_version.strip(), author_role="Lead reviewer", conversation_id=row.id,
        topics=tuple(one.text for one in topics(work, case, row.id)), script=f"version {script}",
    )  # fmt: skip
    return note


def title_of(store: Store, row: RegisterRow) -> str:
    """What the notes of a conversation are called in lists: those it was with by code, in brackets."""
    return f"Conversation with {_codes(store, tuple(row.values.get('people') or ()))}"


def _codes(store: Store, person_ids: Iterable[str]) -> str:
    found = (store.get(Person, one) for one in person_ids)
    return ", ".join(f"[{one.code}]" for one in found)


def finish(work: Work, case: Case, row_id: str, **facts: Any) -> RegisterRow:
    """A conversation was held: ``facts`` are fields of its row (notation, follow_ups, wellbeing, shown, audio).

    Without account and without declaration it stays flagged (question 9.5) until one of them is there.
    """
    row = work.get(RegisterRow, row_id)
    register = rows.registers_of(case)[row.register]
    held = facts.pop("held_on", None) or work.circumstances.today().isoformat()
    return rows.save(work, case, register, {**facts, "state": "held", "held_on": held}, row)


# What it leaves


def reflect(work: Work, case: Case, row_id: str, text: str) -> Note:
    """Keep the reviewer's reflections on a conversation: a record and an index entry of their own, never the account.

    Raises ``UserError`` before there is an account, ``FieldErrors`` without a word.
    """
    row, account = _with_account(work, row_id)
    if not text.strip():
        raise FieldErrors({"text": "Write something before you save the reflections"})
    made, _ = notes.write(
        work, case.id, NoteKind.REFLECTIONS, title=f"Reflections: {account.title}", text=text,
        on=PartialDate.exact(work.circumstances.today()), parent_id=account.id, author_role=account.author_role,
    )  # fmt: skip
    if not row.values.get("reflections"):
        rows.save(work, case, rows.registers_of(case)[row.register], {"reflections": made.id}, row)
    return made


def correct(work: Work, case: Case, row_id: str, text: str, agreed: str) -> Note:
    """Put a correction by the participant beside the account, which is frozen and stays. ``agreed`` says who."""
    row, account = _with_account(work, row_id)
    if not account.frozen:
        account = notes.freeze(work, account)
    made, _ = notes.correct(work, account, text, present=agreed)
    rows.list_also(work, case, row, "corrections", made.id)
    return made


def transcribe(work: Work, case: Case, row_id: str, text: str) -> Note:
    """Keep the transcript of a recording: a note and an entry of its own beside the account."""
    row, account = _with_account(work, row_id)
    made, _ = notes.write(
        work, case.id, account.kind, title=f"Transcript: {account.title}", text=text, form="transcript",
        on=account.on, parent_id=account.id, speaker_ids=account.speaker_ids, author_role=account.author_role,
    )  # fmt: skip
    rows.list_also(work, case, row, "transcripts", made.id)
    return made


def _with_account(work: Work, row_id: str) -> tuple[RegisterRow, Note]:
    row = work.get(RegisterRow, row_id)
    account = account_of(work, row)
    if account is None:
        raise UserError("There is no account of this conversation yet.", "Start it, or link the note that holds it.")
    return row, account


def declare_no_notes(work: Work, case: Case, row_id: str, person_id: str, why: str) -> RegisterRow:
    """Declare that no note was made of a conversation: an entry "never made" of the index, and a declaration."""
    row = work.get(RegisterRow, row_id)
    if not why.strip():
        raise FieldErrors({"why": "Enter why no note was made"})
    register = rows.registers_of(case)
    about = f"No note was made of a conversation with {_codes(work, row.values.get('people') or ())}. {why.strip()}"
    today = work.circumstances.today()
    note, _ = notes.declare_never_made(
        work, case.id, about, title=title_of(work, row), on=PartialDate.exact(_held(row) or today),
        speaker_ids=tuple(row.values.get("people") or ()),
    )  # fmt: skip
    declared = rows.save(
        work, case, register["not_kept"],
        {"state": "never_made", "what": "Note of a conversation", "conversation": row.id, "person": person_id,
         "declared_on": today.isoformat(), "why": why, "note": note.id},
    )  # fmt: skip
    values = {"no_notes": declared.id, "state": "held", "held_on": row.values.get("held_on") or today.isoformat()}
    return rows.save(work, case, register[REGISTER], values, row)


def _held(row: RegisterRow) -> date | None:
    found = register_values.day_of(row.values.get("held_on") or row.values.get("planned_for"))
    return found.first_day if found else None


def keep_original(
    work: Work, case: Case, row_id: str, kind: str, person_id: str, *, location: str, item_id: str = "", pages: int = 0
) -> RegisterRow:
    """Lodge an original (notebook, recording, flip-chart, photograph) of a conversation or event.

    ``item_id`` names the item where it was brought in as a file; else an item is made for the thing. It is an entry of
    its own. ``kind`` is one of ``THINGS``. Raises ``FieldErrors`` without a place where it is kept.
    """
    if not location.strip():
        raise FieldErrors({"location": "Enter where the original is kept"})
    row = work.get(RegisterRow, row_id)
    item = work.get(Material, item_id) if item_id else _thing(work, case, row, kind, pages)
    known = rows.registers_of(case)
    covers = "events" if row.register == "event" else "conversations"
    lodged = rows.save(
        work, case, known["original_lodged"],
        {"kind": kind, "person": person_id, covers: [row.id], "lodged_on": work.circumstances.today().isoformat(),
         "location": location, "material": [item.id]},
    )  # fmt: skip
    if row.register == "event":
        rows.list_also(work, case, row, "materials", item.id)
    else:
        rows.save(work, case, known[REGISTER], {"original": lodged.id, "originals_location": location}, row)
    return lodged


def _thing(work: Work, case: Case, row: RegisterRow, kind: str, pages: int) -> Material:
    made, medium, words = THINGS[kind]
    what = "event" if row.register == "event" else "conversation"
    day = _held(row)
    item, _ = material.add_thing(
        work, case.id, made, f"{words} of the {what}", medium=medium, pages=pages, origin=Origin.GENERATED,
        doc_date=PartialDate.exact(day) if day else PartialDate(),
    )  # fmt: skip
    return item


def _naming(store: Store, row: RegisterRow) -> tuple[Note, ...]:
    return store.find(Note, conversation_id=row.id, order=["created_at"])


def account_of(store: Store, row: RegisterRow) -> Note | None:
    """The account of a conversation: the note that its row names, else the first that names the row."""
    linked = str(row.values.get("account") or "")
    first = [one for one in _naming(store, row) if one.kind is not NoteKind.REFLECTIONS and not one.parent_id]
    return (store.one(Note, id=linked) if linked else None) or next(iter(first), None)


def kept(store: Store, case: Case, row: RegisterRow) -> Kept:
    """Everything that a conversation left, wherever it stands."""
    values = row.values
    account = account_of(store, row)
    beside = [*_naming(store, row), *(store.find(Note, parent_id=account.id, order=["created_at"]) if account else ())]
    linked = [one for name in ("corrections", "transcripts") for one in values.get(name) or ()]
    linked += [str(values.get("reflections", ""))]
    more = [found for one in linked if one and (found := store.one(Note, id=one))]
    every = list({one.id: one for one in (*beside, *more) if one != account}.values())
    told_apart = [one for one in every if one.kind is NoteKind.REFLECTIONS or one.form in ("correction", "transcript")]
    known = rows.registers_of(case)
    originals = rows.rows(store, case, known["original_lodged"])
    declared = rows.rows(store, case, known["not_kept"])
    return Kept(
        account,
        tuple(one for one in every if one.kind is NoteKind.REFLECTIONS),
        tuple(one for one in every if one.form == "correction"),
        tuple(one for one in every if one.form == "transcript"),
        tuple(one for one in every if one not in told_apart),
        tuple(one for one in originals if row.id in _covers(one) or one.id == values.get("original")),
        tuple(one for one in declared if one.values.get("conversation") == row.id),
        tuple(item for one in values.get("shown") or () if (item := store.one(Material, id=one))),
    )


def _covers(original: RegisterRow) -> tuple[str, ...]:
    return (*(original.values.get("conversations") or ()), *(original.values.get("events") or ()))


@dataclass(frozen=True)
class ConversationShown:
    """A conversation for its page: the row as it stands, who is not cleared, invitations, topics, and what it left."""

    row: RegisterRow
    people: tuple[Person, ...]
    not_cleared: tuple[bookings.NotCleared, ...]
    invited: Mapping[str, RegisterRow | None]
    topics: tuple[Topic, ...]
    kept: Kept


def shown(store: Store, case: Case, row_id: str) -> ConversationShown:
    """Everything the page of one conversation shows."""
    row = store.get(RegisterRow, row_id)
    people = tuple(store.get(Person, one) for one in row.values.get("people") or ())
    ids = [one.id for one in people]
    return ConversationShown(
        row, people, bookings.clearance(store, case, ids), invited(store, case, ids), topics(store, case, row_id),
        kept(store, case, row),
    )  # fmt: skip
