"""Saving what can be read of a damaged store, and naming what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import audit, engine, salvage, vault, verifying
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, SYSTEM, reopen, store_of


def test_salvage_saves_all_but_the_damaged_rows(folder: Path, tmp_path: Path) -> None:
    """One damaged page of rows: the rest is saved, the lost ones are named, the new vault opens and is sound."""
    opened = reopen(folder)
    vaults.fill(opened, 150, first=1000)
    opened.close()
    opened = reopen(folder)
    pages = _leaf_pages(opened, "search_text")
    opened.close()
    vaults.flip(store_of(folder), (pages[len(pages) // 2] - 1) * 4096 + 60)
    before = vaults.fingerprint(folder)
    target = tmp_path / "saved.caseward"
    report = salvage.salvage(folder, PASSPHRASE, target, circumstances=SYSTEM)
    assert vaults.fingerprint(folder) == before
    (notes,) = [table for table in report.tables if table.table == "search_text"]
    assert 170 <= notes.saved < 190
    saved = reopen(target)
    assert saved.notices == ()
    assert vaults.count(saved) == notes.saved
    found = verifying.verify(saved)
    assert (found.pages, found.structure, found.audit, found.search) == ((), (), (), ())
    with saved.reading() as conn:
        assert audit.rows(conn, 1)[0].action == "vault.salvaged"
    saved.close()


def test_salvage_names_the_records_that_are_lost(folder: Path, tmp_path: Path) -> None:
    opened = reopen(folder)
    for number in range(300):
        opened.write(lambda conn, n=number: vault.set_fact(conn, f"fact-{n:03}", "value " * 20))  # type: ignore[misc]
    pages = _leaf_pages(opened, "store_fact")
    opened.close()
    vaults.flip(store_of(folder), (pages[2] - 1) * 4096 + 60)
    report = salvage.salvage(folder, PASSPHRASE, tmp_path / "saved.caseward", circumstances=SYSTEM)
    (facts,) = [table for table in report.tables if table.table == "store_fact"]
    assert facts.lost
    assert all(name.startswith("fact-") for name in facts.lost)
    assert facts.saved + len(facts.lost) == 304
    assert report.lost == len(facts.lost)


def test_salvage_of_a_store_of_which_nothing_can_be_read(folder: Path, tmp_path: Path) -> None:
    vaults.flip(store_of(folder), 200)
    with pytest.raises(StorageProblem) as problem:
        salvage.salvage(folder, PASSPHRASE, tmp_path / "saved.caseward", circumstances=SYSTEM)
    assert problem.value.code == "damaged"
    assert not (tmp_path / "saved.caseward").exists()


def _leaf_pages(opened: vault.OpenVault, table: str) -> list[int]:
    """Pages that hold rows of the table, found by damaging each page of a copy in turn and reading the table."""
    with opened.reading() as conn:
        count = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    opened.on_writer(opened.checkpoint)
    copy = opened.folder.with_name("leaf.db")
    whole = opened.store.read_bytes()
    pages = []
    for page in range(2, count + 1):
        damaged = bytearray(whole)
        damaged[(page - 1) * 4096 + 60] ^= 1
        copy.write_bytes(damaged)
        try:
            connection = engine.connect(copy, opened.keys.database, mode="ro", immutable=True)
        except engine.DatabaseError:
            continue
        try:
            connection.execute(f"SELECT max(rowid), min(rowid) FROM {table}").fetchall()
            connection.execute(f"SELECT * FROM {table} WHERE rowid = 1").fetchall()
        except engine.DatabaseError:
            continue
        finally:
            connection.close()
        connection = engine.connect(copy, opened.keys.database, mode="ro", immutable=True)
        try:
            connection.execute(f"SELECT sum(length(cast(quote(t.rowid) AS blob))), t.* FROM {table} t").fetchall()
        except engine.DatabaseError:
            pages.append(page)
        finally:
            connection.close()
    copy.unlink()
    return pages
