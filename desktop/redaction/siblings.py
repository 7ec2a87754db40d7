"""Number, order and sex of the children of a family, where a text tells them: ``the eldest of four``, ``her twin``.

Here: where such words stand and the words that stand for them in general (profiles, class ``sibling_pattern``). Source:
redaction design, section 6, number 30. Not here: roles (``the half-brother`` alone is what a person is called), what an
audience gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import ahocorasick

from desktop.redaction.automata import everywhere
from desktop.redaction.normalise import Normalised

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d)"
_WHICH = r"(?:other|young|small|little|school age|full|half|step|foster|adopted)"
_ORDER = r"(?:(?:much |slightly )?(?:older|elder|younger)|big|baby|twin)"
_LAST = r"(?:eldest|oldest|youngest|middle|first ?born|last born)"
_NTH = r"(?:first|second|third|fourth|fifth|sixth)"
_BROOD = r"(?:children|kids|siblings|brothers(?: and sisters)?|sisters(?: and brothers)?|sons|daughters|boys|girls)"
_KIN = rf"(?:(?:{_WHICH}|{_ORDER}) )*(?:siblings?|brothers?|sisters?)"
_HERS = r"(?:her|his|their|my|our|the couple s|the parents|(?:mother|father|family) s)"
_HAS = r"(?:(?:she|he|they|mother|father|couple|parents|family)(?: who)? (?:also )?(?:has|had|have))"
_PATTERNS = (
    (rf"(?:the )?(?:{_LAST} (?:child |son |daughter |girl |boy )?of (?:the )?(?:{_NUMBER}|several|many)(?: {_WHICH})?"
     rf"(?: {_BROOD})?|{_NTH} (?:child |son |daughter )?of (?:the )?{_NUMBER}(?: {_WHICH})? {_BROOD})",
     "one of the children"),
    (rf"one of (?:the )?{_NUMBER} (?:{_WHICH} )*{_BROOD}|one of (?:the )?(?:twins|triplets|quadruplets)",
     "one of the children"),
    (rf"(?:an?|one|{_NUMBER}) {_KIN} and (?:an?|one|{_NUMBER}) {_KIN}|(?:{_NUMBER}) {_KIN}", "siblings"),
    (rf"{_ORDER} (?:{_WHICH} )*(?:siblings|brothers|sisters)", "siblings"),
    (rf"{_ORDER} (?:{_WHICH} )*(?:sibling|brother|sister)", "sibling"),
    (rf"{_LAST} (?:child|son|daughter|sibling|brother|sister|girl|boy)", "child"),
    (r"an only child", "a child"),
    (r"(?:(?:non )?identical )?(?:twins|triplets|quadruplets)", "siblings"),
    (r"(?:(?:non )?identical )?(?:twin|triplet|quadruplet)", "sibling"),
)  # fmt: skip
_FOUND = re.compile(
    rf" (?:{'|'.join(f'(?P<p{at}>{pattern})' for at, (pattern, _) in enumerate(_PATTERNS))}"
    rf"|{_HERS} (?P<one>(?:only|{_NTH}) (?:child|son|daughter))"
    rf"|(?:{_HERS}(?: all)?|{_HAS}|mother of|father of|parents? of) "
    rf"(?P<all>{_NUMBER} (?:{_WHICH} )*(?:children|kids|sons|daughters|boys|girls)))(?![^ ])"
)
_GENERAL = {"one": "child", "all": "children"}
_NO_FAMILY = re.compile(r"twins? (?:aims?|bed(?:s|ded)?|peaks|rooms?|set|towns?|track(?:s|ed)?|tub)(?![^ ])")
_SIGNS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "2", "3", "4", "5", "6", "7", "8", "9",
    "older", "elder", "younger", "big", "baby", "eldest", "oldest", "youngest", "middle", "firstborn", "first born",
    "last born", "twin", "twins", "triplet", "triplets", "quadruplet", "quadruplets", "brother", "sister", "sibling",
    "one of",
    *(f"{nth} {noun}" for nth in ("only", "first", "second", "third", "fourth", "fifth", "sixth")
      for noun in ("child", "son", "daughter", "of")),
)  # fmt: skip
"""One of these stands in each; they are looked for first, because they are rarer than children."""
_NOUNS = ("child", "brother", "sister", "sibling", "twin", "plet", "kids", " son", "daughter", "boys", "girls",
          "est of", "born of", "middle of")  # fmt: skip
_BEFORE, _AFTER = 24, 56


class Told(NamedTuple):
    """Code points ``start`` to ``end`` of the original tell it; ``general`` may stand there instead."""

    start: int
    end: int
    general: str


def told(n: Normalised) -> Iterator[Told]:
    """Every place that tells it, in order."""
    words = f" {n.words}"  # a pattern that begins with one sign is found several times as fast
    for low, high in _stretches(n.words):
        stretch = words[low : high + 1]
        if not any(map(stretch.__contains__, _NOUNS)):
            continue
        for match in _FOUND.finditer(words, low, high + 1):
            group = str(match.lastgroup)
            at, to = (place - 1 for place in match.span(group))
            start, end = n.span(at, to)
            if not _NO_FAMILY.match(n.words, at) and not _is_name(n.original, start, end):
                yield Told(start, end, _GENERAL.get(group) or _PATTERNS[int(group[1:])][1])


@cache
def _signs() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in _SIGNS:
        automaton.add_word(f" {word} ", len(word))
    automaton.make_automaton()
    return automaton


def _stretches(words: str) -> Iterator[tuple[int, int]]:
    """Where such words can stand, cut between words; stretches that meet are one."""
    low = high = 0
    for last, length in everywhere(_signs(), words, edge=" "):
        start, end = last - 1 - length, last - 1
        if start - _BEFORE > high:
            if high:
                yield low, high
            low = words.find(" ", start - _BEFORE, start) + 1
        cut = words.find(" ", end + _AFTER)
        high = len(words) if cut < 0 else cut
    if high:
        yield low, high


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the words are written as a name: ``Mr Twin``, ``the Two Brothers``, a heading of a home."""
    first, *others = text[start:end].split()
    if any(word.istitle() for word in others):
        return True
    lead = text[max(0, start - 6) : start].rstrip("\"'“‘(*• \t")
    return first.istitle() and bool(lead) and lead[-1] not in ".!?:\n"
