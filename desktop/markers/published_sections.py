"""Finds the parts of each marker in the text of a published document: statement, rationale, numbered questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.markers.framework import default_id, packs_folder
from desktop.markers.published_text import clean, furniture, joined, lines_of, paragraphs, words_of
from desktop.pack_file import PackFile

_NUMBERED = re.compile(r"^(?:Q(?:uestion)?\s*)?(\d{1,2})\s*[.):]\s*(.*)$")
_SENTENCE_END = ".?!)”’\"'"
_LOOK_BACK = 6
_HEADING_LINES = 4
_HEADING_WORDS = 12


@dataclass(frozen=True)
class Signs:
    """Openings of headings and page heads, in small letters, by which a published document is recognised."""

    marker: str
    statement: tuple[str, ...]
    rationale: tuple[str, ...]
    questions: tuple[str, ...]
    after: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Everything that can never be a page head."""
        return (*self.statement, *self.rationale, *self.questions, *self.after)

    def name_key(self, line: str) -> str:
        """A name reduced to its letters, for comparison: case, hyphens and signs of the page do not count."""
        return "".join(re.findall(r"[a-z]", line.lower().removeprefix(self.marker)))


@dataclass(frozen=True)
class Body:
    """What was found of one marker. ``number`` is 0 without a numbered heading; ``before`` the lines above it."""

    number: int
    before: tuple[str, ...]
    statement: str
    rationale: tuple[str, ...]
    questions: dict[int, str]
    notes: tuple[str, ...]


@lru_cache(maxsize=8)
def signs_for(framework_id: str) -> Signs:
    """The signs of that framework's published document, or those of the default one; ``UserError`` on a gap."""
    folder = packs_folder() / framework_id
    if not (folder / "published.toml").is_file():
        folder = packs_folder() / default_id()
    top = PackFile.read(folder, "published.toml").top
    top.only(("marker", "statement", "rationale", "questions", "after", "heads"))
    return Signs(
        marker=top.text("marker"), statement=top.texts("statement"), rationale=top.texts("rationale"),
        questions=top.texts("questions"), after=top.texts("after"), heads=top.texts("heads"),
    )  # fmt: skip


def bodies(text: str, signs: Signs) -> tuple[Body, ...]:
    """Each marker in ``text``, in order of appearance; one without a number when the whole text is a single page."""
    lines, starts = lines_of(clean(text))
    words = words_of(text)
    statements = [at for at in range(len(lines)) if _statement_at(lines, at, signs) is not None]
    headed = [(number, at, back) for at in statements for number, back in _heading_before(lines, at, signs)]
    dropped = furniture(lines, starts, signs.heads, (*signs.headings, signs.marker))
    dropped |= {at for at, line in enumerate(lines) if re.fullmatch(rf"{signs.marker}\s+\d+\s*\d*", line.lower())}
    if not headed:
        return tuple(
            _body(0, tuple(lines[:at]), _kept(lines, at, len(lines), dropped), signs, words) for at in statements[:1]
        )
    found = []
    for place, (number, at, back) in enumerate(headed):
        end = headed[place + 1][2] if place + 1 < len(headed) else len(lines)
        found.append(_body(number, tuple(lines[back:at]), _kept(lines, at, end, dropped), signs, words))
    return tuple(found)


def _kept(lines: Sequence[str], start: int, end: int, dropped: set[int]) -> list[str]:
    return [lines[at] for at in range(start, end) if at not in dropped]


def _statement_at(lines: Sequence[str], at: int, signs: Signs) -> int | None:
    """How many lines the heading of a statement takes at ``at``, or None when there is none."""
    for taken in (1, 2):
        text = " ".join(lines[at : at + taken])
        for opening in signs.statement:
            if text.lower().startswith(opening) and text[:1].isupper() and re.match(r"\s*(:|$)", text[len(opening) :]):
                return taken
        if not lines[at]:
            break
    return None


def _heading_before(lines: Sequence[str], at: int, signs: Signs) -> list[tuple[int, int]]:
    """The number and the line of the nearest marker heading above the statement at ``at``: none or one."""
    seen = 0
    for back in range(at - 1, -1, -1):
        if not lines[back]:
            continue
        text = " ".join(lines[back : min(back + 2, at)])
        if (found := re.match(rf"{signs.marker}\s+(\d{{1,2}})\b", text.lower())) is not None:
            return [(int(found[1]), back)]
        seen += 1
        if seen >= _LOOK_BACK:
            break
    return []


