"""The one thread that writes to a store. Whoever wants to write hands it a function and waits for the answer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from storage.problems import StorageProblem

T = TypeVar("T")
_Job = tuple[Callable[[], Any], "Future[Any]"]


class Writer:
    """A queue and a thread. Jobs run one after the other, in the order they came."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._open = True
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def run(self, job: Callable[[], T]) -> T:
        """Run ``job`` on the writer thread and give back what it gives, or raise what it raises.

        Raises ``StorageProblem("closed")`` after ``close``, ``RuntimeError`` when called from a job.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write cannot be started inside a write")
        answer: Future[T] = Future()
        with self._lock:
            if not self._open:
                raise StorageProblem("closed", "The vault is locked.", "Unlock it, then save again.")
            self._jobs.put((job, answer))
        return answer.result()

    def close(self) -> None:
        """Finish the jobs already handed in, then end the thread. May be called twice."""
        with self._lock:
            if self._open:
                self._open = False
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None:
            job, answer = item
            try:
                answer.set_result(job())
            except BaseException as error:  # it belongs to whoever waits
                answer.set_exception(error)
            finally:
                del item, job, answer
