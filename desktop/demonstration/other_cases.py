"""Teasel, a referral of 2015 that did not become a review, and Heron, a review in its fifth month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from desktop.casework import cases
from desktop.demonstration import cast
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import load
from desktop.disclosure import entries, proceedings, requests
from storage.records import Answer, CaseStage, IndexEntry, Listing, PartialDate, WitnessStatus

BEGUN = 150
"""Days before the demonstration is made on which Heron was referred."""


def enter_teasel(desk: Desk) -> dict[str, Any]:
    """The referral of 2015 is entered afterwards, complete: everything is described, owned and decided."""
    case = cast.open_case(desk, "Teasel", "SCR-2015-04", referred_on=PartialDate.from_iso("2015-05-12"))
    cast.add_people(desk, case, "teasel")
    # The legal adviser and the manager of today were in post then.
    items = load("teasel")
    desk.people["Teasel", "B5"] = desk.people["Teasel", "P2"]
    desk.bring(case, items, *items)
    desk.decide(case, items, *items)
    decided = PartialDate.from_iso("2015-06-12")
    desk.do(
        "Decide that there is no review", cases.set_stage, desk.case("Teasel"), CaseStage.NO_REVIEW, decided_on=decided
    )
    found = desk.look(lambda store: store.find(IndexEntry, case_id=case.id))
    return {"entries": len(found), "accepted": sum(entry.listing is Listing.ACCEPTED for entry in found)}


def reference_of_heron(today: date) -> str:
    """The reference of Heron: the year in which it was referred."""
    return f"SCR-{(today - timedelta(days=BEGUN)).year}-02"


def open_heron(desk: Desk) -> dict[str, Any]:
    """Heron is referred, five months before the demonstration is made."""
    desk.work_as("B2")
    begun = PartialDate.exact(desk.day)
    case = cast.open_case(desk, "Heron", reference_of_heron(desk.today), referred_on=begun)
    happened = PartialDate.exact(desk.day - timedelta(days=6))
    case = desk.do("Save the case", cases.save_case, case, incident_on=happened)
    people = cast.add_people(desk, case, "heron")
    desk.do("Place a hold", cases.place_hold, case, "An investigation is open")
    return {"people": people}


def run_heron(desk: Desk) -> dict[str, Any]:
    """What came in since: some of it decided about, some of it waiting."""
    case, items = desk.case("Heron"), load("heron")
    for key, item in items.items():
        if item.inside:
            continue
        day = item.on(desk.today).first_day
        assert day is not None
        if day > desk.day:
            desk.later(round((day - desk.day).days * 24 * 60))
        desk.bring(case, items, key)
        desk.decide(case, items, key)
        if key == "heron-decision":
            _begin(desk)
    _processes(desk)
    entry = desk.entry("heron-register")
    desk.do("Hold an item over", entries.hold_over, entry, "Its owner has moved and has not answered", by="B2")
    found = desk.look(lambda store: store.find(IndexEntry, case_id=case.id))
    return {"entries": len(found), "waiting": sum(entry.listing is Listing.CANDIDATE for entry in found)}


def _begin(desk: Desk) -> None:
    decided = PartialDate.exact(desk.day)
    case = desk.do("Begin a review", cases.set_stage, desk.case("Heron"), CaseStage.REVIEW, decided_on=decided)
    period = {"period_from": PartialDate.exact(desk.day - timedelta(days=730)), "period_until": case.incident_on}
    desk.do("Save the case", cases.save_case, case, **period)


def _processes(desk: Desk) -> None:
    """An investigation, a person who is not cleared, a request that is due and one that was answered late."""
    case, day = desk.case("Heron"), desk.day
    cast.advised(desk, case, "F2", WitnessStatus.SUSPECT, Answer.UNKNOWN, "Senior investigating officer")
    cast.advised(desk, case, "P4", WitnessStatus.PROSECUTION, Answer.NO, "Senior investigating officer")
    inquiry = desk.do(
        "Record a proceeding", proceedings.open_proceeding, case.id, "The investigation", operation="Sandpiper"
    )
    desk.do(
        "Record a post", proceedings.appoint, inquiry, "disclosure_officer", "Rosalind Ackerby", "Disclosure officer",
        "Fellmarsh Constabulary", since=day - timedelta(days=60), receives=True,
    )  # fmt: skip
    who = "Disclosure officer, Fellmarsh Constabulary"
    late = desk.do(
        "Log a request", requests.receive, case.id, "annex_c", who, day - timedelta(days=40), scope="Nursery register"
    )
    reason = "The nursery was closed for two weeks"
    answered = day - timedelta(days=20)
    desk.do("Answer a request", requests.answer, late, "Copy of the register, by hand", answered, late_reason=reason)
    soon = desk.today + timedelta(days=3)
    desk.do(
        "Log a request", requests.receive, case.id, "police_reasoned", who, soon - timedelta(days=14),
        scope="Index of material on attendance in the ten weeks before the incident",
    )  # fmt: skip


STEPS = [
    ("Teasel", "2016-02-24 10:00", enter_teasel),
    ("Heron", f"-{BEGUN} 10:00", open_heron),
    ("Heron runs", f"-{BEGUN - 1} 10:00", run_heron),
]
