"""The three passes of the demonstration through the markers, and the registers of its wizards, both kept as data.

A reference in the data begins with ``@``: a person of the cast, a body, an item or a row, by key.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from desktop.demonstration.desk import Desk
from desktop.demonstration.items import text_of
from desktop.markers import framework, judge, passes, rows, warnings
from desktop.markers.judge import Cited
from desktop.markers.registers import Registers
from storage.records import Case, MarkerPass, RegisterRow
from storage.store import Work

ROWS, JUDGEMENTS = ("plover-registers-start.toml", "plover-registers.toml"), "plover-judgements.toml"
USUAL = "commissioner"
DECLINED = "declined"
"""In the data, a question that is met because the thing was considered and declined."""


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of the wizards' story."""
    return tomllib.loads(text_of(name))


def kept_rows(step: Mapping[str, Any]) -> Callable[[Desk], dict[str, Any]]:
    """The function of a step that saves its rows, all in one unit of work."""

    def work(desk: Desk) -> dict[str, Any]:
        desk.work_as(step.get("who", "B1"))
        case = desk.case("Plover")
        saved = desk.do("Fill in registers", _save_rows, desk, case, step["row"])
        return {"rows": saved, "flags": _flags(desk, case, step)}

    return work


def _flags(desk: Desk, case: Case, step: Mapping[str, Any]) -> dict[str, int]:
    """How often the flags that a step names are raised now. Raises ``RuntimeError`` where the script says otherwise."""
    wanted, gone = step.get("see", []), step.get("gone", [])
    if not (wanted or gone):
        return {}
    raised = Counter(flag.rule for flag in desk.look(warnings.warnings, case))
    wrong = [one for one in wanted if not raised[one]] + [one for one in gone if raised[one]]
    if wrong:
        raise RuntimeError(f"Step {step['no']}: {', '.join(wrong)} is not as the script says")
    return {one: raised[one] for one in (*wanted, *gone)}


def _save_rows(work: Work, desk: Desk, case: Case, given: list[dict[str, Any]]) -> int:
    registers: Registers = rows.registers_of(case)
    for one in given:
        said = dict(one)
        register, key, changes = registers[said.pop("in")], said.pop("key", ""), said.pop("corrects", "")
        earlier = _row(work, desk, changes) if changes else None
        values = {name: resolved(desk, case, value) for name, value in said.items()}
        saved = rows.save(work, case, register, values, earlier)
        if key or changes:
            desk.records[key or changes] = ("RegisterRow", saved.id)
    return len(given)


def _row(work: Work, desk: Desk, key: str) -> RegisterRow:
    return work.get(RegisterRow, desk.records[key][1])


def resolved(desk: Desk, case: Case, value: Any) -> Any:
    """A value of the data with what it points at: ``@P1``, ``@FCS``, ``@minutes``. Raises ``KeyError``."""
    if isinstance(value, list):
        return [resolved(desk, case, one) for one in value]
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    key = value[1:]
    if (case.code_name, key) in desk.people:
        return desk.people[case.code_name, key]
    return desk.bodies[key] if key in desk.bodies else desk.records[key][1]


def judged(given: Mapping[str, Any]) -> Callable[[Desk], dict[str, Any]]:
    """The function of a step that opens a pass, judges and closes it."""

    def work(desk: Desk) -> dict[str, Any]:
        desk.work_as(given.get("who", "B1"))
        return desk.do("Judge in a pass", _judge_all, desk, desk.case("Plover"), given)

    return work


def _judge_all(work: Work, desk: Desk, case: Case, given: Mapping[str, Any]) -> dict[str, Any]:
    chosen = passes.open_pass(work, case.id, given["kind"], date.fromisoformat(given["opened"]))
    for one in given["judged"]:
        _judge(work, desk, case, chosen, one)
    for question, again in given.get("not_considered", {}).items():
        judge.judge(
            work, chosen, framework.load(case.framework), question, USUAL, "not-considered",
            revisit_on=date.fromisoformat(again),
        )  # fmt: skip
    closed = passes.close_pass(work, chosen, given["note"])
    return {
        "closed": closed.closed_on,
        "judged": len(given["judged"]),
        "not_considered": len(given.get("not_considered", {})),
    }


def _judge(work: Work, desk: Desk, case: Case, chosen: MarkerPass, one: list[str]) -> None:
    where, status, words, *more = one
    question, _, perspective = where.partition("@")
    evidence = tuple(Cited(*desk.records[key]) for key in (more[0].split() if more else ()))
    said: dict[str, Any] = {"narrative": words}
    if status == DECLINED:
        status, said["declined"] = "met", True
    elif status == "not-applicable":
        said["not_applicable_because"] = more[1]
    elif len(more) > 1:
        said["revisit_on"] = date.fromisoformat(more[1])
    judge.judge(
        work, chosen, framework.load(case.framework), question, perspective or USUAL, status, evidence=evidence, **said
    )


STEPS = [
    *((step["no"], step["at"], kept_rows(step)) for name in ROWS for step in data(name)["step"]),
    *((one["step"], one["at"], judged(one)) for one in data(JUDGEMENTS)["pass"]),
]
