"""Terminologies: what things are called under a set of guidance, and the time limits that go with it.

A case keeps the terminology that it started with; moving it to another is recorded, and documents made before keep the
words that they had (domain, section 6.1). Words and limits are data in ``resources/terminology``.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desktop.pack_file import Folder, PackFile, Table

_NEEDED = (
    "board", "board_short", "chair", "member", "group", "review", "review_short", "reviewer", "subject", "family",
    "first_look", "police_protocol",
)  # fmt: skip
_OPTIONAL = ("panel", "panel_short")
_CLOCK = (
    "id", "title", "trigger", "trigger_label", "done", "offset", "unit", "direction", "sense", "claimed", "source",
    "place", "date", "checked", "checked_by",
)  # fmt: skip


class Unit(StrEnum):
    """What an offset counts."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    MONTHS = "months"


class Force(StrEnum):
    """What stands behind a time limit."""

    STATUTORY = "statutory"
    LOCAL = "local"
    TARGET = "target"


@dataclass(frozen=True)
class Clock:
    """A time limit: ``offset`` ``unit`` after (or before) the event ``trigger``; the event ``done`` stops it.

    ``trigger`` and ``done`` are ids of dated events of a case. A clock whose ``keeps`` is true is a day before which
    something must not end (a report stays online), all others are days by which something is to be done. ``claimed`` is
    what the source is said to make of it, ``force`` what may be shown.
    """

    id: str
    title: str
    trigger: str
    trigger_label: str
    done: str
    offset: int
    unit: Unit
    before: bool
    keeps: bool
    claimed: Force
    source: str
    place: str
    date: str
    checked: bool
    checked_by: str = ""

    @property
    def force(self) -> Force:
        """What may be shown: a statutory limit that nobody has checked is a target (design, section 8)."""
        return Force.TARGET if self.claimed is Force.STATUTORY and not self.checked else self.claimed


@dataclass(frozen=True)
class Terminology:
    """Labels by key, clocks in the order of a case. ``framework`` is the set of markers that usually goes with it."""

    id: str
    name: str
    framework: str
    labels: Mapping[str, str]
    clocks: tuple[Clock, ...]

    def label(self, key: str) -> str:
        """The word for ``key``; empty where this terminology has no such thing (adult reviews have no panel)."""
        return self.labels.get(key, "")

    def clock(self, clock_id: str) -> Clock:
        """The clock of that id; raises ``KeyError``."""
        for clock in self.clocks:
            if clock.id == clock_id:
                return clock
        raise KeyError(clock_id)


def terminologies_folder() -> Folder:
    """Where the terminologies that come with Caseward are."""
    return importlib.resources.files("resources") / "terminology"


def available() -> tuple[str, ...]:
    """The ids of the terminologies that come with Caseward, in the order to offer them."""
    return PackFile.read(terminologies_folder(), "index.toml").top.texts("order")


def default_id() -> str:
    """The id of the terminology used when a board has chosen none."""
    return PackFile.read(terminologies_folder(), "index.toml").top.text("default")


def load(terminology_id: str = "") -> Terminology:
    """The terminology of that id; the default one for ``""``.

    Raises ``UserError`` naming file and line on a gap, and ``KeyError`` when there is none of that id.
    """
    wanted = terminology_id or default_id()
    if wanted not in available():
        raise KeyError(wanted)
    return _shipped(wanted)


@lru_cache(maxsize=8)
def _shipped(terminology_id: str) -> Terminology:
    return read(terminologies_folder(), f"{terminology_id}.toml")


def read(folder: Folder, name: str) -> Terminology:
    """The terminology in the file ``name``; ``UserError`` naming file and line for anything missing or unknown."""
    top = PackFile.read(folder, name).top
    top.only(("id", "name", "framework", "labels", "clock"))
    clocks: list[Clock] = []
    for table in top.tables("clock"):
        clock = _clock(table)
        if clock.id in [known.id for known in clocks]:
            table.refuse(f"there are two clocks “{clock.id}”.", "id")
        clocks.append(clock)
    return Terminology(top.text("id"), top.text("name"), top.text("framework"), _labels(top), tuple(clocks))


def _labels(top: Table) -> Mapping[str, str]:
    raw = top.data.get("labels")
    if not isinstance(raw, dict):
        top.refuse("the [labels] are missing.")
    labels = Table(top.file, raw, ())
    labels.only((*_NEEDED, *_OPTIONAL))
    return {key: labels.text(key) for key in _NEEDED} | {key: labels.text(key) for key in _OPTIONAL if key in raw}


def _clock(table: Table) -> Clock:
    table.only(_CLOCK)
    checked, by = table.flag("checked"), table.text("checked_by", optional=True)
    if checked and not by:
        table.refuse("“checked” needs the name of who checked it in “checked_by”.", "checked")
    return Clock(
        id=table.text("id"), title=table.text("title"), trigger=table.text("trigger"),
        trigger_label=table.text("trigger_label"), done=table.text("done"), offset=table.whole("offset"),
        unit=Unit(_one_of(table, "unit", tuple(Unit))),
        before=_one_of(table, "direction", ("after", "before")) == "before",
        keeps=_one_of(table, "sense", ("by", "not before")) == "not before",
        claimed=Force(_one_of(table, "claimed", tuple(Force))), source=table.text("source"), place=table.text("place"),
        date=table.text("date"), checked=checked, checked_by=by,
    )  # fmt: skip


def _one_of(table: Table, key: str, known: tuple[str, ...]) -> str:
    """The text under ``key``, one of ``known``; where an optional key is left out, the first of them."""
    value = table.text(key, optional=key in ("direction", "sense")) or known[0]
    if value not in known:
        table.refuse(f"“{key}” is one of: {', '.join(known)}.", key)
    return value
