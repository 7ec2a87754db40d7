"""Clocks of a case: events read from its records, words on lateness, closures, and a calendar without names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desktop.casework import calendar_file, case_clocks, cases, checked, terminology
from desktop.casework.clocks import Holding, Standing
from desktop.casework.terminology import Clock, Force, Unit
from desktop.errors import FieldErrors
from desktop.markers import registers, rows
from storage.partial_date import PartialDate
from storage.records import Case, CaseStage
from tests.desktop.conftest import Office


def case_of(office: Office) -> Case:
    return office.session.look(lambda store: store.get(Case, office.case.id))


def put(office: Office, register: str, **values: Any) -> None:
    known = registers.load(office.case.framework)[register]
    office.session.do("row", rows.save, case_of(office), known, values)


def events(office: Office) -> dict[str, str]:
    found = office.session.look(case_clocks.events_of, case_of(office))
    return {name: day.iso for name, day in found.items()}


def standing(office: Office, clock: str) -> Standing:
    found = office.session.look(case_clocks.standings_of, case_of(office))
    return next(one for one in found if one.due.clock.id == clock)


def test_every_event_of_every_clock_can_be_told_and_every_source_is_there() -> None:
    told = case_clocks.sources()
    known = registers.load("scr-2016")
    for name in terminology.available():
        for clock in terminology.load(name).clocks:
            assert {clock.trigger, clock.done} <= told.keys(), (name, clock.id)
    for found in told.values():
        for one in found:
            if one.origin == case_clocks.CASE:
                assert isinstance(getattr(Case(), one.field), PartialDate)
                assert all(CaseStage(stage) for stage in one.stages)
                continue
            register = known[one.origin]
            assert register.has(one.field)
            for field, wanted in {**(one.where or {}), **(one.each or {})}.items():
                assert wanted <= set(register.field(field).choices())


def test_an_event_is_told_by_its_register_before_the_case(office: Office) -> None:
    office.session.do(
        "case", cases.save_case, case_of(office), code_name="Plover", referred_on=PartialDate.from_iso("2016-02-08")
    )
    assert events(office) == {"incident-notified": "2016-02-08"}
    put(office, "referral_timeline", reported_on="2016-02-05", authority_aware_on="about 2016-02-01")
    assert events(office) == {"incident-notified": "2016-02-05", "aware": "about 2016-02-01"}


def test_something_told_to_all_counts_when_the_last_was_told(office: Office) -> None:
    for body, day in (("ofsted", "2016-02-20"), ("department", "2016-02-22")):
        put(office, "notification", body=body, about="initiating", sent_on=day)
    assert "decision-told" not in events(office)
    put(office, "notification", body="national_panel", about="initiating", sent_on="2016-02-21")
    assert events(office)["decision-told"] == "2016-02-22"


def test_a_decision_against_starts_its_own_clock_and_a_stage_the_other(office: Office) -> None:
    day = PartialDate.from_iso("2016-02-10")
    session = office.session
    session.do("stage", cases.set_stage, case_of(office), CaseStage.NO_REVIEW, decided_on=day)
    assert "decided-against" in events(office) and "initiated" not in events(office)
    session.do("stage", cases.set_stage, case_of(office), CaseStage.REVIEW)
    assert "decided-against" not in events(office) and events(office)["initiated"] == "2016-02-10"


def test_lateness_asks_for_words_and_keeps_them(office: Office) -> None:
    put(office, "referral_timeline", authority_aware_on="2016-02-01")
    late = standing(office, "notify-incident")
    assert late.holding is Holding.LATE and late.words == "16 days late: say why"
    with pytest.raises(FieldErrors):
        office.session.do("explain", case_clocks.explain, office.case.id, "notify-incident", "  ")
    office.session.do("explain", case_clocks.explain, office.case.id, "notify-incident", "The form came back twice")
    office.session.do("explain", case_clocks.explain, office.case.id, "decide", "Waiting for the coroner")
    late = standing(office, "notify-incident")
    assert late.words == "16 days late, explained" and late.explanation == "The form came back twice"


def test_a_day_on_which_the_board_is_closed_counts_as_no_working_day(office: Office) -> None:
    put(office, "referral_timeline", authority_aware_on="2016-02-22")
    assert standing(office, "notify-incident").due.last == date(2016, 2, 29)
    office.session.do("closed", case_clocks.set_closures, (date(2016, 2, 25),))
    assert office.session.look(case_clocks.closures) == (date(2016, 2, 25),)
    assert standing(office, "notify-incident").due.last == date(2016, 3, 1)


def test_the_calendar_says_what_is_due_and_names_nobody(office: Office) -> None:
    put(office, "referral_timeline", authority_aware_on="2016-02-22")
    case = case_of(office)
    text = calendar_file.calendar(
        case, office.session.look(case_clocks.standings_of, case), datetime(2016, 2, 24, 9, tzinfo=UTC)
    )
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20160229" in text and "DTEND;VALUE=DATE:20160301" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:SCR-2016-01: Tell Ofsted and the board of the incident" in whole
    assert text.count("BEGIN:VEVENT") == 1, "clocks that have not begun are left out"
    names = {"Tarnbeck", "Ivo", "Grace", "Hallowfen", "Stanehope", "Quillham", "Plover", "Ellerby"}
    assert not {name for name in names if name.casefold() in whole.casefold()}


def test_a_limit_is_statutory_only_once_somebody_checked_it(office: Office) -> None:
    case = office.session.look(cases.case_called, office.case.reference)

    def standing() -> Standing:
        found = office.session.look(case_clocks.standings_of, case)
        return next(one for one in found if one.due.clock.id == "tell-decision")

    assert (standing().due.clock.claimed, standing().due.clock.force) == (Force.STATUTORY, Force.TARGET)
    with pytest.raises(FieldErrors, match="Enter who compared it"):
        office.session.do("confirm", checked.confirm, case.terminology, "tell-decision", " ")
    office.session.do("confirm", checked.confirm, case.terminology, "tell-decision", "Priya Thornlea")
    assert standing().due.clock.force is Force.STATUTORY
    assert standing().due.clock.checked_by.startswith("Priya Thornlea, ")


def test_a_length_put_right_holds_for_cases_begun_from_then_on(office: Office) -> None:
    def clock(case: Case) -> Clock:
        found = office.session.look(case_clocks.standings_of, case)
        return next(one.due.clock for one in found if one.due.clock.id == "tell-decision")

    before = clock(case_of(office))
    put_right = {"offset": before.offset + 5, "unit": "working days", "by": "Priya Thornlea"}
    office.session.do("correct", checked.correct, office.case.terminology, "tell-decision", **put_right)
    assert clock(case_of(office)) == before, "a case that was there keeps what it had"
    later = office.session.do("open", cases.open_case, "Curlew", "SCR-2017-01")
    made = office.session.look(lambda store: store.get(Case, later.id))
    now = clock(made)
    assert (now.offset, now.unit, now.checked) == (before.offset + 5, Unit.WORKING_DAYS, True)
    assert now.checked_by.startswith("Priya Thornlea, ")
    with pytest.raises(FieldErrors, match="the length it has"):
        office.session.do("again", checked.correct, office.case.terminology, "tell-decision", **put_right)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"by": " "}, "Enter who compared it"), ({"offset": -1}, "from 0 to"), ({"offset": 99_999}, "from 0 to"),
        ({"unit": "weeks"}, "Select working days"),
    ],
)  # fmt: skip
def test_a_length_wants_a_number_a_unit_and_somebody(office: Office, given: dict[str, Any], said: str) -> None:
    put_right = {"offset": 12, "unit": "days", "by": "Priya Thornlea", **given}
    with pytest.raises(FieldErrors, match=said):
        office.session.do("correct", checked.correct, office.case.terminology, "tell-decision", **put_right)
    assert office.session.look(checked.lengths, office.case.terminology, "tell-decision") == ()
