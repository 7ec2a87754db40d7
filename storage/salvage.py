"""Saving what can still be read of a damaged store into a new vault, row by row, with a list of what is lost.

After the first damaged page a connection refuses every other one, so it is closed and opened again after each error
(storage findings, section 3.2). The damaged vault is only read. The new one opens with the same passphrases.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table

from storage import audit, engine, files, header, migrations, opening, unlocking, vault
from storage.circumstances import Circumstances
from storage.header import Anchor, Header
from storage.keys import VaultKeys
from storage.lock import VaultLock
from storage.opened import Unlocked, new_store_name, settle
from storage.tables import load_all

_BATCH = 200
_BATCH_OF_CHUNKS = 8
_FARTHEST = 1 << 62


@dataclass(frozen=True)
class Loss:
    """One table: how many rows were saved, and the keys of those known to be lost."""

    table: str
    saved: int
    lost: tuple[str, ...]


@dataclass(frozen=True)
class SalvageReport:
    """What came of it: the new vault folder and each table's tale."""

    folder: Path
    tables: tuple[Loss, ...]

    @property
    def lost(self) -> int:
        """How many rows are known to be lost."""
        return sum(len(table.lost) for table in self.tables)


def salvage(
    folder: Path,
    passphrase: str,
    to: Path,
    *,
    circumstances: Circumstances,
    progress: Callable[[int, int], None] | None = None,
) -> SalvageReport:
    """Read everything readable of the vault ``folder`` into a new vault at ``to``.

    Raises ``StorageProblem``: as opening up to the passphrase, ``exists`` for ``to``, ``damaged`` when not even the
    first page can be read. ``progress`` is told (tables done, all).
    """
    vault.require_free(to)
    lock = VaultLock(folder, circumstances)
    lock.acquire()
    try:
        head, from_copy = header.read(folder)
        found = unlocking.try_passphrase(head, passphrase)
        if found is None:
            raise unlocking.not_recognised()
        unlocked = unlocking.genuine(head, found, from_copy=from_copy)
        source = _Source(folder / head.store, unlocked.keys.database)
        try:
            return _into_new(source, to, unlocked, circumstances, progress)
        finally:
            source.close()
    finally:
        lock.release()


def _into_new(
    source: _Source,
    to: Path,
    unlocked: Unlocked,
    circumstances: Circumstances,
    progress: Callable[[int, int], None] | None,
) -> SalvageReport:
    files.make_private_folder(to)
    name = new_store_name()
    partial = to / (name + files.PARTIAL)
    files.create_private(partial)
    migrations.upgrade(partial, unlocked.keys.database, mode="rwc")
    tables = load_all().sorted_tables
    writing = engine.migrator(partial, unlocked.keys.database)
    losses = []
    try:
        for number, table in enumerate(tables):
            if progress:
                progress(number, len(tables))
            losses.append(_copy_table(source, writing, table))
        anchor = _note(writing, unlocked.keys, losses, circumstances)
    finally:
        writing.dispose()
    settle(partial)
    files.replace_durably(partial, to / name)
    head: Header = replace(unlocked.header, store=name, anchor=anchor, kept=())
    header.write(to, head.sealed(unlocked.keys.header))
    return SalvageReport(to, tuple(losses))


def _note(writing: Engine, keys: VaultKeys, losses: list[Loss], circumstances: Circumstances) -> Anchor:
    detail = {loss.table: len(loss.lost) for loss in losses if loss.lost}
    with writing.begin() as conn:
        link = audit.append(
            conn,
            keys.audit,
            at=circumstances.now(),
            actor="",
            action="vault.salvaged",
            object_id="",
            detail={"lost": detail},
        )
    return Anchor(link.seq, link.mac)


def _copy_table(source: _Source, writing: Engine, table: Table) -> Loss:
    columns = [name for name in source.columns(table.name) if name in table.c]
    if not columns:
        return Loss(table.name, 0, ())
    known = source.keys(table)
    saved: set[int] = set()
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    statement = f'INSERT OR IGNORE INTO "{table.name}" ({names}) VALUES ({marks})'
    with writing.begin() as conn:
        for batch in source.rows(table.name, names, sorted(known)):
            conn.exec_driver_sql(statement, [tuple(row[1:]) for row in batch])
            saved |= {row[0] for row in batch}
    return Loss(table.name, len(saved), tuple(known[row_id] for row_id in sorted(known) if row_id not in saved))


class _Source:
    """The damaged file: a connection that is opened again after every error."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._alone = False
        self._connection: Any = None
        for alone in (False, True) if opening.has_log(path) else (True,):
            self._alone = alone
            with contextlib.suppress(engine.DatabaseError):
                self._ask("SELECT count(*) FROM sqlite_schema")
                return
        raise opening.damaged()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def columns(self, table: str) -> list[str]:
        """The columns the table has in this store (none when it has no such table)."""
        return [row[1] for row in self._ask(f'PRAGMA table_info("{table}")')]

    def keys(self, table: Table) -> dict[int, str]:
        """Row numbers and keys as an index has them, which stands on other pages than the rows; empty without one."""
        name = f"sqlite_autoindex_{table.name}_1"
        columns = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        with contextlib.suppress(engine.DatabaseError):
            rows = self._ask(f'SELECT rowid, {columns} FROM "{table.name}" INDEXED BY "{name}"')
            return {row[0]: " ".join(str(part) for part in row[1:]) for row in rows}
        return {}

    def rows(self, table: str, columns: str, known: list[int]) -> Iterator[list[Any]]:
        """Every readable row in batches, each with its row number first."""
        query = f'SELECT rowid, {columns} FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT ?'
        most = _BATCH_OF_CHUNKS if table == "blob_chunk" else _BATCH
        position, size = -_FARTHEST, most
        while True:
            try:
                batch = self._ask(query, (position, size))
            except engine.DatabaseError:
                if size > 1:
                    size = 1
                    continue
                position = self._past_damage(table, position, known)
                if position >= _FARTHEST:
                    return
                continue
            if not batch:
                return
            yield batch
            position, size = batch[-1][0], most

    def _past_damage(self, table: str, position: int, known: list[int]) -> int:
        """The row number to go on from when the next row after ``position`` cannot be read."""
        following = next((row_id for row_id in known if row_id > position), None)
        if following is not None:
            return following
        start = max(position, 0)
        query = f'SELECT * FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT 1'
        for step in self._steps():
            with contextlib.suppress(engine.DatabaseError):
                found = self._ask(query, (start + step,))
                return start + step if found else _FARTHEST
        return _FARTHEST

    @staticmethod
    def _steps() -> Iterator[int]:
        yield from range(1, 256)
        step = 256
        while step < _FARTHEST // 2:
            yield step
            step *= 2

    def _ask(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            if self._connection is None:
                self._connection = engine.connect(self._path, self._key, mode="ro", immutable=self._alone)
            return list(self._connection.execute(statement, values).fetchall())
        except engine.DatabaseError:
            self.close()
            raise
