"""Steps 42 to 57 of the script beside its registers: another manager, version 3 of the open list, court copies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.casework import access, board, people
from desktop.copies import Drawn
from desktop.demonstration import ADMINISTRATOR_PASSPHRASE, FORMER_PASSPHRASE, PASSPHRASE, recovery_sheet
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import load
from desktop.demonstration.steps_index import counted, handed_over, order, write_down
from desktop.disclosure import entries, issue, proceedings, requests
from desktop.errors import UserError
from desktop.reports import item_copies
from desktop.reports.item_copies import Made, Order
from storage import vault as vaults
from storage.problems import StorageProblem
from storage.records import Case, Issue, PartialDate, PersonKind, Proceeding, Request, Series, Worker

LATER = "plover-later"
THIRD = "2016-11-15"
COURT = "court"
REASON = "The registers are still being filled; they are listed as one block when the report has been drafted"
OUTSIDE = (Drawn(1, 50, 90, 560, 130, "O"), Drawn(1, 50, 200, 560, 260, "O"))
"""Boxes over the lines of the account that lie outside the days of the order, in points of its one page."""


def bring(desk: Desk, *keys: str, who: str = "B2", decide: bool = True) -> None:
    """Bring items of this part of the story in, and decide about them."""
    desk.work_as(who)
    case, items = desk.case("Plover"), load(LATER)
    desk.bring(case, items, *keys)
    if decide:
        desk.decide(case, items, *keys)


def tell_of_delay(desk: Desk) -> dict[str, Any]:
    """Step 42: a letter for each audience, kept as one item."""
    bring(desk, "delay-letters", who="B1")
    return {"letters": desk.entry("delay-letters").block_quantity}


def combine(desk: Desk) -> dict[str, Any]:
    """Step 45: the combined chronology, with what two services say of one call side by side."""
    bring(desk, "combined-chronology", who="B1")
    return {"extent": load(LATER)["combined-chronology"].extent}


def supervise(desk: Desk) -> dict[str, Any]:
    """Step 44: the session is listed by a neutral description."""
    bring(desk, "supervision-1", who="B1")
    return {"description": desk.entry("supervision-1").description}


def change_manager(desk: Desk) -> dict[str, Any]:
    """Step 47: the new manager gets a passphrase, the old one's is taken away, the vault gets another key."""
    desk.work_as("B1")
    case = desk.case("Plover")
    person = desk.do(
        "Register a person", people.add_person, case.id, "Dev Pellow", PersonKind.OFFICE_HOLDER, role="Board manager",
        agency_id=desk.bodies["BOARD"],
    )  # fmt: skip
    desk.people["Plover", "B2"] = person.id
    access.add_worker(desk.session, "Dev Pellow", "Board manager", PASSPHRASE)
    desk.do("Save the board's details", board.save_board, manager="Dev Pellow")
    left = PartialDate.exact(desk.day)
    desk.do("Save a person", people.save_person, desk.person(case, "B1"), left_on=left)
    desk.work_as("B2")
    here = {worker.name: worker for worker in desk.look(access.workers)}
    access.remove_worker(desk.session, here["Ruth Ellerby"])
    stay = {here["Dev Pellow"].slot_id: PASSPHRASE, here["Jo Merriden"].slot_id: ADMINISTRATOR_PASSPHRASE}
    before = desk.session.vault.store.name
    words = access.rotate(desk.session, stay).words
    rotated = desk.session.vault.store.name != before
    recovery_sheet.write(desk, "2-running/47-recovery-sheet", words)
    desk.close()
    # Backups from before still open with what opened the vault then: a board destroys them when somebody has left.
    for old in (desk.vault / "backups").iterdir():
        old.unlink()
    return {"words": len(words), "rotated": rotated, "opens": opens(desk, FORMER_PASSPHRASE)}


def opens(desk: Desk, passphrase: str) -> bool:
    """Whether a passphrase opens the board's vault."""
    try:
        vaults.open_vault(desk.vault, passphrase, circumstances=desk.clock).close()
    except StorageProblem:
        return False
    return True


def posts_change(desk: Desk) -> dict[str, Any]:
    """Who is asked about the index from now on: posts have dates."""
    desk.work_as("B2")
    trial = desk.look(lambda store: store.get(Proceeding, desk.facts["proceeding"]))
    desk.do(
        "Record a post", proceedings.appoint, trial, "spoc", "Dev Pellow", "Board manager", "Fellmarsh LSCB",
        since=desk.day, mailbox="board@example.org",
    )  # fmt: skip
    return {}


def draft_goes_out(desk: Desk) -> dict[str, Any]:
    """Step 48: the first draft becomes an item when it is circulated."""
    bring(desk, "draft-1")
    return {}


def hospital_sends(desk: Desk) -> dict[str, Any]:
    """The ward's letter comes in as a scan."""
    bring(desk, "hospital-letter", who="B4")
    return {}


