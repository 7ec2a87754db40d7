"""The files of a folder of a marker pack whose tables are written on one line each, with the line of any problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.errors import UserError
from desktop.pack_file import Folder, PackFile


@dataclass(frozen=True)
class PackText:
    """One parsed file of a pack, its text, and its data in the words of a terminology."""

    file: PackFile
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The file's name, for people."""
        return self.file.name

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


def pack_texts(folder: Folder, labels: Mapping[str, str] | None = None) -> list[PackText]:
    """The TOML files of ``folder`` by name, in the words of a terminology; none when the folder is absent.

    Raises ``UserError`` for a file that is not TOML.
    """
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")) if folder.is_dir() else []
    found = [PackFile.read(folder, name) for name in names]
    return [PackText(file, all_worded(file.data, labels or {})) for file in found]


_WORD = re.compile(r"\{(\w+)\|([^{}]*)\}")


def worded(text: str, labels: Mapping[str, str]) -> str:
    """``text`` in the words of a terminology: ``{panel|National panel}`` becomes its ``panel``, or the rest.

    Where the words after the bar begin with a capital, so does what takes their place.
    """

    def said(match: re.Match[str]) -> str:
        found = labels.get(match[1], "") or match[2]
        return found[:1].upper() + found[1:] if match[2][:1].isupper() else found

    return _WORD.sub(said, text)


def all_worded(value: Any, labels: Mapping[str, str]) -> Any:
    """``worded`` for every text in what TOML gives."""
    if isinstance(value, str):
        return worded(value, labels)
    if isinstance(value, list):
        return [all_worded(each, labels) for each in value]
    if isinstance(value, dict):
        return {key: all_worded(each, labels) for key, each in value.items()}
    return value
