"""Step 45 of the script: the combined chronology, 212 events from nine services, and 17 passages that are withheld."""

from __future__ import annotations

from collections import Counter
from typing import Any

from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.demonstration import chronology
from desktop.demonstration.chronology import Event
from desktop.demonstration.desk import Desk
from desktop.markers import rows
from storage.records import Case
from storage.store import Work


def enter_events(desk: Desk) -> dict[str, Any]:
    """Every event goes into the register with its source; what may not be read by others is marked, with its reason."""
    desk.work_as("B1")
    case = desk.case("Plover")
    reasons: Counter[str] = desk.do("Enter the events", _save_all, desk, case)
    return {"events": len(chronology.events()), "marks": reasons.total(), "reasons": sorted(reasons)}


def _save_all(work: Work, desk: Desk, case: Case) -> Counter[str]:
    marked: Counter[str] = Counter()
    for event in chronology.events():
        marked += _save(work, desk, case, event)
    return marked


def _save(work: Work, desk: Desk, case: Case, event: Event) -> Counter[str]:
    values: dict[str, Any] = {
        "on": event.on.isoformat(), "what": desk.coded(case, event.words),
        "people": [desk.people[case.code_name, key] for key in event.people],
        "sources": [desk.records[chronology.SOURCES[event.body]][1]],
    }  # fmt: skip
    if event.episode:
        values["episode"] = desk.records[event.episode][1]
    row = rows.save(work, case, rows.registers_of(case)["episode_event"], values)
    for reason, passage in event.withheld:
        start = str(row.values["what"]).index(passage)
        marks.withhold(work, Place("RegisterRow", row.id, "what"), start, start + len(passage), reason)
    return Counter(reason for reason, _ in event.withheld)


STEPS = [("45 events", "2016-07-26 14:00", enter_events)]
