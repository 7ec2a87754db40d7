"""Marks follow every edit of a text at once, by the rules of marks that are moved afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.casework.spans import Facts, Span, Spans, to_points, to_units

WORD = Facts("m", reason="R3")


def one(start: int, end: int) -> Spans:
    return Spans([Span(start, end, WORD)])


@pytest.mark.parametrize(
    ("edit", "left", "changed"),
    [
        ((0, 0, 5), (15, 20), False),
        ((10, 0, 2), (12, 17), False),
        ((15, 0, 3), (10, 15), False),
        ((12, 0, 4), (10, 19), True),
        ((12, 1, 0), (10, 14), True),
        ((5, 7, 0), (5, 8), True),
        ((13, 9, 0), (10, 13), True),
        ((10, 5, 8), (10, 18), True),
        ((0, 4, 0), (6, 11), False),
        ((40, 3, 9), (10, 15), False),
    ],
)
def test_a_mark_stays_on_its_words_and_says_when_they_changed(edit, left, changed) -> None:
    spans = one(10, 15)
    spans.edited(*edit)
    (found,) = spans
    assert (found.start, found.end, found.facts.changed) == (*left, changed)


@given(st.integers(0, 20), st.integers(1, 12), st.integers(1, 6), st.booleans())
def test_words_typed_in_place_of_others_are_covered_as_if_they_were_pasted(at, removed, added, back) -> None:
    """Key by key over what is selected, or after the words were taken out letter by letter."""
    typed, pasted = one(8, 14), one(8, 14)
    pasted.edited(at, removed, added)
    if back:
        for last in reversed(range(at, at + removed)):
            typed.edited(last, 1, 0)
        typed.edited(at, 0, 1)
    else:
        typed.edited(at, removed, 1)
    for number in range(1, added):
        typed.edited(at + number, 0, 1)
    if not (back and (at < 8 or (at == 8 and removed >= 6))):  # taken out before it too, or all of it, letter by letter
        assert [(each.start, each.end) for each in typed] == [(each.start, each.end) for each in pasted]


def test_words_typed_after_a_mark_stay_outside_it() -> None:
    spans = one(5, 9)
    spans.edited(9, 0, 1)
    spans.edited(10, 0, 1)
    spans.edited(7, 2, 0)
    spans.edited(0, 0, 1)
    spans.edited(8, 0, 4)
    assert [(each.start, each.end) for each in spans] == [(6, 8)]


def test_a_mark_goes_with_its_words_and_comes_back_with_undo() -> None:
    spans = one(10, 15)
    before = spans.keep()
    spans.edited(8, 10, 0)
    assert not len(spans)
    spans.put_back(before)
    assert [(each.start, each.end) for each in spans] == [(10, 15)]


EDIT = st.tuples(st.integers(0, 60), st.integers(0, 12), st.text("xyz", max_size=8))


@given(st.lists(EDIT, max_size=12), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=8))
def test_after_any_edits_no_word_that_was_covered_stands_uncovered(edits, marks) -> None:
    """Each letter of the text is unlike any other, so that what became of it can be seen."""
    text = [chr(0x4E00 + number) for number in range(60)]
    spans = Spans([Span(at, min(60, at + long), Facts(str(n), code=str(n))) for n, (at, long) in enumerate(marks)])
    covered = {each.facts.id: set(text[each.start : each.end]) for each in spans}
    for at, removed, words in edits:
        at = min(at, len(text))
        removed = min(removed, len(text) - at)
        text[at : at + removed] = list(words)
        spans.edited(at, removed, len(words))
    left = {each.facts.id: set(text[each.start : each.end]) for each in spans}
    for mark_id, letters in covered.items():
        assert {letter for letter in letters if letter in text} <= left.get(mark_id, set())
    assert [each.start for each in spans] == sorted(each.start for each in spans)


def test_marks_that_touch_become_one_and_say_both_memos() -> None:
    spans = Spans()
    spans.add(0, 5, Facts("a", reason="R1", memo="first"))
    spans.add(4, 9, Facts("b", reason="R2"))
    spans.add(5, 12, Facts("c", reason="R1", memo="second"))
    found = {each.facts.reason: (each.start, each.end, each.facts.id, each.facts.memo) for each in spans}
    assert found == {"R1": (0, 12, "a", "first; second"), "R2": (4, 9, "b", "")}
    assert spans.find(0, 12, "") == "" and spans.named("b") is not None


def test_going_from_mark_to_mark_goes_round() -> None:
    spans = Spans([Span(at, at + 2, Facts(str(at), code="1")) for at in (3, 9, 20)])
    seen = []
    at = 0
    for _ in range(4):
        found = spans.next_from(at)
        assert found is not None
        seen.append(found.facts.id)
        at = found.start
    assert seen == ["3", "9", "20", "3"]
    back = spans.next_from(3, backwards=True)
    assert back is not None and back.facts.id == "20"


def test_positions_of_qt_and_of_the_store_agree_beyond_the_basic_plane() -> None:
    text = "a😀b name 😀 end"
    at = text.index("name")
    kept = [Span(at, at + 4, WORD)]
    spans = to_units(text, kept)
    (found,) = spans
    assert found.start == at + 1, "one letter outside the basic plane is two units"
    assert list(to_points(text, spans)) == kept


def test_marks_outside_the_text_are_left_out() -> None:
    assert not to_points("short", one(3, 40))
    assert len(to_units("short", [Span(2, 2, WORD), Span(-1, 3, WORD)])) == 0
