"""Typed text that is not saved yet, kept encrypted every few seconds and offered again after a crash or a lock."""

from __future__ import annotations

from typing import Any

from storage.records import Draft
from storage.store import Store, Work


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


def of_place(store: Store, worker_id: str, case_id: str, place: str, record_id: str = "") -> Draft | None:
    """The draft of one worker for one place and record, or None."""
    mine = waiting(store, worker_id)
    return next((one for one in mine if (one.case_id, one.place, one.record_id) == (case_id, place, record_id)), None)


def drop_place(work: Work, case_id: str, place: str, record_id: str = "") -> None:
    """Let go of what the one at work typed at a place, if anything is kept."""
    draft = of_place(work, work.worker, case_id, place, record_id)
    if draft is not None:
        drop(work, draft)
