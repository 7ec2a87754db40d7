"""What a case holds, as one list: material, notes and meetings with search, filters and pages; one item with all of
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.casework import board as boards
from desktop.casework import entries, marks, material
from desktop.casework.marks import Place
from desktop.casework.met import Met, met_at
from desktop.errors import UserError
from storage.partial_date import UNDATED, PartialDate
from storage.records import (
    Agency,
    Case,
    Continuity,
    IndexEntry,
    Loan,
    Mark,
    Material,
    MaterialKind,
    MaterialText,
    Meeting,
    Note,
    Person,
    Worker,
)
from storage.store import Store, Work

KINDS = ("Material", "Note", "Meeting")
MOST_FOUND = 500
VIEWED = "viewed"
Record = Material | Note | Meeting


@dataclass(frozen=True)
class Filters:
    """What is to be listed; empty fields let everything through. ``source`` is the id of a body or person."""

    words: str = ""
    kind: str = ""
    source: str = ""
    since: PartialDate = UNDATED
    until: PartialDate = UNDATED
    distressing: bool = False
    unread: bool = False

    @property
    def plain(self) -> bool:
        """Whether the store can page by itself."""
        return not (
            self.words.strip() or self.source or self.since.known or self.until.known or self.distressing or self.unread
        )


@dataclass(frozen=True)
class Line:
    """One line: the entry, what it lists, who it is from in words, and where the words sought stand in it."""

    entry: IndexEntry
    record: Record
    source: str = ""
    snippet: str = ""
    unread: bool = True
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One item with everything around it. ``names`` are workers' names by id for the history."""

    record: Record
    entry: IndexEntry | None
    reference: str
    text: MaterialText | None
    source: str
    marks: tuple[Mark, ...]
    history: tuple[Continuity, ...]
    loans: tuple[Loan, ...]
    attachments: tuple[Material, ...]
    parent: Record | None
    met: Met | None
    corrections: tuple[Note, ...]
    same: tuple[Material, ...]
    names: dict[str, str]
    speakers: tuple[Person, ...]


def count(store: Store, case_id: str, filters: Filters, worker: str) -> int:
    """How many lines there are."""
    if filters.plain:
        return store.count(IndexEntry, case_id=case_id, **_equals(filters))
    return len(_found(store, case_id, filters, worker))


def window(store: Store, case_id: str, filters: Filters, worker: str, first: int, how_many: int) -> tuple[Line, ...]:
    """Lines ``first`` to ``first + how_many``, the newest first; with words sought, the best first."""
    if filters.plain:
        chosen: Sequence[IndexEntry] = store.find(
            IndexEntry, case_id=case_id, order=["-created_at"], limit=how_many, offset=first, **_equals(filters)
        )
        return _lines(store, case_id, chosen, {}, worker)
    found = _found(store, case_id, filters, worker)[first : first + how_many]
    return _lines(store, case_id, [entry for entry, _ in found], {entry.id: words for entry, words in found}, worker)


def _equals(filters: Filters) -> dict[str, Any]:
    equals: dict[str, Any] = {"record_kind": list(KINDS)}
    return equals | ({"kind": MaterialKind(filters.kind)} if filters.kind else {})


def _found(store: Store, case_id: str, filters: Filters, worker: str) -> list[tuple[IndexEntry, str]]:
    hits = _hits(store, case_id, filters.words) if filters.words.strip() else None
    narrowed: dict[str, Any] = {} if hits is None else {"record_id": list(hits)}
    chosen = store.find(IndexEntry, case_id=case_id, order=["-created_at"], **_equals(filters), **narrowed)
    kept = [entry for entry in chosen if _in_time(entry, filters)]
    if filters.source or filters.distressing:
        records = _records(store, kept)
        kept = [entry for entry in kept if _is_from(records.get(entry.record_id), entry, filters)]
    if filters.unread:
        seen = read_by(store, case_id, worker)
        kept = [entry for entry in kept if entry.record_id not in seen]
    if hits is None:
        return [(entry, "") for entry in kept]
    order = {record_id: at for at, record_id in enumerate(hits)}
    return [(entry, hits[entry.record_id]) for entry in sorted(kept, key=lambda one: order[one.record_id])]


