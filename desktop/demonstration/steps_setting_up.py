"""Steps 1 to 9 of the script: the vault, the referral, the first letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop import session as sessions
from desktop.casework import access, board, cases
from desktop.demonstration import ADMINISTRATOR_PASSPHRASE, FORMER_PASSPHRASE, cast, recovery_sheet
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import load
from desktop.errors import FieldErrors, UserError
from desktop.markers import family, framework, judge, passes
from storage.records import Answer, Case, CaseStage, IndexEntry, Listing, PartialDate, WitnessStatus
from storage.store import Work

ITEMS = "plover-setting-up"


def create_vault(desk: Desk) -> dict[str, Any]:
    """Step 1: the vault, a second person with a passphrase of her own, the board's details, its bodies."""
    desk.current, words = sessions.create(
        desk.vault, FORMER_PASSPHRASE, "Ruth Ellerby", "Board manager", circumstances=desk.clock, argon=desk.argon
    )
    access.add_worker(desk.session, "Jo Merriden", "Administrator", ADMINISTRATOR_PASSPHRASE)
    record = desk.do(
        "Save the board's details",
        board.save_board,
        name="Fellmarsh LSCB",
        short_name="Fellmarsh board",
        chair="Margaret Stanehope",
        manager="Ruth Ellerby",
        contact="Board manager",
        mailbox="board@example.org",
        phone="01632 960500",
        address="Council Offices, Fellmarsh, QX1 1AA",
        two_people=True,
    )
    cast.own_body(desk, record.body_id)
    recovery_sheet.write(desk, "1-setting-up/01-recovery-sheet", words)
    return {"recovery_words": len(words), "workers": len(desk.look(access.workers)), "bodies": cast.add_bodies(desk)}


def open_referral(desk: Desk) -> dict[str, Any]:
    """Step 2: a referral, not yet a review; the hospital's form, its mail with two attachments; our acknowledgement."""
    case = cast.open_case(desk, "Plover", "SCR-2016-01", referred_on=PartialDate.from_iso("2016-02-24"))
    people = cast.add_people(desk, case, "plover")
    cast.complete(desk, case)
    items = load(ITEMS)
    desk.bring(case, items, "referral-form", "referral-mail")
    found = desk.look(lambda store: store.find(IndexEntry, case_id=case.id))
    candidates = [entry for entry in found if entry.listing is Listing.CANDIDATE]
    numbered = [entry for entry in found if entry.number_open or entry.number_sensitive]
    desk.later(40)
    desk.decide(case, items, "referral-form")
    desk.decide(case, items, "referral-mail")
    desk.bring(case, items, "acknowledgement")
    desk.decide(case, items, "acknowledgement")
    return {"people": people, "candidates": len(candidates), "numbered": len(numbered), "stage": case.stage.value}


def record_basis(desk: Desk) -> dict[str, Any]:
    """Step 3: what the referral is about, and the seventeen days between death and referral."""
    case = desk.do(
        "Save the case",
        cases.save_case,
        desk.case("Plover"),
        incident_on=PartialDate.from_iso("2016-02-07"),
        summary="Death of a child of two; abuse is suspected. Seventeen days between death and referral: school "
        "holiday, and two bodies each thought the other had referred.",
    )
    referred, happened = case.referred_on.first_day, case.incident_on.first_day
    days = (referred - happened).days if referred and happened else None
    return {"days": days, "met_refused": _met_without_evidence(desk, case)}


def _met_without_evidence(desk: Desk, case: Case) -> bool:
    """Whether "met" is refused as long as nothing is linked to it."""

    def attempt(work: Work) -> None:
        chosen = passes.open_pass(work, case.id, "setting-up", desk.day)
        words = "The form says which limb applies"
        judge.judge(work, chosen, framework.load(case.framework), "1.2", "commissioner", "met", narrative=words)

    try:
        desk.do("Judge a question", attempt)
    except FieldErrors:
        return True
    return False


def hold_everything(desk: Desk) -> dict[str, Any]:
    """Step 4: a preservation hold on the whole referral, and the instruction to nine bodies."""
    case = desk.case("Plover")
    desk.do("Place a hold", cases.place_hold, case, "A death is under investigation and a review may follow")
    _bring(desk, "preservation")
    return {"hold": desk.case("Plover").hold}


