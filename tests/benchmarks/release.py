"""Release measured against its yardsticks, side by side in one run.

Yardsticks: the bare automaton with the same identifier scan on already normalised text (limit 3), and one compiled
``re`` alternation of the same forms with the same identifier scan (release at least twice as fast). 1.5 MB of review
text, invented.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from desktop.redaction import dates, identifiers
from desktop.redaction.matcher import Matcher, _windows
from desktop.redaction.normalise import normalise
from desktop.redaction.people import Cast, Subject
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from desktop.redaction.secrets_of import SecretSet
from storage.partial_date import PartialDate

SIZE = 1_500_000
_SENTENCES = (
    "The health visitor recorded that the child was seen at home and appeared well.",
    "A strategy meeting was held on {day} March 2016 and agreed that enquiries should begin.",
    "{name} told the social worker that the family had moved and that nobody had said so.",
    "It is not clear from the records whether the referral was passed to the duty team within two days.",
    "Staff at the school described {given} as quiet, and were worried about attendance during the autumn term.",
    "The panel heard from {title} {surname} that the plan of {day}/04/2015 had not been reviewed for 6 months.",
    "Practitioners said that they will mark progress in supervision, and may hope for better conditions.",
    "The number 07700 900{day:03d} was written in the margin of the record, with no name beside it.",
)
_FIRST = "Ivo Petra Linus Adaeze Joan Keir Bryony Colm Ruth Priya Nadia Rowan Ines Hal Eleanor Zofia Tomasz Owain Abena Farid".split()
_LAST = "Tarnbeck Ashvale Quillon Hallowfen Dunmarsh Tullamore Ellerby Thornlea Rushbourne Thackmere Corrow Brinkmoor".split()
_ENDS = ("", "ey", "son", "wick", "er", "ton")


def cast(size: int = 60) -> Cast:
    """People with invented names."""
    draw = random.Random(7)
    return Cast(
        Subject(
            id=str(number), name=f"{draw.choice(_FIRST)} {_LAST[number % 12]}{_ENDS[number // 12 % 6]}", kind="professional",
            role=f"Worker in team {number % 9}", born=PartialDate.from_iso(f"19{60 + number % 40}-0{1 + number % 9}-1{number % 9}"),
        )
        for number in range(size)
    )  # fmt: skip


def review_text(people: Cast, size: int = SIZE) -> str:
    """Text of a review in which somebody of the cast stands in every third sentence."""
    draw = random.Random(11)
    subjects = list(people)
    parts: list[str] = []
    length = 0
    while length < size:
        who = draw.choice(subjects).name.split()
        sentence = draw.choice(_SENTENCES).format(
            name=" ".join(who), given=who[0], surname=who[1], title=draw.choice(("Mr", "Ms", "Dr")), day=draw.randrange(1, 28)
        )
        parts.append(sentence + (" " if draw.random() < 0.8 else "\n\n"))
        length += len(parts[-1])
    return "".join(parts)


_MONTHS = re.compile(r"(?<![^ ])(?:March|April)(?![^ ])", re.IGNORECASE)


def _fastest(work: Callable[[], object], times: int = 3) -> float:
    best = 1e9
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def _identifiers(n: object) -> int:
    """The identifier patterns on normalised text, as release runs them."""
    view = n.words  # type: ignore[attr-defined]
    windows = tuple(_windows(view))
    months = [match.span() for match in _MONTHS.finditer(view)]
    count = sum(1 for _ in dates.find(view, months, windows)) + sum(1 for _ in dates.times(n.original))  # type: ignore[attr-defined]
    for start, end in windows:
        if end - start >= 5:
            count += sum(1 for _ in identifiers.in_window(view, start, end, n.shown))  # type: ignore[attr-defined]
    return count + sum(1 for _ in identifiers.in_text(n.level))  # type: ignore[attr-defined]


def measure() -> list[tuple[str, float, float, str]]:
    """``(name, ratio, limit, absolute figures)`` for each yardstick; a ratio above its limit fails."""
    people = cast()
    text = review_text(people)
    matcher, profile = Matcher(people), load("publication")
    n = normalise(text)
    padded = f" {n.words} "
    keys = sorted((key for key in matcher.keys()), key=len, reverse=True)  # noqa: SIM118
    alternation = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, keys))})(?!\w)", re.IGNORECASE)

    def automaton() -> int:
        return sum(1 for _ in matcher.bare(padded)) + _identifiers(n)

    def plain() -> int:
        return sum(1 for _ in alternation.finditer(text)) + _identifiers(n)

    def release() -> object:
        return Releaser(people, profile, matcher=matcher).release(text)

    bare, regular, released = _fastest(automaton), _fastest(plain, 1), _fastest(release)
    out = Releaser(people, profile, matcher=matcher).release(text)
    secrets = SecretSet.from_cast(people, profile, matcher=matcher)
    searched = _fastest(lambda: secrets.holds(out.text), 1)
    return [
        ("release against the bare automaton", released / bare, 3.0, f"{released:.2f} s and {bare:.2f} s for 1.5 MB"),
        ("release against re", released / regular, 0.5, f"{released:.2f} s and {regular:.2f} s, {len(keys):,} forms"),
        ("searching what was released against releasing it", searched / released, 1.0, f"{released:.2f} s and {searched:.2f} s"),
    ]


if __name__ == "__main__":
    for name, ratio, limit, figures in measure():
        print(f"{name}: {ratio:.2f} (limit {limit:g}); {figures}")
