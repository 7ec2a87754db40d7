"""The release review with many questions and in large text: nothing waits, nothing is out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.qt.theme import theme
from tests.desktop.conftest import Office
from tests.screens import settle
from tests.views.disclosure_scene import small
from tests.views.test_release import Desk
from tests.views.test_release import desk as desk_of

Key = Qt.Key
desk = desk_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = small(tmp_path)
    yield made
    made.session.close()


def test_an_answered_line_goes_at_once_and_keys_may_be_pressed_faster_than_the_document_is_made(desk: Desk) -> None:
    words = ("Ferncastle", "Larkrise", "Wendlebury", "Astonleigh")
    desk.review(desk.note(" ".join(f"They met {word} then." for word in words)))
    page = desk.page
    page._narrow("decide")
    for left in reversed(range(len(words))):
        desk.qtbot.keyClick(page.table, Key.Key_N)
        desk.qtbot.waitUntil(lambda left=left: len(page.waiting()) == left)
    settle()
    assert {word for word, _ in desk.decided()} == set(words) and desk.page.found.open == 0
    again = desk.note("They met Ferncastle then, and Astonleigh.")
    desk.review(again)
    assert desk.page.found.open == 0, "what is no name is none in the whole review"


def test_in_large_text_the_line_and_its_answers_are_in_sight_and_the_pages_within_reach(desk: Desk) -> None:
    theme().set(scale=200)
    try:
        desk.window.resize(1280, 720)
        desk.review(desk.note())
        settle()
        page = desk.page
        seen = page.pane.viewport().rect()
        for widget in (page.table, page.below):
            top = widget.mapTo(page.pane.viewport(), widget.rect().topLeft()).y()
            assert top >= 0 and top + widget.height() <= seen.height() + 1, widget
        desk.press(Key.Key_R)
        field = desk.at()
        assert seen.contains(field.mapTo(page.pane.viewport(), field.rect().center()))
        desk.press(Key.Key_Escape)
        page.audience_box.focus()
        page.pane.verticalScrollBar().setValue(0)
        page.answer("this")
        settle()
        field = desk.at()
        assert seen.contains(field.mapTo(page.pane.viewport(), field.rect().center())), "asked from afar"
        desk.press(Key.Key_Escape)
        assert page.pages_button.isVisible()
        page.pages_button.click()
        settle()
        assert page.preview.isVisible() and not page.table.isVisible()
    finally:
        theme().set(scale=100)


def test_in_large_text_the_audience_chosen_has_the_table_and_its_form_is_in_sight(desk: Desk) -> None:
    theme().set(scale=200)
    try:
        desk.window.resize(1280, 720)
        desk.go("profiles", profile="event")
        page = desk.page
        shown = [at for at in range(page.model.columnCount()) if not page.table.isColumnHidden(at)]
        assert [page.model.columns[at].title for at in shown] == ["What", "Practitioners"]
        page.table.choose("place")
        page.table.setFocus()
        desk.press(Key.Key_Return)
        field = desk.at()
        assert page.pane.viewport().rect().contains(field.mapTo(page.pane.viewport(), field.rect().center()))
        desk.press(Key.Key_Escape)
        assert desk.at() is page.table
    finally:
        theme().set(scale=100)
