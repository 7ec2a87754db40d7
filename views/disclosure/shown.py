"""Everything about one entry, read in one look; no widget here."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.casework import material
from desktop.casework.met import Met, met_at
from desktop.disclosure import entries, overview, starters
from desktop.disclosure.checks import Finding
from desktop.disclosure.starters import Starter
from desktop.session import Store
from storage.records import Continuity, Draft, EntryEvent, IndexEntry
from views.disclosure.answers import PLACE


@dataclass(frozen=True)
class Shown:
    """Everything about one entry, read in one look."""

    entry: IndexEntry
    findings: tuple[Finding, ...]
    events: tuple[EntryEvent, ...]
    continuity: tuple[Continuity, ...]
    starter: Starter
    draft: Draft | None
    met: Met | None


def read_entry(store: Store, case_id: str, entry_id: str) -> Shown:
    """An entry with what belongs to it."""
    entry = store.get(IndexEntry, entry_id)
    record = store.any_record(entry.record_kind, entry.record_id)
    draft = store.one(Draft, case_id=case_id, place=PLACE, record_id=entry_id)
    return Shown(
        entry,
        overview.look_at(store, case_id, entry),
        entries.history(store, entry_id),
        material.continuity(store, entry.record_id),
        starters.starter(store, entry),
        draft,
        met_at(store, record),
    )
