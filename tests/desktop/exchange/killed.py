"""``python -m tests.desktop.exchange.killed VAULT PASSPHRASE FILE STEP``: takes a pack back and is killed at a step."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from desktop import session as sessions
from desktop.exchange import returning

if __name__ == "__main__":
    folder, passphrase, file, fatal = sys.argv[1:]
    session = sessions.unlock(Path(folder), passphrase)
    update = Path(file).with_name("killed-update.caseward-pack")
    returning.bring_in(
        session,
        Path(file),
        update_to=update,
        at=lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == fatal else None,
    )
