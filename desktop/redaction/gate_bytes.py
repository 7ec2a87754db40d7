"""Bytes that nobody said anything about: what text they are, what kind of file, and what is packed in them.

Here: encodings, the first bytes of a kind, unpacking with a limit. Not here: reading a kind of file (``gate_parts``,
``gate_pdf``).
"""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from typing import Final

PRINTED = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{4,}")
_UNPACKED: Final = 200 * 1024 * 1024
_OTHER_CODECS: Final = ("cp1250", "cp1251", "mac_roman", "mac_latin2", "cp850", "cp852")
_PDF = re.compile(rb"%PDF-[12]\.\d[\r\n ]")
_ZIP: Final = b"PK\x03\x04"
_MAGIC: Final = (_ZIP, b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-")
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class TooLarge(Exception):
    """What unpacks to more than the gate reads."""


def decoded(data: bytes) -> str:
    """Bytes as text: by mark, UTF-8, UTF-16 or UTF-32 without a mark, or 8-bit."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")) and len(data) % 4 == 0:
        return data.decode("utf-32", "replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    start = data[:4096]
    if start.count(0) > len(start) // 4:
        if start.count(0) > len(start) * 5 // 8:
            return data.decode("utf-32-le" if data[1:4] == b"\0\0\0" else "utf-32-be", "replace")
        return data.decode("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def also(data: bytes) -> str:
    """Lines of 8-bit text with letters beyond ASCII, as each other code page of Europe has them; empty for UTF text."""
    if data.isascii() or 0 in data[:4096]:
        return ""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = b"\n".join(line for line in data.splitlines() if not line.isascii())
        return "\n".join(lines.decode(codec, "replace") for codec in _OTHER_CODECS)
    return ""


def is_file(data: bytes) -> bool:
    """Whether ``data`` begins as a file of a kind that holds text of its own."""
    return len(data) > 16 and data.startswith(_MAGIC)


def unpacked(data: bytes) -> bytes | None:
    """What gzip, zlib, bzip2 or xz have packed, as much of it as is whole; None for anything else.

    Raises ``TooLarge``.
    """
    if len(data) < 8:
        return None
    if data.startswith(b"\x1f\x8b\x08"):
        return _limited(zlib.decompressobj(31), data)
    if data[0] & 15 == 8 and data[0] >> 4 < 8 and (data[0] << 8 | data[1]) % 31 == 0:
        return _limited(zlib.decompressobj(), data)
    if data.startswith(b"BZh"):
        return _limited(bz2.BZ2Decompressor(), data)
    if data.startswith(b"\xfd7zXZ\x00"):
        return _limited(lzma.LZMADecompressor(), data)
    return None


def inflated(data: bytes) -> bytes | None:
    """Bytes of a part of a ZIP that deflate has packed, as much as is whole. Raises ``TooLarge``."""
    return _limited(zlib.decompressobj(-15), data)


def _limited(packer: object, data: bytes) -> bytes | None:
    out: list[bytes] = []
    size = 0
    for at in range(0, len(data), 65536):
        try:
            piece = packer.decompress(data[at : at + 65536])  # type: ignore[attr-defined]
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
            break
        out.append(piece)
        size += len(piece)
        if size > _UNPACKED:
            raise TooLarge
        if packer.eof:  # type: ignore[attr-defined]
            break
    return b"".join(out) or None


def file_inside(data: bytes) -> bytes:
    """The file that stands somewhere in ``data`` (an object in an old office container), or nothing."""
    start = data.find(_ZIP)
    if start >= 0 and b"PK\x05\x06" in data[start:]:
        return data[start:]
    found = _PDF.search(data)
    return data[found.start() :] if found and b"endobj" in data[found.end() :] else b""
