"""A value of a record in words, as the merge page shows it: names of fields, dates, codes instead of ids.

Works on columns' values as the merge keeps them; a value of a register row is ``values.NAME``.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from desktop import wording
from desktop.exchange.merge import DELETED
from desktop.markers import register_values
from desktop.markers import rows as registers
from desktop.markers.registers import Field, FieldKind, Register
from storage import records as kinds
from storage import travelling
from storage.partial_date import PartialDate
from storage.records import Agency, Case, IndexEntry, Person, RegisterRow, Row, Worker, words
from storage.store import Store

_LABELS = {
    "speaker_ids": "With whom", "text": "Words", "minutes": "Minutes",
    "author_id": "Written by", "agency_id": "Body", "parent_id": "Belongs to",
    "doc_date": "Date", "author_role": "Written by, in the role", "told": "What the person was told",
    "present": "Who else was there", "mode": "How", "place": "Where", "born": "Date of birth", "code_name": "Code name",
    "quoted": "Words that are marked", "attended": "Who attended", DELETED: "Kept or removed",
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
_PLAIN = frozenset({"mode", "form", "medium", "sha256", "working_ref", "number", "language", "standing"})
"""Fields of text with a vocabulary of their own: one side or the other, never words that somebody types."""


def kind_words(store: Store, record: Row) -> str:
    """What sort of record it is: ``Note``, ``Person``; of a register row what its register calls one."""
    register = _register(store, record)
    if register is not None:
        return f"{register.one[:1].upper()}{register.one[1:]}"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(record).__name__).capitalize()


def title(store: Store, record: Row) -> str:
    """What the record is called on the page: its title or code, of a row its summary."""
    register = _register(store, record)
    if isinstance(record, RegisterRow) and register is not None:
        return register_values.summary(register, record.values, lambda kind, key: named(store, kind, key))
    for name in ("code", "title", "code_name", "working_ref"):
        if getattr(record, name, ""):
            return str(getattr(record, name))
    said = str(getattr(record, "text", "") or getattr(record, "name", "")).strip()
    return said.split("\n", 1)[0][:80] or kind_words(store, record)


def label(store: Store, record: Row, name: str) -> str:
    """The name of a field in words."""
    if name.startswith("values."):
        found = _field(store, record, name)
        return found.label if found else _plainly(name.removeprefix("values."))
    return _LABELS.get(name, _plainly(name))


def _plainly(name: str) -> str:
    return re.sub(r"_ids?$", "", name).replace("_", " ").capitalize()


def said(store: Store, record: Row, name: str, value: Any) -> str:
    """A value in words; a text is given as it is."""
    if name == DELETED:
        return "Removed" if value else "Kept"
    if value in (None, ""):
        return ""
    found = _field(store, record, name) if name.startswith("values.") else None
    if found is not None:
        return register_values.shown(found, value, lambda kind, key: named(store, kind, key))
    if name.startswith("values."):
        return _in_words(store, value)
    typed = travelling.record_of(type(record), travelling.empty(type(record)) | {name: value})
    return _in_words(store, getattr(typed, name))


def is_text(store: Store, record: Row, name: str) -> bool:
    """Whether a field holds words that somebody types, so that two versions can be joined."""
    if name.startswith("values."):
        found = _field(store, record, name)
        return found is not None and found.kind in _TEXTS and not found.many
    declared = next((f for f in dataclasses.fields(record) if f.name == name), None)
    is_words = declared is not None and declared.type in ("str", str)
    return is_words and name not in _PLAIN and not name.endswith(("_id", "_by", "_blob"))


def _in_words(store: Store, value: Any) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case StrEnum():
            return words(value) or str(value)
        case PartialDate():
            return wording.partial_date(value)
        case datetime():
            return wording.uk_moment(value)
        case date():
            return wording.uk_date(value)
        case str() if _ID.fullmatch(value):
            return any_name(store, value)
        case list() | tuple():
            return wording.listed([_in_words(store, one) for one in value])
        case dict():
            parts = (f"{_plainly(str(name))}: {_in_words(store, one)}" for name, one in value.items())
            return "\n".join(parts)
    return str(value)


def any_name(store: Store, record_id: str) -> str:
    """What stands for an id of any kind of record that texts point at."""
    for kind in ("Person", "Agency", "Material", "Note", "Meeting", "Worker"):
        found = named(store, kind, record_id)
        if found:
            return found
    return "A record that is not here"


def named(store: Store, kind: str, record_id: str) -> str:
    """The code, name, reference or title of a record; empty for one that is not there."""
    record: Any = next(iter(store.find(_KINDS[kind], id=record_id, deleted=None, limit=1)), None)
    if record is None:
        return ""
    if isinstance(record, Person):
        return record.code
    if isinstance(record, Agency | Worker):
        return record.name
    if isinstance(record, RegisterRow):
        return title(store, record)
    entry = store.one(IndexEntry, record_id=record.id)
    return " ".join(part for part in (entry.working_ref if entry else "", record.title) if part)


_KINDS: dict[str, type[Row]] = {
    "Person": Person, "Agency": Agency, "Material": kinds.Material, "Note": kinds.Note, "Meeting": kinds.Meeting,
    "RegisterRow": RegisterRow, "Worker": Worker,
}  # fmt: skip


def _register(store: Store, record: Row) -> Register | None:
    if not isinstance(record, RegisterRow):
        return None
    case = store.one(Case, id=record.case_id) or next(iter(store.find(Case, limit=1)), None)
    known = registers.registers_of(case) if case else None
    return known[record.register] if known is not None and record.register in known else None


def _field(store: Store, record: Row, name: str) -> Field | None:
    register, field_id = _register(store, record), name.removeprefix("values.")
    return register.field(field_id) if register is not None and register.has(field_id) else None
