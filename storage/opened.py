"""An open vault: one writer thread, readers, the audit and its anchor.

What is done to a vault that is open stands beside it: ``slots``, ``rotation``, ``verifying``, ``backup``.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DBAPIError

from storage import audit, engine, files, header, keys, opening
from storage.circumstances import Circumstances
from storage.header import Anchor, Header
from storage.keys import VaultKeys
from storage.lock import VaultLock
from storage.opening import Access, VaultNotice
from storage.problems import StorageProblem
from storage.readers import Readers, closed
from storage.tables.system import facts
from storage.writer import Writer

T = TypeVar("T")
Progress = Callable[[int, int], None]
At = Callable[[str], None]
RESERVE = "reserve"
RESERVE_BYTES = 32 * 1024 * 1024
_LOOK_SECONDS = 10.0
_FAREWELL_SECONDS = 5.0
_LOW_ON_DISK = 1024 * 1024 * 1024


def nowhere(_step: str) -> None:
    """The default of every ``at``: nobody is told of the steps."""


@dataclass(frozen=True)
class Unlocked:
    """What a slot gave: the genuine key file, the keys, which slot, and whether the key file was the copy."""

    header: Header
    keys: VaultKeys
    slot_id: str
    from_copy: bool


class OpenVault:
    """An open vault. Thread-safe; everything on disk goes through it. Made by the functions of this module."""

    def __init__(
        self,
        folder: Path,
        unlocked: Unlocked,
        lock: VaultLock,
        inspection: opening.Inspection,
        circumstances: Circumstances,
    ) -> None:
        self.folder = folder
        self.circumstances = circumstances
        self.slot_id = unlocked.slot_id
        self.notices: tuple[VaultNotice, ...] = inspection.notices
        self.read_only = inspection.access is not Access.WRITE
        self.header = unlocked.header
        self.keys = unlocked.keys
        self.header_lock = threading.RLock()
        self._access = inspection.access
        self._lock = lock
        self._anchor_late = False
        self._look_again = 0.0
        self._writing: Engine | None = None
        self._readers = Readers()
        self._closed = False
        self._make_engines()
        self._writer = None if self.read_only else Writer()

    @property
    def vault_id(self) -> str:
        """The random id of the vault."""
        return self.header.vault_id

    @property
    def store(self) -> Path:
        """The live store file."""
        return self.folder / self.header.store

    @property
    def file_alone(self) -> bool:
        """Whether the main file is read without its log (a medium that cannot be written)."""
        return self._access is Access.FILE_ALONE

    def write(self, fn: Callable[[Connection], T]) -> T:
        """Run ``fn`` in one transaction on the writer thread and give back what it gives.

        Committed when it returns, rolled back when it raises (the exception comes through). Raises ``StorageProblem``
        (``read-only``, ``full``, ``io``, ``busy``, ``damaged``, ``closed``); the vault stays usable after each.
        """
        return self.on_writer(lambda: self._transaction(fn))

    def on_writer(self, job: Callable[[], T]) -> T:
        """Run ``job`` between two transactions on the writer thread: for work on the whole store."""
        if self.read_only or self._writer is None:
            if self._closed:
                raise closed()
            raise StorageProblem(
                "read-only", "This vault is open for reading only.", "Move it to a disk where you may write."
            )
        return self._writer.run(job)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that reads one unchanging snapshot and cannot write; for one thread at a time."""
        return self._snapshot()

    def audit(
        self, conn: Connection, actor: str, action: str, object_id: str = "", detail: dict[str, Any] | None = None
    ) -> audit.Link:
        """Add a row to the audit in the transaction of a ``write``; ids and field names only, never case text."""
        return audit.append(
            conn,
            self.keys.audit,
            at=self.circumstances.now(),
            actor=actor,
            action=action,
            object_id=object_id,
            detail=detail or {},
        )

    def fact(self, name: str) -> str:
        """One of the store's facts about itself, or empty text."""
        with self.reading() as conn:
            return conn.execute(select(facts.c.value).where(facts.c.name == name)).scalar() or ""

    def set_header(self, changed: Header, *, copy: bool = True) -> None:
        """Seal ``changed`` and make it the key file of this vault; raises ``StorageProblem("full")``."""
        with self.header_lock:
            sealed = changed.sealed(self.keys.header)
            try:
                header.write(self.folder, sealed, copy=copy)
            except OSError:
                raise StorageProblem(
                    "full", "The key file could not be written. Nothing was changed.", "Make room on the disk."
                ) from None
            self.header = sealed

    def close(self) -> None:
        """Finish what is being written and read, close every connection and let go of the lock. May be called twice.

        Whoever reads for longer than a few seconds more is not waited for; their connection ends with their reading.
        """
        if self._closed:
            return
        self._closed = True
        self._readers.shut(_FAREWELL_SECONDS)
        self._close_engines()
        self._lock.release()

    def reopen(self, changed: Header, changed_keys: VaultKeys) -> None:
        """Go over to another store and keys (after a rotation); called on the writer thread."""
        self._dispose()
        self.header, self.keys = changed, changed_keys
        self._make_engines()

    def _make_engines(self) -> None:
        alone = self._access is Access.FILE_ALONE
        mode = "ro" if self.read_only else "rw"
        self._reading = engine.reader(self.store, self.keys.database, mode=mode, immutable=alone)
        if not self.read_only:
            self._writing = engine.writer(self.store, self.keys.database)

    def _close_engines(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(StorageProblem):
                self._writer.run(self._finish)
            self._writer.close()
        self._dispose()

    def _finish(self) -> None:
        if self._anchor_late:
            self._write_anchor(self.header.anchor)
        with contextlib.suppress(DBAPIError):
            self.checkpoint()

    def checkpoint(self) -> None:
        """Copy the log into the main file and empty it; on the writer thread."""
        assert self._writing is not None
        with contextlib.closing(self._writing.raw_connection()) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _dispose(self) -> None:
        self._reading.dispose()
        if self._writing is not None:
            self._writing.dispose()

    def _transaction(self, fn: Callable[[Connection], T]) -> T:
        assert self._writing is not None
        try:
            with self._writing.begin() as conn:
                result = fn(conn)
                anchor = _head(conn)
        except DBAPIError as error:
            problem = engine.explain(error)
            if problem is None:
                raise
            self._after(problem)
            raise problem from None
        if self._anchor_late or anchor != self.header.anchor:
            self._write_anchor(anchor)
        self._keep_reserve()
        return result

    def _write_anchor(self, anchor: Anchor) -> None:
        """After the commit: a head that is ahead of the anchor is accepted, one that is behind is an alarm."""
        with self.header_lock:
            self.header = replace(self.header, anchor=anchor).sealed(self.keys.header)
            try:
                header.write(self.folder, self.header, copy=False)
                self._anchor_late = False
            except OSError:
                self._anchor_late = True  # the change is safe; the anchor follows with the next one

    def _after(self, problem: StorageProblem) -> None:
        if problem.code == "full":
            with contextlib.suppress(OSError):
                (self.folder / RESERVE).unlink()

    def _keep_reserve(self) -> None:
        """Once the disk gets low, hold back some of it: without, not even a deletion could be saved when it is full."""
        if self.circumstances.monotonic() < self._look_again:
            return
        self._look_again = self.circumstances.monotonic() + _LOOK_SECONDS
        with contextlib.suppress(OSError):
            path = self.folder / RESERVE
            free = shutil.disk_usage(self.folder).free
            if 4 * RESERVE_BYTES < free < _LOW_ON_DISK and not path.exists():
                files.write_atomically(path, bytes(RESERVE_BYTES))

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        reading = self._reading
        with self._readers.inside(), reading.connect() as conn:
            try:
                yield conn
            except DBAPIError as error:
                problem = engine.explain(error)
                if problem is None:
                    raise
                if problem.code == "damaged":
                    conn.invalidate()  # after one damaged page the connection refuses every other
                raise problem from None
            finally:
                if self._closed or reading is not self._reading:
                    conn.invalidate()  # its pool is gone, so nothing else would close it


def _head(conn: Connection) -> Anchor:
    """The head of the audit, asked of the driver itself: it is asked with every write."""
    raw: Any = conn.connection.driver_connection
    row = raw.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Anchor(*row) if row else Anchor()


def new_store_name() -> str:
    """A fresh name for a store file."""
    return f"store-{new_token()}.db"


def new_token() -> str:
    """16 random hex digits, for names that stand in clear."""
    return keys.new_vault_key().hex()[:16]


def settle(path: Path) -> None:
    """Make sure of a finished store file: encrypted, and on the disk."""
    with path.open("rb") as file:
        if file.read(16) == engine.PLAIN_HEADER:
            raise RuntimeError("the store is not encrypted")
    files.sync_file(path)


def set_fact(conn: Connection, name: str, value: str) -> None:
    """Set one of the store's facts about itself."""
    statement = upsert(facts).values(name=name, value=value)
    conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
