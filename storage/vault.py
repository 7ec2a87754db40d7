"""A vault: a folder with key slots (``vault.json``) and one encrypted store. Creating and opening it.

Order of opening: lock, key file, slot, MAC of the key file, look at the store without changing it, open, bring up to
date, compare the audit with its anchor (storage findings, section 3.2). Whatever goes wrong raises ``StorageProblem``
and leaves the vault as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from storage import engine, files, header, keyring_slot, keys, migrations, opening, recovery, unlocking, upkeep
from storage.circumstances import Circumstances
from storage.header import Header
from storage.keys import Argon, SlotKind
from storage.lock import VaultLock
from storage.opened import At, OpenVault, Progress, Unlocked, new_store_name, new_token, nowhere, set_fact, settle
from storage.opening import VaultNotice
from storage.passphrases import check_strength
from storage.problems import StorageProblem

__all__ = [
    "SUFFIX", "OpenVault", "VaultNotice", "create", "open_vault", "open_with_keyring", "open_with_recovery", "set_fact",
]  # fmt: skip

SUFFIX = ".caseward"


def create(
    folder: Path,
    passphrase: str,
    *,
    circumstances: Circumstances,
    argon: Argon | None = None,
    at: At = nowhere,
    begin: Callable[[OpenVault, Connection], object] | None = None,
) -> tuple[OpenVault, tuple[str, ...]]:
    """Make a vault at ``folder`` and open it; gives it with its 24 recovery words, which are nowhere else.

    ``argon`` is measured on this computer unless given (tests give ``keys.CHEAP``). ``begin`` writes the first rows and
    the first line of the audit, of a vault that goes on with the audit of another. Raises ``StorageProblem``:
    ``exists``, ``weak-passphrase``, ``network``, ``no-permission``, ``full``.
    """
    check_strength(passphrase)
    require_free(folder)
    words = recovery.new_words()
    argon = argon or keys.calibrate()
    vault_key, vault_id, store = keys.new_vault_key(), new_token() + new_token(), new_store_name()
    secrets = ((SlotKind.PASSPHRASE, keys.secret_of(passphrase)), (SlotKind.RECOVERY, recovery.secret_of(words)))
    slots = tuple(keys.wrap(vault_key, vault_id, kind, secret, argon) for kind, secret in secrets)
    derived = keys.derive(vault_key, vault_id)
    head = Header(vault_id, store, slots).sealed(derived.header)
    try:
        files.make_private_folder(folder)
    except OSError:
        raise files.no_permission(folder) from None
    lock = VaultLock(folder, circumstances)
    lock.acquire()
    try:
        files.sweep(folder)
        _make_store(folder, head, derived.database, circumstances, at)
        vault = open_store(folder, Unlocked(head, derived, slots[0].id, False), lock, circumstances, read_only=False)
    except OSError:
        lock.release()
        raise StorageProblem("full", f"The vault could not be written to {folder}.", "Choose another disk.") from None
    except BaseException:
        lock.release()
        raise
    first = begin or (lambda made, conn: made.audit(conn, "", "vault.created", vault_id))
    try:
        vault.write(lambda conn: first(vault, conn))
    except BaseException:
        vault.close()
        raise
    return vault, words


def open_vault(
    folder: Path,
    passphrase: str,
    *,
    circumstances: Circumstances,
    prefer_slot: str = "",
    progress: Progress | None = None,
    read_only: bool = False,
    wait: float = 0.0,
) -> OpenVault:
    """Open the vault with a person's passphrase.

    The slot ``prefer_slot`` is tried first, then the others; ``progress`` is told (tried, all). ``wait`` seconds are
    allowed for the lock. Raises ``StorageProblem``: ``missing``, ``in-use``, ``wait``, ``wrong-passphrase``, and those
    of ``header.read`` and ``opening.inspect``; ``newer`` for a store of a later Caseward.
    """

    def unlock(head: Header) -> tuple[bytes, str] | None:
        return unlocking.try_passphrase(head, passphrase, prefer_slot, progress)

    return _open(folder, unlock, unlocking.not_recognised(), circumstances, read_only=read_only, wait=wait)


def open_with_recovery(folder: Path, words: str, *, circumstances: Circumstances, wait: float = 0.0) -> OpenVault:
    """Open the vault with the words of its recovery sheet (``recovery.read_words`` says how they may be typed)."""
    secret = recovery.secret_of(recovery.read_words(words))
    wrong = StorageProblem(
        "wrong-passphrase", "These are not the recovery words of this vault.", "Look for a newer sheet."
    )

    def unlock(head: Header) -> tuple[bytes, str] | None:
        return unlocking.try_kind(head, SlotKind.RECOVERY, secret)

    return _open(folder, unlock, wrong, circumstances, wait=wait)


def open_with_keyring(folder: Path, *, circumstances: Circumstances, wait: float = 0.0) -> OpenVault:
    """Open the vault with the key in this computer's keyring; raises ``StorageProblem("keyring")`` when it cannot."""

    def unlock(head: Header) -> tuple[bytes, str] | None:
        if not any(slot.kind is SlotKind.KEYRING for slot in head.slots):
            return None
        secret = keyring_slot.fetch(head.vault_id)
        return unlocking.try_kind(head, SlotKind.KEYRING, secret) if secret else None

    return _open(folder, unlock, keyring_slot.unavailable(), circumstances, counts=False, wait=wait)


