"""What a document is made of, before anything is laid out: frozen blocks that hold released text only.

Whoever writes a document (a report, an index, a letter) says what stands in it, never how it looks. Every word in a
block is ``Released``; a plain string is refused when the block is made (DESIGN section 2, principle 2). Lengths are
millimetres. Laid out by ``desktop.paper.pdf``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from desktop.redaction.released import Released, fixed


class Look(StrEnum):
    """How a run of words stands out from those around it."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    NUMBER = "number"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Run:
    """Released words with one look; ``to`` names the anchor of a heading that the words lead to."""

    text: Released
    look: Look = Look.PLAIN
    to: str = ""

    def __post_init__(self) -> None:
        _must_be_released(self.text)


Text: TypeAlias = Released | tuple[Run, ...]
Cell: TypeAlias = tuple[Text, ...]
"""The paragraphs of one cell; none at all for an empty cell."""


def _must_be_released(value: object) -> None:
    if isinstance(value, (str, bytes)) or not isinstance(value, (Released, tuple)):
        raise TypeError("Paper takes released text only")
    if isinstance(value, tuple) and not all(isinstance(run, Run) for run in value):
        raise TypeError("Paper takes released text only")


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of a text; plain released words are one run. Raises TypeError for anything else.

    The last guard: rows of a register come here unchecked, one by one, because there may be thousands.
    """
    if isinstance(text, Released):
        return (Run(text),)
    _must_be_released(text)
    return text


def plain(text: Text) -> str:
    """The words of a text without their looks: for bookmarks and descriptions."""
    return "".join(run.text.text for run in runs_of(text))


def words(text: str) -> Released:
    """Our own fixed words, released. Never case text."""
    return fixed(text)


def led(label: Released, text: Released) -> Text:
    """A paragraph that begins with its name in italic: "Position: no objection"."""
    return (Run(label, Look.EMPHASIS), Run(fixed(" ")), Run(text))


class Block:
    """Anything that can stand in a document. Checks that every word given to it was released."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            _check(getattr(self, field.name), field.metadata.get("ours", False) or field.name in _OURS)


# Fields that hold names and codes of the application (anchors, styles), not words of a page.
_OURS = frozenset({"anchor", "style", "align", "to", "png", "picture", "rule", "paper", "language"})


def _check(value: Any, ours: bool) -> None:
    if isinstance(value, (str, bytes)) and not ours:
        raise TypeError("Paper takes released text only")
    if isinstance(value, tuple):
        for part in value:
            _check(part, ours)


@dataclass(frozen=True, slots=True)
class Title(Block):
    """The name of the document, once and first. In a list it is repeated on later pages as "(continued)"."""

    text: Text
    subtitle: Text | None = None


@dataclass(frozen=True, slots=True)
class FactsLine(Block):
    """Facts side by side on the line under a list's title; repeated with it."""

    facts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading: level 1 is a part (in a report it starts a page), 2 a heading, 3 a subheading."""

    text: Text
    level: Literal[1, 2, 3] = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Finding(Block):
    """A finding starts a page: its label ("Finding 2") and its statement are one heading."""

    label: Released
    statement: Text
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SideNote(Block):
    """A note that belongs to the heading before it: beside it in a report, under it elsewhere."""

    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text. ``speaker`` is the code of who is quoted, set small after a quotation."""

    text: Text
    style: Literal["body", "quote", "note", "lead", "thanks"] = "body"
    speaker: Released | None = None


