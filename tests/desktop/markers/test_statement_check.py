"""The statement of purpose in the papers that went out: word for word, or what stands there instead."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.markers import registers, rows, statement_check
from storage.records import Material, MaterialText, RegisterRow
from tests.desktop.conftest import Office

KNOWN = registers.load("scr-2016")
STATEMENT = "This review is there to learn. It does not look for blame. “Why” comes before “who”."


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        (f"Dear colleague,\n{STATEMENT}\nYours", ()),
        ("This review is\n there to learn. It does not look\u00a0for blame. \"Why\" comes before 'who'.", None),
        (
            "This review is there to learn. It does not only look for blame. “Why” comes before “who”.",
            (("It does not look for blame.", "It does not only look for blame."),),
        ),
        ("This review is there to learn. “Why” comes before “who”.", (("It does not look for blame.", ""),)),
    ],
)
def test_a_paper_is_held_against_the_statement_sentence_by_sentence(paper: str, found: Any) -> None:
    told = statement_check.lacking(STATEMENT, paper)
    if found is None:
        assert [ours for ours, _ in told] == ["“Why” comes before “who”."], "double marks are not single ones"
    else:
        assert told == found


def _save(office: Office, register: str, **values: Any) -> RegisterRow:
    return office.session.do("row", rows.save, office.case, KNOWN[register], values)


def _paper(office: Office, text: str) -> str:
    item = office.session.do("item", lambda work: work.add(Material(case_id=office.case.id, title="Invitation")))
    words = MaterialText(case_id=office.case.id, material_id=item.id, text=text)
    office.session.do("words", lambda work: work.add(words))
    return item.id


def test_each_recorded_use_is_compared_with_the_version_it_names(office: Office) -> None:
    first = _save(office, "purpose_statement", version=1, text="We look for what went wrong.")
    second = _save(office, "purpose_statement", version=2, text=STATEMENT)
    paper = _paper(office, STATEMENT)
    same = _save(office, "statement_use", statement=second.id, document="invitation", material=paper)
    older = _save(office, "statement_use", statement=first.id, document="press", material=paper)
    bare = _save(office, "statement_use", statement=second.id, document="contract")
    told = {one.row_id: one for one in office.session.look(statement_check.carried, office.case)}
    assert told[same.id].same and told[same.id].document == "Invitations"
    assert [ours for ours, _ in told[older.id].lacking] == ["We look for what went wrong."]
    assert not told[bare.id].read and not told[bare.id].same
