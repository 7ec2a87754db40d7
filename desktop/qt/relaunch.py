"""Lock by starting afresh: the only wipe that works (storage design, section 2.4).

The order is the caller's duty before this is called: work cancelled, drafts committed, vault closed, children ended,
vault lock let go (engineering, finding 11). Nothing after ``relaunch`` runs: no ``atexit``, no ``finally``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

LOCKED_VAULT = "CASEWARD_LOCKED"  # the id of the vault to unlock again: an id, never a folder's name
LOCKED_REASON = "CASEWARD_LOCKED_REASON"


def command_line(*, frozen: bool, executable: str, argv: Sequence[str], orig_argv: Sequence[str]) -> list[str]:
    """The words that start this program again (engineering, finding 11): a frozen build has no interpreter to name."""
    return [executable, *argv[1:]] if frozen else [executable, *orig_argv[1:]]


def environment(present: Mapping[str, str], vault_id: str, reason: str) -> dict[str, str]:
    """What the new process is told: which vault to ask for, and why it locked."""
    return {**present, LOCKED_VAULT: vault_id, LOCKED_REASON: reason}


def taken_from(environ: dict[str, str] | os._Environ[str]) -> tuple[str, str]:
    """The vault id and reason that the process before left, taken out so that no child inherits them."""
    return environ.pop(LOCKED_VAULT, ""), environ.pop(LOCKED_REASON, "")


def relaunch(vault_id: str, reason: str) -> NoReturn:
    """Replace this process by a fresh one. On Windows, which cannot, start a new one and leave; it waits for the
    lock.
    """
    words = command_line(
        frozen=bool(getattr(sys, "frozen", False)),
        executable=sys.executable,
        argv=sys.argv,
        orig_argv=sys.orig_argv,
    )
    around = environment(os.environ, vault_id, reason)
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        subprocess.Popen(words, env=around, close_fds=True)
        os._exit(0)
    os.execve(words[0], words, around)
