"""Attacks on days, times of day and ages (redaction design, section 6, number 25; profiles, section 3), both ways."""

from __future__ import annotations

import pytest

from desktop.redaction.matcher import Matcher
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser

PEOPLE = b"""\
id,name,kind,role,born,died
k1,Lowri Penhaligon,subject_child,,2008-10-23,2016-06-05
k2,Osian Penhaligon,sibling,,2016-02-29,
m1,Delyth Penhaligon,parent,mother,1986-04-09,
"""
CAST = cast_from_csv(PEOPLE)
MATCHER = Matcher(CAST)


def released(text: str, profile: str = "publication") -> str:
    return Releaser(CAST, load(profile), matcher=MATCHER).release(text).text


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("She was away on 3, 4 and 5 March 2016.", "She was away in March 2016."),
        ("She was away on the 3rd, 4th and 5th of March.", "She was away in March."),
        ("She was away on 3, 4 March 2016.", "She was away in March 2016."),
        ("From 3/3/16 to 5/3/16 she was away.", "In March 2016 she was away."),
        ("She was away 3/3 - 5/3/2016.", "She was away March 2016."),
        ("From 3-5/3/2016 she was away.", "In March 2016 she was away."),
        ("3 March - 5 March 2016", "March 2016"),
        ("Between 28 February and 3 March 2016", "In February 2016"),
        ("On the night of 31 December 2015/1 January 2016", "On a night in December 2015"),
        ("From 28 February to 30 March 2016", "From February to March 2016"),
        ("The plan ran from 1.4.15 until 30.9.15.\n1.4 More", "The plan ran from April 2015 until September "
            "2015.\n1.4 More"),
        ("On Sat 4th she was away.", "In that month she was away."),
        ("They met on March 3, 4 and 5, 2016.", "They met in March 2016."),
        ("On Thursday, March 3, they met.", "In March, they met."),
        ("They met on March 3.", "They met in March."),
        ("On the first Thursday in March 2016 they met.", "In March 2016 they met."),
        ("On Good Friday 2016 and on Mothering Sunday 2015", "In March 2016 and in March 2015"),
        ("3.3.16 HV visit", "March 2016 HV visit"),
        ("20160303 HV visit", "March 2016 HV visit"),
        ("Thurs 3/3/16 14:35", "March 2016, afternoon"),
        ("Sent: Thu, 3 Mar 2016 14:35:07 +0000 (GMT)", "Sent: March 2016, afternoon"),
        ("2016-03-03T14:35:00Z", "March 2016, afternoon"),
        ("On 3/3, mother rang; on Thursday 3rd, too.", "In March, mother rang; in that month, too."),
        ("On the night of 3-4 March 2016 she cried.", "On a night in March 2016 she cried."),
        ("At about 21:10 hours on the evening of 3 March she cried.", "On an evening in March she cried."),
        ("In the week commencing 7 March 2016 nobody came.", "In a week in March 2016 nobody came."),
        ("w/c 7/3/16: nobody came.", "a week in March 2016: nobody came."),
        ("A Care Order was made and on 3 March 2016 she moved.", "A Care Order was made and in March 2016 she moved."),
        ("Under the Children Act 1989, on 3 March 2016, she was seen.", "Under the Children Act 1989, in March "
            "2016, she was seen."),
    ],
)  # fmt: skip
def test_no_day_of_the_case_is_published(text: str, public: str) -> None:
    assert released(text) == public
    assert released(text, "board") == text


@pytest.mark.parametrize(
    "text",
    [
        "The Act came into force on 14 October 1991. The guidance was issued on 26 March 2015.",
        "The Children Act 2004 received Royal Assent on 15 November 2004.",
        "The second may sign and the 3 may apply. 2. May we ask for boxes 10; June came.",
        "See 3.3.16 and version 3.3.16; 3.3.15 says so. Doses at 6/12/24 months, 10 | 19 | 75 | 32 in a row.",
        "In March 2016 and Mar-16, in June, on the 4th attempt, the 3rd floor, on 2/3 of visits and 3/4 of them.",
        "The Good Friday Agreement, Christmas Day, Father's Day cards and pancake day.",
    ],
)
def test_other_figures_and_days_stay(text: str) -> None:
    assert released(text) == text


def test_a_count_after_a_month_is_no_year() -> None:
    assert released("On 4 May, 12 staff met; on 4 May 10 came.") == "In May, 12 staff met; in May 10 came."
    assert released("Due 4 May | 10 | 12") == "Due May | 10 | 12"
    assert released("He came on 4 Mar 16. On 14 May '16 he left.") == "He came in March 2016. In May 2016 he left."


