"""Passes, judgements, evidence and sign-offs of the quality markers; published wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from storage.records.base import Row, searchable


@dataclass(frozen=True, kw_only=True)
class MarkerPass(Row):
    """A dated round through the markers: ``kind`` is setting_up, in_progress or looking_back."""

    kind: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    closed_by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Judgement(Row):
    """One judgement on one question in one pass from one perspective; a later one supersedes it."""

    LIVE: ClassVar[frozenset[str]] = frozenset({"superseded_by"})

    pass_id: str = ""
    marker: str = ""
    question: str = ""
    perspective: str = ""
    status: str = "not_considered"
    narrative: str = searchable()
    counter_evidence: str = searchable()
    no_evidence_because: str = ""
    not_applicable_because: str = ""
    declined: bool = False
    dissent: str = searchable()
    action: str = searchable()
    revisit_on: date | None = None
    considered_on: date | None = None
    discussed_at: str = ""
    signed_at: datetime | None = None
    decided_by: str = ""
    proof_id: str = ""
    supersedes_id: str = ""
    superseded_by: str = ""

    @property
    def frozen(self) -> bool:
        return self.signed_at is not None


@dataclass(frozen=True, kw_only=True)
class EvidenceLink(Row):
    """What a judgement or finding rests on: any record and a place in it."""

    judgement_id: str = ""
    record_kind: str = ""
    record_id: str = ""
    place: str = ""
    shows: str = searchable()
    strength: str = ""
    counter: bool = False
    confidential: bool = False
    publishable: bool = False
    record_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class SignOff(Row):
    """A marker, stage or record signed off: decided by, recorded by, proof (DESIGN section 8)."""

    APPEND_ONLY: ClassVar[bool] = True

    subject_kind: str = ""
    subject_id: str = ""
    pass_id: str = ""
    decided_by: str = ""
    decided_role: str = ""
    decided_on: date | None = None
    proof_kind: str = ""
    proof_id: str = ""
    reason: str = ""
    digest: str = ""
    reopened: bool = False


@dataclass(frozen=True, kw_only=True)
class StageState(Row):
    """How far somebody got with a stage of a wizard, and where they were."""

    pass_id: str = ""
    marker: str = ""
    stage: str = ""
    status: str = "not_started"
    read: bool = False
    cursor: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishedText(Row):
    """The board's own copy of official wording. ``part`` is statement, rationale or a question number."""

    framework: str = ""
    marker: str = ""
    part: str = ""
    text: str = ""
    source: str = ""
