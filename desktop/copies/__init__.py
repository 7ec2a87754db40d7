"""Redacted copies of imported documents: facsimile (pixels) and transcript (laid out afresh).

Here: the two ways an imported document leaves, and photographs without what the camera wrote. The original is parsed in
a child (``intake.formats.copying``); boxes are burned into pixels here, and what leaves is built from those alone.
Not here: our own documents (``reports``, ``disclosure``), the leak gate (``redaction``), files on disk (``commands``).
"""

from desktop.copies.burning import Drawn, signed
from desktop.copies.facsimile import facsimile, write_facsimile
from desktop.copies.photograph import photo
from desktop.copies.seen_words import RESOLUTION as PICTURE_RESOLUTION
from desktop.copies.seen_words import can_read_pictures, seen_words, suggested
from desktop.copies.survey import (
    PICTURE,
    Cancelled,
    Concern,
    Survey,
    SurveyPage,
    Withheld,
    copier,
    over_unread,
    require_letters,
    survey,
    to_review,
    withheld,
)
from desktop.copies.transcript import transcript

__all__ = [
    "PICTURE",
    "PICTURE_RESOLUTION",
    "Cancelled",
    "Concern",
    "Drawn",
    "Survey",
    "SurveyPage",
    "Withheld",
    "can_read_pictures",
    "copier",
    "facsimile",
    "over_unread",
    "photo",
    "require_letters",
    "seen_words",
    "signed",
    "suggested",
    "survey",
    "to_review",
    "transcript",
    "withheld",
    "write_facsimile",
]
