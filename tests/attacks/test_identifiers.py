"""Attacks on identifiers: redaction design, section 6, numbers 25 to 30, positive and negative."""

from __future__ import annotations

import pytest

from desktop.redaction import jigsaw, quasi
from desktop.redaction.people import Cast, Identifier, Subject
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from tests.attacks.cast import CAST, released

BOX = "[withheld]"


@pytest.mark.parametrize(
    "written",
    [
        "14/03/2011", "14.3.11", "14-03-2011", "14 March 2011", "14th March 2011", "14th of March 2011",
        "March 14, 2011",
        "Mar 14 2011", "14 Mar 11", "2011-03-14", "03/14/2011", "fourteenth of March two thousand and eleven",
        "the fourteenth day of March 2011", "Monday 14 March 2011", "140311", "14032011", "14 / 03 / 2011",
        "14\n03\n2011",
        "14March2011", "2011/03/14", "20110314", "14 03 11", "fourteen March twenty eleven",
    ],
)  # fmt: skip
def test_a_date_of_birth_in_every_spelling(written: str) -> None:  # 25
    assert released(f"The date is {written}, they said.") == f"The date is {BOX}, they said."


@pytest.mark.parametrize(
    "text",
    [
        "On her 8th birthday, 14 March 2019, they met.",
        "Two days before the eighth birthday (12 March 2019) they met.",
        "The child turned 5 on 14 March 2016.",
        "The birthday is 14 March.",
    ],
)
def test_a_birthday_by_arithmetic(text: str) -> None:  # 25
    out = released(text)
    assert "March" not in out
    assert BOX in out


def test_an_age_in_days_with_a_date_gives_the_day_away() -> None:  # 25
    assert "days" not in released("At 5 years and 3 days old, on 17 March 2016, they met.")


@pytest.mark.parametrize("text", ["On 15 April 2016 they met.", "By 14 March 2016 a plan was due.", "The Act of 1989."])
def test_other_dates_stay_where_the_profile_keeps_them(text: str) -> None:
    assert released(text) == text


@pytest.mark.parametrize(
    "written",
    [
        "943 476 5919", "9434765919", "943-476-5919", "943 476\n5919", "943-476-\n5919", "9 4 3 4 7 6 5 9 1 9",
        "943.476.5919",
        "９４３ ４７６ ５９１９", "999 000 0018", "1403111006", "1403111002",
    ],
)  # fmt: skip
def test_nhs_and_chi_numbers(written: str) -> None:  # 26; the last three nobody registered
    assert released(f"Number {written} was used.") == f"Number {BOX} was used."


@pytest.mark.parametrize("written", ["943 476 5910", "100 200 3000"])
def test_a_number_that_fails_its_check_is_shown_not_replaced(written: str) -> None:
    releaser = Releaser(CAST, load("board"))
    assert releaser.release(f"Order {written} came.").text == f"Order {written} came."


@pytest.mark.parametrize(
    "written",
    [
        "QQ123456C", "QQ 12 34 56 C", "qq123456c", "AB 12 34 56 C",  # National Insurance, the last unregistered
        "H801200001001", "h801200001001",  # UPN
        "QX16 ZZY", "QX16ZZY", "qx16 zzy",  # vehicle
        "FM16C00123",
    ],
)  # fmt: skip
def test_other_numbers_of_a_person(written: str) -> None:  # 27
    assert released(f"They noted {written} there.") == f"They noted {BOX} there."


def test_a_police_reference_is_decided_in_a_publication() -> None:  # 27
    for written in ("01AB1234519", "01 AB 12345 19", "01AB 1234519"):
        releaser = Releaser(CAST, load("publication"))
        assert releaser.release(f"URN {written} there.").text == f"URN {BOX} there."
        assert [place.code for place in releaser.to_decide] == ["D"]


