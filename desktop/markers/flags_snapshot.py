"""What the flags look at: rows of a case and its board by register, and a few facts from other records, at one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from desktop.markers.register_values import day_of
from desktop.markers.registers import Registers, RowLike


@dataclass(frozen=True)
class PersonFacts:
    """What flags need of a person. ``witness`` is whether police advised that they may be a witness or suspect."""

    id: str
    subject_child: bool = False
    died: bool = False
    witness: bool = False


@dataclass(frozen=True)
class AgencyFacts:
    """What flags need of a body: whether it is a member of the board, or the board itself."""

    id: str
    member: bool = False
    board: bool = False


@dataclass(frozen=True)
class ItemFacts:
    """What flags need of an index entry: its owner, whether that owner confirmed, and whether a body supplied it."""

    id: str
    owner_id: str = ""
    owner_confirmed: bool = False
    supplied: bool = False


@dataclass(frozen=True)
class Seen:
    """A row with readers for its values; ``day`` and ``last_day`` are the earliest and latest day a date can be."""

    row: RowLike

    @property
    def id(self) -> str:
        """The row's id."""
        return self.row.id

    def get(self, name: str) -> Any:
        """The value as kept, or None."""
        return self.row.values.get(name)

    def text(self, name: str) -> str:
        """A value as text; "" when empty."""
        value = self.row.values.get(name)
        return value.strip() if isinstance(value, str) else "" if value is None else str(value)

    def items(self, name: str) -> tuple[str, ...]:
        """The members of a list value; a single value counts as a list of one."""
        value = self.row.values.get(name)
        return tuple(value) if isinstance(value, list) else (str(value),) if value not in (None, "") else ()

    def filled(self, *names: str) -> bool:
        """Whether every one of these fields holds something."""
        return all(self.row.values.get(name) not in (None, "", []) for name in names)

    def day(self, name: str) -> date | None:
        """The earliest day the date in this field can be."""
        value = day_of(self.row.values.get(name))
        return value.first_day if value else None

    def last_day(self, name: str) -> date | None:
        """The latest day the date in this field can be."""
        value = day_of(self.row.values.get(name))
        return value.last_day if value else None


@dataclass(frozen=True)
class Snapshot:
    """Everything the flags see. ``rows`` holds rows that are not deleted, of the case and of the board, by register."""

    today: date
    registers: Registers
    rows: Mapping[str, tuple[RowLike, ...]] = field(default_factory=dict)
    people: tuple[PersonFacts, ...] = ()
    agencies: tuple[AgencyFacts, ...] = ()
    items: tuple[ItemFacts, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)

    def of(self, register: str, **wanted: str) -> Iterator[Seen]:
        """The rows of a register in which each named field holds, or contains, the value."""
        for row in self.rows.get(register, ()):
            seen = Seen(row)
            if all(value in seen.items(name) for name, value in wanted.items()):
                yield seen

    def one(self, register: str) -> Seen | None:
        """The row of a register that has one row a case."""
        return next(self.of(register), None)

    def row(self, register: str, row_id: str) -> Seen | None:
        """The row of that id."""
        return self._by_id.get((register, row_id))

    @cached_property
    def _by_id(self) -> Mapping[tuple[str, str], Seen]:
        # Ten thousand rows are asked for by id from within other loops: looking through them each time takes seconds.
        return {(register, row.id): Seen(row) for register, rows in self.rows.items() for row in rows}

    def latest(self, register: str, person_id: str) -> Seen | None:
        """The newest row about a person, by the day it was given and then by id."""
        return self._latest(register).get(person_id)

    def _latest(self, register: str) -> Mapping[str, Seen]:
        if register not in self._newest:
            newest: dict[str, Seen] = {}
            for row in sorted(self.of(register), key=lambda each: (each.day("given_on") or date.min, each.id)):
                newest[row.text("person")] = row
            self._newest[register] = newest
        return self._newest[register]

    @cached_property
    def _newest(self) -> dict[str, Mapping[str, Seen]]:
        return {}

    def newest(self, register: str) -> Iterable[Seen]:
        """The newest row about each person."""
        return self._latest(register).values()

    def has(self, register: str, **wanted: str) -> bool:
        """Whether there is such a row."""
        return any(True for _ in self.of(register, **wanted))

    def options(self, register: str, name: str) -> tuple[str, ...]:
        """The ids of the answers that a choice offers."""
        return tuple(self.registers[register].field(name).choices())

    def past(self, day: date | None) -> bool:
        """Whether a day is over."""
        return day is not None and day < self.today

    def limit(self, name: str) -> int:
        """A number of days that the pack, or the board, sets."""
        return self.limits[name]


@dataclass(frozen=True)
class CurrentRow:
    """A row whose links lead to the rows that now stand in place of corrected ones."""

    id: str
    case_id: str
    register: str
    values: Mapping[str, Any]


def by_register(rows: Iterable[RowLike]) -> dict[str, tuple[RowLike, ...]]:
    """Rows sorted into registers, in the order they come.

    Rows marked as deleted are left out, and so are rows that another one corrects; links to a corrected row lead to the
    correction.
    """
    kept = [row for row in rows if not getattr(row, "deleted", False)]
    newer = {old: row.id for row in kept if (old := getattr(row, "corrects_id", ""))}
    found: dict[str, list[RowLike]] = {}
    for row in kept:
        if row.id not in newer:
            found.setdefault(row.register, []).append(_current(row, newer) if newer else row)
    return {key: tuple(value) for key, value in found.items()}


def _current(row: RowLike, newer: Mapping[str, str]) -> RowLike:
    values = {key: _moved(value, newer) for key, value in row.values.items()}
    return row if values == row.values else CurrentRow(row.id, row.case_id, row.register, values)


def _moved(value: Any, newer: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_moved(each, newer) for each in value]
    seen: set[str] = set()
    while isinstance(value, str) and value in newer and value not in seen:
        seen.add(value)
        value = newer[value]
    return value
