"""The set-up: what it asks of pip and of the system, and what it says when something is missing.

pip, apt and Caseward are stood in for by a script that writes down how it was called; the real ones run whenever
these tests are started by the set-up itself.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "installer" / "bootstrap.py"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for pip is a shell script")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up as a module, working on a project in ``tmp_path``."""
    spec = importlib.util.spec_from_file_location("bootstrap", SOURCE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT, module.INSTALLER, module.VENV = tmp_path, tmp_path, tmp_path / ".venv"
    module.LOCK_NOTE, module.PROJECT_NOTE = module.VENV / ".lock-sha256", module.VENV / ".project-sha256"
    for name in ("run.lock", "test.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module.venv_python, "__defaults__", (module.VENV,))
    return module


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., list[str]]:
    """Put a stand-in for the environment's Python there; calling it gives the calls so far."""
    log = tmp_path / "calls.txt"

    def stand_in(script: str = "exit 0") -> list[str]:
        folder = tmp_path / ".venv" / "bin"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "python").write_text(f'#!/bin/sh\necho "$@" >> "{log}"\n{script}\n')
        (folder / "python").chmod(0o755)
        return log.read_text().splitlines() if log.exists() else []

    stand_in()
    return stand_in


# --- what it is -----------------------------------------------------------------------------------------------


def test_an_old_python_can_read_it_and_nothing_has_to_be_installed() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= set(sys.stdlib_module_names)


def test_pip_keeps_its_own_configuration_and_no_address_is_given() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    for words in ("http", "--isolated", "index-url", "find-links", "trusted-host", "PIP_"):
        assert words not in text


@pytest.mark.parametrize(("version", "bits"), [((3, 8), 64), ((3, 10), 64), ((3, 15), 64), ((3, 12), 32)])
def test_another_python_gets_one_sentence(bootstrap: ModuleType, version: tuple[int, int], bits: int) -> None:
    with pytest.raises(bootstrap.Refusal, match=r"needs 64-bit Python 3.11 to 3.14; this is"):
        bootstrap.check_python(version, bits)


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_these_pythons_are_welcome(bootstrap: ModuleType, minor: int) -> None:
    bootstrap.check_python((3, minor), 64)


def test_an_old_linux_gets_one_sentence(bootstrap: ModuleType) -> None:
    with pytest.raises(bootstrap.Refusal, match=r"glibc 2.34 or later .* this one has 2.31"):
        bootstrap.check_system("glibc", "2.31")
    bootstrap.check_system("glibc", "2.34")


def test_wrong_use_says_how_to_use_it(bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["walk"]) == 2
    assert "bootstrap.py run" in capsys.readouterr().err


# --- the environment ------------------------------------------------------------------------------------------


