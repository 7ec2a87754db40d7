"""What pages show of a board's work, each read from the store in one look."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.casework import board as boards
from desktop.casework import cases, due, people
from desktop.casework.due import DueLine
from storage.records import (
    Address,
    Agency,
    Case,
    Contact,
    Identifier,
    IndexEntry,
    Material,
    NameForm,
    Note,
    Person,
    PersonKind,
)
from storage.store import Store


@dataclass(frozen=True)
class CaseLine:
    """One line of the list of cases."""

    case: Case
    children: int
    people: int
    items: int
    due: tuple[DueLine, ...]


@dataclass(frozen=True)
class PersonShown:
    """A person with everything that belongs to them. ``of_case`` are the children whom the case is about."""

    person: Person
    names: tuple[NameForm, ...]
    numbers: tuple[Identifier, ...]
    addresses: tuple[Address, ...]
    contacts: tuple[Contact, ...]
    agency: Agency | None
    entitled: tuple[Person, ...]
    household: tuple[Person, ...]
    said: int


@dataclass(frozen=True)
class PersonChoices:
    """What a form about a person offers: bodies, children and households of the case."""

    bodies: tuple[Agency, ...]
    children: tuple[Person, ...]
    households: tuple[str, ...]


def case_and_marking(store: Store, case_id: str) -> tuple[Case, str]:
    """A case and the board's protective marking."""
    return store.get(Case, case_id), boards.board(store).marking


def bodies(store: Store) -> tuple[Agency, ...]:
    """The bodies that every case of the board can use."""
    return boards.bodies(store)


def case_lines(store: Store) -> tuple[CaseLine, ...]:
    """Every case with its figures and what is due."""
    return tuple(
        CaseLine(
            case,
            store.count(Person, case_id=case.id, kind=PersonKind.SUBJECT_CHILD),
            store.count(Person, case_id=case.id),
            store.count(Material, case_id=case.id) + store.count(Note, case_id=case.id),
            due.due_in(store, case),
        )
        for case in cases.cases(store)
    )


def person_shown(store: Store, person_id: str) -> PersonShown:
    """A person of the register with all their forms."""
    person = store.get(Person, person_id)
    everyone = store.find(Person, case_id=person.case_id)
    by_id = {one.id: one for one in everyone}
    shared = [one for one in everyone if person.household and one.household == person.household and one.id != person.id]
    entries = store.find(IndexEntry, case_id=person.case_id)
    return PersonShown(
        person,
        store.find(NameForm, subject_id=person.id),
        store.find(Identifier, subject_id=person.id),
        store.find(Address, subject_id=person.id),
        store.find(Contact, subject_id=person.id),
        store.one(Agency, id=person.agency_id) if person.agency_id else None,
        tuple(by_id[one] for one in person.entitled if one in by_id),
        tuple(shared),
        sum(person.id in entry.speaker_ids for entry in entries),
    )


def person_choices(store: Store, case_id: str) -> PersonChoices:
    """What the form about a person offers."""
    found = people.people(store, case_id)
    return PersonChoices(
        boards.bodies(store, case_id),
        tuple(one for one in found if one.kind is PersonKind.SUBJECT_CHILD),
        tuple(sorted({one.household for one in found if one.household})),
    )
