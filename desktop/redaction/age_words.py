"""Words and figures of ages: numbers, units, and what is found of one. Not here: where an age stands (``ages``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.redaction.dates import NUMBERS, alternatives, ordinal_words


@dataclass(frozen=True, slots=True)
class FoundWords:
    """A stretch of a word view and the words that stand for it when it is generalised; ``exact`` is told to the day."""

    start: int
    end: int
    general: str
    exact: bool = False


COUNT = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})"
UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|hours?|hrs?)"
LATER_UNITS = rf"(?: (?:and )?(?P<n2>{COUNT}) ?(?P<u2>{UNIT}))?(?: (?:and )?(?P<n3>{COUNT}) ?(?P<u3>{UNIT}))?"


def count(text: str) -> int:
    """A number in figures or words, ordinal or not."""
    text = re.sub(r" ?(?:st|nd|rd|th)$", "", text) if text[0].isdigit() else text
    if text.isdigit():
        return int(text)
    if text in NUMBERS:
        return NUMBERS[text]
    return next(number for number in range(1, 100) if ordinal_words(number) == text)


def years_of(number: int, unit: str) -> int:
    """Whole years of an age in years, months, weeks, days or hours."""
    if unit == "m" or unit.startswith(("month", "mth")):
        return number // 12
    if unit.startswith(("week", "wk")):
        return number // 52
    if unit.startswith(("hour", "hr")):
        return 0
    return number // 365 if unit.startswith("day") else number
