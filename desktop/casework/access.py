"""Who can open the vault: people with a passphrase of their own, recovery words, keyring, rotation of the key.

The header of a vault shows a slot's id and kind alone; whose it is stands here, in the store.
"""

from __future__ import annotations

from desktop.errors import FieldErrors, UserError
from desktop.session import Session
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
    slot = session.vault.add_passphrase(passphrase)
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
    session.vault.remove_slot(worker.slot_id)
    today = session.circumstances.today()
    return session.do("Remove a person from the vault", lambda work: work.change(worker, until=today, slot_id=""))


def change_passphrase(session: Session, old: str, new: str) -> Worker:
    """Change the passphrase of the person at the keyboard; older backups still open with the old one."""
    slot = session.vault.change_passphrase(old, new)
    worker = session.do(
        "Change my passphrase", lambda work: work.change(work.get(Worker, session.worker.id), slot_id=slot)
    )
    session.worker = worker
    return worker


def rotate(session: Session, passphrases: dict[str, str]) -> Rotation:
    """Put the vault under a new key. ``passphrases`` are those of the people, by slot, who shall still open it; the
    others' time ends today. Raises ``StorageProblem``; the vault is then as before."""
    result = session.vault.rotate(passphrases, actor=session.worker.id)
    today = session.circumstances.today()

    def let_go(work: Work) -> None:
        for worker in work.find(Worker):
            if worker.slot_id in result.dropped and worker.until is None:
                work.change(worker, until=today, slot_id="")

    session.do("Change the key of the vault", let_go)
    return result
