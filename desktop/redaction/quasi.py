"""Rare combinations: what is left of one person after treatment, counted by document; and what is public already.

Here: quasi-identifiers of the list in profiles, section 3, per person; the board's own list of public facts matched
against a text. Four or more of one person stop a publication, family or event export until a person has decided. Not
here: who decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.redaction.matcher import Matcher, Scan
from desktop.redaction.normalise import Normalised, key, normalise
from desktop.redaction.people import Cast
from desktop.redaction.profiles import Profile
from desktop.redaction.released import Released, SpanKind

ASPECTS = (
    "age", "sex", "sibling_pattern", "place", "school", "health", "identity", "offence", "rare_role", "incident_date",
    "unusual_event", "after_treatment",
)  # fmt: skip
_SIBLINGS = re.compile(
    r"(?<![^ ])(?:twins?|triplets?|(?:eld|old|young)est(?: child)?|only "
    r"child|(?:one|two|three|four|five|six|seven|eight|\d) (?:siblings|brothers|sisters|children)"
    r"|half (?:brother|sister)|(?:older|elder|younger) (?:brother|sister|sibling))(?![^ ])"
)
_SEX = re.compile(r"(?<![^ ])(?:boy|girl|son|daughter|he|she|his|her|him|brother|sister|male|female)(?![^ ])")
_REACH = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a person or register said about somebody: ``aspect`` of ``ASPECTS``, ``words`` as printed."""

    subject_id: str
    aspect: str
    words: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of a person that a document still shows: where (text name, code points of the released text)."""

    aspect: str
    where: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Combination:
    """All aspects of one person in one document. ``stops`` says that the profile wants a decision first."""

    subject_id: str
    aspects: tuple[Aspect, ...]
    stops: bool

    @property
    def kinds(self) -> tuple[str, ...]:
        """Each aspect once."""
        return tuple(dict.fromkeys(aspect.aspect for aspect in self.aspects))


def count(
    released: Iterable[tuple[str, Released]],
    cast: Cast,
    profile: Profile,
    names: dict[str, str],
    facts: Sequence[Fact] = (),
) -> tuple[Combination, ...]:
    """People of whom a document shows ``profile.rare_limit`` or more aspects after treatment.

    ``released`` are named texts; ``names`` says what each subject is called in them (``Releaser.pseudonyms`` and what
    ``Releaser.name`` gives); ``facts`` are words from registers that may stand in the text.
    """
    texts = list(released)
    matcher = Matcher(Cast(()))
    scans = [(where, text, matcher.scan(text.text)) for where, text in texts]
    found = []
    for subject in cast:
        called = key(names.get(subject.id, ""))
        if not called or subject.is_body:
            continue
        aspects: list[Aspect] = []
        for where, text, scan in scans:
            aspects += _around(where, text, scan, called, [fact for fact in facts if fact.subject_id == subject.id])
        combination = Combination(subject.id, tuple(aspects), profile.rare == "stop")
        if len(combination.kinds) >= profile.rare_limit:
            found.append(combination)
    return tuple(found)


def _around(where: str, text: Released, scan: Scan, called: str, facts: Sequence[Fact]) -> Iterable[Aspect]:
    """Aspects that stand within reach of what the person is called."""
    words = scan.text.words
    mentions = [match.span() for match in re.finditer(rf"(?<![^ ]){re.escape(called)}(?![^ ])", words)]
    if not mentions:
        return

    def near(start: int, end: int) -> bool:
        return any(start < high + _REACH and low - _REACH < end for low, high in mentions)

    for age in scan.ages:
        if near(age.start, age.end):
            yield Aspect("age", where, *scan.text.span(age.start, age.end))
    for day in scan.days:
        if day.readings and near(day.start, day.end):
            yield Aspect("incident_date", where, *scan.text.span(day.start, day.end))
    for aspect, pattern in (("sibling_pattern", _SIBLINGS), ("sex", _SEX)):
        for match in pattern.finditer(words):
            if near(*match.span()):
                yield Aspect(aspect, where, *scan.text.span(*match.span()))
    for span in text.spans:
        if span.kind is SpanKind.GENERAL and re.match(
            r"(?:the |a )?school", text.text[span.start : span.end], re.IGNORECASE
        ):
            yield Aspect("school", where, span.start, span.end)
    for fact in facts:
        wanted = key(fact.words)
        at = f" {words} ".find(f" {wanted} ") if wanted else -1
        if at >= 0:
            yield Aspect(fact.aspect, where, *scan.text.span(at, at + len(wanted)))


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

    Facts are compared as folded words; dates in any spelling.
    """
    n = normalise(text)
    scan = Matcher(Cast(())).scan(n)
    days = {reading: scan.text.span(day.start, day.end) for day in scan.days for reading in day.readings}
    found = []
    for item in items:
        places = []
        for fact in item.facts:
            places += _places(n.words, fact, n, days)
        if places:
            found.append(PublicMatch(item.source, tuple(sorted(set(places)))))
    return tuple(sorted(found, key=lambda match: (-len(match.places), match.source)))


def _places(words: str, fact: str, n: Normalised, days: dict[date, tuple[int, int]]) -> list[tuple[int, int]]:
    inner = Matcher(Cast(())).scan(fact)
    if inner.days and inner.days[0].readings and inner.days[0].end - inner.days[0].start >= len(key(fact)) - 1:
        return [days[reading] for reading in inner.days[0].readings if reading in days]
    wanted = key(fact)
    if len(wanted) < 3:
        return []
    return [
        n.span(match.start(), match.end()) for match in re.finditer(rf"(?<![^ ]){re.escape(wanted)}(?![^ ])", words)
    ]
