"""Marks of a text that was saved anew: nothing that was covered and still stands is uncovered, and none slides."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.casework.spans import Facts, Span, Spans
from desktop.redaction.marks import Mark, moved, union

SOME = ("the", "flat", "he", "Tom", "said", "😀", "e\u0301", "שלום", "\n\n", "new", "hid", ",")
WORDS = st.lists(st.sampled_from(SOME))
MARKS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), min_size=1, max_size=5)


def some(text: str, places: list[tuple[int, int]]) -> list[Mark]:
    spans = [(min(at, len(text) - 1), min(at + long, len(text))) for at, long in places] if text else []
    return [Mark(str(number), start, end, "R1") for number, (start, end) in enumerate(spans)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("The Tom hid.", "Tom hid.", "Tom"),
        ("Tom hid.", "The Tom hid.", "Tom"),
        ("He saw Ann and Andy.", "He saw Andy.", "Andy"),
        ("He saw Andy.", "He saw Ann and Andy.", "Andy"),
        ("A cafe\u0301 is a cafe\u0301s.", "A cafe\u0301s.", "cafe\u0301s"),
        ("Tom 😀😀 hid.", "Tom 😀😀😀 hid.", "hid"),
    ],
)
def test_a_word_put_in_or_taken_out_before_a_mark_takes_no_letter_from_it(old: str, new: str, words: str) -> None:
    at = old.rindex(words)
    (kept,), changed = moved([Mark("a", at, at + len(words), "R1")], old, new)
    assert new[kept.start : kept.end] == words and not changed


@given(WORDS, WORDS, MARKS)
def test_a_mark_lies_on_its_own_words_or_says_that_they_changed(before, after, places) -> None:
    old, new = " ".join(before), " ".join(after)
    marks = some(old, places)
    kept, changed = moved(marks, old, new)
    found = {one.id: one for one in kept}
    for mark in marks:
        now = found.get(mark.id)
        assert now is not None or mark.id in changed
        if now is not None:
            assert 0 <= now.start < now.end <= len(new)
            assert now.changed == (mark.id in changed)
            assert now.changed or new[now.start : now.end] == old[mark.start : mark.end]


@given(st.integers(1, 60), st.integers(0, 59), st.integers(0, 20), st.text("xyz ", max_size=9), MARKS)
def test_one_edit_is_followed_as_the_editor_follows_it(size, at, removed, words, places) -> None:
    """Each sign of the text is unlike any other, so that there is one answer."""
    old = "".join(chr(0x4E00 + number) for number in range(size))
    at, removed = min(at, size), min(removed, size - min(at, size))
    new = old[:at] + words + old[at + removed :]
    marks = some(old, places)
    editor = Spans([Span(one.start, one.end, Facts(one.id, reason="R1")) for one in marks])
    editor.edited(at, removed, len(words))
    there = {one.facts.id: one for one in editor}
    saved = {one.id: one for one in moved(marks, old, new)[0]}
    assert there.keys() <= saved.keys(), "what the editor keeps is kept when it is saved"
    for mark_id, one in there.items():
        assert (saved[mark_id].start, saved[mark_id].end) == (one.start, one.end)
    for mark_id in saved.keys() - there.keys():
        assert new[saved[mark_id].start : saved[mark_id].end] == words, "all of it gave way to other words"


@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 6), st.text("xyz \n", max_size=9)), max_size=6), MARKS,
)  # fmt: skip
def test_after_many_edits_no_word_that_was_covered_stands_uncovered(edits, places) -> None:
    """Words that are all different, edited at once in many places."""
    words = [f"w{number}" for number in range(80)]
    old = " ".join(words)
    ends = [(old.index(f"w{at}"), min(old.index(f"w{at}") + 3 * long, len(old))) for at, long in places]
    marks = [Mark(str(number), start, end, "R1") for number, (start, end) in enumerate(ends)]
    covered = {one.id: {word for word in words if _inside(old, word, one)} for one in marks}
    new = list(words)
    for at, removed, typed in edits:
        new[at : at + removed] = [typed] if typed else []
    text = " ".join(new)
    saved = {one.id: one for one in moved(marks, old, text)[0]}
    for mark in marks:
        left = {word for word in covered[mark.id] if word in new}
        assert not left or mark.id in saved
        for word in left:
            assert _inside(text, word, saved[mark.id])


def _inside(text: str, word: str, mark: Mark) -> bool:
    at = f" {text} ".replace("\n", " ").find(f" {word} ")
    return at >= 0 and mark.start <= at and at + len(word) <= mark.end


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair)))))
def test_union_covers_what_any_of_them_covers_and_nothing_else(spans) -> None:
    joined = union(spans)
    assert {at for start, end in joined for at in range(start, end)} == {at for s, e in spans for at in range(s, e)}
    assert all(one[1] < other[0] for one, other in pairwise(joined))
