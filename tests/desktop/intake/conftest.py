"""A reader shared by the tests of a module: started before any of them, so that none is taken to have left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop import intake
from desktop.isolation import Worker

Read = Callable[..., intake.Reading]


@pytest.fixture(scope="module")
def shared_reader() -> Iterator[Worker]:
    with intake.reader() as worker:
        intake.read(b"warm", worker=worker)
        yield worker


@pytest.fixture
def read(shared_reader: Worker) -> Read:
    def read_one(data: bytes, name: str = "", depth: int = 0) -> intake.Reading:
        return intake.read(data, name, worker=shared_reader, depth=depth)

    return read_one
