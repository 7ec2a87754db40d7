"""Names torn in two: broken by a hyphen at the end of a line, with the rest of them somewhere else in the text.

Two columns read row by row, a footer between two pages, a page whose lines are read in another order: the first half
stands at the end of a line and the second at the beginning of another that does not follow. Neither half is a form,
and together they are the name. Not here: halves that follow one another (``normalise`` puts those together).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from desktop.redaction.form import Form, FormKind, Strength
from desktop.redaction.hits import Hit, pairs_of
from desktop.redaction.normalise import Normalised
from desktop.redaction.spans import Spans

_HYPHEN: Final = re.compile(r"-(?=\s|\Z)|\x02")
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]+(?![^\W_])")
_NEAR: Final = 240
"""Signs after a head within which the rest may stand anywhere: the next line of the second of two columns."""
_BEGIN: Final = re.compile(r"(?:\A|[\n\f\t\x02]|  )[ \t]*([^\W\d_]+)(?![^\W_])")
"""The first word of a line or of a column."""
_FAR: Final = 4000
_KINDS: Final = {FormKind.GIVEN, FormKind.SURNAME, FormKind.HALF, FormKind.MIDDLE, FormKind.PLURAL, FormKind.SHORT_BODY}
_LEAST: Final = 4
"""Letters of a name below which its halves are too short to be told from other words."""


class Halves:
    """Finds the halves of the names of a cast: ``forms`` are those of a matcher, by key."""

    def __init__(self, forms: Mapping[str, tuple[Form, ...]]) -> None:
        self._names = {key: fitting for key, held in forms.items() if (fitting := _fitting(key, held))}
        self._keys = sorted(self._names)

    def hits(self, n: Normalised, found: Iterable[Hit]) -> Iterator[Hit]:
        """Both halves of every torn name; what ``found`` covers is not torn."""
        heads = list(self._heads(n))
        if not heads:
            return
        known = Spans((hit.start, hit.end) for hit in found if not hit.review)
        begins = _beginnings(n.level)
        for start, end, rests in heads:
            place = n.level_span(start, end)
            if known.meets(place[1] - 1, place[1] + 1):
                continue
            for rest, forms in rests:
                for tail in _nearest(begins.get(rest, ()), end) or _close(n.level, end, rest):
                    for half in (place, n.level_span(tail, tail + len(rest))):
                        if not known.meets(*half):
                            yield Hit(*half, (0, 0), pairs_of(forms), forms[0].kind)

    def _heads(self, n: Normalised) -> Iterator[tuple[int, int, list[tuple[str, tuple[Form, ...]]]]]:
        """Words with a capital at the end of a line that begin a name, and what each name would go on with."""
        for break_ in _HYPHEN.finditer(n.level):
            start = end = break_.start()
            while start and n.level[start - 1].isalpha():
                start -= 1
            if start == end or n.original[n.level_span(start, end)[0]].islower():
                continue
            if rests := list(self._rests(n.level[start:end].lower())):
                yield start, end, rests

    def _rests(self, head: str) -> Iterator[tuple[str, tuple[Form, ...]]]:
        for key in self._keys[bisect_left(self._keys, head) :]:
            if not key.startswith(head):
                return
            if len(key) > len(head):
                yield key[len(head) :], self._names[key]


def _fitting(key: str, held: tuple[Form, ...]) -> tuple[Form, ...]:
    if " " in key or len(key) < _LEAST or not key.isalpha():
        return ()
    return tuple(form for form in held if form.kind in _KINDS and form.strength > Strength.REVIEW)


def _beginnings(level: str) -> dict[str, list[int]]:
    """Where each first word of a line or column stands."""
    found: dict[str, list[int]] = {}
    for match in _BEGIN.finditer(level):
        found.setdefault(match[1].lower(), []).append(match.start(1))
    return found


def _nearest(places: Sequence[int], at: int) -> list[int]:
    """The last before and the first after, about a page away at most."""
    after = bisect_left(places, at)
    return [place for place in places[max(0, after - 1) : after + 1] if abs(place - at) < _FAR]


def _close(level: str, at: int, rest: str) -> list[int]:
    return [match.start() for match in _WORD.finditer(level, at, at + _NEAR) if match[0].lower() == rest]