def _open(
    folder: Path,
    unlock: Callable[[Header], tuple[bytes, str] | None],
    wrong: StorageProblem,
    circumstances: Circumstances,
    *,
    read_only: bool = False,
    counts: bool = True,
    wait: float = 0.0,
) -> OpenVault:
    if not folder.is_dir():
        header.read(folder)
    lock = VaultLock(folder, circumstances)
    lock.acquire(wait)
    try:
        head, from_copy = header.read(folder)
        lock.check_wait()
        found = unlock(head)
        if found is None:
            if counts:
                lock.wrong_try()
            raise wrong
        unlocked = unlocking.genuine(head, found, from_copy=from_copy)
        vault = open_store(folder, unlocked, lock, circumstances, read_only=read_only or not lock.held)
    except BaseException:
        lock.release()
        raise
    lock.opened(vault.slot_id)
    return vault


def open_store(
    folder: Path, unlocked: Unlocked, lock: VaultLock, circumstances: Circumstances, *, read_only: bool
) -> OpenVault:
    """Open the store that an unlocked key file names; the lock is held. Raises as ``open_vault`` from there on."""
    may_write = not read_only and not files.is_network(folder) and files.writable(folder)
    if may_write:
        files.sweep(folder)
        files.sweep(folder / "backups")
    inspection = opening.inspect(folder, unlocked.header, unlocked.keys.database, may_write=may_write)
    upkeep.require_known(inspection.schema)
    extra: list[VaultNotice] = []
    if inspection.schema < migrations.CURRENT.number:
        extra += upkeep.bring_up_to_date(folder, unlocked, inspection, circumstances)
    vault = OpenVault(folder, unlocked, lock, inspection, circumstances)
    try:
        vault.notices += tuple(extra + opening.look_around(folder, unlocked.header))
        upkeep.after_opening(vault, unlocked, asked_read_only=read_only and lock.held)
    except BaseException:
        vault.close()
        raise
    return vault


def require_free(folder: Path) -> None:
    """Raise ``StorageProblem`` unless a vault may be made at ``folder``: ``exists``, ``network``."""
    if folder.exists() and (not folder.is_dir() or any([*folder.glob("store*.db"), *folder.glob("vault.json*")])):
        raise StorageProblem("exists", f"There is already a vault at {folder}.", "Choose another name.")
    if files.is_network(folder):
        raise StorageProblem(
            "network", "A vault cannot be kept on a network drive.", "Choose a folder on this computer."
        )


def _make_store(folder: Path, head: Header, key: bytes, circumstances: Circumstances, at: At) -> None:
    """Write a complete store under a partial name, check that it is encrypted, and commit it by the key file."""
    partial = folder / (head.store + files.PARTIAL)
    files.create_private(partial)
    migrations.upgrade(partial, key, mode="rwc", at=at)
    writing = engine.writer(partial, key)
    with writing.begin() as conn:
        set_fact(conn, "vault_id", head.vault_id)
        set_fact(conn, "created", circumstances.now().isoformat())
        for slot in head.slots:
            set_fact(conn, f"slot:{slot.id}", circumstances.now().isoformat())
    writing.dispose()
    settle(partial)
    at("store-made")
    files.replace_durably(partial, folder / head.store)
    at("store-named")
    header.write(folder, head)
    at("header")
