"""Who may read: the audiences of a case as choices, with the person, request and second pair of eyes some of them
need.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.casework import board as boards
from desktop.disclosure import requests
from desktop.redaction.people import FAMILY_KINDS
from desktop.session import Store
from storage.records import Person, PersonKind, Worker

SHORT = {
    "internal": "Internal",
    "board": "Board",
    "police-index": "Police index",
    "court": "Court",
    "family": "Family",
    "event": "Practitioners",
    "publication": "Public",
}

WIDEST = 900
"""Pixels that a row of audiences may take; beyond them it is a list."""


@dataclass(frozen=True)
class Around:
    """The people and requests of a case, by id, in words for those who hold the vault."""

    family: dict[str, str]
    everyone: dict[str, str]
    requests: dict[str, str]
    second: dict[str, str]
    bodies: dict[str, str]

    @property
    def shown_as(self) -> dict[str, str]:
        """Every audience as one choice; the family once for each person."""
        found = {key: words for key, words in SHORT.items() if key != "family"}
        return found | {f"family:{one}": f"Family: {words}" for one, words in self.family.items()}


def around(store: Store, case_id: str, worker_id: str) -> Around:
    """What the pages of release ask for."""
    people = sorted(store.find(Person, case_id=case_id), key=lambda one: one.code or one.role)
    said = {one.id: one.code or one.role or one.kind.value.replace("_", " ") for one in people}
    second = {one.id: f"{one.role} ({one.code})" for one in people if one.kind is PersonKind.OFFICE_HOLDER}
    second |= {one.id: one.role or one.name for one in store.find(Worker) if one.until is None and one.id != worker_id}
    asked = {one.id: f"{one.reference} {requests.FORMS.get(one.form, '')}" for one in requests.requests(store, case_id)}
    family = {one.id: said[one.id] for one in people if one.kind.value in FAMILY_KINDS}
    return Around(family, said, asked, second, {one.id: one.name for one in boards.bodies(store, case_id)})


def split(chosen: str) -> tuple[str, str]:
    """``family:id`` as profile and person."""
    profile, _, person = chosen.partition(":")
    return profile, person
