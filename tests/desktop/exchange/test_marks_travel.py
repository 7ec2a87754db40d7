"""Marks that come back with a pack lie on their words, whosever text stands."""

from __future__ import annotations

import pytest

from desktop.casework import marks, notes
from desktop.casework.marks import Place
from desktop.exchange import borrowing
from desktop.session import Session
from storage.records import Mark, Note
from tests.desktop.conftest import Office
from tests.desktop.exchange.travel import Trips

FIRST = "they slept in the van by the quay"
SECOND = "nobody rang the school back"
TEXT = f"It was May. She said {FIRST}. After that {SECOND}, as she told us."


def withhold(session: Session, place: Place, words: str) -> Mark:
    text = session.look(marks.text_at, place)
    at = text.index(words)
    return session.do("Withhold words", marks.withhold, place, at, at + len(words), "R6")


def write(session: Session, note: Note, text: str) -> None:
    session.do("edit", lambda work: notes.save(work, work.get(Note, note.id), text=text))


def covered(session: Session, place: Place) -> dict[str, bool]:
    """What is under each mark, and whether it is flagged."""
    text = session.look(marks.text_at, place)
    return {text[one.start : one.end]: one.drifted for one in session.look(marks.of, place)}


@pytest.mark.parametrize("marked_first", [True, False])
@pytest.mark.parametrize(
    ("out_there", "here"),
    [
        ("", "In the second week. "),
        ("In the pack. ", ""),
        ("In the pack. ", "In the second week. "),
    ],
)
def test_a_mark_made_out_there_lies_on_its_words_here(
    office: Office, trips: Trips, out_there: str, here: str, marked_first: bool
) -> None:
    note, _ = office.session.do("note", notes.write, office.case.id, title="A call", text=TEXT)
    place = Place("Note", note.id, "text")
    withhold(office.session, place, FIRST)
    _, file = trips.out()
    reviewer = trips.unpack(file)
    if marked_first:
        withhold(reviewer, place, SECOND)
    if out_there:
        write(reviewer, note, out_there + TEXT)
    if not marked_first:
        withhold(reviewer, place, SECOND)
    if here:
        write(office.session, note, here + TEXT)
    trips.back(reviewer)
    reviewer.close()
    assert covered(office.session, place) == {FIRST: False, SECOND: False}


def test_words_changed_on_both_sides_leave_no_mark_beside_them(office: Office, trips: Trips) -> None:
    note, _ = office.session.do("note", notes.write, office.case.id, title="A call", text=TEXT)
    place = Place("Note", note.id, "text")
    withhold(office.session, place, FIRST)
    _, file = trips.out()
    reviewer = trips.unpack(file)
    write(reviewer, note, f"One. {TEXT.replace('by the quay', 'by the old quay')}")
    write(office.session, note, f"At the end of May. {TEXT.replace('in the van', 'in a van')}")
    trips.back(reviewer)
    reviewer.close()
    assert covered(office.session, place) == {FIRST.replace("in the van", "in a van"): True}


def test_marks_of_the_board_stay_on_words_that_a_pack_changed(office: Office, trips: Trips) -> None:
    note, _ = office.session.do("note", notes.write, office.case.id, title="A call", text=TEXT)
    place = Place("Note", note.id, "text")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    write(reviewer, note, f"Put in before. {TEXT}")
    withhold(office.session, place, FIRST)
    update = trips.back(reviewer, update_to=trips.path()).update
    assert covered(office.session, place) == {FIRST: False}
    assert update is not None
    write(reviewer, note, f"Again. Put in before. {TEXT}")
    borrowing.take_update(reviewer, update)
    assert covered(reviewer, place) == {FIRST: False}
    reviewer.close()
