"""Creating, opening, reading and writing a vault."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3.dbapi2 import ProgrammingError

from storage import engine, header, keys, passphrases, slots, vault, verifying
from storage.problems import StorageProblem
from storage.tables.system import facts
from tests.storage import vaults
from tests.storage.vaults import OTHER, PASSPHRASE, SYSTEM, reopen

posix = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


def test_what_is_written_is_there_after_reopening(folder: Path) -> None:
    opened = reopen(folder)
    vaults.fill(opened, 10, first=100)
    opened.close()
    opened = reopen(folder)
    assert vaults.count(opened) == 50
    assert opened.notices == ()
    opened.close()


def test_a_second_vault_does_not_take_the_place_of_a_first(folder: Path) -> None:
    with pytest.raises(StorageProblem) as problem:
        vault.create(folder, PASSPHRASE, circumstances=SYSTEM, argon=keys.CHEAP)
    assert problem.value.code == "exists"


@posix
def test_only_the_owner_may_read_the_files(folder: Path) -> None:
    opened = reopen(folder)
    vaults.fill(opened, 10, first=100)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    opened.close()
    assert set(modes.values()) == {0o600}, modes
    fresh = folder.with_name("fresh.caseward")
    vaults.make(fresh, notes=0)
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700


def test_a_wrong_passphrase_touches_no_file(folder: Path) -> None:
    """Fault 1."""
    before = vaults.fingerprint(folder)
    for wrong in ("not the passphrase", "", " "):
        with pytest.raises(StorageProblem) as problem:
            reopen(folder, wrong)
        assert problem.value.code == "wrong-passphrase"
    assert vaults.fingerprint(folder) == before


def test_after_five_wrong_passphrases_the_next_waits(folder: Path) -> None:
    """Fault 1: 1, 2, 4 ... 60 seconds, also for a process that starts afresh; the right one ends it."""
    clock = vaults.fixed()

    def code(passphrase: str) -> str:
        try:
            vault.open_vault(folder, passphrase, circumstances=clock).close()
        except StorageProblem as problem:
            return problem.code
        return "open"

    assert [code("wrong") for _ in range(5)] == ["wrong-passphrase"] * 5
    assert code(PASSPHRASE) == "wait"
    waits = []
    for seconds in (1, 2, 4, 8, 16, 32, 60, 60):
        clock.moment += timedelta(seconds=seconds - 0.5)
        waits.append(code("wrong"))
        clock.moment += timedelta(seconds=0.6)
        waits.append(code("wrong"))
    assert waits == ["wait", "wrong-passphrase"] * 8
    clock.moment += timedelta(seconds=61)
    assert code(PASSPHRASE) == "open"
    assert code("wrong") == "wrong-passphrase"
    assert code(PASSPHRASE) == "open"


def test_a_clock_put_back_a_year_does_not_shut_anyone_out_for_a_year(folder: Path) -> None:
    """Fault 38."""
    clock = vaults.fixed()
    for _ in range(5):
        with pytest.raises(StorageProblem):
            vault.open_vault(folder, "wrong", circumstances=clock)
    clock.moment -= timedelta(days=365)
    with pytest.raises(StorageProblem, match="Wait"):
        vault.open_vault(folder, PASSPHRASE, circumstances=clock)
    clock.moment += timedelta(seconds=61)
    vault.open_vault(folder, PASSPHRASE, circumstances=clock).close()


@pytest.mark.parametrize(
    ("made_with", "typed"),
    [
        ("café au lait chaud", "cafe\u0301 au lait chaud"),
        ("leading and trailing", "  leading and trailing \n"),
        ("\U0001f511 key of the house \U0001f3e0", "\U0001f511 key of the house \U0001f3e0"),
        ("x" * 5000 + " long one " + "y" * 5000, "x" * 5000 + " long one " + "y" * 5000),
        ("ﬁne words for a vault", "fine words for a vault"),
    ],
    ids=["composed", "spaces", "emoji", "long", "ligature"],
)
def test_a_passphrase_is_the_same_on_every_keyboard(made_with: str, typed: str, tmp_path: Path) -> None:
    """Fault 45."""
    opened, _ = vault.create(tmp_path / "a.caseward", made_with, circumstances=SYSTEM, argon=keys.CHEAP)
    opened.close()
    reopen(tmp_path / "a.caseward", typed).close()


WEAK = """
short|a b c d|password1234|Password123!|P4ssw0rd2024!!|qwertyuiopas|123456789012|aaaaaaaaaaaa|passwordpassword
|safeguarding1|Winter2024winter|abcabcabcabc|correct horse battery staple|
""".replace("\n", "").split("|")


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_passphrase_is_refused(weak: str, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem) as problem:
        vault.create(tmp_path / "a.caseward", weak, circumstances=SYSTEM, argon=keys.CHEAP)
    assert problem.value.code == "weak-passphrase"
    assert not (tmp_path / "a.caseward").exists()


@pytest.mark.parametrize("good", ["my dog ate a pear", "tangerine-42-x", "one fat owl sat", "Tŷ bach twt yma"])
def test_a_long_or_four_word_passphrase_is_taken(good: str) -> None:
    passphrases.check_strength(good)


def test_a_suggested_passphrase_is_taken_and_never_the_same() -> None:
    made = {passphrases.suggest() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        passphrases.check_strength(one)


def test_the_slot_used_last_is_tried_first_and_progress_is_told(folder: Path) -> None:
    opened = reopen(folder)
    second = slots.add_passphrase(opened, OTHER)
    opened.close()
    told: list[tuple[int, int]] = []
    opened = reopen(folder, OTHER, progress=lambda done, of: told.append((done, of)))
    assert (told, opened.slot_id) == ([(0, 2), (1, 2)], second)
    opened.close()
    told.clear()
    opened = reopen(folder, OTHER, prefer_slot=second, progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 2)]
    opened.close()


def test_an_exception_in_a_write_rolls_back_and_comes_through(folder: Path) -> None:
    opened = reopen(folder)

    def fail(conn: object) -> None:
        vaults.note(conn, 999)  # type: ignore[arg-type]
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        opened.write(fail)
    assert vaults.count(opened) == 40
    vaults.fill(opened, 10, first=200)
    assert vaults.count(opened) == 50
    opened.close()


def test_a_reader_cannot_write_and_sees_one_moment(folder: Path) -> None:
    opened = reopen(folder)
    with opened.reading() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM search_text").scalar() == 40
        vaults.fill(opened, 10, first=300)
        assert conn.exec_driver_sql("SELECT count(*) FROM search_text").scalar() == 40
    assert vaults.count(opened) == 50
    with pytest.raises(StorageProblem) as problem, opened.reading() as conn:
        conn.exec_driver_sql("DELETE FROM search_text")
    assert problem.value.code == "read-only"
    opened.close()


def test_threads_write_one_after_the_other_and_none_is_lost(folder: Path) -> None:
    opened = reopen(folder)

    def work(first: int) -> None:
        for number in range(first, first + 25):
            opened.write(lambda conn, number=number: vaults.note(conn, number))  # type: ignore[misc]

    threads = [threading.Thread(target=work, args=(1000 * (n + 1),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert vaults.count(opened) == 140
    opened.close()


def test_a_write_inside_a_write_is_refused_at_once(folder: Path) -> None:
    opened = reopen(folder)
    with pytest.raises(RuntimeError):
        opened.write(lambda _conn: opened.write(lambda _inner: None))
    opened.close()


def test_a_closed_vault_says_that_it_is_locked(folder: Path) -> None:
    opened = reopen(folder)
    opened.close()
    opened.close()
    with pytest.raises(StorageProblem, match="locked"):
        opened.write(lambda _conn: None)
    with pytest.raises(StorageProblem, match="locked"), opened.reading():
        pass


def test_no_error_text_carries_a_name(folder: Path) -> None:
    """Fault 63."""
    opened = reopen(folder)
    with pytest.raises(IntegrityError) as error:
        opened.write(lambda conn: conn.execute(insert(facts).values(name="Peregrine Oakes", value=None)))
    assert "Peregrine" not in str(error.value)
    with pytest.raises(DBAPIError) as other:
        opened.write(lambda conn: conn.execute(text("SELECT nonsense FROM facts WHERE a = :a"), {"a": "Peregrine"}))
    assert "Peregrine" not in str(other.value)
    opened.close()


def test_a_second_window_is_refused_and_told_when_not_who(folder: Path) -> None:
    """Fault 32, in one process and from another."""
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        reopen(folder)
    assert problem.value.code == "in-use"
    assert problem.value.what.startswith("The vault is open in another window since ")
    assert opened.slot_id not in str(problem.value)
    assert _from_another_process(folder) == "in-use"
    opened.close()
    assert _from_another_process(folder) == "open"


@posix
def test_the_lock_is_free_at_once_after_a_kill(folder: Path) -> None:
    """Fault 33."""
    script = (
        "import sys,time;from pathlib import Path;from tests.storage import vaults;"
        "v=vaults.reopen(Path(sys.argv[1]));print('open',flush=True);time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    with pytest.raises(StorageProblem):
        reopen(folder)
    child.kill()
    child.wait()
    child.stdout.close()
    reopen(folder).close()


@posix
def test_the_lock_is_free_at_once_after_starting_again_in_place(folder: Path) -> None:
    """Fault 33: a process that replaces itself without tidying up."""
    again = (
        "import sys;from pathlib import Path;from tests.storage import vaults;"
        "vaults.reopen(Path(sys.argv[1])).close();print('again')"
    )
    script = (
        "import os,sys;from pathlib import Path;from tests.storage import vaults;"
        "v=vaults.reopen(Path(sys.argv[1]));"
        f"os.execv(sys.executable,[sys.executable,'-c',{again!r},sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr) == ("again\n", "")


def test_waiting_for_the_lock(folder: Path) -> None:
    opened = reopen(folder)
    threading.Timer(0.3, opened.close).start()
    started = time.monotonic()
    reopen(folder, wait=5.0).close()
    assert time.monotonic() - started < 4


def test_a_writer_that_holds_on_is_waited_for_then_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 34."""
    opened = reopen(folder)
    opened.write(lambda conn: conn.exec_driver_sql("PRAGMA busy_timeout = 200").all())
    other = engine.connect(opened.store, opened.keys.database)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageProblem) as problem:
        vaults.fill(opened, 10, first=400)
    assert problem.value.code == "busy"
    other.execute("ROLLBACK")
    vaults.fill(opened, 10, first=400)
    assert vaults.count(opened) == 50
    other.close()
    opened.close()


