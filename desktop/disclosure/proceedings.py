"""Proceedings, who holds which post in them and when, and the logs of what went out and came back."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.casework import cases
from desktop.errors import FieldErrors
from storage.records import Case, Issue, IssueLog, Proceeding, ProceedingContact
from storage.store import Store, Work

ROLES = {
    "sio": "Senior investigating officer",
    "disclosure_officer": "Disclosure officer",
    "prosecutor": "Prosecutor",
    "coroner": "Coroner's officer",
    "spoc": "The board's single point of contact",
    "legal": "Legal adviser",
    "authoriser": "Who authorises the index",
}


HELD = "A proceeding is recorded"


def open_proceeding(work: Work, /, case_id: str, name: str, kind: str = "criminal", **fields: Any) -> Proceeding:
    """Record a proceeding that an index is made for. Raises ``FieldErrors`` without a name.

    From then on everything of the case is kept: a preservation hold is placed where none stands (data dictionary,
    field 42). A person may release it, on authority.
    """
    if not name.strip():
        raise FieldErrors({"name": "Enter what the proceeding is called in this office"})
    case = work.get(Case, case_id)
    if not case.hold and case.hold_released_at is None:
        cases.place_hold(work, case, HELD)
    return work.add(Proceeding(case_id=case_id, name=name.strip(), kind=kind, **fields))


def appoint(
    work: Work, /, proceeding: Proceeding, role: str, name: str, post: str, body: str, *, since: date, **fields: Any
) -> ProceedingContact:
    """Record who holds a post from ``since``; whoever held it ends the day before.

    Raises ``FieldErrors`` without a name or post.
    """
    errors = {key: f"Enter the {key}" for key, value in (("name", name), ("post", post)) if not value.strip()}
    if errors:
        raise FieldErrors(errors)
    for earlier in work.find(ProceedingContact, proceeding_id=proceeding.id, role=role):
        if earlier.until is None:
            work.change(earlier, until=since, receives=False)
    return work.add(
        ProceedingContact(
            case_id=proceeding.case_id,
            proceeding_id=proceeding.id,
            role=role,
            name=name.strip(),
            post=post.strip(),
            body=body.strip(),
            since=since,
            **fields,
        )
    )


def in_post(store: Store, proceeding_id: str, role: str, on: date) -> ProceedingContact | None:
    """Who held a post on a day."""
    for contact in store.find(ProceedingContact, proceeding_id=proceeding_id, role=role, order=["-since"]):
        if (contact.since is None or contact.since <= on) and (contact.until is None or on < contact.until):
            return contact
    return None


def went_out(work: Work, record: Issue, recipient: str, method: str, on: date, receipt: str = "") -> IssueLog:
    """Log that an issue was handed over: to whom, how, when, with which receipt."""
    if not method.strip():
        raise FieldErrors({"method": "Enter how it was handed over: secure e-mail, encrypted media, by hand"})
    return work.add(
        IssueLog(case_id=record.case_id, issue_id=record.id, recipient=recipient, method=method, on=on, receipt=receipt)
    )


def came_back(work: Work, record: Issue, numbers: str, reason: str, on: date) -> IssueLog:
    """Log that police or prosecutor returned or queried entries, and why."""
    if not reason.strip():
        raise FieldErrors({"reason": "Enter why it came back"})
    return work.add(
        IssueLog(case_id=record.case_id, issue_id=record.id, direction="back", numbers=numbers, reason=reason, on=on)
    )


def answer_return(work: Work, line: IssueLog, response: str, on: date) -> IssueLog:
    """Record what was done about a return."""
    return work.change(line, response=response, answered_on=on)


def log(store: Store, case_id: str) -> tuple[IssueLog, ...]:
    """What went out and came back, newest first."""
    return store.find(IssueLog, case_id=case_id, order=["-on"])
