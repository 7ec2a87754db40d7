"""Kept files: chunks, their hash, their limit."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from storage import blobs, verifying
from storage.problems import StorageProblem
from tests.storage.vaults import SYSTEM, reopen


@pytest.mark.parametrize("size", [0, 1, blobs.CHUNK - 1, blobs.CHUNK, blobs.CHUNK + 1, 3 * blobs.CHUNK + 7])
def test_bytes_come_back_as_they_went_in(folder: Path, size: int) -> None:
    data = os.urandom(size)
    opened = reopen(folder)
    kept = opened.write(lambda conn: blobs.put(conn, data, SYSTEM))
    assert (kept.size, kept.sha256) == (size, hashlib.sha256(data).hexdigest())
    with opened.reading() as conn:
        assert blobs.read(conn, kept.id) == data
        pieces = list(blobs.chunks(conn, kept.id))
        assert [len(piece) for piece in pieces[:-1]] == [blobs.CHUNK] * max(len(pieces) - 1, 0)
        assert blobs.find(conn, kept.sha256) == [kept.id]
        assert blobs.verify(conn) == []
    opened.close()


def test_the_same_bytes_twice_are_two_files_and_found_as_such(folder: Path) -> None:
    opened = reopen(folder)
    first = opened.write(lambda conn: blobs.put(conn, b"same", SYSTEM))
    second = opened.write(lambda conn: blobs.put(conn, b"same", SYSTEM))
    with opened.reading() as conn:
        assert blobs.find(conn, first.sha256) == [first.id, second.id]
        assert blobs.find(conn, "0") == []
    opened.close()


def test_removing_takes_the_chunks_too(folder: Path) -> None:
    opened = reopen(folder)
    kept = opened.write(lambda conn: blobs.put(conn, os.urandom(2 * blobs.CHUNK), SYSTEM))
    opened.write(lambda conn: blobs.remove(conn, kept.id))
    with opened.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM blob_chunk").scalar() == 0
        with pytest.raises(StorageProblem) as problem:
            blobs.read(conn, kept.id)
    assert problem.value.code == "no-blob"
    opened.close()


def test_a_file_of_a_thousand_million_bytes_is_refused() -> None:
    """Fault 65."""
    blobs.require_size(999_999_999)
    with pytest.raises(StorageProblem) as problem:
        blobs.require_size(1_000_000_000)
    assert problem.value.code == "too-large"


def test_a_refused_file_is_not_touched(folder: Path) -> None:
    """Fault 65: said from its length alone, before a byte is read."""

    class Huge(bytes):
        def __len__(self) -> int:
            return blobs.LIMIT

    opened = reopen(folder)
    with pytest.raises(StorageProblem, match="1 GB"):
        opened.write(lambda conn: blobs.put(conn, Huge(), SYSTEM))
    with opened.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM blob").scalar() == 0
    opened.close()


@pytest.mark.parametrize("how", ["changed", "missing"])
def test_bytes_that_are_no_longer_those_are_noticed(folder: Path, how: str) -> None:
    opened = reopen(folder)
    kept = opened.write(lambda conn: blobs.put(conn, b"a" * (blobs.CHUNK + 10), SYSTEM))
    change = "DELETE FROM blob_chunk" if how == "missing" else "UPDATE blob_chunk SET data = zeroblob(10)"
    opened.write(lambda conn: conn.exec_driver_sql(f"{change} WHERE number = 1").close())
    with opened.reading() as conn, pytest.raises(StorageProblem) as problem:
        blobs.read(conn, kept.id)
    assert problem.value.code == "damaged"
    assert verifying.verify(opened).blobs == (f"The kept file {kept.id} is damaged.",)
    opened.close()
