"""Named operations: all or nothing, told to listeners, taken back and brought back."""

from __future__ import annotations

import pytest

from desktop.casework import drafts, notes, people
from desktop.changes import ChangeSet
from desktop.errors import UserError
from storage import verifying
from storage.problems import StorageProblem
from storage.records import Draft, IndexEntry, Note, Person, PersonKind
from storage.store import Work
from tests.desktop.conftest import Office


def test_an_operation_is_told_by_name_and_kind(office: Office) -> None:
    heard: list[ChangeSet] = []
    office.session.listeners.add(heard.append)
    note, entry = office.session.do("Add a note", notes.write, office.case.id, text="A call about transport")
    assert heard[0].name == "Add a note"
    assert heard[0].kinds == {"Note", "IndexEntry"}
    assert {note.id, entry.id} <= heard[0].ids


def test_a_failed_operation_leaves_nothing_and_tells_nobody(office: Office) -> None:
    heard: list[ChangeSet] = []
    office.session.listeners.add(heard.append)

    def half(work: Work) -> None:
        work.add(Note(case_id=office.case.id, text="first"))
        raise UserError("Stop.")

    with pytest.raises(UserError):
        office.session.do("Half", half)
    assert office.session.look(lambda store: store.count(Note)) == 0
    assert heard == []


def test_undo_takes_a_note_and_its_entry_back_and_redo_brings_both(office: Office) -> None:
    note, _ = office.session.do("Add a note", notes.write, office.case.id, text="A call about transport")
    assert office.session.undo_name == "Add a note"
    office.session.undo()
    counted = office.session.look(lambda store: (store.count(Note), store.count(IndexEntry), store.search("transport")))
    assert counted == (0, 0, [])
    office.session.redo()
    assert office.session.look(lambda store: store.get(Note, note.id).deleted) is False
    assert len(office.session.look(lambda store: store.search("transport"))) == 1


def test_undo_of_a_change_puts_the_words_back(office: Office) -> None:
    office.session.do("Rename", people.save_person, office.mother, name="Grace Ashvale")
    office.session.undo()
    assert office.session.look(lambda store: store.get(Person, office.mother.id).name) == "Grace Tarnbeck"


def test_undo_refuses_when_somebody_changed_it_since(office: Office) -> None:
    saved = office.session.do("Rename", people.save_person, office.mother, name="Grace Ashvale")
    office.session.do("Other", lambda work: work.change(saved, relation="mother"))
    office.session.undo()
    office.session._undo.clear()
    office.session.do("Rename", people.save_person, office.session.look(lambda s: s.get(Person, saved.id)), role="Mum")
    step = office.session._undo[-1]
    office.session.do("Other", lambda work: work.change(work.get(Person, saved.id), relation="x"))
    office.session._undo.append(step)
    with pytest.raises(UserError, match="changed again"):
        office.session.undo()


def test_an_account_is_frozen_and_cannot_be_undone(office: Office) -> None:
    note, _ = office.session.do("Add", notes.write, office.case.id, text="What was said")
    frozen = office.session.do("Save as an account", notes.freeze, note)
    assert office.session.undo_name == ""
    with pytest.raises(StorageProblem) as caught:
        office.session.do("Change", notes.save, frozen, text="Something else")
    assert caught.value.code == "frozen"


def test_a_stale_copy_is_refused_and_nothing_is_lost(office: Office) -> None:
    office.session.do("Rename", people.save_person, office.mother, name="Grace Ashvale")
    with pytest.raises(StorageProblem) as caught:
        office.session.do("Rename", people.save_person, office.mother, name="Somebody Else")
    assert caught.value.code == "stale"
    assert office.session.look(lambda store: store.get(Person, office.mother.id).name) == "Grace Ashvale"


def test_a_person_whose_time_has_ended_may_do_nothing(office: Office) -> None:
    worker = office.session.worker
    office.session.worker = type(worker)(name=worker.name, until=office.session.circumstances.today())
    with pytest.raises(UserError, match="no longer work"):
        office.session.do("Add", people.add_person, office.case.id, "Any Body", PersonKind.OTHER_ADULT)


def test_every_change_stands_in_the_audit_without_its_words(office: Office) -> None:
    office.session.do("Add", notes.write, office.case.id, text="Zebedee telephoned", title="Zebedee")
    rows = office.session.look(lambda store: store.activity(limit=20))
    assert any(row.action == "Note.added" for row in rows)
    assert "Zebedee" not in repr(rows)


def test_the_audit_tells_once_of_a_draft_however_often_it_is_kept(office: Office) -> None:
    session, heard = office.session, list[ChangeSet]()
    session.listeners.add(heard.append)
    for typed in ("S", "She", "She said"):
        session.do("Keep a draft", drafts.keep, office.case.id, "note", {"text": typed})
    (draft,) = session.look(lambda store: store.find(Draft))
    assert (draft.body, draft.revision, len(heard)) == ({"text": "She said"}, 3, 3)
    session.do("Let the draft go", drafts.drop_place, office.case.id, "note")
    told = [row.action for row in session.look(lambda store: store.activity(object_id=draft.id))]
    assert told == ["Draft.removed", "Draft.added"]
    assert verifying.verify(session.vault).ok
