"""Settings, idle lock, jobs, actions, clipboard, starting afresh: parts that need no page."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.qt.actions import Action, Actions
from desktop.qt.clipboard import CaseClipboard
from desktop.qt.idle import IdleLock, SystemLock
from desktop.qt.jobs import Operation, jobs
from desktop.qt.relaunch import LOCKED_REASON, LOCKED_VAULT, command_line, environment, taken_from
from desktop.qt.settings import SCHEMA, Settings


class Clocks:
    """Two clocks that the test turns."""

    def __init__(self) -> None:
        self.wall = datetime(2017, 3, 14, 10, 0, tzinfo=UTC)
        self.steady = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def turn(self, *, wall: float, steady: float | None = None) -> None:
        self.wall += timedelta(seconds=wall)
        self.steady += wall if steady is None else steady


@pytest.fixture
def idle(qapp):
    clocks = Clocks()
    lock = IdleLock(minutes=10, circumstances=clocks)
    lock.start(qapp)
    lock.clocks, lock.reasons, lock.warnings = clocks, [], []
    lock.locked.connect(lock.reasons.append)
    lock.warned.connect(lock.warnings.append)
    yield lock
    lock.stop(qapp)


def pass_time(lock, seconds: int) -> None:
    for _ in range(seconds):
        lock.clocks.turn(wall=1)
        lock.tick()


def test_ten_minutes_without_use_lock_with_a_countdown(idle) -> None:
    pass_time(idle, 569)
    assert idle.warnings == [] and idle.reasons == []
    pass_time(idle, 30)
    assert idle.warnings[0] == 30 and idle.warnings[-1] == 1
    pass_time(idle, 5)
    assert idle.reasons == ["idle"]


def test_a_key_stays(idle, qapp) -> None:
    stayed: list[int] = []
    idle.stayed.connect(lambda: stayed.append(1))
    pass_time(idle, 580)
    idle.eventFilter(qapp, QEvent(QEvent.Type.KeyPress))
    assert stayed == [1]
    pass_time(idle, 560)
    assert idle.reasons == []


def test_sleep_locks_although_the_steady_clock_stood_still(idle) -> None:
    idle.clocks.turn(wall=3600, steady=0.5)
    idle.tick()
    assert idle.reasons == ["sleep"]


def test_a_clock_set_back_locks(idle) -> None:
    idle.clocks.turn(wall=-3600, steady=1)
    idle.tick()
    assert idle.reasons == ["clock"]


def test_a_steady_clock_alone_locks_too(idle) -> None:
    for _ in range(41):
        idle.clocks.turn(wall=0.1, steady=15)
        idle.tick()
    assert idle.reasons == ["idle"]


def test_the_computer_locks_and_without_a_bus_nothing_fails(qapp, monkeypatch) -> None:
    heard: list[str] = []
    lock = SystemLock()
    lock.heard.connect(heard.append)
    lock.on_sleep(True)
    lock.on_sleep(False)
    lock.on_lock()
    lock.on_screen_saver(True)
    assert heard == ["sleep", "system", "system"]


_LISTENER = """
import subprocess, time
from PySide6.QtWidgets import QApplication
from desktop.qt.idle import SystemLock
application = QApplication([])
lock, heard = SystemLock(), []
lock.heard.connect(heard.append)
assert lock.listen()
name = "org.freedesktop.ScreenSaver.ActiveChanged"
subprocess.run(["dbus-send", "--session", "--type=signal", "/ScreenSaver", name, "boolean:true"], check=True)
end = time.monotonic() + 5
while not heard and time.monotonic() < end:
    application.processEvents()
