"""Dates, times and ages of a text that an audience gets in general terms alone.

Here: which stretches are generalised, blocked or put to a person, and the words that stand for them (profiles, section
3). Not here: dates of birth, which are found with the names (``matcher``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from desktop.redaction import dates
from desktop.redaction.matcher import Scan
from desktop.redaction.treatment import Audience
from desktop.wording import MONTHS

_LAW_WORDS = (
    ("Act", "s?"), ("Regulation", "s?"), ("Order", "s?"), ("Rules", ""), ("Directive", ""), ("Convention", ""),
    ("guidance", ""), ("statut", "(?:ory|e)"), ("in force", ""), ("commence", "(?:d|ment)"), ("enacted", ""),
    ("Working Together", ""), ("framework", ""), ("Gazette", ""), ("Parliament", ""), ("published", ""),
    ("legislation", ""),
)  # fmt: skip
_LAW = re.compile(rf"\b(?:{'|'.join(stem + ending for stem, ending in _LAW_WORDS)})\b")
_AFTER_DATE = re.compile(r"[ ,(]*")
_PREPOSITION = re.compile(r"(?<![^\W_])(?P<p>[Oo]n|[Bb]etween|[Ff]rom)(?P<s>\s+)$")
_WRITTEN = re.compile(r"\d{1,4}\s?([/.-])\s?\d{1,2}\s?\1\s?\d{2,4}$|\d{4}-\d\d-\d\d$")
_SECTION = re.compile(
    r"(?:section|sections|paragraph|para|paras|chapter|page|version|figure|table|appendix|part|v)\.?\s*$", re.IGNORECASE
)
_BARE_DAY = re.compile(  # begins with letters that are sought at once; "on" is looked at where they stand
    r"n the (?:[12]?\d|3[01])(?:st|nd|rd|th)(?=\s*[,.;:)]|\s+(?:and|but|the|he|she|they|it|when|after|before)\b)"
)


class Change(NamedTuple):
    """Code points ``start`` to ``end`` of the original become ``words`` (G), or are a place to reword or decide."""

    start: int
    end: int
    class_id: str
    code: str
    words: str


class Calendar:
    """Generalises for one audience. ``process`` and ``event`` are registered days; ``period`` is that of the review."""

    def __init__(
        self, audience: Audience, process: frozenset[date], event: frozenset[date], period: tuple[date, date] | None
    ) -> None:
        self._process = process
        self._event = event
        self._period = period
        self._dates = audience.code("event_date")
        self._times = audience.code("clock_time")
        self._ages = audience.code("age")

    def changes(self, scan: Scan) -> Iterator[Change]:
        """Every stretch to change, in no order; some may overlap names, which come first."""
        if self._dates != "K":
            yield from self._days(scan)
        if self._times != "K":
            for start, end, words in dates.times(scan.text.original):
                yield Change(start, end, "clock_time", self._times, words)
        if self._ages != "K":
            for age in scan.ages:
                start, end = scan.text.span(age.start, age.end)
                words, shown = age.general, scan.text.original[start : start + 4]
                if shown[:1].isupper() and not (shown == "Year" and starts_lower(scan.text.original, start)):
                    words = words[:1].upper() + words[1:]
                yield Change(start, end, "age", self._ages, words)

    def _days(self, scan: Scan) -> Iterator[Change]:
        text = scan.text.original
        last = -1
        for day in scan.days:
            start, end = scan.text.span(day.start, day.end)
            if day.feast and not day.readings:
                continue
            if start < last or not self._is_date(text, start, end):
                continue
            code = self._code(text, start, end, day)
            if code == "K":
                continue
            last = end
            start, words = _general(text, start, day)
            yield Change(start, end, "event_date", code, words)
        for match in _BARE_DAY.finditer(text):
            start = match.start() - 1
            if start >= 0 and text[start] in "oO" and not text[start - 1 : start].isalnum():
                words = "In that month" if text[start] == "O" else "in that month"
                yield Change(start, match.end(), "event_date", self._dates, words)

    @staticmethod
    def _is_date(text: str, start: int, end: int) -> bool:
        shown = text[start:end]
        if shown.upper() != shown.lower():
            return True
        if not _WRITTEN.match(shown):
            return False
        short = "." in shown and len(re.findall(r"\d+", shown)[-1]) == 2
        return not (
            _SECTION.search(text[max(0, start - 14) : start]) or (short and not re.match(r"\d\d\.\d\d\.\d\d$", shown))
        )

    def _code(self, text: str, start: int, end: int, day: dates.FoundDate) -> str:
        if not self._event.isdisjoint(day.readings):
            return self._dates
        if not self._process.isdisjoint(day.readings):
            return "K"
        floor = max(text.rfind(". ", max(0, start - 80), start), start - 80, 0)
        if _of_law(text, floor, start) or _LAW.match(text, _AFTER_DATE.match(text, end).end()):  # type: ignore[union-attr]
            return "K"
        if self._period is None or not day.readings:
            return self._dates
        inside = any(self._period[0] <= reading <= self._period[1] for reading in day.readings)
        return self._dates if inside else "D"


def _of_law(text: str, start: int, end: int) -> bool:
    """Whether words of law or guidance stand there; asked of every date, so the stems are looked for first."""
    lead = text[start:end]
    return any(stem in lead for stem, _ in _LAW_WORDS) and _LAW.search(text, start, end) is not None


def starts_lower(text: str, start: int) -> bool:
    """Whether ``start`` stands inside a sentence."""
    lead = text[max(0, start - 6) : start].rstrip()
    return bool(lead) and lead[-1] not in ".!?:"


def _general(text: str, start: int, day: dates.FoundDate) -> tuple[int, str]:
    """Month and year, with ``on`` before it turned into ``in``."""
    words = MONTHS[day.month - 1] + (f" {day.year}" if day.year else "")
    match = _PREPOSITION.search(text, max(0, start - 12), start)
    if match and (match["p"].lower() == "on" or day.is_range):
        return match.start(), f"{'In' if match['p'][0].isupper() else 'in'} {words}"
    return start, words
