"""What was found in a text: one hit, whose it is, the choice of leftmost-longest. Not here: finding (``matcher``)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop.redaction.form import Form, FormKind, Strength
from desktop.redaction.spans import in_order

Pairs = tuple[tuple[str, str], ...]


@dataclass(slots=True)  # not frozen: thousands are made in a moment, and freezing doubles what one costs
class Hit:
    """Something found: code points ``start`` to ``end`` of the original, ``view`` in the word view.

    ``pairs`` are all it may be: a subject and the class of the thing, one when settled; the subject is empty for an
    identifier nobody registered. ``review`` is set for what a person must look at and nothing is done with alone.
    ``stranger`` says that somebody unregistered may be meant as well.
    """

    start: int
    end: int
    view: tuple[int, int]
    pairs: Pairs
    kind: FormKind | str
    strength: Strength = Strength.HARD
    review: bool = False
    stranger: bool = False

    @property
    def class_id(self) -> str:
        """The class of the first thing it may be."""
        return self.pairs[0][1]

    @property
    def subjects(self) -> tuple[str, ...]:
        """Each subject it may be about, once."""
        return _subjects(self.pairs)


@lru_cache(maxsize=16384)
def _subjects(pairs: Pairs) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject for subject, _ in pairs if subject))


def pairs_of(forms: Sequence[Form]) -> Pairs:
    """Whom forms of one key may be about, each subject and class once."""
    if len(forms) == 1:
        return ((forms[0].subject_id, forms[0].class_id),)
    return tuple(dict.fromkeys((form.subject_id, form.class_id) for form in forms))


def leftmost_longest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits without overlap: from the left, the longest at each place; nothing a loser covered is left bare."""
    chosen: list[Hit] = []
    losers: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: in_order(hit.start, hit.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
        elif (hit.start, hit.end) == (chosen[-1].start, chosen[-1].end):
            chosen[-1] = _together(chosen[-1], hit)
        elif hit.end > chosen[-1].end:
            losers.append(hit)
    return _covering(chosen, losers) if losers else tuple(chosen)


def _together(one: Hit, other: Hit) -> Hit:
    """Two hits of one place: about either. What nobody registered says nothing where a subject is known."""
    named = one if one.subjects else other
    pairs = tuple(dict.fromkeys((*one.pairs, *other.pairs)))
    return replace(named, pairs=tuple(pair for pair in pairs if pair[0]) or pairs)


def _covering(chosen: list[Hit], losers: list[Hit]) -> tuple[Hit, ...]:
    """Widen a chosen hit over the rest of one that lost to it, where no other hit stands there."""
    starts = [hit.start for hit in chosen]
    for loser in losers:
        index = bisect_right(starts, loser.start) - 1
        winner = chosen[index]
        if loser.end <= winner.end:
            continue
        following = chosen[index + 1] if index + 1 < len(chosen) else None
        if following and following.start < loser.end:
            continue
        chosen[index] = replace(
            winner,
            end=loser.end,
            view=(winner.view[0], max(winner.view[1], loser.view[1])),
            pairs=tuple(dict.fromkeys((*winner.pairs, *loser.pairs))) if not winner.subjects else winner.pairs,
        )
    return tuple(chosen)
