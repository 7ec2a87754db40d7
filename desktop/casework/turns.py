"""How a conversation is written in plain text: speaker turns, the guide's questions, headings, lists, word for word.

Text is kept as plain text, so that marks stay offsets and every reader of a note reads the same. The few signs are::

    10:32am [Health visitor 1]: words      somebody speaks (a code in brackets is released as its person)
    10:33am Lead reviewer: Q2 words        the one who asks; ``Q2`` is the second question of the topic guide
    # words                                a heading
    - words, 1. words                      lists
    “words”                                word for word; everything else in an account is what was understood

Source: domain design, QM11, conversation record (verbatim and paraphrase marked). Not here: how it looks
(``views.notes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.wording import uk_time

_TURN = re.compile(r"(?P<time>\d{1,2}:\d\d[ap]m) (?P<who>\[[^\[\]\n]{1,60}\]|[^\W\d_][^:\[\]\n]{0,40}):(?: |$)")
_QUESTION = re.compile(r"Q(\d{1,2})(?: |$)")
_HEADING = re.compile(r"#{1,3} (?=\S)")
_ITEM = re.compile(r"(?P<indent> *)(?:(?P<dash>[-–*]) |(?P<number>\d{1,3})\. )")
_WORD_FOR_WORD = re.compile(r"“[^“”\n]*”?")
_CODE = re.compile(r"\[[^\[\]\n]{1,60}\]")


@dataclass(frozen=True)
class Line:
    """What a line of a note is: ``turn``, ``heading``, ``item``, ``words`` or ``empty``.

    ``words_at`` is where its own words begin; ``time``, ``who`` and ``question`` belong to a turn.
    """

    kind: str
    words_at: int = 0
    time: str = ""
    who: str = ""
    question: int = 0


def read_line(line: str) -> Line:
    """What kind of line this is, and where its words begin."""
    if not line.strip():
        return Line("empty")
    if turn := _TURN.match(line):
        asked = _QUESTION.match(line, turn.end())
        who = turn["who"].removeprefix("[").removesuffix("]")
        return Line("turn", turn.end(), turn["time"], who, int(asked[1]) if asked else 0)
    if heading := _HEADING.match(line):
        return Line("heading", heading.end())
    if item := _ITEM.match(line):
        return Line("item", item.end())
    return Line("words")


def turn(moment: datetime, who: str, *, code: bool = True) -> str:
    """The beginning of a turn: the time of day and who speaks, by code (in brackets) or by role."""
    return f"{uk_time(moment)} {bracket(who) if code else who}: "


def bracket(code: str) -> str:
    """A code as it stands in text."""
    return f"[{code}]"


def question(number: int, words: str) -> str:
    """A question of the topic guide, by its key."""
    return f"Q{number} {words}".rstrip()


def asked(text: str) -> frozenset[int]:
    """The numbers of the questions that were asked in a text."""
    return frozenset(line.question for one in text.splitlines() if (line := read_line(one)).question)


def continued(line: str) -> str | None:
    """What Enter begins the next line with after ``line``: the next item of a list, nothing, or None where the list
    ends because its item is empty."""
    item = _ITEM.match(line)
    if item is None:
        return ""
    if not line[item.end() :].strip():
        return None
    sign = f"{int(item['number']) + 1}." if item["number"] else item["dash"]
    return f"{item['indent']}{sign} "


def word_for_word(line: str) -> Iterator[tuple[int, int]]:
    """Where words stand in quotation marks in one line: said so, and not only understood so."""
    for found in _WORD_FOR_WORD.finditer(line):
        yield found.start(), found.end()


def open_quotation(before: str) -> bool:
    """Whether a quotation is open at the end of ``before``, the beginning of a line."""
    return before.rfind("“") > before.rfind("”")


def codes_in(line: str) -> Iterator[tuple[int, int]]:
    """Where codes in brackets stand in a line."""
    for found in _CODE.finditer(line):
        yield found.start(), found.end()


def speakers(text: str) -> tuple[str, ...]:
    """Who speaks in a text, in order of first word."""
    found = (read_line(one).who for one in text.splitlines())
    return tuple(dict.fromkeys(who for who in found if who))


def headings(text: str) -> tuple[tuple[int, str], ...]:
    """The headings of a text with their places, for going from one to the next."""
    found, at = [], 0
    for one in text.split("\n"):
        line = read_line(one)
        if line.kind == "heading":
            found.append((at, one[line.words_at :].strip()))
        at += len(one) + 1
    return tuple(found)


def guide(topics: Sequence[str], text: str) -> tuple[tuple[int, str, bool], ...]:
    """The questions of a topic guide: number, words, and whether it was asked in ``text``."""
    done = asked(text)
    return tuple((number, words, number in done) for number, words in enumerate(topics, 1))


_BULLETS = re.compile(r"^([ \t]*)[•◦▪‣·o§\uf0b7\uf0a7\uf02d●○■□–—][\t\u00a0 ]\s*(?=\S)", re.MULTILINE)
_GONE = re.compile("[\u00ad\u200b\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f]")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_NUMBERED = re.compile(r"^([ ]*)(\d{1,3})[.)]\t\s*", re.MULTILINE)
_BLANK = re.compile(r"\n{4,}")
LONGEST_LINE = 40_000


def pasted(text: str) -> str:
    """Text from another program as clean plain text: bullets and numbers of Word as lists, line breaks as lines, no
    soft hyphens, invisible signs or spaces at the end of lines. No word is changed; a paragraph too long to be typed
    in is broken at spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\x0b\x0c\u2028\u2029\x85]", "\n", text)
    text = text.replace("\u00a0", " ").replace("\u2011", "-")
    text = _BULLETS.sub(r"\1- ", text)
    text = _NUMBERED.sub(r"\1\2. ", text)
    text = _GONE.sub("", text.replace("\t", " "))
    text = _BLANK.sub("\n\n\n", _TRAILING.sub("", text))
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line))


def _pieces(line: str) -> Iterator[str]:
    while len(line) > LONGEST_LINE:
        at = line.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE)
        yield line[: at if at > 0 else LONGEST_LINE]
        line = line[at + 1 if at > 0 else LONGEST_LINE :]
    yield line
