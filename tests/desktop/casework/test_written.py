"""A text and its marks saved together; reflections as a record of their own; words of which somebody asked who is
meant."""

from __future__ import annotations

import pytest

from desktop.casework import legend, marks, naming, notes, written
from desktop.casework.marks import Place
from desktop.casework.spans import Facts, Span
from desktop.casework.written import TextKept
from desktop.errors import FieldErrors, UserError
from storage.records import IndexEntry, Mark, Note, NoteKind, Person
from tests.desktop.casework.test_marks import board
from tests.desktop.conftest import Office

TEXT = "beta alpha beta gamma"


def keep(office: Office, note_id: str, text: str, *spans: Span, began: frozenset[str] = frozenset(), **facts: object):
    return office.session.do(
        "note", written.keep_note, office.case.id, note_id, {"kind": NoteKind.ACCOUNT, "title": "T", **facts},
        TextKept(text, spans, began),
    )  # fmt: skip


def rows(office: Office, note_id: str) -> list[tuple[str, int, int]]:
    found = office.session.look(marks.of, Place("Note", note_id, "text"))
    return [(one.id, one.start, one.end) for one in found]


def test_the_editor_says_where_a_mark_is_although_the_differences_would_say_otherwise(office: Office) -> None:
    kept = keep(office, "", "beta beta", Span(5, 9, Facts("m", reason="R3")))
    again = keep(office, kept.note.id, "beta beta beta beta", Span(15, 19, Facts("m", reason="R3")))
    assert rows(office, kept.note.id) == [("m", 15, 19)]
    assert again.marks[0].facts == Facts("m", reason="R3")
    same = keep(office, "", "abcd beta beta", Span(10, 14, Facts("n", reason="R3")))
    keep(office, same.note.id, "zeta abcd beta", Span(10, 14, Facts("n", reason="R3")))
    assert rows(office, same.note.id) == [("n", 10, 14)], "also where its place stays the same and the text does not"
    assert not office.session.look(lambda store: store.get(Mark, "n")).drifted


def test_a_mark_that_another_made_meanwhile_stays_and_moves_with_its_words(office: Office) -> None:
    kept = keep(office, "", TEXT)
    place = Place("Note", kept.note.id, "text")
    office.session.do("m", marks.withhold, place, TEXT.index("gamma"), len(TEXT), "R5")
    keep(office, kept.note.id, f"new {TEXT}")
    (row,) = office.session.look(marks.of, place)
    assert (row.start, row.quoted) == (4 + TEXT.index("gamma"), "gamma") and not row.drifted


def test_a_mark_goes_when_it_was_taken_away_and_comes_back_with_undo(office: Office) -> None:
    span = Span(0, 4, Facts("m", code="2", memo="why"))
    kept = keep(office, "", TEXT, span)
    keep(office, kept.note.id, TEXT, began=frozenset({"m"}))
    assert rows(office, kept.note.id) == []
    keep(office, kept.note.id, TEXT, span, began=frozenset({"m"}))
    assert rows(office, kept.note.id) == [("m", 0, 4)]


def test_words_that_changed_under_a_mark_want_to_be_checked_again(office: Office) -> None:
    kept = keep(office, "", TEXT, Span(5, 10, Facts("m", reason="R3")))
    row = office.session.look(lambda store: store.get(Mark, "m"))
    office.session.do("check", lambda work: work.change(row, checker_id="other"))
    keep(office, kept.note.id, "beta alphas beta gamma", Span(5, 11, Facts("m", reason="R3", changed=True)))
    row = office.session.look(lambda store: store.get(Mark, "m"))
    assert (row.drifted, row.quoted, row.checker_id) == (True, "alpha", "")


@pytest.mark.parametrize("span", [Span(0, 4, Facts("m", reason="R13")), Span(0, 99, Facts("m", code="1"))])
def test_nothing_is_saved_with_a_mark_that_cannot_be(office: Office, span: Span) -> None:
    with pytest.raises(UserError):
        keep(office, "", TEXT, span)
    assert office.session.look(notes.notes, office.case.id) == ()


def test_reflections_are_a_record_and_an_entry_of_their_own(office: Office) -> None:
    beside = TextKept("What I think", (Span(0, 4, Facts("r", code="1")),))
    facts = {"kind": NoteKind.ACCOUNT, "title": "Talk", "topics": ("One", "Two"), "script": "version 2"}
    kept = office.session.do(
        "note", written.keep_note, office.case.id, "", facts, TextKept("What she said"), beside
    )
    assert kept.reflections is not None and kept.reflections.parent_id == kept.note.id
    assert (kept.note.text, kept.reflections.text) == ("What she said", "What I think")
    assert kept.note.topics == ("One", "Two") and kept.note.script == "version 2"
    entries = office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))
    assert sorted(one.record_id for one in entries) == sorted((kept.note.id, kept.reflections.id))
    found = office.session.look(written.opened, kept.note.id, office.session.worker.id)
    assert found.reflections == kept.reflections and found.reflection_marks == kept.reflection_marks
    stranger = office.session.look(written.opened, kept.note.id, "somebody else")
    assert stranger.reflections is None, "nobody goes on in another's reflections"
    empty = office.session.do("note", written.keep_note, office.case.id, "", facts, TextKept("More"), TextKept(" "))
    assert empty.reflections is None


