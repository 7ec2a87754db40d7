"""Marks, "shown as", release review, audiences and copies, worked by real keys on a real vault."""

# ruff: noqa: F811 -- pytest gives fixtures by name
from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.casework import cast as casts
from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.markers import passes
from desktop.reports import catalogue
from storage.records import Mark
from tests.screens import settle
from tests.views.conftest import accessible_problems
from tests.views.release_desk import CTRL, NONE, SHIFT, TEXT, Desk, Key, desk, office  # noqa: F401 -- fixtures
from views.kit import InlineForm
from views.release.statements import Statements


def read(desk: Desk, note_id: str) -> Any:
    desk.go("evidence", item=note_id)
    desk.page.panes.show_detail()
    desk.page.pane.reader.setFocus()
    settle()
    return desk.page.pane


def select(desk: Desk, words: str, text: str = TEXT) -> None:
    """By keys: to the first word, then with Shift over the words."""
    desk.press(Key.Key_Home, CTRL)
    desk.press(Key.Key_Right, times=text.index(words))
    desk.press(Key.Key_Right, SHIFT, times=len(words))


# --- marks


def test_words_are_withheld_by_keys_alone_and_taken_back(desk: Desk) -> None:
    note = desk.note()
    pane = read(desk, note)
    select(desk, "Mrs Ferncastle had helped")
    desk.press(Key.Key_M, CTRL)
    desk.type("R7")
    desk.press(Key.Key_Return)
    (mark,) = desk.held(note)
    assert (mark.quoted, mark.reason) == ("Mrs Ferncastle had helped", "R7")
    assert desk.at() is pane.reader, "the keyboard is back in the text"
    desk.press(Key.Key_Home, CTRL)
    desk.press(Key.Key_F8)
    assert pane.reader.selection() == (mark.start, mark.end)
    desk.press(Key.Key_Delete)
    assert desk.held(note) == ()
    desk.office.session.undo()
    settle()
    assert [one.quoted for one in desk.held(note)] == ["Mrs Ferncastle had helped"]


def test_several_marks_are_visited_both_ways_and_read_in_the_margin(desk: Desk) -> None:
    note = desk.note()
    for words, reason in (("Fridays", "R3"), ("plan for the winter", "R8")):
        desk.office.session.do(
            "m", marks.withhold, Place("Note", note, "text"), TEXT.index(words), TEXT.index(words) + len(words), reason
        )
    pane = read(desk, note)
    desk.press(Key.Key_Home, CTRL)
    seen = []
    for key in ((Key.Key_F8, NONE), (Key.Key_F8, NONE), (Key.Key_F8, SHIFT)):
        desk.press(*key)
        start, end = pane.reader.selection()
        seen.append(TEXT[start:end])
    assert seen == ["Fridays", "plan for the winter", "Fridays"]
    said = [one.accessibleName() for one in desk.page.side.findChildren(QWidget) if one.isVisible()]
    assert any(name.startswith("withheld, legal advice") for name in said)


def test_a_mark_gets_a_memo_and_another_reason_by_keys(desk: Desk) -> None:
    note = desk.note()
    desk.office.session.do("m", marks.withhold, Place("Note", note, "text"), 0, 14, "R3")
    read(desk, note)
    desk.press(Key.Key_F8)
    desk.press(Key.Key_Return)
    form = next(iter(desk.page.pane.marking.holder.findChildren(QWidget)))
    assert form is not None
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Tab)
    desk.type("as agreed in June")
    desk.press(Key.Key_Return, CTRL)
    (mark,) = desk.held(note)
    assert (mark.reason, mark.memo) == ("R4", "as agreed in June")


def test_digits_highlight_and_the_same_again_takes_it_away(desk: Desk) -> None:
    note = desk.note()
    read(desk, note)
    select(desk, "rang on Fridays")
    desk.press(Key.Key_4)
    assert [(one.code, one.reason) for one in desk.held(note)] == [("4", "")]
    desk.press(Key.Key_4)
    assert desk.held(note) == ()


def test_nothing_selected_says_so_and_marks_nothing(desk: Desk) -> None:
    note = desk.note()
    read(desk, note)
    desk.press(Key.Key_Home, CTRL)
    desk.press(Key.Key_M, CTRL)
    assert desk.held(note) == ()
    assert "Select words" in " ".join(bar.label.text() for bar in desk.page.notices.bars())


