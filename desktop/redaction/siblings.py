"""Number, order and sex of the children of a family, where a text tells them: ``the eldest of four``, ``her twin``.

Here: where such words stand and the words that stand for them in general (profiles, class ``sibling_pattern``). Source:
redaction design, section 6, number 30. Not here: roles (``the half-brother`` alone is what a person is called), what an
audience gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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
    (rf"(?:the )?(?:{_LAST}|{_NTH}) (?:child |son |daughter |girl |boy )?of (?:the )?(?:{_NUMBER}|several|many)"
     rf"(?: {_WHICH})?(?: {_BROOD})?", "one of the children"),
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
    rf"(?<![^ ])(?:{'|'.join(f'(?P<p{at}>{pattern})' for at, (pattern, _) in enumerate(_PATTERNS))}"
    rf"|{_HERS} (?P<one>(?:only|{_NTH}) (?:child|son|daughter))"
    rf"|(?:{_HERS}(?: all)?|{_HAS}|mother of|father of|parents? of) "
    rf"(?P<all>{_NUMBER} (?:{_WHICH} )*(?:children|kids|sons|daughters|boys|girls)))(?![^ ])"
)
_GENERAL = {"one": "child", "all": "children"}
_NO_FAMILY = re.compile(r"twins? (?:aims?|bed(?:s|ded)?|peaks|rooms?|set|towns?|track(?:s|ed)?|tub)(?![^ ])")
_STEMS = ("twin", "triplet", "quadruplet", "brother", "sister", "sibling", "child", "kids", "daughter", "est of",
          "son ", "sons", "boys", "girls")  # fmt: skip


class Told(NamedTuple):
    """Code points ``start`` to ``end`` of the original tell it; ``general`` may stand there instead."""

    start: int
    end: int
    general: str


def told(n: Normalised) -> Iterator[Told]:
    """Every place that tells it, in order."""
    if not any(stem in n.words for stem in _STEMS):
        return
    for match in _FOUND.finditer(n.words):
        group = str(match.lastgroup)
        low, high = match.span(group)
        start, end = n.span(low, high)
        if not _NO_FAMILY.match(n.words, low) and not _is_name(n.original, start, end):
            yield Told(start, end, _GENERAL.get(group) or _PATTERNS[int(group[1:])][1])


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the words are written as a name: ``Mr Twin``, ``the Two Brothers``, a heading of a home."""
    first, *others = text[start:end].split()
    if any(word.istitle() for word in others):
        return True
    lead = text[max(0, start - 6) : start].rstrip("\"'“‘(*• \t")
    return first.istitle() and bool(lead) and lead[-1] not in ".!?:\n"
