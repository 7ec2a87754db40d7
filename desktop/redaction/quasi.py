"""Rare combinations: what is left of one person after treatment, counted by document.

Here: whom the quasi-identifiers of the list in profiles, section 3, are about. Four or more of one person stop a
publication, family or event export until a person has decided. Not here: what counts (``aspects``), who decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.redaction.aspects import shown
from desktop.redaction.hits import Hit
from desktop.redaction.matcher import Matcher, Scan
from desktop.redaction.normalise import Normalised, key
from desktop.redaction.people import Cast, Subject
from desktop.redaction.profiles import Profile
from desktop.redaction.released import Released

_CHILD = (
    "the child", "the subject child", "the boy", "the girl", "the baby", "the infant", "the toddler", "this child",
    "the young person",
)  # fmt: skip
"""What a report calls the child it is about where it gives no name."""
_PRONOUN = re.compile(r"\b(?:she|he|her|his|him|hers|herself|himself)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?][\"'’”)]*\s+|\n+")
_REACH = 200
"""So far (code points) from where a person is named, what is told may be about them, whoever else stands between."""
_AT_WORK = frozenset({"professional", "office_holder"})
"""Of these only what stands in a sentence about them counts: they are named everywhere, and told of nowhere."""


Read = Callable[[str], tuple[Scan, tuple[Hit, ...]]]


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
    names: Mapping[str, str],
    facts: Sequence[Fact] = (),
    read: Read | None = None,
    about: Mapping[str, Collection[str]] | None = None,
) -> tuple[Combination, ...]:
    """People of whom a document shows ``profile.rare_limit`` or more aspects after treatment.

    ``released`` are named texts; ``names`` says what each subject is called in them (``Releaser.pseudonyms`` and what
    ``Releaser.name`` gives); ``facts`` are words from registers that may stand in the text; ``read``
    (``Releaser.read``) finds the cast where this audience reads a name as it is; ``about`` says of named texts whom
    they are about where they name nobody. A child that the case is about is looked for as "the child" too.
    """
    mentions = _Mentions(cast, names)
    read = read or _reader(cast)
    found: dict[str, dict[Aspect, None]] = defaultdict(dict)
    last: frozenset[str] = frozenset()
    for where, text in released:
        scan, hits = read(text.text)
        told = _Told(text.text, mentions.of(scan.text, hits), frozenset((about or {}).get(where, ())), last)
        last = told.last or last
        for aspect, start, end in shown(text, scan, hits, cast):
            for subject_id in told.about(start, end):
                found[subject_id][Aspect(aspect, where, start, end)] = None
        for fact in facts:
            for start, end in _standing(scan.text, fact.words):
                found[fact.subject_id][Aspect(fact.aspect, where, start, end)] = None
    made = [Combination(one, tuple(aspects), profile.rare == "stop") for one, aspects in found.items()]
    order = {subject.id: number for number, subject in enumerate(cast)}
    made = [one for one in made if one.subject_id in order and len(one.kinds) >= profile.rare_limit]
    return tuple(sorted(made, key=lambda one: order[one.subject_id]))


def _reader(cast: Cast) -> Read:
    matcher = Matcher(cast)

    def read(text: str) -> tuple[Scan, tuple[Hit, ...]]:
        scan = matcher.scan(text)
        return scan, scan.hits

    return read


class _Mentions:
    """Where a released text speaks of whom."""

    def __init__(self, cast: Cast, names: Mapping[str, str]) -> None:
        self._people = {one.id: one for one in cast if not one.is_body}
        called: dict[str, list[Subject]] = defaultdict(list)
        for one in self._people.values():
            called_so = names.get(one.id, "")
            told = "" if called_so.startswith("[") else key(called_so)  # a box names nobody
            for words in {told, *(_CHILD if one.kind == "subject_child" else ())}:
                if words:
                    called[words].append(one)
        self._called = called
        self._pattern = _any_of(called) if called else None

    def of(self, n: Normalised, hits: Iterable[Hit]) -> list[tuple[int, int, tuple[Subject, ...]]]:
        """Each place (code points) with the people it may mean, in order."""
        found = []
        for match in self._pattern.finditer(n.words) if self._pattern else ():
            found.append((*n.span(*match.span()), tuple(self._called[match[0]])))
        for hit in hits:
            people = tuple(one for who in hit.subjects if (one := self._people.get(who)))
            if people:
                found.append((hit.start, hit.end, people))
        return sorted(found, key=lambda each: each[:2])


class _Told:
    """Whom a place of one text is about: those of its sentence; where it names nobody, those named last before it; and
    everybody but those at work who is named near it.

    Before anybody is named it is about ``owners``, or, where a sentence says "she" or "he", about those whom the text
    before this one was about last: paragraphs and cells are texts of their own.
    """

    def __init__(
        self, text: str, mentions: list[tuple[int, int, tuple[Subject, ...]]], owners: frozenset[str],
        before: frozenset[str],
    ) -> None:  # fmt: skip
        self._mentions = mentions
        self._lows = [low for low, _, _ in mentions]
        self._longest = max((high - low for low, high, _ in mentions), default=0)
        self._starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        self._meant: list[frozenset[str]] = []
        held = owners
        for number, start in enumerate(self._starts):
            end = self._starts[number + 1] if number + 1 < len(self._starts) else len(text) + 1
            inside = mentions[bisect_left(self._lows, start) : bisect_left(self._lows, end)]
            here = frozenset(one.id for _, _, people in inside for one in people)
            if not here and not held and _PRONOUN.search(text, start, end):
                held = before
            held = here or held
            self._meant.append(held)

    @property
    def last(self) -> frozenset[str]:
        """Whom the text was about at its end."""
        return self._meant[-1]

    def about(self, start: int, end: int) -> frozenset[str]:
        """Ids of the people that ``start`` to ``end`` may tell of."""
        first = bisect_left(self._lows, start - _REACH - self._longest)
        near = {
            one.id
            for low, high, people in self._mentions[first : bisect_left(self._lows, end + _REACH)]
            if start < high + _REACH and low - _REACH < end
            for one in people
            if one.kind not in _AT_WORK
        }
        return self._meant[bisect_right(self._starts, start) - 1] | near


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Matches any of these folded words, the longest first, between the spaces of a word view."""
    longest = sorted(words, key=lambda each: (-len(each), each))
    return re.compile(rf"(?<![^ ])(?:{'|'.join(map(re.escape, longest))})(?![^ ])")


def _standing(n: Normalised, words: str) -> Iterator[tuple[int, int]]:
    """Where these words stand in a text, folded (code points)."""
    wanted = key(words)
    for match in re.finditer(rf"(?<![^ ]){re.escape(wanted)}(?![^ ])", n.words) if len(wanted) > 1 else ():
        yield n.span(*match.span())
