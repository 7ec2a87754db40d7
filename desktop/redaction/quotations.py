"""How a withheld passage is known again where somebody quotes it, whole or in part.

Source: redaction design, section 5, step 1 (four words in a row of a withheld span). Not here: which passages a case
withholds (``desktop.casework.quoted``), marks as places of a text (``marks``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from desktop.redaction.normalise import normalise
from desktop.redaction.words import is_quiet, listed

SHINGLE = 4
"""So many words in a row are a quotation, where enough of them tell something."""
_LONGEST = 6
_LONG = 4
_ENOUGH = 2
_BETWEEN = 3


def phrases(passage: str, *, by_itself: bool = False, sure: bool = False) -> list[str]:
    """The runs of words by which ``passage`` is known, each with a space before and after, as word views have them.

    Four words in a row of which two are long; where they are short, five or six of which two say something. A passage
    of up to four words counts as a whole, one word only when it is a name or a number, or when it is what is withheld
    (``by_itself``: a condition, an offence) and no matter whom it is about. ``sure`` leaves out short passages that
    our own fixed words may hold too.
    """
    words = normalise(passage).words.split()
    if len(words) <= 1:
        return [f" {word} " for word in words if _tells_alone(word, by_itself=by_itself)]
    found = [" ".join(words[start:end]) for start, end in _runs(words)]
    if (len(words) <= SHINGLE or not found) and not (sure and not any(len(word) > _LONG for word in words)):
        found.append(" ".join(words))
    return [f" {one} " for one in dict.fromkeys(found)]


def as_words(passage: str) -> str:
    """The words of a passage as its runs are taken from them, with a space before and after."""
    return f" {' '.join(normalise(passage).words.split())} "


def extent(view: str, start: int, phrase: str, passage: str) -> tuple[int, int]:
    """How far ``view`` quotes ``passage`` around its ``phrase`` at ``start``, space before and after included."""
    low, high = start, start + len(phrase)
    at = passage.find(phrase)
    while at >= 0:
        after = start + len(phrase)
        rest = passage[at + len(phrase) :]
        low = min(low, start - _alike(view[max(0, start - at) : start][::-1], passage[:at][::-1]))
        high = max(high, after + _alike(view[after : after + len(rest)], rest))
        at = passage.find(phrase, at + 1)
    return low, high


def _alike(one: str, other: str) -> int:
    """How many signs are the same from the beginning, up to the last whole word."""
    same = "".join(left for left, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return same.rfind(" ") + 1


def bridged(view: str, runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of one passage joined where they meet, or where no more than a few words were put between them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and (start <= joined[-1][1] or view.count(" ", joined[-1][1], start) <= _BETWEEN):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _tells_alone(word: str, *, by_itself: bool) -> bool:
    if len(word) < 3:
        return False
    return any(sign.isdigit() for sign in word) or not is_quiet(word) or (by_itself and not _small(word))


def _runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The shortest run from each word on that is a quotation."""
    for start in range(len(words) - SHINGLE + 1):
        for end in range(start + SHINGLE, min(start + _LONGEST, len(words)) + 1):
            piece = words[start:end]
            long = sum(len(word) > _LONG for word in piece)
            if long >= _ENOUGH or (end - start > SHINGLE and sum(not _small(word) for word in piece) >= _ENOUGH):
                yield start, end
                break


def _small(word: str) -> bool:
    return word in listed("small_words")
