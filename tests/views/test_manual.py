"""The manual in the window: found by words, read by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop import manual
from desktop.qt.settings import Settings
from tests.screens import settle
from tests.views.conftest import accessible_problems
from views.frame import Frame
from views.manual.page import ManualPage
from views.window import Window


@pytest.fixture
def page(settings: Settings, qapp: QApplication) -> Iterator[ManualPage]:
    window = Window(settings)
    frame = Frame(settings)
    window.show_widget(frame)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    settle()
    frame.registry.trigger("go.manual")
    settle()
    assert isinstance(frame.page, ManualPage)
    yield frame.page
    window.close()
    window.deleteLater()


def words(page: ManualPage) -> str:
    return " | ".join(one.text() for one in page.text.findChildren(QLabel))


def test_every_chapter_is_shown_and_named(page: ManualPage) -> None:
    for chapter in manual.chapters():
        page.table.choose(chapter.id)
        assert chapter.title in words(page) and chapter.blocks[-1].words in words(page)
    assert accessible_problems(page) == []


def test_chapters_are_found_by_their_words_and_read_by_keys(page: ManualPage) -> None:
    page.context.actions.trigger("manual.find")
    settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "clipboard macOS")
    settle()
    assert page.model.rowCount() == 1 and "1 of 10 chapters" in page.count.text()
    assert "What it does not protect against" in words(page)
    QTest.keyClicks(focused, "zzz")
    settle()
    assert page.model.rowCount() == 0 and "No chapter holds" in page.count.text()


def test_the_chapter_stays_while_words_are_typed_that_it_holds(page: ManualPage) -> None:
    page.table.choose("index")
    page.find.set_value("number")
    page._narrow()
    assert page.table.current_id() == "index"
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert "The disclosure index" in words(page)
