"""Rows of registers: saved as typed values, searched, cited, and entered in the index where their register says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.casework import entries
from desktop.errors import UserError
from desktop.markers import framework, register_values
from desktop.markers import registers as packs
from desktop.markers.registers import EntryRule, Register, Registers
from storage import travelling
from storage.partial_date import UNDATED, PartialDate
from storage.records import (
    Case,
    EntryStatus,
    EvidenceLink,
    IndexEntry,
    MaterialKind,
    Origin,
    RegisterRow,
    SensitivityClaim,
)
from storage.store import Store, Work

PROPOSED = {
    "open": SensitivityClaim.NOT_CONSIDERED,
    "under_consideration": SensitivityClaim.UNDER_CONSIDERATION,
    "sensitive": SensitivityClaim.CLAIMED,
}


def registers_of(case: Case) -> Registers:
    """The registers of a case's framework."""
    return packs.load(case.framework, case.terminology)


def home(register: Register, case: Case) -> str:
    """The case id that rows of a register carry: the case's, or none for one that the board keeps once."""
    return "" if register.scope == "board" else case.id


def rows(store: Store, case: Case, register: Register) -> tuple[RegisterRow, ...]:
    """The rows of a register, in the order in which they stand."""
    return store.find(RegisterRow, case_id=home(register, case), register=register.id, order=["position"])


def only(store: Store, case: Case, register: Register) -> RegisterRow | None:
    """The one row of a register that holds one a case."""
    found = rows(store, case, register)
    return found[0] if found else None


def save(
    work: Work,
    case: Case,
    register: Register,
    values: Mapping[str, Any],
    row: RegisterRow | None = None,
    *,
    require: bool = False,
) -> RegisterRow:
    """Save a row; its entry, where its register makes one, is made in the same unit of work.

    Half-filled rows are kept unless ``require``. A change to a row that its register holds frozen (signed, sent) is a
    new row that corrects the earlier one. Raises ``FieldErrors`` with a sentence for each field, ``UserError`` for what
    is the board's in a pack.
    """
    _require_own(work, home(register, case))
    merged = dict(row.values if row else {}) | dict(values)
    incident = incident_of(work, case, register, merged)
    cleaned = register_values.validate(
        register, merged, require=require, incident=incident, today=work.circumstances.today()
    )
    text = register_values.search_text(register, cleaned)
    saved = _write(work, case, register, cleaned, text, row)
    if register.entry:
        _enter(work, case, register, saved)
    elif register.scope != "board":
        entries.block_for_registers(work, case.id)
    return saved


def _require_own(work: Work, case_id: str) -> None:
    """A pack has the board's own registers to be read: what is written into them there would not come back."""
    if not case_id and travelling.fact(work, travelling.PACK):
        raise UserError(
            "The board keeps this once for all its reviews, and a pack holds a copy to read. Nothing was changed.",
            "Tell the board what is to be changed: it comes with the board’s next changes.",
            code="pack",
        )


REFERRAL = "referral"
"""The register whose row says when the death or harm was, where the case itself does not."""


def incident_of(store: Store, case: Case, register: Register, values: Mapping[str, Any]) -> PartialDate | None:
    """The day of the incident before which no step of the review can lie: the case's own, else the referral's.

    ``values`` are those of the row that is being saved: the referral's own dates are held against its own day.
    """
    if case.incident_on.known:
        return case.incident_on
    known = registers_of(case)
    if REFERRAL not in known:
        return None
    if register.id != REFERRAL:
        referral = only(store, case, known[REFERRAL])
        values = referral.values if referral else {}
    try:
        said = register_values.normalise(known[REFERRAL].field("incident_on"), values.get("incident_on"))
    except ValueError:
        return None
    return register_values.day_of(said)


def _write(
    work: Work, case: Case, register: Register, values: dict[str, Any], text: str, row: RegisterRow | None
) -> RegisterRow:
    if row is not None and not (row.frozen or register.frozen(row.values)):
        return work.change(row, values=values, text=text)
    if row is not None and values == row.values:
        return row
    position = work.count(RegisterRow, case_id=home(register, case), register=register.id) + 1
    return work.add(
        RegisterRow(
            case_id=home(register, case),
            register=register.id,
            values=values,
            text=text,
            position=position,
            corrects_id=row.id if row else "",
        )
    )


