"""The index fills itself: the one place where a saved record makes its entry (data dictionary, section 2.5).

``follow`` is called by every function that saves an indexable record, in the same unit of work. It makes the entry
the first time and afterwards keeps the facts that come from the record itself in step. What a person must decide
(owner, sensitivity, description) is only ever suggested here, never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop import wording
from desktop.casework import board as boards
from storage.records import (
    Answer,
    DocStatus,
    EntryEvent,
    EntryStatus,
    IndexEntry,
    Material,
    MaterialKind,
    Medium,
    Meeting,
    Note,
    NoteKind,
    Origin,
    Person,
    Privilege,
    RegisterRow,
    Relation,
    Row,
    SensitivityClaim,
)
from storage.store import Store, Work

ADMINISTRATION = "Administration"
"""The record kind of the one block entry for a case's working registers."""


@dataclass(frozen=True)
class Facts:
    """What a record says about its own entry: fields kept in step, and fields only set when the entry is made."""

    follows: dict[str, Any]
    first: dict[str, Any] = field(default_factory=dict)


def follow(work: Work, /, record: Material | Note | Meeting | RegisterRow, **first: Any) -> IndexEntry:
    """Make the entry of ``record``, or bring it into step. ``first`` adds facts known when it is made."""
    facts = facts_of(work, record)
    entry = entry_of(work, record)
    if entry is None:
        return make(work, record, facts, first)
    if entry.number_open or entry.number_sensitive:
        # An issued entry changes by decision, not by itself: only what is plainly the record's own moves on.
        return work.change(
            entry, **{k: v for k, v in facts.follows.items() if k in ("title", "sha256", "size", "hashed_at")}
        )
    return work.change(entry, **facts.follows)


def make(work: Work, record: Row, facts: Facts, first: dict[str, Any]) -> IndexEntry:
    """A new candidate for ``record``."""
    own = boards.board(work).body_id
    fields: dict[str, Any] = {
        "case_id": record.case_id,
        "record_kind": type(record).__name__,
        "record_id": record.id,
        "working_ref": next_working_ref(work, record.case_id),
        "suggested_owner_id": own,
        "location": "",
        "received_on": work.circumstances.today(),
    }
    return work.add(IndexEntry(**(fields | facts.follows | facts.first | first)))


def entry_of(store: Store, record: Row) -> IndexEntry | None:
    """The entry of a record, or None."""
    return store.one(IndexEntry, record_kind=type(record).__name__, record_id=record.id)


def note_event(
    work: Work, /, entry: IndexEntry, happened: str, reason: str = "", by: str = "", **facts: Any
) -> EntryEvent:
    """Keep a dated event of an entry."""
    return work.add(
        EntryEvent(
            case_id=entry.case_id,
            entry_id=entry.id,
            happened=happened,
            on=work.circumstances.today(),
            decided_by=by or work.worker,
            reason=reason,
            facts=facts,
        )
    )


def declare(work: Work, /, entry: IndexEntry, status: EntryStatus, reason: str, **facts: Any) -> IndexEntry:
    """Take over into an entry that its item was declared lost, destroyed or never made, elsewhere in the case."""
    if (entry.status, entry.status_note) == (status, reason):
        return entry
    saved = work.change(entry, status=status, status_note=reason, **facts)
    note_event(work, saved, "status_set", reason, status=status.value, other="")
    return saved


def short_ref(entry: IndexEntry) -> str:
    """What lists call an entry: its number in the open series, or its working reference until it has one."""
    return f"N{entry.number_open:04d}" if entry.number_open else entry.working_ref


def next_working_ref(store: Store, case_id: str) -> str:
    """The name of a candidate until it has a number: W0001, W0002 and so on, never used twice in a case."""
    newest = store.find(IndexEntry, case_id=case_id, deleted=None, order=["-working_ref"], limit=1)
    return f"W{int(newest[0].working_ref[1:]) + 1 if newest else 1:04d}"


def facts_of(store: Store, record: Material | Note | Meeting | RegisterRow) -> Facts:
    """What the record says about its entry."""
    if isinstance(record, Material):
        return _material(store, record)
    if isinstance(record, Note):
        return _note(store, record)
    if isinstance(record, Meeting):
        return _meeting(record)
    return _register_row(record)


def _material(store: Store, item: Material) -> Facts:
    parent = store.one(IndexEntry, record_kind="Material", record_id=item.parent_id) if item.parent_id else None
    follows = {
        "kind": item.kind,
        "origin": item.origin,
        "title": item.title,
        "doc_date": item.doc_date,
        "medium": item.medium,
        "extent": extent(item),
        "sha256": item.sha256,
        "size": item.size,
        "hashed_at": item.hashed_at,
        "received_on": item.received_on,
        "relation": item.relation,
        "parent_id": parent.id if parent else "",
    }
    first: dict[str, Any] = {"author_agency_id": item.from_agency_id}
    if item.from_agency_id:
        first["suggested_owner_id"] = item.from_agency_id
    if item.origin is Origin.POLICE:
        first |= {"police_hold": Answer.YES, "police_hold_how": "Supplied by police"}
    if item.kind is MaterialKind.LEGAL_ADVICE:
        first |= {"privilege": Privilege.LEGAL_ADVICE, "suggested_claim": SensitivityClaim.CLAIMED}
    return Facts(follows, first)


