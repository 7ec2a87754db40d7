"""What is due in a case: clocks that run from its dates, requests without an answer, originals still out on loan, and
what a family lent and has not got back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop import wording
from desktop.casework import case_clocks
from desktop.casework.case_clocks import explain as explain
from desktop.casework.case_clocks import explanations as explanations
from desktop.casework.clocks import Holding
from storage.partial_date import PartialDate
from storage.records import Case, CaseStage, Loan, RegisterRow, Request
from storage.store import Store

OPEN = frozenset(
    {Holding.RUNNING, Holding.DUE, Holding.LATE, Holding.LATE_EXPLAINED, Holding.DONE_LATE, Holding.ENDED_EARLY}
)
"""How a clock stands that still asks something of a person: a date, or words on why it was not kept."""
LATE = frozenset({Holding.LATE, Holding.LATE_EXPLAINED, Holding.DONE_LATE, Holding.ENDED_EARLY})


@dataclass(frozen=True)
class DueLine:
    """One thing that is due: what, when in words, whether it is late, and the kind and id of the record behind it."""

    what: str
    when: str
    late: bool
    day: date
    kind: str
    record_id: str = ""
    where: str = ""
    why: str = ""


def events_of(case: Case) -> dict[str, PartialDate]:
    """The dated events that a case's own record tells, by the ids that clocks go by. What only a register could tell
    (who was told of a decision, and when) is left out, so that nobody is asked to explain what was done in time."""
    found = {"incident-notified": case.referred_on, "decided": case.decided_on}
    if case.stage is CaseStage.REVIEW:
        found["initiated"] = case.decided_on
    return {name: value for name, value in found.items() if value.known}


def due_in(store: Store, case: Case) -> tuple[DueLine, ...]:
    """Everything that is due in a case, the earliest first. A closed case has nothing due."""
    if case.stage is CaseStage.CLOSED:
        return ()
    lines = [*_clocks(store, case), *_requests(store, case), *_loans(store, case), *_lent(store, case)]
    return tuple(sorted(lines, key=lambda one: (one.day, one.what)))


def _clocks(store: Store, case: Case) -> list[DueLine]:
    running = case_clocks.standings_of(store, case)
    return [
        DueLine(
            one.due.clock.title, one.words, one.holding in LATE, one.due.last,
            "clock", one.due.clock.id,
            wording.sentence(f"{one.due.clock.force}, from when {one.due.clock.trigger_label}"), one.explanation,
        )
        for one in running
        if one.holding in OPEN and one.due.last is not None
    ]  # fmt: skip


def _requests(store: Store, case: Case) -> list[DueLine]:
    today = store.circumstances.today()
    found = []
    for request in store.find(Request, case_id=case.id):
        if request.answered_on is None and request.due_on is not None:
            late = (today - request.due_on).days
            when = f"{wording.plural(late, 'day')} late: say why" if late > 0 else wording.uk_date(request.due_on)
            if late > 0 and request.late_reason:
                when = f"{wording.plural(late, 'day')} late, explained"
            title = f"Answer request {request.reference}" if request.reference else "Answer a request"
            found.append(DueLine(title, when, late > 0, request.due_on, "request", request.id, "Disclosure, requests"))
    return found


_ENDS = {
    "loan": "Record the end of a loan", "return": "Record that a copy was returned",
    "archive": "Record what became of the archive",
}  # fmt: skip


def _loans(store: Store, case: Case) -> list[DueLine]:
    return [
        DueLine(
            _ENDS[loan.purpose], f"lent {wording.uk_date(loan.lent_at.date())}", False, loan.lent_at.date(),
            "archive" if loan.purpose == "archive" else "loan", loan.material_id, "Evidence",
        )
        for loan in store.find(Loan, case_id=case.id)
        if loan.ended_at is None and loan.lent_at is not None
    ]  # fmt: skip


def _lent(store: Store, case: Case) -> list[DueLine]:
    """Photographs, letters and other things that somebody of the family lent, by the day they have them back.

    What they are and whose is not said here: the list of what is due stands on pages that others look at.
    """
    today = store.circumstances.today()
    found = []
    for row in store.find(RegisterRow, case_id=case.id, register="lent_item"):
        back_by = str(row.values.get("give_back_by") or "")
        if row.values.get("returned_on") or not back_by:
            continue
        day = date.fromisoformat(back_by)
        late = (today - day).days
        when = f"{wording.plural(late, 'day')} late" if late > 0 else wording.uk_date(day)
        person, what = str(row.values.get("person", "")), "Give back something the family lent"
        found.append(DueLine(what, when, late > 0, day, "lent", person, "People, family"))
    return found
