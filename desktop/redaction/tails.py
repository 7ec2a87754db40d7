"""What stands after the short name of a body: words of its kind, or another name. Not here: the names (``forms``)."""

from __future__ import annotations

import re

_SCHOOL = (
    "Primary|Infants?|Junior|Secondary|High|Grammar|Community|Catholic|Church|School|Academy|College|Nursery|"
    "Pre-?[Ss]chool"
)
_HEALTH = "Surgery|Practice|Medical|Health|Centre|Clinic|Hospital|Infirmary|Hospice|General"
_TAILS = {
    "school": re.compile(rf"(?:(?: C of E| RC| CE)?(?: (?:{_SCHOOL}))+| C of E)(?![^\W_])"),
    "health_place": re.compile(rf"(?: (?:{_HEALTH}))+(?![^\W_])"),
    "unit": re.compile(r"(?: (?:Ward|Unit|Team|House|Home|Lodge|Centre))+(?![^\W_])"),
}
_ANY = re.compile(rf" (?:{_SCHOOL}|{_HEALTH}|Ward|Unit|Team|House|Home|Lodge|Trust)(?! of)(?![^\W_])")


def tail_end(text: str, end: int, kind: str) -> int:
    """Where the words of its kind end that follow a body's name which ends at ``end``; ``end`` when there are none."""
    tail = _TAILS[kind].match(text, end) if kind in _TAILS else None
    return tail.end() if tail and not re.match(r" of [A-Z]", text[tail.end() :]) else end


def is_alone(text: str, end: int) -> bool:
    """Whether no other capitalised word goes on from there: ``the Royal College of Nursing`` is no hospital."""
    return re.match(r" [A-Z]", text[end : end + 2]) is None or _ANY.match(text, end) is not None
