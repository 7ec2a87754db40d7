"""Marks stay where they belong, whoever edits the text, and what they cover is withheld wherever it is quoted."""

from __future__ import annotations

import pytest

from desktop.casework import cast as casts
from desktop.casework import marks, material, notes
from desktop.casework.marks import Place
from desktop.casework.quoted import Passages, released_hits
from desktop.errors import UserError
from desktop.redaction.release import Decisions, Releaser
from storage.records import Mark, MaterialKind, Note, WordDecision
from tests.desktop.conftest import Office

TEXT = "She said the new flat is above the bakery in Tanner Row. He asked for help twice. Nobody came back to him."
SECRET = "the new flat is above the bakery in Tanner Row"


def written(office: Office, text: str = TEXT) -> tuple[Note, Place]:
    note, _ = office.session.do("note", notes.write, office.case.id, title="A visit", text=text)
    return note, Place("Note", note.id, "text")


def marked(office: Office, place: Place, words: str, reason: str = "R6", memo: str = "") -> Mark:
    text = office.session.look(marks.text_at, place)
    at = text.index(words)
    return office.session.do("Withhold words", marks.withhold, place, at, at + len(words), reason, memo)


def held(office: Office, place: Place) -> tuple[Mark, ...]:
    return office.session.look(marks.of, place)


def board(office: Office) -> Releaser:
    return office.session.look(
        lambda store: casts.releaser(store, office.case, "board", casts.CasePseudonyms(store, office.case.id))
    )


def test_a_mark_knows_its_words_who_and_when(office: Office) -> None:
    _, place = written(office)
    mark = marked(office, place, f" {SECRET}. ", memo="asked by police")
    assert mark.quoted == f"{SECRET}.", "white space at its ends is not withheld"
    assert (mark.created_by, mark.reason, mark.memo) == (office.session.worker.id, "R6", "asked by police")
    assert mark.created_at is not None and not mark.drifted


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (3, 3), (8, 9), (0, 9_999), (7, 2)])
def test_a_mark_outside_its_text_or_over_nothing_is_refused(office: Office, start: int, end: int) -> None:
    _, place = written(office)
    with pytest.raises(UserError):
        office.session.do("Withhold words", marks.withhold, place, start, end, "R1")
    assert held(office, place) == ()


def test_an_unknown_reason_or_text_is_refused(office: Office) -> None:
    note, place = written(office)
    with pytest.raises(UserError, match="no such reason"):
        office.session.do("Withhold words", marks.withhold, place, 0, 3, "R13")
    with pytest.raises(UserError, match="no text"):
        office.session.do("Withhold words", marks.withhold, Place("Note", note.id, "pages"), 0, 3, "R1")


def test_one_reason_joins_and_several_stand_side_by_side(office: Office) -> None:
    _, place = written(office)
    first = marked(office, place, "new flat is above")
    grown = marked(office, place, "above the bakery", memo="wider")
    assert grown.id == first.id and grown.quoted == "new flat is above the bakery"
    marked(office, place, "the bakery in Tanner Row", "R3")
    assert [(one.reason, one.quoted) for one in held(office, place)] == [
        ("R6", "new flat is above the bakery"), ("R3", "the bakery in Tanner Row"),
    ]  # fmt: skip
    shown = board(office).release(TEXT, marks=office.session.look(marks.for_release, place))
    assert shown.text.count("[withheld]") == 1 and "bakery" not in shown.text and "Tanner" not in shown.text


def test_marks_move_with_the_words_in_the_same_unit_of_work(office: Office) -> None:
    note, place = written(office)
    marked(office, place, SECRET)
    office.session.do("Change a note", notes.save, note, text=f"At the door. {TEXT} Later she left.")
    (mark,) = held(office, place)
    assert mark.quoted == SECRET and not mark.drifted
    assert office.session.look(marks.text_at, place)[mark.start : mark.end] == SECRET
    office.session.undo()
    (mark,) = held(office, place)
    assert TEXT[mark.start : mark.end] == SECRET and not mark.drifted
    office.session.redo()
    (mark,) = held(office, place)
    assert office.session.look(marks.text_at, place)[mark.start : mark.end] == SECRET


def test_words_changed_beneath_are_flagged_until_somebody_looks(office: Office) -> None:
    note, place = written(office)
    marked(office, place, SECRET)
    office.session.do("Change a note", notes.save, note, text=TEXT.replace("bakery", "chemist and the old bakery"))
    (mark,) = held(office, place)
    assert mark.drifted
    text = office.session.look(marks.text_at, place)
    assert text[mark.start : mark.end] == SECRET.replace("bakery", "chemist and the old bakery")
    looked = office.session.do("Look at a mark", marks.still_right, mark.id)
    assert not looked.drifted and looked.quoted == text[mark.start : mark.end]


def test_two_edits_of_a_long_text_leave_the_mark_between_them_alone(office: Office) -> None:
    lines = [f"Line {at} of a long note about an ordinary week." for at in range(400)]
    text = "\n".join([*lines[:200], TEXT, *lines[200:]])
    note, place = written(office, text)
    marked(office, place, SECRET)
    changed = text.replace("Line 3 of", "Line three, added,  of").replace("Line 390 of a long", "Of a short")
    office.session.do("Change a note", notes.save, note, text=changed)
    (mark,) = held(office, place)
    assert changed[mark.start : mark.end] == SECRET and not mark.drifted


