"""Functions that a test runs in a child process: well-behaved, slow, greedy, dying and lying ones."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def echo(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    return {"arguments": arguments, "pid": os.getpid()}, frames


def count(arguments: dict[str, Any], frames: list[bytes]) -> Iterator[tuple[Any, list[bytes]]]:
    for number in range(arguments["to"]):
        yield number, [bytes([number])]


def sleep(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    time.sleep(60)
    return None, []


def hoard(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    return len(bytearray(arguments["bytes"])), []


def die(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    return ctypes.string_at(0), []


def refuse(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    raise ValueError("words of the file")


def shout(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    print("words of the file")
    print("words of the file", file=sys.stderr)
    return None, []


def write(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    try:
        Path(arguments["path"]).write_bytes(b"plaintext" * 1000)
    except OSError:
        return "refused", []
    return "written", []


def modules(arguments: dict[str, Any], frames: list[bytes]) -> tuple[Any, list[bytes]]:
    return sorted(sys.modules), []
