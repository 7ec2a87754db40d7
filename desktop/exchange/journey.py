"""Which crossings a pack's file has behind it, and what it was last known to hold: the base of a merge.

A crossing is recognised by the pack's own audit, never by a time: a return by number and MAC of the line it ended at,
an update by the line with which it was taken. So a copy of a pack that went another way, or comes back late, is merged
against what it really started from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.exchange.merge import flat, unflat
from storage import packing, travelling
from storage.records import PackTrip, Row
from storage.store import Store
from storage.travelling import Base, Key, Values

TAKEN = "pack.updated"
"""The action in a pack's audit that says which update was taken, and which fields of it were not."""


@dataclass(frozen=True)
class State:
    """What the pack held of a record: as it was sent, and our own values of fields that were sent altered."""

    sent: Values
    held: Values


@dataclass(frozen=True)
class Journey:
    """``known`` maps each crossing the file has behind it to its place in the pack's audit; ``skipped`` are fields of
    an update that the pack left alone. ``again`` is whether this very state came back before."""

    known: Mapping[int, int]
    updates: frozenset[int]
    skipped: Mapping[int, frozenset[tuple[str, str, str]]]
    again: bool

    def latest(self, found: Iterable[tuple[str, int, str]]) -> dict[str, str]:
        """The digest of what the pack last held of each record, from id, generation and digest of all it ever held."""
        best, last = dict[str, str](), dict[str, int]()
        for record_id, generation, digest in found:
            at = self.known.get(generation, -1)
            if at > last.get(record_id, -1):
                best[record_id], last[record_id] = digest, at
        return best

    def state(self, kind: type[Row], found: Iterable[Base]) -> State | None:
        """What the pack last held of a record; None when it never held it."""
        mine = [one for one in found if one.generation in self.known]
        mine.sort(key=lambda one: self.known[one.generation])
        sent, held = Values(), Values()
        for one in mine:
            if one.generation in self.updates:
                left = self.skipped.get(one.generation, frozenset())
                taken = {n: v for n, v in one.sent.items() if (one.kind, one.record_id, n) not in left}
                sent = sent | unflat(kind, sent, taken)
            else:
                sent, held = dict(one.sent), dict(one.held)
        return State(sent, held) if mine else None


def of(theirs: Store, trips: Iterable[PackTrip]) -> Journey:
    """The crossings behind the file. Raises ``StorageProblem`` ``altered`` when it is not the pack that went out."""
    links, head = travelling.audit_links(theirs), travelling.audit_head(theirs)
    known: dict[int, int] = {}
    updates: set[int] = set()
    skipped: dict[int, frozenset[tuple[str, str, str]]] = {}
    again = False
    for trip in trips:
        if trip.way == "update":
            updates.add(trip.generation)
            for line in theirs.activity(object_id=trip.id):
                if line.action == TAKEN:
                    known[trip.generation] = line.seq
                    skipped[trip.generation] = _skipped(line.detail)
        elif links.get(trip.seq) == trip.mac:
            known[trip.generation] = trip.seq
            again = again or (trip.way == "back" and (trip.seq, trip.mac) == head)
        elif trip.way == "out":
            raise packing.altered()
    return Journey(known, frozenset(updates), skipped, again)


def _skipped(detail: Mapping[str, Any]) -> frozenset[tuple[str, str, str]]:
    return frozenset((kind, record_id, name) for kind, record_id, name in detail.get("left", ()))


def flat_difference(kind: type[Row], before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    """The fields of ``after`` that differ from ``before``, a value of a register row by itself."""
    old, new = flat(kind, before), flat(kind, after)
    return {name: new.get(name) for name in {*old, *new} - travelling.SILENT if new.get(name) != old.get(name)}


def key_of(kind: type[Row], values: Mapping[str, Any]) -> Key:
    """Kind and id of a record."""
    return kind.__name__, values["id"]