def test_asked_to_read_only_it_writes_nothing(folder: Path) -> None:
    before = vaults.fingerprint(folder)
    opened = reopen(folder, read_only=True)
    assert (opened.read_only, opened.notices, vaults.count(opened)) == (True, (), 40)
    with pytest.raises(StorageProblem) as problem:
        opened.write(lambda _conn: None)
    assert problem.value.code == "read-only"
    opened.close()
    assert vaults.fingerprint(folder) == before


@pytest.mark.parametrize(
    "name",
    ["with # hash", "what?", "100%41", "two  spaces", "漢字 \U0001f426", "n" * 200, "\u202eright to left", "it's; --"],
)
def test_any_folder_name_works(name: str, tmp_path: Path) -> None:
    """Fault 37."""
    folder = tmp_path / f"{name}.caseward"
    vaults.make(folder, notes=10)
    opened = reopen(folder)
    assert vaults.count(opened) == 10
    opened.close()
    assert {path.name for path in tmp_path.iterdir()} == {folder.name}


def test_a_very_long_path_works(tmp_path: Path) -> None:
    """Fault 37."""
    folder = tmp_path.joinpath(*["d" * 60] * 5) / "deep.caseward"
    vaults.make(folder, notes=10)
    reopen(folder).close()


def test_files_of_a_sync_program_are_said_and_left(folder: Path) -> None:
    """Fault 36."""
    stranger = folder / "store (1).db"
    stranger.write_bytes(b"conflict")
    opened = reopen(folder)
    (notice,) = opened.notices
    assert (notice.code, "store (1).db" in notice.what, stranger.exists()) == ("unknown-stores", True, True)
    opened.close()


