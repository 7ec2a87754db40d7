"""Packs by keys alone: handed out, taken back, differences decided, names settled, renewed and closed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.casework import naming, notes
from desktop.exchange import borrowing, deciding, names, packs
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.session import Session
from storage.records import MergeDecision, Note, Pack, Person, WordDecision
from tests.screens import clipped, settle
from tests.views.casework.keys import CTRL, frame_of, notice_words, page_of, press, tab_to, type_
from tests.views.conftest import accessible_problems
from tests.views.exchange.conftest import window_on
from tests.views.packed import Packed
from views.window import Window

PAGES = ("packs", "pack-out", "pack-back", "pack", "merge", "pack-names", "own-vault")


def where(packed: Packed, page: str) -> dict[str, str]:
    return {"pack": packed.event.id if page == "pack-names" else packed.working.id}


def test_every_page_fits_at_200_percent_and_names_its_controls(
    qtbot, packed: Packed, window: Window, reviewer: Session, settings: Settings
) -> None:
    theme().set(scale=200)
    window.resize(1280, 720)
    for page in PAGES:
        shown = page_of(window, page, **where(packed, page))
        assert clipped(window) == [], page
        assert accessible_problems(shown) == [], page
    other = window_on(qtbot, settings, reviewer)
    shown = page_of(other, "packs")
    assert shown.TITLE == "This pack"
    assert clipped(other) == []
    assert accessible_problems(shown) == []
    other.hide()


def test_pages_of_one_pack_that_are_asked_for_by_name_lead_to_the_register(packed: Packed, window: Window) -> None:
    for page in ("pack", "pack-names"):
        page_of(window, page)
        settle()
        assert frame_of(window).page.TITLE == "Packs"
        assert notice_words(window) == ""
    shown = page_of(window, "merge")
    assert len(shown._all) == 3, "the differences of all packs"


def test_a_working_pack_is_handed_out_by_keys_and_its_passphrase_shown_once(
    qtbot, packed: Packed, window: Window, session: Session, tmp_path: Path
) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    press(qtbot, Qt.Key.Key_N, CTRL)
    page = frame_of(window).page
    page.form.fields["case"].set_value(packed.world.case.id)
    tab_to(qtbot, "Kind of pack: Working pack")
    press(qtbot, Qt.Key.Key_Space)
    tab_to(qtbot, "Their name")
    type_(qtbot, "Ada Corwell")
    tab_to(qtbot, "Folder for the file")
    type_(qtbot, str(out))
    tab_to(qtbot, "Write the pack")
    press(qtbot, Qt.Key.Key_Space)
    (file,) = out.iterdir()
    assert file.name == "SCR-2016-01 working pack 3.caseward-pack"
    words = page.secret.findChildren(type(page.progress))[1].text()
    opened = borrowing.unpack(file, tmp_path / "there.caseward", words)
    opened.close()
    press(qtbot, Qt.Key.Key_Space)
    assert page.secret.isHidden()
    assert all(words not in str(widget.accessibleName()) for widget in QApplication.allWidgets() if widget.isVisible())
    assert session.look(packs.out_now, packed.world.case.id) == 2


def test_mistakes_in_the_form_stand_beside_their_fields_and_nothing_is_written(
    qtbot, packed: Packed, window: Window, session: Session
) -> None:
    page = page_of(window, "pack-out", case=packed.world.case.id)
    page.form.fields["expires"].line.setText("soon")
    page.write()
    settle()
    assert page.form.fields["kind"].error == "Choose a working pack or an event pack"
    assert page.form.fields["borrower"].error == "Enter who takes the pack"
    assert "whole day" in page.form.fields["expires"].error
    assert page.form.fields["folder"].error == "Choose a folder for the file"
    page.form.fields["kind"].set_value("working")
    page.form.fields["borrower"].set_value("Ada Corwell")
    page.form.fields["expires"].line.setText("1/1/2016")
    page.form.fields["folder"].set_value("/nowhere/at/all")
    page.write()
    settle()
    assert "no such folder" in page.form.fields["folder"].error
    page.form.fields["folder"].set_value(str(packed.folder))
    page.write()
    settle()
    assert "still to come" in page.form.fields["expires"].error
    assert session.look(lambda store: store.count(Pack)) == 2


def test_differences_are_decided_by_keys_alone_kept_and_undone(
    qtbot, packed: Packed, window: Window, session: Session
) -> None:
    press(qtbot, Qt.Key.Key_Return)
    tab_to(qtbot, "Decide 3 differences")
    press(qtbot, Qt.Key.Key_Space)
    page = frame_of(window).page
    assert page.TITLE == "Differences"
    assert page.list.hasFocus()
    by_field = {one.field: one.id for one in session.look(deciding.conflicts, packed.world.case.id)}
    page.choose(by_field["place"])
    settle()
    press(qtbot, Qt.Key.Key_1)
    page.choose(by_field["deleted"])
    settle()
    press(qtbot, Qt.Key.Key_3)
    assert "cannot be joined" in notice_words(window)
    press(qtbot, Qt.Key.Key_2)
    page.choose(by_field["text"])
    settle()
    press(qtbot, Qt.Key.Key_3)
    note = session.look(lambda store: store.get(Note, packed.note.id))
    assert note.text == (
        "Supporter to call after the conversation and again after one week. Met at her own office at her wish."
    )
    assert note.place == "Office"
    rows = {one.field_name: one for one in session.look(lambda store: store.find(MergeDecision))}
    assert {name: one.choice for name, one in rows.items()} == {"place": "ours", "deleted": "theirs", "text": "joined"}
    assert "Everything is decided" in notice_words(window)
    shown = page_of(window, "pack", pack=packed.working.id)
    said = " ".join(one.text() for one in shown.findChildren(type(shown.header.title)))
    assert "Support plan”, words: joined" in said
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert session.look(lambda store: store.get(Note, packed.note.id)).text != note.text
    assert session.look(lambda store: store.count(MergeDecision, state="open")) == 1


def test_digits_typed_into_the_joined_words_are_text_and_ctrl_return_takes_them(
    qtbot, packed: Packed, window: Window, session: Session
) -> None:
    page = page_of(window, "merge", pack=packed.working.id)
    text = next(one.id for one in page._all if one.field == "text")
    page.choose(text)
    settle()
    page.joined.focus()
    press(qtbot, Qt.Key.Key_A, CTRL)
    type_(qtbot, "On day 123")
    settle()
    assert session.look(lambda store: store.count(MergeDecision, state="open")) == 3
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert session.look(lambda store: store.get(Note, packed.note.id)).text == "On day 123"
    press(qtbot, Qt.Key.Key_F8)
    assert page.list.hasFocus()


def test_a_difference_is_told_by_more_than_colour_and_read_aloud(packed: Packed, window: Window) -> None:
    page = page_of(window, "merge", pack=packed.working.id)
    page.choose(next(one.id for one in page._all if one.field == "text"))
    settle()
    theirs = page.theirs.text
    assert "− Quiet room on the day" in theirs.toPlainText()
    assert "+ Met at her own office" in theirs.toPlainText()
    assert "taken out: Quiet room" in theirs.accessibleDescription()
    assert "added: and again after one week" in page.ours.text.accessibleDescription()
    assert "Dr Colm Aubrey-Finch, brought back on" in page.theirs.who.text()


def test_names_are_settled_by_keys_and_somebody_new_is_registered(
    qtbot, packed: Packed, window: Window, session: Session
) -> None:
    page = page_of(window, "pack-names", pack=packed.event.id)
    assert [one.quoted for one in page._found.lines] == ["Grace Tarnbeck", "Oswin"]
    press(qtbot, Qt.Key.Key_1)
    (line,) = page._found.lines
    assert (line.quoted, line.why, line.after) == ("Oswin", "asked", " at the desk knew.")
    assert page.keep.text() == "It is no name"
    press(qtbot, Qt.Key.Key_1)
    assert page.person.error == "Choose whose it is"
    page.list.setFocus()
    press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_A, CTRL)
    type_(qtbot, "Oswin Plaice")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    form = page.asking.layout().itemAt(0).widget()
    assert form.form.fields["kind"].error == "Choose what they are"
    form.form.fields["kind"].set_value("professional")
    form.form.fields["name"].focus()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert session.look(names.lines, packed.event.id) == ()
    assert session.look(naming.parked, packed.world.case.id) == ()
    new = session.look(lambda store: store.one(Person, name="Oswin Plaice"))
    table = session.look(lambda store: store.one(Note, title="Table 1"))
    assert new is not None
    mother = session.look(lambda store: store.get(Person, packed.world.mother.id))
    assert f"said that [{mother.code}] never rang" in table.text
    told = session.look(lambda store: store.one(WordDecision, word="Oswin", decision="this_is"))
    assert told.subject_id == new.id


def test_a_pack_comes_back_in_the_window_and_its_changes_go_out_again(
    qtbot, packed: Packed, window: Window, session: Session, reviewer: Session
) -> None:
    page = page_of(window, "pack-back")
    tab_to(qtbot, "The file that came back")
    type_(qtbot, str(packed.file("back.caseward-pack")))
    press(qtbot, Qt.Key.Key_Return)
    assert "taken back before" in " ".join(one.text() for one in page.result.findChildren(type(page.header.title)))
    other = window_on(qtbot, page.context.settings, reviewer)
    here = page_of(other, "packs")
    here.folder.set_value(str(packed.folder))
    here.give_back()
    settle()
    other.hide()
    with qtbot.waitActive(window):
        window.activateWindow()
    back = packed.file("reviewer back.caseward-pack")
    page.file.set_value(str(back))
    page.take_back()
    settle()
    changes = packed.file("reviewer back changes.caseward-pack")
    assert changes.is_file()
    for one in session.look(deciding.conflicts, packed.world.case.id):
        session.do("decide", deciding.decide, one.id, "ours")
    shown = page_of(window, "pack", pack=packed.working.id)
    shown.ask_changes()
    form = shown.asking.layout().itemAt(0).widget()
    form.form.fields["file"].set_value(str(back))
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert "reviewer back changes 2.caseward-pack is written" in notice_words(window)
    taken = borrowing.take_update(reviewer, packed.file("reviewer back changes 2.caseward-pack"))
    assert (taken.left, taken.again) == (0, False)
    assert reviewer.look(lambda store: store.get(Note, packed.note.id)).place == "Office"


@pytest.mark.parametrize(("cut", "said"), [(0.5, "not whole"), (0, "not a pack")])
def test_a_file_that_is_refused_says_why_and_nothing_is_brought_in(
    qtbot, packed: Packed, window: Window, session: Session, cut: float, said: str
) -> None:
    data = packed.file("back.caseward-pack").read_bytes()
    bad = packed.file("bad.caseward-pack")
    bad.write_bytes(data[: int(len(data) * cut)] or b"something else")
    page = page_of(window, "pack-back")
    page.file.set_value(str(bad))
    page.take_back()
    settle()
    assert said in page.file.error
    assert page.go.isEnabled()
    assert page.form.summary.hasFocus()


def test_a_pack_that_is_overdue_comes_in_with_a_reason_that_is_kept(
    qtbot, packed: Packed, window: Window, session: Session, reviewer: Session
) -> None:
    reviewer.do("note", notes.write, packed.world.case.id, title="Late", text="Words")
    back = borrowing.give_back(reviewer, packed.file("late.caseward-pack"))
    pack = session.look(lambda store: store.get(Pack, packed.working.id))
    session.do("overdue", lambda work: work.change(pack, expires=date(2016, 6, 30)))
    page = page_of(window, "pack-back")
    page.file.set_value(str(back))
    page.take_back()
    settle()
    assert "due back on 30 June 2016" in page.reason.error
    page.reason.focus()
    type_(qtbot, "The reviewer was ill")
    press(qtbot, Qt.Key.Key_Return)
    assert session.look(lambda store: store.one(Note, title="Late")) is not None
    shown = page_of(window, "pack", pack=packed.working.id)
    said = " ".join(one.text() for one in shown.findChildren(type(shown.header.title)))
    assert "let in because: The reviewer was ill" in said
    assert "Out and overdue" in said


def test_a_pack_is_renewed_and_closed_with_a_declaration_and_undo_opens_it_again(
    qtbot, packed: Packed, window: Window, session: Session
) -> None:
    page = page_of(window, "pack", pack=packed.working.id)
    tab_to(qtbot, "Renew it")
    press(qtbot, Qt.Key.Key_Space)
    type_(qtbot, "1/1/2016")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    form = page.asking.layout().itemAt(0).widget()
    assert "still to come" in form.form.fields["expires"].error
    form.form.fields["expires"].line.setText("30/6/2099")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert str(session.look(lambda store: store.get(Pack, packed.working.id)).expires) == "2099-06-30"
    tab_to(qtbot, "Close it")
    press(qtbot, Qt.Key.Key_Space)
    type_(qtbot, "Two notebooks lodged, signed by the reviewer")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert session.look(lambda store: store.get(Pack, packed.working.id)).status == "out"
    for one in session.look(deciding.conflicts, packed.world.case.id):
        session.do("decide", deciding.decide, one.id, "ours")
    for word in session.look(naming.parked, packed.world.case.id):
        session.do("settle", naming.is_nobody, word.id)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    closed = session.look(lambda store: store.get(Pack, packed.working.id))
    assert (closed.status, closed.declaration) == ("closed", "Two notebooks lodged, signed by the reviewer")
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert session.look(lambda store: store.get(Pack, packed.working.id)).status == "out"
