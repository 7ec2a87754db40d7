"""A case whose markers are being worked on: rows in many registers, judgements from two sides, things left open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from desktop import session as sessions
from desktop.casework import notes, people
from desktop.markers import framework as frameworks
from desktop.markers import judge, passes, registers, rows
from desktop.markers.judge import Cited
from desktop.session import Session
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import Case, PersonKind, RegisterRow
from tests.desktop.conftest import PASSPHRASE, Office, furnish

WHY = (
    "Police and the prosecutor met the business unit within two weeks and in person. Two things stay open: contact "
    "with the family after March, and one relative whose position was not discussed."
)


def save(office: Office, register: str, **values: Any) -> RegisterRow:
    """A row of a register."""
    case = office.session.look(lambda store: store.get(Case, office.case.id))
    known = registers.load(case.framework)[register]
    return office.session.do("row", rows.save, case, known, values)


def worked_on(folder: Path) -> Office:
    """The scene in a fresh vault in ``folder``."""
    session, _ = sessions.create(
        folder / "board.caseward",
        PASSPHRASE,
        "Ruth Ellerby",
        "Board manager",
        circumstances=FixedCircumstances(),
        argon=CHEAP,
    )
    office = furnish(session, folder)
    officer = session.do(
        "person",
        people.add_person,
        office.case.id,
        "Ines Corrow",
        PersonKind.OFFICE_HOLDER,
        role="Senior investigating officer",
    )
    work_on(office, officer.id)
    return office


def work_on(office: Office, officer: str) -> None:
    """Rows in many registers, and judgements, in a case that is there; ``officer`` is a person of its register."""
    _referral(office)
    _decision(office)
    _processes(office, officer)
    _outputs(office)
    _judged(office)


def _referral(office: Office) -> None:
    save(
        office,
        "referral",
        reference="WR-114",
        received_on="2016-02-08",
        incident_on="2016-01-28",
        incident_summary="A child of two was taken to hospital with injuries that were not explained.",
        agencies_known=[office.hospital.id, office.school.id],
    )
    save(office, "referral_child", person=office.child.id)
    save(office, "referral_timeline", authority_aware_on="2016-01-29", reported_on="2016-02-08")
    save(office, "urgent_risk", risk="A younger cousin lives at the same address.")
    for body in (office.hospital, office.school):
        save(office, "record_secured", agency=body.id)


def _decision(office: Office) -> None:
    made = save(
        office,
        "chair_decision",
        decision="review",
        decided_on="2016-02-22",
        decided_by=office.chair.id,
        authority="The chair decides for the board under its constitution",
        review_trigger="New medical evidence",
    )
    save(
        office, "decision_limb", decision=made.id, limb="abuse_neglect", finding="met", evidence="Three returns agree."
    )
    save(
        office, "decision_limb", decision=made.id, limb="harmed_concern", finding="met", evidence="Hospital and school."
    )
    save(office, "decision_reason", decision=made.id, reason="Four services worked with the family in the same weeks.")
    save(office, "factor", topic="family", consideration="A young mother far from her own family.", weight="much")
    save(office, "factor", topic="practice", consideration="Two missed appointments in a row.", weight="some")


def _processes(office: Office, officer: str) -> None:
    trial = save(
        office,
        "process",
        kind="criminal",
        stage="charged",
        added_on="2016-02-10",
        stage_changed_on="2016-02-20",
        persons=[office.mother.id],
        on_review="No conversation with the mother before her statement.",
    )
    save(office, "process", kind="inquest", stage="expected", added_on="2016-02-12")
    save(office, "process_date", process=trial.id, what="First hearing", on="2016-03-14")
    save(
        office,
        "contact_permission",
        person=office.mother.id,
        permission="after_statement",
        given_on="2016-02-15",
        source=officer,
        process=trial.id,
    )
    save(
        office, "contact_permission", person=office.visitor.id, permission="free", given_on="2016-02-15", source=officer
    )
    save(
        office,
        "liaison",
        held_on="2016-02-15",
        initiated_on="about 2016-02-11",
        process=trial.id,
        attended=[officer],
        face_to_face="yes",
        agreed="Practitioners may be spoken to after their statements are taken.",
    )


def _outputs(office: Office) -> None:
    finding = save(
        office,
        "finding",
        number="1",
        title="Missed appointments are counted, not understood",
        state="working",
        what="Services record that a child was not brought and do not ask why.",
        in_case="Twice in January.",
    )
    save(
        office,
        "finding_evidence",
        finding=finding.id,
        claim="case",
        source_type="records",
        shows="Two letters, no call.",
    )
    save(
        office,
        "finding_evidence",
        finding=finding.id,
        claim="generality",
        source_type="practitioners",
        counter="yes",
        shows="One team had begun to ring families.",
    )
    save(
        office,
        "consideration",
        finding=finding.id,
        kind="question",
        text="How does the board know why children are not brought?",
    )
    save(
        office,
        "runbook_step",
        at="2016-11-03T07:30+00:00",
        what="Ring the family",
        owner=office.chair.id,
        kind="family",
    )
    save(
        office,
        "runbook_step",
        at="2016-11-03T09:00+00:00",
        what="Put the report online",
        owner=office.chair.id,
        kind="web",
    )
    action = save(
        office,
        "action",
        reference="A1",
        finding=finding.id,
        description="Ring every family after a missed appointment.",
        level="operational",
        type=["procedure"],
        lead=office.hospital.id,
        state="planned",
    )
    save(office, "measure", action=action.id, kind="output", measure="Share of missed appointments followed by a call")
    outcome = save(office, "measure", action=action.id, kind="outcome", measure="Children seen within ten days")
    save(office, "measure_result", measure=outcome.id, on="2016-02", result="Seven of ten", judgement="better")


def _judged(office: Office) -> None:
    session, framework = office.session, frameworks.load(office.case.framework)
    opened = session.do("pass", passes.open_pass, office.case.id, "setting-up", date(2016, 2, 9))
    row = session.look(lambda store: store.find(RegisterRow, register="liaison"))[0]
    cited = Cited("RegisterRow", row.id, "held_on", "They met early and in person", "strong")
    against = Cited("RegisterRow", row.id, "", "No word on the family after March", counter=True)
    session.do(
        "judge",
        judge.judge,
        opened,
        framework,
        "9.2",
        "commissioner",
        "partly-met",
        narrative=WHY,
        evidence=(cited, against),
        dissent="The legal adviser would have asked for it in writing.",
    )
    session.do(
        "judge",
        judge.judge,
        opened,
        framework,
        "9.2",
        "lead-reviewer",
        "met",
        narrative="It was early.",
        evidence=(cited,),
    )
    session.do(
        "judge", judge.judge, opened, framework, "9.1", "commissioner", "working", narrative="Two processes are known."
    )
    session.do(
        "judge",
        judge.judge,
        opened,
        framework,
        "1.1",
        "commissioner",
        "met",
        narrative="It came with all that was known.",
        evidence=(cited,),
    )
    later = session.do("pass", passes.open_pass, office.case.id, "in-progress", date(2016, 2, 20))
    session.do(
        "judge",
        judge.judge,
        later,
        framework,
        "9.1",
        "commissioner",
        "partly-met",
        narrative="A third process has begun.",
    )
    session.do("sign", judge.sign_off, opened, "QM1", office.chair.id, "Independent chair", proof_kind="")


def analysed(session: Session, case: Case) -> dict[str, str]:
    """Two threads of analysis, one from a note to a question, one that ends at its factor: ids by name."""
    known = registers.load(case.framework)

    def add(register: str, **values: Any) -> str:
        return session.do("row", rows.save, case, known[register], values).id

    note, _ = session.do("note", notes.write, case.id, title="Talk with a nurse", text="It never came to my tray.")
    ids = {"note": note.id}
    ids["first"] = add("episode", title="Three missed appointments", appraisal="mixed", explanation="Nobody saw all.")
    ids["second"] = add("episode", title="The winter rota", appraisal="adequate")
    ids["event"] = add(
        "episode_event", episode=ids["first"], on="2016-01-03", what="A letter went astray", note=ids["note"]
    )
    ids["factor"] = add(
        "contributory_factor", episode=ids["first"], code="systems", polarity="hindered", words="No shared record"
    )
    ids["loose"] = add(
        "contributory_factor", episode=ids["second"], code="workload", polarity="hindered", words="Vacant posts"
    )
    ids["finding"] = add(
        "finding", number=2, title="News travels by chance", what="It depends on a call.", in_case="Three letters.",
        kind="explanatory", episodes=[ids["first"]], factors=[ids["factor"]],
    )  # fmt: skip
    ids["asked"] = add("consideration", finding=ids["finding"], kind="question", text="How would you know?")
    add(
        "finding_evidence", finding=ids["finding"], claim="generality", source_type="audit", counter="yes",
        shows="One surgery has an alert.",
    )  # fmt: skip
    return ids
