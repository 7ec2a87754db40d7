"""The files of a folder of a marker pack whose tables are written on one line each, with the line of any problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.errors import UserError
from desktop.pack_file import Folder, PackFile


@dataclass(frozen=True)
class PackText:
    """One parsed file of a pack and its text."""

    file: PackFile

    @property
    def name(self) -> str:
        """The file's name, for people."""
        return self.file.name

    @property
    def data(self) -> Mapping[str, Any]:
        """The file as TOML gives it."""
        return self.file.data

    def tables(self, key: str) -> Sequence[Mapping[str, Any]]:
        """The tables under ``[[key]]``. Raises ``UserError`` when it is written otherwise."""
        rows = self.data.get(key, [])
        if not isinstance(rows, list):
            raise self.problem(f"{key} needs to be written as [[{key}]].", f"[{key}]")
        return rows

    def problem(self, what: str, near: str, after: str = "") -> UserError:
        """The problem at the first line that holds ``near``, looked for from the first line that holds ``after``."""
        lines = self.file.text.splitlines()
        start = next((n for n, line in enumerate(lines) if after and after in line), 0)
        line = next((n for n in range(start, len(lines)) if near in lines[n]), start)
        return UserError(
            f"{self.name}, line {line + 1}: {what}.", "Put that line right, then open the pack again.", code="pack"
        )


def pack_texts(folder: Folder) -> list[PackText]:
    """The TOML files of ``folder`` by name; none when it is absent. Raises ``UserError`` for one that is not TOML."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")) if folder.is_dir() else []
    return [PackText(PackFile.read(folder, name)) for name in names]
