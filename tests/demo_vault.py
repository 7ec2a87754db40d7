"""The demonstration for tests: built once for a state of the code, shared by the workers, given out as copies.

``demo_copy(folder)`` is a vault of one's own to change; ``demo_session(folder)`` is that vault open; ``demo_built()``
is the shared one, to be read only. A first build takes more than a minute: mark its tests ``timeout(600)``.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import pickle
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock

from desktop import session as sessions
from desktop.demonstration import PASSPHRASE, VAULT_NAME
from desktop.demonstration.builder import Report, build
from desktop.session import Session
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP

TODAY = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
_ROOT = Path(__file__).resolve().parents[1]
_PARTS = ("desktop", "storage", "resources")
_NOT_PART = {"__pycache__", "qt", "commands", "icons", "theme"}
_KEPT: list[Report] = []
# Asked for while this module is read (import it at the top): later each test has a folder of its own for such files.
# It lies with pytest's own folders, so that the next run finds what this one built.
_SHARED = Path(tempfile.gettempdir()) / f"pytest-of-{getpass.getuser()}"


def _state_of_the_code() -> str:
    """A digest of everything the demonstration is made by: another state, another build."""
    digest = hashlib.sha256()
    for part in _PARTS:
        for path in sorted((_ROOT / part).rglob("*")):
            if path.is_file() and not _NOT_PART & set(path.parts):
                facts = path.stat()
                digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def demo_built() -> Report:
    """The built demonstration of this state of the code: read only, whoever changes it breaks other tests."""
    if not _KEPT:
        place = _SHARED / "caseward-demonstration"
        _SHARED.mkdir(mode=0o700, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        with FileLock(place / "lock"):
            _KEPT.append(_built(place / _name_for_this_run(place)))
    return _KEPT[0]


def _name_for_this_run(place: Path) -> str:
    """One state for all workers of a run, also when a file is saved meanwhile."""
    note = place / f"run-{os.environ.get('PYTEST_XDIST_TESTRUNUID') or os.getpid()}"
    if not note.exists():
        note.write_text(_state_of_the_code())
    return note.read_text()


def _built(folder: Path) -> Report:
    for other in folder.parent.iterdir():
        if other not in (folder, folder.parent / "lock") and not _in_use(other):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    report_file = folder / "report.pickle"
    if not report_file.exists():
        shutil.rmtree(folder, ignore_errors=True)
        report = build(folder, today=TODAY, argon=CHEAP)
        report_file.write_bytes(pickle.dumps(report))
    return pickle.loads(report_file.read_bytes())  # type: ignore[no-any-return]


def _in_use(path: Path) -> bool:
    """Whether another run may still be reading it: younger than an hour."""
    return datetime.now(UTC).timestamp() - path.stat().st_mtime < 3600


def demo_copy(folder: Path) -> Path:
    """A copy of the vault in ``folder``: the path of the vault."""
    copy = folder / VAULT_NAME
    shutil.copytree(demo_built().vault, copy, ignore=shutil.ignore_patterns("backups"))
    return copy


def demo_session(folder: Path) -> Session:
    """A copy of the vault, opened as the board manager on 1 October 2026; whoever asks closes it."""
    around = FixedCircumstances(NOW)
    # The ids of the story are taken: those of this session begin far behind them.
    around._count = 1_000_000
    return sessions.unlock(demo_copy(folder), PASSPHRASE, circumstances=around)
