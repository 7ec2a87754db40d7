"""The borrower's side: opening a pack the first time, what this vault knows of being one, handing it back.

A pack opens in the same application. Its expiry is shown and never stops anybody from writing: the clock of a laptop
may be wrong by years, and the board decides about what comes late.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop import session as sessions
from desktop.errors import UserError
from desktop.exchange import packs, updates
from desktop.exchange.updates import Taken
from desktop.session import Session
from storage import backup, packing, restoring, travelling, vault
from storage.circumstances import Circumstances, SystemCircumstances
from storage.problems import StorageProblem
from storage.records import Worker
from storage.store import Store

__all__ = ["PackHere", "Taken", "give_back", "here", "take_update", "unpack"]
take_update = updates.take


@dataclass(frozen=True)
class PackHere:
    """What the open vault knows of being a pack; ``expired`` goes by this computer's day."""

    pack_id: str
    kind: str
    borrower: str
    expires: date
    case_id: str
    expired: bool


def here(store: Store) -> PackHere | None:
    """The pack that this vault is; None for an ordinary vault."""
    known = travelling.fact(store, packs.FACT)
    if not known:
        return None
    later = travelling.fact(store, updates.DUE)
    expires = date.fromisoformat((later or known)["expires"])
    late = expires < store.circumstances.today()
    return PackHere(known["pack_id"], known["kind"], known["borrower"], expires, known["case_id"], late)


def unpack(file: Path, folder: Path, passphrase: str, *, circumstances: Circumstances | None = None) -> Session:
    """Make the folder ``NAME.caseward`` of a pack's file and open it.

    Raises ``UserError`` when the folder is there (work that has not come back may be in it) or the file is not a pack,
    ``StorageProblem`` for passphrase and disk.
    """
    around = circumstances or SystemCircumstances()
    folder = folder if folder.suffix == vault.SUFFIX else folder.with_name(folder.name + vault.SUFFIX)
    if folder.exists():
        raise UserError(
            f"{folder.name} is already there, and may hold work that has not come back. Nothing was unpacked.",
            "Open that one, or choose another folder.",
            code="exists",
        )
    packing.header_of(file)
    opened = restoring.restore(file, folder, passphrase, circumstances=around)
    session = sessions.open_with(opened, around)
    if session.look(here) is None:
        changes = bool(session.look(travelling.fact, updates.FACT))
        session.close()
        shutil.rmtree(folder, ignore_errors=True)  # made a moment ago, of a file that is still there
        raise UserError(
            "This file holds the board’s changes for a pack. Nothing was unpacked."
            if changes
            else "This file is not a pack. Nothing was unpacked.",
            "Open the pack itself, and take the file in there." if changes else "Choose the file that the board gave "
            "you.",
            code="not-a-pack",
        )
    return session


def give_back(session: Session, target: Path) -> Path:
    """Write the file to hand over: all of the pack, checked. The pack stays usable, and can be given back again.

    Raises ``UserError`` when this vault is no pack, ``StorageProblem`` for the disk.
    """
    if session.look(here) is None:
        raise UserError("This vault is not a pack, so there is nothing to give back.", "Make a backup instead.")
    if target.suffix != packing.SUFFIX:
        raise UserError(f"Give the file a name that ends in {packing.SUFFIX}.", field="target")
    session.do("Give the pack back", lambda work: work.audit("pack.given-back", ""))
    try:
        return backup.make(session.vault, target, actor=session.worker.id).path
    except StorageProblem as problem:
        raise UserError(problem.what.replace("backup", "file"), problem.do, code=problem.code) from problem


def borrower(store: Store) -> Worker | None:
    """The one who writes in this pack."""
    return store.one(Worker, id=travelling.fact(store, packs.FACT).get("worker_id", ""))
