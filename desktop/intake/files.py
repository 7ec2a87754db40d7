"""``read``: bytes in, a ``Reading`` out, whatever the bytes are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from desktop.errors import UserError
from desktop.intake.reading import UNREADABLE, Kind, Reading, from_child
from desktop.isolation import Answer, Failure, IsolationFailure, Limits, Worker

LARGEST_FILE: Final = 1_000_000_000
"""Bytes; what the store can keep of one file (storage design, row 65)."""

_READ: Final = "desktop.intake.formats.reading:read"
_LIMITS: Final = Limits(seconds=180.0, memory=4 * 1024 * 1024 * 1024)


def reader() -> Worker:
    """A child to read a batch of files with: it is started once, at the first file. Close it, or use ``with``."""
    return Worker(_LIMITS)


def read(
    data: bytes,
    name: str = "",
    *,
    worker: Worker | None = None,
    depth: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """Read one file in a child process.

    ``name`` helps only to tell a table from running text; what a file is shows in its bytes. ``worker`` is a
    ``reader()`` shared by a batch. ``depth`` says how many files this one was inside of: what is too deep stays inside.
    Gives a ``Reading`` for anything at all, readable or not. Raises ``UserError`` when ``data`` has more than
    1,000,000,000 bytes (code ``too-large``) and when ``cancelled`` says so (code ``cancelled``).
    """
    if len(data) > LARGEST_FILE:
        raise UserError(
            "This file is larger than 1 GB (1,000,000,000 bytes), which is more than the vault can keep in one piece.",
            "Ask the sender for it in parts, or record it as held elsewhere.",
            code="too-large",
        )
    sha256 = hashlib.sha256(data).hexdigest()
    if not data:
        reason = "Kept. This file is empty (0 bytes). Ask the sender for it again."
        return Reading(Kind.OTHER, "application/x-empty", sha256, 0, readable=False, reason=reason)
    if worker is not None:
        return _read_with(worker, data, name, depth, sha256, cancelled)
    with reader() as own:
        return _read_with(own, data, name, depth, sha256, cancelled)


def _read_with(
    worker: Worker, data: bytes, name: str, depth: int, sha256: str, cancelled: Callable[[], bool] | None
) -> Reading:
    kind, media_type = Kind.OTHER, "application/octet-stream"
    outcome: Answer | IsolationFailure = IsolationFailure(Failure.ANSWER)
    arguments = {"name": name, "depth": depth}
    for outcome in worker.stream(_READ, arguments, data, cancelled=cancelled):
        if isinstance(outcome, Answer) and "sniffed" in outcome.value:
            # Said first, so that a file on which its parser dies still has a kind.
            kind, media_type = _sniffed(outcome.value["sniffed"])
    if isinstance(outcome, IsolationFailure):
        return _failed(outcome, kind, media_type, sha256, len(data))
    try:
        return from_child(outcome.value, outcome.frames, sha256, len(data))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return _failed(IsolationFailure(Failure.ANSWER), kind, media_type, sha256, len(data))


def _sniffed(said: object) -> tuple[Kind, str]:
    match said:
        case [str(kind), str(media_type)] if kind in Kind.__members__.values():
            return Kind(kind), media_type
    return Kind.OTHER, "application/octet-stream"


def _failed(failure: IsolationFailure, kind: Kind, media_type: str, sha256: str, size: int) -> Reading:
    if failure.kind is Failure.CANCELLED:
        raise UserError("Reading the file was cancelled.", "Nothing was kept of it.", code="cancelled")
    rest = UNREADABLE.split("; ", 1)[1]
    reason = f"Kept. {failure.sentence} {rest[0].upper()}{rest[1:]}"
    return Reading(kind, media_type, sha256, size, readable=False, reason=reason)
