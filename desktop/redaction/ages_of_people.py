"""Ages told of somebody without a word that says so: ``Name (7)``, ``she was nine``, ``a girl of seven``.

Not here: ages beside a word such as "aged" or "old" (``ages``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.redaction.age_words import COUNT, UNIT, FoundWords, count, years_of
from desktop.redaction.bands import band
from desktop.redaction.dates import alternatives, number_words
from desktop.redaction.normalise import Normalised, key

PEOPLE = (
    "mother", "father", "partner", "boy", "girl", "man", "woman", "child", "brother", "sister", "son", "daughter",
    "sibling", "baby", "uncle", "aunt", "cousin", "friend", "grandmother", "grandfather", "mum", "dad",
    "stepfather", "stepmother", "toddler", "infant", "lad", "youth", "teenager", "youngster", "lady",
)  # fmt: skip
_AGED_SO = frozenset(
    ["boy", "girl", "man", "woman", "child", "baby", "toddler", "infant", "lad", "youth", "teenager", "youngster",
    "lady", "son", "daughter", "sister", "brother"]
)  # fmt: skip
"""Of whom "of seven" tells the age; a mother of two has two children."""

_OF_PERSON = re.compile(
    rf" of (?:(?:about|around|only|just|nearly|almost) )*(?P<n>{COUNT})(?: (?P<u>{UNIT}))?(?![^ ])"
)
_BESIDE = frozenset("(, [")
_SPELT = alternatives(number_words(number).replace(" ", "[ -]") for number in range(2, 100))
_IN_BRACKETS = re.compile(
    rf"(?P<o>,? ?[(\[]|, )(?P<n>\d{{1,2}}|{_SPELT})"
    r"(?P<u>\s?(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|m|mo))?(?P<c>[)\],])"
)
_PERSON_IS = (
    "he was ", "he is ", "he s ", "he had turned ", "he became ", "he would be ", "he will be ", "they were ",
    " is now ", " was then ",
)  # fmt: skip
_IS = re.compile(r" (?:who )?(?:is|was) (?:(?:just|only|nearly|almost|about|now|then|still) )*")
_FILLERS = re.compile(r"(?:(?:just|only|nearly|almost|about|around|now|then|still|approximately) )*")
_ALONE = re.compile(
    rf"(?P<n>\d{{1,2}}|{alternatives(number_words(number) for number in range(2, 20))})(?: and a half)?(?![^ ])"
)


def beside_name(text: str, end: int) -> tuple[int, int, str] | None:
    """``Name (7)`` and ``Name, 34,`` where a name ends at ``end``: place and words."""
    if text[end : end + 1] not in ("(", "[", ",") and text[end : end + 2] not in (" (", " ["):
        return None
    match = _IN_BRACKETS.match(text, end)
    if not match:
        return None
    if ("(" in match["o"] or "[" in match["o"]) == (match["c"] == ","):
        return None
    if match["c"] == "," and not re.match(r"\s(?!\d)", text[match.end() : match.end() + 2]):
        return None
    unit, number = (match["u"] or "year").strip(), count(match["n"].replace("-", " "))
    end = match.end("u") if match["u"] else match.end("n")
    return match.start("n"), end, f"aged {band(years_of(number, unit))}"


def alone(n: Normalised) -> Iterator[FoundWords]:
    """``she was 7 when``, ``a 34yo man``: with no word that says it is an age, but what it is told of."""
    words = n.words
    for sign in _PERSON_IS:
        at = words.find(sign)
        while at >= 0:
            begin = at + len(sign)
            match = _ALONE.match(words, _FILLERS.match(words, begin).end())  # type: ignore[union-attr]
            if match and _is_age(n, match):
                yield _counted(match)
            at = words.find(sign, begin)


def _counted(match: re.Match[str]) -> FoundWords:
    return FoundWords(match.start(), match.end(), f"aged {band(count(match['n']))}")


def _is_age(n: Normalised, match: re.Match[str]) -> bool:
    return _ends_there(n.original, n.span(*match.span())[1])


def _ends_there(text: str, end: int) -> bool:
    """Whether the words go on after a number at ``end`` as they do after an age, and count nothing."""
    return _AFTER_AGE.match(text, end) is not None


_AFTER_AGE = re.compile(
    r"(?![.,:]\d)(?:\s*(?:[.;:)!?\n(]|,\s|$)|\s(?:when|while|at the time|at that|in (?:January|February|March|April"
    r"|May|June"
    r"|July|August|September|October|November|December)|that|last|next|and (?:he|she|his|her|lived|living|was"
    r"|had|in)|but|so)\b)"
)
_NAME_IS = re.compile(
    rf" (?:who )?(?:is|was)(?: (?:now|then|just|only|nearly|almost|about|still))? (?P<n>\d{{1,2}}|{_SPELT})(?![\w-])"
)


def told_of_name(text: str, end: int) -> tuple[int, int, str] | None:
    """``Name is 7`` where a name ends at ``end``: place and words."""
    match = _NAME_IS.match(text, end)
    if not match or not _ends_there(text, match.end()):
        return None
    return match.start("n"), match.end(), f"aged {band(count(match['n'].replace('-', ' ')))}"


def person(n: Normalised, start: int, end: int) -> FoundWords | None:
    """``the mother (34)``, ``a boy, 7,`` and ``a girl of seven`` where a word for somebody ends at ``end``."""
    at = n.span(start, end)[1]
    if n.words[start:end] in _AGED_SO and (told := _OF_PERSON.match(n.words, end)):
        return _of_person(n, end, told)
    if told := _IS.match(n.words, end):
        number = _ALONE.match(n.words, told.end())
        return _counted(number) if number and _is_age(n, number) else None
    found = beside_name(n.original, at) if n.original[at : at + 1] in _BESIDE else None
    if not found:
        return None
    stop = end + 1 + len(key(n.original[found[0] : found[1]]))
    return FoundWords(end + 1, stop, found[2])


def _of_person(n: Normalised, end: int, told: re.Match[str]) -> FoundWords | None:
    """``of seven`` behind a person; "a son of two doctors" has no age there."""
    goes_on = _GOES_ON.match(n.words, told.end())
    if goes_on and goes_on["ed"] and count(told["n"]) < 10:
        goes_on = None  # "a child of two divorced parents"
    if not told["u"] and not goes_on and not _ends_there(n.original, n.span(*told.span())[1]):
        return None
    return FoundWords(end + 1, told.end(), f"aged {band(years_of(count(told['n']), told['u'] or 'year'))}")


_GOES_ON = re.compile(
    r" (?:is|was|has|had|who|whose|and|with|in|at|on|from|to|by|should|could|can|may|might|must|will|would|cannot|died|"
    r"lived|living|told|said|came|went|rang|saw|gave|took|made|left|felt|knew|found|ran|sat|got|spoke|wrote|needs|does|"
    r"did|or|but|that|because|as|if|(?P<ed>[a-z]+ed))(?![^ ])"
)
