"""Steps 10 to 24 of the script, as far as they need no wizard: returns, the decision, the terms, the chronologies."""

from __future__ import annotations

from typing import Any

from desktop.casework import cases, people
from desktop.demonstration import cast
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import load
from desktop.demonstration.steps_setting_up import ITEMS, _bring, by_manager
from desktop.disclosure import proceedings, requests
from storage.records import Answer, CaseStage, PartialDate, PersonKind, WitnessStatus

NAMED_DESCRIPTION = "Minimum information from the community health service about the visits of Joan Hallowfen"
VAGUE_DESCRIPTION = "Various notes of the general practice about the family, January 2016"


def log_returns(desk: Desk) -> dict[str, Any]:
    """Step 10: returns come in; one is a nil return without a name under it, one body has not answered."""
    desk.work_as("B4")
    _bring(desk, "return-children", "return-police", "return-school", "return-housing", "return-academy")
    case, items = desk.case("Plover"), load(ITEMS)
    desk.bring(case, items, "return-community", "return-surgery")
    # Two first tries that the check of step 25 sends back: a name, and words that could describe anything.
    desk.decide(case, items, "return-community", description=NAMED_DESCRIPTION)
    desk.decide(case, items, "return-surgery", description=VAGUE_DESCRIPTION)
    desk.later(30)
    _bring(desk, "placement-letter")
    # The hospital's referral form stands as its return.
    kept = [key for key, (kind, _) in desk.records.items() if kind == "Material"]
    returns = [key for key in kept if key.startswith("return-") and key != "return-academy"]
    return {"returned": len(returns) + 1, "nil": 1, "missing": 9 - len(returns) - 2}


def challenge(desk: Desk) -> dict[str, Any]:
    """Step 11: peer challenge, decided by the chair, recorded by the manager; the signed sheet comes back as a scan."""
    desk.work_as("B1")
    _bring(desk, "peer-advice", "peer-sheet")
    sheet = desk.material("peer-sheet")
    return {"sheet_readable": bool(sheet.readable), "typed": bool(load(ITEMS)["peer-sheet"].typed)}


def meet(desk: Desk) -> dict[str, Any]:
    """Step 12: minutes of the sub-group."""
    _bring(desk, "minutes")
    return {}


def decide_on_review(desk: Desk) -> dict[str, Any]:
    """Step 13: the chair decides; the case becomes a review, inside one month."""
    _bring(desk, "decision-record")
    decided = PartialDate.exact(desk.day)
    case = desk.do("Begin a review", cases.set_stage, desk.case("Plover"), CaseStage.REVIEW, decided_on=decided)
    period = {"period_from": PartialDate.from_iso("2014-06"), "period_until": PartialDate.from_iso("2016-02-07")}
    desk.do("Save the case", cases.save_case, case, **period)
    return {"stage": case.stage.value, "days": (desk.day - case.referred_on.first_day).days}  # type: ignore[operator]


def tell_members(desk: Desk) -> dict[str, Any]:
    """Step 14: members and national bodies are told; listed as one block."""
    _bring(desk, "telling-block")
    return {"letters": desk.entry("telling-block").block_quantity}


def adopt_purpose(desk: Desk) -> dict[str, Any]:
    """Step 15: the purpose statement."""
    _bring(desk, "purpose")
    return {}


def meet_investigation(desk: Desk) -> dict[str, Any]:
    """Step 16: whom the review may speak to; the note's sensitivity is left under consideration for now."""
    case, items = desk.case("Plover"), load(ITEMS)
    desk.bring(case, items, "liaison-april")
    desk.decide(case, items, "liaison-april", claim="under_consideration")
    for key in ("P1", "P3"):
        cast.advised(desk, case, key, WitnessStatus.POTENTIAL_PROSECUTION, Answer.NO, "Senior investigating officer")
    cast.advised(desk, case, "P5", WitnessStatus.NONE_KNOWN, Answer.NOT_APPLICABLE, "Senior investigating officer")
    return {"claim": desk.entry("liaison-april").claim.value}


def settle_terms(desk: Desk) -> dict[str, Any]:
    """Step 18: terms of reference, version 1."""
    _bring(desk, "terms-1")
    return {}


def govern(desk: Desk) -> dict[str, Any]:
    """Step 19: roles and gates, dated before work starts."""
    _bring(desk, "governance")
    return {}


MORE_PEOPLE = (
    ("P10", "Tove Arkwell", "Ward nurse", "HOSP"),
    ("P11", "Desmond Yarrowby", "Duty social worker", "FCS"),
    ("P12", "Leonie Castermain", "Team manager", "FCS"),
    ("P13", "Imran Sedgebrook", "Police constable", "POLICE"),
    ("P14", "Odile Farthingstone", "Practice nurse", "GP"),
)
"""Practitioners whom the returns brought up: fourteen are registered with those of the first day."""


