"""``caseward release`` and ``caseward check``, as a person runs them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from desktop.commands import check, release
from desktop.errors import UserError
from tests.attacks.files import LEAKS, drawn

PEOPLE = """id,name,kind,role,born
C1,Kieran Ashdown,subject_child,,2011-03-14
P1,Joan Hallowfen,professional,Health visitor,
F1,Grace Ashdown,parent,the mother,
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    release.add_parser(subparsers)
    check.add_parser(subparsers)
    args = parser.parse_args(arguments)
    return int(args.run(args))


def _release(tmp_path: Path, people: Path, text: str, profile: str, *more: str) -> int:
    path = tmp_path / "note.txt"
    path.write_text(text, encoding="utf-8")
    return _run("release", str(path), "--people", str(people), "--profile", profile, *more)


def test_released_text_alone_on_standard_output(
    tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _release(tmp_path, people, "Kieran met Joan Hallowfen.\n", "board") == 0
    assert capsys.readouterr() == ("Child A met the health visitor.\n", "")


def test_places_are_counted_and_never_told(tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _release(tmp_path, people, "One.\nBorn 14 March 2011; Jody came.\n", "publication") == 1
    out, said = capsys.readouterr()
    assert out == "One.\nBorn [withheld]; Jody came.\n"
    assert "line 2, character 6: dob" in said
    assert "line 2, character 21: name" in said
    assert "2011" not in said
    assert "Jody" not in said


def test_strict_writes_nothing(tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _release(tmp_path, people, "Then Ashdown came.", "board", "--strict") == 3
    assert capsys.readouterr().out == ""
    assert _release(tmp_path, people, "Then Kieran came.", "board", "--strict") == 0


def test_json(tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _release(tmp_path, people, "Then Ashdown came.", "board", "--json") == 1
    result = json.loads(capsys.readouterr().out)
    assert result["text"] == "Then a family member came."
    assert result["suggestions"] == [{"why": "shared", "count": 1, "at": ["line 1, character 6"]}]


def test_for_and_scope(tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _release(tmp_path, people, "Grace met Kieran.", "family", "--for", "F1") == 0
    assert _release(tmp_path, people, "Grace met Kieran.", "court", "--scope", "C1,F1") == 0
    assert capsys.readouterr().out == "Grace met Child A.Grace met Kieran."
    with pytest.raises(UserError) as refused:
        _release(tmp_path, people, "x", "family", "--for", "Z9")
    assert refused.value.status == 2


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"%PDF-1.4"), ("a.txt", b"%PDF-1.4"), ("a.docx", b"PK\x03\x04")])
def test_release_takes_text_alone(tmp_path: Path, people: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UserError) as refused:
        _run("release", str(path), "--people", str(people), "--profile", "board")
    assert refused.value.status == 2


def test_check_names_channels_and_no_secret(tmp_path: Path, people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(LEAKS["metadata"]())
    assert _run("check", str(path), "--people", str(people), "--profile", "publication") == 1
    out, _ = capsys.readouterr()
    assert "metadata: object" in out
    assert "Kieran" not in out
    path.write_bytes(drawn())
    assert _run("check", str(path), "--people", str(people), "--profile", "publication", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_of_a_kind_it_cannot_read(tmp_path: Path, people: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"x")
    with pytest.raises(UserError) as refused:
        _run("check", str(path), "--people", str(people), "--profile", "board")
    assert refused.value.status == 2
