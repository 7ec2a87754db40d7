"""Backups: one file each, written under a partial name, checked by opening it again, then given its name.

Made with ``VACUUM INTO``: a snapshot beside a running writer, compact, and readable from a medium that cannot be
written (storage findings, section 3.3). Never a copy of the files.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage import bundle, engine, files, unlocking, verifying
from storage.circumstances import Circumstances
from storage.header import Anchor, Header
from storage.keys import VaultKeys
from storage.opened import At, OpenVault, nowhere, set_fact
from storage.problems import StorageProblem
from storage.verifying import VerifyReport

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.opened import Unlocked

SUFFIX = ".caseward-backup"
FOLDER = "backups"
LAST = "last_backup"
_STAMP = re.compile(r" (\d{4}-\d\d-\d\d \d{6})")


@dataclass(frozen=True)
class BackupReport:
    """A verified backup: the file, its size in bytes, what its check counted, and how far its audit goes."""

    path: Path
    size: int
    counts: dict[str, int]
    anchor: Anchor


def make(open_vault: OpenVault, to: Path, *, actor: str = "", at: At = nowhere) -> BackupReport:
    """Save a verified backup as the file ``to``, or under a name with the time in it when ``to`` is a folder.

    Raises ``StorageProblem``: ``exists``, ``full``, ``backup`` (the target cannot be written or does not keep what is
    written), ``damaged`` (the store does not pass its check). A file under the final name is always whole.
    """
    target = _target(open_vault.folder, to, open_vault.circumstances)
    report = _save(open_vault.store, open_vault.keys, open_vault.header, target, alone=open_vault.file_alone, at=at)
    if not open_vault.read_only:
        when = open_vault.circumstances.now().isoformat()

        def note(conn: Connection) -> None:
            set_fact(conn, LAST, when)
            open_vault.audit(conn, actor, "backup.made", "", {"seq": report.anchor.seq, "mac": report.anchor.mac[-12:]})

        open_vault.write(note)
    return report


def last_made(open_vault: OpenVault) -> datetime | None:
    """When the last verified backup was made, or None."""
    text = open_vault.fact(LAST)
    return datetime.fromisoformat(text) if text else None


def before_upgrade(folder: Path, unlocked: Unlocked, circumstances: Circumstances) -> Path:
    """The backup that is made before a store is brought up to date; gives its path."""
    place = folder / FOLDER
    files.make_private_folder(place)
    target = _target(folder, place, circumstances)
    return _save(folder / unlocked.header.store, unlocked.keys, unlocked.header, target).path


def check(source: Path, passphrase: str) -> BackupReport:
    """Open a backup as a restore would, check all of it, and leave nothing behind.

    Raises ``StorageProblem``: ``not-a-backup``, ``wrong-passphrase``, ``header-altered``, ``damaged``.
    """
    unlocked = unlock(source, passphrase)
    scratch = Path(tempfile.mkdtemp(prefix="caseward-check-"))
    try:
        copy = scratch / bundle.STORE
        bundle.unpack_store(source, copy)
        report = require_sound(copy, unlocked.keys, unlocked.header.anchor)
        return BackupReport(source, source.stat().st_size, report.counts, report.head)
    except OSError:
        raise _full(scratch) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def unlock(source: Path, passphrase: str) -> Unlocked:
    """The keys of a backup; old backups open with the passphrases of their time."""
    head = bundle.read_header(source)
    found = unlocking.try_passphrase(head, passphrase)
    if found is None:
        raise unlocking.not_recognised()
    return unlocking.genuine(head, found)


def require_sound(path: Path, keys: VaultKeys, anchor: Anchor) -> VerifyReport:
    """Check a store file and raise ``StorageProblem("damaged")`` unless all is well with it."""
    report = verifying.verify_file(path, keys, anchor)
    if not report.ok:
        raise StorageProblem(
            "damaged", f"The store did not pass its check: {report.findings[0]}", "Use another backup, or run Verify."
        )
    return report


def prune(paths: Iterable[Path], *, remove: Callable[[Path], None] = Path.unlink) -> list[Path]:
    """Thin out backups whose names carry their time: the last 10, one a day for 14 days, one a month for 12 months.

    Gives those that were removed; never the newest.
    """
    dated = sorted(((stamp, path) for path in paths if (stamp := _stamp(path))), reverse=True)
    kept = {path for _, path in dated[:10]}
    for length, most in (("%Y-%m-%d", 14), ("%Y-%m", 12)):
        newest: dict[str, Path] = {}
        for stamp, path in dated:
            newest.setdefault(stamp.strftime(length), path)
        kept |= set(list(newest.values())[:most])
    removed = [path for _, path in dated if path not in kept]
    for path in removed:
        remove(path)
    return removed


def _stamp(path: Path) -> datetime | None:
    found = _STAMP.search(path.name)
    return datetime.strptime(found[1], "%Y-%m-%d %H%M%S").replace(tzinfo=UTC) if found else None


def _target(folder: Path, to: Path, circumstances: Circumstances) -> Path:
    target = to
    if to.is_dir():
        target = to / f"{folder.stem} {circumstances.now():%Y-%m-%d %H%M%S}{SUFFIX}"
    if target.exists():
        raise StorageProblem("exists", f"There is already a file {target}.", "Choose another name.")
    if not target.parent.is_dir():
        raise StorageProblem("backup", f"There is no folder {target.parent}.", "Choose a folder that is there.")
    return target


def _save(
    store: Path, keys: VaultKeys, head: Header, target: Path, *, alone: bool = False, at: At = nowhere
) -> BackupReport:
    copy = target.with_name(target.name + ".store" + files.PARTIAL)
    partial = target.with_name(target.name + files.PARTIAL)
    if shutil.disk_usage(target.parent).free < 2 * store.stat().st_size + engine.PAGE * 256:
        raise _full(target.parent)
    try:
        for left in (copy, partial):
            left.unlink(missing_ok=True)
        _vacuum(store, keys.database, copy, alone=alone)
        at("copied")
        report = require_sound(copy, keys, head.anchor)
        at("checked")
        saved = replace(head, store=bundle.STORE, anchor=report.head, kept=()).sealed(keys.header)
        bundle.write(partial, saved, copy)
        at("written")
        files.replace_durably(partial, target)
        at("named")
    except engine.DatabaseError as error:
        raise engine.explain(error) or _failed(target) from None
    except OSError:
        raise _failed(target) from None
    finally:
        for left in (copy, partial):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    return BackupReport(target, target.stat().st_size, report.counts, report.head)


def _vacuum(store: Path, key: bytes, copy: Path, *, alone: bool) -> None:
    files.create_private(copy)
    source = engine.connect(store, key, mode="ro", immutable=alone)
    try:
        source.execute("VACUUM INTO ?", (str(copy),))
    finally:
        source.close()


def _failed(target: Path) -> StorageProblem:
    return StorageProblem(
        "backup", f"The backup could not be written to {target.parent}. There is no new backup.", "Try another disk."
    )


def _full(folder: Path) -> StorageProblem:
    return StorageProblem("full", f"There is not enough room in {folder}. There is no new backup.", "Make room there.")
