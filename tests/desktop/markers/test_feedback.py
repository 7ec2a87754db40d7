"""Feedback: entered by batch, counted, and told so that nobody can be recognised."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.errors import FieldErrors
from desktop.markers import feedback, rows
from storage.records import RegisterRow
from tests.desktop.conftest import Office

ALL_FIVE = dict.fromkeys(feedback.SCALE, "5")


def put(office: Office, register: str, **values: Any) -> RegisterRow:
    known = rows.registers_of(office.case)[register]
    return office.session.do(f"Save {register}", rows.save, office.case, known, values)


def round_of(office: Office, given: int, forms: list[dict[str, str]], **more: Any) -> RegisterRow:
    made = put(office, "feedback", audience="practitioners", on="2016-02-22", given=given, **more)
    for one in forms:
        office.session.do("Enter a form", feedback.enter, office.case, made.id, one)
    return office.session.look(lambda store: store.get(RegisterRow, made.id))


def told(office: Office, *rounds: RegisterRow) -> feedback.Summary:
    return office.session.look(feedback.summary, office.case, rounds)


def test_a_form_holds_no_name_no_body_and_no_date(office: Office) -> None:
    register = rows.registers_of(office.case)["feedback_form"]
    assert not {one.kind.value for one in register.fields} & {
        "person", "people", "agency", "agencies", "date", "partial_date", "moment",
    }  # fmt: skip
    assert {one.id for one in register.fields} >= set(feedback.SCALE)


def test_forms_are_counted_and_wrong_or_empty_ones_are_refused(office: Office) -> None:
    made = round_of(office, 9, [ALL_FIVE] * 2)
    assert made.values["returned"] == 2
    with pytest.raises(FieldErrors) as caught:
        office.session.do("Enter a form", feedback.enter, office.case, made.id, {"clear": "7"})
    assert caught.value.errors == {"clear": "Enter a number from 1 to 5"}
    with pytest.raises(FieldErrors):
        office.session.do("Enter a form", feedback.enter, office.case, made.id, {"clear": ""}, words=" ")
    assert len(office.session.look(feedback.forms, office.case, (made.id,))) == 2


@pytest.mark.parametrize(
    ("given", "returned", "rate"),
    [
        (9, 4, "Few people answered. Themes are given without numbers."),
        (4, 4, "Few people answered. Themes are given without numbers."),
        (12, 8, "8 of 12 forms came back."),
        (9, 8, "Nearly all forms came back."),
        (8, 8, "8 of 8 forms came back."),
        (0, 6, "6 forms came back."),
    ],
)
def test_the_response_rate_identifies_nobody(office: Office, given: int, returned: int, rate: str) -> None:
    made = put(office, "feedback", audience="practitioners", on="2016-02-22", given=given, returned=returned)
    found = told(office, made)
    assert found.rate == rate and found.figures is (rate[0] != "F")


def test_small_counts_are_not_printed_nor_what_they_could_be_worked_out_from(office: Office) -> None:
    answers = [ALL_FIVE] * 7 + [ALL_FIVE | {"safe": "1"}]
    found = told(office, round_of(office, 20, answers))
    by = {one.field: (one.agree, one.not_agree) for one in found.statements}
    assert by["safe"] == ("nearly all", "fewer than 3") and by["clear"] == ("8", "0")
    assert feedback.pair(2, 6) == ("fewer than 3", "nearly all") and feedback.pair(2, 2) == ("", "")
    assert feedback.pair(5, 3) == ("5", "3")
    few = told(office, round_of(office, 20, [ALL_FIVE] * 4))
    assert few.statements == () and not few.figures


def test_a_theme_counts_the_forms_that_raise_it_and_a_small_one_is_not_counted_out(office: Office) -> None:
    made = round_of(office, 20, [])
    rota, rooms = (
        office.session.do("Theme", feedback.add_theme, office.case, made.id, words) for words in ("Rota", "Rooms")
    )
    for at in range(6):
        themes = [rota.id, rooms.id] if at < 2 else [rota.id]
        office.session.do("Enter a form", feedback.enter, office.case, made.id, {}, themes=themes)
    found = told(office, office.session.look(lambda store: store.get(RegisterRow, made.id)))
    assert [(one.row.values["theme"], one.mentions) for one in found.themes] == [
        ("Rota", "6"), ("Rooms", "fewer than 3"),
    ]  # fmt: skip
