"""What rows say without anybody writing it down: days between dates, what a new version changed, who was heard.

Counted afresh whenever it is shown, from the rows as they stand; nothing here is stored and nothing is a score.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from desktop.markers import register_values, wizard
from desktop.markers import rows as row_service
from desktop.markers.register_values import Name
from desktop.markers.registers import FieldKind, Register, RowLike
from desktop.wording import plural
from storage.partial_date import PartialDate
from storage.records import Case
from storage.store import Store

# ---- days between dates (questions 1.3 and 16.1)


@dataclass(frozen=True)
class Between:
    """The days from one date of a row to a later one; ``least`` and ``most`` differ where a date is not exact."""

    first: str
    last: str
    least: int
    most: int

    @property
    def words(self) -> str:
        """``17 days``, ``the same day``, ``3 to 33 days``; ``5 days before`` where the order is the other way."""
        if self.most < 0:
            days = plural(-self.most, "day") if self.least == self.most else f"{-self.most} to {-self.least} days"
            return f"{days} before"
        if self.least != self.most:
            return f"{self.least} to {self.most} days"
        return plural(self.least, "day") if self.least else "the same day"


def days_between(register: Register, values: Mapping[str, Any]) -> tuple[Between, ...]:
    """From each date that the register counts to the next one that is known, and from the first to the last.

    Calendar days. A date known only by month or year gives the fewest and the most days it can be.
    """
    known = [
        (register.field(name).label, day)
        for name in register.counted
        if (day := register_values.day_of(values.get(name))) and day.first_day and day.last_day
    ]
    steps = [_between(first, last) for first, last in pairwise(known)]
    if len(known) > 2:
        steps.append(_between(known[0], known[-1]))
    return tuple(steps)


def _between(first: tuple[str, PartialDate], last: tuple[str, PartialDate]) -> Between:
    start, end = first[1], last[1]
    assert start.first_day and start.last_day and end.first_day and end.last_day  # looked at by the caller
    least, most = (end.first_day - start.last_day).days, (end.last_day - start.first_day).days
    return Between(first[0], last[0], max(least, 0) if most > 0 else least, most)


# ---- versions (question 6.2 and every other text that is kept by version)


@dataclass(frozen=True)
class Changed:
    """One field that differs: the words that are gone and those that are new, each in the order of the text."""

    label: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def versions(register: Register, rows: Iterable[RowLike]) -> tuple[RowLike, ...]:
    """The rows of a register that keeps versions, the oldest first; rows without a number come before."""
    kept = [row for row in rows if row.values.get("version") not in (None, "")]
    return tuple(sorted(kept, key=lambda row: row.values["version"])) if keeps_versions(register) else ()


def keeps_versions(register: Register) -> bool:
    """Whether each row of the register is one version, by number, of the same text."""
    return register.append_only and register.has("version") and register.field("version").kind is FieldKind.NUMBER


def changes(register: Register, older: RowLike, newer: RowLike, name: Name | None = None) -> tuple[Changed, ...]:
    """What a later version says otherwise, field by field; dates of approval and proofs are not part of the text."""
    left_out = {"version", register.freezes_when, "proof", "minute"}
    found = []
    for field in register.fields:
        if field.id in left_out:
            continue
        before, after = (register_values.shown(field, row.values.get(field.id), name) for row in (older, newer))
        if before != after:
            found.append(_changed(field.label, field.kind is FieldKind.LONG_TEXT, before, after))
    return tuple(found)


def _changed(label: str, in_parts: bool, before: str, after: str) -> Changed:
    if not in_parts:
        return Changed(label, (before,) if before else (), (after,) if after else ())
    old, new = sentences(before), sentences(after)
    gone: list[str] = []
    added: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[a:b]
            added += new[c:d]
    return Changed(label, tuple(gone), tuple(added))


def sentences(text: str) -> list[str]:
    """A text cut at line ends and at full stops, question marks and exclamation marks before a space."""
    found = (piece.strip() for line in text.split("\n") for piece in re.split(r"(?<=[.!?])\s+", line))
    return [piece for piece in found if piece]


# ---- who was heard (questions 10.6 and 11.3)


@dataclass(frozen=True)
class Heard:
    """How many practitioners of one body (or of one tier) are on the list, and how many have been heard so far."""

    id: str
    listed: int
    heard: int

    @property
    def words(self) -> str:
        """``2 of 3 heard``."""
        return f"{self.heard} of {self.listed} heard"


def heard(by: str, practitioners: Sequence[RowLike], meetings: Iterable[RowLike]) -> tuple[Heard, ...]:
    """Practitioners by the field ``by`` (``agency`` or ``tier``), and of them those who took part so far.

    ``meetings`` are rows of conversations and events: somebody took part in a conversation that was held, or is among
    those who came to an event.
    """
    took_part = set(_took_part(meetings))
    found: dict[str, list[bool]] = {}
    for row in practitioners:
        found.setdefault(str(row.values.get(by) or ""), []).append(str(row.values.get("person", "")) in took_part)
    return tuple(Heard(key, len(each), sum(each)) for key, each in found.items())


def _took_part(meetings: Iterable[RowLike]) -> Iterator[str]:
    for row in meetings:
        if row.values.get("state") == "held":
            yield from row.values.get("came" if row.register == "event" else "people") or ()


def heard_in(store: Store, case: Case, by: str) -> tuple[Heard, ...]:
    """``heard`` for a case as it stands in the store."""
    known = row_service.registers_of(case)
    listed, *meetings = (
        wizard.current(row_service.rows(store, case, known[name])) for name in ("practitioner", "conversation", "event")
    )
    return heard(by, listed, [row for rows in meetings for row in rows])
