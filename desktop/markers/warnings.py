"""The flags of a case, computed from the store as it stands."""

from __future__ import annotations

from desktop.casework import board as boards
from desktop.markers import flags
from desktop.markers import registers as packs
from desktop.markers.flags import AgencyFacts, Flag, ItemFacts, PersonFacts, Snapshot
from storage.records import (
    Case,
    EntryStatus,
    IndexEntry,
    Listing,
    Origin,
    Person,
    PersonKind,
    RegisterRow,
    WitnessStatus,
)
from storage.store import Store

SUPPLIED = frozenset({Origin.AGENCY, Origin.POLICE, Origin.COURT})
POSSIBLE = frozenset(WitnessStatus) - {WitnessStatus.NONE_KNOWN, WitnessStatus.UNKNOWN}


def snapshot(store: Store, case: Case) -> Snapshot:
    """Everything that the flags of a case look at, today."""
    own = boards.board(store).body_id
    people = store.find(Person, case_id=case.id)
    return Snapshot(
        today=store.circumstances.today(),
        registers=packs.load(case.framework),
        rows=flags.by_register(store.find(RegisterRow, case_id=["", case.id], order=["position"])),
        people=tuple(
            PersonFacts(p.id, p.kind is PersonKind.SUBJECT_CHILD, p.died.known, p.witness_status in POSSIBLE)
            for p in people
        ),
        agencies=tuple(AgencyFacts(b.id, b.member, b.id == own) for b in boards.bodies(store, case.id)),
        items=tuple(
            ItemFacts(e.id, e.owner_id, e.owner_confirmed_on is not None, e.origin in SUPPLIED)
            for e in store.find(IndexEntry, case_id=case.id)
            if e.listing is not Listing.LEFT_OUT and e.status is EntryStatus.ACTIVE
        ),
    )


def warnings(store: Store, case: Case, marker: str = "") -> tuple[Flag, ...]:
    """The flags that a case raises now, of one marker or of all."""
    return flags.raised(snapshot(store, case), case.framework, terminology_id=case.terminology, marker=marker)
