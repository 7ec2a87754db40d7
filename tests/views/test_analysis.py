"""The chain of the analysis in the window: drawn, listed, followed and linked by keys alone."""

# ruff: noqa: F811 -- fixtures are handed over by name

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from desktop.markers import chain as chains
from desktop.markers import rows
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.session import Session
from storage.records import RegisterRow
from tests.screens import settle
from tests.views.conftest import accessible_problems
from tests.views.markers_scene import analysed
from tests.views.test_markers_wizard import case_of, scene, session  # noqa: F401
from views.analysis.page import AnalysisPage
from views.frame import Frame
from views.window import Window


@pytest.fixture
def frame(session: Session, settings: Settings, qapp: QApplication) -> Iterator[Frame]:
    """A frame inside the case, in a window of its own that has the keyboard."""
    theme().set(wish="light", scale=100)
    window = Window(settings)
    made = Frame(settings, session=session, circumstances=session.circumstances)
    window.show_widget(made)
    case = case_of(session)
    made.enter_case(case.id, case.code_name, case.reference)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    settle()
    yield made
    settle()
    theme().set(scale=100)
    window.close()
    window.deleteLater()


@pytest.fixture
def steps(session: Session) -> dict[str, str]:
    session.circumstances._count = 1_000_000  # the ids of the scene are taken
    return analysed(session, case_of(session))


@pytest.fixture
def page(frame: Frame, steps: dict[str, str]) -> AnalysisPage:
    frame.navigate("analysis", step=steps["finding"])
    settle()
    assert isinstance(frame.page, AnalysisPage)
    return frame.page


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)
    settle()


def words_below(page: AnalysisPage) -> str:
    return " | ".join(one.text() for one in page.below.findChildren(QLabel))


def chain_of(session: Session) -> Any:
    return session.look(chains.read, case_of(session).id)


def test_a_finding_is_shown_with_its_path_and_what_stands_against_it(
    page: AnalysisPage, steps: dict[str, str]
) -> None:
    cards = page.board.cards
    assert cards[steps["finding"]].chosen and cards[steps["note"]].on_path and cards[steps["loose"]].faint
    assert "Against it" in words_below(page) and "One surgery has an alert." in words_below(page)
    said = cards[steps["finding"]].accessibleName()
    assert said.startswith("Finding: 2 News travels by chance") and "leads to How would you know?" in said
    assert accessible_problems(page) == []


def test_arrow_keys_follow_the_chain_and_enter_opens_a_step_where_it_is_written(
    page: AnalysisPage, frame: Frame, steps: dict[str, str]
) -> None:
    page.focus_first()
    for key, expected in (
        (Qt.Key.Key_Left, "factor"), (Qt.Key.Key_Left, "first"), (Qt.Key.Key_Down, "second"),
        (Qt.Key.Key_Right, "loose"), (Qt.Key.Key_Up, "factor"), (Qt.Key.Key_Right, "finding"),
        (Qt.Key.Key_Right, "asked"),
    ):  # fmt: skip
        press(key)
        assert page.board._current == steps[expected]
        assert QApplication.focusWidget() is page.board.cards[steps[expected]]
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)
    assert frame._visit.page_id == "marker" and frame._visit.where["row"] == steps["finding"]


def test_a_link_is_added_by_keys_and_taken_away_with_undo(
    page: AnalysisPage, session: Session, steps: dict[str, str]
) -> None:
    page.board.focus_step(steps["loose"])
    settle()
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (steps["loose"], steps["finding"]) in chain_of(session).pairs
    assert page.board.cards[steps["finding"]].on_path
    page.unlink(steps["finding"])
    settle()
    assert (steps["loose"], steps["finding"]) not in chain_of(session).pairs
    page.context.actions.trigger("undo")
    settle()
    assert (steps["loose"], steps["finding"]) in chain_of(session).pairs


def test_the_table_says_the_same_and_stands_alone_where_it_is_narrow(
    page: AnalysisPage, frame: Frame, steps: dict[str, str]
) -> None:
    page.view.button("table").click()
    settle()
    assert page.stack.currentWidget() is page.table
    rows_shown = [page.model.row_at(at) for at in range(page.model.rowCount())]
    row = next(one for one in rows_shown if one is not None and one.id == steps["factor"])
    assert [cell.text for cell in row.cells] == [
        "Factor", "No shared record", "Three missed appointments", "2 News travels by chance"
    ]  # fmt: skip
    page.view.button("chain").click()
    theme().set(scale=200)
    frame.window().resize(1280, 720)
    settle()
    assert page.stack.currentWidget() is page.table and not page.view.isVisible()


def test_more_cards_than_have_room_wait_behind_a_link(
    page: AnalysisPage, session: Session, steps: dict[str, str]
) -> None:
    case = case_of(session)
    for number in range(9):
        episode = rows.registers_of(case)["episode"]
        session.do("row", rows.save, case, episode, {"title": f"Later {number}"})
    settle()
    shown = [card for card in page.board.cards.values() if card.step.column == "episode"]
    assert len(shown) == 8 and steps["first"] in page.board.cards
    page.board._turn("episode")
    settle()
    of_episodes = [card for card in page.board.cards.values() if card.step.column == "episode"]
    assert len(of_episodes) == len(chain_of(session).of("episode")) >= 11


def test_a_case_without_analysis_says_where_it_begins(frame: Frame, session: Session) -> None:
    for step in chain_of(session).steps:
        session.do("row", lambda work, step=step: rows.remove(work, work.get(RegisterRow, step.id)))
    frame.navigate("analysis")
    settle()
    page = frame.page
    assert isinstance(page, AnalysisPage) and page.stack.currentIndex() == 2
    assert page.empty.button is not None
    page.empty.button.click()
    settle()
    assert frame._visit.page_id == "marker" and frame._visit.where["marker"] == "QM13"
