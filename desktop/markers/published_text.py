"""Cleans the text of a published document: odd characters, page furniture, lines back into sentences.

Text out of a PDF or a web page has lost things (bullets, the breaks between paragraphs) and gained others (page heads
in mid-sentence, page numbers, characters of a wrong encoding). What is done here never changes a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_BULLETS = "•●▪■◦‣⁃∙·–—*-"
_BULLET_ONLY = re.compile(rf"^[{re.escape(_BULLETS)}]$")
_BULLET_FIRST = re.compile(rf"^[{re.escape(_BULLETS)}]\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?[-–]?\s?\d{1,3}\s?[-–]?(?:\s+of\s+\d{1,3})?$", re.IGNORECASE)
_FEW, _MANY = 3, 5
_EDGE = 2
_HEAD_LENGTH = 90


def clean(text: str) -> str:
    """``text`` with line ends made alike and odd characters mended; page breaks (form feeds) are kept."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\v", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    # A no-break space read in the wrong encoding leaves an accented capital A in front of it.
    text = re.sub("[ÂĀ]\u00a0", " ", text)
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    text = re.sub("\u00ad\n", "", text)
    text = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff\ufffd]", "", text)
    text = re.sub("[\uf000-\uf0ff\ue000-\ue0ff]", "•", text)
    return re.sub("[ \t\u00a0\u2000-\u200a\u202f\u3000]+", " ", text)


def lines_of(text: str) -> tuple[list[str], set[int]]:
    """The stripped lines of cleaned ``text``, markdown signs taken off, and the indices at which a page starts."""
    lines: list[str] = []
    starts: set[int] = set()
    for page in text.split("\f"):
        starts.add(len(lines))
        lines.extend(_plain(line) for line in page.split("\n"))
    return lines, starts


def _plain(line: str) -> str:
    stripped = line.strip()
    stripped = re.sub(r"^#{1,6}\s+", "", stripped)
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", stripped)


def furniture(lines: Sequence[str], starts: set[int], heads: Sequence[str], headings: Sequence[str]) -> set[int]:
    """Indices of the lines that are page furniture: numbers, known heads, and heads that show by their repetition.

    ``heads`` are openings of known page heads and ``headings`` openings of headings that are never furniture.
    """
    found = {at for at, line in enumerate(lines) if _PAGE_NUMBER.match(line)}
    found |= {at for at, line in enumerate(lines) if line and len(line) <= _HEAD_LENGTH and _opens(line, heads)}
    keys = {at: _key(line) for at, line in enumerate(lines) if _could_be_head(line, headings)}
    counts = Counter(keys.values())
    for at, key in keys.items():
        alone = _blank(lines, at - 1, found) or _blank(lines, at + 1, found)
        if counts[key] >= _MANY or (counts[key] >= _FEW and alone):
            found.add(at)
    return found | _at_edges(lines, starts, keys)


def _at_edges(lines: Sequence[str], starts: set[int], keys: dict[int, str]) -> set[int]:
    """Where pages are known: what stands at the edge of two pages or more."""
    ordered = [*sorted(starts), len(lines)]
    edges: list[int] = []
    for first, last in pairwise(ordered):
        written = [at for at in range(first, last) if lines[at]]
        edges.extend({*written[:_EDGE], *written[-_EDGE:]})
    counts = Counter(keys[at] for at in edges if at in keys)
    return {at for at in edges if at in keys and counts[keys[at]] >= 2} if len(starts) > 1 else set()


def _could_be_head(line: str, headings: Sequence[str]) -> bool:
    return (
        len(line) <= _HEAD_LENGTH
        and len(line.split()) >= 3
        and line[0].isupper()
        and line[-1] not in ".?!:;,"
        and not _opens(line, headings)
    )


def _opens(line: str, openings: Sequence[str]) -> bool:
    lowered = line.lower()
    return any(lowered.startswith(opening) for opening in openings)


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.lower().split()))


def _blank(lines: Sequence[str], at: int, known: set[int]) -> bool:
    return at < 0 or at >= len(lines) or not lines[at] or at in known


def joined(lines: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """One run of text from wrapped ``lines``; ``words`` are the document's own, to mend a word cut by a hyphen."""
    text = ""
    for line in lines:
        if not line or _BULLET_ONLY.match(line):
            continue
        part = _BULLET_FIRST.sub("", line)
        if not text:
            text = part
        elif text.endswith("/") and not text.endswith(" /"):
            text += part
        elif re.search(r"\w-$", text) and part[:1].islower():
            text = _mend(text, part, words)
        else:
            text += f" {part}"
    return " ".join(text.split())


def _mend(text: str, part: str, words: frozenset[str]) -> str:
    """A hyphen at a line's end belongs to the word unless the document writes that word elsewhere without one."""
    head = re.split(r"\s", text)[-1][:-1]
    tail = re.match(r"\w+", part)
    whole = f"{head}{tail[0] if tail else ''}".lower().strip("(‘“'\"")
    return f"{text[:-1]}{part}" if whole in words else f"{text}{part}"


def paragraphs(lines: Sequence[str], words: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Paragraphs from wrapped ``lines``: split at blank lines, at bullets, after a sentence that ends a short line."""
    width = max((len(line) for line in lines), default=0)
    blocks: list[list[str]] = [[]]
    bullets = 0
    for at, line in enumerate(lines):
        if _BULLET_ONLY.match(line):
            bullets += 1
            blocks.append([])
        elif not line:
            blocks.append([])
        else:
            if _BULLET_FIRST.match(line) or (bullets > 1 and bullets == _run(lines, at)):
                blocks.append([])
            blocks[-1].append(line)
            if line[-1] in ".?:" and len(line) < width * 0.8:
                blocks.append([])
        if line and not _BULLET_ONLY.match(line) and (at + 1 == len(lines) or not lines[at + 1]):
            bullets = 0
    return tuple(text for text in (joined(block, words) for block in blocks) if text)


def _run(lines: Sequence[str], at: int) -> int:
    """How many written lines stand together around ``at``: as many as the bullets before them means one each."""
    first = at
    while first > 0 and lines[first - 1] and not _BULLET_ONLY.match(lines[first - 1]):
        first -= 1
    last = at
    while last + 1 < len(lines) and lines[last + 1] and not _BULLET_ONLY.match(lines[last + 1]):
        last += 1
    return last - first + 1


def words_of(text: str) -> frozenset[str]:
    """The words of ``text`` in small letters, hyphens apart."""
    return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))
