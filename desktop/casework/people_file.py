"""A people file looked at before it comes in: every row that cannot be read, and who is in the register already."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from desktop.casework import board as boards
from desktop.errors import UserError
from desktop.redaction.people import Cast, Subject, cast_from_csv
from storage.records import Person
from storage.store import Store

MOST_PROBLEMS = 100
_ROW = re.compile(r"Row (\d+)\b")


@dataclass(frozen=True)
class PeopleFile:
    """What a file holds: the rows that can come in, a sentence for each that cannot (the cell is never repeated), and
    whether more than ``MOST_PROBLEMS`` were found."""

    cast: Cast
    problems: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Duplicate:
    """A row whose name and kind the register has already. ``code`` is the person's; bodies are never added twice."""

    subject: Subject
    code: str
    is_body: bool


def read(path: Path) -> bytes:
    """The bytes of a file. Raises ``UserError``."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise UserError("The people file could not be read.", "Check its name.", field="file") from problem


def check(data: bytes) -> PeopleFile:
    """Read a people file row by row: one that cannot be read does not hide the others.

    Raises ``UserError`` for what is wrong with the file as a whole (encoding, header, quotation marks).
    """
    problems: list[str] = []
    while True:
        try:
            return PeopleFile(cast_from_csv(data), tuple(problems))
        except UserError as problem:
            match = _ROW.match(problem.what)
            if match is None:
                if problems:
                    return PeopleFile(Cast(), tuple(problems))
                raise
            problems.append(f"{problem.what} {problem.do}".strip())
            if len(problems) >= MOST_PROBLEMS:
                return PeopleFile(Cast(), tuple(problems), more=True)
            data = _without(data, int(match[1]))


def _without(data: bytes, row: int) -> bytes:
    """The file with one row emptied, so that the numbers of the others stay."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    rows[row - 1] = []
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def duplicates(store: Store, case_id: str, cast: Cast) -> tuple[Duplicate, ...]:
    """Rows that name somebody whom the register of the case has already."""
    people = {(one.kind.value, one.name.casefold()): one.code for one in store.find(Person, case_id=case_id)}
    bodies = {(one.kind.value, one.name.casefold()): one.short_code for one in boards.bodies(store, case_id)}
    found = []
    for subject in cast:
        key = (subject.kind, subject.name.casefold())
        if key in people or key in bodies:
            found.append(Duplicate(subject, people.get(key) or bodies.get(key, ""), key in bodies))
    return tuple(found)
