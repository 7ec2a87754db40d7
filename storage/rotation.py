"""A new key for the whole store: exported under it beside the old one, checked, and taken over by one replacement of
``vault.json``. Whenever it is interrupted, the vault opens with the old keys or with the new ones.

Never ``PRAGMA rekey``: killed at the wrong moment it leaves two keys in one store (storage findings, section 2.3).
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from storage import audit, engine, files, header, keys, migrations, recovery, verifying
from storage.header import Anchor, Header, Kept
from storage.keys import Slot, SlotKind, VaultKeys
from storage.opened import At, OpenVault, new_store_name, nowhere, set_fact, settle
from storage.problems import StorageProblem


@dataclass(frozen=True)
class Rotation:
    """What came of it: the new recovery words, and the ids of slots that no longer open the vault."""

    words: tuple[str, ...]
    dropped: tuple[str, ...]


def rotate(vault: OpenVault, passphrases: dict[str, str], *, actor: str = "", at: At = nowhere) -> Rotation:
    """Put the store under a new random key.

    ``passphrases`` maps slot ids to the passphrases of those who shall still open it; every other slot goes, the
    keyring's too, and the recovery words are new. Backups made before keep the old key. Raises ``StorageProblem``:
    ``wrong-passphrase``, ``last-passphrase`` when none is given, ``full``, ``damaged``; the vault is then as before.
    """
    words = recovery.new_words()
    vault_key = keys.new_vault_key()
    slots = _new_slots(vault, passphrases, vault_key, words)
    derived = keys.derive(vault_key, vault.vault_id)
    dropped = tuple(slot.id for slot in vault.header.slots if slot.id not in {one.id for one in slots})
    vault.on_writer(lambda: _take_over(vault, slots, derived, actor, at))
    return Rotation(words, dropped)


def _new_slots(
    vault: OpenVault, passphrases: dict[str, str], vault_key: bytes, words: tuple[str, ...]
) -> tuple[Slot, ...]:
    if not passphrases:
        raise StorageProblem("last-passphrase", "At least one passphrase has to stay.", "Type your own.")
    slots = []
    for slot_id, passphrase in passphrases.items():
        old, secret = vault.header.slot(slot_id), keys.secret_of(passphrase)
        if old.kind is not SlotKind.PASSPHRASE or keys.unwrap(old, vault.vault_id, secret) is None:
            raise StorageProblem("wrong-passphrase", "A passphrase was not recognised.", "Type it again.")
        slots.append(keys.wrap(vault_key, vault.vault_id, old.kind, secret, old.argon, slot_id))
    argon = slots[0].argon
    slots.append(keys.wrap(vault_key, vault.vault_id, SlotKind.RECOVERY, recovery.secret_of(words), argon))
    return tuple(slots)


def _take_over(vault: OpenVault, slots: tuple[Slot, ...], derived: VaultKeys, actor: str, at: At) -> None:
    old, name = vault.header, new_store_name()
    partial = vault.folder / (name + files.PARTIAL)
    _require_room(vault)
    try:
        vault.checkpoint()
        at("checkpointed")
        _export(vault, partial, derived.database)
        at("exported")
        link = _finish_copy(vault, partial, derived, slots, actor)
        at("sealed")
        report = verifying.verify_file(partial, derived, link)
        if not report.ok:
            raise StorageProblem("damaged", "The store did not pass its check. The key was not changed.", "Run Verify.")
        settle(partial)
        at("checked")
        files.replace_durably(partial, vault.folder / name)
        at("named")
        kept = Kept(old.store, vault.circumstances.now().isoformat(), "rotated")
        fresh = Header(old.vault_id, name, slots, link, (*old.kept, kept)).sealed(derived.header)
        header.write(vault.folder, fresh)
        at("header")
    except engine.DatabaseError as error:
        raise engine.explain(error) or StorageProblem("io", "The key was not changed.", "Try again.") from None
    except OSError:
        raise _full() from None
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    vault.reopen(fresh, derived)
    _drop_old(vault, old.store)
    at("dropped")


def _export(vault: OpenVault, partial: Path, key: bytes) -> None:
    files.create_private(partial)
    source = engine.connect(vault.store, vault.keys.database, mode="rw")
    try:
        source.execute(f"ATTACH ? AS fresh KEY \"x'{key.hex()}'\"", (str(partial),))
        source.execute("BEGIN IMMEDIATE")
        source.execute("SELECT sqlcipher_export('fresh')")
        source.execute(f"PRAGMA fresh.user_version = {migrations.CURRENT.number}")
        source.execute("COMMIT")
        source.execute("DETACH fresh")
    finally:
        engine.roll_back(source)
        source.close()


def _finish_copy(vault: OpenVault, partial: Path, derived: VaultKeys, slots: tuple[Slot, ...], actor: str) -> Anchor:
    """Close the old era of the audit in the copy, open the new one, and note the new slots."""
    now = vault.circumstances.now()
    writing = engine.writer(partial, derived.database)
    try:
        with writing.begin() as conn:
            audit.retire_key(conn, vault.keys.audit)
            known = {slot.id for slot in vault.header.slots}
            for slot in slots:
                if slot.id not in known:
                    set_fact(conn, f"slot:{slot.id}", now.isoformat())
            link = audit.append(
                conn, derived.audit, at=now, actor=actor, action="vault.rotated", object_id=vault.vault_id, detail={}
            )
    finally:
        writing.dispose()
    return Anchor(link.seq, link.mac)


def _drop_old(vault: OpenVault, name: str) -> None:
    """Remove the old store. What cannot be removed now goes when the vault is next opened."""
    with contextlib.suppress(OSError, StorageProblem):
        for suffix in ("", "-wal", "-shm"):
            (vault.folder / (name + suffix)).unlink(missing_ok=True)
        vault.set_header(replace(vault.header, kept=tuple(one for one in vault.header.kept if one.store != name)))


def _require_room(vault: OpenVault) -> None:
    size = vault.store.stat().st_size
    if shutil.disk_usage(vault.folder).free < size + size // 4:
        raise _full()


def _full() -> StorageProblem:
    return StorageProblem(
        "full", "There is not enough room on the disk. The key was not changed.", "Make room, then try again."
    )
