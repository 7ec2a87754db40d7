"""Which texts are Caseward's own: the words of its buttons, headings and hints, told from what people have typed.

A registered name may also be a word of the window (Mark, Grace, Page). Were the window's own words replaced too, a
button would say whose name stands there. A text is ours when it is the very object that our code holds, never when it
merely reads the same.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

_OURS = ("views", "desktop", "storage", "resources")
_seen: set[int] = set()
_read: set[str] = set()


def is_own(text: str) -> bool:
    """Whether ``text`` is a text of our code."""
    for name in [name for name in tuple(sys.modules) if name.partition(".")[0] in _OURS and name not in _read]:
        module = sys.modules.get(name)
        if isinstance(module, ModuleType) and not getattr(module.__spec__, "_initializing", False):
            _read.add(name)
            _seen.update(id(found) for found in _texts(vars(module), 0))
    return id(text) in _seen


def _texts(found: Any, depth: int) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, CodeType):
        for constant in found.co_consts:
            yield from _texts(constant, depth)
    elif isinstance(found, FunctionType):
        yield from _texts(found.__code__, depth)
        yield from _texts(found.__defaults__, depth)
        yield from _texts(found.__kwdefaults__, depth)
    elif isinstance(found, tuple | list | frozenset) and depth < 6:
        for one in found:
            yield from _texts(one, depth + 1)
    elif isinstance(found, dict) and depth < 6:
        for one in tuple(found.values()):
            yield from _texts(one, depth + 1)
    elif dataclasses.is_dataclass(found) and not isinstance(found, type) and depth < 4:
        for field in dataclasses.fields(found):
            yield from _texts(getattr(found, field.name, None), depth + 1)
    elif isinstance(found, type) and depth < 3 and found.__module__.partition(".")[0] in _OURS:
        yield from _texts(dict(vars(found)), depth + 1)
