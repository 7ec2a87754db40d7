"""Damaged, foreign, stale and missing files: nothing is opened for writing that may be hurt by it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import audit, engine, header, keys, salvage, vault
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, SYSTEM, reopen, store_of


def refused(folder: Path, **options: object) -> StorageProblem:
    """The problem with which opening is refused."""
    with pytest.raises(StorageProblem) as problem:
        reopen(folder, **options)
    return problem.value


def codes(folder: Path) -> list[str]:
    """The notices with which it opens."""
    opened = reopen(folder)
    opened.close()
    return [notice.code for notice in opened.notices]


def killed_with_log(folder: Path) -> Path:
    """Leave the vault as a killed process leaves it: ten notes in the log alone. Gives the log."""
    script = (
        "import os,sys;from pathlib import Path;from tests.storage import vaults\n"
        "opened=vaults.reopen(Path(sys.argv[1])); vaults.fill(opened, 10, first=700); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
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
    assert not opened.verify().ok
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
    assert opened.verify().ok
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
    assert (opened.verify().ok, vaults.count(opened)) == (True, 40)
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
    assert (vaults.count(opened), opened.verify().ok) == (250, True)
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
        report = opened.verify()
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


# --- the key file ---------------------------------------------------------------------------------------------


def test_the_key_file_is_missing_and_its_copy_is_used(folder: Path) -> None:
    """Fault 8."""
    (folder / header.NAME).unlink()
    assert codes(folder) == ["header-copy"]
    assert (folder / header.NAME).exists()
    assert codes(folder) == []


def test_the_key_file_is_damaged_and_its_copy_is_used(folder: Path) -> None:
    """Fault 9."""
    (folder / header.NAME).write_bytes(b"")
    assert codes(folder) == ["header-copy"]


def test_the_key_file_and_its_copy_are_missing(folder: Path) -> None:
    """Fault 8: what happened and how to go on is said; nothing pretends (fault 68)."""
    (folder / header.NAME).unlink()
    (folder / header.COPY).unlink()
    problem = refused(folder)
    assert problem.code == "no-header"
    assert "cannot be opened by anyone" in problem.what
    assert "backup" in problem.do


def test_there_is_no_vault(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.caseward").code == "missing"
    assert list(tmp_path.iterdir()) == []


_GOOD = (
    b'{"format": "caseward-vault-1", "vault_id": "a", "store": "store-0123456789abcdef.db", "slots": [], '
    b'"anchor": {"seq": 0, "mac": ""}, "kept": [], "mac": ""}'
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xef\xbb\xbf" + _GOOD,
        _GOOD[:-10],
        _GOOD.replace(b"store-0123456789abcdef.db", b"../../etc/passwd"),
        _GOOD.replace(b'"slots": []', b'"slots": [{}]'),
        _GOOD.replace(b'"slots": []', b'"slots": 7'),
        _GOOD.replace(b'"seq": 0', b'"seq": "x"'),
        b"[" * 100_000,
        _GOOD + b" " * header.SIZE_LIMIT,
        bytes(range(256)),
        "{}".encode("utf-16"),
    ],
)
def test_a_key_file_that_is_none(data: bytes) -> None:
    """Fault 9."""
    header.parse(_GOOD)
    with pytest.raises(StorageProblem) as problem:
        header.parse(data)
    assert problem.value.code == "header-damaged"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 3000), value=st.binary(min_size=0, max_size=8), cut=st.booleans())
def test_a_key_file_changed_anywhere(template, place: int, value: bytes, cut: bool) -> None:  # type: ignore[no-untyped-def]
    """Fault 9, 10: read as it was, or refused with a sentence."""
    good = (template[0] / header.NAME).read_bytes()
    place %= len(good)
    changed = good[:place] + value + (b"" if cut else good[place + len(value) :])
    try:
        header.parse(changed)
    except StorageProblem as problem:
        assert problem.code in ("header-damaged", "newer")


def test_a_key_file_of_one_gigabyte(folder: Path) -> None:
    """Fault 9: no more than 64 KB of it is read."""
    for name in (header.NAME, header.COPY):
        with (folder / name).open("r+b") as file:
            file.truncate(1_000_000_000)
    started = time.monotonic()
    assert refused(folder).code == "header-damaged"
    assert time.monotonic() - started < 1


def _edit(folder: Path, change: object) -> None:
    for name in (header.NAME, header.COPY):
        content = json.loads((folder / name).read_bytes())
        change(content)  # type: ignore[operator]
        (folder / name).write_text(json.dumps(content))


def test_a_slot_taken_out_of_the_key_file(folder: Path) -> None:
    """Fault 10."""
    _edit(folder, lambda content: content["slots"].pop())
    assert refused(folder).code == "header-altered"


def test_a_slot_added_to_the_key_file(folder: Path) -> None:
    """Fault 10: even one that would open."""
    _edit(folder, lambda content: content["slots"].append(content["slots"][1] | {"id": "f" * 16}))
    assert refused(folder).code == "header-altered"


def test_the_anchor_in_the_key_file_put_back(folder: Path) -> None:
    """Fault 10."""
    _edit(folder, lambda content: content.update(anchor={"seq": 0, "mac": ""}))
    assert refused(folder).code == "header-altered"


@pytest.mark.parametrize(
    "argon",
    [
        {"memory": 8 * 1024 * 1024, "passes": 1, "lanes": 1},
        {"memory": 65536, "passes": 1_000_000, "lanes": 1},
        {"memory": 65536, "passes": 1, "lanes": 1000},
        {"memory": 16, "passes": 1, "lanes": 1},
        {"memory": 65536, "passes": 0, "lanes": 1},
        None,
    ],
)
def test_work_outside_the_limits_is_refused_before_it_is_done(folder: Path, argon: object) -> None:
    """Fault 11, 12."""
    _edit(folder, lambda content: content["slots"][0].update(argon=argon))
    started = time.monotonic()
    assert refused(folder).code == "header-altered"
    assert time.monotonic() - started < 1


def test_work_made_less_does_not_open(folder: Path) -> None:
    """Fault 12: within the limits the slot's own seal tells."""
    _edit(folder, lambda content: content["slots"][0]["argon"].update(memory=20480))
    assert refused(folder).code == "wrong-passphrase"


def test_a_slot_moved_to_another_vault_does_not_open(folder: Path) -> None:
    head = header.read(folder)[0]
    slot = head.slots[0]
    assert keys.unwrap(slot, head.vault_id, keys.secret_of(PASSPHRASE))
    assert keys.unwrap(slot, "another", keys.secret_of(PASSPHRASE)) is None
    assert keys.unwrap(replace(slot, id="another"), head.vault_id, keys.secret_of(PASSPHRASE)) is None
    assert asdict(slot)["wrapped"] not in repr(keys.derive(keys.new_vault_key(), "x"))


# --- salvage --------------------------------------------------------------------------------------------------


def test_salvage_saves_all_but_the_damaged_rows(folder: Path, tmp_path: Path) -> None:
    """One damaged page of rows: the rest is saved, the lost ones are named, the new vault opens and is sound."""
    opened = reopen(folder)
    vaults.fill(opened, 400, first=1000)
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
    assert 420 <= notes.saved < 440
    saved = reopen(target)
    assert saved.notices == ()
    assert vaults.count(saved) == notes.saved
    found = saved.verify()
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
