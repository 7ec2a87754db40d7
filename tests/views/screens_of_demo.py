"""Screens of the demonstration as it was built: each page of the navigation, on the board's level and in every case.

Used with ``python -m tests.screens OUT --demo FOLDER``, FOLDER being what ``caseward demo FOLDER`` made; it is copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from desktop import session as sessions
from desktop.demonstration import PASSPHRASE, VAULT_NAME
from storage.records import Case
from tests.screens import Stage, screen, settle
from views import catalogue
from views.frame import Frame

CASES = ("Plover", "Teasel", "Heron")


def register(folder: Path) -> None:
    """Add the screens of the demonstration in ``folder``: ``demo-board-PAGE`` and ``demo-CASE-PAGE``."""
    for spec in catalogue.specs().values():
        if spec.level == "board":
            screen(f"demo-board-{spec.id}")(lambda stage, page=spec.id: _shown(stage, folder, page))
        for name in CASES if spec.level == "case" else ():
            screen(f"demo-{name.lower()}-{spec.id}")(
                lambda stage, page=spec.id, case=name: _shown(stage, folder, page, case)
            )


def _session(stage: Stage, folder: Path) -> Any:
    if stage._session is None:
        copy = stage.folder / VAULT_NAME
        shutil.copytree(folder / VAULT_NAME, copy, ignore=shutil.ignore_patterns("backups"))
        stage._session = sessions.unlock(copy, PASSPHRASE)
    return stage._session


def _shown(stage: Stage, folder: Path, page: str, case: str = "") -> Frame:
    session = _session(stage, folder)
    frame = stage.frame(session=session)
    if case:
        found = session.look(lambda store: store.find(Case, code_name=case))[0]
        frame.enter_case(found.id, found.code_name, found.reference, "OFFICIAL-SENSITIVE")
    frame.navigate(page)
    settle()
    return frame
