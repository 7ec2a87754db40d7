"""Killed at every step of creation, rotation, backup, restore, upgrade and saving: the old state or the new one."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import backup, engine, keys, vault, verifying
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, SYSTEM, reopen

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills with a signal")


Killed = Callable[[str], dict[str, Path]]


@pytest.fixture
def killed(template: tuple[Path, tuple[str, ...]], tmp_path: Path) -> Killed:
    """A function that runs an action, killed at each step, and gives step and folder."""

    def run(action: str) -> dict[str, Path]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.killed", action, str(template[0]), str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=50,
        )
        assert done.returncode == 0, done.stderr
        return {step: tmp_path / f"{step}.caseward" for step in json.loads(done.stdout)}

    return run


def _sound(folder: Path, notes: int) -> None:
    opened = reopen(folder)
    try:
        assert vaults.count(opened) == notes
        assert opened.notices == (), opened.notices
        report = verifying.verify(opened)
        assert report.ok, report.findings
        assert not [*folder.rglob("*.partial"), *folder.rglob("*.tmp")]
        vaults.fill(opened, 10, first=5000)
    finally:
        opened.close()
    reopen(folder).close()


def test_killed_while_creating(killed: Killed) -> None:
    """Either there is a vault, or a new attempt makes one."""
    folders = killed("create")
    assert {"begun", "committed", "store-made", "header", "end"} <= set(folders)
    for step, folder in folders.items():
        if step in ("header", "end"):
            _sound(folder, 0)
        elif step == "store-named":
            # a store whose key died with the process: never taken for a vault, never written over
            with pytest.raises(StorageProblem, match="backup"):
                reopen(folder)
        else:
            opened, _ = vault.create(folder, PASSPHRASE, circumstances=SYSTEM, argon=keys.CHEAP)
            opened.close()
            assert not [*folder.glob("*.partial*")]


def test_killed_while_the_key_is_changed(killed: Killed) -> None:
    """Fault 21: the old key or the new one, never neither; nothing is lost."""
    folders = killed("rotate")
    assert {"checkpointed", "exported", "sealed", "checked", "named", "header", "dropped", "end"} == set(folders)
    for step, folder in folders.items():
        if step == "named":
            # the finished copy nobody names yet is reported, and left alone
            opened = reopen(folder)
            assert [notice.code for notice in opened.notices] == ["unknown-stores"]
            assert (vaults.count(opened), verifying.verify(opened).ok) == (40, True)
            opened.close()
            continue
        _sound(folder, 40)
        assert len(list(folder.glob("store-*.db"))) == 1, step


def test_killed_while_saving_a_backup(killed: Killed) -> None:
    """Fault 23: no file under the final name unless it is whole."""
    for step, folder in killed("save").items():
        saved = folder.with_suffix(backup.SUFFIX)
        assert saved.exists() == (step in ("named", "end")), step
        if saved.exists():
            assert backup.check(saved, PASSPHRASE).counts["search_text"] == 40
        else:
            opened = reopen(folder)
            backup.make(opened, saved)
            opened.close()
            assert not list(folder.parent.glob(f"{saved.name}*{'.partial'}"))
        _sound(folder, 40)


def test_killed_while_restoring(killed: Killed) -> None:
    """Fault 24: until the key file is replaced the old store is live, with all that is in it."""
    for step, folder in killed("restore").items():
        if step in ("named", "kept"):
            opened = reopen(folder)
            assert [notice.code for notice in opened.notices] == ["unknown-stores"]
            assert vaults.count(opened) == 50
            opened.close()
            continue
        _sound(folder, 40 if step in ("header", "end") else 50)


def test_killed_while_the_store_is_brought_up_to_date(killed: Killed) -> None:
    """Fault 22: the old shape or the new one."""
    for step, folder in killed("upgrade").items():
        if step in ("committed", "end"):
            with pytest.raises(StorageProblem) as problem:
                reopen(folder)
            assert problem.value.code == "newer"
        else:
            _sound(folder, 40)


def test_killed_between_a_commit_and_its_anchor(killed: Killed) -> None:
    """Fault 25: accepted without a word, and nothing is lost."""
    for folder in killed("commit").values():
        _sound(folder, 50)


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=[pytest.mark.long, pytest.mark.timeout(300)])])
def test_no_saved_note_is_lost_when_the_writer_is_killed(folder: Path, rounds: int) -> None:
    """Fault 20: whatever was acknowledged before the kill is there after it."""
    chance = random.Random(rounds)
    acknowledged = 40
    for number in range(rounds):
        first = 10_000 * (number + 1)
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writes", str(folder), str(first)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "0\n"
        time.sleep(chance.random() * 0.15)
        child.send_signal(signal.SIGKILL)
        said = [int(line) for line in child.stdout.read().splitlines() if line]
        child.stdout.close()
        child.wait()
        opened = reopen(folder)
        with opened.reading() as conn:
            present = set(conn.exec_driver_sql("SELECT record_id FROM search_text").scalars())
        assert {f"n{first + n}" for n in range(1, max(said, default=0) + 1)} <= present
        assert opened.notices == ()
        assert len(present) >= acknowledged
        acknowledged = len(present)
        opened.close()
    opened = reopen(folder)
    assert verifying.verify(opened).ok
    opened.close()


def test_a_file_of_the_vault_never_shows_a_word_after_a_kill(tmp_path: Path) -> None:
    """Nothing that was written can be read in any file of the vault's folder, nor the key, after kill -9."""
    folder = tmp_path / "canary.caseward"
    script = (
        "import os,sys;from pathlib import Path;from tests.storage import vaults\n"
        "folder=Path(sys.argv[1]); vaults.make(folder); opened=vaults.reopen(folder)\n"
        "for n in range(150): opened.write(lambda c: vaults.note(c, 5000+n, 'Featherstonehaugh Zebedee '*40))\n"
        "run=lambda sql: opened.write(lambda c: c.exec_driver_sql(sql).close())\n"
        "run('CREATE TABLE sorted AS SELECT * FROM search_text ORDER BY text DESC, id')\n"
        "run(\"DELETE FROM search_text WHERE record_id < 'n5080'\")\n"
        "print(opened.keys.database.hex(), flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    key = done.stdout.strip()
    assert len(key) == 64
    wanted = [b"Featherstonehaugh", b"featherstonehaugh", "Featherstone".encode("utf-16-le"), b"CREATE TABLE"]
    wanted += [engine.PLAIN_HEADER, key.encode(), bytes.fromhex(key), PASSPHRASE.encode(), b"search_text", b"tester"]
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in paths)
    for path in paths:
        data = path.read_bytes()
        found = [word for word in wanted if word in data]
        assert not found, (path.name, found)