@pytest.mark.parametrize(
    "text",
    [
        "crime reference 42/12345/16", "Crime Ref: 42/12345/16", "case no. ZE16C01234", "incident log number 0412",
        "passport number 123456789", "vehicle registration A123 BCD", "CAD 4567-120316 ref",
    ],
)  # fmt: skip
def test_references_after_a_word_that_says_so(text: str) -> None:  # 27
    assert released(f"They gave {text}.").count(BOX) == 1


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123", "07700900123", "+44 7700 900123", "0044 7700 900 123", "+44 (0)7700 900123", "07700-900-123",
        "07700\u00a0900\u00a0123", "01632 960 001", "kez.ash@example.org", "KEZ.ASH@EXAMPLE.ORG", "someone@example.org",
        "kez [at] example [dot] org", "@kez_rules", "kez_rules", "@somebody_else",
    ],
)  # fmt: skip
def test_ways_to_reach_somebody(written: str) -> None:  # 28
    out = released(f"Contact: {written} please")
    assert out == f"Contact: {BOX} please"


@pytest.mark.parametrize(
    "written",
    [
        "QX1 2AB", "QX12AB", "qx1 2ab", "QX1  2AB", "QX1\n2AB", "QXI 2AB".replace("I", "1"), "QX1 2AB", "LS8 4DQ",
        "ls84dq", "QX1O 2AB",
        "14 Saltmarsh Lane", "14 Saltmarsh Ln", "14, Saltmarsh Lane, Tidebrook, QX1 "
                                                "2AB", "///fillet.rung.dusk", "fillet.rung.dusk",
        "index.home.raft", "53.80123, -1.54321", "SE 29123 33456",
    ],
)  # fmt: skip
def test_where_somebody_is(written: str) -> None:  # 29
    assert released(f"They went to {written} that day.") == f"They went to {BOX} that day."


def test_a_street_without_its_number_is_a_place() -> None:  # 29
    assert released("They live in Saltmarsh Lane now.", "police-index") == "They live in the area now."
    assert "Tidebrook" not in released("They live in Tidebrook.", "publication")


@pytest.mark.parametrize(
    "text",
    [
        "The 1st, 2nd and 3rd of 10am; no 5th time so 1st again to 4pm.",
        "Version 3.11.2 of 2016; 12 per 1,000; room B12 4th floor.",
        "An index.html file, www.example.org.uk and e.g. this.that.",
        "Case 7 of 12 was a crime story; the court heard 3 people.",
        "Section 11 audit 2015, SI 2013/299 and HC 1153.",
    ],
)
def test_figures_that_are_no_identifiers_stay(text: str) -> None:
    assert released(text) == text


@pytest.mark.parametrize(
    "written",
    [
        "943 476 59I9", "943 476 59l9", "O7700 9OO123", "0770O 900123", "QXl 2AB", "QXI 2AB",
        "H8O12OO0O1OO1", "QQ12345 6C", "QQI23456C", "FM16COO123", "O1632 96O OO1",
        "\u0669\u0664\u0663 \u0664\u0667\u0666 \u0665\u0669\u0661\u0669", "\u0660\u0667\u0667\u0660\u0660 "
            "\u0669\u0660\u0660\u0661\u0662\u0663",
        "oh double seven double oh nine double oh one two three", "zero one six three two, nine six zero, zero zero "
            "one",
        "07700 900123 ext 4", "(07700) 900123", "(01632) 960 001 x12", "kez.ash (at) example dot org",
        "kez.ash{at}example.org", "kez.ash@\nexample.org", "kez_at_example.org", "BFPO 57", "bfpo57",
        "Flat 2, 14 Saltmarsh Lane", "No. 14 Saltmarsh Lane", "number 14 Saltmarsh Lane", "12-14 Saltmarsh Lane",
    ],
)  # fmt: skip
def test_numbers_misread_said_aloud_or_with_what_belongs_to_them(written: str) -> None:  # 26 to 29
    assert released(f"They used {written} there.") == f"They used {BOX} there."


@pytest.mark.parametrize(
    "text",
    [
        "Oil at 10l or 1l, 5l of it, 1ol; the 1i and 2l; one oh one; double zero, oh seven; zero one two three.",
        "In 2016 Saltmarsh Close was built, and two lanes closed. Look at it dot by dot. He stood at (at) it.",
    ],
)
def test_letters_beside_figures_and_numbers_in_words_stay(text: str) -> None:
    assert released(text) == text


def test_a_number_before_a_street_does_not_stay_beside_it() -> None:  # 29
    text = "They moved to twenty-nine Saltmarsh Lane and 7 Saltmarsh Lane; in 2016 Saltmarsh Lane was closed."
    out = released(text, "police-index")
    assert out == f"They moved to {BOX} and {BOX}; in 2016 the area was closed."


