"""The window on a real display, driven by keys and read by another process as a screen reader reads it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.casework import board, cases, notes, people
from desktop.qt.gate import Gate
from desktop.qt.settings import Settings
from storage.records import BodyKind, NoteKind, PartialDate, PersonKind
from tests.views.conftest import PASSPHRASE
from views import catalogue

# What Qt's own bridge says: no address where the bus has none, and a reader that asks for what is gone meanwhile.
_QTS_OWN = ("GetApplicationBusAddress", "Could not find accessible on path")
ROOT = Path(__file__).parents[2]
BOUNDARY = "Boundary between panes"
"""What lies between panes: for Qt a grip, for which AT-SPI has no role. It has its name, and no key goes there."""


def reader_python() -> str:
    """A Python that has gi: the system's, which Debian gives its AT-SPI bindings to."""
    for path in ("/usr/bin/python3", shutil.which("python3") or ""):
        if path and subprocess.run([path, "-c", "import gi"], capture_output=True, check=False).returncode == 0:
            return path
    pytest.skip("needs a Python with gi (python3-gi, gir1.2-atspi-2.0)")


def qt_aside(errors: str) -> list[str]:
    """The lines a window wrote to its standard error, without those of Qt's bridge."""
    return [line for line in errors.splitlines() if line.strip() and not any(one in line for one in _QTS_OWN)]


def _fill(folder: Path) -> None:
    """A case with somebody and something in it, so that lists, tables and forms are there to be read."""
    settings = Settings(Path(os.environ["XDG_CONFIG_HOME"]) / "caseward")
    session = Gate(settings).unlock(folder, PASSPHRASE)
    case = session.do("Open a case", cases.open_case, "Plover", "SCR-2016-01")
    session.do("body", board.add_body, "Quillham General Hospital", BodyKind.HEALTH_PLACE, type_words="the hospital")
    visitor = session.do("person", people.add_person, case.id, "Joan Hallowfen", PersonKind.PROFESSIONAL, role="Doctor")
    session.do("note", notes.write, case.id, NoteKind.ACCOUNT, title="Conversation", text="I had two patches.",
               on=PartialDate.from_iso("2016-06-02"), speaker_ids=(visitor.id,), told="Notes are kept")  # fmt: skip
    session.do("meeting", notes.minute, case.id, title="First meeting", on=PartialDate.from_iso("2016-05-18"),
               minutes="The panel met.")  # fmt: skip
    session.close()


def _problems(rows: list[list[Any]]) -> list[list[Any]]:
    """What a screen reader could not name: a control without a name, or anything without a role."""
    unnamed = [row for row in rows if {"FOCUSABLE", "SHOWING"} <= set(row[4]) and not row[2].strip()]
    return [*unnamed, *(row for row in rows if row[1] in ("", "unknown", "invalid") and row[2] != BOUNDARY)]


def _shows(row: list[Any], name: str) -> bool:
    return row[2] == name and "SHOWING" in row[4]


def _titles() -> list[str]:
    """Every page: those of the first level, the list of cases, from which the overview, and then those of a case."""
    level = {spec.id: spec.level for spec in catalogue.PAGES}
    inside = [spec.title for spec in catalogue.PAGES if "case" in (spec.level, level.get(spec.under))]
    outside = [spec.title for spec in catalogue.PAGES if spec.title not in inside and spec.title != "Cases"]
    return [*outside, "Cases", *(title for title in inside if title != "Overview")]


@pytest.mark.needs("Xvfb", "xdotool", "dbus-run-session")
@pytest.mark.leaves("**/*")
@pytest.mark.timeout(300)
def test_every_page_is_read_by_another_process_and_lock_starts_the_same_process_afresh(vault_folder, own_home) -> None:
    python = reader_python()
    _fill(vault_folder)
    titles = _titles()
    # Without a marker the first one comes up; without a pack its page, and that of this pack, lead to the packs.
    calls_itself = {spec.title: catalogue.load(spec).TITLE for spec in catalogue.PAGES}
    of_one_pack = ("Pack", "This pack", "Names that a pack brought back")
    calls_itself |= {"Quality marker": "QM1 Referral"} | dict.fromkeys(of_one_pack, calls_itself["Packs"])
    pages_asked = "|".join(f"{one}={calls_itself[one]}" for one in titles)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(Path(__file__).with_name("atspi_journey.py")), python,
        PASSPHRASE, pages_asked], capture_output=True, text=True, timeout=290, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for page in ("unlock", "work", "locked", "again"):
        assert found[page] and _problems(found[page]) == [], page
    focused = [row[1:3] for row in found["unlock"] if "FOCUSED" in row[4] and row[1] != "list item"]
    assert focused == [["password text", "Passphrase"]]
    assert found["alive"] and any(row[2] == "Passphrase" for row in found["locked"])
    assert any(row[2] == "Settings" for row in found["again"])
    pages = found["pages"]
    assert set(pages) == {*titles, "Overview"}
    missed = [page for page, rows in pages.items() if not any(_shows(row, calls_itself[page]) for row in rows)]
    assert missed == []
    assert {page: _problems(rows) for page, rows in pages.items() if _problems(rows)} == {}
    assert "There is nothing to undo." in found["said"]["Undo"]
    assert {page: said for page, said in found["said"].items() if "Something went wrong" in " ".join(said)} == {}
    assert qt_aside(found["errors"]) == []
