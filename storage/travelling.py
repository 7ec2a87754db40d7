"""Rows as they travel: columns' values in bulk, their digests, what the other side last held, blobs, and bulk saving.

Here: what a merge reads and writes on two connections, without a rule of its own. A merge works on the values of the
columns, so that two equal values are equal text. Not here: files and keys (``packing``), the merge itself.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from storage import audit, opened, search
from storage.records import Case
from storage.records.base import KEEPING, Row, differing, searchable_fields
from storage.store import Change, Store, Work
from storage.tables.exchange import pack_base
from storage.tables.mapping import TABLES, from_values, to_values
from storage.tables.system import blob_chunks, blobs, facts

Values = dict[str, Any]
Key = tuple[str, str]
"""Name of a kind, id of a record."""
SILENT = KEEPING - {"deleted"}
PACK = "pack"
"""The fact of a store that makes it a pack: its manifest."""
UNTIDY = "search-untidy"
"""The fact that words replaced by a large merge still stand in the search indexes, until ``tidy``."""
_AT_ONCE = 500
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_FEW = 50


def kinds() -> tuple[type[Row], ...]:
    """Every kind of record that the store keeps."""
    return tuple(TABLES)


def values_of(record: Row) -> Values:
    """The columns' values of a record."""
    return to_values(record)


def record_of(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The record with those columns' values; what is not among them is as in a new record."""
    known = {**_empty(kind), **values}
    return from_values(kind, [known[name] for name in _empty(kind)])


def _empty(kind: type[Row]) -> Values:
    found = _EMPTY.get(kind)
    if found is None:
        found = _EMPTY[kind] = to_values(kind())
    return found


_EMPTY: dict[type[Row], Values] = {}


def empty(kind: type[Row]) -> Values:
    """The columns' values of a new record of a kind."""
    return dict(_empty(kind))


def rows(store: Store, kind: type[Row], case_ids: Sequence[str]) -> Iterator[Values]:
    """The columns' values of all records of a kind in those cases, tombstones too."""
    table = TABLES[kind]
    names = [column.name for column in table.c]
    found = store.connection.execute(select(*table.c).where(_within(kind, case_ids)))
    for part in found.partitions(_AT_ONCE):
        for row in part:
            yield dict(zip(names, row, strict=True))


def _within(kind: type[Row], case_ids: Sequence[str]) -> Any:
    """Belonging to those cases; a case is its own."""
    table = TABLES[kind]
    return (table.c.id if kind is Case else table.c.case_id).in_(case_ids)


def unlike(
    store: Store, kind: type[Row], case_ids: Sequence[str], known: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Values]]:
    """The digest of every record of a kind in those cases, and the values of those whose digest is not the ``known``
    one, by id."""
    table = TABLES[kind]
    names = [column.name for column in table.c]
    said = itemgetter(*(at for at, name in enumerate(names) if name not in SILENT))
    at_id = names.index("id")
    digests: dict[str, str] = {}
    others: dict[str, Values] = {}
    for row in store.connection.execute(select(*table.c).where(_within(kind, case_ids))):
        record_id = row[at_id]
        digests[record_id] = one = _hash(said(row))
        if known.get(record_id) != one:
            others[record_id] = dict(zip(names, row, strict=True))
    return digests, others


def some(store: Store, kind: type[Row], ids: Iterable[str]) -> dict[str, Values]:
    """The columns' values of the records with those ids, by id."""
    table = TABLES[kind]
    names = [column.name for column in table.c]
    found: dict[str, Values] = {}
    for part in _parts(sorted(set(ids))):
        for row in store.connection.execute(select(*table.c).where(table.c.id.in_(part))):
            values = dict(zip(names, row, strict=True))
            found[values["id"]] = values
    return found


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def digest(values: Mapping[str, Any]) -> str:
    """A hash of what a record says, without its revision, times and authors."""
    return _hash([value for name, value in values.items() if name not in SILENT])