def _heading(lines: Sequence[str], at: int, openings: Sequence[str]) -> int:
    """How many lines a heading with one of these openings takes at ``at``; 0 when there is none.

    A heading may be split over lines. It starts with a capital and is short, so that a sentence of the text is not
    taken for one.
    """
    if not lines[at][:1].isupper():
        return 0
    for taken in range(1, _HEADING_LINES + 1):
        part = lines[at : at + taken]
        if len(part) < taken or not part[-1]:
            return 0
        text = " ".join(part)
        if any(_fits(text, opening) for opening in openings) and (text.endswith("?") or _ends_here(lines, at + taken)):
            return taken
    return 0


def _fits(text: str, opening: str) -> bool:
    lowered = text.lower()
    if " " not in opening:
        return lowered.rstrip(": ") == opening
    return lowered.startswith(opening) and len(text.split()) <= _HEADING_WORDS


def _ends_here(lines: Sequence[str], at: int) -> bool:
    """Whether what follows a heading is a new thing: a blank line, the end, a bullet, or a capital."""
    return at >= len(lines) or not lines[at] or not lines[at][0].islower()


def _body(number: int, before: tuple[str, ...], lines: list[str], signs: Signs, words: frozenset[str]) -> Body:
    taken = _statement_at(lines, 0, signs) or 1
    opening = " ".join(lines[:taken])
    inline = opening[opening.index(":") + 1 :].strip() if ":" in opening else ""
    rest = [inline, *lines[taken:]]
    asked, asked_lines = _first(rest, 0, signs.questions)
    reason, reason_lines = _first(rest[:asked], 0, signs.rationale)
    if reason < asked:
        statement, rationale = rest[:reason], rest[reason + reason_lines : asked]
    else:
        statement, rationale = _first_paragraph(rest[:asked])
    section = _until(rest[asked + asked_lines :], signs.after)
    questions, notes = _questions(section, words)
    made = paragraphs(rationale, words)
    if _lost_lists(made):
        notes.append("Lists in the rationale seem to have been lost from this copy.")
    return Body(number, before, joined(statement, words), made, questions, tuple(notes))


def _first(lines: Sequence[str], start: int, openings: Sequence[str]) -> tuple[int, int]:
    for at in range(start, len(lines)):
        if lines[at] and (taken := _heading(lines, at, openings)):
            return at, taken
    return len(lines), 0


def _first_paragraph(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Without a heading between them, the statement is the first paragraph and the rationale all the others."""
    written = next((at for at, line in enumerate(lines) if line), len(lines))
    end = next((at for at in range(written, len(lines)) if not lines[at]), len(lines))
    return list(lines[written:end]), list(lines[end:])


def _until(lines: Sequence[str], openings: Sequence[str]) -> list[str]:
    end, _ = _first(lines, 0, openings)
    return list(lines[:end])


def _lost_lists(rationale: Sequence[str]) -> bool:
    """Two paragraphs in a row that end in a colon, or a last one that does: what the colon promised is not there."""
    ends = [text.endswith(":") for text in rationale]
    return any(colon and (at + 1 == len(ends) or ends[at + 1]) for at, colon in enumerate(ends))


def _questions(lines: Sequence[str], words: frozenset[str]) -> tuple[dict[int, str], list[str]]:
    """Number to text. Numbers run on from 1; a number out of turn belongs to the sentence that it stands in."""
    numbered = [_NUMBERED.match(line) for line in lines]
    numbers = [int(match[1]) if match else 0 for match in numbered]
    if not any(numbers):
        return _unnumbered(lines, words)
    gathered: dict[int, list[str]] = {}
    last = 0
    for at, line in enumerate(lines):
        match = numbered[at]
        if match is not None and _in_turn(numbers, at, last, joined(gathered.get(last, []), words)):
            last = numbers[at]
            gathered[last] = [match[2]]
        elif last:
            gathered[last].append(line)
    return {number: text for number, part in gathered.items() if (text := joined(part, words))}, []


def _in_turn(numbers: Sequence[int], at: int, last: int, text: str) -> bool:
    """Whether the number on line ``at`` opens a question, ``text`` being the one before it so far."""
    number = numbers[at]
    ended = not text or text[-1] in _SENTENCE_END
    if number == last + 1:
        # In mid-sentence it is a wrapped figure if the same number comes again later, and a question if not.
        return ended or number not in numbers[at + 1 :]
    # A gap: the missing ones are reported. It has to follow a finished sentence and not be a far-off figure.
    return last + 1 < number <= last + 4 and ended


def _unnumbered(lines: Sequence[str], words: frozenset[str]) -> tuple[dict[int, str], list[str]]:
    """Where the copy lost its numbers: each block between blank lines that asks something, in order."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        blocks[-1].append(line)
        blocks += [[]] if not line else []
    asked = [text for text in (joined(block, words) for block in blocks) if "?" in text]
    if not asked:
        return {}, []
    return dict(enumerate(asked, 1)), [
        "The numbers of the questions were lost from this copy: they are taken in order."
    ]
