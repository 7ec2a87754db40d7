"""What only shows with two sides: people put aside and quoted, accounts saved on one side, files, codes, advice."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.casework import entries, material, notes, people
from desktop.errors import UserError
from desktop.exchange import borrowing, deciding, merge
from storage import verifying
from storage.records import IndexEntry, MaterialKind, MergeDecision, Note, NoteKind, Person, PersonKind
from storage.store import Work
from tests.desktop.conftest import Office
from tests.desktop.exchange.travel import Trips


def test_a_person_put_aside_on_one_side_and_quoted_on_the_other_is_asked_about(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    gone_there = session.do("person", people.add_person, case.id, "Tobit Marl", PersonKind.OTHER_ADULT)
    _, file = trips.out()
    reviewer = trips.unpack(file)
    session.do("aside", people.remove, office.visitor.id)
    reviewer.do("aside", people.remove, gone_there.id)
    spoken = f"[{office.visitor.code}] was there."
    reviewer.do("note", notes.write, case.id, title="Out there", text=spoken)
    session.do("note", notes.write, case.id, title="Here", text="Asked", speaker_ids=(gone_there.id,))
    done = trips.back(reviewer)
    reviewer.close()
    found = {one.record_id: one for one in session.look(deciding.conflicts, case.id)}
    assert done.conflicts == 2
    assert (found[office.visitor.id].why, found[gone_there.id].why) == ("quoted_there", "quoted_here")
    assert not session.look(lambda store: store.get(Person, gone_there.id)).deleted
    session.do("decide", deciding.decide, found[office.visitor.id].id, "theirs")
    session.do("decide", deciding.decide, found[gone_there.id].id, "ours")
    for person_id in found:
        assert not session.look(lambda store, one=person_id: store.get(Person, one)).deleted
    with pytest.raises(UserError):
        session.do("decide", deciding.decide, found[gone_there.id].id, "theirs")


def test_an_account_saved_here_is_never_changed_by_a_pack(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    here, _ = session.do("note", notes.write, case.id, NoteKind.ACCOUNT, title="Account", text="As she said it.")
    there, _ = session.do("note", notes.write, case.id, NoteKind.ACCOUNT, title="Other", text="As he said it.")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    session.do("freeze", lambda work: notes.freeze(work, work.get(Note, here.id)))
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, here.id), text="As she meant it."))
    reviewer.do("freeze", lambda work: notes.freeze(work, work.get(Note, there.id)))
    session.do("edit", lambda work: notes.save(work, work.get(Note, there.id), text="As he meant it."))
    trips.back(reviewer)
    reviewer.close()
    found = {one.record_id: one for one in session.look(deciding.conflicts, case.id)}
    assert (found[here.id].why, found[there.id].why) == ("frozen", "frozen_there")
    assert session.look(lambda store: store.get(Note, here.id)).text == "As she said it."
    assert not session.look(lambda store: store.get(Note, there.id)).frozen
    session.do("decide", deciding.decide, found[here.id].id, "theirs")
    (correction,) = session.look(lambda store: store.find(Note, parent_id=here.id))
    assert (correction.text, correction.form) == ("As she meant it.", "correction")
    assert session.look(entries.without_entry, case.id) == ()


def test_files_travel_both_ways(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    ours = material.add_file(session, case.id, "here.txt", b"Words from here. " * 90_000).item
    _, file = trips.out()
    reviewer = trips.unpack(file)
    assert ours is not None
    assert reviewer.look(material.verify_bytes, ours)
    theirs = material.add_file(reviewer, case.id, "there.txt", b"Words from there.").item
    assert theirs is not None
    later = material.add_file(session, case.id, "later.txt", b"Words that came later.").item
    assert later is not None
    done = trips.back(reviewer, update_to=trips.path())
    came = session.look(lambda store: store.any_record("Material", theirs.id))
    assert isinstance(came, type(theirs))
    assert material.view(session, came) == b"Words from there."
    assert session.look(entries.entry_of, came) is not None
    assert done.update is not None
    borrowing.take_update(reviewer, done.update)
    assert material.view(reviewer, later) == b"Words that came later."
    reviewer.close()
    assert verifying.verify(session.vault).ok


def test_an_entry_described_out_there_is_described_here_and_keeps_the_boards_number(
    office: Office, trips: Trips
) -> None:
    session, case = office.session, office.case
    listed, entry = session.do("thing", material.add_thing, case.id, MaterialKind.OTHER, "A diary")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    reviewer.do("describe", lambda work: work.change(work.get(IndexEntry, entry.id), description="A diary, 40 pages."))
    reviewer.do("note", notes.write, case.id, title="Theirs", text="Words")
    session.do("number", lambda work: work.change(work.get(IndexEntry, entry.id), number_open=7))
    session.do("note", notes.write, case.id, title="Ours", text="Words")
    assert trips.back(reviewer).conflicts == 0
    reviewer.close()
    now = session.look(lambda store: store.get(IndexEntry, entry.id))
    assert (now.description, now.number_open, now.record_id) == ("A diary, 40 pages.", 7, listed.id)
    refs = sorted(one.working_ref for one in session.look(lambda store: store.find(IndexEntry, case_id=case.id)))
    assert refs == ["W0001", "W0002", "W0003"]


def test_the_fields_an_entry_follows_are_those_that_the_merge_leaves_to_it(office: Office) -> None:
    def facts(work: Work) -> dict[str, frozenset[str]]:
        item, _ = material.add_thing(work, office.case.id, MaterialKind.OTHER, "A diary")
        note, _ = notes.write(work, office.case.id, title="A note")
        meeting, _ = notes.minute(work, office.case.id, title="A meeting")
        made: list[Any] = [item, note, meeting]
        return {type(one).__name__: frozenset(entries.facts_of(work, one).follows) for one in made}

    known = office.session.do("facts", facts)
    assert known == {name: merge.FOLLOWED[name] for name in known}


def test_what_is_undecided_does_not_travel_and_a_decision_does(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    shared, _ = session.do("note", notes.write, case.id, title="Shared", text="Start")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, shared.id), text="Theirs"))
    session.do("edit", lambda work: notes.save(work, work.get(Note, shared.id), text="Ours", place="Here"))
    first = trips.back(reviewer, update_to=trips.path())
    assert first.update is not None
    borrowing.take_update(reviewer, first.update)
    there = reviewer.look(lambda store: store.get(Note, shared.id))
    assert (there.text, there.place) == ("Theirs", "Here")
    (one,) = session.look(deciding.conflicts, case.id)
    session.do("decide", deciding.decide, one.id, "ours")
    second = trips.back(reviewer, update_to=trips.path())
    assert (second.conflicts, second.changed) == (0, 0)
    assert second.update is not None
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, shared.id), place="Elsewhere"))
    borrowing.take_update(reviewer, second.update)
    there = reviewer.look(lambda store: store.get(Note, shared.id))
    assert (there.text, there.place) == ("Ours", "Elsewhere")
    assert trips.back(reviewer).conflicts == 0
    reviewer.close()
    now = session.look(lambda store: store.get(Note, shared.id))
    assert (now.text, now.place) == ("Ours", "Elsewhere")
    (kept,) = session.look(lambda store: store.find(MergeDecision))
    assert (kept.state, kept.choice, kept.theirs) == ("decided", "ours", '"Theirs"')


def test_an_update_that_meets_newer_work_in_the_pack_leaves_it_and_the_board_asks(
    office: Office, trips: Trips
) -> None:
    session, case = office.session, office.case
    shared, _ = session.do("note", notes.write, case.id, title="Shared", text="Start")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    session.do("edit", lambda work: notes.save(work, work.get(Note, shared.id), text="Ours"))
    done = trips.back(reviewer, update_to=trips.path())
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, shared.id), text="Theirs, meanwhile"))
    assert done.update is not None
    # The entry follows its note, so its fields never clash.
    assert borrowing.take_update(reviewer, done.update).left == 1
    assert reviewer.look(lambda store: store.get(Note, shared.id)).text == "Theirs, meanwhile"
    assert trips.back(reviewer).conflicts == 1
    reviewer.close()
    (one,) = session.look(deciding.conflicts, case.id)
    assert (one.base, one.theirs, one.ours) == ("Start", "Theirs, meanwhile", "Ours")
