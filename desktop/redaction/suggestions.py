"""What looks like a name and nobody registered: shown to a person, grouped by word.

Here: capitalised words and pairs that are not quiet words, near-misses of registered names, addresses by shape.
Targets: redaction issue, part 4. Not here: names that are registered (``matcher``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop.redaction.normalise import key
from desktop.redaction.people import Cast


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
    """One word or name with all its places. ``why``: name, near, shared, perhaps, address."""

    word: str
    count: int
    places: tuple[tuple[str, int, int], ...]
    why: str


def names_in(text: str, covered: Sequence[tuple[int, int]], cast: Cast, where: str) -> Iterator[Word]:
    """Words that look like names outside the covered stretches."""
    return iter(())


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

