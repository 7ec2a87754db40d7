"""How a record becomes a table and a row becomes a record: one rule for all kinds.

Each field of the dataclass is a column of the same name; its type decides how it is kept. Times are UTC ISO text that
sorts, partial dates their ISO form, vocabularies their values, tuples and mappings JSON.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from storage.partial_date import PartialDate
from storage.records.base import Row
from storage.tables import metadata

R = TypeVar("R", bound=Row)
_Codec = tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]
TABLES: dict[type[Row], Table] = {}


def _same(value: Any) -> Any:
    return value


def _moment_out(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None


def _moment_in(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _day_out(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _day_in(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


_json_out = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_read_json = json.JSONDecoder().raw_decode


def _tuple_in(value: str) -> tuple[Any, ...]:
    return tuple(json.loads(value)) if value and value != "[]" else ()


_PLAIN: dict[Any, _Codec] = {
    str: (Text, _same, _same),
    int: (Integer, _same, _same),
    bool: (Boolean, _same, _same),
    datetime: (Text, _moment_out, _moment_in),
    date: (Text, _day_out, _day_in),
    PartialDate: (Text, lambda value: value.iso, PartialDate.from_iso),
    tuple: (Text, _json_out, _tuple_in),
    dict: (Text, _json_out, lambda value: _read_json(value)[0]),
}


def _codec(annotation: Any) -> _Codec:
    origin = typing.get_origin(annotation)
    if origin is UnionType or origin is typing.Union:
        return _codec(next(part for part in typing.get_args(annotation) if part is not type(None)))
    plain = origin or annotation
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return Text, (lambda value: value.value), plain
    return _PLAIN[plain]


_CODECS: dict[type[Row], tuple[tuple[str, _Codec], ...]] = {}
_READERS: dict[type[Row], tuple[tuple[str, ...], tuple[tuple[int, Callable[[Any], Any]], ...]]] = {}


def _codecs(kind: type[Row]) -> tuple[tuple[str, _Codec], ...]:
    known = _CODECS.get(kind)
    if known is None:
        hints = typing.get_type_hints(kind)
        known = tuple((field.name, _codec(hints[field.name])) for field in dataclasses.fields(kind))
        _CODECS[kind] = known
    return known


def declare(kind: type[Row], name: str, *indexed: str, unique: tuple[tuple[str, ...], ...] = ()) -> Table:
    """The table ``name`` for records of ``kind``; ``indexed`` columns get an index each, ``unique`` groups one."""
    hints = typing.get_type_hints(kind)
    columns: list[Column[Any]] = []
    for field in dataclasses.fields(kind):
        nullable = typing.get_origin(hints[field.name]) is UnionType
        columns.append(
            Column(field.name, _codec(hints[field.name])[0], primary_key=field.name == "id", nullable=nullable)
        )
    table = Table(name, metadata, *columns)
    for column in indexed:
        Index(f"ix_{name}_{column}", table.c[column])
    for group in unique:
        Index(f"ux_{name}_{'_'.join(group)}", *(table.c[part] for part in group), unique=True)
    TABLES[kind] = table
    return table


def to_values(record: Row) -> dict[str, Any]:
    """The values of a record by column."""
    return {name: codec[1](getattr(record, name)) for name, codec in _codecs(type(record))}


def from_values(kind: type[R], values: Any) -> R:
    """The record of ``kind`` that a row of its table holds (columns in the order of the fields)."""
    known = _READERS.get(kind)
    if known is None:
        codecs = _codecs(kind)
        read = tuple((at, codec[2]) for at, (_name, codec) in enumerate(codecs) if codec[2] is not _same)
        known = _READERS[kind] = (tuple(name for name, _codec in codecs), read)
    names, reading = known
    cells = list(values)
    for at, read_one in reading:
        cells[at] = read_one(cells[at])
    made = object.__new__(kind)
    # A frozen class sets field by field when it is made, at three times the cost.
    made.__dict__.update(zip(names, cells, strict=True))
    return made


def to_column(kind: type[Row], name: str, value: Any) -> Any:
    """What ``value`` of field ``name`` looks like in its column, for a comparison."""
    return dict(_codecs(kind))[name][1](value)


def to_json(record: Row) -> dict[str, Any]:
    """The record as plain JSON values, for packs, merges and reports."""
    return to_values(record)