def test_items_shown_and_originals_lodged_are_named_by_reference(office: Office) -> None:
    item = keep(office, "", "A letter").note
    ref = office.session.look(lambda store: store.one(IndexEntry, record_id=item.id)).working_ref
    said = {"shown_words": f"the letter ({ref.lower()}), W9999", "originals": "lodged", "originals_words": f"see {ref}"}
    note = keep(office, "", "What she said", **said).note
    assert note.shown_ids == note.original_ids == (item.id,)
    with pytest.raises(FieldErrors) as raised:
        keep(office, note.id, "What she said", originals="lodged", originals_words="in the cupboard")
    assert "W0012" in raised.value.errors["originals_words"]


def test_an_original_that_was_never_made_is_an_entry_once(office: Office) -> None:
    for _ in range(2):
        found = office.session.look(notes.notes, office.case.id)
        first = next((one.id for one in found if one.kind is NoteKind.ACCOUNT), "")
        said = {"originals": "never_made", "originals_words": "The recorder had no battery"}
        keep(office, first, "What she said", **said)
    (declared,) = office.session.look(lambda store: store.find(Note, kind=NoteKind.NEVER_MADE))
    entry = office.session.look(lambda store: store.one(IndexEntry, record_id=declared.id))
    assert (declared.text, entry.status.value) == ("The recorder had no battery", "never_made")
    with pytest.raises(FieldErrors):
        keep(office, "", "x", originals="never_made", originals_words=" ")


def test_signs_that_no_page_can_show_take_no_mark_out_of_the_text(office: Office) -> None:
    kept = keep(office, "", "ab\x00", Span(0, 3, Facts("m", code="1")))
    assert kept.note.text == "ab" and rows(office, kept.note.id) == [("m", 0, 2)]


def test_selected_words_become_a_person_a_body_or_a_place(office: Office) -> None:
    do, case = office.session.do, office.case.id
    made = do("r", naming.register, case, " Maud  Ellerwick,", "professional", "school nurse")
    person = office.session.look(lambda store: store.get(Person, made.id))
    assert (person.name, person.role, made.said) == ("Maud Ellerwick", "school nurse", f"[{person.code}]")
    with pytest.raises(UserError, match="already called so"):
        do("r", naming.register, case, "maud ellerwick", "third_party", "")
    place = do("r", naming.register, case, "Cinder House", "place", "the family centre")
    assert (place.said, place.is_person) == ("Cinder House", False)
    with pytest.raises(FieldErrors):
        do("r", naming.register, case, "12 ...", "place", "")


def test_a_parked_word_is_asked_about_at_every_release_until_it_is_settled(office: Office) -> None:
    case, text = office.case.id, "Then the big man came, and The  Big Man left."
    assert not _suggested(office, text)
    row = office.session.do("p", naming.park, case, "the big man")
    assert office.session.do("p", naming.park, case, "The big man").id == row.id, "asked once"
    assert _suggested(office, text) == [("the big man", 2, "asked")]
    office.session.do("s", naming.is_somebody, row.id, office.mother.id)
    assert office.session.look(naming.parked, case) == () and not _suggested(office, text)
    with pytest.raises(UserError, match="decided before"):
        office.session.do("p", naming.park, case, "the big man")


def test_registering_a_parked_word_settles_it(office: Office) -> None:
    office.session.do("p", naming.park, office.case.id, "Maud Ellerwick")
    office.session.do("r", naming.register, office.case.id, "Maud Ellerwick", "professional", "nurse")
    assert office.session.look(naming.parked, office.case.id) == ()


def _suggested(office: Office, text: str) -> list[tuple[str, int, str]]:
    releaser = board(office)
    releaser.release(text)
    return [(one.word, one.count, one.why) for one in releaser.suggestions]


def test_the_digits_have_names_of_the_review(office: Office) -> None:
    look, case = office.session.look, office.case.id
    assert look(legend.digits, case) == legend.AT_FIRST
    office.session.do("d", legend.name, case, {"5": "Rota", "3": legend.AT_FIRST["3"]})
    assert look(legend.digits, case) == legend.AT_FIRST | {"5": "Rota"}
    office.session.do("d", legend.name, case, {"5": ""})
    assert look(legend.digits, case) == legend.AT_FIRST


def test_people_are_found_by_code_and_by_name_only_where_names_may_be_shown(office: Office) -> None:
    known = office.session.look(written.around, office.case.id).people
    by_code = written.with_codes(known, office.visitor.code[:4], names=False)
    assert by_code[0].id == office.visitor.id
    surname = office.visitor.name.split()[-1]
    assert written.with_codes(known, surname, names=False) == []
    assert [one.id for one in written.with_codes(known, surname, names=True)] == [office.visitor.id]
