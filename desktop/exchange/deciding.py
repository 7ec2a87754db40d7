"""What a merge left to a person: each difference with its three sides, and the decision, which is kept.

Until somebody decides, the board's value stands; afterwards the next update takes the decision to the pack.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop import wording
from desktop.casework import entries, notes
from desktop.errors import UserError
from desktop.exchange import comparing, saying
from desktop.exchange.comparing import Joined, Piece
from desktop.exchange.merge import DELETED, flat, unflat
from desktop.markers import register_values
from desktop.markers import rows as registers
from storage import travelling
from storage.records import Case, Material, Meeting, MergeDecision, Note, Pack, RegisterRow, Row, Worker
from storage.repositories.rows import kind_named
from storage.store import Store, Work

OURS, THEIRS, JOINED = "ours", "theirs", "joined"
WHY = {
    "edited": "Both changed this.",
    "deleted_there": "Removed in the pack, and changed here.",
    "deleted_here": "Removed here, and changed in the pack.",
    "quoted_there": "Removed here, and named in what was written in the pack.",
    "quoted_here": "Removed in the pack, and named in what was written here.",
    "frozen": "Changed in the pack after it was saved as an account, signed or sent here.",
    "frozen_there": "Saved as an account, signed or sent in the pack, and changed here.",
    "altered": "Changed in the pack, where it stood coded or left out.",
}
"""Why a difference is asked about, in words."""


@dataclass(frozen=True)
class Conflict:
    """A difference for the page: ``base``, ``theirs`` and ``ours`` are its three sides in words; ``joinable`` is
    whether words can be typed in place of the two. ``chosen`` is what was decided, in words."""

    id: str
    pack_id: str
    record_kind: str
    record_id: str
    kind_words: str
    title: str
    field: str
    field_words: str
    base: str
    theirs: str
    ours: str
    why: str
    why_words: str
    joinable: bool
    state: str
    choice: str
    chosen: str
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True)
class Sides:
    """One difference with what each side added and took out, a text that has both, and where each side stands."""

    conflict: Conflict
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    joined: Joined
    went_out: str
    here: str
    there: str


def conflicts(store: Store, case_id: str = "", pack_id: str = "", *, open_only: bool = True) -> tuple[Conflict, ...]:
    """Differences of a case, of one pack, or all, those of one record together."""
    wanted: dict[str, Any] = {"case_id": case_id} if case_id else {}
    wanted |= {"pack_id": pack_id} if pack_id else {}
    wanted |= {"state": "open"} if open_only else {}
    rows = store.find(MergeDecision, **wanted)
    return tuple(_shown(store, one) for one in sorted(rows, key=lambda one: (one.record_id, one.field_name)))


def sides(store: Store, conflict_id: str) -> Sides:
    """One difference as the page shows it."""
    row = store.get(MergeDecision, conflict_id)
    shown = _shown(store, row)
    pack, record = store.get(Pack, row.pack_id), store.any_record(row.record_kind, row.record_id)
    return Sides(
        shown, comparing.against(shown.base, shown.ours), comparing.against(shown.base, shown.theirs),
        comparing.joined(shown.base, shown.ours, shown.theirs), _moment(pack.out_at),
        _told(_who(store, record.updated_by), record.updated_at),
        _told(pack.borrower, row.created_at, "brought back on "),
    )  # fmt: skip


def _who(store: Store, worker_id: str) -> str:
    worker = store.one(Worker, id=worker_id)
    return worker.name if worker else ""


def _told(who: str, when: datetime | None, verb: str = "") -> str:
    return ", ".join(part for part in (who, f"{verb}{_moment(when)}" if when else "") if part)


def _moment(when: datetime | None) -> str:
    return wording.uk_moment(when) if when else ""


def _shown(store: Store, row: MergeDecision) -> Conflict:
    record = store.any_record(row.record_kind, row.record_id)
    name, still_open = row.field_name, row.state == "open"
    now = flat(type(record), travelling.values_of(record)).get(name)

    def said(value: Any) -> str:
        return saying.said(store, record, name, value)

    joinable = name != DELETED and row.why != "frozen" and saying.is_text(store, record, name)
    return Conflict(
        row.id, row.pack_id, row.record_kind, row.record_id, saying.kind_words(store, record),
        saying.title(store, record), name, saying.label(store, record, name), said(_value(row.base)),
        said(_value(row.theirs)), said(now if still_open else _value(row.ours)), row.why, WHY[row.why], joinable,
        row.state, row.choice, "" if still_open else said(_value(row.chosen)), row.decided_at,
        _who(store, row.decided_by),
    )  # fmt: skip


def _value(text: str) -> Any:
    return json.loads(text) if text else None


def decide(work: Work, /, conflict_id: str, choice: str, value: str = "") -> MergeDecision:
    """Keep the board's value (``ours``), take the pack's (``theirs``) or write ``value`` (``joined``); the record is
    saved and the decision kept.

    Raises ``UserError`` for one that is decided, a join of what cannot be joined, or a record that is frozen.
    """
    row = work.get(MergeDecision, conflict_id)
    if row.state != "open":
        raise UserError("This difference is decided already.", "Change the record itself.", code="decided")
    if choice not in (OURS, THEIRS, JOINED) or (choice == JOINED and not _shown(work, row).joinable):
        raise UserError("Choose one of the two.", code="choice")
    record = work.get(kind_named(row.record_kind), row.record_id)
    now = flat(type(record), travelling.values_of(record)).get(row.field_name)
    wanted = {OURS: now, THEIRS: _value(row.theirs), JOINED: value}[choice]
    if choice != OURS:
        _apply(work, row, record, wanted)
    work.audit("pack.difference-decided", row.record_id, field=row.field_name, choice=choice)
    return work.change(
        row, state="decided", choice=choice, ours=_kept(now), chosen=_kept(wanted),
        decided_at=work.circumstances.now(), decided_by=work.worker,
    )  # fmt: skip


def _kept(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _apply(work: Work, row: MergeDecision, record: Row, value: Any) -> None:
    if row.why == "frozen" and record.frozen and row.field_name not in type(record).LIVE:
        _correct(work, record, row.field_name, value)
        return
    taken = {row.field_name: value} | row.also
    if row.field_name == DELETED and row.why == "quoted_there":
        taken[DELETED] = 0
    columns = unflat(type(record), travelling.values_of(record), taken)
    wanted = travelling.record_of(type(record), travelling.values_of(record) | columns)
    fields = {name: getattr(wanted, name) for name in columns}
    if isinstance(record, RegisterRow) and "values" in fields:
        known = registers.registers_of(work.get(Case, record.case_id))
        if record.register in known:
            fields["text"] = register_values.search_text(known[record.register], fields["values"])
    saved = work.change(record, **fields)
    if isinstance(saved, Note | Material | Meeting):
        entries.follow(work, saved)


def _correct(work: Work, record: Row, name: str, value: Any) -> None:
    """What the pack says of an account that was saved here stands beside it as a correction."""
    if not isinstance(record, Note) or name != "text":
        raise UserError(
            "This record was issued, signed or sent here, so the pack's value cannot replace it.",
            "Keep the board's, and add a correction beside it.",
            code="frozen",
        )
    notes.correct(work, record, value)
