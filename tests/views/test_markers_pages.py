"""The markers' other pages: the list, passes, clocks, published wording, and the stages with pages of their own."""

# ruff: noqa: F811 -- fixtures are handed over by name

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.casework import case_clocks, checked
from desktop.markers import framework as frameworks
from desktop.markers import passes, published_keeping, rows
from desktop.session import Session
from storage.circumstances import FixedCircumstances
from storage.records import RegisterRow
from tests.screens import settle
from tests.views.conftest import accessible_problems
from tests.views.test_markers_wizard import case_of, frame, open_at, scene, session  # noqa: F401
from views import kit
from views.frame import Frame
from views.markers.links import Choices, LinkBox
from views.markers.list_page import MarkersPage


def words_of(widget: Any) -> str:
    found = [one.text() for one in widget.findChildren(QLabel)]
    return " | ".join(found + [one.text() for one in widget.findChildren(kit.Link)])


@pytest.fixture(autouse=True)
def settled(qapp: QApplication) -> Iterator[None]:
    yield
    settle()


def go(frame: Frame, page_id: str, **where: Any) -> Any:
    frame.navigate(page_id, **where)
    settle()
    assert accessible_problems(frame.page) == []
    return frame.page


def test_the_list_says_how_each_marker_stands_and_never_a_figure_of_merit(frame: Frame) -> None:
    page = go(frame, "markers")
    assert isinstance(page, MarkersPage)
    assert len(page.grid.links) == 18
    said = page.grid.links["QM9"].accessibleName()
    assert "Setting up: 2 of 8, 7 open, two views" in said and "In progress: 1 of 8, 7 open" in said
    assert "1 of 3, 2 open, signed" in page.grid.links["QM1"].accessibleName()
    assert "%" not in words_of(page) and "to answer" in words_of(page.grid)


def test_passes_are_opened_and_closed(frame: Frame, session: Session) -> None:
    page = go(frame, "markers")
    page._open("looking-back")
    settle()
    assert session.look(passes.current, case_of(session).id, "looking-back") is not None
    page._close(page._ground.passes["setting-up"])
    settle()
    closed = session.look(passes.current, case_of(session).id, "setting-up")
    assert closed is not None and closed.closed_on is not None
    wizard = open_at(frame, "QM9", "questions", pass_="setting-up", question="9.2")
    assert wizard.view.form is None and "was closed on" in words_of(wizard.view)


def test_passes_are_compared_question_by_question(frame: Frame) -> None:
    page = go(frame, "passes")
    assert "Commissioner: Working on it, then Partly met" in words_of(page)


def test_a_late_clock_is_explained(frame: Frame, session: Session, tmp_path: Path) -> None:
    page = go(frame, "clocks")
    late = next(one for one in page.standings if one.needs_words)
    assert late.due.clock.id == "notify-incident"
    page.words[late.due.clock.id].set_value("The form came back twice")
    button = next(one for one in page.findChildren(kit.Button) if one.accessibleName().endswith(late.due.clock.title))
    button.click()
    settle()
    kept = session.look(case_clocks.explanations, case_of(session).id)
    assert kept == {"notify-incident": "The form came back twice"}
    assert "Why: The form came back twice" in words_of(page)
    page.closed.set_value("24 December 2016\nsome day")
    page.save_closures()
    assert page.closed.error
    page.closed.set_value("24 December 2016")
    page.save_closures()
    settle()
    assert len(session.look(case_clocks.closures)) == 1
    page.save_calendar(tmp_path / "clocks.ics")
    settle()
    assert (tmp_path / "clocks.ics").read_text().startswith("BEGIN:VCALENDAR")


def test_a_limit_is_put_right_for_later_cases(frame: Frame, session: Session) -> None:
    assert isinstance(session.circumstances, FixedCircumstances)
    session.circumstances.moment += timedelta(hours=1)  # the case is there before
    page = go(frame, "clocks")
    clock = next(one.due.clock for one in page.standings if not one.due.clock.checked)
    link = next(one for one in page.findChildren(kit.Link) if one.accessibleName() == f"Correct: {clock.title}")
    link.click()
    form = next(one for one in page.findChildren(kit.InlineForm) if one.isVisibleTo(page))
    form.form.fields["offset"].set_value(clock.offset + 5)
    form.form.fields["by"].set_value("Priya Thornlea")
    form.save.click()
    settle()
    terminology = case_of(session).terminology
    kept = session.look(checked.lengths, terminology, clock.id)
    assert [(one.offset, one.unit) for one in kept] == [(clock.offset + 5, clock.unit)]
    assert "for cases begun since" in words_of(page)
    assert not next(one.due.clock for one in page.standings if one.due.clock.id == clock.id).checked


