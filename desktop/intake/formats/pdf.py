"""PDF: text by page, comments and form fields, files inside, and what stands in the way of reading."""

from __future__ import annotations

import re
from typing import Any, Final

from desktop.intake.formats.found import Found, Unreadable, clean
from desktop.intake.formats.pdfium import PageWords, annotation_texts, open_pdf
from desktop.intake.reading import COMMENT
from desktop.wording import plural

DAMAGED: Final = "Kept. This PDF is damaged or incomplete and cannot be opened. Ask the sender for it again."
LOCKED: Final = (
    "Kept. This PDF needs its password to open. Ask the sender for a copy without one, or open it elsewhere under a "
    "recorded loan."
)
EMPTY: Final = "Kept. This PDF has no pages. Ask the sender for it again."
PAGE_LIMIT: Final = 20_000
_PARTS: Final = 500


def parse(found: Found, data: bytes) -> None:
    document = open_pdf(data, damaged=DAMAGED, locked=LOCKED)
    count = len(document)
    if count == 0:
        raise Unreadable(EMPTY)
    found.extent["pages"] = count
    without = _pages(found, document, min(count, PAGE_LIMIT))
    if count > PAGE_LIMIT:
        found.note(f"Only the first {PAGE_LIMIT:,} pages can be searched.")
    if without:
        found.note(_scanned(without, count))
    _metadata(found, document)
    _attachments(found, document)


def _pages(found: Found, document: Any, count: int) -> list[int]:
    """Adds each page; gives the numbers of those without words."""
    without, unmapped, broken, comments = [], [], [], 0
    for number in range(count):
        try:
            page = document[number]
        except Exception:  # pdfium cannot load this one page
            broken.append(number + 1)
            found.page("")
            continue
        with PageWords(page) as words:
            read, strange = words.text, words.unmapped
        extra = annotation_texts(page)
        page.close()
        comments += len(extra)
        found.page(whole_text(read, extra))
        if not read.strip():
            without.append(number + 1)
        elif strange * 10 > len(read):
            unmapped.append(number + 1)
    if broken:
        found.note(f"{_numbers(broken)} could not be opened.")
    if unmapped:
        found.note(f"{_numbers(unmapped)} use a font that does not say which letters it draws; search may miss words.")
    if comments:
        found.note(f"{plural(comments, 'comment or form field', 'comments and form fields')} can be searched too.")
    return [number for number in without if number not in broken]


def whole_text(read: str, extra: list[str]) -> str:
    """The text of a page with its comments and form fields after it."""
    return read + "".join(f"\n{COMMENT} {clean(text)}" for text in extra)


def _scanned(without: list[int], count: int) -> str:
    if len(without) == count:
        return (
            "No page has text that can be read: these are pictures of pages. Search cannot find words in them; "
            "look at each page."
        )
    verb = "has" if len(without) == 1 else "have"
    return f"{_numbers(without)} {verb} no text that can be read. Search cannot find words there; look at each."


def _numbers(numbers: list[int]) -> str:
    """``Page 3``, ``Pages 3, 4 and 7``, ``Pages 3, 4, 5 and 20 more``."""
    if len(numbers) == 1:
        return f"Page {numbers[0]}"
    if len(numbers) <= 6:
        return f"Pages {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return f"Pages {', '.join(map(str, numbers[:3]))} and {len(numbers) - 3:,} more"


def _metadata(found: Found, document: Any) -> None:
    said = document.get_metadata_dict()
    found.author(said.get("Author"))
    for key, what in (("CreationDate", "Date the PDF was made"), ("ModDate", "Date the PDF was last changed")):
        match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", said.get(key, ""))
        if match:
            found.date(what, "-".join(match.groups()))
    for key, name in (("Title", "Title in the file"), ("Subject", "Subject in the file"), ("Creator", "Made with")):
        found.hint(name, said.get(key))


def _attachments(found: Found, document: Any) -> None:
    total = document.count_attachments()
    for index in range(min(total, _PARTS)):
        attachment = document.get_attachment(index)
        try:
            found.part(attachment.get_name() or "", bytes(attachment.get_data()), "application/octet-stream")
        except Exception:  # an attachment that is named but not there
            found.note("A file inside this PDF is damaged and stays inside the original.")
    if total > _PARTS:
        found.note(f"{total - _PARTS:,} more files are inside this PDF and stay inside the original.")
