"""Word documents: body, tables as rows, tracked changes, comments, notes, headers, text boxes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from docx.opc.package import OpcPackage
from docx.opc.part import Part as DocxPart
from docx.oxml import parse_xml

from desktop.intake.formats.archive import guard
from desktop.intake.formats.found import Found, Unreadable
from desktop.intake.formats.reading import DAMAGED
from desktop.wording import plural

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_REMOVED: Final = frozenset(("del", "moveFrom"))
_ADDED: Final = frozenset(("ins", "moveTo"))
_STORIES: Final = (
    ("header", "Header", "hdr"),
    ("footer", "Footer", "ftr"),
    ("footnotes", "Footnote", "footnote"),
    ("endnotes", "Endnote", "endnote"),
    ("comments", "Comment", "comment"),
)


class _Story:
    """Walks one XML part and gathers its lines; counts what is worth saying."""

    def __init__(self) -> None:
        self.changes = 0
        self.boxes = 0
        self.hidden = 0

    def lines(self, element: Any) -> Iterator[str]:
        """The lines of everything in ``element``, in the order they are read."""
        for child in element:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name and name not in ("sectPr", "tblPr", "pPr", "rPr") and child.tag != _FALLBACK:
                yield from self.lines(child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        now = "".join(self._words(paragraph, removed=False))
        yield now
        # A tracked change: the words that were taken out count as text, whole, so that a name cut in two is found.
        if any(_name(node) in _REMOVED for node in paragraph.iter()):
            self.changes += 1
            before = "".join(self._words(paragraph, removed=True))
            if before.strip() and before != now:
                yield f"[Before a tracked change] {before}"
        elif any(_name(node) in _ADDED for node in paragraph.iter()):
            self.changes += 1
        for box in _boxes(paragraph):
            self.boxes += 1
            yield from self.lines(box)

    def _words(self, element: Any, *, removed: bool) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name in (_ADDED if removed else _REMOVED) or name in ("txbxContent", "instrText", "pPr"):
                continue
            if child.tag == _FALLBACK:
                continue
            if name in ("t", "delText"):
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "vanish":
                self.hidden += 1
            else:
                yield from self._words(child, removed=removed)

    def _table(self, table: Any) -> Iterator[str]:
        for row in _within(table, "tr"):
            cells = [" ".join(line.replace("\n", " ") for line in self.lines(cell)) for cell in _within(row, "tc")]
            yield "\t".join(cell.strip() for cell in cells)


def _name(element: Any) -> str:
    """The local name of an element of WordprocessingML, of another vocabulary too; empty for comments."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rsplit("}", 1)[-1]


def _within(element: Any, name: str) -> Iterator[Any]:
    """Children called ``name``, also inside content controls and tracked rows, not inside nested tables."""
    for child in element:
        found = _name(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "del", "customXml", "moveFrom", "moveTo"):
            yield from _within(child, name)


def _boxes(element: Any) -> Iterator[Any]:
    """Text boxes anchored here; the older twin that Word writes for older programs is left out."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if _name(child) == "txbxContent":
            yield child
        else:
            yield from _boxes(child)


def parse(found: Found, data: bytes) -> None:
    guard(data)
    package = OpcPackage.open(io.BytesIO(data))
    story = _Story()
    main = _root(package.main_document_part)
    lines = list(story.lines(main))
    parts = list(package.iter_parts())
    counts: dict[str, int] = {}
    for kind, title, unit in _STORIES:
        for part in parts:
            if re.search(rf"/{kind}\d*\.xml$", str(part.partname), re.IGNORECASE):
                said = list(_story_lines(story, _root(part), title, unit))
                counts[title] = counts.get(title, 0) + len(said)
                lines += said
    found.page("\n".join(lines))
    if not found.has_words and not parts:
        raise Unreadable(DAMAGED)
    _notes(found, story, counts, parts)
    _properties(found, package, parts)


def _story_lines(story: _Story, root: Any, title: str, unit: str) -> Iterator[str]:
    """One line for each header, note or comment that has words, with what it is and who wrote it."""
    units = [root] if _name(root) == unit else [child for child in root if _name(child) == unit]
    for element in units:
        words = "\n".join(line for line in story.lines(element) if line.strip())
        if words:
            author = element.get(f"{_W}author") or element.get(f"{_STRICT}author")
            yield f"[{title} by {author}] {words}" if author else f"[{title}] {words}"


def _root(part: DocxPart) -> Any:
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _notes(found: Found, story: _Story, counts: dict[str, int], parts: list[Any]) -> None:
    if story.changes:
        found.note(
            f"{plural(story.changes, 'paragraph')} with tracked changes. Words that were deleted are part of the text."
        )
    if counts.get("Comment"):
        found.note(f"{plural(counts['Comment'], 'comment')} in the margin {_are(counts['Comment'])} part of the text.")
    if story.boxes:
        found.note(f"{plural(story.boxes, 'text box', 'text boxes')} {_are(story.boxes)} part of the text.")
    if story.hidden:
        found.note("Words that are hidden in Word are part of the text.")
    names = [str(part.partname).lower() for part in parts]
    pictures = sum(name.startswith("/word/media/") for name in names)
    inside = sum(name.startswith("/word/embeddings/") for name in names)
    if pictures:
        found.note(f"{plural(pictures, 'picture')} in this document cannot be searched.")
    if inside:
        found.note(f"{plural(inside, 'file')} inside this document stayed in the original.")
    if any("vbaproject" in name for name in names):
        found.note("This document holds macros. Caseward does not run them.")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _properties(found: Found, package: Any, parts: list[Any]) -> None:
    properties = package.core_properties
    found.author(properties.author)
    found.author(properties.last_modified_by)
    found.date("Date the document was made", properties.created)
    found.date("Date the document was last changed", properties.modified)
    found.hint("Title in the file", properties.title)
    for part in parts:
        if str(part.partname) == "/docProps/app.xml":
            for element in parse_xml(part.blob):
                if _name(element) == "Pages" and (element.text or "").isdigit():
                    found.extent["pages"] = min(int(element.text), 100_000)
