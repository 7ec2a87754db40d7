"""Steps 29, 37 to 39 and 65 of the script: the working pack and the event pack, what came back, and their end.

From 26 May 2016 the lead reviewer works at a laptop of his own, in the working pack; what he wrote reaches the board
with each return and is decided about there.
"""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from typing import Any

from desktop.casework import drafts, material, notes, people
from desktop.demonstration.desk import PASSPHRASES, Desk
from desktop.demonstration.items import Item, load, text_of
from desktop.demonstration.steps_index import RUNNING
from desktop.exchange import borrowing, deciding, packs, returning
from desktop.exchange.packs import EVENT, WORKING, PackOrder
from desktop.exchange.returning import Returned
from desktop.markers import rows
from storage.records import Draft, NoteKind, PersonKind, RegisterRow

FOLDER = "packs"
BY_THE_REVIEWER = (
    "account", "notebook", "reflections", "never-made", "account-signed", "correction", "mother-questions", "terms-2",
    "father-declines", "young-person",
)  # fmt: skip
"""What the lead reviewer wrote or filed at his laptop before the first return."""
CHARTS = ("flipchart-1", "flipchart-2", "flipchart-3")
LATER = ("account-p3", "notebook-2")


def _out(desk: Desk, order: PackOrder, name: str, who: str) -> dict[str, Any]:
    folder = desk.exports / "plover" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    pack = packs.send_out(desk.session, order, file, PASSPHRASES[who], argon=desk.argon)
    desk.facts[f"pack {who}"] = pack.id
    borrowing.unpack(file, desk.place_of(who), PASSPHRASES[who], circumstances=desk.clock).close()
    return {"out": desk.look(packs.out_now, order.case_id), "expires": pack.expires}


def _back(desk: Desk, who: str, *, by: str, update: bool = True) -> Returned:
    """The borrower hands the pack back, the board takes it in, and the borrower takes up what the board changed."""
    desk.work_as(who)
    handed = borrowing.give_back(desk.session, desk.laptop / f"{who}-{desk.day.isoformat()}.caseward-pack")
    desk.work_as(by)
    answer = desk.laptop / f"{who}-{desk.day.isoformat()}.caseward-update"
    taken = returning.bring_in(desk.session, handed, update_to=answer if update else None)
    if taken.update is not None:
        desk.work_as(who)
        borrowing.take_update(desk.session, taken.update)
        desk.work_as(by)
    desk.facts[f"handed {who}"] = handed
    return taken


def send_working_pack(desk: Desk) -> dict[str, Any]:
    """Step 29: the whole review, with real names, to the lead reviewer's laptop; the register shows it."""
    desk.work_as("B1")
    case = desk.case("Plover")
    reviewer = desk.person(case, "R1")
    order = PackOrder(
        case.id, WORKING, reviewer.name, date(2016, 9, 30), borrower_id=reviewer.id,
        purpose="Conversations, analysis and drafts of the report",
    )  # fmt: skip
    return _out(desk, order, "2016-05-24-working.caseward-pack", "R1")


def first_return(desk: Desk) -> dict[str, Any]:
    """The first return of the working pack: what was written in June is decided about at the board."""
    taken = _back(desk, "R1", by="B1")
    case = desk.case("Plover")
    desk.decide(case, load(RUNNING), *BY_THE_REVIEWER)
    desk.decide(case, load("plover-later"), "questions-log", "choice-f1", "choice-f2")
    return _said(taken) | {"statement_first": desk.entry("account").statement_before.value}


def _said(taken: Returned) -> dict[str, Any]:
    return {"new": taken.new, "changed": taken.changed, "conflicts": taken.conflicts, "again": taken.again}


