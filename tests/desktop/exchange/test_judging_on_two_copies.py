"""Two people work on one marker on two copies: what each judged and filled in stands; nothing is chosen alone."""

from __future__ import annotations

from desktop.markers import framework, judge, overview, passes, registers, rows
from desktop.markers.judge import Cited
from desktop.session import Session
from storage.records import EvidenceLink, MarkerPass
from tests.desktop.conftest import Office
from tests.desktop.exchange.travel import Trips

FRAME = framework.load("scr-2016")
TASK = registers.load("scr-2016")["task"]


def judged(session: Session, chosen: MarkerPass, status: str, words: str, *evidence: Cited) -> None:
    session.do("judge", judge.judge, chosen, FRAME, "8.1", "commissioner", status, narrative=words, evidence=evidence)


def test_both_judgements_stand_until_somebody_judges_again(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    chosen = session.do("open", passes.open_pass, case.id, "in-progress")
    plan = session.do("task", rows.save, case, TASK, {"title": "Map who passes what on"})
    _, file = trips.out()
    reviewer = trips.unpack(file)
    judged(session, chosen, "met", "The plan names everybody.", Cited("RegisterRow", plan.id, shows="Who does what"))
    judged(reviewer, chosen, "partly-met", "Two agencies have no name in it.")
    trips.back(reviewer)
    reviewer.close()
    both = session.look(judge.views, chosen.id, "8.1")
    assert {(one.status, one.narrative) for one in both} == {
        ("met", "The plan names everybody."), ("partly-met", "Two agencies have no name in it."),
    }  # fmt: skip
    cells = session.look(overview.overview, case.id, FRAME, ("in-progress",))
    assert cells["QM8", "in-progress"].two_views
    judged(session, chosen, "partly-met", "We looked at it together.")
    (now,) = session.look(judge.views, chosen.id, "8.1")
    assert now.narrative == "We looked at it together."
    links = session.look(lambda store: store.find(EvidenceLink, judgement_id=now.id))
    assert [(one.record_id, one.shows) for one in links] == [(plan.id, "Who does what")]


def test_rows_that_both_added_are_all_there_and_a_row_both_changed_is_asked_about(
    office: Office, trips: Trips
) -> None:
    session, case = office.session, office.case
    shared = session.do("task", rows.save, case, TASK, {"title": "Map who passes what on"})
    _, file = trips.out()
    reviewer = trips.unpack(file)
    session.do("add", rows.save, case, TASK, {"title": "Book the room"})
    reviewer.do("add", rows.save, case, TASK, {"title": "Read the returns"})
    session.do("edit", rows.save, case, TASK, {"title": "Map who passes what to whom"}, shared)
    reviewer.do("edit", rows.save, case, TASK, {"title": "Map the channels"}, shared)
    done = trips.back(reviewer)
    reviewer.close()
    assert done.conflicts == 1
    titles = [row.values["title"] for row in session.look(rows.rows, case, TASK)]
    assert len(titles) == 3 and {"Book the room", "Read the returns"} <= set(titles)
