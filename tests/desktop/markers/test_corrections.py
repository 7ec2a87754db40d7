"""A board puts a statement of the pack right: for reviews begun from then on, with who checked it."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from desktop.casework import cases
from desktop.errors import FieldErrors
from desktop.markers import corrections, framework
from desktop.markers.framework import Framework, Reference
from storage.records import Case
from tests.desktop.conftest import Office

SHIPPED = framework.load("scr-2016").marker("QM1").guidance[1]


def seen(office: Office, case: Case) -> Reference:
    found: Framework = office.session.look(corrections.framework_of, case)
    return next(one for one in found.marker("QM1").guidance if one.id == SHIPPED.id)


def later(office: Office, code: str) -> Case:
    """A case begun a day after the correction."""
    case: Case = office.session.do("open", cases.open_case, code_name=code, reference=f"SCR-{code}")
    assert case.created_at is not None
    return dataclasses.replace(case, created_at=case.created_at + timedelta(days=1))


def test_old_cases_keep_their_words_and_later_ones_have_the_new(office: Office) -> None:
    before = office.session.look(cases.case_called, office.case.reference)
    words = "Says how long a review may take."
    office.session.do("correct", corrections.correct, "scr-2016", SHIPPED, text=words, place="p 74", by="Ann")
    old = dataclasses.replace(before, created_at=before.created_at - timedelta(days=1))
    assert seen(office, old) == SHIPPED
    new = seen(office, later(office, "Rook"))
    assert (new.text, new.place, new.checked) == ("Says how long a review may take.", "p 74", True)
    assert new.checked_by.startswith("Ann, ")


def test_comparing_the_words_that_ship_counts_for_every_case(office: Office) -> None:
    case = office.session.look(cases.case_called, office.case.reference)
    old = dataclasses.replace(case, created_at=case.created_at - timedelta(days=1))
    assert not seen(office, old).checked
    office.session.do(
        "check", corrections.correct, "scr-2016", SHIPPED, text=SHIPPED.text, place=SHIPPED.place, by="Ann"
    )
    assert seen(office, old).checked and seen(office, old).text == SHIPPED.text


def test_a_correction_that_nobody_checked_is_not_checked(office: Office) -> None:
    case = later(office, "Rook")
    office.session.do("correct", corrections.correct, "scr-2016", SHIPPED, text="Other words.", place="p 74", by="")
    found = seen(office, case)
    assert (found.text, found.checked, found.checked_by) == ("Other words.", False, "")


@pytest.mark.parametrize(
    ("text", "place", "by", "name"),
    [("", "p 1", "Ann", "text"), ("x", " ", "Ann", "place"), (SHIPPED.text, SHIPPED.place, "", "by")],
)
def test_what_is_missing_is_said_beside_its_field(office: Office, text: str, place: str, by: str, name: str) -> None:
    with pytest.raises(FieldErrors) as caught:
        office.session.do("correct", corrections.correct, "scr-2016", SHIPPED, text=text, place=place, by=by)
    assert list(caught.value.errors) == [name]
