"""Dates, times and ages as they stand in a text, and what they become when they are generalised.

Here: finding every spelling of an exact date in a word view (numbers, words, American order, two-digit years), times
of day and ages, and the words that stand for them (profiles, section 3). Not here: whether an audience gets them
exact (``release``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from desktop.wording import MONTHS

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FIRSTS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]


def number_words(number: int) -> str:
    """``21`` as ``twenty one``; 0 to 99."""
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens] + (f" {_UNITS[unit]}" if unit else "")


def ordinal_words(number: int) -> str:
    """``21`` as ``twenty first``; 1 to 99."""
    if number <= 20:
        return _FIRSTS[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens]} {_FIRSTS[unit]}" if unit else f"{_TENS[tens][:-1]}ieth"


NUMBERS = {number_words(number): number for number in range(100)}
_DAY_WORDS = {ordinal_words(number): number for number in range(1, 32)} | {
    number_words(number): number for number in range(1, 32)
}


def _year_words() -> dict[str, int]:
    made: dict[str, int] = {}
    for year in range(1900, 2100):
        century, rest = divmod(year, 100)
        made[
            f"{number_words(century)} {number_words(rest)}"
            if rest > 9
            else f"{number_words(century)} oh {_UNITS[rest]}"
        ] = year
        if century == 19:
            made[f"nineteen hundred and {number_words(rest)}"] = year
        elif rest:
            made[f"two thousand and {number_words(rest)}"] = made[f"two thousand {number_words(rest)}"] = year
        else:
            made["two thousand"] = year
    return made


_YEAR_WORDS = _year_words()
MONTH_NUMBER = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_NUMBER |= {name[:3]: number for name, number in MONTH_NUMBER.items()} | {"sept": 9}


FEASTS = {
    "new year s day": (1, 1), "new years day": (1, 1), "burns night": (25, 1), "valentine s day": (14, 2),
    "valentines day": (14, 2), "leap day": (29, 2), "st david s day": (1, 3), "st patrick s day": (17, 3),
    "april fool s day": (1, 4), "st george s day": (23, 4), "midsummer s day": (24, 6), "halloween": (31, 10),
    "hallowe en": (31, 10), "all saints day": (1, 11), "bonfire night": (5, 11), "guy fawkes night": (5, 11),
    "armistice day": (11, 11), "st andrew s day": (30, 11), "christmas eve": (24, 12), "christmas day": (25, 12),
    "boxing day": (26, 12), "new year s eve": (31, 12), "new years eve": (31, 12),
}  # fmt: skip
"""Days that have a name, as day and month."""


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)? )?(?:the )?"
_DAY = rf"(?:(?P<d>[0-3]?\d) ?(?:st|nd|rd|th)?|(?P<w>{_alternatives(_DAY_WORDS)}))"
_BEFORE = re.compile(rf"(?<![^ ])(?P<all>{_WEEKDAY}{_DAY}(?: day)?(?: of)?) ?$")
_RANGE_BEFORE = re.compile(
    rf"(?<![^ ])(?P<all>{_WEEKDAY}(?P<from>[0-3]?\d)(?:st|nd|rd|th)? (?:(?:to|and|until|or) "
    rf")?{_WEEKDAY}(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?: of)?) ?$"
)
_YEAR = rf"(?P<y>(?:19|20)\d\d|\d\d(?!\d)|{_alternatives(_YEAR_WORDS)})"
_AFTER_YEAR = re.compile(rf" ?(?:in |of )?{_YEAR}(?![^ ])")
_LAST_BEFORE = re.compile(r"(?<![^ ])(?P<all>(?:the )?last day of(?: the month of)?) ?$")
_AFTER_DAY = re.compile(rf" (?:the )?{_DAY}(?: {_YEAR})?(?![^ ])")
_YEAR_BEFORE = re.compile(r"(?<![^ ])(?P<y>(?:19|20)\d\d) $")
_ROMAN_LIST = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {word: number for number, word in enumerate(_ROMAN_LIST, 1)}
# A time may be glued to a date, as computers write it: 2011-03-14T09:30.
NUMERIC = re.compile(
    r"(?<![^ ])(?:(?P<a>\d{1,4}) (?P<b>\d{1,2}) (?P<c>\d{4}|\d{1,2})|(?P<s>\d{8}|\d{6}))(?:(?![^ ])|(?=t\d\d))"
)
_WITH_ROMAN = re.compile(r"(?<![^ ])(?P<d>[0-3]?\d) (?P<m>[ivx]{1,4}) (?P<y>\d{4}|\d\d)(?![^ ])")
_GLUED = re.compile(
    rf"(?<![^ ])(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?P<m>{_alternatives(MONTH_NUMBER)})(?P<y>\d{{4}}|\d\d)(?![^ ])"
)
_SPACED = re.compile(r"(?<![^ ])(?P<a>\d \d|\d) (?P<b>\d \d|\d) (?P<c>\d \d \d \d|\d \d)(?![^ ])")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at ``start`` to ``end`` of a word view.

    ``readings`` are the days it may mean (two centuries for two digits, both orders for numbers). Without a year it is
    empty and ``day``, ``month`` are given. ``first_day`` is set when it is a range within a month.
    """

    start: int
    end: int
    readings: tuple[date, ...]
    day: int
    month: int
    year: int = 0
    is_range: bool = False
    loose: bool = False
    feast: bool = False


