"""Text as a matcher should see it, with a way back to the code points of the original.

Here: folding of letters (compatibility forms, look-alikes, accents, invisible characters, capitals), line ends and
hyphenation, and two views: words (every run of other characters is one space) and skeleton (letters and digits
alone). Source: redaction design, section 5, step 2. Not here: what is looked for.
"""

from __future__ import annotations

import io
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from operator import itemgetter
from unicodedata import combining

from desktop.redaction.coded import Code, codes, misread

# Letters that look like Latin ones, and letters that stay themselves under NFKD.
_PAIRS = (
    "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw һh ѵv ցg սu օo ոn ӏl αa βb εe ηh ιi κk νv οo ρp τt υy χx "
    "ωw γy "
    "łl øo đd ðd ħh ŧt ıi ȷj ĸk ŋn ɩi ɑa ɡg ƒf ɐa ɛe ɔo ᴀa ᴇe ɪi ᴋk ʟl ᴍm ɴn ᴏo ʀr ᴛt ᴜu ᴠv ᴡw ꜱs ᴅd ʙb ᴄc ɢg ʜh ᴊj "
    "ᴘp ʏy ᴢz"
)
_LOOK_ALIKE = str.maketrans(
    {**{pair[0]: pair[1] for pair in _PAIRS.split()}, "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
)
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u201a\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07\ua78c"
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\U0001d173-\U0001d17a]"
)
_FOLDED: dict[str, str] = {"\ufffe": "\x02"}
_OTHER = re.compile(r"[^\x00-\x7f]+")
# A word broken at the end of a line, and any run of two or more characters that are not of a word.
_IRREGULAR = re.compile(r"(?<=[^\W_])(?:-|\x02)[ \t\r]*(?:[\n\f][ \t]*)+(?=[^\W_])|\x02|[\W_]{2,}")
_LINE_END = re.compile(r"[\n\f]")
_SPACES = re.compile("  +")
_ONE = {code: " " for code in range(128) if not chr(code).isalnum()}
_ASCII = _ONE | {code: chr(code + 32) for code in range(65, 91)}


def fold_character(character: str) -> str:
    """One character folded: lower-case, no accents, Latin look-alikes; empty for one that cannot be seen."""
    known = _FOLDED.get(character)
    if known is None:
        known = _FOLDED[character] = _fold(character)
    return known


class _Table(dict[int, str]):
    """``fold_character`` for ``str.translate``: a whole run of letters is folded in one call."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = self[code] = fold_character(character)
        if len(folded) != 1:
            _UNEVEN.add(character)
        return folded


_UNEVEN: set[str] = set()
"""Characters met so far that fold to none or to several: their places have to be kept."""
_TABLE = _Table()


def _fold(character: str) -> str:
    if character == "\u00ad":
        return "\x02"  # a soft hyphen is seen at the end of a line alone: there it is a broken word
    if _IGNORED.match(character):
        return ""
    if character in _HYPHENS:
        return "-"
    if character in _QUOTES:
        return "'"
    if character in "\u2028\u2029\x85":
        return "\n"
    if character.isdecimal():
        return str(unicodedata.decimal(character))  # figures of any script
    if "\uac00" <= character <= "\ud7a3":
        return character  # a Korean syllable is one letter to its readers; taken apart it would be three
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character)).casefold()
    wide = unicodedata.normalize("NFKD", wide)
    # Vowel signs of Indian and Thai scripts are marks too, though they combine with nothing.
    kept = "".join(letter for letter in wide if unicodedata.category(letter)[0] != "M" and not _IGNORED.match(letter))
    return kept.translate(_LOOK_ALIKE)


_SHORT = 64


class _Map:
    """Positions of a changed string in the one it was made from, kept only where lengths differ.

    Bare numbers: a thousand pages of text have a hundred thousand such places.
    """

    __slots__ = ("ends", "source_ends", "source_starts", "starts")

    def __init__(self) -> None:
        self.starts = array("q")
        self.ends = array("q")
        self.source_starts = array("q")
        self.source_ends = array("q")

    def add(self, start: int, end: int, source_start: int, source_end: int) -> None:
        """Characters ``start`` to ``end`` here came from ``source_start`` to ``source_end`` there."""
        self.starts.append(start)
        self.ends.append(end)
        self.source_starts.append(source_start)
        self.source_ends.append(source_end)

    def begin(self, at: int) -> int:
        """Where the character at ``at`` begins in the source."""
        index = bisect_right(self.starts, at) - 1
        while index >= 0 and self.starts[index] == self.ends[index] == at:
            # Something was removed just here: the character itself stands after it.
            return self.source_ends[index]
        if index < 0:
            return at
        if at < self.ends[index]:
            return self.source_starts[index]
        return self.source_ends[index] + at - self.ends[index]

    def both(self, start: int, end: int) -> tuple[int, int]:
        """``begin`` of ``start`` and ``finish`` of ``end``, in one look for the short stretches that names are."""
        if not 0 < end - start < _SHORT:
            return self.begin(start), self.finish(end)
        starts, ends = self.starts, self.ends
        index = bisect_right(starts, end - 1) - 1
        if index < 0:
            return start, end
        high = self.source_ends[index] + (0 if end - 1 < ends[index] else end - ends[index])
        while index >= 0 and starts[index] > start:
            index -= 1
        if index < 0:
            return start, high
        if starts[index] == ends[index] == start:  # something was removed just here
            return self.source_ends[index], high
        if start < ends[index]:
            return self.source_starts[index], high
        return self.source_ends[index] + start - ends[index], high

    def finish(self, at: int) -> int:
        """Where the stretch that ends before ``at`` ends in the source."""
        if at == 0:
            return 0
        index = bisect_right(self.starts, at - 1) - 1
        if index < 0:
            return at
        if at - 1 < self.ends[index]:
            return self.source_ends[index]
        return self.source_ends[index] + at - self.ends[index]


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text and its word view.

    ``words`` is the view; ``joins`` are places in it where a broken word was put together (either side may still be
    a word of its own). ``original`` is untouched. ``level`` is the folded text with its punctuation.
    """

    original: str
    level: str
    words: str
    joins: frozenset[int]
    _first: _Map = field(repr=False)
    _second: _Map = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original for ``start`` to ``end`` of the word view."""
        low, high = self._second.both(start, end)
        # Where folding changed no length, places are those of the original.
        return (
            self._whole(self._first.begin(low), self._first.finish(high))
            if self._first.starts
            else (low, max(low, high))
        )

    def shown(self, start: int, end: int) -> str:
        """``start`` to ``end`` of the word view as it was written."""
        low, high = self.span(start, end)
        return self.original[low:high]

    def level_span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original for ``start`` to ``end`` of ``level``."""
        return self._whole(self._first.begin(start), self._first.finish(end))

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """With accents after the last letter and unseen characters on either side, which fold to nothing."""
        text = self.original
        while end < len(text) and text[end] > "\x7f" and not fold_character(text[end]):
            end += 1
        while (
            start
            and text[start - 1] > "\x7f"
            and not fold_character(text[start - 1])
            and not combining(text[start - 1])
        ):
            start -= 1
        return start, max(start, end)

    def to_level(self, at: int) -> int:
        """The place in ``level`` where the stretch that ends before ``at`` of the word view ends."""
        return self._second.finish(at)

    @property
    def skeleton(self) -> str:
        """Letters and digits alone."""
        return self.words.replace(" ", "")


