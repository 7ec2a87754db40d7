"""Dates, times, ages and patterns of siblings in a text that an audience gets in general terms alone.

Here: which stretches are generalised, blocked or put to a person, and the words that stand for them (profiles, section
3). Not here: dates of birth, which are found with the names (``matcher``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from desktop.redaction import dates, siblings
from desktop.redaction.matcher import Scan
from desktop.redaction.treatment import Audience
from desktop.wording import MONTHS
from storage.partial_date import Precision

_LAW_WORDS = (
    ("Act", "s?"), ("Regulation", "s?"), ("Order", "s?"), ("Rules", ""), ("Directive", ""), ("Convention", ""),
    ("guidance", ""), ("statut", "(?:ory|e)"), ("in force", ""), ("commence", "(?:d|ment)"), ("enacted", ""),
    ("Working Together", ""), ("framework", ""), ("Gazette", ""), ("Parliament", ""), ("published", ""),
    ("legislation", ""),
)  # fmt: skip
_LAW_STEMS = tuple(stem for stem, _ in _LAW_WORDS)
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
    """Generalises for one audience. ``process``, ``event`` and ``incident`` are registered days (the deaths of the cast
    are among the last by themselves); ``period`` is that of the review."""

    def __init__(
        self, audience: Audience, process: frozenset[date], event: frozenset[date], incident: frozenset[date],
        period: tuple[date, date] | None,
    ) -> None:  # fmt: skip
        deaths = (one.died for one in audience.cast if one.died.precision is Precision.EXACT)
        self._process = process
        self._event = event
        self._incident = incident.union(day.first_day for day in deaths if day.first_day)
        self._period = period
        self._codes = {one: audience.code(one) for one in ("event_date", "incident_date", "process_date")}
        self._times = audience.code("clock_time")
        self._ages = audience.code("age")
        self._siblings = audience.code("sibling_pattern")

    def changes(self, scan: Scan) -> Iterator[Change]:
        """Every stretch to change, in no order; some may overlap names, which come first."""
        if any(code != "K" for code in self._codes.values()):
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

        if self._siblings != "K":
            for start, end, words in siblings.told(scan.text):
                capital = scan.text.original[start].isupper() and not starts_lower(scan.text.original, start)
                yield Change(
                    start, end, "sibling_pattern", self._siblings, words[:1].upper() + words[1:] if capital else words
                )

    def _days(self, scan: Scan) -> Iterator[Change]:
        text = scan.text.original
        last = -1
        for day in scan.days:
            start, end = scan.text.span(day.start, day.end)
            if day.feast and not day.readings:
                continue
            if start < last or not self._is_date(text, start, end):
                continue
            class_id, code = self._treated(text, start, end, day)
            if code == "K":
                continue
            last = end
            if code == "G":
                start, words = _general(text, start, day)
            else:
                words = ""
            yield Change(start, end, class_id, code, words)
        for match in _BARE_DAY.finditer(text):
            start = match.start() - 1
            if start >= 0 and text[start] in "oO" and not text[start - 1 : start].isalnum():
                words = "In that month" if text[start] == "O" else "in that month"
                if self._codes["event_date"] != "K":
                    yield Change(start, match.end(), "event_date", self._codes["event_date"], words)

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

    def _treated(self, text: str, start: int, end: int, day: dates.FoundDate) -> tuple[str, str]:
        """Class and code of a day (profiles, section 3): registered ones are what the register says."""
        if not self._incident.isdisjoint(day.readings):
            return "incident_date", self._codes["incident_date"]
        if not self._event.isdisjoint(day.readings):
            return "event_date", self._codes["event_date"]
        floor = max(text.rfind(". ", max(0, start - 80), start), start - 80, 0)
        if (
            not self._process.isdisjoint(day.readings)
            or _of_law(text, floor, start)
            or _LAW.match(text, _AFTER_DATE.match(text, end).end())  # type: ignore[union-attr]
        ):
            return "process_date", self._codes["process_date"]
        if self._period is None or not day.readings:
            return "event_date", self._codes["event_date"]
        if any(self._period[0] <= reading <= self._period[1] for reading in day.readings):
            return "event_date", self._codes["event_date"]
        # Neither is sure: where the two are treated alike that is the answer, else a person's.
        either = {self._codes["event_date"], self._codes["process_date"]}
        return "event_date", either.pop() if len(either) == 1 else "D"


def _of_law(text: str, start: int, end: int) -> bool:
    """Whether words of law or guidance stand there; asked of every date, so the stems are looked for first."""
    lead = text[start:end]
    return any(map(lead.__contains__, _LAW_STEMS)) and _LAW.search(text, start, end) is not None


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
