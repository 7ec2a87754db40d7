"""People whose names are ordinary words: every word of ordinary text stays, and the people still go.

Source: redaction design, section 6, number 19.
"""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.redaction.matcher import Matcher
from desktop.redaction.people import Cast, Subject, cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from tests.attacks.cast import released as released_by

PEOPLE = """\
id,name,kind,role
c1,Will Day,subject_child,
c2,Grace Day,sibling,
m1,Hope Summer,parent,the mother
f1,Mark Price,parent,the father
g1,Rose Long,wider_family,the grandmother
u1,Bill Young,wider_family,the uncle
a1,Sunday Okafor,other_adult,
p1,Faith Law,professional,Social worker
p2,Joy Page,professional,Health visitor
p3,Dr May Bishop,professional,GP
p4,PC Ray Order,professional,Police officer
p5,An Sun,professional,Interpreter
p6,My Do,professional,Nursery nurse
p7,Said Case,professional,Youth worker
p8,Jan Young,professional,Teacher
p9,Don Ward,professional,Charge nurse
p10,Ben Carter,professional,Housing officer
p11,Dawn Best,professional,Midwife
a2,Favour Good,other_adult,
a3,So Young,other_adult,
"""
CAST = cast_from_csv(PEOPLE.encode())
MATCHER = Matcher(CAST)


def released(text: str, profile: str = "board") -> str:
    return Releaser(CAST, load(profile), matcher=MATCHER).release(text).text


@pytest.mark.parametrize(
    "text",
    [
        "The board\nMay disagreement be printed in the\nreport?\nYes",
        "Don't hesitate to call. DON'T ASSUME. Don’t wait.",
        "An order was made. So she left. My view is clear. Do not resuscitate. Said he was tired. So it goes.",
        "Serious Case Review. The Case Conference minutes. Case closed. Case notes were read. Each Case Manager came.",
        "An Interim Care Order, a Supervision Order and an Emergency Protection Order followed. In order to help.",
        "Order of events. Orders were placed. LAW AND ORDER. Law Society guidance; Family Law; Clare's Law applies.",
        "Boxing Day; Christmas Day; Mother's Day; New Year's Day; Day 3 of the trial; a Day Nursery and Day Care.",
        "The Young Person's Plan, the Young Carers group and the Young Offender Institution. Long delays. Long-term.",
        "Page 1 of 12. Page 2. See Page 4. Pages 4 to 6. Days later. Prices rose. Hopes were high. Bills were paid.",
        "On Sunday she was quiet; Sunday lunch; on Sundays; late Sunday; Sunday 4 May; until Monday.",
        "Jan 2014; 9 Jan; in Jan 2016; Summer term; in Summer 2015; last Summer; Sun 4 May; Mon 5 May.",
        "Best interests, Best regards, Good practice, Good morning. Hope this helps. Mark my words. May I ask?",
        "Will ring school tomorrow. Will need to be seen. May require more work. Will be reviewed. May not attend.",
        "Good management helps. Long processes follow. Young professionals met. Finagle's Law. The First Law.",
        "Grace period. Faith schools. It rose by 4 %. She was so young and it was too long. He did a favour.",
        "WILL THE BOARD ACT? NOTES OF THE CASE CONFERENCE. NO FURTHER ACTION. MARK ALL THAT APPLY. DAY 4. DO NOT RING.",
        "The gist of a good case is no law; a day, a page, a price: mark it, may it be long.",
        "item_no, so_do_my",
    ],
)
def test_ordinary_text_about_people_with_such_names_stays(text: str) -> None:
    assert released(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will rang. Will rings often. Young then left. Good attended. Long rings.",
         "Child A rang. Child A rings often. A person then left. An adult attended. The grandmother rings."),
        ("An was tired.", "The interpreter was tired."),
        ("They saw An at home.", "They saw the interpreter at home."),
        ("They rang Mr Do and PC Order.", "They rang the nursery nurse and the police officer."),
        ("Then Said said so.", "Then the youth worker said so."),
        ("Nan Rose came.", "The grandmother came."),
        ("nan will come", "nan will come"),
        ("At 14:30 May said so.", "At 14:30 the GP said so."),
        ("Marks coat and Grace's coat", "Marks coat and Child A's coat"),
        ("The Prices came with the Longs.", "The family came with the family."),
        ("GRACE TOLD STAFF; STAFF ASKED HOPE.", "CHILD A TOLD STAFF; STAFF ASKED THE MOTHER."),
        ("ben carter rang and ben wont come", "the housing officer rang and the housing officer wont come"),
        ("The Page family and the Day children came.", "The health visitor's family and the children came."),
        ("the Order of service", "the Order of service"),
        ("Don'll come. Don said no.", "The charge nurse'll come. The charge nurse said no."),
    ],
)
def test_people_with_such_names_go(text: str, expected: str) -> None:
    assert released(text).lower() == expected.lower()