def mother_reads(desk: Desk) -> dict[str, Any]:
    """Step 51: the note of the reading session."""
    bring(desk, "mother-reads")
    return {}


def board_meets(desk: Desk) -> dict[str, Any]:
    """Step 53: the minutes of the extraordinary meeting."""
    bring(desk, "minutes-october")
    return {}


def hold_registers_over(desk: Desk) -> dict[str, Any]:
    """The working registers make one candidate from the first row on; it waits until they are full."""
    desk.work_as("B1")
    case = desk.case("Plover")
    desk.bring(case, load(LATER), "registers")
    desk.decide(case, load(LATER), "registers")
    desk.do("Hold an item over", entries.hold_over, desk.entry("registers"), REASON, by="B1")
    return {}


def issue_third(desk: Desk) -> dict[str, Any]:
    """Step 56: an order of the court, and version 3 of the open list with sixty-nine entries."""
    bring(desk, "court-order", "proof-november")
    case = desk.case("Plover")
    desk.do("Take an item up again", entries.take_up, desk.entry("registers"), by="B2")
    out = desk.exports / "plover" / THIRD
    made, _ = issue.issue(desk.session, order(desk, case, Series.OPEN, "proof-november"), out)
    handed_over(desk, made)
    nil = desk.look(lambda store: issue.latest(store, desk.facts["proceeding"], Series.SENSITIVE))
    assert isinstance(nil, Issue)
    return counted(desk, case, made, nil)


def copies_for_court(desk: Desk) -> dict[str, Any]:
    """Step 56: two items leave as pictures with boxes; a page without text has to be looked at first."""
    desk.work_as("B2")
    case = desk.case("Plover")
    asked = desk.do(
        "Log a request", requests.receive, case.id, "summons", "Crown Court, listing officer", desk.day,
        body="Crown Court", scope="The ward's letter; the account of the health visitor as to 20 to 24 January 2016",
        order_reference="T20160457", material_id=desk.material("court-order").id,
        scope_ids=tuple(desk.person(case, key).id for key in ("C1", "P1", "P3")),
    )  # fmt: skip
    folder = desk.exports / "plover" / COURT
    letter = _copy(desk, case, asked, "hospital-letter", folder)
    account = _copy(desk, case, asked, "account-signed", folder, OUTSIDE)
    items = tuple(desk.entry(key).id for key in ("hospital-letter", "account-signed"))
    desk.do("Answer a request", requests.answer, asked, "Two copies, by hand", desk.day, entry_ids=items)
    return {"looked_first": [letter[0], account[0]], "copies": _told(desk, letter[1], account[1])}


def _copy(
    desk: Desk, case: Case, asked: Request, key: str, folder: Path, drawn: tuple[Drawn, ...] = ()
) -> tuple[str, Made]:
    """A copy of one item: refused until its page has been looked at, then written."""
    second = desk.look(lambda store: next(one for one in store.find(Worker) if one.id != desk.session.worker.id))
    plain = Order(desk.material(key).id, "court", request_id=asked.id, second_person=second.id)
    looked = item_copies.look_at(desk.session, case, plain, worker=desk.child)
    refused = ""
    try:
        item_copies.make(desk.session, case, plain, looked, folder, worker=desk.child)
    except UserError as problem:
        refused = problem.code
    seen = frozenset(page.number for page in looked.survey.pages)
    wanted = replace(plain, reviewed=seen, drawn=drawn, reasons=("R12",) * len(drawn))
    return refused, item_copies.make(desk.session, case, wanted, looked, folder, worker=desk.child)


def _told(desk: Desk, *made: Made) -> int:
    for one in made:
        write_down(desk, one.copy, one.passphrase)
        for path, phrase in ((one.key, one.passphrase), (one.log, one.log_passphrase)):
            if path is not None:
                write_down(desk, path, phrase)
    return len(made)


def verdict(desk: Desk) -> dict[str, Any]:
    """Step 57: the conviction; what comes in now waits as a candidate."""
    bring(desk, "conviction-note", decide=False)
    return {"hold": desk.case("Plover").hold}


STEPS = [
    ("2 held over", "2016-02-24 12:40", hold_registers_over),
    ("42 letters", "2016-07-05 10:30", tell_of_delay),
    ("44 listed", "2016-07-19 17:00", supervise),
    ("45 combined", "2016-07-26 15:00", combine),
    ("47", "2016-08-16 11:00", change_manager),
    ("47 posts", "2016-08-16 12:00", posts_change),
    ("48 listed", "2016-09-06 18:40", draft_goes_out),
    ("48 ward", "2016-09-09 11:00", hospital_sends),
    ("51 note", "2016-10-04 16:00", mother_reads),
    ("53 minutes", "2016-10-21 10:00", board_meets),
    ("56", "2016-11-15 11:00", issue_third),
    ("56 court", "2016-11-15 15:00", copies_for_court),
    ("57 call", "2016-12-16 15:30", verdict),
]
