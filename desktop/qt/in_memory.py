"""Files for Qt that exist in memory alone: what a style sheet names by address, without a file on disk.

The layout is that of Qt's resource compiler, format 3: a tree of nodes, names with their hash, and data with their
length.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from PySide6.QtCore import qRegisterResourceData

_FORMAT = 3
_DIRECTORY = 2
_kept: list[bytes] = []  # Qt keeps addresses of the bytes: they must live as long as the process


def _hash(name: str) -> int:
    value = 0
    for letter in name:
        value = (value << 4) + ord(letter)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value


def register(folder: str, contents: Mapping[str, bytes]) -> None:
    """Make ``:/folder/name`` readable for each name of ``contents``."""
    names, places = b"", {}
    for name in (folder, *contents):
        places[name] = len(names)
        names += struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    data, tree = b"", struct.pack(">IHIIQ", 0, _DIRECTORY, 1, 1, 0)
    tree += struct.pack(">IHIIQ", places[folder], _DIRECTORY, len(contents), 2, 0)
    for name in sorted(contents, key=_hash):
        tree += struct.pack(">IHHHIQ", places[name], 0, 0, 1, len(data), 0)
        data += struct.pack(">I", len(contents[name])) + contents[name]
    _kept.extend((tree, names, data))
    if not qRegisterResourceData(_FORMAT, tree, names, data):
        raise RuntimeError(folder)
