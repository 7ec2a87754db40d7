"""A case moved to a vault of its own from the window."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop import session as sessions
from desktop.session import Session
from storage import keys
from storage.records import Case
from tests.screens import clipped, settle
from tests.views.casework.keys import notice_words, page_of, press, tab_to, type_
from tests.views.conftest import accessible_problems
from tests.views.packed import Packed
from views.window import Window

OWN = "heather ladder slow canal"


def test_a_case_is_moved_by_keys_and_the_new_vault_opens(
    qtbot, packed: Packed, window: Window, session: Session, monkeypatch
) -> None:
    monkeypatch.setattr(keys, "calibrate", lambda: keys.CHEAP)
    page = page_of(window, "own-vault")
    assert accessible_problems(page) == []
    assert clipped(window) == []
    page.move()
    settle()
    assert page.case.error == "Choose the case that moves"
    assert page.name.error
    page.case.set_value(packed.world.case.id)
    page.name.focus()
    type_(qtbot, "Plover")
    tab_to(qtbot, "Folder to keep it in")
    type_(qtbot, str(packed.folder))
    tab_to(qtbot, "A passphrase for the new vault")
    type_(qtbot, OWN)
    page.again.focus()
    type_(qtbot, OWN)
    press(qtbot, Qt.Key.Key_Return)
    assert "The case is in Plover.caseward now" in notice_words(window)
    assert page.words.isVisible()
    assert "Plover, SCR-2016-01, on" in page.moved.text()
    assert [one.code_name for one in session.look(lambda store: store.find(Case))] == ["Heron"]
    own = sessions.unlock(packed.folder / "Plover.caseward", OWN)
    assert [one.code_name for one in own.look(lambda store: store.find(Case))] == ["Plover"]
    own.close()
