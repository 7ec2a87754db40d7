"""What stands in the way of an issue, and what a person may want to know before it (data dictionary, section 2.3).

Findings name items by reference and field, never by words of the case. Those that ``stop`` must be mended or the item
held over; a name in an external text stops always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from desktop.casework import board as boards
from desktop.casework import codes
from desktop.disclosure import entries as index
from desktop.disclosure import linter
from desktop.disclosure.cells import CLAIMS, ListRow, prefix_of
from desktop.redaction.release import Releaser
from desktop.redaction.released import SpanKind
from storage.records import (
    Agency,
    Case,
    EntryStatus,
    IndexEntry,
    Listing,
    Medium,
    Origin,
    OwnerPosition,
    Person,
    Privilege,
    SensitivityClaim,
    Series,
)
from storage.store import Store

STOP, WARN = "stop", "warn"
PAPER = frozenset({Medium.PAPER, Medium.NOTEBOOK, Medium.OBJECT})
GONE = frozenset({EntryStatus.LOST, EntryStatus.DESTROYED, EntryStatus.NEVER_MADE})
EXTERNAL = ("description", "author_role", "location", "owner_contact", "restrictions", "terms", "extent", "doc_version")
"""Free text of an entry that goes out."""


@dataclass(frozen=True)
class Finding:
    """One thing about one field of one entry. ``always`` means that holding over does not help."""

    level: str
    code: str
    entry_id: str
    reference: str
    field: str
    sentence: str
    always: bool = False


def listable(store: Store, case_id: str, series: Series, as_at: datetime | None = None) -> list[IndexEntry]:
    """The entries that an issue of ``series`` would hold now, in the order in which they get their numbers.

    Numbered entries always; accepted ones that are not held over; nothing that came in after ``as_at``.
    """
    return [entry for entry in index.entries(store, case_id) if _belongs(entry, series, as_at)]


def _belongs(entry: IndexEntry, series: Series, as_at: datetime | None) -> bool:
    number = entry.number_open if series is Series.OPEN else entry.number_sensitive
    if number:
        return True
    if entry.listing is not Listing.ACCEPTED or entry.held_over_reason or entry.status is EntryStatus.WITHDRAWN:
        return False
    if as_at and entry.created_at and entry.created_at > as_at:
        return False
    return (series is Series.SENSITIVE) == is_claimed(entry)


def is_claimed(entry: IndexEntry) -> bool:
    """Whether the entry belongs in the sensitive series. One still under consideration belongs in neither yet; it
    stands with the open ones, where it stops their issue."""
    return entry.claim in (SensitivityClaim.CLAIMED, SensitivityClaim.HIGHLY)


def check(
    store: Store, case: Case, releaser: Releaser, series: Series, as_at: datetime | None = None
) -> tuple[Finding, ...]:
    """Every finding on the next issue of ``series``; stops first, in the order of the list."""
    chosen = listable(store, case.id, series, as_at)
    people = store.find(Person, case_id=case.id)
    bodies = {body.id: body for body in store.find(Agency, deleted=None)}
    find_names = name_finder(releaser, people)
    own = boards.board(store).body_id
    found: list[Finding] = []
    for entry in chosen:
        found += _of_entry(case, entry, find_names, bodies, own)
    found += _duplicates(case, chosen)
    if series is Series.OPEN:
        found += _candidates(store, case)
    return tuple(sorted(found, key=lambda finding: finding.level != STOP))


def check_entry(store: Store, case: Case, releaser: Releaser, entry: IndexEntry) -> tuple[Finding, ...]:
    """Every finding on one entry by itself, whether or not it would be listed now; stops first."""
    bodies = {body.id: body for body in store.find(Agency, deleted=None)}
    find_names = name_finder(releaser, store.find(Person, case_id=case.id))
    found = _of_entry(case, entry, find_names, bodies, boards.board(store).body_id)
    return tuple(sorted(found, key=lambda finding: finding.level != STOP))


def name_finder(releaser: Releaser, people: Iterable[Person]) -> Callable[[str], list[tuple[int, int]]]:
    """Finds registered names and identifiers in an external text, leaving codes in brackets alone."""
    kept = tuple(people)

    def find(text: str) -> list[tuple[int, int]]:
        # A code in brackets becomes a harmless run of the same length, so that places stay true.
        masked = codes.masked(text, kept)
        return releaser.secret_places(masked)

    return find


def _of_entry(
    case: Case,
    entry: IndexEntry,
    find_names: Callable[[str], list[tuple[int, int]]],
    bodies: dict[str, Agency],
    own: str,
) -> Iterator[Finding]:
    ref = index.reference(prefix_of(case), entry)

    def finding(level: str, code: str, field: str, sentence: str, *, always: bool = False) -> Finding:
        return Finding(level, code, entry.id, ref, field, sentence, always)

    if not entry.owner_id:
        yield finding(STOP, "no-owner", "owner_id", "Choose the body that owns the item")
    elif entry.owner_id == own and entry.origin is not Origin.GENERATED:
        yield finding(WARN, "owner-board", "owner_id", "Another body supplied this; check that the board owns it")
    if entry.claim is SensitivityClaim.NOT_CONSIDERED:
        yield finding(STOP, "claim-open", "claim", "Decide whether sensitivity is claimed")
    elif entry.claim is SensitivityClaim.UNDER_CONSIDERATION:
        yield finding(STOP, "claim-pending", "claim", "Finish considering the claim, or hold the item over")
    if entry.privilege is Privilege.NONE:
        for remark in linter.lint(entry.description, find_names):
            if remark.code == "name":
                yield finding(STOP, "name", "description", remark.sentence, always=True)
            else:
                yield finding(remark.level, f"description-{remark.code}", "description", remark.sentence)
    for field in EXTERNAL[1:]:
        if find_names(getattr(entry, field)):
            yield finding(STOP, "name", field, "Take out the name or number, or use its code", always=True)
    for field in (*EXTERNAL[1:], "status_note"):
        for remark in linter.opinions(getattr(entry, field), told=field == "terms")[:1]:
            yield finding(STOP, "tone", field, remark.sentence)
    yield from _warnings(entry, bodies, finding)


STAYS_OPEN = (
    "Police have it in the open list, where it stays whatever is claimed now. Keep its description there neutral; only "
    "the sensitive list tells them of the claim"
)
"""What a claim made after an item was issued cannot do (data dictionary, section 2.4)."""


def _warnings(entry: IndexEntry, bodies: dict[str, Agency], finding: Callable[..., Finding]) -> Iterator[Finding]:
    if entry.number_open and entry.claim in CLAIMS and not entry.number_sensitive:
        yield finding(WARN, "stays-open", "claim", STAYS_OPEN)
    if entry.owner_id and entry.owner_confirmed_on is None:
        yield finding(WARN, "owner-unconfirmed", "owner_confirmed_on", "The owner has not confirmed owning it yet")
    elif entry.owner_id and entry.owner_position is OwnerPosition.AWAITING:
        yield finding(WARN, "position-awaited", "owner_position", "The owner's position is awaited")
    if not entry.location and entry.status not in GONE:
        yield finding(WARN, "no-location", "location", "Say where it can be inspected")
    if entry.medium in PAPER and not entry.sha256 and entry.status not in GONE:
        yield finding(WARN, "no-hash", "sha256", "It is on paper, so there is no hash to check a copy by")
    if entry.speaker_ids and not entry.terms:
        yield finding(WARN, "not-told", "terms", "Say what the speaker was told about the use of the note")
    body = bodies.get(entry.owner_id)
    if body and body.successor_id:
        yield finding(WARN, "owner-succeeded", "owner_id", "The owner has a successor, which decides for it now")


def _duplicates(case: Case, chosen: list[IndexEntry]) -> Iterator[Finding]:
    same: dict[str, list[IndexEntry]] = defaultdict(list)
    for entry in chosen:
        if entry.sha256 and entry.status is EntryStatus.ACTIVE:
            same[entry.sha256].append(entry)
    for group in same.values():
        for entry in group[1:]:
            ref = index.reference(prefix_of(case), entry)
            sentence = "Another item has the same bytes: say that it is a duplicate, or take it off the list"
            if not entry.number_open:
                yield Finding(STOP, "duplicate", entry.id, ref, "status", sentence)


def _candidates(store: Store, case: Case) -> Iterator[Finding]:
    for entry in store.find(IndexEntry, case_id=case.id, listing=Listing.CANDIDATE):
        ref = index.reference(prefix_of(case), entry)
        yield Finding(WARN, "undecided", entry.id, ref, "listing", "Accept it for the list, or set it not for listing")


def boxed(rows: Iterable[ListRow]) -> Iterator[Finding]:
    """Cells in which something was withheld: an index is written so that nothing in it needs to be."""
    for row in rows:
        for name, cell in row.cells.items():
            if any(span.kind is SpanKind.WITHHELD for span in cell.spans):
                sentence = "Something here is withheld from police: reword it so that nothing needs to be"
                yield Finding(STOP, "withheld", row.entry_id, row.ref, name, sentence, always=True)


def stops(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stand in the way."""
    return tuple(finding for finding in findings if finding.level == STOP)
