"""Every document from a case in which every register holds something: it leaves, is read back, says what it should."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pytest

from desktop import session as sessions
from desktop.casework import cases, checked, people
from desktop.errors import UserError
from desktop.markers import registers, rows, stages
from desktop.paper import pdf
from desktop.redaction import leak_gate
from desktop.reports import draft_copies, export, filling, templates
from desktop.reports.setting import Setting, setting
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import Case, RegisterRow
from storage.store import Store
from tests.desktop.conftest import PASSPHRASE, Office, furnish
from tests.desktop.reports.furnishing import Furnished, furnish_registers
from tests.desktop.reports.test_export import words_of

KNOWN = registers.load("scr-2016")
EVERY = sorted(templates.shipped())
QUICK = ("family-letter", "overview-report", "combined-chronology")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Furnished]:
    """A vault, closed, in which every register that a document reads holds something."""
    folder = tmp_path_factory.mktemp("reports")
    session, _ = sessions.create(
        folder / "board.caseward", PASSPHRASE, "Ruth Ellerby", "Board manager",
        circumstances=FixedCircumstances(), argon=CHEAP,
    )  # fmt: skip
    try:
        office = furnish(session, folder)
        return office, session.do("furnish", furnish_registers, office)
    finally:
        session.close()


@pytest.fixture
def full(furnished: tuple[Office, Furnished], tmp_path: Path) -> Iterator[tuple[Office, Furnished]]:
    """A copy of that vault, open for one test."""
    office, made = furnished
    shutil.copytree(office.folder / "board.caseward", tmp_path / "full.caseward")
    session = sessions.unlock(tmp_path / "full.caseward", PASSPHRASE, circumstances=FixedCircumstances())
    try:
        yield replace(office, session=session, folder=tmp_path), made
    finally:
        session.close()


def case_of(office: Office) -> Case:
    return office.session.look(cases.case_called, office.case.reference)


def recipient_of(office: Office, template: templates.Template, profile: str = "") -> str:
    if template.recipient == "agency":
        return office.hospital.id
    return office.mother.id if template.recipient == "person" or profile == "family" else ""


def ready_for(office: Office, report_id: str, profile: str = "", **more: Any) -> export.Ready:
    template = templates.shipped()[report_id]
    chosen = profile or template.profiles[0]
    more.setdefault("recipient_id", recipient_of(office, template, chosen))
    return office.session.look(export.prepare, case_of(office), report_id, chosen, **more)


def printed(ready: export.Ready) -> str:
    return " ".join(one.text for block in ready.document.blocks for one in filling.released_in(block))


def test_every_document_that_a_stage_names_is_there() -> None:
    known = stages.load("scr-2016")
    named = {one for marker in known.markers for one in known.documents(marker)}
    assert len(named) > 35 and named <= set(EVERY)


def test_tables_never_have_more_columns_than_a_page_can_hold() -> None:
    for template in templates.shipped().values():
        for section in template.sections:
            assert section.show != "table" or 2 <= len(section.fields) <= 7, (template.id, section.heading)


def test_a_document_of_a_full_case_waits_for_nothing(full: tuple[Office, Furnished]) -> None:
    office, _ = full
    for report_id in EVERY:
        ready = ready_for(office, report_id)
        assert ready.free, (report_id, ready.blocked, ready.to_decide, ready.suggestions, ready.rare)


@pytest.mark.parametrize(
    "report_id", [pytest.param(one, marks=() if one in QUICK else pytest.mark.long) for one in EVERY]
)
def test_a_document_is_tagged_and_gives_nothing_away(full: tuple[Office, Furnished], report_id: str) -> None:
    office, _ = full
    ready = ready_for(office, report_id)
    data = pdf.lay_out(ready.document)
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert not [failure.rule_id for failure in report.failures]
    secrets = office.session.look(export.secrets_for, ready)
    assert not leak_gate.check(data, "pdf", secrets, ours=True, published=ready.made.profile == "publication")


def sections_of(at: Office, template: templates.Template) -> list[str]:
    profile = template.profiles[0]

    def build(store: Store) -> list[str]:
        made: Setting = setting(store, case_of(at), profile, recipient_id=recipient_of(at, template, profile))
        told = filling.parts(template, made)
        return [" ".join(one.text for block in part for one in filling.released_in(block)) for part in told]

    return at.session.look(build)


def test_each_section_says_something_else_when_it_is_filled(full: tuple[Office, Furnished], office: Office) -> None:
    for template in templates.shipped().values():
        filled, empty = sections_of(full[0], template), sections_of(office, template)
        for at, section in enumerate(template.sections):
            if section.register or (section.source and section.source not in UNMOVED):
                assert filled[at] != empty[at], (template.id, section.heading, filled[at])
                assert section.quiet or empty[at].strip(), (template.id, section.heading)


UNMOVED = {
    "chronology-columns", "feedback-form", "marker-record", "marker-sign-off", "pass-changes", "check-people",
    "check-abbreviations", "check-second", "feedback-room", "pack-note", "audit-people", "audit-ways",
}  # fmt: skip
"""Computed parts that rest on something other than the registers filled here; tests of their own follow."""


# The family


def test_a_letter_calls_the_child_by_name_to_a_mother_and_tells_no_address_of_another(
    full: tuple[Office, Furnished],
) -> None:
    office, _ = full
    text = printed(ready_for(office, "family-letter"))
    assert "A review about Ivo" in text and "Dear Grace Tarnbeck" in text and "14 Reed Walk" in text


def test_to_somebody_who_may_not_read_about_the_child_it_does_not(office: Office) -> None:
    def add(work: Any) -> str:
        people.add_address(work, office.mother, "14 Reed Walk, Fellmarsh, QX3 7LN")
        return office.visitor.id

    other = office.session.do("add", add)
    text = printed(ready_for(office, "family-letter", recipient_id=other))
    assert "Ivo" not in text and "Reed Walk" not in text and "Tarnbeck" not in text


def test_an_address_kept_safe_stands_in_nobodys_letter(office: Office) -> None:
    office.session.do(
        "address", lambda work: people.add_address(work, office.mother, "2 Heron Yard, Fellmarsh", safe=True)
    )
    assert "Heron Yard" not in printed(ready_for(office, "family-letter"))


def test_a_letter_of_answers_holds_the_questions_of_its_reader_alone(office: Office) -> None:
    def ask(work: Any) -> None:
        register = KNOWN["family_question"]
        for person, words in ((office.mother, "did anyone ring"), (office.visitor, "was the file lost")):
            rows.save(work, office.case, register, {"asked_by": person.id, "words": words})

    office.session.do("ask", ask)
    ready = ready_for(office, "family-answers")
    text = printed(ready)
    assert ready.free and "[withheld" not in text
    assert "did anyone ring" in text and "was the file lost" not in text


# Publication


def section_saying(office: Office, words: str) -> None:
    office.session.do(
        "section", rows.save, office.case, KNOWN["report_section"],
        {"position": 1, "heading": "the story", "kind": "case", "words": words},
    )  # fmt: skip


def test_a_report_with_a_withheld_thing_is_not_published_and_the_place_is_listed(
    office: Office, tmp_path: Path
) -> None:
    office.session.do("address", people.add_address, office.mother, "14 Reed Walk, Fellmarsh, QX3 7LN")
    section_saying(office, "They lived at 14 Reed Walk, Fellmarsh, QX3 7LN for a time.")
    ready = ready_for(office, "overview-report")
    assert ready.blocked[0].class_id in ("address", "locator")
    assert all(
        "report_section" in ready.made.texts[place.where][0] or "RegisterRow" in place.where for place in ready.blocked
    )
    with pytest.raises(UserError) as caught:
        export.export(
            office.session,
            office.case,
            "overview-report",
            "publication",
            tmp_path / "x.pdf",
            second_person=office.chair.id,
        )
    assert caught.value.code == "blocked" and not list(tmp_path.glob("**/*.pdf"))


def test_a_section_keeps_its_words_and_loses_its_names(office: Office) -> None:
    section_saying(office, "Ivo Tarnbeck was seen by Joan Hallowfen.\n\nNothing was written down.")
    text = printed(ready_for(office, "overview-report"))
    assert "Tarnbeck" not in text and "Hallowfen" not in text and "health visitor" in text.lower()
    assert "Nothing was written down." in text


@pytest.mark.parametrize(
    ("report_id", "register", "field"),
    [("overview-report", "report_section", "words"), ("member-notification", "message", "text")],
)
def test_twins_are_the_same_byte_for_byte(office: Office, report_id: str, register: str, field: str) -> None:
    must = {"position": 1, "heading": "the story", "about": "decision", "version": "1"}
    values = {key: value for key, value in must.items() if KNOWN[register].has(key)}
    row = office.session.do("row", rows.save, office.case, KNOWN[register], {**values, field: "Ivo Tarnbeck was seen."})
    first = pdf.lay_out(ready_for(office, report_id).document)
    office.session.do("rename", lambda work: people.save_person(work, office.child, name="Bartholomew Quist"))

    def reword(work: Any) -> RegisterRow:
        return rows.save(work, office.case, KNOWN[register], {field: "Bartholomew Quist was seen."}, row)

    office.session.do("reword", reword)
    assert pdf.lay_out(ready_for(office, report_id).document) == first


def test_findings_leave_as_data_through_the_same_release(office: Office, tmp_path: Path) -> None:
    values = {"number": 1, "title": "Ivo Tarnbeck was not seen.", "what": "A visit to a home is not a child seen."}
    office.session.do("finding", rows.save, office.case, KNOWN["finding"], values)
    out = export.export(office.session, office.case, "findings-extract", "board", tmp_path / "findings.json")
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["findings"][0]["number"] == 1 and "Tarnbeck" not in out.read_text(encoding="utf-8")
    manual = Path("resources/manual/10-files.md").read_text(encoding="utf-8")
    keys = {*told, *(key for one in told["findings"] for key in one)}
    assert [key for key in sorted(keys) if f"`{key}`" not in manual] == []
    with pytest.raises(UserError, match="not sealed"):
        export.export(
            office.session, office.case, "findings-extract", "board", tmp_path / "sealed.json", passphrase="a b c d e"
        )
    assert not (tmp_path / "sealed.json").exists()
    with pytest.raises(UserError, match="PDF only"):
        export.export(office.session, office.case, "minutes", "board", tmp_path / "minutes.json")


# The rest


def test_an_abstract_of_more_than_150_words_is_refused(office: Office) -> None:
    register = KNOWN["report_plan"]
    row = office.session.do("plan", rows.save, office.case, register, {"title": "a title", "abstract": "word " * 150})
    assert "150 words." in printed(ready_for(office, "deposit-sheet"))
    office.session.do("plan", rows.save, office.case, register, {"abstract": "word " * 151}, row)
    with pytest.raises(UserError, match="151 words"):
        ready_for(office, "deposit-sheet")


def test_a_time_limit_that_nobody_checked_is_named_to_the_user_and_not_printed(office: Office) -> None:
    ready = ready_for(office, "letter-initiating")
    assert ready.unconfirmed and "5 working days" not in printed(ready)
    office.session.do("confirm", checked.confirm, office.case.terminology, "tell-decision", "Priya Thornlea")
    later = ready_for(office, "letter-initiating")
    assert len(later.unconfirmed) == len(ready.unconfirmed) - 1 and "5 working days" in printed(later)


def test_reasons_that_are_held_back_are_counted_and_never_told(office: Office) -> None:
    def decide(work: Any) -> None:
        decision = rows.save(work, office.case, KNOWN["chair_decision"], {"decision": "review"})
        register = KNOWN["decision_reason"]
        told, held = (
            rows.save(work, office.case, register, {"decision": decision.id, "reason": words})
            for words in ("the criteria are met", "a secret of the inquiry")
        )
        how = KNOWN["reason_told"]
        rows.save(work, office.case, how, {"reason": told.id, "treatment": "told"})
        rows.save(
            work, office.case, how, {"reason": held.id, "treatment": "held_back", "held_because": "investigation"}
        )

    office.session.do("decide", decide)
    text = printed(ready_for(office, "member-notification"))
    assert "the criteria are met" in text and "a secret" not in text and "One reason cannot be told now" in text


@pytest.mark.parametrize(("returned", "number"), [(3, ""), (12, "fewer than 3")])
def test_feedback_gives_no_number_that_points_at_anybody(office: Office, returned: int, number: str) -> None:
    def give(work: Any) -> None:
        values = {"audience": "practitioners", "on": "2016-02-01", "given": 14, "returned": returned}
        asked = rows.save(work, office.case, KNOWN["feedback"], values)
        rows.save(
            work, office.case, KNOWN["feedback_theme"], {"feedback": asked.id, "theme": "felt heard", "mentions": 1}
        )

    office.session.do("give", give)
    text = printed(ready_for(office, "feedback-summary"))
    assert (
        "felt heard" in text
        and ("fewer than 3" in text) is bool(number)
        and f"{returned} of 14" not in text.replace("12 of 14", "")
    )


def test_reflections_are_printed_for_those_who_hold_the_vault_alone(full: tuple[Office, Furnished]) -> None:
    office, _ = full
    inside, outside = (printed(ready_for(office, "interview-record", profile)) for profile in ("internal", "board"))
    assert "the office and not the person" in inside and "the office and not the person" not in outside
    assert "nobody rang back" in outside and "What the reviewer thought" not in outside


def test_a_signed_page_carries_the_end_of_the_hash_of_its_words(full: tuple[Office, Furnished]) -> None:
    office, furnished = full
    ready = ready_for(office, "chair-decision")
    blocks = ready.document.blocks
    sign = blocks[-1]
    assert sign.digest.text == filling.digest_of(blocks[:-1]) and len(sign.digest.text) == 12  # type: ignore[attr-defined]
    data = pdf.lay_out(ready.document)
    with pytest.raises(UserError):
        ready_for(office, "chair-decision", record_id="99")
    assert data.count(b"/Type /Page\n") <= 1 and furnished.first("chair_decision")


def test_copies_of_a_draft_carry_their_number_and_no_name(office: Office, tmp_path: Path) -> None:
    section_saying(office, "Nothing was written down.")
    draft = office.session.do(
        "draft", rows.save, office.case, KNOWN["draft"], {"number": 3, "made_on": "2016-02-20", "state": "working"}
    )
    holders = (office.chair.id, office.visitor.id)
    first, second = office.session.do("number", draft_copies.number_copies, office.case, draft, holders)
    out = draft_copies.export_copy(office.session, office.case, draft, second, "board", tmp_path / "copy.pdf")
    text = words_of(out)
    assert "Draft 3, copy 2 of 2" in text and "Hallowfen" not in text
    recalled = office.session.do("recall", draft_copies.recall, office.case, draft)
    assert [one.number for one in recalled] == [2]
    copy_of = (office.session, office.case, draft)
    again = tmp_path / "again.pdf"
    called_back = office.session.look(draft_copies.copy_numbered, office.case, 3, 2)[1]
    with pytest.raises(UserError, match="not written again"):
        draft_copies.export_copy(*copy_of, called_back, "board", again)
    ended = office.session.do("close", draft_copies.close, office.case, recalled[0], "destroyed")
    with pytest.raises(UserError, match="not written again"):
        draft_copies.export_copy(*copy_of, ended, "board", again)
    assert not again.exists()
    assert not office.session.do("recall", draft_copies.recall, office.case, draft)
    assert first.number == 1


def test_a_copy_of_a_draft_is_never_for_a_child_or_a_relative(office: Office) -> None:
    draft = office.session.do("begin", draft_copies.begin, office.case)
    able = {one.id for one in office.session.look(draft_copies.holders, office.case)}
    assert able == {office.chair.id, office.visitor.id}
    for one in (office.child, office.mother):
        with pytest.raises(UserError, match="work on the review"):
            office.session.do("number", draft_copies.number_copies, office.case, draft, (office.chair.id, one.id))
    assert not office.session.look(draft_copies.copies, office.case, draft)


def test_the_end_of_a_letter_is_never_torn_from_its_names(full: tuple[Office, Furnished], tmp_path: Path) -> None:
    office, _ = full
    for report_id in (one for one in EVERY if templates.shipped()[one].sender):
        out = tmp_path / "letter.pdf"
        out.write_bytes(pdf.lay_out(ready_for(office, report_id).document))
        read = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True)
        page_of_end = next(one for one in read.stdout.decode().split("\f") if "Yours sincerely" in one)
        assert "for " in page_of_end.split("Yours sincerely")[1], report_id
