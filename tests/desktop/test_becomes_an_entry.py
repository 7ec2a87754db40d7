"""Every row of the table of what becomes an entry (data dictionary, 2.5): when, one for what, and in which series."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from desktop.casework import board, entries, material, notes
from desktop.disclosure import starters
from desktop.markers import rows
from desktop.reports import draft_copies, export
from storage.records import (
    INDEXABLE,
    DocStatus,
    EntryEvent,
    EntryStatus,
    IndexEntry,
    Material,
    MaterialKind,
    NoteKind,
    PartialDate,
    Privilege,
    RegisterRow,
    SensitivityClaim,
)
from tests.desktop.conftest import Office

OPEN, CONSIDER, SENSITIVE = (
    SensitivityClaim.NOT_CONSIDERED,
    SensitivityClaim.UNDER_CONSIDERATION,
    SensitivityClaim.CLAIMED,
)


def put(office: Office, register: str, row: RegisterRow | None = None, **values: Any) -> RegisterRow:
    """A row of a register, as a stage saves it."""
    known = rows.registers_of(office.case)[register]
    return office.session.do("row", rows.save, office.case, known, values, row)


def listed(office: Office) -> list[IndexEntry]:
    """The entries of the case but for the block of working registers."""
    found = office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))
    return [one for one in found if not one.is_block]


def one(office: Office) -> IndexEntry:
    """The only entry there is."""
    (entry,) = listed(office)
    return entry


@pytest.mark.parametrize(
    ("register", "when", "kind", "proposed"),
    [
        ("family_letter", "sent_on", MaterialKind.FAMILY_CONTACT, OPEN),
        ("chair_decision", "signed_on", MaterialKind.DECISION_RECORD, OPEN),
        ("publication_decision", "signed_on", MaterialKind.DECISION_RECORD, OPEN),
        ("scope", "approved_on", MaterialKind.TERMS_OF_REFERENCE, OPEN),
        ("governance_statement", "approved_on", MaterialKind.COMMISSIONING, OPEN),
        ("liaison", "held_on", MaterialKind.MINUTES, CONSIDER),
        ("correspondence", "on", MaterialKind.CORRESPONDENCE, CONSIDER),
        ("supervision", "held_on", MaterialKind.SUPERVISION, CONSIDER),
        ("draft", "circulated_on", MaterialKind.DRAFT_REPORT, OPEN),
        ("invitation", "sent_on", MaterialKind.CORRESPONDENCE, OPEN),
    ],
)
def test_a_row_becomes_an_entry_when_it_is_signed_sent_held_or_circulated(
    office: Office, register: str, when: str, kind: MaterialKind, proposed: SensitivityClaim
) -> None:
    row = put(office, register)
    assert listed(office) == []
    put(office, register, row, **{when: "2016-02-20"})
    entry = one(office)
    assert (entry.kind, entry.suggested_claim, entry.claim) == (kind, proposed, OPEN)
    assert entry.doc_date == PartialDate.from_iso("2016-02-20")
    assert entry.owner_id == "" and entry.suggested_owner_id == office.session.look(board.board).body_id
    said = office.session.look(starters.starter, entry).text
    assert entry.description_internal in said and "20 February 2016" in said


@pytest.mark.parametrize(
    ("register", "frozen"),
    [("chair_decision", "signed_on"), ("scope", "approved_on"), ("governance_statement", "approved_on")],
)
def test_each_version_of_what_was_signed_is_an_entry(office: Office, register: str, frozen: str) -> None:
    known = rows.registers_of(office.case)[register]
    field = next(one.id for one in known.fields if one.kind.value == "long_text")
    first = put(office, register, **{frozen: "2016-02-20", field: "As it was first"})
    second = put(office, register, first, **{field: "As it is now"})
    assert second.id != first.id and len(listed(office)) == 2


def test_the_log_of_questions_is_one_entry_however_many_were_asked(office: Office) -> None:
    for day in ("2016-02-18", "2016-02-20"):
        put(office, "family_question", asked_by=office.mother.id, asked_on=day, words="Why did nobody ask?")
    assert one(office).kind is MaterialKind.FAMILY_CONTACT


def test_what_a_row_is_written_on_is_the_entry_and_there_is_no_second_one(office: Office) -> None:
    made = material.add_file(office.session, office.case.id, "x.txt", b"Signed", kind=MaterialKind.DECISION_RECORD)
    assert made.item is not None
    put(office, "chair_decision", signed_on="2016-02-20", proof=made.item.id)
    assert one(office).record_id == made.item.id


def test_an_event_leaves_its_attendance_its_charts_its_pictures_and_its_notes(office: Office) -> None:
    row = put(office, "event", title="First event", planned_for="2016-02-20T09:30:00+00:00", state="planned")
    assert listed(office) == []
    kinds = (MaterialKind.EVENT_RECORD, MaterialKind.PHOTOGRAPH)
    for at, kind in enumerate(kinds):
        material.add_file(office.session, office.case.id, f"{at}.txt", f"{at}".encode(), kind=kind)
    office.session.do("note", notes.write, office.case.id, title="What the groups said", text="…")
    put(office, "event", row, state="held", attendees=[office.visitor.id])
    found = {(entry.record_kind, entry.kind) for entry in listed(office)}
    assert found == {
        ("RegisterRow", MaterialKind.EVENT_RECORD),
        ("Material", MaterialKind.EVENT_RECORD),
        ("Material", MaterialKind.PHOTOGRAPH),
        ("Note", MaterialKind.NOTE_TYPED),
    }


@pytest.mark.parametrize("state", ["never_made", "lost", "destroyed"])
def test_a_declaration_that_something_is_not_there_is_an_entry(office: Office, state: str) -> None:
    facts = {"person": office.visitor.id, "declared_on": "2016-02-20", "why": "The call came on the road"}
    put(office, "not_kept", state=state, what="Notes of a telephone call", **facts)
    entry = one(office)
    assert (entry.status, entry.status_note) == (EntryStatus(state), "The call came on the road")


def test_a_declaration_about_an_item_of_the_case_stands_on_its_entry(office: Office) -> None:
    made = material.add_file(office.session, office.case.id, "x.txt", b"Notebook")
    assert made.item is not None
    facts = {"person": office.visitor.id, "declared_on": "2016-02-20", "why": "Left on a train", "what": "A notebook"}
    row = put(office, "not_kept", state="lost", material=made.item.id, **facts)
    put(office, "not_kept", row, what="A notebook")
    entry = one(office)
    assert (entry.record_id, entry.status, entry.status_note) == (made.item.id, EntryStatus.LOST, "Left on a train")
    events = office.session.look(lambda store: store.find(EntryEvent, entry_id=entry.id))
    assert [(one.happened, one.reason) for one in events] == [("status_set", "Left on a train")]


def test_legal_advice_and_the_request_for_it_are_privileged_and_proposed_for_the_sensitive_list(
    office: Office,
) -> None:
    for text in ("May we speak to the witness?", "Not before the statement is taken."):
        office.session.do("note", notes.write, office.case.id, NoteKind.LEGAL_ADVICE, text=text)
    material.add_file(office.session, office.case.id, "x.txt", b"Advice", kind=MaterialKind.LEGAL_ADVICE)
    found = listed(office)
    assert {(entry.privilege, entry.suggested_claim) for entry in found} == {(Privilege.LEGAL_ADVICE, SENSITIVE)}
    assert len(found) == 3


def test_working_registers_are_one_block_and_never_more(office: Office) -> None:
    put(office, "task", title="Book a room")
    put(office, "issue", title="Late return")
    found = office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))
    assert [entry.record_kind for entry in found] == [entries.ADMINISTRATION]


def a_chronology(office: Office, profile: str, out: Path) -> None:
    """Write the combined chronology for somebody."""
    export.export(office.session, office.case, "combined-chronology", profile, out)


def test_each_version_of_the_combined_chronology_that_is_circulated_is_an_entry(office: Office, tmp_path: Path) -> None:
    episode = put(office, "episode", title="First weeks")
    put(office, "episode_event", episode=episode.id, on="2016-01-04", what="A home visit was offered")
    a_chronology(office, "internal", tmp_path / "inside.pdf")
    assert listed(office) == []
    a_chronology(office, "board", tmp_path / "first.pdf")
    entry = one(office)
    assert (entry.kind, entry.doc_status, entry.doc_version) == (
        MaterialKind.CHRONOLOGY_COMBINED,
        DocStatus.FINAL,
        "1",
    )
    assert entry.title == "Combined chronology, version 1" and entry.extent == "1 page"
    kept = office.session.look(lambda store: store.blob(store.get(Material, entry.record_id).blob_id))
    assert kept == (tmp_path / "first.pdf").read_bytes()
    a_chronology(office, "board", tmp_path / "again.pdf")
    assert len(listed(office)) == 1
    put(office, "episode_event", episode=episode.id, on="2016-01-05", what="A letter was sent")
    a_chronology(office, "board", tmp_path / "second.pdf")
    assert [entry.doc_version for entry in listed(office)] == ["1", "2"]


def test_a_draft_that_reaches_anyone_is_one_entry_however_many_copies_leave(office: Office, tmp_path: Path) -> None:
    draft = put(office, "draft", number=3, made_on="2016-02-20", state="working")
    copies = office.session.do(
        "number", draft_copies.number_copies, office.case, draft, (office.chair.id, office.visitor.id)
    )
    assert listed(office) == []
    for copy in copies:
        out = tmp_path / f"copy-{copy.number}.pdf"
        draft_copies.export_copy(office.session, office.case, draft, copy, "board", out)
    entry = one(office)
    assert (entry.kind, entry.title, entry.doc_version) == (
        MaterialKind.DRAFT_REPORT,
        "Draft 3 of the report",
        "3",
    )
    row = office.session.look(lambda store: store.get(RegisterRow, draft.id))
    assert row.values["material"] == entry.record_id and row.values["state"] == "circulated"


def test_a_draft_said_to_be_circulated_by_hand_is_not_listed_twice(office: Office, tmp_path: Path) -> None:
    draft = put(office, "draft", number=3, made_on="2016-02-20", state="circulated", circulated_on="2016-02-21")
    (copy,) = office.session.do("number", draft_copies.number_copies, office.case, draft, (office.chair.id,))
    draft_copies.export_copy(office.session, office.case, draft, copy, "board", tmp_path / "copy.pdf")
    assert one(office).record_id == draft.id


def test_whatever_saves_an_indexable_record_makes_its_entry_in_the_same_function() -> None:
    """Nobody has to remember: the one place that adds such a record is the one that follows it with its entry."""
    found = {}
    for path in sorted(Path("desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (kinds := added(node)):
                found[f"{path}:{node.name}"] = (kinds, ast.unparse(node))
    assert {kind for kinds, _ in found.values() for kind in kinds} == INDEXABLE
    assert {where for where, (_, code) in found.items() if "entries.follow(" not in code} == set()


def added(node: ast.FunctionDef) -> set[str]:
    """The indexable kinds of which a function adds a record."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    made = {ast.unparse(one.func) for one in calls if any(inside(one, other) for other in calls if is_add(other))}
    return made & INDEXABLE


def is_add(call: ast.Call) -> bool:
    """Whether a call adds a record to the store."""
    return ast.unparse(call.func).endswith("work.add")


def inside(call: ast.Call, outer: ast.Call) -> bool:
    """Whether ``call`` is an argument of ``outer``."""
    return call in outer.args
