"""Codes of people: drawn, never twice, and as quick for the thousandth as for the first."""

from __future__ import annotations

import time

from desktop.casework import cast as casts
from desktop.casework import people
from desktop.redaction.people import cast_from_csv
from storage.records import Person, PersonKind
from tests.desktop.conftest import Office


def rows(how_many: int, kind: str, role: str = "", start: int = 0) -> bytes:
    """A people file of many people of one kind."""
    lines = [f"Person{at} Name{at},{kind},{role}" for at in range(start, start + how_many)]
    return ("name,kind,role\n" + "\n".join(lines)).encode()


def bring_in(office: Office, data: bytes) -> float:
    """Import a people file; gives the processor time it took."""
    cast = cast_from_csv(data)
    begun = time.process_time()
    office.session.do("import", casts.import_cast, office.case.id, cast)
    return time.process_time() - begun


def codes(office: Office) -> list[str]:
    """Every code of the case."""
    return [one.code for one in office.session.look(lambda store: store.find(Person, case_id=office.case.id))]


def test_no_code_is_given_twice_however_many_people_come_in(office: Office) -> None:
    bring_in(office, rows(40, "subject_child"))
    bring_in(office, rows(60, "professional", "Nurse", 100))
    bring_in(office, rows(3, "parent", "Father", 200))
    found = codes(office)
    assert len(found) == len(set(found)) == 107
    assert "Father" in found and sum(one.startswith("Father ") for one in found) == 2
    assert sum(one.startswith("Child ") and len(one) == len("Child A") and one[-1].isalpha() for one in found) == 26


def test_drawing_one_by_one_gives_no_code_twice(office: Office) -> None:
    for at in range(12):
        office.session.do("add", people.add_person, office.case.id, f"N{at}", PersonKind.PROFESSIONAL, role="Nurse")
    found = [one for one in codes(office) if one.startswith("Nurse ")]
    assert len(found) == len(set(found)) == 12


def test_the_last_of_many_people_costs_no_more_than_the_first(office: Office) -> None:
    few = bring_in(office, rows(150, "third_party"))
    many = bring_in(office, rows(900, "third_party", start=1000))
    assert many < few * 12
