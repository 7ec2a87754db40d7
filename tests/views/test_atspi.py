"""The window on a real display, driven by keys and read by another process as a screen reader reads it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.casework import cases
from desktop.qt.gate import Gate
from desktop.qt.settings import Settings
from tests.views.conftest import PASSPHRASE

# What Qt's own bridge says: no address where the bus has none, and a reader that asks for what is gone meanwhile.
_QTS_OWN = ("GetApplicationBusAddress", "Could not find accessible on path")
ROOT = Path(__file__).parents[2]


def _reader_python() -> str:
    """A Python that has gi: the system's, which Debian gives its AT-SPI bindings to."""
    for path in ("/usr/bin/python3", shutil.which("python3") or ""):
        if path and subprocess.run([path, "-c", "import gi"], capture_output=True, check=False).returncode == 0:
            return path
    pytest.skip("needs a Python with gi (python3-gi, gir1.2-atspi-2.0)")


@pytest.mark.needs("Xvfb", "xdotool", "dbus-run-session")
@pytest.mark.leaves("**/*")
@pytest.mark.timeout(120)
def test_every_control_is_read_and_lock_starts_the_same_process_afresh(vault_folder, own_home) -> None:
    python = _reader_python()
    settings = Settings(Path(os.environ["XDG_CONFIG_HOME"]) / "caseward")
    session = Gate(settings).unlock(vault_folder, PASSPHRASE)
    session.close()
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(Path(__file__).with_name("atspi_journey.py")), python,
        PASSPHRASE], capture_output=True, text=True, timeout=110, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for page in ("unlock", "work", "locked", "again"):
        rows = found[page]
        assert rows, page
        unnamed = [row for row in rows if "FOCUSABLE" in row[4] and "SHOWING" in row[4] and not row[2].strip()]
        assert unnamed == [], page
        assert not [row for row in rows if row[1] in ("", "unknown", "invalid")], page
    focused = [row[1:3] for row in found["unlock"] if "FOCUSED" in row[4] and row[1] != "list item"]
    assert focused == [["password text", "Passphrase"]]
    assert any(row[2] == "Settings" for row in found["work"])
    assert found["alive"]
    assert any(row[2] == "Passphrase" for row in found["locked"])
    assert any(row[2] == "Settings" for row in found["again"])
    said = [line for line in found["errors"].splitlines() if line.strip() and not any(one in line for one in _QTS_OWN)]
    assert said == []


BOARD = ("Settings", "Board details", "Bodies", "Who can open it", "Backup and checks", "Activity", "Cases")
CASE = ("People", "Evidence", "Disclosure", "Markers", "To describe", "Requests for material", "Versions and logs")


@pytest.mark.long
@pytest.mark.needs("Xvfb", "xdotool", "dbus-run-session")
@pytest.mark.leaves("**/*")
@pytest.mark.timeout(400)
def test_every_page_is_read_by_another_process(vault_folder, own_home) -> None:
    python = _reader_python()
    settings = Settings(Path(os.environ["XDG_CONFIG_HOME"]) / "caseward")
    session = Gate(settings).unlock(vault_folder, PASSPHRASE)
    session.do("Open a case", cases.open_case, "Plover", "SCR-2016-01")
    session.close()
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(Path(__file__).with_name("atspi_journey.py")), python,
        PASSPHRASE, "|".join((*BOARD, *CASE))], capture_output=True, text=True, timeout=390, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    pages = json.loads(done.stdout.strip().splitlines()[-1])["pages"]
    assert set(pages) == {*BOARD, *CASE, "Overview"}
    for page, rows in pages.items():
        assert any(row[2] == page for row in rows), page
        unnamed = [row for row in rows if "FOCUSABLE" in row[4] and "SHOWING" in row[4] and not row[2].strip()]
        assert unnamed == [], page
        nameless_role = [row for row in rows if row[1] in ("", "unknown", "invalid") and "FOCUSABLE" in row[4]]
        assert nameless_role == [], page
