"""Bad input in the window where a person meets it: a clear sentence beside the field, and typed text is never lost."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from desktop.markers import judge
from desktop.session import Session
from storage.records import EvidenceLink, Judgement, RegisterRow
from tests.screens import settle
from tests.views.test_markers_sheets import put, said
from tests.views.test_markers_wizard import frame, open_at, scene, session  # noqa: F401
from views.frame import Frame
from views.markers.evidence import NO_LONGER, NOT_HELD

LONG = " ".join(f"word{number}." if number % 23 == 0 else f"word{number}" for number in range(30_000))


def test_a_date_before_the_incident_is_said_beside_the_field_and_stays_typed(
    frame: Frame,  # noqa: F811
    session: Session,  # noqa: F811
) -> None:
    page = open_at(frame, "QM5", "tensions")
    view = page.view.views[0]
    view.add()
    view.form.fields["kind"].set_value("political")
    view.form.fields["description"].set_value("A question in the council")
    view.form.fields["raised_on"].line.setText("3 January 2010")
    view.form._touched()
    view.save()
    settle()
    assert "same as or after the incident" in view.form.fields["raised_on"].error
    assert view.form.fields["raised_on"].line.text() == "3 January 2010"
    assert session.look(lambda store: store.count(RegisterRow, register="tension")) == 0
    open_at(frame, "QM1", "read")
    view = open_at(frame, "QM5", "tensions").view.views[0]
    assert view.form is not None, "what was begun stands open again"
    assert view.form.fields["description"].value() == "A question in the council"
    assert view.form.fields["raised_on"].line.text() == "3 January 2010"


def test_a_narrative_of_30000_words_is_kept_whole_as_judgement_and_as_row(
    frame: Frame,  # noqa: F811
    session: Session,  # noqa: F811
) -> None:
    page = open_at(frame, "QM9", "questions", question="9.4")
    form = page.view.form
    form.status.set_value("partly-met")
    form.narrative.set_value(LONG)
    form._touched()
    form.save()
    settle()
    made = session.look(lambda store: store.one(Judgement, question="9.4", superseded_by=""))
    assert made is not None and made.narrative == LONG
    page = open_at(frame, "QM1", "referral")
    page.view.forms[0].fields["rationale"].set_value(LONG)
    page.view.forms[0]._touched()
    page.show_stage("children")
    settle()
    row = session.look(lambda store: store.one(RegisterRow, register="referral"))
    assert row is not None and row.values["rationale"] == LONG
    page.show_stage("check")
    page.show_stage("referral")
    assert page.view.forms[0].fields["rationale"].value() == LONG


def test_formatting_of_a_word_processor_is_left_behind_when_it_is_pasted(
    frame: Frame,  # noqa: F811
    session: Session,  # noqa: F811
    qapp: QApplication,
) -> None:
    page = open_at(frame, "QM1", "referral")
    mime = QMimeData()
    mime.setHtml("<p class='MsoNormal' style='color:red'><b>Three</b> services met him.</p>")
    mime.setText("\uf0b7\tThree services\u00a0met him.\u000bNobody\u00ad knew \x93all\x94.\r\n")
    qapp.clipboard().setMimeData(mime)
    field = page.view.forms[0].fields["rationale"]
    field.controls()[0].paste()
    qapp.clipboard().clear()
    page.view.forms[0]._touched()
    page.show_stage("children")
    settle()
    row = session.look(lambda store: store.one(RegisterRow, register="referral"))
    assert row is not None
    assert row.values["rationale"] == "\u2022\tThree services met him.\nNobody knew \u201call\u201d."


def test_evidence_on_a_row_that_was_taken_away_says_so_in_the_judgement(
    frame: Frame,  # noqa: F811
    session: Session,  # noqa: F811
) -> None:
    row = put(session, "tension", kind="political", description="A question in the council")
    page = open_at(frame, "QM5", "questions", question="5.3")
    page._link_evidence()
    page.view.form.evidence.picker.choose("RegisterRow", "tension", row.id)
    page.view.form.evidence.picker._take()
    page.view.form.status.set_value("met")
    page.view.form.narrative.set_value("Said openly to members.")
    page.view.form._touched()
    page.view.form.save()
    settle()
    made = session.look(lambda store: store.one(Judgement, question="5.3", superseded_by=""))
    assert made is not None and len(session.look(judge.evidence_of, made.id)) == 1
    page.show_stage("tensions")
    view = page.view.views[0]
    view.table.choose(row.id)
    view.remove()
    settle()
    page.show_stage("check")
    settle()
    assert any("What it rests on is no longer here" in one for one in said(page.view))
    page.show_stage("sign-off")
    assert any("1 judgement rests on nothing that is still here" in one for one in said(page.view))
    page = open_at(frame, "QM5", "questions", question="5.3")
    settle()
    assert NO_LONGER in " ".join(one.text() for one in page.view.form.evidence.findChildren(type(page.bar.words)))
    made = session.look(lambda store: store.one(Judgement, question="5.3", superseded_by=""))
    assert made is not None and made.narrative == "Said openly to members."


def test_a_signed_record_is_not_taken_away_and_the_notice_says_what_to_do(
    frame: Frame,  # noqa: F811
    session: Session,  # noqa: F811
) -> None:
    page = open_at(frame, "QM9", "liaison")
    view = next(one for one in page.view.views if one.register.id == "contact_permission")
    row = view.rows()[0]
    view.table.choose(row.id)
    view.remove()
    settle()
    assert row.id in [one.id for one in view.rows()]
    assert "Add a correction beside it" in " ".join(bar.label.text() for bar in page.notices.bars())


def test_evidence_that_a_copy_does_not_hold_is_named_as_such(frame: Frame, session: Session) -> None:  # noqa: F811
    page = open_at(frame, "QM9", "questions")
    judged = next(one for each in page.desk.now.judgements.values() for one in each)
    for kind in ("Material", "RegisterRow"):
        link = EvidenceLink(case_id=judged.case_id, judgement_id=judged.id, record_kind=kind, record_id=f"no-{kind}")
        session.do("cite", lambda work, link=link: work.add(link))
    page.read_again()
    settle()
    page.view.open(judged.question, judged.perspective)
    assert said(page.view.form.evidence).count(NOT_HELD) == 2
    page.show_stage("check")
    settle()
    assert page.stage.id == "check"
