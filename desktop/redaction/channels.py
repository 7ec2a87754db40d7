"""What readers hand to the leak gate: texts by channel, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.redaction.gate_bytes import PRINTED, TooLarge, file_inside, unpacked

# A planted name that no person has: seen by every reader in each run, or the run fails.
CANARY = "Zwolfrid Quexelbray"
DEEPEST = 4
LARGEST = 600 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Channel:
    """Text of one layer of a file. ``problem``: the place itself is wrong, whatever stands there.

    ``inner`` is a whole file that stands at that place, still to be read; ``row`` the number of the first of the
    lines of ``text`` where they are rows of a table.
    """

    name: str
    place: str
    text: str = ""
    in_bytes: bool = False
    problem: bool = False
    inner: bytes = b""
    row: int = 0

    def within(self, outer: str) -> Channel:
        """The same, in a file or part called ``outer``."""
        return replace(self, place=f"{self.place}{outer}")


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: see ``leak_gate.check``. ``depth`` counts files inside files."""

    ours: bool = False
    facsimile: bool = False
    passphrase: str = ""
    depth: int = 0

    def deeper(self) -> Options:
        """For a file inside this one. Raises ``CannotRead`` when that goes on too long."""
        if self.depth >= DEEPEST:
            raise CannotRead("files inside files, too deep")
        return replace(self, depth=self.depth + 1, ours=False)


class CannotRead(Exception):
    """A file, or part of one, that the gate could not read: that is a failure, never a pass."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


_WIDE_LE = re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\x00){4,}")
_WIDE_BE = re.compile(rb"(?:\x00[\t\n\r\x20-\x7e\xa0-\xff]){4,}")
_MOSTLY = 0.85


def from_bytes(name: str, place: str, data: bytes, *, depth: int = 0) -> Iterator[Channel]:
    """Text cut out of binary data: 8-bit, UTF-8 and UTF-16 of both orders. Plain text is taken as text.

    What is packed is unpacked, and a file inside is given as one.
    """
    if not data:
        return
    try:
        loose = unpacked(data) if depth < DEEPEST else None
    except TooLarge:
        yield Channel("cannot read", place, problem=True)
        return
    if loose:
        yield from from_bytes(name, place, loose, depth=depth + 1)
    elif inner := file_inside(data):
        yield Channel(name, place, inner=inner)
    printable = sum(map(data[:4096].count, (b" ", b"\n", b"e", b"t", b"a")))
    ascii_share = len(data[:4096].translate(None, bytes((*range(9), *range(14, 32), *range(127, 256))))) / min(
        len(data), 4096
    )
    as_text = ascii_share > _MOSTLY and printable > 0
    if as_text:
        yield Channel(name, place, data.decode("latin-1"))
        if not data.isascii():
            yield Channel(name, place, data.decode("utf-8", "replace"))
    else:
        runs = b"\n\n".join(PRINTED.findall(data))
        yield Channel(name, place, runs.decode("latin-1"), in_bytes=True)
        yield Channel(name, place, runs.decode("utf-8", "ignore"), in_bytes=True)
    if b"\x00" in data:
        wide = [match.decode("utf-16-le") for match in _WIDE_LE.findall(data)]
        wide += [match.decode("utf-16-be") for match in _WIDE_BE.findall(data)]
        if wide:
            yield Channel(name, place, "\n\n".join(wide), in_bytes=not as_text)
