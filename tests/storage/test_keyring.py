"""The keyring slot against a real gnome-keyring on a bus of its own: there, locked, dead, silent, stale, absent."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keyring.backend
import keyring.core
import pytest

from storage import audit, keyring_slot, rotation, slots, vault
from storage.keys import SlotKind
from storage.problems import StorageProblem
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, SYSTEM, reopen

# SecretStorage leaves its socket to the garbage collector when the other side goes away.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
needed = pytest.mark.needs("dbus-daemon", "gnome-keyring-daemon")
left = pytest.mark.leaves("data/keyrings/*", "run/*", "cache/*", "config/*")


@pytest.fixture(autouse=True)
def looked_for_anew() -> None:
    """The library looks for a keyring once in a process, and stays with what it found under another test's bus."""
    vars(keyring.backend.get_all_keyring).pop("saved_result", None)
    keyring.core._keyring_backend = None


@pytest.fixture
def bus(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A message bus of this test alone."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    monkeypatch.delenv("DISPLAY", raising=False)
    yield
    gc.collect()
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def daemon(bus: None) -> Iterator[subprocess.Popen[bytes]]:
    """A keyring, unlocked with a login password."""
    process = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(b"a login password")
    process.stdin.close()
    deadline = time.monotonic() + 10
    while _ask("print(keyring.get_password('x', 'y'))") != "None" and time.monotonic() < deadline:
        time.sleep(0.1)
    yield process
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()


def _ask(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import keyring; {script}"], capture_output=True, text=True, timeout=20
    )
    return done.stdout.strip()


def _problem(folder: Path) -> str:
    started = time.monotonic()
    with pytest.raises(StorageProblem) as problem:
        vault.open_with_keyring(folder, circumstances=SYSTEM)
    assert time.monotonic() - started < keyring_slot.LIMIT_SECONDS + 1.5
    return problem.value.code


def _with_keyring(folder: Path) -> str:
    opened = reopen(folder)
    slot = slots.add_keyring(opened)
    opened.close()
    return slot


@needed
@left
def test_the_keyring_opens_the_vault(folder: Path, daemon: object, own_home: Path) -> None:
    """It holds a random key under a random id; neither the key of the vault nor a word of ours."""
    slot = _with_keyring(folder)
    opened = vault.open_with_keyring(folder, circumstances=SYSTEM)
    assert (opened.slot_id, vaults.count(opened)) == (slot, 40)
    secrets = (opened.keys.vault_key.hex(), opened.keys.database.hex(), PASSPHRASE, "plover")
    kept = _ask(f"print(keyring.get_password({keyring_slot.SERVICE!r}, {opened.vault_id!r}))")
    opened.close()
    assert len(kept) == 64
    assert not any(secret in kept for secret in secrets)
    for path in (own_home / "data" / "keyrings").rglob("*.keyring"):
        assert kept.encode() not in path.read_bytes()


@needed
@left
def test_taking_the_slot_away_takes_the_key_too(folder: Path, daemon: object) -> None:
    slot = _with_keyring(folder)
    opened = reopen(folder)
    slots.remove(opened, slot)
    assert SlotKind.KEYRING not in [one.kind for one in slots.listed(opened)]
    vault_id = opened.vault_id
    opened.close()
    assert keyring_slot.fetch(vault_id) is None
    assert _problem(folder) == "keyring"


@needed
@left
def test_made_again_there_is_one_slot(folder: Path, daemon: object) -> None:
    first, second = _with_keyring(folder), _with_keyring(folder)
    opened = vault.open_with_keyring(folder, circumstances=SYSTEM)
    kinds = [one.kind for one in slots.listed(opened)]
    assert (opened.slot_id, kinds.count(SlotKind.KEYRING), first != second) == (second, 1, True)
    opened.close()


@needed
@left
def test_a_stale_key_is_ignored(folder: Path, daemon: object) -> None:
    """Fault 43: the passphrase still opens, a wrong key counts as no try, and the slot can be made afresh."""
    _with_keyring(folder)
    opened = reopen(folder)
    keyring_slot.store(opened.vault_id, bytes(32))
    opened.close()
    for _ in range(7):
        assert _problem(folder) == "keyring"
    _with_keyring(folder)
    vault.open_with_keyring(folder, circumstances=SYSTEM).close()


@needed
@left
def test_a_rotation_makes_the_keyring_stale(folder: Path, daemon: object) -> None:
    _with_keyring(folder)
    opened = reopen(folder)
    rotation.rotate(opened, {opened.slot_id: PASSPHRASE})
    opened.close()
    assert _problem(folder) == "keyring"
    reopen(folder).close()


@needed
@left
def test_a_locked_keyring(folder: Path, daemon: object) -> None:
    """Fault 41."""
    _with_keyring(folder)
    _ask("import secretstorage; secretstorage.get_default_collection(secretstorage.dbus_init()).lock()")
    assert _problem(folder) == "keyring"
    reopen(folder).close()


@needed
@left
def test_a_dead_keyring(folder: Path, daemon: subprocess.Popen[bytes]) -> None:
    """Fault 41."""
    _with_keyring(folder)
    daemon.kill()
    daemon.wait()
    assert _problem(folder) == "keyring"
    reopen(folder).close()


@needed
@left
def test_a_keyring_that_does_not_answer(
    folder: Path, daemon: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 42: given up in time; while it hangs no second call is started; afterwards it works again."""
    monkeypatch.setattr(keyring_slot, "LIMIT_SECONDS", 1.5)
    _with_keyring(folder)
    daemon.send_signal(signal.SIGSTOP)
    assert _problem(folder) == "keyring"
    started = time.monotonic()
    assert _problem(folder) == "keyring"
    assert time.monotonic() - started < 0.5
    reopen(folder).close()
    daemon.send_signal(signal.SIGCONT)
    for thread in list(keyring_slot._hanging):
        thread.join(10)
    vault.open_with_keyring(folder, circumstances=SYSTEM).close()


@needed
@left
def test_no_keyring_on_the_bus(folder: Path, bus: None) -> None:
    """Fault 41."""
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        slots.add_keyring(opened)
    assert problem.value.code == "keyring"
    assert SlotKind.KEYRING not in [one.kind for one in slots.listed(opened)]
    opened.close()


def test_no_bus_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 41: refused at once, with nothing written anywhere in clear."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder}/none")
    assert _problem(folder) == "keyring"
    opened = reopen(folder)
    with pytest.raises(StorageProblem) as problem:
        slots.add_keyring(opened)
    assert problem.value.code == "keyring"
    opened.close()


def test_a_keyring_that_would_keep_it_in_clear_is_refused() -> None:
    class PlaintextKeyring:
        __module__ = "keyrings.alt.file"

    class Chain:
        __module__ = "keyring.backends.chainer"
        backends = (PlaintextKeyring(),)

    class Null:
        __module__ = "keyring.backends.null"

    for backend in (PlaintextKeyring(), Chain(), Null()):
        with pytest.raises(RuntimeError):
            keyring_slot._require_real(backend)


def test_a_vault_without_such_a_slot_does_not_ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_slot, "fetch", lambda _vault_id: pytest.fail("the keyring was asked"))
    assert _problem(folder) == "keyring"
    opened = reopen(folder)
    with opened.reading() as conn:
        assert audit.rows(conn, 1)[0].action == "note.added"
    opened.close()
