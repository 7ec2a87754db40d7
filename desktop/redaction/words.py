"""Word lists of the engine, read once from ``resources/terminology/words``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list, as they stand in it."""
    text = files("resources").joinpath("terminology", "words", f"{name}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def name_words() -> frozenset[str]:
    """Names that are also ordinary words, lower-case."""
    return listed("name_words")


@cache
def ordinary_words() -> frozenset[str]:
    """Words that stand in ordinary text in small letters, whether or not they are names too, lower-case."""
    return name_words() | quiet_words()


def acronyms() -> frozenset[str]:
    """Short capitals of the field, lower-case."""
    return frozenset(word.lower() for word in listed("acronyms"))


def quiet_words() -> frozenset[str]:
    """Words that are no sign of a name when they begin with a capital, lower-case."""
    return listed("quiet_words")


def first_names() -> frozenset[str]:
    """Common first names, lower-case: a sign that a capitalised word is a name."""
    return listed("first_names")
