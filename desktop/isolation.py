"""One function of a parser, run in a child process with limits on time and memory.

Every byte that came from outside is parsed here and never beside the vault key (redaction design, section 5). The
child is spawned, never forked, so that it holds no key; bytes go in and JSON with raw frames comes out, never a
pickled object, so that a parser that was taken over can send data but not code. A child that dies, takes too long or
asks for too much memory is an ``IsolationFailure``: a result, not a crash.

Limits: time everywhere, by ending the child. Memory by RLIMIT_AS on Linux and by a Job object on Windows; macOS has
no such limit. On POSIX systems the child cannot write a file either.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_PIECE: Final = 16 * 1024 * 1024
"""Frames travel in pieces: one message of a pipe has a limit on Windows."""

_ANSWER_LIMIT: Final = 2 * 1024 * 1024 * 1024
"""Bytes that one answer may have, so that a child that was taken over cannot fill the memory of its parent."""

PROGRAM_MEMORY: Final = 2 * 1024 * 1024 * 1024
"""Bytes of address space for a program that is not ours."""

_HEAD_LIMIT: Final = 512 * 1024 * 1024
_TICK: Final = 0.05
_FAREWELL: Final = 5.0


@dataclass(frozen=True)
class Limits:
    """``seconds`` a call may take, start of the child included; ``memory`` in bytes of address space."""

    seconds: float = 120.0
    memory: int = 2 * 1024 * 1024 * 1024


class Failure(StrEnum):
    """Why there is no answer."""

    TIME = "time"
    MEMORY = "memory"
    DIED = "died"
    RAISED = "raised"
    ANSWER = "answer"
    CANCELLED = "cancelled"


_SENTENCES: Final = {
    Failure.TIME: "Reading this file took too long, so Caseward stopped.",
    Failure.MEMORY: "Reading this file needed more memory than Caseward allows, so it stopped.",
    Failure.DIED: "The part of Caseward that reads this kind of file stopped unexpectedly.",
    Failure.RAISED: "Caseward could not make sense of this file.",
    Failure.ANSWER: "The part of Caseward that reads this kind of file gave an answer that cannot be trusted.",
    Failure.CANCELLED: "Reading this file was cancelled.",
}


@dataclass(frozen=True)
class IsolationFailure:
    """A call without an answer. ``detail`` is for developers: a type of exception or an exit code, never case text."""

    kind: Failure
    detail: str = ""

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        return _SENTENCES[self.kind]


@dataclass(frozen=True)
class Answer:
    """What a child function gave: a JSON value and raw frames."""

    value: Any
    frames: tuple[bytes, ...] = ()


class _Trouble(Exception):
    """Ends a call; never leaves this module."""

    def __init__(self, kind: Failure, detail: str = "") -> None:
        super().__init__(kind)
        self.failure = IsolationFailure(kind, detail)


class Worker:
    """A child process for a batch of calls: started with the first call, replaced after any failure.

    Calls from several threads queue. Use it as a context manager or call ``close``.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.RLock()
        self._child: SpawnProcess | None = None
        self._line: Connection[Any, Any] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The id of the running child, ``None`` where there is none."""
        return self._child.pid if self._child else None

    def call(
        self,
        function: str,
        arguments: dict[str, Any],
        *frames: bytes,
        cancelled: Callable[[], bool] | None = None,
        seconds: float | None = None,
    ) -> Answer | IsolationFailure:
        """Run ``function`` (``"package.module:name"``) on ``arguments`` (JSON) and ``frames`` in the child.

        For a function with one answer; one that yields several is for ``stream``.
        """
        result: Answer | IsolationFailure = IsolationFailure(Failure.ANSWER)
        for given in self.stream(function, arguments, *frames, cancelled=cancelled, seconds=seconds):
            result = given
        return result

    def stream(
        self,
        function: str,
        arguments: dict[str, Any],
        *frames: bytes,
        cancelled: Callable[[], bool] | None = None,
        seconds: float | None = None,
    ) -> Iterator[Answer | IsolationFailure]:
        """Like ``call`` for a generator function: each answer as it comes; a failure is the last.

        The time limit starts anew with each answer. A stream that is left early ends the child.
        """
        allowed = self.limits.seconds if seconds is None else seconds
        finished = False
        with self._lock:
            try:
                line = self._start()
                self._tell(line, function, arguments, frames, allowed)
                while True:
                    answer = self._hear(line, time.monotonic() + allowed, cancelled)
                    if answer is None:
                        finished = True
                        return
                    yield answer
            except _Trouble as trouble:
                yield trouble.failure
            finally:
                if not finished:
                    self._end()

    def close(self) -> None:
        """End the child. The worker may be used again; a new child is started then."""
        with self._lock:
            self._end()

    def _start(self) -> Connection[Any, Any]:
        if self._line is not None and self._child is not None and self._child.is_alive():
            return self._line
        self._end()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        child = context.Process(target=_serve, args=(theirs, self.limits.memory), daemon=True, name="caseward-reader")
        child.start()
        theirs.close()
        self._child, self._line = child, ours
        return ours

    def _end(self) -> None:
        child, line = self._child, self._line
        self._child = self._line = None
        if line is not None:
            line.close()
        if child is not None:
            child.kill()
            child.join(_FAREWELL)
            child.close()

    def _tell(
        self,
        line: Connection[Any, Any],
        function: str,
        arguments: dict[str, Any],
        frames: tuple[bytes, ...],
        seconds: float,
    ) -> None:
        head = {"function": function, "arguments": arguments, "sizes": [len(frame) for frame in frames]}
        with self._watched(seconds):
            line.send_bytes(json.dumps(head).encode("ascii"))
            for frame in frames:
                _send(line, frame)

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """Ends a child that stops listening or speaking in the middle of a message, which would hold us there."""
        watch = threading.Timer(seconds, self._kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (EOFError, OSError) as problem:
            raise self._loss(Failure.TIME if watch.finished.is_set() else Failure.DIED) from problem
        finally:
            watch.cancel()

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _hear(self, line: Connection[Any, Any], deadline: float, cancelled: Callable[[], bool] | None) -> Answer | None:
        """One answer, or ``None`` when the call is over."""
        _await(line, deadline, cancelled)
        try:
            with self._watched(max(1.0, deadline - time.monotonic())):
                return _understand(line, deadline, cancelled)
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            raise _Trouble(Failure.ANSWER, type(problem).__name__) from problem

    def _loss(self, kind: Failure) -> _Trouble:
        child = self._child
        if child is None:
            return _Trouble(kind)
        child.join(_FAREWELL)
        return _Trouble(kind, f"exit {child.exitcode}")


def _await(line: Connection[Any, Any], deadline: float, cancelled: Callable[[], bool] | None) -> None:
    while not line.poll(_TICK):
        if cancelled is not None and cancelled():
            raise _Trouble(Failure.CANCELLED)
        if time.monotonic() > deadline:
            raise _Trouble(Failure.TIME)
    if cancelled is not None and cancelled():
        raise _Trouble(Failure.CANCELLED)


def _understand(line: Connection[Any, Any], deadline: float, cancelled: Callable[[], bool] | None) -> Answer | None:
    head = json.loads(line.recv_bytes(_HEAD_LIMIT))
    if head.get("failure"):
        raise _Trouble(Failure(head["failure"]), str(head.get("detail", ""))[:80])
    if head.get("over"):
        return None
    sizes = [int(size) for size in head["sizes"]]
    if any(size < 0 for size in sizes) or sum(sizes) > _ANSWER_LIMIT:
        raise _Trouble(Failure.ANSWER, "size")
    return Answer(head["value"], tuple(_receive(line, size, deadline, cancelled) for size in sizes))


def _receive(line: Connection[Any, Any], size: int, deadline: float, cancelled: Callable[[], bool] | None) -> bytes:
    pieces: list[bytes] = []
    while size:
        _await(line, deadline, cancelled)
        piece = line.recv_bytes(_PIECE)
        if not piece or len(piece) > size:
            raise _Trouble(Failure.ANSWER, "piece")
        pieces.append(piece)
        size -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _send(line: Connection[Any, Any], frame: bytes) -> None:
    view = memoryview(frame)
    for at in range(0, len(view), _PIECE):
        line.send_bytes(view[at : at + _PIECE])


# --- in the child ---------------------------------------------------------------------------------------------


def _serve(line: Connection[Any, Any], memory: int) -> None:
    """The life of a child: confine itself, then answer calls until the line is closed."""
    _be_silent()
    _confine(memory)
    while True:
        try:
            head = json.loads(line.recv_bytes())
            frames = [b"".join(_pieces(line, size)) for size in head["sizes"]]
        except (EOFError, OSError):
            return
        try:
            _work(line, head, frames)
        except BrokenPipeError:
            return


def _pieces(line: Connection[Any, Any], size: int) -> Iterator[bytes]:
    while size:
        piece = line.recv_bytes()
        size -= len(piece)
        yield piece


def _work(line: Connection[Any, Any], head: dict[str, Any], frames: list[bytes]) -> None:
    try:
        module, name = head["function"].split(":")
        result = getattr(importlib.import_module(module), name)(head["arguments"], frames)
        for value, answers in [result] if isinstance(result, tuple) else result:
            line.send_bytes(json.dumps({"value": value, "sizes": [len(frame) for frame in answers]}).encode("ascii"))
            for frame in answers:
                _send(line, frame)
        line.send_bytes(b'{"over": true}')
    except BrokenPipeError:
        raise
    except MemoryError:
        line.send_bytes(b'{"failure": "memory"}')
    except Exception as problem:
        # The type alone: the text of a parser's exception may quote the file.
        detail = type(problem).__name__
        line.send_bytes(json.dumps({"failure": "raised", "detail": detail}).encode("ascii"))


def _be_silent() -> None:
    """Nothing a parser prints, warns or logs may reach the terminal: it may quote the file."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sys.dont_write_bytecode = True
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def _confine(memory: int) -> None:
    if sys.platform == "win32":
        _confine_by_job(memory)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def _confine_by_job(memory: int) -> None:
        """Windows: a Job object of our own with a limit on memory, no further processes, no dialog on a crash."""

        class Basic(ctypes.Structure):
            _fields_ = (
                ("per_process_time", ctypes.c_int64),
                ("per_job_time", ctypes.c_int64),
                ("flags", wintypes.DWORD),
                ("minimum_working_set", ctypes.c_size_t),
                ("maximum_working_set", ctypes.c_size_t),
                ("active_processes", wintypes.DWORD),
                ("affinity", ctypes.c_size_t),
                ("priority", wintypes.DWORD),
                ("scheduling", wintypes.DWORD),
            )

        class Extended(ctypes.Structure):
            _fields_ = (
                ("basic", Basic),
                ("io", ctypes.c_uint64 * 6),
                ("process_memory", ctypes.c_size_t),
                ("job_memory", ctypes.c_size_t),
                ("peak_process", ctypes.c_size_t),
                ("peak_job", ctypes.c_size_t),
            )

        active_process, process_memory, die_quietly, kill_on_close = 0x8, 0x100, 0x400, 0x2000
        extended_limit_information = 9
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        limits = Extended()
        limits.basic.flags = active_process | process_memory | die_quietly | kill_on_close
        limits.basic.active_processes = 1
        limits.process_memory = memory
        told = kernel.SetInformationJobObject(
            job, extended_limit_information, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        if not (job and told and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())):
            raise OSError("no Job object")


