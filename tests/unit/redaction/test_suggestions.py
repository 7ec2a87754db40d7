"""Names nobody registered: how many are suggested, and how quiet ordinary text stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from faker import Faker

from desktop.redaction.normalise import key
from desktop.redaction.people import Cast, Subject
from desktop.redaction.profiles import load
from desktop.redaction.release import Decisions, Releaser
from tests.unit.redaction.held_out import FRAMES as OTHER_FRAMES
from tests.unit.redaction.held_out import LOCALES, PROSE

CAST = Cast(
    (
        Subject(id="C1", name="Ivo Tarnbeck", kind="subject_child"),
        Subject(id="P1", name="Joan Hallowfen", kind="professional", role="Health visitor"),
    )
)
PAGE = 3000
KINDS = sorted((Path(__file__).parents[2] / "fixtures" / "prose").glob("*.txt"))

FULL = (
    "Jody Marlowe", "Chidi Woods", "Faith Brown", "A. Price", "Aaliyah Khan", "Agnieszka Nowak", "Hope O'Rourke",
    "K. Ffoulkes", "Mohammed Al-Amin",
    "Siân Rees-Pritchard", "Tomasz Zieliński", "Grace Young", "Will Baker", "May Church", "Oluwaseun Adeyemi",
    "Priya Nair", "Deepika Ramaswamy",
    "Owain Glyn", "Xiu Ling Chen", "Dr Colm Finch", "Ms Rose Field", "Bryony Thackeray", "Ezra Blackwood",
    "Fatoumata Diallo", "Kwabena Mensah",
    "Niamh Gallagher", "Caoimhe Byrne", "Zbigniew Kaczmarek", "Parminder Gill", "Rashida Begum", "Lottie Hargreaves",
    "Denzil Trevelyan",
    "Jo March", "Ayotunde Bello", "Svetlana Petrova", "Mehmet Yildiz", "Ravinder Sandhu", "Shanice Campbell",
    "Leroy Francis", "Mia Lane",
)  # fmt: skip
SINGLE = (
    "Jody", "Chidi", "Agnieszka", "Kwabena", "Marlowe", "Ffoulkes", "Zofia", "Pettigrew", "Okonkwo", "Siobhan",
    "Tariq", "Wojciech", "Braithwaite",
    "Abena", "Nasreen", "Dougal", "Hargreaves", "Yusuf", "Oyelaran", "Callum", "Grace", "Mark", "Faith", "Will",
    "Shanice", "Trelawney", "Kaczmarek",
    "Imogen", "Bartosz", "Ravinder",
)  # fmt: skip
FRAMES = (
    "The social worker told {} that the visit had been moved.",
    "In supervision it was said that {} had not been seen for weeks.",
    "{} said that nobody had rung back, and the school agreed.",
    "On 3 May 2016 the midwife wrote to {}, who did not reply.",
    "A neighbour saw {} at the gate with the children.",
)

ORDINARY = """The Serious Case Review was commissioned by the Local Safeguarding Children Board in April 2016, following
Working Together to Safeguard Children (2015). The Board appointed an independent Lead Reviewer and a Review
Panel, whose members came from Children's Services, the Police, the Clinical Commissioning Group, Housing,
Education and the Community Rehabilitation Company. Terms of Reference were agreed in May. Parallel proceedings
meant that some practitioners could not be spoken to until the Crown Prosecution Service had given advice; the
Coroner was kept informed.

What happened. In January 2014 the mother booked late for antenatal care. A midwife completed a Common
Assessment Framework form, but it is not clear whether it reached the Early Help Hub. Health visiting was under
pressure at that time: there were three vacancies, and caseloads stood at over 500. In Spring 2015 a Strategy
Discussion took place. Both the Multi-Agency Safeguarding Hub and the Emergency Duty Team held information about
domestic abuse which was not brought together. The Initial Child Protection Conference was held in July. A Child
Protection Plan was made under the category of Neglect. Core Groups met monthly, although Probation attended
only twice. The Graded Care Profile was started and not finished.

