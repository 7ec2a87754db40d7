"""What a pack holds: every kind of record that goes out, comes back, or stays with the board, and why.

A working pack holds one whole review with its real names; legal advice and the reflections of others only where each
was ticked (profile internal). What an event pack holds is in ``coding``. Every kind of the store stands in one of the
three groups, so that a new kind is decided about before it travels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage import records as kinds
from storage import travelling
from storage.records import Row
from storage.store import Store
from storage.travelling import Values

WORKING, EVENT = "working", "event"
LENT: tuple[type[Row], ...] = (
    kinds.Case, kinds.Agency, kinds.Person, kinds.NameForm, kinds.Identifier, kinds.Address, kinds.Contact,
    kinds.Material, kinds.MaterialText, kinds.Note, kinds.Meeting, kinds.RegisterRow, kinds.Mark, kinds.MarkerPass,
    kinds.Judgement, kinds.EvidenceLink, kinds.SignOff, kinds.StageState, kinds.IndexEntry, kinds.EntryEvent,
    kinds.Continuity, kinds.Loan, kinds.WordDecision,
)  # fmt: skip
"""Go out, are worked on, and come back merged; in an order in which what is pointed at comes first."""
SHOWN: tuple[type[Row], ...] = (
    kinds.Board, kinds.Pseudonym, kinds.PublishedText, kinds.ProfileCopy, kinds.Extra, kinds.Proceeding,
    kinds.ProceedingContact,
)  # fmt: skip
"""Go out so that the pack shows and prints as the vault does; what becomes of them out there does not come back."""
KEPT: tuple[type[Row], ...] = (
    kinds.Worker, kinds.Draft, kinds.Issue, kinds.IssueRow, kinds.IssueFile, kinds.IssueLog, kinds.Request,
    kinds.Pack, kinds.PackTrip, kinds.MergeDecision, kinds.NameFound,
)  # fmt: skip
"""Stay with the board. Workers go as names alone; drafts come back, because nothing that was typed is lost."""
OF_BOARD = frozenset(
    (kinds.Agency, kinds.NameForm, kinds.Identifier, kinds.Address, kinds.Contact, kinds.Board, kinds.PublishedText,
     kinds.ProfileCopy, kinds.Extra)
)  # fmt: skip
"""Kinds of which the board's own records, which belong to no case, go along."""
Scopes = Iterable[tuple[type[Row], tuple[str, ...]]]


@dataclass(frozen=True)
class PackOrder:
    """What is to go out: which kind of pack, to whom, until when.

    ``borrower_id`` is the borrower in the register of the case, if they are in it. ``ticked`` names legal advice and
    reflections of others that may go into a working pack. ``event_id`` is the row of the event or conversation that an
    event pack is for, ``records`` (kind, id) what else it needs: notes, meetings, rows of registers.
    """

    case_id: str
    kind: str
    borrower: str
    expires: date
    borrower_id: str = ""
    purpose: str = ""
    ticked: tuple[str, ...] = ()
    event_id: str = ""
    records: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """Something that goes into a working pack only when it is ticked, and why."""

    record_kind: str
    record_id: str
    reference: str
    title: str
    why: str


@dataclass(frozen=True)
class Sent:
    """A record as it goes out; ``held`` has the own values of fields that go out altered."""

    kind: type[Row]
    values: Values
    held: Values = field(default_factory=dict)


def scope(kind: type[Row], case_id: str) -> tuple[str, ...]:
    """The case ids whose records of a kind belong to a pack."""
    return ("", case_id) if kind in OF_BOARD else (case_id,)


def lent(case_id: str) -> Scopes:
    """Each kind that comes back merged, with the case ids of its records in a pack."""
    return tuple((kind, scope(kind, case_id)) for kind in LENT)


def shown(case_id: str) -> Scopes:
    """Each kind that goes out to be read. The board's own registers (members, priorities, themes) are among them: the
    markers of a review read them, and the board alone writes them."""
    return (*((kind, scope(kind, case_id)) for kind in SHOWN), (kinds.RegisterRow, ("",)))


def choices(store: Store, order: PackOrder) -> tuple[Choice, ...]:
    """Legal advice, and reflections of somebody other than the borrower, each to be ticked or left out."""
    found: list[Choice] = []
    entries = {one.record_id: one for one in store.find(kinds.IndexEntry, case_id=order.case_id)}
    for record_id, why in _private(store, order).items():
        entry = entries.get(record_id)
        for kind in (kinds.Material, kinds.Note):
            record: Any = store.one(kind, id=record_id)
            if record is not None:
                found.append(Choice(kind.__name__, record_id, entry.working_ref if entry else "", record.title, why))
    return tuple(sorted(found, key=lambda one: (one.why, one.reference)))


def _private(store: Store, order: PackOrder) -> dict[str, str]:
    """The records that stay back unless ticked, with the reason; what is attached to one stays back with it."""
    found = dict[str, str]()
    for entry in store.find(kinds.IndexEntry, case_id=order.case_id, deleted=None):
        if entry.privilege is not kinds.Privilege.NONE:
            found[entry.record_id] = "legal advice"
    for note in store.find(kinds.Note, case_id=order.case_id, deleted=None):
        if note.kind is kinds.NoteKind.LEGAL_ADVICE:
            found[note.id] = "legal advice"
        elif note.kind is kinds.NoteKind.REFLECTIONS and not _by_borrower(note, order):
            found[note.id] = "reflections of somebody else"
    files = store.find(kinds.Material, case_id=order.case_id, deleted=None)
    found |= {one.id: "legal advice" for one in files if one.kind is kinds.MaterialKind.LEGAL_ADVICE}
    held: list[Any] = [*files, *store.find(kinds.Note, case_id=order.case_id, deleted=None)]
    fresh = True
    while fresh:
        fresh = False
        for one in held:
            if one.parent_id in found and one.id not in found:
                found[one.id], fresh = found[one.parent_id], True
    return found


def _by_borrower(note: kinds.Note, order: PackOrder) -> bool:
    return bool(order.borrower_id) and order.borrower_id in (note.author_id, note.created_by)


def working(store: Store, order: PackOrder, worker_ids: frozenset[str] = frozenset()) -> Iterator[Sent]:
    """Everything that a working pack holds. ``worker_ids`` are those under which the borrower has written in it."""
    private = {
        record_id
        for record_id in _private(store, order).keys() - set(order.ticked)
        if not worker_ids or not _written_by(store, record_id, worker_ids)
    }
    gone = set(private)
    for kind, case_ids in (*lent(order.case_id), *shown(order.case_id)):
        for values in travelling.rows(store, kind, case_ids):
            if values["id"] in gone or _is_about(values, gone):
                gone.add(values["id"])
                continue
            yield Sent(kind, values)


def _written_by(store: Store, record_id: str, worker_ids: frozenset[str]) -> bool:
    note = store.one(kinds.Note, id=record_id)
    return note is not None and note.created_by in worker_ids


_ABOUT = ("record_id", "material_id", "entry_id", "subject_id")


def _is_about(values: Mapping[str, Any], ids: set[str]) -> bool:
    """Whether a record belongs to one of those: its text, marks, history, entry, or what cites it."""
    return any(values.get(name) in ids for name in _ABOUT)


def workers(store: Store, *, coded: bool) -> Iterator[Sent]:
    """Those whose names stand on records, without a way into any vault; in a coded pack under their role."""
    for one in store.find(kinds.Worker, deleted=None):
        bare = kinds.Worker(id=one.id, name=one.role if coded else one.name, role=one.role, revision=1)
        yield Sent(kinds.Worker, travelling.values_of(bare))
