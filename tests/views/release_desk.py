"""A window inside a case, worked by real keys, for the tests of release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.casework import marks, notes
from desktop.casework.marks import Place
from storage.records import Mark, WordDecision
from tests.desktop.conftest import Office
from tests.screens import settle
from tests.views.disclosure_scene import small
from views.frame import Frame
from views.window import Window

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
Key = Qt.Key
TEXT = (
    "Grace Tarnbeck said that Mrs Ferncastle had helped. Mrs Ferncastle rang on Fridays.\n\n"
    "The plan for the winter was agreed."
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = small(tmp_path)
    yield made
    made.session.close()


class Desk:
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

    def note(self, text: str = TEXT) -> str:
        made, _ = self.office.session.do("note", notes.write, self.office.case.id, title="A call", text=text)
        return made.id

    def held(self, note_id: str) -> tuple[Mark, ...]:
        return self.office.session.look(marks.of, Place("Note", note_id, "text"))

    def decided(self) -> list[tuple[str, str]]:
        rows = self.office.session.look(lambda store: store.find(WordDecision, case_id=self.office.case.id))
        return [(row.word, row.decision) for row in rows]

    def review(self, note_id: str, profile: str = "board", **more: str) -> None:
        self.go("release", what=f"text:Note:{note_id}:text", profile=profile, **more)
        self.page.table.setFocus()


@pytest.fixture
def desk(qtbot: Any, settings: Any, office: Office) -> Iterator[Desk]:
    window = Window(settings)
    window.setMinimumSize(0, 0)
    window.resize(1366, 728)
    frame = Frame(settings, session=office.session, circumstances=office.session.circumstances)
    window.show_widget(frame)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    frame.enter_case(office.case.id, "Plover", office.case.reference, "OFFICIAL-SENSITIVE")
    yield Desk(qtbot, window, frame, office)
    settle()
    frame.page.leave()
    frame.bus.detach()
    window.hide()
    window.deleteLater()
    settle()
