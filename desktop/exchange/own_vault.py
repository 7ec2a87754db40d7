"""*Move case to a vault of its own*: index, audit and numbers as they are; a verified backup first, then the move.

The old vault keeps one line that says where the case went. Its backups made before still hold the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.errors import FieldErrors, UserError
from desktop.exchange import backups, packs
from desktop.session import Session
from storage import moving, vault
from storage.keys import Argon
from storage.records import Case, Extra
from storage.store import Store, Work

KEY = "moved-case"
"""The key of the lines that say which cases were moved: code name, reference, vault and day."""


@dataclass(frozen=True)
class OwnVault:
    """What the move made: the folder, the recovery words of the new vault, and the backup from before."""

    folder: Path
    words: tuple[str, ...]
    backup: Path


def check(store: Store, case_id: str) -> Case:
    """The case that is to be moved. Raises ``UserError`` in a pack, and for the only case of a vault."""
    packs.require_board(store)
    case = store.get(Case, case_id)
    if store.count(Case) == 1:
        raise UserError(
            "This is the only case of this vault, so it has a vault of its own already.", "There is nothing to move."
        )
    return case


def move(
    session: Session, case_id: str, parent: Path, name: str, passphrase: str, *, argon: Argon | None = None
) -> OwnVault:
    """Move a case into the new vault ``parent/name.caseward``, which ``passphrase`` opens for whoever does this.

    Raises ``FieldErrors`` for folder and name, ``UserError`` as ``check``, ``StorageProblem`` for passphrase and disk;
    the case is then where it was.
    """
    case = session.look(check, case_id)
    if not parent.is_dir():
        raise FieldErrors({"folder": "Choose a folder that exists"})
    if not name.strip():
        raise FieldErrors({"name": "Enter a name for the vault"})
    saved = backups.before(session, "a move")
    made = moving.copy_out(
        session.vault, case_id, parent / f"{name.strip()}{vault.SUFFIX}", passphrase, worker_id=session.worker.id,
        circumstances=session.circumstances, argon=argon,
    )  # fmt: skip
    folder, vault_id = made.vault.folder, made.vault.vault_id
    made.vault.close()
    session.forget_steps()
    session.do("Move a case to a vault of its own", _leave, case, vault_id, made.anchor.seq)
    session.forget_steps()
    return OwnVault(folder, made.words, saved)


def _leave(work: Work, case: Case, vault_id: str, seq: int) -> None:
    moving.erase(work.connection, case.id)
    body = {"code_name": case.code_name, "reference": case.reference, "vault_id": vault_id,
            "on": work.circumstances.today().isoformat()}  # fmt: skip
    work.add(Extra(key=KEY, body=body))
    work.audit("case.moved-out", case.id, to=vault_id, seq=seq)


def moved(store: Store) -> tuple[dict[str, str], ...]:
    """The cases that were moved out of this vault, oldest first."""
    return tuple(dict(one.body) for one in store.find(Extra, key=KEY, order=["created_at"]))
