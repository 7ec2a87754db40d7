"""Guards for files that are ZIP archives of XML: sizes before anything is unpacked, no document types."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from desktop.intake.formats.found import Unreadable

UNPACKED_LIMIT: Final = 800_000_000
MEMBER_LIMIT: Final = 20_000
_RATIO: Final = 400
_SMALL: Final = 20_000_000
_LOOK: Final = 8192

BOMB: Final = (
    "Kept. This file unpacks to far more than its size allows, as files made to do harm do. Caseward did not open it; "
    "ask the sender about it."
)
ENTITIES: Final = (
    "Kept. This file holds declarations that a Word document or spreadsheet never has, as files made to do harm do. "
    "Caseward did not open it; ask the sender about it."
)


def guard(data: bytes) -> int:
    """Looks at an archive before a library opens it; gives the bytes it says it unpacks to.

    Raises ``Unreadable`` for a ZIP bomb and for XML with a document type (entities that grow without end), which
    Office files must not have (ECMA-376 part 2, 8.1.4).
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if len(members) > MEMBER_LIMIT or total > UNPACKED_LIMIT or total > max(_SMALL, len(data) * _RATIO):
            raise Unreadable(BOMB)
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                with archive.open(member) as stream:
                    head = stream.read(_LOOK).replace(b"\x00", b"").upper()
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise Unreadable(ENTITIES)
    return total
