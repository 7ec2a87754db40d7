"""The guarded way from a folder to a store that may be written (storage findings, section 3.2).

Nothing that may be damaged, foreign or stale is ever opened for writing first: when such a connection closes it would
copy a foreign log into the main file and ruin it. So every doubt is settled on read-only connections.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from storage import engine, files
from storage.header import Anchor, Header
from storage.problems import StorageProblem

# Every page of a store up to this size is checked each time it is opened (about 0.2 s); larger ones by ``verify``.
CHECKED_AT_OPENING = 64 * 1024 * 1024


@dataclass(frozen=True)
class VaultNotice:
    """Something the person who opened the vault should know: a stable code, what happened, what to do."""

    code: str
    what: str
    do: str = ""


class Access(StrEnum):
    """How a store may be opened."""

    WRITE = "write"
    READ = "read"
    FILE_ALONE = "file-alone"


@dataclass(frozen=True)
class Inspection:
    """What the look before opening found."""

    access: Access
    schema: int
    notices: tuple[VaultNotice, ...]


@dataclass(frozen=True)
class _Probe:
    """One read-only look at a store: could it be read, is it sound, whose is it, how far had its audit come."""

    readable: bool = False
    sound: bool = False
    vault_id: str = ""
    schema: int = 0
    seq: int = -1


def inspect(folder: Path, header: Header, key: bytes, *, may_write: bool) -> Inspection:
    """Look at the store without changing it and say how it may be opened.

    A log that does not belong to it is renamed, never used. Raises ``StorageProblem``: ``missing-store``,
    ``empty-store``, ``plaintext``, ``damaged``, ``other-vault``.
    """
    path = folder / header.store
    _check_file(path)
    notices: list[VaultNotice] = []
    access = Access.WRITE if may_write else Access.READ
    if may_write:
        _set_aside(path, "-journal", notices)
    if has_log(path):
        access = _judge_log(path, key, header.anchor, access, notices)
    # without a log the file is read alone, or looking at it would leave an empty log behind
    alone = access is Access.FILE_ALONE or not has_log(path)
    found = _probe(path, key, alone=alone, thorough=False)
    if not found.readable:
        raise damaged()
    if found.vault_id != header.vault_id:
        raise StorageProblem(
            "other-vault", "The store in this folder belongs to another vault.", "Restore a backup of this vault."
        )
    pages = _damaged_pages(path, key, alone)
    if pages:
        notices.append(_pages_notice(pages))
    if alone and (pages or not may_write):
        access = Access.FILE_ALONE
    elif pages:
        access = Access.READ
    return Inspection(access, found.schema, tuple(notices))


def damaged() -> StorageProblem:
    """The store cannot be read although the key is right."""
    return StorageProblem(
        "damaged",
        "The passphrase is right, but the store is damaged and cannot be opened.",
        "Restore the latest backup, or save what can be read with Salvage.",
    )


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with anything in it stands beside the store."""
    return _has_bytes(_beside(path, "-wal"))


def look_around(folder: Path, header: Header) -> list[VaultNotice]:
    """Files in the folder that nobody names: copies made by a sync program, stores left behind. Nothing is removed."""
    known = {header.store, *(kept.store for kept in header.kept)}
    notices = []
    strangers = sorted(path.name for path in folder.glob("store*.db") if path.name not in known)
    if strangers:
        notices.append(
            VaultNotice(
                "unknown-stores",
                f"The vault folder holds files that Caseward does not use: {', '.join(strangers)}.",
                "A sync program may have made them. Caseward leaves them alone.",
            )
        )
    if files.is_synced(folder):
        notices.append(
            VaultNotice(
                "synced-folder",
                "The vault is in a folder that another program copies elsewhere.",
                "Move the vault to a folder of its own on this computer, and save backups to the shared folder.",
            )
        )
    return notices


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(16)
    except FileNotFoundError:
        raise StorageProblem(
            "missing-store", f"The store {path.name} is missing from the vault.", "Restore the latest backup."
        ) from None
    except PermissionError:
        raise files.no_permission(path) from None
    if size == 0:
        raise StorageProblem("empty-store", f"The store {path.name} is empty.", "Restore the latest backup.")
    if start == engine.PLAIN_HEADER:
        raise StorageProblem(
            "plaintext",
            f"The store {path.name} is not encrypted. Something other than Caseward put it there.",
            "Do not use it. Restore the latest backup.",
        )


def _judge_log(path: Path, key: bytes, anchor: Anchor, access: Access, notices: list[VaultNotice]) -> Access:
    """Decide whether the write-ahead log beside the store belongs to it; rename it when it does not."""
    together = _probe(path, key, alone=False, thorough=True)
    if together.sound and together.seq >= anchor.seq:
        return access
    alone = _probe(path, key, alone=True, thorough=True)
    if alone.sound and (not together.sound or alone.seq > together.seq):
        if access is not Access.WRITE:
            return Access.FILE_ALONE
        _set_aside(path, "-wal", notices)
        return access
    if together.sound:
        return access
    if together.readable:
        return Access.READ
    if alone.readable:
        return Access.FILE_ALONE
    raise damaged()


def _probe(path: Path, key: bytes, *, alone: bool, thorough: bool) -> _Probe:
    try:
        connection = engine.connect(path, key, mode="ro", immutable=alone)
    except engine.DatabaseError:
        return _Probe()
    try:
        fact = connection.execute("SELECT value FROM store_fact WHERE name = 'vault_id'").fetchone()
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        seq = connection.execute("SELECT max(seq) FROM audit").fetchone()[0] or 0
        sound = not thorough or _quick_check(connection)
        return _Probe(True, sound, fact[0] if fact else "", schema, seq)
    except engine.DatabaseError:
        return _Probe()
    finally:
        connection.close()


def _quick_check(connection: Any) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except engine.DatabaseError:
        return False


def _damaged_pages(path: Path, key: bytes, alone: bool) -> list[str]:
    if path.stat().st_size > CHECKED_AT_OPENING:
        return []
    connection = engine.connect(path, key, mode="ro", immutable=alone)
    try:
        return page_findings(connection)
    finally:
        connection.close()


def page_findings(connection: Any) -> list[str]:
    """The pages of the main file whose seal does not fit, in SQLCipher's words."""
    try:
        return [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    except engine.DatabaseError as error:
        return [str(error)]


def _pages_notice(findings: list[str]) -> VaultNotice:
    numbers = sorted({int(number) for text in findings for number in re.findall(r"page (\d+)", text)})
    named = ", ".join(str(number) for number in numbers[:10]) + (" and more" if len(numbers) > 10 else "")
    plural = "s" if len(numbers) != 1 else ""
    return VaultNotice(
        "damaged-pages",
        f"Part of the store is damaged (page{plural} {named or 'unknown'}). It is open for reading only.",
        "Restore the latest backup, or save what can be read with Salvage.",
    )


def _set_aside(path: Path, suffix: str, notices: list[VaultNotice]) -> None:
    """Rename a log that does not belong to the store, with its index, so that nothing ever replays it."""
    log = _beside(path, suffix)
    if not _has_bytes(log):
        return
    mark = secrets.token_hex(4)
    target = path.with_name(f"set-aside-{mark}-{log.name}")
    log.rename(target)
    if suffix == "-wal":
        _beside(path, "-shm").unlink(missing_ok=True)
    files.sync_folder(path.parent)
    notices.append(
        VaultNotice(
            "log-set-aside",
            f"A log that does not belong to this store was found. It was not used and is kept as {target.name}.",
            "Check the last things that were saved. A sync program or a copy by hand may have put the log there.",
        )
    )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _has_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
