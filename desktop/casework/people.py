"""The register of people: names and their forms, identifiers, addresses, roles, codes."""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import Any, TypeVar

from desktop.errors import FieldErrors, UserError
from storage.records import (
    Address,
    Contact,
    FormKind,
    Identifier,
    IndexEntry,
    NameForm,
    Person,
    PersonKind,
    Row,
)
from storage.store import Store, Work

R = TypeVar("R", bound=Row)

ROLE_OF_KIND = {
    PersonKind.SUBJECT_CHILD: "Child",
    PersonKind.SIBLING: "Sibling",
    PersonKind.PARENT: "Parent",
    PersonKind.WIDER_FAMILY: "Relative",
    PersonKind.OTHER_ADULT: "Adult",
    PersonKind.PROFESSIONAL: "Professional",
    PersonKind.OFFICE_HOLDER: "Office holder",
    PersonKind.THIRD_PARTY: "Another person",
}


def people(store: Store, case_id: str) -> tuple[Person, ...]:
    """The people of a case, by code: lists sort by what is shown."""
    return tuple(sorted(store.find(Person, case_id=case_id), key=lambda person: person.code.casefold()))


def add_person(
    work: Work,
    /,
    case_id: str,
    name: str,
    kind: PersonKind,
    *,
    role: str = "",
    aliases: Iterable[tuple[FormKind, str]] = (),
    **fields: Any,
) -> Person:
    """Add a person with their other names.

    The code is drawn, so that it tells nothing of order, birth or initials. Raises ``FieldErrors`` without a name.
    """
    if not name.strip():
        raise FieldErrors({"name": "Enter the person's full name"})
    said = role.strip() or ROLE_OF_KIND[kind]
    fields.setdefault("code", "")
    code = fields.pop("code") or draw_code(work, case_id, said, kind)
    person = work.add(Person(case_id=case_id, name=" ".join(name.split()), kind=kind, role=said, code=code, **fields))
    for form_kind, text in aliases:
        add_name(work, person, form_kind, text)
    return person


def save_person(work: Work, /, person: Person, **fields: Any) -> Person:
    """Save fields of a person. Raises ``FieldErrors`` for an empty name, a taken code, or death before birth."""
    if not fields.get("name", person.name).strip():
        raise FieldErrors({"name": "Enter the person's full name"})
    born, died = fields.get("born", person.born), fields.get("died", person.died)
    if born.known and died.known and died.last_day < born.first_day:
        raise FieldErrors({"died": "The date of death must not be before the date of birth"})
    code = fields.get("code", person.code)
    others = (one for one in work.find(Person, case_id=person.case_id) if one.id != person.id)
    if any(one.code.casefold() == code.casefold() for one in others):
        raise FieldErrors({"code": "Another person of this case has this code. Choose one that is not taken"})
    return work.change(person, **fields)


def draw_code(store: Store, case_id: str, role: str, kind: PersonKind) -> str:
    """A code that is free in the case: the role with a letter or number drawn at random. A relative whose role nobody
    else has is called by it alone ("Mother")."""
    return Codes(store, case_id).draw(role, kind)


class Codes:
    """The codes of a case that are taken, for drawing many without asking the store for each."""

    def __init__(self, store: Store, case_id: str) -> None:
        self._circumstances = store.circumstances
        self._taken = {person.code for person in store.find(Person, case_id=case_id, deleted=None)}
        self._numbers: dict[str, tuple[int, int, list[str]]] = {}

    def draw(self, role: str, kind: PersonKind) -> str:
        """Draw a code and take it."""
        lone = kind in (PersonKind.PARENT, PersonKind.WIDER_FAMILY) and role != ROLE_OF_KIND[kind]
        if lone and role not in self._taken:
            code = role
        elif kind is PersonKind.SUBJECT_CHILD:
            code = self._one_of(role, [one for one in string.ascii_uppercase if f"{role} {one}" not in self._taken])
        else:
            code = self._numbered(role)
        self._taken.add(code)
        return code

    def _one_of(self, role: str, free: list[str]) -> str:
        return f"{role} {free[self._circumstances.draw(len(free))]}" if free else self._numbered(role)

    def _numbered(self, role: str) -> str:
        """The role with one of its free numbers: from nine on there are always five more than are taken."""
        count, width, free = self._numbers.get(role) or (sum(one.startswith(f"{role} ") for one in self._taken), 0, [])
        wanted = max(9, count + 5)
        free += [str(one) for one in range(width + 1, wanted + 1) if f"{role} {one}" not in self._taken]
        sign = free.pop(self._circumstances.draw(len(free)))
        self._numbers[role] = (count + 1, wanted, free)
        return f"{role} {sign}"


def add_name(work: Work, subject: Row, kind: FormKind, text: str, source: str = "") -> NameForm:
    """Add another name of a person or body. Raises ``FieldErrors`` when it is empty."""
    if not text.strip():
        raise FieldErrors({"text": "Enter the other name"})
    return work.add(
        NameForm(case_id=subject.case_id, subject_id=subject.id, kind=kind, text=text.strip(), source=source)
    )


def add_identifier(work: Work, subject: Row, kind: str, value: str) -> Identifier:
    """Add a number or handle. Raises ``FieldErrors`` when it is empty."""
    if not value.strip():
        raise FieldErrors({"value": "Enter the number"})
    return work.add(Identifier(case_id=subject.case_id, subject_id=subject.id, kind=kind, value=value.strip()))


def add_address(work: Work, /, subject: Row, text: str, **fields: Any) -> Address:
    """Add an address; ``safe=True`` hides it until asked for. Raises ``FieldErrors`` when it is empty."""
    if not text.strip():
        raise FieldErrors({"text": "Enter the address"})
    return work.add(Address(case_id=subject.case_id, subject_id=subject.id, text=" ".join(text.split()), **fields))


def add_contact(work: Work, subject: Row, kind: str, value: str, *, safe: bool = False) -> Contact:
    """Add a telephone number, e-mail address or handle."""
    if not value.strip():
        raise FieldErrors({"value": "Enter the number or address"})
    return work.add(Contact(case_id=subject.case_id, subject_id=subject.id, kind=kind, value=value.strip(), safe=safe))


def belongings(store: Store, kind: type[R], case_id: str) -> dict[str, list[R]]:
    """Names, identifiers, addresses or contacts of a case and of the board's bodies, by the id they belong to."""
    found: dict[str, list[R]] = {}
    for row in store.find(kind, case_id=["", case_id] if case_id else [""]):
        found.setdefault(row.subject_id, []).append(row)  # type: ignore[attr-defined]
    return found


def remove(work: Work, person_id: str) -> Person:
    """Put a person into the bin. Their names and numbers stay with them, so that undo brings all of it back.

    Raises ``UserError`` while an entry of the index names them as speaker or author: a name that the register forgets
    is a name that a page may print.
    """
    person = work.get(Person, person_id)
    entries = work.find(IndexEntry, case_id=person.case_id)
    if any(person_id in (*entry.speaker_ids, entry.author_id) for entry in entries):
        raise UserError(
            "An item of the index names this person, so they stay in the register.",
            "Change the item first, or keep the person.",
        )
    return work.bin(person)
