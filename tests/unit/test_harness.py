"""The guards of ``tests/conftest.py`` each fail a test that breaks their rule, and leave its neighbours alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Name of a bad test -> what its failure must say. Each stands between good tests in the file below.
BAD = {
    "log": "unexpected log records.*boo",
    "log_of_another": "unexpected log records.*boo",
    "thread": "thread lingering",
    "process": "process lingering",
    "pool": "a job in Qt's thread pool",
    "window": "window QWidget forgotten",
    "connect": r"may not use the network \(socket.connect\)",
    "listen": r"may not use the network \(socket.bind\)",
    "lookup": r"may not use the network \(socket.getaddrinfo\)",
    "swallowed": "network was asked for.*getaddrinfo",
    "home": "files left.*home/notes.txt",
    "settings": "files left.*config/caseward/settings.json",
    "temporary": "files left.*tmp/",
    "declared_another": "files left.*home/notes.txt",
    "vault": "still open.*demo.caseward/store.db",
    "warning": "UserWarning: boo",
    "qt_message": "FAILED",
    "slot": "Exceptions caught in Qt event loop",
    "unclosed": "ResourceWarning|unclosed",
    "thread_error": "PytestUnhandledThreadException",
}

EXAMPLES = """
import logging, multiprocessing, os, pathlib, shutil, socket, subprocess, sys, tempfile, threading, time, warnings
import pytest
from PySide6.QtCore import QRunnable, QThreadPool, qWarning
from PySide6.QtWidgets import QPushButton, QWidget

keep = []
home = lambda: pathlib.Path.home()

@pytest.fixture(autouse=True, params=["before", "itself", "after"])
def turn(request):
    return request.param

def bad(function):
    def test(turn, qtbot, tmp_path):
        if turn == "itself":
            function(qtbot, tmp_path)
    test.__name__ = function.__name__
    return test

def _log(qtbot, tmp_path): logging.getLogger("x").warning("boo")
test_bad_log = bad(_log)
test_bad_log_of_another = pytest.mark.expects_log("y")(bad(_log))

def _thread(qtbot, tmp_path): threading.Thread(target=time.sleep, args=(2,), name="lingering").start()
test_bad_thread = bad(_thread)

def _process(qtbot, tmp_path):
    multiprocessing.get_context("spawn").Process(target=time.sleep, args=(30,), name="lingering").start()
test_bad_process = bad(_process)

class Job(QRunnable):
    def run(self): time.sleep(1.6)

def _pool(qtbot, tmp_path): QThreadPool.globalInstance().start(Job())
test_bad_pool = bad(_pool)

def _window(qtbot, tmp_path):
    window = QWidget(); window.setObjectName("forgotten"); window.show(); keep.append(window)
test_bad_window = bad(_window)

def _connect(qtbot, tmp_path):
    with socket.socket() as s: s.connect(("127.0.0.1", 9))
test_bad_connect = bad(_connect)

def _listen(qtbot, tmp_path):
    with socket.socket() as s: s.bind(("127.0.0.1", 0))
test_bad_listen = bad(_listen)

def _lookup(qtbot, tmp_path): socket.getaddrinfo("localhost", 9)
test_bad_lookup = bad(_lookup)

def _swallowed(qtbot, tmp_path):
    try: _lookup(qtbot, tmp_path)
    except Exception: pass
test_bad_swallowed = bad(_swallowed)

def _home(qtbot, tmp_path): (home() / "notes.txt").write_text("x")
test_bad_home = bad(_home)
test_bad_declared_another = pytest.mark.leaves("home/other.txt")(bad(_home))

def _settings(qtbot, tmp_path):
    import platformdirs
    folder = pathlib.Path(platformdirs.user_config_dir("caseward")); folder.mkdir()
    (folder / "settings.json").write_text("{}")
test_bad_settings = bad(_settings)

def _temporary(qtbot, tmp_path): os.close(tempfile.mkstemp()[0])
test_bad_temporary = bad(_temporary)

def _vault(qtbot, tmp_path):
    (tmp_path / "demo.caseward").mkdir(); keep.append(open(tmp_path / "demo.caseward" / "store.db", "w"))
test_bad_vault = bad(_vault)

def _warning(qtbot, tmp_path): warnings.warn("boo")
test_bad_warning = bad(_warning)

def _qt_message(qtbot, tmp_path): qWarning("boo")
test_bad_qt_message = bad(_qt_message)

def _slot(qtbot, tmp_path):
    button = QPushButton("x"); qtbot.addWidget(button); button.clicked.connect(lambda: 1 / 0); button.click()
test_bad_slot = bad(_slot)

def _unclosed(qtbot, tmp_path): open(__file__)
test_bad_unclosed = bad(_unclosed)

def _thread_error(qtbot, tmp_path):
    t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()
test_bad_thread_error = bad(_thread_error)

@pytest.mark.expects_log("x")
def test_good_log(): logging.getLogger("x").warning("boo")

def test_good_local_socket(tmp_path):
    with socket.socket(socket.AF_UNIX) as s: s.bind(str(home() / "s"))
    (home() / "s").unlink()

@pytest.mark.leaves("home/a/*", "tmp/*.txt")
def test_good_declared():
    (home() / "a").mkdir(); (home() / "a" / "notes.txt").write_text("x")
    (pathlib.Path(tempfile.gettempdir()) / "b.txt").write_text("x")

def test_good_window(qtbot):
    window = QWidget(); qtbot.addWidget(window); window.show()

def test_home_is_new():
    assert not list(home().iterdir()) and "homes" in str(home()) and tempfile.gettempdir().endswith("tmp")

def test_child_has_the_same_home():
    code = "import pathlib; print(pathlib.Path.home())"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == str(home())

@pytest.mark.long
def test_long(): raise AssertionError("must not run")

@pytest.mark.needs("a-program-nobody-has")
def test_needs(): raise AssertionError("must not run")
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest prints about the examples under this project's own settings."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_examples.py").write_text(EXAMPLES)
    options = ["-rA", "-p", "no:xdist", "-p", "no:randomly", "-o", "testpaths=.", "--tb=short", "--color=no"]
    command = [sys.executable, "-m", "pytest", *options, f"--basetemp={folder / 'base'}", "test_examples.py"]
    environment = {**os.environ, "COLUMNS": "400", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, check=False).stdout


@pytest.mark.parametrize("name", BAD)
def test_a_bad_test_fails_and_says_why(outcome: str, name: str) -> None:
    lines = re.findall(rf"^(?:FAILED|ERROR) .*test_bad_{name}\[itself\].*$", outcome, re.M)
    assert lines, f"{name} was let through"
    assert any(re.search(BAD[name], line) for line in lines), lines


def test_only_the_bad_ones_fail(outcome: str) -> None:
    failed = set(re.findall(r"^(?:FAILED|ERROR) \S*::(\S+)", outcome, re.M))
    assert failed == {f"test_bad_{name}[itself]" for name in BAD}


def test_what_keeps_to_the_rules_passes(outcome: str) -> None:
    passed = set(re.findall(r"^PASSED \S*::(test_(?:good|home|child)\w*)", outcome, re.M))
    assert len(passed) == 6, passed


def test_long_tests_and_missing_programs_are_skipped_by_name(outcome: str) -> None:
    assert "long: runs with --long" in outcome
    assert "needs a-program-nobody-has, which is not installed" in outcome
