"""The entry point: ``caseward`` alone opens the window, ``caseward COMMAND …`` runs a command.

Nothing of Qt or the store is imported at the top: a child process that reads a foreign file may run this module's
top level (frozen builds do), and must not carry either.
"""

from __future__ import annotations

import multiprocessing
import sys

_PR_SET_DUMPABLE = 4


def _keep_memory_private() -> None:
    """No core dump and no other process of this user reading ours: the vault key is in memory (storage design, 2.4).

    Set again by every new image of the process: an exec makes a process dumpable. Where a system has no such
    switch (Windows, and dumpable outside Linux) nothing happens.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def main(argv: list[str] | None = None) -> int:
    """Run Caseward; ``argv`` is the command line without the program's name. Gives the exit status."""
    _keep_memory_private()
    multiprocessing.freeze_support()
    arguments = sys.argv[1:] if argv is None else argv
    if arguments:
        from desktop.commands import run as run_command

        return run_command(arguments)
    from views.application import run as open_window

    return open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