@pytest.mark.parametrize(
    "written",
    [
        "23/1O/2OO8", "23/l0/2008", "23 oct2008", "DOB23/10/2008", "dob23102008", "23/10/2008Female", "LP231008",
        "23 Hydref 2008",
        "the twenty-third day of October in the year two thousand and eight", "22-24 October 2008",
        "22, 23 and 24 October 2008", "October 22, 23 and 24, 2008", "the fourth Thursday in October 2008",
    ],
)  # fmt: skip
@pytest.mark.parametrize("profile", ["board", "publication", "police-index", "court", "family", "event"])
def test_a_date_of_birth_written_in_yet_other_ways(written: str, profile: str) -> None:
    out = released(f"The form said {written} there.", profile)
    assert "[withheld" in out and "2008" not in out and "eight" not in out


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("At half past two she rang.", "That day she rang."),
        ("At a quarter to nine that evening she rang.", "That evening she rang."),
        ("At 2 o'clock in the afternoon she rang.", "In the afternoon she rang."),
        ("At noon, or just after midnight, she rang.", "In the afternoon, or at night, she rang."),
        ("At 14.35 she rang; at 1435, again; 1435hrs.", "In the afternoon she rang; in the afternoon, again; "
            "afternoon."),
        ("The 9pm call, an 8am visit and her 9.15 appointment", "The evening call, a morning visit and her morning "
            "appointment"),
        ("Between 2pm and 3pm she rang.", "In the afternoon she rang."),
        ("From 9am to 5pm she rang.", "From the morning to the evening she rang."),
        ("Between 2 and 3pm she rang, from 9-5pm too.", "In the afternoon she rang, in the evening too."),
        ("Shortly before 9pm she rang. By 9pm she slept.", "In the evening she rang. By the evening she slept."),
        ("It was 9pm when she rang.", "It was evening when she rang."),
        ("It began at 3.05 a.m.\nThen at 4 p.m. They left.", "It began at night.\nThen in the afternoon. They left."),
        ("1435 - call from school", "Afternoon - call from school"),
    ],
)  # fmt: skip
def test_no_time_of_day_is_published(text: str, public: str) -> None:
    assert released(text) == public
    assert released(text, "event") == text


