"""The board's changes that travel back in the same act as a return: what an update holds, and how a pack takes it.

An update holds, for each record that is not the same here and there, the fields that differ with both values. A pack
takes a field that it has not changed since; one that it has stays as it is and is asked about at the next return.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.casework import marks
from desktop.errors import UserError
from desktop.exchange import contents, packs
from desktop.exchange.journey import TAKEN, flat_difference, key_of
from desktop.exchange.merge import FREEZING, flat, unflat
from desktop.session import Session
from storage import packing, travelling
from storage.opened import Unlocked
from storage.records import IndexEntry, Mark, MergeDecision, Pack, PackTrip, Row
from storage.store import Store, Work
from storage.travelling import Base, Key, Values

FACT = "pack-update"
DUE = "pack-due"
"""The fact of a pack that holds a date later than that of its manifest."""
_BEFORE, _AFTER = 0, 1


@dataclass(frozen=True)
class Difference:
    """A record as the pack has it (``before``, those fields alone) and as it is to be; ``whole`` for a new one."""

    kind: type[Row]
    record_id: str
    before: Values
    after: Values
    digest_there: str
    digest_here: str


@dataclass(frozen=True)
class Taken:
    """What became of an update in the pack; ``left`` counts fields that both changed: the board will ask."""

    new: int = 0
    changed: int = 0
    left: int = 0
    again: bool = False


def plan(store: Store, theirs: Store, pack: Pack, digests: dict[Key, str]) -> list[Difference]:
    """What the pack does not have yet; fields about which somebody still has to decide stay out of it."""
    undecided = {
        (one.record_kind, one.record_id, one.field_name)
        for one in store.find(MergeDecision, pack_id=pack.id, state="open")
    }
    worker_ids = frozenset({pack.worker_id})
    found: dict[type[Row], list[Values]] = {}
    for sent in contents.working(store, packs.order_of(pack), worker_ids):
        key = key_of(sent.kind, sent.values)
        if digests.get(key) != travelling.digest(sent.values) and (*key, "deleted") not in undecided:
            found.setdefault(sent.kind, []).append(sent.values)
    made: list[Difference] = []
    for kind, rows in found.items():
        there = travelling.some(theirs, kind, [row["id"] for row in rows])
        made += [one for row in rows if (one := _difference(kind, there.get(row["id"]), row, undecided))]
    return made


def _difference(
    kind: type[Row], there: Values | None, here: Values, undecided: set[tuple[str, str, str]]
) -> Difference | None:
    now = travelling.digest(here)
    if there is None:
        return Difference(kind, here["id"], {}, flat(kind, here), "", now)
    after = flat_difference(kind, there, here)
    after = {name: value for name, value in after.items() if (kind.__name__, here["id"], name) not in undecided}
    if not after:
        return None
    old = flat(kind, there)
    return Difference(kind, here["id"], {n: old.get(n) for n in after}, after, travelling.digest(there), now)


def record(work: Work, pack: Pack, differences: list[Difference], generation: int) -> PackTrip:
    """Note what the pack will hold once it has taken the update. One that never arrives changes nothing."""
    trip = PackTrip(case_id=pack.case_id, pack_id=pack.id, generation=generation, way="update")
    saved = work.add(dataclasses.replace(trip, counts={"records": len(differences)}))
    bases = [
        Base(one.kind.__name__, one.record_id, generation, one.digest_here, _said(one.after), {}) for one in differences
    ]
    travelling.add_base(work, pack.id, bases)
    return saved


def _said(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in travelling.SILENT}


def write(
    session: Session, pack: Pack, trip: PackTrip, differences: list[Difference], unlocked: Unlocked, target: Path
) -> None:
    """Write the update for a pack: a file that only those who open the pack can read. Raises ``StorageProblem``."""
    with session.vault.reading() as connection:
        store = Store(connection, session.circumstances)

        def fill(work: Work, _slot_id: str) -> None:
            facts = {"pack_id": pack.id, "update_id": trip.id, "expires": str(pack.expires)}
            travelling.set_fact(work, FACT, facts)
            travelling.add_base(work, pack.id, _rows(differences))
            travelling.copy_blobs(store, work, _blobs(differences))
            work.audit("pack.update-made", trip.id, records=len(differences))

        packing.write_update(target, unlocked, fill, circumstances=session.circumstances)


def _rows(differences: list[Difference]) -> Iterator[Base]:
    for one in differences:
        yield Base(one.kind.__name__, one.record_id, _BEFORE, one.digest_there, one.before, {})
        yield Base(one.kind.__name__, one.record_id, _AFTER, one.digest_here, one.after, {})


def _blobs(differences: list[Difference]) -> list[str]:
    return [one.after[name] for one in differences for name in travelling.blob_ids(one.kind) if name in one.after]


# In the pack


def take(session: Session, file: Path) -> Taken:
    """Take the board's changes into the pack that is open; the same update twice changes nothing.

    Raises ``UserError`` when this vault is no pack or the update is another's, ``StorageProblem`` for the file.
    """
    manifest = session.look(lambda store: travelling.fact(store, packs.FACT))
    if not manifest:
        raise UserError("This vault is not a pack.", "Open the pack that the file is for.", code="not-a-pack")
    head = packing.header_of(file)
    unlocked = packing.unlock_as(head, session.vault)
    with packing.opened(file, unlocked, session.vault) as returned:
        facts = travelling.fact(returned.store, FACT)
        if facts.get("pack_id") != manifest["pack_id"]:
            what = "This is not an update for this pack."
            raise UserError(what, "Choose the file that the board wrote for it.", code="not-a-pack")
        lines = session.look(lambda store: store.activity(object_id=facts["update_id"]))
        if any(line.action == TAKEN for line in lines):
            return Taken(again=True)
        taken = session.do("Take the board's changes", _take, returned.store, facts)
    session.forget_steps()
    session.do("Tidy the search", travelling.tidy)
    return taken


def _take(work: Work, theirs: Store, facts: dict[str, Any]) -> Taken:
    pairs: list[tuple[Row | None, Row]] = []
    left: list[tuple[str, str, str]] = []
    for kind in (*contents.LENT, *contents.SHOWN):
        ids = {record_id for record_id, _, _ in travelling.base_digests(theirs, facts["pack_id"], kind.__name__)}
        ours = travelling.some(work, kind, ids)
        for record_id, found in travelling.bases(theirs, facts["pack_id"], kind.__name__, ids).items():
            before, after = sorted(found, key=lambda one: one.generation)
            pair = _applied(work, kind, before, after, ours.get(record_id), left)
            if pair is not None:
                pairs.append(pair)
    travelling.copy_blobs(
        theirs, work, [getattr(after, name) for _, after in pairs for name in travelling.blob_ids(type(after))]
    )
    travelling.save(work, pairs)
    for brought in (one for _, one in pairs if isinstance(one, Mark) and not one.deleted):
        marks.put_on_words(work, work.get(Mark, brought.id))
    travelling.set_fact(work, DUE, {"expires": facts["expires"]})
    work.audit(TAKEN, facts["update_id"], left=[list(one) for one in left])
    new = sum(before is None for before, _ in pairs)
    return Taken(new, len(pairs) - new, len(left))


def _applied(
    work: Work, kind: type[Row], before: Base, after: Base, ours: Values | None, left: list[tuple[str, str, str]]
) -> tuple[Row | None, Row] | None:
    """One record of an update as it becomes here; fields that were changed here since are added to ``left``."""
    if ours is None:
        fresh = travelling.empty(kind) | unflat(kind, {}, after.sent)
        record: Any = travelling.record_of(kind, fresh)
        if kind is IndexEntry and work.one(kind, record_kind=record.record_kind, record_id=record.record_id):
            return None
        return (None, record) if not before.digest else None
    own, untouched = flat(kind, ours), travelling.digest(ours) == before.digest
    frozen = bool(ours.get(FREEZING.get(kind, ""))) and not untouched
    taken: Values = {}
    for name, value in after.sent.items():
        if name in travelling.SILENT or own.get(name) == value:
            continue
        movable = name != "deleted" and not (frozen and name not in kind.LIVE)
        if untouched or (movable and own.get(name) == before.sent.get(name)):
            taken[name] = value
        else:
            left.append((kind.__name__, before.record_id, name))
    if not taken:
        return None
    old = travelling.record_of(kind, ours)
    new = travelling.record_of(kind, ours | unflat(kind, ours, taken))
    return old, dataclasses.replace(new, revision=old.revision + 1, updated_at=work.circumstances.now())
