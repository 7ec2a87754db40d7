"""Words of the demonstration that look like names and are none: a fixed list that a person has read.

A word that is not on the list stops the build, as it stops a user: read the sentence, then write it anew or add the
word to ``resources/demo/words.toml`` with its reason.
"""

from __future__ import annotations

import tomllib
from functools import cache

from desktop.casework import cast as casts
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import text_of
from storage.records import Case
from storage.store import Work


@cache
def listed() -> dict[str, tuple[tuple[str, str], ...]]:
    """Words and reasons by the occasion on which they are decided."""
    found = tomllib.loads(text_of("words.toml"))
    return {name: tuple(sorted(words.items())) for name, words in found.items()}


def decide(desk: Desk, case: Case, occasion: str) -> int:
    """Decide about the words of one occasion, once for the whole review; gives how many."""
    words = listed()[occasion]

    def settle(work: Work) -> None:
        for word, reason in words:
            casts.decide_word(work, case.id, word, "not_a_name", reason=reason)

    desk.do("Decide about words", settle)
    return len(words)
