"""One process a vault: a kernel lock on ``vault.lock``, and the wait after wrong passphrases that is noted in it.

The kernel lets go when a process ends in any way, so no lock is ever stale. The file's text (process, time, slot,
wrong tries) is information only and starts at the second byte: on Windows the first one is locked.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from storage.circumstances import Circumstances
from storage.problems import StorageProblem

NAME = "vault.lock"
FREE_TRIES = 5
LONGEST_WAIT = 60.0


@dataclass
class LockNote:
    """What the lock file says. Times are ISO text in UTC."""

    pid: int = 0
    opened: str = ""
    slot: str = ""
    wrong: int = 0
    last_wrong: str = ""


class VaultLock:
    """The lock of one vault folder. ``held`` is False on a medium that cannot be written, where none is needed."""

    def __init__(self, folder: Path, circumstances: Circumstances) -> None:
        self._path = folder / NAME
        self._circumstances = circumstances
        self._lock = FileLock(self._path, mode=0o600, thread_local=False)
        self.note = LockNote()
        self.held = False

    def acquire(self, wait: float = 0.0) -> None:
        """Take the lock within ``wait`` seconds; raises ``StorageProblem("in-use")``."""
        before = _read(self._path)
        try:
            self._lock.acquire(timeout=wait)
        except Timeout:
            raise StorageProblem(
                "in-use", f"The vault is open in another window{_since(before)}.", "Close or lock it first."
            ) from None
        except OSError:
            self.note = before  # a medium that cannot be written; whoever opens will see that for itself
            return
        self.held = True
        now = self._circumstances.now().isoformat()
        self.note = LockNote(os.getpid(), now, "", before.wrong, before.last_wrong)
        self._write()

    def release(self) -> None:
        """Let go. May be called twice."""
        if self.held:
            self.held = False
            self._lock.release()

    def check_wait(self) -> None:
        """Raise ``StorageProblem("wait")`` while a wrong passphrase makes the next try wait."""
        if self.note.wrong < FREE_TRIES:
            return
        limit = min(2.0 ** (self.note.wrong - FREE_TRIES), LONGEST_WAIT)
        now = self._circumstances.now()
        try:
            since = (now - datetime.fromisoformat(self.note.last_wrong)).total_seconds()
        except (ValueError, TypeError):
            return
        if since < 0:  # the clock was put back: count from now, not from a time to come
            since, self.note.last_wrong = 0.0, now.isoformat()
            self._write()
        left = limit - since
        if left > 0:
            seconds = int(left) + 1
            raise StorageProblem(
                "wait",
                "There have been several wrong passphrases.",
                f"Wait {seconds} second{'' if seconds == 1 else 's'}, then try again.",
            )

    def wrong_try(self) -> None:
        """Note that a passphrase was wrong."""
        self.note.wrong += 1
        self.note.last_wrong = self._circumstances.now().isoformat()
        self._write()

    def opened(self, slot_id: str) -> None:
        """Note that the vault is open, and by which slot."""
        self.note = LockNote(os.getpid(), self.note.opened, slot_id)
        self._write()

    def _write(self) -> None:
        if not self.held:
            return
        with contextlib.suppress(OSError), self._path.open("r+b", buffering=0) as file:
            file.seek(1)
            file.write(json.dumps(asdict(self.note)).encode())
            file.truncate()


def _read(path: Path) -> LockNote:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(1)
            data = json.loads(file.read(4096))
        wrong = int(data["wrong"]), str(data["last_wrong"])
        return LockNote(int(data["pid"]), str(data["opened"]), str(data["slot"]), *wrong)
    except (OSError, ValueError, KeyError, TypeError):
        return LockNote()


def _since(note: LockNote) -> str:
    """When it was opened, for the refusal; never by whom."""
    try:
        moment = datetime.fromisoformat(note.opened).astimezone()
    except ValueError:
        return ""
    return f" since {moment:%H:%M} on {moment.day} {moment:%B %Y}"
