"""From a new vault to the second version of the index by command alone, judged by the files on disk."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop import session as sessions
from storage import slots
from storage.keys import CHEAP
from tests.desktop import command_desk
from tests.desktop.command_desk import Desk

pytestmark = pytest.mark.timeout(600)
STEM = "SCR-2016-01"


def _cheaper(desk: Desk) -> None:
    """Another passphrase that costs little to try: what follows opens the vault fifty times."""
    session = sessions.unlock(desk.vault, command_desk.PASSPHRASE)
    slots.change_passphrase(session.vault, command_desk.PASSPHRASE, f"{command_desk.PASSPHRASE} again", argon=CHEAP)
    session.close()
    desk.file("passphrase", f"{command_desk.PASSPHRASE} again\n", 0o600)


def _described(number: int) -> str:
    return f"Letter of the hospital about appointment number {number} of the child in the spring of 2015"


def _bring(desk: Desk, numbers: range) -> list[str]:
    """Files whose own names are names of people, brought in, described, owned, claimed and accepted."""
    paths = [desk.file(f"Ivo Tarnbeck {n}.txt", f"Dear Grace Tarnbeck, appointment {n} for Ivvy") for n in numbers]
    kind = ("--from", "Quillham General Hospital", "--kind", "correspondence")
    said = desk.done("material", "import", "Plover", *paths, *kind)
    found = [row[1] for row in said.rows]
    for number, item in zip(numbers, found, strict=True):
        command_desk.make_ready(desk, item, _described(number))
    return found


def _issue(desk: Desk, proof: str, folder: str) -> Path:
    out = desk.folder / folder
    second = ("--authorised-by", "Independent chair", "--proof", proof)
    said = desk.done("index", "issue", "Plover", "--series", "N", "--out", out, *second)
    assert sorted(said.out.splitlines()) == sorted(str(path) for path in out.rglob("*") if path.is_file())
    return out / "open"


def _rows(folder: Path, version: int, letter: str) -> list[dict[str, str]]:
    text = (folder / f"{STEM}-N{version}-{letter}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _texts(path: Path) -> str:
    """Everything a reader of the file can find, and its bytes."""
    raw = path.read_bytes()
    found = raw.decode("latin-1")
    if path.suffix == ".pdf":
        found += subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            found += "".join(parts.read(name).decode() for name in parts.namelist())
    return found


@pytest.mark.needs("pdftotext")
def test_from_a_new_vault_to_the_second_version(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.file("passphrase", command_desk.PASSPHRASE + "\n", 0o600)
    recovery = tmp_path / "recovery"
    made = desk.plain(
        "new", desk.vault, "--passphrase-file", desk.key, "--recovery-out", recovery,
        "--board", "Fellmarsh LSCB", "--mailbox", "board@example.org",
    )  # fmt: skip
    assert (made.status, made.out) == (0, "") and len(recovery.read_text().split()) == 24
    assert recovery.stat().st_mode & 0o777 == 0o600
    _cheaper(desk)
    desk.done("review", "add", "--name", "Plover", "--reference", STEM)
    desk.done("people", "import", "Plover", desk.file("people.csv", command_desk.PEOPLE))
    officer = ("--to", "Ines Corrow", "--body", "Fellmarsh Constabulary", "--operation", "Lapwing")
    desk.done("index", "proceeding", "Plover", "The trial", *officer)

    _bring(desk, range(1, 4))
    note = desk.done(
        "note", "add", "Plover", desk.file("n.txt", "Joan Hallowfen rang"), "--on", "2 June 2016"
    ).out.strip()
    proof = desk.done("material", "import", "Plover", desk.file("sheet.txt", "signed")).rows[0][1]
    desk.done("item", "leave-out", "Plover", proof, "--reason", "The signed sheet of an issue")
    desk.done("item", "accept", "Plover", note)
    assert desk("index", "check", "Plover").status == 1
    refused = desk("index", "issue", "Plover", "--series", "N", "--out", tmp_path / "no")
    assert refused.status == 3 and refused.out == "" and not (tmp_path / "no").exists()
    desk.done("item", "hold", "Plover", note, "--reason", "Its description waits for the health visitor")

    alone = desk("index", "issue", "Plover", "--series", "N", "--out", tmp_path / "alone")
    assert alone.status == 3 and {path.name for path in (tmp_path / "alone").iterdir()} == {"draft"}

    first = _issue(desk, proof, "v1")
    names = {f"{STEM}-N1-{letter}.{end}" for letter in "AF" for end in ("pdf", "xlsx", "csv")}
    assert {path.name for path in first.iterdir()} == names | {f"{STEM}-N1-manifest.json"}
    assert [row["Item no"] for row in _rows(first, 1, "A")] == ["0001", "0002", "0003"]

    added = _bring(desk, range(4, 7))
    desk.done("item", "withdraw", "Plover", "N0002", "--reason", "Listed in error, it belongs to another matter")
    second = _issue(desk, proof, "v2")
    rows = _rows(second, 2, "A")
    assert [row["Item no"] for row in rows] == [f"{number:04d}" for number in range(1, 7)] and len(added) == 3
    assert rows[1]["Status"].startswith("Not listed since") and rows[1]["Description"] == ""
    changes = {(row["Item"][-5:], row["What"]) for row in _rows(second, 2, "C")}
    assert changes == {("N0002", "Not listed"), ("N0004", "Added"), ("N0005", "Added"), ("N0006", "Added")}

    _files_say_the_same(second, rows)
    _printed_again(desk, first)
    _no_names(desk)
    assert desk.plain("verify", desk.vault, "--passphrase-file", desk.key).status == 0


def _files_say_the_same(folder: Path, rows: list[dict[str, str]]) -> None:
    book = openpyxl.load_workbook(folder / f"{STEM}-N2-A.xlsx")
    sheet = book["Open list"]
    lines = list(sheet.iter_rows(values_only=True))
    assert sheet.auto_filter.ref and lines[1][0] == "0001" and isinstance(lines[1][0], str)
    assert [line[0] for line in lines[1:]] == [row["Item no"] for row in rows]
    assert dict(book["About this list"].iter_rows(values_only=True))["New in this version"] == "0004 to 0006"
    three = _rows(folder, 2, "F")
    assert list(three[0]) == ["Item", "Description", "Location"]
    assert three[3] == {"Item": f"{STEM}-N0004", "Description": _described(4), "Location": ""}
    manifest = json.loads((folder / f"{STEM}-N2-manifest.json").read_text())
    for one in manifest["files"]:
        assert hashlib.sha256((folder / one["name"]).read_bytes()).hexdigest() == one["sha256"]


def _printed_again(desk: Desk, first: Path) -> None:
    again = desk.folder / "again"
    show = ("index", "show", "Plover", "--version", "N1", "--out", again)
    desk.done(*show)
    for path in first.iterdir():
        assert (again / "open" / path.name).read_bytes() == path.read_bytes()
    assert desk(*show).status == 3
    desk.done(*show, "--force")


def _no_names(desk: Desk) -> None:
    """No name of the register, in any layer: not in what went out, not in the vault's files, not in what was said."""
    out = [path for folder in ("v1", "v2", "again", "alone") for path in (desk.folder / folder).rglob("*.*")]
    kept = [path for path in desk.vault.rglob("*") if path.is_file()]
    assert len(out) > 20 and kept
    for path in (*out, *kept):
        found = _texts(path) + path.name
        assert not [name for name in command_desk.NAMES if name.casefold() in found.casefold()], path.name
    spoken = "".join(said.out + said.err for said in desk.log)
    assert not [name for name in command_desk.NAMES if name in spoken]
