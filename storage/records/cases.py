"""The board, those who work in the vault, cases, notes and meetings, and rows of registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from storage.partial_date import UNDATED, PartialDate
from storage.records.base import Row, searchable
from storage.records.vocabulary import CaseStage, NoteKind


@dataclass(frozen=True, kw_only=True)
class Worker(Row):
    """A person who opens the vault. Their name stands here, never in the vault's header."""

    name: str = ""
    role: str = ""
    slot_id: str = ""
    slot_kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Board(Row):
    """The board's own record; one in a vault. ``body_id`` is the board as a body of the register."""

    name: str = ""
    short_name: str = ""
    body_id: str = ""
    nation: str = "england"
    terminology: str = "scr-2015"
    framework: str = "scr-2016"
    chair: str = ""
    manager: str = ""
    contact: str = ""
    mailbox: str = ""
    phone: str = ""
    address: str = ""
    letterhead_blob: str = ""
    letterhead_alt: str = ""
    marking: str = "OFFICIAL-SENSITIVE"
    standing_statement: str = ""
    two_people: bool = True
    idle_minutes: int = 10


@dataclass(frozen=True, kw_only=True)
class Case(Row):
    """From referral to closing. ``code_name`` and ``reference`` are neutral words; no surname stands in either."""

    code_name: str = searchable()
    reference: str = searchable()
    stage: CaseStage = CaseStage.REFERRAL
    terminology: str = "scr-2015"
    framework: str = "scr-2016"
    referred_on: PartialDate = UNDATED
    incident_on: PartialDate = UNDATED
    decided_on: PartialDate = UNDATED
    period_from: PartialDate = UNDATED
    period_until: PartialDate = UNDATED
    summary: str = searchable()
    hold: bool = False
    hold_reason: str = ""
    hold_since: datetime | None = None
    hold_released_at: datetime | None = None
    hold_released_by: str = ""
    hold_authority: str = ""
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class Note(Row):
    """Words written down here. An account and the reviewer's reflections on it are two notes from the first key stroke.

    ``form`` is typed, handwritten, audio, transcript or correction. A note frozen with ``frozen_at`` is corrected by
    another that names it in ``parent_id``. ``never_made`` notes carry the declaration in ``text``. ``conversation_id``
    is the conversation or event it is the account of; ``topics`` its guide, ``script`` the opening script that was
    read, ``shown_ids`` and ``shown_words`` the documents shown. ``originals`` says what is known of a notebook or
    recording: none, lodged (``original_ids``, items), held, or never_made.
    """

    LIVE: ClassVar[frozenset[str]] = frozenset({"distressing", "originals", "original_ids", "originals_words"})

    kind: NoteKind = NoteKind.NOTE
    title: str = searchable()
    text: str = searchable()
    on: PartialDate = UNDATED
    started: str = ""
    mode: str = ""
    place: str = ""
    present: str = ""
    form: str = "typed"
    about_ids: tuple[str, ...] = ()
    speaker_ids: tuple[str, ...] = ()
    author_id: str = ""
    author_role: str = ""
    parent_id: str = ""
    told: str = ""
    told_version: str = ""
    conversation_id: str = ""
    topics: tuple[str, ...] = ()
    script: str = ""
    shown_ids: tuple[str, ...] = ()
    shown_words: str = ""
    originals: str = ""
    original_ids: tuple[str, ...] = ()
    originals_words: str = ""
    pages: int = 0
    frozen_at: datetime | None = None
    distressing: bool = False

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None


@dataclass(frozen=True, kw_only=True)
class Meeting(Row):
    """A meeting with its papers and minutes; each version circulated is a record of its own."""

    LIVE: ClassVar[frozenset[str]] = frozenset()

    kind: str = ""
    title: str = searchable()
    on: PartialDate = UNDATED
    place: str = ""
    attended: str = searchable()
    apologies: str = ""
    minutes: str = searchable()
    version: int = 1
    circulated_at: datetime | None = None
    earlier_id: str = ""

    @property
    def frozen(self) -> bool:
        return self.circulated_at is not None


@dataclass(frozen=True, kw_only=True)
class RegisterRow(Row):
    """A row of a register that a framework declares as data (``desktop.markers.registers``).

    ``values`` holds JSON values by field id. ``frozen_at`` is set when the row is signed, sent or issued.
    """

    LIVE: ClassVar[frozenset[str]] = frozenset()

    register: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    text: str = searchable()
    position: int = 0
    frozen_at: datetime | None = None
    corrects_id: str = ""

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None


@dataclass(frozen=True, kw_only=True)
class Draft(Row):
    """Typed text that is not saved yet: kept every few seconds, offered again after a crash or a lock.

    ``place`` names the page and field, ``record_id`` the record it belongs to, if there is one yet. The audit tells
    that one was begun and that it was let go or saved; not each keeping, which is every two seconds.
    """

    UNTOLD: ClassVar[frozenset[str]] = frozenset({"body"})

    place: str = ""
    record_id: str = ""
    body: dict[str, Any] = field(default_factory=dict)
