"""What every test has to keep to, checked around each one.

Five guards, all automatic: no unexpected log record; no thread, process or window left behind; no socket but a local
one; a home of its own, empty again at the end; no file of a vault still open. ``tests/unit/test_harness.py`` proves
that each guard fails a test that breaks its rule. Marks: ``expects_log``, ``leaves``, ``needs``, ``long``.
"""

from __future__ import annotations

import gc
import itertools
import logging
import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

# Before anything imports Qt: it asks for its platform once a process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import hypothesis.configuration
import pytest

hypothesis.settings.register_profile(
    "caseward",
    database=None,  # it would be a file that outlives the test
    deadline=None,  # a busy machine is not a failure
    print_blob=True,
)
hypothesis.settings.load_profile("caseward")
# It notes constants of our code down in the current folder, in the process that hands out the tests, too.
_hypothesis_notes = tempfile.mkdtemp(prefix="caseward-tests-")
hypothesis.configuration.set_hypothesis_home_dir(_hypothesis_notes)

# Qt's helpers keep caches where the system says caches go; they hold fonts and shaders, never anything of ours.
_SYSTEM_CACHES = ("cache/fontconfig/*", "cache/mesa_shader_cache*", "cache/qtshadercache*")
_GRACE = 1.0


# --- choosing what runs ---------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the demonstration go to one worker: the others need not wait while it is built."""
    for item in items:
        module = getattr(item, "module", None)
        if any(getattr(module, name, None) is not None for name in ("demo_built", "demo_copy", "demo_session")):
            item.add_marker(pytest.mark.xdist_group("demonstration"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("long") and not item.config.getoption("--long"):
        pytest.skip("long: runs with --long")
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                pytest.skip(f"needs {program}, which is not installed")


# Python collects cycles on whichever thread allocates; one that holds a widget must go on the main one (as in the
# window itself: ``desktop.qt.collecting``). So it is done here, between tests.
gc.disable()
_GARBAGE, _FULL = 50_000, 10


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # modules and tests stay to the end: no collection need look at them again


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    if gc.get_count()[0] > _GARBAGE:
        gc.collect(2 if gc.get_count()[2] > _FULL else 1)


def pytest_unconfigure() -> None:
    shutil.rmtree(_hypothesis_notes, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"Same order again: -p randomly --randomly-seed={seed}")


# --- 1: logs --------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_unexpected_logs(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A record of WARNING or above fails the test, unless it is marked ``expects_log(logger, ...)``."""
    caplog.set_level(logging.WARNING)
    yield
    expected = {name for mark in request.node.iter_markers("expects_log") for name in mark.args}
    seen = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    bad = [
        f"{record.name} {record.levelname}: {record.getMessage()}"
        for record in seen
        if record.levelno >= logging.WARNING and record.name not in expected
    ]
    assert not bad, f"unexpected log records: {bad}"


# --- 2: threads, processes, windows ---------------------------------------------------------------------------


def _threads_left(before: set[threading.Thread]) -> list[str]:
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(_GRACE)
    return [thread.name for thread in left if thread.is_alive()]


def _windows_left(before: set[int]) -> list[str]:
    """Close and name the windows this test left open, so that one leak fails one test."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not _visible_windows() - before:
        return []
    # Perhaps only a cycle still holds it. Not done for every test: with much loaded it takes a third of a second.
    gc.collect()
    left = [w for w in widgets.QApplication.topLevelWidgets() if w.isVisible() and id(w) not in before]
    names = [f"{type(window).__name__} {window.objectName()}".strip() for window in left]
    for window in left:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return names


def _pool_is_idle() -> bool:
    core = sys.modules.get("PySide6.QtCore")
    return core is None or core.QThreadPool.globalInstance().waitForDone(int(_GRACE * 1000))


def _visible_windows() -> set[int]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return set()
    return {id(window) for window in widgets.QApplication.topLevelWidgets() if window.isVisible()}


@pytest.fixture(autouse=True)
def jobs_may_start() -> None:
    """A test that locked a window has closed the jobs of this process for good: here another test follows."""
    ours = sys.modules.get("desktop.qt.jobs")
    if ours is not None:
        ours.jobs()._closed = False


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """No thread (but daemons), child process, job of Qt's pool or visible window outlives the test."""
    threads, children, windows = set(threading.enumerate()), set(multiprocessing.active_children()), _visible_windows()
    yield
    problems = [f"thread {name}" for name in _threads_left(threads)]
    for child in set(multiprocessing.active_children()) - children:
        child.join(_GRACE)
        if child.is_alive():
            problems.append(f"process {child.name}")
            child.kill()
    if not _pool_is_idle():
        problems.append("a job in Qt's thread pool")
    problems += [f"window {name}" for name in _windows_left(windows)]
    assert not problems, f"left behind: {problems}"


# --- 3: sockets -----------------------------------------------------------------------------------------------

_refused: list[str] = []
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_MEETINGS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    local = getattr(socket, "AF_UNIX", None)
    if event in _LOOKUPS or (event in _MEETINGS and args[0].family != local):
        _refused.append(event)
        raise RuntimeError(f"a test may not use the network ({event})")


# An audit hook cannot be taken away again, so it is set once a process and not by a fixture.
sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fails the test even where the code swallowed the refusal."""
    _refused.clear()
    yield
    assert not _refused, f"the network was asked for: {_refused}"


# --- 4: a home of its own -------------------------------------------------------------------------------------

_FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
    "USERPROFILE": "home",
    "APPDATA": "config",
    "LOCALAPPDATA": "data",
}


def _move_in(base: Path, patch: pytest.MonkeyPatch) -> None:
    for variable, name in _FOLDERS.items():
        folder = base / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        patch.setenv(variable, str(folder))
    patch.setattr(tempfile, "tempdir", None)


def _files_left(base: Path, declared: tuple[str, ...]) -> list[str]:
    allowed = (*declared, *_SYSTEM_CACHES)
    names = sorted(path.relative_to(base).as_posix() for path in base.rglob("*") if not path.is_dir())
    return [name for name in names if not any(fnmatch(name, pattern) for pattern in allowed)]


@pytest.fixture(scope="session", autouse=True)
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home for fixtures that live longer than one test, so that they never see the real one."""
    base = tmp_path_factory.getbasetemp() / "homes"
    with pytest.MonkeyPatch.context() as patch:
        _move_in(base / "shared", patch)
        yield base


_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def own_home(session_home: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """HOME, XDG folders and TMPDIR of this test alone: the folder that holds them, emptied by the test itself.

    What a test means to leave there it declares with ``leaves("glob", ...)``, relative to this folder; ``*`` also
    stands for slashes.
    """
    base = session_home / str(next(_numbers))
    with pytest.MonkeyPatch.context() as patch:
        _move_in(base, patch)
        yield base
        declared = tuple(glob for mark in request.node.iter_markers("leaves") for glob in mark.args)
        left = _files_left(base, declared)
    shutil.rmtree(base, ignore_errors=True)
    assert not left, f"files left in the test's home: {left}"


# --- 5: vaults ------------------------------------------------------------------------------------------------


def _open_vault_files() -> set[tuple[str, str]]:
    folder = Path("/proc/self/fd")
    if not os.access(folder, os.R_OK):
        return set()
    found = set()
    for entry in os.listdir(folder):  # noqa: PTH208 -- Path.iterdir may keep the folder's own descriptor open
        try:
            target = os.readlink(folder / entry)  # noqa: PTH115 -- the target may be a pipe, which is no path
        except OSError:
            continue
        if any(part.endswith(".caseward") for part in target.split("/")[:-1]):
            found.add((entry, target))
    return found


@pytest.fixture(autouse=True)
def no_vault_left_open() -> Iterator[None]:
    """No file within a vault folder that this test opened is still open when it ends (Linux)."""
    before = _open_vault_files()
    yield
    left = sorted(target for _, target in _open_vault_files() - before)
    assert not left, f"still open: {left}"
