"""A window on a vault with packs that came back; made once, each test works on a copy of its own."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.qt.settings import Settings
from desktop.session import Session
from storage import keys
from tests.screens import settle
from tests.views.casework.keys import frame_of
from tests.views.conftest import PASSPHRASE
from tests.views.furnish import furnish
from tests.views.packed import PASSPHRASE as PACK_PASSPHRASE
from tests.views.packed import Packed, pack_up
from views.frame import Frame
from views.window import Window


@pytest.fixture(scope="session")
def packed_once(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """The vault and its packs, closed."""
    folder = tmp_path_factory.mktemp("packed")
    session, _ = sessions.create(folder / "Board vault.caseward", PASSPHRASE, "Robin Ashby", "board manager",
                                 argon=keys.CHEAP)  # fmt: skip
    made = pack_up(furnish(session), folder)
    made.reviewer.close()
    session.close()
    return made


@pytest.fixture
def packed(packed_once: Packed, tmp_path: Path) -> Iterator[Packed]:
    """Copies of it, open; the reviewer's pack is opened by those tests that need it."""
    for one in packed_once.folder.iterdir():
        target = tmp_path / one.name
        shutil.copytree(one, target) if one.is_dir() else shutil.copyfile(one, target)
    session = sessions.unlock(tmp_path / "Board vault.caseward", PASSPHRASE)
    world = dataclasses.replace(packed_once.world, session=session)
    yield dataclasses.replace(packed_once, world=world, folder=tmp_path)
    session.close()


@pytest.fixture
def session(packed: Packed) -> Session:
    """The board's session."""
    return packed.world.session


@pytest.fixture
def reviewer(packed: Packed) -> Iterator[Session]:
    """The reviewer's pack, open."""
    opened = sessions.unlock(packed.folder / "reviewer.caseward", PACK_PASSPHRASE)
    yield opened
    opened.close()


def window_on(qtbot, settings: Settings, session: Session) -> Window:
    """A window in sight."""
    window = Window(settings)
    window.setMinimumSize(0, 0)
    window.resize(1366, 728)
    window.show_widget(Frame(settings, session=session))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def window(qtbot, settings: Settings, session: Session) -> Iterator[Window]:
    """The window at the register of packs."""
    window = window_on(qtbot, settings, session)
    frame_of(window).navigate("packs")
    settle()
    yield window
    frame_of(window).navigate("packs")
    settle()
    window.hide()
    window.deleteLater()
    settle()
