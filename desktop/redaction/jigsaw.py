"""What is public already, found again in a text: whoever holds both can put them together.

Here: facts of press and judgments matched against a text whatever the wording, by their telling words in one sentence
(profiles, section 3: the board's own list). Not here: the list itself, and who is told.
"""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from desktop.redaction.matcher import Matcher
from desktop.redaction.normalise import key
from desktop.redaction.people import Cast
from desktop.wording import MONTHS

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?][\"'’”)]*\s+(?=[\"'‘“(]*[A-Z0-9])|\n+")
_FIGURES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: str(at) for at, word in enumerate(_FIGURES)}
_NUMBERS |= {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "twice": "2"}
_ENDINGS = ("ings", "ing", "ied", "ed", "ies", "es", "s", "e")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\s+(\d{{4}})\b")
_AGE = re.compile(
    r"\b(?:aged?\s+(?P<a>\w+)|(?P<b>[a-zA-Z]+|\d+)[\s-]years?[\s-](?:old|of age))\b(?!\s+to\b)", re.IGNORECASE
)
_ARTICLE = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)
_FUZZY = 6


@dataclass(frozen=True, slots=True)
class PublicItem:
    """One entry of the board's own list of what is public: where it was published, and the facts it tells in words."""

    source: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicMatch:
    """Facts of one public source that stand in a text too: whoever holds both can put them together."""

    source: str
    places: tuple[tuple[int, int], ...]


def public_matches(text: str, items: Iterable[PublicItem]) -> tuple[PublicMatch, ...]:
    """Which public sources share facts with ``text`` and where (code points), the most shared first.

    A fact stands in a sentence that holds its telling words, whatever stands between them and in whatever order: all
    of one or two, two in three of more. Numbers are the same in figures and in words, days in any spelling, and a day
    is met by its month where the other words are there too.
    """
    told = _told(text)
    found = []
    for item in items:
        places = sorted({place for fact in item.facts for place in told.places(_told(fact).signs)})
        if places:
            found.append(PublicMatch(item.source, tuple(places)))
    return tuple(sorted(found, key=lambda match: (-len(match.places), match.source)))


class _Told:
    """The telling words of a text, each with its sentence and place."""

    def __init__(self, text: str) -> None:
        self._text = text
        starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        self._at: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for sign, start, end in _signs(text):
            self._at[sign].append((bisect_right(starts, start), start, end))

    @property
    def signs(self) -> frozenset[str]:
        """Everything it tells; of a day that can be read in two ways the first."""
        first: dict[tuple[int, int], str] = {}
        for sign, places in self._at.items():
            for _, start, end in places:
                first.setdefault((start, end), sign)
        return frozenset(first.values())

    def places(self, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
        """Where one sentence tells enough of it: from the first of its telling words to the last."""
        facts = {sign for sign in wanted if not sign.startswith("month:")}
        if not facts or all(_bare(sign) for sign in facts):
            return
        need = len(facts) if len(facts) < 3 else math.ceil(len(facts) * 2 / 3)
        sentences: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for sign in facts:
            for number, start, end in self._met(sign, alone=len(facts) == 1):
                sentences[number].setdefault(sign, (start, end))
        for held in sentences.values():
            if len(held) >= need and not all(_bare(sign) for sign in held):
                start = min(start for start, _ in held.values())
                article = _ARTICLE.search(self._text, max(0, start - 5), start)
                yield article.start() if article else start, max(end for _, end in held.values())

    def _met(self, sign: str, *, alone: bool) -> Iterator[tuple[int, int, int]]:
        yield from self._at.get(sign, ())
        if sign.startswith("day:"):
            if not alone:
                yield from self._at.get(f"month:{sign[4:11]}", ())
        elif len(sign) >= _FUZZY and sign.isalpha():
            for other in self._at:
                if other != sign and len(other) >= _FUZZY - 1 and OSA.distance(sign, other, score_cutoff=1) <= 1:
                    yield from self._at[other]


def _bare(sign: str) -> bool:
    """Whether this is a small number, which tells nothing without a word beside it."""
    return sign.isdigit() and len(sign) < 4


def _signs(text: str) -> Iterator[tuple[str, int, int]]:
    """What a text tells, brought to one form: days, months, ages, numbers and words by their stems."""
    taken: list[tuple[int, int]] = []
    scan = _of_nobody().scan(text)
    for day in scan.days:
        start, end = scan.text.span(day.start, day.end)
        for reading in day.readings:
            yield f"day:{reading.isoformat()}", start, end
        if day.readings:
            taken.append((start, end))
    for match in _MONTH_YEAR.finditer(text):
        yield f"month:{match[2]}-{MONTHS.index(match[1]) + 1:02d}", *match.span()
        taken.append(match.span())
    for match in _AGE.finditer(text):
        number = (match["a"] or match["b"]).lower()
        if (number := _NUMBERS.get(number, number)).isdigit():
            yield f"age:{number}", *match.span()
            taken.append(match.span())
    taken.sort()
    for match in _WORD.finditer(text):
        at = bisect_right(taken, (match.start(), len(text))) - 1
        if (at < 0 or taken[at][1] <= match.start()) and (sign := _sign(match[0])):
            yield sign, *match.span()


@lru_cache(maxsize=65_536)
def _sign(word: str) -> str:
    """A word by its stem, a number by its figures; nothing for a word that tells nothing."""
    folded = key(word.removesuffix("'s").removesuffix("’s")).replace(" ", "")
    folded = _NUMBERS.get(folded, folded)
    if folded.isdigit():
        return folded
    idle, same = _words()
    if folded in idle or len(folded) < 3:
        return ""
    if folded in same:
        return same[folded]
    stems = [folded.removesuffix(one) for one in _ENDINGS if folded.endswith(one) and len(folded) - len(one) > 2]
    known = next((one for one in stems if one in same), "")
    return same[known] if known else [*stems, folded][0]


@cache
def _words() -> tuple[frozenset[str], dict[str, str]]:
    """Words that tell nothing, and words by the one that stands for them."""
    held = tomllib.loads(files("resources").joinpath("terminology", "jigsaw.toml").read_text("utf-8"))
    return frozenset(held["idle"]), {word: line[0] for line in held["same"] for word in line}


@lru_cache(maxsize=1024)
def _told(text: str) -> _Told:
    return _Told(text)


@cache
def _of_nobody() -> Matcher:
    """Finds dates, and nobody's name."""
    return Matcher(Cast(()))
