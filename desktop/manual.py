"""The manual that comes with Caseward: chapters of plain words, read from ``resources/manual``.

A chapter is written in a small part of Markdown, so that it can be read as a file too: one ``#`` heading, ``##``
headings, paragraphs on one line each, and lists. Backquotes mark what is typed, stars the names of things on screen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Block:
    """One piece of a chapter: ``kind`` is heading, text or item; ``words`` are without any signs."""

    kind: str
    words: str


@dataclass(frozen=True)
class Chapter:
    """A chapter by its short name, with its title, its pieces, and its text as it is written."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    text: str

    def holds(self, wanted: str) -> bool:
        """Whether every word of ``wanted`` occurs in the chapter, in any case."""
        said = f"{self.title} {' '.join(block.words for block in self.blocks)}".casefold()
        return all(word in said for word in wanted.casefold().split())


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters, in order. Raises ``ValueError`` for a line that is none of what a chapter may hold."""
    folder = files("resources") / "manual"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    return tuple(read(name, (folder / name).read_text(encoding="utf-8")) for name in names)


def read(name: str, text: str) -> Chapter:
    """The chapter in ``text``; its short name is that of the file without its number."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not lines[0].startswith("# "):
        raise ValueError(f"{name}: the first line needs to be the title")
    blocks = tuple(_block(name, line) for line in lines[1:])
    return Chapter(re.sub(r"^\d+-|\.md$", "", name), _plain(lines[0][2:]), blocks, text)


def _block(name: str, line: str) -> Block:
    if line.startswith("## "):
        return Block("heading", _plain(line[3:]))
    if line.startswith("- "):
        return Block("item", _plain(line[2:]))
    if line[0] in "#>|+0123456789" or line != line.strip():
        raise ValueError(f"{name}: this line is no heading, paragraph or list: {line[:40]}")
    return Block("text", _plain(line))


def _plain(words: str) -> str:
    """Without the signs that mark what is typed and what stands on the screen."""
    return re.sub(r"\*([^*]+)\*", r"“\1”", words).replace("`", "")
