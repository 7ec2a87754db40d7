"""A working pack: out, worked on, back again and again, and the board's changes with it."""

from __future__ import annotations

import pytest

from desktop.casework import cases, entries, naming, notes
from desktop.errors import UserError
from desktop.exchange import borrowing, deciding, names, packs
from desktop.markers import rows as registers
from storage import verifying
from storage.records import Case, IndexEntry, Note, NoteKind, Person, RegisterRow
from tests.desktop.conftest import Office
from tests.desktop.exchange.travel import Trips


def test_a_note_written_in_a_pack_comes_back_with_its_entry(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    first, _ = session.do("note", notes.write, case.id, NoteKind.NOTE, title="Before", text="Ivo was seen.")
    pack, file = trips.out()
    assert session.look(packs.out_now, case.id) == 1
    reviewer = trips.unpack(file)
    here = reviewer.look(borrowing.here)
    assert here is not None
    assert (here.kind, here.borrower, here.expired) == ("working", "Ada Corwell", False)
    assert [one.code_name for one in reviewer.look(cases.cases)] == ["Plover"]
    reviewer.do("case", lambda work: cases.save_case(work, work.get(Case, case.id), summary="Told at the first talk."))
    spoken = {"title": "A talk", "text": "She said so."}
    written, out_there = reviewer.do("note", notes.write, case.id, NoteKind.ACCOUNT, **spoken)
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, first.id), text="Ivo was seen twice."))
    session.do("note", notes.write, case.id, NoteKind.NOTE, title="Meanwhile", text="At the board.")
    done = trips.back(reviewer, update_to=trips.path())
    assert (done.new, done.changed, done.conflicts) == (1, 2, 0)
    assert session.look(lambda store: store.get(Case, case.id)).summary == "Told at the first talk."
    assert done.notices == ()
    came = session.look(lambda store: store.get(Note, written.id))
    assert (came.text, came.created_by) == ("She said so.", pack.worker_id)
    entry = session.look(entries.entry_of, came)
    assert entry is not None
    assert (entry.id, entry.working_ref) == (out_there.id, "W0003")
    assert session.look(lambda store: store.get(Note, first.id)).text == "Ivo was seen twice."
    assert session.look(entries.without_entry, case.id) == ()
    assert session.look(lambda store: store.search("said so", case_id=case.id))
    assert verifying.verify(session.vault).ok
    assert done.update is not None
    taken = borrowing.take_update(reviewer, done.update)
    assert (taken.new, taken.left) == (2, 0)
    assert {one.title for one in reviewer.look(notes.notes, case.id)} == {"Before", "A talk", "Meanwhile"}
    assert reviewer.look(lambda store: store.one(IndexEntry, record_id=written.id)).working_ref == "W0003"
    assert borrowing.take_update(reviewer, done.update).again
    reviewer.close()


def test_a_word_that_was_asked_about_comes_back_and_must_be_settled_before_the_pack_is_closed(
    office: Office, trips: Trips
) -> None:
    session, case = office.session, office.case
    pack, file = trips.out()
    reviewer = trips.unpack(file)
    reviewer.do("note", notes.write, case.id, title="A talk", text="Oswin at the desk knew.")
    reviewer.do("who", naming.park, case.id, "Oswin")
    assert trips.back(reviewer).names == 1
    assert trips.back(reviewer).names == 0
    reviewer.close()
    (line,) = session.look(names.lines, pack.id)
    assert (line.quoted, line.after, line.title) == ("Oswin", " at the desk knew.", "A talk")
    assert [one.names for one in session.look(packs.register, case.id)] == [1]
    with pytest.raises(UserError, match="not settled yet"):
        session.do("close", packs.close, pack.id, "None were made, signed by the reviewer")
    session.do("settle", names.settle, line, "keep")
    assert session.look(names.lines, pack.id) == ()
    closed = session.do("close", packs.close, pack.id, "None were made, signed by the reviewer")
    assert closed.status == "closed"


