"""Every field of an entry, grouped: how it is shown and how it is changed (data dictionary, section 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.wording import listed, partial_date, plural, sentence, uk_date, uk_moment
from storage.records import (
    Answer,
    DocStatus,
    IndexEntry,
    MaterialKind,
    Medium,
    Origin,
    Privilege,
    Relation,
    WitnessStatus,
    words,
)
from views import kit
from views.disclosure.picture import Picture
from views.kit import DayField, LinesField, TicksField
from views.kit.fields import Field

INDICATORS = {
    "incident": "Account of the incident",
    "injury": "Account of injury or timeline",
    "family": "Account by a family member",
    "witness": "Account by a witness",
    "inconsistent": "Prior inconsistent account",
    "credibility": "Credibility",
    "third_party": "Third-party perpetrator",
    "health": "Health or capacity of the accused",
    "agency": "Agency failing raised as defence",
    "expert": "Expert opinion",
    "none": "None apparent",
}


@dataclass(frozen=True)
class Spec:
    """One field: ``kind`` is text, long, partial, day, choice, person, people, body, bodies, ticks, lines, number, yes
    or entry. ``shown`` alone is never edited here: it is a decision, or the record's own."""

    name: str
    words: str
    kind: str = "text"
    options: Any = None
    hint: str = ""
    shown: bool = False


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    id: str
    title: str
    specs: tuple[Spec, ...]

    @property
    def editable(self) -> tuple[Spec, ...]:
        """Those that are changed in one small form."""
        return tuple(spec for spec in self.specs if not spec.shown)


GROUPS = (
    Group(
        "what",
        "What it is",
        (
            Spec("kind", "Type", "choice", MaterialKind),
            Spec("origin", "Where it comes from", "choice", Origin),
            Spec("title", "Title, internal"),
            Spec("description_internal", "Description, internal", "long", hint="May use real names. It never goes out"),
            Spec("doc_date", "Date of document", "partial"),
            Spec("period", "Period it is about", "partial"),
            Spec("received_on", "Made or received", "day"),
            Spec("author_id", "Author", "person"),
            Spec("author_role", "Author’s role", hint="A role alone; it is printed"),
            Spec("author_agency_id", "Author’s agency", "body"),
            Spec("recipients", "Recipients", hint="Roles alone"),
            Spec("medium", "Form", "choice", Medium),
            Spec("extent", "Extent", hint="For example, 4 pages, 412 rows, 11 minutes"),
            Spec("doc_status", "Draft or final", "choice", DocStatus),
            Spec("doc_version", "Version"),
            Spec("is_copy", "Is it a copy?", "choice", Answer),
            Spec("original_location", "Where the original is"),
            Spec("relation", "Relation", "choice", Relation, shown=True),
            Spec("parent_id", "To item", "entry", shown=True),
            Spec("mentioned_ids", "People mentioned", "people"),
            Spec(
                "indicators",
                "Possible relevance, internal",
                "ticks",
                INDICATORS,
                "Not a decision on disclosure. It never goes out",
            ),
            Spec("is_block", "Stands for several items", "yes"),
            Spec("block_quantity", "Items in the block", "number"),
            Spec("block_basis", "Why they are one block"),
        ),
    ),
    Group(
        "account",
        "Whose account",
        (
            Spec("speaker_ids", "Account of", "people"),
            Spec("witness_status", "Witness status as advised", "choice", WitnessStatus),
            Spec("witness_advised_on", "Advised on", "partial"),
            Spec("statement_before", "Police statement taken first", "choice", Answer),
            Spec("terms", "What the speaker was told", "long", hint="About the use of the note; it is printed"),
        ),
    ),
    Group(
        "owner",
        "Owner and position",
        (
            Spec("owner_id", "Owner", "body", shown=True),
            Spec("owner_contact", "Owner’s contact"),
            Spec("owner_confirmed_on", "Owner confirmed on", "day", shown=True),
            Spec("owner_confirmed_by", "Confirmed by", shown=True),
            Spec("successor_id", "Successor", "body", shown=True),
            Spec("owner_position", "Owner’s position", "choice", shown=True),
            Spec("owner_position_on", "Position taken on", "day", shown=True),
            Spec("owner_position_reason", "Owner’s reason", shown=True),
            Spec("controller_ids", "Data controllers", "bodies"),
        ),
    ),
    Group(
        "sensitivity",
        "Sensitivity",
        (
            Spec("claim", "Claim", "choice", shown=True),
            Spec("claim_reason", "Reason", shown=True),
            Spec("who_may_view", "Who may view", shown=True),
            Spec("privilege", "Privilege", "choice", Privilege),
            Spec("privilege_holder", "Whose privilege"),
            Spec("restrictions", "Court restrictions", "long", hint="In short; it is printed"),
        ),
    ),
    Group(
        "acts",
        "Police and court",
        (
            Spec("police_hold", "Already held by police", "choice", Answer),
            Spec("police_hold_how", "How they hold it"),
        ),
    ),
    Group(
        "copies",
        "Copies and continuity",
        (
            Spec("location", "Place to inspect it", hint="For example, Board’s secure store, by appointment"),
            Spec("holder", "Who holds it"),
            Spec(
                "copies_held", "Copies held by others", "lines", hint="One a line: body, purpose, given and returned on"
            ),
            Spec("retention_class", "Retention class"),
            Spec("retain_until", "Keep until", "day"),
            Spec("disposal", "Disposal", shown=True),
        ),
    ),
)


