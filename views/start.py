"""What the pages before a vault is open have in common: two grounds, work with a word and Cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.qt.jobs import Cancelled, Operation, Task
from desktop.qt.theme import theme
from desktop.qt.tokens import tokens
from views import kit

if TYPE_CHECKING:
    from desktop.session import Session

T = TypeVar("T")


class TwoGrounds(QWidget):
    """A narrow column on paper and the rest on stone; the stone goes where there is no room for both."""

    def __init__(self, left_em: float = 30) -> None:
        super().__init__()
        self._left_em = left_em
        self.left = QWidget()
        self.inner: QVBoxLayout = kit.column(parent=self.left, space=12, margins=(56, 40, 56, 24))
        self.left_scroll = kit.scroll(self.left)
        self.right = kit.box(space=8, margins=(64, 48, 48, 48), name="stone")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.left_scroll)
        layout.addWidget(kit.frame("ruleUpright"))
        layout.addWidget(self.right, 1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        self._fit()

    def _fit(self) -> None:
        em = self.width() / theme().em()
        alone = em < tokens().layout["middle_em"]
        self.right.setVisible(not alone)
        wide = round(self._left_em * theme().em())
        self.left_scroll.setMinimumWidth(0 if alone else wide)
        self.left_scroll.setMaximumWidth(16_777_215 if alone else wide)
        margin = 24 if alone else 56
        self.inner.setProperty("margins", [margin, 40 if not alone else 24, margin, 24])
        theme().dress_layout(self.inner)


class Busy(QFrame):
    """A sentence, a bar that does not pretend to know, and Cancel."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("notice", "info")
        self.words = kit.label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = kit.button("Cancel", self.cancelled.emit)
        line = kit.row(self.words, space=8)
        line.setStretch(0, 1)
        line.addWidget(self.cancel)
        kit.column(line, self.bar, parent=self, space=6, margins=(12, 8, 12, 8))
        self.hide()

    def begin(self, words: str) -> None:
        """Show that something is being done. The bar stands still until steps are known: nothing moves for its own
        sake.
        """
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 100)
        self.bar.hide()
        self.show()

    def step(self, done: int, total: int, words: str) -> None:
        """How far it is."""
        self.bar.setVisible(total > 0)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        if words:
            self.words.setText(words)


def opening(
    parent: QWidget,
    busy: Busy,
    words: str,
    way: Callable[[Task], Session],
    done: Callable[[Session], None],
    failed: Callable[[UserError], None],
    ended: Callable[[], None],
) -> Operation[Session]:
    """Open a vault on a thread. A session that comes after Cancel is closed again at once."""

    def work(task: Task) -> Session:
        session = way(task)
        if task.cancelled:
            session.close()
            raise Cancelled
        return session

    def finish(then: Callable[[], None]) -> None:
        busy.hide()
        ended()
        then()

    busy.begin(words)
    operation: Operation[Session] = Operation(parent, words, work)
    operation.on_done(lambda session: finish(lambda: done(session)))
    operation.on_failed(lambda error: finish(lambda: failed(error)))
    operation.on_cancelled(lambda: finish(lambda: None))
    operation.on_progress(lambda progress: busy.step(progress.done, progress.total, progress.words))
    return operation.run()


def default_folder() -> Path:
    """Where a new vault is offered to be kept."""
    from PySide6.QtCore import QStandardPaths

    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
