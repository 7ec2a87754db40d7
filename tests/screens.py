"""Draw every page as a picture, in each theme and at 100 % and 200 % text, to be looked at.

``python -m tests.screens OUT [--only NAME] [--themes light,dark]`` writes OUT/NAME-THEME-SCALE.png and prints what
is clipped; ``--demo FOLDER`` draws the pages of a built demonstration instead, ``--whole`` each page from head to foot
on a window as high as that takes. Others add pages with ``@screen("name")``: the function gets a ``Stage`` and shows
something in its window.
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

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.qt.gate import Gate
from desktop.qt.jobs import jobs
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from tests.views.screens_fit import HIGHEST, clipped, higher_by
from views.frame import Frame
from views.page import PageSpec
from views.window import Window

SIZES = {100: (1366, 728), 200: (1280, 720)}
PASSPHRASE = "orchard lamp gentle river copper"


class Stage:
    """What a screen may use: a window of the right size, a folder, a vault with the demonstration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(folder / "settings")
        self.gate = Gate(self.settings)
        self.window = Window(self.settings)
        self._session: Any = None

    def session(self) -> Any:
        """The demonstration, open; built once."""
        if self._session is None:
            self._session = self.gate.build_demonstration(self.folder, lambda _done, _total, _words: None)
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
SCREEN_MODULES = (
    "tests.views.screens_base",
    "tests.views.screens_of_release",
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


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A stage that is cleared away."""
    made = Stage(folder)
    try:
        yield made
    finally:
        made.close()


def draw(out: Path, names: list[str], themes: list[str], scales: list[int], *, whole: bool = False) -> int:
    """Write the pictures; gives the number of clipped words."""
    problems = 0
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as made:
        for wish in themes:
            for scale in scales:
                theme().set(wish=wish, scale=scale)
                for name in names:
                    picture = out / f"{name}-{wish}-{scale}.png"
                    problems += _draw_one(made, picture, SCREENS[name], SIZES.get(scale, SIZES[100]), whole)
                    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # windows of before cost time
    return problems


def _draw_one(made: Stage, picture: Path, show: Screen, size: tuple[int, int], whole: bool) -> int:
    window = made.window
    window.setMinimumSize(0, 0)
    window.resize(*size)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    show(made)
    settle()
    found = clipped(window)
    if whole:
        window.resize(size[0], min(HIGHEST, size[1] + higher_by(window)))
        settle()
    window.grab().save(str(picture))
    for words in found:
        print(f"{picture.stem}: {words}", file=sys.stderr)
    if (shown := window.frame()) is not None:  # another one is made for the next picture
        shown.let_go()
        shown.bus.detach()
    return len(found)


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="names that begin so")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--scales", default="100,200")
    parser.add_argument("--whole", action="store_true", help="each page from head to foot")
    parser.add_argument("--demo", type=Path, help="draw the demonstration that was built in this folder, nothing else")
    chosen = parser.parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    assert application is not None
    for module in SCREEN_MODULES:
        import_module(module)
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.demo:
        SCREENS.clear()
        import_module("tests.views.screens_of_demo").register(chosen.demo)
    names = [name for name in SCREENS if name.startswith(chosen.only)]
    scales = [int(one) for one in chosen.scales.split(",")]
    return 1 if draw(chosen.out, names, chosen.themes.split(","), scales, whole=chosen.whole) else 0


if __name__ == "__main__":
    sys.modules["tests.screens"] = sys.modules["__main__"]
    sys.exit(main(sys.argv[1:]))
