"""Stages on which nothing is left out unseen: worksheets line by line, panels member by member and kind by kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QLabel

from desktop.casework import due
from desktop.markers import judge, registers, rows
from desktop.session import Session
from storage.records import Agency, Case, CaseStage, Person, RegisterRow, SignOff
from tests.screens import settle
from tests.views.test_markers_wizard import case_of, frame, open_at, scene, session  # noqa: F401
from views import kit
from views.casework import overview_facts
from views.frame import Frame
from views.markers.panels import PANELS
from views.markers.stage_read import Statement
from views.markers.worksheet import Worksheet

KNOWN = registers.load("scr-2016")


def said(widget: Any) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.text()]


def links(widget: Any) -> list[kit.Link]:
    return list(widget.findChildren(kit.Link))


def put(session: Session, register: str, **values: Any) -> RegisterRow:  # noqa: F811
    row: RegisterRow = session.do("put", rows.save, case_of(session), KNOWN[register], values)
    return row


def test_every_point_of_the_context_has_its_line(frame: Frame, session: Session) -> None:  # noqa: F811
    page = open_at(frame, "QM2", "context")
    (sheet,) = page.view.views
    assert isinstance(sheet, Worksheet)
    assert len(sheet.lines) == 8 and all(one.row is None for one in sheet.lines)
    line = sheet.lines[2]
    line.open()
    line.form.fields["finding"].set_value("Two days a month of the business unit")
    line.form._touched()
    line.form.save()
    settle()
    (row,) = session.look(lambda store: store.find(RegisterRow, register="decision_context"))
    assert (row.values["topic"], row.values["finding"]) == ("resources", "Two days a month of the business unit")


def test_a_line_filled_in_on_two_copies_shows_both_rows(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "decision_context", topic="family", finding="They want to know why")
    put(session, "decision_context", topic="family", finding="A sister wants no review")
    page = open_at(frame, "QM2", "context")
    (sheet,) = page.view.views
    assert len(sheet.lines) == 9
    words = " ".join(said(sheet))
    assert "They want to know why" in words and "A sister wants no review" in words


def test_members_whom_nobody_told_stand_out(frame: Frame, session: Session) -> None:  # noqa: F811
    page = open_at(frame, "QM3", "told")
    people = [one.id for one in page.desk.ground.people][:2]
    for person in people:
        put(session, "member", person=person, from_on="2015")
    put(session, "communication", about="decision", audience="members", person=people[0], sent_on="2016-02-12")
    page = open_at(frame, "QM3", "message")
    page = open_at(frame, "QM3", "told")
    words = said(PANELS["members"](page.desk, page.stage))
    assert words.count("told") == 1 and words.count("not told yet") == len(people) - 1


def test_kinds_of_sources_nobody_thought_of_stand_out(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "source", kind="police", used="not_used", not_used_because="The trial has not begun")
    page = open_at(frame, "QM10", "sources")
    words = said(PANELS["sources"](page.desk, page.stage))
    assert words.count("not used") == 1
    assert words.count("not considered yet") == len(KNOWN["source"].field("kind").choices()) - 1


def test_a_body_that_nobody_asked_stands_out_in_the_matrix(frame: Frame, session: Session) -> None:  # noqa: F811
    names = ("Youth service", "Housing")
    bodies = [session.do("body", lambda work, n=n: work.add(Agency(name=n, member=True))) for n in names]
    row = put(session, "agency_return", agency=bodies[0].id, asked_on="2016-02-15", due="2016-02-22", contact="yes")
    page = open_at(frame, "QM2", "returns")
    words = said(page.panel)
    name = page.desk.name("Agency", bodies[0].id)
    assert words[words.index(name) + 1] == "asked 15 February 2016 · due 22 February 2016 · contact: yes"
    assert words[words.index("Housing") + 1] == "not asked yet"
    assert words.count("not asked yet") == 1, "the board does not ask itself"
    session.do("put", rows.save, case_of(session), KNOWN["agency_return"], {"received_on": "2016-02-20"}, row)
    page = open_at(frame, "QM2", "returns")
    assert "asked 15 February 2016 · received 20 February 2016 · contact: yes" in said(
        PANELS["returns"](page.desk, page.stage)
    )


def test_audiences_are_counted_for_what_they_were_told_about(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "communication", about="decision", audience="members", sent_on="2016-02-12")
    page = open_at(frame, "QM5", "read")
    assert "1 message" not in said(PANELS["audiences-purpose"](page.desk, page.stage))
    put(session, "communication", about="purpose", audience="members", sent_on="2016-02-13")
    page = open_at(frame, "QM6", "read")
    page = open_at(frame, "QM5", "read")
    assert "1 message" in said(PANELS["audiences-purpose"](page.desk, page.stage))


def test_a_stage_whose_own_register_is_empty_is_not_complete(frame: Frame) -> None:  # noqa: F811
    page = open_at(frame, "QM4", "read")
    settle()
    stage = next(one for one in page.list.entries() if one.id == "members")
    assert (stage.status, stage.icon) == ("2 permissions", "working")


def test_a_register_with_the_title_of_its_stage_is_not_headed_twice(frame: Frame) -> None:  # noqa: F811
    page = open_at(frame, "QM4", "attempts")
    view = page.view.views[0]
    assert view.register.title == page.stage.title and view.title.isHidden()


def test_a_statement_is_confirmed_where_it_is_read(frame: Frame, session: Session) -> None:  # noqa: F811
    page = open_at(frame, "QM1", "read")
    first = page.view.findChildren(Statement)[0]
    first.ask()
    first.form.save.click()
    settle()
    assert "Enter who compared it" in first.form.form.fields["by"].error
    first.form.form.fields["by"].set_value("Priya Thornlea")
    first.form.save.click()
    settle()
    words = " ".join(said(frame.page.view))
    assert frame.page.stage.id == "read" and "checked by Priya Thornlea" in words


def test_a_sign_off_awaits_its_proof_and_says_when_what_was_signed_changed(frame: Frame, session: Session) -> None:  # noqa: F811
    page = open_at(frame, "QM9", "sign-off", pass_="setting-up")
    stage = page.view
    digits = stage.digits()
    assert any(digits in words for words in said(stage))
    person = page.desk.ground.people[0]
    stage.person.set_value(person.id)
    stage.role.set_value("Independent chair")
    stage.proof.set_value("none")
    stage.reason.set_value("The inquest has not begun")
    stage._sign()
    settle()
    (signed,) = session.look(lambda store: store.find(SignOff, subject_id="QM9"))
    assert signed.digest[-12:] == digits
    words = said(page.view)
    assert judge.AWAITED in words and digits in words and "Ruth Ellerby, Board manager" in words
    assert not any("changed since" in one for one in words)
    page.view._add_proof()
    settle()
    assert page.view.proof_form.fields["proof_kind"].error == "Select the proof"
    page.view.proof.set_value("signed_sheet")
    page.view._add_proof()
    settle()
    words = said(page.view)
    assert "A signed sheet, scanned back" in words and judge.AWAITED not in words
    chosen, pack = page.desk.now.chosen, page.desk.ground.framework
    session.do("judge", judge.judge, chosen, pack, "9.3", "chair", "working", narrative="New")
    page = open_at(frame, "QM8", "read", pass_="setting-up")
    page = open_at(frame, "QM9", "sign-off", pass_="setting-up")
    assert any("changed since this was signed" in one for one in said(page.view))


def test_a_paper_of_a_wizard_is_opened_with_what_it_is_about(frame: Frame, session: Session) -> None:  # noqa: F811
    mother = session.look(lambda store: store.one(Person, code="Mother"))
    row = put(session, "family_letter", person=mother.id, template_version="2")
    page = open_at(frame, "QM4", "letters", pass_="setting-up")
    page.view.go_to(register="family_letter", row=row.id)
    page.show_stage("documents")
    write = next(one for one in page.view.findChildren(kit.Button) if "about the children" in one.accessibleName())
    write.click()
    settle()
    reports = frame.page
    assert reports.table.current_id() == "family-letter"
    assert reports.values() == {"profile": "family", "recipient": mother.id}


def test_the_sheet_to_be_signed_is_opened_for_its_marker_and_pass(frame: Frame) -> None:  # noqa: F811
    page = open_at(frame, "QM9", "sign-off", pass_="setting-up")
    chosen = page.desk.now.chosen
    next(one for one in page.view.findChildren(kit.Button) if "sheet to be signed" in one.text()).click()
    settle()
    assert frame.page.values() == {"profile": "internal", "marker": "QM9", "pass_id": chosen.id}


def test_a_warning_leads_from_the_overview_to_the_row_and_field_that_answer_it(frame: Frame, session: Session) -> None:  # noqa: F811
    frame.navigate("overview")
    settle()
    flags = session.look(overview_facts.facts, case_of(session).id).flags
    flag = next(one for one in flags if one.register == "contact_permission")
    frame.page._answers(flag)()
    settle()
    page = frame.page
    assert (page.desk.now.marker.id, page.stage.id) == ("QM9", "liaison")
    view = next(one for one in page.view.views if one.register.id == "contact_permission")
    assert view.form is not None and view.form.row.id == flag.row_id


def test_a_clock_that_was_not_kept_waits_on_the_overview_for_words(frame: Frame, session: Session) -> None:  # noqa: F811
    case = case_of(session)
    frame.navigate("overview")
    settle()
    (late,) = [one for one in session.look(due.due_in, case) if one.late]
    assert late.record_id == "notify-incident" and late.what in [one.text() for one in links(frame.page.side)]
    next(one for one in links(frame.page.side) if one.text() == late.what).click()
    settle()
    assert frame.page.TITLE == "Clocks"
    session.do("why", due.explain, case.id, late.record_id, "The form came back twice")
    assert not [one for one in session.look(due.due_in, case) if one.late]


def test_why_a_clock_is_late_stands_beside_it(frame: Frame) -> None:  # noqa: F811
    frame.navigate("overview")
    settle()
    late = due.DueLine("Decide", "3 days late, explained", True, date(2016, 2, 1), "clock", why="The chair was ill")
    assert "Why: The chair was ill" in said(frame.page._due_line(late))


def test_an_urgent_risk_of_a_referral_is_a_warning_before_anyone_decided(frame: Frame, session: Session) -> None:  # noqa: F811
    case = case_of(session)
    session.do("stage", lambda work: work.change(work.get(Case, case.id), stage=CaseStage.REFERRAL))
    flags = session.look(overview_facts.facts, case.id).flags
    assert "1.1-urgent" in {one.rule for one in flags}
    assert all(one.row_id for one in flags)