def test_a_folder_that_is_copied_elsewhere_is_said(tmp_path: Path) -> None:
    """Fault 35."""
    folder = tmp_path / "OneDrive - Board" / "a.caseward"
    vaults.make(folder, notes=0)
    opened = reopen(folder)
    assert [notice.code for notice in opened.notices] == ["synced-folder"]
    opened.close()


def test_a_key_of_another_length_is_never_taken_for_a_passphrase(folder: Path) -> None:
    """Fault 46."""
    for key in (b"", b"short", b"x" * 31, b"x" * 33):
        with pytest.raises(ValueError, match="32 bytes"):
            engine.connect(vaults.store_of(folder), key)


def test_without_encryption_nothing_is_stored() -> None:
    """Fault 47: what stock SQLite, or the wrong wheel, answers."""
    import sqlite3

    plain = sqlite3.connect(":memory:")
    with pytest.raises(RuntimeError, match="encryption library"):
        engine.require_encryption(plain)
    plain.close()


def test_the_cipher_keeps_its_settings(folder: Path) -> None:
    opened = reopen(folder)
    with opened.reading() as conn:
        settings = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _SETTINGS}
    opened.close()
    assert settings == _SETTINGS


_SETTINGS = {
    "cipher_page_size": "4096",
    "cipher_use_hmac": "1",
    "cipher_hmac_algorithm": "HMAC_SHA512",
    "cipher_kdf_algorithm": "PBKDF2_HMAC_SHA512",
    "cipher_plaintext_header_size": "0",
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "temp_store": 2,
    "foreign_keys": 1,
    "query_only": 1,
}


