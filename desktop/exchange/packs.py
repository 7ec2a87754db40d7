"""The board's side of packs: making one, the register of packs out, due and back, renewing and closing.

A pack has a random key and a passphrase of its own. The register keeps its recovery words, with which the board opens
what comes back, and what the pack was sent, record by record: the base of every later merge.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop import wording
from desktop.casework.cast import PARKED
from desktop.errors import FieldErrors, UserError
from desktop.exchange import coding, contents
from desktop.exchange.contents import EVENT, WORKING, Choice, PackOrder, Sent
from desktop.session import Session
from storage import packing, travelling
from storage.circumstances import Circumstances
from storage.keys import Argon
from storage.migrations import CURRENT
from storage.records import Case, Loan, MergeDecision, NameFound, Pack, PackTrip, Person, WordDecision, Worker
from storage.store import Store, Work
from storage.travelling import Base

__all__ = [
    "EVENT", "WORKING", "Choice", "PackLine", "PackOrder", "check", "choices", "close", "left_to_do", "order_of",
    "out_now", "register", "renew", "require_board", "send_out", "trips",
]  # fmt: skip

FORMAT = "caseward-pack-1"
FACT = travelling.PACK
choices = contents.choices


@dataclass(frozen=True)
class PackLine:
    """A line of the register: whether it is out and overdue, and what its returns left to a person."""

    pack: Pack
    out: bool
    due: date | None
    overdue: bool
    conflicts: int
    names: int


def register(store: Store, case_id: str = "") -> tuple[PackLine, ...]:
    """All packs, or those of a case: those that are out first, soonest due first."""
    packs = store.find(Pack, case_id=case_id) if case_id else store.find(Pack)
    today = store.circumstances.today()
    lines = [
        PackLine(
            pack,
            pack.status == "out",
            pack.expires,
            pack.status == "out" and pack.expires is not None and pack.expires < today,
            store.count(MergeDecision, pack_id=pack.id, state="open"),
            store.count(NameFound, pack_id=pack.id, state="open") + len(asked(store, pack)),
        )
        for pack in packs
    ]
    return tuple(sorted(lines, key=lambda line: (not line.out, line.due or date.max)))


def asked(store: Store, pack: Pack) -> tuple[WordDecision, ...]:
    """Words that the borrower of a pack asked about while typing, and that nobody has settled."""
    return store.find(WordDecision, case_id=pack.case_id, decision=PARKED, created_by=pack.worker_id)


def out_now(store: Store, case_id: str) -> int:
    """How many packs of a case are out: the index says so in its header."""
    return store.count(Pack, case_id=case_id, status="out")


def require_board(store: Store) -> None:
    """Raise ``UserError`` in a pack: numbers are given, and indexes issued, by the board's vault alone."""
    if travelling.fact(store, FACT):
        raise UserError(
            "This is a pack, and an index is issued from the board's vault.", "Give the pack back first.", code="pack"
        )


def trips(store: Store, pack_id: str) -> tuple[PackTrip, ...]:
    """The crossings of a pack, in their order."""
    return store.find(PackTrip, pack_id=pack_id, order=["generation"])


def send_out(
    session: Session, order: PackOrder, target: Path, passphrase: str, *, argon: Argon | None = None
) -> Pack:
    """Write a pack to the file ``target`` and enter it in the register.

    Raises ``FieldErrors`` for the order, ``UserError`` for texts of an event that are not settled or in a pack (a pack
    is not lent on), ``StorageProblem`` for passphrase and disk. Nothing is written then.
    """
    session.look(check, order)
    now = session.circumstances.now()
    with session.vault.reading() as connection:
        store = Store(connection, session.circumstances)
        worker = _worker(store, order, session.circumstances)
        sent = _content(store, order)
        pack = Pack(
            id=session.circumstances.new_id(), case_id=order.case_id, kind=order.kind, worker_id=worker.id,
            borrower=order.borrower.strip(), borrower_id=order.borrower_id, purpose=order.purpose, out_at=now,
            expires=order.expires, chosen=_chosen(order),
        )  # fmt: skip
        anchor = travelling.audit_head(store)
        pack = replace(pack, manifest=_manifest(session, store, pack, anchor, sent))

        def fill(work: Work, slot_id: str) -> None:
            _fill(work, store, pack, sent, replace(worker, slot_id=slot_id))

        made = packing.make(target, passphrase, fill, circumstances=session.circumstances, argon=argon)
    try:
        return session.do("Hand out a pack", _enter, pack, worker, sent, made)
    except BaseException:
        # A pack that the register does not know would be refused when it comes back.
        with contextlib.suppress(OSError):
            target.unlink()
        raise


