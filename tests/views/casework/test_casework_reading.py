"""Casework by keys: Tab in reading order, a board that has no name yet, and a disposal that a hold refuses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.casework import board, cases
from desktop.session import Session
from storage.records import Case, Material
from tests.views.casework.keys import CTRL, frame_of, page_of, press, tab_to, type_
from tests.views.furnish import World
from views import kit
from views.kit.text import Link
from views.window import Window


def test_tab_goes_as_one_reads_into_a_row_just_added_and_then_to_save(qtbot, window) -> None:
    page_of(window, "open-case")
    tab_to(qtbot, "Add another child")
    press(qtbot, Qt.Key.Key_Return)
    names = []
    for _ in range(30):
        at = QApplication.focusWidget()
        names.append((at.accessibleName() or at.text()).removesuffix(" (optional)"))
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert names[:5] == ["Full name", "Born", "Died", "Add another child", "Household"]
    last = names.index("What happened, in short")
    assert names[last + 1 : last + 3] == ["Open the case", "Cancel"]
    again = names.index("Remove: Child 1")
    assert names[again + 1 : again + 5] == ["Full name", "Born", "Died", "Remove: Child 2"]


def test_a_disposal_is_refused_under_a_hold_in_words_beside_the_form(
    qtbot, case_window: Window, world: World, session: Session
) -> None:
    item = session.look(lambda store: store.find(Material, case_id=world.case.id))[0]
    session.do("hold", lambda work: cases.place_hold(work, work.get(Case, world.case.id), "The trial"))
    page = page_of(case_window, "item", item=item.id)
    tab_to(qtbot, "Record that it was destroyed")
    press(qtbot, Qt.Key.Key_Return)
    type_(qtbot, "Independent chair")
    tab_to(qtbot, "How it was destroyed")
    type_(qtbot, "Shredded")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    form = page.disposal.itemAt(0).widget()
    assert "A preservation hold stands on this case" in " ".join(
        link.text() or link.accessibleName() for link in form.form.summary.findChildren(Link)
    ) or "A preservation hold stands" in " ".join(one.text() for one in form.findChildren(kit.Label))
    assert session.look(lambda store: store.one(Material, id=item.id)) is not None


def test_a_new_vault_asks_for_the_board_first(qtbot, window: Window, session: Session) -> None:
    page = page_of(window, "cases")
    assert page.board_first.isVisible()
    tab_to(qtbot, "Enter the board’s details")
    press(qtbot, Qt.Key.Key_Return)
    assert frame_of(window).page.TITLE == "Board details"
    session.do("board", board.save_board, name="Fellmarsh LSCB")
    page = page_of(window, "cases")
    assert not page.board_first.isVisible()
