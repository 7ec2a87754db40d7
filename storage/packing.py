"""A pack as a file: a small vault with a key of its own, written whole, opened again beside the vault it comes back to.

Here: files, keys and schemas. What goes into a pack and what becomes of it when it is back are rules of the desktop.
Nothing is ever written in clear: what is unpacked for a merge is the pack's own encrypted store.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from storage import audit, backup, bundle, engine, files, migrations, recovery, unlocking, vault
from storage.circumstances import Circumstances
from storage.header import Anchor, Header
from storage.keys import Argon, SlotKind, VaultKeys, secret_of, unwrap
from storage.opened import OpenVault, Unlocked, new_token, set_fact, settle
from storage.problems import StorageProblem
from storage.store import Store, Work

SUFFIX = ".caseward-pack"
Fill = Callable[[Work, str], None]
"""Writes what a pack holds; is given the unit of work and the slot that the passphrase opens."""


@dataclass(frozen=True)
class Made:
    """A pack that was written: its own id, its recovery words, the head of its audit, the hash of the file."""

    vault_id: str
    words: tuple[str, ...]
    anchor: Anchor
    sha256: str


@dataclass(frozen=True)
class Returned:
    """A pack's store, open for reading, with its keys. ``upgraded`` when an earlier schema was brought up first."""

    store: Store
    unlocked: Unlocked
    sha256: str
    upgraded: bool


def make(target: Path, passphrase: str, fill: Fill, *, circumstances: Circumstances, argon: Argon | None) -> Made:
    """Write a new pack to the file ``target``, checked by opening it again before it gets its name.

    Raises ``StorageProblem``: ``exists``, ``weak-passphrase``, ``full``, ``backup``.
    """
    if target.exists():
        raise StorageProblem("exists", f"There is already a file {target.name}.", "Choose another name.")
    scratch = Path(tempfile.mkdtemp(prefix="caseward-pack-"))
    try:
        folder = scratch / f"pack{vault.SUFFIX}"
        made, words = vault.create(folder, passphrase, circumstances=circumstances, argon=argon)
        try:
            made.write(lambda conn: fill(Work(conn, circumstances, "", made.keys.audit), made.slot_id))
            report = backup.make(made, target)
            return Made(made.vault_id, words, report.anchor, file_hash(target))
        finally:
            made.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_update(target: Path, unlocked: Unlocked, fill: Fill, *, circumstances: Circumstances) -> None:
    """Write a file that only the pack ``unlocked`` (and who can open it) can read. Raises ``StorageProblem``."""
    if target.exists():
        raise StorageProblem("exists", f"There is already a file {target.name}.", "Choose another name.")
    scratch = Path(tempfile.mkdtemp(prefix="caseward-pack-"))
    try:
        store, keys = scratch / bundle.STORE, unlocked.keys
        files.create_private(store)
        migrations.upgrade(store, keys.database, mode="rwc")
        writing = engine.writer(store, keys.database)
        with writing.begin() as conn:
            set_fact(conn, "vault_id", unlocked.header.vault_id)
            fill(Work(conn, circumstances, "", keys.audit), "")
            head = audit.head(conn)
        writing.dispose()
        settle(store)
        named = replace(unlocked.header, store=bundle.STORE, anchor=Anchor(head.seq, head.mac), kept=())
        partial = target.with_name(target.name + files.PARTIAL)
        bundle.write(partial, named.sealed(keys.header), store)
        files.replace_durably(partial, target)
    except OSError:
        raise StorageProblem("full", f"{target.name} could not be written.", "Make room on the disk.") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def header_of(source: Path) -> Header:
    """The key file of a pack; raises ``StorageProblem``: ``half-copied``, ``not-a-pack``, ``newer``."""
    try:
        return bundle.read_header(source)
    except StorageProblem as problem:
        if problem.code not in ("not-a-backup", "header-damaged"):
            raise
    raise _not_one(source)


def _not_one(source: Path) -> StorageProblem:
    with contextlib.suppress(OSError), source.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            return StorageProblem(
                "half-copied",
                "This pack is not whole: it was copied only in part, or damaged on the way. Nothing was brought in.",
                "Copy it again from the laptop that it comes from.",
            )
    return StorageProblem("not-a-pack", "This file is not a pack.", "Choose the file that came back.")


