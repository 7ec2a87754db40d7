"""The bands in which ages are printed (profiles, section 3). Not here: finding ages (``ages``)."""

from __future__ import annotations

from collections.abc import Iterable

BANDS = (
    (0, 0, "under 1"), (1, 4, "1 to 4"), (5, 9, "5 to 9"), (10, 15, "10 to 15"), (16, 17, "16 to 17"),
    (18, 25, "18 to 25"), (26, 40, "26 to 40"), (41, 60, "41 to 60"), (61, 200, "over 60"),
)  # fmt: skip


SAID = frozenset(words for _, _, words in BANDS)
"""Bands as they are printed: what was made general is no age."""


def band(years: int) -> str:
    """The band of an age in whole years (profiles, section 3)."""
    return next(words for low, high, words in BANDS if low <= years <= high)


def band_of(ages: Iterable[int]) -> str:
    """The bands of several ages as one: ``5, 7 and 12`` is ``5 to 15``."""
    met = [one for one in BANDS if any(one[0] <= years <= one[1] for years in ages)]
    low, high = met[0][0], met[-1][1]
    if len(met) == 1:
        return met[0][2]
    if high > 100:
        return f"over {low - 1}" if low else "any age"
    return f"{low} to {high}" if low else f"under {high + 1}"
