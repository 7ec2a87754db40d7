"""A document laid out: released blocks in, the bytes of a tagged PDF out.

The file is PDF/UA-1 and a function of the document alone: equal documents give equal bytes (DESIGN sections 5 and 6).
Nothing is written to disk here; the leak gate reads the bytes before they get a name.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.paper.document import Block, Box, Contents, Document, Finding, Heading, Register, Run, Title
from desktop.paper.flow import Flow, Piece
from desktop.paper.fonts import Typesetter
from desktop.paper.furniture import PageFurniture, geometry
from desktop.paper.lines import LineBreaker
from desktop.paper.setting import Setting
from desktop.paper.structure import finish
from desktop.paper.styles import styles
from desktop.paper.tagging import Sheet
from desktop.paper.words import wording

Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """The person stopped the work; nothing was made."""


def lay_out(document: Document, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
            ) -> bytes:  # fmt: skip
    """The document as a tagged PDF.

    ``progress`` is told ``(done, of)`` as pieces are set, in rising order; ``cancelled`` is asked between pieces.
    Raises Cancelled, UserError for a character that no font has, ValueError for a document without a title or with a
    link that leads nowhere.
    """
    _check(document)
    place, setter = geometry(document), Typesetter()
    look = styles(document.style, landscape=document.landscape)
    breaker, said = LineBreaker(setter, look), wording(document.language)
    sheet = Sheet((place.width, place.height), setter, document.language)
    watch = _Watch(document, progress, cancelled)
    page = PageFurniture(document, place, setter, breaker, look, said)
    setting = Setting(document, place, setter, breaker, look, said, sheet.tree)
    Flow(sheet, page, watch.drawn).run(setting.pieces())
    pages = sheet.close()
    watch.drawn(None)
    return finish(pages, sheet, document.title.text, document.language)


class _Watch:
    """Tells how far the work is, and stops it when asked."""

    def __init__(self, document: Document, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._of = sum(len(block.rows) if isinstance(block, Register) else 1 for block in document.blocks) + 1
        self._done = 0
        self._progress = progress
        self._cancelled = cancelled

    def drawn(self, piece: Piece | None) -> None:
        """A piece is on its page; None when all are."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        self._done = self._of if piece is None else min(self._done + 1, self._of - 1)
        if self._progress is not None:
            self._progress(self._done, self._of)


def _check(document: Document) -> None:
    if sum(isinstance(block, Title) for block in document.blocks) != 1 or not document.title.text.strip():
        raise ValueError("A document has one title")
    places = [block.anchor for block in _walk(document.blocks) if isinstance(block, (Heading, Finding))]
    anchors = [anchor for anchor in places if anchor]
    if len(anchors) != len(set(anchors)):
        raise ValueError("Two headings have the same anchor")
    lost = set(_targets(document.blocks)) - set(anchors)
    if lost:
        raise ValueError(f"A link leads nowhere: {', '.join(sorted(lost))}")


def _walk(blocks: tuple[Block, ...]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Box):
            found += _walk(block.blocks)
    return found


def _targets(blocks: tuple[Block, ...]) -> list[str]:
    targets: list[str] = []
    for block in _walk(blocks):
        if isinstance(block, Contents):
            targets += [entry.to for entry in block.entries]
        elif not isinstance(block, (Register, Box)):
            targets += _links(getattr(block, "text", None)) + _links(getattr(block, "items", None))
    return targets


def _links(value: object) -> list[str]:
    if isinstance(value, Run):
        return [value.to] if value.to else []
    if isinstance(value, tuple):
        return [to for part in value for to in _links(part)]
    return []