def ask_for_returns(desk: Desk) -> dict[str, Any]:
    """Step 5: requests for minimum information, nine letters listed as one block."""
    _bring(desk, "requests-block")
    return {"letters": desk.entry("requests-block").block_quantity}


def tell_coroner(desk: Desk) -> dict[str, Any]:
    """Step 6: the coroner is told."""
    _bring(desk, "coroner-notification")
    return {}


def ask_neighbours(desk: Desk) -> dict[str, Any]:
    """Step 7: the board of the area where the family lived is asked."""
    _bring(desk, "letter-hartsedge")
    return {}


def coroner_answers(desk: Desk) -> dict[str, Any]:
    """Step 6, two days later: the coroner's officer answers, by mail and, unnoticed, on paper too."""
    _bring(desk, "coroner-ack", "coroner-ack-print")
    return {"same_bytes": desk.entry("coroner-ack").sha256 == desk.entry("coroner-ack-print").sha256}


def ask_what_family_may_know(desk: Desk) -> dict[str, Any]:
    """Step 8: who of the family may be told, as the senior investigating officer advised."""
    case = desk.case("Plover")
    _bring(desk, "liaison-march")
    cast.advised(desk, case, "F3", WitnessStatus.SUSPECT, Answer.UNKNOWN, "Senior investigating officer")
    cast.advised(desk, case, "F1", WitnessStatus.POTENTIAL_PROSECUTION, Answer.NO, "Senior investigating officer")
    return {"suspect": desk.person(case, "F3").witness_status.value}


def refuse_letter(desk: Desk) -> dict[str, Any]:
    """Step 8: a letter to somebody who is not to be told cannot be made ready without a reason."""
    case = desk.case("Plover")
    letter = {"person": desk.person(case, "F3").id, "kind": "letter", "template_version": "3", "language": "English"}
    try:
        desk.do("Make a letter ready", family.ready_letter, case, letter)
    except UserError as problem:
        return {"refused": problem.code, "why": problem.what}
    return {"refused": ""}


def write_to_family(desk: Desk) -> dict[str, Any]:
    """Step 9: three letters, each for one person, and a translation as an item of its own."""
    _bring(desk, "letter-mother", "letter-father", "translation", "leaflet", leave={"translation"})
    case = desk.case("Plover")
    # Nobody has settled yet whose the translation is: the check of step 25 finds it.
    desk.decide(case, load(ITEMS), "translation", owner="")
    return {"letters": 3}


def neighbours_answer(desk: Desk) -> dict[str, Any]:
    """Step 7, a week later: the neighbouring board agrees who leads."""
    _bring(desk, "hartsedge-reply")
    return {"stage": CaseStage.REFERRAL.value}


def _bring(desk: Desk, *keys: str, leave: frozenset[str] | set[str] = frozenset()) -> None:
    case, items = desk.case("Plover"), load(ITEMS)
    desk.bring(case, items, *keys)
    desk.decide(case, items, *(key for key in keys if key not in leave))


def by_manager(function: Callable[[Desk], dict[str, Any]]) -> Callable[[Desk], dict[str, Any]]:
    """A step of the first months: it begins with the board manager at the desk."""

    def work(desk: Desk) -> dict[str, Any]:
        desk.work_as("B1")
        return function(desk)

    return work


STEPS = [
    ("1", "2016-02-24 09:05", create_vault),
    *(
        (number, moment, by_manager(function))
        for number, moment, function in (
            ("2", "2016-02-24 11:00", open_referral),
            ("3", "2016-02-24 14:30", record_basis),
            ("4", "2016-02-25 10:15", hold_everything),
            ("5", "2016-02-29 11:30", ask_for_returns),
            ("6", "2016-03-01 09:40", tell_coroner),
            ("7", "2016-03-02 10:00", ask_neighbours),
            ("6 reply", "2016-03-03 15:05", coroner_answers),
            ("8", "2016-03-07 10:45", ask_what_family_may_know),
            ("8 letter", "2016-03-07 11:40", refuse_letter),
            ("9", "2016-03-08 13:20", write_to_family),
            ("7 reply", "2016-03-09 16:10", neighbours_answer),
        )
    ),
]