@pytest.mark.parametrize(
    "text",
    [
        "A ratio of 3:15, a 1:10 ratio, 1:50,000, John 3:16, Genesis 14:18, a score of 10:45.",
        "As set out at 4.12 above; at 2.35 per cent; £10.30; section 10.30; 12.5mg; at 10.30 of the transcript.",
        "1435 hours of contact, 2000 hours of training, 24 hours, in 2016 1435 children, at 2016 prices.",
        "He ate ten to twelve sweets in the past two years, from ten to twelve children, past two shops.",
        "The helpline is open 9am to 5pm, Monday to Friday.",
    ],
)
def test_figures_that_are_no_time_stay(text: str) -> None:
    assert released(text) == text


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("aged 7-8, aged 7/8, aged 5, 7 and 9, aged 16 or 17", "aged 5 to 9, aged 5 to 9, aged 5 to 9, aged 16 to 17"),
        ("children aged 3, 7, and 12 respectively", "children aged 1 to 15 respectively"),
        ("She was 7 years of age, then seven years of age.", "She was aged 5 to 9, then aged 5 to 9."),
        ("A 7yo girl (7y3m), a 7 y/o, 34yrs, 7 yrs 3 mths", "A 5-to-9-year-old girl (aged 5 to 9), a "
            "5-to-9-year-old, aged 26 to 40, aged 5 to 9"),
        ("16-17 year olds and two-year-olds", "16-to-17-year-olds and 1-to-4-year-olds"),
        ("18/12 old, aged 36 hours, aged 7\u00bd", "aged 1 to 4, aged under 1, aged 5 to 9"),
        ("At the age of 7 she moved. Age (years): 7", "At the age of 5 to 9 she moved. Age (years): 5 to 9"),
        ("between the ages of 5 and 7", "at ages 5 to 9"),
        ("Lowri, 7, and the mother (34) came.", "Child A, aged 5 to 9, and the mother (aged 26 to 40) came."),
        ("She was 7 when they came. She turned 8. She had turned 5.", "She was aged 5 to 9 when they came. She had "
            "a birthday (aged 5 to 9). She was aged 5 to 9."),
        ("in year 6, in Y6, in Yr 6, a Year 6 pupil", "in a school year for ages 10 to 15, in a school year for "
            "ages 10 to 15, in a school year for ages 10 to 15, a pupil aged 10 to 15"),
        ("in Reception; Years 5 and 6", "in a school year for ages 1 to 4; a school year for ages 5 to 15"),
        ("She was 14 weeks pregnant, at 20 weeks' gestation.", "She was pregnant, during the pregnancy."),
        ("her 8th birthday party", "her birthday party (aged 5 to 9)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("profile", ["publication", "event"])
def test_no_age_is_published(text: str, public: str, profile: str) -> None:
    assert released(text, profile) == public
    assert released(text, "police-index").count("7") == text.count("7")


@pytest.mark.parametrize(
    "text",
    [
        "under the age of 18, over the age of 5, aged 18 and over, aged 5 and under, adults aged 18 or over",
        "average age 7.5; a two-year-old offer; a three year old policy; the school is 40 years old; old age 7",
        "for 7 yrs, 7yrs ago, 10 yrs imprisonment, three years later, year 2 of the programme, the Year 2 of it",
        "He was one of three. He was two hours late. He was 5 miles away. She was 10 minutes early. She was first.",
        "Reception staff, the Reception desk; a 40 years old record; table (7), and note, 7, of it",
        "It was 14 weeks' work, 3 of 14 weeks.",
    ],
)
def test_figures_that_are_no_age_stay(text: str) -> None:
    assert released(text) == text


def test_an_age_ends_with_its_sentence() -> None:
    text = 'She was aged 7. Years later she came. "Aged 7", "Year 6". Aged 7-years, aged seven and a half years.'
    assert released(text) == (
        'She was aged 5 to 9. Years later she came. "Aged 5 to 9", "a school year for ages 10 to 15". '
        "Aged 5 to 9, aged 5 to 9."
    )


def test_what_was_generalised_stays_as_it_is() -> None:
    text = "In March 2016, aged 5 to 9, at ages 5 to 15, in the afternoon, a 5-to-9-year-old, aged under 1."
    assert released(text) == text
    text = "An under-1-year-old, an over-60-year-old, in a school year for ages 10 to 15, at an age of 5 to 9."
    assert released(text) == text


TABLE = """\
Aged 7.
04/03/2016\t14:30\tHV\tNo access.
05/06/2016\t03:05\tPolice\tCalled; Lowri was found. Next review 14/3.
14.3.2016 Seen; meeting 10.30 - agreed. On Good Friday, 25 March 2016, she left.
3.3.16 0915 call; gone since half past six last night.
"""


def test_days_in_rows_are_not_hidden_by_the_figures_before_them() -> None:
    assert released(TABLE) == (
        "Aged 5 to 9.\nMarch 2016\tafternoon\tHV\tNo access.\n"
        "June 2016\tnight\tPolice\tCalled; Child A was found. Next review March.\n"
        "March 2016 Seen; meeting morning - agreed. In March 2016, she left.\n"
        "March 2016, morning call; gone since last night.\n"
    )
    assert released(TABLE, "board") == TABLE.replace("Lowri", "Child A")


@pytest.mark.parametrize("profile", ["board", "publication", "police-index", "court", "family", "event"])
def test_a_birthday_in_a_row_after_another_figure_is_found(profile: str) -> None:
    out = released("Aged 7.\n23/10/2008\t14:30\nShe turns 8 on the 23rd of October. She is now 7.", profile)
    assert "23" not in out


def test_ages_told_of_people_without_a_name() -> None:
    text = "The mother, thirty, is now 30; the grandfather was 61. The girl, 7, is nearly 8."
    assert released(text) == (
        "The mother, aged 26 to 40, is now aged 26 to 40; the grandfather was aged over 60. The girl, aged 5 to 9, "
        "is nearly 8."
    )
    assert released("A boy of fifteen, a woman of 34 and a baby of six weeks. A girl of seven was asked.") == (
        "A boy aged 10 to 15, a woman aged 26 to 40 and a baby aged under 1. A girl aged 5 to 9 was asked."
    )
    text = "A son of two doctors, a mother of three, a child of two divorced parents, a class of thirty, a man of few."
    assert released(text) == text
    text = "The child was 3 of 7. The boy is 2 metres away."
    assert released(text) == text


def test_cells_names_and_ranges_of_hours() -> None:
    assert released('"14/02/2015","0935","GP","ETA 15:20"') == '"February 2015","morning","GP","ETA afternoon"'
    assert released("I am in on 9 March, 9.30-12.30.") == "I am in in March, morning to afternoon."
    assert released("Lowri is 7, and Osian was 2 (or so). Age 6y 3m.") == (
        "Child A is aged 5 to 9, and a sibling was aged 1 to 4 (or so). Age 5 to 9."
    )
    text = "Scores of 8.50-9.40 mmol and 2.15-3.20; 3.30-4.45%. Lowri is 7 miles away. Lowri was 2 of 3."
    assert released(text) == text.replace("Lowri", "Child A")


@pytest.mark.parametrize("said", ["DOB 14/03/2009", "date of birth: 14 March 2009", "born on 14 March 2009"])
def test_a_day_of_birth_of_nobody_registered_is_one(said: str) -> None:
    releaser = Releaser(CAST, load("publication"))
    out = releaser.release(f"The cousin, {said}, was seen on 4 May 2016.").text
    assert "2009" not in out and "March" not in out and "[withheld]" in out and "in May 2016" in out
    assert [place.class_id for place in releaser.blocked] == ["dob"]
