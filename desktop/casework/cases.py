"""Cases: opened by a referral, decided, reviewed or not, followed up, closed; and the preservation hold."""

from __future__ import annotations

import re
from typing import Any

from desktop.casework import board as boards
from desktop.errors import FieldErrors, UserError
from storage.partial_date import PartialDate
from storage.records import Case, CaseStage, IndexEntry, Material, Note, Person, PersonKind
from storage.store import Store, Work

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,31}")


def cases(store: Store) -> tuple[Case, ...]:
    """Every case, newest first."""
    return store.find(Case, order=["-created_at"])


def case_called(store: Store, name: str) -> Case:
    """The case with that code name or reference, capitals aside.

    Raises ``UserError`` when there is none, without repeating what was typed.
    """
    wanted = name.casefold()
    for case in cases(store):
        if wanted in (case.code_name.casefold(), case.reference.casefold(), case.id):
            return case
    raise UserError("No case has that code name or reference.", "List them with: review list", code="no-case", status=2)


def open_case(work: Work, /, code_name: str, reference: str, **fields: Any) -> Case:
    """Open a case as a referral.

    Code name and reference are neutral: they stand on every page and in file names. Raises ``FieldErrors`` when one
    is missing, taken, or contains a name of a registered person.
    """
    _check_names(work, code_name, reference)
    record = boards.board(work)
    return work.add(
        Case(
            code_name=code_name.strip(),
            reference=reference.strip(),
            terminology=fields.pop("terminology", record.terminology),
            framework=fields.pop("framework", record.framework),
            **fields,
        )
    )


def save_case(work: Work, /, case: Case, **fields: Any) -> Case:
    """Save fields of a case. Raises ``FieldErrors`` as ``open_case`` does, and for dates the wrong way round."""
    _check_names(work, fields.get("code_name", case.code_name), fields.get("reference", case.reference), case.id)
    start = fields.get("period_from", case.period_from)
    end = fields.get("period_until", case.period_until)
    if start.first_day and end.last_day and start.first_day > end.last_day:
        raise FieldErrors({"period_until": "The end of the period must not be before its start"})
    return work.change(case, **fields)


def _check_names(store: Store, code_name: str, reference: str, own_id: str = "") -> None:
    errors: dict[str, str] = {}
    if not code_name.strip():
        errors["code_name"] = "Enter a code name for the case"
    if not REFERENCE.fullmatch(reference.strip()):
        errors["reference"] = "Enter a reference of letters, digits and hyphens, for example SCR-2016-03"
    for other in cases(store):
        if other.id == own_id:
            continue
        if other.code_name.casefold() == code_name.strip().casefold():
            errors["code_name"] = "Another case has this code name. Choose one that is not taken"
        if other.reference.casefold() == reference.strip().casefold():
            errors["reference"] = "Another case has this reference. Choose one that is not taken"
    parts = {word.casefold() for person in store.find(Person) for word in person.name.split() if len(word) > 2}
    for field, text in (("code_name", code_name), ("reference", reference)):
        if {word.casefold() for word in re.findall(r"\w+", text)} & parts:
            errors[field] = "This contains a name from the register. Choose neutral words: they stand on every page"
    if errors:
        raise FieldErrors(errors)


def set_stage(work: Work, case: Case, stage: CaseStage, *, decided_on: PartialDate | None = None) -> Case:
    """Move a case on: review, another process, no review, follow-up or closed."""
    fields: dict[str, Any] = {"stage": stage}
    if decided_on is not None:
        fields["decided_on"] = decided_on
    if stage is CaseStage.CLOSED and case.hold:
        raise UserError(
            "A preservation hold stands on this case.", "Release the hold with its authority before you close the case."
        )
    return work.change(case, **fields)


def place_hold(work: Work, case: Case, reason: str) -> Case:
    """Hold everything of a case: nothing may be disposed of. Raises ``FieldErrors`` without a reason."""
    if not reason.strip():
        raise FieldErrors({"hold_reason": "Enter why everything must be kept"})
    return work.change(case, hold=True, hold_reason=reason, hold_since=work.circumstances.now(), hold_released_at=None)


def release_hold(work: Work, case: Case, authority: str, by: str) -> Case:
    """End a hold, with who allowed it and on what authority."""
    if not authority.strip() or not by.strip():
        raise FieldErrors({"hold_authority": "Enter who released the hold and on what authority"})
    return work.change(
        case, hold=False, hold_released_at=work.circumstances.now(), hold_released_by=by, hold_authority=authority
    )


def children(store: Store, case_id: str) -> tuple[Person, ...]:
    """The children whom a case is about."""
    return store.find(Person, case_id=case_id, kind=PersonKind.SUBJECT_CHILD)


def counts(store: Store, case_id: str) -> dict[str, int]:
    """Figures for the navigation: people, items, entries."""
    return {
        "people": store.count(Person, case_id=case_id),
        "evidence": store.count(Material, case_id=case_id) + store.count(Note, case_id=case_id),
        "entries": store.count(IndexEntry, case_id=case_id),
    }
