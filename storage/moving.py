"""A case moved to a vault of its own: a new vault with one case, its files and the whole audit; then erased here.

The new vault goes on with the audit of the old: its lines, sealed as they were, and the key of that time, so that every
line can still be checked. Nothing of another case is ever written into it. Nothing is erased before the new vault was
checked from end to end and compared row by row.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage import audit, search, travelling, vault, verifying
from storage.circumstances import Circumstances
from storage.header import Anchor
from storage.keys import Argon
from storage.opened import OpenVault, set_fact
from storage.problems import StorageProblem
from storage.records import Case, Draft, Pack, Row, Worker
from storage.store import Store
from storage.tables.exchange import pack_base
from storage.tables.mapping import TABLES
from storage.tables.system import audit as audit_rows
from storage.tables.system import audit_eras, blobs, search_text

FACT = "moved-from"
"""The fact of a vault that was made for one case: the vault it came from, and the head of the audit at that time."""


@dataclass(frozen=True)
class Moved:
    """The new vault, open, its recovery words, and the head of the old audit that it goes on from."""

    vault: OpenVault
    words: tuple[str, ...]
    anchor: Anchor


def copy_out(
    source: OpenVault,
    case_id: str,
    folder: Path,
    passphrase: str,
    *,
    worker_id: str,
    circumstances: Circumstances,
    argon: Argon | None = None,
) -> Moved:
    """Make the vault ``folder`` with that case and what the board keeps for all its cases; the old one stays as it is.

    ``passphrase`` opens it for ``worker_id``, who alone is carried over as somebody with a way in. Raises
    ``StorageProblem``: ``exists``, ``weak-passphrase``, ``network``, ``no-permission``, ``full``, ``damaged``; no
    folder is left then.
    """
    there = folder.exists()
    with source.reading() as conn:
        store = Store(conn, circumstances)
        link = audit.head(conn)

        def begin(made: OpenVault, target: Connection) -> None:
            _copy_audit(conn, target, source.keys.audit)
            _copy_rows(store, Store(target, circumstances), case_id)
            _hand_over(target, worker_id, made.slot_id, circumstances)
            origin = {"vault_id": source.vault_id, "seq": link.seq, "mac": link.mac}
            travelling.set_fact(Store(target, circumstances), FACT, origin)
            made.audit(target, worker_id, "case.moved-here", case_id, {"from": source.vault_id, "seq": link.seq})

        try:
            made, words = vault.create(folder, passphrase, circumstances=circumstances, argon=argon, begin=begin)
            _require_same(store, made, case_id, circumstances)
        except BaseException:
            if not there:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    return Moved(made, words, Anchor(link.seq, link.mac))


def _copy_audit(source: Connection, target: Connection, key: bytes) -> None:
    """Every line as it was sealed, the keys of earlier times, and the key of the time until now."""
    for table in (audit_rows, audit_eras):
        rows = [dict(row) for row in source.execute(select(table)).mappings()]
        if rows:
            target.execute(insert(table), rows)
    audit.retire_key(target, key)


def _of_case(kind: type[Row], case_id: str) -> tuple[str, ...]:
    """The case ids whose rows of a kind go along: the case's, and what belongs to no case; drafts of the case alone."""
    return (case_id,) if kind in (Case, Draft) else ("", case_id)


def _copy_rows(source: Store, target: Store, case_id: str) -> None:
    packs: list[str] = []
    for kind in TABLES:
        rows = list(travelling.rows(source, kind, _of_case(kind, case_id)))
        travelling.lay_down(target, [travelling.record_of(kind, one) for one in rows])
        travelling.copy_blobs(source, target, [one[name] for one in rows for name in travelling.blob_ids(kind)])
        packs += [one["id"] for one in rows] if kind is Pack else []
    bases = source.connection.execute(select(pack_base).where(pack_base.c.pack_id.in_(packs))).mappings()
    for part in bases.partitions(500):
        target.connection.execute(insert(pack_base), [dict(row) for row in part])


def _hand_over(target: Connection, worker_id: str, slot_id: str, circumstances: Circumstances) -> None:
    """The names of those who worked on it stay; only one of them has a way in."""
    table, today = TABLES[Worker], circumstances.today().isoformat()
    others = table.update().where(table.c.id != worker_id, table.c.until.is_(None))
    target.execute(table.update().values(slot_id="", slot_kind=""))
    target.execute(others.values(until=today))
    target.execute(table.update().where(table.c.id == worker_id).values(slot_id=slot_id, slot_kind="passphrase"))
    set_fact(target, f"slot:{slot_id}", circumstances.now().isoformat())


def _require_same(source: Store, made: OpenVault, case_id: str, circumstances: Circumstances) -> None:
    """Everything is there as it was, the vault is sound, and no other case is in it."""
    report = verifying.verify(made)
    with made.reading() as conn:
        store = Store(conn, circumstances)
        alike = all(_alike(source, store, kind, case_id) for kind in TABLES if kind is not Worker)
        alone = all(one.id == case_id for one in store.find(Case, deleted=None))
    if not (report.ok and alike and alone):
        made.close()
        raise StorageProblem(
            "damaged", "The new vault did not hold what it should, so it was removed again.", "Check this vault first."
        )


def _alike(source: Store, made: Store, kind: type[Row], case_id: str) -> bool:
    known, _ = travelling.unlike(source, kind, _of_case(kind, case_id), {})
    there, others = travelling.unlike(made, kind, _of_case(kind, case_id), known)
    return not others and there.keys() == known.keys()


def erase(conn: Connection, case_id: str) -> None:
    """Take a case out of the store for good: its rows, words and files. Only after it was copied out and checked."""
    held = set(_blobs(conn, case_id, inside=True)) - set(_blobs(conn, case_id, inside=False))
    gone = conn.execute(select(TABLES[Pack].c.id).where(TABLES[Pack].c.case_id == case_id)).scalars().all()
    conn.execute(delete(pack_base).where(pack_base.c.pack_id.in_(gone)))
    conn.execute(delete(search_text).where(search_text.c.case_id == case_id))
    for kind, table in TABLES.items():
        conn.execute(delete(table).where((table.c.id if kind is Case else table.c.case_id) == case_id))
    for blob_id in sorted(held):
        conn.execute(delete(blobs).where(blobs.c.id == blob_id))
    search.tidy(conn)


def _blobs(conn: Connection, case_id: str, *, inside: bool) -> Iterator[str]:
    """The ids of files that rows of the case name, or those of all others."""
    for kind, table in TABLES.items():
        for name in travelling.blob_ids(kind):
            mine: Any = table.c.case_id == case_id
            yield from filter(None, conn.execute(select(table.c[name]).where(mine if inside else ~mine)).scalars())
