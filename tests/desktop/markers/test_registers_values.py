"""Values of rows: what is typed or pasted is kept whole, read as meant, and answered with a sentence."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import FieldErrors
from desktop.markers import register_values as rv
from desktop.markers import registers
from desktop.markers.registers import Field, FieldKind
from storage.partial_date import PartialDate

KNOWN = registers.load("scr-2016")
REFERRAL = KNOWN["referral"]


def _errors(register: str, values: dict[str, Any], **more: Any) -> dict[str, str]:
    with pytest.raises(FieldErrors) as caught:
        rv.validate(KNOWN[register], values, **more)
    return caught.value.errors


def test_pasted_word_text_is_cleaned_and_nothing_is_lost() -> None:
    pasted = "First\u00a0point\x0bsecond\r\n\uf0b7\tthird \x93quoted\x94 \u2013 caf\u0065\u0301\u200b\x07"
    assert rv.clean(pasted) == "First point\nsecond\n\u2022\tthird \u201cquoted\u201d \u2013 caf\u00e9"
    assert rv.clean("two\nlines", one_line=True) == "two lines"


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), max_size=200))
def test_cleaning_keeps_every_letter_and_is_stable(text: str) -> None:
    once = rv.clean(text)
    assert rv.clean(once) == once
    assert sum(map(str.isalpha, once)) >= sum(map(str.isalpha, rv.clean(text.replace(" ", ""))))


def test_a_narrative_of_30000_words_is_kept_whole() -> None:
    story = " ".join(f"word{number}" for number in range(30_000))
    assert rv.validate(REFERRAL, {"rationale": story})["rationale"] == story


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3/5/16", "2016-05-03"), ("May 2016", "2016-05"), ("about 2015", "about 2015"), ("2016-02-07", "2016-02-07"),
        ("3 to 9 March 2016", "2016-03-03/2016-03-09"), ("2016-03-03/2016-03-09", "2016-03-03/2016-03-09"),
        (PartialDate.month(2016, 3), "2016-03"), (date(2016, 3, 1), "2016-03-01"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_type_them(typed: Any, kept: str) -> None:
    assert rv.validate(REFERRAL, {"incident_on": typed}) == {"incident_on": kept}


@pytest.mark.parametrize(
    ("register", "field", "typed", "kept"),
    [
        ("budget_line", "spent", "£1,250", "1250.00"), ("budget_line", "spent", Decimal("9.5"), "9.50"),
        ("delay", "days", "91 days", 91), ("reviewer", "days", "22.5", 22.5), ("feedback", "given", "14", 14),
        ("lesson", "questions", ["9.5", "9.5", "1.1"], ["9.5", "1.1"]), ("liaison", "attended", "p1", ["p1"]),
        ("area_history", "own_area", True, "yes"), ("area_history", "own_area", "unknown", "unknown"),
        ("runbook_step", "at", "23 February 2017 at 9:30am", "2017-02-23T09:30+00:00"),
        ("runbook_step", "at", "1/7/2016 14:05", "2016-07-01T13:05+00:00"),
        ("runbook_step", "at", datetime(2016, 7, 1, 12, tzinfo=UTC), "2016-07-01T12:00+00:00"),
    ],
)  # fmt: skip
def test_values_are_kept_as_json(register: str, field: str, typed: Any, kept: Any) -> None:
    assert rv.validate(KNOWN[register], {field: typed})[field] == kept
    assert rv.validate(KNOWN[register], {field: kept})[field] == kept


@pytest.mark.parametrize(
    ("register", "values", "field", "sentence"),
    [
        ("referral", {"incident_on": "last week"}, "incident_on",
         "Date of the death or harm must be a date, like 3 March 2016, March 2016 or about 2016"),
        ("agency_return", {"due": "March 2016"}, "due", "Due must be a whole date, like 3 March 2016"),
        ("delay", {"days": "many"}, "days", "By how many days must be a number of days, like 5 or 2.5"),
        ("budget_line", {"spent": "NaN"}, "spent", "Spent must be an amount in pounds, like 1,250 or 99.50"),
        ("feedback", {"given": "ten"}, "given", "Forms given must be a number, like 12"),
        ("delay", {"phase": "lunch"}, "phase", "Select one of the answers offered: phase"),
        ("lesson", {"questions": ["nine"]}, "questions", "Questions it belongs to: name questions by number, like 9.5"),
        ("runbook_step", {"at": "noon-ish"}, "at", "When must be a date and time, like 3 March 2016 at 10:30am"),
        ("urgent_risk", {"who": 7}, "who", "Select who acts"),
    ],
)  # fmt: skip
def test_a_wrong_value_has_a_sentence(register: str, values: dict[str, Any], field: str, sentence: str) -> None:
    assert _errors(register, values) == {field: sentence}


def test_a_date_before_the_incident_is_said_beside_its_field() -> None:
    incident = PartialDate.from_iso("2016-02-07")
    errors = _errors("referral", {"received_on": "8 February 2016", "sent_on": "1 February 2016"}, incident=incident)
    assert errors == {"sent_on": "Date sent must be the same as or after the incident, 7 February 2016"}
    rv.validate(REFERRAL, {"sent_on": "February 2016"}, incident=incident)
    rv.validate(REFERRAL, {"sent_on": "about January 2016"}, incident=incident)


def test_dates_in_the_future_and_out_of_order_are_said() -> None:
    today = date(2016, 6, 1)
    assert _errors("referral", {"received_on": "2 June 2016"}, today=today) == {
        "received_on": "Date received must be today or in the past"
    }
    assert _errors("referral", {"sent_on": "3 March 2016", "received_on": "2 March 2016"}) == {
        "received_on": "Date received must be the same as or after the date sent"
    }


def test_half_filled_is_kept_and_required_is_asked_for_only_at_the_end() -> None:
    assert rv.validate(REFERRAL, {"reference": "R1"}) == {"reference": "R1"}
    errors = _errors("referral", {"reference": "R1"}, require=True)
    assert errors["incident_on"] == "Enter the date of the death or harm"
    assert errors["rationale"] == "Enter why this case offers learning"
    assert errors["others_at_risk"] == "Select an answer: are other children at risk"
    assert list(errors) == [each.id for each in REFERRAL.fields if each.id in errors]


def test_a_field_that_is_not_asked_for_is_not_required_and_keeps_its_text() -> None:
    values = {"basis": ["discretionary"], "limb": ["died"]}
    assert rv.validate(REFERRAL, values) == values
    assert not rv.asked(REFERRAL.field("limb"), values)
    assert rv.asked(REFERRAL.field("discretionary_reason"), values)


def test_values_of_a_newer_pack_are_kept() -> None:
    assert rv.validate(REFERRAL, {"colour": "blue"}) == {"colour": "blue"}


def test_what_is_still_to_fill_in_is_asked_for_in_words_that_are_said() -> None:
    assert rv.ask(KNOWN["urgent_risk"].field("found_on")) == "Enter the date: found on"


def test_a_line_has_no_full_stop_before_what_follows() -> None:
    register = dataclasses.replace(REFERRAL, summary=("incident_summary", "reference"))
    line = rv.summary(register, {"incident_summary": "They rang.", "reference": "WR."})
    assert line == "They rang · WR."


def test_no_sentence_uses_a_banned_word() -> None:
    for register in KNOWN:
        for field in register.fields:
            assert not {"please", "sorry", "invalid", "valid"} & set(rv.ask(field).lower().split()), field.id


def test_a_row_is_told_by_one_line_and_found_by_its_words() -> None:
    values = {"agency": "g1", "due": "2016-03-14", "nil_return": "yes", "key_concerns": "Bruising\nseen twice"}
    register = KNOWN["agency_return"]
    assert rv.summary(register, values, lambda kind, _id: f"the {kind.lower()}") == "the agency · 14 March 2016 · Yes"
    assert rv.summary(register, {}) == "Agency return"
    assert rv.search_text(register, values) == "Bruising\nseen twice"


def test_values_are_shown_in_words() -> None:
    assert rv.shown(KNOWN["runbook_step"].field("at"), "2016-07-01T13:05+00:00") == "1 July 2016 at 2:05pm"
    assert rv.shown(KNOWN["budget_line"].field("spent"), "1250.00") == "£1,250.00"
    assert rv.shown(KNOWN["delay"].field("days"), 1) == "1 day"
    assert rv.shown(REFERRAL.field("basis"), ["statutory", "discretionary"]) == "Statutory criteria and Another reason"
    assert rv.shown(REFERRAL.field("agencies_known"), ["a", "b"], lambda _kind, name: name) == "a and b"
    assert rv.shown(REFERRAL.field("sources"), "") == ""


def test_every_link_of_a_row_is_listed() -> None:
    found = rv.links(KNOWN["area_check"], {"area": "h1", "board": "g1", "reply_material": "m1"})
    assert [(each.field, each.kind, each.id, each.register) for each in found] == [
        ("area", "RegisterRow", "h1", "area_history"), ("board", "Agency", "g1", ""),
        ("reply_material", "Material", "m1", ""),
    ]  # fmt: skip


def test_an_empty_value_of_every_kind_is_left_out() -> None:
    for kind in FieldKind:
        field = Field("x", "X", kind, options={"a": "A", "b": "B"})
        assert rv.normalise(field, "") is None and rv.normalise(field, []) is None and rv.shown(field, None) == ""