def say(spec: Spec, entry: IndexEntry, found: Picture) -> str:
    """The value of a field in words; nothing where there is none."""
    value = getattr(entry, spec.name)
    if isinstance(value, StrEnum):
        return words(value)
    if spec.kind in ("partial",):
        return sentence(partial_date(value)) if value.known else ""
    if spec.kind == "day":
        return uk_date(value) if value else ""
    if spec.kind == "body":
        return found.body(value)
    if spec.kind == "bodies":
        return listed([found.body(one) for one in value])
    if spec.kind == "people":
        return ", ".join(found.people[one].code for one in value if one in found.people)
    if spec.kind == "person":
        return found.people[value].code if value in found.people else ""
    if spec.kind == "entry":
        other = found.by_id().get(value)
        return found.short(other) if other else ""
    if spec.kind == "ticks":
        return ", ".join(spec.options.get(one, one) for one in value)
    if spec.kind == "lines":
        return "; ".join(value)
    if spec.kind == "yes":
        return "Yes" if value else ""
    return str(value or "")


def shown(group: Group, entry: IndexEntry, found: Picture) -> list[tuple[str, str]]:
    """The facts of a group that are known, then the names of those that are not, in one line."""
    facts = [(spec.words, say(spec, entry, found)) for spec in group.specs]
    known = [(name, value) for name, value in facts if value]
    missing = [
        spec.words for spec, (_name, value) in zip(group.specs, facts, strict=True) if not value and not spec.shown
    ]
    if missing:
        known.append(("Not recorded", ", ".join([missing[0], *(one[:1].lower() + one[1:] for one in missing[1:])])))
    return known


def hash_facts(entry: IndexEntry) -> list[tuple[str, str]]:
    """Bytes and hash of an electronic item."""
    if not entry.sha256:
        return [("Hash", "None: it is not an electronic file")]
    taken = f", taken {uk_moment(entry.hashed_at)}" if entry.hashed_at else ""
    return [("Size", plural(entry.size, "byte")), ("SHA-256", f"{entry.sha256[:16]}…{entry.sha256[-12:]}{taken}")]


def _choices(kind: type[StrEnum]) -> dict[str, str]:
    return {member.value: words(member) for member in kind if words(member)}


def make_field(spec: Spec, entry: IndexEntry, found: Picture) -> Field:
    """The control for a field, holding what is recorded."""
    value = getattr(entry, spec.name)
    if spec.kind == "long":
        return kit.long_text(spec.words, spec.hint, optional=True, value=value, lines=2)
    if spec.kind == "lines":
        field = LinesField(spec.words, spec.hint, optional=True, lines=2)
        field.set_value(value)
        return field
    if spec.kind == "partial":
        return kit.date_field(spec.words, spec.hint, optional=True, value=value)
    if spec.kind == "day":
        return DayField(spec.words, spec.hint, optional=True, value=value)
    if spec.kind == "choice":
        return kit.choice(spec.words, _choices(spec.options), spec.hint, value=value.value)
    if spec.kind == "body":
        return kit.choice(spec.words, found.owners(), spec.hint, optional=True, value=value, combo=True)
    if spec.kind == "person":
        return kit.choice(spec.words, found.codes(), spec.hint, optional=True, value=value, combo=True)
    if spec.kind == "bodies":
        return TicksField(spec.words, found.owners(), spec.hint, value=value)
    if spec.kind == "people":
        return TicksField(spec.words, found.codes(), spec.hint, value=value)
    if spec.kind == "ticks":
        return TicksField(spec.words, spec.options, spec.hint, value=value)
    if spec.kind == "number":
        return kit.number_field(spec.words, spec.hint, high=1_000_000, value=value)
    if spec.kind == "yes":
        return kit.choice(spec.words, {"yes": "Yes", "": "No"}, spec.hint, value="yes" if value else "")
    return kit.text_field(spec.words, spec.hint, optional=True, value=value)


def to_record(group: Group, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form holds, as the record keeps it."""
    made: dict[str, Any] = {}
    for spec in group.editable:
        value = values[spec.name]
        if spec.kind == "choice":
            value = spec.options(value)
        elif spec.kind == "yes":
            value = value == "yes"
        elif spec.kind == "long":
            value = " ".join(value.split())
        made[spec.name] = value
    return made
