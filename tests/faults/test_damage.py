"""Damaged, foreign, stale and missing files: nothing is opened for writing that may be hurt by it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import audit, header, vault, verifying
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import codes, refused, reopen, store_of


def killed_with_log(folder: Path, write: Callable[[vault.OpenVault], object] | None = None) -> Path:
    """Leave the vault as a killed process leaves it: ten notes (or ``write``) in the log alone. Gives the log.

    The files are taken while it is open, which are the bytes that a kill would leave.
    """
    aside = folder.with_name(f"{folder.name}-aside")
    opened = reopen(folder)
    if write:
        write(opened)
    else:
        vaults.fill(opened, 10, first=700)
    shutil.copytree(folder, aside)
    opened.close()
    shutil.rmtree(folder)
    aside.rename(folder)
    log = store_of(folder).with_name(store_of(folder).name + "-wal")
    assert log.stat().st_size > 0
    return log


# --- the store file -------------------------------------------------------------------------------------------


def test_the_first_page_damaged(folder: Path) -> None:
    """Fault 2: said to be damage, never a wrong passphrase."""
    vaults.flip(store_of(folder), 200)
    before = vaults.fingerprint(folder)
    problem = refused(folder)
    assert (problem.code, "passphrase is right" in problem.what) == ("damaged", True)
    assert vaults.fingerprint(folder) == before


@pytest.mark.parametrize("place", [50, 4096 - 70, 4096 - 20], ids=["data", "iv", "seal"])
def test_a_bit_flipped_in_a_page(folder: Path, place: int) -> None:
    """Fault 3: opens for reading, the page is named, the rest can be read."""
    page = vaults.damage(folder, "search_parts_data", place)
    before = vaults.fingerprint(folder)
    opened = reopen(folder)
    (notice,) = [notice for notice in opened.notices if notice.code == "damaged-pages"]
    assert f"page {page}" in notice.what
    assert "Salvage" in notice.do
    assert opened.read_only
    assert not verifying.verify(opened).ok
    with pytest.raises(StorageProblem):
        opened.write(lambda _conn: None)
    opened.close()
    assert vaults.fingerprint(folder) == before


def test_a_damaged_page_is_met_while_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store too large to be looked through at opening: the one who reads gets a sentence, the next reads on."""
    monkeypatch.setattr("storage.opening.CHECKED_AT_OPENING", 0)
    vaults.damage(folder, "search_parts_data")
    opened = reopen(folder)
    for _ in range(2):
        with pytest.raises(StorageProblem) as problem, opened.reading() as conn:
            conn.exec_driver_sql("SELECT count(block) FROM search_parts_data").all()
        assert problem.value.code == "damaged"
        assert vaults.count(opened) == 40
    opened.close()


def test_cut_off_within_a_page(folder: Path) -> None:
    """Fault 4."""
    path = store_of(folder)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1500)
    opened = reopen(folder)
    assert "damaged-pages" in [notice.code for notice in opened.notices]
    assert opened.read_only
    opened.close()


def test_cut_off_by_whole_pages(folder: Path) -> None:
    """Fault 5."""
    path = store_of(folder)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 40_960)
    assert refused(folder).code == "damaged"


def test_an_empty_store_never_becomes_a_new_vault(folder: Path) -> None:
    """Fault 6."""
    store_of(folder).write_bytes(b"")
    assert refused(folder).code == "empty-store"
    assert store_of(folder).stat().st_size == 0


def test_the_store_is_missing(folder: Path) -> None:
    """Fault 7."""
    name = store_of(folder).name
    store_of(folder).unlink()
    problem = refused(folder)
    assert (problem.code, name in problem.what) == ("missing-store", True)
    assert not (folder / name).exists()


def test_an_unencrypted_store_in_its_place(folder: Path) -> None:
    """Fault 13."""
    path = store_of(folder)
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE store_fact (name, value)")
    plain.close()
    assert refused(folder).code == "plaintext"


