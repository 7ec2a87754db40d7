"""Who is reading a store, so that it is not closed under anybody and no connection outlives it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from storage.problems import StorageProblem


class Readers:
    """Counts those who are inside; after ``shut`` nobody comes in."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._shut = False

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Be inside for a while. Raises ``StorageProblem`` (``closed``) once it is shut."""
        with self._changed:
            if self._shut:
                raise closed()
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def shut(self, seconds: float) -> bool:
        """Let nobody in any more and wait until everybody has left; whether they had within ``seconds``."""
        with self._changed:
            self._shut = True
            return self._changed.wait_for(lambda: not self._inside, seconds)


def closed() -> StorageProblem:
    """The problem for whoever uses a vault after it was closed."""
    return StorageProblem("closed", "The vault is locked.", "Unlock it, then try again.")
