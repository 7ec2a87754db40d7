"""Fixtures of casework: a window on an empty vault, or on a copy of a furnished one that is made once."""

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
from tests.views.furnish import World, furnish
from views.casework.base import enter
from views.frame import Frame
from views.window import Window


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A furnished vault, closed, made once; each test works on a copy of its own."""
    folder = tmp_path_factory.mktemp("furnished") / "Board vault.caseward"
    session, _ = sessions.create(folder, PASSPHRASE, "Robin Ashby", "board manager", argon=keys.CHEAP)
    made = furnish(session)
    session.close()
    return folder, made


@pytest.fixture
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    """An open vault: a copy of the furnished one for tests of the world, an empty one for the others."""
    folder = tmp_path / "Board vault.caseward"
    if "world" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("furnished")[0], folder)
        opened = sessions.unlock(folder, PASSPHRASE)
    else:
        opened, _ = sessions.create(folder, PASSPHRASE, "Robin Ashby", "board manager", argon=keys.CHEAP)
    yield opened
    opened.close()


@pytest.fixture
def world(furnished: tuple[Path, World], session: Session) -> World:
    return dataclasses.replace(furnished[1], session=session)


@pytest.fixture
def window(qtbot, settings: Settings, session: Session) -> Iterator[Window]:
    """The window on an empty vault, at the list of cases."""
    window = Window(settings)
    window.setMinimumSize(0, 0)
    window.resize(1366, 728)
    window.show_widget(Frame(settings, session=session))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    frame_of(window).navigate("cases")
    settle()
    yield window
    frame_of(window).navigate("cases")  # pages let go of what they hold when they are left
    settle()
    window.hide()
    window.deleteLater()
    settle()


@pytest.fixture
def case_window(world: World, window: Window) -> Window:
    """The window inside the case of the furnished world."""
    enter(frame_of(window).context, world.case, "OFFICIAL-SENSITIVE")
    return window
