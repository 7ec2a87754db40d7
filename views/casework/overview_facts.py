"""What the overview of a case shows, read in one look; no widget here. ``store`` is what ``Session.look`` hands
over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.casework import activity, due
from desktop.casework.activity import Worked
from desktop.casework.due import DueLine
from desktop.disclosure import coverage
from desktop.disclosure.coverage import Coverage
from desktop.markers import framework, judgements, overview, warnings
from desktop.markers.flags import Flag
from desktop.markers.framework import Framework
from desktop.markers.judgements import Term
from desktop.markers.overview import Cell
from storage.records import Agency, Case, CaseStage, Material, Meeting, Note, Person, PersonKind


@dataclass(frozen=True)
class Facts:
    """Everything on the overview. ``cells`` are by marker and pass; ``bodies`` are those the case's items come from."""

    case: Case
    children: int
    people: int
    items: int
    bodies: int
    due: tuple[DueLine, ...]
    flags: tuple[Flag, ...]
    coverage: Coverage
    worked: tuple[Worked, ...]
    framework: Framework
    passes: tuple[Term, ...]
    cells: dict[tuple[str, str], Cell]


def facts(store: Any, case_id: str) -> Facts:
    """The overview of a case as it stands."""
    case: Case = store.get(Case, case_id)
    pack, passes = framework.load(case.framework), judgements.load(case.framework).passes
    items = store.find(Material, case_id=case_id)
    known = {one.id for one in store.find(Agency)}
    return Facts(
        case,
        store.count(Person, case_id=case_id, kind=PersonKind.SUBJECT_CHILD),
        store.count(Person, case_id=case_id),
        len(items) + store.count(Note, case_id=case_id) + store.count(Meeting, case_id=case_id),
        len({one.from_agency_id for one in items} & known),
        due.due_in(store, case),
        flags_of(store, case),
        coverage.coverage(store, case_id),
        activity.last_worked_on(store, case_id),
        pack,
        passes,
        dict(overview.overview(store, case_id, pack, tuple(one.id for one in passes))),
    )


def flags_of(store: Any, case: Case) -> tuple[Flag, ...]:
    """What the registers of a review still lack. In a referral only what was begun can lack anything (an urgent risk
    that nobody dealt with); a case without a review asks for nothing."""
    if case.stage is CaseStage.REFERRAL:
        return tuple(one for one in warnings.warnings(store, case) if one.row_id)
    if case.stage not in (CaseStage.REVIEW, CaseStage.FOLLOW_UP):
        return ()
    return warnings.warnings(store, case)
