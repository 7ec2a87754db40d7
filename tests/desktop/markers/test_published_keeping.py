"""The official words in a real vault: kept whole, replaced marker by marker, given back as they came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.errors import UserError
from desktop.markers import framework, published
from desktop.markers.published_keeping import keep, kept
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import PublishedText
from tests.lookalike import Faults, document, markdown_page

SET = framework.load("scr-2016")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[sessions.Session]:
    """An open vault with one person in it."""
    opened, _ = sessions.create(
        tmp_path / "heron.caseward", "a passphrase of some length", "Marian Osei", "board manager",
        circumstances=FixedCircumstances(), argon=CHEAP,
    )  # fmt: skip
    yield opened
    opened.close()


def test_a_whole_copy_is_kept_and_given_back(session: sessions.Session) -> None:
    assert session.look(kept, SET.id) is None
    reading = published.read(document(SET, Faults(page_lines=30)), SET)
    assert session.do("Load published wording", keep, reading, "the board's copy") == 18
    back = session.look(kept, SET.id)
    assert back is not None and reading.wording is not None
    assert {one.marker_id: one for one in back.markers} == {one.marker_id: one for one in reading.wording.markers}
    assert session.look(kept, "sar-2022") is None


def test_a_copy_that_is_not_whole_keeps_nothing(session: sessions.Session) -> None:
    reading = published.read(document(SET, Faults(missing=(("QM9", 5),))), SET)
    with pytest.raises(UserError, match="QM9 could not be found whole"):
        session.do("Load published wording", keep, reading)
    assert session.look(lambda store: store.count(PublishedText)) == 0


def test_one_page_replaces_its_marker_alone_and_can_be_undone(session: sessions.Session) -> None:
    session.do("Load published wording", keep, published.read(document(SET), SET))
    page = markdown_page(SET.marker("QM3")).replace("2. Do ", "2. And do ")
    assert session.do("Load published wording", keep, published.read(page, SET)) == 1
    now = session.look(kept, SET.id)
    assert now is not None and len(now.markers) == 18
    third = now.marker("QM3")
    assert third is not None and third.questions[2].startswith("And do ")
    session.undo()
    before = session.look(kept, SET.id)
    assert before is not None and before.marker("QM3") != third


def test_a_question_that_the_new_copy_does_not_have_goes(session: sessions.Session) -> None:
    adults = framework.load("sar-2022")
    page = markdown_page(SET.marker("QM3"))
    session.do("Load", keep, published.read(page.replace("\n\n## Know", "\n3. And more?\n\n## Know"), adults))
    session.do("Load", keep, published.read(page, adults))
    now = session.look(kept, adults.id)
    assert now is not None and sorted(now.markers[0].questions) == [1, 2]
