"""One data file (markers, terminology), read so that anything wrong with it is told with file and line.

A pack belongs to the board, which may correct it (design, section 8); whoever edits it needs to be led to the line.
``tomllib`` forgets lines, so they are looked up again in the text when something is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NoReturn

from desktop.errors import UserError

Step = str | int
Folder = Path | Traversable

_DO = "Put that line right, then open the pack again. Nothing was changed."


@dataclass(frozen=True)
class PackFile:
    """A parsed file: its ``name`` for people, its ``text`` for line numbers, its ``data`` as TOML gives it."""

    name: str
    text: str
    data: dict[str, Any]

    @classmethod
    def read(cls, folder: Folder, name: str) -> PackFile:
        """Read ``name`` in ``folder``.

        Raises ``UserError`` when it is missing, is not UTF-8 or is not TOML.
        """
        try:
            text = (folder / name).read_bytes().decode("utf-8")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as problem:
            raise UserError(
                f"The pack has no file {name}.", "Put the file back, then open the pack again."
            ) from problem
        except UnicodeDecodeError as problem:
            line = problem.object.count(b"\n", 0, problem.start) + 1
            raise UserError(f"{name}, line {line}: the text is not UTF-8.", _DO) from problem
        try:
            return cls(name, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as problem:
            found = re.search(r"at line (\d+)", str(problem))
            line = int(found[1]) if found else text.count("\n") + 1
            raise UserError(f"{name}, line {line}: this line cannot be read as TOML.", _DO) from problem

    @property
    def top(self) -> Table:
        """The table that the file itself is."""
        return Table(self, self.data, ())

    def line(self, *path: Step) -> int:
        """The line (from 1) of ``path``, such as ``("question", 2, "text")``; where it is absent, of its table."""
        lines = self.text.splitlines()
        start, end, header = 0, len(lines), ""
        steps = list(path)
        while len(steps) >= 2 and isinstance(steps[1], int):
            header = f"{header}.{steps[0]}" if header else str(steps[0])
            at = [number for number in range(start, end) if _is_header(lines[number], header)]
            if steps[1] >= len(at):
                break
            start = at[steps[1]]
            end = at[steps[1] + 1] if steps[1] + 1 < len(at) else end
            steps = steps[2:]
        if steps and isinstance(steps[0], str):
            return _key_line(lines, start, end, steps[0]) + 1
        return start + 1

    def refuse(self, what: str, *path: Step) -> NoReturn:
        """Raise ``UserError`` saying ``what``, with the file and the line of ``path``."""
        raise UserError(f"{self.name}, line {self.line(*path)}: {what}", _DO, code="pack")


def _is_header(line: str, name: str) -> bool:
    return re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line) is not None


def _key_line(lines: list[str], start: int, end: int, key: str) -> int:
    for number in range(start, end):
        if number > start and re.match(r"\s*\[\[?[\w. -]+\]", lines[number]):
            break
        if re.match(rf'\s*"?{re.escape(key)}"?\s*=', lines[number]):
            return number
    # A table of the file that is not there at all: the first line is the best that can be said.
    return start


@dataclass(frozen=True)
class Table:
    """One table of a file, with checked access to its values; every refusal names the file and the line."""

    file: PackFile
    data: dict[str, Any]
    path: tuple[Step, ...]

    def refuse(self, what: str, *path: Step) -> NoReturn:
        """Raise ``UserError`` about ``path`` within this table."""
        self.file.refuse(what, *self.path, *path)

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse a key that is not among ``allowed``: a misspelt key would otherwise be lost in silence."""
        known = set(allowed)
        for key in self.data:
            if key not in known:
                self.refuse(f"“{key}” is not a word that Caseward knows here.", key)

    def text(self, key: str, *, optional: bool = False) -> str:
        """The text under ``key``, stripped; refused when it is missing, empty or not text."""
        if key not in self.data and optional:
            return ""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"“{key}” needs some text.", key)
        return " ".join(value.split())

    def whole(self, key: str, default: int | None = None) -> int:
        """The whole number under ``key``."""
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.refuse(f"“{key}” needs a whole number.", key)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """The true or false under ``key``."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.refuse(f"“{key}” needs true or false.", key)
        return value

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """The list of texts under ``key``; refused when it is empty or holds an empty text."""
        if key not in self.data and optional:
            return ()
        value = self.data.get(key)
        if not isinstance(value, list) or not value:
            self.refuse(f"“{key}” needs a list of texts.", key)
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.refuse(f"“{key}” has an empty text in its list.", key)
        return tuple(" ".join(item.split()) for item in value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables under ``[[key]]``, in order; none when there are none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(f"“{key}” needs to be written as [[{key}]].", key)
        return tuple(Table(self.file, item, (*self.path, key, at)) for at, item in enumerate(value))