Analysis. Why did this make sense at the time? Staff described a culture of optimism. They hoped that engagement
would improve, and it did, briefly, in the Autumn Term. The Panel noted that Section 47 enquiries were recorded
on one system and medical assessments on another; nobody could see both. Ofsted had said as much in 2014.
Supervision took place but was taken up with tasks. Practitioners told us: "We were waiting for the next thing
to happen." Learning from earlier reviews, such as those on disguised compliance, had been published but had not
reached the front line. Hindsight bias is a risk here. In our view the thresholds were applied consistently;
however, the effect of repeated assessments was to start again each time.

Findings. Finding 1: When several referrals are made in a short time, each is treated alone. Finding 2: Fathers
who live elsewhere are not asked. Finding 3: Escalation is seen as a criticism of colleagues rather than as part
of the job. Considerations for the Board: How will the Board know that history is read? What would make it
easier for a GP to take part in a conference held on a Monday morning? Who else needs to be involved?
Recommendations are not made for individual agencies. Next steps will be agreed at the meeting in September.
Members thanked everyone who took part. Christmas, Easter and school holidays were mentioned often: services
close, and families with children under five are seen less. The Data Protection Act 1998 and the Human Rights
Act were considered.

Background. The family lived in rented accommodation. English was not the first language of the father, and
interpreters were used at some appointments but not at others. Universal Credit had not been introduced. Housing
Benefit was paid to the landlord. The children attended Nursery and Reception and were described as happy, clean
and quiet. Attendance fell below ninety per cent in the Summer Term and an Education Welfare Officer wrote to
the parents. Nothing was said about this to the Health Visitor. An appointment at the Child Development Centre
was missed in March and again in June; it was not followed up because the letter had gone to an old address.
Accident and Emergency staff saw the child once. The Named Nurse reviewed the notes. The Designated Doctor
agreed with the decision. The Quality Markers say that the process should be proportionate. Minutes were taken.
Actions were completed by December. The Chair signed the Report on behalf of the Board.
"""


def _suggested(text: str) -> list[str]:
    releaser = Releaser(CAST, load("board"))
    releaser.release(text)
    return [each.word for each in releaser.suggestions]


def _share(names: tuple[str, ...]) -> float:
    found = 0
    for index, name in enumerate(names):
        for offset in range(2):
            words = " ".join(_suggested(FRAMES[(index + 2 * offset) % len(FRAMES)].format(name)))
            last = name.split()[-1]
            found += last in words and (
                len(name.split()) == 1 or name.split()[-2].strip(".") in words or name.startswith(("Dr", "Ms"))
            )
    return found / (2 * len(names))


def test_nine_of_ten_full_names_are_suggested() -> None:
    assert _share(FULL) >= 0.9


@pytest.mark.parametrize("name", ["Sophie Palmer", "Nazia Mistry", "Dina Awad", "Mrs Binner", "Christopher Hering"])
def test_a_surname_that_only_an_ending_makes_a_word_is_suggested_with_its_first_name(name: str) -> None:
    assert name.split()[-1] in " ".join(_suggested(f"The panel heard that {name} had left."))


def test_seven_of_ten_single_names_are_suggested() -> None:
    assert _share(SINGLE) >= 0.7


def test_ordinary_text_stays_quiet() -> None:
    suggested = _suggested(ORDINARY)
    assert len(suggested) <= 3 * max(1, len(ORDINARY) // PAGE), suggested
    assert len(suggested) <= 2, suggested


def test_ordinary_text_is_not_changed() -> None:
    assert Releaser(CAST, load("board")).release(ORDINARY).text == ORDINARY


def test_nothing_is_left_on_the_second_export() -> None:
    first = Releaser(CAST, load("board"))
    text = ORDINARY + "Jody came, and Dr Pettigrew."
    first.release(text)
    assert first.suggestions
    second = Releaser(
        CAST, load("board"), decisions=Decisions(not_names=frozenset(each.word.lower() for each in first.suggestions))
    )
    second.release(text)
    assert second.suggestions == ()


def test_suggestions_are_grouped_with_counts_and_places() -> None:
    releaser = Releaser(CAST, load("board"))
    releaser.release("They met Jody. Then Jody left.", where="a")
    releaser.release("Nobody saw Jody.", where="b")
    (only,) = releaser.suggestions
    assert (only.word, only.count, only.why) == ("Jody", 3, "name")
    assert only.places == (("a", 9, 13), ("a", 20, 24), ("b", 11, 15))


@pytest.mark.parametrize(
    "text", ["in May 2016", "the Will of the Board", "a Mark II scanner", "Hope Street", "the Grace Road ground"]
)
def test_words_that_are_names_elsewhere(text: str) -> None:
    assert len(_suggested(text)) <= 1


def test_an_address_nobody_registered_is_shown() -> None:
    releaser = Releaser(CAST, load("board"))
    releaser.release("They moved to 17 Cinder Hill Road.")
    assert [each.why for each in releaser.suggestions][:1] == ["address"] or "17 Cinder Hill Road" in {
        each.word for each in releaser.suggestions
    }


def test_the_text_keeps_what_is_only_suggested() -> None:
    assert Releaser(CAST, load("board")).release("Jody met Ivo.").text == "Jody met Child A."


def _missed(names: list[str]) -> list[str]:
    """Names of which some part is not suggested in a sentence somebody else wrote."""
    found = []
    for number, name in enumerate(names):
        words = " ".join(_suggested(OTHER_FRAMES[number % len(OTHER_FRAMES)].format(name)))
        if any(part not in words for part in name.split()):
            found.append(name)
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_names_out_of_a_generator_are_suggested(locale: str) -> None:
    maker = Faker(locale)
    maker.seed_instance(20160224)
    firsts, lasts = [maker.first_name() for _ in range(60)], [maker.last_name() for _ in range(60)]
    full = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)]
    assert len(_missed(full)) <= 0.1 * len(full)
    assert len(_missed(firsts + lasts)) <= 0.3 * len(firsts + lasts)


def test_prose_that_the_lists_were_not_written_for_stays_quiet() -> None:
    pages = len(PROSE) / PAGE
    first = _suggested(PROSE)
    assert len(first) <= 3 * pages, first
    releaser = Releaser(CAST, load("board"), decisions=Decisions(not_names=frozenset(map(key, first))))
    releaser.release(PROSE)
    assert releaser.suggestions == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda path: path.stem)
def test_each_kind_of_text_a_review_reads_stays_quiet(kind: Path) -> None:
    text = kind.read_text(encoding="utf-8")
    suggested = _suggested(text)
    assert len(suggested) <= 3 * len(text.split()) / 500, suggested


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("WITNESS: KOFI ASANTE", ["KOFI ASANTE"]),
        ("Seen by Emeka EZE at the door.", ["Emeka EZE"]),
        ("RE: SEAMUS O'DOWD AND FAMILY", ["SEAMUS O'DOWD"]),
        ("spoke to gemma hutchings today, no answer", ["gemma hutchings"]),
        ("mr okafor rang about the heating", ["okafor"]),
        ("The panel heard that Nguyen Van Hung had left.", ["Nguyen Van Hung"]),
        ("They met Ho Xuan Phuc.", ["Ho Xuan Phuc"]),
        ("He asked Jing Ma to sign.", ["Jing Ma"]),
        ("The Day household was known.", ["Day"]),
        ("Dean’s shoes were wet.", ["Dean"]),
        ("Will cried when the car stopped.", ["Will"]),
        ("It was Mr Long who rang.", ["Long"]),
        ("Both boys, Gemma, Craig and another, were seen.", ["Craig", "Gemma"]),
        ("Okonjo, Amina: seen at home.", ["Okonjo, Amina"]),
        ("The bag was Holly Church’s.", ["Holly Church"]),
    ],
)
def test_a_name_is_seen_as_it_is_typed(text: str, names: list[str]) -> None:
    assert sorted(_suggested(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "ENT NAD, chest clear.", "The OASys score was high.", "Disclosed under Clare's Law.",
        "A Moses basket was bought.",
        "She didn’t say. Don't ask. We've waited.", "At 15:45 Magistrates' Court granted the order.",
        "The Leeds, Bradford and Hull teams.", "The Somali and Tigrinya interpreters.", "Glass pipes were seen.",
        "Sertraline and Calpol were given.", "N/A. Tenant absent.", "A Guardian was appointed.",
        "she was quite poorly and rang nobody",
        "School rang. He phoned School and asked Court.",
        "Called me Miss. Scared of the hoover.",
        "Bath refused, flannel accepted. Overdose June: 16 tablets.",
        "The Herbert Protocol and the Wi-Fi were explained.",
    ],
)  # fmt: skip
def test_no_name_is_seen_where_none_is(text: str) -> None:
    assert _suggested(text) == []


def test_a_misspelt_registered_name_is_shown_with_the_rest_of_the_name_it_stands_in() -> None:
    releaser = Releaser(CAST, load("board"))
    releaser.release("Tarnbeck was told. Jo Tarnbock was seen.")
    assert [(one.word, one.why) for one in releaser.suggestions] == [("Jo Tarnbock", "near")]


def test_a_word_of_the_language_is_no_misspelt_name() -> None:
    people = Cast((Subject(id="P", name="Bernadette Quill", kind="professional"),))
    releaser = Releaser(people, load("board"))
    releaser.release("A quilt lay there. Quilts are warm.")
    assert releaser.suggestions == ()


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("Her NINO is QQ123456C, rang.", "QQ123456C", "number"),
        ("He drove AB12 CDE.", "AB12 CDE", "number"),
        ("DOB 14/03/2009.", "14/03/2009", "born"),
        ("The other boy was born on 14 March 2009.", "14 March 2009", "born"),
        ("Date of birth: 14th March 2009", "14th March 2009", "born"),
    ],
)
def test_what_looks_like_a_number_or_a_day_of_birth_is_shown(text: str, words: str, why: str) -> None:
    releaser = Releaser(CAST, load("board"))
    releaser.release(text)
    assert [(one.word, one.why) for one in releaser.suggestions] == [(words, why)]


def test_a_number_that_is_withheld_is_no_question_too() -> None:
    releaser = Releaser(CAST, load("board"))
    releaser.release("NHS number 943 476 5919, NINO AB 12 34 56 C. The clinic was born of a merger in 2009.")
    assert releaser.suggestions == ()


def test_a_word_somebody_said_is_a_person_stays_a_word_in_small_letters() -> None:
    decided = Decisions(this_is={"will": "C1", "jody": "C1"})
    text = "Will cried. They will go, and so will jody."
    out = Releaser(CAST, load("board"), decisions=decided).release(text).text
    assert out == "Child A cried. They will go, and so will Child A."


@pytest.mark.parametrize(
    "authority",
    ["Fellmarsh Constabulary", "Quorndale Borough Council", "the Fellmarsh and Wold Police", "Ingmoor LSCB"],
)
def test_an_authority_is_no_person_whatever_its_place_is_called(authority: str) -> None:
    releaser = Releaser(CAST, load("board"))
    releaser.release(f"Issued to the disclosure officer, {authority}, on 4 May 2016.")
    assert releaser.suggestions == ()
    releaser.release("Issued to Fellmarsh on 4 May 2016.")
    assert [one.word for one in releaser.suggestions] == ["Fellmarsh"]