def check(store: Store, order: PackOrder) -> None:
    """Raise ``FieldErrors`` for an order that cannot be, ``UserError`` in a vault that is a pack itself."""
    errors: dict[str, str] = {}
    if order.kind not in (WORKING, EVENT):
        errors["kind"] = "Choose a working pack or an event pack"
    if not order.borrower.strip():
        errors["borrower"] = "Enter who takes the pack"
    if order.expires < store.circumstances.today():
        errors["expires"] = "The pack must be due back on a day that is still to come"
    if errors:
        raise FieldErrors(errors)
    if travelling.fact(store, FACT):
        raise UserError("This is a pack itself, and a pack is not lent on.", "Ask the board for another pack.")


def _worker(store: Store, order: PackOrder, circumstances: Circumstances) -> Worker:
    """The borrower as one who writes: the same at each pack, without a way into the board's vault."""
    name = order.borrower.strip()
    known = next((one for one in store.find(Worker, slot_kind="pack") if one.name == name), None)
    if known:
        return known
    today = circumstances.today()
    new = Worker(id=circumstances.new_id(), name=name, role="", slot_kind="pack", since=today, until=today)
    if order.borrower_id:
        person = store.get(Person, order.borrower_id)
        new = replace(new, role=person.code or person.role)
    return replace(new, role=new.role or "Lead reviewer")


def _content(store: Store, order: PackOrder) -> list[Sent]:
    if order.kind == EVENT:
        return coding.event(store, order)[0]
    return list(contents.working(store, order, _names_of(store, order)))


def _names_of(store: Store, order: PackOrder) -> frozenset[str]:
    """The ids under which the borrower has written in earlier packs."""
    name = order.borrower.strip()
    return frozenset(one.id for one in store.find(Worker, slot_kind="pack") if one.name == name)


def _chosen(order: PackOrder) -> dict[str, Any]:
    records = [list(one) for one in order.records]
    return {"ticked": list(order.ticked), "event_id": order.event_id, "records": records}


def order_of(pack: Pack) -> PackOrder:
    """The order that a pack was made by."""
    return PackOrder(
        pack.case_id, pack.kind, pack.borrower, pack.expires or date.max, pack.borrower_id, pack.purpose,
        tuple(pack.chosen["ticked"]), pack.chosen["event_id"], tuple((a, b) for a, b in pack.chosen["records"]),
    )  # fmt: skip


def _manifest(
    session: Session, store: Store, pack: Pack, anchor: tuple[int, str], sent: Sequence[Sent]
) -> dict[str, Any]:
    """What the pack says about itself, and the register too: altered in the pack, it no longer agrees."""
    case = store.get(Case, pack.case_id)
    content = {one.values["id"]: travelling.digest(one.values) for one in sent}
    return {
        "format": FORMAT, "pack_id": pack.id, "vault_id": session.vault.vault_id, "case_id": pack.case_id,
        "kind": pack.kind, "borrower": pack.borrower if pack.kind == WORKING else "", "worker_id": pack.worker_id,
        "out_at": pack.out_at.isoformat() if pack.out_at else "", "expires": str(pack.expires),
        "anchor": list(anchor), "schema": CURRENT.number, "framework": case.framework, "records": len(content),
        "base": travelling.digest(dict(sorted(content.items()))),
    }  # fmt: skip


def _fill(work: Work, store: Store, pack: Pack, sent: Sequence[Sent], borrower: Worker) -> None:
    coded = pack.kind == EVENT
    others = [one for one in contents.workers(store, coded=coded) if one.values["id"] != borrower.id]
    name = borrower.role if coded else borrower.name
    known = replace(borrower, name=name, slot_kind="passphrase", until=None, revision=1)
    travelling.lay_down(work, [travelling.record_of(one.kind, one.values) for one in (*others, *sent)])
    travelling.lay_down(work, [known])
    travelling.copy_blobs(store, work, _blobs(sent))
    travelling.set_fact(work, FACT, pack.manifest)
    work.audit("pack.made", pack.id, records=len(sent))


