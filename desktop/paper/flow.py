"""Pieces on pages: what goes where, what stays together, what is said again at the head of the next page.

A document is a stream of pieces, each measured once. The flow takes them one by one, so a register of any length costs
the same for each row and nothing is laid out twice. Heights are points; ``top`` counts from the foot of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from desktop.errors import UserError
from desktop.paper.styles import STRONG
from desktop.paper.tagging import Sheet

Keep = Literal["", "soft", "tight"]

# Between the frame of a box and its text where the box goes on over a page.
_FRAME_AIR = 7.0
# Between the last line of a side note and a box or heading below it.
_NOTE_AIR = 9.0
# Less room than this at the foot of a page is left empty.
_WORTH_BEGINNING = 72.0


class Head(Protocol):
    """What a table says again at the head of each page that it continues on."""

    @property
    def height(self) -> float:
        """Its height in points."""

    def draw_again(self, sheet: Sheet, top: float) -> None:
        """Draw it as an artifact."""


@dataclass(slots=True, eq=False)
class Frame:
    """A box around pieces, from ``left``, ``width`` wide."""

    left: float
    width: float


@dataclass(slots=True, kw_only=True, eq=False)
class Piece:
    """Something with a height that is drawn at one place.

    ``keep`` ties it to the next piece: ``tight`` always, ``soft`` where both fit on one page. ``starts_page`` puts it
    at the head of a page, with its space above it. ``clear`` keeps it below the side notes, ``room`` is the height of
    its own. ``least`` is the height it needs to begin: less than ``height`` only where it can be divided.
    """

    height: float
    before: float = 0
    after: float = 0
    keep: Keep = ""
    starts_page: bool = False
    clear: bool = False
    room: float = 0
    head: Head | None = None
    frame: Frame | None = None

    @property
    def least(self) -> float:
        """The height that its first part needs."""
        return self.height

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it with its upper edge at ``top``."""

    def divide(self, room: float) -> tuple[Piece, Piece] | None:  # noqa: ARG002
        """The part that fits into ``room`` and the rest, or None where it cannot be divided there."""
        return None


class Furnished(Protocol):
    """The page around the text."""

    def top(self, page: int) -> float:
        """Where text begins on the page (from 0)."""

    def start(self, page: int) -> float:
        """Where a piece that starts its page counts its space above from."""

    def bottom(self, page: int) -> float:
        """Where text ends."""

    def draw(self, sheet: Sheet) -> None:
        """Draw what stands around the text of this page."""


