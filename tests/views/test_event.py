"""Event mode, cover and lock by real keys in a window on a real vault."""

from __future__ import annotations

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from desktop.casework import cases
from desktop.qt import power
from desktop.qt.jobs import jobs
from desktop.qt.presenting import presenting
from desktop.qt.theme import theme
from storage.records import Board, Draft
from tests.screens import clipped, settle
from tests.views.conftest import PASSPHRASE, accessible_problems
from tests.views.seen import everything
from views.application import Caseward
from views.cover import Cover
from views.kit import Reader
from views.notes.writer import Writer

CODE = "480217"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def caseward(qtbot, settings, vault_folder, monkeypatch, tmp_path):
    """A run of the window, whose restart is noted instead of done, on a computer without a battery."""
    monkeypatch.setattr(power, "battery", lambda folder: power.from_folder(tmp_path / "power"))
    restarts: list[tuple[str, str]] = []
    run = Caseward(QApplication.instance(), settings=settings, restart=lambda *how: restarts.append(how))
    run.restarts = restarts
    run.system.listen = lambda: False
    run.start()
    session = run.gate.unlock(vault_folder, PASSPHRASE)
    case = session.do("Open a case", cases.open_case, "Plover", "SCR-2016-01")
    run.open(session)
    qtbot.waitUntil(lambda: run.window.frame().page is not None)
    run.window.activateWindow()
    run.window.frame().enter_case(case.id, "Plover", "SCR-2016-01", "OFFICIAL-SENSITIVE")
    yield run
    run.close()
    run.window.hide()
    QApplication.instance().aboutToQuit.disconnect(run.close)
    run.window.deleteLater()
    settle()


def begin(qtbot, run: Caseward) -> None:
    """Begin event mode on its page, by keys."""
    frame = run.window.frame()
    frame.navigate("event-mode")
    settle()
    page = frame.page
    page.focus_first()
    qtbot.keyClicks(QApplication.focusWidget(), CODE)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), CODE)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert frame.presence.event_mode.on and frame.presence.event_mode.code is not None


def writing(run: Caseward) -> Writer:
    """A new note with the keyboard in its text."""
    frame = run.window.frame()
    frame.navigate("note", kind="account")
    settle()
    box = next(one for one in frame.page.findChildren(Writer) if one.isVisible() and not one.isReadOnly())
    box.setFocus()
    return box


def cover_of(run: Caseward) -> Cover:
    return run.window.findChild(Cover)


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifier)
    settle()


