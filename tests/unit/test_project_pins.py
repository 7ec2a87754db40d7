"""One test for each reason in installer/PINS.md to hold a version."""

from __future__ import annotations

import ast
import importlib.metadata
import io
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = (ROOT / "installer" / "PINS.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_pin_names_a_test_that_there_is() -> None:
    rows = [row for row in PINS.splitlines() if row.startswith("| ") and "---" not in row][1:]
    assert len(rows) >= 8
    for row in rows:
        named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row)
        assert named, row
        for module, function in named:
            assert f"def {function}(" in (ROOT / "tests" / "unit" / module).read_text(encoding="utf-8"), function


@pytest.mark.parametrize(
    "package", ["PySide6-Essentials", "pikepdf", "sqlcipher3", "reportlab", "SQLAlchemy", "cryptography"]
)
def test_ranges_in_the_page_are_those_of_the_project(package: str) -> None:
    declared = [line.split(";")[0].strip() for line in PROJECT["project"]["dependencies"] if line.startswith(package)]
    assert declared
    for requirement in declared:
        assert f"`{requirement}`" in PINS


def test_qt_keeps_its_references_to_none(qapp: object) -> None:
    """6.12 lost one at each of these calls; before Python 3.12 the process dies when none are left."""
    from PySide6.QtCore import QAbstractTableModel, QBuffer, QModelIndex, QObject, QTimer, Signal
    from PySide6.QtGui import QStandardItemModel
    from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

    class Sender(QObject):
        sent = Signal(int)

    class Model(QAbstractTableModel):
        def data(self, index: object, role: int = 0) -> object:
            return None

    sender, label, editor, widget, timer, model = (
        Sender(),
        QLabel(),
        QTextEdit(),
        QWidget(),
        QTimer(),
        QStandardItemModel(),
    )
    sender.sent.connect(lambda number: None)
    empty, buffer, table = QObject(), QBuffer(), Model()
    calls = {
        "setText": lambda: label.setText("a"),
        "setPlainText": lambda: editor.setPlainText("a"),
        "emit": lambda: sender.sent.emit(1),
        "timer": lambda: (timer.start(1000), timer.stop()),
        "no parent": lambda: QObject(None),
        "setParent": lambda: empty.setParent(None),
        "no property": lambda: empty.property("nothing"),
        "no child": lambda: widget.findChild(QLabel, "nothing"),
        "model": lambda: model.rowCount(QModelIndex()),
        "data": lambda: table.data(None),
        "setData": lambda: buffer.setData(b"a"),
    }
    rounds = 200
    lost = {}
    for name, call in calls.items():
        call()
        before = sys.getrefcount(None)
        for _ in range(rounds):
            call()
        change = (sys.getrefcount(None) - before) / rounds
        if change < -0.5:
            lost[name] = change
    assert not lost


def test_the_store_has_a_current_sqlcipher() -> None:
    import sqlalchemy
    import sqlcipher3

    assert sqlalchemy.__version__.startswith("2.1.")
    connection = sqlcipher3.connect(":memory:")
    try:
        (version,) = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    assert tuple(int(part) for part in version.split()[0].split(".")) >= (4, 19)
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("sqlcipher3-binary")


def test_reportlab_tells_of_cells_in_order() -> None:
    """The events of ``renderCB=``, over a page break with a repeated head: what tagging is built on."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table

    events: list[tuple[object, ...]] = []

    def told(table: object, event: str, *rest: object) -> None:
        events.append((event, *rest[:2]) if event in ("startCell", "startRow") else (event,))

    rows = [["Item", "Owner"], *([f"{n}", "Trust"] for n in range(60))]
    SimpleDocTemplate(io.BytesIO(), pagesize=A4, invariant=1).build([Table(rows, repeatRows=1, renderCB=told)])
    tables = " ".join(event[0] for event in events).split("endTable")[:-1]
    assert len(tables) == 2, "the callback must survive the split"
    row = r" startRow startCell endCell startCell endCell endRow"
    for table in tables:
        assert re.fullmatch(rf" ?startTable startBG endBG({row})+ startLines endLines ", table), table[:200]
    cells = [event[1:] for event in events if event[0] == "startCell"]
    assert cells[:4] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert cells.count((0, 0)) == 2, "the head is drawn on each page"


def test_old_key_slots_can_be_derived() -> None:
    """RFC 9106, section 5.3 with its own vector: the derivation that every vault's passphrase slots stand on."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derive = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    )
    tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert derive.derive(b"\x01" * 32).hex() == tag


READING_AGE = {"automated_readability_index", "coleman_liau_index", "lix", "sentence_count"}


def test_reading_age_asks_nobody() -> None:
    """Only those functions of textstat that need no downloaded data (DESIGN, section 11), and they run offline."""
    for path in (path for room in ("desktop", "views", "storage") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "textstat":
                assert node.attr in READING_AGE | {"textstat"}, f"{path.name}: textstat.{node.attr}"
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("textstat", "nltk"):
                assert {alias.name for alias in node.names} <= {"textstat"}, path.name
    code = (
        "import sys, textstat\n"
        "def refuse(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'): raise SystemExit(9)\n"
        "sys.addaudithook(refuse)\n"
        f"for name in {sorted(READING_AGE)}: getattr(textstat, name)('The family came. They were heard.')\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
