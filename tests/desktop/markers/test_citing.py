"""Evidence is any record of the case and the place in it: every kind is offered, named and kept under a judgement."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from desktop.casework import entries, notes
from desktop.markers import citing, framework, judge, passes, registers, rows, wizard
from desktop.markers.judge import Cited
from storage.records import IndexEntry, Issue, Material, Meeting, Request, Row, Series
from storage.store import Work
from tests.desktop.conftest import Office

FRAME = framework.load("scr-2016")
COVERAGE = files("resources") / "markers" / "scr-2016" / "coverage.csv"


def _add(office: Office, record: Row) -> Row:
    return office.session.do("add", lambda work: work.add(record))


def _one_of_each(office: Office) -> dict[str, Row]:
    case, session = office.case.id, office.session
    note, _ = session.do("note", notes.write, case, text="words", title="Call of the officer")
    entry = session.look(lambda store: store.find(IndexEntry, case_id=case)[0])
    register = rows.registers_of(office.case)["tension"]
    return {
        "RegisterRow": session.do("row", rows.save, office.case, register, {"description": "Press interest"}),
        "Material": _add(office, Material(case_id=case, title="Minutes of the sub-group")),
        "Note": note,
        "Meeting": _add(office, Meeting(case_id=case, title="Liaison")),
        "IndexEntry": entry,
        "Issue": _add(office, Issue(case_id=case, version=2, issued_at=datetime(2016, 5, 3, tzinfo=UTC))),
        "Request": _add(office, Request(case_id=case, reference="R7", received_on=date(2016, 5, 4))),
        "Person": office.chair,
    }


def test_a_record_of_every_kind_can_be_chosen_named_and_kept_as_evidence(office: Office) -> None:
    made = _one_of_each(office)
    assert list(made) == list(citing.KINDS)
    for kind in citing.FETCHED:
        found = {one.id: one.words for one in office.session.look(citing.choices, kind, office.case.id)}
        assert found[made[kind].id] == citing.words(made[kind]) != ""
    chosen = office.session.do("open", passes.open_pass, office.case.id, "in-progress")
    evidence = tuple(Cited(kind, record.id, "page 2") for kind, record in made.items())
    done: dict[str, Any] = {"narrative": "Kept, listed and owned.", "evidence": evidence}
    judged = office.session.do("judge", judge.judge, chosen, FRAME, "9.6", "commissioner", "met", **done)
    links = office.session.look(judge.evidence_of, judged.id)
    assert {(one.record_kind, one.record_id, one.place) for one in links} == {
        (kind, record.id, "page 2") for kind, record in made.items()
    }


def test_an_entry_and_a_version_of_the_index_are_named_by_their_numbers(office: Office) -> None:
    made = _one_of_each(office)
    entry = made["IndexEntry"]
    assert isinstance(entry, IndexEntry)
    assert citing.words(entry).startswith(entries.short_ref(entry))
    issue = made["Issue"]
    assert citing.words(issue) == "Version 2 of the open list"
    kept = _add(office, Issue(case_id=office.case.id, version=1, series=Series.SENSITIVE))
    assert citing.words(kept) == "Version 1 of the sensitive list"


def test_what_was_put_aside_elsewhere_says_so_under_the_judgement(office: Office) -> None:
    item = _add(office, Material(case_id=office.case.id, title="A photograph"))
    chosen = office.session.do("open", passes.open_pass, office.case.id, "in-progress")
    judged = office.session.do(
        "judge", judge.judge, chosen, FRAME, "9.5", "chair", "met", narrative="Kept.",
        evidence=(Cited("Material", item.id, "page 1"),),
    )  # fmt: skip
    office.session.do("bin", lambda work: work.bin(item))
    (link,) = office.session.look(judge.evidence_of, judged.id)
    assert link.record_gone
    ground = office.session.look(wizard.ground, office.case.id)
    now = office.session.look(wizard.opened, ground, "QM9", "in-progress", office.session.worker.id)
    assert now.evidence[judged.id] == (link,)
    assert wizard.unsupported(ground, now) == ("9.5",)


def test_what_a_pack_does_not_hold_is_no_reason_not_to_open_a_marker(office: Office) -> None:
    chosen = office.session.do("open", passes.open_pass, office.case.id, "in-progress")
    note, _ = office.session.do("note", notes.write, office.case.id, text="words", title="Call")
    done: dict[str, Any] = {"narrative": "Kept.", "evidence": (Cited("Note", note.id),)}
    judged = office.session.do("judge", judge.judge, chosen, FRAME, "9.5", "chair", "met", **done)
    (link,) = office.session.look(judge.evidence_of, judged.id)
    left_out = office.session.do("cite", lambda work: work.add(replace(link, id="", record_id="elsewhere")))
    found = office.session.look(judge.evidence_of, judged.id)
    assert {one.id: one.record_gone for one in found} == {link.id: False, left_out.id: False}
    ground = office.session.look(wizard.ground, office.case.id)
    now = office.session.look(wizard.opened, ground, "QM9", "in-progress", office.session.worker.id)
    assert set(now.cited) == {note.id}


def test_every_field_of_the_coverage_list_can_be_cited_where_it_stands(office: Office) -> None:
    """A row of each register that a line names is saved, and a judgement rests on that field of it."""
    known = registers.load("scr-2016")
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        wanted = {(one["register"], one["field"]) for one in csv.DictReader(file) if one["register"] in known}

    def record(work: Work) -> dict[str, str]:
        names = sorted({register for register, _ in wanted})
        return {name: rows.save(work, office.case, known[name], {}).id for name in names}

    made = office.session.do("rows", record)
    chosen = office.session.do("open", passes.open_pass, office.case.id, "setting-up")
    evidence = tuple(Cited("RegisterRow", made[register], field) for register, field in sorted(wanted))
    judged = office.session.do(
        "judge", judge.judge, chosen, FRAME, "1.1", "chair", "met", narrative="As cited.", evidence=evidence
    )
    links = office.session.look(judge.evidence_of, judged.id)
    assert {(one.record_id, one.place) for one in links} == {(made[name], field) for name, field in wanted}
    assert set(citing.KINDS) >= {one.removeprefix("record:") for one in _other_records()}


def _other_records() -> set[str]:
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        return {one["register"] for one in csv.DictReader(file) if one["register"].startswith("record:")}