def _blobs(sent: Sequence[Sent]) -> list[str]:
    return [one.values[name] for one in sent for name in travelling.blob_ids(one.kind)]


def _enter(work: Work, pack: Pack, worker: Worker, sent: Sequence[Sent], made: packing.Made) -> Pack:
    if not work.one(Worker, id=worker.id):
        work.add(worker)
    kept = work.add(replace(pack, vault_id=made.vault_id, recovery=made.words))
    trip = PackTrip(case_id=pack.case_id, pack_id=pack.id, way="out", seq=made.anchor.seq, mac=made.anchor.mac)
    work.add(replace(trip, sha256=made.sha256, counts={"records": len(sent)}))
    travelling.add_base(work, pack.id, [base_of(one.kind.__name__, one.values, one.held, 0) for one in sent])
    work.audit("pack.out", pack.id, kind=pack.kind, records=len(sent), sha256=made.sha256)
    return kept


def base_of(kind: str, values: dict[str, Any], held: dict[str, Any], generation: int) -> Base:
    """What the other side holds of a record from a crossing on."""
    said = {name: value for name, value in values.items() if name not in travelling.SILENT}
    return Base(kind, values["id"], generation, travelling.digest(values), said, held)


def renew(work: Work, /, pack_id: str, expires: date, reason: str = "") -> Pack:
    """Let a pack stay out longer; it learns of it with the next update. Raises ``FieldErrors`` and ``UserError``."""
    pack = _still_out(work, pack_id)
    if expires < work.circumstances.today():
        raise FieldErrors({"expires": "The pack must be due back on a day that is still to come"})
    work.audit("pack.renewed", pack.id, expires=expires.isoformat(), reason=bool(reason.strip()))
    return work.change(pack, expires=expires)


def left_to_do(store: Store, pack_id: str) -> tuple[str, ...]:
    """What is not settled about a pack that is to be closed, in sentences."""
    pack, found = store.get(Pack, pack_id), list[str]()
    open_differences = store.count(MergeDecision, pack_id=pack_id, state="open")
    names = store.count(NameFound, pack_id=pack_id, state="open")
    loans = sum(loan.ended_at is None for loan in store.find(Loan, case_id=pack.case_id))
    if open_differences:
        found.append(f"{wording.plural(open_differences, 'difference')} to decide.")
    if names:
        found.append(f"{wording.plural(names, 'name')} in what came back to settle.")
    if words := len(asked(store, pack)):
        found.append(f"{wording.plural(words, 'word')} of which somebody asked who is meant.")
    if not pack.returns:
        found.append("The pack has never come back.")
    if loans:
        found.append(f"{wording.plural(loans, 'original')} of the review out on loan.")
    return tuple(found)


def close(work: Work, /, pack_id: str, declaration: str, *, by: str = "") -> Pack:
    """Close a pack at the end of a contract, with the declaration of originals lodged.

    Raises ``FieldErrors`` without a declaration, ``UserError`` while differences or names wait for a decision.
    """
    pack = _still_out(work, pack_id)
    if not declaration.strip():
        raise FieldErrors(
            {"declaration": "Enter which originals were lodged and where, or that none were made, and who signed it"}
        )
    waiting = {"pack_id": pack_id, "state": "open"}
    if asked(work, pack) or work.count(MergeDecision, **waiting) or work.count(NameFound, **waiting):
        raise UserError("What the pack brought back is not settled yet.", "Decide each difference and name first.")
    work.audit("pack.closed", pack.id, never_returned=not pack.returns)
    return work.change(
        pack, status="closed", closed_at=work.circumstances.now(), closed_by=by or work.worker, declaration=declaration
    )


def _still_out(work: Work, pack_id: str) -> Pack:
    pack = work.get(Pack, pack_id)
    if pack.status != "out":
        raise UserError("This pack is closed.", "Make a new pack.", code="closed")
    return pack