@dataclass(frozen=True, slots=True)
class Lines(Block):
    """Lines that stand together without space between them: an address, date and reference."""

    lines: tuple[Text, ...]
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Bullets(Block):
    """A list without order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Numbered(Block):
    """A list in order; ``labels`` ("2.1") replace the plain count."""

    items: tuple[Text, ...]
    labels: tuple[Released, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFacts(Block):
    """Pairs of a name and a fact."""

    facts: tuple[tuple[Released, Text], ...]


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A small table as wide as the text. ``shares`` divide the width; ``right`` are columns of figures."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    shares: tuple[float, ...]
    right: frozenset[int] = frozenset()
    caption: Released | None = None


@dataclass(frozen=True, slots=True)
class Column(Block):
    """A column of a register: the lines of its heading, its width in mm, the rule before it."""

    heading: tuple[Released, ...]
    width: float
    group: Released | None = None
    rule: Literal["none", "hair", "strong"] = "none"
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Register(Block):
    """A table of any length: columns of fixed width, a heading on every page, rows that are never split.

    ``rows`` is shared, not copied. A row higher than a page goes on at the head of the next one. ``caption`` is
    repeated there with "(continued)".
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    caption: Released | None = None

    def __post_init__(self) -> None:
        _check(self.caption, False)


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A picture (PNG, drawn by us or already cleaned) with the words that stand for it."""

    png: bytes
    alt: Released
    width: float
    caption: Released | None = None


@dataclass(frozen=True, slots=True)
class Box(Block):
    """Blocks in a frame of 1 pt, kept on one page where they fit."""

    blocks: tuple[Block, ...]
    heading: Text | None = None


@dataclass(frozen=True, slots=True)
class Rule(Block):
    """A short rule between the title and the facts of a first page."""


@dataclass(frozen=True, slots=True)
class PageBreak(Block):
    """What follows starts a page."""


@dataclass(frozen=True, slots=True)
class ContentsEntry(Block):
    """One line of a list of contents; ``to`` is the anchor whose page is printed."""

    label: Released
    text: Text
    to: str


@dataclass(frozen=True, slots=True)
class Contents(Block):
    """Lines with page numbers that lead into the document."""

    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class SignOff(Block):
    """What is signed, by whom, and the mark by which a scanned sheet finds its record.

    ``digest`` holds the last 12 digits of the hash of what is signed (DESIGN section 8).
    """

    statement: Text
    signatories: tuple[Released, ...]
    reference: Released
    digest: Released | None = None


@dataclass(frozen=True, slots=True)
class Letterhead(Block):
    """The board's own head of a letter; a picture needs words that stand for it."""

    board: Released
    address: tuple[Released, ...]
    contact: tuple[Released, ...] = ()
    picture: bytes = b""
    alt: Released | None = None

    def __post_init__(self) -> None:
        if self.picture and not self.alt:
            raise ValueError("A letterhead's picture needs words that stand for it")


@dataclass(frozen=True, slots=True)
class Furniture(Block):
    """What every page carries (DESIGN section 6): marking, reference (a code name), version, as-at time, board.

    ``foot`` holds the standing statement, a paragraph each; ``signed`` says who prepared and authorised; ``note`` is
    the draft and copy number ("Draft 3, copy 7 of 12"), printed in head and foot.
    """

    marking: Released
    reference: Released
    version: Released
    as_at: Released
    board: Released
    short_title: Released
    foot: tuple[Released, ...] = ()
    signed: Released | None = None
    note: Released | None = None


Style = Literal["report", "list", "letter", "large_print"]


@dataclass(frozen=True, slots=True)
class Document(Block):
    """A whole document. ``title`` is what a reader's window shows; the file carries no other fact about itself."""

    title: Released
    furniture: Furniture
    blocks: tuple[Block, ...]
    style: Style = "report"
    language: Literal["en-GB", "cy-GB"] = "en-GB"
    landscape: bool = False
    paper: Literal["A4", "A3"] = "A4"


def _entries(blocks: Iterable[Block], kind: str) -> Iterator[ContentsEntry]:
    count = 0
    for block in blocks:
        finding = isinstance(block, Finding) and kind == "findings"
        part = isinstance(block, Heading) and block.level == 1 and kind == "parts"
        if not (finding or part) or not block.anchor:  # type: ignore[attr-defined]
            continue
        count += 1
        text = block.statement if isinstance(block, Finding) else block.text  # type: ignore[attr-defined]
        yield ContentsEntry(fixed(str(count)), text, block.anchor)  # type: ignore[attr-defined]