def send_event_pack(desk: Desk) -> dict[str, Any]:
    """Step 37: codes only, a passphrase of its own, a week to live; a witness is moved to an individual talk."""
    desk.work_as("B1")
    case = desk.case("Plover")
    desk.decide(case, load("plover-later"), "invitation-p4", "invitation-p6", "invitation-p7")
    reviewer = desk.person(case, "R1")
    event = desk.records["event-1"][1]
    order = PackOrder(
        case.id, EVENT, reviewer.name, date(2016, 6, 30), borrower_id=reviewer.id, purpose="First practitioner event",
        event_id=event,
    )  # fmt: skip
    return _out(desk, order, "2016-06-21-event.caseward-pack", "E")


def change_the_plan(desk: Desk) -> dict[str, Any]:
    """The board changes the room and the helper of the event while the pack is out."""
    desk.work_as("B1")
    _change_event(desk, {"place": "Chandlery hall", "quiet_room": "Ground floor, beside the door"})
    return {}


def _change_event(desk: Desk, values: dict[str, Any]) -> None:
    case = desk.case("Plover")
    register = rows.registers_of(case)["event"]
    row = desk.look(lambda store: store.get(RegisterRow, desk.records["event-1"][1]))
    desk.do("Save the event", rows.save, case, register, values, row)


def hold_event(desk: Desk) -> dict[str, Any]:
    """Step 38: notes by code; somebody new is registered from the note; the power fails and the draft is there."""
    desk.work_as("E")
    case = desk.case("Plover")
    given = tomllib.loads(text_of("plover-event.toml"))["note"]
    _change_event(desk, {"place": "Training centre, large room", "quiet_room": "Second floor, room 4"})
    kept: list[str] = []
    for at, one in enumerate(given):
        desk.later(9)
        if "{P15}" in one["text"]:
            new = desk.do(
                "Register a person", people.add_person, case.id, "Wenda Larkbarrow", PersonKind.PROFESSIONAL,
                role="School nurse",
            )  # fmt: skip
            desk.people["Plover", "P15"] = new.id
        text = desk.coded(case, one["text"])
        if "power failed" in text:
            text = _lights_out(desk, case.id, text)
        note, _ = desk.do(
            "Write a note", notes.write, case.id, NoteKind.NOTE, title=one["title"], text=text,
            on=load(RUNNING)["event-notes"].on(desk.today), mode="Event", place="Chandlery hall",
        )  # fmt: skip
        desk.records["event-notes" if at == 0 else f"event-note-{at + 1}"] = ("Note", note.id)
        kept.append(note.id)
    names = [person.name for person in desk.look(people.people, case.id) if person.id != desk.people["Plover", "P15"]]
    desk.bring(case, load(RUNNING), *CHARTS)
    return {"notes": len(kept), "names_on_screen": sum("Tull" in name for name in names), "draft_lost": 0}


def _lights_out(desk: Desk, case_id: str, text: str) -> str:
    """The last state of the note is kept as one types; the window dies; the draft is offered when it opens again."""
    desk.do("Keep a draft", drafts.keep, case_id, "note", {"text": text})
    desk.close()
    desk.work_as("E")
    waiting: tuple[Draft, ...] = desk.look(drafts.waiting, desk.session.worker.id)
    offered = str(waiting[0].body["text"])
    if offered != text:
        raise RuntimeError("What was typed when the power failed is not offered again")
    desk.do("Let a draft go", drafts.drop, waiting[0])
    return offered


def take_event_back(desk: Desk) -> dict[str, Any]:
    """Step 39: fourteen notes, three photographs, two fields changed on both sides; a second time changes nothing."""
    taken = _back(desk, "E", by="B1", update=False)
    again = returning.bring_in(desk.session, desk.facts["handed E"])
    case = desk.case("Plover")
    found = desk.look(deciding.conflicts, case.id)
    for one in found:
        desk.do("Decide about a difference", deciding.decide, one.id, "ours")
    _list_event(desk)
    return _said(taken) | {
        "again": again.again, "fields": sorted(one.field for one in found), "photographs": len(CHARTS),
        "out": desk.look(packs.out_now, case.id),
    }  # fmt: skip