def _hits(store: Store, case_id: str, words: str) -> dict[str, str]:
    """The records in which the words occur, best first, with a piece of the text around them."""
    found: dict[str, str] = {}
    hits = store.search(
        words, case_id=case_id, kinds=("Material", "MaterialText", "Note", "Meeting", "IndexEntry"), limit=MOST_FOUND
    )
    texts = [hit.record_id for hit in hits if hit.kind == "MaterialText"]
    listed = [hit.record_id for hit in hits if hit.kind == "IndexEntry"]
    of_text = {one.id: one.material_id for one in store.find(MaterialText, id=texts)} if texts else {}
    of_entry = {one.id: one.record_id for one in store.find(IndexEntry, id=listed)} if listed else {}
    for hit in hits:
        record_id = {"MaterialText": of_text, "IndexEntry": of_entry}.get(hit.kind, {}).get(
            hit.record_id, hit.record_id
        )
        found.setdefault(record_id, " ".join(hit.snippet.split()))
    return found


def _in_time(entry: IndexEntry, filters: Filters) -> bool:
    start, end = filters.since.first_day, filters.until.last_day
    first, last = entry.doc_date.first_day, entry.doc_date.last_day
    if start and (last is None or last < start):
        return False
    return not (end and (first is None or first > end))


def _is_from(record: Record | None, entry: IndexEntry, filters: Filters) -> bool:
    if record is None or (filters.distressing and not getattr(record, "distressing", False)):
        return False
    if not filters.source:
        return True
    sources = {entry.author_id, entry.author_agency_id, *entry.speaker_ids}
    sources |= {getattr(record, "from_agency_id", ""), getattr(record, "from_person_id", "")}
    return filters.source in sources


def _records(store: Store, chosen: Iterable[IndexEntry]) -> dict[str, Record]:
    by_kind: dict[str, list[str]] = {}
    for entry in chosen:
        by_kind.setdefault(entry.record_kind, []).append(entry.record_id)
    found: dict[str, Record] = {}
    kinds: tuple[type[Record], ...] = (Material, Note, Meeting)
    for kind in kinds:
        ids = by_kind.get(kind.__name__, [])
        for at in range(0, len(ids), 5000):
            found |= {one.id: one for one in store.find(kind, id=ids[at : at + 5000])}
    return found


def _lines(
    store: Store, case_id: str, chosen: Sequence[IndexEntry], snippets: dict[str, str], worker: str
) -> tuple[Line, ...]:
    records = _records(store, chosen)
    bodies = {one.id: one.name for one in boards.bodies(store, case_id)}
    codes = {one.id: one.code for one in store.find(Person, case_id=case_id)}
    seen = read_by(store, case_id, worker)
    return tuple(
        Line(
            entry,
            records[entry.record_id],
            _source(records[entry.record_id], bodies, codes),
            snippets.get(entry.id, ""),
            entry.record_id not in seen,
            tuple(codes[one] for one in entry.speaker_ids if one in codes),
        )
        for entry in chosen
        if entry.record_id in records
    )


def _source(record: Record, bodies: dict[str, str], codes: dict[str, str]) -> str:
    if isinstance(record, Material):
        return bodies.get(record.from_agency_id) or codes.get(record.from_person_id) or ""
    return f"by the {record.author_role}" if isinstance(record, Note) and record.author_role else ""


def read_by(store: Store, case_id: str, worker: str) -> frozenset[str]:
    """The records of a case that a worker has opened."""
    return frozenset(one.record_id for one in store.find(Continuity, case_id=case_id, happened=VIEWED, who=worker))


def opened(work: Work, case_id: str, record_id: str) -> bool:
    """Record that somebody opened an item: in the audit each time, in its history the first time. Whether it was
    new.
    """
    work.audit("material.viewed", record_id)
    if work.one(Continuity, case_id=case_id, happened=VIEWED, who=work.worker, record_id=record_id):
        return False
    material.happened(work, case_id, record_id, VIEWED)
    return True