def test_shown_as_gives_the_words_of_an_audience_and_goes_back(desk: Desk) -> None:
    note = desk.note()
    at = TEXT.index("plan for the winter")
    desk.office.session.do("m", marks.withhold, Place("Note", note, "text"), at, at + 19, "R8")
    pane = read(desk, note)
    for key, there, gone in (
        ("board", "[withheld]", "plan for"),
        (f"family:{desk.office.mother.id}", "restricted by law", "plan for"),
        ("internal", "plan for the winter", "[withheld"),
    ):
        pane.marking.shown_as.set_value(key)
        pane.marking.shown_as.changed.emit()
        settle()
        shown = pane.reader.toPlainText()
        assert there in shown and gone not in shown, key
    assert desk.office.session.look(lambda store: store.get(Mark, desk.held(note)[0].id)).start == at


# --- release review


def test_every_question_is_answered_by_keys_and_holds(desk: Desk) -> None:
    note = desk.note()
    desk.review(note)
    page = desk.page
    assert page.found.open == 1 and "1 question" in page.bar.label.text()
    desk.press(Key.Key_N)
    assert desk.decided() == [("Ferncastle", "not_a_name")] and page.found.open == 0
    page.table.setFocus()
    page._narrow("kept")
    settle()
    desk.press(Key.Key_Delete)
    assert desk.decided() == [] and page.found.open == 1
    page._narrow("decide")
    settle()
    desk.press(Key.Key_W)
    assert desk.decided() == [("Ferncastle", "withhold")]
    assert any(line.printed == "[withheld]" for line in page.found.lines)


def test_this_is_somebody_by_keys(desk: Desk) -> None:
    note = desk.note()
    desk.review(note)
    desk.press(Key.Key_R)
    wanted = list(desk.page.around.everyone).index(desk.office.visitor.id)
    desk.press(Key.Key_Down, times=wanted + 1)
    desk.press(Key.Key_Return, CTRL)
    assert desk.decided() == [("Ferncastle", "this_is")]
    said = " ".join(one.text for _, one in desk.page.found.ready.made.told)
    assert "Ferncastle" not in said


def test_somebody_new_is_registered_from_the_question_by_keys_and_the_review_goes_on(desk: Desk) -> None:
    desk.review(desk.note())
    desk.press(Key.Key_R)
    for _ in range(8):
        if getattr(desk.at(), "text", lambda: "")() == "Somebody new: add a person":
            break
        desk.press(Key.Key_Tab)
    desk.press(Key.Key_Return)
    page = desk.page
    assert page.TITLE == "Person" and page.form.fields["name"].value() == "Ferncastle"
    page.form.fields["kind"].set_value("professional")
    page.form.fields["role"].set_value("Neighbourhood nurse")
    desk.press(Key.Key_S, CTRL)
    assert desk.page.TITLE == "Release review" and desk.page.found.open == 0
    said = " ".join(one.text for _, one in desk.page.found.ready.made.told)
    assert "Ferncastle" not in said and "eighbourhood nurse" in said


def test_the_file_is_written_when_nothing_is_open(desk: Desk, tmp_path: Path) -> None:
    note = desk.note()
    desk.review(note)
    desk.press(Key.Key_E, CTRL)
    assert not list(tmp_path.glob("*.pdf")), "a question is open"
    desk.press(Key.Key_N)
    desk.press(Key.Key_E, CTRL)
    desk.type(str(tmp_path))
    desk.press(Key.Key_Return, CTRL)
    (path,) = tmp_path.glob("*.pdf")
    with pypdfium2.PdfDocument(path) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "The mother said that" in " ".join(text.split()) and "Tarnbeck" not in text


def test_what_blocks_a_publication_leads_to_the_sentence(desk: Desk) -> None:
    note = desk.note("The plan was agreed because of her illness.")
    desk.office.session.do("m", marks.withhold, Place("Note", note, "text"), 20, 42, "R4")
    desk.review(note, "publication")
    assert "to reword" in desk.page.bar.label.text() and desk.page.line().state == "blocked"
    desk.press(Key.Key_W)
    assert desk.decided() == [], "nothing is withheld in a publication"
    desk.page.table.setFocus()
    desk.press(Key.Key_Return)
    assert desk.page.TITLE == "Note"


def test_decided_words_are_undone_in_one_list(desk: Desk) -> None:
    for word in ("Larkrise", "Ferncastle"):
        desk.office.session.do("d", casts.decide_word, desk.office.case.id, word, "not_a_name")
    desk.go("decided")
    desk.page.table.setFocus()
    assert desk.page.model.rowCount() == 2
    desk.press(Key.Key_Delete)
    assert len(desk.decided()) == 1 and desk.page.model.rowCount() == 1


