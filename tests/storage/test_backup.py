"""Backups and restoring: checked, whole or not there, and never in place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import audit, backup, bundle, engine, header, restoring, rotation, slots, vault, verifying
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import OTHER, PASSPHRASE, SYSTEM, fill, reopen


@pytest.fixture
def saved(folder: Path, tmp_path: Path) -> Path:
    """A backup of the vault of 40 notes, which then gets ten more."""
    opened = reopen(folder)
    report = backup.make(opened, tmp_path / "plover.caseward-backup")
    fill(opened, 10, first=500)
    opened.close()
    assert report.counts["search_text"] == 40
    return report.path


def restored(source: Path, folder: Path, passphrase: str = PASSPHRASE) -> vault.OpenVault:
    """Restore with the usual circumstances."""
    return restoring.restore(source, folder, passphrase, circumstances=SYSTEM)


def test_a_backup_is_one_file_that_checks_out(folder: Path, saved: Path) -> None:
    assert backup.check(saved, PASSPHRASE).counts["search_text"] == 40
    assert zipfile.ZipFile(saved).namelist() == ["vault.json", "store.db"]
    assert engine.PLAIN_HEADER not in saved.read_bytes()
    assert sorted(path.name for path in saved.parent.iterdir()) == [folder.name, saved.name]
    if os.name == "posix":
        assert saved.stat().st_mode & 0o77 == 0


def test_the_vault_remembers_when_it_was_last_saved(folder: Path, saved: Path) -> None:
    opened = reopen(folder)
    last = backup.last_made(opened)
    assert last is not None
    assert datetime.now(UTC) - last < timedelta(minutes=1)
    with opened.reading() as conn:
        assert "backup.made" in [row.action for row in audit.rows(conn, 5)]
    opened.close()


def test_saving_to_a_folder_gives_it_a_name_with_the_time(folder: Path, tmp_path: Path) -> None:
    opened = reopen(folder)
    assert backup.last_made(opened) is None
    report = backup.make(opened, tmp_path)
    assert report.path.name.startswith(f"{folder.stem} 20")
    assert report.path.suffix == backup.SUFFIX
    opened.close()


def test_a_file_that_is_there_is_not_replaced(folder: Path, saved: Path) -> None:
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        backup.make(opened, saved)
    assert problem.value.code == "exists"
    opened.close()


def test_a_backup_beside_a_busy_writer(folder: Path, tmp_path: Path) -> None:
    import threading

    opened = reopen(folder)
    stop = threading.Event()

    def write() -> None:
        first = 10_000
        while not stop.is_set():
            fill(opened, 10, first=first)
            first += 10

    writer = threading.Thread(target=write)
    writer.start()
    try:
        report = backup.make(opened, tmp_path)
    finally:
        stop.set()
        writer.join()
    opened.close()
    checked = backup.check(report.path, PASSPHRASE)
    assert checked.counts["search_text"] % 10 == 0
    assert checked.anchor == report.anchor


# --- targets that fail ----------------------------------------------------------------------------------------


def test_a_target_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    """Fault 53."""
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        backup.make(opened, tmp_path / "gone" / "x.caseward-backup")
    assert problem.value.code == "backup"
    opened.close()


def test_a_target_that_vanishes_leaves_the_last_one(folder: Path, saved: Path) -> None:
    """Fault 53: the folder goes while the copy is being made."""
    stick = saved.parent / "stick"
    stick.mkdir()
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        backup.make(opened, stick, at=lambda step: shutil.rmtree(stick) if step == "checked" else None)
    assert problem.value.code == "backup"
    vaults.fill(opened, 10, first=700)
    opened.close()
    assert backup.check(saved, PASSPHRASE).counts["search_text"] == 40


def test_a_disk_that_does_not_keep_what_it_is_given(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 54: a byte of the finished file turns; it is noticed, and the file is taken away."""
    synced = os.fsync
    target = tmp_path / "bad.caseward-backup"

    def turn(handle: int) -> None:
        synced(handle)
        partial = target.with_name(target.name + ".partial")
        if partial.exists() and partial.stat().st_size > 60_000:
            vaults.flip(partial, 50_000)

    opened = reopen(folder)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", turn)
        with pytest.raises(StorageProblem) as problem:
            backup.make(opened, target)
    assert problem.value.code == "backup"
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    opened.close()


