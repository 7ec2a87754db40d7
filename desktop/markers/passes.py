"""Passes: dated rounds through the markers, opened, closed and compared. Nothing in them is a score."""

from __future__ import annotations

from datetime import date

from desktop.errors import UserError
from storage.records import Judgement, MarkerPass
from storage.store import Store, Work


def passes(store: Store, case_id: str) -> tuple[MarkerPass, ...]:
    """The passes of a case in the order in which they were opened."""
    return store.find(MarkerPass, case_id=case_id)


def current(store: Store, case_id: str, kind: str) -> MarkerPass | None:
    """The latest pass of a kind, open or closed."""
    found = store.find(MarkerPass, case_id=case_id, kind=kind, order=["-created_at"], limit=1)
    return found[0] if found else None


def open_pass(work: Work, case_id: str, kind: str, on: date | None = None) -> MarkerPass:
    """Open a pass; one of its kind that is still open is given back as it is."""
    found = current(work, case_id, kind)
    if found and found.closed_on is None:
        return found
    return work.add(MarkerPass(case_id=case_id, kind=kind, opened_on=on or work.circumstances.today()))


def close_pass(work: Work, chosen: MarkerPass, note: str = "", on: date | None = None) -> MarkerPass:
    """Close a pass. What was judged in it stays as it is; questions nobody looked at stay not considered."""
    if chosen.closed_on:
        raise UserError("This pass is closed already.", "Open a new one to go on judging.")
    return work.change(chosen, closed_on=on or work.circumstances.today(), closed_by=work.worker, note=note)


def judged_in(store: Store, pass_id: str, *, history: bool = False) -> tuple[Judgement, ...]:
    """The judgements of a pass as they stand, or with ``history`` every one that was made."""
    found = store.find(Judgement, pass_id=pass_id)
    return found if history else tuple(one for one in found if not one.superseded_by)
