"""A snapshot for the flags from the records of the store: rows, people, bodies and the index of one case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desktop.markers import registers
from desktop.markers.flags_snapshot import AgencyFacts, ItemFacts, PersonFacts, Snapshot, by_register
from storage.records import (
    Agency,
    EntryStatus,
    IndexEntry,
    Listing,
    Origin,
    Person,
    PersonKind,
    RegisterRow,
    WitnessStatus,
)

_NO_WITNESS = frozenset({WitnessStatus.NONE_KNOWN, WitnessStatus.UNKNOWN})
_SUPPLIED = frozenset({Origin.AGENCY, Origin.POLICE, Origin.COURT})


def snapshot(
    framework_id: str,
    today: date,
    rows: Iterable[RegisterRow],
    people: Iterable[Person] = (),
    agencies: Iterable[Agency] = (),
    entries: Iterable[IndexEntry] = (),
    board_id: str = "",
) -> Snapshot:
    """What the flags look at on ``today``, from rows of the case and of the board; ``board_id`` is the board's body.

    Deleted records, and entries that were withdrawn or set not for listing, are left out.
    """
    return Snapshot(
        today=today,
        registers=registers.load(framework_id),
        rows=by_register(rows),
        people=tuple(_person(each) for each in people if not each.deleted),
        agencies=tuple(_agency(each, board_id) for each in agencies if not each.deleted),
        items=tuple(_item(each) for each in entries if _listed(each)),
    )


def _person(person: Person) -> PersonFacts:
    return PersonFacts(
        person.id,
        subject_child=person.kind is PersonKind.SUBJECT_CHILD,
        died=person.died.known,
        witness=person.witness_status not in _NO_WITNESS,
    )


def _agency(agency: Agency, board_id: str) -> AgencyFacts:
    return AgencyFacts(agency.id, member=agency.member, board=agency.id == board_id)


def _listed(entry: IndexEntry) -> bool:
    active = entry.status is EntryStatus.ACTIVE and entry.listing is not Listing.LEFT_OUT
    return active and not entry.deleted


def _item(entry: IndexEntry) -> ItemFacts:
    return ItemFacts(
        entry.id,
        owner_id=entry.owner_id,
        owner_confirmed=entry.owner_confirmed_on is not None,
        supplied=entry.origin in _SUPPLIED,
    )
