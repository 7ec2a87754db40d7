"""Dates, times, ages and patterns of siblings in a text that an audience gets in general terms alone.

Here: which stretches are generalised, blocked or put to a person, and the words that stand for them (profiles, section
3). Not here: dates of birth, which are found with the names (``matcher``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from desktop.redaction import ages_of_people, clock, dates, siblings
from desktop.redaction.matcher import Scan
from desktop.redaction.treatment import Audience
from desktop.wording import MONTHS
from storage.partial_date import Precision

_LAWS = (
    ("Act", r"s?"), ("Regulation", r"s?"), ("Rules", ""), ("Directive", ""), ("Convention", ""),
    ("Order", r"s? (?:19|20)\d\d"), ("Treaty", ""), ("treaty", ""),
    ("guidance", ""), ("Guidance", ""), ("statut", r"(?:ory|e|es)"), ("Working Together", ""), ("framework", ""),
    ("Framework", ""), ("Gazette", ""), ("Parliament", ""), ("legislation", ""), ("Bill", ""),
)  # fmt: skip
_LAW_STEMS = tuple(stem for stem, _ in _LAWS)
_LAW = re.compile(rf"\b(?:{'|'.join(stem + ending for stem, ending in _LAWS)})\b")
# What is done with a law on a day: without it "under section 47 of the Children Act 1989, on 3 March" is a visit.
_MADE = re.compile(
    r"\b(?:in force|into force|commenc\w+|enacted|passed|adopted|published|issued|Royal Assent|tak(?:es|ing) effect"
    r"|took effect|"
    r"effective|revised|updated|laid|repealed|amended|applie[sd]|signed|ratified|withdrawn|replaced|introduced"
    r"|came in|dated)\b"
)
_PUBLISHED_STEMS = ("force", "commenced", "enacted", "Assent", "published")
_PUBLISHED = re.compile(r"\b(?:in force|into force|commenced|enacted|Royal Assent|published)\b")
_OF_LAW = re.compile(rf"(?:{_LAW.pattern})(?: (?:19|20)\d\d)?(?: of|,)?[ (]*(?:[Dd]ated )?$")
_AFTER_DATE = re.compile(r"[ ,(]*")
_LEADS = re.compile(
    r"(?<![^\W_])(?P<all>(?:(?P<p>[Oo]n|[Bb]etween|[Ff]rom)\s+)?"
    r"(?:(?P<the>(?:the )?)(?P<part>(?:early |late )?(?:morning|afternoon|evening|night|day)|weekend"
    r"|week(?: (?:commencing|beginning|ending|starting))?|"
    r"early hours|small hours)(?: of| on|,)?\s+|(?P<wc>[Ww][/.]?[cCeEbB]\.?:?\s+))?"
    r"(?P<wd>(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]{0,6}\.?,?\s+(?:the\s+)?)?)$"
)
_BEGINS = re.compile(r" (?:commencing|beginning|ending|starting)$")
_DIGIT = re.compile(r"\d")
_LAST_WORD = re.compile(r"[\w/.:]+,?\s*$")
_LEADING = frozenset(
    ["on", "between", "from", "of", "the", "morning", "afternoon", "evening", "night", "day", "weekend", "week",
    "commencing", "beginning", "ending", "starting", "hours"]
    + [f"{wc}{end}" for wc in ("w/c", "w/e", "w/b", "wc", "wb", "we", "w.c", "w.e") for end in ("", ".", ":", ".:")]
    + [f"{day}{end}" for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
       for day in (name, name[:3], name[:4], name[:5]) for end in ("", ",", ".", ".,")]
    + [f"{part}," for part in ("morning", "afternoon", "evening", "night")]
)  # fmt: skip
_DAY_AFTER = re.compile(
    r"\s?\((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\)|,? a (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
# The same sign and the same spaces twice; between cells of a table stand figures that are no date but with its century.
_WRITTEN = re.compile(r"\d{1,4}(\s?[/._\\–-]\s?)\d{1,2}\1\d{2,4}$|\d{1,2}(\s?\|\s?)\d{1,2}\2(?:19|20)\d\d$")
_GLUED_TO = re.compile(r"(?:dob|born|birth|dated?|on|of)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s?(?:%|(?:months?|weeks?|days?|hours?|years?|minutes?|mins?|mg|ml|mcg|kg|g|cm|mm|km|miles|per ?cent|points?"
    r"|times)\b)"
)
_SHORT_YEAR = re.compile(r"\.?\s?['’./–-]\s?\d\d$|\.?[ \t\u00a0\u2009\u202f]{1,2}\d\d$|\.?\n\d\d$")
_STAMP = re.compile(
    r"(?:(?:19[5-9]|20[0-4])\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:19[5-9]|20[0-4])\d)$"
)
_SIX = re.compile(r"(?:\bon|\bdated?:?|\bd\.?o\.?b\.?:?|\bseen|\bborn)\s*$", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:sections?|paragraphs?|paras?|chapters?|pages?|versions?|figures?|tables?|appendix|annex|parts?"
    r"|recommendations?|findings?|"
    r"standards?|rules?|clauses?|items?|see|at|in|to|v|\d\.\d{1,2}\.\d{1,2}(?:,| and| to| or|\s?[-–]))\.?\s*$",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(r"(?<![^\W_])(?:on|dated?|until|since|from|between|by|after|before|born|died"
    r"|dob:?) $", re.IGNORECASE)
_PART_DATE = re.compile(r"(?<![\w/.-])(?:[0-3]?\d(?:/(?:1[0-2]|0?\d))?)\s?(?:-|–|—|&|to|and)\s?$")
_FAR = 16
_WEEK = 7
_RANGED = re.compile(r"[-–&]|\d/\d")
_JOIN = re.compile(r"\s*(?:-|–|—|/|to|and|or|until|till|,|&|,? and)\s*(?P<on>on\s+)?(?:the\s+)?")
_GOES_ON = (
    r"(?=\s*[,.;:)]|\s+(?:and|but|the|he|she|they|it|we|i|when|after|before|mother|father|mum|dad|staff|police"
    r"|there|that|at|with|a|an)\b"
    r"|\s*(?:\n|$))"
)
_GOES_ON_AFTER = re.compile(_GOES_ON)
_BARE_DAY = re.compile(  # begins with letters that are sought at once; "on" is looked at where they stand
    r"n (?:(?:the|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*(?: the)?) )?(?:[12]?\d|3[01])(?:st|nd|rd"
    r"|th)(?:(?:, (?:the )?(?:[12]?\d|3[01])(?:st|nd|rd|th))*"
    r" (?:and|to|or) (?:the )?(?:[12]?\d|3[01])(?:st|nd|rd|th))?(?: of (?:the|that|this) month)?" + _GOES_ON
)
_SHORT = r"(?:[0-2]?\d|3[01])/(?:1[0-2]|0?[1-9])"
_SHORT_DATE = re.compile(rf"(?P<d>\d\d?)/(?P<m>1[0-2]|0?[1-9])(?:\s?(?:-|–|and|to|&)\s?{_SHORT})?(?![/\d])")
_SHORT_LEAD = re.compile(
    r"(?<![^\W_])(?P<p>[Oo]n|reviews?|visits?|meetings?|appointments?|appt|due|seen|conference|dated?|by|since|until"
    r"|w/[cbe]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*):? $"
)
_BORN_ON = re.compile(
    r"(?<![^\W_])(?:d\.?o\.?b\.?|date of birth|(?:was |were )?born(?: on)?(?: the)?)(?: is| was)?[:,; \t|]{1,3}$",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(r"[ ,\t|]+(?:at )?\d\d[:.]?\d\d\b")


_IS = (" is ", " was ", " who ")
_ARTICLE = re.compile(r"(?<![^\W_])(?P<a>[Aa]n?)\s$")
_DETERMINER = re.compile(r"(?<![^\W_])(?:the|his|her|their|our|its|that|this)\s$", re.IGNORECASE)


class Change(NamedTuple):
    """Code points ``start`` to ``end`` of the original become ``words`` (G), or are a place to reword or decide."""

    start: int
    end: int
    class_id: str
    code: str
    words: str


_Dated = tuple[int, int, str, str, dates.FoundDate]
"""Place, class, code and date."""


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
        self._born = audience.code("dob")
        self._times = audience.code("clock_time")
        self._ages = audience.code("age")
        self._siblings = audience.code("sibling_pattern")

    def changes(self, scan: Scan) -> Iterator[Change]:
        """Every stretch to change, in no order; some may overlap names, which come first."""
        if any(code != "K" for code in self._codes.values()):
            yield from self._days(scan)
        if self._times != "K":
            for start, end, words in clock.times(scan.text.original):
                yield Change(start, end, "clock_time", self._times, words)
        if self._ages != "K":
            yield from self._ages_in(scan)
        if self._siblings != "K":
            for start, end, words in siblings.told(scan.text):
                capital = scan.text.original[start].isupper() and not starts_lower(scan.text.original, start)
                yield Change(
                    start, end, "sibling_pattern", self._siblings, words[:1].upper() + words[1:] if capital else words
                )

    def _ages_in(self, scan: Scan) -> Iterator[Change]:
        n, text = scan.text, scan.text.original
        for age in (*scan.ages, *ages_of_people.alone(n)):
            start, end = n.span(age.start, age.end)
            yield self._aged(text, start, end, age.general)
        for hit in scan.hits:
            if text[hit.end : hit.end + 1] not in "(, [" or not hit.subjects:
                continue
            if found := ages_of_people.beside_name(text, hit.end) or self._told(text, hit.end):
                yield Change(found[0], found[1], "age", self._ages, found[2])

    @staticmethod
    def _told(text: str, end: int) -> tuple[int, int, str] | None:
        return ages_of_people.told_of_name(text, end) if text.startswith(_IS, end) else None

    def _aged(self, text: str, start: int, end: int, words: str) -> Change:
        shown = text[start : start + 4]
        end += text[end : end + 1] == ")" and "(" in text[start:end]
        if words.startswith("aged") and text[max(0, start - 6) : start].rstrip(" :").lower().endswith("age"):
            words = words.removeprefix("aged ")
        elif article := _ARTICLE.search(text, max(0, start - 5), start):
            start, words = _with_article(article, words)
        elif words.startswith("a school year") and (other := _DETERMINER.search(text, max(0, start - 12), start)):
            words = words.removeprefix("a ")
            start = other.end()
        elif shown[:1].isupper() and not (shown[:1] in "YR" and starts_lower(text, start)):
            words = words[:1].upper() + words[1:]
        return Change(start, end, "age", self._ages, words)

    def _days(self, scan: Scan) -> Iterator[Change]:
        text = scan.text.original
        found = list(self._exact(scan))
        at = 0
        while at < len(found):
            start, end, class_id, code, day = found[at]
            at += 1
            if code != "G":
                yield Change(start, end, class_id, code, "")
                continue
            last, many, month = day, day.is_range, day.month
            while at < len(found) and self._goes_on(scan, end, found[at], last):
                _, end, other, _, last = found[at]
                last = replace(last, month=month, year=last.year - (last.month < month and last.year > 0))
                class_id = "incident_date" if other == "incident_date" else class_id
                many = True
                at += 1
            start, words = _general(text, start, last, many)
            if after := _DAY_AFTER.match(text, end):
                end = after.end()
            yield Change(start, end, class_id, code, words)
        if self._codes["event_date"] != "K":
            yield from self._short_days(text)

    @staticmethod
    def _goes_on(scan: Scan, end: int, following: _Dated, held: dates.FoundDate) -> bool:
        """Whether the next date belongs to the same list or range and becomes the same month: they are said once.

        So does a range of a few days over the end of a month: both months together would tell which days they were.
        """
        start, stop, _, code, day = following
        if start - end > _FAR or code != "G" or not _within_days(held, day):
            return False
        joined = _JOIN.fullmatch(scan.text.original, end, start)
        if joined is None or (joined["on"] and (day.is_range or held.is_range)):
            return False
        # A date of birth among them is withheld alone.
        return not any(hit.start < stop and end <= hit.end for hit in scan.hits)

    def _exact(self, scan: Scan) -> Iterator[_Dated]:
        """Dates that this audience does not get to the day: place, class, code, date."""
        text = scan.text.original
        last = -1
        for day in scan.days:
            start, end = scan.text.span(day.start, day.end)
            if (day.feast and not day.readings) or start < last or not _is_date(text, start, end):
                continue
            if day.before_year and not _is_year(text, month := scan.text.span(day.start, day.before_year)[1], end):
                end, day = month, replace(day, year=0, readings=())
            class_id, code = self._treated(text, start, end, day)
            if code == "K":
                continue
            last = end
            yield start, end, class_id, code, day

    def _short_days(self, text: str) -> Iterator[Change]:
        """``on the 3rd``, ``on 3/3``, and a line that begins ``3/3 14:35``."""
        for match in _BARE_DAY.finditer(text):
            if (start := _begins_on(text, match.start())) >= 0:
                words = "In that month" if text[start] == "O" else "in that month"
                yield Change(start, match.end(), "event_date", self._codes["event_date"], words)
        for start, end, words in _with_slash(text):
            yield Change(start, end, "event_date", self._codes["event_date"], words)

    def _treated(self, text: str, start: int, end: int, day: dates.FoundDate) -> tuple[str, str]:
        """Class and code of a day (profiles, section 3): registered ones are what the register says, and one that is
        called a day of birth is one, whoever's it is.
        """
        if _BORN_ON.search(text, max(0, start - 24), start):
            return "dob", self._born
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


def _within_days(first: dates.FoundDate, second: dates.FoundDate) -> bool:
    """Whether two dates are of one month, or at most a week apart over the end of one."""
    if (second.month, second.year) == (first.month, first.year or second.year):
        return True
    if (second.month - first.month) % 12 != 1 or not 0 <= second.year - (first.year or second.year) < 2:
        return False
    return monthrange(first.year or second.year or 2001, first.month)[1] - first.day + second.day <= _WEEK


def _with_slash(text: str) -> Iterator[tuple[int, int, str]]:
    """``on 3/3``, ``review 14/3``, and a line that begins with a day and a time; a fraction is none."""
    at = text.find("/")
    while at >= 0:
        start = at - (2 if text[max(0, at - 2) : at].isdecimal() else 1)
        at = text.find("/", at + 1)
        if start < 0 or not text[start].isdecimal() or text[start - 1 : start].strip(' \t\n"|(,'):
            continue
        match = _SHORT_DATE.match(text, start)
        if not match or not 0 < int(match["d"]) < 32:
            continue
        month = MONTHS[int(match["m"]) - 1]
        lead = _SHORT_LEAD.search(text, max(0, start - 14), start)
        if not text[text.rfind("\n", 0, start) + 1 : start].strip(' \t"|') and _TIME_AFTER.match(text, match.end()):
            yield start, match.end(), month
        elif lead and _GOES_ON_AFTER.match(text, match.end()):
            if lead["p"].lower() == "on":
                yield lead.start(), match.end(), f"{'In' if lead['p'][0] == 'O' else 'in'} {month}"
            elif lead["p"] not in ("by", "seen") or int(match["d"]) > int(match["m"]):
                yield start, match.end(), month


def _begins_on(text: str, at: int) -> int:
    """Where ``on`` begins whose n stands at ``at``; -1 where that is another word."""
    start = at - 1
    return start if start >= 0 and text[start] in "oO" and not text[start - 1 : start].isalnum() else -1


def _is_date(text: str, start: int, end: int) -> bool:
    """Whether these figures are written as a date; a paragraph, a version or a long number is none."""
    shown = text[start:end]
    if shown.upper() != shown.lower():
        return True
    if _COUNTED.match(text, end):
        return False
    if text[start - 1 : start].isalpha() and not _GLUED_TO.search(text[max(0, start - 6) : start]):
        return False
    if shown.isdecimal():
        lead = text[max(0, start - 8) : start]
        return _STAMP.match(shown) is not None if len(shown) == 8 else _SIX.search(lead) is not None
    if not _WRITTEN.match(shown):
        return False
    if "." not in shown:
        return True
    lead = text[max(0, start - 16) : start]
    if _SECTION.search(lead):
        return False
    if _DATE_WORD.search(lead):
        return True
    parts = re.findall(r"\d+", shown)
    return len(parts[-1]) == 4 or len(parts[0]) == 4 or not _is_paragraph(text, parts)


def _is_year(text: str, month: int, end: int) -> bool:
    """Whether two figures after a month are a year: not in ``on 4 May 10 children came``, nor in the next cell."""
    shown = text[month:end]
    if not _SHORT_YEAR.match(shown) or text[end : end + 1] == "%":
        return False
    abbreviated = not text[max(0, month - 4) : month].isalpha() and text[month - 3 : month].lower() != "may"
    return (
        abbreviated or not shown.lstrip(".").replace(" ", "").isdecimal() or _GOES_ON_AFTER.match(text, end) is not None
    )


def _is_paragraph(text: str, parts: list[str]) -> bool:
    """Whether ``3.3.16`` is a number of a paragraph: its neighbour or its heading stands in the text too."""
    if all(len(part) == 2 for part in parts):
        return False
    head, last = ".".join(parts[:2]), int(parts[2])
    near = [f"{head}.{number}" for number in (last - 1, last + 1) if number >= 0]
    heading = re.search(rf"(?m)^\s*{re.escape(head)}(?![.\d/])", text)
    return heading is not None or any(re.search(rf"(?<![\d.]){re.escape(one)}(?![\d])", text) for one in near)


def _of_law(text: str, start: int, end: int) -> bool:
    """Whether the date of a law or guidance stands there; asked of every date, so the stems are looked for first."""
    lead = text[start:end]
    if any(map(lead.__contains__, _PUBLISHED_STEMS)) and _PUBLISHED.search(lead):
        return True
    if not any(map(lead.__contains__, _LAW_STEMS)):
        return False
    if _OF_LAW.search(lead):
        return True
    law = _LAW.search(lead)
    return law is not None and _MADE.search(lead, law.start()) is not None


def starts_lower(text: str, start: int) -> bool:
    """Whether ``start`` stands inside a sentence."""
    lead = text[max(0, start - 6) : start].rstrip()
    return bool(lead) and lead[-1] not in ".!?:"


def _with_article(article: re.Match[str], words: str) -> tuple[int, str]:
    """``a Year 6 pupil`` and ``an 8-week-old``: the article fits what stands there now, and is said once."""
    words = words.removeprefix("a ").removeprefix("an ")
    if words.startswith("aged"):
        words = f"{words.removeprefix('aged ').replace(' ', '-')}-year-old"
    right = "an" if words[0] in "aeiou" or words.startswith(("18", "8")) else "a"
    return article.start(), f"{right.capitalize() if article['a'][0] == 'A' else right} {words}"


def _general(text: str, start: int, day: dates.FoundDate, many: bool) -> tuple[int, str]:
    """Month and year, with what leads to the day turned to fit: ``on`` is ``in``, ``the night of`` ``a night in``."""
    words = MONTHS[day.month - 1] + (f" {day.year}" if day.year else "")
    tail = text[max(0, start - 12) : start]
    if tail[-3:] in ("on ", "On ") and not tail[-4:-3].isalnum():  # by far the most frequent
        return start - 3, f"{'In' if tail[-3] == 'O' else 'in'} {words}"
    partial = _PART_DATE.search(tail) if _DIGIT.search(tail) else None
    if partial and (_RANGED.search(partial[0]) or text[start].isdigit()):
        start, many = start - len(partial[0]), True
        tail = text[max(0, start - 12) : start]
    told = _LAST_WORD.search(tail)
    lead = told[0].rstrip().lower() if told else ""
    if lead not in _LEADING:
        return start, words
    match = _LEADS.search(text, max(0, start - 48), start)
    if not match or not match["all"]:
        return start, words
    begin = match.start("all")
    if match["wc"]:
        begin, words = match.start("wc"), f"a week in {words}"
    elif match["part"]:
        begin, words = match.start("the"), _in_part(match["part"], words, bare=not match["the"] and not match["p"])
    elif not match["p"]:
        return match.start("wd"), words
    elif match["p"].lower() == "on" or many:
        words = f"in {words}"
    else:
        return match.start("wd") if match["wd"] else start, words
    return begin, f"{words[:1].upper() if text[begin].isupper() else words[:1]}{words[1:]}"


def _in_part(part: str, month: str, *, bare: bool) -> str:
    """``the night of 3 March`` is ``a night in March``; ``bare``: without an article, as in ``late evening of``."""
    part = _BEGINS.sub("", part)
    if part.endswith("hours"):
        return f"the {part} of a day in {month}"
    if bare:
        return f"{part} in {month}"
    return f"{'an' if part[0] in 'ae' else 'a'} {part} in {month}"
