"""The archive from the window: after a warning, read back, open until its end is recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.exchange import archive
from desktop.session import Session
from tests.screens import clipped, settle
from tests.views.casework.keys import CTRL, frame_of, notice_words, page_of, press, tab_to, type_
from tests.views.conftest import accessible_problems
from tests.views.packed import Packed
from views.casework.base import enter
from views.window import Window


def test_an_archive_is_written_after_a_warning_and_its_end_recorded_by_keys(
    qtbot, packed: Packed, window: Window, session: Session
) -> None:
    enter(frame_of(window).context, packed.world.case, "OFFICIAL-SENSITIVE")
    page = page_of(window, "archive")
    assert accessible_problems(page) == []
    assert clipped(window) == []
    assert "1 pack still out" in page.plan.text()
    page.write()
    assert "Tick that you know" in page.archive_form.summary.accessibleDescription()
    page.known.setChecked(True)
    tab_to(qtbot, "Folder for the archive")
    type_(qtbot, str(packed.folder))
    tab_to(qtbot, "Who receives it")
    type_(qtbot, "The county archive")
    tab_to(qtbot, "Write the archive")
    press(qtbot, Qt.Key.Key_Space)
    assert page.archive_form.fields["reason"].error == "Enter why, and who authorised it"
    page.archive_form.fields["reason"].focus()
    type_(qtbot, "Closing, authorised by the chair")
    tab_to(qtbot, "Write the archive")
    press(qtbot, Qt.Key.Key_Space)
    settle()
    assert "is written and was read back" in notice_words(window)
    (folder,) = packed.folder.glob("SCR-2016-01 archive *")
    assert archive.check(folder) == ()
    assert not page.known.isChecked(), "the warning is asked anew each time"
    tab_to(qtbot, "Record what became of it: Archive, for The county archive")
    press(qtbot, Qt.Key.Key_Space)
    type_(qtbot, "Handed over, receipt 4")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert session.look(archive.open_ones, packed.world.case.id) == ()
