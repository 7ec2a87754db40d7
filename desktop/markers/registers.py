"""Registers as data: typed tables that hold what the quality markers ask a review and its board to record.

A framework pack declares its registers in ``registers/*.toml``. Nothing here names a marker, a register or a field:
another pack brings its own (markers design, section 8). Rows are kept by the store with their values as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

from desktop.casework import terminology
from desktop.markers.pack_text import PackText, pack_texts
from desktop.pack_file import Folder


class FieldKind(StrEnum):
    """What a field holds. A kind in the plural holds a list."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    PARTIAL_DATE = "partial_date"
    DATE = "date"
    MOMENT = "moment"
    YES_NO_UNKNOWN = "yes_no_unknown"
    NUMBER = "number"
    MONEY = "money"
    DAYS = "days"
    PERSON = "person"
    PEOPLE = "people"
    AGENCY = "agency"
    AGENCIES = "agencies"
    MATERIAL = "material"
    MATERIALS = "materials"
    MEETING = "meeting"
    MEETINGS = "meetings"
    NOTE = "note"
    NOTES = "notes"
    RECORD_LINK = "record_link"
    RECORDS_LINK = "records_link"
    QUESTION_LINKS = "question_links"


LISTS = frozenset(
    {
        FieldKind.MULTI_CHOICE, FieldKind.PEOPLE, FieldKind.AGENCIES, FieldKind.MATERIALS, FieldKind.MEETINGS,
        FieldKind.NOTES, FieldKind.RECORDS_LINK, FieldKind.QUESTION_LINKS,
    }
)  # fmt: skip
CHOICES = frozenset({FieldKind.CHOICE, FieldKind.MULTI_CHOICE})
LINK_TARGETS: Mapping[FieldKind, str] = {
    FieldKind.PERSON: "Person", FieldKind.PEOPLE: "Person", FieldKind.AGENCY: "Agency", FieldKind.AGENCIES: "Agency",
    FieldKind.MATERIAL: "Material", FieldKind.MATERIALS: "Material", FieldKind.MEETING: "Meeting",
    FieldKind.MEETINGS: "Meeting", FieldKind.NOTE: "Note", FieldKind.NOTES: "Note",
    FieldKind.RECORD_LINK: "RegisterRow", FieldKind.RECORDS_LINK: "RegisterRow",
}  # fmt: skip
"""Which kind of record a link field points at."""

YES_NO_UNKNOWN = {"yes": "Yes", "no": "No", "unknown": "Not known"}


@dataclass(frozen=True)
class Condition:
    """When a field is asked: another field of the same row holds one of ``values`` (or anything, if there are none)."""

    field: str
    values: frozenset[str] = frozenset()
    negated: bool = False

    @classmethod
    def read(cls, text: str) -> Condition:
        """Read ``field``, ``field=a|b`` or ``field!=a``."""
        match = re.fullmatch(r"(\w+)(?:(!?=)([\w|]+))?", text)
        if not match:
            raise ValueError(text)
        return cls(match[1], frozenset((match[3] or "").split("|")) - {""}, match[2] == "!=")

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether the row's ``values`` meet the condition."""
        value = values.get(self.field)
        held = set(value) if isinstance(value, (list, tuple)) else {str(value)} if value not in (None, "") else set()
        return (bool(held & self.values) if self.values else bool(held)) is not self.negated


@dataclass(frozen=True)
class Field:
    """One typed field of a register.

    ``register`` is what a record link points at. ``past``, ``not_before`` and ``after_incident`` are limits of a date.
    ``treatment`` is the class of the release profiles that free words in the field belong to ("" is ordinary text);
    ``never_in_index`` keeps a field out of every description that police or the defence may read.
    """

    id: str
    label: str
    kind: FieldKind
    hint: str = ""
    required: bool = False
    options: Mapping[str, str] | None = None
    only_if: Condition | None = None
    register: str = ""
    past: bool = False
    not_before: str = ""
    after_incident: bool = False
    treatment: str = ""
    never_in_index: bool = False

    @property
    def many(self) -> bool:
        """Whether it holds a list."""
        return self.kind in LISTS

    def choices(self) -> Mapping[str, str]:
        """Option ids and their labels, in order; empty for a field that is not chosen from a list."""
        return YES_NO_UNKNOWN if self.kind is FieldKind.YES_NO_UNKNOWN else self.options or {}


