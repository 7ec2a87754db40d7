"""Step 68 of the script: the hold ends, agency copies go back, the review is closed, its index stays whole."""

from __future__ import annotations

from typing import Any

from desktop.casework import cases, material
from desktop.demonstration.desk import Desk
from desktop.demonstration.steps_later import bring
from desktop.exchange import archive, backups
from storage.records import CaseStage, IndexEntry, Listing

RETURNED = ("chronology-children", "chronology-school", "chronology-police", "chronology-surgery")
"""The copies of agencies' records that go back when the review closes."""
ARCHIVE = "archive"
AUTHORITY = "Written consent of the prosecutor of 9 March 2018, after the time for an appeal had passed"


def follow_up(desk: Desk) -> dict[str, Any]:
    """After publication the case is followed up."""
    desk.work_as("B2")
    case = desk.do("Follow up", cases.set_stage, desk.case("Plover"), CaseStage.FOLLOW_UP)
    return {"stage": case.stage.value}


def end_hold(desk: Desk) -> dict[str, Any]:
    """The disclosure officer writes that nothing need be held; the hold ends with that authority."""
    bring(desk, "closing-consent", decide=False)
    desk.later(5 * 24 * 60)
    desk.do("Release the hold", cases.release_hold, desk.case("Plover"), AUTHORITY, "Margaret Stanehope")
    return {"hold": desk.case("Plover").hold}


def return_copies(desk: Desk) -> dict[str, Any]:
    """Agency copies go back; their entries stay, with the day and the way."""
    desk.work_as("B2")
    case = desk.case("Plover")
    before = desk.look(lambda store: store.count(IndexEntry, case_id=case.id))
    for key in RETURNED:
        how = "Returned to its owner by hand, receipt filed"
        desk.do("Return an item", material.dispose, case, desk.material(key), AUTHORITY, how)
    after = desk.look(lambda store: store.count(IndexEntry, case_id=case.id))
    gone = [desk.entry(key).disposal for key in RETURNED]
    return {"entries_stay": before == after, "disposed": len([said for said in gone if said])}


def archive_review(desk: Desk) -> dict[str, Any]:
    """The archive goes to the record office and is read back file by file; its receipt ends the loan."""
    desk.work_as("B2")
    case = desk.case("Plover")
    parent = desk.exports / "plover" / ARCHIVE
    parent.mkdir()
    made = archive.write(desk.session, case.id, parent, "County record office", "Kept under the board's scheme")
    problems = archive.check(made.folder)
    loans = tuple(one.id for one in desk.look(archive.open_ones, case.id))
    desk.do("Record a receipt", archive.end, loans, "Received by the record office, receipt filed")
    return {"files": made.files, "problems": problems, "open": len(desk.look(archive.open_ones, case.id))}


def close_review(desk: Desk) -> dict[str, Any]:
    """The review is closed; what came after version 3 waits as candidates; everything is checked once more."""
    desk.work_as("B2")
    case = desk.do("Close the review", cases.set_stage, desk.case("Plover"), CaseStage.CLOSED)
    found = desk.look(lambda store: store.find(IndexEntry, case_id=case.id))
    checked = backups.verify(desk.session)
    return {
        "stage": case.stage.value, "sound": checked.sound, "numbered": sum(bool(one.number_open) for one in found),
        "waiting": sum(one.listing is Listing.CANDIDATE for one in found),
    }  # fmt: skip


STEPS = [
    ("66 follow-up", "2017-03-06 10:00", follow_up),
    ("68 hold", "2018-03-09 11:00", end_hold),
    ("68 copies", "2018-03-15 10:00", return_copies),
    ("68 archive", "2018-03-15 17:30", archive_review),
    ("68 closed", "2018-03-15 18:00", close_review),
]
