"""Typed text that is not saved yet, kept encrypted every few seconds and offered again after a crash or a lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.records import Case, Draft, Material, Meeting, Note, Person, Row
from storage.store import Store, Work

_RECORDS: dict[str, type[Row]] = {
    "note": Note, "meeting": Meeting, "reflections": Note, "person": Person,
    "item": Material, "case": Case}  # fmt: skip


@dataclass(frozen=True)
class Both:
    """A draft and what is saved of the same thing, if anything is."""

    draft: Draft
    saved: Row | None
    case_name: str


def keep(work: Work, case_id: str, place: str, body: dict[str, Any], record_id: str = "") -> Draft:
    """Keep what is in the fields of ``place`` now."""
    found = work.one(Draft, case_id=case_id, place=place, record_id=record_id, created_by=work.worker)
    if found:
        return work.change(found, body=body)
    return work.add(Draft(case_id=case_id, place=place, record_id=record_id, body=body))


def waiting(store: Store, worker_id: str) -> tuple[Draft, ...]:
    """The drafts of a worker, newest first."""
    return store.find(Draft, created_by=worker_id, order=["-updated_at"])


def drop(work: Work, draft: Draft) -> None:
    """The text was saved or let go."""
    work.bin(draft)


def let_go(work: Work, draft_id: str) -> Draft:
    """A person looked at a draft and does not want it; ``take_back`` brings it back."""
    return work.bin(work.get(Draft, draft_id))


def take_back(work: Work, draft_id: str) -> Draft:
    """A draft that was let go is wanted after all."""
    return work.change(work.get(Draft, draft_id), deleted=False)


def all_of_place(store: Store, worker_id: str, case_id: str, place: str, record_id: str = "") -> tuple[Draft, ...]:
    """The drafts of one worker for one place and record, newest first. While one waits, the next is kept beside it,
    under the record's id, a colon and an id of its own."""
    mine = store.find(Draft, created_by=worker_id, case_id=case_id, place=place, order=["-updated_at"])
    return tuple(one for one in mine if one.record_id == record_id or one.record_id.startswith(f"{record_id}:"))


def drop_place(work: Work, case_id: str, place: str, record_id: str = "") -> None:
    """Let go of what the one at work typed at a place, if anything is kept."""
    mine = work.one(Draft, created_by=work.worker, case_id=case_id, place=place, record_id=record_id)
    if mine is not None:
        drop(work, mine)


def both(store: Store, worker_id: str, draft_id: str = "") -> tuple[Both, ...]:
    """The drafts of a worker that were typed into pages, each with what is saved; or one of them."""
    found = []
    names = {one.id: one.code_name for one in store.find(Case)}
    for draft in waiting(store, worker_id):
        if (draft_id and draft.id != draft_id) or draft.place not in _RECORDS:
            continue
        record_id = draft.record_id.partition(":")[0]
        saved = store.one(_RECORDS[draft.place], id=record_id) if record_id else None
        found.append(Both(draft, saved, names.get(draft.case_id, "")))
    return tuple(found)
