"""Bookings of conversations and events: nobody who is not cleared is booked, or spoken to, without a reason.

``permissions`` says who is cleared; here it is asked when something is booked, changed or moved, again when it starts
(``conversations.start``, ``events.start``), and for everything still to come when a process changes stage (marker 9,
question 2). The registers ``conversation`` and ``event`` are the one store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.errors import UserError
from desktop.markers import permissions, register_values, rows, warnings
from desktop.markers.flags_snapshot import Snapshot
from desktop.markers.registers import Register
from storage.records import Case, Person, RegisterRow
from storage.store import Store, Work

WHO: Mapping[str, str] = {"conversation": "people", "event": "attendees"}
"""Registers of bookings, and the field that says who is to be spoken to."""


@dataclass(frozen=True)
class NotCleared:
    """Somebody who may not be spoken to as things stand. ``reason`` is a sentence without names."""

    person_id: str
    reason: str
    stale: bool = False


@dataclass(frozen=True)
class Booking:
    """A conversation or event that is still to come, and who in it is not cleared."""

    register: str
    row_id: str
    on: date
    not_cleared: tuple[NotCleared, ...]


def clearance(store: Store, case: Case, person_ids: Iterable[str]) -> tuple[NotCleared, ...]:
    """Those of ``person_ids`` who are not cleared to be spoken to today, in the order given."""
    return not_cleared(warnings.snapshot(store, case), person_ids)


def not_cleared(seen: Snapshot, person_ids: Iterable[str]) -> tuple[NotCleared, ...]:
    """The same from a snapshot that is at hand."""
    found = [(one, permissions.standing(seen, one)) for one in dict.fromkeys(person_ids)]
    return tuple(NotCleared(one, said.reason, said.stale) for one, said in found if not said.cleared)


def recheck(store: Store, case: Case) -> tuple[Booking, ...]:
    """Bookings still to come with somebody who is not, or no longer, cleared, the earliest first.

    A reason given at booking holds until a process changes stage: then it is asked again.
    """
    seen = warnings.snapshot(store, case)
    found: list[Booking] = []
    for register, field in WHO.items():
        for row in seen.of(register, state="planned"):
            day = row.day("planned_for")
            bad = not_cleared(seen, row.items(field))
            answered = row.filled("not_cleared_because") and not any(one.stale for one in bad)
            if bad and not answered and day is not None and day >= seen.today:
                found.append(Booking(register, row.id, day, bad))
    return tuple(sorted(found, key=lambda one: (one.on, one.row_id)))


def change_stage(work: Work, case: Case, process_id: str, stage: str, on: str) -> tuple[Booking, ...]:
    """Record that a process changed stage on a day; gives the bookings that are no longer cleared through it."""
    register = rows.registers_of(case)["process"]
    row = work.get(RegisterRow, process_id)
    rows.save(work, case, register, {"stage": stage, "stage_changed_on": on}, row)
    return recheck(work, case)


def must_be_cleared(store: Store, case: Case, person_ids: Iterable[str], despite: str, when: str) -> None:
    """Raises ``UserError`` (code ``not-cleared``) when somebody is not cleared and no reason is given."""
    bad = clearance(store, case, person_ids)
    if bad and not despite.strip():
        raise UserError(
            f"{when} Somebody who is to be spoken to is not cleared. {bad[0].reason}",
            "Choose a later day or other people, or write down why it goes ahead all the same.",
            field="not_cleared_because",
            code="not-cleared",
        )


# Booking


def book(
    work: Work, case: Case, values: Mapping[str, Any], *, despite: str = "", register_id: str = "conversation"
) -> RegisterRow:
    """Book a conversation (or, by ``register_id``, an event): saved as planned, once those it is with are cleared.

    ``despite`` is the reason for going ahead with somebody who is not. Raises ``UserError`` (``not-cleared``) or
    ``FieldErrors``.
    """
    register = rows.registers_of(case)[register_id]
    given = {**values, "state": "planned"}
    must_be_cleared(work, case, people_of(register, given), despite, "Nothing was booked.")
    if despite.strip():
        given["not_cleared_because"] = despite.strip()
    return rows.save(work, case, register, given, require=True)


def change_booking(
    work: Work, case: Case, row_id: str, values: Mapping[str, Any], *, despite: str = ""
) -> RegisterRow:
    """Change what was booked. Other people or another day are checked as at booking."""
    row = work.get(RegisterRow, row_id)
    register = rows.registers_of(case)[row.register]
    given = {**row.values, **values}
    if row.values.get("state") == "planned" and not same_booking(register, row.values, given):
        must_be_cleared(work, case, people_of(register, given), despite, "The booking was not changed.")
    if despite.strip():
        given["not_cleared_because"] = despite.strip()
    return rows.save(work, case, register, given, row)


def same_booking(register: Register, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether people and day are those that were booked."""
    try:
        return all(
            register_values.normalise(register.field(one), after.get(one)) == (before.get(one) or None)
            for one in (WHO[register.id], "planned_for")
        )
    except ValueError:  # a day that cannot be read is no day that was booked
        return False


