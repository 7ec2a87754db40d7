"""Rare combinations: what a text still tells of one person, wherever and however it is told (profiles, section 3)."""

from __future__ import annotations

import pytest

from desktop.redaction import quasi
from desktop.redaction.people import Cast, Subject
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from storage.partial_date import PartialDate

CAST = Cast(
    (
        Subject(id="k1", name="Imogen Rathbane", kind="subject_child", died=PartialDate.from_iso("2016-05-11")),
        Subject(id="k2", name="Toby Rathbane", kind="sibling", role="half-brother"),
        Subject(id="k3", name="Lorna Rathbane", kind="parent", role="mother"),
        Subject(id="k5", name="Craig Umpleby", kind="other_adult", role="lodger"),
        Subject(id="k6", name="Saskia Verhoeven", kind="professional", role="Health visitor"),
        Subject(id="k9", name="Olivia Sandiford", kind="third_party"),
        Subject(id="s", name="Tolgate Primary School", kind="school"),
        Subject(id="a", name="Addlewick", kind="place"),
    )
)


def told(*texts: str, profile: str = "event", about: dict[str, tuple[str, ...]] | None = None) -> dict[str, set[str]]:
    """Who could be recognised in a document of these texts, and by what."""
    engine = Releaser(CAST, load(profile))
    engine.prepare(texts)
    said = [(str(at), engine.release(text, where=str(at))) for at, text in enumerate(texts)]
    names = {one.id: engine.name(one.id).text for one in CAST if not one.is_body}
    found = quasi.count(said, CAST, load(profile), names, (), engine.read, about)
    return {one.subject_id: set(one.kinds) for one in found}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Imogen Rathbane was a shy girl. She had cystic fibrosis. Her family were Coptic Christians. She died on "
            "11 May 2016.",
            {"sex", "health", "identity", "incident_date"},
        ),
        (
            "Midweek Imogen was seen. She was nine. The doctor said that she had leukaemia; she was a Sikh.",
            {"age", "sex", "health", "identity"},
        ),
        (
            "Imogen was quiet. She had a fractured skull. She was burned with a cigarette. Her stepfather was Jamaican "
            "and had served a sentence for wounding.",
            {"sex", "health", "offence", "identity"},
        ),
        (
            "Imogen, a girl, had moved to Toxteth from Lagos. She was deaf. She went to Hillside Primary School.",
            {"sex", "place", "health", "school"},
        ),
        ("Name: Imogen Rathbane\nAge: 7\nEthnicity: White Irish\nDiagnosis: epilepsy\nSex: female",
         {"age", "identity", "health", "sex"}),
    ],
)  # fmt: skip
def test_four_of_the_list_stop(text: str, kinds: set[str]) -> None:
    assert told(text, profile="family")["k1"] == kinds


def test_three_do_not() -> None:
    assert told("Imogen was a girl. She had asthma. Her mother was Polish.", profile="family") == {}


def test_over_paragraphs_and_cells_that_name_nobody() -> None:
    parts = ("Imogen came.", "She had cystic fibrosis.", "The plan was read.", "Her family were Coptic.",
             "She was found in the canal.")  # fmt: skip
    assert told(*parts)["k1"] == {"sex", "health", "identity", "unusual_event"}
    cells = ("Female", "Coeliac disease", "Traveller", "House fire")
    assert told(*cells) == {}, "nobody is named, and no record says whom the cells are about"
    assert set(told(*cells, about={str(at): ("k1",) for at in range(4)})) == {"k1"}


def test_what_was_made_general_does_not_count() -> None:
    text = "Imogen went to Tolgate Primary School in Addlewick at 7 years old. She used a wheelchair and was Polish."
    assert told(text, profile="publication") == {}
    assert told("Imogen was in Year 3 at Tolgate Primary School. She used a wheelchair.", profile="event") == {}


def test_a_box_is_nobodys_name() -> None:
    text = "Imogen came. Olivia Sandiford is [withheld]. She was blind, Roma, and was found in the canal, aged six."
    assert set(told(text, profile="family")) == {"k1"}


ORDINARY = (
    "Imogen Rathbane lived with her mother and her half-brother. The review looked at two years, from March 2014 "
    "to May 2016. During that time the family was known to the health visitor, to the school and to social care.",
    "In June 2014 Saskia Verhoeven saw Imogen at home. She was well dressed and spoke with confidence. Lorna "
    "Rathbane said that she felt guilty about missing an appointment. It was premature to close the case. The "
    "offer fits the plan.",
    "In 2015 the police were called. Officers spoke with Craig Umpleby and with the mother apart. No offence was "
    "disclosed. The fire service and the youth offending team held nothing. Great caution is needed; anxiety was "
    "high.",
    "Practitioners saw a loving home. They did not turn a blind eye. The work was shot through with polish and "
    "care. He or she who leads a meeting should say so. The mother's depression was not shared.",
)


@pytest.mark.parametrize("profile", ["publication", "family", "event", "board"])
def test_an_ordinary_report_is_left_alone(profile: str) -> None:
    assert told(*ORDINARY, profile=profile) == {}
