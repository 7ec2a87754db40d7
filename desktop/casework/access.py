"""Who can open the vault: people with a passphrase of their own, recovery words, keyring, rotation of the key.

The header of a vault shows a slot's id and kind alone; whose it is stands here, in the store.
"""

from __future__ import annotations

from desktop.errors import FieldErrors, UserError
from desktop.session import Session
from storage import rotation, slots
from storage.records import Worker
from storage.rotation import Rotation
from storage.store import Store, Work


def workers(store: Store) -> tuple[Worker, ...]:
    """Everyone who can open the vault or once could, those of today first."""
    return tuple(sorted(store.find(Worker), key=lambda worker: (worker.until is not None, worker.name)))


def add_worker(session: Session, name: str, role: str, passphrase: str) -> Worker:
    """Give a person a passphrase of their own. They can read every case of the vault.

    Raises ``FieldErrors`` without a name, ``StorageProblem`` for a weak passphrase.
    """
    if not name.strip():
        raise FieldErrors({"name": "Enter the person's name"})
    slot = slots.add_passphrase(session.vault, passphrase, actor=session.worker.id)
    worker = Worker(
        name=name.strip(), role=role, slot_id=slot, slot_kind="passphrase", since=session.circumstances.today()
    )
    return session.do("Add a person to the vault", lambda work: work.add(worker))


def remove_worker(session: Session, worker: Worker) -> Worker:
    """Take a person's passphrase away; their record stays.

    Raises ``UserError`` when it is the person at the keyboard.
    """
    if worker.id == session.worker.id:
        raise UserError("You cannot remove yourself.", "Ask another person who opens this vault to do it.")
    slots.remove(session.vault, worker.slot_id, actor=session.worker.id)
    today = session.circumstances.today()
    return session.do("Remove a person from the vault", lambda work: work.change(worker, until=today, slot_id=""))


def change_passphrase(session: Session, old: str, new: str) -> Worker:
    """Change the passphrase of the person at the keyboard; older backups still open with the old one."""
    slot = slots.change_passphrase(session.vault, old, new, actor=session.worker.id)
    worker = session.do(
        "Change my passphrase", lambda work: work.change(work.get(Worker, session.worker.id), slot_id=slot)
    )
    session.worker = worker
    return worker


def new_recovery_words(session: Session) -> tuple[str, ...]:
    """24 new words in place of the old ones, to be shown once."""
    return slots.new_recovery_words(session.vault, actor=session.worker.id)


def add_keyring(session: Session) -> None:
    """Let the keyring of this computer open the vault. Raises ``StorageProblem`` without one."""
    slots.add_keyring(session.vault, actor=session.worker.id)


def drop_keyring(session: Session, slot_id: str) -> None:
    """Take the keyring's way in away."""
    slots.remove(session.vault, slot_id, actor=session.worker.id)


def rotate(session: Session, passphrases: dict[str, str]) -> Rotation:
    """Put the vault under a new key. ``passphrases`` are those of the people, by slot, who shall still open it; the
    others' time ends today. Raises ``StorageProblem``; the vault is then as before."""
    result = rotation.rotate(session.vault, passphrases, actor=session.worker.id)
    today = session.circumstances.today()

    def let_go(work: Work) -> None:
        for worker in work.find(Worker):
            if worker.slot_id in result.dropped and worker.until is None:
                work.change(worker, until=today, slot_id="")

    session.do("Change the key of the vault", let_go)
    return result
