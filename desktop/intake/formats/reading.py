"""The function that a child runs to read a file: what it is first, then what is in it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

from desktop.intake.formats.found import Found, Unreadable
from desktop.intake.formats.sniff import LOCKED, MSG, sniff
from desktop.intake.reading import UNREADABLE

_PARSERS: Final = {
    "pdf": "pdf",
    "word": "word",
    "spreadsheet": "spreadsheet",
    "csv": "text",
    "text": "text",
    "rtf": "rtf",
    "mail": "mail",
    "image": "image",
    "audio": "recording",
    "video": "recording",
}
DAMAGED: Final = "Kept. This file is damaged or incomplete and cannot be read. Ask the sender for it again."
NEEDS_PASSWORD: Final = (
    "Kept. This file needs its password to open. Ask the sender for a copy without one, or open it elsewhere under a "
    "recorded loan."
)


def read(arguments: dict[str, Any], frames: list[bytes]) -> Iterator[tuple[Any, list[bytes]]]:
    """``arguments``: ``name`` and ``depth``; ``frames``: the file. Answers twice: its kind, then all of it."""
    data = frames[0]
    kind, media_type = sniff(data, arguments["name"])
    yield {"sniffed": [kind, media_type]}, []
    found = Found(kind=kind, media_type=media_type, depth=int(arguments["depth"]))
    try:
        _parse(found, data)
    except Unreadable as why:
        found.readable, found.reason = False, str(why)
    except MemoryError:
        raise
    except Exception:  # whatever a parser makes of a damaged file
        found = Found(kind=kind, media_type=media_type, readable=False, reason=DAMAGED)
    yield found.said()


def _parse(found: Found, data: bytes) -> None:
    if found.media_type == LOCKED:
        raise Unreadable(NEEDS_PASSWORD)
    if found.kind not in _PARSERS:
        raise Unreadable(UNREADABLE)
    name = "outlook" if found.media_type == MSG else _PARSERS[found.kind]
    module = importlib.import_module(f"desktop.intake.formats.{name}")
    module.parse(found, data)
