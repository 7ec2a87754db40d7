"""Names with letters written as codes or figures, with particles, and of people who are called by a second name."""

from __future__ import annotations

import pytest

from desktop.redaction.matcher import Matcher
from desktop.redaction.normalise import normalise
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser

PEOPLE = """\
id,name,kind,role,aliases
m1,Zoë O'Brien,parent,the mother,
c1,Siân Angharad ap Rhys-Pritchard,subject_child,,
a1,Abdirahman Said Warsame,other_adult,,Abdi
p1,Pieter van der Westhuizen,professional,Consultant,
p2,Jean-Luc de la Fontaine,professional,Psychologist,
p3,Maria da Conceição dos Santos,professional,Teaching assistant,
p4,Tadhg Mac Giolla Phádraig,professional,Teacher,
p5,Muhammad Iftikhar ul-Haq,professional,GP,
p6,Kieran Ashdown,professional,Nurse,
p7,Ștefan Țurcanu-Bălan,professional,Officer,
p8,Ioan Hellewell,professional,Midwife,Ion
"""
CAST = cast_from_csv(PEOPLE.encode())
MATCHER = Matcher(CAST)


def released(text: str) -> str:
    return Releaser(CAST, load("board"), matcher=MATCHER).release(text).text


@pytest.mark.parametrize(
    "written",
    [
        "Zo&euml;", "O&#39;Brien", "O&amp;#39;Brien", "Zo&#xEB; O&rsquo;Brien", "Zo%C3%AB%20O%27Brien",
        "ZoÃ« Oâ€™Brien", "Zo\\u00eb", "Zo=C3=AB O=E2=80=99Brien", "Zo=EB", "O'Br=\nien", "Zo&#235;",
        "Zo&euml;&nbsp;O'Brien",
    ],
)  # fmt: skip
def test_letters_written_as_codes(written: str) -> None:
    assert released(f"They saw {written} there.") == "They saw the mother there."


def test_codes_that_are_no_letters_stay_and_keep_their_places() -> None:
    text = "R&amp;D, 50% =10, x=25&y=30; 100%25 &copy; &nonsense; DOB=14/03/2011 \\users \\u12"
    assert released(text).startswith("R&amp;D, 50% =10, x=25&y=30; 100%25 &copy; &nonsense; DOB=")
    seen = normalise("a&eacute;b&amp;c Zo%C3%AB d")
    at = seen.words.index("zoe")
    assert seen.shown(at, at + 3) == "Zo%C3%AB"
    assert seen.shown(len(seen.words) - 1, len(seen.words)) == "d"


@pytest.mark.parametrize("written", ["K1eran", "Kier4n", "K13r4n", "Ashd0wn", "4shdown", "A5hdown", "k1eran 4shd0wn"])
def test_figures_for_letters(written: str) -> None:
    assert released(f"They saw {written} there.") == "They saw the nurse there."


@pytest.mark.parametrize("text", ["Flat 4ab, LE14 2b, 5th, 10mg, B12, MA11, 3rd, 4x4, mp3, h2o, k9, 2gether, covid19."])
def test_words_with_figures_that_are_nobody_stay(text: str) -> None:
    assert released(text) == text


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("the ap Rhys-Pritchards", "the family"),
        ("ap Rhys", "Child A"),
        ("Sian ap Rhys Pritchard", "Child A"),
        ("Abdi Said", "an adult"),
        ("A. Said", "an adult"),
        ("the Băláns", "the professionals"),
        ("P. van der Westhuizen", "the consultant"),
        ("J.L. de la Fontaine", "the psychologist"),
        ("J. de la Fontaine", "the psychologist"),
        ("Maria Conceicao", "the teaching assistant"),
        ("M. da Conceição", "the teaching assistant"),
        ("Mr Giolla Phadraig", "the teacher"),
        ("Mr Mac Giolla Phádraig", "the teacher"),
        ("MacGiollaPhadraig", "the teacher"),
        ("Dr M. I. ul Haq", "the GP"),
        ("the Haqs", "the professionals"),
        ("Kieran J. Ashdown", "the nurse"),
        ("Ion Hellewell", "the midwife"),
        ("ZO'B", "the mother"),
    ],
)
def test_particles_second_names_and_unknown_initials(written: str, who: str) -> None:
    assert released(f"They saw {written} there.") == f"They saw {who} there."


