"""A case opened from a referral: code name, children, who referred, in one step that is kept whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop import wording
from desktop.casework import cases, people
from desktop.errors import FieldErrors
from storage.partial_date import UNDATED, PartialDate
from storage.records import Case, Person, PersonKind
from storage.store import Work


@dataclass(frozen=True)
class Child:
    """A child as the referral names them."""

    name: str
    born: PartialDate = UNDATED
    died: PartialDate = UNDATED


@dataclass(frozen=True)
class Referrer:
    """Who made the referral: a name, their post, and the body they work for (an id of the register), as far as
    known.
    """

    name: str = ""
    role: str = ""
    body_id: str = ""


@dataclass(frozen=True)
class Referral:
    """Everything on the form. ``household`` is a label of our own for those who live together, never a surname."""

    code_name: str
    reference: str
    children: tuple[Child, ...]
    household: str = ""
    referrer: Referrer = Referrer()
    referred_on: PartialDate = UNDATED
    incident_on: PartialDate = UNDATED
    summary: str = ""


def open_from(work: Work, /, referral: Referral) -> Case:
    """Open the case and register its children and the referrer. Raises ``FieldErrors`` for each field to mend."""
    errors = _wrong(referral)
    try:
        case = cases.open_case(
            work, referral.code_name, referral.reference, referred_on=referral.referred_on,
            incident_on=referral.incident_on, summary=referral.summary.strip(),
        )  # fmt: skip
    except FieldErrors as more:
        raise FieldErrors(more.errors | errors) from None
    if errors:
        raise FieldErrors(errors)
    for child in referral.children:
        people.add_person(
            work, case.id, child.name, PersonKind.SUBJECT_CHILD, born=child.born, died=child.died,
            household=referral.household.strip(),
        )  # fmt: skip
    if referral.referrer.name.strip():
        _register(work, case, referral)
    return case


def _register(work: Work, case: Case, referral: Referral) -> Person:
    when = f" on {wording.partial_date(referral.referred_on)}" if referral.referred_on.known else ""
    return people.add_person(
        work, case.id, referral.referrer.name, PersonKind.PROFESSIONAL, role=referral.referrer.role,
        agency_id=referral.referrer.body_id, remarks=f"Made the referral{when}",
    )  # fmt: skip


def _wrong(referral: Referral) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not any(child.name.strip() for child in referral.children):
        errors["children"] = "Enter the name of at least one child"
    for child in referral.children:
        if not child.name.strip():
            errors["children"] = "Enter the name of each child, or remove the row"
        elif child.born.known and child.died.known and _before(child.died, child.born):
            errors["children"] = "The date of death of a child must not be before the date of birth"
    names = [*(child.name for child in referral.children), referral.referrer.name]
    parts = {word.casefold() for name in names for word in re.findall(r"\w+", name) if len(word) > 2}
    for field in ("code_name", "reference", "household"):
        if {word.casefold() for word in re.findall(r"\w+", getattr(referral, field))} & parts:
            errors[field] = "This contains a name from this form. Choose neutral words: they stand on many pages"
    return errors


def _before(one: PartialDate, other: PartialDate) -> bool:
    return one.last_day is not None and other.first_day is not None and one.last_day < other.first_day
