"""Files of a vault on disk: private modes, durable writes, what to sweep, and folders that are not safe for a store."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from storage.problems import StorageProblem

PARTIAL = ".partial"
_LEFTOVERS = ("*.partial", "*.partial-wal", "*.partial-shm", "*.partial-journal", "*.tmp")
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "com~apple~clouddocs", "nextcloud")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "davfs", "ncpfs"}


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` (and its parents) readable by its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def create_private(path: Path) -> None:
    """Make an empty file of mode 0600; raises ``FileExistsError`` when there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def sync_file(path: Path) -> None:
    """Wait until the bytes of ``path`` are on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk (a no-op where folders cannot be opened)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_durably(source: Path, target: Path) -> None:
    """Give ``source`` the name ``target`` in one step that survives a power cut."""
    source.replace(target)
    sync_folder(target.parent)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: afterwards it holds the old bytes or the new ones, never a mixture."""
    scratch = path.with_name(path.name + ".tmp")
    handle = os.open(scratch, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace_durably(scratch, path)
    except BaseException:
        with contextlib.suppress(OSError):
            scratch.unlink()
        raise


def sweep(folder: Path) -> None:
    """Remove what an interrupted operation left: ``*.partial`` and ``*.tmp``, nothing else."""
    for pattern in _LEFTOVERS:
        for path in folder.glob(pattern):
            with contextlib.suppress(OSError):
                path.unlink()


def writable(folder: Path) -> bool:
    """Whether a file can be made in ``folder`` now."""
    probe = folder / f".probe-{os.getpid()}.tmp"
    try:
        create_private(probe)
        probe.unlink()
    except OSError:
        return False
    return True


def is_synced(folder: Path) -> bool:
    """Whether the path looks like a folder that a sync program copies behind our back."""
    parts = [part.casefold() for part in folder.absolute().parts]
    return any(part.startswith(name) for part in parts for name in _SYNCED)


def is_network(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Whether ``folder`` is on a network file system, as far as this system tells (Linux and Windows drives)."""
    if sys.platform == "win32":
        import ctypes

        drive = folder.absolute().anchor
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) == 4
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    place = folder.absolute().as_posix()
    best = ("", "")
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best[0]):
            best = (point, fields[2])
    return best[1] in _NETWORK


def no_permission(path: Path) -> StorageProblem:
    """The problem to raise when the system does not let us read or write ``path``."""
    return StorageProblem(
        "no-permission",
        f"This account may not read or write {path}.",
        "Ask whoever looks after the computer to give this account the folder, or open another vault.",
    )
