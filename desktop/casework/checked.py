"""Time limits that somebody compared with their source: what a board says once, for all its cases (DESIGN section 8).

A limit that ships unchecked is a target and is printed nowhere until then. Not here: when clocks run (``case_clocks``).
"""

from __future__ import annotations

from dataclasses import replace

from desktop import wording
from desktop.casework import terminology
from desktop.casework.terminology import Clock, Terminology
from desktop.errors import FieldErrors
from storage.records import Extra
from storage.store import Store, Work


def terminology_of(store: Store, terminology_id: str) -> Terminology:
    """A terminology whose clocks say who checked them for this board."""
    known = terminology.load(terminology_id)
    return replace(known, clocks=tuple(_as_checked(store, known.id, clock) for clock in known.clocks))


def _as_checked(store: Store, terminology_id: str, clock: Clock) -> Clock:
    by = "" if clock.checked else confirmed_by(store, terminology_id, clock.id)
    return replace(clock, checked=True, checked_by=by) if by else clock


def confirm(work: Work, terminology_id: str, clock_id: str, by: str) -> Extra:
    """The board says once that a time limit is as its source has it. Raises ``FieldErrors`` when nobody is named."""
    known = terminology.load(terminology_id)
    known.clock(clock_id)
    if not by.strip():
        raise FieldErrors({"by": "Enter who compared it with its source"})
    earlier = work.one(Extra, key=_key(known.id, clock_id))
    if earlier:
        return earlier
    on = wording.uk_date(work.circumstances.today())
    return work.add(Extra(key=_key(known.id, clock_id), body={"by": by.strip(), "on": on}))


def confirmed_by(store: Store, terminology_id: str, clock_id: str) -> str:
    """Who compared a time limit with its source for the board, and when; empty while nobody has."""
    kept = store.one(Extra, key=_key(terminology_id, clock_id))
    return f"{kept.body['by']}, {kept.body['on']}" if kept else ""


def _key(terminology_id: str, clock_id: str) -> str:
    return f"official:{terminology_id}:{clock_id}"