def test_words_cut_and_pasted_elsewhere_stay_withheld(office: Office) -> None:
    note, place = written(office)
    marked(office, place, SECRET)
    moved = TEXT.replace(f"She said {SECRET}. ", "") + f" As she put it: {SECRET}!"
    office.session.do("Change a note", notes.save, note, text=moved)
    (mark,) = held(office, place)
    assert moved[mark.start : mark.end] == SECRET and mark.drifted


def test_a_mark_whose_words_are_gone_goes_and_undo_brings_both_back(office: Office) -> None:
    note, place = written(office)
    marked(office, place, SECRET)
    office.session.do("Change a note", notes.save, note, text="Nobody came back to him.")
    assert held(office, place) == ()
    office.session.undo()
    assert [one.quoted for one in held(office, place)] == [SECRET]


def test_typed_words_take_over_the_marks_of_what_was_taken_out(office: Office) -> None:
    item, _ = office.session.do("thing", material.add_thing, office.case.id, MaterialKind.OTHER, "A sheet")
    first = office.session.do("text", material.type_text, item, TEXT)
    # As if it had been taken out of a scan: words typed by a person stand beside it.
    first = office.session.do("text", lambda work: work.change(first, method="taken out"))
    marked(office, Place("MaterialText", first.id, "text"), SECRET)
    typed = office.session.do("text", material.type_text, item, TEXT.replace("She said", "She told us"))
    (mark,) = held(office, Place("MaterialText", typed.id, "text"))
    assert mark.quoted == SECRET and mark.drifted


def test_marks_are_undone_changed_and_checked_by_somebody_else(office: Office) -> None:
    _, place = written(office)
    mark = marked(office, place, SECRET)
    changed = office.session.do("Change a mark", marks.change, mark.id, reason="R9", memo=" said in confidence ")
    assert (changed.reason, changed.memo) == ("R9", "said in confidence")
    with pytest.raises(UserError, match="yourself"):
        office.session.do("Check a mark", marks.check, mark.id)
    office.session.do("Remove a mark", marks.remove, mark.id)
    assert held(office, place) == ()
    office.session.undo()
    assert [one.reason for one in held(office, place)] == ["R9"]


def test_a_highlight_is_a_switch_and_withholds_nothing(office: Office) -> None:
    _, place = written(office)
    at = TEXT.index("asked for help")
    assert office.session.do("Highlight", marks.highlight, place, at, at + 14, "4") is not None
    assert office.session.look(marks.for_release, place) == ()
    assert office.session.do("Highlight", marks.highlight, place, at, at + 14, "4") is None
    assert held(office, place) == ()


@pytest.mark.parametrize(
    ("summary", "hidden"),
    [
        (f"The mother told them that {SECRET}.", "bakery"),
        ("They knew the new flat was there: it is ABOVE  THE Bakery in tanner row, they wrote.", "Bakery"),
        ("A summary: above the bakery in Tanner Row.", "Tanner"),
    ],
)
def test_what_is_withheld_is_withheld_where_it_is_quoted(office: Office, summary: str, hidden: str) -> None:
    _, place = written(office)
    marked(office, place, SECRET)
    book = office.session.look(Passages, office.case.id)
    shown = board(office).release(summary, marks=book.in_text(summary))
    assert hidden not in shown.text and "[withheld]" in shown.text


def test_ordinary_words_are_not_quotations(office: Office) -> None:
    _, place = written(office)
    marked(office, place, SECRET)
    marked(office, place, "He asked for help twice", "R3")
    book = office.session.look(Passages, office.case.id)
    for text in ("The flat was new to them.", "There is a bakery in the town.", "She asked for help at the clinic."):
        assert book.in_text(text) == ()


def test_a_search_for_an_audience_shows_no_withheld_words(office: Office) -> None:
    _, place = written(office)
    _, copy = written(office, f"Summary of the visit. {TEXT}")
    marked(office, place, SECRET)

    def found(words: str) -> list[str]:
        def ask(store):
            hits = store.search(words, case_id=office.case.id, kinds=("Note",))
            return [
                hit.snippet.text
                for hit in released_hits(store, hits, words, board(office))
                if hit.field == "text"
            ]

        return office.session.look(ask)

    assert found("bakery") == [], "that it was found would say what is withheld"
    pieces = found("twice")
    assert len(pieces) == 2 and all("asked for help" in one and "bakery" not in one for one in pieces)
    assert copy != place


def test_decisions_about_places_move_with_the_text_and_fall_with_its_words(office: Office) -> None:
    note, place = written(office)
    at = TEXT.index("Tanner Row")
    key = f"{place.name}:{at}:{at + 10}:place"
    row = WordDecision(case_id=office.case.id, word="Tanner Row", decision="keep", place=key, profile="board")
    office.session.do("Decide", lambda work: work.add(row))
    office.session.do("Change a note", notes.save, note, text=f"First. {TEXT}")
    decided: Decisions = office.session.look(casts.decisions, office.case.id, "board")
    assert decided.keep == {f"{place.name}:{at + 7}:{at + 17}:place"}
    assert office.session.look(casts.decisions, office.case.id, "publication").keep == frozenset()
    note = office.session.look(lambda store: store.get(Note, note.id))
    office.session.do("Change a note", notes.save, note, text=f"First. {TEXT}".replace("Tanner Row", "Tanner Lane"))
    assert office.session.look(casts.decisions, office.case.id, "board").keep == frozenset()
