"""Dates as they stand in a text.

Here: finding every spelling of an exact date in a word view: numbers, words, American order, two-digit years, lists
and ranges of days, days that have a name. Not here: what stands for them (``calendar_words``), times of day
(``clock``), ages (``ages``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop.redaction.normalise import Normalised
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


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


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
_WELSH = (
    "ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi", "hydref", "tachwedd",
    "rhagfyr",
)  # fmt: skip
MONTH_NUMBER |= {name: number for number, name in enumerate(_WELSH, 1)}


FEASTS = {
    "new year s day": (1, 1), "new years day": (1, 1), "burns night": (25, 1), "valentine s day": (14, 2),
    "valentines day": (14, 2), "leap day": (29, 2), "st david s day": (1, 3), "st patrick s day": (17, 3),
    "april fool s day": (1, 4), "st george s day": (23, 4), "midsummer s day": (24, 6), "halloween": (31, 10),
    "hallowe en": (31, 10), "all saints day": (1, 11), "bonfire night": (5, 11), "guy fawkes night": (5, 11),
    "armistice day": (11, 11), "st andrew s day": (30, 11), "christmas eve": (24, 12), "christmas day": (25, 12),
    "boxing day": (26, 12), "new year s eve": (31, 12), "new years eve": (31, 12),
}  # fmt: skip
"""Days that have a name, as day and month."""
_FROM_EASTER = {
    "shrove tuesday": -47, "pancake day": -47, "ash wednesday": -46, "mothering sunday": -21, "mother s day": -21,
    "mothers day": -21, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter sunday": 0,
    "easter day": 0, "easter monday": 1, "whit sunday": 49,
}  # fmt: skip
_BY_WEEKDAY = {
    "father s day": (6, 6, 3), "fathers day": (6, 6, 3), "remembrance sunday": (11, 6, 2),
    "may day bank holiday": (5, 0, 1), "early may bank holiday": (5, 0, 1), "spring bank holiday": (5, 0, -1),
    "august bank holiday": (8, 0, -1),
    "august bank holiday monday": (8, 0, -1),
}  # fmt: skip
"""Days that move with Easter, and those that are the nth such weekday of a month (month, weekday from Monday, nth)."""
FEAST_NAMES = (*FEASTS, *_FROM_EASTER, *_BY_WEEKDAY)


_FEAST_BEFORE = re.compile(rf"(?<![^ ])(?:{alternatives(FEAST_NAMES)}) (?:the |on )?$")


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, *divmod(year, 100)
    leap, left = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month, the last for -1; None where the month has no fifth."""
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)? )?(?:the )?"
_DAY = rf"(?:(?P<d>[0-3]?\d) ?(?:st|nd|rd|th)?|(?P<w>{alternatives(_DAY_WORDS)}))"
_BEFORE = re.compile(rf"(?<![^ ])(?P<all>{_WEEKDAY}{_DAY}(?: day)?(?: of)?) ?$")
_WORDS = frozenset(("may", "march", "mar"))
"""Months that are words as well."""
_EARLIER = re.compile(rf"(?<![^ ])(?P<all>{_WEEKDAY}{_DAY} (?P<j>(?:to|and|until|till|or|through|up to) )?)$")
_JOINS = frozenset(("to", "and", "until", "till", "or", "through"))
_LISTED = frozenset("-–—‐‑/&+")
_NTH_BEFORE = re.compile(
    r"(?<![^ ])(?P<all>(?:the )?(?P<n>first|second|third|fourth|fifth|last|final|1st|2nd|3rd|4th|5th) "
    rf"(?P<day>{'|'.join(_WEEKDAYS)})day (?:in|of|during)(?: the month of)?) $"
)
_NTHS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_YEAR = rf"(?P<y>(?:19|20)\d\d|\d\d(?!\d)|{alternatives(_YEAR_WORDS)})"
_AFTER_YEAR = re.compile(rf" ?(?:(?:in|of) the year (?:of our lord )?|in |of )?{_YEAR}(?![^ ])")
_LAST_BEFORE = re.compile(r"(?<![^ ])(?P<all>(?:the )?last day of(?: the month of)?) ?$")
_AFTER_DAY = re.compile(rf" (?:the )?{_DAY}(?: {_YEAR})?(?![^ ])")
_AFTER_LIST = re.compile(
    r"(?P<days>(?: (?:the )?[0-3]?\d(?:st|nd|rd|th)?(?: (?:to|and|or|until|through))?){2,8}) (?P<y>(?:19"
    r"|20)\d\d)(?![^ ])"
)
_SAID_BEFORE = re.compile(r"(?<![^ ])(?:on|(?:mon|tues|wednes|thurs|fri|satur|sun)day) $")
_MONTH_BEFORE = re.compile(r"(?<![^ ])(?:in|since|during|of) $")
_YEAR_BEFORE = re.compile(r"(?<![^ ])(?P<y>(?:19|20)\d\d) $")
_ROMAN_LIST = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {word: number for number, word in enumerate(_ROMAN_LIST, 1)}
# A time may be glued to a date, as computers write it: 2011-03-14T09:30.
NUMERIC = re.compile(
    r"(?<!\d)"
    r"(?:(?P<a>\d{1,4}) (?P<b>\d{1,2}) (?P<c>\d{4}|\d{1,2})|(?P<s>\d{8}|\d{6}))(?:(?![^ ])|(?=t\d\d)|(?=[a-z]{2}))"
)
_MIXED = re.compile(r"\d[oil]|[oil]\d")
_LIKE_DIGITS = str.maketrans("oil", "011")
_WITH_ROMAN = re.compile(r"(?<![^ ])(?P<d>[0-3]?\d) (?P<m>[ivx]{1,4}) (?P<y>\d{4}|\d\d)(?![^ ])")
_GLUED = re.compile(
    rf"(?<![^ ])(?P<d>[0-3]?\d)(?:st|nd|rd"
    rf"|th)?(?P<s> (?:of )?)?(?P<m>{alternatives(MONTH_NUMBER)})(?P<t> )?(?P<y>\d{{4}}|\d\d)(?![^ ])"
)
_SPACED = re.compile(r"(?<![^ ])(?P<a>\d \d|\d) (?P<b>\d \d|\d) (?P<c>\d \d \d \d|\d \d)(?![^ ])")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at ``start`` to ``end`` of a word view.

    ``readings`` are the days it may mean (two centuries for two digits, both orders for numbers). Without a year it is
    empty and ``day``, ``month`` are given. ``is_range`` is set when it is a list or range within a month, whose
    days are then the readings. ``before_year`` is where it ends if the two figures after the month are no year.
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
    before_year: int = 0


