"""The twin rule for every document of the catalogue: cases that differ in their secrets alone give the same files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from desktop import session as sessions
from desktop.casework import cases, people
from desktop.markers.registers import Field, Register
from desktop.paper import pdf
from desktop.reports import export, filling, templates
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import PersonKind
from storage.store import Work
from tests.desktop.conftest import PASSPHRASE, Office, furnish
from tests.desktop.reports import furnishing
from tests.desktop.reports.test_documents import QUICK, recipient_of

SHIPPED = templates.shipped()
PAIRS = [(one, profile) for one in sorted(SHIPPED) for profile in SHIPPED[one].profiles if profile != "internal"]


class Cast(NamedTuple):
    """Names of one case, as they stand in its texts."""

    child: str
    called: str
    mother: str
    worker: str
    street: str


FIRST = Cast("Ivo Tarnbeck", "Ivo's", "Grace Tarnbeck", "Joan Hallowfen", "14 Reed Walk, Fellmarsh, QX3 7LN")
ALL_OTHERS = Cast("Bartholomew St James-Õun", "Bartholomew’s", "Will May", "Xiu Li", "Flat 2b, 9 Quay, Ost, LS8 4DQ")
OTHER_WORKER = FIRST._replace(worker="Ffion ap Rhŷs-Llewelyn Ibbotson")


def _dressed(cast: Cast) -> type[furnishing.Furnisher]:
    class Dressed(furnishing.Furnisher):
        def value(self, register: Register, field: Field) -> Any:
            made = super().value(register, field)
            if isinstance(made, str) and made.startswith("words on"):
                return f"{made}, {cast.called} mother {cast.mother} and {cast.worker}"
            return made

    return Dressed


def _fill(work: Work, office: Office, cast: Cast) -> None:
    people.save_person(work, office.mother, entitled=(office.child.id,))
    people.add_address(work, office.mother, cast.street)
    case = cases.case_called(work, office.case.reference)
    _dressed(cast)(work, office).all()
    people.add_person(work, case.id, f"{cast.child.split()[0]} Elder", PersonKind.SIBLING)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Cast, Office]]:
    """Three vaults made by the same steps at the same moments; only names, streets and the words about them differ."""
    offices = {}
    for cast in (FIRST, ALL_OTHERS, OTHER_WORKER):
        folder = tmp_path_factory.mktemp("twin")
        session, _ = sessions.create(
            folder / "board.caseward", PASSPHRASE, "Ruth Ellerby", "Board manager",
            circumstances=FixedCircumstances(), argon=CHEAP,
        )  # fmt: skip
        office = furnish(session, folder)
        office = replace(
            office,
            child=session.do("rename", people.save_person, office.child, name=cast.child),
            mother=session.do("rename", people.save_person, office.mother, name=cast.mother),
            visitor=session.do("rename", people.save_person, office.visitor, name=cast.worker),
        )
        session.do("fill", _fill, office, cast)
        offices[cast] = office
    yield offices
    for office in offices.values():
        office.session.close()


def _made(office: Office, report_id: str, profile: str) -> export.Ready:
    # Each making begins with the same chance: what a preview draws is not kept, and twins are asked unequally often.
    office.session.circumstances = FixedCircumstances(seed=3)
    recipient = recipient_of(office, SHIPPED[report_id], profile)
    case = office.session.look(cases.case_called, office.case.reference)
    # A court whose order names nobody: whoever it is about is a secret of such a copy.
    more = {"order": "Order of 20 February 2016"} if profile == "court" else {}
    return office.session.look(export.prepare, case, report_id, profile, recipient_id=recipient, **more)


def _both(twins: dict[Cast, Office], report_id: str, profile: str) -> tuple[export.Ready, export.Ready]:
    # The mother may read her own name and her child's, so that only the worker is a secret of her copy.
    other = OTHER_WORKER if profile == "family" or SHIPPED[report_id].recipient == "person" else ALL_OTHERS
    return _made(twins[FIRST], report_id, profile), _made(twins[other], report_id, profile)


def _words(ready: export.Ready) -> list[str]:
    return [one.text for block in ready.document.blocks for one in filling.released_in(block)]


@pytest.mark.parametrize(("report_id", "profile"), PAIRS)
def test_a_document_says_the_same_of_twins(twins: dict[Cast, Office], report_id: str, profile: str) -> None:
    first, second = _both(twins, report_id, profile)
    assert _words(first) == _words(second)
    assert first.document == second.document
    assert first.data == second.data
    counted = [[len(each) for each in (made.blocked, made.to_decide, made.rare)] for made in (first, second)]
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("report_id", "profile"),
    [pytest.param(*pair, marks=() if pair[0] in QUICK else pytest.mark.long) for pair in PAIRS],
)
def test_a_file_is_the_same_to_the_byte(twins: dict[Cast, Office], report_id: str, profile: str) -> None:
    first, second = _both(twins, report_id, profile)
    assert pdf.lay_out(first.document) == pdf.lay_out(second.document)
