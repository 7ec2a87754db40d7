"""What a released text still tells of somebody, whoever that is: ages, places, health and the rest of the list.

Here: finding values of the kinds that count towards a rare combination (profiles, section 3). A value that was made
general ("the school", "aged 5 to 9", "in March 2016") tells nothing and does not count. Not here: whom they are about
and how many are too many (``quasi``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import ahocorasick

from desktop.redaction import siblings
from desktop.redaction.automata import everywhere
from desktop.redaction.hits import Hit
from desktop.redaction.matcher import Scan
from desktop.redaction.normalise import Normalised, key
from desktop.redaction.people import Cast
from desktop.redaction.released import Released
from desktop.redaction.spans import Spans
from desktop.redaction.words import first_names, is_quiet
from storage.partial_date import Precision

ASPECTS = (
    "age", "sex", "sibling_pattern", "place", "school", "health", "identity", "offence", "rare_role", "incident_date",
    "unusual_event",
)  # fmt: skip
_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|\d{1,2})"
)
_AGE = re.compile(  # an age that stands without "aged" or "years"
    r"\b(?:(?:boy|girl|child|baby|toddler|man|woman|teenager) of|(?:she|he) (?:was|is|(?:had )?(?:just )?turned)"
    rf"(?: only| just| nearly| almost| about| then)?) {_NUMBER}"
    r"(?=[.,;:)!?\n]|$| (?:and|when|at the time|but|or|in|on|by|that|then|who|with|had|was)\b)",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?<![^ ])half (?:brother|sister)(?![^ ])")
_PROPER = r"[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*"
_PLACE = re.compile(
    r"(?<![^\W_])(?:[Ii]n|[Ff]rom|[Nn]ear|[Oo]utside|(?:moved|fled|travelled|returned|emigrated|came|went) to)"
    rf" (?P<name>{_PROPER}(?: {_PROPER})*)"
)
_SCHOOL = re.compile(rf"(?P<name>{_PROPER}(?: {_PROPER})*) (?:School|Academy|Nursery|College)(?![^\W_])")
_NEAR = 90


def shown(text: Released, scan: Scan, hits: Iterable[Hit], cast: Cast) -> Iterator[tuple[str, int, int]]:
    """Every aspect of ``ASPECTS`` that a text tells, with its place (code points of the released text)."""
    n = scan.text
    for age in scan.ages:
        yield "age", *n.span(age.start, age.end)
    for match in _AGE.finditer(text.text):
        yield "age", *match.span()
    yield from _words(n)
    for start, end, _ in siblings.told(n):
        yield "sibling_pattern", start, end
    roles = Spans((one.start, one.end) for one in text.spans)
    for match in _HALF.finditer(n.words):
        start, end = n.span(*match.span())
        if not roles.meets(start, end):  # what somebody is called is no pattern
            yield "sibling_pattern", start, end
    deaths = {one.died.first_day for one in cast if one.died.precision is Precision.EXACT}
    for day in scan.days:
        if deaths.intersection(day.readings) or (day.readings and _of_incident(n.words, day.start, day.end)):
            yield "incident_date", *n.span(day.start, day.end)
    for hit in hits:
        if hit.class_id == "rare_role":
            yield "rare_role", hit.start, hit.end
        kinds = {one.kind for who in hit.subjects if (one := cast.get(who))}
        if kinds and kinds <= {"place", "school"}:
            yield ("school" if "school" in kinds else "place"), hit.start, hit.end
    yield from _unregistered(text, hits)


def _words(n: Normalised) -> Iterator[tuple[str, int, int]]:
    found = sorted(
        (last - len(form) + 1, -last, aspect)
        for last, (aspect, form) in everywhere(_listed(), n.words, edge=" ")
        if aspect != "death"
    )
    done = 0
    for start, minus, aspect in found:
        end = -minus - 1
        if end <= done:  # inside a longer one that was there first
            continue
        done = end
        low, high = n.span(start, end)
        if aspect == "proper" and n.original[low].isupper():
            yield "identity", low, high
        elif aspect in ASPECTS:
            yield aspect, low, high


def _unregistered(text: Released, hits: Iterable[Hit]) -> Iterator[tuple[str, int, int]]:
    """Places and schools by name that nobody registered: what a person let stand tells as much as any other."""
    found = [*((hit.start, hit.end) for hit in hits), *((one.start, one.end) for one in text.spans)]
    for aspect, pattern in (("school", _SCHOOL), ("place", _PLACE)):
        taken = Spans(found)
        for match in pattern.finditer(text.text):
            start, end = match.span("name")
            words = [key(word) for word in match["name"].split()]
            known = all(is_quiet(word) for word in words) or words[0] in first_names()
            if not known and not taken.meets(start, end) and words[0] not in _proper():
                yield aspect, start, end
                found.append((start, end))


def _of_incident(words: str, start: int, end: int) -> bool:
    """Whether the words around a date speak of a death or an injury."""
    near = words[max(0, start - _NEAR) : end + _NEAR]
    return any(aspect == "death" for _, (aspect, _) in everywhere(_listed(), near, edge=" "))


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The words of each kind."""
    text = files("resources").joinpath("terminology", "aspects.toml").read_text("utf-8")
    return {aspect: tuple(words) for aspect, words in tomllib.loads(text).items()}


@cache
def _listed() -> ahocorasick.Automaton:
    """Finds all of them between the spaces of a word view, singular and plural."""
    automaton = ahocorasick.Automaton()
    for aspect, words in _lists().items():
        for word in words:
            for ending in ("", "s", "es") if aspect != "idioms" else ("",):
                form = f" {word}{ending} "
                automaton.add_word(form, (aspect, form))
    automaton.make_automaton()
    return automaton


@cache
def _proper() -> frozenset[str]:
    return frozenset(_lists()["proper"])
