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
