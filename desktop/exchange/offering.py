"""What the form for handing out a pack offers, and what the pages of a pack show of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop import wording
from desktop.errors import UserError
from desktop.exchange import borrowing, contents, deciding, names, packs, returning, saying
from desktop.exchange.borrowing import PackHere
from desktop.exchange.contents import EVENT, WORKING, Choice, PackOrder
from desktop.exchange.deciding import Conflict
from desktop.exchange.packs import PackLine
from desktop.exchange.returning import Returned
from desktop.markers import rows as registers
from desktop.session import Session
from storage import packing
from storage.records import Case, IndexEntry, Meeting, Note, NoteKind, Pack, PackTrip, Person, PersonKind, RegisterRow
from storage.store import Store

FILES = f"Packs (*{packing.SUFFIX})"
"""What a window offers when a pack's file is chosen."""
KINDS = {WORKING: "Working pack", EVENT: "Event pack"}
LASTS = {WORKING: timedelta(days=92), EVENT: timedelta(days=7)}
"""How long a pack is out unless somebody says otherwise: renewable quarter by quarter, or back within the week."""
_BORROWERS = frozenset({PersonKind.OFFICE_HOLDER, PersonKind.PROFESSIONAL})
_NEW = {
    "Note": ("note", ""), "Material": ("item", ""), "Meeting": ("meeting", ""), "Person": ("person", "people"),
    "RegisterRow": ("row of a register", "rows of registers"), "Judgement": ("judgement", ""), "Mark": ("mark", ""),
    "EvidenceLink": ("link to evidence", "links to evidence"),
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """``people`` may borrow, id to words; ``events`` id to words; ``private`` goes only when it is ticked; ``texts``
    are what an event pack may carry besides its event."""

    people: dict[str, str]
    events: dict[str, str]
    private: tuple[Choice, ...]
    texts: tuple[Choice, ...]


@dataclass(frozen=True)
class Register:
    """Every pack with what it is called, as of a day; ``here`` when this vault is a pack itself."""

    here: PackHere | None
    lines: tuple[tuple[PackLine, str], ...]
    today: date


@dataclass(frozen=True)
class PackShown:
    """A pack with its line of the register, its crossings in words, and what a person has to do about it."""

    line: PackLine
    case: Case
    what: str
    crossings: tuple[str, ...]
    decided: tuple[Conflict, ...]
    ticked: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class NamesShown:
    """The names of a pack to settle, and the people of its case, code and name by id."""

    lines: tuple[names.NameLine, ...]
    people: dict[str, str]


def cases(store: Store) -> dict[str, str]:
    """The cases of which a pack can be made, code name and reference by id."""
    return {one.id: f"{one.code_name}, {one.reference}" for one in store.find(Case)}


def due(kind: str, today: date) -> date:
    """The day that is offered for a pack to be due back."""
    return today + LASTS[kind]


def offered(store: Store, order: PackOrder) -> Offered:
    """What can be chosen for an order; only its case, kind and borrower count."""
    return Offered(
        _people(store, order.case_id), _events(store, order.case_id),
        contents.choices(store, order) if order.kind == WORKING else (),
        tuple(_texts(store, order.case_id)) if order.kind == EVENT else (),
    )  # fmt: skip


def _people(store: Store, case_id: str) -> dict[str, str]:
    found = [one for one in store.find(Person, case_id=case_id) if one.kind in _BORROWERS]
    return {one.id: ", ".join(part for part in (one.name, one.role) if part) for one in found}


def _events(store: Store, case_id: str) -> dict[str, str]:
    found = dict[str, str]()
    known = registers.registers_of(store.get(Case, case_id))
    for register in ("event", "conversation"):
        if register in known:
            for row in store.find(RegisterRow, case_id=case_id, register=register):
                found[row.id] = saying.title(store, row)
    return found


def _texts(store: Store, case_id: str) -> Iterator[Choice]:
    """Notes and meetings that can go coded to an event: no advice, nobody's reflections."""
    entries = {one.record_id: one.working_ref for one in store.find(IndexEntry, case_id=case_id)}
    for kind in (Note, Meeting):
        records: list[Any] = list(store.find(kind, case_id=case_id))
        for record in records:
            if isinstance(record, Note) and record.kind in (NoteKind.LEGAL_ADVICE, NoteKind.REFLECTIONS):
                continue
            yield Choice(kind.__name__, record.id, entries.get(record.id, ""), record.title, "")


def file_name(store: Store, order: PackOrder) -> str:
    """A name for the pack's file that says nothing about anybody: reference, kind, number."""
    case = store.get(Case, order.case_id)
    number = store.count(Pack, case_id=order.case_id) + 1
    safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in case.reference)
    return f"{safe} {order.kind} pack {number}{packing.SUFFIX}"


