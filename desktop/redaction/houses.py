"""What belongs to an address or a number that was found and stands before it: ``number 29``, ``3B``, a bracket.

A street alone is a place, which may be made general; with a number it is where somebody lives, and a number left beside
what was made general gives the house away. Source: redaction design, section 6, number 29. Not here: registered
addresses as a whole (``forms_reach``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop.redaction.dates import NUMBERS, alternatives
from desktop.redaction.form import FormKind
from desktop.redaction.hits import Hit
from desktop.redaction.normalise import Normalised
from desktop.redaction.people import Cast

_KINDS = (FormKind.STREET, FormKind.ADDRESS)
_NUMBER = r"\d{1,3}[a-z]?|[a-z]\d{1,2}|[3-9]\d{3}"
_LABELS = "flat|apartment|apt|unit|room|house|plot|no|nos|number|numbers"
_BEFORE = re.compile(
    rf"(?<![^ ])(?:(?:{_LABELS}) )*(?:(?:{_NUMBER})(?: (?:to|and) | ))+$"
    rf"|(?<![^ ])(?:at|from|to|near|outside|of|number|no) (?P<w>{alternatives(NUMBERS)}) $"
)
_LABEL = re.compile(rf"(?<![^ ])(?:(?:{_LABELS}) )+$")


_NO = re.compile(r"^[Nn]os?\.")
_APART = re.compile(r"[.;!?]\s|[,;]\s*\d+\s*,|\n\s*\n")


def widened(n: Normalised, hits: Iterable[Hit], cast: Cast) -> Iterator[Hit]:
    """The same hits; those of a street or house reach back over its number, and are then of the class of an address.

    A dialling code in brackets is taken with both of them.
    """
    for hit in hits:
        if hit.kind in _KINDS and hit.view[1]:
            yield _with_number(n, hit, cast)
        elif hit.start and n.original[hit.start - 1] == "(" and _closes(n.original[hit.start : hit.end]):
            yield replace(hit, start=hit.start - 1)
        else:
            yield hit


def _closes(shown: str) -> bool:
    return ")" in shown and "(" not in shown


def _with_number(n: Normalised, hit: Hit, cast: Cast) -> Hit:
    start = hit.view[0]
    floor = max(0, start - 40)
    numbered = n.words[start : start + 1].isdigit()
    match = (_LABEL if numbered else _BEFORE).search(n.words[floor:start])
    if match is None and numbered:
        match = _BEFORE.search(n.words[floor:start])
    if match is None:
        return hit
    begin = floor + (match.start("w") if match.groupdict().get("w") else match.start())
    low, _ = n.span(begin, start)
    if _APART.search(_NO.sub("", n.original[low : hit.start])):
        return hit
    pairs = tuple(
        (who, one.address_class if class_id == "place" and (one := cast.get(who)) else class_id)
        for who, class_id in hit.pairs
    )
    return replace(hit, start=low, view=(begin, hit.view[1]), pairs=tuple(dict.fromkeys(pairs)))
