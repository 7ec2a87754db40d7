"""Where a name ends: at a full stop, before an ordinary word that goes on, among letters pulled apart."""

from __future__ import annotations

import pytest

from desktop.redaction.matcher import Matcher
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser

PEOPLE = b"""\
id,name,kind,role,aliases
c1,Tobias Wrenfield-Okafor,subject_child,,Toby
p1,Dr Hope Marchbank-Lee,professional,GP,
p2,Will Mark,professional,Social worker,
"""
CAST = cast_from_csv(PEOPLE)
MATCHER = Matcher(CAST)


def released(text: str) -> str:
    return Releaser(CAST, load("board"), matcher=MATCHER).release(text).text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Dr Marchbank-Lee hoped for the best.", "The GP hoped for the best."),
        ("Dr Marchbank-Lee hopes to come.", "The GP hopes to come."),
        ("They rang Dr Lee. Hope Street was closed.", "They rang the GP. Hope Street was closed."),
        ("They rang Lee, Hope.", "They rang the GP."),
        ("Dr. Lee came. H. Marchbank-Lee too.", "The GP came. The GP too."),
        ("They saw a T O B Y there.", "They saw a Child A there."),
        ("On page T o b y A was said.", "On page Child A A was said."),
    ],
)
def test_a_name_ends_where_it_ends(written: str, expected: str) -> None:
    assert released(written) == expected


def test_two_names_pulled_apart_and_run_together_are_both_found() -> None:
    said = released("W r e n f i e l d O k a f o r came.")
    assert "f i e l" not in said and "k a f" not in said


@pytest.mark.parametrize("text", ["C O N F I D E N T I A L", "A B C D E F G H", "Marking, willing and leeward."])
def test_letters_pulled_apart_that_are_nobody_stay(text: str) -> None:
    assert released(text) == text
