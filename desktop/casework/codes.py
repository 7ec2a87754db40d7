"""Codes of people inside text: ``[Health visitor 1]`` stands for one person, whoever reads it.

A code in brackets is kept as it was typed and becomes the person before release, so that each audience gets that
profile's own words and never another person's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from storage.records import Person


def wrap(text: str, people: Iterable[Person]) -> str:
    """``text`` with each bare code of a person put in brackets; longer codes first, brackets left alone."""
    codes = sorted({person.code for person in people if person.code}, key=len, reverse=True)
    if not codes:
        return text
    pattern = re.compile(rf"(?<![\[\w])({'|'.join(map(re.escape, codes))})(?![\]\w])", re.IGNORECASE)
    exact = {code.casefold(): code for code in codes}
    return pattern.sub(lambda match: f"[{exact[match[1].casefold()]}]", text)


def unwrap(text: str) -> str:
    """``text`` with the brackets of codes taken away, for a screen that shows codes."""
    return re.sub(r"\[([^\[\]\n]{1,60})\]", r"\1", text)


def named(text: str, people: Iterable[Person]) -> str:
    """``text`` with each code in brackets as the registered name of its person: the form that is released."""
    names = {person.code.casefold(): person.name for person in people if person.code}
    return re.sub(r"\[([^\[\]\n]{1,60})\]", lambda match: names.get(match[1].casefold(), match[0]), text)


def masked(text: str, people: Iterable[Person]) -> str:
    """``text`` with each known code in brackets as a run of ``x`` of the same length, so that it is not searched."""
    known = {person.code.casefold() for person in people if person.code}
    return re.sub(
        r"\[([^\[\]\n]{1,60})\]", lambda match: "x" * len(match[0]) if match[1].casefold() in known else match[0], text
    )
