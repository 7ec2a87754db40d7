"""Which days belong to the work of the review and which to the life of the family.

A day in the life of the case is made general for the public (profiles, section 3); the day of a meeting, letter or
decision stays. The register a day stands in says which it is. Not here: how a day is made general (``redaction``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.markers import register_values
from desktop.markers.registers import Field, FieldKind, Register, Registers
from storage.partial_date import PartialDate, Precision
from storage.records import Case, Meeting, Person, RegisterRow

_DATES = frozenset({FieldKind.DATE, FieldKind.PARTIAL_DATE, FieldKind.MOMENT})
OF_THE_FAMILY = frozenset(
    {
        "referral_child.born", "referral_timeline.incident_on", "referral_timeline.first_aware_on",
        "agency_return.first_contact", "agency_return.last_contact", "area_history.from_on", "area_history.until_on",
        "scope.period_from", "scope.period_until", "episode.from_on", "episode.until_on", "episode_event.on",
        "avoided_date.from_on", "avoided_date.until_on", "information_need.period_from",
        "information_need.period_until",
    }
)  # fmt: skip
"""Date fields, as ``register.field``, that tell of the family's life and not of the review's work."""


@dataclass(frozen=True)
class Days:
    """Registered days of a case, as the engine takes them."""

    process: frozenset[date]
    event: frozenset[date]
    incident: frozenset[date]
    period: tuple[date, date] | None


def of_the_family(register: Register, field: Field) -> bool:
    """Whether a date field of a register tells of the life of the case."""
    return field.treatment != "" or f"{register.id}.{field.id}" in OF_THE_FAMILY


def is_date(field: Field) -> bool:
    """Whether a field holds a day or a moment."""
    return field.kind in _DATES


def registered(
    case: Case, known: Registers, rows: Iterable[RegisterRow], people: Iterable[Person], meetings: Iterable[Meeting]
) -> Days:
    """Every exact day that a register of the case holds, sorted into the work of the review and the family's life."""
    process: set[date] = set()
    event: set[date] = set()
    incident: set[date] = set()
    for row in rows:
        if row.register not in known:
            continue
        register = known[row.register]
        for field in register.fields:
            if is_date(field):
                days = event if of_the_family(register, field) else process
                days = incident if field.treatment == "incident_date" else days
                days.update(_exact(register_values.day_of(row.values.get(field.id))))
    process.update(day for one in (case.referred_on, case.decided_on) for day in _exact(one))
    process.update(day for meeting in meetings for day in _exact(meeting.on))
    event.update(day for person in people for day in _exact(person.born))
    incident.update(_exact(case.incident_on))
    incident.update(day for person in people for day in _exact(person.died))
    event -= incident
    return Days(frozenset(process - event - incident), frozenset(event), frozenset(incident), _period(case))


def _exact(value: PartialDate | None) -> tuple[date, ...]:
    if value is None or value.precision is not Precision.EXACT or value.first_day is None:
        return ()
    return (value.first_day,)


def _period(case: Case) -> tuple[date, date] | None:
    first, last = case.period_from.first_day, case.period_until.last_day
    return (first, last) if first and last else None
