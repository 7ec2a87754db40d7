"""UK dates, times, plurals and lists in words, and dates as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from storage.partial_date import PartialDate, Precision

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONDON = "Europe/London"


def uk_date(day: date) -> str:
    """``3 March 2016``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def uk_time(moment: datetime) -> str:
    """``10:32am``, midnight and midday in words (GOV.UK style)."""
    local = _local(moment)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midnight" if local.hour == 0 else "midday"
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def uk_moment(moment: datetime) -> str:
    """``3 March 2016 at 10:32am``, in UK time."""
    return f"{uk_date(_local(moment).date())} at {uk_time(moment)}"


def _local(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(LONDON))


def partial_date(value: PartialDate) -> str:
    """A partial date in words: ``3 March 2016``, ``March 2016``, ``3 to 9 March 2016``, ``about 2016``, ``undated``."""
    if value.precision is Precision.UNDATED:
        return "undated"
    if value.precision is Precision.RANGE:
        return _range(value.start, value.end)
    words = _known_part(value.start)
    return f"about {words}" if value.precision is Precision.ABOUT else words


def _known_part(text: str) -> str:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return uk_date(date(*parts))


def _range(start: str, end: str) -> str:
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{int(start[8:])} to {_known_part(end)}"
    if len(start) == len(end) and start[:4] == end[:4] and len(start) > 4:
        return f"{_known_part(start).rsplit(' ', 1)[0]} to {_known_part(end)}"
    return f"{_known_part(start)} to {_known_part(end)}"


def sentence(words: str) -> str:
    """Words with a capital at their beginning; names and months within them keep theirs."""
    return words[:1].upper() + words[1:]


def plural(count: int, one: str, many: str = "") -> str:
    """``1 item``, ``2 items``; ``many`` where an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def position(text: str, at: int) -> str:
    """Where a code point of a text stands: ``line 3, character 14``, both counted from 1."""
    line = text.count("\n", 0, at) + 1
    return f"line {line}, character {at - text.rfind(chr(10), 0, at)}"


def listed(words: Sequence[str], joiner: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


_MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_NUMERIC = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
_WORDED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)\.?,? (\d{4}|\d{2})$")
_MONTH_YEAR = re.compile(r"^([a-z]+)\.? (\d{4})$")
_SLASH_MONTH = re.compile(r"^(\d{1,2})/(\d{4})$")


def read_date(typed: str, *, century_pivot: int = 50) -> PartialDate:
    """Read a date as people type it: ``3/5/24``, ``3 May 2024``, ``May 2024``, ``2024``, ``about 2019``,
    ``3 May 2024 to 9 May 2024``, ``undated``; ISO too. Day before month, always (UK).

    Two-digit years below ``century_pivot`` are 20xx. Raises ``ValueError`` when it cannot be read.
    """
    text = " ".join(typed.strip().lower().split())
    if text in ("", "undated", "not dated", "unknown"):
        return PartialDate()
    for sign in ("about ", "around ", "circa ", "c. ", "approximately ", "?"):
        if text.startswith(sign):
            inner = read_date(text.removeprefix(sign).strip(), century_pivot=century_pivot)
            return PartialDate(Precision.ABOUT, inner.start)
    if " to " in text:
        return _read_range(text, century_pivot)
    return _read_single(text, century_pivot)


def _read_range(text: str, pivot: int) -> PartialDate:
    left, right = text.split(" to ", 1)
    end = _read_single(right, pivot)
    words = right.split()
    for borrowed in ("", *(" " + " ".join(words[cut:]) for cut in range(len(words) - 1, 0, -1))):
        try:
            start = _read_single(left + borrowed, pivot)
        except ValueError:
            continue
        if len(start.start) == len(end.start):
            if start.start > end.start:
                raise ValueError(text)
            return PartialDate(Precision.RANGE, start.start, end.start)
    raise ValueError(text)


def _read_single(text: str, pivot: int) -> PartialDate:
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return PartialDate.from_iso(text)
    if match := _NUMERIC.match(text):
        day, month, year = (int(part) for part in match.groups())
        return PartialDate.exact(date(_full_year(year, pivot), month, day))
    if (match := _WORDED.match(text)) and match[2][:3] in _MONTH_NUMBER:
        return PartialDate.exact(date(_full_year(int(match[3]), pivot), _MONTH_NUMBER[match[2][:3]], int(match[1])))
    if (match := _MONTH_YEAR.match(text)) and match[1][:3] in _MONTH_NUMBER:
        return PartialDate.month(int(match[2]), _MONTH_NUMBER[match[1][:3]])
    if match := _SLASH_MONTH.match(text):
        return PartialDate.from_iso(f"{match[2]}-{int(match[1]):02d}")
    raise ValueError(text)


def _full_year(year: int, pivot: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < pivot else 1900)