def test_a_month_before_a_telephone_number_is_whom_it_reaches() -> None:  # 19, 28
    out = released(
        "May 07700 900777; Ring May 07700 900123, May: +44 7700 900777. On 14 May 07700 900777 rang. May 2016"
    )
    assert out == (
        f"The grandmother {BOX}; Ring the grandmother {BOX}, the grandmother: {BOX}. On 14 May {BOX} rang. May 2016"
    )


def test_an_own_number_with_letters_for_figures_is_ones_own() -> None:  # 28
    text = "Ring O7700 9OO123 or 07700 900777."
    assert released(text, "family", recipient="C1") == "Ring O7700 9OO123 or [withheld: personal information]."


def test_an_extension_and_a_service_do_not_make_an_office_a_stranger() -> None:  # 28
    body = Subject(id="B1", name="Tidebrook Council", kind="area_authority", phones=("01632 960100 ext 204",))
    text = "Ring 01632 960100 ext 204."
    assert released(text, cast=Cast((body,))) == text


@pytest.mark.parametrize(
    "text",
    [
        "0.55 | 0.66 | 10,000; 0.123 456 7890; 0.1 0.2 0.3 0.4 0.5 0.6; 01 02 03 04 05 06 07 08 09 10 11 12",
        "ISBN 978-0-11-322961-3 and ISBN 0 11 322961 1",
        "Ring the NSPCC on 0808 800 5000, Childline on 0800 1111, 0300 123 4567, 0345 600 1234, 116 111, 111 or 999.",
    ],
)
def test_tables_books_and_lines_that_anybody_may_ring_stay(text: str) -> None:  # 26, 28
    assert released(text) == text


def test_school_surgery_and_court_number_are_treated() -> None:  # 30
    out = released("At Sallow Lane and Tidewell Surgery, court ref FM16C00123.", "publication")
    assert out == "At the school and the GP practice, court ref [withheld]."
    assert released("At Sallow Lane Primary.", "event") == "At School A."


def test_a_rare_combination_stops_a_publication_and_warns_elsewhere() -> None:  # 30
    text = (
        "Kieran, a boy of the area, aged 8, had two brothers, went to Sallow Lane and died on 2 May 2016 after a fall."
    )
    for profile, stops in (("family", True), ("board", False)):
        releaser = Releaser(CAST, load(profile))
        out = releaser.release(text)
        found = quasi.count(
            [("page", out)], CAST, load(profile), releaser.pseudonyms | {"C1": releaser.name("C1").text}
        )
        assert [(each.subject_id, each.stops) for each in found] == [("C1", stops)]
        assert {"age", "sex", "sibling_pattern", "incident_date"} <= set(found[0].kinds)
        assert all(out.text[each.start : each.end] for each in found[0].aspects)


def test_fewer_than_four_do_not_stop() -> None:  # 30
    releaser = Releaser(CAST, load("family"))
    out = releaser.release("Kieran, aged 8, came.")
    assert quasi.count([("page", out)], CAST, load("family"), {"C1": releaser.name("C1").text}) == ()


def test_the_boards_own_public_list_is_matched() -> None:  # 30, jigsaw
    items = (
        jigsaw.PublicItem("press 1", ("2 May 2016", "a swimming pool")),
        jigsaw.PublicItem("press 2", ("another town",)),
    )
    found = jigsaw.public_matches("On 2.5.2016 a child was found near a Swimming  Pool.", items)
    assert [(match.source, len(match.places)) for match in found] == [("press 1", 2)]


