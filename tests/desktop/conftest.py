"""A board at work: a real vault with a case, people and bodies in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.casework import board, cases, people
from desktop.disclosure import proceedings
from desktop.session import Session
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import (
    Agency,
    BodyKind,
    Case,
    FormKind,
    PartialDate,
    Person,
    PersonKind,
    Proceeding,
    ProceedingContact,
)

PASSPHRASE = "marsh lantern quiet harbour"


@dataclass
class Office:
    """What most tests need, by name."""

    session: Session
    case: Case
    child: Person
    mother: Person
    visitor: Person
    hospital: Agency
    school: Agency
    proceeding: Proceeding
    officer: ProceedingContact
    chair: Person
    folder: Path


def furnish(session: Session, folder: Path) -> Office:
    """Fill an empty vault with one small case."""
    session.do("board", board.save_board, name="Fellmarsh LSCB", mailbox="board@example.org", two_people=True)
    hospital = session.do(
        "body",
        board.add_body,
        "Quillham General Hospital",
        BodyKind.HEALTH_PLACE,
        short_code="HOSP",
        type_words="the hospital",
        mailbox="records@example.org",
    )
    school = session.do(
        "body", board.add_body, "Sallow Lane Primary School", BodyKind.SCHOOL, short_code="SCH", type_words="the school"
    )
    case = session.do("case", cases.open_case, "Plover", "SCR-2016-01")
    child = session.do(
        "person", people.add_person, case.id, "Ivo Tarnbeck", PersonKind.SUBJECT_CHILD,
        born=PartialDate.from_iso("2013-07-09"), aliases=[(FormKind.NICKNAME, "Ivvy")],
    )  # fmt: skip
    mother = session.do("person", people.add_person, case.id, "Grace Tarnbeck", PersonKind.PARENT, role="Mother")
    visitor = session.do(
        "person", people.add_person, case.id, "Joan Hallowfen", PersonKind.PROFESSIONAL, role="Health visitor"
    )
    chair = session.do(
        "person", people.add_person, case.id, "Margaret Stanehope", PersonKind.OFFICE_HOLDER, role="Independent chair"
    )
    proceeding = session.do("proceeding", proceedings.open_proceeding, case.id, "The trial", operation="Heron Water")
    officer = session.do(
        "officer", proceedings.appoint, proceeding, "disclosure_officer", "Ines Corrow", "Disclosure officer",
        "Fellmarsh Constabulary", since=date(2016, 3, 1), receives=True,
    )  # fmt: skip
    case = session.look(lambda store: store.get(Case, case.id))  # a recorded proceeding has placed a hold on it
    return Office(session, case, child, mother, visitor, hospital, school, proceeding, officer, chair, folder)


@pytest.fixture
def circumstances() -> FixedCircumstances:
    """A clock that stands at 24 February 2016."""
    return FixedCircumstances()


@pytest.fixture
def office(tmp_path: Path, circumstances: FixedCircumstances) -> Iterator[Office]:
    """A furnished vault, closed afterwards."""
    session, _ = sessions.create(
        tmp_path / "board.caseward",
        PASSPHRASE,
        "Ruth Ellerby",
        "Board manager",
        circumstances=circumstances,
        argon=CHEAP,
    )
    try:
        yield furnish(session, tmp_path)
    finally:
        session.close()
