"""Dates as people know them: exact, a month, a year, a range, about, or undated; never coerced to the first."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date is known."""

    EXACT = "exact"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    ABOUT = "about"
    UNDATED = "undated"


_PARTS = {Precision.EXACT: 3, Precision.MONTH: 2, Precision.YEAR: 1}


@dataclass(frozen=True)
class PartialDate:
    """A date with its precision.

    ``start`` and ``end`` are ISO text cut to what is known (``2016``, ``2016-03``, ``2016-03-04``); ``end`` is used by
    ranges alone. ``about`` keeps whatever is known in ``start``. Sorts by its earliest possible day, undated last.
    """

    precision: Precision = Precision.UNDATED
    start: str = ""
    end: str = ""

    @classmethod
    def exact(cls, day: date) -> PartialDate:
        """The one day ``day``."""
        return cls(Precision.EXACT, day.isoformat())

    @classmethod
    def month(cls, year: int, month: int) -> PartialDate:
        """Some day of that month."""
        return cls(Precision.MONTH, f"{year:04d}-{month:02d}")

    @classmethod
    def year(cls, year: int) -> PartialDate:
        """Some day of that year."""
        return cls(Precision.YEAR, f"{year:04d}")

    @classmethod
    def between(cls, start: date, end: date) -> PartialDate:
        """From ``start`` to ``end``, both included."""
        return cls(Precision.RANGE, start.isoformat(), end.isoformat())

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read the ISO form that ``iso`` writes.

        Raises ``ValueError`` for anything else.
        """
        if text in ("", "undated"):
            return cls()
        if text.startswith("about "):
            inner = text.removeprefix("about ")
            _earliest(inner)
            return cls(Precision.ABOUT, inner)
        if "/" in text:
            start, end = text.split("/", 1)
            if _earliest(start) > _latest(end):
                raise ValueError(text)
            return cls(Precision.RANGE, start, end)
        _earliest(text)
        return cls({10: Precision.EXACT, 7: Precision.MONTH, 4: Precision.YEAR}[len(text)], text)

    @property
    def iso(self) -> str:
        """The form kept and printed in data files: ``2016-03``, ``2016-03-01/2016-03-09``, ``about 2016``."""
        if self.precision is Precision.UNDATED:
            return ""
        if self.precision is Precision.RANGE:
            return f"{self.start}/{self.end}"
        return f"about {self.start}" if self.precision is Precision.ABOUT else self.start

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return self.precision is not Precision.UNDATED

    @property
    def first_day(self) -> date | None:
        """The earliest day it can be, or None when undated."""
        return _earliest(self.start) if self.start else None

    @property
    def last_day(self) -> date | None:
        """The latest day it can be, or None when undated."""
        return _latest(self.end or self.start) if self.start else None

    @property
    def sort_key(self) -> tuple[str, str]:
        """Order by earliest possible day, undated last."""
        return (self.start or "9999", self.end)


UNDATED = PartialDate()
"""Nothing is known."""


def _earliest(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    if len(text) not in (4, 7, 10):
        raise ValueError(text)
    return date(*[*parts, 1, 1][:3])


def _latest(text: str) -> date:
    day = _earliest(text)
    if len(text) == 10:
        return day
    if len(text) == 7:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year + 1, 1, 1) - timedelta(days=1)
