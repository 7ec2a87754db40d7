"""What comes in while the review runs, from 18 May to 28 June 2016: conversations, family, the practitioner event."""

from __future__ import annotations

from typing import Any

from desktop.casework import notes
from desktop.demonstration import cast
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import load
from desktop.demonstration.steps_index import RUNNING
from storage.records import Answer, IndexEntry, Note, WitnessStatus


def _bring(desk: Desk, *keys: str, who: str = "B1") -> None:
    desk.work_as(who)
    case, items = desk.case("Plover"), load(RUNNING)
    desk.bring(case, items, *keys)
    desk.decide(case, items, *keys)


def charity_answers(desk: Desk) -> dict[str, Any]:
    """The body that was missing in step 10 answers, with a message inside its message."""
    _bring(desk, "charity-mail", who="B4")
    inner = desk.material("charity-forwarded")
    return {"inside": inner.parent_id == desk.material("charity-mail").id}


def address_changes(desk: Desk) -> dict[str, Any]:
    """A message with an address that others must not learn: claimed as sensitive from the start."""
    _bring(desk, "safe-address")
    return {"claim": desk.entry("safe-address").claim.value}


def statement_taken(desk: Desk) -> dict[str, Any]:
    """The investigation says that the health visitor's statement has been taken."""
    desk.work_as("B1")
    case = desk.case("Plover")
    cast.advised(desk, case, "P1", WitnessStatus.POTENTIAL_PROSECUTION, Answer.YES, "Senior investigating officer")
    return {}


def _at_the_laptop(desk: Desk, *keys: str) -> None:
    """The lead reviewer writes in the working pack; the board decides about it when it has come back."""
    desk.work_as("R1")
    desk.bring(desk.case("Plover"), load(RUNNING), *keys)


def hear_health_visitor(desk: Desk) -> dict[str, Any]:
    """Step 31: the account, the notebook, the reflections in a note of their own."""
    _at_the_laptop(desk, "account", "notebook", "reflections")
    return {"frozen": _account(desk).frozen}


def no_note(desk: Desk) -> dict[str, Any]:
    """Step 32: a talk of which no note was made is declared; the signed print of the account comes back as a scan."""
    _at_the_laptop(desk, "never-made", "account-signed")
    return {"status": desk.entry("never-made").status.value}


def correct(desk: Desk) -> dict[str, Any]:
    """Step 33: a correction beside the account, which does not change."""
    before = _account(desk).text
    _at_the_laptop(desk, "correction")
    return {"unchanged": _account(desk).text == before, "frozen": _account(desk).frozen}


def _account(desk: Desk) -> Note:
    return desk.look(lambda store: store.get(Note, desk.records["account"][1]))


def hear_mother(desk: Desk) -> dict[str, Any]:
    """Step 34: eleven questions word for word; two change the terms of reference."""
    _at_the_laptop(desk, "mother-questions", "terms-2")
    return {}


def father_declines(desk: Desk) -> dict[str, Any]:
    """Step 35: declining is an answer with a record of its own."""
    _at_the_laptop(desk, "father-declines")
    return {}


def young_person_writes(desk: Desk) -> dict[str, Any]:
    """Step 36: he writes instead."""
    _at_the_laptop(desk, "young-person")
    return {}


def charge(desk: Desk) -> dict[str, Any]:
    """Step 40: the partner is charged; what the investigation advised about him changes."""
    desk.work_as("B1")
    case = desk.case("Plover")
    cast.advised(desk, case, "F3", WitnessStatus.DEFENDANT, Answer.NOT_APPLICABLE, "Senior investigating officer")
    written = len(desk.look(notes.notes, case.id))
    listed = desk.look(lambda store: store.count(IndexEntry, case_id=case.id))
    return {"notes": written, "entries": listed}


STEPS = [
    ("10 late", "2016-05-18 12:00", charity_answers),
    ("29 address", "2016-05-27 17:20", address_changes),
    ("31 cleared", "2016-05-31 09:20", statement_taken),
    ("31", "2016-06-02 16:30", hear_health_visitor),
    ("32", "2016-06-07 16:50", no_note),
    ("33", "2016-06-09 10:10", correct),
    ("34", "2016-06-13 09:30", hear_mother),
    ("35", "2016-06-14 14:00", father_declines),
    ("36", "2016-06-16 17:15", young_person_writes),
    ("40", "2016-06-28 11:30", charge),
]
