"""People, bodies, their names, identifiers and addresses."""

from __future__ import annotations

from dataclasses import dataclass

from storage.partial_date import UNDATED, PartialDate
from storage.records.base import Row, searchable
from storage.records.vocabulary import Answer, BodyKind, FormKind, PersonKind, WitnessStatus


@dataclass(frozen=True, kw_only=True)
class Person(Row):
    """Somebody in the register of a case.

    ``code`` is what screens and our own papers call them ("Health visitor 1", "Child A"); ``role`` the words printed
    where a profile says role. ``entitled`` are ids of children this person may read about; people with one
    ``household`` share an address. ``chosen_name`` is the name the family chose for print, with who chose and agreed.
    """

    name: str = searchable()
    kind: PersonKind = PersonKind.OTHER_ADULT
    role: str = searchable()
    code: str = searchable()
    relation: str = ""
    sex: str = ""
    born: PartialDate = UNDATED
    died: PartialDate = UNDATED
    agency_id: str = ""
    household: str = ""
    entitled: tuple[str, ...] = ()
    safe_place: bool = False
    public_fact: bool = False
    public_source: str = ""
    language: str = ""
    chosen_name: str = ""
    chosen_by: str = ""
    chosen_agreed: str = ""
    witness_status: WitnessStatus = WitnessStatus.NONE_KNOWN
    witness_advised_on: PartialDate = UNDATED
    witness_advised_by: str = ""
    statement_taken: Answer = Answer.UNKNOWN
    former_role: str = ""
    left_on: PartialDate = UNDATED
    remarks: str = searchable()
    mailbox: str = ""
    post: str = ""


@dataclass(frozen=True, kw_only=True)
class NameForm(Row):
    """Another name of a person or body."""

    subject_id: str = ""
    kind: FormKind = FormKind.ALIAS
    text: str = searchable()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Identifier(Row):
    """A number or handle of a person: ``kind`` is ``nhs`` or one of the types of profiles, section 5."""

    subject_id: str = ""
    kind: str = ""
    value: str = searchable()


@dataclass(frozen=True, kw_only=True)
class Address(Row):
    """Where a person or body is or was. ``safe`` is one that others must not learn."""

    subject_id: str = ""
    text: str = searchable()
    area: str = ""
    since: PartialDate = UNDATED
    until: PartialDate = UNDATED
    safe: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact(Row):
    """A telephone number, e-mail address or handle; ``kind`` is phone, email or social."""

    subject_id: str = ""
    kind: str = ""
    value: str = searchable()
    safe: bool = False


@dataclass(frozen=True, kw_only=True)
class Agency(Row):
    """A body or place, once for all cases of the board (``case_id`` is empty) or for one case.

    ``type_words`` is what a publication prints ("the hospital"); ``short_code`` names files, never the body's name.
    A body that ends names its successor, which then decides for it.
    """

    name: str = searchable()
    kind: BodyKind = BodyKind.AGENCY
    type_words: str = ""
    short_code: str = ""
    contact_role: str = ""
    mailbox: str = ""
    phone: str = ""
    address: str = ""
    successor_id: str = ""
    succeeded_on: PartialDate = UNDATED
    member: bool = False
