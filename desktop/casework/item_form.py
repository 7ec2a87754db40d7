"""What the form about an item offers and keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.casework import board as boards
from desktop.casework import entries, material, people
from desktop.errors import FieldErrors
from storage.records import Case, Continuity, Material
from storage.store import Store, Work


@dataclass(frozen=True)
class Choices:
    """Bodies and people by id, and since when a preservation hold stands."""

    bodies: dict[str, str]
    people: dict[str, str]
    hold: date | None


def choices(store: Store, case_id: str) -> Choices:
    """What the form offers in a case."""
    case = store.get(Case, case_id)
    since = case.hold_since.date() if case.hold and case.hold_since else None
    return Choices(
        {one.id: one.name for one in boards.bodies(store, case_id)},
        {one.id: one.code for one in people.people(store, case_id)},
        since,
    )


def keep_item(work: Work, /, record_id: str, facts: Mapping[str, Any], typed: str) -> Material:
    """Save the facts of an item and words typed from it; its entry keeps step, retention too.

    Raises ``FieldErrors`` without a title.
    """
    if not str(facts.get("title", "")).strip():
        raise FieldErrors({"title": "Enter a title in your own words"})
    saved = material.save(work, work.get(Material, record_id), **facts)
    if typed.strip():
        material.type_text(work, saved, typed)
    entry = entries.entry_of(work, saved)
    if entry is not None:
        work.change(entry, retention_class=saved.retention_class, retain_until=saved.retain_until)
    return saved


def add_line(work: Work, case_id: str, record_id: str, what: str, facts: Mapping[str, Any]) -> Continuity:
    """Add a line to the history of an item."""
    return material.happened(work, case_id, record_id, what, **facts)


def dispose(work: Work, record_id: str, authority: str, method: str) -> None:
    """Record that an item was destroyed. Raises as ``material.dispose``."""
    item = work.get(Material, record_id)
    material.dispose(work, work.get(Case, item.case_id), item, authority, method)
