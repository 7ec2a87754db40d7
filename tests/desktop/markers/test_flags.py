"""Each flag is raised by what is missing and cleared by what answers it; its link leads to a stage of its marker."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from desktop.markers import flags, register_values, registers, stages
from desktop.markers.permissions import standing
from storage.records import RegisterRow
from tests.desktop.markers import flag_cases, flag_cases_later
from tests.desktop.markers.flag_rows import Case, Rows

FRAMEWORK = "scr-2016"
CASES = (*flag_cases.CASES, *flag_cases_later.CASES)
IDS = [f"{case.rule}#{number}" for number, case in enumerate(CASES)]


@dataclass(frozen=True)
class StoredRow:
    """A row as the store would hand it over."""

    register: str
    id: str
    values: dict[str, Any] = field(default_factory=dict)
    case_id: str = "case"
    deleted: bool = False
    corrects_id: str = ""


def _snapshot(case: Case, rows: Rows, facts: dict[str, Any]) -> flags.Snapshot:
    known = registers.load(FRAMEWORK)
    kept = []
    for register, row_id, values in rows:
        cleaned = register_values.validate(known[register], values)
        assert set(cleaned) <= {each.id for each in known[register].fields}, "the case names a field that there is not"
        kept.append(StoredRow(register, row_id, cleaned))
    return flags.Snapshot(date.fromisoformat(case.today), known, flags.by_register(kept), **facts)


def _of(rule: str, snapshot: flags.Snapshot) -> list[flags.Flag]:
    return [flag for flag in flags.raised(snapshot, FRAMEWORK) if flag.rule == rule]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_flag_is_raised(case: Case) -> None:
    assert _of(case.rule, _snapshot(case, case.raises, case.facts))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_flag_is_cleared(case: Case) -> None:
    facts = case.facts if case.clear_facts is None else case.clear_facts
    assert not _of(case.rule, _snapshot(case, case.clears, facts))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_flag_leads_to_a_stage_of_its_marker(case: Case) -> None:
    known, shown = registers.load(FRAMEWORK), stages.load(FRAMEWORK)
    for flag in _of(case.rule, _snapshot(case, case.raises, case.facts)):
        if flag.record:
            assert any(flag.record in stage.records for stage in shown.of(flag.marker))
            assert flag.subject_id
        else:
            assert known[flag.register].has(flag.field)
            assert shown.where(flag.register, flag.field, marker=flag.marker)
        if flag.row_id:
            assert flag.row_id in {row for _, row, _ in case.raises}


def test_every_rule_has_words_and_a_case_and_every_word_a_rule() -> None:
    words = flags.load(FRAMEWORK).rules
    assert set(words) == set(flags.CHECKS) == {case.rule for case in CASES}
    for rule in words.values():
        assert rule.marker == f"QM{rule.question.split('.')[0]}"
        assert rule.id.startswith(rule.question)


def test_words_blame_nobody() -> None:
    blame = re.compile(
        r"\b(fail\w*|breach\w*|fault|forgot\w*|neglect\w*|invalid|illegal|please|sorry|should have)\b", re.I
    )
    for rule in flags.load(FRAMEWORK).rules.values():
        assert not blame.search(f"{rule.sentence} {rule.do}"), rule.id
        assert rule.sentence.endswith(".") and rule.do.endswith(".")


def test_sentences_say_days_and_names_of_answers() -> None:
    by_rule = {case.rule: case for case in reversed(CASES)}
    overdue = by_rule["2.2-overdue"]
    assert "79 days past" in _of("2.2-overdue", _snapshot(overdue, overdue.raises, {}))[0].sentence
    factor = by_rule["6.3-factor"]
    sentences = [flag.sentence for flag in _of("6.3-factor", _snapshot(factor, factor.raises, {}))]
    assert len(sentences) == 10
    assert "A factor is still blank: Public interest." in sentences


def test_a_deleted_row_no_longer_counts() -> None:
    rows = flags.by_register([StoredRow("urgent_risk", "r1", {"risk": "x"}, deleted=True)])
    assert rows == {}


def test_an_empty_case_of_a_pack_without_flags_raises_nothing() -> None:
    empty = flags.Snapshot(date(2016, 3, 1), registers.load(FRAMEWORK))
    assert flags.raised(empty, "sar-2022") == ()


def test_limits_of_the_board_go_before_those_of_the_pack() -> None:
    case = next(each for each in CASES if each.rule == "4.4-open")
    patient = _snapshot(case, case.raises, {"limits": {"family_question_days": 90}})
    assert not _of("4.4-open", patient)


def test_a_permission_counts_no_longer_when_the_process_changes_stage() -> None:
    case = next(each for each in CASES if each.rule == "9.2-recheck")
    now = standing(_snapshot(case, case.raises, {}), "p3")
    assert not now.cleared and now.stale and now.row_id == "p1"
    again = standing(_snapshot(case, case.clears, {}), "p3")
    assert again.cleared and again.row_id == "p2"
    assert standing(_snapshot(case, (), {}), "somebody").cleared


def test_an_unknown_rule_in_a_pack_is_refused_with_its_line(tmp_path: Any) -> None:
    (tmp_path / "flags.toml").write_text('[limits]\n\n[[flag]]\nid = "1.1-other"\nmarker = "QM1"\n', encoding="utf-8")
    with pytest.raises(Exception, match=r"flags\.toml, line 4: there is no rule called '1\.1-other'"):
        flags.read(tmp_path)


def test_a_corrected_row_gives_way_and_links_lead_to_the_correction() -> None:
    rows = [
        StoredRow("decision_reason", "x1", {"decision": "d1", "reason": "Agencies did not share."}),
        StoredRow("decision_reason", "x2", {"decision": "d1", "reason": "Agencies shared late."}, corrects_id="x1"),
        StoredRow("reason_told", "t1", {"reason": "x1", "treatment": "told", "words": "They shared late."}),
    ]
    told = flags.Snapshot(date(2016, 6, 1), registers.load(FRAMEWORK), flags.by_register(rows))
    assert not _of("3.2-reason", told)
    untold = flags.Snapshot(date(2016, 6, 1), registers.load(FRAMEWORK), flags.by_register(rows[:2]))
    assert [flag.row_id for flag in _of("3.2-reason", untold)] == ["x2"]


def test_ten_thousand_rows_are_looked_at_quickly() -> None:
    """The flags are drawn whenever a stage opens; looking through rows within loops over rows would take minutes."""
    rows: list[RegisterRow] = []
    for number in range(2_000):
        one, person = f"{number:05d}", f"p{number:05d}"
        rows.append(RegisterRow(id=f"c{one}", register="conversation", values={"people": [person], "state": "planned"}))
        rows.append(RegisterRow(id=f"k{one}", register="process", values={"added_on": "2016-01-01"}))
        rows.append(
            RegisterRow(
                id=f"g{one}",
                register="contact_permission",
                values={"person": person, "permission": "not", "given_on": "2016-04-06", "process": f"k{one}"},
            )
        )
        rows.append(RegisterRow(id=f"a{one}", register="action", values={"state": "under_way", "due": "2016-05-01"}))
        rows.append(
            RegisterRow(
                id=f"u{one}",
                register="action_update",
                values={"action": f"a{one}", "on": "2016-05-02", "state": "closed"},
            )
        )
    seen = flags.Snapshot(date(2016, 6, 1), registers.load(FRAMEWORK), flags.by_register(rows))
    started = time.process_time()
    raised = flags.raised(seen, FRAMEWORK)
    assert len(raised) >= 4_000
    assert time.process_time() - started < 3
