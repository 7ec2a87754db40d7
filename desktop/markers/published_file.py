"""The board's own copy of the published wording, read out of a file: in a child, like every file from outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop import intake
from desktop.errors import UserError
from desktop.markers import published
from desktop.markers.framework import Framework
from desktop.markers.published import Reading


def read_copy(
    path: Path, framework: Framework, *, marker_id: str = "", cancelled: Callable[[], bool] | None = None
) -> Reading:
    """Read a PDF, Word or text file against a framework; ``marker_id`` is what a person says a single page is.

    Raises ``UserError`` for a file that cannot be opened, holds no text (a scan) or none of the markers.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UserError("The file cannot be opened.", "Choose a file on this computer.") from problem
    found = intake.read(data, path.name, cancelled=cancelled)
    if not found.readable or not found.text.strip():
        raise UserError(
            "There is no text in this file: it may be a scan.", "Choose a copy with text in it.", code="no-text"
        )
    return published.read(found.text, framework, marker_id=marker_id)
