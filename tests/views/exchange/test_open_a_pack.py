"""The borrower's first minutes: the file, its passphrase, and what the window says of being a pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.errors import UserError
from desktop.exchange import borrowing, returning
from desktop.qt.gate import Gate
from desktop.qt.settings import Settings
from tests.screens import settle
from tests.views.casework.keys import press, tab_to, type_
from tests.views.packed import PASSPHRASE, Packed, out
from views.application import pack_words
from views.first_run import FirstRun
from views.unlock import PackForm


def test_a_pack_is_opened_from_the_first_page_by_keys_and_refused_with_the_reason(
    qtbot, packed: Packed, settings: Settings, tmp_path: Path
) -> None:
    _, file = out(packed.world, tmp_path, name="given")
    page = FirstRun(Gate(settings))
    opened: list[object] = []
    page.opened.connect(opened.append)
    page.resize(1366, 728)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.focus_first()
    tab_to(qtbot, "Open a pack")
    press(qtbot, Qt.Key.Key_Space)
    form = page.stack.currentWidget().findChild(PackForm)
    tab_to(qtbot, "The pack")
    type_(qtbot, str(tmp_path / "back.caseward-pack")[:-4])
    tab_to(qtbot, "Name of the folder")
    form.folder.set_value(str(tmp_path))
    form.passphrase.focus()
    type_(qtbot, "not these words at all")
    press(qtbot, Qt.Key.Key_Return)
    assert "no file" in form.source.error or "not a pack" in form.source.error
    form.source.set_value(str(file))
    form.passphrase.entered.emit()
    settle()
    assert "not recognised" in form.passphrase.error
    form.passphrase.set_value(PASSPHRASE)
    form.passphrase.entered.emit()
    settle()
    (session,) = opened
    said, late = pack_words(session)
    assert said.startswith("Working pack, due back on ")
    assert not late
    assert settings.get("vaults")[0]["folder"].endswith("Working pack.caseward")
    session.close()


def test_the_boards_changes_are_not_a_pack_and_leave_no_folder(qtbot, packed: Packed, settings: Settings) -> None:
    _, file = out(packed.world, packed.folder, name="second")
    laptop = borrowing.unpack(file, packed.folder / "second.caseward", PASSPHRASE)
    session = packed.world.session
    session.do("note", lambda work: work.change(packed.world.case, summary="Changed at the board"))
    done = returning.bring_in(
        session,
        borrowing.give_back(laptop, packed.folder / "second-back.caseward-pack"),
        update_to=packed.folder / "changes.caseward-pack",
    )
    laptop.close()
    assert done.update is not None
    with pytest.raises(UserError, match="board’s changes"):
        Gate(settings).open_pack(done.update, packed.folder, "wrong", PASSPHRASE)
    assert not (packed.folder / "wrong.caseward").exists()
