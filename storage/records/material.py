"""Material: files and things held, their text, what happened to them, and loans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from storage.partial_date import UNDATED, PartialDate
from storage.records.base import Row, searchable
from storage.records.vocabulary import MaterialKind, Medium, Origin, Relation


@dataclass(frozen=True, kw_only=True)
class Material(Row):
    """A file or thing that the board holds, or knows was lost, destroyed or never made.

    ``blob_id`` names the original bytes; ``sha256`` and ``size`` are of those. ``title`` is given by a person, never
    taken from ``file_name``. ``readable`` is whether Caseward could take words or pictures out; ``read_notes`` says
    what it met, in sentences without case text.
    """

    kind: MaterialKind = MaterialKind.OTHER
    title: str = searchable()
    origin: Origin = Origin.AGENCY
    from_agency_id: str = ""
    from_person_id: str = ""
    doc_date: PartialDate = UNDATED
    received_on: date | None = None
    medium: Medium = Medium.ELECTRONIC
    pages: int = 0
    rows: int = 0
    seconds: int = 0
    extent_note: str = ""
    file_name: str = ""
    media_type: str = ""
    blob_id: str = ""
    size: int = 0
    sha256: str = ""
    hashed_at: datetime | None = None
    parent_id: str = ""
    relation: Relation = Relation.NONE
    readable: bool = True
    read_notes: tuple[str, ...] = ()
    distressing: bool = False
    retention_class: str = ""
    retain_until: date | None = None
    remarks: str = searchable()


@dataclass(frozen=True, kw_only=True)
class MaterialText(Row):
    """The words taken out of a material; ``page_starts`` are offsets in code points where pages begin."""

    material_id: str = ""
    text: str = searchable()
    page_starts: tuple[int, ...] = ()
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class Continuity(Row):
    """Something that happened to an item: received, scanned, moved, lent, viewed, exported, returned, destroyed."""

    APPEND_ONLY: ClassVar[bool] = True

    record_id: str = ""
    at: datetime | None = None
    happened: str = ""
    who: str = ""
    where: str = ""
    why: str = ""
    condition: str = ""
    hash_before: str = ""
    hash_after: str = ""


@dataclass(frozen=True, kw_only=True)
class Loan(Row):
    """A plaintext copy of originals outside the store: open until its return or destruction is recorded.

    ``purpose`` is loan (a form that Caseward cannot show), return (to its owner) or archive (the whole review, without
    ``material_id``; ``sha256`` is that of its manifest).
    """

    material_id: str = ""
    purpose: str = "loan"
    sha256: str = ""
    reason: str = ""
    to: str = ""
    lent_at: datetime | None = None
    ended_at: datetime | None = None
    ended_how: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark(Row):
    """Withholds or highlights a span of the text of a record (code points), with the words as they were.

    ``reason`` is R1 to R12 for a withheld span, empty for a highlight; ``code`` is the factor of a highlight, and of a
    withheld span the id of the person it is about, where somebody said so.
    """

    record_kind: str = ""
    record_id: str = ""
    field_name: str = ""
    start: int = 0
    end: int = 0
    quoted: str = ""
    reason: str = ""
    code: str = ""
    memo: str = searchable()
    checker_id: str = ""
    drifted: bool = False


@dataclass(frozen=True, kw_only=True)
class Pseudonym(Row):
    """What a profile calls a person or body in this case, drawn once and kept. ``words`` or ``ordinal`` of a role."""

    profile: str = ""
    subject_id: str = ""
    words: str = ""
    ordinal: int = 0


@dataclass(frozen=True, kw_only=True)
class WordDecision(Row):
    """What a person decided about a word or place: ``not_a_name``, ``this_is``, ``keep`` and so on."""

    word: str = ""
    decision: str = ""
    subject_id: str = ""
    profile: str = ""
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ProfileCopy(Row):
    """A profile that the board copied and edited; ``toml`` is its whole text."""

    profile: str = ""
    name: str = ""
    toml: str = ""


@dataclass(frozen=True, kw_only=True)
class Extra(Row):
    """A small settings-like record of a vault by ``key`` (packs out, known public sources, published wording)."""

    key: str = ""
    body: dict[str, Any] = field(default_factory=dict)
