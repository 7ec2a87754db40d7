"""What is withheld stays withheld wherever its words went: into another text, over an edit, into the next version."""

from __future__ import annotations

import pytest

from desktop.casework import cast as casts
from desktop.casework import marks, notes
from desktop.casework.marks import Place
from desktop.casework.quoted import under_marks
from desktop.casework.spans import Facts, Span
from desktop.casework.written import TextKept, keep_note
from desktop.markers import framework, judge, passes, registers, rows
from desktop.redaction.quotations import phrases
from desktop.redaction.release import Releaser
from storage.records import Judgement, Mark, RegisterRow
from tests.desktop.casework.test_marks import held, marked, written
from tests.desktop.conftest import Office

VAN = "they slept in the red van behind the boatyard"
TEXT = f"It was cold by then. She said {VAN}. Nobody asked again."


def board(office: Office) -> Releaser:
    return office.session.look(
        lambda store: casts.releaser(store, office.case, "board", casts.CasePseudonyms(store, office.case.id))
    )


def shown(office: Office, text: str) -> str:
    return board(office).release(text).text


def test_words_cut_out_of_one_text_and_put_into_another_stay_withheld(office: Office) -> None:
    note, place = written(office, TEXT)
    marked(office, place, VAN)
    office.session.do("cut", notes.save, note, text="It was cold by then. Nobody asked again.")
    assert held(office, place) == ()
    said = shown(office, f"The family told us {VAN}, in January.")
    assert "boatyard" not in said and "[withheld]" in said


def test_words_cut_in_the_editor_stay_withheld_and_a_mark_taken_away_does_not(office: Office) -> None:
    note, place = written(office, TEXT)
    mark = marked(office, place, VAN)
    facts = {"title": note.title, "kind": note.kind}
    began = frozenset({mark.id})
    office.session.do("cut", keep_note, office.case.id, note.id, facts, TextKept("It was cold by then.", (), began))
    assert "boatyard" not in shown(office, f"They say {VAN}.")
    office.session.undo()
    office.session.do("lift", keep_note, office.case.id, note.id, facts, TextKept(TEXT, (), began))
    assert "boatyard" in shown(office, f"They say {VAN}.")


def test_a_mark_removed_by_a_person_withholds_nothing_even_if_its_words_had_changed(office: Office) -> None:
    note, place = written(office, TEXT)
    mark = marked(office, place, VAN)
    office.session.do("edit", notes.save, note, text=TEXT.replace("red van", "old red van"))
    office.session.do("Remove a mark", marks.remove, mark.id)
    assert "boatyard" in shown(office, f"They say {VAN}.")


def test_words_written_under_a_mark_are_withheld_elsewhere_too_and_so_are_those_before(office: Office) -> None:
    note, place = written(office, TEXT)
    marked(office, place, VAN)
    office.session.do("edit", notes.save, note, text=TEXT.replace("red van", "green caravan of an uncle"))
    assert held(office, place)[0].drifted
    for said in (f"He wrote: {VAN}.", "He wrote: slept in the green caravan of an uncle."):
        assert "[withheld]" in shown(office, said) and "caravan" not in shown(office, said)


@pytest.mark.parametrize(
    "quotation",
    [
        "He hit me in the eye, she said.", "HE  HIT ME\nIN THE EYE", "that man hit me in the eye on that day",
        "hit\u00a0me in the e\u00adye", "“he hit me—in the eye…”",
    ],
)  # fmt: skip
def test_short_words_are_a_quotation_when_enough_of_them_stand_in_a_row(office: Office, quotation: str) -> None:
    _, place = written(office, "Then he hit me in the eye on a Monday and we all ran.")
    marked(office, place, "he hit me in the eye on a Monday", "R5")
    assert "eye" not in shown(office, quotation) and "[withheld]" in shown(office, quotation)


@pytest.mark.parametrize(
    ("quotation", "said"),
    [
        ("He saw the burns that were seen on the left arm in May.", "He saw [withheld] in May."),
        ("The burns that were seen on the left arm", "[withheld]"),
        ("I say that were seen on the left arm of it", "I say [withheld] of it"),
        ("that they were seen on the left arm and the burns", "that they [withheld] and the burns"),
        ("were seen on the left side, or seen on the left arm", "were seen on the left side, or [withheld]"),
        ("burns and burns on an arm that were left", "burns and burns on an arm that were left"),
    ],
)
def test_a_quotation_is_withheld_as_far_as_it_goes(office: Office, quotation: str, said: str) -> None:
    _, place = written(office, "She said the burns that were seen on the left arm. That was all.")
    marked(office, place, "the burns that were seen on the left arm", "R4")
    assert shown(office, quotation) == said


def test_words_put_into_a_quotation_do_not_cut_it_in_two(office: Office) -> None:
    _, place = written(office, f"{TEXT} And in a house with a broken door at the end of Mill Lane.")
    marked(office, place, f"{VAN}. Nobody asked again. And in a house with a broken door at the end of Mill Lane")
    said = shown(office, "They slept in the red van, so she says, in a house with a broken door.")
    assert said.startswith("[withheld]") and "broken" not in said


