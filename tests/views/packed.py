"""A furnished vault with packs that were out and came back, for screens and tests of the pages of packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desktop.casework import naming, notes, people
from desktop.exchange import borrowing, packs, returning
from desktop.exchange.packs import PackOrder
from desktop.exchange.returning import Returned
from desktop.markers import rows as registers
from desktop.session import Session
from storage.keys import CHEAP
from storage.records import Note, NoteKind, Pack, Person, PersonKind
from tests.views.furnish import World

PASSPHRASE = "four quiet herons wading"
PLAN = "Supporter to call after the conversation. Quiet room on the day."


@dataclass
class Packed:
    """The board's world, one working pack with differences that came back, and one event pack with names."""

    world: World
    working: Pack
    event: Pack
    reviewer: Session
    returned: Returned
    note: Note
    folder: Path

    def file(self, name: str) -> Path:
        """A path in the folder of the test."""
        return self.folder / name


def out(world: World, folder: Path, kind: str = "working", name: str = "out", **fields: object) -> tuple[Pack, Path]:
    """Hand a pack out."""
    target = folder / f"{name}.caseward-pack"
    given: dict[str, object] = {"borrower": "Dr Colm Aubrey-Finch", "expires": date.today() + timedelta(days=90)}
    order = PackOrder(world.case.id, kind, **(given | fields))  # type: ignore[arg-type]
    return packs.send_out(world.session, order, target, PASSPHRASE, argon=CHEAP), target


def pack_up(world: World, folder: Path) -> Packed:
    """Send both packs out, work on both sides, and take both back."""
    session, case = world.session, world.case
    folder.mkdir(exist_ok=True)
    note, _ = session.do("note", notes.write, case.id, title="Support plan", text=PLAN, place="Library")
    gone = session.do("person", people.add_person, case.id, "Tobit Marl", PersonKind.OTHER_ADULT)
    working, file = out(world, folder, purpose="Conversations and analysis")
    reviewer = borrowing.unpack(file, folder / "reviewer.caseward", PASSPHRASE)
    _work_out_there(reviewer, note, world)
    session.do("aside", people.remove, gone.id)
    reviewer.do("note", notes.write, case.id, title="Talk", text=f"[{gone.code}] was there.")
    here = PLAN.replace("conversation.", "conversation and again after one week.")
    session.do("edit", lambda work: notes.save(work, work.get(Note, note.id), text=here, place="Office"))
    returned = returning.bring_in(session, borrowing.give_back(reviewer, folder / "back.caseward-pack"))
    event = _event(world, folder)
    return Packed(world, working, event, reviewer, returned, note, folder)


def _work_out_there(reviewer: Session, note: Note, world: World) -> None:
    there = PLAN.replace("Quiet room on the day.", "Met at her own office at her wish.")
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, note.id), text=there, place="Surgery"))
    reviewer.do(
        "remark", lambda work: work.change(work.get(Person, world.visitor.id), remarks="Prefers to be rung first")
    )
    for number in range(3):
        words = f"Conversation {number + 1}"
        reviewer.do("note", notes.write, world.case.id, NoteKind.ACCOUNT, title=words, text="What she said.")


def _event(world: World, folder: Path) -> Pack:
    session, case = world.session, world.case
    register = registers.registers_of(case)["event"]
    row = session.do("event", registers.save, case, register, {"title": "Event at the library", "state": "planned"})
    pack, file = out(world, folder, "event", "event", event_id=row.id, expires=date.today() + timedelta(days=7))
    laptop = borrowing.unpack(file, folder / "event.caseward", PASSPHRASE)
    text = f"[{world.visitor.code}] said that Grace Tarnbeck never rang, and that Oswin at the desk knew."
    laptop.do("note", notes.write, case.id, NoteKind.ACCOUNT, title="Table 1", text=text)
    laptop.do("who", naming.park, case.id, "Oswin")
    returning.bring_in(session, borrowing.give_back(laptop, folder / "event-back.caseward-pack"))
    laptop.close()
    return pack
