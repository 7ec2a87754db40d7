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

from desktop.redaction.matcher import Matcher
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
_FIRST = [
    "Ivo",
    "Petra",
    "Linus",
    "Adaeze",
    "Joan",
    "Keir",
    "Bryony",
    "Colm",
    "Ruth",
    "Priya",
    "Nadia",
    "Rowan",
    "Ines",
    "Hal",
    "Eleanor",
    "Zofia",
    "Tomasz",
    "Owain",
    "Abena",
    "Farid",
]
_LAST = [
    "Tarnbeck",
    "Ashvale",
    "Quillon",
    "Hallowfen",
    "Dunmarsh",
    "Tullamore",
    "Ellerby",
    "Thornlea",
    "Rushbourne",
    "Thackmere",
    "Corrow",
    "Brinkmoor",
]
_ENDS = ("", "ey", "son", "wick", "er", "ton")


def cast(size: int = 60) -> Cast:
    """People with invented names."""
    draw = random.Random(7)
    return Cast(
        Subject(
            id=str(number), name=f"{draw.choice(_FIRST)} "
                                 f"{_LAST[number % 12]}{_ENDS[number // 12 % 6]}", kind="professional",
            role=f"Worker in team {number % 9}",
                born=PartialDate.from_iso(f"19{60 + number % 40}-0{1 + number % 9}-1{number % 9}"),
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
            name=" ".join(who),
            given=who[0],
            surname=who[1],
            title=draw.choice(("Mr", "Ms", "Dr")),
            day=draw.randrange(1, 28),
        )
        parts.append(sentence + (" " if draw.random() < 0.8 else "\n\n"))
        length += len(parts[-1])
    return "".join(parts)


def _fastest(*works: Callable[[], object], times: int = 5) -> list[float]:
    """The best of several rounds of each, in seconds of this process alone; taken in turn, so that noise hits all."""
    best = [1e9] * len(works)
    for _ in range(times):
        for index, work in enumerate(works):
            began = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - began)
    return best


def measure() -> list[tuple[str, float, float, str]]:
    """``(name, ratio, limit, absolute figures)`` for each yardstick; a ratio above its limit fails."""
    people = cast()
    text = review_text(people)
    matcher, profile = Matcher(people), load("publication")
    n = normalise(text)
    # The same patterns without a name, for the yardstick that finds names by ``re``.
    patterns = Matcher(Cast())
    keys = sorted((key for key in matcher.keys()), key=len, reverse=True)  # noqa: SIM118
    alternation = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, keys))})(?!\w)", re.IGNORECASE)

    def automaton() -> int:
        return matcher.bare(n)

    def plain() -> int:
        return sum(1 for _ in alternation.finditer(text)) + patterns.bare(n)

    def release() -> object:
        return Releaser(people, profile, matcher=matcher).release(text)

    out = Releaser(people, profile, matcher=matcher).release(text)
    secrets = SecretSet.from_cast(people, profile, matcher=matcher)
    bare, released, searched = _fastest(automaton, release, lambda: secrets.holds(out.text))
    (regular,) = _fastest(plain, times=1)
    return [
        ("release against the bare automaton", released / bare, 3.0, f"{released:.2f} s and {bare:.2f} s for 1.5 MB"),
        ("release against re", released / regular, 0.5, f"{released:.2f} s and {regular:.2f} s, {len(keys):,} forms"),
        (
            "searching what was released against releasing it",
            searched / released,
            1.0,
            f"{released:.2f} s and {searched:.2f} s",
        ),
    ]


if __name__ == "__main__":
    for name, ratio, limit, figures in measure():
        print(f"{name}: {ratio:.2f} (limit {limit:g}); {figures}")