def move(work: Work, case: Case, row_id: str, planned_for: str, *, despite: str = "") -> RegisterRow:
    """Move a booking to another day: the old one stays as moved, a new one stands in its place."""
    row = planned(work, row_id)
    register = rows.registers_of(case)[row.register]
    plan = {key: value for key, value in row.values.items() if key != "not_cleared_because"}
    earlier = {"instead_of": row.id} if register.has("instead_of") else {}
    given = {**plan, **earlier, "planned_for": planned_for}
    made = book(work, case, given, despite=despite, register_id=row.register)
    rows.save(work, case, register, {"state": "moved"}, row)
    return made


def cancel(work: Work, case: Case, row_id: str) -> RegisterRow:
    """Call a booking off; it stays in the list as cancelled."""
    row = planned(work, row_id)
    return rows.save(work, case, rows.registers_of(case)[row.register], {"state": "cancelled"}, row)


def planned(work: Work, row_id: str) -> RegisterRow:
    """The row of a booking to come. Raises ``UserError`` when it was held, moved or cancelled."""
    row = work.get(RegisterRow, row_id)
    if row.values.get("state") != "planned":
        raise UserError("This is no longer a booking to come.", "Book another one.", code="not-planned")
    return row


def people_of(register: Register, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of those to be spoken to in a booking."""
    held = values.get(WHO[register.id]) or ()
    return (held,) if isinstance(held, str) else tuple(held)


@dataclass(frozen=True)
class Listed:
    """A conversation or event as a list shows it: ``who`` are codes, ``title`` of an event; ``missing`` says what is
    still owed for one that was held (a note or a declaration, an original)."""

    register: str
    row: RegisterRow
    who: tuple[str, ...]
    title: str
    not_cleared: tuple[NotCleared, ...]
    missing: str


def listed(store: Store, case: Case) -> tuple[Listed, ...]:
    """Every conversation and event of a case, those to come first, then by day, the latest first."""
    seen = warnings.snapshot(store, case)
    codes = {one.id: one.code for one in store.find(Person, case_id=case.id)}
    known = rows.registers_of(case)
    declared = {row.text("conversation") for row in seen.of("not_kept")}
    found = []
    for register in WHO:
        for row in rows.rows(store, case, known[register]):
            people = people_of(known[register], row.values)
            to_come = row.values.get("state") == "planned"
            found.append(
                Listed(
                    register, row, tuple(codes.get(one, "") for one in people), str(row.values.get("title", "")),
                    not_cleared(seen, people) if to_come else (), _missing(row, declared),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.row.values.get("state") != "planned", _latest_first(one.row))))


def _missing(row: RegisterRow, declared: set[str]) -> str:
    values = row.values
    if row.register != "conversation" or values.get("state") != "held":
        return ""
    if not (values.get("account") or values.get("no_notes") or row.id in declared):
        return "No note yet"
    return ""


def _latest_first(row: RegisterRow) -> int:
    held = register_values.day_of(row.values.get("planned_for"))
    return -(held.first_day.toordinal() if held and held.first_day else 0)
