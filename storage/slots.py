"""Ways into a vault: adding, changing and taking away passphrases, recovery words and the keyring key.

Each change is one replacement of ``vault.json``. A new slot is opened once before anything that it replaces goes.
Whose passphrase a slot is stands in the records, not here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from storage import header, keyring_slot, keys, recovery
from storage.keys import Argon, Slot, SlotKind
from storage.opened import OpenVault, set_fact
from storage.passphrases import check_strength
from storage.problems import StorageProblem
from storage.tables.system import facts


@dataclass(frozen=True)
class SlotInfo:
    """One way in: its id, its kind, and when it was made (ISO, UTC; empty when not known)."""

    id: str
    kind: SlotKind
    created: str


def listed(vault: OpenVault) -> tuple[SlotInfo, ...]:
    """All of them, in the order they were made."""
    with vault.reading() as conn:
        rows = conn.execute(select(facts.c.name, facts.c.value).where(facts.c.name.like("slot:%")))
        created = {name.removeprefix("slot:"): value for name, value in rows}
    return tuple(SlotInfo(slot.id, slot.kind, created.get(slot.id, "")) for slot in vault.header.slots)


def add_passphrase(vault: OpenVault, passphrase: str, *, actor: str = "", argon: Argon | None = None) -> str:
    """Let one more passphrase open the vault; gives its slot id.

    Raises ``StorageProblem``: ``weak-passphrase``, ``taken`` when it already opens a slot (it would then not say who
    is working).
    """
    check_strength(passphrase)
    if passphrase_slot(vault, passphrase):
        raise StorageProblem("taken", "That passphrase cannot be used here.", "Choose another.")
    return _add(vault, SlotKind.PASSPHRASE, keys.secret_of(passphrase), _work(vault, argon), actor)


def change_passphrase(vault: OpenVault, old: str, new: str, *, actor: str = "", argon: Argon | None = None) -> str:
    """Replace the passphrase ``old`` by ``new``; gives the new slot id. Backups made before still open with ``old``.

    Raises ``StorageProblem``: ``wrong-passphrase`` for ``old``, and as ``add_passphrase`` for ``new``.
    """
    slot = passphrase_slot(vault, old)
    if slot is None:
        raise StorageProblem("wrong-passphrase", "The passphrase you have now was not recognised.", "Type it again.")
    added = add_passphrase(vault, new, actor=actor, argon=argon)
    remove(vault, slot.id, actor=actor)
    return added


def new_recovery_words(vault: OpenVault, *, actor: str = "", argon: Argon | None = None) -> tuple[str, ...]:
    """24 new words; those of the old sheet stop working (but still open backups made before)."""
    words = recovery.new_words()
    old = [slot.id for slot in vault.header.slots if slot.kind is SlotKind.RECOVERY]
    _add(vault, SlotKind.RECOVERY, recovery.secret_of(words), _work(vault, argon), actor)
    for slot_id in old:
        remove(vault, slot_id, actor=actor)
    return words


def add_keyring(vault: OpenVault, *, actor: str = "") -> str:
    """Let this computer's keyring open the vault; gives the slot id. Raises ``StorageProblem("keyring")``."""
    secret = keys.new_vault_key()
    keyring_slot.store(vault.vault_id, secret)
    old = [slot.id for slot in vault.header.slots if slot.kind is SlotKind.KEYRING]
    added = _add(vault, SlotKind.KEYRING, secret, None, actor)
    for slot_id in old:
        _drop(vault, slot_id, actor)
    return added


def remove(vault: OpenVault, slot_id: str, *, actor: str = "") -> None:
    """Take a way in away; raises ``StorageProblem("last-passphrase")`` for the last passphrase."""
    slot = vault.header.slot(slot_id)
    others = [one for one in vault.header.slots if one.kind is SlotKind.PASSPHRASE and one.id != slot_id]
    if slot.kind is SlotKind.PASSPHRASE and not others:
        raise StorageProblem(
            "last-passphrase",
            "This is the last passphrase of the vault, so it cannot be removed.",
            "Add another person first.",
        )
    _drop(vault, slot_id, actor)
    if slot.kind is SlotKind.KEYRING:
        keyring_slot.forget(vault.vault_id)


def passphrase_slot(vault: OpenVault, passphrase: str) -> Slot | None:
    """The slot that ``passphrase`` opens, or None."""
    secret = keys.secret_of(passphrase)
    for slot in vault.header.slots:
        if slot.kind is SlotKind.PASSPHRASE and secret and keys.unwrap(slot, vault.vault_id, secret):
            return slot
    return None


def _work(vault: OpenVault, argon: Argon | None) -> Argon:
    """What was given, or as much as is right for this computer now; a vault made with the least keeps the least."""
    if argon:
        return argon
    own = {slot.argon for slot in vault.header.slots if slot.argon}
    return keys.CHEAP if own == {keys.CHEAP} else keys.calibrate()


def _add(vault: OpenVault, kind: SlotKind, secret: bytes, argon: Argon | None, actor: str) -> str:
    slot = keys.wrap(vault.keys.vault_key, vault.vault_id, kind, secret, argon)
    with vault.header_lock:
        vault.set_header(replace(vault.header, slots=(*vault.header.slots, slot)))
    written = header.read_file(vault.folder / header.NAME).slot(slot.id)
    if keys.unwrap(written, vault.vault_id, secret) != vault.keys.vault_key:
        raise StorageProblem("io", "The key file did not keep what was written to it.", "Check the disk.")
    now = vault.circumstances.now().isoformat()

    def note(conn: Connection) -> None:
        set_fact(conn, f"slot:{slot.id}", now)
        vault.audit(conn, actor, "slot.added", slot.id, {"kind": kind})

    vault.write(note)
    return slot.id


def _drop(vault: OpenVault, slot_id: str, actor: str) -> None:
    kind = vault.header.slot(slot_id).kind
    with vault.header_lock:
        vault.set_header(replace(vault.header, slots=tuple(slot for slot in vault.header.slots if slot.id != slot_id)))
    vault.write(lambda conn: vault.audit(conn, actor, "slot.removed", slot_id, {"kind": kind}))