def item(store: Store, record_id: str) -> Shown:
    """One item with everything around it. Raises ``UserError`` when it is no longer there."""
    record = store.one(Material, id=record_id) or store.one(Note, id=record_id) or store.one(Meeting, id=record_id)
    if record is None:
        raise UserError(
            "This item is no longer in the list.", "It may have been removed. Undo brings it back.", code="gone"
        )
    bodies = {one.id: one.name for one in store.find(Agency, case_id=["", record.case_id])}
    people = {one.id: one for one in store.find(Person, case_id=record.case_id)}
    entry = entries.entry_of(store, record)
    file = record if isinstance(record, Material) else None
    same = store.find(Material, case_id=record.case_id, sha256=file.sha256) if file and file.sha256 else ()
    return Shown(
        record,
        entry,
        _reference(store, record, entry),
        material.text_of(store, file) if file else None,
        _source(record, bodies, {one.id: one.code for one in people.values()}),
        _marks(store, record),
        material.continuity(store, record.id),
        store.find(Loan, material_id=record.id) if file else (),
        store.find(Material, parent_id=record.id) if file else (),
        _parent(store, record),
        met_at(store, record),
        store.find(Note, parent_id=record.id) if isinstance(record, Note) else (),
        tuple(one for one in same if one.id != record.id),
        {one.id: one.name for one in store.find(Worker)},
        tuple(people[one] for one in getattr(record, "speaker_ids", ()) if one in people),
    )


def text_place(record: Record, text: MaterialText | None) -> Place:
    """Where the words of an item stand."""
    if isinstance(record, Material):
        return Place("MaterialText", text.id if text else "", "text")
    return Place(type(record).__name__, record.id, "text" if isinstance(record, Note) else "minutes")


def _marks(store: Store, record: Record) -> tuple[Mark, ...]:
    text = material.text_of(store, record) if isinstance(record, Material) else None
    return marks.of(store, text_place(record, text))


def _reference(store: Store, record: Record, entry: IndexEntry | None) -> str:
    """The number of an item with the reference of its case, or its working reference."""
    if entry is None or not (entry.number_open or entry.number_sensitive):
        return entry.working_ref if entry else ""
    case = store.get(Case, record.case_id)
    number = f"N{entry.number_open:04d}" if entry.number_open else f"S{entry.number_sensitive:04d}"
    return f"{case.reference}-{number}"


def _parent(store: Store, record: Record) -> Record | None:
    if isinstance(record, Meeting):
        return store.one(Meeting, id=record.earlier_id) if record.earlier_id else None
    return store.one(type(record), id=record.parent_id) if record.parent_id else None


def remove(work: Work, record_id: str) -> None:
    """Put an item that has never been issued into the bin, its entry with it.

    Raises ``UserError`` when its entry has a number (withdraw it instead), when it is frozen, or when it is out on
    loan.
    """
    shown = item(work, record_id)
    entry = shown.entry
    if entry is not None and (entry.number_open or entry.number_sensitive):
        raise UserError("This item has a number in the index.", "Withdraw it there, with a reason.")
    if shown.record.frozen:
        raise UserError("This was saved as an account or circulated, so it stays.", "Put a correction beside it.")
    if any(loan.ended_at is None for loan in shown.loans):
        raise UserError("The original is out on loan.", "Record the end of the loan first.")
    work.bin(shown.record)
    if entry is not None:
        work.bin(entry)


def same_as(store: Store, case_id: str, ids: Sequence[str]) -> tuple[Material, ...]:
    """The items named, for a list of duplicates."""
    return store.find(Material, case_id=case_id, id=list(ids)) if ids else ()


def sources(store: Store, case_id: str) -> dict[str, str]:
    """Bodies and people that material may come from, by id: names of bodies, codes of people."""
    found = {one.id: one.name for one in boards.bodies(store, case_id)}
    return found | {one.id: one.code for one in sorted(store.find(Person, case_id=case_id), key=lambda one: one.code)}


def bodies(store: Store, case_id: str) -> dict[str, str]:
    """Names of the bodies that files may come from, by id."""
    return {one.id: one.name for one in boards.bodies(store, case_id)}