def find(words: str, months: Iterable[tuple[int, int]], numbers: Iterable[tuple[int, int]]) -> Iterator[FoundDate]:
    """Dates in a word view: ``months`` are places of month names in it, ``numbers`` windows around its digits."""
    for start, end in months:
        found = _at_month(words, start, end)
        if found:
            yield found
    for start, end in numbers:
        yield from _numeric(words, start, end)


def _at_month(words: str, start: int, end: int) -> FoundDate | None:
    month = MONTH_NUMBER.get(words[start:end])
    if month is None:
        return _feast(words, start, end)
    floor = max(0, start - 48)
    before = words[floor:start]
    year = _AFTER_YEAR.match(words, end)
    if last := _LAST_BEFORE.search(before):
        return _last_day(floor + last.start("all"), end, month, year)
    span = _RANGE_BEFORE.search(before)
    day = span or _BEFORE.search(before)
    if day and (number := _day_number(day)):
        begin = floor + day.start("all")
        if year is None and (early := _YEAR_BEFORE.search(words[max(0, begin - 6) : begin])):
            return FoundDate(begin - 5, end, _days(int(early["y"]), month, number), number, month, int(early["y"]))
        value = _year_number(year["y"]) if year else ()
        stop = year.end() if year and value else end
        readings = tuple(day for each in value for day in _days(each, month, number))
        return FoundDate(begin, stop, readings, number, month, value[-1] if value else 0, bool(span))
    after = _AFTER_DAY.match(words, end)
    if after and (number := _day_number(after)):
        value = _year_number(after["y"]) if after["y"] else ()
        readings = tuple(day for each in value for day in _days(each, month, number))
        # "March 11" is as often a month of 2011: only with a year after it, or an ending, is it a day.
        ended = words[after.start() : after.end()].rstrip().endswith(("st", "nd", "rd", "th"))
        if value or ended or after["w"]:
            return FoundDate(start, after.end(), readings, number, month, value[-1] if value else 0, loose=not value)
    return None


def _feast(words: str, start: int, end: int) -> FoundDate | None:
    day, month = FEASTS[words[start:end]]
    year = _AFTER_YEAR.match(words, end)
    value = _year_number(year["y"]) if year else ()
    readings = tuple(found for each in value for found in _days(each, month, day))
    stop = year.end() if year and value else end
    return FoundDate(start, stop, readings, day, month, value[-1] if value else 0, feast=True)


def _last_day(start: int, end: int, month: int, year: re.Match[str] | None) -> FoundDate:
    value = _year_number(year["y"]) if year else ()
    number = monthrange(value[-1] if value else 2001, month)[1]
    readings = tuple(found for each in value for found in _days(each, month, number))
    return FoundDate(start, year.end() if year else end, readings, number, month, value[-1] if value else 0)


def _day_number(match: re.Match[str]) -> int:
    word = match.groupdict().get("w")
    number = _DAY_WORDS[word] if word else int(match["d"])
    return number if 1 <= number <= 31 else 0


def _year_number(text: str) -> tuple[int, ...]:
    if text.isdigit():
        return (int(text),) if len(text) == 4 else (1900 + int(text), 2000 + int(text))
    return (_YEAR_WORDS[text],)


