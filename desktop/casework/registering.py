"""A person of the register saved from one form: facts, other names, numbers, addresses, contacts, in one step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from desktop.casework import people
from desktop.errors import FieldErrors
from desktop.redaction.identifiers import nhs_valid, nino_valid, phone_digits, upn_valid
from storage.partial_date import PartialDate
from storage.records import Address, Contact, FormKind, Identifier, NameForm, Person, PersonKind, Row, WitnessStatus
from storage.store import Work

Rows = Iterable[Mapping[str, Any]]


def keep_person(
    work: Work,
    /,
    case_id: str,
    person_id: str,
    facts: Mapping[str, Any],
    *,
    names: Rows = (),
    numbers: Rows = (),
    addresses: Rows = (),
    contacts: Rows = (),
) -> Person:
    """Save a person, or add one when ``person_id`` is empty. Rows carry the ``id`` of the record they change; records
    that are no longer among the rows go to the bin.

    Raises ``FieldErrors`` for every field to mend.
    """
    given = dict(facts)
    errors = wrong(given)
    if errors:
        raise FieldErrors(errors)
    if person_id:
        person = people.save_person(work, work.get(Person, person_id), **given)
    else:
        person = people.add_person(work, case_id, given.pop("name"), PersonKind(given.pop("kind")), **given)
    _keep(work, NameForm, person, [{**one, "kind": FormKind(one["kind"] or "alias")} for one in names])
    _keep(work, Identifier, person, [{**one, "kind": one["kind"] or "case"} for one in numbers])
    _keep(work, Address, person, addresses)
    _keep(work, Contact, person, [{**one, "kind": one["kind"] or "phone"} for one in contacts])
    return person


def _keep(work: Work, kind: type[Row], person: Person, rows: Rows) -> None:
    there = {one.id: one for one in work.find(kind, subject_id=person.id)}
    for given in rows:
        values = {name: value for name, value in given.items() if name != "id"}
        old = there.pop(str(given.get("id", "")), None)
        if old is not None:
            work.change(old, **values)
        else:
            work.add(kind(case_id=person.case_id, subject_id=person.id, **values))  # type: ignore[call-arg]
    for gone in there.values():
        work.bin(gone)


def wrong(facts: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the facts of a person, by field."""
    errors: dict[str, str] = {}
    if not str(facts.get("name", "")).strip():
        errors["name"] = "Enter the person's full name"
    if not facts.get("kind"):
        errors["kind"] = "Choose what they are to the case"
    born, died = facts.get("born", PartialDate()), facts.get("died", PartialDate())
    if born.known and died.known and died.last_day < born.first_day:
        errors["died"] = "The date of death must not be before the date of birth"
    status = facts.get("witness_status", WitnessStatus.NONE_KNOWN)
    advised = facts.get("witness_advised_on", PartialDate())
    if status not in (WitnessStatus.NONE_KNOWN, WitnessStatus.UNKNOWN) and not advised.known:
        errors["witness_advised_on"] = "Enter when police advised this status"
    if facts.get("public_fact") and not str(facts.get("public_source", "")).strip():
        errors["public_source"] = "Enter where the name was lawfully made public"
    return errors


def number_hint(kind: str, value: str) -> str:
    """What a number looks like, in words for under its field; empty when there is nothing to say."""
    solid = re.sub(r"[\s-]", "", value).lower()
    if not solid:
        return ""
    if kind in ("nhs", "chi"):
        name = "an NHS number" if kind == "nhs" else "a CHI number"
        if not re.fullmatch(r"\d{10}", solid):
            return f"Check it: {name} has 10 digits"
        return "The check digit fits" if nhs_valid(solid) else f"Check it: the check digit of {name} does not fit"
    if kind == "nino":
        fits = re.fullmatch(r"[a-z]{2}\d{6}[a-d]", solid) and nino_valid(solid)
        return "It has the form of a National Insurance number" if fits else "Check it: for example QQ 12 34 56 C"
    if kind == "upn":
        fits = re.fullmatch(r"[a-z]\d{11}[\da-z]", solid) and upn_valid(solid)
        return "The check letter fits" if fits else "Check it: a letter and 12 digits, and the check letter must fit"
    if kind == "phone":
        return "" if 9 <= len(phone_digits(value)) <= 14 else "Check it: this does not look like a telephone number"
    if kind == "email":
        return (
            ""
            if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value.strip())
            else "Check it: this is not an e-mail address"
        )
    return ""
