"""Looking at an imported PDF before it is copied: its text, what is withheld in it, pages a person must look at."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from desktop.copies.burning import Drawn
from desktop.errors import UserError
from desktop.intake.reading import COMMENT, UNMAPPED
from desktop.intake.viewing import Box
from desktop.isolation import Answer, Failure, IsolationFailure, Limits, Worker
from desktop.redaction.marks import Mark
from desktop.redaction.release import Releaser
from desktop.redaction.treatment import group_of

LIMITS: Final = Limits(seconds=120.0, memory=3 * 1024 * 1024 * 1024)
_LOOK: Final = "desktop.intake.formats.copying:look"
_LETTERS: Final = "desktop.intake.formats.copying:letters"
_ASKED: Final[dict[bytes, frozenset[int] | None]] = {}
"""What was found of files by their hash: a document is built more than once before it leaves."""
_ASKED_LIMIT: Final = 256
PICTURE: Final = "picture"
"""The class of profiles, section 2: photograph, face, signature, handwriting, drawing."""

_PICTURE_SHARE: Final = 0.5
"""Pictures over more than half of a page may hold words that no reader of text can see."""

_UNMAPPED_SHARE: Final = 0.05
_KEPT: Final = "No copy was made. The original is kept."

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


class Cancelled(Exception):
    """The person stopped it; nothing was written."""


class Concern(StrEnum):
    """Why a person must look at a page before it may leave."""

    NO_TEXT = "no text"
    PICTURE = "picture"
    SHAPES = "shapes"
    FONT = "font"

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        return _SENTENCES[self]


_SENTENCES: Final = {
    Concern.NO_TEXT: "has no text that can be read, so no name can be found on it",
    Concern.PICTURE: "is mostly a picture, which may show words that cannot be found",
    Concern.SHAPES: "shows a picture or drawn letters, which may be words that cannot be found",
    Concern.FONT: "uses a font that does not say which letters it draws",
}


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A page: from 1, size in points as displayed, where its text stands in the text of the survey.

    ``unread`` are places of pictures, and of letters and handwriting drawn as shapes, on a page whose text can be read.
    """

    number: int
    width: float
    height: float
    start: int
    end: int
    concern: Concern | None = None
    unread: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Survey:
    """A PDF as looked at: the text of all pages, joined by line ends."""

    pages: tuple[SurveyPage, ...]
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A stretch of the text of a survey that must not be seen; ``group`` is what is written into its box, if anything.
    """

    start: int
    end: int
    group: str = ""


def copier() -> Worker:
    """A child for one document, for ``survey`` and then ``facsimile``. Close it, or use ``with``."""
    return Worker(LIMITS)


def survey(
    data: bytes, *, worker: Worker | None = None, progress: Progress | None = None, cancelled: Stop | None = None
) -> Survey:
    """Look at every page of a PDF in a child. ``progress`` gets pages done and pages in all.

    Raises ``UserError`` where it cannot be read and ``Cancelled``.
    """
    if worker is None:
        with copier() as own:
            return survey(data, worker=own, progress=progress, cancelled=cancelled)
    pages: list[SurveyPage] = []
    whole = io.StringIO(newline="")
    at = count = 0
    for said in answers(worker, _LOOK, {}, data, cancelled):
        if "reason" in said.value:
            raise UserError(str(said.value["reason"]).removeprefix("Kept. "), _KEPT, code="cannot-copy")
        if "pages" in said.value:
            count = int(said.value["pages"])
            continue
        text = str(said.value["text"])
        width, height = said.value["size"]
        concern = _concern(said.value, text)
        places = _places(said.value) if concern is Concern.SHAPES else ()
        pages.append(SurveyPage(len(pages) + 1, float(width), float(height), at, at + len(text), concern, places))
        whole.write(text + "\n")
        at += len(text) + 1
        if progress:
            progress(len(pages), count)
    if not pages or len(pages) != count:
        raise cannot_copy()
    return Survey(tuple(pages), whole.getvalue()[:-1])


def _concern(said: Any, text: str) -> Concern | None:
    if not text.strip():
        return Concern.NO_TEXT if said["ink"] else None
    if said["blind"] or int(said["unmapped"]) > len(text) * _UNMAPPED_SHARE:
        return Concern.FONT
    if float(said["picture"]) > _PICTURE_SHARE:
        return Concern.PICTURE
    return Concern.SHAPES if said["unread"] else None


def _places(said: Any) -> tuple[Box, ...]:
    return tuple((float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in said["unread"])


def require_letters(data: bytes, texts: Sequence[str], *, worker: Worker | None = None) -> None:
    """Raise ``UserError`` where a page of a PDF is set in a font that says nothing of its letters: words taken from it
    may be other words, which no name would be found in. ``texts`` are those of its pages, as ``intake`` reads them.
    Scans and pictures are not refused here.
    """
    pages = _blind_fonts(data, worker)
    blind = [
        number
        for number, text in enumerate(texts, 1)
        if text.strip() and (pages is None or number - 1 in pages or _hides_letters(text))
    ]
    if blind:
        which = f"Page {blind[0]}" if len(blind) == 1 else f"{len(blind):,} pages, the first of them page {blind[0]},"
        raise UserError(
            f"{which} {_SENTENCES[Concern.FONT] if len(blind) == 1 else 'use fonts that do not say their letters'}, "
            "so no transcript was made.",
            "Make a facsimile and look at those pages, or type their words.",
            code="blind-font",
        )


def _blind_fonts(data: bytes, worker: Worker | None) -> frozenset[int] | None:
    """Pages (from 0) with a font that says nothing of its letters; ``None`` where nobody can tell."""
    digest = hashlib.sha256(data).digest()
    if digest not in _ASKED:
        if worker is None:
            with copier() as own:
                return _blind_fonts(data, own)
        answer = worker.call(_LETTERS, {}, data)
        said = None if isinstance(answer, IsolationFailure) else answer.value["blind"]
        if len(_ASKED) >= _ASKED_LIMIT:
            _ASKED.clear()
        _ASKED[digest] = None if said is None else frozenset(int(page) for page in said)
    return _ASKED[digest]


def _hides_letters(text: str) -> bool:
    on_page = text.partition(f"\n{COMMENT}")[0]
    return len(UNMAPPED.findall(on_page)) > len(on_page) * _UNMAPPED_SHARE


def answers(
    worker: Worker, function: str, arguments: dict[str, Any], data: bytes, cancelled: Stop | None
) -> Iterator[Answer]:
    """What a child says page by page. Raises ``UserError`` for a failure and ``Cancelled``."""
    for outcome in worker.stream(function, arguments, data, cancelled=cancelled):
        if isinstance(outcome, IsolationFailure):
            if outcome.kind is Failure.CANCELLED:
                raise Cancelled
            raise UserError(outcome.sentence, _KEPT, code="cannot-copy")
        yield outcome


def cannot_copy() -> UserError:
    """For answers of a child that make no sense."""
    return UserError("This PDF cannot be copied.", _KEPT, code="cannot-copy")


def withheld(
    looked: Survey, releaser: Releaser, *, where: str = "original", marks: Sequence[Mark] = ()
) -> tuple[Withheld, ...]:
    """Everything in the text that the audience of ``releaser`` may not read as it stands.

    Whatever would be replaced, by a pseudonym, a role or a wider date too, is withheld: pixels cannot be reworded.
    The text goes through as a whole, so that a name broken over a line or a page is found. ``marks`` are offsets of it.
    """
    found, boxed = releaser.withhold(looked.text, where=where, marks=marks)
    groups = {releaser.profile.box(group): group for group in sorted(boxed, reverse=True) if group}
    signs = {printed: releaser.profile.sign(group) for printed, group in groups.items()}
    return tuple(Withheld(one.start, one.end, signs.get(one.printed, "")) for one in found)


def over_unread(looked: Survey, *, suggested: bool = False) -> tuple[Drawn, ...]:
    """Boxes over the pictures and drawn letters of pages whose text can be read; a page that is a picture as a whole
    waits for a person instead. ``suggested`` ones are for a person to look at: the page waits all the same.
    """
    return tuple(
        Drawn(page.number, *box, group=group_of(PICTURE), suggested=suggested, grows=True)
        for page in looked.pages
        for box in page.unread
    )


def to_review(
    looked: Survey, *, reviewed: Collection[int] = (), drawn: Sequence[Drawn] = ()
) -> tuple[SurveyPage, ...]:
    """Pages that no person has looked at though they must: neither ``reviewed`` nor with a box by hand on them."""
    drawn_on = {box.page for box in drawn if not box.suggested}
    return tuple(
        page
        for page in looked.pages
        if page.concern is not None and page.number not in reviewed and page.number not in drawn_on
    )
