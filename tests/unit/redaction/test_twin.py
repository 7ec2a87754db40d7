"""The twin rule on the engine: equal but for the secrets, equal in what is released."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.redaction.leak_gate import check
from desktop.redaction.marks import Mark
from desktop.redaction.normalise import normalise
from desktop.redaction.people import Cast, Identifier, Subject
from desktop.redaction.profiles import PROFILE_IDS, load
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released
from desktop.redaction.secrets_of import SecretSet
from storage.partial_date import PartialDate

FIRST: dict[str, Any] = {
    "child": "Ivo Tarnbeck", "nick": "Ivvy", "mother": "Grace Ashvale", "worker": "Joan Hallowfen",
    "born": "2013-07-09", "spelt": "9 July 2013",
    "number": "9990000018", "phone": "07700 900001", "address": "4 Reed Row, Quillham, QX1 2AB", "mark": "was unwell",
    "event": "14 March 2016", "short": "Ivo's", "school": "Sallow Lane Primary School",
}  # fmt: skip
SECOND: dict[str, Any] = {
    "child": "Maximilian-Thaddeus O'Thistlethwaite", "nick": "Bo", "mother": "Łucja Ek", "worker": "Zoë Ng",
    "born": "2014-11-30",
    "spelt": "30th November 2014", "number": "999 000 0026", "phone": "+44 1632 960002",
    "address": "The Old Vicarage, 117b Long Meadow Way, Saltings, QX12 9ZZ",
    "mark": "had been seen by three different doctors in one week without a word of it reaching "
            "anybody", "event": "2 March 2016",
    "short": "Maximilian-Thaddeus’s".replace("’", "'"), "school": "Tidewell Academy",
}  # fmt: skip


def _cast(values: dict[str, Any]) -> Cast:
    return Cast((
        Subject(id="C1", name=values["child"], kind="subject_child", aliases=(values["nick"],),
            born=PartialDate.from_iso(values["born"]),
                identifiers=(Identifier("nhs", values["number"]),), phones=(values["phone"],),
                    addresses=(values["address"],)),
        Subject(id="F1", name=values["mother"], kind="parent", role="the mother"),
        Subject(id="P1", name=values["worker"], kind="professional", role="Health visitor"),
        Subject(id="S1", name=values["school"], kind="school", role="the school"),
    ))  # fmt: skip


def _text(values: dict[str, Any]) -> str:
    return (
        f"{values['child']} ({values['nick']}) was born on {values['spelt']}; NHS {values['number']}, ring "
        f"{values['phone']}. "
        f"{values['worker']} of {values['address']} saw {values['short']} coat on {values['event']}. "
        f"{values['mother'].upper()} and "
        f"{values['worker']}'s notes: {values['child'].upper()} {values['mark']} then. An hour at {values['school']}."
    )


def _released(values: dict[str, Any], profile: str) -> Released:
    text = _text(values)
    start = text.index(values["mark"])
    mark = Mark("m", start, start + len(values["mark"]), "R4")
    return Releaser(_cast(values), load(profile)).release(text, marks=(mark,))


@pytest.mark.parametrize("profile", ["publication", "event"])
def test_twins_are_equal_where_nothing_secret_is_kept(profile: str) -> None:
    same_day = SECOND if profile == "publication" else SECOND | {"event": FIRST["event"]}
    assert _released(FIRST, profile) == _released(same_day, profile)


@pytest.mark.parametrize("profile", ["board", "police-index", "court", "family"])
def test_twins_are_equal_but_for_what_the_profile_keeps(profile: str) -> None:
    assert _released(FIRST, profile) == _released(SECOND | {"event": FIRST["event"]}, profile)


@pytest.mark.parametrize("profile", PROFILE_IDS)
def test_no_secret_survives_its_own_gate(profile: str) -> None:
    for values in (FIRST, SECOND):
        out = _released(values, profile)
        secrets = SecretSet.from_cast(
            _cast(values), load(profile), withheld=(values["mark"],) if profile != "internal" else ()
        )
        assert check(out.text.encode(), "text", secrets) == ()


names = st.text(string.ascii_lowercase, min_size=5, max_size=14).map(lambda word: f"qz{word}x".capitalize())


@settings(max_examples=60, deadline=None)
@given(first=names, last=names, other=names, before=st.sampled_from(["They saw ", "then ", "“", "(", "Mr ", "an ",
    "A\n"]),
       after=st.sampled_from([" there.", "'s coat", ",", ")", "’s", ".", "\n"]), form=st.integers(0, 7))  # fmt: skip
def test_any_name_in_any_place_gives_the_same_text(
    first: str, last: str, other: str, before: str, after: str, form: int
) -> None:
    def out(given: str, family: str) -> str:
        written = (
            f"{given} {family}", f"{family}, {given}", given, family, f"{given[0]}. {family}", f"{given}\n{family}",
            f"{given} {family}".upper(), f"{family[:3]}\u00ad{family[3:]}",
        )[form]  # fmt: skip
        cast = Cast((Subject(id="C", name=f"{given} {family}", kind="subject_child"),))
        return Releaser(cast, load("board")).release(f"{before}{written}{after}").text

    assert out(first, last) == out(other, "Zzyzxton") or first == last
    assert "Child A" in out(first, last)


@settings(max_examples=120, deadline=None)
@given(text=st.text(max_size=60))
def test_places_always_lie_in_the_original(text: str) -> None:
    n = normalise(text)
    start = 0
    for word in n.words.split(" "):
        low, high = n.span(start, start + len(word))
        assert 0 <= low <= high <= len(text)
        if word:
            assert word in normalise(text[low:high]).words.replace(" ", "") or n.joins
        start += len(word) + 1


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200), cuts=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=5))
def test_any_text_with_any_marks_is_released_with_sound_spans(text: str, cuts: list[tuple[int, int]]) -> None:
    marks = [
        Mark(str(index), start, min(start + length, len(text)), "R4")
        for index, (start, length) in enumerate(cuts)
        if start < len(text)
    ]
    out = Releaser(_cast(FIRST), load("board")).release(text, marks=marks)
    for earlier, later in zip(out.spans, out.spans[1:], strict=False):
        assert earlier.end <= later.start
    assert all(0 <= span.start <= span.end <= len(out.text) for span in out.spans)


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "X Y",
        "Q" * 200,
        "محمد الأمين",
        "ד\u05b8ו\u05b4ד כהן",
        "李美",
        "e\u0301\u0301\u0301 Ze\u0301la",
        "Ng",
        "O",
        "Mary-Jane",
        "d'Arcy",
    ],
)
def test_strange_names_neither_break_nor_flood(name: str) -> None:
    cast = Cast((Subject(id="C", name=name, kind="subject_child"),))
    text = f"They saw {name} there and a boy in an old house; I was at X or Y."
    out = Releaser(cast, load("board")).release(text).text
    assert out.endswith("there and a boy in an old house; I was at X or Y.")
    if len(name) > 1:
        assert "Child A" in out


def test_two_thousand_people() -> None:
    cast = Cast(
        Subject(id=str(number), name=f"Given{number} Family{number}", kind="other_adult") for number in range(2000)
    )
    assert Releaser(cast, load("board")).release("Then Given77 Family77 came.").text == "Then an adult came."
