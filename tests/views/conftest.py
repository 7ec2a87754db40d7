"""What tests of the window share: one dressed QApplication a process, a real vault that is quick to open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop import session as sessions
from desktop.qt import jobs as jobs_module
from desktop.qt.settings import Settings
from desktop.qt.theme import theme
from desktop.session import Session
from storage import keys
from storage import vault as vaults
from storage.circumstances import SystemCircumstances
from storage.records import Worker

PASSPHRASE = "orchard lamp gentle river copper"


class _StrayWindows(QObject):
    """Notes every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Light theme and 100 %; every job has ended afterwards."""
    theme().set(wish="light", scale=100, density="regular")
    yield
    assert jobs_module.jobs().stop_all()
    for _ in range(5):
        qapp.processEvents()


@pytest.fixture
def stray(qapp: QApplication) -> Iterator[list[str]]:
    """The kinds of windows that came up."""
    watcher = _StrayWindows()
    qapp.installEventFilter(watcher)
    yield watcher.seen
    qapp.removeEventFilter(watcher)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings")


@pytest.fixture
def vault_folder(tmp_path: Path) -> Path:
    """A closed vault whose key is quick to derive."""
    folder = tmp_path / "Board vault.caseward"
    around = SystemCircumstances()
    vault, _words = vaults.create(folder, PASSPHRASE, circumstances=around, argon=keys.CHEAP)
    session = Session(vault, Worker(name="Robin Ashby", role="board manager"), around)
    worker = Worker(name="Robin Ashby", role="board manager", slot_id=vault.slot_id, slot_kind="passphrase")
    session.do("Create the vault", lambda work: work.add(worker))
    session.close()
    return folder


@pytest.fixture
def session(vault_folder: Path) -> Iterator[Session]:
    """An open session in that vault."""
    opened = sessions.unlock(vault_folder, PASSPHRASE)
    yield opened
    opened.close()


def accessible_problems(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name, below ``root``; the tree is walked as a screen reader does."""
    from PySide6.QtGui import QAccessible

    problems: list[str] = []

    def walk(interface: Any, depth: int = 0) -> None:
        if interface is None or depth > 40:
            return
        state, role = interface.state(), interface.role()
        if not state.invisible and (state.focusable or role in _MUST_BE_NAMED):
            name = interface.text(QAccessible.Text.Name).strip()
            if not name or role == QAccessible.Role.NoRole:
                target = interface.object()
                problems.append(f"{type(target).__name__} {target.objectName() if target else ''} {role}")
        for at in range(min(interface.childCount(), 200)):
            walk(interface.child(at), depth + 1)

    from PySide6.QtGui import QAccessible as Q

    _MUST_BE_NAMED = {
        Q.Role.Button,
        Q.Role.EditableText,
        Q.Role.ComboBox,
        Q.Role.CheckBox,
        Q.Role.RadioButton,
        Q.Role.Table,
    }
    walk(QAccessible.queryAccessibleInterface(root))
    return problems
