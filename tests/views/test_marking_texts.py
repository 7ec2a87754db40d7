"""Words of findings, narratives and descriptions are marked by keys where they are written, and reworded from there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.markers import framework, judge, passes, registers, rows, stages
from storage.records import Judgement, Mark, RegisterRow
from tests.desktop.disclosure import making
from tests.views.conftest import accessible_problems
from tests.views.release_desk import CTRL, SHIFT, Desk, desk, office

__all__ = ("desk", "office")
Key = Qt.Key
TEXT = "In May 😀 cafe\u0301 talk: they slept in the van by the quay. Nobody asked.\n\nשלום later."
HIDDEN = "they slept in the van by the quay"
VALUES = {"number": 1, "title": "News travels by chance", "what": TEXT, "in_case": "It was so in the case."}


def finding(at: Desk, text: str = TEXT) -> RegisterRow:
    register = registers.load("scr-2016")["finding"]
    return at.office.session.do("finding", rows.save, at.office.case, register, {**VALUES, "what": text})


def held(at: Desk, place: Place) -> tuple[Mark, ...]:
    return at.office.session.look(marks.of, place)


def open_finding(at: Desk, row: RegisterRow) -> Any:
    """The form of a finding, with the keyboard in its long text."""
    (stage, *_) = stages.load("scr-2016").where("finding", "what")
    at.go("marker", marker=stage.marker, stage=stage.id, register="finding", row=row.id, field="what")
    form = next(view.form for view in [at.page.view, *at.page.view.views] if getattr(view, "form", None))
    form.fields["what"].focus()
    return form


def select(at: Desk, box: Any, words: str) -> None:
    """By keys: to the first word, then over the words; a sign that a reader sees as one is one key."""
    text = box.toPlainText()
    at.press(Key.Key_Home, CTRL)
    units = len(text[: text.index(words)].encode("utf-16-le")) // 2
    while box.textCursor().position() < units:
        at.press(Key.Key_Right)
    at.press(Key.Key_Right, SHIFT, times=len(words))
    assert box.textCursor().selectedText() == words


def said(widget: Any) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_words_of_a_finding_are_withheld_by_keys_where_it_is_written(desk: Desk) -> None:
    row = finding(desk)
    place = Place("RegisterRow", row.id, "what")
    form = open_finding(desk, row)
    select(desk, form.fields["what"].text, HIDDEN)
    desk.press(Key.Key_M, CTRL)
    desk.type("R12")
    desk.press(Key.Key_Return)
    (mark,) = held(desk, place)
    assert (mark.quoted, mark.reason, mark.created_by) == (HIDDEN, "R12", desk.office.session.worker.id)
    text = desk.office.session.look(marks.text_at, place)
    assert text[mark.start : mark.end] == HIDDEN, "code points, though an emoji stands before it"
    assert not accessible_problems(desk.page)
    desk.press(Key.Key_Home, CTRL)
    desk.press(Key.Key_F8)
    assert desk.page.reader.selection() == (mark.start, mark.end)
    desk.press(Key.Key_D, CTRL)
    form = open_finding(desk, row)
    assert "Withheld here: 1 passage (R12)." in form.fields["what"].echo.text()


def test_what_was_typed_is_saved_before_it_is_marked(desk: Desk) -> None:
    row = finding(desk)
    form = open_finding(desk, row)
    desk.press(Key.Key_Home, CTRL)
    desk.type("First words. ")
    select(desk, form.fields["what"].text, HIDDEN)
    desk.press(Key.Key_M, CTRL)
    desk.press(Key.Key_Return)
    place = Place("RegisterRow", row.id, "what")
    (mark,) = held(desk, place)
    text = desk.office.session.look(marks.text_at, place)
    assert text.startswith("First words. ") and text[mark.start : mark.end] == HIDDEN


def test_a_mark_whose_words_changed_is_to_be_looked_at_where_it_stands(desk: Desk) -> None:
    row = finding(desk)
    place = Place("RegisterRow", row.id, "what")
    at = TEXT.index(HIDDEN)
    desk.office.session.do("m", marks.withhold, place, at, at + len(HIDDEN), "R6")
    form = open_finding(desk, row)
    form.fields["what"].text.selectAll()
    desk.type("It was so in spring.")
    desk.press(Key.Key_M, CTRL)
    desk.press(Key.Key_Escape)
    assert not held(desk, place) or held(desk, place)[0].drifted
    assert desk.office.session.look(lambda store: store.find(Mark, deleted=None))[0].drifted


def test_the_narrative_of_a_judgement_is_marked_by_keys(desk: Desk) -> None:
    do, case_id = desk.office.session.do, desk.office.case.id
    chosen = do("pass", passes.open_pass, case_id, "in-progress")
    known = framework.load("scr-2016")
    made: Judgement = do(
        "judge", judge.judge, chosen, known, "1.1", "lead-reviewer", "partly-met", narrative=TEXT,
        no_evidence_because="It was said at a meeting.",
    )  # fmt: skip
    desk.go("marker", marker="QM1", stage="questions", question="1.1", pass_="in-progress")
    form = next(one for one in desk.page.view.findChildren(object) if type(one).__name__ == "JudgementForm")
    form.narrative.focus()
    select(desk, form.narrative.text, HIDDEN)
    desk.press(Key.Key_M, CTRL)
    desk.type("R5")
    desk.press(Key.Key_Return)
    (mark,) = held(desk, Place("Judgement", made.id, "narrative"))
    assert (mark.quoted, mark.reason) == (HIDDEN, "R5")


def test_a_description_for_the_index_is_marked_by_keys(desk: Desk) -> None:
    words = "Letter of the hospital about the burns on the left arm in the spring of 2015"
    entry = making.ready(desk.office, 1, description=words)
    desk.go("disclosure", entry=entry.id)
    box = desk.page.entry.answers.description.text
    box.setFocus()
    select(desk, box, "the burns on the left arm")
    desk.press(Key.Key_M, CTRL)
    desk.type("R4")
    desk.press(Key.Key_Return)
    (mark,) = held(desk, Place("IndexEntry", entry.id, "description"))
    assert mark.quoted == "the burns on the left arm"
    desk.press(Key.Key_D, CTRL)
    assert desk.page.entry.shown.entry.id == entry.id, "back where it is written"


def test_words_that_are_not_kept_cannot_be_marked_and_that_is_said(desk: Desk) -> None:
    entry = making.ready(desk.office, 1, description="Letter of the hospital about an appointment in spring 2015")
    desk.go("disclosure", entry=entry.id)
    box = desk.page.entry.answers.description.text
    box.setFocus()
    desk.press(Key.Key_End, CTRL)
    desk.type(" and more")
    box.selectAll()
    desk.press(Key.Key_M, CTRL)
    assert "Save it first" in said(desk.window)
    assert desk.office.session.look(lambda store: store.find(Mark)) == ()


@pytest.mark.parametrize("kind", ["Judgement", "SignOff"])
def test_a_text_that_is_gone_is_said_in_words(desk: Desk, kind: str) -> None:
    desk.go("text", place=f"{kind}:0190f000-0000-7000-8000-000000000001:narrative")
    assert desk.page.reader.toPlainText() == ""


def review(at: Desk) -> None:
    """The release review of the report, for publication."""
    at.go("release", what="report:overview-report", profile="publication")
    at.qtbot.waitUntil(lambda: at.page.found is not None, timeout=20_000)


def test_from_the_list_of_places_to_the_words_and_on_to_where_they_are_written(desk: Desk) -> None:
    row = finding(desk, f"It was so in May: {HIDDEN}. Nobody asked.")
    place = Place("RegisterRow", row.id, "what")
    text = desk.office.session.look(marks.text_at, place)
    at = text.index(HIDDEN)
    desk.office.session.do("m", marks.withhold, place, at, at + len(HIDDEN), "R6")
    review(desk)
    (line,) = [one for one in desk.page.found.lines if one.state == "blocked"]
    assert line.word == HIDDEN and line.why.startswith("Reword it")
    desk.page.table.choose(line.key)
    desk.page.table.setFocus()
    desk.press(Key.Key_Return)
    assert desk.page.reader.selection() == (at, at + len(HIDDEN))
    desk.press(Key.Key_D, CTRL)
    form = next(view.form for view in [desk.page.view, *desk.page.view.views] if getattr(view, "form", None))
    assert form.fields["what"].value() == text
    form.fields["what"].text.selectAll()
    desk.type("It was so in spring.")
    desk.press(Key.Key_M, CTRL)
    desk.press(Key.Key_Escape)
    for mark in held(desk, place):
        desk.page.reader.go_to(mark.id)
        desk.page.reader.setFocus()
        desk.press(Key.Key_Delete)
    assert held(desk, place) == ()
    review(desk)
    assert not [one for one in desk.page.found.lines if one.state == "blocked"]
