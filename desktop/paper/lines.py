"""Words to lines: ragged right, no hyphenation, every break at a space where there is one.

A withheld span is one unbreakable box (look, section 9); where the line is narrower than the box, its words are set
without it. Widths are points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.paper.document import Look, Run, Text, runs_of
from desktop.paper.fonts import Typesetter, Word, cleaned
from desktop.paper.styles import WITHHELD_SIZE, WITHHELD_WIDE, WITHHELD_WIDTH, Styles, TextStyle
from desktop.redaction.released import SpanKind

# Around the words in a box, and between the box and what stands beside it.
_BOX_ENDS = 3.0
BOX_MARGIN = 1.0
# Where a word too long for its line may be cut first: after the signs that join its parts. Never after a hyphen:
# programs that read the text take a hyphen at the end of a line for one of theirs, and drop it.
_JOINTS = re.compile(r"(?<=[/@._–])")


@dataclass(slots=True)
class Stretch:
    """A stretch of a line in one font; ``box`` is the width of the box around it, or 0."""

    font: str
    size: float
    text: str
    width: float
    to: str = ""
    box: float = 0


@dataclass(slots=True)
class Line:
    """One line: its stretches from left to right, their whole width, and whether its last word goes on below."""

    stretches: list[Stretch]
    width: float
    cut: bool = False


@dataclass(slots=True)
class _Part:
    """A part of a word in one look."""

    font: str
    size: float
    word: Word
    to: str
    box: float = 0


class LineBreaker:
    """Breaks the texts of one document into lines."""

    def __init__(self, setter: Typesetter, styles: Styles) -> None:
        self._setter = setter
        self._styles = styles
        self._known: dict[tuple[Text, TextStyle, float, bool], list[Line]] = {}

    def lines(self, text: Text, style: TextStyle, width: float, *, spaced: bool = False) -> list[Line]:
        """The lines of ``text`` in a measure of ``width`` points; ``spaced`` ends the last one with a space too.

        Raises UserError for a character without glyph.
        """
        key = (text, style, width, spaced)
        known = self._known.get(key)
        if known is None:
            known = self._break(text, style, width, spaced)
            # Registers say the same short things again and again; long texts are never met twice.
            if len(self._known) < 4000 and len(known) <= 3:
                self._known[key] = known
        return known

    def _break(self, text: Text, style: TextStyle, width: float, spaced: bool) -> list[Line]:
        lines: list[Line] = []
        for paragraph in self._words(runs_of(text), style, width):
            _fill(lines, paragraph, width, self._setter)
        for line in lines if spaced else lines[:-1]:
            # The space at the end of a line keeps its last word apart from the next line's first, for who listens.
            if line.stretches and not line.cut:
                _space(line, 0)
        return lines or [Line([], 0)]

    def _words(self, runs: tuple[Run, ...], style: TextStyle, width: float) -> Iterator[list[list[_Part]]]:
        """For each line the author wrote: its words, each a list of parts."""
        paragraph: list[list[_Part]] = []
        word: list[_Part] = []
        for run in runs:
            for piece, box in _pieces(run):
                font, size = self._font(run.look, style)
                for kind, token in _tokens(piece, box):
                    if kind == "word":
                        word += self._parts(font, size, token, run.to, box, width)
                        continue
                    if word:
                        paragraph.append(word)
                        word = []
                    if kind == "line":
                        yield paragraph
                        paragraph = []
        if word:
            paragraph.append(word)
        yield paragraph

    def _font(self, look: Look, style: TextStyle) -> tuple[str, float]:
        if look is Look.PLAIN:
            return style.font(), style.size
        if look is Look.STRONG:
            return style.font(bold=True), style.size
        if look is Look.EMPHASIS:
            return style.font(italic=True), style.size
        if look is Look.NUMBER:
            return style.font(bold=True), self._styles.number
        return self._styles.withheld.font(), self._styles.small

    def _parts(self, font: str, size: float, token: str, to: str, box: bool, width: float) -> list[_Part]:
        if not box:
            return [_Part(font, size, self._setter.word(font, token), to)]
        style = self._styles.withheld
        scale = style.size / WITHHELD_SIZE
        broad = (WITHHELD_WIDE if ":" in token else WITHHELD_WIDTH) * scale
        word = self._setter.word(style.font(), token.replace(" ", "\u00a0"))
        if broad + 2 * BOX_MARGIN > width:
            words = [self._setter.word(font, each) for each in token.split(" ")]
            return [_Part(font, size, _spaced(words, self._setter, font), to)]
        return [_Part(style.font(), style.size, word, to, max(broad, word.width * style.size + _BOX_ENDS))]


def _spaced(words: list[Word], setter: Typesetter, font: str) -> Word:
    space = setter.word(font, "\u00a0")
    pieces = list(words[0].pieces)
    for word in words[1:]:
        pieces += [*space.pieces, *word.pieces]
    return Word(sum(piece[2] for piece in pieces), tuple(pieces))


def _pieces(run: Run) -> Iterator[tuple[str, bool]]:
    """The words of a run, cut at its withheld spans."""
    text, at = run.text.text, 0
    for span in run.text.spans:
        if span.kind is SpanKind.WITHHELD and span.start >= at:
            yield text[at : span.start], False
            yield text[span.start : span.end], True
            at = span.end
    yield text[at:], False


def _tokens(text: str, box: bool) -> Iterator[tuple[str, str]]:
    if box:
        yield "word", cleaned(text)
        return
    for number, line in enumerate(cleaned(text).split("\n")):
        if number:
            yield "line", ""
        for place, token in enumerate(line.split(" ")):
            if place:
                yield "space", ""
            if token:
                yield "word", token


def _fill(lines: list[Line], words: list[list[_Part]], width: float, setter: Typesetter) -> None:
    """Put words into lines as long as they fit; a word wider than a whole line is cut."""
    line = Line([], 0)
    lines.append(line)
    for word in words:
        broad = _width(word)
        space = setter.width(word[0].font, " ") * word[0].size if line.stretches else 0
        if line.stretches and line.width + space + broad > width + 0.01:
            line, space = Line([], 0), 0
            lines.append(line)
        if broad > width + 0.01:
            line = _cut(lines, line, word, width, setter)
            continue
        _append(line, word, space)


def _width(word: list[_Part]) -> float:
    total = 0.0
    for part in word:
        total += part.box + 2 * BOX_MARGIN if part.box else part.word.width * part.size
    return total


def _append(line: Line, word: list[_Part], space: float) -> None:
    stretches = line.stretches
    if space:
        _space(line, space)
    for part in word:
        if part.box:
            broad = part.box + 2 * BOX_MARGIN
            stretches.append(Stretch(part.font, part.size, part.word.pieces[0][1], broad, part.to, part.box))
            line.width += broad
            continue
        for font, text, broad in part.word.pieces:
            broad *= part.size
            line.width += broad
            last_one = stretches[-1] if stretches else None
            if (
                last_one is not None
                and last_one.font == font
                and last_one.size == part.size
                and last_one.to == part.to
                and not last_one.box
            ):
                last_one.text += text
                last_one.width += broad
            else:
                stretches.append(Stretch(font, part.size, text, broad, part.to))


def _space(line: Line, width: float) -> None:
    """Add a space to a line; it never goes into a box."""
    last = line.stretches[-1]
    if last.box:
        line.stretches.append(Stretch(last.font, last.size, " ", width))
    else:
        last.text += " "
        last.width += width
    line.width += width


def _cut(lines: list[Line], line: Line, word: list[_Part], width: float, setter: Typesetter) -> Line:
    """Set a word that is wider than a line: cut after its joints, else between characters."""
    for part in word:
        for font, text, _ in part.word.pieces:
            for chunk in _chunks(font, text, width / part.size, setter):
                broad = chunk.width * part.size
                if line.stretches and line.width + broad > width + 0.01:
                    line.cut = True
                    line = Line([], 0)
                    lines.append(line)
                _append(line, [_Part(part.font, part.size, chunk, part.to)], 0)
    return line


def _chunks(font: str, text: str, limit: float, setter: Typesetter) -> Iterator[Word]:
    for piece in _JOINTS.split(text):
        start = 0
        while start < len(piece):
            end = start + 1
            while end < len(piece) and setter.width(font, piece[start : end + 1]) <= limit:
                end += 1
            while end < len(piece) and end > start + 1 and piece[end - 1] == "-":
                end -= 1
            part = piece[start:end]
            broad = setter.width(font, part)
            yield Word(broad, ((font, part, broad),))
            start = end
