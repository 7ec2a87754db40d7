"""Records that can be linked or cited: their kinds, and the words by which one is chosen and told afterwards.

Evidence of a judgement may be any record of the case: besides rows, items, notes and meetings also a person of the
register, an entry of the index, an issued version of it, and a request that came to the board (questions 9.6 and 9.7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.casework import entries
from desktop.wording import partial_date, uk_date
from storage.partial_date import PartialDate
from storage.records import IndexEntry, Issue, Material, Meeting, Note, Request, Row, Series
from storage.store import Store

KINDS: Mapping[str, str] = {
    "RegisterRow": "A row of a register",
    "Material": "An item of evidence",
    "Note": "A note",
    "Meeting": "A meeting",
    "IndexEntry": "An entry of the index",
    "Issue": "An issued version of the index",
    "Request": "A request to the board",
    "Person": "A person of the register",
}
"""What a judgement can rest on, by kind of record."""


@dataclass(frozen=True)
class Choice:
    """A record that can be linked: its id, the words to choose it by, and a muted line of facts."""

    id: str
    words: str
    second: str = ""


def choices(store: Store, kind: str, case_id: str) -> tuple[Choice, ...]:
    """What can be linked of one kind of record in ``FETCHED``, the newest first."""
    return FETCHED[kind](store, case_id)


def words(record: Row) -> str:
    """What a record of one of the kinds ``FETCHED`` is called; "" for any other."""
    making = _WORDS.get(type(record).__name__)
    return making(record) if making else ""


def _materials(store: Store, case_id: str) -> tuple[Choice, ...]:
    found = store.find(Material, case_id=case_id, order=["-created_at"])
    return tuple(Choice(one.id, words(one), _dated(one.doc_date)) for one in found)


def _notes(store: Store, case_id: str) -> tuple[Choice, ...]:
    found = store.find(Note, case_id=case_id, order=["-created_at"])
    return tuple(Choice(one.id, words(one), _dated(one.on)) for one in found)


def _meetings(store: Store, case_id: str) -> tuple[Choice, ...]:
    found = store.find(Meeting, case_id=case_id, order=["-created_at"])
    return tuple(Choice(one.id, words(one), _dated(one.on)) for one in found)


def _entries(store: Store, case_id: str) -> tuple[Choice, ...]:
    found = store.find(IndexEntry, case_id=case_id, order=["-created_at"])
    return tuple(Choice(one.id, words(one), _dated(one.doc_date)) for one in found)


def _issues(store: Store, case_id: str) -> tuple[Choice, ...]:
    found = store.find(Issue, case_id=case_id, order=["-created_at"])
    return tuple(Choice(one.id, words(one), uk_date(one.issued_at.date()) if one.issued_at else "") for one in found)


def _requests(store: Store, case_id: str) -> tuple[Choice, ...]:
    found = store.find(Request, case_id=case_id, order=["-created_at"])
    return tuple(Choice(one.id, words(one), uk_date(one.received_on) if one.received_on else "") for one in found)


FETCHED: Mapping[str, Callable[[Store, str], tuple[Choice, ...]]] = {
    "Material": _materials,
    "Note": _notes,
    "Meeting": _meetings,
    "IndexEntry": _entries,
    "Issue": _issues,
    "Request": _requests,
}
"""The kinds whose lists are read in the background; rows and people are at hand already."""


def _entry_words(one: IndexEntry) -> str:
    return " ".join(part for part in (entries.short_ref(one), one.title or one.description) if part)


def _issue_words(one: Issue) -> str:
    return f"Version {one.version} of the {_LISTS[one.series]}"


_LISTS = {Series.OPEN: "open list", Series.SENSITIVE: "sensitive list", Series.KEY: "key to the codes"}


_WORDS: Mapping[str, Callable[..., str]] = {
    "Material": lambda one: one.title or "Without a title",
    "Note": lambda one: one.title or "Without a title",
    "Meeting": lambda one: one.title or "A meeting",
    "IndexEntry": _entry_words,
    "Issue": _issue_words,
    "Request": lambda one: f"Request {one.reference}".strip(),
}


def _dated(value: PartialDate) -> str:
    return partial_date(value) if value.known else ""
