"""Spelling knows British words, asks nobody, and learns into the vault alone."""

from __future__ import annotations

import pytest

from desktop.casework import spelling
from desktop.casework.spelling import Spelling
from tests.desktop.conftest import Office

BRITISH = (
    "colour organise organisation behavioural programme centre paediatrician practise defence grey travelled catalogue "
    "enrolment fulfil cheque analysed neighbours favourite honour counsellor judgement haemorrhage licence theatre "
    "safeguarding half-sister mum's they're didn’t recognised LSCB GP"
)
WRONG = "teh recieve thier wich definately occured nieghbour organisatoin colur becuase"


def test_british_words_and_those_of_the_field_are_known() -> None:
    known = Spelling()
    assert [word for word in BRITISH.split() if not known.knows(word)] == []
    assert [word for word in WRONG.split() if known.knows(word)] == []


def test_codes_times_and_roles_are_not_looked_at() -> None:
    line = "10:32am [Xqzv 1]: I recieve it from [Xqzv 1], see a.b@xqzv.org and 3xqz"
    assert [line[a:b] for a, b in Spelling().unknown_in(line)] == ["recieve"]


@pytest.mark.parametrize(("word", "first"), [("recieve", "receive"), ("Becuase", "Because"), ("qxzvw", None)])
def test_what_may_have_been_meant(word: str, first: str | None) -> None:
    assert (Spelling().suggest(word) or (None,))[0] == first


def test_what_is_taught_stays_with_the_case_in_the_vault(office: Office) -> None:
    case = office.case.id
    assert not office.session.look(spelling.prepare, case).knows("Ellerwick")
    office.session.do("learn", spelling.learn, case, "Ellerwick")
    assert office.session.look(spelling.prepare, case).knows("ellerwick's")
    assert not office.session.look(spelling.prepare, "another case").knows("Ellerwick")
    office.session.do("forget", spelling.forget, case, "ellerwick")
    assert office.session.look(spelling.learned, case) == ()
