"""Official statements (law, guidance, time limits): printed only when somebody has checked them.

Each stands in the terminology with its source, place and date. One that nobody has checked is left out of every
document and named to the person who makes it, until the board confirms it once (DESIGN section 8).
"""

from __future__ import annotations

from desktop import wording
from desktop.casework import case_clocks, checked, clocks
from desktop.casework.terminology import Clock, Unit
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.setting import Setting
from storage.partial_date import PartialDate


def statement(made: Setting, clock_id: str) -> Released | None:
    """The sentence of a time limit with its source, or None when the case has no such limit or nobody checked it."""
    known = checked.terminology_of(made.store, made.case)
    clock = next((one for one in known.clocks if one.id == clock_id), None)
    if clock is None:
        return None
    if not clock.checked:
        line = f"{clock.title} ({clock.source}, {clock.place})"
        if line not in made.unconfirmed:
            made.unconfirmed.append(line)
        return None
    parts = [fixed(f"{limit_words(clock)}.")]
    start = case_clocks.events_of(made.store, made.case).get(clock.trigger, PartialDate())
    day = clocks.due(clock, start, case_clocks.working_days(made.store))
    if day.exact:
        parts.append(fixed(f"That is {day.words}."))
    parts.append(fixed(f"Source: {clock.source}, {clock.place}, {clock.date}."))
    return joined(parts, " ")


def limit_words(clock: Clock) -> str:
    """A time limit as a sentence."""
    return f"{clock.title}: {_limit(clock)}"


def _limit(clock: Clock) -> str:
    one = {Unit.WORKING_DAYS: "working day", Unit.DAYS: "day", Unit.MONTHS: "month"}[clock.unit]
    if clock.offset == 0:
        return f"on the day {clock.trigger_label}"
    side = "before" if clock.before else "after"
    return f"{wording.plural(clock.offset, one)} {side} {clock.trigger_label}"