def test_the_environment_is_judged_by_starting_it(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    python("echo {}.{}".format(*sys.version_info[:2]))
    assert bootstrap.venv_is_sound(bootstrap.VENV)
    python("echo 2.7")
    assert not bootstrap.venv_is_sound(bootstrap.VENV)
    (bootstrap.VENV / "bin" / "python").unlink()
    assert not bootstrap.venv_is_sound(bootstrap.VENV)


def test_a_folder_of_someone_else_is_never_emptied(bootstrap: ModuleType) -> None:
    bootstrap.VENV.mkdir()
    (bootstrap.VENV / "letters.txt").write_text("keep")
    with pytest.raises(bootstrap.Refusal, match="no virtual environment"):
        bootstrap.make_venv(bootstrap.VENV)
    assert (bootstrap.VENV / "letters.txt").read_text() == "keep"


def test_locked_packages_are_installed_once(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    bootstrap.install_locked("run")
    (call,) = python()
    assert call.startswith("-m pip install ")
    for option in ("--no-input", "--require-hashes", "--only-binary :all:", f"-r {bootstrap.INSTALLER / 'run.lock'}"):
        assert option in call
    bootstrap.install_locked("run")
    assert len(python()) == 1, "a second run must not ask pip, so that it works without a network"
    (bootstrap.INSTALLER / "run.lock").write_text("another")
    bootstrap.install_locked("run")
    assert len(python()) == 2


def test_the_test_lock_counts_for_both(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    bootstrap.install_locked("test")
    bootstrap.install_locked("run")
    assert len(python()) == 1
    bootstrap.LOCK_NOTE.unlink()
    bootstrap.install_locked("run")
    bootstrap.install_locked("test")
    assert len(python()) == 3


def test_an_install_that_failed_is_said_and_repeated(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    bootstrap.install_locked("run")
    python("echo 'no route to the index'; exit 1")
    (bootstrap.INSTALLER / "run.lock").write_text("another")
    with pytest.raises(bootstrap.Refusal, match=r"(?s)no route to the index.*proxy"):
        bootstrap.install_locked("run")
    assert not bootstrap.LOCK_NOTE.exists()


def test_caseward_itself_comes_without_a_network(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    bootstrap.install_caseward()
    bootstrap.install_caseward()
    (call,) = python()
    for option in ("--no-deps", "--no-build-isolation", "--no-index", f"-e {bootstrap.ROOT}"):
        assert option in call


# --- system packages ------------------------------------------------------------------------------------------


def test_who_may_not_install_is_told_the_command(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "missing_libraries", lambda: ["libxcb-cursor.so.0"])
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.sys.stdin, "isatty", lambda: False)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"bin/{name}")
    assert bootstrap.main(["run"]) == 3
    assert "apt-get install --no-install-recommends libxcb-cursor0" in capsys.readouterr().err


def test_a_missing_library_is_noticed(bootstrap: ModuleType) -> None:
    bootstrap.WINDOW_LIBRARIES = {"libc.so.6": "libc6", "libnobody-has-this.so.9": "libnobody9"}
    assert "libnobody-has-this.so.9" in bootstrap.missing_libraries()


def test_the_office_suite_is_fetched_only_where_a_test_asks_for_it(bootstrap: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("@pytest.mark.needs('qpdf')\ndef test(): 'soffice'\n")
    assert not bootstrap.office_is_asked_for(tmp_path)
    (tmp_path / "test_b.py").write_text("@pytest.mark.needs('qpdf', \"soffice\")\n")
    assert bootstrap.office_is_asked_for(tmp_path)


# --- run ------------------------------------------------------------------------------------------------------


def test_without_a_window_the_demonstration_is_made(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    assert bootstrap.demonstrate() == 0
    assert python() == [f"-P -m desktop demo {bootstrap.ROOT / 'caseward-demo'}"]


def test_a_demonstration_that_is_there_is_checked(bootstrap: ModuleType, python: Callable[..., list[str]]) -> None:
    vault = bootstrap.ROOT / "caseward-demo" / "demo.caseward"
    vault.mkdir(parents=True)
    python('case "$*" in *PASSPHRASE*) echo plover ;; *) read words; test "$words" = plover ;; esac')
    assert bootstrap.demonstrate() == 0
    assert python()[-1] == f"-P -m desktop verify {vault} --passphrase-file -"


def test_a_window_is_tried_in_a_child(
    bootstrap: ModuleType, python: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not bootstrap.window_can_open(), "offscreen is no window that anyone sees"
    monkeypatch.delenv("QT_QPA_PLATFORM")
    assert bootstrap.window_can_open()
    python("kill -ABRT $$")
    assert not bootstrap.window_can_open()


# --- test -----------------------------------------------------------------------------------------------------


def test_every_check_runs_and_the_last_line_is_the_summary(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def say(words: str, status: int) -> list[str]:
        return [sys.executable, "-c", f"print({words!r}); print(); raise SystemExit({status})"]

    plan = [("ruff", say("a\nuntidy", 1)), ("mypy", say("typed", 0)), ("pytest", say("dots\n3 passed", 0))]
    monkeypatch.setattr(bootstrap, "checks", lambda arguments: plan)
    for step in ("system_packages", "test_packages", "make_venv", "install_locked", "install_caseward"):
        monkeypatch.setattr(bootstrap, step, lambda *a, **k: None)
    assert bootstrap.test([]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[-1] == "3 passed"
    assert "ruff FAILED with 1" in lines[-2]
    assert "pytest passed" in lines[-2]
    assert {"a", "untidy", "typed", "dots"} <= set(lines)


def test_the_checks_are_these_and_switches_reach_pytest(bootstrap: ModuleType) -> None:
    checks = bootstrap.checks(["--long"])
    assert [name for name, _ in checks] == ["ruff", "lint-imports", "mypy", "pytest"]
    # Tests on the demonstration stay together: the other worker need not wait while it is built.
    assert checks[-1][1][-6:] == ["pytest", "-n", "2", "--dist", "loadgroup", "--long"]
