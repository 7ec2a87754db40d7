"""The audit in plain words: who did what to which record, by code, reference or code name, never by a person's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.casework import codes, entries
from storage.records import (
    Agency,
    Case,
    IndexEntry,
    Judgement,
    Material,
    Meeting,
    Note,
    Person,
    Row,
    Worker,
    words,
)
from storage.store import Store

QUIET = frozenset({"Draft", "Continuity"})
"""Kinds whose lines would only hide the others: text kept while it is typed, histories shown at their item."""
WORKED_ON = frozenset({"Material", "Note", "Meeting", "Person", "Judgement"})
_NOUNS = {
    "Person": "a person", "Material": "an item", "Note": "a note", "Meeting": "a meeting", "Case": "a case",
    "Board": "the board’s details",
    "Agency": "a body", "Worker": "who can open the vault", "NameForm": "another name of a person",
    "Identifier": "a number of a person",
    "Address": "an address", "Contact": "a contact", "MaterialText": "the words of an item",
    "IndexEntry": "an index entry",
    "EntryEvent": "a decision on an index entry", "Issue": "an issue of the index", "IssueRow": "a row of an issue",
    "IssueFile": "a file of an issue",
    "IssueLog": "the log of an issue", "Loan": "a loan", "Mark": "a mark", "Request": "a request",
    "Proceeding": "a proceeding",
    "ProceedingContact": "an officer of a proceeding", "Judgement": "a judgement", "EvidenceLink": "a link to evidence",
    "SignOff": "a sign-off", "MarkerPass": "a pass through the markers", "StageState": "a stage",
    "RegisterRow": "a row of a register",
    "WordDecision": "a decision about a word", "Pseudonym": "a pseudonym", "ProfileCopy": "a profile",
    "PublishedText": "published wording",
    "Extra": "a setting of the vault",
    "Pack": "a pack", "PackTrip": "a crossing of a pack", "MergeDecision": "a difference that a pack brought back",
    "NameFound": "a name found in what came back",
}  # fmt: skip
_VERBS = {"added": "Added", "changed": "Changed", "removed": "Removed"}
_ACTS = {
    "vault.unlocked": "Unlocked the vault", "vault.created": "Made the vault", "backup.made": "Made a backup",
    "material.viewed": "Opened",
    "material.lent": "Lent an original", "slot.added": "Added a way into the vault", "slot.removed":
        "Took a way into the vault away",
    "vault.rotated": "Changed the key of the vault",
    "vault.restored": "Restored the vault from a backup", "record.viewed": "Opened", "index.issued":
        "Issued a version of the index",
    "index.master": "Wrote the internal list of the index", "index.master_shown":
        "Looked at the internal list of the index",
    "index.owners": "Wrote an owner’s list",
    "index.printed": "Printed a past version",
    "key.issued": "Issued the key to codes", "report.exported": "Wrote a document",
    "search.rebuilt": "Made the search afresh",
    "pack.out": "Handed out a pack", "pack.back": "Took a pack back", "pack.renewed": "Let a pack stay out longer",
    "archive.written": "Wrote an archive outside the vault", "archive.ended": "Recorded what became of an archive",
    "material.returned-copy": "Wrote a copy to return to its owner",
    "case.moved-out": "Moved a case to a vault of its own", "case.moved-here": "Moved here from another vault",
    "pack.closed": "Closed a pack", "pack.difference-decided": "Decided a difference that a pack brought back",
    "pack.made": "Was made as a pack", "pack.given-back": "Gave the pack back",
    "pack.updated": "Took the board’s changes into the pack",
    "anchor.mismatch": "The audit did not agree with its anchor",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line: when, who, what was done to what; ``fields`` are names of the fields touched."""

    number: int
    at: datetime
    who: str
    what: str
    subject: str
    fields: tuple[str, ...]
    kind: str
    record_id: str


def lines(store: Store, *, limit: int = 300, before: int = 0, object_id: str = "") -> tuple[Line, ...]:
    """The latest lines, newest first, without the quiet kinds; ``before`` a number goes further back."""
    names = {one.id: one.name for one in store.find(Worker)}
    subjects = _Subjects(store)
    found = []
    for row in store.activity(limit=limit, before=before, object_id=object_id):
        kind, _, verb = row.action.partition(".")
        if kind in QUIET:
            continue
        fields = tuple(str(one).replace("_", " ") for one in row.detail.get("fields", ()) if isinstance(one, str))
        what = _what(row.action, kind, verb)
        subject = subjects.of(kind, row.object_id)
        found.append(
            Line(row.seq, row.at, names.get(row.actor, "Caseward"), what, subject, fields, kind, row.object_id)
        )
    return tuple(found)


def _what(action: str, kind: str, verb: str) -> str:
    if action in _ACTS:
        return _ACTS[action]
    if kind in _NOUNS and verb in _VERBS:
        return f"{_VERBS[verb]} {_NOUNS[kind]}"
    return action.replace(".", ": ").replace("_", " ").capitalize()


class _Subjects:
    """What records are called, looked up once each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def of(self, kind: str, record_id: str) -> str:
        """The code, reference or code name of a record; nothing where only an id is known."""
        if not record_id:
            return ""
        if record_id not in self._known:
            self._known[record_id] = self._called(kind, record_id)
        return self._known[record_id]

    def _called(self, kind: str, record_id: str) -> str:
        store = self._store
        if kind in ("Material", "Note", "Meeting", "material"):
            entry = store.find(IndexEntry, record_id=record_id, deleted=None, limit=1)
            return entries.short_ref(entry[0]) if entry else ""
        found: dict[str, tuple[type[Row], Any]] = {
            "Person": (Person, lambda one: one.code), "Case": (Case, lambda one: one.code_name),
            "IndexEntry": (IndexEntry, entries.short_ref), "Agency": (Agency, lambda one: one.short_code),
        }  # fmt: skip
        if kind not in found:
            return ""
        rows = store.find(found[kind][0], id=record_id, deleted=None, limit=1)
        return str(found[kind][1](rows[0])) if rows else ""


@dataclass(frozen=True)
class Worked:
    """A record of a case that somebody worked on, by what lists call it."""

    kind: str
    record_id: str
    words: str
    at: datetime


def last_worked_on(store: Store, case_id: str, *, most: int = 6) -> tuple[Worked, ...]:
    """The records of a case that were worked on last, each once."""
    found: dict[str, Worked] = {}
    for row in store.activity(limit=400):
        kind, _, verb = row.action.partition(".")
        if kind not in WORKED_ON or verb == "removed" or row.object_id in found:
            continue
        record = next(iter(store.find(_CLASSES[kind], id=row.object_id, limit=1)), None)
        if record is not None and record.case_id == case_id:
            found[row.object_id] = Worked(kind, row.object_id, _called(record), row.at)
        if len(found) == most:
            break
    return tuple(found.values())


_CLASSES: dict[str, type[Row]] = {
    "Material": Material, "Note": Note, "Meeting": Meeting, "Person": Person, "Judgement": Judgement,
}  # fmt: skip


def _called(record: Row) -> str:
    if isinstance(record, Person):
        return record.code
    if isinstance(record, Judgement):
        return f"{record.marker}, question {record.question}"
    title = str(getattr(record, "title", ""))
    if title:
        return codes.unwrap(title)
    return f"{words(record.kind)}, no title yet" if isinstance(record, Material | Note) else "An item without a title"
