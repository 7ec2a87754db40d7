"""Unlock, first run, lock and coming back, on a real vault."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop import manual
from desktop import session as sessions
from desktop.qt import place
from desktop.qt.gate import Gate, RecentVault, check_name, wrong_words
from desktop.qt.jobs import jobs
from storage.records import Draft
from tests.screens import clipped, settle
from tests.views.conftest import PASSPHRASE, accessible_problems
from views import kit
from views.application import Caseward
from views.first_run import FirstRun
from views.unlock import UnlockPage
from views.window import Window


def shown(qtbot, settings, page: QWidget) -> Window:
    window = Window(settings)
    window.resize(1366, 728)
    window.show_widget(page)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.focus_first()
    return window


@pytest.fixture
def unlock(qtbot, settings, vault_folder):
    page = UnlockPage(Gate(settings), RecentVault("", vault_folder))
    window = shown(qtbot, settings, page)
    yield page
    settle()
    window.hide()
    window.deleteLater()


def test_the_keyboard_is_in_the_field_and_enter_opens(qtbot, unlock) -> None:
    assert unlock.passphrase.line.hasFocus()
    qtbot.keyClicks(unlock.passphrase.line, PASSPHRASE)
    with qtbot.waitSignal(unlock.opened, timeout=10_000) as told:
        qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    told.args[0].close()
    assert unlock.passphrase.value() == ""


def test_a_wrong_passphrase_is_said_in_the_page_and_the_field_keeps_the_keyboard(qtbot, unlock) -> None:
    qtbot.keyClicks(unlock.passphrase.line, "something else entirely")
    qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    assert unlock.busy.isVisible()
    qtbot.waitUntil(lambda: bool(unlock.passphrase.error), timeout=10_000)
    assert unlock.passphrase.line.hasFocus()
    assert unlock.passphrase.line.selectedText() != ""
    assert "passphrase" in unlock.passphrase.error.lower()
    assert QApplication.activeModalWidget() is None


def test_cancel_while_opening_closes_what_comes_late(qtbot, unlock, vault_folder) -> None:
    opened: list[object] = []
    begun, go_on, really = threading.Event(), threading.Event(), unlock._gate.unlock

    def slowly(*arguments, **more):
        begun.set()
        go_on.wait(10)
        return really(*arguments, **more)

    unlock._gate.unlock = slowly
    unlock.opened.connect(opened.append)
    qtbot.keyClicks(unlock.passphrase.line, PASSPHRASE)
    qtbot.keyClick(unlock.passphrase.line, Qt.Key.Key_Return)
    assert begun.wait(10)
    unlock.busy.cancel.click()
    assert unlock.passphrase.isEnabled()
    go_on.set()
    qtbot.waitUntil(lambda: not jobs().running, timeout=10_000)
    settle()
    assert opened == []
    sessions.unlock(vault_folder, PASSPHRASE).close()  # the lock on the vault was let go


def test_recovery_words_are_a_way_in_too(unlock) -> None:
    unlock.other_way.click()
    assert unlock.words.isVisible() and not unlock.passphrase.isVisible()
    unlock.button.click()
    assert unlock.words.error == "Enter the recovery words"


def test_what_it_means_to_have_lost_passphrase_and_words_is_said(unlock) -> None:
    """Storage design, section 6, row 68."""
    assert not unlock.without.isVisible()
    unlock.other_way.click()
    settle()
    assert "nobody can open the vault, or a backup of it" in unlock.without.text() and unlock.without.isVisible()
    assert clipped(unlock.window()) == [] and accessible_problems(unlock.window()) == []
    assert "without words and passphrase nobody can open it" in repr(manual.chapters()[0])




def test_the_unlock_page_is_named_throughout_and_not_clipped(unlock) -> None:
    settle()
    assert accessible_problems(unlock.window()) == []
    assert clipped(unlock.window()) == []


def page_of(first: FirstRun) -> QWidget:
    return first.stack.currentWidget()


def press(first: FirstRun, words: str) -> None:
    next(one for one in page_of(first).findChildren(kit.Button) if one.text() == words).click()


def fields(first: FirstRun) -> dict[str, kit.Field]:
    return {one.words: one for one in page_of(first).findChildren(kit.Field)}


@pytest.mark.timeout(90)
def test_a_new_vault_from_welcome_to_work(qtbot, settings, tmp_path, stray) -> None:
    gate = Gate(settings)
    first = FirstRun(gate)
    window = shown(qtbot, settings, first)
    press(first, "Make a vault")
    fields(first)["Folder to keep it in"].set_value(str(tmp_path / "nowhere"))
    press(first, "Continue")
    assert fields(first)["Folder to keep it in"].error == "Choose a folder that exists"
    fields(first)["Folder to keep it in"].set_value(str(tmp_path))
    fields(first)["Name of the vault"].set_value("Larch vault")
    press(first, "Continue")
    press(first, "Make the vault")
    assert fields(first)["Your name"].error == "Enter your name"
    press(first, "Offer me five words")
    press(first, "Use these words")
    offered = fields(first)["Passphrase"].value()
    assert len(offered.split()) == 5
    fields(first)["Your name"].set_value("Robin Ashby")
    fields(first)["Passphrase again"].set_value(offered)
    press(first, "Make the vault")
    qtbot.waitUntil(lambda: bool(first._words), timeout=40_000)
    words = first._words
    assert len(words) == 24
    press(first, "Continue to the check")
    assert "Recovery words" in [entry.words for entry in first.steps.entries() if entry.status == "Working on it"]
    page_of(first).findChild(kit.Check).setChecked(True)
    press(first, "Continue to the check")
    for field in fields(first).values():
        field.set_value("wrong")
    press(first, "Check and open the vault")
    assert all(field.error for field in fields(first).values())
    for number in first._asked:
        fields(first)[f"Word {number}"].set_value(words[number - 1].upper())
    with qtbot.waitSignal(first.opened) as told:
        press(first, "Check and open the vault")
    told.args[0].close()
    assert first._words == ()
    assert gate.recent()[0].name == "Larch vault"
    assert "Robin" not in settings.path.read_text("utf-8")
    again = gate.unlock(gate.recent()[0].folder, offered)
    assert again.worker.name == "Robin Ashby"
    again.close()
    assert set(stray) == {"Window"}
    window.hide()


def test_words_typed_back_and_names() -> None:
    kept = tuple("abcdefghijklmnopqrstuvwx")
    assert wrong_words(["A", " h "], kept, (1, 8)) == []
    assert wrong_words(["a", "x"], kept, (1, 8)) == [8]
    assert wrong_words(["TABL", "crus", "abl"], ("table", "crust", "able"), (1, 2, 3)) == [3]
    assert check_name("Board vault") == ""
    assert check_name("a/b") != "" and check_name("") != "" and check_name("x" * 61) != ""


@pytest.fixture
def caseward(qtbot, settings, vault_folder):
    """A run of the window whose restart is noted instead of done."""
    restarts: list[tuple[str, str]] = []
    run = Caseward(QApplication.instance(), settings=settings, restart=lambda *how: restarts.append(how))
    run.restarts = restarts
    run.system.listen = lambda: False
    run.start()
    run.open(run.gate.unlock(vault_folder, PASSPHRASE))
    qtbot.waitUntil(lambda: run.window.frame().page is not None)
    yield run
    run.close()
    run.window.hide()
    QApplication.instance().aboutToQuit.disconnect(run.close)
    run.window.deleteLater()
    settle()


def test_lock_keeps_the_place_closes_the_vault_and_starts_afresh(qtbot, caseward, vault_folder) -> None:
    frame = caseward.window.frame()
    frame.navigate("settings")
    frame.clipboard.copy("Case text")
    frame.page.draft = lambda: caseward.session.do(
        "Keep a draft", lambda work: work.add(Draft(place="note", body={"text": "half a sentence"}))
    )
    vault_id = caseward.session.vault.vault_id
    qtbot.keyClick(caseward.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert caseward.restarts == [(vault_id, "asked")]
    assert caseward.session is None
    assert caseward.window.frame() is None
    assert QGuiApplication.clipboard().text() == ""
    again = sessions.unlock(vault_folder, PASSPHRASE)
    assert place.kept(again)["page"] == "settings"
    assert again.look(lambda store: store.one(Draft, place="note")).body == {"text": "half a sentence"}
    again.close()


def test_a_page_that_fails_to_draft_does_not_hold_the_lock(caseward) -> None:
    def fail() -> None:
        raise RuntimeError("a page went wrong")

    caseward.window.frame().page.draft = fail
    caseward.lock("idle")
    assert caseward.restarts and caseward.session is None


def test_running_work_is_called_off_at_lock(qtbot, caseward) -> None:
    seen: list[str] = []

    def work(task) -> None:
        while not task.cancelled:
            task._stop.wait(0.01)
        seen.append("stopped")

    caseward.window.frame().context.run(caseward.window, "Long work", work)
    caseward.lock()
    assert seen == ["stopped"]


def test_unlocking_comes_back_to_the_same_page(qtbot, caseward, vault_folder, settings) -> None:
    caseward.window.frame().navigate("settings")
    caseward.lock()
    jobs()._closed = False
    caseward._locking = False
    caseward.open(caseward.gate.unlock(vault_folder, PASSPHRASE))
    qtbot.waitUntil(lambda: caseward.window.frame().page is not None)
    assert caseward.window.frame().page.TITLE == "Settings"


def test_the_settings_hold_no_case_data(caseward, settings, vault_folder) -> None:
    text = settings.path.read_text("utf-8")
    assert "Ashby" not in text
    assert str(vault_folder) in text
