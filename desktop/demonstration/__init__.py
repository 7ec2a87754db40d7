"""The demonstration: an invented review built through the services that a user calls.

Here: the script and the files it brings in. Not here: short cuts past the services. Everything in it is invented; its
passphrases are no secret.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.session import Session

PASSPHRASE = "heather ferry lantern meadow quay"
"""Opens the demonstration as the board manager of today."""
FORMER_PASSPHRASE = "thistle harvest copper window tide"
"""Opened it for the manager who left in August 2016; opens nothing since."""
ADMINISTRATOR_PASSPHRASE = "gravel orchard swift candle harbour"
"""Opens the demonstration as the administrator."""
LAPTOP_PASSPHRASE = "pebble orchard violin kettle dune"
"""Opened the lead reviewer's working pack, which is closed by the end of the story."""
EVENT_PASSPHRASE = "linnet saddle ginger beacon moor"
"""Opened the pack of the practitioner event."""
VAULT_NAME = "demo.caseward"


def build_session(folder: Path, step: Callable[[int, int, str], None]) -> Session:
    """Build the demonstration in ``folder`` and open it as the board manager, with the real clock.

    ``step`` hears how far it is: done, total, words. Raises ``UserError`` when the folder holds a vault.
    """
    from desktop import session as sessions
    from desktop.demonstration.builder import build

    report = build(folder, progress=step)
    return sessions.unlock(report.vault, PASSPHRASE)
