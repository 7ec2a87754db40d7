"""Rows of registers, judgements, passes and sign-offs as a wizard uses them, in a real vault."""

from __future__ import annotations

import pytest

from desktop.casework import notes
from desktop.errors import FieldErrors, UserError
from desktop.markers import framework as frameworks
from desktop.markers import judge, overview, passes, rows, warnings
from desktop.markers.judge import Cited
from storage.partial_date import UNDATED
from storage.records import EvidenceLink, IndexEntry, Judgement, RegisterRow
from tests.desktop.conftest import Office

FRAME = frameworks.load("scr-2016")


def open_pass(office: Office):  # type: ignore[no-untyped-def]
    return office.session.do("open", passes.open_pass, office.case.id, "setting-up")


def test_a_half_filled_row_is_kept_and_searched(office: Office) -> None:
    register = rows.registers_of(office.case)["referral"]
    text = next(field.id for field in register.fields if field.kind.value == "long_text")
    row = office.session.do("save", rows.save, office.case, register, {text: "A pattern of zeppelins\u00a0and more"})
    assert office.session.look(lambda store: store.search("zeppelins"))[0].record_id == row.id
    with pytest.raises(FieldErrors) as caught:
        office.session.do("save", rows.save, office.case, register, {}, row, require=True)
    assert caught.value.errors


def test_working_registers_make_one_block_entry_between_them(office: Office) -> None:
    chosen = [r for r in rows.registers_of(office.case).of("review") if r.entry is None and not r.append_only][:2]
    for register in chosen:
        office.session.do("save", rows.save, office.case, register, {})
    found = office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))
    assert [entry.is_block for entry in found] == [True]


def test_a_record_that_waits_for_its_signature_can_still_be_changed(office: Office) -> None:
    register = rows.registers_of(office.case)["chair_decision"]
    first = office.session.do("save", rows.save, office.case, register, {"other_process": "one"})
    second = office.session.do("save", rows.save, office.case, register, {"other_process": "two"}, first)
    assert second.id == first.id and second.values["other_process"] == "two"


def test_a_change_in_an_append_only_register_is_a_correction(office: Office) -> None:
    register = next(r for r in rows.registers_of(office.case).of("review") if r.append_only and not r.freezes_when)
    field = next(f.id for f in register.fields if f.kind.value in ("text", "long_text"))
    first = office.session.do("save", rows.save, office.case, register, {field: "one"})
    second = office.session.do("save", rows.save, office.case, register, {field: "two"}, first)
    assert second.id != first.id and second.corrects_id == first.id
    assert office.session.look(lambda store: store.get(RegisterRow, first.id)).values[field] == "one"


def test_met_needs_evidence_and_not_applicable_a_reason(office: Office) -> None:
    chosen = open_pass(office)
    with pytest.raises(FieldErrors) as caught:
        office.session.do("judge", judge.judge, chosen, FRAME, "1.1", "chair", "met", narrative="It is clear")
    assert "evidence" in caught.value.errors
    with pytest.raises(FieldErrors) as caught:
        office.session.do("judge", judge.judge, chosen, FRAME, "1.1", "chair", "not-applicable", narrative="x")
    assert "not_applicable_because" in caught.value.errors
    note, _ = office.session.do("note", notes.write, office.case.id, text="words")
    made = office.session.do(
        "judge",
        judge.judge,
        chosen,
        FRAME,
        "1.1",
        "chair",
        "met",
        narrative="It is clear",
        evidence=(Cited("Note", note.id),),
    )
    assert [link.record_id for link in office.session.look(judge.evidence_of, made.id)] == [note.id]


def test_history_is_kept_and_two_views_stand_side_by_side(office: Office) -> None:
    chosen = open_pass(office)
    do = office.session.do
    first = do("judge", judge.judge, chosen, FRAME, "1.1", "chair", "working", narrative="Not yet")
    do("judge", judge.judge, chosen, FRAME, "1.1", "chair", "partly-met", narrative="Half of it")
    do("judge", judge.judge, chosen, FRAME, "1.1", "lead-reviewer", "not-met", narrative="No")
    assert {one.status for one in office.session.look(judge.views, chosen.id, "1.1")} == {"partly-met", "not-met"}
    assert office.session.look(lambda store: store.get(Judgement, first.id).narrative) == "Not yet"
    cell = office.session.look(overview.overview, office.case.id, FRAME, ("setting-up",))["QM1", "setting-up"]
    assert (cell.looked_at, cell.two_views) == (1, True)
    assert "two views" in cell.words


