"""A parser in a child: its answers, and every way in which it can fail to give one."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.isolation import (
    Answer,
    Failure,
    IsolationFailure,
    Limits,
    Worker,
    programs_environment,
    run_program,
)

HERE = "tests.desktop.intake.child_functions"
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory limits as Linux has them")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(Limits(seconds=20)) as worker:
        yield worker


def failure(result: Answer | IsolationFailure) -> Failure:
    assert isinstance(result, IsolationFailure)
    return result.kind


def value(result: Answer | IsolationFailure) -> object:
    assert isinstance(result, Answer)
    return result.value


def test_bytes_and_values_travel_whole(worker: Worker) -> None:
    frames = (b"", b"abc", os.urandom(40_000_000))
    answer = worker.call(f"{HERE}:echo", {"words": "Zoë \ud83d\ude00 \ud800"}, *frames)
    assert isinstance(answer, Answer)
    assert answer.frames == frames
    assert answer.value["arguments"] == {"words": "Zoë \U0001f600 \ud800"}
    assert answer.value["pid"] not in (os.getpid(), None)


def test_one_child_serves_a_batch_and_a_failure_brings_a_fresh_one(worker: Worker) -> None:
    first = worker.call(f"{HERE}:echo", {})
    again = worker.call(f"{HERE}:echo", {})
    assert isinstance(first, Answer) and isinstance(again, Answer)
    assert first.value["pid"] == again.value["pid"]
    assert failure(worker.call(f"{HERE}:refuse", {})) is Failure.RAISED
    fresh = worker.call(f"{HERE}:echo", {})
    assert isinstance(fresh, Answer)
    assert fresh.value["pid"] != first.value["pid"]


def test_a_child_that_takes_too_long_is_ended() -> None:
    with Worker(Limits(seconds=1.5)) as worker:
        began = time.monotonic()
        assert failure(worker.call(f"{HERE}:sleep", {})) is Failure.TIME
        assert time.monotonic() - began < 10
        assert worker.process_id is None


@linux
def test_a_child_that_wants_too_much_memory_says_so() -> None:
    with Worker(Limits(seconds=20, memory=600 * 1024 * 1024)) as worker:
        assert value(worker.call(f"{HERE}:hoard", {"bytes": 50_000_000})) == 50_000_000
        assert failure(worker.call(f"{HERE}:hoard", {"bytes": 700_000_000})) is Failure.MEMORY


def test_a_child_that_dies_is_a_result(worker: Worker) -> None:
    assert failure(worker.call(f"{HERE}:die", {})) is Failure.DIED
    assert value(worker.call(f"{HERE}:hoard", {"bytes": 3})) == 3


def test_a_refusal_never_quotes_the_file(worker: Worker) -> None:
    result = worker.call(f"{HERE}:refuse", {})
    assert isinstance(result, IsolationFailure)
    assert result == IsolationFailure(Failure.RAISED, "ValueError")
    assert result.sentence == "Caseward could not make sense of this file."


def test_what_a_parser_prints_goes_nowhere(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert value(worker.call(f"{HERE}:shout", {})) is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_the_child_cannot_write_a_file(worker: Worker, tmp_path: Path) -> None:
    assert value(worker.call(f"{HERE}:write", {"path": str(tmp_path / "copy")})) == "refused"
    assert not (tmp_path / "copy").exists() or (tmp_path / "copy").stat().st_size == 0


def test_a_stream_gives_each_answer_and_may_be_left(worker: Worker) -> None:
    numbers = [answer.value for answer in worker.stream(f"{HERE}:count", {"to": 4}) if isinstance(answer, Answer)]
    assert numbers == [0, 1, 2, 3]
    for _ in worker.stream(f"{HERE}:count", {"to": 100}):
        break
    assert value(worker.call(f"{HERE}:hoard", {"bytes": 1})) == 1


def test_cancelling_ends_the_child(worker: Worker) -> None:
    asked = threading.Event()
    threading.Timer(0.6, asked.set).start()
    began = time.monotonic()
    assert failure(worker.call(f"{HERE}:sleep", {}, cancelled=asked.is_set)) is Failure.CANCELLED
    assert time.monotonic() - began < 10


def test_the_child_never_sees_the_store_or_qt(worker: Worker) -> None:
    loaded = value(worker.call(f"{HERE}:modules", {}))
    assert isinstance(loaded, list)
    assert not {name.split(".")[0] for name in loaded} & {"PySide6", "sqlalchemy", "sqlcipher3", "keyring"}


def test_a_function_that_is_not_there_is_a_failure(worker: Worker) -> None:
    assert failure(worker.call(f"{HERE}:nothing", {})) is Failure.RAISED


def test_other_programs_do_not_get_our_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/frozen/_internal")
    assert "LD_LIBRARY_PATH" not in programs_environment()
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    assert programs_environment()["LD_LIBRARY_PATH"] == "/opt/lib"


def test_another_program_answers_or_fails() -> None:
    assert run_program([sys.executable, "-c", "print(input()[::-1])"], b"abc\n") == b"cba\n"
    missing = run_program(["no-such-program-of-caseward"])
    assert isinstance(missing, IsolationFailure) and missing.kind is Failure.DIED
    slow = run_program([sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.5)
    assert isinstance(slow, IsolationFailure) and slow.kind is Failure.TIME


@linux
def test_another_program_has_limits_of_its_own(tmp_path: Path) -> None:
    wait = "import sys; sys.stdin.read(); "
    asked = run_program([sys.executable, "-c", wait + "bytearray(3 << 30)"], b"go")
    assert isinstance(asked, IsolationFailure) and asked.kind is Failure.DIED
    out = str(tmp_path / "out")
    written = run_program([sys.executable, "-c", wait + f"open({out!r}, 'wb', buffering=0).write(b'x')"], b"go")
    assert isinstance(written, IsolationFailure)
    assert not any(path.stat().st_size for path in tmp_path.iterdir())
