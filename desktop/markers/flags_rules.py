"""The table that flag rules enter themselves in, and what a rule hands back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop.markers.flags_snapshot import Seen, Snapshot


@dataclass(frozen=True)
class Hit:
    """One place where a rule found something missing. What is empty is taken from the rule's own words."""

    row_id: str = ""
    field: str = ""
    register: str = ""
    subject_id: str = ""
    days: int = 0
    option: str = ""


Check = Callable[[Snapshot], Iterator[Hit]]
CHECKS: dict[str, Check] = {}


def rule(rule_id: str) -> Callable[[Check], Check]:
    """Enter a check in the table under its id; the words for it stand in the pack's ``flags.toml``."""

    def enter(check: Check) -> Check:
        if rule_id in CHECKS:
            raise ValueError(rule_id)
        CHECKS[rule_id] = check
        return check

    return enter


def at(row: Seen | None, field: str = "", **more: str | int) -> Hit:
    """A hit at a row, or at the register as a whole when there is no row yet."""
    return Hit(row_id=row.id if row else "", field=field, **more)  # type: ignore[arg-type]
