"""Official statements (law, guidance, time limits): printed only when somebody has checked them.

Each stands in the terminology with its source, place and date. One that nobody has checked is left out of every
document and named to the person who makes it, until the board confirms it once (DESIGN section 8).
"""

from __future__ import annotations

from desktop import wording
from desktop.casework import clocks, due, terminology
from desktop.casework.clocks import WorkingDays
from desktop.casework.terminology import Clock, Unit
from desktop.errors import FieldErrors
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.setting import Setting
from storage.partial_date import PartialDate
from storage.records import Extra
from storage.store import Store, Work


def statement(made: Setting, clock_id: str) -> Released | None:
    """The sentence of a time limit with its source, or None when the case has no such limit or nobody checked it."""
    known = terminology.load(made.case.terminology)
    clock = next((one for one in known.clocks if one.id == clock_id), None)
    if clock is None:
        return None
    if not clock.checked and not confirmed(made.store, known.id, clock_id):
        line = f"{clock.title} ({clock.source}, {clock.place})"
        if line not in made.unconfirmed:
            made.unconfirmed.append(line)
        return None
    parts = [fixed(f"{limit_words(clock)}.")]
    start = due.events_of(made.case).get(clock.trigger, PartialDate())
    day = clocks.due(clock, start, WorkingDays(made.board.nation))
    if day.exact:
        parts.append(fixed(f"That is {day.words}."))
    parts.append(fixed(f"Source: {clock.source}, {clock.place}, {clock.date}."))
    return joined(parts, " ")


def confirm(work: Work, terminology_id: str, clock_id: str, by: str) -> Extra:
    """The board says once that a time limit is as its source has it. Raises ``FieldErrors`` when nobody is named."""
    terminology.load(terminology_id).clock(clock_id)
    if not by.strip():
        raise FieldErrors({"by": "Enter who compared it with its source"})
    earlier = work.one(Extra, key=_key(terminology_id, clock_id))
    if earlier:
        return earlier
    on = wording.uk_date(work.circumstances.today())
    return work.add(Extra(key=_key(terminology_id, clock_id), body={"by": by.strip(), "on": on}))


def confirmed(store: Store, terminology_id: str, clock_id: str) -> bool:
    """Whether the board has confirmed a time limit."""
    return bool(confirmed_by(store, terminology_id, clock_id))


def confirmed_by(store: Store, terminology_id: str, clock_id: str) -> str:
    """Who compared a time limit with its source for the board, and when; empty while nobody has."""
    kept = store.one(Extra, key=_key(terminology_id, clock_id))
    return f"{kept.body['by']}, {kept.body['on']}" if kept else ""


def limit_words(clock: Clock) -> str:
    """A time limit as a sentence."""
    return f"{clock.title}: {_limit(clock)}"


def _limit(clock: Clock) -> str:
    one = {Unit.WORKING_DAYS: "working day", Unit.DAYS: "day", Unit.MONTHS: "month"}[clock.unit]
    if clock.offset == 0:
        return f"on the day {clock.trigger_label}"
    side = "before" if clock.before else "after"
    return f"{wording.plural(clock.offset, one)} {side} {clock.trigger_label}"


def _key(terminology_id: str, clock_id: str) -> str:
    return f"official:{terminology_id}:{clock_id}"