def test_the_key_file_names_no_one_and_no_time(folder: Path) -> None:
    content = json.loads((folder / header.NAME).read_bytes())
    assert set(content) == {"format", "vault_id", "store", "slots", "anchor", "kept", "mac"}
    for slot in content["slots"]:
        assert set(slot) == {"id", "kind", "salt", "argon", "nonce", "wrapped"}
    assert (folder / header.NAME).stat().st_size < 4096


def test_a_long_paste_a_nul_and_a_lone_surrogate(folder: Path) -> None:
    """Fault 52."""
    opened = reopen(folder)
    opened.write(lambda conn: vaults.note(conn, 500, "word " * 2_000_000))
    opened.write(lambda conn: vaults.note(conn, 501, "before\x00after"))
    opened.write(lambda conn: vaults.note(conn, 502, "before \ud83d after"))
    assert vaults.count(opened) == 43
    assert verifying.verify(opened).ok
    opened.close()


def _from_another_process(folder: Path) -> str:
    script = (
        "import sys;from pathlib import Path\n"
        "from storage.problems import StorageProblem;from tests.storage import vaults\n"
        "try:\n v=vaults.reopen(Path(sys.argv[1])); v.close(); print('open')\n"
        "except StorageProblem as problem: print(problem.code)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_vault_is_closed_under_nobody_who_reads(folder: Path) -> None:
    opened = reopen(folder)
    inside, leave, found = threading.Event(), threading.Event(), []

    def read() -> None:
        with opened.reading() as conn:
            inside.set()
            leave.wait(10)
            found.append(conn.execute(select(facts.c.name)).first())

    reader, closer = threading.Thread(target=read), threading.Thread(target=opened.close)
    reader.start()
    inside.wait(10)
    closer.start()
    closer.join(0.2)
    assert closer.is_alive()
    with pytest.raises(StorageProblem, match="locked"), opened.reading():
        pass
    leave.set()
    closer.join(10)
    reader.join(10)
    assert found and not closer.is_alive()


@posix
def test_who_reads_on_and_on_is_not_waited_for_and_their_connection_ends_with_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.opened._FAREWELL_SECONDS", 0.0)
    opened = reopen(folder)
    with opened.reading() as conn:
        raw = conn.connection.driver_connection
        opened.close()
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with pytest.raises(ProgrammingError, match="closed"):
        raw.execute("SELECT 1")
