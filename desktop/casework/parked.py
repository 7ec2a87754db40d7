"""Words about which somebody typing asked "who is this?", parked for later: nothing is changed, nobody is registered.

What is parked in a pack comes back with it and waits beside the names that were recognised, until a person settles it.
"""

from __future__ import annotations

from storage.records import NameFound, Row
from storage.store import Store, Work

PARKED = "parked"
"""What ``how`` of a name says that nobody recognised but somebody asked about."""


def park(work: Work, /, record: Row, field_name: str, start: int, end: int, words: str) -> NameFound:
    """Keep ``words``, which stand from ``start`` to ``end`` (code points) of a field of a saved record, for later.

    The same place twice is one.
    """
    place = {"record_kind": type(record).__name__, "record_id": record.id, "field_name": field_name, "start": start}
    known = work.one(NameFound, **place, state="open")
    if known is not None:
        return known
    return work.add(NameFound(case_id=record.case_id, **place, end=end, quoted=words, how=PARKED))  # type: ignore[arg-type]


def parked(store: Store, case_id: str) -> tuple[NameFound, ...]:
    """What is parked in a case and not settled, in order of place."""
    found = store.find(NameFound, case_id=case_id, state="open", how=PARKED)
    return tuple(sorted(found, key=lambda one: (one.record_id, one.field_name, one.start)))
