"""Writes notes for ever, saying the number of each once it is saved: ``python -m tests.faults.writes FOLDER FIRST``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.storage import vaults

if __name__ == "__main__":
    first = int(sys.argv[2])
    opened = vaults.reopen(Path(sys.argv[1]))
    print(0, flush=True)
    for number in range(1, 100_000):
        text = "word " * (1 + number * 37 % 900)

        def save(conn: object, number: int = number, text: str = text) -> None:
            vaults.note(conn, first + number, text)  # type: ignore[arg-type]
            opened.audit(conn, "tester", "note.added", f"n{first + number}")  # type: ignore[arg-type]

        opened.write(save)
        print(number, flush=True)