def test_another_vaults_store_in_its_place(folder: Path, tmp_path: Path) -> None:
    """Fault 14: with another key it cannot be read; with the same one its id tells."""
    vaults.make(tmp_path / "other.caseward", notes=0)
    mine = store_of(folder)
    own = mine.read_bytes()
    shutil.copyfile(store_of(tmp_path / "other.caseward"), mine)
    assert refused(folder).code == "damaged"
    mine.write_bytes(own)
    opened = reopen(folder)
    opened.write(lambda conn: vault.set_fact(conn, "vault_id", "0" * 32))
    opened.close()
    assert refused(folder).code == "other-vault"


def test_a_text_file_in_its_place(folder: Path) -> None:
    store_of(folder).write_text("not a store " * 1000)
    assert refused(folder).code == "damaged"


# --- the log --------------------------------------------------------------------------------------------------


def test_a_genuine_log_after_a_kill_is_used(folder: Path) -> None:
    killed_with_log(folder)
    opened = reopen(folder)
    assert (vaults.count(opened), opened.notices) == (50, ())
    opened.close()


def test_the_log_is_deleted(folder: Path) -> None:
    """Fault 15: what is missing is counted, and noted in the audit."""
    killed_with_log(folder).unlink()
    opened = reopen(folder)
    (notice,) = opened.notices
    assert (notice.code, "The last change is missing" in notice.what) == ("changes-missing", True)
    assert vaults.count(opened) == 40
    with opened.reading() as conn:
        assert audit.rows(conn, 1)[0].action == "anchor.mismatch"
    opened.close()
    assert codes(folder) == []


