"""Rules that a row meets when a person saves it on any page: who is cleared, days that hurt, letters to wait with, the
name of a child in print.

The rules themselves stand in ``bookings`` and ``family``; here they are asked for whichever form a row is saved from,
and their sentence is put beside the field in which the reason is written. Only what is new or changed is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.errors import FieldErrors, UserError
from desktop.markers import bookings, family
from desktop.markers.registers import Register
from storage.records import Case, RegisterRow
from storage.store import Work


def check(
    work: Work,
    case: Case,
    register: Register,
    values: Mapping[str, Any],
    row: RegisterRow | None,
    *,
    complete: bool = False,
) -> None:
    """Raises ``FieldErrors`` when a rule stands against saving these values and no reason is written down;
    ``complete`` says that the person saving holds the row to be complete."""
    before: Mapping[str, Any] = row.values if row else {}
    after = {**before, **values}
    try:
        if register.id in bookings.WHO:
            _booking(work, case, register, before, after)
        if register.id in family.DATED:
            family.check_days(work, case, register, before, after)
        if register.id == "family_letter" and before.get("person") != after.get("person"):
            family.check_letter(work, case, after)
        if register.id == family.IN_PRINT:
            family.check_name(work, before, after, complete=complete)
    except FieldErrors:
        raise
    except UserError as problem:
        raise FieldErrors({problem.field: f"{problem.what} {problem.do}".strip()}) from None


def follow(work: Work, register: Register, before: RegisterRow | None, row: RegisterRow) -> None:
    """What else a row that was saved changes: the name that a child has in print."""
    if register.id == family.IN_PRINT:
        family.print_name(work, before.values if before else {}, row)


def _booking(
    work: Work, case: Case, register: Register, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    if str(after.get("state") or "planned") != "planned" or bookings.same_booking(register, before, after):
        return
    reason = str(after.get("not_cleared_because") or "")
    bookings.must_be_cleared(work, case, bookings.people_of(register, after), reason, "It was not saved.")
