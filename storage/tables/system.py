"""Tables the store itself needs: facts about itself, the audit chain, blobs, and the search index.

The audit table refuses changes by triggers (a defence against our own mistakes; the chain of MACs is the evidence).
Search keeps its text once, in ``search_text``; two FTS5 indexes read it through the view ``search_source``: whole
words with prefixes, and trigrams for parts of words. ``folded`` is filled only where the text is not plain ASCII.
"""

from __future__ import annotations

from sqlalchemy import DDL, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, event

from storage.tables import metadata

facts = Table(
    "store_fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("prev_mac", Text, nullable=False),
    Column("mac", Text, nullable=False),
)

# A key that once sealed the chain, kept so that links from before a rotation can still be verified.
audit_eras = Table(
    "audit_era",
    metadata,
    Column("last_seq", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
)

blobs = Table(
    "blob",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
)

blob_chunks = Table(
    "blob_chunk",
    metadata,
    Column("blob_id", Text, ForeignKey("blob.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

search_text = Table(
    "search_text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text),
    Index("ix_search_text_record", "record_id", "field", unique=True),
    Index("ix_search_text_scope", "id", "case_id", "kind"),
)

# FTS table -> its columns and how it cuts them into terms. ``scope`` is two terms, case and kind, so that a search in
# one case meets the notes of that case alone.
INDEXES = {
    "search_words": (("body", "scope"), "tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3'"),
    "search_parts": (("body",), 'tokenize="trigram remove_diacritics 1"'),
}
_SOURCES = {
    "body": "coalesce({row}folded, {row}text)",
    "scope": "'c' || replace({row}case_id, '-', '') || ' k' || {row}kind",
}


def _search_statements() -> list[str]:
    """The view, the two FTS tables, their secure deletion and the triggers that keep them in step."""
    body, scope = (_SOURCES[name].format(row="") for name in ("body", "scope"))
    statements = [f"CREATE VIEW search_source AS SELECT id, {body} AS body, {scope} AS scope FROM search_text"]
    into, out = [], []
    for name, (columns, options) in INDEXES.items():
        listed = ", ".join(columns)
        new, old = (", ".join(_SOURCES[column].format(row=row) for column in columns) for row in ("new.", "old."))
        into.append(f"INSERT INTO {name}(rowid, {listed}) VALUES (new.id, {new});")
        out.append(f"INSERT INTO {name}({name}, rowid, {listed}) VALUES ('delete', old.id, {old});")
        statements += [
            f"CREATE VIRTUAL TABLE {name} USING fts5({listed}, content='search_source', content_rowid='id', {options})",
            f"INSERT INTO {name}({name}, rank) VALUES ('secure-delete', 1)",
        ]
    for moment, steps in (("INSERT", into), ("DELETE", out), ("UPDATE", out + into)):
        trigger = f"CREATE TRIGGER search_text_{moment.lower()} AFTER {moment} ON search_text BEGIN "
        statements.append(trigger + " ".join(steps) + " END")
    return statements


def _after(table: Table, statement: str) -> None:
    """Run ``statement`` once ``table`` has been created."""
    event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]


for _moment in ("UPDATE", "DELETE"):
    _after(
        audit,
        f"CREATE TRIGGER audit_no_{_moment.lower()} BEFORE {_moment} ON audit "
        "BEGIN SELECT raise(ABORT, 'the audit is append-only'); END",
    )
for _statement in _search_statements():
    _after(search_text, _statement)
