"""Reading files in: PDF, Word, spreadsheets, e-mail, images, text.

Here: bytes in, text and parts out, always in a child process (``desktop.isolation``); the parsers themselves are in
``formats`` and are imported by the child alone.
Not here: keeping what was read (``casework.material``), redaction, Qt.
"""

from desktop.intake.files import LARGEST_FILE, read, reader
from desktop.intake.reading import (
    UNREADABLE,
    DateHint,
    Extent,
    Hint,
    Kind,
    PageText,
    Part,
    Reading,
)
from desktop.intake.viewing import PageBoxes, Pixels, Viewing, WordBox, page_text_boxes, render, view

__all__ = [
    "LARGEST_FILE",
    "UNREADABLE",
    "DateHint",
    "Extent",
    "Hint",
    "Kind",
    "PageBoxes",
    "PageText",
    "Part",
    "Pixels",
    "Reading",
    "Viewing",
    "WordBox",
    "page_text_boxes",
    "read",
    "reader",
    "render",
    "view",
]
