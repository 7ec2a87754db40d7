"""Builds the demonstration: takes the steps of the script in order of time, with the clock of the story.

A group of steps is a module with ``STEPS``: number, moment ("2016-05-13 15:00", or "-150 10:00" counted back from the
day the demonstration is made) and a function that takes the ``Desk`` and gives the facts that must be seen.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from desktop import intake
from desktop.demonstration import (
    VAULT_NAME,
    contents,
    other_cases,
    steps_chronology,
    steps_closing,
    steps_deciding,
    steps_documents,
    steps_index,
    steps_later,
    steps_markers,
    steps_packs,
    steps_report,
    steps_running,
    steps_setting_up,
)
from desktop.demonstration.desk import Desk, Seen
from desktop.errors import UserError
from storage.circumstances import Circumstances, FixedCircumstances, SystemCircumstances
from storage.keys import Argon

Step: TypeAlias = tuple[str, str, Callable[[Desk], dict[str, Any]]]
Progress = Callable[[int, int, str], None]
GROUPS: tuple[Sequence[Step], ...] = (
    steps_setting_up.STEPS,
    steps_deciding.STEPS,
    steps_index.STEPS,
    steps_running.STEPS,
    steps_packs.STEPS,
    steps_report.STEPS,
    steps_later.STEPS,
    steps_closing.STEPS,
    steps_markers.STEPS,
    steps_chronology.STEPS,
    steps_documents.STEPS,
    other_cases.STEPS,
)
MODEST = Argon(64 * 1024, 3, 4)
"""Cost of the demonstration's passphrases: they are printed, so nothing is won by making them dear."""
BEGINNING = datetime(2016, 2, 24, 9, 0, tzinfo=UTC)
EARLIEST = date(2018, 9, 1)
"""Before this day the story of Plover would not be over when Heron begins."""
_EXPORTS = "exports"


@dataclass(frozen=True)
class Report:
    """What was built: where, what each step showed, and how long it took in seconds."""

    vault: Path
    exports: Path
    log: tuple[Seen, ...]
    seconds: float

    def facts(self, step: str) -> dict[str, Any]:
        """What a step showed."""
        return next(seen.facts for seen in self.log if seen.step == step)


def build(
    folder: Path,
    *,
    today: date | None = None,
    argon: Argon = MODEST,
    progress: Progress | None = None,
    until: str = "",
    around: Circumstances | None = None,
) -> Report:
    """Build the demonstration in ``folder``: a vault and every document beside it.

    ``until`` ends after that step, for tests. Raises ``UserError`` when the folder holds a vault or exports, or
    ``today`` is before the story ends; nothing is left of a build that did not finish.
    """
    real = around or SystemCircumstances()
    day = today or real.today()
    _must_be_free(folder)
    if day < EARLIEST:
        raise UserError("The story would not be over on that day.", f"Choose {EARLIEST:%Y} or later.", status=2)
    began = real.monotonic()
    vault, exports = folder / VAULT_NAME, folder / _EXPORTS
    folder.mkdir(parents=True, exist_ok=True)
    try:
        log = _work(vault, exports, day, argon, progress, until)
    except BaseException:
        for made in (vault, exports):
            shutil.rmtree(made, ignore_errors=True)
        raise
    return Report(vault, exports, tuple(log), real.monotonic() - began)


def _must_be_free(folder: Path) -> None:
    if folder.is_file():
        raise UserError("There is a file of that name.", "Name a folder.", status=2)
    if folder.is_dir() and any(folder.glob("*.caseward")):
        raise UserError("That folder holds a vault, so nothing was built.", "Choose an empty folder.")
    if (folder / _EXPORTS).exists():
        raise UserError("That folder holds exports already, so nothing was built.", "Choose an empty folder.")


def _work(vault: Path, exports: Path, today: date, argon: Argon, progress: Progress | None, until: str) -> list[Seen]:
    steps = in_order(today)
    with intake.reader() as child, tempfile.TemporaryDirectory(prefix="caseward-laptop-") as laptop:
        desk = Desk(vault, Path(laptop), exports, today, argon, FixedCircumstances(BEGINNING), child)
        try:
            for at, (moment, number, function) in enumerate(steps):
                if progress:
                    progress(at, len(steps), f"Step {number}")
                desk.set_clock(moment)
                try:
                    desk.log.append(Seen(number, function(desk)))
                except Exception as problem:
                    problem.add_note(f"Step {number} of the demonstration, {moment:%d %B %Y}")
                    raise
                if number == until:
                    break
            contents.write(desk)
        finally:
            desk.close()
    return desk.log


def in_order(today: date) -> list[tuple[datetime, str, Callable[[Desk], dict[str, Any]]]]:
    """Every step with its moment, in order of time."""
    steps = [(moment_of(moment, today), number, function) for group in GROUPS for number, moment, function in group]
    return sorted(steps, key=lambda step: step[0])


def moment_of(text: str, today: date) -> datetime:
    """A moment of the story: a day and time, or days before ``today`` and a time."""
    day, clock = text.split(" ")
    hours, minutes = clock.split(":")
    on = today - timedelta(days=int(day[1:])) if day.startswith("-") else date.fromisoformat(day)
    return datetime(on.year, on.month, on.day, int(hours), int(minutes), tzinfo=UTC)