def _copy_of(marker: str) -> str:
    """A page of one marker as the publisher sets it, in our own words."""
    one = frameworks.load("scr-2016").marker(marker)
    lines = [f"Quality Marker {one.number}: {one.short_name}", "", "Quality statement", one.statement, "", "Rationale"]
    lines += [*one.rationale, "", "How might you know if you are meeting this QM?"]
    lines += [f"{question.number}. {question.text}" for question in one.questions]
    return "\n".join(lines)


def test_published_wording_is_read_reported_and_kept(frame: Frame, session: Session, tmp_path: Path) -> None:
    page = go(frame, "published")
    copy = tmp_path / "copy.txt"
    copy.write_text(_copy_of("QM3"))
    page.single.set_value("QM3")
    page.read(copy)
    settle()
    assert page.reading is not None and page.reading.wording is not None, page.reading.summary if page.reading else ""
    page.keep()
    settle()
    kept = session.look(published_keeping.kept, "scr-2016")
    assert kept is not None and [one.marker_id for one in kept.markers] == ["QM3"]
    wizard = open_at(frame, "QM3", "read")
    assert "As published" in words_of(wizard.view)


def test_a_copy_without_text_is_refused_in_words(frame: Frame, tmp_path: Path) -> None:
    page = go(frame, "published")
    (tmp_path / "scan.txt").write_text("   \n")
    page.read(tmp_path / "scan.txt")
    settle()
    assert "There is no text in this file" in page.form.summary.accessibleDescription()
    assert page.bar.isHidden()


def test_each_limb_of_the_criteria_is_a_line_of_the_chairs_record(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM2", "decision")
    view = page.view.views[0]
    view.open(view.rows()[0].id)
    sheet = view.below[0]
    assert [one.option for one in sheet.lines] == list(sheet.register.field("limb").choices())
    line = next(one for one in sheet.lines if one.option == "custody")
    assert line.state.text() == "Not considered yet"
    line.open()
    line.form.fields["finding"].set_value("not_met")
    line.form._touched()
    line.form.save()
    settle()
    made = session.look(lambda store: store.find(RegisterRow, register="decision_limb"))
    assert [row.values["finding"] for row in made if row.values["limb"] == "custody"] == ["not_met"]
    assert made[-1].values["decision"] == view.rows()[0].id


def test_the_factor_worksheet_writes_the_paragraph(frame: Frame) -> None:
    page = open_at(frame, "QM6", "factors")
    assert "Weighed as much: strengths, vulnerabilities" in words_of(page.view)


def test_processes_say_who_may_be_spoken_to_as_things_stand(frame: Frame) -> None:
    page = open_at(frame, "QM9", "processes")
    said = words_of(page.view)
    assert "The process has changed stage since this permission was given" in said
    assert "may be spoken to" in said and "Check it again" in said


def test_the_index_stage_shows_the_coverage(frame: Frame) -> None:
    page = open_at(frame, "QM9", "index")
    assert "Records without one" in words_of(page.view)


def test_the_chain_shows_what_is_without_evidence(frame: Frame) -> None:
    page = open_at(frame, "QM13", "chain")
    said = words_of(page.view)
    assert "How widespread: no evidence yet" in said
    assert "0 for, 1 against" in said


def test_a_step_of_publication_day_is_marked_done(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM17", "runbook")
    button = next(
        one for one in page.view.findChildren(kit.Button) if one.accessibleName() == "Mark as done: Ring the family"
    )
    button.click()
    settle()
    steps = session.look(rows.rows, case_of(session), page.desk.ground.registers["runbook_step"])
    assert [bool(row.values.get("done_at")) for row in steps] == [True, False]
    assert "1 step to do" in words_of(page.view)


def test_output_and_outcome_stand_apart(frame: Frame) -> None:
    page = open_at(frame, "QM18", "measures")
    said = words_of(page.view)
    assert "Output: was it done" in said and "February 2016 · Seven of ten · Better" in said


def test_documents_are_those_that_can_be_written(frame: Frame) -> None:
    page = open_at(frame, "QM1", "documents")
    assert "Marker record" in words_of(page.view)


def test_a_link_keeps_its_record_while_the_list_is_read(qapp: QApplication) -> None:
    from desktop.markers.citing import Choice

    model = Choices()
    box = LinkBox(model, search=True)
    box.set_record("b")
    assert box.record() == "b" and box.currentText() == "Being looked up"
    model.set_choices([Choice("a", "First"), Choice("b", "Second")])
    assert box.record() == "b" and box.currentText() == "Second"
    box.setEditText("nobody")
    box._typed()
    assert box.record() == "b" and box.currentText() == "Second"
    model.set_choices([Choice("a", "First")])
    assert box.record() == "b" and "no longer here" in box.currentText()
    box.deleteLater()