@pytest.mark.parametrize("how", ["cut", "flipped", "junk"])
def test_the_log_is_damaged(folder: Path, how: str) -> None:
    """Fault 16."""
    log = killed_with_log(folder)
    if how == "cut":
        with log.open("r+b") as file:
            file.truncate(log.stat().st_size // 2)
    elif how == "flipped":
        vaults.flip(log, 32 + 24 + 100)
    else:
        log.write_bytes(b"junk" * 5000)
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["changes-missing"]
    assert vaults.count(opened) == 40
    assert verifying.verify(opened).ok
    opened.close()


def test_a_log_of_another_vault(folder: Path, tmp_path: Path) -> None:
    """Fault 17: the store is not touched by it."""
    vaults.make(tmp_path / "other.caseward", notes=10)
    foreign = killed_with_log(tmp_path / "other.caseward")
    store = store_of(folder)
    shutil.copyfile(foreign, store.with_name(store.name + "-wal"))
    before = store.read_bytes()
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["log-set-aside"]
    assert vaults.count(opened) == 40
    assert store.read_bytes() == before
    opened.close()
    (kept,) = folder.glob("set-aside-*")
    assert kept.read_bytes() == foreign.read_bytes()
    opened = reopen(folder)
    assert (verifying.verify(opened).ok, vaults.count(opened)) == (True, 40)
    opened.close()


def test_an_older_log_of_the_same_vault(folder: Path) -> None:
    """Fault 17."""
    log = killed_with_log(folder)
    older = log.read_bytes()
    opened = reopen(folder)
    vaults.fill(opened, 200, first=1000)
    opened.close()
    log.write_bytes(older)
    before = store_of(folder).read_bytes()
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["log-set-aside"]
    assert store_of(folder).read_bytes() == before
    assert (vaults.count(opened), verifying.verify(opened).ok) == (250, True)
    opened.close()


def test_an_older_log_that_would_pass_every_check(folder: Path) -> None:
    """Fault 17: its pages fit together, but they are the store of yesterday; the audit in them tells."""
    log = killed_with_log(folder, lambda opened: opened.write(lambda conn: opened.audit(conn, "tester", "first")))
    store = store_of(folder)
    older = log.read_bytes()
    assert older
    opened = reopen(folder)
    opened.write(lambda conn: opened.audit(conn, "tester", "second"))
    opened.close()
    log.write_bytes(older)
    before = store.read_bytes()
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["log-set-aside"]
    assert store.read_bytes() == before
    with opened.reading() as conn:
        assert [row.action for row in audit.rows(conn, 2)] == ["second", "first"]
    opened.close()


def test_a_rollback_journal_beside_the_store_is_never_played_back(folder: Path) -> None:
    store = store_of(folder)
    journal = store.with_name(store.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 8000)
    before = store.read_bytes()
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["log-set-aside"]
    assert store.read_bytes() == before
    assert vaults.count(opened) == 40
    opened.close()


def test_store_and_log_both_damaged_are_opened_for_reading(folder: Path) -> None:
    opened = reopen(folder)
    with opened.reading() as conn:
        page = conn.exec_driver_sql("SELECT rootpage FROM sqlite_schema WHERE name = 'extra'").scalar_one()
    opened.close()
    killed_with_log(folder)
    store = store_of(folder)
    vaults.flip(store, (page - 1) * 4096 + 50)
    before = vaults.fingerprint(folder, but=("vault.lock", f"{store.name}-shm"))
    opened = reopen(folder)
    assert opened.read_only
    assert "damaged-pages" in [notice.code for notice in opened.notices]
    opened.close()
    assert vaults.fingerprint(folder, but=("vault.lock", f"{store.name}-shm")) == before


# --- older files put back -------------------------------------------------------------------------------------


def test_yesterdays_store_put_back(folder: Path) -> None:
    """Fault 18."""
    yesterday = store_of(folder).read_bytes()
    opened = reopen(folder)
    vaults.fill(opened, 30, first=100)
    opened.close()
    store_of(folder).write_bytes(yesterday)
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["changes-missing"]
    assert "The last 3 changes are missing" in opened.notices[0].what
    opened.close()


def test_another_branch_of_the_store_put_back(folder: Path) -> None:
    """Fault 18: as many changes, but not the same ones."""
    yesterday = store_of(folder).read_bytes()
    key_file = (folder / header.NAME).read_bytes()
    opened = reopen(folder)
    vaults.fill(opened, 10, first=100)
    opened.close()
    other = store_of(folder).read_bytes()
    store_of(folder).write_bytes(yesterday)
    (folder / header.NAME).write_bytes(key_file)
    opened = reopen(folder)
    vaults.fill(opened, 10, first=200)
    opened.close()
    store_of(folder).write_bytes(other)
    assert codes(folder) == ["store-replaced"]


def test_one_old_page_put_back_in_the_audit(folder: Path) -> None:
    """Fault 19: SQLite and SQLCipher find nothing; the audit does."""
    opened = reopen(folder)
    vaults.fill(opened, 200, first=1000)
    opened.close()
    old = store_of(folder).read_bytes()
    opened = reopen(folder)
    vaults.fill(opened, 20, first=2000)
    with opened.reading() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    opened.close()
    new = store_of(folder).read_bytes()
    found = 0
    for page in range(pages - 1, 0, -1):
        start = page * 4096
        if found or old[start : start + 4096] == new[start : start + 4096] or start + 4096 > len(old):
            continue
        copy = folder.with_name(f"page-{page}.caseward")
        shutil.copytree(folder, copy)
        with store_of(copy).open("r+b") as file:
            file.seek(start)
            file.write(old[start : start + 4096])
        opened = reopen(copy)
        report = verifying.verify(opened)
        told = report.audit or opened.notices
        found += bool(told) and not report.pages and not report.structure
        opened.close()
    assert found >= 1


def test_a_newer_store_is_refused(folder: Path) -> None:
    """Fault 48."""
    opened = reopen(folder)
    opened.write(lambda conn: conn.exec_driver_sql("PRAGMA user_version = 999").close())
    opened.close()
    before = vaults.fingerprint(folder)
    assert refused(folder).code == "newer"
    assert vaults.fingerprint(folder) == before
