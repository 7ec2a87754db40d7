"""What a wizard reads and keeps: progress of stages, evidence carried over and taken away, a copy without text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.errors import UserError
from desktop.markers import framework as frameworks
from desktop.markers import judge, passes, published_file, registers, rows, wizard
from desktop.markers.judge import Cited
from storage.records import Case, Judgement, MarkerPass, RegisterRow
from tests.desktop.conftest import Office


def put(office: Office, register: str, **values: Any) -> RegisterRow:
    case = office.session.look(lambda store: store.get(Case, office.case.id))
    return office.session.do("row", rows.save, case, registers.load(case.framework)[register], values)


def judged(office: Office, chosen: MarkerPass, **fields: Any) -> Judgement:
    framework = frameworks.load("scr-2016")
    return office.session.do(
        "j", judge.judge, chosen, framework, "9.2", "chair", "met", narrative="It was so", **fields
    )


def opened(office: Office, marker: str = "QM9") -> tuple[wizard.Ground, wizard.Opened]:
    ground = office.session.look(wizard.ground, office.case.id)
    return ground, office.session.look(wizard.opened, ground, marker, "setting-up", office.session.worker.id)


def test_evidence_is_carried_over_whole_and_can_be_taken_away(office: Office) -> None:
    chosen = office.session.do("pass", passes.open_pass, office.case.id, "setting-up")
    row = put(office, "liaison", held_on="2016-02-15")
    cited = Cited("RegisterRow", row.id, "held_on", "Early", "strong", confidential=True, publishable=True)
    judged(office, chosen, evidence=(cited,))
    again = judged(office, chosen, dissent="One would have it in writing")
    links = office.session.look(judge.evidence_of, again.id)
    assert [(one.place, one.confidential, one.publishable, one.record_gone) for one in links] == [
        ("held_on", True, True, False)
    ]
    assert office.session.do("remove", wizard.remove_row, row) == 2
    third = judged(office, chosen, no_evidence_because="The note of the meeting was put aside")
    assert [one.record_gone for one in office.session.look(judge.evidence_of, third.id)] == [True]
    link = office.session.look(judge.evidence_of, third.id)[0]
    office.session.do("uncite", judge.uncite, link)
    assert office.session.look(judge.evidence_of, third.id) == ()


def test_progress_counts_rows_that_stand_and_answers_still_open(office: Office) -> None:
    ground, now = opened(office)
    assert wizard.progress(ground, now)["liaison"].words == "Not started"
    first = put(office, "contact_permission", person=office.mother.id, permission="free", given_on="2016-02-15")
    put(office, "liaison", held_on="2016-02-15")
    office.session.do(
        "correct", rows.save, ground.case, ground.registers["contact_permission"], {"permission": "not"}, first
    )
    ground, now = opened(office)
    assert len(now.rows["contact_permission"]) == 2
    assert [row.values["permission"] for row in wizard.current(now.rows["contact_permission"])] == ["not"]
    assert wizard.progress(ground, now)["liaison"].words == "1 answer to fill in"
    assert wizard.progress(ground, now)["check"].words == "1 answer to fill in"
    stage = ground.stages.stage("QM9", "liaison")
    assert [(name, field) for name, _row, field in wizard.missing_of(ground, stage, now.rows)] == [
        ("liaison", "partners")
    ]


def test_a_notification_to_another_body_is_no_answer_on_the_coroners_stage(office: Office) -> None:
    put(office, "notification", body="ofsted", about="incident", sent_on="2016-02-10")
    ground, now = opened(office)
    assert wizard.progress(ground, now)["coroner"].words == "Not started"


def test_who_may_be_spoken_to_puts_those_not_cleared_first(office: Office) -> None:
    put(office, "contact_permission", person=office.visitor.id, permission="free", given_on="2016-02-15")
    put(office, "contact_permission", person=office.mother.id, permission="not", given_on="2016-02-15")
    ground, _now = opened(office)
    found = office.session.look(wizard.contacts, ground)
    assert [(one.person_id, one.standing.cleared) for one in found] == [
        (office.mother.id, False),
        (office.visitor.id, True),
    ]


def test_a_place_is_kept_without_a_step_to_undo(office: Office) -> None:
    before = office.session.undo_name
    where = (office.case.id, "", "QM9", "read")
    state = office.session.do("Remember", wizard.keep_place, *where, cursor='{"stage": "read"}', read=True)
    assert state is not None and state.read
    assert office.session.do("Remember", wizard.keep_place, *where, cursor='{"stage": "read"}', read=True) is None
    assert office.session.undo_name == before
    _ground, now = opened(office)
    assert now.states[""].cursor == '{"stage": "read"}'


def test_a_scan_and_a_missing_file_are_refused_in_words(tmp_path: Path) -> None:
    framework = frameworks.load("scr-2016")
    with pytest.raises(UserError, match="cannot be opened"):
        published_file.read_copy(tmp_path / "none.pdf", framework)
    (tmp_path / "scan.txt").write_text(" \n ")
    with pytest.raises(UserError, match="no text"):
        published_file.read_copy(tmp_path / "scan.txt", framework)