def free(target: Path) -> Path:
    """``target``, or the first name like it that is not taken."""
    number, found = 1, target
    while found.exists():
        number += 1
        found = target.with_name(f"{target.stem} {number}{target.suffix}")
    return found


def called(store: Store, pack: Pack) -> str:
    """A pack in a few words: kind and case."""
    case = store.get(Case, pack.case_id)
    return f"{KINDS[pack.kind]}, {case.code_name}"


def register(store: Store) -> Register:
    """The register of packs, or the pack that this vault is."""
    lines = tuple((line, called(store, line.pack)) for line in packs.register(store))
    return Register(borrowing.here(store), lines, store.circumstances.today())


def write(session: Session, order: PackOrder, folder: Path, passphrase: str) -> tuple[Pack, Path]:
    """Write a pack into ``folder`` under a name that says nothing about anybody; gives its line and the file.

    Raises ``UserError`` as ``packs.send_out`` and for a folder that is not there.
    """
    if not folder.is_dir():
        raise UserError("There is no such folder.", "Choose a folder that exists.", field="folder")
    target = free(folder / session.look(file_name, order))
    return packs.send_out(session, order, target, passphrase), target


def to_do(store: Store) -> int:
    """How much packs that came back have left to a person."""
    return sum(line.conflicts + line.names for line in packs.register(store))


def pack_shown(store: Store, pack_id: str) -> PackShown:
    """Everything that the page of a pack shows."""
    line = next(one for one in packs.register(store) if one.pack.id == pack_id)
    decided = [one for one in deciding.conflicts(store, pack_id=pack_id, open_only=False) if one.state == "decided"]
    trips = tuple(_crossing(one) for one in packs.trips(store, pack_id))
    case, pack = store.get(Case, line.pack.case_id), line.pack
    ticked = tuple(saying.any_name(store, one) for one in pack.chosen.get("ticked", ()))
    return PackShown(line, case, called(store, pack), trips, tuple(decided), ticked, packs.left_to_do(store, pack_id))


def _crossing(trip: PackTrip) -> str:
    when = wording.uk_moment(trip.created_at) if trip.created_at else ""
    if trip.way == "out":
        return f"{when}: handed out with {wording.plural(trip.counts.get('records', 0), 'record')}"
    if trip.way == "update":
        return f"{when}: the board’s changes for it were written, {wording.plural(trip.counts['records'], 'record')}"
    said = [f"{when}: came back, {came(trip.counts)}"]
    if trip.counts.get("conflicts"):
        said.append(f"{wording.plural(trip.counts['conflicts'], 'difference')} to decide")
    if trip.override:
        said.append(f"let in because: {trip.override}")
    return "; ".join(said)


def came(counts: dict[str, Any]) -> str:
    """What a return brought, in words."""
    kinds: dict[str, int] = counts.get("kinds", {})
    said = [wording.plural(kinds[kind], *_NEW[kind]) for kind in _NEW if kinds.get(kind)]
    others = sum(count for kind, count in kinds.items() if kind not in _NEW)
    said += [wording.plural(others, "other record")] if others else []
    new = f"{wording.listed(said)} new" if said else "nothing new"
    changed = counts.get("changed", 0)
    return f"{new}, {wording.plural(changed, 'record')} changed" if changed else new


def take_back(
    session: Session, file: Path, *, passphrase: str = "", override: str = "", with_changes: bool, at: returning.At
) -> Returned:
    """Take a pack back; ``with_changes`` writes the board's changes for it beside its file. Raises ``UserError``."""
    target = free(file.with_name(f"{file.stem} changes{packing.SUFFIX}")) if with_changes else None
    return returning.bring_in(session, file, passphrase=passphrase, override=override, update_to=target, at=at)


def changes_again(session: Session, file: Path) -> Path | None:
    """Write the board's changes for a pack once more, beside the file that was taken back last. Raises
    ``UserError``; None when the pack has everything already."""
    return returning.changes_for(session, file, free(file.with_name(f"{file.stem} changes{packing.SUFFIX}")))


def give_back(session: Session, folder: Path) -> Path:
    """Write the pack's file to hand over into ``folder``. Raises ``UserError`` for a folder that is not there."""
    if not folder.is_dir():
        raise UserError("There is no such folder.", "Choose a folder that exists.", field="folder")
    return borrowing.give_back(session, free(folder / f"{session.vault.folder.stem} back{packing.SUFFIX}"))


def names_shown(store: Store, pack_id: str) -> NamesShown:
    """The names of a pack to settle, and who they may be."""
    people = store.find(Person, case_id=store.get(Pack, pack_id).case_id)
    said = {one.id: ", ".join(part for part in (one.code, one.name) if part) for one in people}
    return NamesShown(names.lines(store, pack_id), dict(sorted(said.items(), key=lambda pair: pair[1])))
