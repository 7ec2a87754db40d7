"""Runs an operation on a vault again and again, each time killed (SIGKILL) at another of its steps.

``python -m tests.faults.killed ACTION TEMPLATE FOLDER`` copies TEMPLATE to FOLDER/STEP for each step the operation
tells of, and once for a run to its end, and prints the steps as JSON. A process of its own, so that it may fork.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from storage import backup, header, keys, migrations, restoring, rotation, vault
from storage.opened import At
from storage.tables import load_all
from tests.storage import vaults
from tests.storage.vaults import PASSPHRASE, SYSTEM, reopen

END = "end"


def create(folder: Path, at: At) -> None:
    shutil.rmtree(folder)
    vault.create(folder, PASSPHRASE, circumstances=SYSTEM, argon=keys.CHEAP, at=at)


def rotate(folder: Path, at: At) -> None:
    opened = reopen(folder)
    rotation.rotate(opened, {opened.slot_id: PASSPHRASE}, at=at)


def save(folder: Path, at: At) -> None:
    backup.make(reopen(folder), folder.with_suffix(backup.SUFFIX), at=at)


def restore(folder: Path, at: At) -> None:
    """Three rows more than in the backup are in the live store."""
    opened = reopen(folder)
    saved = backup.make(opened, folder.with_suffix(backup.SUFFIX))
    vaults.fill(opened, 10, first=900)
    opened.close()
    restoring.restore(saved.path, folder, PASSPHRASE, circumstances=SYSTEM, at=at)


def upgrade(folder: Path, at: At) -> None:
    opened = reopen(folder)
    key = opened.keys.database
    opened.close()
    later = migrations.Schema(3, (*migrations.CURRENT.scripts, Path(__file__).with_name("later")))
    migrations.upgrade(vaults.store_of(folder), key, later, at=at)


def commit(folder: Path, at: At) -> None:
    """Killed between a commit and its anchor."""
    opened = reopen(folder)
    written = header.write

    def seen(*arguments: object, **options: object) -> None:
        at("committed")
        written(*arguments, **options)  # type: ignore[arg-type]
        at("anchored")

    header.write = seen  # type: ignore[assignment]
    vaults.fill(opened, 10, first=900)


ACTIONS: dict[str, Callable[[Path, At], None]] = {
    action.__name__: action for action in (create, rotate, save, restore, upgrade, commit)
}


def run(action: str, template: Path, where: Path) -> list[str]:
    """Kill the action at every step it has; gives the steps, the last one being its end."""
    importlib.import_module("alembic.command")  # once, and not in every child
    load_all()
    folder = where / f"{END}.caseward"
    shutil.copytree(template, folder)
    reader, writer = os.pipe()
    if not (child := os.fork()):
        ACTIONS[action](folder, lambda step: os.write(writer, step.encode() + b"\n") and None)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, "the operation itself failed"
    os.close(writer)
    with os.fdopen(reader) as told:
        steps = list(dict.fromkeys(told.read().split()))
    for step in steps:
        _kill_at(ACTIONS[action], template, where / f"{step}.caseward", step)
    return [*steps, END]


def _kill_at(action: Callable[[Path, At], None], template: Path, folder: Path, fatal: str) -> None:
    shutil.copytree(template, folder)
    if not (child := os.fork()):
        action(folder, lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == fatal else None)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, f"not killed at {fatal}"


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
