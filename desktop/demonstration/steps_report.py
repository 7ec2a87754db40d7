"""Step 52 of the script: one marked passage is left in the report, the export is refused, it is reworded and passes."""

from __future__ import annotations

from typing import Any

from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.demonstration.desk import Desk
from desktop.demonstration.steps_documents import note_written, second_of
from desktop.errors import UserError
from desktop.markers import rows
from desktop.reports import export
from storage.records import Case, RegisterRow
from storage.store import Work

PASSAGE = "His sister, then in Year 4 and living with a condition of the lungs, was at home on most of these days."
REWORDED = "Another child was at home on most of these days."


def check_before_publication(desk: Desk) -> dict[str, Any]:
    """A school year and a health condition make a child recognisable: no file until the sentence is another."""
    desk.work_as("B2")
    case = desk.case("Plover")
    told = _section(desk).values["words"]
    _write(desk, case, f"{told} {PASSAGE}")
    start = len(told) + 1
    place = Place("RegisterRow", desk.records["section-3"][1], "words")
    mark = desk.do("Withhold words", marks.withhold, place, start, start + len(PASSAGE), "R4")
    out = desk.exports / "plover" / "3-report" / "52-report-draft-3.pdf"
    chosen = (desk.session, case, "overview-report", "publication", out)
    refused = ""
    try:
        export.export(*chosen, second_person=second_of(desk))
    except UserError as problem:
        refused = problem.code
    there = out.exists()
    desk.do("Take a mark away", marks.remove, mark.id)
    _write(desk, case, f"{told} {REWORDED}")
    export.export(*chosen, second_person=second_of(desk))
    note_written(desk, out, "The report as the family read it", "publication")
    return {"refused": refused, "file_before": there, "file_after": out.exists()}


def _section(desk: Desk) -> RegisterRow:
    return desk.look(lambda store: store.get(RegisterRow, desk.records["section-3"][1]))


def _write(desk: Desk, case: Case, words: str) -> None:
    def save(work: Work) -> None:
        row = work.get(RegisterRow, desk.records["section-3"][1])
        rows.save(work, case, rows.registers_of(case)["report_section"], {"words": words}, row)

    desk.do("Save the report", save)


STEPS = [("52 refused", "2016-10-11 12:00", check_before_publication)]
