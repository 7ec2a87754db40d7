"""A window inside a case, worked by real keys, for the tests of release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.casework import marks, notes
from desktop.casework.marks import Place
from storage.records import Mark, WordDecision
from tests.desktop.conftest import Office
from tests.views import case_desk
from tests.views.case_desk import CaseDesk, window_in

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


office = case_desk.office


class Desk(CaseDesk):
    """A window inside the case, worked by keys."""

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
    with window_in(qtbot, settings, office) as (window, frame):
        yield Desk(qtbot, window, frame, office)