def find(n: Normalised, months: Iterable[tuple[int, int]], numbers: Iterable[tuple[int, int]]) -> Iterator[FoundDate]:
    """Dates in a word view: ``months`` are places of names of months and days, ``numbers`` windows around digits."""
    words = n.words
    for start, end in months:
        found = _at_month(n, start, end)
        if found:
            yield found
    for start, end in numbers:
        yield from _numeric(words, start, end)
        if _MIXED.search(words, start, end):
            for found in _numeric(words[start:end].translate(_LIKE_DIGITS), 0, end - start):
                if not words[start + found.start : start + found.end].replace(" ", "").isdigit():
                    yield replace(found, start=start + found.start, end=start + found.end)


def _at_month(n: Normalised, start: int, end: int) -> FoundDate | None:
    words = n.words
    month = MONTH_NUMBER.get(words[start:end])
    if month is None:
        return _feast(words, start, end)
    floor = max(0, start - 48)
    before = words[floor:start]
    year = _AFTER_YEAR.match(words, end)
    if last := _LAST_BEFORE.search(before):
        return _last_day(floor + last.start("all"), end, month, year)
    day = _BEFORE.search(before)
    if day and (number := _day_number(day)):
        begin = floor + day.start("all")
        begin, days = _earlier(n, begin, number)
        if feast := _FEAST_BEFORE.search(words, max(0, begin - 30), floor + day.start("d" if day["d"] else "w")):
            begin = feast.start()
        if year is None and (early := _YEAR_BEFORE.search(words[max(0, begin - 6) : begin])):
            return FoundDate(begin - 5, end, _days(int(early["y"]), month, number), number, month, int(early["y"]))
        value = _year_number(year["y"]) if year else ()
        stop = year.end() if year and value else end
        readings = tuple(one for each in value for held in days for one in _days(each, month, held))
        if not _is_month(n, (begin, start), end, dated=bool(value)):
            return _after_month(n, start, end, month)
        short = end if len(value) > 1 else 0
        return FoundDate(
            begin, stop, readings, number, month, value[-1] if value else 0, len(days) > 1, before_year=short
        )
    if "day " in before and (nth := _NTH_BEFORE.search(before)):
        return _on_nth(floor + nth.start("all"), end, month, nth, year)
    return _after_month(n, start, end, month)


def _is_month(n: Normalised, day: tuple[int, int], end: int, *, dated: bool) -> bool:
    """Whether a number and a month are one date: not in "the second may sign", "2. May we" or "boxes 10; June"."""
    low, high = n.span(day[0], day[1] - 1)[1], n.span(day[1], day[1] + 1)[0]
    between = n.original[low:high]
    if between.isspace():
        return dated or n.words[day[1] : end] not in _WORDS or n.original[high].isupper()
    if any(sign in between for sign in ";!?:"):
        return False
    return dated or n.words[day[1] : end] not in _WORDS or "." not in between


