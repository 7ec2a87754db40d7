"""``caseward pack`` from one end to the other: out, open, written in, back, in, and again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import commands
from tests.desktop.conftest import PASSPHRASE, Office


def secret(path: Path, words: str) -> str:
    """A passphrase file that nobody else can read."""
    path.write_text(words + "\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)


def test_a_pack_by_command(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office.session.close()
    board = ["--vault", str(office.session.vault.folder), "--passphrase-file", secret(tmp_path / "p", PASSPHRASE)]
    out = ["pack", "out", "Plover", *board, "--kind", "working", "--to", "Ada Corwell", "--expires", "1 May 2099"]
    file, sealed, note = tmp_path / "out.caseward-pack", tmp_path / "sealed", tmp_path / "note.txt"
    assert commands.run([*out, "--out", str(file)]) == 2
    assert not file.exists()
    assert commands.run([*out, "--out", str(file), "--seal-out", str(sealed)]) == 0
    assert commands.run([*out, "--out", str(file), "--seal-out", str(tmp_path / "other")]) == 3
    folder = tmp_path / "lent.caseward"
    assert commands.run(["pack", "open", str(file), str(folder), "--passphrase-file", str(sealed)]) == 0
    pack = ["--vault", str(folder), "--passphrase-file", str(sealed)]
    note.write_text("What was said.", encoding="utf-8")
    assert commands.run(["note", "add", "Plover", str(note), *pack, "--title", "Out there"]) == 0
    assert commands.run(["index", "issue", "Plover", *pack, "--series", "N", "--out", str(tmp_path / "i")]) == 3
    back = tmp_path / "back.caseward-pack"
    assert commands.run(["pack", "back", *pack, "--out", str(back)]) == 0
    capsys.readouterr()
    assert commands.run(["pack", "in", str(back), *board, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["new"], done["differences"], done["again"]) == (1, 0, False)
    assert commands.run(["pack", "in", str(back), *board, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["again"] is True
    assert commands.run(["pack", "in", done["update"], *pack]) == 0
    assert commands.run(["pack", "in", str(note), *board]) == 3
    capsys.readouterr()
    assert commands.run(["pack", "list", "Plover", *board, "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["state"], line["returns"], line["to"], line["due"]) == ("out", 1, "Ada Corwell", "2099-05-01")
