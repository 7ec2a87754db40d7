"""The requests register: who asked for what, under which form, by when it is due, and what was answered.

Fourteen days is what the 2013 Protocol and Good Practice Model asks for Annex C and D (domain research, section 1.3);
it is a target that a person can change, not a statutory limit.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from desktop.disclosure import entries
from desktop.errors import FieldErrors
from storage.records import IndexEntry, Request
from storage.store import Store, Work

FORMS = {
    "annex_c": "Annex C request to a local authority",
    "annex_d": "Annex D request to police",
    "annex_h": "Annex H order",
    "summons": "Witness summons",
    "data_protection": "Data protection form",
    "subject_access": "Subject access request",
    "coroner": "Coroner's notice",
    "police_reasoned": "Reasoned request from police",
    "other": "Other",
}
TARGET_DAYS = {"annex_c": 14, "annex_d": 14, "police_reasoned": 14, "subject_access": 30}


def receive(work: Work, /, case_id: str, form: str, requester: str, received_on: date, **fields: Any) -> Request:
    """Log a request with its target date. Raises ``FieldErrors`` without the form or who asked."""
    errors = {}
    if form not in FORMS:
        errors["form"] = "Choose what kind of request it is"
    if not requester.strip():
        errors["requester"] = "Enter who asked, with post and body"
    if errors:
        raise FieldErrors(errors)
    fields.setdefault("due_on", received_on + timedelta(days=TARGET_DAYS[form]) if form in TARGET_DAYS else None)
    reference = f"R{len(work.find(Request, case_id=case_id, deleted=None)) + 1:03d}"
    return work.add(
        Request(case_id=case_id, reference=reference, form=form, requester=requester, received_on=received_on, **fields)
    )


def answer(work: Work, /, request: Request, response: str, on: date, **fields: Any) -> Request:
    """Record the answer. A late one needs its reason."""
    late = request.due_on is not None and on > request.due_on
    if late and not fields.get("late_reason", request.late_reason).strip():
        raise FieldErrors({"late_reason": "Enter why the answer is later than its target date"})
    return work.change(request, response=response, answered_on=on, **fields)


def name(
    work: Work, /, request_id: str, scope_ids: tuple[str, ...], items: str = "", order_reference: str = ""
) -> Request:
    """Record whom a request or order names, whose names a copy for it then keeps, and the items that an order names.

    ``items`` are references (N0012, S0003, W0041) between commas. Raises ``FieldErrors`` for one that there is not, and
    for items without the reference of the order.
    """
    request = work.get(Request, request_id)
    known = {one: entry.id for entry in entries.entries(work, request.case_id) for one in _references(entry)}
    wanted = [one.strip().upper() for one in items.replace(";", ",").split(",") if one.strip()]
    errors = {}
    if unknown := [one for one in wanted if one not in known]:
        errors["items"] = f"There is no item {unknown[0]} in this case. Write N0012, S0003 or W0041"
    if wanted and not order_reference.strip():
        errors["order_reference"] = "Enter the reference of the order that names these items"
    if errors:
        raise FieldErrors(errors)
    named = tuple(dict.fromkeys(known[one] for one in wanted))
    return work.change(request, scope_ids=scope_ids, entry_ids=named, order_reference=order_reference.strip())


def _references(entry: IndexEntry) -> tuple[str, ...]:
    """Everything an entry may be called."""
    numbers = ((entry.number_open, "N"), (entry.number_sensitive, "S"))
    return (entry.working_ref, *(f"{letter}{number:04d}" for number, letter in numbers if number))


def requests(store: Store, case_id: str) -> tuple[Request, ...]:
    """The requests of a case, the unanswered first, then by date."""
    found = store.find(Request, case_id=case_id)
    return tuple(sorted(found, key=lambda one: (one.answered_on is not None, str(one.due_on or one.received_on))))


def stands(request: Request, today: date) -> str:
    """``answered``, ``in 3 days``, ``due today`` or ``4 days late: say why``."""
    if request.answered_on:
        return "answered"
    if request.due_on is None:
        return "no date set"
    days = (request.due_on - today).days
    if days == 0:
        return "due today"
    if days > 0:
        return f"in {days} {'day' if days == 1 else 'days'}"
    said = "explained" if request.late_reason else "say why"
    sign = ", " if request.late_reason else ": "
    return f"{-days} {'day' if days == -1 else 'days'} late{sign}{said}"