def test_a_closed_pass_is_not_judged_in(office: Office) -> None:
    chosen = open_pass(office)
    closed = office.session.do("close", passes.close_pass, chosen)
    with pytest.raises(UserError, match="closed"):
        office.session.do("judge", judge.judge, closed, FRAME, "1.1", "chair", "working", narrative="x")


def test_a_row_taken_away_leaves_its_evidence_saying_so(office: Office) -> None:
    chosen = open_pass(office)
    register = rows.registers_of(office.case)["referral"]
    row = office.session.do("save", rows.save, office.case, register, {})
    made = office.session.do(
        "judge",
        judge.judge,
        chosen,
        FRAME,
        "1.1",
        "chair",
        "met",
        narrative="x",
        evidence=(Cited("RegisterRow", row.id),),
    )
    office.session.do("remove", rows.remove, row)
    (link,) = office.session.look(lambda store: store.find(EvidenceLink, judgement_id=made.id))
    assert link.record_gone
    with pytest.raises(FieldErrors) as caught:
        office.session.do("judge", judge.judge, chosen, FRAME, "1.1", "chair", "met", narrative="still x")
    assert "evidence" in caught.value.errors, "what is gone supports nothing any more"


def test_what_was_signed_or_sent_is_not_put_aside_nor_what_belongs_to_it(office: Office) -> None:
    known = rows.registers_of(office.case)
    save, today = office.session.do, office.session.circumstances.today().isoformat()
    made = {"decision": "review", "decided_on": today, "decided_by": office.chair.id}
    signed = save("save", rows.save, office.case, known["chair_decision"], {**made, "signed_on": today})
    reason = save("save", rows.save, office.case, known["decision_reason"], {"decision": signed.id, "reason": "One"})
    told = save("save", rows.save, office.case, known["contact_permission"], {"given_on": today})
    for row in (signed, reason, told):
        with pytest.raises(UserError, match="stays"):
            save("remove", rows.remove, row)
    waiting = save("save", rows.save, office.case, known["chair_decision"], made)
    slip = save("save", rows.save, office.case, known["decision_reason"], {"decision": waiting.id, "reason": "Slip"})
    for row in (slip, waiting):
        assert save("remove", rows.remove, row).deleted


def test_a_case_without_a_day_of_the_incident_goes_by_the_referral(office: Office) -> None:
    known = rows.registers_of(office.case)
    case = office.session.do("case", lambda work: work.change(office.case, incident_on=UNDATED))

    def errors(register: str, **values: str) -> dict[str, str]:
        try:
            office.session.do("save", rows.save, case, known[register], values)
        except FieldErrors as problem:
            return dict(problem.errors)
        return {}

    assert errors("tension", raised_on="3 January 2016") == {}, "nobody has said when it was"
    said = "must be the same as or after the incident, 22 January 2016"
    both = {"incident_on": "22 January 2016", "sent_on": "20 January 2016"}
    assert errors("referral", **both) == {"sent_on": f"Date sent {said}"}
    assert errors("referral", incident_on="22/1/16", sent_on="25 January 2016") == {}
    assert errors("tension", raised_on="3 January 2016") == {"raised_on": f"Raised on {said}"}


def test_sign_off_names_who_and_can_be_opened_again_with_a_reason(office: Office) -> None:
    chosen = open_pass(office)
    signed = office.session.do(
        "sign", judge.sign_off, chosen, "QM1", office.chair.id, "Independent chair", proof_kind="sheet"
    )
    assert office.session.look(judge.signed, chosen.id, "QM1") == signed
    with pytest.raises(FieldErrors):
        office.session.do("reopen", judge.reopen, signed, "")
    office.session.do("reopen", judge.reopen, signed, "New information")
    assert office.session.look(judge.signed, chosen.id, "QM1") is None


def test_warnings_come_from_the_store(office: Office) -> None:
    found = office.session.look(warnings.warnings, office.case)
    assert found and all(flag.sentence and flag.do for flag in found)
