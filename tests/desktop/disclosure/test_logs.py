"""Requests with their clocks, and what went out, came back and was answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.casework import entries as kept_entries
from desktop.casework import material
from desktop.casework.cast import CasePseudonyms
from desktop.disclosure import checks, entries, issue, proceedings, requests
from desktop.errors import FieldErrors
from storage.records import MaterialKind
from tests.desktop.conftest import Office
from tests.desktop.disclosure import making

ASKED = date(2016, 5, 2)


@pytest.mark.parametrize(
    ("form", "due"),
    [
        ("annex_c", date(2016, 5, 16)),
        ("annex_d", date(2016, 5, 16)),
        ("police_reasoned", date(2016, 5, 16)),
        ("subject_access", date(2016, 6, 1)),
        ("summons", None),
        ("annex_h", None),
        ("coroner", None),
    ],
)
def test_each_kind_of_request_has_its_clock(office: Office, form: str, due: date | None) -> None:
    asked = office.session.do("ask", requests.receive, office.case.id, form, "Officer in the case", ASKED)
    assert asked.due_on == due
    day = date(2016, 6, 10)
    expected = "no date set" if due is None else f"{(day - due).days} days late: say why"
    assert requests.stands(asked, day) == expected


def test_a_target_can_be_moved_and_a_late_answer_says_why(office: Office) -> None:
    do = office.session.do
    asked = do("ask", requests.receive, office.case.id, "annex_c", "Officer", ASKED, due_on=date(2016, 5, 20))
    assert requests.stands(asked, date(2016, 5, 20)) == "due today"
    assert requests.stands(asked, date(2016, 5, 19)) == "in 1 day"
    with pytest.raises(FieldErrors) as missing:
        do("answer", requests.answer, asked, "Two items, redacted", date(2016, 5, 21))
    assert set(missing.value.errors) == {"late_reason"}
    do("answer", requests.answer, asked, "Two items", date(2016, 5, 21), late_reason="The owner answered late")
    other = do("ask", requests.receive, office.case.id, "summons", "Crown Court", ASKED)
    assert [one.reference for one in office.session.look(requests.requests, office.case.id)] == ["R002", "R001"]
    assert other.reference == "R002"


def test_an_issue_is_logged_as_it_goes_out_comes_back_and_is_answered(office: Office, tmp_path: Path) -> None:
    do = office.session.do
    making.ready(office, 1)
    record, _ = issue.issue(office.session, making.order(office), tmp_path)
    do("out", proceedings.went_out, record, office.officer.id, "By hand", date(2016, 2, 25), receipt="Signed sheet")
    with pytest.raises(FieldErrors):
        do("back", proceedings.came_back, record, "N0001", " ", date(2016, 3, 1))
    back = do("back", proceedings.came_back, record, "N0001", "It does not say enough", date(2016, 3, 1))
    do("answer", proceedings.answer_return, back, "Described anew in version 2", date(2016, 3, 3))
    lines = office.session.look(proceedings.log, office.case.id)
    assert [line.direction for line in lines][:1] == ["back"] and len(lines) == 3
    assert (lines[0].numbers, lines[0].response, lines[0].answered_on) == (
        "N0001", "Described anew in version 2", date(2016, 3, 3),
    )  # fmt: skip
    assert {line.receipt for line in lines} >= {"Signed sheet"}


def test_opinion_in_what_a_speaker_was_told_stops_an_issue(office: Office) -> None:
    entry = making.ready(office, 1)
    entry = office.session.do("told", entries.save, entry, terms="The visitor was told that the note is disclosable")
    found = office.session.look(
        lambda store: checks.check_entry(
            store, office.case, issue.engine(store, office.case, CasePseudonyms(store, office.case.id)), entry
        )
    )
    assert [(one.code, one.field) for one in checks.stops(found)] == [("tone", "terms")]


def test_a_request_says_whom_and_which_items_it_names(office: Office) -> None:
    paper = office.session.do("thing", material.add_thing, office.case.id, MaterialKind.OTHER, title="A paper")
    item = paper[0] if isinstance(paper, tuple) else paper
    entry = office.session.look(kept_entries.entry_of, item)
    assert entry is not None
    asked = office.session.do("ask", requests.receive, office.case.id, "annex_h", "The court", date(2016, 2, 20))
    with pytest.raises(FieldErrors) as refused:
        office.session.do("name", requests.name, asked.id, (), f"{entry.working_ref}, N0999")
    assert set(refused.value.errors) == {"items", "order_reference"}
    named = office.session.do(
        "name", requests.name, asked.id, (office.child.id,), f"{entry.working_ref.lower()};", "FD16"
    )
    assert (named.scope_ids, named.entry_ids, named.order_reference) == ((office.child.id,), (entry.id,), "FD16")