class Flow:
    """Sets pieces on the pages of a sheet."""

    def __init__(self, sheet: Sheet, page: Furnished, drawn: Callable[[Piece], None]) -> None:
        self._sheet = sheet
        self._page = page
        self._drawn = drawn
        self._begin()

    def run(self, pieces: Iterable[Piece]) -> None:
        """Set all pieces; the last page is closed."""
        for chain in _chains(pieces, ("soft", "tight")):
            self._set_chain(chain)
        self._close_frame()
        self._finish_page()

    def _begin(self, frame: Frame | None = None) -> None:
        self._y = self._page.top(self._sheet.page)
        self._after = 0.0
        self._fresh = True
        self._notes = float("inf")
        self._page.draw(self._sheet)
        self._frame, self._frame_top = frame, self._y
        if frame is not None:
            self._y -= _FRAME_AIR

    def _finish_page(self) -> None:
        if self._frame is not None:
            self._y -= _FRAME_AIR
        self._close_frame()
        self._sheet.next_page()

    def _next_page(self) -> None:
        frame = self._frame
        self._finish_page()
        self._begin(frame)

    def _room(self) -> float:
        air = _FRAME_AIR if self._frame is not None else 0
        return self._y - self._page.bottom(self._sheet.page) - air

    def _whole_page(self) -> float:
        page = self._sheet.page + 1
        return self._page.top(page) - self._page.bottom(page)

    def _set_chain(self, chain: list[Piece]) -> None:
        if chain[0].frame is not self._frame:
            # Before a page may end: a box that is done does not go on over it.
            self._close_frame()
        if chain[0].starts_page and not (self._fresh and self._sheet.page == 0):
            if not self._fresh:
                self._next_page()
        elif not self._fresh and not self._fits(chain) and not self._begins_here(chain):
            self._next_page()
        if len(chain) > 1 and not self._fits(chain):
            self._loosen(chain)
            return
        for piece in chain:
            self._set(piece)

    def _begins_here(self, chain: list[Piece]) -> bool:
        """Whether something longer than any page begins on this one, rather than leave it half empty."""
        head = chain[0].head.height if chain[0].head is not None else 0
        return _height(chain) > self._whole_page() - head and self._room() > _WORTH_BEGINNING

    def _loosen(self, chain: list[Piece]) -> None:
        """A chain longer than a page: only what must never part stays together."""
        parts = list(_chains(chain, ("tight",)))
        if len(parts) == 1:
            parts = [[piece] for piece in chain]
        for part in parts:
            if not self._fresh and not self._fits(part):
                self._next_page()
            for piece in part:
                self._set(piece)

    def _fits(self, chain: list[Piece]) -> bool:
        first = chain[0]
        needed = max(_height(chain), first.room) + self._gap(first)
        if self._fresh and first.head is not None:
            needed += first.head.height
        return needed <= self._room() + 0.01

    def _gap(self, piece: Piece) -> float:
        gap = max(self._after, piece.before)
        if self._fresh:
            if not piece.starts_page:
                return 0
            page = self._sheet.page
            return max(0.0, piece.before - (self._page.start(page) - self._page.top(page)))
        if piece.clear or piece.room:
            # Below the last side note, so that neither notes nor full-width text are drawn over it.
            gap = max(gap, self._y - self._notes + min(piece.before, _NOTE_AIR))
        return gap

    def _set(self, piece: Piece) -> None:
        while True:
            if self._fresh and piece.head is not None:
                piece.head.draw_again(self._sheet, self._y)
                self._y -= piece.head.height
            gap, room = self._gap(piece), self._room()
            if piece.height + gap <= room + 0.01:
                self._draw(piece, gap)
                return
            parts = piece.divide(room - gap)
            if parts is None:
                if self._fresh:
                    raise _too_large()
                self._next_page()
                continue
            self._draw(parts[0], gap)
            piece = parts[1]
            self._next_page()

    def _draw(self, piece: Piece, gap: float) -> None:
        if piece.frame is not self._frame:
            self._close_frame()
        self._y -= gap
        if piece.frame is not None and self._frame is None:
            self._frame, self._frame_top = piece.frame, self._y
        piece.draw(self._sheet, self._y)
        if piece.room:
            self._notes = self._y - piece.room
        self._y -= piece.height
        self._after = piece.after
        self._fresh = False
        self._drawn(piece)

    def _close_frame(self) -> None:
        frame, self._frame = self._frame, None
        if frame is not None and self._y < self._frame_top:
            self._sheet.artifact()
            self._sheet.frame(frame.left, self._y, frame.width, self._frame_top - self._y, STRONG)
            self._sheet.end()


def _chains(pieces: Iterable[Piece], kinds: tuple[Keep, ...]) -> Iterator[list[Piece]]:
    chain: list[Piece] = []
    for piece in pieces:
        if piece.starts_page and chain:
            yield chain
            chain = []
        chain.append(piece)
        if piece.keep not in kinds:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: list[Piece]) -> float:
    """The height of a chain of which the last piece has at least begun."""
    total, after = 0.0, 0.0
    for number, piece in enumerate(chain):
        if number:
            total += max(after, piece.before)
        total += piece.height if number < len(chain) - 1 else piece.least
        after = piece.after
    return total


def _too_large() -> UserError:
    return UserError(
        "A part of the document is larger than a page.", "Divide the table heading or picture, then export again."
    )
