"""``caseward redact``: exit status, what is written and what is said."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from desktop.commands import redact
from desktop.errors import UserError
from tests.desktop.copies.letters import LETTER, PEOPLE, SECOND, SECRETS, everything, letter, text
from tests.desktop.intake.making import pdf


def run(folder: Path, *more: str, profile: str = "court", file: bytes | None = None) -> int:
    (folder / "letter.pdf").write_bytes(letter() if file is None else file)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    parser = argparse.ArgumentParser()
    redact.add_parser(parser.add_subparsers())
    arguments = ["redact", str(folder / "letter.pdf"), "--people", str(folder / "people.csv"), "--profile", profile]
    args = parser.parse_args([*arguments, "--out", str(folder / "copy.pdf"), *more])
    return int(args.run(args))


def test_a_copy_is_written_and_nothing_else_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 0
    said = capsys.readouterr()
    assert said.out == ""
    made = (tmp_path / "copy.pdf").read_bytes()
    assert not any(secret.encode() in everything(made) for secret in SECRETS)
    assert not any(secret in said.err for secret in SECRETS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.pdf", "letter.pdf", "people.csv"]


def test_a_transcript_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--transcript", "--json", "--for", "2", profile="family") == 0
    assert json.loads(capsys.readouterr().out)["pages"] == 2
    assert "Hospital letter" in text((tmp_path / "copy.pdf").read_bytes(), 1)


def test_people_in_the_scope_of_an_order_stay(tmp_path: Path) -> None:
    assert run(tmp_path, "--scope", "1", "--order", "C16/0042", file=letter([LETTER])) == 0
    assert "Kieran" in text((tmp_path / "copy.pdf").read_bytes(), 2)


def test_an_existing_file_stays(tmp_path: Path) -> None:
    (tmp_path / "copy.pdf").write_bytes(b"mine")
    with pytest.raises(UserError) as refused:
        run(tmp_path)
    assert refused.value.status == 3
    assert (tmp_path / "copy.pdf").read_bytes() == b"mine"
    assert run(tmp_path, "--force") == 0


def test_suggestions_are_counted_never_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = [*SECOND, "Leticia Wolstenholme came with Mr Barnaby Quillfeather."]
    assert run(tmp_path, file=letter([page])) == 1
    said = capsys.readouterr().err
    assert "suggestion" in said and "page 1" in said and "Quillfeather" not in said
    (tmp_path / "copy.pdf").unlink()
    with pytest.raises(UserError, match="--strict"):
        run(tmp_path, "--strict", file=letter([page]))
    assert not (tmp_path / "copy.pdf").exists()


def test_a_page_without_text_stops_it(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        run(tmp_path, file=pdf([SECOND, lambda paper: paper.circle(300, 300, 100, fill=1)]))
    assert refused.value.status == 3 and "2" in refused.value.what
    assert not (tmp_path / "copy.pdf").exists()


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    for more in ((), ("--transcript",)):
        with pytest.raises(UserError) as refused:
            run(tmp_path, *more, file=b"only text")
        assert refused.value.status == 3


def test_publication_advises_a_transcript(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, profile="publication") in (0, 1)
    assert "add --transcript" in capsys.readouterr().err
