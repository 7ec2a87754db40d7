"""The passes and registers of Plover (closing check 3 of the script)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from desktop.markers import framework, passes, rows
from desktop.session import Session
from storage.records import Case, EvidenceLink, Judgement, MarkerPass, RegisterRow
from storage.store import Store
from tests.demo_vault import demo_session

pytestmark = pytest.mark.timeout(600)
KINDS = ("setting-up", "in-progress", "looking-back")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    opened = demo_session(tmp_path_factory.mktemp("demo"))
    yield opened
    opened.close()


def plover(session: Session) -> Case:
    return session.look(lambda store: store.find(Case, code_name="Plover"))[0]


def judgements(session: Session) -> tuple[Judgement, ...]:
    case = plover(session)
    return session.look(lambda store: store.find(Judgement, case_id=case.id))


def chosen(session: Session, kind: str) -> MarkerPass:
    found = session.look(passes.current, plover(session).id, kind)
    assert found is not None
    return found


def test_three_passes_are_closed_on_the_days_of_the_story(session: Session) -> None:
    closed = {kind: chosen(session, kind).closed_on for kind in KINDS}
    assert closed == dict(zip(KINDS, (date(2016, 4, 20), date(2016, 8, 2), date(2018, 3, 1)), strict=True))


def test_every_question_of_the_framework_has_a_dated_judgement(session: Session) -> None:
    known = {question.id for marker in framework.load().markers for question in marker.questions}
    dated = {one.question for one in judgements(session) if one.considered_on and one.status != "not-considered"}
    assert len(known) == 107 and dated == known
    for kind, markers in (("setting-up", range(1, 19)), ("in-progress", range(7, 14)), ("looking-back", range(1, 19))):
        seen = session.look(passes.judged_in, chosen(session, kind).id)
        assert {one.question for one in seen} == {q for q in known if int(q.split(".")[0]) in markers}


def test_the_first_pass_leaves_31_questions_with_a_day_to_return(session: Session) -> None:
    seen = session.look(passes.judged_in, chosen(session, "setting-up").id)
    left = [one for one in seen if one.status == "not-considered"]
    assert len(left) == 31
    assert all(one.revisit_on and one.revisit_on > date(2016, 4, 20) for one in left)


def test_no_two_narratives_are_alike_and_every_status_occurs(session: Session) -> None:
    said = [one.narrative.casefold() for one in judgements(session) if one.narrative]
    assert len(said) > 200 and len(set(said)) == len(said)
    assert {one.status for one in judgements(session)} == {
        "not-considered", "working", "met", "partly-met", "not-met", "not-applicable", "cannot-judge"
    }  # fmt: skip


def test_three_are_considered_and_declined_and_two_views_differ_on_four(session: Session) -> None:
    found = judgements(session)
    assert sum(one.declined for one in found) == 3
    by_question: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for one in found:
        by_question.setdefault((one.pass_id, one.question), set()).add((one.perspective, one.status))
    differ = [key for key, views in by_question.items() if len({status for _, status in views}) > 1]
    assert len(differ) >= 4


def test_what_is_met_cites_records_that_are_there(session: Session) -> None:
    met = [one for one in judgements(session) if one.status == "met"]

    def check(store: Store) -> list[str]:
        without = []
        for one in met:
            links = store.find(EvidenceLink, judgement_id=one.id)
            for link in links:
                store.any_record(link.record_kind, link.record_id)
            if not links:
                without.append(one.question)
        return without

    assert len(met) > 100 and session.look(check) == []


def test_registers_hold_what_the_steps_say(session: Session) -> None:
    case = plover(session)
    registers = rows.registers_of(case)

    def of(register: str) -> tuple[RegisterRow, ...]:
        return session.look(rows.rows, case, registers[register])

    assert len(of("lesson")) == 9
    assert len(of("factor")) == 10 and len(of("episode")) == 5 and len(of("finding")) == 5
    results = [row.values.get("result") for row in of("scope_proposal") if row.values["source"] == "reviewer"]
    assert (results.count("accepted"), results.count("declined")) == (3, 1)
    assert sorted(row.values["position"] for row in of("finding_position")) == ["accept"] * 4 + ["in_part"]
    assert {row.values["phase"]: row.values["days"] for row in of("delay")} == {"referral": 16, "publication": 91}
    assert len(of("family_question")) == 11 and len(of("practitioner")) == 14
    assert [row.values["version"] for row in of("scope")] == [1, 2]
    assert sum(row.values["comments"] for row in of("accuracy_round")) == 31
    filled = {row.register for row in session.look(lambda store: store.find(RegisterRow))}
    assert len(filled) >= 130
