"""Reading and writing records inside one transaction: ``Store`` reads, ``Work`` also writes.

``Work`` keeps what every saved record needs: revision, who and when, search words, the audit chain and the list of
changes for undo and for those who show them. Rules of casework are not here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from storage import audit, blobs, search
from storage.circumstances import Circumstances
from storage.problems import StorageProblem
from storage.records.base import Row, differing, searchable_fields
from storage.repositories import rows

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Change:
    """A record before and after; ``before`` is None for a new one."""

    before: Row | None
    after: Row


class Store:
    """What can be read on one connection, at one moment."""

    def __init__(self, connection: Connection, circumstances: Circumstances) -> None:
        self.connection = connection
        self.circumstances = circumstances

    def get(self, kind: type[R], record_id: str) -> R:
        """The record with that id; raises ``StorageProblem`` ``gone`` when there is none."""
        return rows.get(self.connection, kind, record_id)

    def find(
        self,
        kind: type[R],
        /,
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        deleted: bool | None = False,
        **equals: Any,
    ) -> tuple[R, ...]:
        """Records whose fields equal ``equals``; see ``storage.repositories.rows.find``."""
        return rows.find(self.connection, kind, equals, order=order, limit=limit, offset=offset, deleted=deleted)

    def one(self, kind: type[R], /, **equals: Any) -> R | None:
        """The first such record, or None."""
        found = self.find(kind, limit=1, **equals)
        return found[0] if found else None

    def count(self, kind: type[Row], /, **equals: Any) -> int:
        """How many such records there are."""
        return rows.count(self.connection, kind, equals)

    def blob(self, blob_id: str) -> bytes:
        """The bytes of a blob."""
        return blobs.read(self.connection, blob_id)

    def search(self, words: str, *, case_id: str = "", kinds: Sequence[str] = (), limit: int = 50) -> list[search.Hit]:
        """Records in which the words occur, best first."""
        return search.find(self.connection, words, case_id=case_id, kinds=tuple(kinds), limit=limit)

    def any_record(self, kind: str, record_id: str) -> Row:
        """The record of a kind given by name."""
        return rows.get(self.connection, rows.kind_named(kind), record_id)

    def activity(self, *, limit: int = 200, before: int = 0, object_id: str = "") -> list[audit.AuditRow]:
        """The latest lines of the audit chain, newest first; those before number ``before``, or of one object."""
        return audit.rows(self.connection, limit, before=before, object_id=object_id)


class Work(Store):
    """One unit of work: everything in it is saved, or nothing."""

    def __init__(self, connection: Connection, circumstances: Circumstances, worker: str, audit_key: bytes) -> None:
        super().__init__(connection, circumstances)
        self.worker = worker
        self.changes: list[Change] = []
        self.settled: set[str] = set()
        """Ids of marks whose places were given with a text, so that they are not worked out from its differences."""
        self._audit_key = audit_key

    def add(self, record: R) -> R:
        """Keep a new record; gives it with its id, revision and times."""
        now = self.circumstances.now()
        saved = dataclasses.replace(
            record,
            id=record.id or self.circumstances.new_id(),
            revision=1,
            created_at=now,
            created_by=self.worker,
            updated_at=now,
            updated_by=self.worker,
        )
        rows.insert(self.connection, [saved])
        self._after(None, saved, searchable_fields(type(saved)))
        return saved

    def change(self, record: R, **fields: Any) -> R:
        """Save ``fields`` of a record as a new revision; gives the record as it now is. No change, no revision.

        Raises ``StorageProblem`` ``frozen`` for a field that may no longer change.
        """
        wanted = dataclasses.replace(record, **fields)
        names = differing(record, wanted)
        if not names:
            return record
        locked = type(record).APPEND_ONLY or (record.frozen and not set(names) <= type(record).LIVE)
        if locked:
            raise StorageProblem(
                "frozen", "This record has been issued, signed or saved as an account.", "Add a correction beside it."
            )
        saved = dataclasses.replace(
            wanted, revision=record.revision + 1, updated_at=self.circumstances.now(), updated_by=self.worker
        )
        rows.replace(self.connection, saved)
        touched = searchable_fields(type(saved)) if "deleted" in names else tuple(names)
        self._after(record, saved, tuple(name for name in searchable_fields(type(saved)) if name in touched))
        return saved

    def bin(self, record: R) -> R:
        """Put a record aside; ``change(..., deleted=False)`` brings it back."""
        return self.change(record, deleted=True)

    def put_back(self, record: R, over: R) -> R:
        """Write the fields of ``record`` over the newer revision ``over``: the step that undo and redo take."""
        fields = {name: getattr(record, name) for name in differing(over, record)}
        return self.change(over, **fields)

    def add_blob(self, data: bytes) -> blobs.BlobInfo:
        """Keep bytes; gives their id, SHA-256 and size."""
        return blobs.put(self.connection, data, self.circumstances)

    def remove_blob(self, blob_id: str) -> None:
        """Erase kept bytes; their pages are overwritten. No undo brings them back."""
        blobs.remove(self.connection, blob_id)

    def audit(self, action: str, object_id: str = "", **detail: Any) -> None:
        """Add a line to the audit chain: ids and field names only, never case text."""
        audit.append(
            self.connection,
            self._audit_key,
            at=self.circumstances.now(),
            actor=self.worker,
            action=action,
            object_id=object_id,
            detail=detail,
        )

    def _after(self, before: Row | None, saved: Row, touched: Sequence[str]) -> None:
        kind = type(saved).__name__
        for name in touched:
            search.drop(self.connection, saved.id, name) if before else None
            text = getattr(saved, name)
            if text and not saved.deleted:
                search.put(self.connection, case_id=saved.case_id, kind=kind, record_id=saved.id, field=name, text=text)
        self.note_saved([Change(before, saved)])

    def note_saved(self, changes: Sequence[Change]) -> None:
        """List and audit what was written: for those who write many records at once (``storage.travelling``)."""
        self.changes.extend(changes)
        audit.append_all(
            self.connection,
            self._audit_key,
            at=self.circumstances.now(),
            actor=self.worker,
            lines=[_line(change) for change in changes if _is_told(change)],
        )


def _is_told(change: Change) -> bool:
    """Whether the audit tells of a change."""
    before, saved = change.before, change.after
    return before is None or not saved.UNTOLD or not set(differing(before, saved)) <= saved.UNTOLD


def _line(change: Change) -> tuple[str, str, dict[str, Any]]:
    """What the audit says of a change: the kind, what became of it, and the names of the fields."""
    before, saved = change.before, change.after
    action = "added" if before is None else "removed" if saved.deleted and not before.deleted else "changed"
    fields = [] if before is None else list(differing(before, saved))
    return f"{type(saved).__name__}.{action}", saved.id, {"fields": fields}
