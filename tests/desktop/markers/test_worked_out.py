"""Days between dates, what a version changed, who was heard: counted from rows as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.markers import registers, rows, stages, worked_out
from tests.desktop.conftest import Office

KNOWN = registers.load("scr-2016")


@dataclass(frozen=True)
class StoredRow:
    """A row as the store would hand it over."""

    register: str
    values: dict[str, Any] = field(default_factory=dict)
    id: str = "r1"
    case_id: str = "case"


def _told(register: str, **values: Any) -> list[tuple[str, str, str]]:
    return [(one.first, one.last, one.words) for one in worked_out.days_between(KNOWN[register], values)]


def test_days_are_counted_from_each_date_that_is_known_to_the_next_and_over_all() -> None:
    assert _told("referral_timeline", incident_on="2016-01-22", reported_on="2016-02-01", referred_on="2016-02-08") == [
        ("Incident", "Notifiable-incident report made", "10 days"),
        ("Notifiable-incident report made", "Referral made", "7 days"),
        ("Incident", "Referral made", "17 days"),
    ]
    assert _told("response_plan", presented_on="2017-06-01", agreed_on="2017-06-02") == [
        ("Report presented", "Response agreed", "1 day")
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2016-02-08", "2016-02-08", "the same day"),
        ("2016-02-08", "2016-02-03", "5 days before"),
        ("2016-01", "2016-02-08", "8 to 38 days"),
        ("2016-02", "2016-02-08", "0 to 7 days"),
        ("2016-02-08", "2016-01", "8 to 38 days before"),
    ],
)
def test_a_date_that_is_not_exact_gives_the_fewest_and_the_most_days(first: str, last: str, words: str) -> None:
    assert [said for _, _, said in _told("referral_timeline", incident_on=first, referred_on=last)] == [words]


def test_one_date_alone_and_a_date_that_cannot_be_read_count_nothing() -> None:
    assert _told("referral_timeline", incident_on="2016-01-22") == []
    assert _told("referral_timeline", incident_on="2016-01-22", referred_on="some day") == []


def test_the_days_of_both_questions_are_shown_on_their_stage() -> None:
    shown = stages.load("scr-2016")
    for register in (each for each in KNOWN if each.counted):
        found = shown.where(register.id, register.counted[0])
        assert any("days" in stage.panels for stage in found), register.id
    assert {each.id for each in KNOWN if each.counted} == {"referral_timeline", "response_plan"}


def test_a_later_version_says_which_sentences_went_and_which_are_new() -> None:
    before = {"period_from": "2014-01-01", "breadth": "Health and school. No others.", "approved_on": "2016-04-14"}
    after = {"period_from": "2013-06-01", "breadth": "Health and school. Housing too.", "approved_on": "2016-06-02"}
    first, second = (
        StoredRow("scope", {"version": 1, **before}, "s1"),
        StoredRow("scope", {"version": 2, **after}, "s2"),
    )
    found = worked_out.versions(KNOWN["scope"], (second, first))
    assert [row.id for row in found] == ["s1", "s2"]
    told = {one.label: (one.gone, one.new) for one in worked_out.changes(KNOWN["scope"], *found)}
    assert told == {
        "Period from": (("1 January 2014",), ("1 June 2013",)),
        "Breadth": (("No others.",), ("Housing too.",)),
    }


def test_every_register_that_keeps_versions_has_them_compared_where_it_is_written() -> None:
    kept = [each.id for each in KNOWN if worked_out.keeps_versions(each)]
    assert kept == ["purpose_statement", "scope", "governance_statement", "method_statement"]
    shown = stages.load("scr-2016")
    for register in kept:
        assert any("versions" in stage.panels for stage in shown.where(register, "version")), register


def test_who_was_heard_is_counted_by_body_from_what_was_held(office: Office) -> None:
    known = rows.registers_of(office.case)

    def save(register: str, **values: Any) -> None:
        office.session.do("row", rows.save, office.case, known[register], values)

    for person, body in ((office.visitor.id, office.hospital.id), (office.chair.id, office.hospital.id)):
        save("practitioner", person=person, agency=body)
    save("practitioner", person=office.mother.id)
    save("conversation", people=[office.visitor.id], state="held", planned_for="2016-02-10T10:00+00:00")
    save("conversation", people=[office.chair.id], state="planned", planned_for="2016-02-11T10:00+00:00")
    save("event", attendees=[office.chair.id, office.mother.id], came=[office.mother.id], state="held")
    found = office.session.look(worked_out.heard_in, office.case, "agency")
    assert {(one.id, one.words) for one in found} == {(office.hospital.id, "1 of 2 heard"), ("", "1 of 1 heard")}