def extent(item: Material) -> str:
    """How much there is of it, in words: ``4 pages``, ``412 rows``, ``11 minutes``, ``2 objects``."""
    if item.extent_note:
        return item.extent_note
    if item.pages:
        return wording.plural(item.pages, "page")
    if item.rows:
        return wording.plural(item.rows, "row")
    if item.seconds:
        return wording.plural(max(1, round(item.seconds / 60)), "minute")
    return ""


_NOTE_KINDS = {
    NoteKind.NOTE: MaterialKind.NOTE_TYPED,
    NoteKind.ACCOUNT: MaterialKind.NOTE_TYPED,
    NoteKind.REFLECTIONS: MaterialKind.ANALYSIS,
    NoteKind.ANALYSIS: MaterialKind.ANALYSIS,
    NoteKind.SUPERVISION: MaterialKind.SUPERVISION,
    NoteKind.LIAISON: MaterialKind.NOTE_TYPED,
    NoteKind.LEGAL_ADVICE: MaterialKind.LEGAL_ADVICE,
    NoteKind.FAMILY_CONTACT: MaterialKind.FAMILY_CONTACT,
    NoteKind.NEVER_MADE: MaterialKind.NOTE_TYPED,
}
_FORMS = {
    "handwritten": (MaterialKind.NOTE_HANDWRITTEN, Medium.NOTEBOOK),
    "audio": (MaterialKind.NOTE_AUDIO, Medium.AUDIO),
    "transcript": (MaterialKind.NOTE_TRANSCRIPT, Medium.ELECTRONIC),
}
_CONSIDERED = (NoteKind.REFLECTIONS, NoteKind.ANALYSIS, NoteKind.SUPERVISION, NoteKind.LIAISON)


def _note(store: Store, note: Note) -> Facts:
    kind, medium = _FORMS.get(note.form, (_NOTE_KINDS[note.kind], Medium.ELECTRONIC))
    parent = store.one(IndexEntry, record_kind="Note", record_id=note.parent_id) if note.parent_id else None
    relation = Relation.NONE
    if parent:
        relation = Relation.REFLECTION if note.kind is NoteKind.REFLECTIONS else Relation.CORRECTION
        relation = Relation.TRANSCRIPT if note.form == "transcript" else relation
    speakers = [store.get(Person, one) for one in note.speaker_ids]
    follows: dict[str, Any] = {
        "kind": kind,
        "title": note.title,
        "doc_date": note.on,
        "medium": medium,
        "extent": wording.plural(note.pages, "page") if note.pages else "",
        "author_id": note.author_id,
        "author_role": note.author_role,
        "speaker_ids": note.speaker_ids,
        "terms": note.told,
        "relation": relation,
        "parent_id": parent.id if parent else "",
    }
    first: dict[str, Any] = {"doc_status": DocStatus.ORIGINAL}
    if speakers:
        first |= {"witness_status": speakers[0].witness_status, "statement_before": speakers[0].statement_taken}
        first["witness_advised_on"] = speakers[0].witness_advised_on
    if note.kind in _CONSIDERED:
        first["suggested_claim"] = SensitivityClaim.UNDER_CONSIDERATION
    if note.kind is NoteKind.LEGAL_ADVICE:
        first |= {"privilege": Privilege.LEGAL_ADVICE, "suggested_claim": SensitivityClaim.CLAIMED}
    if note.kind is NoteKind.NEVER_MADE:
        first |= {"status": EntryStatus.NEVER_MADE, "status_note": note.text}
    return Facts(follows, first)


def _meeting(meeting: Meeting) -> Facts:
    return Facts(
        {
            "kind": MaterialKind.MINUTES,
            "title": meeting.title,
            "doc_date": meeting.on,
            "doc_version": str(meeting.version),
        },
        {"doc_status": DocStatus.FINAL if meeting.circulated_at else DocStatus.DRAFT},
    )


def _register_row(row: RegisterRow) -> Facts:
    return Facts({"title": row.text.split("\n", 1)[0][:120]})


def block_for_registers(work: Work, case_id: str) -> IndexEntry:
    """The one entry "review administration records" of a case, made when its first working register is used."""
    found = work.one(IndexEntry, case_id=case_id, record_kind=ADMINISTRATION)
    if found:
        return found
    return work.add(
        IndexEntry(
            case_id=case_id,
            record_kind=ADMINISTRATION,
            record_id=case_id,
            working_ref=next_working_ref(work, case_id),
            kind=MaterialKind.ADMINISTRATION,
            title="Review administration records",
            is_block=True,
            block_basis="Working registers, judgements and settings of the review, kept in the board's case system",
            suggested_owner_id=boards.board(work).body_id,
            received_on=work.circumstances.today(),
        )
    )


def without_entry(store: Store, case_id: str) -> tuple[Row, ...]:
    """Indexable records of a case that have no entry: always none, and ``verify`` counts them."""
    listed = {(entry.record_kind, entry.record_id) for entry in store.find(IndexEntry, case_id=case_id, deleted=None)}
    found: list[Row] = []
    for kind in (Material, Note, Meeting):
        found += [row for row in store.find(kind, case_id=case_id) if (kind.__name__, row.id) not in listed]
    return tuple(found)