def _hash(said: Sequence[Any]) -> str:
    return hashlib.blake2b(_encode(said).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Base:
    """What the other side held at one crossing. ``held`` has the own values of those fields that were sent altered."""

    kind: str
    record_id: str
    generation: int
    digest: str
    sent: Values
    held: Values


def add_base(work: Work, pack_id: str, bases: Iterable[Base]) -> None:
    """Keep what the other side of a pack holds from a crossing on."""
    given = [
        {
            "pack_id": pack_id, "record_kind": one.kind, "record_id": one.record_id, "generation": one.generation,
            "digest": one.digest, "sent": _json(one.sent), "held": _json(one.held) if one.held else "",
        }
        for one in bases
    ]  # fmt: skip
    if given:
        work.connection.execute(insert(pack_base), given)


def base_digests(store: Store, pack_id: str, kind: str) -> Iterator[tuple[str, int, str]]:
    """Id, generation and digest of everything of a kind that a pack ever held."""
    table = pack_base
    query = select(table.c.record_id, table.c.generation, table.c.digest)
    yield from store.connection.execute(query.where(table.c.pack_id == pack_id, table.c.record_kind == kind))


def bases(store: Store, pack_id: str, kind: str, ids: Iterable[str]) -> dict[str, list[Base]]:
    """What a pack held of those records at each crossing."""
    found: dict[str, list[Base]] = {}
    for part in _parts(sorted(set(ids))):
        query = select(pack_base).where(
            pack_base.c.pack_id == pack_id, pack_base.c.record_kind == kind, pack_base.c.record_id.in_(part)
        )
        for row in store.connection.execute(query):
            held = json.loads(row.held) if row.held else {}
            one = Base(kind, row.record_id, row.generation, row.digest, json.loads(row.sent), held)
            found.setdefault(row.record_id, []).append(one)
    return found


def blob_ids(kind: type[Row]) -> tuple[str, ...]:
    """The fields of a kind that name kept files."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.name == "blob_id" or f.name.endswith("_blob"))


def copy_blobs(source: Store, target: Store, ids: Iterable[str]) -> int:
    """Copy kept files by id, those that are not there yet; gives how many. Raises nothing for one that is missing."""
    copied = 0
    for blob_id in dict.fromkeys(filter(None, ids)):
        if target.connection.execute(select(blobs.c.id).where(blobs.c.id == blob_id)).first():
            continue
        row = source.connection.execute(select(blobs).where(blobs.c.id == blob_id)).mappings().first()
        if row is None:
            continue
        target.connection.execute(insert(blobs).values(**row))
        numbers = select(blob_chunks.c.number).where(blob_chunks.c.blob_id == blob_id).order_by(blob_chunks.c.number)
        for number in source.connection.execute(numbers).scalars().all():
            one = select(blob_chunks).where(blob_chunks.c.blob_id == blob_id, blob_chunks.c.number == number)
            chunk = source.connection.execute(one).mappings().one()
            target.connection.execute(insert(blob_chunks).values(**chunk))
        copied += 1
    return copied


def audit_links(store: Store) -> dict[int, str]:
    """The MACs of the whole audit by number."""
    return audit.macs(store.connection)


def audit_head(store: Store) -> tuple[int, str]:
    """Number and MAC of the last line of the audit."""
    head = audit.head(store.connection)
    return head.seq, head.mac


def set_fact(store: Store, name: str, value: Mapping[str, Any]) -> None:
    """Keep a fact of the store about itself, as JSON."""
    opened.set_fact(store.connection, name, _json(value))


def fact(store: Store, name: str) -> Values:
    """A fact of the store about itself, from JSON; empty when there is none."""
    text = store.connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()
    return json.loads(text) if text else {}


def lay_down(store: Store, records: Iterable[Row]) -> None:
    """Write new records as they are and make them findable, unaudited: the filling of a pack, told by one line."""
    group = [(None, record) for record in records]
    for kind in dict.fromkeys(type(after) for _, after in group):
        _write(store.connection, kind, [pair for pair in group if type(pair[1]) is kind])
    _make_findable(store.connection, group)


def save(work: Work, pairs: Sequence[tuple[Row | None, Row]]) -> None:
    """Write records as they are, many at once: ``(before, after)``, before None for a new one.

    Ids, authors, times and revisions are the caller's; search, audit and the list of changes are kept as ``Work``
    keeps them.
    """
    by_kind: dict[type[Row], list[tuple[Row | None, Row]]] = {}
    for before, after in pairs:
        by_kind.setdefault(type(after), []).append((before, after))
    for kind, group in by_kind.items():
        _write(work.connection, kind, group)
    few = len(pairs) <= _FEW
    with contextlib.nullcontext() if few else search.many(work.connection):
        _make_findable(work.connection, pairs)
    if not few:
        set_fact(work, UNTIDY, {"since": work.circumstances.now().isoformat()})
    work.note_saved([Change(before, after) for before, after in pairs])


def tidy(work: Work) -> None:
    """Overwrite what a large ``save`` left in the search indexes; a transaction of its own, after the merge."""
    if fact(work, UNTIDY):
        search.tidy(work.connection)
        set_fact(work, UNTIDY, {})


def _write(conn: Connection, kind: type[Row], group: Sequence[tuple[Row | None, Row]]) -> None:
    table = TABLES[kind]
    new = [to_values(after) for before, after in group if before is None]
    changed = [to_values(after) for before, after in group if before is not None]
    if new:
        conn.execute(table.insert(), new)
    if changed:
        columns: Values = {column.name: bindparam(f"to_{column.name}") for column in table.c if column.name != "id"}
        statement = table.update().where(table.c.id == bindparam("of_id")).values(columns)
        conn.execute(
            statement, [{"of_id": one.pop("id"), **{f"to_{name}": v for name, v in one.items()}} for one in changed]
        )


def _make_findable(conn: Connection, pairs: Sequence[tuple[Row | None, Row]]) -> None:
    texts: list[dict[str, str]] = []
    for before, after in pairs:
        kind = type(after)
        names = searchable_fields(kind)
        if before is not None:
            touched = set(differing(before, after))
            names = names if "deleted" in touched else tuple(name for name in names if name in touched)
        for name in names:
            text = "" if after.deleted else getattr(after, name)
            if text.strip():
                place = {"case_id": after.case_id, "kind": kind.__name__, "record_id": after.id}
                texts.append({**place, "field": name, "text": text})
            elif before is not None:
                search.drop(conn, after.id, name)
    search.put_all(conn, texts)
