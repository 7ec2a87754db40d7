"""Steps that only add: tables and columns of the model that a store does not have yet.

A table that lacks columns is built again as the model says and filled from what it held, so that a store brought up
to date has the same shape as a new one. New columns get what a new record has in them.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from storage.records import Row
from storage.tables import load_all
from storage.tables.mapping import TABLES, to_column


def add_what_is_missing(conn: Connection) -> tuple[str, ...]:
    """Give the store on ``conn`` every table and column of the model; gives the names of the tables it built."""
    metadata = load_all()
    kinds = {table.name: kind for kind, table in TABLES.items()}
    there = inspect(conn)
    built: list[str] = []
    for table in metadata.sorted_tables:
        if not there.has_table(table.name):
            table.create(conn)
            built.append(table.name)
            continue
        held = [column["name"] for column in there.get_columns(table.name)]
        if table.name in kinds and not {column.name for column in table.columns} <= set(held):
            _build_again(conn, table, kinds[table.name], held)
            built.append(table.name)
    return tuple(built)


def _build_again(conn: Connection, table: Table, kind: type[Row], held: list[str]) -> None:
    """``held`` are the columns the table has now; those the model no longer names are refused, never dropped."""
    gone = set(held) - {column.name for column in table.columns}
    if gone:
        raise LookupError(f"{table.name} has columns that the model does not name: {sorted(gone)}")
    fresh = {column.name: _first_value(kind, column.name) for column in table.columns if column.name not in held}
    for index in table.indexes:
        conn.execute(text(f'DROP INDEX IF EXISTS "{index.name}"'))
    conn.execute(text(f'ALTER TABLE "{table.name}" RENAME TO "{table.name}_before"'))
    table.create(conn)
    names = [*held, *fresh]
    into, given = ", ".join(f'"{name}"' for name in names), ", ".join(
        [*(f'"{name}"' for name in held), *(f":{name}" for name in fresh)]
    )
    conn.execute(text(f'INSERT INTO "{table.name}" ({into}) SELECT {given} FROM "{table.name}_before"'), fresh)
    conn.execute(text(f'DROP TABLE "{table.name}_before"'))


def _first_value(kind: type[Row], name: str) -> Any:
    """What a column holds for a record that was made before there was such a field."""
    found = next(one for one in dataclasses.fields(kind) if one.name == name)
    value = found.default if found.default is not dataclasses.MISSING else None
    if found.default_factory is not dataclasses.MISSING:
        value = found.default_factory()
    return to_column(kind, name, value)
