"""The transcript: the words of an imported document taken out, released to one audience and set afresh.

Nothing of the layout of the original is kept but its pages, so no width or place tells anything about what is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.errors import UserError
from desktop.intake.reading import Reading
from desktop.paper.document import Block, Document, Furniture, Heading, Paragraph, Title
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, fixed
from desktop.wording import plural

_ENDS: Final = re.compile(r"[.!?:;)\]”\"’'][\s]*$")
_BULLET: Final = re.compile(r"\s*(?:[•·●▪*–-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_NO_TEXT: Final = "This page has no text that can be read. Nothing of it is here."
_SHORT: Final = 0.7
"""Share of the longest line below which a line ends its paragraph."""


def transcript(reading: Reading, releaser: Releaser, *, furniture: Furniture | None = None) -> Document:
    """The words of ``reading`` as the audience of ``releaser`` may read them, ready to be laid out.

    Places in ``releaser``'s lists are named ``page 1``, ``page 2`` and so on. Without ``furniture`` the pages carry
    plain words of our own. Raises ``UserError`` where the file could not be read.
    """
    if not reading.readable or not reading.text.strip():
        raise UserError(
            "This document has no words that could be set as a transcript.",
            "Make a facsimile and look at each of its pages.",
            code="no-words",
        )
    pages = [list(paragraphs(reading.text[page.start : page.end])) for page in reading.pages]
    releaser.prepare_parts(_pages_alone(reading), [text for page in pages for text in page])
    blocks: list[Block] = [Title(fixed("Transcript of a document")), statement(len(pages))]
    for number, page in enumerate(pages, 1):
        blocks += page_blocks(number, [releaser.release(text, where=f"page {number}") for text in page])
    return Document(fixed("Transcript of a document"), furniture or plain_furniture(), tuple(blocks), style="report")


def _pages_alone(reading: Reading) -> str:
    """The text of its pages, each on lines of its own: paragraphs are made of these signs."""
    return "\n".join(reading.text[page.start : page.end] for page in reading.pages)


def statement(pages: int = 0) -> Block:
    """What a transcript, of so many pages where they count, says of itself under its title."""
    of_pages = f" of {plural(pages, 'page')}" if pages else ""
    return Paragraph(
        fixed(
            f"These are the words of a document{of_pages}, set afresh, without its pictures, signatures and layout. "
            "Where words are withheld a box of one size stands in their place; some names are replaced by others or by "
            "what people do."
        ),
        style="note",
    )


def page_blocks(number: int, said: Sequence[Released]) -> list[Block]:
    """A page of the original (from 1): its heading and paragraphs, or that it had no words."""
    return [
        Heading(fixed(f"Page {number} of the original")),
        *(Paragraph(one) for one in said),
        *(() if said else (Paragraph(fixed(_NO_TEXT), style="note"),)),
    ]


def plain_furniture() -> Furniture:
    """What every page carries where no case says more."""
    return Furniture(
        marking=fixed("OFFICIAL-SENSITIVE"),
        reference=fixed("Redacted copy"),
        version=fixed("Transcript"),
        as_at=fixed(""),
        board=fixed(""),
        short_title=fixed("Transcript of a document"),
    )


def paragraphs(text: str) -> Iterator[str]:
    """Lines of a page as paragraphs: a blank line, a short line that ends a sentence and a bullet part them."""
    lines = [line.strip() for line in text.split("\n")]
    longest = max((len(line) for line in lines), default=0)
    gathered: list[str] = []
    for line in lines:
        if gathered and (not line or _BULLET.match(line) or _ends(gathered[-1], longest)):
            yield _together(gathered)
            gathered = []
        if line:
            gathered.append(line)
    if gathered:
        yield _together(gathered)


def _ends(line: str, longest: int) -> bool:
    if "\t" in line:
        return True
    return len(line) < _SHORT * longest and (bool(_ENDS.search(line)) or len(line) < 0.5 * longest)


def _together(lines: list[str]) -> str:
    """Lines as one; a hyphen at the end of a line stays, so that nobody has to guess whether it belongs there."""
    joined = ""
    for line in lines:
        joined += line if not joined or joined.endswith("-") else f" {line}"
    return joined