def test_what_may_be_either_is_shown_to_a_person() -> None:
    texts = ("The Bill was passed.", "Marks coat was wet.", "Sunday came round.", "So was the mother.")
    for text in (*texts, "pls ring hope 2moro", "ok. faith crying agen", "GRACE WITH NAN."):
        releaser = Releaser(CAST, load("board"), matcher=MATCHER)
        assert releaser.release(text).text.endswith(text[4:])
        assert releaser.suggestions


@pytest.mark.parametrize(
    "text",
    ["We gave each child a chance.", "Every child, a boy.", "a child's coat", "a child. A visit", "Child\nA note"],
)
def test_words_beside_an_article_are_no_pseudonym(text: str) -> None:
    cast = Cast(Subject(id=name, name=f"{name} Tarrant", kind="subject_child") for name in ("Oisin", "Fen"))
    assert released_by(f"Oisin came. {text}", cast=cast).endswith(text)


@pytest.mark.parametrize("text", ["Child A was seen.", "child A was seen", "CHILD A", "Then Child-A came."])
def test_a_pseudonym_that_stands_in_the_text_still_stops(text: str) -> None:
    with pytest.raises(UserError):
        released_by(f"Oisin came. {text}", cast=Cast((Subject(id="1", name="Oisin Tarrant", kind="subject_child"),)))


def test_a_chosen_name_that_is_a_word_collides_with_the_name_alone() -> None:
    cast = Cast((Subject(id="1", name="Oisin Tarrant", kind="subject_child", pseudonym="Rose"),))
    assert released_by("Oisin came. The water rose.", cast=cast) == "Rose came. The water rose."
    with pytest.raises(UserError):
        released_by("Oisin met Rose.", cast=cast)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Her mother Ines rang.", "Her mother rang."),
        ("The social worker Colm Tarn's notes.", "The social worker's notes."),
        ("We told the social worker Colm was late.", "We told the social worker a professional was late."),
        ("Mother, Ines Corrow, rang.", "Mother, a parent, rang."),
        ("Staff Nurse Ama Quill rang.", "The nurse rang."),
        ("Detective Chief Inspector Tarn rang.", "A professional rang."),
        ("the Irvine family and the Tarn household", "the family and the professional's household"),
        ("Irvine's children", "The mother's friend's children"),
        ("An Irvine cousin and an Irvine child", "A cousin and a child"),
        ("The nurse, Ama Quill, and Ama Quill (nurse) rang.", "The nurse and the nurse rang."),
        ("Ama Quill, the nurse, rang. Ama Quill, nurse.", "The nurse rang. The nurse."),
        ("Ines's friend Jude Irvine rang.", "A parent's friend rang."),
        ('1,"Mr Tarn’s car"', '1,"a professional\'s car"'),
        ("PC Reed (4417); P.C. 4417; Reed 4417", "The police officer; the police officer; the police officer"),
        ("A Corrow relative came.", "A relative came."),
    ],
)
def test_what_is_printed_fits_the_words_beside_it(text: str, expected: str) -> None:
    cast = cast_from_csv(
        b"id,name,kind,role\n1,Ines Corrow,parent,\n2,Colm Tarn,professional,\n3,Ama Quill,professional,Nurse\n"
        b"4,Abel Corrow,wider_family,\n5,Jude Irvine,wider_family,Mother's friend\n"
        b"6,PC 4417 Kit Reed,professional,Police officer\n"
    )
    assert released_by(text, cast=cast) == expected


def test_nothing_that_is_printed_instead_is_a_name() -> None:  # 21, 22
    def stops(people: str, text: str) -> bool:
        try:
            released_by(text, cast=cast_from_csv(people.encode()))
        except UserError as stopped:
            return stopped.code == "collision"
        return False

    head = "id,name,kind,pseudonym,aliases\n"
    assert stops(f"{head}1,Ivo Tarn,subject_child,Child B,\n2,Ana Tarn,sibling,child b,\n", "Ivo met Ana.")
    assert stops(f"{head}1,Ivo Tarn,subject_child,Tarn,\n", "Ivo came.")
    assert not stops(f"{head}1,Ivo Tarn,subject_child,Pip,Pip\n", "Ivo came.")
    cast = cast_from_csv(b"id,name,kind,role\n1,Ivo Tarn,parent,Mother of Ana Reed\n2,Ana Reed,professional,Dr Reed\n")
    assert released_by("Ivo met Ana.", cast=cast) == "A parent met a professional."


def test_letters_of_a_long_series_are_nobodys_initials() -> None:
    names = [f"{first}{at} {last}" for at in range(4) for first, last in zip("ABCDEFGH", "BCDEFGHI", strict=True)]
    children = [Subject(id=str(at), name=f"{name}ely", kind="sibling") for at, name in enumerate(names)]
    cast = Cast((*children, Subject(id="x", name="Ab Ac", kind="professional")))
    said = released_by(", ".join(one.name for one in children), cast=cast)
    assert said.startswith("Child A, Child B") and "Child AA" in said
    assert not {"Child AB", "Child AC"} & set(said.split(", "))
