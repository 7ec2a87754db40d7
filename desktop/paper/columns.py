"""How wide the columns of a small table are: as its author shares the width, but no word is cut and no room is wasted.

What an author gives a column is a wish. A column whose words need less gives the rest to those that need more, the
smallest needs first, so that a date stands on one line. Widths depend on the words as printed alone (twin rule).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.paper.document import Table, Text, runs_of
from desktop.paper.lines import LineBreaker
from desktop.paper.styles import Styles, TextStyle

_ENDLESS = 1e6
_MOST = 60
"""Of longer tables the first rows say enough."""
_AIR = 3.0
"""Between what stands in a column and the next one, beyond the gap of every cell."""


def gaps(block: Table, gap: float) -> tuple[float, ...]:
    """What a cell of each column keeps free on its right: twice ``gap`` for figures, which end where others begin."""
    last = len(block.headings) - 1
    return tuple(2 * gap if at in block.right and at < last else gap for at in range(len(block.headings)))


def fitted(block: Table, width: float, gap: float, breaker: LineBreaker, styles: Styles) -> tuple[float, ...]:
    """The width of each column in points, ``width`` together; ``gap`` is what a cell keeps free on its right."""
    free = gaps(block, gap)
    whole = sum(block.shares)
    wished = [share / whole * width for share in block.shares]
    needs, words = [], []
    for at, heading in enumerate(block.headings):
        texts = [(heading, styles.head), *((row[at], styles.cell) for row in block.rows[:_MOST])]
        needs.append(max(_line(text, style, breaker) for text, style in texts) + free[at] + _AIR)
        words.append(max(_word(text, style, breaker) for text, style in texts) + free[at] + 0.1)
    return tuple(_whole_words(_shared(wished, needs, width), words, width))


def _shared(wished: Sequence[float], needs: Sequence[float], width: float) -> list[float]:
    made = [min(wish, need) for wish, need in zip(wished, needs, strict=True)]
    left = width - sum(made)
    for at in sorted(range(len(made)), key=lambda one: needs[one] - made[one]):
        more = min(left, needs[at] - made[at])
        made[at] += more
        left -= more
    # What nobody needs is shared as the author wished.
    return [each + left * wish / width for each, wish in zip(made, wished, strict=True)]


def _whole_words(made: list[float], words: Sequence[float], width: float) -> list[float]:
    """Widen columns in which a word would be cut, at the cost of those that have room."""
    if sum(words) > width:
        return made
    short = sum(max(0.0, word - each) for each, word in zip(made, words, strict=True))
    room = sum(max(0.0, each - word) for each, word in zip(made, words, strict=True))
    share = short / room if room else 0
    return [word if each < word else each - (each - word) * share for each, word in zip(made, words, strict=True)]


def _line(text: Text, style: TextStyle, breaker: LineBreaker) -> float:
    """How wide the longest line of a text is where nothing breaks it."""
    return max((line.width for line in breaker.lines(text, style, _ENDLESS)), default=0.0)


def _word(text: Text, style: TextStyle, breaker: LineBreaker) -> float:
    found = [run.text.part(*match.span()) for run in runs_of(text) for match in re.finditer(r"\S+", run.text.text)]
    return max((_line(one, style, breaker) for one in found), default=0.0)