def _kinds(text: str, profile: str = "family", who: str = "C1") -> set[str]:
    """What counts about one person in a text of which nobody's name is kept."""
    releaser = Releaser(CAST, load(profile))
    out = releaser.release(text)
    names = {one.id: releaser.name(one.id).text for one in CAST if not one.is_body}
    found = quasi.count([("page", out)], CAST, load(profile), names, read=releaser.read)
    return {kind for each in found if each.subject_id == who for kind in each.kinds}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # Told over a whole paragraph, far from the name, and by nothing but pronouns.
        (
            "Kieran lived with two brothers. " + "The plan was read at the meeting and put away again. " * 8
            + "He was deaf. He had come as an asylum seeker. He was shot.",
            {"sibling_pattern", "sex", "health", "identity", "unusual_event"},
        ),
        # The child has no name in it at all.
        (
            "The boy was eight years old. He was Somali and had epilepsy. His father was in prison when he drowned.",
            {"age", "sex", "identity", "health", "offence", "unusual_event"},
        ),
        ("The child used a wheelchair. She was a twin. She was aged 9 and Polish.", {"health", "identity", "age"}),
    ],
)  # fmt: skip
def test_what_a_text_tells_counts_without_a_register_and_far_from_a_name(text: str, kinds: set[str]) -> None:  # 30
    assert kinds <= _kinds(text)


def test_what_is_told_of_a_family_is_not_counted_for_a_worker_named_elsewhere() -> None:  # 30
    text = (
        "Kieran was deaf. He was a twin, aged 8, and Polish. " + "The plan was read and put away again. " * 2
        + "Will Fenrush wrote to the school."
    )  # fmt: skip
    assert _kinds(text) and not _kinds(text, who="P2")


def test_a_reader_who_gets_the_real_name_is_counted_by_every_form_of_it() -> None:  # 30
    releaser = Releaser(CAST, load("family"), recipient="F1")
    out = releaser.release("Mrs Ashdown was aged 34. She has three children, had depression and was in prison.")
    names = {"F1": releaser.name("F1").text}
    (found,) = quasi.count([("page", out)], CAST, load("family"), names, read=releaser.read)
    assert found.subject_id == "F1" and {"age", "sibling_pattern", "health", "offence"} <= set(found.kinds)


def test_the_day_of_a_meeting_is_no_incident() -> None:  # 30
    assert "incident_date" not in _kinds("Kieran, a boy aged 8, deaf, a twin, was seen on 3 June 2015.")
    assert "incident_date" in _kinds("Kieran, a boy aged 8, deaf, was found dead on 3 June 2015.")


@pytest.mark.parametrize(
    "text",
    ["DOB-\n14/03/2011", "Age-\n14 March 2011", "14-\nMarch 2011", "14 March-\n2011", "Kieran-\n14 March 2011",
     "QX1 2-\nAB", "QX-\n1 2AB", "QX1-\n2AB", "NHS-\n943 476 5919", "943 476-\n5919"],
)  # fmt: skip
def test_a_dash_at_a_line_end_hides_no_number(text: str) -> None:  # 25, 26, 29
    out = released(f"The form says {text} and more.")
    assert "[withheld]" in out
    assert not any(part in out for part in ("2011", "March", "2AB", "AB", "5919", "QX")), out


_POST = Subject(
    id="D1", name="Olwen Prothero", kind="professional", role="Doctor",
    identifiers=(Identifier("post", "Designated Doctor for Westmere"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("The Designated Doctor for Westmere wrote.", "The professional wrote."),
        ("A designated doctor for Westmere came, a doctor of theirs.", "A professional came, a doctor of theirs."),
    ],
)
def test_a_post_that_only_one_person_holds_is_like_a_name_to_the_public(text: str, public: str) -> None:  # 30
    cast = Cast((_POST,))
    assert [Releaser(cast, load(one)).release(text).text for one in ("publication", "event")] == [public, public]
    assert Releaser(cast, load("board")).release(text).text == text


def test_a_rare_post_counts_for_its_holder_where_it_may_be_read() -> None:  # 30
    releaser = Releaser(Cast((_POST,)), load("family"))
    out = releaser.release("The designated doctor for Westmere, aged 61 and Welsh, was a woman.")
    (found,) = quasi.count([("page", out)], Cast((_POST,)), load("family"), {}, read=releaser.read)
    assert set(found.kinds) == {"rare_role", "age", "identity", "sex"}


@pytest.mark.parametrize("number", ["943 476 5918", "9434765918", "943-476-5918"])
def test_a_number_that_is_called_one_goes_whole_whatever_its_check_says(number: str) -> None:  # 26
    assert released(f"His NHS number {number} was wrong.") == "His NHS number [withheld] was wrong."
    assert released("The case number 4417, with 12 pages, was 3 of 100 items.").endswith(
        "with 12 pages, was 3 of 100 items."
    )
