"""Attacks on copies of imported PDFs, by command: redaction design, section 6, numbers 31 to 50, 70 and 72.

Each paper is copied with nothing of a name left in any layer, or refused with a sentence and no file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pdf_redaction_check
import pytest

from desktop.commands import redact
from desktop.errors import UserError
from tests.attacks.papers import LOOKED_AT, PAPERS, REFUSED, large_picture
from tests.benchmarks.facsimile import record
from tests.desktop.copies.letters import PEOPLE, SECRETS, everything
from tests.desktop.intake.test_other_programs import converted


def run(folder: Path, data: bytes, *more: str) -> tuple[int, Path]:
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "paper.pdf").write_bytes(data)
    parser = argparse.ArgumentParser()
    redact.add_parser(parser.add_subparsers())
    files = ["--people", str(folder / "people.csv"), "--out", str(folder / "copy.pdf")]
    args = parser.parse_args(["redact", str(folder / "paper.pdf"), "--profile", "court", *files, *more])
    try:
        return int(args.run(args)), folder / "copy.pdf"
    finally:
        assert {path.name for path in folder.iterdir()} <= {"people.csv", "paper.pdf", "copy.pdf"}


def assert_nothing_left(copy: Path) -> None:
    layers = everything(copy.read_bytes()).lower()
    for secret in SECRETS:
        said = secret.lower()
        for form in (said.encode(), said.encode("utf-16-be"), said.encode("utf-16-le"), said.encode().hex().encode()):
            assert form not in layers
    report, _ = pdf_redaction_check.analyze(copy, list(SECRETS))
    assert [finding for finding in report.findings if finding.severity.value == "critical"] == []


TRANSCRIPT = pytest.param("--transcript", marks=pytest.mark.long)


@pytest.mark.parametrize("more", ["--force", TRANSCRIPT])
@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_a_copy_has_nothing_of_a_name(paper: str, more: str, tmp_path: Path) -> None:
    status, copy = run(tmp_path, PAPERS[paper](), more)
    assert status == (1 if paper in LOOKED_AT and more != "--transcript" else 0)
    assert_nothing_left(copy)


@pytest.mark.parametrize("more", ["--force", TRANSCRIPT])
@pytest.mark.parametrize("paper", sorted(REFUSED))
def test_a_paper_that_cannot_be_copied_is_refused_with_a_sentence(paper: str, more: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        run(tmp_path, REFUSED[paper](), more)
    assert refused.value.status == 3 and refused.value.what.endswith(".") and len(refused.value.do) > 10
    assert not (tmp_path / "copy.pdf").exists()
    assert "Kieran" not in str(refused.value)


@pytest.mark.long
@pytest.mark.needs("soffice")
@pytest.mark.leaves("*/.config/*", "*/.cache/*", "config/*", "cache/*", "tmp/*", "run/*", "home/*")
@pytest.mark.timeout(240)
@pytest.mark.parametrize("more", ["--force", "--transcript"])
def test_a_page_that_another_program_wrote_is_copied(tmp_path: Path, more: str) -> None:
    words = "<title>Kieran Ashdown</title><p>Kieran&rsquo;s office nurse, Rosalind Ffoulkes, saw 943 476 5919.</p>"
    (tmp_path / "office").mkdir()
    (tmp_path / "copies").mkdir()
    page = converted(tmp_path / "office", "minutes.html", words, "pdf:writer_pdf_Export")
    status, copy = run(tmp_path / "copies", page, more)
    assert status == 0
    assert_nothing_left(copy)


@pytest.mark.long
def test_a_picture_of_more_than_a_gigabyte_is_copied(tmp_path: Path) -> None:
    status, copy = run(tmp_path, large_picture(colours=True))
    assert status == 0
    assert_nothing_left(copy)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_thousand_pages_are_copied(tmp_path: Path) -> None:
    status, copy = run(tmp_path, record(1000))
    assert status == 0
    report, _ = pdf_redaction_check.analyze(copy, ["Kieran Ashdown", "Tamsin", "Ffoulkes"])
    assert [finding for finding in report.findings if finding.severity.value == "critical"] == []
