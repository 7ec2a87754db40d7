"""One file that holds a whole vault: a ZIP, stored and not compressed, with ``vault.json`` and ``store.db``.

One file because it is renamed into place in one step and cannot be copied by half; stored because encrypted bytes do
not get smaller. Only these two members are ever read from one, by name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from storage import files, header
from storage.header import Header
from storage.problems import StorageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

STORE = "store.db"
_BLOCK = 1024 * 1024


def write(target: Path, head: Header, store: Path) -> None:
    """Write ``head`` and ``store`` to the new private file ``target`` and read them back.

    Raises ``OSError``, or ``StorageProblem("backup")`` when what is read back is not what was written.
    """
    files.create_private(target)
    with target.open("r+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            archive.writestr(header.NAME, head.to_bytes())
            archive.write(store, STORE)
        raw.flush()
        os.fsync(raw.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(raw.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that the disk is read, not our memory
    try:
        kept = _holds(target, head, store)
    except StorageProblem:
        kept = False
    if not kept:
        raise StorageProblem("backup", "What was written could not be read back.", "Try another disk.")


def _holds(target: Path, head: Header, store: Path) -> bool:
    """Whether the file, read again, gives that key file and the bytes of that store."""
    with store.open("rb") as source:
        expected = hashlib.file_digest(source, "sha256").digest()
    with reading(target) as archive, archive.open(STORE) as member:
        same = hashlib.file_digest(member, "sha256").digest() == expected  # type: ignore[arg-type]
        return same and _read_header(archive) == head


@contextmanager
def reading(source: Path) -> Iterator[zipfile.ZipFile]:
    """Open a bundle; raises ``StorageProblem("not-a-backup")`` for any other file, also when it is read later."""
    try:
        with zipfile.ZipFile(source) as archive:
            for name in (header.NAME, STORE):
                if archive.getinfo(name).compress_type != zipfile.ZIP_STORED:
                    raise not_one()
            yield archive
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise not_one() from None
    except PermissionError:
        raise files.no_permission(source) from None
    except FileNotFoundError:
        raise StorageProblem("missing", f"There is no file {source}.", "Check the path.") from None
    except IsADirectoryError:
        raise not_one() from None


def read_header(source: Path) -> Header:
    """The key file in a bundle; raises as ``reading`` and ``header.parse``."""
    with reading(source) as archive:
        return _read_header(archive)


def unpack_store(source: Path, target: Path) -> None:
    """Copy the store out of a bundle to the new private file ``target``; raises as ``reading``, and ``OSError``."""
    files.create_private(target)
    with reading(source) as archive, archive.open(STORE) as member, target.open("r+b") as out:
        _copy(member, out)
        out.flush()
        os.fsync(out.fileno())


def not_one() -> StorageProblem:
    """The problem for a file that is no bundle, or a damaged one."""
    return StorageProblem("not-a-backup", "This file is not a backup, or it is damaged.", "Choose another backup.")


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    shutil.copyfileobj(source, target, _BLOCK)


def _read_header(archive: zipfile.ZipFile) -> Header:
    with archive.open(header.NAME) as member:
        return header.parse(member.read(header.SIZE_LIMIT + 1))