def test_a_damaged_store_is_not_saved_as_a_good_one(folder: Path, tmp_path: Path) -> None:
    vaults.damage(folder, "search_parts_data")
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        backup.make(opened, tmp_path)
    assert problem.value.code == "damaged"
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    opened.close()


def test_a_disk_too_small_is_refused_before_anything_is_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 28."""
    opened = reopen(folder)
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=100_000))
    with pytest.raises(StorageProblem) as problem:
        backup.make(opened, tmp_path)
    assert problem.value.code == "full"
    with pytest.raises(StorageProblem) as problem:
        rotation.rotate(opened, {opened.slot_id: PASSPHRASE})
    assert problem.value.code == "full"
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    opened.close()


# --- files that are no backup ---------------------------------------------------------------------------------


def test_files_that_are_no_backup(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    squeezed = tmp_path / "squeezed.zip"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    half = tmp_path / "half"
    half.write_bytes(saved.read_bytes()[:10_000])
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    for path in (other, squeezed, half, empty, tmp_path):
        with pytest.raises(StorageProblem) as problem:
            backup.check(path, PASSPHRASE)
        assert problem.value.code == "not-a-backup", path
    with pytest.raises(StorageProblem) as problem:
        backup.check(tmp_path / "none", PASSPHRASE)
    assert problem.value.code == "missing"


@pytest.mark.parametrize("place", [30, 3_000, 100_000, -200, -20])
def test_a_damaged_backup_is_refused_and_nothing_is_made(saved: Path, tmp_path: Path, place: int) -> None:
    vaults.flip(saved, place % saved.stat().st_size)
    with pytest.raises(StorageProblem) as problem:
        restored(saved, tmp_path / "new.caseward")
    assert problem.value.code in ("not-a-backup", "damaged", "header-altered", "header-damaged", "wrong-passphrase")
    assert not list(tmp_path.glob("new.caseward/store*"))
    assert not list(tmp_path.glob("new.caseward/vault.json*"))


def test_a_backup_with_its_store_exchanged_is_refused(saved: Path, copy: vaults.Copy, tmp_path: Path) -> None:
    """A store of the same vault, but an older one than the key file says."""
    with zipfile.ZipFile(saved) as archive:
        store = archive.read(bundle.STORE)
    opened = reopen(copy())
    fill(opened, 10, first=800)
    later = backup.make(opened, tmp_path / "later.caseward-backup").path
    opened.close()
    mixed = tmp_path / "mixed.caseward-backup"
    with zipfile.ZipFile(later) as source, zipfile.ZipFile(mixed, "w") as archive:
        archive.writestr(header.NAME, source.read(header.NAME))
        archive.writestr(bundle.STORE, store)
    with pytest.raises(StorageProblem) as problem:
        backup.check(mixed, PASSPHRASE)
    assert problem.value.code == "damaged"
    assert "changes" in problem.value.what or "change is" in problem.value.what


# --- restoring ------------------------------------------------------------------------------------------------


def test_restored_to_a_new_folder(saved: Path, tmp_path: Path) -> None:
    opened = restored(saved, tmp_path / "new.caseward")
    assert (vaults.count(opened), opened.notices, opened.read_only) == (40, (), False)
    fill(opened, 10, first=900)
    assert verifying.verify(opened).ok
    opened.close()
    assert backup.check(saved, PASSPHRASE)
    reopen(tmp_path / "new.caseward").close()


def test_restored_over_the_vault_the_old_store_is_kept_for_30_days(folder: Path, saved: Path) -> None:
    old = vaults.store_of(folder)
    opened = restored(saved, folder)
    assert (vaults.count(opened), opened.notices) == (40, ())
    with opened.reading() as conn:
        assert audit.rows(conn, 1)[0].action == "vault.restored"
    opened.close()
    assert old.exists()
    clock = vaults.fixed()
    clock.moment = datetime.now(UTC) + timedelta(days=29)
    vault.open_vault(folder, PASSPHRASE, circumstances=clock).close()
    assert old.exists()
    clock.moment += timedelta(days=2)
    opened = vault.open_vault(folder, PASSPHRASE, circumstances=clock)
    assert (opened.notices, vaults.count(opened)) == ((), 40)
    opened.close()
    assert not old.exists()
    assert not list(folder.glob("kept-*"))


def test_the_kept_store_can_be_put_back_with_its_own_key_file(folder: Path, saved: Path) -> None:
    opened = reopen(folder)
    rotation.rotate(opened, {opened.slot_id: PASSPHRASE})
    opened.close()
    restored(saved, folder).close()
    (own,) = folder.glob("kept-*.json")
    own.replace(folder / header.NAME)
    (folder / header.COPY).unlink()
    opened = reopen(folder)
    assert vaults.count(opened) == 50
    opened.close()


def test_an_old_backup_opens_with_the_passphrase_of_its_time(folder: Path, saved: Path) -> None:
    opened = reopen(folder)
    slots.change_passphrase(opened, PASSPHRASE, OTHER)
    opened.close()
    with pytest.raises(StorageProblem) as problem:
        restored(saved, folder, OTHER)
    assert problem.value.code == "wrong-passphrase"
    restored(saved, folder).close()


@pytest.mark.parametrize("lost", ["vault.json", "store", "damaged"])
def test_restored_over_a_vault_that_no_longer_opens(folder: Path, saved: Path, lost: str) -> None:
    """Faults 2, 7, 8: the way out that the sentences offer."""
    if lost == "vault.json":
        (folder / header.NAME).unlink()
        (folder / header.COPY).unlink()
    elif lost == "store":
        vaults.store_of(folder).unlink()
    else:
        vaults.flip(vaults.store_of(folder), 200)
    with pytest.raises(StorageProblem, match="backup"):
        reopen(folder)
    opened = restored(saved, folder)
    assert vaults.count(opened) == 40
    assert verifying.verify(opened).ok
    opened.close()


def test_a_backup_of_another_vault_is_not_put_over_this_one(folder: Path, tmp_path: Path) -> None:
    vaults.make(tmp_path / "other.caseward", notes=0)
    opened = reopen(tmp_path / "other.caseward")
    other = backup.make(opened, tmp_path / "other.caseward-backup").path
    opened.close()
    before = vaults.fingerprint(folder)
    with pytest.raises(StorageProblem) as problem:
        restored(other, folder)
    assert problem.value.code == "other-vault"
    assert vaults.fingerprint(folder) == before


def test_an_open_vault_is_not_restored_over(folder: Path, saved: Path) -> None:
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        restored(saved, folder)
    assert problem.value.code == "in-use"
    opened.close()


# --- reading it elsewhere -------------------------------------------------------------------------------------


def test_the_store_in_a_backup_opens_from_a_medium_that_cannot_be_written(saved: Path, tmp_path: Path) -> None:
    """Fault 55: no write-ahead mode in a backup, so nothing has to be made beside it."""
    store = tmp_path / "store.db"
    bundle.unpack_store(saved, store)
    keys = backup.unlock(saved, PASSPHRASE).keys
    connection = engine.connect(store, keys.database, mode="ro")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("SELECT count(*) FROM search_text").fetchone() == (40,)
    connection.close()
    assert not list(tmp_path.glob("store.db-*"))


def test_another_program_reads_and_writes_the_store(folder: Path) -> None:
    """An independent second reader of the file format: SQLite3 Multiple Ciphers."""
    apsw = pytest.importorskip("apsw")
    opened = reopen(folder)
    opened.write(lambda conn: vaults.note(conn, 77, "Read by another program"))
    store, keys = opened.store, opened.keys
    opened.close()
    other = apsw.Connection(str(store))
    for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{keys.database.hex()}'\""):
        other.execute(f"PRAGMA {pragma}").fetchall()
    assert other.execute("SELECT count(*) FROM search_text").fetchone() == (41,)
    found = other.execute("SELECT rowid FROM search_words WHERE search_words MATCH 'another'").fetchall()
    assert len(found) == 1
    assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.execute("INSERT INTO store_fact VALUES ('seen-by', 'another')")
    other.close()
    opened = reopen(folder)
    assert opened.fact("seen-by") == "another"
    assert verifying.verify(opened).ok
    opened.close()


def test_without_the_key_the_file_is_noise(folder: Path) -> None:
    plain = sqlite3.connect(vaults.store_of(folder))
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_schema")
    plain.close()


# --- thinning out ---------------------------------------------------------------------------------------------


def test_old_backups_are_thinned_out(tmp_path: Path) -> None:
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    paths = []
    for hour in range(0, 24 * 400, 6):
        path = tmp_path / f"plover {start - timedelta(hours=hour):%Y-%m-%d %H%M%S}.caseward-backup"
        path.touch()
        paths.append(path)
    mine = tmp_path / "kept by hand.caseward-backup"
    mine.touch()
    removed = backup.prune([*paths, mine])
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(removed) + len(left) == len(paths) + 1
    assert paths[0].exists()
    assert all(path.exists() for path in paths[:10])
    assert mine.exists()
    days = {name[7:17] for name in left if name.startswith("plover 20")}
    assert {f"{start - timedelta(days=day):%Y-%m-%d}" for day in range(14)} <= days
    assert len({day[:7] for day in days}) == 12
    assert len(left) < 40
    assert backup.prune([paths[0]]) == []


# --- media and permissions ------------------------------------------------------------------------------------

_READ_ONLY = """
set -e
mount -t tmpfs none "$1"
cp -r "$2" "$1/plover.caseward"
mount -o remount,ro "$1"
exec "$3" -c "$4" "$1/plover.caseward"
"""


def _in_own_mounts(script: str, *arguments: str) -> str:
    command = ["unshare", "-rm", "sh", "-c", script, "sh", *arguments]
    if subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        pytest.skip("this system lets no one mount")
    done = subprocess.run(command, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.needs("unshare")
def test_a_vault_on_a_medium_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    """Fault 30."""
    script = (
        "import sys;from pathlib import Path;from tests.storage import vaults\n"
        "v=vaults.reopen(Path(sys.argv[1]))\n"
        "print(v.read_only, vaults.count(v), [n.code for n in v.notices]); v.close()"
    )
    place = tmp_path / "medium"
    place.mkdir()
    told = _in_own_mounts(_READ_ONLY, str(place), str(folder), sys.executable, script)
    assert told == "True 40 ['read-only']\n"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_vault_that_this_account_may_not_read(folder: Path) -> None:
    """Fault 31: the sentence names the path."""
    store = vaults.store_of(folder)
    script = (
        "import os,sys;from pathlib import Path;from storage.problems import StorageProblem\n"
        "from tests.storage import vaults\n"
        "if os.geteuid()==0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: vaults.reopen(Path(sys.argv[1]))\n"
        "except StorageProblem as problem: print(problem.code, problem.what)"
    )
    for part in [folder, *folder.parents]:
        if part.owner() == folder.owner() and "pytest" in str(part):
            part.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)
    for target in (folder / header.NAME, store):
        target.chmod(0)
        done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True)
        target.chmod(0o644)
        assert done.stdout == f"no-permission This account may not read or write {target}.\n", done.stderr
