"""Clock, new ids and random draws: the one place that asks the system for them.

Everything that must be repeatable in a test (times on documents, ids, pseudonyms) comes from here, handed down
by the session. Keys, salts and nonces never do: those always come from ``secrets``.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import uuid_utils


class Circumstances(Protocol):
    """What code may ask of the world around it."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""

    def today(self) -> date:
        """The date where the user is."""

    def monotonic(self) -> float:
        """Seconds on a clock that is never set."""

    def new_id(self) -> str:
        """A fresh UUIDv7 as text of 36 characters."""

    def draw(self, below: int) -> int:
        """A random whole number from 0 up to, not including, ``below``."""


class SystemCircumstances:
    """The real clock and real chance."""

    def __init__(self) -> None:
        self._chance = random.SystemRandom()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()

    def monotonic(self) -> float:
        return time.monotonic()

    def new_id(self) -> str:
        return str(uuid_utils.uuid7())

    def draw(self, below: int) -> int:
        return self._chance.randrange(below)


@dataclass
class FixedCircumstances:
    """A clock that stands where it is put, ids that count and draws from a seed: for tests and the demonstration.

    ``moment`` may be set at any time; each ``now`` moves it on by ``step`` so that no two times are equal.
    """

    moment: datetime = datetime(2016, 2, 24, 9, 0, tzinfo=UTC)
    step: timedelta = timedelta(microseconds=1)
    seed: int = 0
    _count: int = 0
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def now(self) -> datetime:
        self.moment += self.step
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def new_id(self) -> str:
        self._count += 1
        return f"01900000-0000-7000-8000-{self._count:012x}"

    def draw(self, below: int) -> int:
        return self._chance.randrange(below)
