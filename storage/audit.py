"""The audit: an append-only chain of rows, each sealed over the one before (storage findings, section 4.1).

Ids and field names only, never case text. The chain shows an edit and a gap by itself; that its tail was cut shows
against the anchor, which is kept in ``vault.json``, in every backup and every pack.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from storage.header import Anchor
from storage.tables.system import audit, audit_eras


@dataclass(frozen=True)
class Link:
    """One row's place in the chain."""

    seq: int
    mac: str


@dataclass(frozen=True)
class AuditRow:
    """One row as people read it; ``detail`` is what was handed to ``append``."""

    seq: int
    at: datetime
    actor: str
    action: str
    object_id: str
    detail: dict[str, Any]
    mac: str


def append(
    conn: Connection, key: bytes, *, at: datetime, actor: str, action: str, object_id: str, detail: dict[str, Any]
) -> Link:
    """Add one row at the head of the chain, in the transaction of ``conn``."""
    return append_all(conn, key, at=at, actor=actor, lines=[(action, object_id, detail)])


def append_all(
    conn: Connection, key: bytes, *, at: datetime, actor: str, lines: Sequence[tuple[str, str, dict[str, Any]]]
) -> Link:
    """Add rows (action, object, detail) in that order at the head of the chain; gives the new head."""
    last, sealed = head(conn), []
    for action, object_id, detail in lines:
        row = {
            "seq": last.seq + 1,
            "at": at.isoformat(),
            "actor": actor,
            "action": action,
            "object_id": object_id,
            "detail": json.dumps(detail, sort_keys=True, separators=(",", ":")),
            "prev_mac": last.mac,
        }
        last = Link(last.seq + 1, _seal(key, row))
        sealed.append(row | {"mac": last.mac})
    if sealed:
        conn.execute(insert(audit), sealed)
    return last


def macs(conn: Connection) -> dict[int, str]:
    """The MAC of every row by its number."""
    return {row.seq: row.mac for row in conn.execute(select(audit.c.seq, audit.c.mac))}


def head(conn: Connection) -> Link:
    """The last link; number 0 and no MAC when there is none."""
    row = conn.execute(select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)).first()
    return Link(row.seq, row.mac) if row else Link(0, "")


def retire_key(conn: Connection, key: bytes) -> None:
    """Keep ``key`` for the links so far; those to come are sealed with another."""
    conn.execute(insert(audit_eras).values(last_seq=head(conn).seq, key=key))


def verify(conn: Connection, key: bytes, anchor: Anchor | None = None) -> list[str]:
    """Walk the whole chain and say in sentences what is wrong with it; an empty list when nothing is."""
    findings: list[str] = []
    eras = [(row.last_seq, row.key) for row in conn.execute(select(audit_eras).order_by(audit_eras.c.last_seq))]
    expected, previous = 1, ""
    macs_at_anchor = ""
    for row in conn.execute(select(audit).order_by(audit.c.seq)).mappings():
        seq = row["seq"]
        if seq != expected:
            findings.append(f"The audit has a gap: rows {expected} to {seq - 1} are missing.")
        elif row["prev_mac"] != previous:
            findings.append(f"The audit does not join up at row {seq}.")
        sealed_with = next((old for last, old in eras if seq <= last), key)
        if not hmac.compare_digest(_seal(sealed_with, dict(row)), row["mac"]):
            findings.append(f"Row {seq} of the audit was altered.")
        expected, previous = seq + 1, row["mac"]
        if anchor and seq == anchor.seq:
            macs_at_anchor = row["mac"]
    return findings + _against_anchor(anchor, expected - 1, macs_at_anchor)


def against_anchor(conn: Connection, anchor: Anchor) -> list[str]:
    """Compare the head of the chain with ``anchor`` only; a head that is further on is accepted."""
    mac = conn.execute(select(audit.c.mac).where(audit.c.seq == anchor.seq)).scalar() or ""
    return _against_anchor(anchor, head(conn).seq, mac)


def rows(conn: Connection, limit: int = 200, *, before: int = 0, object_id: str = "") -> list[AuditRow]:
    """The newest rows first; ``before`` continues a list, ``object_id`` narrows it."""
    query = select(audit).order_by(audit.c.seq.desc()).limit(limit)
    if before:
        query = query.where(audit.c.seq < before)
    if object_id:
        query = query.where(audit.c.object_id == object_id)
    return [
        AuditRow(
            row.seq,
            datetime.fromisoformat(row.at),
            row.actor,
            row.action,
            row.object_id,
            json.loads(row.detail),
            row.mac,
        )
        for row in conn.execute(query)
    ]


def count(conn: Connection) -> int:
    """How many rows there are."""
    return conn.execute(select(func.count()).select_from(audit)).scalar_one()


def _against_anchor(anchor: Anchor | None, last: int, mac: str) -> list[str]:
    if anchor is None or anchor.seq == 0:
        return []
    if last < anchor.seq:
        missing = anchor.seq - last
        changes = "change is" if missing == 1 else f"{missing} changes are"
        return [f"The last {changes} missing: the audit ends at {last}, and had come to {anchor.seq}."]
    if not hmac.compare_digest(mac, anchor.mac):
        return [f"Row {anchor.seq} of the audit is not the one that was sealed: the store was put back or altered."]
    return []


def _seal(key: bytes, row: dict[str, Any]) -> str:
    content = [row[name] for name in ("seq", "at", "actor", "action", "object_id", "detail", "prev_mac")]
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