@pytest.mark.parametrize("page", ["release", "decided", "reports", "words", "profiles", "public-facts"])
def test_every_control_has_a_name(desk: Desk, page: str) -> None:
    where = {"release": {"what": f"text:Note:{desk.note()}:text"}, "words": {"report": "family-letter"}}.get(page, {})
    desk.go(page, **where)
    assert accessible_problems(desk.page) == []


def test_words_are_withheld_while_a_note_is_written_and_stay_withheld(desk: Desk) -> None:
    note = desk.note()
    desk.go("note", note=note)
    box = desk.page.form.fields["text"].writer
    box.setFocus()
    select(desk, "Mrs Ferncastle had helped")
    desk.press(Key.Key_M, CTRL)
    desk.type("R3")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_S, CTRL)
    assert [(one.quoted, one.reason) for one in desk.held(note)] == [("Mrs Ferncastle had helped", "R3")]
    desk.press(Key.Key_Home, CTRL)
    desk.type("At noon. ")
    desk.press(Key.Key_S, CTRL)
    (mark,) = desk.held(note)
    assert mark.start == TEXT.index("Mrs Ferncastle had") + len("At noon. ") and not mark.drifted
    assert len(box.spans) == 1


# --- reports


def test_a_document_is_chosen_filled_and_looked_at_with_what_was_chosen(desk: Desk) -> None:
    chosen = desk.office.session.do("open", passes.open_pass, desk.office.case.id, "setting-up")
    desk.go("reports", report="marker-record", marker="QM9", pass_id=chosen.id)
    page = desk.page
    assert page.table.current_id() == "marker-record"
    assert page.values() == {"profile": "internal", "marker": "QM9", "pass_id": chosen.id}
    page.fields["profile"].set_value("board")
    page.table.setFocus()
    desk.press(Key.Key_Return)
    assert (desk.page.what.id, desk.page.profile) == ("marker-record", "board")
    assert desk.page.only == {"marker": "QM9", "pass_id": chosen.id}
    told = " ".join(str(one) for one in desk.page.found.ready.document.blocks)
    assert "QM9" in told and "QM8" not in told
    desk.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.page.values()["marker"] == "QM9"


def test_a_document_for_one_person_asks_for_whom(desk: Desk) -> None:
    desk.go("reports", report="family-letter")
    field = desk.page.fields["recipient"]
    assert field.isVisibleTo(desk.page)
    person = next(iter(desk.page.offer.people))
    desk.go("reports", report="family-letter", recipient=person)
    assert desk.page.values()["recipient"] == person
    desk.page.open("family-letter")
    settle()
    assert desk.page.recipient == person


def test_a_statement_nobody_checked_is_said_first_and_confirmed_once(desk: Desk) -> None:
    desk.go("reports", report="letter-initiating")
    page = desk.page
    waiting = page.offer.unchecked
    assert {one.clock_id for one in waiting} == {"tell-decision", "complete"}
    statements = page.detail.findChild(Statements)
    statements.ask(waiting[0])
    form = statements.findChild(InlineForm)
    form.save.click()
    settle()
    assert "Enter who compared it with its source" in form.form.fields["by"].error
    form.form.fields["by"].set_value("Priya Thornlea")
    form.save.click()
    settle()
    assert [one.clock_id for one in desk.page.offer.unchecked] == [waiting[1].clock_id]
    desk.page.open("letter-initiating")
    settle()
    assert "nobody has compared it" in desk.page.bar.label.text()


def test_the_words_of_a_document_are_the_boards_to_change(desk: Desk) -> None:
    desk.go("words", report="marker-record")
    title = desk.page.fields["title"]
    title.line.clear()
    title.focus()
    desk.press(Key.Key_S, CTRL)
    assert "Enter the words" in title.error
    title.focus()  # the keyboard went to the summary of what is to put right
    desk.type("Our own record")
    desk.press(Key.Key_S, CTRL)
    assert desk.office.session.look(catalogue.report, "marker-record").template.title == "Our own record"
    desk.page.fields["1.text"].text.setFocus()
    desk.type("Half a sentence ")
    desk.go("reports")
    assert "Our own record" in [desk.page.model.index(at, 0).data() for at in range(desk.page.model.rowCount())]
    desk.go("words", report="marker-record")
    assert "Half a sentence" in desk.page.fields["1.text"].value()
    desk.page.restore()
    settle()
    assert desk.office.session.look(catalogue.edited, "marker-record") is None
    assert "Half a sentence" not in desk.page.fields["1.text"].value()
