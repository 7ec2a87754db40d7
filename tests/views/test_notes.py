"""Writing a note by keys: speakers, questions, marks, people, undo, drafts, both versions after the power failed."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.casework import naming, notes
from desktop.session import Session
from storage.records import Draft, IndexEntry, Mark, Note, NoteKind, Person
from tests.screens import settle
from tests.views.casework.conftest import *  # noqa: F403 -- its fixtures: the furnished world and a window on it
from tests.views.casework.keys import page_of
from tests.views.furnish import World
from tests.views.notes_desk import ALT, CTRL, NONE, SHIFT, Desk
from views.window import Window

pytestmark = pytest.mark.usefixtures("dressed")
TURN = r"\d{1,2}:\d\d[ap]m"


@pytest.fixture
def desk(qtbot, case_window: Window, session: Session, world: World) -> Desk:
    return Desk(qtbot, case_window, session, world)


def marks_of(desk: Desk) -> list[tuple[str, str, str]]:
    rows = desk.session.look(lambda store: store.find(Mark, record_id=desk.page.record.id))
    return sorted((one.quoted, one.reason or one.code, one.memo) for one in rows)


def test_speaker_and_time_are_one_key_and_a_turn_nobody_used_is_taken_over(desk: Desk) -> None:
    desk.open(kind="account", speaker_ids=(desk.world.visitor.id,))
    code = desk.world.visitor.code
    desk.key(Qt.Key.Key_F2)
    desk.key(Qt.Key.Key_F3)  # the wrong key first: the empty turn becomes the other's
    desk.type("I had two patches.")
    desk.key(Qt.Key.Key_Return, CTRL)
    desk.type("Since when?")
    desk.key(Qt.Key.Key_Return, CTRL)
    desk.type("November.")
    lines = desk.writer.text().split("\n")
    assert len(lines) == 3
    assert re.fullmatch(rf"{TURN} \[{re.escape(code)}\]: I had two patches\.", lines[0])
    assert re.fullmatch(rf"{TURN} Board manager: Since when\?", lines[1])
    assert re.fullmatch(rf"{TURN} \[{re.escape(code)}\]: November\.", lines[2])


def test_the_guide_is_asked_by_keys_and_ticked(desk: Desk) -> None:
    desk.open(kind="account", topics=("Your role", "A normal week", "The letter"))
    desk.key(Qt.Key.Key_F7)
    desk.key(Qt.Key.Key_3, ALT)
    desk.key(Qt.Key.Key_F7)
    asked = re.findall(r"Q(\d) (.*)", desk.writer.text())
    assert asked == [("1", "Your role"), ("3", "The letter"), ("2", "A normal week")]
    desk.page.keys.bring_up_to_date()
    assert [one.icon for one in desk.page.surface.side.guide.entries()] == ["done"] * 3
    desk.key(Qt.Key.Key_F7)
    assert "Every question" in desk.said()


def test_word_for_word_is_told_from_what_was_understood(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("It went astray. ")
    desk.key(Qt.Key.Key_F6)
    desk.type("Nobody rang me")
    desk.key(Qt.Key.Key_F6)
    desk.select("astray")
    desk.key(Qt.Key.Key_F6)
    assert desk.writer.text() == "It went “astray”. “Nobody rang me”"


def test_digits_highlight_and_the_marks_are_kept_with_the_text(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("We were three short and 5 visits waited.")
    desk.select("three short")
    desk.key(Qt.Key.Key_5)
    desk.select("visits")
    desk.key(Qt.Key.Key_M, CTRL)
    desk.type("R3")
    desk.key(Qt.Key.Key_Return)
    assert desk.writer.hasFocus(), "the keyboard is back in the text"
    desk.save()
    assert marks_of(desk) == [("three short", "5", ""), ("visits", "R3", "")]
    assert "5 visits" in desk.page.record.text, "a digit with nothing selected is a digit"
    desk.select("three short")
    desk.key(Qt.Key.Key_5)
    desk.save()
    assert marks_of(desk) == [("visits", "R3", "")]


def test_marks_stay_with_their_words_and_say_when_those_changed(desk: Desk) -> None:
    note, _ = desk.session.do("n", notes.write, desk.world.case.id, title="T", text="alpha beta gamma beta end")
    desk.open(note=note.id)
    desk.select("gamma")
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Home, CTRL)
    desk.type("beta beta beta ")
    desk.save()
    assert marks_of(desk) == [("gamma", "2", "")]
    desk.select("amm")
    desk.key(Qt.Key.Key_Right)
    desk.type("m")
    desk.save()
    (row,) = desk.session.look(lambda store: store.find(Mark, record_id=note.id))
    text = desk.page.record.text
    assert text[row.start : row.end] == "gammma" and row.drifted and row.quoted == "gamma"


def test_memo_next_mark_and_removing_by_keys(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("one two three four")
    for words, digit in (("two", Qt.Key.Key_1), ("four", Qt.Key.Key_2)):
        desk.select(words)
        desk.key(digit)
    desk.key(Qt.Key.Key_Home, CTRL)
    seen = []
    for modifier in (NONE, NONE, NONE, SHIFT):
        desk.key(Qt.Key.Key_F8, modifier)
        seen.append(desk.writer.textCursor().selectedText())
    assert seen == ["two", "four", "two", "four"]
    desk.key(Qt.Key.Key_J, CTRL)
    desk.type("Ask how often")
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_F8)
    desk.key(Qt.Key.Key_M, CTRL | SHIFT)
    desk.save()
    assert marks_of(desk) == [("four", "2", "Ask how often")]
    desk.page.keys.bring_up_to_date()
    (line,) = desk.page.surface.side.marks.entries()
    assert "Ask how often" in line.status and "“four”" in line.status


def test_undo_crosses_words_and_marks_and_names_each_step(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("one two")
    desk.select("two")
    desk.key(Qt.Key.Key_4)
    desk.end()
    desk.type(" three")
    desk.page.drafting.keep()
    settle()
    desk.key(Qt.Key.Key_P, CTRL)
    desk.key(Qt.Key.Key_Return)
    undone = []
    while True:
        desk.key(Qt.Key.Key_Z, CTRL)
        if desk.status().startswith("Nothing more"):
            break
        undone.append((desk.status(), desk.writer.text(), len(desk.writer.spans)))
    assert undone == [
        ("Undone: insert a person", "one two three", 1),
        ("Undone: typing", "one two", 1),
        ("Undone: highlight 4", "one two", 0),
        ("Undone: typing", "", 0),
    ]
    for _ in range(4):
        desk.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.writer.text().startswith("one two three [") and len(desk.writer.spans) == 1


def test_undo_brings_back_a_mark_with_its_words_also_after_saving(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("keep these words")
    desk.select("these")
    desk.key(Qt.Key.Key_7)
    desk.save()
    desk.select("these")
    desk.key(Qt.Key.Key_Delete)
    desk.save()
    assert marks_of(desk) == []
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.save()
    assert desk.page.record.text == "keep these words" and marks_of(desk) == [("these", "7", "")]


def test_a_person_is_put_in_by_a_few_letters_of_the_code(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("She rang")
    desk.key(Qt.Key.Key_P, CTRL)
    desk.type(desk.world.visitor.code[:6].lower())
    desk.key(Qt.Key.Key_Return)
    desk.type(" twice.")
    assert desk.writer.text() == f"She rang [{desk.world.visitor.code}] twice."
    desk.key(Qt.Key.Key_P, CTRL)
    desk.key(Qt.Key.Key_Escape)
    desk.type("!")
    assert desk.writer.text().endswith("twice.!"), "Esc goes back to the very place"


def test_selected_words_are_registered_with_one_key_and_two_fields(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("I spoke to Maud Ellerwick about it")
    desk.select("Maud Ellerwick")
    desk.key(Qt.Key.Key_R, CTRL)
    desk.type("Prof")
    desk.key(Qt.Key.Key_Tab)
    desk.type("school nurse")
    desk.key(Qt.Key.Key_Return)
    made = desk.session.look(lambda store: store.one(Person, name="Maud Ellerwick"))
    assert made is not None and made.role == "school nurse"
    assert desk.writer.text() == f"I spoke to [{made.code}] about it"
    assert desk.writer.hasFocus()
    desk.end()
    desk.type(" at Cinder House")
    desk.select("Cinder House")
    desk.key(Qt.Key.Key_R, CTRL)
    desk.type("Place")
    desk.key(Qt.Key.Key_Tab)
    desk.type("the family centre")
    desk.key(Qt.Key.Key_Return)
    assert "at Cinder House" in desk.writer.text(), "a place keeps its name in text and is recognised there"
    desk.select("Cinder House")
    desk.key(Qt.Key.Key_R, CTRL)
    desk.key(Qt.Key.Key_Return)
    assert "Cinder" not in desk.said()


def test_who_is_this_is_kept_as_a_question_and_settled(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("Then Uncle Bert came round")
    desk.select("Bert")
    desk.key(Qt.Key.Key_P, CTRL | SHIFT)
    (row,) = desk.session.look(naming.parked, desk.world.case.id)
    assert row.word == "Bert"
    settle()
    assert [one.words for one in desk.page.surface.side.asked.entries()] == ["Bert"]
    desk.page.keys._settle(row.id)
    desk.type(desk.world.mother.code)
    desk.key(Qt.Key.Key_Return)
    assert desk.session.look(naming.parked, desk.world.case.id) == ()


def test_find_goes_round_and_lights_what_it_finds(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("Clinic, clinic and no clinics")
    desk.key(Qt.Key.Key_Home, CTRL)
    desk.key(Qt.Key.Key_F, CTRL)
    desk.type("clinic")
    prompt = desk.page.surface.main.prompts.shown
    assert prompt.said.text() == "3 found"
    places = []
    for modifier in (NONE, NONE, NONE, NONE, SHIFT):
        desk.key(Qt.Key.Key_Return, modifier)
        places.append(desk.writer.textCursor().selectionStart())
    assert places == [0, 8, 22, 0, 22]
    desk.key(Qt.Key.Key_Escape)
    assert desk.writer.hasFocus() and desk.writer.found == []


def test_headings_lists_and_time(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("What helped")
    desk.key(Qt.Key.Key_H, CTRL)
    desk.end()
    desk.key(Qt.Key.Key_Return)
    desk.type("- rota")
    desk.key(Qt.Key.Key_Return)
    desk.type("phone")
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_T, CTRL)
    assert re.fullmatch(rf"# What helped\n- rota\n- phone\n{TURN} ", desk.writer.text())


def test_account_and_reflections_are_two_records_from_the_first_key(desk: Desk) -> None:
    desk.open(kind="account", title="Talk")
    desk.type("What she said.")
    desk.key(Qt.Key.Key_F9)
    desk.type("What I think.")
    assert desk.page.field.value() == "What she said."
    desk.page.leave()
    settle()
    kept = desk.session.look(lambda store: store.find(Draft, created_by=desk.session.worker.id))
    by_place = {one.place: str(one.body) for one in kept}
    assert "think" in by_place["reflections"] and "think" not in by_place["note"]
    desk.key(Qt.Key.Key_F9)
    note = desk.save()
    (own,) = desk.session.look(lambda store: store.find(Note, parent_id=note.id))
    assert (own.kind, own.text) == (NoteKind.REFLECTIONS, "What I think.") and "think" not in note.text
    entries = desk.session.look(lambda store: store.find(IndexEntry, record_id=[note.id, own.id]))
    assert sorted(one.record_id for one in entries) == sorted([note.id, own.id])
    assert desk.session.look(lambda store: store.find(Draft, created_by=desk.session.worker.id)) == ()
    desk.key(Qt.Key.Key_F9)
    desk.key(Qt.Key.Key_End, CTRL)
    desk.type(" More.")
    desk.save()
    (own,) = desk.session.look(lambda store: store.find(Note, parent_id=note.id))
    assert own.text == "What I think. More.", "the same record goes on"


def test_focus_mode_leaves_nothing_but_the_text(desk: Desk) -> None:
    page = desk.open(kind="account")
    desk.key(Qt.Key.Key_F11)
    frame = desk.window.frame()
    assert frame is not None and not frame.navigation.isVisible()
    assert not page.header.isVisible() and not page.surface.side.isVisible() and page.surface.main.isVisible()
    desk.type("still here")
    assert desk.writer.text() == "still here"
    page_of(desk.window, "people")
    assert frame.navigation.isVisible(), "leaving brings everything back"


def test_what_is_pasted_from_a_word_processor_is_plain_text(desk: Desk) -> None:
    desk.open(kind="account")
    data = QMimeData()
    data.setHtml("<p><b>Bold</b> words</p><ul><li>one</li></ul>")
    QGuiApplication.clipboard().setMimeData(data)
    desk.key(Qt.Key.Key_V, CTRL)
    assert desk.writer.text().startswith("Bold words") and "<" not in desk.writer.text()
    form = desk.writer.document().begin().begin().fragment().charFormat()
    assert not form.fontWeight() > 400
    desk.key(Qt.Key.Key_A, CTRL)
    QGuiApplication.clipboard().setText("\u2022\tFirst\u00a0point\x0bgoes on")
    desk.key(Qt.Key.Key_V, CTRL)
    assert desk.writer.text() == "- First point\ngoes on"


def test_ten_megabytes_are_refused_in_words_and_nothing_is_lost(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("typed before")
    QGuiApplication.clipboard().setText("0123456789" * 1_000_000)
    desk.key(Qt.Key.Key_V, CTRL)
    assert "10,000,000 characters" in desk.said() and "bring it in" in desk.said()
    assert desk.writer.text() == "typed before"
    assert len(QGuiApplication.clipboard().text()) == 10_000_000, "it is still where it was"
    QGuiApplication.clipboard().clear()


def test_copied_words_are_marked_and_taken_back(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("secret words")
    desk.key(Qt.Key.Key_A, CTRL)
    desk.key(Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert bytes(mime.data("x-kde-passwordManagerHint").data()) == b"secret"
    frame = desk.window.frame()
    assert frame is not None and frame.clipboard.clear()


def test_every_control_of_the_editor_has_a_name(desk: Desk) -> None:
    from tests.views.conftest import accessible_problems

    desk.open(kind="account", topics=("One",))
    assert accessible_problems(desk.window) == []
    for key, modifier in ((Qt.Key.Key_F, CTRL), (Qt.Key.Key_P, CTRL), (Qt.Key.Key_F2, SHIFT)):
        desk.writer.setFocus()
        desk.key(key, modifier)
        assert accessible_problems(desk.window) == []
        desk.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.writer


def test_the_next_word_to_check_is_put_right_taught_or_registered(desk: Desk) -> None:
    desk.open(kind="account")
    desk.type("I recieve letters from Ellerwick every week")
    settle()
    desk.key(Qt.Key.Key_Home, CTRL)
    desk.key(Qt.Key.Key_F7, SHIFT)
    desk.key(Qt.Key.Key_Return)
    assert desk.writer.text().startswith("I receive letters")
    desk.key(Qt.Key.Key_F7, SHIFT)
    assert desk.writer.textCursor().selectedText() == "Ellerwick"
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_End)
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Return)
    settle()
    desk.key(Qt.Key.Key_F7, SHIFT)
    assert "Every word is known" in desk.said()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.writer.text().startswith("I recieve")


def test_the_digits_get_the_names_of_the_review(desk: Desk) -> None:
    page = desk.open(kind="account")
    desk.type("We were three short")
    desk.select("three short")
    desk.key(Qt.Key.Key_5)
    page.context.actions.trigger("note.write.digits")
    settle()
    for _ in range(4):
        desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_A, CTRL)
    desk.type("Rota")
    desk.key(Qt.Key.Key_Return, CTRL)
    settle()
    assert desk.writer.hasFocus(), "back where one wrote"
    desk.page.keys.bring_up_to_date()
    assert [one.words for one in page.surface.side.marks.entries()] == ["5 Rota"]


def test_minutes_are_written_with_the_same_keys_and_keep_their_marks(desk: Desk) -> None:
    from storage.records import Meeting

    page = page_of(desk.window, "meeting")
    desk.page = page
    page.form.fields["title"].set_value("Panel")
    page.form.fields["attended"].set_value(f"[{desk.world.visitor.code}]")
    page.show_view("write")
    settle()
    desk.key(Qt.Key.Key_F2)
    desk.type("The rota was short.")
    desk.key(Qt.Key.Key_F3)
    desk.type("It was.")
    desk.select("short")
    desk.key(Qt.Key.Key_5)
    desk.save()
    meeting = desk.session.look(lambda store: store.one(Meeting, title="Panel"))
    assert meeting is not None
    lines = meeting.minutes.split("\n")
    assert re.fullmatch(rf"{TURN} Chair: The rota was short\.", lines[0])
    assert re.fullmatch(rf"{TURN} \[{re.escape(desk.world.visitor.code)}\]: It was\.", lines[1])
    assert marks_of(desk) == [("short", "5", "")]
