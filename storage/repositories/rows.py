"""Reading and writing records of any kind on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from storage.problems import StorageProblem
from storage.records.base import Row
from storage.tables import load_all
from storage.tables.mapping import TABLES, from_values, to_column, to_values

R = TypeVar("R", bound=Row)
load_all()


def kind_named(name: str) -> type[Row]:
    """The record class called ``name``.

    Raises ``KeyError`` for a name that is none.
    """
    return next(kind for kind in TABLES if kind.__name__ == name)


def _where(kind: type[Row], equals: dict[str, Any], deleted: bool | None) -> list[Any]:
    table = TABLES[kind]
    conditions = [] if deleted is None else [table.c.deleted == deleted]
    for name, value in equals.items():
        if isinstance(value, (list, set, frozenset)):
            conditions.append(table.c[name].in_([to_column(kind, name, one) for one in value]))
        else:
            conditions.append(table.c[name] == to_column(kind, name, value))
    return conditions


def find(
    connection: Connection,
    kind: type[R],
    equals: dict[str, Any],
    *,
    order: Sequence[str] = (),
    limit: int | None = None,
    offset: int = 0,
    deleted: bool | None = False,
) -> tuple[R, ...]:
    """Records whose fields equal ``equals`` (a list or set: one of them); ``order`` names fields, ``-`` before one
    turns it round. Tombstones are left out unless ``deleted`` is None (all) or True (only they)."""
    table = TABLES[kind]
    statement = select(*table.c).where(*_where(kind, equals, deleted))
    for name in (*order, "created_at", "id"):
        column = table.c[name.removeprefix("-")]
        statement = statement.order_by(column.desc() if name.startswith("-") else column)
    if limit is not None:
        statement = statement.limit(limit).offset(offset)
    return tuple(from_values(kind, row) for row in connection.execute(statement))


def count(connection: Connection, kind: type[Row], equals: dict[str, Any], *, deleted: bool | None = False) -> int:
    """How many records ``find`` would give."""
    statement = select(func.count()).select_from(TABLES[kind]).where(*_where(kind, equals, deleted))
    return int(connection.execute(statement).scalar_one())


def get(connection: Connection, kind: type[R], record_id: str) -> R:
    """The record with that id, tombstone or not.

    Raises ``StorageProblem`` ``gone`` when there is none.
    """
    table = TABLES[kind]
    row = connection.execute(select(*table.c).where(table.c.id == record_id)).first()
    if row is None:
        raise StorageProblem("gone", "That record is not in this vault.", "Go back to the list and open it again.")
    return from_values(kind, row)


def insert(connection: Connection, records: Iterable[Row]) -> None:
    """Add records, all of one kind."""
    rows = list(records)
    if rows:
        connection.execute(TABLES[type(rows[0])].insert(), [to_values(row) for row in rows])


def replace(connection: Connection, record: Row) -> None:
    """Write a record over its earlier revision.

    Raises ``StorageProblem`` ``stale`` when somebody saved another revision in between.
    """
    table = TABLES[type(record)]
    values = to_values(record)
    statement = table.update().where(table.c.id == record.id, table.c.revision == record.revision - 1).values(values)
    if connection.execute(statement).rowcount != 1:
        raise StorageProblem(
            "stale", "This record was changed elsewhere since you opened it.", "Open it again and repeat your change."
        )
