"""The disclosure index: entries, decisions on them, proceedings, issues and requests (data dictionary, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from storage.partial_date import UNDATED, PartialDate
from storage.records.base import Row, searchable
from storage.records.vocabulary import (
    Answer,
    DocStatus,
    EntryStatus,
    Listing,
    MaterialKind,
    Medium,
    Origin,
    OwnerPosition,
    Privilege,
    Relation,
    SensitivityClaim,
    Series,
    WitnessStatus,
)


@dataclass(frozen=True, kw_only=True)
class IndexEntry(Row):
    """One item of the index. The numbers in comments are those of the data dictionary, section 2.2.

    ``record_kind`` and ``record_id`` name what it lists; ``working_ref`` is its name until it has a number.
    ``owner_id`` (who decides), author, ``holder``, ``controller_ids`` and ``location`` are five different things.
    ``suggested_*`` are shown beside empty fields and count only when a person accepts them.
    """

    record_kind: str = ""
    record_id: str = ""
    working_ref: str = ""
    parent_id: str = ""  # 3
    relation: Relation = Relation.NONE  # 3
    kind: MaterialKind = MaterialKind.OTHER  # 4
    origin: Origin = Origin.GENERATED  # 5
    title: str = searchable()  # 6
    description_internal: str = searchable()  # 7
    description: str = searchable()  # 8, the external description
    doc_date: PartialDate = UNDATED  # 9
    period: PartialDate = UNDATED  # 10
    received_on: date | None = None  # 11
    author_id: str = ""  # 12
    author_role: str = ""
    author_agency_id: str = ""
    recipients: str = ""  # 13
    speaker_ids: tuple[str, ...] = ()  # 14
    witness_status: WitnessStatus = WitnessStatus.NONE_KNOWN  # 15
    witness_advised_on: PartialDate = UNDATED
    statement_before: Answer = Answer.NOT_APPLICABLE  # 16
    mentioned_ids: tuple[str, ...] = ()  # 17
    medium: Medium = Medium.ELECTRONIC  # 18
    extent: str = ""  # 19
    doc_status: DocStatus = DocStatus.UNKNOWN  # 20
    doc_version: str = ""
    is_copy: Answer = Answer.UNKNOWN  # 21
    original_location: str = ""
    location: str = ""  # 22
    owner_id: str = ""  # 23
    controller_ids: tuple[str, ...] = ()  # 24
    owner_contact: str = ""  # 25
    owner_confirmed_on: date | None = None
    owner_confirmed_by: str = ""
    successor_id: str = ""  # 26
    copies_held: tuple[str, ...] = ()  # 27
    police_hold: Answer = Answer.UNKNOWN  # 28
    police_hold_how: str = ""
    indicators: tuple[str, ...] = ()  # 29
    claim: SensitivityClaim = SensitivityClaim.NOT_CONSIDERED  # 30
    claim_reason: str = ""  # 31
    privilege: Privilege = Privilege.NONE  # 32
    privilege_holder: str = ""
    restrictions: str = ""  # 33
    terms: str = ""  # 34
    owner_position: OwnerPosition = OwnerPosition.AWAITING  # 35
    owner_position_on: date | None = None
    owner_position_reason: str = ""
    sha256: str = ""  # 40
    size: int = 0
    hashed_at: datetime | None = None
    retention_class: str = ""  # 42
    retain_until: date | None = None
    disposal: str = ""  # 43
    status: EntryStatus = EntryStatus.ACTIVE  # 44
    status_note: str = ""
    status_other_id: str = ""
    is_block: bool = False  # 45
    block_quantity: int = 0
    block_basis: str = ""
    listing: Listing = Listing.CANDIDATE
    listing_reason: str = ""
    held_over_until: str = ""
    held_over_reason: str = ""
    suggested_owner_id: str = ""
    suggested_claim: SensitivityClaim = SensitivityClaim.NOT_CONSIDERED
    number_open: int = 0  # 1
    number_sensitive: int = 0
    holder: str = ""
    who_may_view: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryEvent(Row):
    """A dated decision or act about an entry (fields 36 to 38): append-only.

    ``happened``: accepted, left_out, described, owner_set, claim_set, position_set, held_over, withdrawn, split,
    police_inspected, police_copy_taken, police_listed, police_query, court_disclosed, court_application
    and so on.
    """

    APPEND_ONLY: ClassVar[bool] = True

    entry_id: str = ""
    happened: str = ""
    on: date | None = None
    decided_by: str = ""
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Proceeding(Row):
    """A trial, inquest or claim that an index is made for; it has its own header, versions and log."""

    name: str = ""
    kind: str = "criminal"
    operation: str = ""
    crime_number: str = ""
    urn: str = ""
    court_number: str = ""
    coroner_ref: str = ""
    stage: str = ""
    scope_note: str = ""
    standing_statement: str = ""
    marking: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProceedingContact(Row):
    """Somebody with a post in a proceeding, from when until when: force, officers, lawyers, our own contact."""

    proceeding_id: str = ""
    role: str = ""
    name: str = ""
    post: str = ""
    body: str = ""
    mailbox: str = ""
    since: date | None = None
    until: date | None = None
    receives: bool = False


@dataclass(frozen=True, kw_only=True)
class Issue(Row):
    """One version of one series as it went out: frozen. ``facts`` keeps header, hashes of profile and lock, receipt."""

    LIVE: ClassVar[frozenset[str]] = frozenset({"status", "receipt", "receipt_on"})

    proceeding_id: str = ""
    series: Series = Series.OPEN
    version: int = 0
    as_at: datetime | None = None
    issued_at: datetime | None = None
    recipient_id: str = ""
    prepared_by: str = ""
    authorised_by: str = ""
    proof_id: str = ""
    status: str = "issued"
    receipt: str = ""
    receipt_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def frozen(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class IssueRow(Row):
    """One entry as it stood in one issue: the released cells, by column."""

    APPEND_ONLY: ClassVar[bool] = True

    issue_id: str = ""
    entry_id: str = ""
    number: int = 0
    position: int = 0
    cells: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IssueFile(Row):
    """The bytes of one file of one issue. ``folder`` is open, sensitive, owners or key."""

    APPEND_ONLY: ClassVar[bool] = True

    issue_id: str = ""
    folder: str = ""
    name: str = ""
    blob_id: str = ""
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class IssueLog(Row):
    """How an issue went out, or came back (``direction`` out or back), with reason and answer."""

    issue_id: str = ""
    direction: str = "out"
    on: date | None = None
    recipient: str = ""
    method: str = ""
    receipt: str = ""
    numbers: str = ""
    reason: str = ""
    response: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Request(Row):
    """A line of the requests register: Annex C, Annex D, Annex H, summons, coroner, data protection, other."""

    reference: str = ""
    form: str = ""
    received_on: date | None = None
    due_on: date | None = None
    requester: str = ""
    body: str = ""
    scope: str = ""
    scope_ids: tuple[str, ...] = ()
    entry_ids: tuple[str, ...] = ()
    material_id: str = ""
    response: str = ""
    redactions: str = ""
    order_reference: str = ""
    answered_on: date | None = None
    late_reason: str = ""
