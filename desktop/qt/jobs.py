"""Work off the window's thread: started by name, told of by signal, cancelled and waited for at lock.

One way to do a thing (design, principle 7): every call of a service that may take longer than a blink goes through an
``Operation``. Its result hops to the window's thread; a parent that is gone never hears of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from desktop.errors import UserError, explain
from storage.circumstances import SystemCircumstances

_CLOCK = SystemCircumstances()
T = TypeVar("T")


class Cancelled(Exception):
    """Raised by ``Task.check`` when the person (or the lock) has called the work off."""


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is: ``done`` of ``total`` (0: not known), what it is doing, seconds left if known."""

    done: int
    total: int
    words: str = ""
    seconds_left: float | None = None


class Task:
    """What work on a thread may say and ask."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._began = _CLOCK.monotonic()
        self._last = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether to stop as soon as nothing would be left half done."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop."""
        self._stop.set()

    def check(self) -> None:
        """Raise ``Cancelled`` if it was called off."""
        if self._stop.is_set():
            raise Cancelled

    def step(self, done: int, total: int, words: str = "") -> None:
        """Say how far it is, at most 20 times a second but for the last; raises ``Cancelled`` if it was called off."""
        self.check()
        now = _CLOCK.monotonic()
        if done < total and now - self._last < 0.05:
            return
        self._last = now
        gone = now - self._began
        left = gone / done * (total - done) if done and total and gone > 2 else None
        self._tell(Progress(done, total, words, left))


class _Hop(QObject):
    """Lives on the window's thread; its signals carry results over."""

    progressed = Signal(object)
    ended = Signal(object, object)


class _Runner(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


class Operation(QObject, Generic[T]):
    """One piece of work. ``fn(task)`` runs on a thread; the handlers run on the window's thread.

    ``name`` is said in messages and in the list of what is running. Without ``on_failed`` the error goes to
    ``jobs().failed``, which the window shows as a notice.
    """

    def __init__(self, parent: QObject | None, name: str, fn: Callable[[Task], T]) -> None:
        super().__init__()
        self.name = name
        self._fn = fn
        self._parent_alive = True
        if parent is not None:
            parent.destroyed.connect(self._orphaned)
        self._done: list[Callable[[T], None]] = []
        self._failed: list[Callable[[UserError], None]] = []
        self._cancelled: list[Callable[[], None]] = []
        self._progress: list[Callable[[Progress], None]] = []
        self._hop = _Hop(self)
        self._hop.progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        self._hop.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._task = Task(self._hop.progressed.emit)

    def on_done(self, handler: Callable[[T], None]) -> Operation[T]:
        """Call ``handler(result)`` when it has worked."""
        self._done.append(handler)
        return self

    def on_failed(self, handler: Callable[[UserError], None]) -> Operation[T]:
        """Call ``handler(error)`` when it has not; the error's sentences can be shown as they are."""
        self._failed.append(handler)
        return self

    def on_cancelled(self, handler: Callable[[], None]) -> Operation[T]:
        """Call ``handler()`` when it was called off."""
        self._cancelled.append(handler)
        return self

    def on_progress(self, handler: Callable[[Progress], None]) -> Operation[T]:
        """Call ``handler(progress)`` as it goes on."""
        self._progress.append(handler)
        return self

    def run(self) -> Operation[T]:
        """Start it."""
        jobs().start(self, self._work)
        return self

    def cancel(self) -> None:
        """Ask it to stop; ``on_cancelled`` follows when it has."""
        self._task.cancel()

    def _work(self) -> None:
        result: object = None
        problem: BaseException | None = None
        try:
            self._task.check()
            result = self._fn(self._task)
        except BaseException as raised:  # whatever it is, it belongs to the window's thread, not to this one
            problem = raised
        self._hop.ended.emit(result, problem)

    @Slot()
    def _orphaned(self) -> None:
        self._parent_alive = False

    def _on_progress(self, progress: Progress) -> None:
        if self._parent_alive and not self._task.cancelled:
            for handler in self._progress:
                handler(progress)

    def _on_ended(self, result: Any, problem: BaseException | None) -> None:
        jobs().finish(self)
        if not self._parent_alive:
            return
        if isinstance(problem, Cancelled):
            for stopped in self._cancelled:
                stopped()
        elif problem is not None:
            self._tell_failure(explain(problem) if isinstance(problem, Exception) else explain(RuntimeError()))
        else:
            for handler in self._done:
                handler(result)

    def _tell_failure(self, error: UserError) -> None:
        if not self._failed:
            jobs().failed.emit(self.name, error)
        for handler in self._failed:
            handler(error)


class Jobs(QObject):
    """Everything that is running. ``changed`` when something starts or ends; ``failed(name, UserError)``."""

    changed = Signal()
    failed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(4)
        self._running: dict[int, Operation[Any]] = {}
        self._runners: list[_Runner] = []
        self._closed = False

    @property
    def running(self) -> tuple[str, ...]:
        """Names of what is running."""
        return tuple(operation.name for operation in self._running.values())

    def start(self, operation: Operation[Any], work: Callable[[], None]) -> None:
        """Put ``work`` on a thread; after ``stop_all`` nothing starts any more."""
        if self._closed:
            operation.cancel()
            return
        self._running[id(operation)] = operation
        runner = _Runner(work)
        runner.setAutoDelete(False)  # deleted by the pool's thread it would take Python's half down without its lock
        self._runners.append(runner)
        self._pool.start(runner)
        self.changed.emit()

    def finish(self, operation: Operation[Any]) -> None:
        """It has ended; keep it no longer."""
        self._running.pop(id(operation), None)
        if not self._running and self._pool.waitForDone(0):
            self._runners.clear()  # nobody is inside one any more
        self.changed.emit()

    def stop_all(self, *, final: bool = False, wait_ms: int = 10_000) -> bool:
        """Cancel everything and wait; whether all ended in time. ``final``: nothing may start afterwards (lock)."""
        self._closed = self._closed or final
        for operation in tuple(self._running.values()):
            operation.cancel()
        return bool(self._pool.waitForDone(wait_ms))


_jobs: Jobs | None = None


def jobs() -> Jobs:
    """The jobs of this process."""
    global _jobs
    if _jobs is None:
        _jobs = Jobs()
    return _jobs