def _enter(work: Work, case: Case, register: Register, row: RegisterRow) -> None:
    rule = register.entry
    assert rule is not None  # asked by the caller
    state = _declared(rule, row)
    if not register.makes_entry(row.values):
        for record_id in register.linked(row.values) if state else ():
            _take_over(work, record_id, *state)
        return
    subject = _first_row(work, case, register) if rule.per == "register" else row
    when = register_values.day_of(row.values.get(rule.when)) if rule.per == "row" else None
    entries.follow(
        work,
        subject,
        kind=MaterialKind(rule.kind),
        origin=Origin.GENERATED,
        doc_date=when or UNDATED,
        description_internal=rule.describe,
        suggested_claim=PROPOSED[rule.series],
        **({"status": state[0], "status_note": state[1]} if state else {}),
    )


def _declared(rule: EntryRule, row: RegisterRow) -> tuple[EntryStatus, str] | tuple[()]:
    if not rule.status or not row.values.get(rule.status):
        return ()
    return EntryStatus(row.values[rule.status]), str(row.values.get(rule.status_note, ""))


def _take_over(work: Work, record_id: str, status: EntryStatus, reason: str) -> None:
    entry = work.one(IndexEntry, record_id=record_id)
    if entry is not None:
        entries.declare(work, entry, status, reason)


def _first_row(work: Work, case: Case, register: Register) -> RegisterRow:
    return rows(work, case, register)[0]


def list_also(work: Work, case: Case, row: RegisterRow, field: str, record_id: str) -> RegisterRow:
    """One record more in a field of a row that lists records; gives the row as it now is."""
    held = [*(row.values.get(field) or ()), record_id]
    return save(work, case, registers_of(case)[row.register], {field: held}, row)


def freeze(work: Work, row: RegisterRow) -> RegisterRow:
    """Signed, sent or issued: from now on a change is a correction beside it."""
    return work.change(row, frozen_at=work.circumstances.now())


def stands(store: Store, row: RegisterRow) -> bool:
    """Whether a row may no longer be put aside: it was signed, sent or issued, or belongs to a row that was.

    A row of an append-only register that names no such day stands as soon as it is saved; beneath another row, as soon
    as that one stands, so that a slip made before a decision is signed can still be taken away.
    """
    return row.frozen or _frozen_by_register(store, row, _known(store, row))


def _known(store: Store, row: RegisterRow) -> Registers:
    if not row.case_id:
        return packs.load(framework.default_id())
    return registers_of(store.get(Case, row.case_id))


def _frozen_by_register(store: Store, row: RegisterRow, known: Registers) -> bool:
    if row.register not in known or not known[row.register].append_only:
        return False
    register = known[row.register]
    above = store.one(RegisterRow, id=row.values.get(register.parent, "")) if register.parent else None
    if register.freezes_when or above is None:
        return register.frozen(row.values)
    return stands(store, above)


def remove(work: Work, row: RegisterRow) -> RegisterRow:
    """Put a row aside. Evidence that points at it stays and says that the row is gone.

    Raises ``UserError`` for a row that ``stands``, and for what is the board's in a pack.
    """
    _require_own(work, row.case_id)
    if stands(work, row):
        raise UserError("This was signed, sent or issued, so it stays.", "Add a correction beside it.")
    for link in work.find(EvidenceLink, record_kind="RegisterRow", record_id=row.id):
        work.change(link, record_gone=True)
    return work.bin(row)


def move(work: Work, case: Case, register: Register, row: RegisterRow, position: int) -> None:
    """Put a row at a place (from 1) in its register."""
    _require_own(work, row.case_id)
    others = [one for one in rows(work, case, register) if one.id != row.id]
    others.insert(max(0, position - 1), row)
    for at, one in enumerate(others, 1):
        work.change(one, position=at)
