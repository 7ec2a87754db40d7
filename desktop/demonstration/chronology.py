"""The events of the demonstration's combined chronology: what each service's own record says, line by line.

One list feeds both sides: the chronologies and returns that the services send, and the register that the lead reviewer
fills from them. Words between ``<R3|`` and ``>`` are those he marks as to be withheld, with that reason.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

NAME = "plover-chronology.csv"
SOURCES = {
    "FCS": "chronology-children", "SCHOOL": "chronology-school", "POLICE": "chronology-police",
    "GP": "chronology-surgery", "COMMUNITY": "return-community", "HOSP": "attendance-summary",
    "HOUSING": "return-housing", "CHARITY": "charity-mail", "HARTS": "hartsedge-reply",
}  # fmt: skip
"""The item in which each service's events stand."""
_MARKED = re.compile(r"<(R\d+)\|([^>]+)>")
_PERSON = re.compile(r"\{([A-Z]\d+)\}")


@dataclass(frozen=True)
class Event:
    """One line: day, time where the record gives it, service, key of an episode, people by key, whether the child was
    seen, which record says so, and the words with their marks."""

    on: date
    time: str
    body: str
    episode: str
    people: tuple[str, ...]
    seen: str
    record: str
    marked: str

    @property
    def words(self) -> str:
        """What happened, without marks."""
        said = _MARKED.sub(r"\2", self.marked)
        return f"{self.time}: {said}" if self.time else said

    @property
    def withheld(self) -> tuple[tuple[str, str], ...]:
        """Reason and words of each passage that is marked."""
        return tuple((found[1], found[2]) for found in _MARKED.finditer(self.marked))


@cache
def events() -> tuple[Event, ...]:
    """Every event, in order of day."""
    text = files("resources").joinpath("demo", NAME).read_text(encoding="utf-8")
    return tuple(
        Event(
            date.fromisoformat(row["on"]), row["time"], row["body"], row["episode"], tuple(row["people"].split()),
            row["seen"], row["record"], row["what"],
        )
        for row in csv.DictReader(io.StringIO(text))
    )  # fmt: skip


@cache
def _names() -> dict[str, str]:
    text = files("resources").joinpath("demo", "people-plover.csv").read_text(encoding="utf-8")
    return {row["id"]: row["name"] for row in csv.DictReader(io.StringIO(text))}


def _told(event: Event, *, timed: bool = True) -> str:
    """The words as the service wrote them: with names."""
    said = event.words if timed else _MARKED.sub(r"\2", event.marked)
    return _PERSON.sub(lambda found: _names()[found[1]], said)


def of(body: str) -> Iterator[Event]:
    """The events of one service."""
    return (one for one in events() if one.body == body)


def lines(body: str) -> str:
    """A service's events as lines of a letter or message."""
    when = ((one, ", ".join(filter(None, (_day(one.on), one.time)))) for one in of(body))
    return "\n".join(f"{moment}: {_told(one, timed=False)}" for one, moment in when)


def table(body: str) -> str:
    """A service's events as rows of a table in a Word document; a day that comes again is joined with the one above."""
    before: date | None = None
    rows = []
    for one in of(body):
        day = "^" if one.on == before else _day(one.on)
        seen = {"yes": "Yes", "no": "No"}.get(one.seen, "<")
        rows.append(f"| {day} | {_told(one)} | {one.record or 'Paper and electronic record'} | {seen} |")
        before = one.on
    return "\n".join(rows)


def rows(body: str) -> list[list[str]]:
    """A service's events as rows of a spreadsheet: a log's own number first where the service keeps one."""
    if body == "POLICE":
        return [[one.record, one.on.isoformat(), one.time, *_told(one, timed=False).split("; ", 1)] for one in of(body)]
    seen = {"yes": "Yes", "no": "No"}
    return [
        [one.on.isoformat(), one.time, _told(one, timed=False), one.record, seen.get(one.seen, "")] for one in of(body)
    ]


def combined() -> list[list[str]]:
    """Every event as a row of the reviewer's own sheet, with names, as he keeps it."""
    return [[one.on.isoformat(), one.time, one.body, _told(one, timed=False), one.record] for one in events()]


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def squared(given: Iterable[list[str]]) -> list[list[str]]:
    """Rows of one length."""
    found = [list(row) for row in given]
    longest = max(map(len, found), default=0)
    return [row + [""] * (longest - len(row)) for row in found]
