"""What stands between the streams of a PDF is read wherever it stands, in memory and on the disk alike."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop.redaction import gate_pdf
from desktop.redaction import held as holding
from desktop.redaction.held import Held, parts
from desktop.redaction.leak_gate import check
from desktop.redaction.profiles import load
from desktop.redaction.secrets_of import SecretSet
from tests.attacks.cast import CAST
from tests.attacks.files import SECRET
from tests.desktop.intake.making import pdf

SECRETS = SecretSet.from_cast(CAST, load("board"))
THREE_STREAMS = pdf([["A page of harmless words."]] * 3)


def with_comment(after: int) -> bytes:
    """A name behind the end of the ``after``-th stream, where no table leads to it."""
    pieces = THREE_STREAMS.split(b"endstream\n")
    assert len(pieces) > after + 1
    pieces[after] = b"\nendobj\n% " + SECRET.encode() + b"\n" + pieces[after]
    return b"endstream\n".join(pieces)


@pytest.mark.parametrize("after", [1, 2])
def test_words_between_any_two_streams_are_seen(after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_pdf, "_FEW", 0)  # as in a large file, of which not every byte is read as it is
    data = with_comment(after)
    path = tmp_path / "held.pdf"
    path.write_bytes(data)
    for source in (data, path):
        assert "raw bytes" in {finding.channel for finding in check(source, "pdf", SECRETS)}
    assert check(THREE_STREAMS, "pdf", SECRETS) == ()


def test_a_name_broken_by_the_end_of_a_page_is_seen() -> None:
    broken = pdf([["The child is called Kieran"], ["Ashdown and nobody else."], ["Kieran", "x" * 20], ["was here."]])
    places = {finding.place for finding in check(broken, "pdf", SECRETS) if finding.channel == "pages joined"}
    assert "up to page 2" in places


@pytest.mark.parametrize("chunk", [1, 7, 64, 100_000])
def test_all_bytes_come_once_in_whatever_pieces_they_are_read(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "_CHUNK", chunk)
    draw = random.Random(4)
    words = [b"stream\n", b"stream\r\n", b"endstream", b"\n", b"obj <<>>", b"xstream", b"end", b"stream", bytes(5)]
    for _ in range(20):
        data = b"".join(draw.choice(words) for _ in range(60))
        cut = list(parts(Held(data)))
        assert b"".join(part.data for part in cut) == data
        assert all(data[part.at :].startswith(part.data) for part in cut)
        assert not any(b"endstream" in part.data for part in cut if part.stream)