def _after_month(n: Normalised, start: int, end: int, month: int) -> FoundDate | None:
    """``March 14, 2011``, ``March 3, 4 and 5, 2016``, ``March the third``."""
    words = n.words
    if words[end + 1 : end + 2].isdigit() and (listed := _AFTER_LIST.match(words, end)):
        numbers = [int(held) for held in re.findall(r"\d+", listed["days"])]
        readings = tuple(one for held in numbers for one in _days(int(listed["y"]), month, held))
        if len(readings) == len(numbers):
            return FoundDate(start, listed.end(), readings, numbers[0], month, int(listed["y"]), is_range=True)
    after = _AFTER_DAY.match(words, end)
    if after and (number := _day_number(after)):
        value = _year_number(after["y"]) if after["y"] else ()
        readings = tuple(day for each in value for day in _days(each, month, number))
        # "March 11" is as often a month of 2011: only with a year after it, or an ending, is it a day.
        ended = words[after.start() : after.end()].rstrip().endswith(("st", "nd", "rd", "th"))
        if value or ended or after["w"] or _is_day(n, start, after):
            stop = end + len(after[0].rstrip())
            return FoundDate(start, stop, readings, number, month, value[-1] if value else 0, loose=not value)
    return None


def _is_day(n: Normalised, start: int, after: re.Match[str]) -> bool:
    """Whether ``March 3`` is told as a day: after ``on`` or a weekday, or where the words end there."""
    low, high = n.span(start, after.end())
    shown = n.original[low:high]
    if not shown[:1].isupper() or re.search(r"[-'’/]", shown):
        return False
    before = n.words[max(0, start - 12) : start]
    if _SAID_BEFORE.search(before):
        return True
    return not (_MONTH_BEFORE.search(before) or int(after["d"]) == 0) and n.original[high : high + 1] in ".,;:)"


def _earlier(n: Normalised, begin: int, number: int) -> tuple[int, list[int]]:
    """Where a list or range of days begins that ends with ``number`` at ``begin``, and its days."""
    words, days, at = n.words, [number], begin
    token = words[words.rfind(" ", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    if not (token[:1].isdigit() or token in _JOINS or token in _DAY_WORDS):
        return begin, days
    while match := _EARLIER.search(words, max(0, at - 30), at):
        earlier = _day_number(match)
        if not 0 < earlier < days[0]:
            break
        word = match["j"]
        if not word:
            between = n.original[n.span(*match.span("d" if match["d"] else "w"))[1] : n.span(at, at + 1)[0]].strip()
            between = re.sub(r"^(?:st|nd|rd|th)", "", between).strip()
            said = _SAID_BEFORE.search(words[max(0, match.start() - 12) : match.start()])
            if between == "," and len(days) == 1 and not said:
                break  # "Room 12, 14 March": a comma makes a list only where "and" ends it
            if between != "," and not _LISTED.issuperset(between):
                break
        ranged = (word or "").strip() in ("to", "until", "till", "through", "up to") or not word
        inner = range(earlier + 1, days[0]) if ranged and days[0] - earlier < 5 else ()
        days = [earlier, *inner, *days]
        at = match.start("all")
    return at, days


def _on_nth(start: int, end: int, month: int, nth: re.Match[str], year: re.Match[str] | None) -> FoundDate:
    """``the first Thursday in March 2016``."""
    weekday = _WEEKDAYS.index(nth["day"])
    value = _year_number(year["y"]) if year else ()
    found = [_nth_weekday(each, month, weekday, _NTHS.get(nth["n"], -1)) for each in value]
    readings = tuple(one for one in found if one)
    stop = year.end() if year and value else end
    return FoundDate(start, stop, readings, readings[0].day if readings else 1, month, value[-1] if value else 0)


def _feast(words: str, start: int, end: int) -> FoundDate | None:
    name = words[start:end]
    year = _AFTER_YEAR.match(words, end)
    if year and year["y"].isdigit() and len(year["y"]) == 2:
        year = None  # "Good Friday, 25 March 2016": that is the day
    value = _year_number(year["y"]) if year else ()
    if name in FEASTS:
        day, month = FEASTS[name]
        readings = tuple(found for each in value for found in _days(each, month, day))
    elif not value:
        return None
    else:
        moved = [
            _easter(each) + timedelta(_FROM_EASTER[name]) if name in _FROM_EASTER
            else _nth_weekday(each, *_BY_WEEKDAY[name]) for each in value
        ]  # fmt: skip
        readings = tuple(found for found in moved if found)
        day, month = readings[-1].day, readings[-1].month
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
        if found := _from_solid(match) if match["s"] else _from_parts(match["a"], match["b"], match["c"], match.span()):
            yield found
        # "Aged 7. 23/10/2008" reads as 7 23 10 too: every figure may be the first of a date.
        at = match.start() + len(match["a"] or match["s"])
    for match in _GLUED.finditer(words, start, end):
        if match["s"] and match["t"]:
            continue  # nothing is glued: the name of the month was found by itself
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
