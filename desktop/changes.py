"""What changed, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeSet:
    """One finished operation: its name, the record kinds (class names) it touched and the ids of those records."""

    name: str
    kinds: frozenset[str]
    ids: frozenset[str]


class Listeners:
    """Those who want to know of changes. Called on the thread that made the change; windows hop by signal."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[ChangeSet], None]] = []

    def add(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Tell ``listener`` of every change from now on; gives the function that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: ChangeSet) -> None:
        """Tell everyone of ``change``."""
        for listener in tuple(self._listeners):
            listener(change)
