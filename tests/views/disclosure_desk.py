"""A window inside a case of the disclosure index, worked by keys: what its tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.disclosure import entries
from storage.records import EntryEvent, IndexEntry
from tests.desktop.conftest import Office
from tests.views import case_desk
from tests.views.case_desk import CaseDesk, window_in
from views import kit

office = case_desk.office


class Desk(CaseDesk):
    """A window inside the case, worked by keys."""

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
    with window_in(qtbot, settings, office) as (window, frame):
        yield Desk(qtbot, window, frame, office)


def words_of(page: QWidget) -> str:
    """Every word of the labels in sight."""
    return " ".join(one.text() for one in page.findChildren(kit.Label) if one.isVisibleTo(page))
