"""Where each marker stands in each pass: how many of its questions were looked at and which are open. Never a rank."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.markers import passes
from desktop.markers.framework import Framework
from storage.records import Judgement, MarkerPass, SignOff, StageState
from storage.store import Store, Work

_NOT_CONSIDERED = "not-considered"
OPEN = frozenset({_NOT_CONSIDERED, "working", "cannot-judge"})


@dataclass(frozen=True)
class Cell:
    """One marker in one pass: questions looked at of all, the open ones, whether two views differ, whether signed."""

    looked_at: int
    questions: int
    open: tuple[str, ...]
    two_views: bool = False
    signed: bool = False

    @property
    def words(self) -> str:
        """``6 of 8, 2 open``; ``Not considered`` when nobody has looked yet."""
        if not self.looked_at:
            return "Not considered"
        said = f"{self.looked_at} of {self.questions}"
        if self.open:
            said += f", {len(self.open)} open"
        return f"{said}, two views" if self.two_views else said


def overview(
    store: Store, case_id: str, framework: Framework, kinds: tuple[str, ...]
) -> Mapping[tuple[str, str], Cell]:
    """A cell for each marker id and pass kind."""
    found: dict[tuple[str, str], Cell] = {}
    for kind in kinds:
        chosen = passes.current(store, case_id, kind)
        judged = passes.judged_in(store, chosen.id) if chosen else ()
        signs = store.find(SignOff, pass_id=chosen.id, subject_kind="marker") if chosen else ()
        by_question: dict[str, list[Judgement]] = defaultdict(list)
        for one in judged:
            by_question[one.question].append(one)
        for marker in framework.markers:
            found[marker.id, kind] = _cell(tuple(q.id for q in marker.questions), by_question, marker.id, signs)
    return found


def _cell(
    questions: tuple[str, ...], judged: Mapping[str, list[Judgement]], marker: str, signs: tuple[SignOff, ...]
) -> Cell:
    looked = [q for q in questions if any(one.status != "not-considered" for one in judged.get(q, ()))]
    still_open = tuple(q for q in questions if q not in looked or any(one.status in OPEN for one in judged.get(q, ())))
    differ = any(len({one.status for one in judged.get(q, ())}) > 1 for q in questions)
    latest = [one for one in signs if one.subject_id == marker]
    return Cell(len(looked), len(questions), still_open, differ, bool(latest) and not latest[-1].reopened)


def stage_state(store: Store, case_id: str, pass_id: str, marker: str, stage: str) -> StageState:
    """How far somebody got with a stage; a fresh one before anybody was there."""
    found = store.one(StageState, case_id=case_id, pass_id=pass_id, marker=marker, stage=stage)
    return found or StageState(case_id=case_id, pass_id=pass_id, marker=marker, stage=stage)


def leave_stage(work: Work, state: StageState, *, status: str, cursor: str = "") -> StageState:
    """Remember how far a stage is and where one was, so that one returns to the same place."""
    if not state.id:
        return work.add(dataclasses.replace(state, status=status, cursor=cursor))
    return work.change(state, status=status, cursor=cursor)


def moved(
    store: Store, before: Sequence[MarkerPass], later: MarkerPass
) -> tuple[tuple[str, str, str, str], ...]:
    """Question, perspective and two statuses of all that ``later`` looked at and that stood otherwise when one of the
    passes ``before`` (the oldest first) looked at it last."""
    held = {
        (one.question, one.perspective): one.status
        for chosen in before
        for one in passes.judged_in(store, chosen.id)
        if one.status != _NOT_CONSIDERED
    }
    told = {(one.question, one.perspective): one.status for one in passes.judged_in(store, later.id)}
    return tuple(
        (question, who, held.get((question, who), _NOT_CONSIDERED), status)
        for (question, who), status in sorted(told.items(), key=lambda each: _in_order(each[0]))
        if status not in (_NOT_CONSIDERED, held.get((question, who), _NOT_CONSIDERED))
    )


def _in_order(key: tuple[str, str]) -> tuple[list[int], str]:
    return [int(part) for part in key[0].split(".")], key[1]


def compare(store: Store, earlier: MarkerPass, later: MarkerPass) -> tuple[tuple[str, str, str, str], ...]:
    """Question, perspective and the two statuses wherever they differ between two passes."""

    def by_key(chosen: MarkerPass) -> dict[tuple[str, str], str]:
        return {(one.question, one.perspective): one.status for one in passes.judged_in(store, chosen.id)}

    first, second = by_key(earlier), by_key(later)
    keys = sorted(first.keys() | second.keys(), key=_in_order)
    return tuple(
        (question, who, first.get((question, who), _NOT_CONSIDERED), second.get((question, who), _NOT_CONSIDERED))
        for question, who in keys
        if first.get((question, who), _NOT_CONSIDERED) != second.get((question, who), _NOT_CONSIDERED)
    )
