"""Backups as the window makes them: one action, opened again and checked; a rehearsal of restoring; the check of a
vault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.casework import entries
from desktop.errors import UserError
from desktop.session import Session
from storage import backup, verifying
from storage.backup import BackupReport
from storage.records import Case
from storage.store import Store

SUFFIX = backup.SUFFIX


@dataclass(frozen=True)
class Checked:
    """What a check of the vault found: sentences, and how many records stand without an index entry (always none)."""

    findings: tuple[str, ...]
    without_entry: int
    records: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings and not self.without_entry


def make(session: Session, folder: Path) -> BackupReport:
    """Write a verified backup into ``folder`` under a name with the time in it. Raises ``UserError``,
    ``StorageProblem``.
    """
    if not folder.is_dir():
        raise UserError("There is no such folder.", "Choose a folder that exists.", field="folder")
    if folder == session.vault.folder or session.vault.folder in folder.parents:
        raise UserError(
            "That folder is inside the vault, so it would be lost with it.",
            "Choose a folder on another disk.",
            field="folder",
        )
    return backup.make(session.vault, folder, actor=session.worker.id)


def before(session: Session, what: str) -> Path:
    """A verified backup in the vault's own folder of backups, before ``what`` is done; gives the file. Raises
    ``StorageProblem``."""
    place = session.vault.folder / backup.FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    stem = f"{session.vault.folder.stem} {session.circumstances.now():%Y-%m-%d %H%M%S} before {what}"
    target, number = place / f"{stem}{SUFFIX}", 1
    while target.exists():
        number += 1
        target = place / f"{stem} {number}{SUFFIX}"
    return backup.make(session.vault, target, actor=session.worker.id).path


def last(session: Session) -> datetime | None:
    """When the last verified backup was made, or None."""
    return backup.last_made(session.vault)


def rehearse(source: Path, passphrase: str) -> BackupReport:
    """Open a backup as a restore would and check all of it; nothing is kept. Raises ``UserError``,
    ``StorageProblem``.
    """
    if not source.is_file():
        raise UserError("There is no such file.", "Choose a backup.", field="source")
    return backup.check(source, passphrase)


def verify(session: Session, progress: Callable[[int, int], None] | None = None) -> Checked:
    """Check the open vault from end to end, and that every record has its index entry."""
    report = verifying.verify(session.vault, progress)

    def missing(store: Store) -> int:
        return sum(len(entries.without_entry(store, case.id)) for case in store.find(Case))

    return Checked(tuple(report.findings), session.look(missing), sum(report.counts.values()))
