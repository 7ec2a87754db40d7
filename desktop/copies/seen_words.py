"""Words that tesseract reads in the picture of a page, to suggest where boxes may be wanted.

A suggestion only: what it read is never kept and never leaves, a page still waits for a person, and without the program
nothing is missing but the suggestion. It gets bare pixels, never the file. Source: redaction design, section 3, scans.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.copies.burning import Drawn, lines
from desktop.errors import UserError
from desktop.intake.viewing import Box, Pixels
from desktop.isolation import IsolationFailure, run_program
from desktop.redaction.release import Releaser

RESOLUTION: Final = 300
"""Dots an inch that it reads best."""

_PROGRAM: Final = "tesseract"
_SECONDS: Final = 90.0
_WORD: Final = "5"
"""What a line of its table about one word begins with."""

_MARGIN: Final = 1.5
"""Points around a word: what was read is never quite where the ink is."""


@dataclass(frozen=True)
class SeenWord:
    """A word as it was read, the line it stands on, and its edges in pixels."""

    text: str
    line: tuple[str, ...]
    box: Box


def can_read_pictures() -> bool:
    """Whether the program is there."""
    return shutil.which(_PROGRAM) is not None


def seen_words(picture: Pixels) -> tuple[SeenWord, ...]:
    """The words in a picture of a page. Raises ``UserError`` where the program fails or takes too long."""
    head = f"P6\n{picture.width} {picture.height}\n255\n".encode("ascii")
    program = shutil.which(_PROGRAM) or _PROGRAM
    table = run_program(
        [program, "stdin", "stdout", "--dpi", str(RESOLUTION), "tsv"], head + picture.data, seconds=_SECONDS
    )
    if isinstance(table, IsolationFailure):
        raise UserError(
            "The picture of this page could not be read, so no box is suggested.",
            "Look at the page and draw the boxes yourself.",
            code="cannot-suggest",
        )
    rows = (line.split("\t") for line in table.decode("utf-8", "replace").splitlines())
    return tuple(
        SeenWord(row[11], tuple(row[2:5]), _box(*map(int, row[6:10])))
        for row in rows
        if len(row) == 12 and row[0] == _WORD and row[11].strip()
    )


def _box(left: int, top: int, width: int, height: int) -> Box:
    return float(left), float(top), float(left + width), float(top + height)


def suggested(seen: Sequence[SeenWord], releaser: Releaser, *, page: int, scale: float) -> tuple[Drawn, ...]:
    """Boxes over the words that the audience of ``releaser`` may not read; ``scale`` is pixels a point.

    ``releaser`` is one of its own: what it lists are places in words that nobody may rely on.
    """
    text, starts, before = "", [], None
    for word in seen:
        text += "" if before is None else " " if word.line == before else "\n"
        starts.append(len(text))
        text += word.text
        before = word.line
    replaced, groups = releaser.withhold(text, where=f"page {page}")
    boxes = {releaser.profile.box(group): group for group in sorted(groups, reverse=True)}
    found: list[Drawn] = []
    for one in replaced:
        under = [
            word.box
            for word, start in zip(seen, starts, strict=True)
            if start < one.end and one.start < start + len(word.text)
        ]
        for line in lines(under):
            left, top, right, bottom = (edge / scale for edge in line.box)
            found.append(
                Drawn(
                    page,
                    max(0.0, left - _MARGIN),
                    max(0.0, top - _MARGIN),
                    right + _MARGIN,
                    bottom + _MARGIN,
                    boxes.get(one.printed, ""),
                    suggested=True,
                )
            )
    return tuple(found)
