"""From what somebody types, or a keyring keeps, to the keys of a vault: which slot it opens, whether the key file is
genuine.
"""

from __future__ import annotations

from storage import keys
from storage.header import Header
from storage.keys import SlotKind
from storage.opened import Progress, Unlocked
from storage.problems import StorageProblem


def try_passphrase(
    head: Header, passphrase: str, prefer_slot: str = "", progress: Progress | None = None
) -> tuple[bytes, str] | None:
    """The vault key and the slot that ``passphrase`` opens, or None."""
    chosen = [slot for slot in head.slots if slot.kind is SlotKind.PASSPHRASE]
    chosen.sort(key=lambda slot: slot.id != prefer_slot)
    secret = keys.secret_of(passphrase)
    for number, slot in enumerate(chosen if secret else []):
        if progress:
            progress(number, len(chosen))
        if vault_key := keys.unwrap(slot, head.vault_id, secret):
            return vault_key, slot.id
    return None


def not_recognised() -> StorageProblem:
    """The problem for a passphrase that opens no slot."""
    return StorageProblem(
        "wrong-passphrase", "The passphrase was not recognised.", "Check caps lock and the keyboard, then try again."
    )


def genuine(head: Header, found: tuple[bytes, str], *, from_copy: bool = False) -> Unlocked:
    """The keys behind a slot that opened; raises ``StorageProblem("header-altered")`` when the MAC does not fit."""
    derived = keys.derive(found[0], head.vault_id)
    if not head.is_genuine(derived.header):
        raise StorageProblem(
            "header-altered",
            "The passphrase is right, but vault.json was changed by something other than Caseward.",
            "Put back vault.json from a backup of this vault, or restore the backup.",
        )
    return Unlocked(head, derived, found[1], from_copy)


def try_kind(head: Header, kind: SlotKind, secret: bytes) -> tuple[bytes, str] | None:
    """The vault key and the slot of that kind that ``secret`` opens, or None."""
    for slot in head.slots:
        if slot.kind is kind and (vault_key := keys.unwrap(slot, head.vault_id, secret)):
            return vault_key, slot.id
    return None
