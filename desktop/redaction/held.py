"""A file that is read more than once without being held whole: from memory or from the disk.

Here: opening it anew for each reader, and a PDF's bytes cut into what stands between its streams and the streams.
Not here: what any of it means (``gate_pdf``, ``gate_structure``).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_CHUNK: Final = 4 * 1024 * 1024
_BEGINS: Final = re.compile(rb"(?<!end)stream\r?\n")
_ENDS: Final = b"endstream"


@dataclass(frozen=True, slots=True)
class Held:
    """A file. A path is read where it is, a piece at a time."""

    source: bytes | Path

    @property
    def size(self) -> int:
        """Bytes."""
        return self.source.stat().st_size if isinstance(self.source, Path) else len(self.source)

    def open(self) -> BinaryIO:
        """A stream of its own from the first byte. Close it."""
        return self.source.open("rb") if isinstance(self.source, Path) else io.BytesIO(self.source)

    def part(self, start: int, size: int) -> bytes:
        """Some of its bytes."""
        with self.open() as file:
            file.seek(start)
            return file.read(size)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a PDF: the inside of a stream, or what stands before, between and after streams."""

    at: int
    data: bytes
    stream: bool


def parts(held: Held) -> Iterator[Part]:
    """The bytes of a PDF in order, none left out; what stands between two streams ends with the word ``stream``.

    A stream is as long as it is, everything else comes in pieces. Which bytes are a stream is said by the keywords
    alone: the lengths that a file gives may be wrong.
    """
    with held.open() as file:
        waiting, at, inside = b"", 0, False
        while True:
            more = file.read(_CHUNK)
            waiting += more
            begun = 0
            while True:
                end = _end_of(waiting, begun, inside)
                if end is None:
                    break
                yield Part(at + begun, waiting[begun:end], inside)
                begun, inside = end, not inside
            if not more:
                if waiting[begun:]:
                    yield Part(at + begun, waiting[begun:], inside)
                return
            waiting, at = waiting[begun:], at + begun


def _end_of(waiting: bytes, begun: int, inside: bool) -> int | None:
    """Where the part that begins at ``begun`` ends, if that is in sight."""
    if inside:
        end = waiting.find(_ENDS, begun)
        return None if end < 0 else end
    found = _BEGINS.search(waiting, begun)
    return found.end() if found else None
