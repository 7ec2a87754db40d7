"""Sound and video: recognised and kept whole; how long they are where the file says so."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Iterator

from desktop.intake.formats.found import Found, Unreadable

KEPT = (
    "Kept whole. Caseward does not play sound or video; open it elsewhere under a recorded loan. A transcript of it is "
    "an item of its own."
)


def parse(found: Found, data: bytes) -> None:
    try:
        found.extent["seconds"] = round(_seconds(found.media_type, data))
    except (ValueError, EOFError, struct.error, wave.Error, ZeroDivisionError, OverflowError):
        found.note("How long it is could not be told.")
    raise Unreadable(KEPT)


def _seconds(media_type: str, data: bytes) -> float:
    if media_type == "audio/wav":
        with wave.open(io.BytesIO(data)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    if media_type in ("video/mp4", "audio/mp4", "video/quicktime"):
        return _mp4_seconds(data)
    if media_type == "audio/flac":
        rate_and_count = int.from_bytes(data[18:26], "big")
        return (rate_and_count & 0xFFFFFFFFF) / (rate_and_count >> 44)
    raise ValueError(media_type)


def _mp4_seconds(data: bytes) -> float:
    """From the movie header box (ISO 14496-12, 8.2.2): a length in units of a scale."""
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"moov":
            for inner, at, _ in _boxes(data, start, end):
                if inner == b"mvhd":
                    wide = data[at] == 1
                    scale, length = struct.unpack_from(">IQ" if wide else ">II", data, at + (20 if wide else 12))
                    return float(length / scale)
    raise ValueError("no movie header")


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < head:
            raise ValueError("box")
        yield kind, at + head, min(at + size, end)
        at += size