# --- other programs -------------------------------------------------------------------------------------------


def programs_environment() -> dict[str, str]:
    """The environment for a program that is not ours.

    A frozen Caseward points LD_LIBRARY_PATH at its own libraries; another program must not load those (engineering
    notes, 28). What stood there before the freeze is put back.
    """
    environment = dict(os.environ)
    environment.pop("LD_LIBRARY_PATH", None)
    before = environment.pop("LD_LIBRARY_PATH_ORIG", "")
    if before:
        environment["LD_LIBRARY_PATH"] = before
    return environment


def run_program(
    argv: list[str], data: bytes = b"", *, seconds: float = 60.0, memory: int = PROGRAM_MEMORY
) -> bytes | IsolationFailure:
    """Run another program with ``data`` as its standard input; gives its standard output.

    On Linux it may write no file and have ``memory`` bytes at most; elsewhere it is held by time alone. What it says on
    standard error is dropped. A program that is missing, fails or takes too long is a failure.
    """
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        with subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=nowhere, env=programs_environment()) as program:
            try:
                _confine_other(program.pid, memory)
                said, _ = program.communicate(data, timeout=seconds)
            except subprocess.TimeoutExpired:
                return IsolationFailure(Failure.TIME)
            finally:
                program.kill()
    except OSError as problem:
        return IsolationFailure(Failure.DIED, type(problem).__name__)
    if program.returncode:
        return IsolationFailure(Failure.DIED, f"exit {program.returncode}")
    return said


def _confine_other(pid: int, memory: int) -> None:
    """Limits for a program that is not ours, from outside: it cannot set them itself."""
    if sys.platform == "linux":
        import resource

        limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_AS: memory}
        for which, most in limits.items():
            with contextlib.suppress(ProcessLookupError):  # it has ended
                resource.prlimit(pid, which, (most, most))
