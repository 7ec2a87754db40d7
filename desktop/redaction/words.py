"""Word lists of the engine, read once from ``resources/terminology/words``."""

from __future__ import annotations

import re
from functools import cache, lru_cache
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
    return (name_words() | quiet_words() | listed("word_names")) - listed("only_names")


@cache
def acronyms() -> frozenset[str]:
    """Short capitals of the field, lower-case."""
    return frozenset(word.lower() for word in listed("acronyms"))


def quiet_words() -> frozenset[str]:
    """Words that are no sign of a name when they begin with a capital, lower-case."""
    return listed("quiet_words")


@cache
def known_words() -> frozenset[str]:
    """Words of English, of health, of services and of speech that say nothing of a person, lower-case.

    Wider than ``quiet_words``: some are surnames too (``surname_words``), so the words around them count.
    """
    return frozenset().union(*(listed(name) for name in ("english", "medicines", "peoples", "bodies", "spoken")))


def place_names() -> frozenset[str]:
    """Counties, towns and countries, lower-case."""
    return listed("places")


@cache
def surname_words() -> frozenset[str]:
    """Words that are surnames too, lower-case."""
    return listed("surname_words") | name_words()


# Endings that no name has: "Deputation" is a word whether or not a list has it.
_ENDING = re.compile(
    r"[a-z]{3,}(?:[ts]ions?|ology|ologies|ological|ism|isms|ically|ional|ionally|mittees?|fulness|edness|iness|"
    r"ibility|ability|atively|izing|ising|ourhood|manship|ements?|ittal|ectual|ity|ities|"
    r"[eiu]ous|[ts]ive|ical|ible|ful)"
)
_BEGINNINGS = ("un", "re", "non", "pre", "mis", "over", "under", "out", "dis", "in", "im", "anti", "multi", "inter")


@lru_cache(maxsize=65536)
def is_quiet(word: str) -> bool:
    """Whether a folded word is an ordinary word, also with an ending or a beginning."""
    quiet = quiet_words()
    if word in quiet or len(word) < 2:
        return True
    parts = re.split(r"[ '’-]", word) if not word.isalpha() else ()
    if len(parts) > 1 and not all(is_quiet(part) for part in parts if part):
        return False
    if not word.isalpha() or _ENDING.fullmatch(word):
        return True
    stems = [
        word.removesuffix(end)
        for end in ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "ally", "al", "ment", "ion", "ity")
        if word.endswith(end)
    ]
    stems += [f"{stem}{more}" for stem in tuple(stems) for more in ("e", "y")]
    stems += [word[:-3] + "y" for _ in (0,) if word.endswith(("ies", "ied"))]
    stems += [stem[:-1] for stem in tuple(stems) if len(stem) > 3 and stem[-1:] == stem[-2:-1]]
    # A short rest proves nothing: "Mistry" is no "mis-try".
    stems += [rest for start in _BEGINNINGS if word.startswith(start) and len(rest := word.removeprefix(start)) > 3]
    return any(len(stem) > 2 and stem in quiet for stem in stems)


@lru_cache(maxsize=65536)
def is_known(word: str) -> bool:
    """Whether a folded word is one of the language, of the field or a place: its capital has another reason.

    Looks at whole words: an ending proves nothing here, because "Hering" and "Palmer" are names.
    """
    if len(word) < 2 or word in quiet_words() or word in known_words() or word in place_names():
        return True
    if not word.isalpha():
        parts = [part for part in re.split(r"[ '’-]", word) if part]
        return len(parts) < 2 or all(is_known(part) or part in name_words() for part in parts)
    if _ENDING.fullmatch(word):
        return True
    rests = (word.removeprefix(start) for start in _BEGINNINGS if word.startswith(start))
    return any(len(rest) > 4 and (rest in quiet_words() or rest in listed("english")) for rest in rests)


def first_names() -> frozenset[str]:
    """Common first names, lower-case: a sign that a capitalised word is a name."""
    return listed("first_names")


@cache
def given_names() -> frozenset[str]:
    """First names of many languages, rare ones too, lower-case."""
    return listed("first_names") | listed("given_names")
