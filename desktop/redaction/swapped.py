"""Registered numbers in which letters stand for figures: ``O7700 9OO457``, ``CFI4 7QZ``, ``JG1O3759A``.

People who type, and machines that read a scan, take O for 0 and l or I for 1. Both sides are folded alike, and only
stretches in which such a letter touches a figure are looked at. Source: redaction design, section 6, numbers 26 to 29.
Not here: numbers that nobody registered (``identifiers``), dates (``dates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import ahocorasick

from desktop.redaction.form import Form, FormKind, Strength
from desktop.redaction.hits import Hit, pairs_of
from desktop.redaction.normalise import Normalised

_KINDS: Final = {FormKind.NUMBER, FormKind.CONTACT, FormKind.ADDRESS}
_LIKE_DIGITS: Final = str.maketrans("oil", "011")
_MIXED: Final = re.compile(r"\d[oil]|[oil]\d|(?<![^ ])[a-z]{1,2}[oil] \d[a-z]{2}(?![^ ])")
_LEAST: Final = 5


class Swapped:
    """Finds them with the forms of a matcher, by key."""

    def __init__(self, forms: Mapping[str, tuple[Form, ...]]) -> None:
        held: dict[str, list[Form]] = {}
        for key, these in forms.items():
            fitting = [form for form in these if form.kind in _KINDS and form.strength is Strength.HARD]
            folded = key.translate(_LIKE_DIGITS)
            if fitting and sum(map(str.isdigit, folded)) > 1 and len(folded.replace(" ", "")) >= _LEAST:
                held.setdefault(folded, []).extend(fitting)
        self._automaton = ahocorasick.Automaton()
        for folded, fitted in held.items():
            self._automaton.add_word(f" {folded} ", (len(folded), tuple(fitted)))
        if held:
            self._automaton.make_automaton()

    def hits(self, n: Normalised, windows: Iterable[tuple[int, int]]) -> Iterator[Hit]:
        """Where they stand in ``windows`` around figures; what is written with figures alone is found anyway."""
        if not len(self._automaton):
            return
        for low, high in windows:
            if not _MIXED.search(n.words, low, high):
                continue
            low = n.words.rfind(" ", 0, low) + 1
            flat = f" {n.words[low:high].translate(_LIKE_DIGITS)} "
            for last, (length, forms) in self._automaton.iter(flat):
                view = low + last - 1 - length, low + last - 1
                yield Hit(*n.span(*view), view, pairs_of(forms), forms[0].kind)
