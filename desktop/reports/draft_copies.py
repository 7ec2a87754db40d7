"""Numbered copies of a draft: each leaves with its number alone on every page; who holds which stands in the register.

The mark on the page is the copy number and nothing else, so that a copy left on a train tells nobody's name. Recall is
recorded copy by copy: back, destroyed or lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.casework import people
from desktop.errors import UserError
from desktop.markers import rows
from desktop.reports import circulated, export
from desktop.reports.circulated import Given
from desktop.session import Session
from storage.records import Case, Person, PersonKind, RegisterRow
from storage.store import Store, Work

CLOSED = frozenset({"returned", "destroyed", "lost"})
KIND = "draft_report"
HOLDERS = frozenset({PersonKind.PROFESSIONAL, PersonKind.OFFICE_HOLDER})
"""Who can take a copy away. The family reads the report in a session (``family_copies``), nobody else is shown it."""


@dataclass(frozen=True)
class Copy:
    """One copy of a draft: its number, who holds it, and how it ended (empty while it is out)."""

    row: RegisterRow
    number: int
    holder_id: str
    closed: str


def drafts(store: Store, case: Case) -> tuple[RegisterRow, ...]:
    """The drafts of the report, the latest first."""
    found = rows.rows(store, case, rows.registers_of(case)["draft"])
    return tuple(sorted(found, key=_number, reverse=True))


def _number(draft: RegisterRow) -> int:
    return int(draft.values.get("number") or 0)


def begin(work: Work, case: Case) -> RegisterRow:
    """The next draft of the report, made today."""
    number = max(map(_number, drafts(work, case)), default=0) + 1
    facts = {"number": number, "made_on": work.circumstances.today().isoformat(), "state": "working"}
    return rows.save(work, case, rows.registers_of(case)["draft"], facts, require=True)


def copy_called(store: Store, case: Case, copy_id: str) -> tuple[RegisterRow, Copy]:
    """A copy by the id of its row, with its draft. Raises ``UserError`` when it is not there."""
    return _only(store, case, lambda _draft, one: one.row.id == copy_id)


def copy_numbered(store: Store, case: Case, draft: int, number: int) -> tuple[RegisterRow, Copy]:
    """Copy ``number`` of the draft of that number, with its draft. Raises ``UserError`` when it is not there."""
    return _only(store, case, lambda row, one: (_number(row), one.number) == (draft, number))


def _only(store: Store, case: Case, is_it: Callable[[RegisterRow, Copy], bool]) -> tuple[RegisterRow, Copy]:
    for draft in drafts(store, case):
        for one in copies(store, case, draft):
            if is_it(draft, one):
                return draft, one
    raise UserError("There is no such copy of a draft.", "Number the copies of the draft first.", status=2)


def holders(store: Store, case: Case) -> tuple[Person, ...]:
    """Those who can be given a copy, by code: no child of the case, no relative and nobody outside it."""
    return tuple(one for one in people.people(store, case.id) if one.kind in HOLDERS)


def number_copies(work: Work, case: Case, draft: RegisterRow, chosen: Sequence[str]) -> tuple[Copy, ...]:
    """Give each of ``chosen`` (ids of people) the next number of this draft; a holder has one number.

    Raises ``UserError`` when nobody is named, or somebody who is not among ``holders``.
    """
    if not chosen:
        raise UserError("Nobody is named.", "Choose who gets a copy.")
    if not {one.id for one in holders(work, case)}.issuperset(chosen):
        raise UserError(
            "A copy of a draft is given to those who work on the review.",
            "The family reads the report in a session and takes nothing away.",
        )
    known = copies(work, case, draft)
    held, number = {one.holder_id for one in known}, max([one.number for one in known], default=0)
    register = rows.registers_of(case)["draft_copy"]
    for holder in dict.fromkeys(chosen):
        if holder not in held:
            number += 1
            rows.save(
                work,
                case,
                register,
                {"draft": draft.id, "number": number, "holder": holder, "watermark": f"Copy {number}"},
            )
    return copies(work, case, draft)


def copies(store: Store, case: Case, draft: RegisterRow) -> tuple[Copy, ...]:
    """Every copy of a draft, by number."""
    register = rows.registers_of(case)["draft_copy"]
    found = [row for row in rows.rows(store, case, register) if row.values.get("draft") == draft.id]
    made = (Copy(row, int(row.values["number"]), str(row.values.get("holder", "")), _ended(row)) for row in found)
    return tuple(sorted(made, key=lambda one: one.number))


def _ended(row: RegisterRow) -> str:
    closed = str(row.values.get("closed", ""))
    return closed if closed in CLOSED else ""


def mark_of(store: Store, case: Case, draft: RegisterRow, copy: Copy) -> str:
    """What stands in head and foot of a copy: ``Draft 3, copy 7 of 12``. No name."""
    count = len(copies(store, case, draft))
    return f"Draft {draft.values.get('number', '')}, copy {copy.number} of {count}"


def export_copy(
    session: Session, case: Case, draft: RegisterRow, copy: Copy, profile: str, out: Path, **more: Any
) -> Path:
    """Write one numbered copy of the report and note on what day it left. The first copy makes the draft an item of
    the case, with its entry in the index: each draft that reaches anyone, not each copy (data dictionary, 2.5).

    Raises ``UserError`` for a copy that was called back or has ended, so that no two papers carry one number; and as
    ``export.export``.
    """
    if copy.closed or copy.row.values.get("recalled_on"):
        raise UserError(
            "This copy was called back or has ended, so it is not written again.", "Number another copy.", status=3
        )
    note = session.look(mark_of, case, draft, copy)
    version = f"Draft {draft.values.get('number', '')}"

    def keep(work: Work, given: Given) -> None:
        _circulated(work, case, work.get(RegisterRow, draft.id), given)

    path = export.export(
        session, case, "overview-report", profile, out, draft=note, version=version, kept=KIND, then=keep, **more
    )
    session.do("Send a copy of a draft", _sent, case, copy)
    return path


def _circulated(work: Work, case: Case, draft: RegisterRow, given: Given) -> None:
    if draft.values.get("material") or draft.values.get("circulated_on"):
        return  # it stands in the index already
    number = str(draft.values.get("number", ""))
    item = circulated.keep(work, case.id, given, title=f"Draft {number} of the report", version=number)
    facts = {"material": item.id, "circulated_on": work.circumstances.today(), "state": "circulated"}
    rows.save(work, case, rows.registers_of(case)["draft"], facts, draft)


def _sent(work: Work, case: Case, copy: Copy) -> None:
    register = rows.registers_of(case)["draft_copy"]
    today = work.circumstances.today()
    rows.save(work, case, register, {"sent_on": today, "closed": "out"}, work.get(RegisterRow, copy.row.id))
    work.audit("draft.copy_sent", case.id, copy=copy.row.id)


def recall(work: Work, case: Case, draft: RegisterRow) -> tuple[Copy, ...]:
    """Ask for every copy that is still out; gives those copies. The day of the recall is kept on each."""
    register = rows.registers_of(case)["draft_copy"]
    out = [one for one in copies(work, case, draft) if not one.closed and one.row.values.get("sent_on")]
    for one in out:
        rows.save(work, case, register, {"recalled_on": work.circumstances.today()}, one.row)
    return tuple(out)


def close(work: Work, case: Case, copy: Copy, how: str) -> Copy:
    """A copy came back, was destroyed, or is lost. Raises ``UserError`` for another word."""
    if how not in CLOSED:
        raise UserError("This is not an end a copy can have.", f"Choose: {', '.join(sorted(CLOSED))}.", status=2)
    register = rows.registers_of(case)["draft_copy"]
    row = work.get(RegisterRow, copy.row.id)
    saved = rows.save(work, case, register, {"closed": how, "closed_on": work.circumstances.today()}, row)
    return Copy(saved, copy.number, copy.holder_id, how)
