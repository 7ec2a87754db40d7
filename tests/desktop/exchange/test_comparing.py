"""Texts side by side: nothing that either side wrote is missing from what is shown or joined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange import comparing
from desktop.exchange.comparing import ADDED, REMOVED, SAME, Piece

TEXTS = st.lists(st.sampled_from(["she", "rang", "twice", ".", ",", " ", "\n", "ward", "’s"]), max_size=14).map("".join)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(base: str, text: str) -> None:
    pieces = comparing.against(base, text)
    assert "".join(one.text for one in pieces if one.kind != REMOVED) == text
    assert "".join(one.text for one in pieces if one.kind != ADDED) == base


@given(TEXTS, TEXTS, TEXTS)
def test_the_joined_text_has_what_either_side_added_and_only_doubles_where_they_overlap(
    base: str, ours: str, theirs: str
) -> None:
    found = comparing.joined(base, ours, theirs)
    assert comparing.joined(base, base, theirs).text == theirs
    assert comparing.joined(base, ours, base).text == ours
    assert comparing.joined(base, ours, ours).text == ours
    for side in (ours, theirs):
        for piece in comparing.against(base, side):
            if piece.kind == ADDED:
                assert piece.text in found.text


def test_two_changes_in_different_places_are_joined_into_one_sentence() -> None:
    base = "Supporter 1 to call after the conversation. Quiet room on the day."
    ours = "Supporter 1 to call after the conversation and again after one week. Quiet room on the day."
    theirs = "Supporter 1 to call after the conversation. Met at her own office."
    found = comparing.joined(base, ours, theirs)
    assert found.text == "Supporter 1 to call after the conversation and again after one week. Met at her own office."
    assert not found.overlap
    pieces = comparing.against(base, ours)
    assert Piece(ADDED, " and again after one week") in pieces
    assert pieces[0].kind == SAME


def test_the_same_words_changed_twice_stand_one_after_the_other() -> None:
    found = comparing.joined("She rang once.", "She rang twice.", "She rang daily.")
    assert (found.text, found.overlap) == ("She rang twice daily.", True)


def test_long_texts_are_compared_in_no_time() -> None:
    base = "\n".join(f"Line {n} of a long account that goes on." for n in range(4_000))
    there = base.replace("Line 1777 ", "Line 1777, once more, ")
    pieces = comparing.against(base, there)
    assert sum(one.kind == ADDED for one in pieces) == 1
    assert comparing.joined(base, base + "\nEnd.", there).text == there + "\nEnd."
