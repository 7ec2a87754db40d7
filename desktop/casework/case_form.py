"""What the page about a case keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.casework import cases
from storage.records import Case, CaseStage
from storage.store import Work


def keep_case(work: Work, case_id: str, facts: Mapping[str, Any]) -> Case:
    """Save the details of a case, its stage among them. Raises ``FieldErrors``, ``UserError`` for closing under a
    hold.
    """
    given = dict(facts)
    stage = CaseStage(given.pop("stage"))
    saved = cases.save_case(work, work.get(Case, case_id), **given)
    return cases.set_stage(work, saved, stage) if stage is not saved.stage else saved


def hold(work: Work, case_id: str, facts: Mapping[str, Any]) -> Case:
    """Place a preservation hold."""
    return cases.place_hold(work, work.get(Case, case_id), facts["hold_reason"])


def release(work: Work, case_id: str, facts: Mapping[str, Any]) -> Case:
    """Release it."""
    return cases.release_hold(work, work.get(Case, case_id), facts["hold_authority"], facts["by"])
