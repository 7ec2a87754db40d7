"""A window inside a case, worked by real keys: what the tests of release and of the disclosure index share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.desktop.conftest import Office
from tests.screens import settle
from tests.views.disclosure_scene import small
from views.frame import Frame
from views.window import Window

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = small(tmp_path)
    yield made
    made.session.close()


class CaseDesk:
    """A window inside the case, worked by keys."""

    def __init__(self, qtbot: Any, window: Window, frame: Frame, office: Office) -> None:
        self.qtbot, self.window, self.frame, self.office = qtbot, window, frame, office

    @property
    def page(self) -> Any:
        return self.frame.page

    def at(self) -> QWidget:
        return self.window.focusWidget() or self.window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            self.qtbot.keyClick(self.at(), key, modifier)
        settle()

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(self.at(), words)
        settle()

    def go(self, page_id: str, **where: object) -> None:
        self.frame.navigate(page_id, **where)
        settle()


@contextmanager
def window_in(qtbot: Any, settings: Any, office: Office) -> Iterator[tuple[Window, Frame]]:
    """The window inside the case of ``office``, cleared away afterwards."""
    window = Window(settings)
    window.setMinimumSize(0, 0)
    window.resize(1366, 728)
    frame = Frame(settings, session=office.session, circumstances=office.session.circumstances)
    window.show_widget(frame)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    frame.enter_case(office.case.id, "Plover", office.case.reference, "OFFICIAL-SENSITIVE")
    yield window, frame
    settle()
    frame.page.leave()
    frame.bus.detach()
    window.hide()
    window.deleteLater()
    settle()
