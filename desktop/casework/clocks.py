"""Due dates: clocks counted from the events of a case, and how things stand with them.

Nothing is stored here: dates come in, dates and words go out. Lateness is a difference to be explained, never a failure
(domain, section 3.2; visual language, section 7).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from desktop.casework.terminology import Clock, Terminology, Unit
from desktop.wording import plural, uk_date
from resources import BUILD_YEAR
from storage.partial_date import PartialDate

NATIONS: Mapping[str, str] = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
"""Nations of a board, and what the library of bank holidays calls them."""

_SATURDAY = 5
_SOON = 7


class Holding(StrEnum):
    """How things stand with one clock."""

    WAITING = "waiting"
    RUNNING = "running"
    DUE = "due"
    LATE = "late"
    LATE_EXPLAINED = "late-explained"
    DONE = "done"
    DONE_LATE = "done-late"
    DONE_LATE_EXPLAINED = "done-late-explained"
    KEEP = "keep"
    ENDED_EARLY = "ended-early"
    ENDED_EARLY_EXPLAINED = "ended-early-explained"


@dataclass(frozen=True)
class WorkingDays:
    """Working days of a board: Monday to Friday but for its nation's bank holidays and ``closures`` of its own.

    ``known_until`` is the last day for which the bank holidays are taken as known: the end of the year after the
    build year.
    """

    nation: str = "england"
    closures: frozenset[date] = frozenset()
    build_year: int = BUILD_YEAR

    def __post_init__(self) -> None:
        if self.nation not in NATIONS:
            raise KeyError(self.nation)

    @property
    def known_until(self) -> date:
        """31 December of the year after the build year."""
        return date(self.build_year + 1, 12, 31)

    def works(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return (
            day.weekday() < _SATURDAY and day not in self.closures and day not in _bank_holidays(self.nation, day.year)
        )

    def move(self, start: date, count: int) -> date:
        """The day ``count`` working days after ``start`` (before, when negative).

        The day after ``start`` is the first that can count, whether or not ``start`` is a working day; 0 is ``start``.
        """
        step = timedelta(days=1 if count > 0 else -1)
        day = start
        left = abs(count)
        while left:
            day += step
            left -= self.works(day)
        return day


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=NATIONS[nation], years=year))


@dataclass(frozen=True)
class Due:
    """The day a clock comes to; two days where the event's own date is not exact. Both None when it has no date yet.

    ``warning`` is a sentence when the working days run past what is known of bank holidays, else empty.
    """

    clock: Clock
    first: date | None
    last: date | None
    warning: str = ""

    @property
    def exact(self) -> bool:
        """Whether there is one day and no doubt about it."""
        return self.first is not None and self.first == self.last

    @property
    def words(self) -> str:
        """The day in words, for a page or a document."""
        if self.first is None or self.last is None:
            return f"counts from the day that {self.clock.trigger_label}"
        if self.exact:
            return uk_date(self.last)
        return f"between {uk_date(self.first)} and {uk_date(self.last)}"


def due(clock: Clock, start: PartialDate, days: WorkingDays) -> Due:
    """When ``clock`` comes due if its event was on ``start``; an inexact date gives the earliest and the latest day."""
    if start.first_day is None or start.last_day is None:
        return Due(clock, None, None)
    first, last = (_count(clock, day, days) for day in (start.first_day, start.last_day))
    warning = ""
    if clock.unit is Unit.WORKING_DAYS and max(last, start.last_day) > days.known_until:
        warning = (
            f"Bank holidays after {uk_date(days.known_until)} are not known for certain. "
            "Check this date when they are announced."
        )
    return Due(clock, first, last, warning)


def _count(clock: Clock, start: date, days: WorkingDays) -> date:
    offset = -clock.offset if clock.before else clock.offset
    if clock.unit is Unit.WORKING_DAYS:
        return days.move(start, offset)
    if clock.unit is Unit.MONTHS:
        return add_months(start, offset)
    return start + timedelta(days=offset)


def add_months(start: date, months: int) -> date:
    """The same day of another month, or its last day where that one is shorter (31 August, six months: 28 February)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Standing:
    """How a clock stands on a day.

    ``words`` are for people: ``3 March 2016``, ``in 3 days``, ``4 days late, explained``, ``4 days late: say why``.
    ``difference`` is in days of the calendar: late, or early for a clock that says how long something stays.
    """

    due: Due
    holding: Holding
    words: str
    difference: int = 0
    explanation: str = ""

    @property
    def needs_words(self) -> bool:
        """Whether somebody still has to say why."""
        return self.difference > 0 and not self.explanation


def standing(now_due: Due, *, today: date, done: PartialDate | None = None, explanation: str = "") -> Standing:
    """How the clock stands ``today``, given when it was ``done`` and the ``explanation`` of any difference.

    Where a date is not exact the doubt counts in favour: it is late only when it must be.
    """
    if now_due.first is None or now_due.last is None:
        return Standing(now_due, Holding.WAITING, now_due.words)
    finished = done.first_day if done is not None else None
    why = explanation.strip()
    if now_due.clock.keeps:
        ended = done.last_day if done is not None else None
        return _kept(now_due, now_due.first, today, ended, why)
    late = max(0, ((finished or today) - now_due.last).days)
    if late:
        return _late(now_due, late, finished is not None, why)
    if finished is not None:
        return Standing(now_due, Holding.DONE, "done in time", explanation=why)
    left = (now_due.last - today).days
    if left > _SOON or not now_due.exact:
        return Standing(now_due, Holding.RUNNING, now_due.words, explanation=why)
    return Standing(now_due, Holding.DUE, f"in {plural(left, 'day')}" if left else "today", explanation=why)


def _late(now_due: Due, late: int, finished: bool, why: str) -> Standing:
    ending = ", explained" if why else ": say why"
    if finished:
        holding = Holding.DONE_LATE_EXPLAINED if why else Holding.DONE_LATE
        return Standing(now_due, holding, f"done {plural(late, 'day')} late{ending}", late, why)
    holding = Holding.LATE_EXPLAINED if why else Holding.LATE
    return Standing(now_due, holding, f"{plural(late, 'day')} late{ending}", late, why)


def _kept(now_due: Due, until: date, today: date, ended: date | None, why: str) -> Standing:
    """A clock that says how long something stays: ending it early is the difference that needs words."""
    early = (until - ended).days if ended is not None else 0
    if early > 0:
        words = f"ended {plural(early, 'day')} early" + (", explained" if why else ": say why")
        holding = Holding.ENDED_EARLY_EXPLAINED if why else Holding.ENDED_EARLY
        return Standing(now_due, holding, words, early, why)
    if ended is not None or today >= until:
        return Standing(now_due, Holding.DONE, "kept long enough", explanation=why)
    return Standing(now_due, Holding.KEEP, now_due.words, explanation=why)


def standings(
    terminology: Terminology,
    events: Mapping[str, PartialDate],
    days: WorkingDays,
    *,
    today: date,
    explanations: Mapping[str, str] | None = None,
) -> tuple[Standing, ...]:
    """All clocks of a terminology that have begun or can begin, in order; those whose event has no date come last.

    ``events`` are the dated events of a case by id, ``explanations`` the words on lateness by clock id.
    """
    said = explanations or {}
    made = [
        standing(
            due(clock, events.get(clock.trigger, PartialDate()), days),
            today=today,
            done=events.get(clock.done),
            explanation=said.get(clock.id, ""),
        )
        for clock in terminology.clocks
    ]
    return tuple(sorted(made, key=lambda one: one.due.last is None))
