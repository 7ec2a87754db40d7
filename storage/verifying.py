"""Checking a store through and through: pages, structure, references, audit, kept files, search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from storage import audit, blobs, engine, opening, search
from storage.header import Anchor
from storage.keys import VaultKeys
from storage.opened import OpenVault

STEPS = 6


@dataclass(frozen=True)
class VerifyReport:
    """What a check found: sentences by what was checked (empty when all is well), and the rows of each table."""

    pages: tuple[str, ...] = ()
    structure: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    head: Anchor = field(default_factory=Anchor)

    @property
    def findings(self) -> tuple[str, ...]:
        """All the sentences."""
        return self.pages + self.structure + self.references + self.audit + self.blobs + self.search

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(vault: OpenVault, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
    """Check an open vault; a search index that is out of step is made afresh and said. ``progress``: (done, all)."""
    anchor = vault.header.anchor
    if not vault.read_only:
        vault.on_writer(vault.checkpoint)
    report = verify_file(vault.store, vault.keys, anchor, alone=vault.file_alone, progress=progress)
    if vault.read_only or report.pages or report.structure:
        return report
    wrong = vault.write(search.out_of_step)
    if not wrong:
        return report

    def mend(conn: Connection) -> None:
        search.rebuild(conn)
        vault.audit(conn, "", "search.rebuilt")

    vault.write(mend)
    return replace(report, search=("The search index was out of step with the records. It has been made afresh.",))


def verify_file(
    path: Path,
    keys: VaultKeys,
    anchor: Anchor | None,
    *,
    alone: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> VerifyReport:
    """Check a store file on reading connections only, each part on a fresh one (a damaged page spoils a connection)."""
    parts: dict[str, tuple[str, ...]] = {}
    counts: dict[str, int] = {}
    head = audit.Link(0, "")

    def chain(conn: Connection) -> list[str]:
        nonlocal head
        head = audit.head(conn)
        return audit.verify(conn, keys.audit, anchor)

    checks: tuple[tuple[str, Callable[[Connection], list[str]]], ...] = (
        ("pages", lambda conn: opening.page_findings(_raw(conn))),
        ("structure", _structure),
        ("references", _references),
        ("audit", chain),
        ("blobs", _kept_files),
        ("counts", lambda conn: _count(conn, counts)),
    )
    for number, (name, check) in enumerate(checks):
        if progress:
            progress(number, STEPS)
        parts[name] = _one(path, keys.database, check, alone)
    parts["structure"] += parts.pop("counts")
    if progress:
        progress(STEPS, STEPS)
    return VerifyReport(**parts, counts=counts, head=Anchor(head.seq, head.mac))


def _one(path: Path, key: bytes, check: Callable[[Connection], list[str]], alone: bool) -> tuple[str, ...]:
    reading = engine.reader(path, key, mode="ro", immutable=alone)
    try:
        with reading.connect() as conn:
            return tuple(check(conn))
    except (DBAPIError, engine.DatabaseError) as error:
        problem = engine.explain(error)
        return (problem.what if problem else "The store could not be read.",)
    finally:
        reading.dispose()


def _raw(conn: Connection) -> Any:
    return conn.connection.driver_connection


def _structure(conn: Connection) -> list[str]:
    rows = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check")]
    return [] if rows == ["ok"] else rows


def _references(conn: Connection) -> list[str]:
    broken: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in conn.exec_driver_sql("PRAGMA foreign_key_check"):
        broken[(table, parent)] = broken.get((table, parent), 0) + 1
    return [f"{count} rows of {table} point at a missing {parent}." for (table, parent), count in broken.items()]


def _kept_files(conn: Connection) -> list[str]:
    return [f"The kept file {blob_id} is damaged." for blob_id in blobs.verify(conn)]


def _count(conn: Connection, counts: dict[str, int]) -> list[str]:
    names = conn.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
        "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words_%' AND name NOT LIKE 'search_parts_%'"
    ).scalars()
    for name in list(names):
        counts[name] = conn.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
    return []