def test_small_words_in_a_row_are_no_quotation(office: Office) -> None:
    _, place = written(office, "It was the day that he came back to us with the keys of the boathouse.")
    marked(office, place, "the day that he came back to us with the keys of the boathouse", "R3")
    for text in ("From the day that he came in they wrote to us.", "He came back to us with a reply on the day."):
        assert "[withheld]" not in shown(office, text)


def test_a_single_word_counts_when_it_is_what_is_withheld(office: Office) -> None:
    _, place = written(office, "The doctor wrote epilepsy in March. The window was open.")
    marked(office, place, "epilepsy", "R4")
    marked(office, place, "window", "R3")
    assert shown(office, "His EPILEPSY was known; a window was open.") == "His [withheld] was known; a window was open."
    assert phrases("window") == [] and phrases("Q-77") == [" q 77 "]


def test_the_gate_knows_what_was_cut_out_and_what_stands_there_now(office: Office) -> None:
    note, place = written(office, TEXT)
    marked(office, place, VAN)
    office.session.do("edit", notes.save, note, text=TEXT.replace("red van", "green caravan"))
    audience = board(office).audience
    assert office.session.look(under_marks, office.case.id, audience) == (VAN, VAN.replace("red van", "green caravan"))


def test_an_edit_inside_a_mark_does_not_send_it_to_another_place_that_says_the_same(office: Office) -> None:
    text = f"First {VAN}. Later she wrote that {VAN}."
    note, place = written(office, text)
    at = text.rindex(VAN)
    office.session.do("Withhold words", marks.withhold, place, at, at + len(VAN), "R6")
    changed = text[:at] + VAN.replace("red", "rusty red") + "."
    office.session.do("edit", notes.save, note, text=changed)
    (mark,) = held(office, place)
    assert changed[mark.start : mark.end] == VAN.replace("red", "rusty red") and mark.drifted


def test_marks_stay_right_when_signs_that_cannot_be_kept_are_taken_out(office: Office) -> None:
    note, place = written(office, TEXT)
    typed = f"One\r\ntwo\x00 three. {TEXT}"
    at = typed.index(VAN)
    mark = Span(at, at + len(VAN), Facts("0190f000-0000-7000-8000-000000000001", reason="R6"))
    facts = {"title": note.title, "kind": note.kind}
    office.session.do("save", keep_note, office.case.id, note.id, facts, TextKept(typed, (mark,)))
    (kept,) = held(office, place)
    assert office.session.look(marks.text_at, place)[kept.start : kept.end] == VAN


def test_the_next_version_of_a_text_takes_its_marks_over(office: Office) -> None:
    do, case_id = office.session.do, office.case.id
    meeting, _ = do("meeting", notes.minute, case_id, title="Panel", minutes=TEXT)
    marked(office, Place("Meeting", meeting.id, "minutes"), VAN)
    do("circulate", notes.circulate, meeting)
    after, _ = do("next", notes.next_version, meeting, TEXT.replace("Nobody asked", "No one asked"))
    (mark,) = held(office, Place("Meeting", after.id, "minutes"))
    assert (mark.quoted, mark.drifted, mark.reason) == (VAN, False, "R6")


def test_a_later_judgement_and_its_evidence_take_the_marks_over(office: Office) -> None:
    do, case_id = office.session.do, office.case.id
    note, _ = written(office)
    chosen = do("pass", passes.open_pass, case_id, "in-progress")
    known = framework.load("scr-2016")
    cited = judge.Cited("Note", note.id, shows="It shows a window.")

    def judged(narrative: str, *evidence: judge.Cited) -> Judgement:
        return do(
            "judge", judge.judge, chosen, known, "1.1", "chair", "partly-met", evidence=evidence, narrative=narrative
        )

    first = judged(TEXT, cited)
    marked(office, Place("Judgement", first.id, "narrative"), VAN)
    (link,) = office.session.look(judge.evidence_of, first.id)
    marked(office, Place("EvidenceLink", link.id, "shows"), "window", "R3")
    second = judged(f"Again. {TEXT.replace('red', 'dark red')}")
    (mark,) = held(office, Place("Judgement", second.id, "narrative"))
    assert second.narrative[mark.start : mark.end] == VAN.replace("red", "dark red") and mark.drifted
    (again,) = office.session.look(judge.evidence_of, second.id)
    (mark,) = held(office, Place("EvidenceLink", again.id, "shows"))
    assert again.shows[mark.start : mark.end] == "window" and not mark.drifted


def test_a_field_that_is_emptied_leaves_no_mark_outside_its_text(office: Office) -> None:
    register = registers.load("scr-2016")["finding"]
    values = {"number": 1, "title": "Letters travel by chance", "what": TEXT, "in_case": TEXT}
    row: RegisterRow = office.session.do("finding", rows.save, office.case, register, values)
    place = Place("RegisterRow", row.id, "in_case")
    marked(office, place, VAN)
    office.session.do("empty", rows.save, office.case, register, {**row.values, "in_case": None}, row)
    assert held(office, place) == ()
    kept = office.session.look(lambda store: store.find(Mark, deleted=True))
    assert [one.quoted for one in kept] == [VAN]
