"""Draw every page as a picture, in each theme and at 100 % and 200 % text, to be looked at.

``python -m tests.screens OUT [--only NAME] [--themes light,dark]`` writes OUT/NAME-THEME-SCALE.png and prints what
is clipped; ``--demo FOLDER`` draws the pages of a built demonstration instead. Others add pages with
``@screen("name")``: the function gets a ``Stage`` and shows something in its window.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QScrollArea, QWidget

from desktop.qt.gate import Gate
from desktop.qt.jobs import jobs
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from views.page import PageSpec
from views.window import Frame, Window

SIZES = {100: (1366, 728), 200: (1280, 720)}
PASSPHRASE = "orchard lamp gentle river copper"


class Stage:
    """What a screen may use: a window of the right size, a folder, a vault with the demonstration if there is one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(folder / "settings")
        self.gate = Gate(self.settings)
        self.window = Window(self.settings)
        self._session: Any = None

    def session(self) -> Any:
        """An open vault: the demonstration where it can be built, else an empty one; made once."""
        if self._session is None:
            build = self.gate.demonstration()
            if build is not None:
                self._session = build(self.folder, lambda _done, _total, _words: None)
            else:
                self._session, _ = self.gate.create(
                    self.folder, "Board vault", "Robin Ashby", "board manager", PASSPHRASE
                )
        return self._session

    def show(self, widget: QWidget) -> QWidget:
        """Put ``widget`` in the window."""
        self.window.show_widget(widget)
        return widget

    def frame(self, specs: dict[str, PageSpec] | None = None, *, session: Any = None) -> Frame:
        """A frame in the window; ``session`` may be left out for a page that needs none."""
        frame = Frame(self.settings, session=session, specs=specs)
        self.window.show_widget(frame)
        return frame

    def open(self, page_id: str, **where: Any) -> Frame:
        """A page of the catalogue on the session."""
        frame = self.frame(session=self.session())
        frame.navigate(page_id, **where)
        settle()
        return frame

    def close(self) -> None:
        """Close the vault and the window."""
        jobs().stop_all()
        if self._session is not None:
            self._session.close()
        self.window.close()


Screen = Callable[[Stage], object]
SCREENS: dict[str, Screen] = {}
EXTRA_MODULES = (
    "tests.views.screens_of_release",
    "tests.views.screens_of_pages",
    "tests.views.screens_of_disclosure",
    "tests.views.screens_casework",
    "tests.views.screens_of_event",
    "tests.views.screens_of_people",
    "tests.views.screens_of_markers",
    "tests.views.screens_of_exchange",
)


def screen(name: str) -> Callable[[Screen], Screen]:
    """Register a screen."""

    def add(function: Screen) -> Screen:
        SCREENS[name] = function
        return function

    return add


def settle(rounds: int = 6) -> None:
    """Let layouts, jobs and timers come to rest."""
    for _ in range(rounds):
        QApplication.processEvents()
        while jobs().running:
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def clipped(root: QWidget) -> list[str]:
    """Words that do not fit into their place, or stick out of what they stand in."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or (widget.visibleRegion().isEmpty() and not _scrolls(widget)):
            continue
        words = _words(widget)
        if not words:
            continue
        if isinstance(widget, QLabel) and _label_clipped(widget):
            found.append(f"{type(widget).__name__} cut: {words[:60]}")
        elif isinstance(widget, QAbstractButton) and widget.minimumSizeHint().width() > widget.width() + 2:
            found.append(f"{type(widget).__name__} narrow: {words[:60]}")
        elif _sticks_out(widget):
            found.append(f"{type(widget).__name__} sticks out: {words[:60]}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _label_clipped(label: QLabel) -> bool:
    room = label.contentsRect()
    metrics = QFontMetrics(label.font())
    flags = Qt.TextFlag.TextWordWrap.value if label.wordWrap() else 0
    need = metrics.boundingRect(QRect(0, 0, max(1, room.width()), 100_000), flags, label.text())
    return need.height() > room.height() + 2 or need.width() > room.width() + 2


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def _sticks_out(widget: QWidget) -> bool:
    """Beyond the right edge of its window or of the pane that scrolls only up and down."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) or above.isWindow():
            edge = above.viewport().width() if isinstance(above, QScrollArea) else above.width()
            frame = above.viewport() if isinstance(above, QScrollArea) else above
            right = widget.mapTo(frame, QPoint(widget.width(), 0)).x()
            return right > edge + 2
        above = above.parentWidget()
    return False


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A stage that is cleared away."""
    made = Stage(folder)
    try:
        yield made
    finally:
        made.close()


def draw(out: Path, names: list[str], themes: list[str], scales: list[int]) -> int:
    """Write the pictures; gives the number of clipped words."""
    problems = 0
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as made:
        for name in names:
            for wish in themes:
                for scale in scales:
                    theme().set(wish=wish, scale=scale)
                    problems += _draw_one(made, out, name, wish, scale)
    return problems


def _draw_one(made: Stage, out: Path, name: str, wish: str, scale: int) -> int:
    made.window.setMinimumSize(0, 0)
    made.window.resize(*SIZES.get(scale, (1366, 728)))
    made.window.show()
    made.window.activateWindow()
    QApplication.processEvents()
    SCREENS[name](made)
    settle()
    made.window.grab().save(str(out / f"{name}-{wish}-{scale}.png"))
    found = clipped(made.window)
    for words in found:
        print(f"{name} {wish} {scale}: {words}", file=sys.stderr)
    return len(found)


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="names that begin so")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--scales", default="100,200")
    parser.add_argument("--demo", type=Path, help="draw the demonstration that was built in this folder, nothing else")
    chosen = parser.parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    assert application is not None
    for module in ("tests.views.screens_base", *EXTRA_MODULES):
        try:
            import_module(module)
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.demo:
        SCREENS.clear()
        import_module("tests.views.screens_of_demo").register(chosen.demo)
    names = [name for name in SCREENS if name.startswith(chosen.only)]
    scales = [int(one) for one in chosen.scales.split(",")]
    return 1 if draw(chosen.out, names, chosen.themes.split(","), scales) else 0


if __name__ == "__main__":
    sys.modules["tests.screens"] = sys.modules["__main__"]
    sys.exit(main(sys.argv[1:]))
