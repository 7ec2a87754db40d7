"""The demonstration for the window: built and opened in one go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop import session as sessions
from desktop.demonstration import PASSPHRASE
from desktop.demonstration.builder import build
from desktop.session import Session


def build_session(folder: Path, step: Callable[[int, int, str], None]) -> Session:
    """Build the demonstration in ``folder`` and open it as the board manager, with the real clock.

    ``step`` hears how far it is: done, total, words. Raises ``UserError`` when the folder holds a vault.
    """
    report = build(folder, progress=step)
    return sessions.unlock(report.vault, PASSPHRASE)