def register_practitioners(desk: Desk) -> dict[str, Any]:
    """Step 22: those of the practitioners who are not in the register yet, by name and code."""
    desk.work_as("B4")
    case = desk.case("Plover")
    for key, name, role, body in MORE_PEOPLE:
        person = desk.do(
            "Register a person", people.add_person, case.id, name, PersonKind.PROFESSIONAL, role=role,
            agency_id=desk.bodies[body],
        )  # fmt: skip
        desk.people["Plover", key] = person.id
    found = [key for name, key in desk.people if name == "Plover" and key.startswith("P")]
    return {"practitioners": len(found)}


def leave_out_guidance(desk: Desk) -> dict[str, Any]:
    """Candidates that registers made and that are not for the list, each with its reason."""
    desk.work_as("B1")
    desk.decide(desk.case("Plover"), load("plover-later"), "choice-f3", "guidance", "purpose-0")
    return {}


def police_ask(desk: Desk) -> dict[str, Any]:
    """Step 23: the disclosure officer's reasoned request; the proceeding and who holds which post in it."""
    desk.work_as("B1")
    case = desk.case("Plover")
    _bring(desk, "police-request")
    trial = desk.do(
        "Record a proceeding",
        proceedings.open_proceeding,
        case.id,
        "The investigation",
        operation="Lapwing",
        stage="Investigation",
        scope_note="Material held by the board's business unit for this review. The bodies' own primary records are "
        "indexed by those bodies.",
    )
    desk.facts["proceeding"] = trial.id
    since = desk.day
    posts = (
        ("sio", "Rowan Thackmere", "Senior investigating officer", "Fellmarsh Constabulary", False),
        ("disclosure_officer", "Ines Corrow", "Disclosure officer", "Fellmarsh Constabulary", True),
        ("prosecutor", "Nadia Rushbourne", "Prosecutor", "", False),
        ("spoc", "Ruth Ellerby", "Board manager", "Fellmarsh LSCB", False),
        ("legal", "Priya Thornlea", "Legal adviser", "Fellmarsh LSCB", False),
    )
    for role, name, post, body, receives in posts:
        mailbox = "board@example.org" if role == "spoc" else ""
        held = desk.do(
            "Record a post", proceedings.appoint, trial, role, name, post, body,
            since=since, receives=receives, mailbox=mailbox,
        )  # fmt: skip
        desk.facts[role] = held.id
    asked = desk.do(
        "Log a request",
        requests.receive,
        case.id,
        "police_reasoned",
        "Disclosure officer, Fellmarsh Constabulary",
        desk.day,
        body="Fellmarsh Constabulary",
        scope="Index of material bearing on the injuries, on who had care of the child, on what each body was told",
        material_id=desk.material("police-request").id,
    )
    desk.facts["request"] = asked.id
    return {"reference": asked.reference, "due": asked.due_on}


def bring_chronologies(desk: Desk) -> dict[str, Any]:
    """Step 24: chronologies in four forms; one body withholds a file."""
    desk.work_as("B4")
    _bring(desk, "chronology-children", "chronology-school", "chronology-police", "chronology-surgery")
    scanned = desk.material("chronology-surgery")
    return {
        "forms": sorted(
            {desk.material(key).file_name.rsplit(".", 1)[1] for key in desk.records if "chronology" in key}
        ),
        "scan_notes": scanned.read_notes,
        "tracked": desk.material("return-children").read_notes,
    }


def refuse_a_file(desk: Desk) -> dict[str, Any]:
    """Step 24, two days later: the housing service's reason, the chair's letter, two papers that were mis-filed."""
    desk.work_as("B4")
    _bring(desk, "housing-refusal", "chair-letter-housing")
    desk.bring(desk.case("Plover"), load(ITEMS), "room-bookings", "training-agenda")
    return {}


STEPS = [
    (number, moment, by_manager(function))
    for number, moment, function in (
        ("10", "2016-03-15 14:00", log_returns),
        ("11", "2016-03-16 15:30", challenge),
        ("12", "2016-03-17 16:45", meet),
        ("13", "2016-03-21 10:00", decide_on_review),
        ("14", "2016-03-22 09:30", tell_members),
        ("15", "2016-04-04 11:00", adopt_purpose),
        ("16", "2016-04-06 14:00", meet_investigation),
        ("18", "2016-04-14 15:00", settle_terms),
        ("19", "2016-04-18 12:00", govern),
        ("22", "2016-04-25 10:00", register_practitioners),
        ("22 left out", "2016-05-02 10:00", leave_out_guidance),
        ("23", "2016-05-03 10:45", police_ask),
        ("24", "2016-05-10 09:50", bring_chronologies),
        ("24 refusal", "2016-05-12 09:30", refuse_a_file),
    )
]