@dataclass(frozen=True)
class EntryRule:
    """How a row becomes an index entry (disclosure data dictionary, section 2.5).

    ``kind`` is a value of ``MaterialKind``; ``when`` the field whose filling makes the entry ("" is at the first save);
    ``per`` is ``row``, or ``register`` for one entry that stands for all rows; ``series`` is what is proposed to a
    person: ``open``, ``under_consideration`` or ``sensitive``. ``describe`` is a neutral starter without names. A row
    whose ``unless`` field (or one of several, with ``|``) links to an item or a note has its entry through that one,
    and makes none of its own. ``only_if`` is a condition on the row. ``status`` is a field that holds a value of
    ``EntryStatus`` (lost, destroyed, never made), which the entry takes over with the words of ``status_note``.
    """

    kind: str
    describe: str
    when: str = ""
    unless: str = ""
    per: str = "row"
    series: str = "open"
    only_if: str = ""
    status: str = ""
    status_note: str = ""

    @property
    def links(self) -> tuple[str, ...]:
        """The fields through which a row may have its entry instead."""
        return tuple(self.unless.split("|")) if self.unless else ()

    @property
    def condition(self) -> Condition | None:
        """What must hold in the row."""
        return Condition.read(self.only_if) if self.only_if else None


@dataclass(frozen=True)
class Register:
    """A typed table. ``scope`` is ``review`` or ``board``; ``row`` says in a sentence what one row is.

    ``parent`` is the link field that says which row of another register a row belongs to. A row of an ``append_only``
    register is never changed after its ``freezes_when`` field is filled ("" is at the first save): a correction is a
    new row that names it. ``worksheet`` is the choice of which each answer has a line of its own, so that none is left
    out unseen. ``counted`` names the dates between which days are counted, in the order in which they come.
    """

    id: str
    title: str
    scope: str
    one: str
    many: str
    row: str
    fields: tuple[Field, ...]
    summary: tuple[str, ...]
    order_by: str = ""
    parent: str = ""
    singleton: bool = False
    append_only: bool = False
    freezes_when: str = ""
    entry: EntryRule | None = None
    worksheet: str = ""
    counted: tuple[str, ...] = ()

    def field(self, field_id: str) -> Field:
        """The field of that id. Raises ``KeyError``."""
        for each in self.fields:
            if each.id == field_id:
                return each
        raise KeyError(f"{self.id}.{field_id}")

    def frozen(self, values: Mapping[str, Any]) -> bool:
        """Whether a saved row with these values may no longer be changed, only corrected by another."""
        return self.append_only and (not self.freezes_when or values.get(self.freezes_when) not in (None, "", []))

    def makes_entry(self, values: Mapping[str, Any]) -> bool:
        """Whether a saved row with these values stands in the index by an entry of its own (or of its register)."""
        rule = self.entry
        return rule is not None and self._due(rule, values) and not _filled(values) & set(rule.links)

    def linked(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The ids of the records through which a row stands in the index instead of by itself."""
        rule = self.entry
        if rule is None or not self._due(rule, values):
            return ()
        return tuple(str(values[field]) for field in rule.links if field in _filled(values))

    def _due(self, rule: EntryRule, values: Mapping[str, Any]) -> bool:
        condition = rule.condition
        return (not rule.when or rule.when in _filled(values)) and (condition is None or condition.holds(values))

    def has(self, field_id: str) -> bool:
        """Whether there is a field of that id."""
        return any(each.id == field_id for each in self.fields)


def _filled(values: Mapping[str, Any]) -> set[str]:
    return {key for key, value in values.items() if value not in (None, "", [])}


class RowLike(Protocol):
    """What this room needs of a stored row (``storage.records.RegisterRow`` has it)."""

    @property
    def id(self) -> str: ...
    @property
    def case_id(self) -> str: ...
    @property
    def register(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Registers:
    """All registers of a framework, in the order of their files."""

    framework: str
    by_id: Mapping[str, Register]

    def __getitem__(self, register_id: str) -> Register:
        return self.by_id[register_id]

    def __contains__(self, register_id: object) -> bool:
        return register_id in self.by_id

    def __iter__(self) -> Iterator[Register]:
        return iter(self.by_id.values())

    def of(self, scope: str) -> tuple[Register, ...]:
        """The registers of the ``review`` or of the ``board``."""
        return tuple(each for each in self if each.scope == scope)

    def children(self, register_id: str) -> tuple[Register, ...]:
        """The registers whose rows belong to a row of ``register_id``."""
        return tuple(each for each in self if each.parent and each.field(each.parent).register == register_id)


@lru_cache(maxsize=8)
def load(framework_id: str, terminology_id: str = "") -> Registers:
    """The registers of a framework that comes with Caseward, in the words of a terminology ("" is the pack's own).

    Raises ``UserError``, naming file and line, when a file cannot be read or contradicts itself.
    """
    folder = files("resources") / "markers" / framework_id / "registers"
    return read(framework_id, folder, labels_of(terminology_id))


def read(framework_id: str, folder: Folder, labels: Mapping[str, str] | None = None) -> Registers:
    """The registers in ``folder``; an absent folder is a pack without registers. Raises ``UserError``."""
    found: dict[str, Register] = {}
    places: dict[str, PackText] = {}
    for file in pack_texts(folder, labels):
        for raw in file.tables("register"):
            register = _register(raw, file)
            if register.id in found:
                raise file.problem(f"there are two registers called {register.id!r}", f'id = "{register.id}"')
            found[register.id] = register
            places[register.id] = file
    for register in found.values():
        _check_links(register, found, places[register.id])
    return Registers(framework_id, found)


def labels_of(terminology_id: str) -> Mapping[str, str]:
    """The words of a terminology; none for "". Raises ``KeyError`` for one that there is not."""
    return terminology.load(terminology_id).labels if terminology_id else {}


def describe(framework_id: str) -> list[dict[str, Any]]:
    """The registers and their fields as JSON values, for ``caseward markers --json``."""
    return [
        {
            "id": each.id, "title": each.title, "scope": each.scope, "singleton": each.singleton,
            "append_only": each.append_only, "index_entry": each.entry.kind if each.entry else None,
            "fields": [{"id": field.id, "label": field.label, "type": field.kind.value} for field in each.fields],
        }
        for each in load(framework_id)
    ]  # fmt: skip


_REGISTER_KEYS = {
    "id", "title", "scope", "one", "many", "row", "fields", "summary", "order_by", "parent", "singleton",
    "append_only", "freezes_when", "entry", "worksheet", "counted",
}  # fmt: skip
_FIELD_KEYS = {
    "id", "label", "type", "hint", "required", "options", "only_if", "register", "past", "not_before",
    "after_incident", "treatment", "never_in_index",
}  # fmt: skip


def _register(raw: Mapping[str, Any], file: PackText) -> Register:
    name = str(raw.get("id", "?"))
    near = f'id = "{name}"'
    missing = {"id", "title", "one", "many", "row", "fields", "summary"} - set(raw)
    if missing or set(raw) - _REGISTER_KEYS:
        word = f"has no {min(missing)!r}" if missing else f"has an unknown key {min(set(raw) - _REGISTER_KEYS)!r}"
        raise file.problem(f"register {name!r} {word}", near)
    fields = tuple(_field(each, name, file) for each in raw["fields"])
    ids = [each.id for each in fields]
    for twice in {each for each in ids if ids.count(each) > 1}:
        raise file.problem(f"register {name!r} has two fields called {twice!r}", f'id = "{twice}"', near)
    rule = EntryRule(**raw["entry"]) if "entry" in raw else None
    named = [*raw["summary"], raw.get("order_by", ""), raw.get("parent", ""), raw.get("freezes_when", "")]
    named += [raw.get("worksheet", ""), *raw.get("counted", ())]
    named += [rule.when, *rule.links, rule.status, rule.status_note] if rule else []
    named += [rule.condition.field] if rule and rule.condition else []
    named += [each.not_before for each in fields] + [each.only_if.field for each in fields if each.only_if]
    for unknown in [each for each in named if each and each not in ids]:
        raise file.problem(f"register {name!r} names a field {unknown!r} that it does not have", unknown, near)
    if raw.get("scope", "review") not in ("review", "board"):
        raise file.problem(f"register {name!r} has a scope other than review or board", "scope", near)
    return Register(
        id=name, title=raw["title"], scope=raw.get("scope", "review"), one=raw["one"], many=raw["many"],
        row=raw["row"], fields=fields, summary=tuple(raw["summary"]), order_by=raw.get("order_by", ""),
        parent=raw.get("parent", ""), singleton=raw.get("singleton", False),
        append_only=raw.get("append_only", False), freezes_when=raw.get("freezes_when", ""), entry=rule,
        worksheet=raw.get("worksheet", ""), counted=tuple(raw.get("counted", ())),
    )  # fmt: skip


def _field(raw: Mapping[str, Any], register: str, file: PackText) -> Field:
    name = str(raw.get("id", "?"))
    near, after = f'id = "{name}"', f'id = "{register}"'
    unknown = set(raw) - _FIELD_KEYS
    if unknown or not {"id", "label", "type"} <= set(raw):
        word = f"has an unknown key {min(unknown)!r}" if unknown else "needs an id, a label and a type"
        raise file.problem(f"field {register}.{name} {word}", near, after)
    try:
        kind = _kind(raw["type"])
        condition = Condition.read(raw["only_if"]) if "only_if" in raw else None
        options = dict(_option(each) for each in raw.get("options", ()))
    except ValueError as problem:
        raise file.problem(f"field {register}.{name}: cannot read {problem.args[0]!r}", near, after) from None
    if (kind in CHOICES) is not bool(options):
        raise file.problem(f"field {register}.{name}: options belong to a choice, and a choice needs them", near, after)
    plain = {
        key: raw[key] for key in ("hint", "required", "register", "past", "not_before", "after_incident") if key in raw
    }
    return Field(
        id=name, label=raw["label"], kind=kind, options=options or None, only_if=condition,
        treatment=raw.get("treatment", ""), never_in_index=raw.get("never_in_index", False), **plain,
    )  # fmt: skip


def _kind(text: str) -> FieldKind:
    """The kind of that name. Raises ``ValueError`` with the text as it stands."""
    if text not in {each.value for each in FieldKind}:
        raise ValueError(text)
    return FieldKind(text)


def _option(text: str) -> tuple[str, str]:
    """``id: label``; a colon inside the label is kept."""
    name, _, label = text.partition(":")
    if not re.fullmatch(r"[a-z0-9_]+", name) or not label.strip():
        raise ValueError(text)
    return name, label.strip()


def _check_links(register: Register, known: Mapping[str, Register], file: PackText) -> None:
    after = f'id = "{register.id}"'
    for each in register.fields:
        linked = each.kind in (FieldKind.RECORD_LINK, FieldKind.RECORDS_LINK)
        if linked is not bool(each.register) or (linked and each.register not in known):
            what = f"field {register.id}.{each.id} links to a register {each.register!r} that there is not"
            raise file.problem(what, f'id = "{each.id}"', after)
        if each.only_if and register.field(each.only_if.field).choices():
            for value in sorted(each.only_if.values - set(register.field(each.only_if.field).choices())):
                what = f"field {register.id}.{each.id} waits for an answer {value!r} that cannot be given"
                raise file.problem(what, f'id = "{each.id}"', after)
    if register.parent and register.field(register.parent).kind is not FieldKind.RECORD_LINK:
        raise file.problem(f"the parent of register {register.id!r} is not a record link", "parent", after)
