"""What is under a mark stands in no document of any audience that does not get it: own marks in every field that a
document reads, and a passage that is quoted in every one of them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from desktop.casework import marks, notes
from desktop.casework.marks import Place
from desktop.markers import framework, judge, passes
from desktop.redaction.normalise import normalise
from desktop.redaction.profiles import load
from desktop.reports import templates
from storage import records as kinds
from storage.records import Row
from storage.store import Work
from tests.desktop.conftest import Office
from tests.desktop.reports.furnishing import Furnished
from tests.desktop.reports.test_documents import EVERY, full, furnished, printed, ready_for

__all__ = ("full", "furnished")
WORD = "kettle"
"""An ordinary word: nobody looks for it elsewhere, so each field must heed its own mark."""
PASSAGE = "they slept in the red van behind the boatyard all of that winter"
QUOTED = "THEY slept  in the red van\nbehind the boatyard"
KINDS = ("Note", "Meeting", "Material", "IndexEntry", "RegisterRow", "Judgement", "EvidenceLink", "SignOff")
UNWRITTEN = frozenset({"disposal-certificate", "feedback-form", "pack-note"})
"""Documents without a word of a person in this case."""
_LEFT = frozenset({"id", "case_id", "created_by", "updated_by", "register", "text_language"})


@pytest.mark.long
def test_no_document_holds_what_is_marked(full: tuple[Office, Furnished]) -> None:
    office, made = full
    office.session.do("judge", judge_something, office, made)
    office.session.do("mark", mark_everything, office.case.id)
    for report_id in EVERY:
        profiles = [one for one in templates.shipped()[report_id].profiles if load(one).marks != "K"]
        for profile in profiles[:1]:
            ready = ready_for(office, report_id, profile)
            words = f" {normalise(printed(ready) + ready.data.decode()).words} "
            assert not [one for one in (WORD, "boatyard", "red van") if f" {one} " in words], (report_id, profile)
            if report_id not in UNWRITTEN:
                assert "[withheld" in printed(ready), (report_id, profile)


def judge_something(work: Work, office: Office, made: Furnished) -> None:
    chosen = passes.open_pass(work, office.case.id, "in-progress")
    cited = judge.Cited("RegisterRow", made.first("finding"), shows="It shows this", place="In the second part")
    judge.judge(
        work, chosen, framework.load("scr-2016"), "1.1", "lead-reviewer", "partly-met", evidence=(cited,),
        narrative="Judged so for now.", counter_evidence="One thing speaks against it.",
        dissent="One of us sees it otherwise.",
    )  # fmt: skip


def mark_everything(work: Work, case_id: str) -> None:
    source, _ = notes.write(work, case_id, title="Where", text=f"She said {PASSAGE}.")
    at = source.text.index(PASSAGE)
    marks.withhold(work, Place("Note", source.id, "text"), at, at + len(PASSAGE), "R6")
    for name in KINDS:
        kind: type[Row] = getattr(kinds, name)
        for record in work.find(kind, case_id=case_id):
            if record.id != source.id:
                mark_record(work, record)


def mark_record(work: Work, record: Row) -> None:
    if isinstance(record, kinds.RegisterRow):
        values = {key: f"{value} {QUOTED}. {WORD}" if said(value) else value for key, value in record.values.items()}
        fields = [key for key, value in record.values.items() if said(value)]
        record = work.change(record, values=values)
    else:
        fields = [f.name for f in dataclasses.fields(record) if f.name not in _LEFT and said(getattr(record, f.name))]
        record = work.change(record, **{one: f"{getattr(record, one)} {QUOTED}. {WORD}" for one in fields})
    for one in fields:
        text = marks.text_in(record, one)
        at = text.index(WORD)
        marks.withhold(work, Place(type(record).__name__, record.id, one), at, at + len(WORD), "R3")


def said(value: Any) -> bool:
    """Words of a person: more than one."""
    return isinstance(value, str) and len(value.split()) > 1
