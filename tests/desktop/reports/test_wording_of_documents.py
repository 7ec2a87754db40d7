"""What documents say where it was said badly once: whose view and advocate, which process, draft and place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.casework import people
from desktop.errors import UserError
from desktop.markers import framework as frameworks
from desktop.markers import judge, passes
from desktop.paper import document as doc
from desktop.reports import export
from storage.records import PersonKind
from storage.store import Work
from tests.desktop.conftest import Office
from tests.desktop.reports.test_documents import KNOWN, printed, ready_for, rows, section_saying


def put(office: Office, register: str, **values: Any) -> Any:
    return office.session.do("put", rows.save, office.case, KNOWN[register], values)


def test_a_different_view_says_which_finding_it_is_about(office: Office) -> None:
    finding = put(office, "finding", number=3, title="Calls are not answered.", what="A call is logged.")
    dispute = {"raised_on": "2016-02-20", "outcome": "recorded", "about": "calls"}
    put(office, "dispute", **dispute, finding=finding.id, wording="One service does not share this finding.")
    text = printed(ready_for(office, "overview-report"))
    assert "Finding 3: One service does not share" in " ".join(text.split())


def test_what_a_process_did_stands_under_its_name(office: Office) -> None:
    put(office, "report_section", position=1, heading="Other processes", kind="processes", words="Two ran beside it.")
    for kind, effect in (("criminal", "Thirteen weeks were lost."), ("inquest", "None was lost.")):
        process = put(office, "process", kind=kind, stage="open")
        put(office, "interaction", process=process.id, on_time=effect)
    ready = ready_for(office, "overview-report")
    heads = [doc.plain(one.text) for one in ready.document.blocks if isinstance(one, doc.Heading)]
    assert "Criminal investigation or trial" in heads and "Inquest" in heads
    assert "Some are still running; see the section on them" in printed(ready)


def test_the_first_page_points_at_no_section_that_is_not_there(office: Office) -> None:
    section_saying(office, "Nothing was written down.")
    put(office, "process", kind="inquest", stage="open")
    text = printed(ready_for(office, "overview-report"))
    assert "Some are still running" in text and "see the section" not in text


def test_the_first_page_says_what_is_not_known_yet(office: Office) -> None:
    section_saying(office, "Nothing was written down.")
    text = printed(ready_for(office, "overview-report"))
    assert "Lead reviewer Not named yet" in text and "Period looked at Not set yet" in text


def test_the_report_carries_the_version_in_which_it_was_frozen(office: Office) -> None:
    section_saying(office, "Nothing was written down.")
    assert not ready_for(office, "overview-report").document.furniture.version
    put(office, "draft", number=4, made_on="2016-02-20", state="frozen", frozen_on="2016-02-21")
    for report in ("overview-report", "findings-extract"):
        assert ready_for(office, report).document.furniture.version.text == "Version of 21 February 2016"
    put(office, "draft", number=5, made_on="2016-02-22", state="working")
    assert not ready_for(office, "overview-report").document.furniture.version


def test_a_mother_reads_your_advocate_and_the_board_whose(office: Office) -> None:
    def add(work: Work) -> str:
        return people.add_person(
            work, office.case.id, "Eleanor Wick", PersonKind.PROFESSIONAL, role="Advocate of the mother"
        ).id

    advocate = office.session.do("add", add)
    put(office, "family_support", person=office.mother.id, advocate=advocate)
    text = printed(ready_for(office, "family-letter"))
    assert "Your advocate" in text and "of the mother" not in text and "Wick" not in text
    put(office, "conversation", kind="family", people=[office.mother.id], present=[advocate], planned_for="2016-02-20")
    assert "Advocate of the mother" in printed(ready_for(office, "interview-record", "board"))
    assert "Your advocate" in printed(ready_for(office, "interview-record", "family"))


@pytest.mark.parametrize(
    ("profile", "to"),
    [("board", "To every Board member"), ("publication", "National Panel"), ("event", "To those who worked"),
     ("family", "Grace Tarnbeck")],
)  # fmt: skip
def test_a_notice_of_delay_is_addressed_to_its_audience_alone(office: Office, profile: str, to: str) -> None:
    (lines, *_rest) = [one for one in ready_for(office, "delay-notice", profile).document.blocks
                       if isinstance(one, doc.Lines)]  # fmt: skip
    assert doc.plain(lines.lines[0]).casefold().startswith(to.casefold())
    assert len(lines.lines) == 1


def test_the_register_of_copies_says_of_which_draft(office: Office) -> None:
    for number in (1, 2):
        draft = put(office, "draft", number=number, made_on="2016-02-20", state="working")
        put(office, "draft_copy", draft=draft.id, number=1, holder=office.visitor.id, watermark="Copy 1")
    text = printed(ready_for(office, "recall-register"))
    assert "Draft 1 Copy 1" in text and "Draft 2 Copy 1" in text


def test_factors_are_told_in_a_sentence(office: Office) -> None:
    episode = put(office, "episode", title="The second visit")
    put(office, "finding", number=1, title="Calls are not answered.", what="It is logged.", episodes=[episode.id])
    put(office, "contributory_factor", episode=episode.id, code="tools", words="No place for doubt",
        polarity="hindered", reach="latent")  # fmt: skip
    text = printed(ready_for(office, "how-we-got-here", "board"))
    assert "Tools and forms: No place for doubt (a condition that affects practice generally)" in text


def test_only_what_a_pass_looked_at_has_changed(office: Office) -> None:
    def judged(kind: str, *told: tuple[str, str]) -> None:
        chosen = office.session.do("open", passes.open_pass, office.case.id, kind)
        for question, status in told:
            office.session.do(
                "judge", judge.judge, chosen, frameworks.load("scr-2016"), question, "commissioner", status,
                narrative="It was looked at.", no_evidence_because="talk alone",
            )  # fmt: skip

    judged("setting-up", ("1.1", "met"), ("1.2", "working"))
    judged("in-progress", ("1.2", "partly-met"))
    judged("looking-back", ("1.1", "not-met"), ("1.2", "partly-met"))
    tables = [one for one in ready_for(office, "lessons").document.blocks if isinstance(one, doc.Table)]
    told = [tuple(doc.plain(cell) for cell in row) for one in tables for row in one.rows]
    assert told == [
        ("1.2", "Commissioner", "Working on it", "Partly met"), ("1.1", "Commissioner", "Met", "Not met"),
    ]  # fmt: skip


def test_a_refusal_says_the_place_as_people_find_it_again(office: Office, tmp_path: Path) -> None:
    office.session.do("address", people.add_address, office.mother, "14 Reed Walk, Fellmarsh, QX3 7LN")
    section_saying(office, "Plain words.")
    section_saying(office, "They lived at 14 Reed Walk, Fellmarsh, QX3 7LN for a time.")
    with pytest.raises(UserError) as caught:
        export.export(office.session, office.case, "overview-report", "publication", tmp_path / "x.pdf",
                      second_person=office.chair.id)  # fmt: skip
    assert caught.value.places[0].startswith("Section 2, what the section says, line 1, character 15: ")
    assert "Reed" not in " ".join(caught.value.places)


def test_a_form_leaves_room_to_write(office: Office) -> None:
    boxes = [one for one in ready_for(office, "feedback-form").document.blocks if isinstance(one, doc.Box)]
    assert len(boxes) == 1 and len(boxes[0].blocks[0].lines) > 6  # type: ignore[attr-defined]
