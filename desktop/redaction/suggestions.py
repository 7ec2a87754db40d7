"""What looks like a name and nobody registered: shown to a person, grouped by word, never applied alone.

Here: near-misses of registered names, addresses by their shape, and what ``likely_names`` finds, grouped by word.
Source: redaction design, section 2 (review list). Not here: names that are registered (``matcher``); decisions are
passed in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from desktop.redaction.forms import parse
from desktop.redaction.likely_names import likely_names
from desktop.redaction.normalise import key, normalise
from desktop.redaction.people import Cast
from desktop.redaction.spans import Spans
from desktop.redaction.wordnames import starts_sentence
from desktop.redaction.words import is_known, is_quiet

_WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])|\u0301)*")
_ADDRESS = re.compile(
    r"(?<![^\W_])(?<!\d[:.,])\d{1,4}[A-Za-z]?,? "
    r"(?!(?:Magistrates['’]?|Crown|Family|Youth|County|High|Supreme|Coroner['’]?s|Sheriff) Court\b)(?:[A-Z][\w'’]+ "
    r"){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Crescent|Terrace|Gardens|Grove|Way|Court"
    r"|Mews|Place|Row|Walk|Hill|Square|Rise|View|Park)\b"
)
_SHORTEST_NEAR = 5
# Shapes alone: one that is what it seems was found by its validator (``identifiers``) and is covered.
_NUMBER = re.compile(r"(?<![^\W_])(?:[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[A-Z]{2}\d{2} ?[A-Z]{3})(?![^\W_])")
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?(?: the)?)(?: is| was)?[: ]{1,3}"
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8},? \d{2,4})(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One place: the words as they stand, where, and why they are shown."""

    words: str
    where: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One word or name with all its places. ``why``: name, near, shared, perhaps, address, number, born,
    asked."""

    word: str
    count: int
    places: tuple[tuple[str, int, int], ...]
    why: str


def names_in(text: str, covered: Sequence[tuple[int, int]], cast: Cast, where: str) -> Iterator[Word]:
    """Words that look like names outside the covered stretches (code points of ``text``)."""
    taken = Spans(covered)
    shown = Spans()
    likely = sorted(likely_names(text, taken))
    for start, end, why in (*_addresses(text), *_numbers(text), *_widened(_near(text, cast), likely), *likely):
        if not taken.meets(start, end) and not shown.meets(start, end):
            shown.add(start, end)
            yield Word(text[start:end], where, start, end, why)


def _widened(
    near: Iterable[tuple[int, int, str]], likely: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """A near-miss with the rest of the name it stands in: "Hamish Dalgleish" beside a registered "Harish"."""
    starts = [start for start, _, _ in likely]
    for start, end, why in near:
        at = bisect_right(starts, start) - 1
        if at >= 0 and likely[at][1] >= end:
            start, end = likely[at][:2]
        yield start, end, why


def asked_in(text: str, covered: Sequence[tuple[int, int]], asked: Iterable[str], where: str) -> Iterator[Word]:
    """Words of which somebody asked who they mean, wherever they stand outside the covered stretches."""
    taken = Spans(covered)
    for word in sorted(asked):
        spaced = r"\s+".join(map(re.escape, word.split()))
        for match in re.finditer(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE) if spaced else ():
            if not taken.meets(*match.span()):
                yield Word(match[0], where, *match.span(), "asked")


def _near(text: str, cast: Cast) -> Iterator[tuple[int, int, str]]:
    """Words one letter away from a registered name."""
    names = sorted(
        {word for subject in cast if not subject.is_body for word in _single_names(subject.name, subject.aliases)}
    )
    if not names:
        return
    known = {word for subject in cast if not subject.is_body for word in _all_names(subject.name, subject.aliases)}
    words = {
        word
        for word in normalise(text).words.split()
        if len(word) >= _SHORTEST_NEAR - 1 and word.isalpha() and word not in known and not is_quiet(word)
    }
    near = {
        word
        for word in words
        if word not in names
        and any(abs(len(name) - len(word)) < 2 and OSA.distance(word, name, score_cutoff=1) <= 1 for name in names)
    }
    if near:
        for match in _WORD.finditer(text):
            if key(match[0]).replace(" ", "") in near or key(match[0]).split(" ")[0] in near:
                if _is_word(text, match):
                    continue
                end = match.end() - (2 if match[0].endswith(("'s", "’s")) else 0)
                yield match.start(), end, "near"


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Whether a word that is like a name is one of the language, and nothing about it says otherwise: "quilt"."""
    return is_known(key(match[0])) and (match[0].islower() or starts_sentence(text, match.start()))


@lru_cache(maxsize=8192)
def _single_names(name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for each in (name, *aliases):
        parts = parse(each)
        found += [word for word in (*parts.given, parts.surname.replace(" ", "")) if len(word) >= _SHORTEST_NEAR]
    return tuple(found)


@lru_cache(maxsize=8192)
def _all_names(name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    parts = [parse(each) for each in (name, *aliases)]
    return tuple(word for each in parts for part in (*each.given, each.surname) for word in (part, *part.split()))


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ADDRESS.finditer(text):
        yield *match.span(), "address"


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """What has the shape of somebody's number, or is called a day of birth, and belongs to nobody registered."""
    for match in _NUMBER.finditer(text):
        yield *match.span(), "number"
    for match in _BORN.finditer(text):
        yield *match.span(1), "born"


def gather(words: Iterable[Word], not_names: frozenset[str]) -> tuple[Suggestion, ...]:
    """Grouped by word, most frequent first, without those a person has called no names."""
    groups: dict[tuple[str, str], list[Word]] = {}
    for word in words:
        folded = key(word.words)
        if folded not in not_names:
            groups.setdefault((folded, word.why), []).append(word)
    made = [
        Suggestion(held[0].words, len(held), tuple((each.where, each.start, each.end) for each in held), why)
        for (_, why), held in groups.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.count, each.word)))
