"""Words of hindsight: found in analysis and report, each answered by a row of its register."""

from __future__ import annotations

from typing import Any

from desktop.markers import hindsight, registers, rows
from storage.records import RegisterRow
from tests.desktop.conftest import Office

KNOWN = registers.load("scr-2016")


def _save(office: Office, register: str, row: RegisterRow | None = None, **values: Any) -> RegisterRow:
    return office.session.do("row", rows.save, office.case, KNOWN[register], values, row)


def _places(office: Office) -> list[tuple[str, str, bool]]:
    return [(one.phrase, one.where, one.answered) for one in office.session.look(hindsight.places, office.case)]


def test_the_words_and_the_texts_are_those_of_the_pack() -> None:
    words = hindsight.load("scr-2016")
    assert {"should have", "failed to", "missed opportunity"} <= set(words.phrases)
    assert all(one == one.lower() for one in words.phrases)
    for register, fields in words.texts:
        assert all(KNOWN[register].has(field) for field in fields), register
    assert hindsight.load("sar-2022").phrases == ()


def test_a_place_is_named_by_its_row_and_field_and_found_across_a_line_end(office: Office) -> None:
    _save(office, "finding", number=2, title="Alerts", what="The service failed\nto act. A missed opportunity.")
    _save(office, "episode", title="The visit in June", explanation="She SHOULD HAVE asked.")
    _save(office, "report_section", position=1, heading="Summary", words="Nothing was overlooked; shoulders haven.")
    assert _places(office) == [
        ("should have", "Episode: The visit in June, Explanation", False),
        ("failed to", "Finding 2, What the finding is", False),
        ("missed opportunity", "Finding 2, What the finding is", False),
    ]


def test_the_reviewers_answer_closes_the_place_and_an_open_one_does_not(office: Office) -> None:
    _save(office, "finding", number=2, what="They failed to act.")
    where = "Finding 2, What the finding is"
    answer = _save(office, "language_check", phrase="Failed to", place=where, response="open")
    (found,) = office.session.look(hindsight.places, office.case)
    assert (found.answer, found.answered) == (answer.id, False)
    _save(office, "language_check", answer, response="kept", kept_because="It is the inspectorate's own word.")
    assert _places(office) == [("failed to", where, True)]
    _save(office, "finding", number=3, what="They should have known.")
    assert [answered for _, _, answered in _places(office)] == [False, True]
