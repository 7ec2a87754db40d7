"""The import contracts of pyproject.toml bite: planted imports are caught, allowed ones pass (DESIGN, section 3)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

BY_ID = {contract["id"]: contract for contract in CONTRACTS}
# Top floor first; rooms of one floor together. Only ``:`` lets rooms of one floor import each other.
FLOORS = [[room.strip() for room in re.split("[|:]", layer)] for layer in BY_ID["floors"]["layers"]]
# What the design says (section 3); rooms that came later stand between.
DESIGNED = [
    ["views"],
    ["desktop.qt", "desktop.commands"],
    ["desktop.demonstration"],
    ["desktop.exchange"],
    ["desktop.reports"],
    ["desktop.disclosure", "desktop.markers", "desktop.copies"],
    ["desktop.casework"],
    ["desktop.paper", "desktop.intake"],
    ["desktop.redaction"],
    ["desktop.session"],
    ["desktop.isolation"],
    ["desktop.changes", "desktop.errors", "desktop.wording"],
    ["storage"],
    ["resources"],
]
# Each: the room that imports, what it imports. Upwards, sideways, and the libraries that belong to one room.
FORBIDDEN = [
    *((lower, upper) for above, below in pairwise(FLOORS) for upper in above for lower in below),
    ("desktop.qt", "desktop.commands"),
    ("desktop.disclosure", "desktop.markers"),
    ("desktop.markers", "desktop.copies"),
    ("desktop.intake", "desktop.paper"),
    ("desktop.casework", "desktop.disclosure"),
    ("desktop.casework", "PySide6.QtCore"),
    ("storage", "PySide6"),
    ("desktop.casework", "sqlalchemy"),
    ("views", "sqlcipher3"),
    ("desktop.session", "sqlite3"),
    ("desktop.commands", "alembic"),
    ("views", "storage.vault"),
    ("views", "storage.search"),
    ("views", "storage.new_one"),
    ("views", "storage.tables"),
    ("views", "reportlab.pdfgen"),
    ("desktop.casework", "reportlab"),
    ("desktop.redaction", "reportlab"),
    ("desktop.qt", "desktop.__main__"),
    ("desktop.casework", "tests"),
    ("desktop.casework", "pytest"),
]
ALLOWED = [
    *((upper, lower) for above, below in pairwise(FLOORS) for upper in above for lower in below),
    ("views", "storage.records"),
    ("views", "storage.partial_date"),
    ("views", "storage.circumstances"),
    ("views", "PySide6.QtWidgets"),
    ("desktop.qt", "PySide6.QtCore"),
    ("desktop.paper", "reportlab"),
    ("desktop.reports", "reportlab"),
    ("storage.tables", "sqlalchemy"),
    ("desktop.errors", "desktop.wording"),
    ("desktop.session", "storage.vault"),
]
STORE = [
    "audit",
    "backup",
    "blobs",
    "circumstances",
    "engine",
    "keys",
    "problems",
    "search",
    "vault",
    "records",
    "partial_date",
    "new_one",
]


def _house(folder: Path, imports: list[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Empty rooms with the planted imports, each in a module of its own: name of that module -> what was planted."""
    rooms = [room for floor in FLOORS for room in floor]
    packages = ["desktop", *rooms, "storage.tables", "storage.repositories", "storage.migrations"]
    for package in packages:
        path = folder / package.replace(".", "/")
        path.mkdir(parents=True, exist_ok=True)
        (path / "__init__.py").touch()
    for name in STORE:
        (folder / "storage" / f"{name}.py").touch()
    (folder / "desktop" / "__main__.py").write_text("import views\nimport desktop.commands\n")
    planted = {}
    for number, (importer, imported) in enumerate(imports):
        name = f"planted_{number}"
        (folder / importer.replace(".", "/") / f"{name}.py").write_text(f"import {imported}\n")
        planted[f"{importer}.{name}"] = (importer, imported)
    return planted


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    environment = {**os.environ, "COLUMNS": "400", "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    _house(tmp_path, ALLOWED)
    found = _lint(tmp_path)
    assert found.returncode == 0, found.stdout


def test_every_forbidden_import_is_caught(tmp_path: Path) -> None:
    planted = _house(tmp_path, FORBIDDEN)
    found = _lint(tmp_path)
    assert found.returncode == 1, found.stdout + found.stderr
    missed = {module: pair for module, pair in planted.items() if module not in found.stdout.replace("\n", " ")}
    assert not missed


def test_a_room_without_a_floor_is_refused(tmp_path: Path) -> None:
    _house(tmp_path, [])
    (tmp_path / "desktop" / "attic.py").touch()
    found = _lint(tmp_path)
    assert found.returncode == 1
    assert "attic" in found.stdout


def test_the_floors_are_those_of_the_design() -> None:
    height = {room: number for number, floor in enumerate(FLOORS) for room in floor}
    designed = [[height[room] for room in floor] for floor in DESIGNED]
    for above, below in pairwise(designed):
        assert max(above) < min(below)
    inside = [[f"desktop.{room.strip()}" for room in re.split("[|:]", layer)] for layer in BY_ID["rooms"]["layers"]]
    assert inside == [floor for floor in FLOORS if floor[0].startswith("desktop.")]


def test_contracts_that_list_rooms_forget_none() -> None:
    rooms = {room for floor in FLOORS for room in floor}
    lay_out_documents = {"demonstration", "exchange", "reports", "disclosure", "copies", "paper"}
    assert set(BY_ID["main"]["source_modules"]) == rooms
    assert set(BY_ID["reportlab"]["source_modules"]) == rooms - {f"desktop.{room}" for room in lay_out_documents}
