"""The first level by keys: the board, its bodies, who can open the vault, backups, checks, activity."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop import session as sessions
from desktop.casework import access, board
from desktop.session import Session
from storage.records import Case
from tests.screens import settle
from tests.views.casework.keys import CTRL, choose, frame_of, notice_words, page_of, press, tab_to, type_
from tests.views.conftest import PASSPHRASE
from tests.views.furnish import World, png
from views.first_run import WordTable
from views.kit.text import Label
from views.window import Window

OTHER = "violet harbour ninety saddle moss"


def test_a_body_is_added_and_its_successor_decides(qtbot, window: Window, world: World, session: Session) -> None:
    page = page_of(window, "bodies")
    press(qtbot, Qt.Key.Key_N, CTRL)
    type_(qtbot, "Quillham Hospitals Trust")
    choose(qtbot, "Kind", "Agency")
    press(qtbot, Qt.Key.Key_S, CTRL)
    found = {one.name: one for one in session.look(board.bodies)}
    assert found["Quillham Hospitals Trust"].short_code.startswith("BODY"), "a code that says nothing of the name"
    old = found["Quillham General Hospital"]
    page.table.choose(old.id)
    page.form.fields["successor_id"].set_value(found["Quillham Hospitals Trust"].id)
    page.form.fields["name"].focus()
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert session.look(board.decider, old.id).name == "Quillham Hospitals Trust"
    row = page.model.row_at(page.model.find(old.id))
    assert row.cells[2].text == "Quillham Hospitals Trust"


def test_a_body_that_something_names_is_not_removed(window: Window, world: World, session: Session) -> None:
    page = page_of(window, "bodies")
    hospital = next(one for one in session.look(board.bodies) if one.short_code == "HOSP")
    page.table.choose(hospital.id)
    page.remove()
    settle()
    assert "so it stays" in notice_words(window)


def test_the_board_has_a_letterhead_only_with_words_for_it(
    qtbot, window: Window, session: Session, tmp_path: Path
) -> None:
    picture = tmp_path / "head.png"
    picture.write_bytes(png())
    page = page_of(window, "board")
    page.form.fields["name"].set_value("Fellmarsh Safeguarding Children Board")
    page.form.fields["picture"].set_value(str(picture))
    page.form.fields["idle_minutes"].set_value(25)
    page.form.fields["name"].focus()
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(page.form.fields["letterhead_alt"].error), timeout=10_000)
    page.form.fields["letterhead_alt"].set_value("A heron over reeds")
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(session.look(board.board).letterhead_blob), timeout=10_000)
    settle()
    assert frame_of(window).settings.get("idle_minutes") == 25
    text = tmp_path / "head.txt"
    text.write_text("no picture", "utf-8")
    page.form.fields["picture"].set_value(str(text))
    page.save()
    qtbot.waitUntil(lambda: bool(page.form.fields["picture"].error), timeout=10_000)


def test_a_person_is_added_who_reads_what_the_page_said(qtbot, window: Window, world: World, session: Session) -> None:
    page = page_of(window, "access")
    page.ask_add()
    said = " ".join(one.text() for one in page.asking.findChildren(Label))
    assert "Plover" in said and "Heron" in said, "case by case"
    type_(qtbot, "Ann Corrigan")
    tab_to(qtbot, "Their passphrase")
    type_(qtbot, OTHER)
    tab_to(qtbot, "Their passphrase again")
    type_(qtbot, OTHER)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(session.look(access.workers)) == 2, timeout=20_000)
    settle()
    folder = session.vault.folder
    session.close()
    opened = sessions.unlock(folder, OTHER)
    assert opened.worker.name == "Ann Corrigan"
    assert opened.look(lambda store: store.count(Case)) == 2
    opened.close()


def test_a_weak_or_mistyped_passphrase_is_said_beside_its_field(qtbot, window: Window, session: Session) -> None:
    page = page_of(window, "access")
    page.ask_add()
    type_(qtbot, "Ann Corrigan")
    tab_to(qtbot, "Their passphrase")
    type_(qtbot, "short")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    form = page.asking.form.form
    assert form.fields["passphrase"].error
    assert form.fields["again"].error == "Enter the same passphrase again"
    assert len(session.look(access.workers)) == 1


def test_new_recovery_words_are_shown_once_and_forgotten_when_the_page_is_left(
    qtbot, window: Window, session: Session
) -> None:
    page = page_of(window, "access")
    page.ask_words()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.words.isVisible(), timeout=20_000)
    assert len(page.words.findChildren(WordTable)) == 1
    page_of(window, "cases")
    assert page.words._words == ()
    assert page.words.isHidden()


def test_the_key_of_the_vault_is_changed_and_those_left_out_are_out(qtbot, window: Window, session: Session) -> None:
    access.add_worker(session, "Ann Corrigan", "Reviewer", OTHER)
    page = page_of(window, "access")
    page.ask_rotate()
    form = page.asking.form
    mine = session.worker.slot_id
    page_of(window, "access")
    page.ask_rotate()
    form = page.asking.form
    form.form.fields[mine].set_value(PASSPHRASE)
    form.save.click()
    qtbot.waitUntil(lambda: page.words.isVisible(), timeout=30_000)
    settle()
    ended = {one.name: one.until is not None for one in session.look(access.workers)}
    assert ended == {"Robin Ashby": False, "Ann Corrigan": True}


def test_a_backup_is_written_rehearsed_and_the_vault_checked(
    qtbot, window: Window, world: World, session: Session, tmp_path: Path
) -> None:
    page = page_of(window, "backup")
    assert "never been backed up" in page.last.text()
    page.folder.focus()
    type_(qtbot, str(tmp_path))
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "was opened again" in page.made.text(), timeout=30_000)
    written = next(tmp_path.glob("*.caseward-backup"))
    assert "Backed up today" in page.last.text()
    page.source.set_value(str(written))
    page.passphrase.set_value("not this one at all")
    page.rehearse()
    qtbot.waitUntil(lambda: bool(page.passphrase.error), timeout=30_000)
    page.passphrase.set_value(PASSPHRASE)
    page.rehearse()
    qtbot.waitUntil(lambda: "can be restored" in page.rehearsed.text(), timeout=30_000)
    page.check()
    qtbot.waitUntil(lambda: page.checked_column.count() > 0, timeout=30_000)
    assert "is sound" in page.checked_column.itemAt(0).widget().text()


def test_a_backup_inside_the_vault_is_refused_beside_its_field(window: Window, session: Session) -> None:
    page = page_of(window, "backup")
    page.folder.set_value(str(session.vault.folder))
    page.back_up()
    settle()
    assert "inside the vault" in page.folder.error


def test_activity_names_codes_and_references_never_a_person_of_the_register(window: Window, world: World) -> None:
    page = page_of(window, "activity")
    said = " ".join(cell.text for at in range(page.model.rowCount()) for cell in page.model.row_at(at).cells)
    assert "W0001" in said and world.mother.code in said
    for name in ("Tarnbeck", "Hallowfen", "Ollerby", "943 476"):
        assert name not in said


def test_a_missed_date_is_explained_once_for_the_record(
    qtbot, case_window: Window, world: World, session: Session
) -> None:
    from desktop.casework import due
    from views.kit import InlineForm

    page = page_of(case_window, "case")
    form = page.late_box.findChildren(InlineForm)[0]
    form.form.fields["late"].focus()
    type_(qtbot, "The chair was appointed late")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    lines = [one for one in session.look(due.due_in, world.case) if one.late]
    assert [one.when.endswith("late, explained") for one in lines] == [True]


def test_a_hold_stands_until_it_is_released_and_keeps_the_case_open(
    qtbot, case_window: Window, world: World, session: Session
) -> None:
    page = page_of(case_window, "case")
    page._ask_hold()
    type_(qtbot, "Letter from police of 3 March 2016")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    assert session.look(lambda store: store.get(Case, world.case.id)).hold
    page.form.fields["stage"].set_value("closed")
    page.save()
    settle()
    assert "hold stands" in page.form.summary.accessibleDescription()
    assert session.look(lambda store: store.get(Case, world.case.id)).stage.value == "referral"
