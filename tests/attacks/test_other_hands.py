"""Attacks written with another cast in mind: forms, spellings and arithmetic the first list does not have."""

from __future__ import annotations

import pytest

from tests.attacks.other_cast import other

CHILD = "Child A"
BOX = "[withheld]"


@pytest.mark.parametrize(
    "written",
    [
        "Ruby-Mae", "RUBY MAE PEMBERTON ODUYA", "Rubymae", "Ruby Maes", "PEMBERTON ODUYA R M",
        "Miss R-M Pemberton-Oduya", "Ruby P.-O.", "Ruby PO", "RMP", "R.M.P-O.", "R.P.O.", "Ruby Mae Pember-ton",
        "R.u.b.y", "RubyMaePemberton09", "ruby_mae_pemberton", "ruby09", "2009Ruby", "Ruby-\nMae Pember-\nton-Oduya",
    ],
)  # fmt: skip
def test_a_child_with_two_double_names(written: str) -> None:
    assert other(f"They saw {written} there.")[0] == f"They saw {CHILD} there."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#justiceforruby and #RubyMae", "#Child A and #Child A"),
        ("Chantelle M Pemberton; C.M. Pemberton", "The mother; the mother"),
        ("A letter to mr savage and deano.", "A letter to an adult and an adult."),
        ("Nurse Pemberton came.", "The school nurse came."),
        ("PC 4471 and pc4471 came.", "The police officer and the police officer came."),
        ("Brian DLM wrote.", "The head teacher wrote."),
        ("Exhibit JW/3 and RMP/2", "Exhibit the police officer/3 and Child A/2"),
        ("徐 伟 called; 徐伟", "The social worker called; the social worker"),
        ("שרה came; לשרה", "The aunt came; the aunt"),
        ("प्रिया came.", "The dentist came."),
        ("김민준이 and 민준", "Child A이 and Child A"),
        ("Mr X came.", "A lodger came."),
        ("They wrote to Dr Sullivan.", "They wrote to the paediatrician."),
        ("She read \u202eybuR\u202c there.", "She read Child A\u202c there."),
        ("xX_ruby_Xx", "xX_Child A_Xx"),
    ],
)
def test_people_in_ways_nobody_listed(written: str, expected: str) -> None:
    assert other(written)[0] == expected


def test_a_name_torn_in_two_is_the_name() -> None:
    out, suggested = other("Then Pember ton came.")
    assert out == "Then a person came."
    assert [each.why for each in suggested] == ["shared"]


@pytest.mark.parametrize(
    "text",
    [
        "The Dean of the faculty, a Christian, sang in the Christian church.",
        "Rose-tinted optimism grew. Savage cuts followed.\n3.2 Savage criticism followed.",
        "Bright children learn. Sunny weather and prices rose.",
        "A shell company; on the shell of it. The Royal College of Nursing met.",
        "Will this change anything? Professionals mark time. A nurse sang with joy.",
        "The MRI was clear.",
    ],
)
def test_words_that_are_names_of_this_cast_stay_words(text: str) -> None:
    assert other(text)[0] == text


@pytest.mark.parametrize(
    "text", ["ruby was upset", "OMW keep ruby in ur room", "shell rang.", "The MRI was full.", "X said"]
)
def test_small_letters_and_common_capitals_are_listed(text: str) -> None:
    out, suggested = other(text)
    assert out == text
    assert "perhaps" in {each.why for each in suggested}


@pytest.mark.parametrize(
    "written",
    [
        "St Bride's", "St Brides", "St. Bride's School", "Saint Bride's", "Saint Brides Primary", "St Bride’s C of E",
        "ST BRIDES", "SBPS", "st brides", "stbrides",
    ],
)  # fmt: skip
def test_a_school_with_a_saint_and_a_possessive(written: str) -> None:
    assert other(f"They rang {written} twice.", "event")[0] == "They rang School A twice."


def test_a_place_of_several_people_is_the_area() -> None:
    out, suggested = other("Marrowby; marrowby; Cutlers Rise; Cutler Rise; Royal Infirmary")
    assert out == "The area; the area; the area; the area; Health service A" or out.endswith("Hospital A")
    assert not suggested


@pytest.mark.parametrize("written", ["29 Cutler's Rise", "27a Cutlers Rise", "9 Quarry St", "ZX 4 7QP", "ZX4 7"])
def test_a_house_in_a_street_of_the_case(written: str) -> None:
    assert other(f"They went to {written} then.")[0] == f"They went to {BOX} then."


@pytest.mark.parametrize(
    "text",
    [
        "She was six on *2/11*.",
        "*02/11* was her birthday.",
        "She would have been seven on *2 November 2016*.",
        "She was *6 years, 3 months and 27 days old* when she died on 29 February 2016.",
        "It was *119 days after her sixth birthday* that she died, on 29 February 2016.",
        "She was born on *New Year's Day*.",
        "He was born on *Christmas Day 1985*.",
        "The date is *the last day of August 2012*.",
        "The date is *2/xi/2009*, or *2/XI/09*.",
        "The stamp is *20091102*T0930 or *2009-11-02*T09:30.",
        "The date is *the 2nd November of 2009*.",
    ],
)
def test_birthdays_that_have_to_be_worked_out(text: str) -> None:
    parts = text.split("*")
    expected = "".join(BOX if index % 2 else part for index, part in enumerate(parts))
    assert other(text.replace("*", ""))[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "On Christmas Day 2015 they met. By 2/11 of the plan, 3 in 11 were done.",
        "The action was due on 2 January 2016, ten days after the meeting.",
    ],
)
def test_other_days_stay(text: str) -> None:
    assert other(text)[0] == text


@pytest.mark.parametrize(
    "written",
    [
        "485 7773456", "7700 900456", "7700900456", "07700.900.456", "0 7700 900456", "496 0123", "4960123",
        "YKO9 ABC", "AB 12 34 56", "ruby mae at example dot com", "53°48'03\"N 1°32'57\"W",
    ],
)  # fmt: skip
def test_numbers_in_other_groups(written: str) -> None:
    out = other(f"They noted {written} there.")[0]
    assert out in (f"They noted {BOX} there.", "They noted Child A there.")


def test_two_telephone_numbers_in_a_row() -> None:
    assert other("Rang 07700 900456 01632 960345 twice.")[0] == f"Rang {BOX} {BOX} twice."


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/news/ruby-mae-pemberton-inquest",
        "www.example.org/a?x=Ruby%2DMae%20Pemberton",
        "https://example.org/rubymae_x",
    ],
)
def test_an_address_on_the_web_that_names_a_child_does_not_stay(address: str) -> None:
    out = other(f"See {address} for more.")[0]
    assert out in ("See a web address for more.", f"See {BOX} for more.")
    assert other("See https://www.example.org/advice for more.")[0] == "See https://www.example.org/advice for more."


def test_times_beside_other_points_are_generalised() -> None:
    out = other("She rang at 9.15am. They came, 23:41: too late.", "publication")[0]
    assert out == "She rang in the morning. They came, night: too late."
