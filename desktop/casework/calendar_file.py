"""Clocks as a calendar file (.ics, RFC 5545). Its entries carry the reference and neutral words: never a name.

What leaves as a calendar lands in mailboxes and on telephones, so an entry says no more than what is due and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.casework.clocks import Holding, Standing
from desktop.errors import UserError
from storage.records import Case

OVER = frozenset({Holding.DONE, Holding.DONE_LATE, Holding.DONE_LATE_EXPLAINED, Holding.WAITING})
PRODUCT = "-//Caseward//Clocks//EN"
_MOST = 75


def calendar(case: Case, standings: Iterable[Standing], now: datetime) -> str:
    """The text of a calendar with one all-day entry for each clock that still runs.

    A clock that falls between two days is entered on the first of them. ``now`` is the time stamp of the file.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for one in standings:
        if one.holding not in OVER and one.due.first is not None:
            lines += _entry(case, one, one.due.first, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(case: Case, one: Standing, day: date, now: datetime) -> list[str]:
    clock = one.due.clock
    notes = [f"{clock.force.value.capitalize()}. Counts from when {clock.trigger_label}."]
    if not one.due.exact and one.due.last is not None:
        notes.append(f"Between {day.isoformat()} and {one.due.last.isoformat()}.")
    if one.due.warning:
        notes.append(one.due.warning)
    return [
        "BEGIN:VEVENT",
        f"UID:{clock.id}.{case.id}@caseward.invalid",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{case.reference}: {clock.title}')}",
        f"DESCRIPTION:{_escaped(' '.join(notes))}",
        "TRANSP:TRANSPARENT",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for plain in "\\;,":
        text = text.replace(plain, f"\\{plain}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, as the format asks; a letter is never cut in two."""
    piece, size = "", 0
    for letter in line:
        wide = len(letter.encode())
        if size + wide > _MOST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + wide
    yield piece


def save(path: Path, text: str) -> Path:
    """Put a calendar into a file; gives its path. Raises ``UserError`` when it cannot be written there."""
    try:
        path.write_bytes(text.encode())
    except OSError as problem:
        raise UserError("The calendar was not written.", "Choose a folder that you may write to.") from problem
    return path
