"""Connections to the encrypted database: SQLCipher through SQLAlchemy's ordinary SQLite dialect.

Two engines a vault: ``writer`` (one connection, ``BEGIN IMMEDIATE``) and ``reader`` (a pool, ``query_only``, plain
``BEGIN``). The stock pysqlcipher dialect is never used: it keeps the key in a URL (storage findings, section 1.2).
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from storage.keys import KEY_BYTES
from storage.problems import StorageProblem

PAGE = 4096
PLAIN_HEADER = b"SQLite format 3\x00"
PRAGMAS = (
    "temp_store = MEMORY",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "recursive_triggers = ON",
    "synchronous = FULL",
    "mmap_size = 0",
    "journal_size_limit = 0",
    "cache_size = -16384",
)
DatabaseError = sqlcipher.DatabaseError


def connect(path: Path, key: bytes, *, mode: str = "rw", immutable: bool = False, timeout: float = 5.0) -> Any:
    """A raw connection to the encrypted file ``path``.

    ``mode`` is ``ro``, ``rw`` or ``rwc`` (only creation uses the last, so that a missing file never becomes an empty
    vault). ``immutable`` reads the main file alone, without any write-ahead log. Raises ``ValueError`` for a key of
    another length than 32 bytes (SQLCipher would take it for a passphrase), ``RuntimeError`` when the library is not
    SQLCipher, and the driver's ``DatabaseError`` when the file does not open with this key.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    uri = f"{path.absolute().as_uri()}?mode={mode}" + ("&immutable=1" if immutable else "")
    connection = sqlcipher.connect(uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False)
    try:
        require_encryption(connection)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {PAGE}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def require_encryption(connection: Any) -> None:
    """Raise ``RuntimeError`` when the library behind ``connection`` does not encrypt."""
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the encryption library is missing: nothing may be stored")


def writer(path: Path, key: bytes, *, mode: str = "rw") -> Engine:
    """The engine of the one writing connection; every transaction takes the write lock at its start."""

    def opened() -> Any:
        connection = connect(path, key, mode=mode)
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    return _engine(opened, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)


def migrator(path: Path, key: bytes, *, mode: str = "rw") -> Engine:
    """The engine that changes the shape of a store: foreign keys are off, as rebuilding a table needs."""

    def opened() -> Any:
        connection = connect(path, key, mode=mode)
        connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    return _engine(opened, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)


def reader(path: Path, key: bytes, *, mode: str = "rw", immutable: bool = False) -> Engine:
    """The engine of the reading connections; a transaction on it is a snapshot.

    ``mode`` is that of the file (its log needs shared memory); no statement may write in any case.
    """

    def opened() -> Any:
        connection = connect(path, key, mode=mode, immutable=immutable)
        connection.execute("PRAGMA query_only = ON")
        return connection

    return _engine(opened, "BEGIN", pool_size=4, max_overflow=12)


def _engine(opened: Any, begin: str, *, pool_size: int, max_overflow: int) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=opened,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=max_overflow,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def roll_back(connection: Any) -> None:
    """Roll a raw connection back if it is still in a transaction (a full disk has already done it)."""
    if connection.in_transaction:
        with contextlib.suppress(DatabaseError):
            connection.execute("ROLLBACK")


def explain(error: Exception) -> StorageProblem | None:
    """What a driver's error means to a person, or None when it is a mistake in a statement.

    The text of the statement and its values never pass on.
    """
    if isinstance(error, IntegrityError):
        return None
    text = str(error.orig if isinstance(error, DBAPIError) else error).casefold()
    for sign, problem in _SIGNS:
        if sign in text:
            return StorageProblem(*problem)
    return None


_FULL = (
    "full",
    "The disk is full. Nothing was saved, and what was saved before is safe.",
    "Make room on the disk, then save again. Your text is still in the window.",
)
_DAMAGED = (
    "damaged",
    "Part of the store is damaged and cannot be read. The passphrase was right.",
    "Restore the latest backup, or save what can be read with Salvage.",
)
_UNREADABLE = (
    "io",
    "The disk did not answer. Nothing was saved, and what was saved before is safe.",
    "Check that the drive is connected, then save again. Your text is still in the window.",
)
_READ_ONLY = ("read-only", "This vault is open for reading only.", "Move it to a disk where you may write.")
_BUSY = ("busy", "The store is busy with something else.", "Try again in a moment.")
_SIGNS = (
    ("disk is full", _FULL),
    ("disk i/o error", _UNREADABLE),
    ("unable to open database file", _UNREADABLE),
    ("readonly database", _READ_ONLY),
    ("database is locked", _BUSY),
    ("database table is locked", _BUSY),
    ("malformed", _DAMAGED),
    ("not a database", _DAMAGED),
)
