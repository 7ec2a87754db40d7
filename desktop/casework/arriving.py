"""Files on their way in: what a folder holds, and one result a file as soon as that file is safely stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop import intake
from desktop.casework import entries, material
from desktop.casework.material import FileResult
from desktop.errors import UserError
from desktop.session import Session
from storage.records import IndexEntry
from storage.store import Store

MOST = 5_000
"""Files of one folder that come in at once; more is refused in words."""
Source = tuple[str, bytes | Path]


def files_in(folder: Path) -> tuple[Source, ...]:
    """The files of a folder and of the folders in it, by name; hidden ones are left out. Raises ``UserError``."""
    if not folder.is_dir():
        raise UserError("There is no such folder.", "Choose a folder that exists.", field="folder")
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not found:
        raise UserError("The folder holds no files.", "Choose another folder.", field="folder")
    if len(found) > MOST:
        raise UserError(f"The folder holds more than {MOST:,} files.", "Choose a folder inside it.", field="folder")
    return tuple((path.name, path) for path in found)


def bring_in(
    session: Session,
    case_id: str,
    files: Sequence[Source],
    *,
    arrived: Callable[[int, FileResult], None],
    cancelled: Callable[[], bool],
    **fields: Any,
) -> int:
    """Bring files in one by one; ``arrived(number, result)`` after each. Gives how many were tried before it was called
    off; those are safely stored and stay."""
    tried = 0
    with intake.reader() as worker:
        for name, source in files:
            if cancelled():
                break
            result = material.add_file(session, case_id, name, source, worker=worker, **fields)
            tried += 1
            arrived(tried, result)
    return tried


def references(store: Store, record_ids: Sequence[str]) -> tuple[str, ...]:
    """The working references or numbers of items, for saying which files are equal."""
    found = store.find(IndexEntry, record_kind="Material", record_id=list(record_ids)) if record_ids else ()
    return tuple(entries.short_ref(one) for one in found)
