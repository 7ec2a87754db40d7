"""An item that has just come in: what it is, and a description for the index with one key to accept it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.casework import codes, material
from desktop.casework import entries as making
from desktop.disclosure import entries, starters
from desktop.disclosure.starters import Starter
from storage.records import IndexEntry, Material
from storage.store import Store, Work


@dataclass(frozen=True)
class Arrival:
    """An item, its entry, and the starter of its description as the record now stands; codes without their brackets."""

    item: Material
    entry: IndexEntry
    starter: Starter
    description: str


def arrival(store: Store, item_id: str) -> Arrival:
    """What is known about an item that waits for its title and description."""
    item = store.get(Material, item_id)
    entry = making.entry_of(store, item)
    assert entry is not None  # every record has one from the transaction that kept it
    made = starters.starter(store, entry)
    text = codes.unwrap(made.text)
    start = max(0, len(text) - (made.end - made.start)) if made.end else 0
    return Arrival(item, entry, Starter(text, start, len(text) if made.end else 0), codes.unwrap(entry.description))


def name(work: Work, item_id: str, **facts: Any) -> Arrival:
    """Save what it is and when it is from; gives the starter that follows from that."""
    material.save(work, work.get(Material, item_id), **facts)
    return arrival(work, item_id)


def describe(work: Work, item_id: str, description: str, **facts: Any) -> IndexEntry:
    """Save what it is, and its description for the index, in one step."""
    item = material.save(work, work.get(Material, item_id), **facts)
    entry = making.entry_of(work, item)
    assert entry is not None
    return entries.describe(work, entry, description)