def _list_event(desk: Desk) -> None:
    """One entry for the fourteen notes, one for each photograph."""
    case, running = desk.case("Plover"), load(RUNNING)
    desk.decide(case, running, "event-notes", *CHARTS)
    reason = "Listed with thirteen others as one block of fourteen notes of the event of 23 June 2016"
    rest = {key: Item(key=key, leave_out=reason) for key in desk.records if key.startswith("event-note-")}
    desk.decide(case, rest, *rest)


def exchange_july(desk: Desk) -> dict[str, Any]:
    """Both sides bring each other up to date after the charge: the laptop learns what was booked and asked again."""
    return _said(_back(desk, "R1", by="B1"))


def second_return(desk: Desk) -> dict[str, Any]:
    """The working pack comes back in August, before the manager leaves, and may stay out longer."""
    taken = _back(desk, "R1", by="B1")
    case = desk.case("Plover")
    desk.decide(case, load("plover-later"), *LATER)
    pack = desk.do("Renew a pack", packs.renew, desk.facts["pack R1"], date(2017, 9, 30), "The report needs the year")
    return _said(taken) | {"expires": pack.expires}


def lodge_notebook(desk: Desk) -> dict[str, Any]:
    """The second notebook is lodged: its place changes, and its way is kept."""
    desk.work_as("B1")
    book = desk.material("notebook-2")
    desk.do(
        "Note what happened", material.happened, book.case_id, book.id, "received",
        where="Business unit, safe", why="Lodged by the lead reviewer",
    )  # fmt: skip
    return {}


def close_working_pack(desk: Desk) -> dict[str, Any]:
    """Step 65: the last return, notebooks lodged, the laptop looked through, the pack closed."""
    taken = _back(desk, "R1", by="B2", update=False)
    case = desk.case("Plover")
    left = desk.look(packs.left_to_do, desk.facts["pack R1"])
    said = (
        "Notebooks 1 and 2 were lodged on 17 June and 5 August 2016; no other notes, sound or pictures were made or "
        "kept. The pack was removed from the laptop in the administrator's presence. Signed by the lead reviewer"
    )
    desk.do("Close a pack", packs.close, desk.facts["pack R1"], said)
    for place in ("R1", "E"):
        shutil.rmtree(desk.place_of(place))
    loans = desk.look(material.open_loans, case.id)
    return _said(taken) | {"left": left, "out": desk.look(packs.out_now, case.id), "loans": len(loans)}


def reviewer_writes(desk: Desk) -> dict[str, Any]:
    """Step 30 in July: the conversation that had to wait, at the laptop."""
    desk.work_as("R1")
    desk.bring(desk.case("Plover"), load("plover-later"), *LATER)
    return {}


def hear_father(desk: Desk) -> dict[str, Any]:
    """Step 58: the father speaks after the trial; it waits as a candidate."""
    desk.work_as("R1")
    desk.bring(desk.case("Plover"), load("plover-later"), "account-father")
    return _said(_back(desk, "R1", by="B2"))


STEPS = [
    ("29", "2016-05-24 16:00", send_working_pack),
    ("31 to 36, returned", "2016-06-17 10:00", first_return),
    ("37", "2016-06-21 15:00", send_event_pack),
    ("38 before", "2016-06-22 16:00", change_the_plan),
    ("38", "2016-06-23 09:30", hold_event),
    ("39", "2016-06-24 10:00", take_event_back),
    ("40 exchanged", "2016-07-01 11:00", exchange_july),
    ("30 in July", "2016-07-04 16:00", reviewer_writes),
    ("46 returned", "2016-08-05 11:00", second_return),
    ("46 lodged", "2016-08-05 12:00", lodge_notebook),
    ("58 heard", "2017-01-09 14:30", hear_father),
    ("65", "2017-09-14 11:00", close_working_pack),
]
