"""Originals kept inside the store, cut into chunks of 1 MB, with the SHA-256 of the bytes as they were received."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from storage.circumstances import Circumstances
from storage.problems import StorageProblem
from storage.tables.system import blob_chunks, blobs

CHUNK = 1024 * 1024
# SQLite's own limit for one value, kept as the limit of one file although chunks would allow more.
LIMIT = 1_000_000_000


@dataclass(frozen=True)
class BlobInfo:
    """One kept file: its id, the SHA-256 of its bytes (hex) and their number."""

    id: str
    sha256: str
    size: int


def put(conn: Connection, data: bytes, circumstances: Circumstances) -> BlobInfo:
    """Keep ``data`` in the transaction of ``conn``; raises ``StorageProblem("too-large")`` at 1,000,000,000 bytes."""
    require_size(len(data))
    info = BlobInfo(circumstances.new_id(), hashlib.sha256(data).hexdigest(), len(data))
    conn.execute(
        insert(blobs).values(id=info.id, sha256=info.sha256, size=info.size, added_at=circumstances.now().isoformat())
    )
    view = memoryview(data)
    for number, start in enumerate(range(0, len(data), CHUNK)):
        conn.execute(insert(blob_chunks).values(blob_id=info.id, number=number, data=view[start : start + CHUNK]))
    return info


def require_size(size: int) -> None:
    """Raise ``StorageProblem("too-large")`` for a file of ``size`` bytes that cannot be kept; ask before reading it."""
    if size >= LIMIT:
        raise StorageProblem(
            "too-large",
            "The file is larger than Caseward can keep (1 GB).",
            "Split it, or record it as an item that is held elsewhere.",
        )


def info(conn: Connection, blob_id: str) -> BlobInfo:
    """What is known of a kept file; raises ``StorageProblem("no-blob")``."""
    row = conn.execute(select(blobs).where(blobs.c.id == blob_id)).first()
    if row is None:
        raise StorageProblem("no-blob", "That file is no longer in the vault.")
    return BlobInfo(row.id, row.sha256, row.size)


def find(conn: Connection, sha256: str) -> list[str]:
    """The ids of kept files with those very bytes, oldest first."""
    query = select(blobs.c.id).where(blobs.c.sha256 == sha256).order_by(blobs.c.added_at, blobs.c.id)
    return list(conn.execute(query).scalars())


def chunks(conn: Connection, blob_id: str) -> Iterator[bytes]:
    """The bytes, 1 MB at a time; raises ``StorageProblem``: ``no-blob``, or ``damaged`` when some are missing."""
    expected = info(conn, blob_id).size
    number = 0
    while expected > 0:
        data = conn.execute(
            select(blob_chunks.c.data).where(blob_chunks.c.blob_id == blob_id, blob_chunks.c.number == number)
        ).scalar()
        if not data:
            raise _broken()
        yield data
        expected -= len(data)
        number += 1


def read(conn: Connection, blob_id: str) -> bytes:
    """All the bytes, checked against their SHA-256; raises as ``chunks``."""
    data = b"".join(chunks(conn, blob_id))
    if hashlib.sha256(data).hexdigest() != info(conn, blob_id).sha256:
        raise _broken()
    return data


def remove(conn: Connection, blob_id: str) -> None:
    """Remove a kept file; its pages are overwritten (``secure_delete``)."""
    conn.execute(delete(blobs).where(blobs.c.id == blob_id))


def verify(conn: Connection) -> list[str]:
    """The ids of kept files whose bytes no longer give their SHA-256."""
    wrong = []
    for blob_id, sha256 in conn.execute(select(blobs.c.id, blobs.c.sha256)).all():
        digest = hashlib.sha256()
        try:
            for chunk in chunks(conn, blob_id):
                digest.update(chunk)
        except StorageProblem:
            wrong.append(blob_id)
            continue
        if digest.hexdigest() != sha256:
            wrong.append(blob_id)
    return wrong


def _broken() -> StorageProblem:
    return StorageProblem(
        "damaged", "A kept file is damaged: its bytes are not those that came in.", "Restore the latest backup."
    )
