"""What was given to somebody is kept as it was given: each version an item of its own, with its entry in the index.

Data dictionary, section 2.5: a combined chronology when it is first circulated, each version; a draft of the report
when it is circulated to anyone, each draft and not each copy. The bytes that left are kept, so that what an officer
asks for later is what was read then. The same words given to somebody else are the same version.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from desktop import intake
from desktop.casework import material
from desktop.paper.document import Document
from storage.partial_date import PartialDate
from storage.records import DocStatus, Extra, Material, MaterialKind
from storage.store import Work

INSIDE = frozenset({"internal"})
"""Audiences within the business unit: what is made for them is not circulated."""


@dataclass(frozen=True)
class Given:
    """A finished document before it leaves: its bytes as read in a child process, and what tells its version apart."""

    kind: MaterialKind
    title: str
    data: bytes
    reading: intake.Reading
    digest: str


def read(document: Document, data: bytes, kind: str) -> Given:
    """Read ``data`` (the unsealed file) for keeping. The day that stands on each page makes no other version."""
    reading = intake.read(data, "document.pdf")
    same = reading.text.replace(document.furniture.as_at.text, "")
    digest = hashlib.sha256("\n".join(same.split()).encode()).hexdigest()
    return Given(MaterialKind(kind), document.title.text, data, reading, digest)


def keep(work: Work, case_id: str, given: Given, *, title: str = "", version: str = "") -> Material:
    """Keep what is given unless the same version was kept before; gives the item either way. ``title`` and ``version``
    are those of a document that is numbered elsewhere."""
    key = f"circulated:{given.kind.value}:{given.digest}"
    before = work.one(Extra, case_id=case_id, key=key)
    if before and (item := work.one(Material, id=before.body["material"])) is not None:
        return item
    version = version or str(1 + len(_versions(work, case_id, given.kind)))
    item, entry = material.keep_made(
        work,
        case_id,
        f"{given.digest[:16]}.pdf",
        given.data,
        given.reading,
        kind=given.kind,
        title=title or f"{given.title}, version {version}",
        doc_date=PartialDate.exact(work.circumstances.today()),
    )
    status = DocStatus.DRAFT if given.kind is MaterialKind.DRAFT_REPORT else DocStatus.FINAL
    work.change(entry, doc_status=status, doc_version=version)
    work.add(Extra(case_id=case_id, key=key, body={"material": item.id}))
    return item


def _versions(work: Work, case_id: str, kind: MaterialKind) -> list[str]:
    start = f"circulated:{kind.value}:"
    return [one.key for one in work.find(Extra, case_id=case_id) if one.key.startswith(start)]
