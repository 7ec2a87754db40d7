"""Garbage that holds widgets is taken down on the window's thread, whatever other threads allocate meanwhile."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desktop.qt.collecting import Collector


class Held(QObject):
    """An object of Qt's in a cycle of Python's."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def collector(qapp: object) -> Iterator[Collector]:
    made = Collector()
    yield made
    made.stop()
    if _COLLECTED_BY_TESTS:
        gc.disable()


_COLLECTED_BY_TESTS = not gc.isenabled()


def allocate() -> None:
    kept: list[list[object]] = [[] for _ in range(200_000)]
    assert kept


def test_other_threads_allocate_and_collect_nothing(collector: Collector) -> None:
    where: list[str] = []
    held = Held()
    weakref.finalize(held, lambda: where.append(threading.current_thread().name))
    del held
    busy = threading.Thread(target=allocate, name="busy")
    busy.start()
    busy.join()
    assert where == []
    for _ in range(3):
        allocate()
        collector.look()
    gc.collect()
    assert where == [threading.main_thread().name]


def test_it_collects_by_the_thresholds_that_python_has(collector: Collector) -> None:
    gc.collect()
    before = [each["collections"] for each in gc.get_stats()]
    kept: list[list[list[object]]] = []
    for _ in range(15):
        kept.append([[] for _ in range(5_000)])
        collector.look()
    after = [each["collections"] for each in gc.get_stats()]
    assert after[0] > before[0] and after[1] > before[1]


def test_python_collects_again_afterwards(qapp: object) -> None:
    Collector().stop()
    assert gc.isenabled()
    if _COLLECTED_BY_TESTS:
        gc.disable()
