"""What happens on a disk that gets full: ``python -m tests.faults.full FOLDER`` on a small file system, then JSON.

Each step is noted by its outcome; the test reads them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from storage import backup, opened, rotation, verifying
from storage.problems import StorageProblem
from tests.storage import vaults


def outcome(step: Callable[[], object]) -> str:
    """``ok``, or the code of the problem."""
    try:
        step()
    except StorageProblem as problem:
        return problem.code
    return "ok"


def big(conn: Connection) -> None:
    vaults.note(conn, 9000, "abcdefghij " * 400_000)


def main(folder: Path) -> dict[str, object]:
    told: dict[str, object] = {}
    vault = vaults.reopen(folder)
    (folder / opened.RESERVE).write_bytes(bytes(400_000))
    told["too big"] = outcome(lambda: vault.write(big))
    told["reserve freed"] = not (folder / opened.RESERVE).exists()
    told["after it"] = outcome(lambda: vaults.fill(vault, 10, first=100))
    filler = folder.parent / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    told["when full"] = outcome(lambda: vaults.fill(vault, 400, first=1000))
    told["reads"] = vaults.count(vault) >= 50
    told["backup"] = outcome(lambda: backup.make(vault, folder.parent))
    told["new key"] = outcome(lambda: rotation.rotate(vault, {vault.slot_id: vaults.PASSPHRASE}))
    told["left over"] = [path.name for path in folder.parent.rglob("*") if "partial" in path.name]
    before = vaults.count(vault)
    filler.unlink()
    told["with room again"] = outcome(lambda: vaults.fill(vault, 20, first=5000))
    told["nothing lost"] = vaults.count(vault) == before + 20
    told["sound"] = list(verifying.verify(vault).findings)
    vault.close()
    again = vaults.reopen(folder)
    told["notices"] = [notice.code for notice in again.notices]
    again.close()
    return told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
