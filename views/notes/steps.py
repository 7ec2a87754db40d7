"""Undo that crosses text and marks and names its steps: one list over the document's own undo and the marks' places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtGui import QTextDocument

from desktop.casework.spans import Kept, Spans

TYPING = "Typing"


@dataclass
class Step:
    """Something done: its name, the marks before it, and how many commands of the document it holds."""

    name: str
    before: Kept
    commands: int = 0
    cursor: int = 0


class Steps:
    """The steps of one text. ``spans()`` gives its marks; typing makes steps by itself, everything else names one."""

    def __init__(self, document: QTextDocument, spans: Callable[[], Spans], cursor: Callable[[], int]) -> None:
        self._document, self._spans, self._cursor = document, spans, cursor
        self._done: list[Step] = []
        self._undone: list[tuple[Step, Kept]] = []
        self._open: Step | None = None
        self.quiet = False
        document.undoCommandAdded.connect(self._command)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Everything done inside is one step called ``name``; nothing done, no step."""
        if self._open is not None:
            yield
            return
        self.cut()
        self._open = Step(name, self._spans().keep(), cursor=self._cursor())
        try:
            yield
        finally:
            made, self._open = self._open, None
            if made.commands or self._spans().keep() != made.before:
                self._push(made)
            self.cut()

    def cut(self) -> None:
        """What is typed from here on is a step of its own: Qt joins typing only in a document that is modified."""
        self._document.setModified(False)

    def _command(self) -> None:
        if self.quiet:
            return
        if self._open is not None:
            self._open.commands += 1
            return
        self._push(Step(TYPING, self._spans().keep(), 1, self._cursor()))

    def _push(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()

    def forget(self) -> None:
        """Another text: nothing of this can be undone."""
        self._done.clear()
        self._undone.clear()

    def undo(self) -> str:
        """Take back the latest step; its name, or nothing where there is none."""
        if not self._done:
            return ""
        step = self._done.pop()
        after = self._spans().keep()
        self._turn(step.commands, self._document.undo)
        self._spans().put_back(step.before)
        self._undone.append((step, after))
        return step.name

    def redo(self) -> str:
        """Do again what was undone last; its name, or nothing."""
        if not self._undone:
            return ""
        step, after = self._undone.pop()
        self._turn(step.commands, self._document.redo)
        self._spans().put_back(after)
        self._done.append(step)
        return step.name

    def _turn(self, times: int, act: Callable[[], object]) -> None:
        self.quiet = True
        try:
            for _ in range(times):
                act()
        finally:
            self.quiet = False
            self.cut()
