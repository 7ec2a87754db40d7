"""One automaton over a long text, in stretches: it keeps four bytes a character of what it is given at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import ahocorasick

_STRETCH: Final = 65_536


def everywhere(automaton: ahocorasick.Automaton, text: str, *, edge: str = "") -> Iterator[tuple[int, Any]]:
    """What ``automaton.iter(edge + text + edge)`` gives: the last place of each form and what is kept for it."""
    if len(text) <= _STRETCH:
        yield from automaton.iter(f"{edge}{text}{edge}")
        return
    # Each stretch begins early enough for a form over its edge. (An iterator that is ``set`` to go on in another
    # string corrupts memory in pyahocorasick 2.3.)
    overlap = int(automaton.get_stats()["longest_word"])
    for at in range(0, len(text), _STRETCH):
        first = max(0, at - overlap)
        before = edge if first == 0 else ""
        end = at + _STRETCH
        after = edge if end >= len(text) else ""
        base = first + (0 if first == 0 else len(edge))
        new = at + len(edge) if at else 0
        for last, kept in automaton.iter(f"{before}{text[first:end]}{after}"):
            if base + last >= new:
                yield base + last, kept
