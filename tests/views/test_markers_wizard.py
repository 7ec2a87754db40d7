"""The wizard of a marker: stages in any order, forms that save and keep drafts, rows, judgements, sign-off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop import session as sessions
from desktop.casework import drafts
from desktop.markers import citing, judge, overview, rows
from desktop.markers.stages import StageKind
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.session import Session
from storage.circumstances import FixedCircumstances
from storage.records import Case, EvidenceLink, IndexEntry, Judgement, RegisterRow, SignOff
from tests.desktop.conftest import PASSPHRASE
from tests.screens import clipped, settle
from tests.views.conftest import accessible_problems
from tests.views.markers_scene import worked_on
from views.frame import Frame
from views.markers import kinds
from views.markers.wizard_page import WizardPage
from views.window import Window


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene, made once a worker and copied by each test."""
    folder = tmp_path_factory.mktemp("markers")
    worked_on(folder).session.close()
    return folder / "board.caseward"


@pytest.fixture
def session(scene: Path, tmp_path: Path) -> Iterator[Session]:
    """An open session on a copy."""
    shutil.copytree(scene, tmp_path / "board.caseward")
    opened = sessions.unlock(tmp_path / "board.caseward", PASSPHRASE, circumstances=FixedCircumstances())
    yield opened
    opened.close()


@pytest.fixture
def frame(session: Session, settings: Settings, qapp: QApplication) -> Iterator[Frame]:
    """A window's frame inside the case."""
    made = Frame(settings, session=session, circumstances=session.circumstances)
    case = session.look(lambda store: store.find(Case))[0]
    made.enter_case(case.id, case.code_name, case.reference)
    yield made
    made.deleteLater()


def case_of(session: Session) -> Case:
    return session.look(lambda store: store.find(Case))[0]


def open_at(frame: Frame, marker: str, stage: str, **where: Any) -> WizardPage:
    frame.navigate("marker", marker=marker, stage=stage, **where)
    settle()
    page = frame.page
    assert isinstance(page, WizardPage)
    return page


def test_every_stage_of_every_wizard_can_be_opened_and_named(frame: Frame) -> None:
    page = open_at(frame, "QM1", "read")
    assert page.desk is not None
    for marker in page.desk.ground.stages.markers:
        page = open_at(frame, marker, "")
        for stage in page.stages():
            page.show_stage(stage.id)
            assert page.view is not None
            assert type(page.view) is kinds.PAGES.get(stage.page, kinds.VIEWS[stage.kind])
            assert accessible_problems(page.view) == [], (marker, stage.id)
    settle()


