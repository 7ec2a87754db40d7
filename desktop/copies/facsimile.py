"""The facsimile: every page drawn as pixels, boxes burned in, and a new PDF built from those pixels alone.

A child draws the original and says where its words are; everything after that is done here, on pixels that carry
nothing of the original's structure. While the child draws a page, the page before it is burned and compressed.
Source: redaction design, section 3, recommended pipeline.
"""

from __future__ import annotations

import array
import io
import math
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any, BinaryIO, Final, TypedDict, Unpack

from desktop.copies.burning import Drawn, Patch, Span, burn, covered, patches
from desktop.copies.pixels import BitPixels, GreyPixels, Pixels
from desktop.copies.rebuilding import NewPdf, PlacedWord
from desktop.copies.survey import (
    LIMITS,
    Progress,
    Stop,
    Survey,
    Withheld,
    answers,
    cannot_copy,
    to_review,
)
from desktop.errors import UserError
from desktop.intake.viewing import Box
from desktop.isolation import Answer, Worker

RESOLUTION: Final = 200
"""Dots an inch: print of five points stays legible, a page stays near 40 kB."""

_DRAW: Final = "desktop.intake.formats.copying:draw"
_AHEAD: Final = 2
"""Pages that may wait between drawing and compressing: memory stays flat however long the document is."""

_LONG: Final = 24
"""Pages from which a second child is worth its start."""


@dataclass(frozen=True)
class Page:
    """A page as the child drew it."""

    width: float
    height: float
    pixels: Pixels
    words: tuple[str, ...]
    places: tuple[Box, ...]
    spans: tuple[Span, ...]


class Choices(TypedDict, total=False):
    """What may be said of a copy: see ``write_facsimile``."""

    drawn: Sequence[Drawn]
    reviewed: Collection[int]
    layer: bool
    transcript: bool
    worker: Worker | None
    progress: Progress | None
    cancelled: Stop | None


def facsimile(data: bytes, looked: Survey, withheld: Sequence[Withheld], **choices: Unpack[Choices]) -> bytes:
    """A redacted copy of a PDF as a new PDF, in memory. See ``write_facsimile``."""
    buffer = io.BytesIO()
    write_facsimile(buffer, data, looked, withheld, **choices)
    return buffer.getvalue()


