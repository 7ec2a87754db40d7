"""Whether everything that should be in the index is, and what has happened since the last issue (question 9.6)."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.casework import entries as making
from desktop.disclosure import checks
from storage.records import IndexEntry, Issue, Listing, Series
from storage.store import Store


@dataclass(frozen=True)
class Coverage:
    """Counts for one case; ``missing`` is records without an entry, which is always 0 in a sound vault."""

    records: int
    missing: int
    candidates: int
    accepted: int
    left_out: int
    held_over: int
    undescribed: int
    unowned: int
    owners_unconfirmed: int
    last_open: Issue | None
    since_last: int


def coverage(store: Store, case_id: str) -> Coverage:
    """The coverage of a case's index."""
    found = store.find(IndexEntry, case_id=case_id)
    listed = [entry for entry in found if entry.listing is Listing.ACCEPTED]
    issues = store.find(Issue, case_id=case_id, series=Series.OPEN, order=["-issued_at"], limit=1)
    last = issues[0] if issues else None
    new = [entry for entry in checks.listable(store, case_id, Series.OPEN) if not entry.number_open]
    return Coverage(
        records=len(found),
        missing=len(making.without_entry(store, case_id)),
        candidates=sum(entry.listing is Listing.CANDIDATE for entry in found),
        accepted=len(listed),
        left_out=sum(entry.listing is Listing.LEFT_OUT for entry in found),
        held_over=sum(bool(entry.held_over_reason) for entry in listed),
        undescribed=sum(not entry.description for entry in listed),
        unowned=sum(not entry.owner_id for entry in listed),
        owners_unconfirmed=sum(bool(entry.owner_id) and entry.owner_confirmed_on is None for entry in listed),
        last_open=last,
        since_last=len(new),
    )


def to_describe(store: Store, case_id: str) -> tuple[IndexEntry, ...]:
    """The worklist: entries that wait for a description, oldest first."""
    waiting = (
        e for e in store.find(IndexEntry, case_id=case_id) if not e.description and e.listing is not Listing.LEFT_OUT
    )
    return tuple(sorted(waiting, key=lambda entry: entry.working_ref))