def unlock_with_words(head: Header, words: tuple[str, ...]) -> Unlocked | None:
    """The keys of a pack by the recovery words that the register keeps, or None when they were changed out there."""
    secret = recovery.secret_of(words)
    for slot in head.slots:
        if slot.kind is SlotKind.RECOVERY and (key := unwrap(slot, head.vault_id, secret)):
            return unlocking.genuine(head, (key, slot.id))
    return None


def unlock_with_passphrase(head: Header, passphrase: str) -> Unlocked:
    """The keys of a pack by its passphrase. Raises ``StorageProblem`` ``wrong-passphrase`` or ``header-altered``."""
    found = unlocking.try_passphrase(head, passphrase) if secret_of(passphrase) else None
    if found is None:
        raise StorageProblem(
            "wrong-passphrase", "The pack's passphrase was not recognised.", "Ask the person who had the pack for it."
        )
    return unlocking.genuine(head, found)


def unlock_as(head: Header, opened: OpenVault) -> Unlocked:
    """The keys of a file made for the vault that is open. Raises ``StorageProblem`` ``other-vault`` or ``altered``."""
    if head.vault_id != opened.vault_id:
        raise StorageProblem("other-vault", "This file was made for another pack.", "Choose the file for this one.")
    if not head.is_genuine(opened.keys.header):
        raise altered()
    return Unlocked(head, opened.keys, opened.slot_id, False)


@contextmanager
def opened(source: Path, unlocked: Unlocked, beside: OpenVault) -> Iterator[Returned]:
    """The store of a pack, checked through and through, brought to today's schema on a copy, open for reading.

    The copy, encrypted as it came, is in the folder of the vault ``beside``, under a name that its next opening
    sweeps away should this one be killed. Raises ``StorageProblem``: ``half-copied``, ``altered``, ``newer``,
    ``migration``, ``full``.
    """
    copy = beside.folder / f"pack-{new_token()}.db{files.PARTIAL}"
    try:
        _unpack(source, copy)
        _require_untouched(copy, unlocked)
        upgraded = _bring_up(copy, unlocked.keys)
        reading = engine.reader(copy, unlocked.keys.database)
        try:
            with reading.connect() as conn:
                yield Returned(Store(conn, beside.circumstances), unlocked, file_hash(source), upgraded)
        finally:
            reading.dispose()
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _unpack(source: Path, copy: Path) -> None:
    try:
        bundle.unpack_store(source, copy)
    except StorageProblem as problem:
        raise _not_one(source) if problem.code == "not-a-backup" else problem from None
    except OSError:
        raise StorageProblem(
            "full", "The pack could not be unpacked. Nothing was brought in.", "Make room on the disk."
        ) from None


def _require_untouched(copy: Path, unlocked: Unlocked) -> None:
    """Pages, structure, audit and files are whole, and the audit ends where the key file says."""
    try:
        report = backup.require_sound(copy, unlocked.keys, unlocked.header.anchor)
    except StorageProblem:
        raise altered() from None
    if report.head != unlocked.header.anchor:
        raise altered()


def _bring_up(copy: Path, keys: VaultKeys) -> bool:
    raw = engine.connect(copy, keys.database)
    try:
        schema = raw.execute("PRAGMA user_version").fetchone()[0]
    finally:
        raw.close()
    if schema > migrations.CURRENT.number:
        raise StorageProblem(
            "newer",
            "This pack was used with a later version of Caseward. Nothing was brought in.",
            "Bring Caseward up to date on this computer, then take the pack back.",
        )
    if schema < migrations.CURRENT.number:
        migrations.upgrade(copy, keys.database, migrations.CURRENT)
        return True
    return False


def altered() -> StorageProblem:
    """The problem for a pack that something other than Caseward has changed."""
    return StorageProblem(
        "altered",
        "This pack was changed by something other than Caseward, or damaged. Nothing was brought in.",
        "Copy it again from the laptop that it comes from.",
    )


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