def _days(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _numeric(words: str, start: int, end: int) -> Iterator[FoundDate]:
    at = start
    while match := NUMERIC.search(words, at, end):
        found = _from_solid(match) if match["s"] else _from_parts(match["a"], match["b"], match["c"], match.span())
        if found:
            yield found
            at = match.end()
        else:
            at = match.start() + len(match["a"] or match["s"])
    for match in _GLUED.finditer(words, start, end):
        month = MONTH_NUMBER[match["m"]]
        readings = tuple(day for year in _year_number(match["y"]) for day in _days(year, month, int(match["d"])))
        if readings:
            yield FoundDate(*match.span(), readings, int(match["d"]), month, readings[-1].year)
    for match in _WITH_ROMAN.finditer(words, start, end):
        if month := _ROMAN.get(match["m"], 0):
            readings = tuple(day for year in _year_number(match["y"]) for day in _days(year, month, int(match["d"])))
            if readings:
                yield FoundDate(*match.span(), readings, int(match["d"]), month, readings[-1].year)
    for match in _SPACED.finditer(words, start, end):
        parts = [match[group].replace(" ", "") for group in "abc"]
        if len(parts[0]) + len(parts[1]) + len(parts[2]) < len(match[0].replace(" ", "")) + 1 and (
            found := _from_parts(parts[0], parts[1], parts[2], match.span())
        ):
            yield found


def _from_parts(a: str, b: str, c: str, span: tuple[int, int]) -> FoundDate | None:
    if len(a) == 4:
        orders = [(a, b, c), (a, c, b)]
    elif len(a) < 3 and len(c) in (2, 4):
        orders = [(c, b, a), (c, a, b)]
    else:
        return None
    readings: list[date] = []
    for year, month, day in orders:
        if len(year) in (2, 4) and len(day) < 3:
            for each in _year_number(year):
                if 1900 <= each < 2100 and 1 <= int(month) <= 12:
                    readings += _days(each, int(month), int(day))
    if not readings:
        return None
    first = readings[1] if len(orders[0][0]) == 2 and len(readings) > 1 else readings[0]
    return FoundDate(
        *span, tuple(dict.fromkeys(readings)), first.day, first.month, first.year, loose=len(c) == 2 and len(a) < 3
    )


def _from_solid(match: re.Match[str]) -> FoundDate | None:
    text = match["s"]
    cuts = [(text[4:], text[2:4], text[:2]), (text[4:], text[:2], text[2:4])]
    if len(text) == 8:
        cuts.append((text[:4], text[4:6], text[6:]))
    readings: list[date] = []
    for year, month, day in cuts:
        for each in _year_number(year):
            if 1900 <= each < 2100 and 1 <= int(month) <= 12:
                readings += _days(each, int(month), int(day))
    if not readings:
        return None
    return FoundDate(
        *match.span(), tuple(dict.fromkeys(readings)), readings[0].day, readings[0].month, readings[0].year, loose=True
    )


# Ages

BANDS = (
    (0, 0, "under 1"), (1, 4, "1 to 4"), (5, 9, "5 to 9"), (10, 15, "10 to 15"), (16, 17, "16 to 17"),
    (18, 25, "18 to 25"), (26, 40, "26 to 40"), (41, 60, "41 to 60"), (61, 200, "over 60"),
)  # fmt: skip


def band(years: int) -> str:
    """The band of an age in whole years (profiles, section 3)."""
    return next(words for low, high, words in BANDS if low <= years <= high)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """A stretch of a word view and the words that stand for it when it is generalised."""

    start: int
    end: int
    general: str
    exact: bool = False


COUNT = rf"(?:\d{{1,3}}|{_alternatives(NUMBERS)})"
_COUNT_TH = rf"(?:\d{{1,3}} ?(?:st|nd|rd|th)|{_alternatives(ordinal_words(number) for number in range(1, 100))})"
_UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)"
_AGE_AFTER = re.compile(
    rf" (?:of |about |around |just |only |nearly |almost )*(?P<n>{COUNT})(?! (?:to|and over|or over|percent|per "
    rf"cent) )(?: and a half)?"
    rf"(?: (?P<u>{_UNIT})(?: (?:and )?(?P<n2>{COUNT}) (?P<u2>{_UNIT}))?"
    rf"(?: and (?P<n3>{COUNT}) (?P<u3>{_UNIT}))?(?: old)?)?(?![^ ])"
)
_AGE_BEFORE = re.compile(
    rf"(?<![^ ])(?P<a>an? )?(?P<n>{COUNT})(?: and a half)? (?P<u>{_UNIT})(?: (?:and )?(?P<n2>{COUNT}) "
    rf"(?P<u2>{_UNIT}))?(?: and (?P<n3>{COUNT}) (?P<u3>{_UNIT}))? $"
)
_BIRTHDAY_BEFORE = re.compile(rf"(?<![^ ])(?P<n>{_COUNT_TH}) $")
_SCHOOL_YEAR = re.compile(
    rf" (?:group )?(?P<n>1[0-3]|[1-9]|{_alternatives(number_words(number) for number in range(1, 14))})(?![^ ])"
)


def _count(text: str) -> int:
    text = re.sub(r" ?(?:st|nd|rd|th)$", "", text) if text[0].isdigit() else text
    if text.isdigit():
        return int(text)
    if text in NUMBERS:
        return NUMBERS[text]
    return next(number for number in range(1, 100) if ordinal_words(number) == text)