def normalise(text: str) -> Normalised:
    """Fold ``text`` and lay out its word view."""
    first, second = _Map(), _Map()
    coded = codes(text)
    level = text if text.isascii() and not coded else _fold_all(text, first, coded)
    flat = _lower(level)
    # In text that is flat already a run is two spaces or more: far quicker to find than characters of a kind.
    runs = _IRREGULAR.finditer(level) if "\x02" in level or not level.isascii() else _SPACES.finditer(flat)
    view = io.StringIO()  # a list of a hundred thousand pieces would take four times the room
    joins: list[int] = []
    at = last = 0
    for match in runs:
        start, end = match.span()
        shown = level[start:end]
        broken = "\x02" in shown or (shown[0] == "-" and _LINE_END.search(shown) and _is_break(level, start, end))
        put = "" if broken else " "
        view.write(flat[last:start])
        at += start - last
        if broken:
            joins.append(at)
        view.write(put)
        second.add(at, at + len(put), start, end)
        at += len(put)
        last = end
    view.write(flat[last:])
    del flat, runs  # a long text stands in memory several times already
    return Normalised(text, level, view.getvalue(), frozenset(joins), first, second)


def _is_break(level: str, start: int, end: int) -> bool:
    """Whether a hyphen at a line end tore one word: between a word and a figure ("DOB-" and a date) it is a dash."""
    if start == 0 or end == len(level) or not (level[start - 1].isalnum() and level[end].isalnum()):
        return False
    if level[start - 1].isdigit() == level[end].isdigit():
        return True
    # One or two letters are of a code ("QX-" and "1 2AB"), three make a month or a label.
    word = level[end : end + 3] if level[start - 1].isdigit() else level[max(0, start - 3) : start]
    return len(word) < 3 or not word.isalpha()


def _lower(text: str) -> str:
    if text.isascii():
        return text.translate(_ASCII)
    lowered = text.lower()
    # Lower-casing an unfolded letter may lengthen it; folded text has none of those.
    if len(lowered) != len(text):
        lowered = "".join(character.lower() if len(character.lower()) == 1 else character for character in text)
    return re.sub(r"[\W_]", " ", lowered)


def _fold_all(text: str, places: _Map, coded: list[Code]) -> str:
    pieces: list[str] = []
    at = last = 0
    for start, end, run in _runs(text, coded):
        if start < last:
            continue
        pieces.append(text[last:start])
        at += start - last
        if run is not None:
            folded = "".join(character if character.isascii() else fold_character(character) for character in run)
            pieces.append(folded)
            places.add(at, at + len(folded), start, end)
            at += len(folded)
            last = end
            continue
        run = text[start:end]
        pieces.append(run.translate(_TABLE))
        if _UNEVEN.isdisjoint(run):
            at += end - start
        else:
            for index, character in enumerate(run, start):
                width = len(_FOLDED[character])
                if width != 1:
                    places.add(at, at + width, index, index + 1)
                at += width
        last = end
    pieces.append(text[last:])
    return "".join(pieces)


def _runs(text: str, coded: list[Code]) -> Iterable[tuple[int, int, str | None]]:
    """What has to be folded: codes with what they stand for, and runs of characters that are not plain ones."""
    runs = (each for match in _OTHER.finditer(text) for each in _parts(text, *match.span()))
    return merge(runs, coded, key=itemgetter(0)) if coded else runs


def _parts(text: str, start: int, end: int) -> Iterable[tuple[int, int, str | None]]:
    """A run, cut where letters in it were misread."""
    if end - start > 1:
        for low, high, said in misread(text, start, end):
            if start < low:
                yield start, low, None
            yield low, high, said
            start = high
    if start < end:
        yield start, end, None


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """A form as it stands in a word view: folded, one space between words, none around."""
    return normalise(text).words.strip()


def skeleton(text: str) -> str:
    """Letters and digits of ``text`` alone, folded."""
    return normalise(text).skeleton
