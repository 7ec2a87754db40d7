"""Speaker turns, questions, headings and lists as plain text; text of other programs made plain."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.casework import turns

AT = datetime(2016, 6, 2, 9, 32, tzinfo=UTC)


def test_a_turn_is_read_as_it_was_written() -> None:
    line = turns.turn(AT, "Health visitor 1") + turns.question(2, "What did a week look like?")
    assert line == "10:32am [Health visitor 1]: Q2 What did a week look like?"
    read = turns.read_line(line)
    assert (read.kind, read.time, read.who, read.question) == ("turn", "10:32am", "Health visitor 1", 2)
    assert line[read.words_at :].startswith("Q2")
    assert turns.read_line(turns.turn(AT, "Lead reviewer", code=False)).who == "Lead reviewer"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("", "empty"), ("   ", "empty"), ("# What helped", "heading"), ("#tag", "words"), ("- one", "item"),
        ("12. twelfth", "item"), ("At 10:32am she rang: nobody came", "words"), ("10:32am", "words"),
        ("2016. A bad year", "words"),
    ],
)  # fmt: skip
def test_lines_are_told_apart(line: str, kind: str) -> None:
    assert turns.read_line(line).kind == kind


@pytest.mark.parametrize(
    ("line", "next_"),
    [("- one", "- "), ("  * one", "  * "), ("9. nine", "10. "), ("- ", None), ("3. ", None), ("words", ""), ("", "")],
)
def test_enter_goes_on_with_a_list_and_ends_it(line: str, next_: str | None) -> None:
    assert turns.continued(line) == next_


def test_what_was_asked_and_who_spoke() -> None:
    text = "10:02am Lead reviewer: Q1 Your role?\n10:03am [GP 1]: Then or now?\n10:04am Lead reviewer: Q3 The letter?"
    assert turns.asked(text) == {1, 3}
    assert turns.speakers(text) == ("Lead reviewer", "GP 1")
    assert [done for _, _, done in turns.guide(("a", "b", "c"), text)] == [True, False, True]


def test_words_in_quotation_marks_are_word_for_word() -> None:
    line = "She said “it never came” and, of the rest, “I do not"
    assert [line[a:b] for a, b in turns.word_for_word(line)] == ["“it never came”", "“I do not"]
    assert turns.open_quotation(line) and not turns.open_quotation("“all” said")


def test_headings_are_found_with_their_places() -> None:
    text = "# First\nwords 😀\n## Second"
    assert turns.headings(text) == ((0, "First"), (text.index("##"), "Second"))


def test_what_comes_from_a_word_processor_is_clean_plain_text() -> None:
    word = "Heading\r\n\r\n\u2022\tFirst\u00a0point \r\n\uf0b7\tSecond\x0bwent on\r\n"
    word += "1)\tNumber\u200bed\r\nco\u00adoperate\u2028end"
    assert turns.pasted(word) == "Heading\n\n- First point\n- Second\nwent on\n1. Numbered\ncooperate\nend"
    assert turns.pasted("o'clock – 3 · 4\nolder") == "o'clock – 3 · 4\nolder"


def test_a_paragraph_too_long_to_type_in_is_broken_at_spaces_and_loses_nothing() -> None:
    long = "word " * 30_000 + "x" * 90_000
    lines = turns.pasted(long).split("\n")
    assert max(map(len, lines)) <= turns.LONGEST_LINE
    assert "".join(lines).replace(" ", "") == long.replace(" ", "")
    assert lines[0].endswith("word")
