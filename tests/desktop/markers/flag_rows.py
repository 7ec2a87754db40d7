"""Shapes and rows that the cases of the flags share. A row is (register, id, values)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Rows = tuple[tuple[str, str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Case:
    """What raises a rule, and what stands instead when it is cleared. ``facts`` are keywords of a snapshot."""

    rule: str
    raises: Rows
    clears: Rows
    facts: dict[str, Any] = field(default_factory=dict)
    clear_facts: dict[str, Any] | None = None
    today: str = "2016-06-01"


def row(register: str, row_id: str = "r1", **values: Any) -> tuple[str, str, dict[str, Any]]:
    return (register, row_id, values)


SPOKEN = {"people": ["p3"], "kind": "practitioner", "planned_for": "2016-06-20T09:00+00:00", "state": "planned"}
SCOPE = row("scope", "s1", version=1, proportionality="Because.", approved_on="2016-04-14")