def test_the_cover_blanks_at_once_and_blind_typing_goes_on_into_the_text(qtbot, caseward) -> None:
    begin(qtbot, caseward)
    box = writing(caseward)
    qtbot.keyClicks(box, "He said that ")
    press(qtbot, Qt.Key.Key_F10)
    assert caseward.window.covered and caseward.session is not None
    seen = " ".join(words for _, words in everything(caseward.window) if words)
    assert "Plover" not in [w for where, w in everything(caseward.window) if where == "drawn"]
    assert not caseward.window.frame().isVisible() and caseward.window.windowTitle() == "Caseward"
    assert seen
    cover = cover_of(caseward)
    assert QApplication.focusWidget() is cover
    qtbot.keyClicks(cover, "480217 people came")
    qtbot.keyClick(cover, Qt.Key.Key_Backspace)
    qtbot.keyClick(cover, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(cover, Qt.Key.Key_Tab)
    assert caseward.window.covered, "digits typed blind are no code"
    assert box.toPlainText() == "He said that 480217 people cam"
    press(qtbot, Qt.Key.Key_F10)
    qtbot.keyClicks(QApplication.focusWidget(), CODE)
    press(qtbot, Qt.Key.Key_Return)
    assert not caseward.window.covered and caseward.window.frame().isVisible()
    assert box.toPlainText() == "He said that 480217 people cam"
    assert QApplication.focusWidget() is box


def test_what_was_typed_under_the_cover_is_in_the_store_after_a_lock(qtbot, caseward, vault_folder) -> None:
    begin(qtbot, caseward)
    box = writing(caseward)
    qtbot.keyClicks(box, "Before. ")
    press(qtbot, Qt.Key.Key_F10)
    qtbot.keyClicks(cover_of(caseward), "Blind.")
    press(qtbot, Qt.Key.Key_L, CTRL)
    assert [reason for _, reason in caseward.restarts] == ["asked"]
    session = caseward.gate.unlock(vault_folder, PASSPHRASE)
    drafts = session.look(lambda store: store.find(Draft))
    session.close()
    assert any("Before. Blind." in repr(draft.body) for draft in drafts)


def lock_and_come_back(qtbot, run: Caseward, folder) -> None:
    """Lock by key, and unlock as the same person in what a fresh process would be."""
    press(qtbot, Qt.Key.Key_L, CTRL)
    assert run.session is None and run.restarts
    run._locking = jobs()._closed = False
    run.open(run.gate.unlock(folder, PASSPHRASE))
    qtbot.waitUntil(lambda: run.window.frame().page is not None)
    run.window.activateWindow()
    settle()


def test_after_a_lock_the_page_comes_back_with_what_was_typed(qtbot, caseward, vault_folder) -> None:
    box = writing(caseward)
    qtbot.keyClicks(box, "Never saved yet.")
    press(qtbot, Qt.Key.Key_F9)
    qtbot.keyClicks(QApplication.focusWidget(), "A thought.")
    lock_and_come_back(qtbot, caseward, vault_folder)
    page = caseward.window.frame().page
    assert (page.field.value(), page.reflections.value()) == ("Never saved yet.", "A thought.")
    assert "is back as you left it, and is not saved yet" in page.notices.bars()[0].label.text()
    page.form.fields["title"].set_value("Talk")
    page.save()
    settle()
    note = page.record
    assert caseward.session.look(lambda store: store.find(Draft, place="note")) == ()
    page.field.writer.setFocus()
    press(qtbot, Qt.Key.Key_End, CTRL)
    qtbot.keyClicks(page.field.writer, " And since.")
    lock_and_come_back(qtbot, caseward, vault_folder)
    page = caseward.window.frame().page
    assert (page.record.id, page.record.text) == (note.id, "Never saved yet.")
    assert page.field.value() == "Never saved yet. And since."
    assert page.reflections.value() == "A thought."
    (bar,) = page.notices.bars()
    assert bar.action == "Look at both versions"
    bar.findChild(QPushButton).click()
    settle()
    shown = [one.toPlainText() for one in caseward.window.frame().page.findChildren(Reader)]
    assert shown == ["Never saved yet. And since.", "Never saved yet."]


def _typed(caseward, vault_folder) -> str:
    """What the drafts of the closed vault hold."""
    session = caseward.gate.unlock(vault_folder, PASSPHRASE)
    drafts = session.look(lambda store: store.find(Draft))
    session.close()
    return repr([draft.body for draft in drafts])


def test_time_runs_out_while_a_dialog_a_search_and_a_palette_are_open(qtbot, caseward, vault_folder, tmp_path) -> None:
    """Storage design, section 6, row 66."""
    qtbot.keyClicks(writing(caseward), "She rang at four.")
    dialog = QFileDialog(caseward.window, "Choose files", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    caseward.window.frame().palette_box.open()
    caseward.window.frame().palette_box.line.setText("tarn")
    used = caseward.idle._used_at
    caseward.idle._used_at = (used[0] - 3700, used[1] - 3700)
    caseward.idle.tick()
    assert [reason for _, reason in caseward.restarts] == ["idle"] and caseward.session is None
    assert "She rang at four." in _typed(caseward, vault_folder)


def test_what_is_typed_is_kept_when_the_computer_ends_the_session(qtbot, caseward, vault_folder) -> None:
    """Storage design, section 6, row 67: log-off, restart and shut-down ask every program to keep its work."""
    qtbot.keyClicks(writing(caseward), "He came at five.")
    asked = SIGNAL("commitDataRequest(QSessionManager&)")
    listening = caseward.application.receivers(asked)
    assert caseward.application.commitDataRequest.disconnect(caseward.keep_all)
    assert caseward.application.receivers(asked) == listening - 1, "it is asked; a test cannot make a session manager"
    caseward.keep_all()
    caseward.close()
    assert "He came at five." in _typed(caseward, vault_folder)


def test_a_letter_in_the_field_for_the_code_goes_back_to_typing(qtbot, caseward) -> None:
    begin(qtbot, caseward)
    box = writing(caseward)
    press(qtbot, Qt.Key.Key_F10)
    press(qtbot, Qt.Key.Key_F10)
    assert QApplication.focusWidget() is cover_of(caseward).field.line
    qtbot.keyClicks(QApplication.focusWidget(), "12")
    qtbot.keyClicks(QApplication.focusWidget(), "a")
    qtbot.keyClicks(QApplication.focusWidget(), "nd so on")
    assert box.toPlainText() == "and so on"
    press(qtbot, Qt.Key.Key_F10)
    press(qtbot, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is cover_of(caseward)


def test_three_wrong_codes_lock(qtbot, caseward) -> None:
    begin(qtbot, caseward)
    press(qtbot, Qt.Key.Key_F10)
    press(qtbot, Qt.Key.Key_F10)
    for left in ("2 tries left", "1 try left"):
        qtbot.keyClicks(QApplication.focusWidget(), "000000")
        press(qtbot, Qt.Key.Key_Return)
        assert left in cover_of(caseward).field.error
    qtbot.keyClicks(QApplication.focusWidget(), "000000")
    press(qtbot, Qt.Key.Key_Return)
    assert [reason for _, reason in caseward.restarts] == ["code"]


def test_without_a_code_the_key_locks(qtbot, caseward) -> None:
    caseward.window.frame().navigate("settings")
    press(qtbot, Qt.Key.Key_F10)
    assert [reason for _, reason in caseward.restarts] == ["asked"]


def test_two_minutes_cover_and_forty_five_lock(qtbot, caseward) -> None:
    begin(qtbot, caseward)
    assert caseward.idle._limit == 45 * 60
    used = caseward.idle._used_at
    caseward.idle._used_at = (used[0] - 121, used[1] - 121)
    caseward.idle.tick()
    assert caseward.window.covered and caseward.session is not None
    caseward.idle._used_at = (used[0] - 45 * 60 + 20, used[1] - 45 * 60 + 20)
    caseward.idle.tick()
    assert "Caseward locks in" in cover_of(caseward).countdown.text()
    caseward.idle._used_at = (used[0] - 45 * 60 - 1, used[1] - 45 * 60 - 1)
    caseward.idle.tick()
    assert [reason for _, reason in caseward.restarts] == ["idle"]


@pytest.mark.qt_log_ignore("does not support raise")
def test_dialogs_and_lists_that_come_up_by_themselves_are_never_on_the_screen(qtbot, caseward) -> None:
    begin(qtbot, caseward)
    dialog = QWidget(caseward.window, Qt.WindowType.Tool)
    dialog.show()
    press(qtbot, Qt.Key.Key_F10)
    assert not dialog.isVisible()
    late = QLabel("Plover", caseward.window, Qt.WindowType.ToolTip)
    late.show()
    assert late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    settle()
    assert not late.isVisible()
    cover_of(caseward).lifted.emit()
    assert dialog.isVisible()
    for one in (dialog, late):
        one.deleteLater()


def test_event_mode_makes_text_larger_shows_codes_and_the_battery_and_ends(qtbot, caseward, tmp_path) -> None:
    supply = tmp_path / "power" / "BAT0"
    supply.mkdir(parents=True)
    for fact, value in {"type": "Battery", "capacity": "24", "status": "Discharging"}.items():
        (supply / fact).write_text(value)
    begin(qtbot, caseward)
    frame = caseward.window.frame()
    assert theme().scale == 1.25 and presenting().on
    assert frame.status_line.battery.text() == "Battery 24 %"
    assert any("The battery is at 24 %" in bar.label.text() for bar in frame.page.notices.bars())
    frame.registry.trigger("present")
    settle()
    assert presenting().on, "codes stay in event mode"
    frame.navigate("event-mode")
    frame.page.end.click()
    settle()
    assert not frame.presence.event_mode.on and frame.presence.event_mode.code is None
    assert theme().scale == 1.0 and not presenting().on
    assert caseward.idle._limit == 10 * 60


def test_the_board_s_own_minutes_are_the_longest(qtbot, caseward) -> None:
    caseward.session.do("board", lambda work: work.add(Board(name="A board", idle_minutes=5)))
    caseward.settings.set("idle_minutes", 20)
    caseward._begin(caseward.window.frame(), caseward._look(caseward.session))
    settle()
    assert caseward.idle._limit == 5 * 60


@pytest.mark.parametrize(("wide", "tall", "scale"), [(1366, 728, 100), (1280, 720, 200)])
def test_the_page_and_the_cover_fit_and_are_named(qtbot, caseward, wide, tall, scale) -> None:
    begin(qtbot, caseward)
    caseward.window.setMinimumSize(0, 0)
    caseward.window.resize(wide, tall)
    theme().set(scale=scale)
    caseward.window.frame().navigate("event-mode")
    settle()
    assert clipped(caseward.window) == [] and accessible_problems(caseward.window) == []
    press(qtbot, Qt.Key.Key_F10)
    press(qtbot, Qt.Key.Key_F10)
    assert clipped(caseward.window) == [] and accessible_problems(caseward.window) == []