def test_a_particle_or_a_word_in_small_letters_is_nobody() -> None:
    text = "The ion channel, a mac, the giolla, ap and de la: da, dos, ul."
    assert released(text) == text
    assert released("They saw Ashdown; O'Neill came.").endswith("; O'Neill came.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王先生来了，小明也来了。", "A parent来了，a parent也来了。"),
        ("欧阳女士和娜娜。", "Child A和Child A。"),
        ("あした。さくらさんは、田中さんと来た。", "あした。an adultさんは、an adultさんと来た。"),
        ("김 민준이 왔다. 민준 씨", "A professional이 왔다. A professional 씨"),
    ],
)
def test_names_without_spaces_and_with_titles_behind(text: str, expected: str) -> None:
    cast = cast_from_csv(
        "id,name,kind\n1,王小明,parent\n2,欧阳娜娜,sibling\n"
        "3,田中 さくら,other_adult\n4,김 민준,professional\n".encode()
    )
    assert Releaser(cast, load("board")).release(text).text == expected


def test_a_name_between_two_names_of_one_person_goes_with_them() -> None:
    cast = cast_from_csv("id,name,kind,role\n1,Lê Thị Thu Hương,professional,Nurse\n2,Rhys ab Owain,parent,\n".encode())
    for text in ("HƯƠNG THỊ THU LÊ CAME.", "thị thu hương lê came.", "1,Thu,Nurse", "Lê Thị Thu Hương came."):
        said = Releaser(cast, load("board")).release(text).text.lower()
        assert "thu" not in said, said
    said = Releaser(cast, load("board")).release("HÆ°Æ¡ng LÃª and Thá»\x8b came.").text
    assert said == "The nurse and the nurse came."
    said = Releaser(cast, load("board")).release("Rhys ap Owain and ap Owain came.").text
    assert said == "A parent and a parent came."
    for text in ("Thu 4 May", "last Thu.", "every Thu"):
        assert Releaser(cast, load("board")).release(text).text == text


def test_a_name_of_two_letters_in_small_letters_is_shown() -> None:
    cast = cast_from_csv(b"id,name,kind\n1,Ed Umpleby,parent\n2,Li Na,sibling\n")
    releaser = Releaser(cast, load("board"))
    text = "ed came home. we told ed. na, the ed is shut"
    assert releaser.release(text).text == text
    assert [one.count for one in releaser.suggestions if one.word == "ed"] == [2]


@pytest.mark.parametrize("text", ["She said “it was ‘Zoë’” then.", "ZOË’S bag, ZOË—and", "Â²× Zoë", "«Zoë»", "é’“Zoë"])
def test_accents_beside_quotation_marks_are_themselves(text: str) -> None:
    said = released(text)
    assert "zo" not in said.lower() and "mother" in said
    assert released("ÐœÐ°Ñ€Ð¸Ñ came; cafÃ© Ã—") == "ÐœÐ°Ñ€Ð¸Ñ came; cafÃ© Ã—"


ELLIE = cast_from_csv(
    b"id,name,kind,role\n1,Ellie-Mae Josephine Carrick-Boyle,subject_child,\n2,Kerry Wren,professional,Teacher\n"
    b"3,Darren Boyle,parent,the father\n4,Jo Hall,professional,Nurse\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMJCB came.", "Child A came."),
        ("Ellie-Mae CARRICK-BOYLE (D.O.B. unknown)", "Child A (D.O.B. unknown)"),
        ("Then Carrick-Boyle. Ellie -Mae. Ellie- Mae. Ellie\u2011Mae.", "Then Child A. Child A. Child A. Child A."),
        ("kwren and wrenk; it shall stand in the hall", "The teacher and the teacher; it shall stand in the hall"),
        (r"C:\Docs\EllieMaeCB.docx, NotesEllie.pdf", r"C:\Docs\Child A.docx, Child A.pdf"),
        ("MinutesMay.docx, FinalReport.pdf", "MinutesMay.docx, FinalReport.pdf"),
    ],
)
def test_one_child_with_two_double_names(text: str, expected: str) -> None:
    assert Releaser(ELLIE, load("board")).release(text).text == expected
