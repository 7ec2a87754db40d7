"""A window inside a case of the disclosure index, worked by keys: what its tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.disclosure import entries
from storage.records import EntryEvent, IndexEntry
from tests.desktop.conftest import Office
from tests.screens import settle
from tests.views.disclosure_scene import small
from views import kit
from views.frame import Frame
from views.window import Window


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

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.at(), key, modifier)
        settle()

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(self.at(), words)

    def tab_to(self, name: str) -> QWidget:
        """Tab until the control called ``name`` has the keyboard."""
        seen = []
        for _ in range(120):
            at = self.at()
            seen.append(at.accessibleName() or getattr(at, "text", lambda: "")())
            if name in (at.accessibleName().removesuffix(" (optional)"), getattr(at, "text", lambda: "")()):
                return at
            self.qtbot.keyClick(at, Qt.Key.Key_Tab)
        raise AssertionError(f"{name} was not reached by Tab: {seen}")

    def go(self, page_id: str, **where: object) -> None:
        self.frame.navigate(page_id, **where)
        settle()

    def entry(self, entry_id: str) -> IndexEntry:
        return self.office.session.look(lambda store: store.get(IndexEntry, entry_id))

    def all(self) -> tuple[IndexEntry, ...]:
        return self.office.session.look(entries.entries, self.office.case.id)

    def events(self, entry_id: str) -> list[str]:
        return [e.happened for e in self.office.session.look(lambda store: store.find(EntryEvent, entry_id=entry_id))]

    def notices(self) -> str:
        return " ".join(bar.label.text() for bar in self.page.notices.bars())


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
    frame.bus.detach()
    window.hide()
    window.deleteLater()
    settle()


def words_of(page: QWidget) -> str:
    """Every word of the labels in sight."""
    return " ".join(one.text() for one in page.findChildren(kit.Label) if one.isVisibleTo(page))
