"""The entry point, each time in a process of its own: light, private in memory, and right about who is called."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_importing_it_brings_neither_window_nor_store() -> None:
    code = "import desktop.__main__, sys; print(*sys.modules)"
    assert not {"PySide6", "sqlalchemy", "sqlcipher3", "views"} & set(_python(code).split())


def test_the_window_is_painted_before_the_store_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    code = """
import sys
from PySide6.QtWidgets import QApplication
from views.application import Caseward
application = QApplication([])
caseward = Caseward(application, restart=lambda *how: None)
caseward.system.listen = lambda: False
caseward.start()
application.processEvents()
print(*sys.modules)
"""
    loaded = set(_python(code).split())
    assert "views.first_run" in loaded
    assert not {"desktop.session", "storage.records", "sqlalchemy", "sqlcipher3", "alembic", "reportlab"} & loaded


@pytest.mark.skipif(sys.platform != "linux", reason="dumpable is a switch of Linux")
def test_memory_is_private_before_anything_else_happens() -> None:
    """No core dump, and other processes of this user may not read ours; measured where the work would start."""
    code = """
import ctypes, resource, sys, types
import desktop.__main__ as entry

def measured(arguments):
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), arguments)
    return 0

sys.modules["desktop.commands"] = types.SimpleNamespace(run=measured)
sys.exit(entry.main(["verify", "a.caseward"]))
"""
    assert _python(code) == "(0, 0) 0 ['verify', 'a.caseward']"


def test_no_arguments_open_the_window() -> None:
    code = """
import sys, types
import desktop.__main__ as entry

sys.modules["views.application"] = types.SimpleNamespace(run=lambda arguments: print("window", arguments) or 0)
sys.exit(entry.main())
"""
    assert _python(code) == "window []"


def test_the_exit_status_is_that_of_the_command() -> None:
    code = """
import sys, types
import desktop.__main__ as entry

sys.modules["desktop.commands"] = types.SimpleNamespace(run=lambda arguments: len(arguments))
print(entry.main(["a", "b", "c", "d"]))
"""
    assert _python(code) == "4"
