"""Full-text search over everything a case holds: whole words, beginnings of words, and parts of words.

Two FTS5 indexes: ``unicode61`` finds words and beginnings, also of two letters (Ng, Li); ``trigram`` finds parts of
three letters or more. What a person types is always quoted, so that no text can be an error or an operator. Deleted
words leave the index at once (``secure-delete``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.folding import fold, fold_with_places
from storage.tables.system import INDEXES, search_text

_MOST_WORDS = 12
_MOST_LETTERS = 64
_SNIPPET = 160
# Up to so many matches are ranked; of more, the newest are shown.
_RANKED = 400
_JOINED_AT = 4
"""Pieces of an index that FTS5 joins into one as it writes: its own default."""


@dataclass(frozen=True)
class Hit:
    """One field of one record that holds what was asked for.

    ``ranges`` are (start, end) places of the words found in ``snippet``.
    """

    kind: str
    record_id: str
    case_id: str
    field: str
    snippet: str
    ranges: tuple[tuple[int, int], ...]


def put(conn: Connection, *, case_id: str, kind: str, record_id: str, field: str, text: str) -> None:
    """Make ``text`` findable as that field of that record, in place of what was there; empty text removes it."""
    if not text.strip():
        drop(conn, record_id, field)
        return
    clean, folded = _cleaned(text)
    values = {"case_id": case_id, "kind": kind, "text": clean, "folded": folded}
    statement = upsert(search_text).values(record_id=record_id, field=field, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["record_id", "field"], set_=values))


def put_all(conn: Connection, texts: Sequence[dict[str, str]]) -> None:
    """``put`` for many texts: dictionaries of what ``put`` is given by name. None of them may be blank."""
    rows: list[dict[str, str | None]] = []
    for one in texts:
        clean, folded = _cleaned(one["text"])
        rows.append({**one, "text": clean, "folded": folded})
    if rows:
        inserted = upsert(search_text)
        new = {name: inserted.excluded[name] for name in ("case_id", "kind", "text", "folded")}
        conn.execute(inserted.on_conflict_do_update(index_elements=["record_id", "field"], set_=new), rows)


def _cleaned(text: str) -> tuple[str, str | None]:
    """Text as it is kept for searching, and folded where that differs."""
    clean = text.replace("\x00", " ").encode("utf-8", "replace").decode()
    return clean, None if clean.isascii() else fold(clean)


def drop(conn: Connection, record_id: str, field: str | None = None) -> None:
    """Forget one field of a record, or all of it."""
    statement = delete(search_text).where(search_text.c.record_id == record_id)
    conn.execute(statement if field is None else statement.where(search_text.c.field == field))


def find(conn: Connection, query: str, *, case_id: str = "", kinds: Sequence[str] = (), limit: int = 50) -> list[Hit]:
    """Fields that hold every word of ``query``, best first: whole words, then beginnings, then parts of words.

    ``case_id`` and ``kinds`` narrow it. Never raises for any text; one without a letter or digit finds nothing.
    """
    words = _words(query)
    if not words or limit < 1:
        return []
    found: dict[int, None] = {}
    for index, match in _passes(words):
        for row_id in _matching(conn, index, match, case_id, kinds, limit):
            found.setdefault(row_id)
        if len(found) >= limit:
            break
    return _hits(conn, list(found)[:limit], words)


@contextmanager
def many(conn: Connection) -> Iterator[None]:
    """Twenty times as fast where hundreds of texts change in one transaction (measured): words that are replaced stay
    in the indexes, found by nobody, until ``tidy``, which also joins the pieces that are left apart until then."""
    for name, value in (("secure-delete", 0), ("automerge", 0)):
        _configure(conn, name, value)
    yield
    for name, value in (("secure-delete", 1), ("automerge", _JOINED_AT)):
        _configure(conn, name, value)


def tidy(conn: Connection) -> None:
    """Overwrite in the indexes what ``many`` left of words that were replaced."""
    for name in INDEXES:
        conn.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def _configure(conn: Connection, name: str, value: int) -> None:
    for index in INDEXES:
        conn.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('{name}', {value})")


def out_of_step(conn: Connection) -> list[str]:
    """The names of search indexes that do not agree with the text they index. On a connection that may write."""
    wrong = []
    for name in INDEXES:
        try:
            conn.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
        except Exception:  # FTS5 says it with several of the driver's errors
            wrong.append(name)
    return wrong


def rebuild(conn: Connection) -> None:
    """Make both indexes afresh from the text."""
    for name in INDEXES:
        conn.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")


def _words(query: str) -> list[str]:
    plain = query[:4096].replace("\x00", " ").encode("utf-8", "replace").decode()
    words = [word[:_MOST_LETTERS] for word in fold(plain).split()]
    return [word for word in words if any(letter.isalnum() for letter in word)][:_MOST_WORDS]


def _passes(words: list[str]) -> list[tuple[str, str]]:
    quoted = [_quoted(word) for word in words]
    passes = [("search_words", " ".join(quoted)), ("search_words", " ".join(word + "*" for word in quoted))]
    if all(len(word) >= 3 for word in words):
        passes.append(("search_parts", " ".join(quoted)))
    return passes


def _matching(conn: Connection, index: str, match: str, case_id: str, kinds: Sequence[str], limit: int) -> list[int]:
    """The rows that match, best first; where there are very many, the newest, for then rank says nothing."""
    source, where, values = _narrowed(index, match, case_id, kinds)
    for column, most in ((f"{index}.rowid DESC", _RANKED), ("rank", limit)):
        statement = text(f"SELECT {index}.rowid FROM {source} WHERE {where} ORDER BY {column} LIMIT :most")
        if "kinds" in values:
            statement = statement.bindparams(bindparam("kinds", expanding=True))
        found = list(conn.execute(statement, values | {"most": most}).scalars())
        if len(found) <= 1 or len(found) == _RANKED:
            return found[:limit]
    return found


def _narrowed(index: str, match: str, case_id: str, kinds: Sequence[str]) -> tuple[str, str, dict[str, Any]]:
    """Table, condition and values of a search in one case or some kinds."""
    if index == "search_words":
        terms = [f"body : ({match})"]
        terms += [f"scope : {_quoted('c' + case_id.replace('-', ''))}"] if case_id else []
        terms += [f"scope : ({' OR '.join(_quoted('k' + kind) for kind in kinds)})"] if kinds else []
        return index, f"{index} MATCH :match", {"match": " AND ".join(terms)}
    values: dict[str, Any] = {"match": match}
    if not case_id and not kinds:
        return index, f"{index} MATCH :match", values
    source = f"{index} CROSS JOIN search_text s INDEXED BY ix_search_text_scope ON s.id = {index}.rowid"
    where = f"{index} MATCH :match"
    if case_id:
        where, values["case_id"] = f"{where} AND s.case_id = :case_id", case_id
    if kinds:
        where, values["kinds"] = f"{where} AND s.kind IN :kinds", list(kinds)
    return source, where, values


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _hits(conn: Connection, ids: list[int], words: list[str]) -> list[Hit]:
    rows = {row.id: row for row in conn.execute(select(search_text).where(search_text.c.id.in_(ids)))}
    hits = []
    for row_id in ids:
        row = rows[row_id]
        snippet, ranges = _snippet(row.text, words)
        hits.append(Hit(row.kind, row.record_id, row.case_id, row.field, snippet, ranges))
    return hits


def _snippet(whole: str, words: list[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A piece of about 160 letters around the first word found, on one line, and where the words are in it."""
    found = _places(whole, words)
    first = found[0][0] if found else 0
    start = max(0, first - _SNIPPET // 4)
    if start:
        space = whole.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(whole), start + _SNIPPET)
    piece = re.sub(r"\s", " ", whole[start:end])
    before, after = ("… " if start else ""), (" …" if end < len(whole) else "")
    ranges = tuple((a - start + len(before), b - start + len(before)) for a, b in found if a >= start and b <= end)
    return before + piece + after, ranges


def _places(whole: str, words: list[str]) -> list[tuple[int, int]]:
    folded, places = fold_with_places(whole)
    pattern = "|".join(_forms(word) for word in sorted(set(words), key=len, reverse=True))
    whole_words = [match.span() for match in re.finditer(rf"(?<!\w)(?:{pattern})", folded)]
    spans = whole_words or [match.span() for match in re.finditer(pattern, folded)]
    if places is None:
        return spans
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def _forms(word: str) -> str:
    """A pattern for ``word`` in which any run of signs stands for any other, as the word index sees it."""
    parts = [re.escape(part) for part in re.split(r"[\W_]+", word) if part]
    return r"[\W_]+".join(parts)