def test_five_returns_lose_nothing_repeat_nothing_and_ask_only_what_both_changed(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    shared, _ = session.do("note", notes.write, case.id, title="Shared", text="Round 0")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    asked = 0
    for number in range(1, 6):
        reviewer.do("note", notes.write, case.id, title=f"Theirs {number}", text=f"T{number}")
        session.do("note", notes.write, case.id, title=f"Ours {number}", text=f"O{number}")
        reviewer.do("person", lambda work, n=number: work.change(work.get(Person, office.mother.id), remarks=f"T{n}"))
        session.do("person", lambda work, n=number: work.change(work.get(Person, office.visitor.id), remarks=f"O{n}"))
        if number % 2:
            reviewer.do("edit", lambda work, n=number: notes.save(work, work.get(Note, shared.id), text=f"Theirs {n}"))
            session.do("edit", lambda work, n=number: notes.save(work, work.get(Note, shared.id), text=f"Ours {n}"))
        done = trips.back(reviewer, update_to=trips.path())
        assert done.update is not None
        found = session.look(deciding.conflicts, case.id)
        assert [one.field for one in found] == (["text"] if number % 2 else [])
        asked += len(found)
        for one in found:
            session.do("decide", deciding.decide, one.id, "joined", f"{one.ours} and {one.theirs}")
        borrowing.take_update(reviewer, done.update)
    for vault in (session, reviewer):
        titles = sorted(one.title for one in vault.look(notes.notes, case.id))
        assert titles == sorted(["Shared", *(f"{whose} {n}" for whose in ("Theirs", "Ours") for n in range(1, 6))])
    last = trips.back(reviewer, update_to=trips.path())
    assert (last.new, last.changed, last.conflicts, asked) == (0, 0, 0, 3)
    assert last.update is not None
    borrowing.take_update(reviewer, last.update)
    for vault in (session, reviewer):
        assert vault.look(lambda store: store.get(Note, shared.id)).text == "Ours 5 and Theirs 5"
        assert vault.look(lambda store: store.get(Person, office.mother.id)).remarks == "T5"
        assert vault.look(lambda store: store.get(Person, office.visitor.id)).remarks == "O5"
    assert session.look(entries.without_entry, case.id) == ()
    refs = [one.working_ref for one in session.look(lambda store: store.find(IndexEntry, case_id=case.id))]
    assert len(refs) == len(set(refs)) == 11
    reviewer.close()


def test_the_boards_own_registers_go_along_to_be_read_and_follow_its_changes(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    known = registers.registers_of(case)
    named = {"member": {"role": "Independent chair"}, "priority": {"title": "Neglect"}, "theme": {"title": "Speech"}}
    made = {name: session.do("row", registers.save, case, known[name], said) for name, said in named.items()}
    _, file = trips.out()
    reviewer = trips.unpack(file)
    there = reviewer.look(lambda store: {one.register: one for one in store.find(RegisterRow, case_id="")})
    assert {name: there[name].values for name in named} == {name: made[name].values for name in named}
    writes = {
        "save": lambda work: registers.save(work, case, known["priority"], {"title": "Own"}, there["priority"]),
        "add": lambda work: registers.save(work, case, known["theme"], {"title": "Own"}),
        "remove": lambda work: registers.remove(work, there["theme"]),
        "move": lambda work: registers.move(work, case, known["theme"], there["theme"], 2),
    }
    for name, write in writes.items():
        with pytest.raises(UserError, match="a copy to read") as refused:
            reviewer.do(name, write)
        assert refused.value.code == "pack"
    session.do("edit", registers.save, case, known["priority"], {"title": "Neglect and trust"}, made["priority"])
    later = session.do("row", registers.save, case, known["theme"], {"title": "Voice of the child"})
    done = trips.back(reviewer, update_to=trips.path())
    assert (done.new, done.changed, done.conflicts) == (0, 0, 0)
    assert done.update is not None
    taken = borrowing.take_update(reviewer, done.update)
    assert (taken.new, taken.changed, taken.left) == (1, 1, 0)
    rows = reviewer.look(lambda store: store.find(RegisterRow, case_id=""))
    titles = {one.id: one.values.get("title") for one in rows}
    assert titles[made["priority"].id] == "Neglect and trust"
    assert titles[later.id] == "Voice of the child"
    # What was forced into the copy all the same stays out there, and the next changes put it right.
    reviewer.do("force", lambda work: work.change(work.get(RegisterRow, later.id), values={"title": "Forced"}))
    again = trips.back(reviewer, update_to=trips.path())
    assert (again.new, again.changed, again.conflicts) == (0, 0, 0)
    assert session.look(lambda store: store.get(RegisterRow, later.id)).values == {"title": "Voice of the child"}
    assert again.update is not None
    assert borrowing.take_update(reviewer, again.update).changed == 1
    assert reviewer.look(lambda store: store.get(RegisterRow, later.id)).values == {"title": "Voice of the child"}
    reviewer.close()


def test_an_event_pack_holds_none_of_the_boards_registers(office: Office, trips: Trips) -> None:
    register = registers.registers_of(office.case)["priority"]
    office.session.do("row", registers.save, office.case, register, {"title": "Neglect"})
    event = registers.registers_of(office.case)["event"]
    row = office.session.do("event", registers.save, office.case, event, {"title": "Talk", "state": "planned"})
    _, file = trips.out("event", event_id=row.id)
    reviewer = trips.unpack(file)
    assert reviewer.look(lambda store: store.count(RegisterRow, case_id="")) == 0
    reviewer.close()
