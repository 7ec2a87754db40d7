"""Notes inside a picture: EXIF, IPTC, comments, colour profile, a thumbnail's own. Not here: its samples."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from desktop.redaction.channels import Channel, from_bytes
from desktop.redaction.gate_bytes import TooLarge, unpacked

_MARKER = re.compile(rb"\xff[\xe0-\xef\xfe\xd9\xda\xc0-\xcf\xdb-\xdf]")
_TAKEN = re.compile(rb"(?<!\d)(?:19|20)\d\d:\d\d:\d\d \d\d:\d\d:\d\d")


def picture_notes(data: bytes, place: str) -> Iterator[Channel]:
    """What a picture says in words, a note at a time."""
    if data[:3] == b"\xff\xd8\xff":
        notes = _jpeg_segments(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        notes = _png_chunks(data)
    elif data[:4] in (b"II*\x00", b"MM\x00*", b"\xff\x4f\xff\x51") or data[4:8] == b"jP  ":
        notes = iter((data,))
    else:
        return
    for note in notes:
        yield from from_bytes("picture notes", place, note)
        if taken := _TAKEN.findall(note):
            yield Channel("picture notes", place, b"\n".join(taken).decode())


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """Segments with words before, between and after the scans, and what stands behind the end."""
    at = 2
    while (found := _MARKER.search(data, at)) is not None:
        at, marker = found.end(), data[found.start() + 1]
        if marker == 0xD9:
            break
        if marker == 0xDA or at + 2 > len(data):
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            yield data[at + 2 : at + length]
        at += max(length, 2)
    rest = data[at:].strip(b"\x00\r\n")
    if rest[:3] == b"\xff\xd8\xff":
        yield from _jpeg_segments(rest)
    elif rest:
        yield rest


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if kind in (b"tEXt", b"iTXt", b"eXIf", b"iCCP", b"tIME", b"sPLT"):
            yield body
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            yield from _unpacked_in(body)
        at += 12 + length
        if kind == b"IEND":
            if data[at:].strip(b"\x00"):
                yield data[at:]
            break


def _unpacked_in(body: bytes) -> Iterator[bytes]:
    for cut in (index for index in range(min(len(body), 400)) if body[index : index + 1] == b"x"):
        try:
            if loose := unpacked(body[cut:]):
                yield loose
                return
        except (TooLarge, zlib.error):
            return