print(heard)
"""


@pytest.mark.needs("dbus-run-session", "dbus-send")
def test_a_screen_saver_on_a_real_bus_is_heard() -> None:
    words = ["dbus-run-session", "--", sys.executable, "-c", _LISTENER]
    done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip().endswith("['system']")


def test_settings_keep_what_they_do_not_know_and_refuse_what_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "dark", "from_later": [1], "text_scale": "large"}), "utf-8")
    settings = Settings(tmp_path)
    assert settings.get("theme") == "dark"
    assert settings.get("text_scale") == 100
    settings.set("idle_minutes", 5)
    with pytest.raises(ValueError, match="idle_minutes"):
        settings.set("idle_minutes", 61)
    with pytest.raises(KeyError):
        settings.set("colour", "red")
    kept = json.loads(path.read_text("utf-8"))
    assert kept["from_later"] == [1] and kept["idle_minutes"] == 5
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["{", "[1]", "\x00\x01"])
def test_damaged_settings_are_put_aside_and_said(tmp_path: Path, damage: str) -> None:
    (tmp_path / "settings.json").write_text(damage, "utf-8")
    settings = Settings(tmp_path)
    assert "kept as settings.damaged.json" in settings.notice
    assert (tmp_path / "settings.damaged.json").read_text("utf-8") == damage
    assert all(settings.get(setting.key) == setting.default for setting in SCHEMA)


def test_settings_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    settings = Settings(tmp_path / "file")
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
    assert "could not be saved" in settings.notice


def test_every_default_fits_its_own_schema() -> None:
    assert all(setting.fits(setting.default) for setting in SCHEMA)


def test_results_come_back_on_the_window_thread(qtbot) -> None:
    main, there, here = threading.get_ident(), [], []
    operation = Operation(None, "Count", lambda _task: there.append(threading.get_ident()) or 7)
    operation.on_done(lambda result: here.append((result, threading.get_ident()))).run()
    qtbot.waitUntil(lambda: bool(here))
    assert here == [(7, main)]
    assert there[0] != main
    assert jobs().running == ()


def test_failures_are_explained_without_their_text(qtbot) -> None:
    def fail(_task: object) -> None:
        raise ValueError("Ferncastle")

    errors: list[UserError] = []
    Operation(None, "Fail", fail).on_failed(errors.append).run()
    qtbot.waitUntil(lambda: bool(errors))
    assert "Ferncastle" not in errors[0].what + errors[0].do


def test_a_failure_nobody_hears_goes_to_the_window(qtbot) -> None:
    with qtbot.waitSignal(jobs().failed) as told:
        Operation(None, "Fail", lambda _task: 1 / 0).run()
    assert told.args[0] == "Fail"


def test_a_parent_that_is_gone_hears_nothing(qtbot, qapp) -> None:
    gate, heard = threading.Event(), []
    parent = QObject()
    Operation(parent, "Wait", lambda _task: gate.wait(5)).on_done(heard.append).run()
    parent.deleteLater()
    qapp.sendPostedEvents(parent, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitUntil(lambda: not jobs().running)
    assert heard == []


def test_actions_are_found_said_no_to_and_not_doubled(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    done: list[str] = []
    actions = Actions(window)
    actions.register(Action("note", "Add a note", lambda: done.append("note"), "Ctrl+N"))
    actions.register(
        Action("issue", "Issue version 3", lambda: done.append("issue"), why_not=lambda: "2 entries block it")
    )
    refused: list[str] = []
    actions.refused.connect(refused.append)
    actions.trigger("note")
    actions.trigger("issue")
    assert done == ["note"] and refused == ["2 entries block it"]
    assert [action.id for action in actions.find("note")] == ["note"]
    assert [action.id for action in actions.find("iv3")] == ["issue"]
    assert actions.find("zz") == []
    assert [action.id for action in actions.sheet()["Anywhere"]] == ["note"]
    with pytest.raises(ValueError, match="note"):
        actions.register(Action("note", "Again", lambda: None))
    actions.remove("note")
    assert [action.id for action in actions.all()] == ["issue"]


def test_case_text_on_the_clipboard_is_marked_and_taken_back_if_still_ours(qtbot) -> None:
    clipboard = QGuiApplication.clipboard()
    case = CaseClipboard(seconds=0.05)
    case.copy("What was said")
    assert bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    qtbot.waitUntil(lambda: clipboard.text() == "")
    case.copy("What was said")
    clipboard.setText("something else")
    assert case.clear() is False
    assert clipboard.text() == "something else"
    clipboard.clear()


def test_the_words_that_start_it_again() -> None:
    plain = command_line(frozen=False, executable="/py", argv=["-m", "x"], orig_argv=["python", "-m", "desktop"])
    assert plain == ["/py", "-m", "desktop"]
    frozen = command_line(frozen=True, executable="/caseward", argv=["caseward", "--x"], orig_argv=["caseward", "--x"])
    assert frozen == ["/caseward", "--x"]


def test_the_new_process_is_told_an_id_and_forgets_it() -> None:
    around = environment({"HOME": "/h"}, "vault-1", "idle")
    assert around[LOCKED_VAULT] == "vault-1" and around[LOCKED_REASON] == "idle"
    assert taken_from(around) == ("vault-1", "idle")
    assert around == {"HOME": "/h"}
