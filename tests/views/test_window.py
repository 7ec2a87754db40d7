"""The frame by real keys: going, coming back, finding, text size, the rail, the countdown, quitting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.changes import ChangeSet
from desktop.qt.theme import theme
from tests.screens import clipped, settle
from tests.views.conftest import accessible_problems
from tests.views.screens_base import SPECS
from views import kit
from views.frame import Frame
from views.window import Window


@pytest.fixture
def window(qtbot, settings):
    window = Window(settings)
    window.setMinimumSize(0, 0)
    window.resize(1366, 728)
    frame = Frame(settings, specs=SPECS)
    window.show_widget(frame)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    frame.enter_case("case", "Larch", "SCR-2016-03", "OFFICIAL-SENSITIVE")
    frame.navigate("people")
    settle()
    yield window
    window.hide()
    window.deleteLater()
    settle()


def frame_of(window: Window) -> Frame:
    frame = window.frame()
    assert frame is not None
    return frame


CTRL = Qt.KeyboardModifier.ControlModifier


def test_numbers_go_to_the_places_and_alt_left_comes_back(qtbot, window) -> None:
    frame = frame_of(window)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_4, CTRL)
    assert frame.page.TITLE == "Evidence"
    assert frame.navigation.places.current_id() == "evidence"
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_6, CTRL)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame.page.TITLE == "Evidence"
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame.page.TITLE == "People"


def test_a_place_of_a_case_says_why_not_on_the_first_level(window) -> None:
    frame = frame_of(window)
    frame.leave_case()
    frame.registry.trigger("go.evidence")
    assert frame.page.TITLE == "People"
    assert "Open a case first" in frame.page.notices.bars()[0].label.text()


def test_the_palette_finds_and_does(qtbot, window) -> None:
    frame = frame_of(window)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_K, CTRL)
    assert frame.palette_box.isVisible()
    qtbot.keyClicks(frame.palette_box.line, "evid")
    qtbot.keyClick(frame.palette_box.line, Qt.Key.Key_Return)
    assert not frame.palette_box.isVisible()
    assert frame.page.TITLE == "Evidence"


def test_the_palette_says_what_it_searched_and_escape_gives_the_keyboard_back(qtbot, window) -> None:
    frame = frame_of(window)
    before = window.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(frame.palette_box.line, "zzz")
    assert "No results for “zzz”" in frame.palette_box.count.text()
    qtbot.keyClick(frame.palette_box.line, Qt.Key.Key_Escape)
    assert not frame.palette_box.isVisible()
    assert window.focusWidget() is before


def test_a_page_that_comes_up_behind_takes_no_letter_from_the_palette(qtbot, window) -> None:
    frame = frame_of(window)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, CTRL)
    frame.navigate("evidence")
    assert window.focusWidget() is frame.palette_box.line
    settle()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert frame.page.isAncestorOf(window.focusWidget())


def test_where_one_wants_to_go_before_pages_may_be_shown_is_kept_until_they_may(window, settings) -> None:
    frame = Frame(settings, specs=SPECS)
    window.show_widget(frame)
    frame.hold()
    frame.enter_case("case", "Larch", "SCR-2016-03", "OFFICIAL-SENSITIVE")
    for place in ("evidence", "people"):
        frame.registry.trigger(f"go.{place}")
    assert frame.page is None
    wish = frame.release()
    frame.navigate(wish.page_id, **wish.where)
    assert frame.page.TITLE == "People"


def test_the_sheet_of_keys_comes_and_goes(qtbot, window) -> None:
    frame = frame_of(window)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F1)
    assert frame.keys.isVisible()
    words = " ".join(label.text() for label in frame.keys.findChildren(kit.Label))
    assert "Lock now" in words and "Ctrl L" in words
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not frame.keys.isVisible()


def test_text_size_keys_and_what_is_kept(qtbot, window, settings) -> None:
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Plus, CTRL)
    assert theme().scale == 1.1
    assert settings.get("text_scale") == 110
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_0, CTRL)
    assert theme().scale == 1.0


@pytest.mark.parametrize("name", ["disclosure", "evidence", "people", "settings"])
@pytest.mark.parametrize("size", [(1366, 728, 100), (1280, 720, 200), (1024, 640, 100)])
def test_nothing_is_clipped(window, name, size) -> None:
    wide, tall, scale = size
    window.resize(wide, tall)
    theme().set(scale=scale)
    frame_of(window).navigate(name)
    settle()
    assert window.width() == wide
    assert clipped(window) == []


@pytest.mark.parametrize("name", ["disclosure", "evidence", "people", "settings"])
def test_every_control_has_a_name(window, name) -> None:
    frame_of(window).navigate(name)
    settle()
    assert accessible_problems(window) == []


def test_narrow_the_navigation_is_a_rail_that_opens(qtbot, window) -> None:
    frame = frame_of(window)
    theme().set(scale=200)
    window.resize(1280, 720)
    settle()
    rail = frame.navigation.width()
    assert rail == round(3.5 * 32)
    assert [entry.id for entry in frame.navigation.below.entries()] == ["lock"]
    frame.navigation._menu.setFocus()
    qtbot.keyClick(frame.navigation._menu, Qt.Key.Key_Return)
    assert frame.navigation.width() > rail
    assert "find" in [entry.id for entry in frame.navigation.below.entries()]


def test_in_one_pane_the_list_and_the_side_come_up_in_place(qtbot, window) -> None:
    frame = frame_of(window)
    theme().set(scale=200)
    window.resize(1280, 720)
    frame.navigate("disclosure")
    settle()
    panes = frame.page.panes
    assert panes.mode == "one"
    assert panes._list.isVisible() and not panes._detail.isVisible()
    panes.show_detail()
    settle()
    assert panes._to_list.isVisible() and panes._to_list.text() == "List, 8 of 121"
    qtbot.keyClick(panes.side_button(), Qt.Key.Key_Return)
    assert panes._side.isVisible() and not panes._detail.isVisible()
    qtbot.keyClick(panes.side_button(), Qt.Key.Key_Return)
    assert panes._detail.isVisible() and not panes._side.isVisible()


def test_tab_goes_through_a_page_and_comes_round_without_a_trap(qtbot, window) -> None:
    frame = frame_of(window)
    frame.navigate("disclosure")
    settle()
    seen: list[QWidget] = []
    for _ in range(60):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() in seen:
            break
        seen.append(window.focusWidget())
    names = {type(widget).__name__ for widget in seen}
    assert {"Button", "Table", "_Growing", "QComboBox", "TypedLine", "NavList"} <= names
    assert window.focusWidget() is seen[0]


def test_a_page_hears_of_changes_now_or_at_its_next_visit(qtbot, window) -> None:
    frame = frame_of(window)
    people = frame.page
    heard: list[str] = []
    type(people).KINDS = frozenset({"Person"})
    people.refresh = lambda change: heard.append(change.name)
    try:
        frame.bus.tell(ChangeSet("Add a person", frozenset({"Person"}), frozenset()))
        settle()
        assert heard == ["Add a person"]
        frame.navigate("evidence")
        frame.bus.tell(ChangeSet("Rename a person", frozenset({"Person"}), frozenset()))
        settle()
        assert heard == ["Add a person"]
        frame.navigate("people")
        assert heard == ["Add a person", "Rename a person"]
    finally:
        type(people).KINDS = frozenset()


def test_the_title_never_names_a_case(window) -> None:
    assert window.windowTitle() == "Caseward"
    frame_of(window).navigate("evidence")
    assert window.windowTitle() == "Caseward"


def test_no_stray_window_flashes_up(qtbot, settings, stray) -> None:
    window = Window(settings)
    qtbot.addWidget(window)
    frame = Frame(settings, specs=SPECS)
    window.show_widget(frame)
    window.show()
    frame.enter_case("case", "Larch", "SCR-2016-03")
    for name in SPECS:
        frame.navigate(name)
        settle()
    assert set(stray) == {"Window"}
    window.hide()
