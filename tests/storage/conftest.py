"""Fixtures of the store's tests: a vault to open, and more copies of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage import vaults


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """A closed vault with 40 notes, and its recovery words; never opened itself."""
    folder = tmp_path_factory.mktemp("template") / "plover.caseward"
    return folder, vaults.make(folder)


@pytest.fixture
def words(template: tuple[Path, tuple[str, ...]]) -> tuple[str, ...]:
    """The recovery words of ``folder``."""
    return template[1]


@pytest.fixture
def copy(template: tuple[Path, tuple[str, ...]], tmp_path: Path) -> vaults.Copy:
    """Gives a fresh copy of the template at each call."""
    return vaults.copier(template[0], tmp_path)


@pytest.fixture
def folder(copy: vaults.Copy) -> Path:
    """A closed vault of this test's own."""
    return copy()