def test_a_form_is_saved_when_the_stage_is_left(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM1", "referral")
    form = page.view.forms[0]
    form.fields["referrer_role"].line.setText("School nurse")
    form._touched()
    page.show_stage("children")
    settle()
    row = session.look(lambda store: store.one(RegisterRow, register="referral"))
    assert row is not None and row.values["referrer_role"] == "School nurse"
    page.show_stage("referral")
    assert page.view.forms[0].fields["referrer_role"].line.text() == "School nurse"


def test_two_stages_that_show_one_row_do_not_undo_each_other(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM1", "referral")
    first = page.view.forms[0]
    first.fields["referrer_role"].line.setText("School nurse")
    first._touched()
    page.show_stage("basis")  # at once, before the save of the stage before has ended
    second = page.view.forms[0]
    second.fields["basis_text"].set_value("Because of what happened")
    second._touched()
    page.show_stage("children")
    settle()
    found = session.look(lambda store: store.find(RegisterRow, register="referral"))
    assert [(one.values["referrer_role"], one.values["basis_text"]) for one in found] == [
        ("School nurse", "Because of what happened")
    ]


def test_a_register_of_one_row_gets_no_second_one(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM17", "runbook")
    for typed in ("Home page", "News page"):
        form = page.view.forms[0]
        form.row = None
        form.fields["web_entry"].line.setText(typed)
        form._touched()
        form.save()
        settle()
    found = session.look(lambda store: store.find(RegisterRow, register="publication_record"))
    assert [one.values["web_entry"] for one in found] == ["News page"]


def test_what_cannot_be_read_is_said_beside_the_field_and_kept_as_it_was_typed(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM1", "referral")
    form = page.view.forms[0]
    form.fields["received_on"].line.setText("the other day")
    form.fields["incident_summary"].set_value("Word paste\u00a0with spaces")
    form._touched()
    page.save_and_continue()
    settle()
    assert page.stage.id == "referral"
    assert "must be a date" in form.fields["received_on"].error
    page.show_stage("children")
    settle()
    page.show_stage("referral")
    again = page.view.forms[0]
    assert again.fields["received_on"].line.text() == "the other day"
    again.fields["received_on"].line.setText("8/2/16")
    again._touched()
    page.save_and_continue()
    settle()
    assert page.stage.id == "children"
    row = session.look(lambda store: store.one(RegisterRow, register="referral"))
    assert row is not None
    assert row.values["received_on"] == "2016-02-08"
    assert row.values["incident_summary"] == "Word paste with spaces"
    assert session.look(drafts.waiting, session.worker.id) == ()


def test_locking_keeps_what_is_typed(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM1", "referral")
    form = page.view.forms[0]
    form.fields["referrer_role"].line.setText("Half a wo")
    form._touched()
    page.draft()
    kept = session.look(drafts.waiting, session.worker.id)
    assert [one.body["referrer_role"] for one in kept] == ["Half a wo"]


def test_conditional_fields_come_and_go(frame: Frame) -> None:
    page = open_at(frame, "QM2", "decision")
    view = page.view.views[0]
    view.add()
    field = view.form.fields["other_process"]
    assert field.isHidden()
    view.form.fields["decision"].set_value("audit")
    view.form._touched()
    assert not field.isHidden()


def test_a_child_row_belongs_to_the_row_it_is_added_under(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "processes")
    view = page.view.views[0]
    inquest = next(row for row in view.rows() if row.values["kind"] == "inquest")
    view.open(inquest.id)
    below = view.below[0]
    assert below.rows() == ()
    below.add()
    assert "process" not in below.form.fields
    below.form.fields["what"].line.setText("Opened")
    below.form.fields["on"].line.setText("March 2016")
    below.form._touched()
    below.save()
    settle()
    made = session.look(lambda store: store.find(RegisterRow, register="process_date"))
    assert [(row.values["process"], row.values["on"]) for row in made if row.values["what"] == "Opened"] == [
        (inquest.id, "2016-03")
    ]
    assert len(below.rows()) == 1


def test_a_filter_of_a_stage_fills_a_new_row(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "coroner")
    view = page.view.views[0]
    view.add()
    assert "body" not in view.form.fields
    view.form.fields["sent_on"].line.setText("20/2/16")
    view.form._touched()
    view.save()
    settle()
    assert [row.values["body"] for row in view.rows()] == ["coroner"]


def test_removing_a_row_with_evidence_says_so_and_can_be_undone(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "liaison")
    view = page.view.views[0]
    row = view.rows()[0]
    view.table.choose(row.id)
    view.remove()
    settle()
    said = " ".join(bar.label.text() for bar in page.notices.bars())
    assert "was removed" in said and "rest on it" in said
    assert view.rows() == ()
    assert all(link.record_gone for link in session.look(lambda store: store.find(EvidenceLink, record_id=row.id)))
    frame.registry.trigger("undo")
    settle()
    assert [one.id for one in page.view.views[0].rows()] == [row.id]


def test_a_frozen_row_is_corrected_beside(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "liaison")
    view = next(one for one in page.view.views if one.register.id == "contact_permission")
    row = view.rows()[0]
    view.open(row.id)
    view.form.fields["condition"].set_value("Not about the night itself")
    view.form._touched()
    page.show_stage("coroner")
    settle()
    assert len(session.look(rows.rows, case_of(session), view.register)) == 2, "leaving makes no correction by itself"
    page.show_stage("liaison")
    view = next(one for one in page.view.views if one.register.id == "contact_permission")
    view.open(row.id)
    assert view.form.fields["condition"].value() == "Not about the night itself"
    view.save()
    settle()
    found = session.look(rows.rows, case_of(session), view.register)
    assert [one.corrects_id for one in found if one.corrects_id] == [row.id]


def test_a_judgement_says_what_is_missing_and_is_saved(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "questions", question="9.3")
    form = page.view.form
    form.status.set_value("met")
    form._touched()
    page.save_and_continue()
    settle()
    assert form.narrative.error and form.no_evidence.error
    form.narrative.set_value("The coroner was told on the day.")
    form._touched()
    page._link_evidence()
    picker = form.evidence.picker
    picker.choose("RegisterRow", "process")
    settle()
    row = session.look(lambda store: store.find(RegisterRow, register="process"))[0]
    picker.record.set_value(row.id)
    picker.part.set_value("kind")
    picker.shows.set_value("An inquest is expected")
    picker._take()
    form.save()
    settle()
    made = session.look(lambda store: store.one(Judgement, question="9.3", superseded_by=""))
    assert made is not None and made.status == "met"
    links = session.look(judge.evidence_of, made.id)
    assert [(link.record_id, link.place, link.shows) for link in links] == [(row.id, "kind", "An inquest is expected")]
    assert "1 link of evidence" in " ".join(one.text() for one in page.view.findChildren(type(page.bar.words)))


def test_an_entry_of_the_index_can_be_the_evidence(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "questions", question="9.7")
    page._link_evidence()
    picker = page.view.form.evidence.picker
    picker.choose("IndexEntry")
    settle()
    entry = session.look(lambda store: store.find(IndexEntry))[0]
    picker.record.set_value(entry.id)
    picker.place.set_value("Owner")
    picker._take()
    form = page.view.form
    form.status.set_value("met")
    form.narrative.set_value("The owner said so in writing.")
    form._touched()
    form.save()
    settle()
    made = session.look(lambda store: store.one(Judgement, question="9.7", superseded_by=""))
    assert made is not None
    (link,) = session.look(judge.evidence_of, made.id)
    assert (link.record_kind, link.record_id, link.place) == ("IndexEntry", entry.id, "Owner")
    shown = " ".join(one.text() for one in page.view.findChildren(QLabel))
    assert citing.words(entry) in shown


def test_a_typed_judgement_is_kept_until_it_is_saved(frame: Frame) -> None:
    page = open_at(frame, "QM9", "questions", question="9.4")
    page.view.form.narrative.set_value("Not finished")
    page.view.form._touched()
    page.view.open("9.5")
    settle()
    page.view.open("9.4")
    assert page.view.form.narrative.value() == "Not finished"
    open_at(frame, "QM1", "read")
    page = open_at(frame, "QM9", "questions", question="9.4")
    assert page.view.form.narrative.value() == "Not finished"


def test_sign_off_asks_why_when_something_is_open(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "sign-off")
    view = page.view
    view._sign()
    assert set(view.form.summary.accessibleDescription().split(". ")) >= {
        "Select who decided",
        "Select the proof, or that there is none yet",
    }
    person = view.desk.ground.people[0]
    view.person.set_value(person.id)
    view.role.line.setText("Independent chair")
    view.proof.set_value("none")
    view.reason.set_value("The inquest has not begun")
    view._sign()
    settle()
    signed = session.look(lambda store: store.find(SignOff, subject_id="QM9"))
    assert [(one.decided_by, one.reason, one.proof_kind) for one in signed] == [
        (person.id, "The inquest has not begun", "")
    ]
    page.view.why.set_value("A new process began")
    page.view._reopen()
    settle()
    assert page.desk.now.signed is None


def test_one_returns_to_the_same_stage(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM9", "liaison")
    settle()
    frame.navigate("markers")
    settle()
    frame.navigate("marker", marker="QM9")
    settle()
    assert frame.page.stage.id == "liaison"
    assert frame.page is page
    state = session.look(overview.stage_state, case_of(session).id, page.desk.now.chosen.id, "QM9", "")
    assert "liaison" in state.cursor


def test_stages_say_how_far_they_are(frame: Frame) -> None:
    page = open_at(frame, "QM9", "read", pass_="setting-up")
    settle()
    said = {one.id: one.status for one in page.list.entries()}
    assert said["processes"] == "2 processes"
    assert said["liaison"] == "1 answer to fill in"
    assert said["coroner"] == "Not started"
    assert said["read"] == "Read"
    assert said["questions"] == "2 of 8, 7 open"


def test_warnings_lead_to_the_row_that_answers_them(frame: Frame) -> None:
    page = open_at(frame, "QM9", "read")
    page._look_at_flags()
    settle()
    stale = next(one for one in page.panel.flags if one.register == "contact_permission")
    page.panel._to(stale)
    assert page.stage.id == "liaison"
    view = next(one for one in page.view.views if one.register.id == "contact_permission")
    assert view.form is not None and view.form.row.id == stale.row_id


def test_undo_takes_back_what_was_saved_not_where_one_was(frame: Frame, session: Session) -> None:
    page = open_at(frame, "QM1", "referral")
    form = page.view.forms[0]
    form.fields["referrer_role"].line.setText("School nurse")
    form._touched()
    page.save_and_continue()
    settle()
    assert session.undo_name == "Save referral"
    assert page.stage.kind is StageKind.REGISTER


@pytest.mark.long
@pytest.mark.timeout(600)
def test_nothing_is_clipped_at_twice_the_text_size(frame: Frame, settings: Settings) -> None:
    window = Window(settings)
    theme().set(wish="light", scale=200, density="regular")
    window.setMinimumSize(0, 0)
    window.resize(1280, 720)
    window.show_widget(frame)
    window.show()
    page = open_at(frame, "QM1", "read")
    assert page.desk is not None
    found: list[str] = []
    for marker in page.desk.ground.stages.markers:
        page = open_at(frame, marker, "")
        for stage in page.stages():
            page.show_stage(stage.id)
            page.panes.show_detail()
            settle(2)
            found += [f"{marker} {stage.id}: {words}" for words in clipped(window)]
    window.hide()
    frame.setParent(None)
    window.deleteLater()
    assert found == []


def test_a_stage_is_filled_in_and_left_with_keys_alone(frame: Frame, settings: Settings, session: Session) -> None:
    window = Window(settings)
    window.resize(1366, 728)
    window.show_widget(frame)
    window.show()
    window.activateWindow()
    page = open_at(frame, "QM1", "referral")
    page.focus_first()
    line = page.view.forms[0].fields["reference"].line
    assert QApplication.focusWidget() is line
    QTest.keyClick(line, Qt.Key.Key_End)
    QTest.keyClicks(line, "-b")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.view.forms[0].fields["referrer"].box
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    row = session.look(lambda store: store.one(RegisterRow, register="referral"))
    assert row is not None and row.values["reference"] == "WR-114-b"
    assert page.stage.id == "children"
    table = page.view.views[0].table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle()
    form = page.view.views[0].form
    assert form is not None and form.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert page.stage.id == "referral"
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    settle()
    assert page.stage.id == "children" and QApplication.focusWidget() is page.list
    window.resize(1024, 640)
    theme().set(wish="light", scale=200, density="regular")
    settle()
    page.panes.show_list()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    settle()
    assert page.stage.id == "children" and QApplication.focusWidget() is page.list
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    settle()
    assert page.stage.id == "safety" and page.view.isAncestorOf(QApplication.focusWidget())
    window.hide()
    frame.setParent(None)
    window.deleteLater()
