"""Time limits that somebody compared with their source: what a board says once, for all its cases (DESIGN section 8).

A limit that ships unchecked is a target and is printed nowhere until then. Where the source says another length, the
board puts its own in its place (``editions``). Not here: when clocks run (``case_clocks``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from desktop import wording
from desktop.casework import editions, terminology
from desktop.casework.terminology import Clock, Terminology, Unit
from desktop.errors import FieldErrors
from storage.records import Case, Extra
from storage.store import Store, Work

LONGEST = 3660
"""Days, working days or months: no time limit is longer than a number of ten years."""


@dataclass(frozen=True)
class Length:
    """The length of a time limit as a board has it since ``at``, and who compared it with its source."""

    offset: int
    unit: Unit
    by: str
    at: datetime


def terminology_of(store: Store, case: Case) -> Terminology:
    """The terminology of a case: its clocks with the lengths that hold for it, and who checked them for this board."""
    known = terminology.load(case.terminology)
    return replace(known, clocks=tuple(_for_case(store, known.id, clock, case) for clock in known.clocks))


def _for_case(store: Store, terminology_id: str, clock: Clock, case: Case) -> Clock:
    held = editions.held(lengths(store, terminology_id, clock.id), case.created_at)
    if held is None:
        return _as_checked(store, terminology_id, clock)
    return replace(clock, offset=held.offset, unit=held.unit, checked=True, checked_by=held.by)


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


def correct(work: Work, terminology_id: str, clock_id: str, *, offset: int, unit: str, by: str) -> Extra:
    """Keep another length of a time limit for cases begun from now on; those that are there keep what they had.

    Raises ``FieldErrors`` when nobody is named, or the length is none or the one it has.
    """
    known = terminology.load(terminology_id)
    clock, earlier = known.clock(clock_id), lengths(work, known.id, clock_id)
    now = (earlier[-1].offset, earlier[-1].unit) if earlier else (clock.offset, clock.unit)
    errors = {} if by.strip() else {"by": "Enter who compared it with its source"}
    if not 0 <= offset <= LONGEST:
        errors["offset"] = f"Enter a number from 0 to {LONGEST:,}"
    if unit not in list(Unit):
        errors["unit"] = "Select working days, days or months"
    elif (offset, Unit(unit)) == now:
        errors["offset"] = "This is the length it has. Confirm it, or enter another"
    if errors:
        raise FieldErrors(errors)
    said = f"{by.strip()}, {wording.uk_date(work.circumstances.today())}"
    made = {"offset": offset, "unit": unit, "by": said}
    return editions.add(work, _length_key(known.id, clock_id), _LENGTHS, made)


def lengths(store: Store, terminology_id: str, clock_id: str) -> tuple[Length, ...]:
    """The board's own lengths of a time limit, the latest last; none where it has that of the source as it ships."""
    kept = store.one(Extra, key=_length_key(terminology_id, clock_id))
    found = kept.body[_LENGTHS] if kept else []
    return tuple(
        Length(one["offset"], Unit(one["unit"]), one["by"], datetime.fromisoformat(one["at"])) for one in found
    )


_LENGTHS = "lengths"


def _length_key(terminology_id: str, clock_id: str) -> str:
    return f"limit:{terminology_id}:{clock_id}"


def confirmed_by(store: Store, terminology_id: str, clock_id: str) -> str:
    """Who compared a time limit with its source for the board, and when; empty while nobody has."""
    kept = store.one(Extra, key=_key(terminology_id, clock_id))
    return f"{kept.body['by']}, {kept.body['on']}" if kept else ""


def _key(terminology_id: str, clock_id: str) -> str:
    return f"official:{terminology_id}:{clock_id}"
