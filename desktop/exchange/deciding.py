"""What a merge left to a person: each difference with its three sides, and the decision, which is kept.

Until somebody decides, the board's value stands; afterwards the next update takes the decision to the pack.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from desktop.casework import entries, notes
from desktop.errors import UserError
from desktop.exchange.merge import DELETED, flat, unflat
from desktop.markers import register_values
from desktop.markers import rows as registers
from storage import travelling
from storage.records import Case, Material, Meeting, MergeDecision, Note, RegisterRow, Row
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
    """A difference for the page: ``base``, ``theirs`` and ``ours`` are texts; ``joinable`` is whether words can be
    typed in place of the two."""

    id: str
    pack_id: str
    record_kind: str
    record_id: str
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


def conflicts(store: Store, case_id: str, pack_id: str = "", *, open_only: bool = True) -> tuple[Conflict, ...]:
    """Differences of a case, or of one pack, those of one record together."""
    wanted: dict[str, Any] = {"case_id": case_id}
    wanted |= {"pack_id": pack_id} if pack_id else {}
    wanted |= {"state": "open"} if open_only else {}
    rows = store.find(MergeDecision, **wanted)
    return tuple(_shown(store, one) for one in sorted(rows, key=lambda one: (one.record_id, one.field_name)))


def _shown(store: Store, row: MergeDecision) -> Conflict:
    record = store.get(kind_named(row.record_kind), row.record_id)
    now = flat(type(record), travelling.values_of(record)).get(row.field_name)
    theirs, base = _value(row.theirs), _value(row.base)
    joinable = row.field_name != DELETED and isinstance(theirs or now or "", str) and row.why != "frozen"
    return Conflict(
        row.id, row.pack_id, row.record_kind, row.record_id, _title(record), row.field_name,
        _field_words(store, record, row.field_name), _said(row.field_name, base), _said(row.field_name, theirs),
        _said(row.field_name, now if row.state == "open" else _value(row.ours)), row.why, WHY[row.why], joinable,
        row.state, row.choice,
    )  # fmt: skip


def _value(text: str) -> Any:
    return json.loads(text) if text else None


def _said(name: str, value: Any) -> str:
    if name == DELETED:
        return "Removed" if value else "Kept"
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _title(record: Row) -> str:
    """What the record is called on the page: its title, code or kind."""
    for name in ("code", "title", "code_name"):
        if getattr(record, name, ""):
            return str(getattr(record, name))
    words = str(getattr(record, "text", "") or getattr(record, "name", ""))
    return words.split("\n", 1)[0][:80] or type(record).__name__


def _field_words(store: Store, record: Row, name: str) -> str:
    if isinstance(record, RegisterRow) and name.startswith("values."):
        known = registers.registers_of(store.get(Case, record.case_id))
        field_id = name.removeprefix("values.")
        if record.register in known and known[record.register].has(field_id):
            return known[record.register].field(field_id).label
        name = field_id
    return "Kept or removed" if name == DELETED else name.replace("_", " ").capitalize()


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