def _years(number: int, unit: str) -> int:
    if unit.startswith(("month", "mth")):
        return number // 12
    if unit.startswith(("week", "wk")):
        return number // 52
    return number // 365 if unit.startswith("day") else number


def age_after(words: str, start: int, end: int) -> FoundWords | None:
    """``aged 7``, ``age of seven``, ``turned 8``; ``start`` to ``end`` is the word before the number."""
    match = _AGE_AFTER.match(words, end)
    if not match:
        return None
    number = _count(match["n"])
    if number > 120 and not match["u"]:
        return None
    before = words[start:end].replace("turned", "aged").replace("turning", "aged")
    general = f"{before} {band(_years(number, match['u'] or 'year'))}"
    return FoundWords(start, match.end(), general, _exact(match))


def age_old(words: str, start: int, end: int) -> FoundWords | None:
    """``7 years old``, ``an eight-year-old``; ``start`` to ``end`` is the word ``old``."""
    floor = max(0, start - 70)
    match = _AGE_BEFORE.search(words[floor:start])
    if not match:
        return None
    words_for = band(_years(_count(match["n"]), match["u"]))
    if match["a"] or (match["u"].endswith(("r", "h", "k", "y")) and _count(match["n"]) != 1):
        joined = words_for.replace(" ", "-")
        general = f"{joined}-year-old"
        if match["a"]:
            general = f"{'an' if general[0] in 'uo' or general.startswith('18') else 'a'} {general}"
    else:
        general = f"aged {words_for}"
    return FoundWords(floor + match.start(), end, general, _exact(match))


def _exact(match: re.Match[str]) -> bool:
    """Whether the age is told to the day, so that with a date it gives the day of birth."""
    groups = match.groupdict()
    return any((groups.get(unit) or "").startswith("day") for unit in ("u", "u2", "u3"))


def age_birthday(words: str, start: int, end: int) -> FoundWords | None:
    """``8th birthday``; ``start`` to ``end`` is the word ``birthday``."""
    floor = max(0, start - 24)
    match = _BIRTHDAY_BEFORE.search(words[floor:start])
    if not match:
        return None
    return FoundWords(floor + match.start(), end, f"birthday (aged {band(_count(match['n']))})")


def age_school_year(words: str, start: int, end: int) -> FoundWords | None:
    """``Year 6``; ``start`` to ``end`` is the word ``year``."""
    match = _SCHOOL_YEAR.match(words, end)
    if not match:
        return None
    return FoundWords(start, match.end(), f"a school year for ages {band(_count(match['n']) + 4)}")


# Times of day

_FIGURES = re.compile(r"\d{1,4}(?=[:.][0-5]\d|\s?(?:[AaPp]\.?[Mm]|h(?:rs?|ours)\b))")  # few of many figures go on so
_TIME = re.compile(
    r"(?:(?P<h>[01]?\d|2[0-4])(?P<dot>[:.])(?P<m>[0-5]\d)(?:[:.][0-5]\d)?(?!:?\d)(?P<x>\s?(?:[AaPp]\.[Mm]\.|[AaPp]\.?[Mm]\b|hrs?\b|hours\b))?"
    r"|(?P<h2>1[0-2]|0?[1-9])\s?(?P<x2>[AaPp]\.[Mm]\.|[AaPp]\.?[Mm]\b)|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)\s?(?:hrs?|hours)\b)"
)
_AT = re.compile(r"\b(?P<a>[Aa])t (?:about |around |approximately )?$")


def times(text: str) -> Iterator[tuple[int, int, str]]:
    """Times of day in a text: where, and the words that stand for them. Figures such as ``section 3.15`` are none."""
    last = 0
    for figures in _FIGURES.finditer(text):
        start = figures.start()
        if start < last or (start and (text[start - 1].isalnum() or text[start - 1] in ":._")):
            continue
        match = _TIME.match(text, start)
        if match and (match["dot"] != "." or match["x"]):
            last = match.end()
            at = _AT.search(text, max(0, start - 20), start)
            yield (at.start() if at else start), last, _time_words(match, at)


def _time_words(match: re.Match[str], at: re.Match[str] | None) -> str:
    hour = int(match["h"] or match["h2"] or match["h4"])
    half = (match["x"] or match["x2"] or "").strip().lower()[:1]
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    part = "night" if hour < 6 or hour >= 22 else "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
    if at is None:
        return f"the {part}"
    words = "at night" if part == "night" else f"in the {part}"
    return words.capitalize() if at["a"] == "A" else words
