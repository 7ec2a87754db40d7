"""External descriptions: each thing that is wrong is found, and plain good ones pass."""

from __future__ import annotations

import pytest

from desktop.disclosure.linter import expand, lint, opinions

GOOD = "Typed note of a conversation with [Health visitor 1] on 2 June 2016, 4 pages, about contacts in spring 2015"


def codes(text: str) -> set[str]:
    return {remark.code for remark in lint(text)}


def test_a_plain_description_passes() -> None:
    assert lint(GOOD) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("Letter about rota.", "short"),
        ("x" * 601, "long"),
        ("Various papers of the school about attendance in 2015", "generic"),
        ("File notes", "generic"),
        ("Copy of MG6C of the police in the matter of the incident", "form-code"),
        ("IMR of the hospital about its contact with the family in 2015", "acronym"),
        ("Minutes of the XYZQ group on attendance in the spring term", "acronym"),
        ("Letter in which the parent is described as unreliable by a nurse", "tone"),
        ("Report that staff failed to act on the alert of 3 January 2016", "tone"),
        ("Chronology that would undermine the prosecution as to January", "tone"),
    ],
)
def test_each_fault_is_found(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Individual management review (IMR) of the hospital about its contact with the family",
        "Letter from a consultant about miscellany of appointments kept in the spring of 2015",
        "Photograph of a flip-chart made at a practitioner event, about working together",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert codes(text) == set()


def test_a_name_is_marked_where_it_stands() -> None:
    text = GOOD + " with Joan Hallowfen"
    at = text.index("Joan")
    (remark,) = lint(text, lambda _: [(at, len(text))])
    assert (remark.code, text[remark.start : remark.end]) == ("name", "Joan Hallowfen")


def test_opinion_is_found_in_any_text_that_is_printed() -> None:
    assert [remark.code for remark in opinions("The visitor was told that this is disclosable")] == ["tone"]
    assert opinions("Told that the note may be listed for police") == []


@pytest.mark.parametrize(
    "told",
    [
        "Told that the note may be listed for police, and that the prosecutor decides whether it is disclosable",
        "Told that the conversation is not about who is to blame and that nobody is asked about guilt",
        "Told that anything that might undermine the prosecution or assist the defence is passed on",
        "Told that the reviewer does not judge whether anyone should have acted otherwise",
        "Told that no view is taken on which account is reliable",
    ],
)
def test_what_a_speaker_was_told_as_open_or_denied_is_a_record_and_no_opinion(told: str) -> None:
    assert opinions(told, told=True) == []
    assert opinions(told)  # the same words in a description would be read as one


@pytest.mark.parametrize(
    "told",
    [
        "The visitor was told that this is disclosable",
        "Told that the mother was unreliable",
        "Told that the note is confidential; staff failed to act on the alert",
        "Told that nobody else hears it, but the manager lied",
        "Told that the note may be listed and that the nurse is to blame",
    ],
)
def test_an_opinion_is_one_also_where_it_was_told(told: str) -> None:
    assert [remark.code for remark in opinions(told, told=True)] == ["tone"]


@pytest.mark.parametrize(
    ("plain", "opinion"),
    [
        ("Clinic letter about failure to thrive in the spring of 2015", "Letter about the failure to see the child"),
        ("Letter of the offender manager about appointments", "Letter that calls the uncle an offender"),
        ("Note that the child was found lying on the sofa", "Note that the father is lying about the sofa"),
        ("Plan of the estate: the flat lies in the north", "Note about lies told to the school"),
        ("Letter asking the ward to admit the child to hospital", "Letter in which the father admits to the injury"),
        ("Papers of a clinical negligence claim of 2014", "Letter about the negligence of the ward"),
    ],
)
def test_a_word_of_the_trade_is_told_from_an_opinion(plain: str, opinion: str) -> None:
    assert opinions(plain) == []
    assert [remark.code for remark in opinions(opinion)] == ["tone"]


def test_acronyms_are_written_out_once() -> None:
    said = expand("IMR of the hospital, with notes of the LSCB on the IMR")
    assert said.startswith("individual management review of") and said.endswith("on the IMR")
    assert "Local Safeguarding Children Board" in said
