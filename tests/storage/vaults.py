"""Vaults for tests of the store: made once a process, copied for each test, opened with cheap keys."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from storage import keys, search, vault
from storage.circumstances import Circumstances, FixedCircumstances, SystemCircumstances
from storage.opened import OpenVault
from storage.problems import StorageProblem

PASSPHRASE = "river cloud seven anchor"
OTHER = "tangerine window forty boots"
SYSTEM = SystemCircumstances()


def make(folder: Path, *, circumstances: Circumstances = SYSTEM, notes: int = 40) -> tuple[str, ...]:
    """Create a closed vault with some notes and audit rows; gives its recovery words."""
    opened, words = vault.create(folder, PASSPHRASE, circumstances=circumstances, argon=keys.CHEAP)
    fill(opened, notes)
    opened.close()
    return words


def fill(opened: OpenVault, notes: int, first: int = 0) -> None:
    """Add that many notes, one transaction each ten, an audit row with each transaction."""

    def add(conn: Connection, start: int) -> None:
        for number in range(start, start + 10):
            note(conn, number)
        opened.audit(conn, "tester", "note.added", f"n{start}")

    for start in range(first, first + notes, 10):
        opened.write(lambda conn, start=start: add(conn, start))  # type: ignore[misc]


def note(conn: Connection, number: int, text: str = "") -> None:
    """Make one note findable."""
    search.put(
        conn,
        case_id="case-1",
        kind="Note",
        record_id=f"n{number}",
        field="body",
        text=text or f"Note {number} about the lighthouse keeper. " + "He walked the harbour wall. " * 20,
    )


def count(opened: OpenVault) -> int:
    """How many notes can be read."""
    with opened.reading() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM search_text").scalar_one())


def reopen(folder: Path, passphrase: str = PASSPHRASE, **options: object) -> OpenVault:
    """Open with the usual passphrase."""
    return vault.open_vault(folder, passphrase, circumstances=SYSTEM, **options)  # type: ignore[arg-type]


def refused(folder: Path, **options: object) -> StorageProblem:
    """The problem with which opening is refused."""
    try:
        reopen(folder, **options).close()
    except StorageProblem as problem:
        return problem
    raise AssertionError("it opened")


def codes(folder: Path) -> list[str]:
    """The codes of the notices with which it opens."""
    opened = reopen(folder)
    opened.close()
    return [notice.code for notice in opened.notices]


def fixed() -> FixedCircumstances:
    """A clock that stands still but for a microsecond a look."""
    return FixedCircumstances()


def store_of(folder: Path) -> Path:
    """The one store file of a closed vault."""
    (only,) = folder.glob("store-*.db")
    return only


def fingerprint(folder: Path, *, but: tuple[str, ...] = ("vault.lock",)) -> dict[str, str]:
    """Name and SHA-256 of every file in the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in but
    }


def flip(path: Path, place: int) -> None:
    """Turn one bit of the byte at ``place``."""
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def damage(folder: Path, table: str, place: int = 60) -> int:
    """Turn one bit in the first page of ``table`` in a closed vault; gives the page's number."""
    opened = reopen(folder)
    with opened.reading() as conn:
        statement = f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"
        page = int(conn.exec_driver_sql(statement).scalar_one())
    opened.close()
    flip(store_of(folder), (page - 1) * 4096 + place)
    return page


Copy = Callable[[], Path]


def copier(template: Path, target: Path) -> Copy:
    """A function that gives a fresh copy of ``template`` each time."""
    made = iter(range(1000))

    def copy() -> Path:
        folder = target / f"copy-{next(made)}.caseward"
        shutil.copytree(template, folder)
        return folder

    return copy