def write_facsimile(
    sink: BinaryIO,
    data: bytes,
    looked: Survey,
    withheld: Sequence[Withheld],
    *,
    drawn: Sequence[Drawn] = (),
    reviewed: Collection[int] = (),
    layer: bool = True,
    transcript: bool = True,
    worker: Worker | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> None:
    """Write a redacted copy of a PDF to ``sink`` page by page: memory does not grow with its length.

    ``looked`` and ``withheld`` are of the same file. ``drawn`` are boxes by hand; ``reviewed`` the numbers of pages
    that a person has looked at. ``layer`` adds the words that stay, invisibly, for search and for reading aloud;
    ``transcript`` says on the first page that there is one. ``worker`` may be the one of ``survey``. ``progress``
    gets pages done and pages in all.
    Raises ``UserError`` (code ``to-review``) while a page waits for a person or the file cannot be drawn, and
    ``Cancelled``.
    """
    _refuse_unseen(looked, drawn, reviewed)
    signs = {*(one.group for one in withheld), *(one.group for one in drawn)}
    new = NewPdf(sink, pages=len(looked.pages), transcript=transcript, layer=layer, signs=signs)
    spans = _spans_by_page(looked, withheld)
    done = 0
    for number, page in enumerate(_drawn_pages(data, looked, spans, worker, cancelled), 1):
        by_hand = [box for box in drawn if box.page == number]
        found = patches(page.spans, by_hand, page.places, (page.width, page.height))
        scale = page.pixels.width / page.width
        burn(page.pixels, found, scale)
        words = _kept_words(page, found, scale) if layer else ()
        new.add(page.pixels, (page.width, page.height), words=words)
        done = number
        if progress:
            progress(number, len(looked.pages))
    if done != len(looked.pages):
        raise cannot_copy()
    new.finish()


def _refuse_unseen(looked: Survey, drawn: Sequence[Drawn], reviewed: Collection[int]) -> None:
    waiting = to_review(looked, reviewed=reviewed, drawn=drawn)
    if waiting:
        pages = ", ".join(str(page.number) for page in waiting[:20]) + (" and more" if len(waiting) > 20 else "")
        raise UserError(
            f"A person must look at {len(waiting):,} of {len(looked.pages):,} pages first: {pages}.",
            "Copy it from its item in the window: draw boxes there, or say that you have looked at the page.",
            code="to-review",
        )


def _spans_by_page(looked: Survey, withheld: Sequence[Withheld]) -> dict[int, list[Withheld]]:
    """Withheld stretches cut at page ends, by page from 0, as offsets of the text of the page."""
    found: dict[int, list[Withheld]] = {}
    ordered = sorted(withheld, key=lambda one: (one.start, one.end))
    at = 0
    for one in ordered:
        while at < len(looked.pages) - 1 and looked.pages[at].end < one.start:
            at += 1
        for index in range(at, len(looked.pages)):
            page = looked.pages[index]
            if page.start >= one.end:
                break
            start, end = max(one.start, page.start) - page.start, min(one.end, page.end) - page.start
            if start < end:
                found.setdefault(index, []).append(Withheld(start, end, one.group))
    return found


def _drawn_pages(
    data: bytes,
    looked: Survey,
    spans: dict[int, list[Withheld]],
    worker: Worker | None,
    cancelled: Stop | None,
) -> Iterator[Page]:
    """Pages in order as they are drawn, a few ahead of whoever takes them; long documents by two children in turn."""
    lanes = 2 if len(looked.pages) >= _LONG and (os.cpu_count() or 1) > 1 else 1
    left = Event()

    def stop() -> bool:
        return left.is_set() or (cancelled is not None and cancelled())

    asked = {str(page): [(one.start, one.end) for one in found] for page, found in spans.items()}
    queues: list[Queue[Answer | Exception | None]] = [Queue(_AHEAD) for _ in range(lanes)]
    threads = []
    for first, queue in enumerate(queues):
        arguments = {"scale": RESOLUTION / 72, "spans": asked, "first": first, "step": lanes}
        given = (data, arguments, queue, left, stop, None if first else worker)
        threads.append(Thread(target=_fetch, args=given, name="facsimile", daemon=True))
        threads[-1].start()
    try:
        for index in range(len(looked.pages)):
            item = queues[index % lanes].get()
            if isinstance(item, Exception):
                raise item
            if item is None:
                raise cannot_copy()
            yield _page(item, looked, index, spans.get(index, []))
    finally:
        left.set()
        for queue in queues:
            _drain(queue)
        for thread in threads:
            thread.join()


def _fetch(
    data: bytes, arguments: dict[str, Any], queue: Queue[Any], left: Event, stop: Stop, worker: Worker | None
) -> None:
    try:
        with nullcontext(worker) if worker else Worker(LIMITS) as lane:
            for answer in answers(lane, _DRAW, arguments, data, stop):
                _put(queue, answer, left)
        _put(queue, None, left)
    except Exception as problem:  # handed to the thread that waits
        _put(queue, problem, left)


def _put(queue: Queue[Any], item: object, left: Event) -> None:
    while not left.is_set():
        try:
            queue.put(item, timeout=0.1)
        except Full:
            continue
        return


def _drain(queue: Queue[Any]) -> None:
    while True:
        try:
            queue.get_nowait()
        except Empty:
            return


def _page(answer: Answer, looked: Survey, index: int, spans: Sequence[Withheld]) -> Page:
    """The answer of the child, nothing of it believed."""
    said, known = answer.value, looked.pages[index]
    try:
        (width, height), (columns, rows) = said["size"], said["pixels"]
        drawn, word_floats, sign_floats = answer.frames
        counts = [int(count) for count in said["signs"]]
        offsets = [int(offset) for offset in said["words"]]
        sensible = (
            (float(width), float(height), int(said["length"])) == (known.width, known.height, known.end - known.start)
            and len(drawn) == (((columns + 7) // 8) if said["plain"] else columns) * rows > 0
            and len(word_floats) == 8 * len(offsets)
            and len(counts) == len(spans)
            and len(sign_floats) == 16 * sum(counts)
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise cannot_copy() from problem
    if not sensible:
        raise cannot_copy()
    text = looked.text[known.start : known.end]
    words = tuple(text[start:end] for start, end in zip(offsets[::2], offsets[1::2], strict=True))
    return Page(
        known.width,
        known.height,
        BitPixels(drawn, columns, rows) if said["plain"] else GreyPixels(drawn, columns, rows),
        words,
        tuple(_boxes(word_floats)),
        tuple(_span(one, signs) for one, signs in zip(spans, _parted(_boxes(sign_floats), counts), strict=True)),
    )


def _boxes(data: bytes) -> list[Box]:
    floats = array.array("f")
    floats.frombytes(data)
    if not all(map(math.isfinite, floats)):
        raise cannot_copy()
    return list(zip(*(iter(floats),) * 4, strict=True))


def _parted(boxes: list[Box], counts: Sequence[int]) -> Iterator[list[Box]]:
    at = 0
    for count in counts:
        yield boxes[at : at + count]
        at += count


def _span(one: Withheld, signs: list[Box]) -> Span:
    if not signs:
        # A name that stands nowhere cannot be covered: hidden text, or a font without measures.
        raise UserError(
            "A page holds a name that is read but stands nowhere on the page, so it cannot be covered.",
            "Make a transcript of this document instead.",
            code="cannot-cover",
        )
    return Span(one.start, one.end, tuple(signs), one.group)


def _kept_words(page: Page, found: Sequence[Patch], scale: float) -> list[PlacedWord]:
    """Words that are still seen: not under a box of ours, and not under or of the colour of what was there before."""
    boxes = [patch.box for patch in found]
    width, height = page.pixels.width, page.pixels.height
    varies, kept = page.pixels.varies, []
    for text, place in zip(page.words, page.places, strict=True):
        left, top, right, bottom = place
        row = int((top + bottom) / 2 * scale)
        first, last = max(0, int(left * scale)), min(width, int(right * scale) + 1)
        if not (0 <= row < height and first < last):
            continue
        # Ink on ground in the middle of the word, or a little lower where small letters are.
        lower = min(height - 1, int((top + 0.62 * (bottom - top)) * scale))
        if (varies(row, first, last) or varies(lower, first, last)) and not covered(place, boxes):
            kept.append((text, place))
    return kept
