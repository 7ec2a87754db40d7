"""Stages on which nothing is left out unseen: worksheets line by line, panels member by member and kind by kind."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel

from desktop.markers import registers, rows
from desktop.session import Session
from storage.records import RegisterRow
from tests.screens import settle
from tests.views.test_markers_wizard import case_of, frame, open_at, scene, session  # noqa: F401
from views.markers.panels import PANELS
from views.markers.stage_read import Statement
from views.markers.worksheet import Worksheet
from views.window import Frame

KNOWN = registers.load("scr-2016")


def said(widget: Any) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.text()]


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
    words = said(PANELS["members"](page.desk))
    assert words.count("told") == 1 and words.count("not told yet") == len(people) - 1


def test_kinds_of_sources_nobody_thought_of_stand_out(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "source", kind="police", used="not_used", not_used_because="The trial has not begun")
    page = open_at(frame, "QM10", "sources")
    words = said(PANELS["sources"](page.desk))
    assert words.count("not used") == 1
    assert words.count("not considered yet") == len(KNOWN["source"].field("kind").choices()) - 1


def test_audiences_are_counted_for_what_they_were_told_about(frame: Frame, session: Session) -> None:  # noqa: F811
    put(session, "communication", about="decision", audience="members", sent_on="2016-02-12")
    page = open_at(frame, "QM5", "read")
    assert "1 message" not in said(PANELS["audiences-purpose"](page.desk))
    put(session, "communication", about="purpose", audience="members", sent_on="2016-02-13")
    page = open_at(frame, "QM6", "read")
    page = open_at(frame, "QM5", "read")
    assert "1 message" in said(PANELS["audiences-purpose"](page.desk))


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
