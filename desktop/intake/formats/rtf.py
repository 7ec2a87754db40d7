"""Rich text: the words, with headers, footnotes and comments, which the library would drop."""

from __future__ import annotations

import re
from typing import Final

from striprtf.striprtf import rtf_to_text

from desktop.intake.formats.found import Found, Unreadable
from desktop.intake.formats.reading import DAMAGED

_KEPT: Final = re.compile(r"(?:\\\*\s*)?\\(header[lrf]?|footer[lrf]?|footnote|annotation|shptxt|dptxbxtext)\b ?")
_INFO: Final = re.compile(r"\{\\(author|operator|title) ([^{}\\]{1,200})\}")
_DATE: Final = re.compile(r"\{\\(creatim|revtim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def parse(found: Found, data: bytes) -> None:
    source = data.decode("latin-1")
    if "\\object" in source or "\\objdata" in source:
        found.note("Files inside this document stayed in the original.")
    if "\\pict" in source:
        found.note("Pictures in this document cannot be searched.")
    if "\\deleted" in source:
        found.note("There are tracked changes. Words that were deleted are part of the text.")
    if "\\annotation" in source:
        found.note("Comments are part of the text.")
    # A group whose destination the library drops becomes an ordinary paragraph of the text.
    words: str = rtf_to_text(_KEPT.sub(r"\\par ", source), errors="replace")  # type: ignore[no-untyped-call]
    if not words.strip() and len(source) > 200 and source.count("{") != source.count("}"):
        raise Unreadable(DAMAGED)
    found.page(words.strip("\n"))
    _properties(found, source[:20_000])


def _properties(found: Found, head: str) -> None:
    for name, value in _INFO.findall(head):
        if name == "title":
            found.hint("Title in the file", value)
        else:
            found.author(value)
    for name, year, month, day in _DATE.findall(head):
        what = "Date the document was made" if name == "creatim" else "Date the document was last changed"
        found.date(what, f"{year}-{int(month):02d}-{int(day):02d}")
