"""What is wrong with an external description, in words a person can act on (data dictionary, field 8 and section 1.2).

The description may be read by a defendant. It says what the item holds, in 30 to 600 characters, without names,
acronyms nobody explained, form codes alone, or any opinion.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SHORTEST, LONGEST = 30, 600
STOP, WARN = "stop", "warn"
NameFinder = Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True)
class Remark:
    """One thing to mend: ``start`` to ``end`` in the description (equal when it is about the whole)."""

    code: str
    level: str
    sentence: str
    start: int = 0
    end: int = 0


@cache
def _words() -> dict[str, dict[str, str] | list[str]]:
    text = files("resources").joinpath("terminology/descriptions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def glossary() -> dict[str, str]:
    """Acronyms of the field and what they stand for."""
    return dict(_words()["acronyms"])  # type: ignore[arg-type]


def lint(description: str, find_names: NameFinder | None = None) -> tuple[Remark, ...]:
    """Everything that is wrong with ``description``, worst first.

    ``find_names`` gives the places of registered names and identifiers (from the redaction engine).
    """
    text = description.strip()
    if not text:
        return (Remark("empty", STOP, "Enter a description that says what the item holds"),)
    remarks = [
        Remark("name", STOP, "Take out the name or number, or use its code", *place)
        for place in _named(text, find_names)
    ]
    remarks += _length(text) + _generic(text) + _form_codes(text) + _acronyms(text) + opinions(text)
    return tuple(sorted(remarks, key=lambda remark: (remark.level != STOP, remark.start)))


def expand(description: str) -> str:
    """The description with each known acronym written out the first time it stands there."""
    for short, long in sorted(glossary().items(), key=lambda pair: -len(pair[0])):
        if long.lower() not in description.lower():
            description = re.sub(rf"\b{re.escape(short)}\b", long, description, count=1)
    return description


def _named(text: str, find_names: NameFinder | None) -> list[tuple[int, int]]:
    return find_names(text) if find_names else []


def _length(text: str) -> list[Remark]:
    if len(text) < SHORTEST:
        return [
            Remark(
                "short", STOP, f"Say more: at least {SHORTEST} characters on what it holds and about when", 0, len(text)
            )
        ]
    if len(text) > LONGEST:
        return [Remark("long", STOP, f"Shorten it to {LONGEST} characters or fewer", LONGEST, len(text))]
    return []


def _generic(text: str) -> list[Remark]:
    words = _words()["generic"]
    found = [m for word in words for m in re.finditer(rf"\b{word}\b", text, re.IGNORECASE)]
    remarks = [
        Remark("generic", STOP, "Say what it is: this word could describe anything", match.start(), match.end())
        for match in found
    ]
    if re.fullmatch(
        r"(?i)\W*(?:a |the )?(?:file |case |contact )?(?:notes?|records?|documents?|papers?|letters?|e-?mails?)\W*",
        text,
    ):
        remarks.append(Remark("generic", STOP, "Say what it is about, between whom and when", 0, len(text)))
    return remarks


def _form_codes(text: str) -> list[Remark]:
    codes = "|".join(_words()["form_codes"])
    return [
        Remark("form-code", STOP, "Say what the form records, not only its code", m.start(), m.end())
        for m in re.finditer(rf"\b(?:{codes})\b", text)
    ]


def _acronyms(text: str) -> list[Remark]:
    plain = set(_words()["plain_acronyms"])
    known = glossary()
    remarks = []
    for match in re.finditer(r"\b(?=[A-Z0-9&]*[A-Z]{2})[A-Z][A-Z0-9&]{1,7}s?\b", text):
        short = match[0].removesuffix("s")
        if short in plain or known.get(short, "\0").lower() in text.lower():
            continue
        said = f": {known[short]}" if short in known else ""
        remarks.append(Remark("acronym", STOP, f"Write the acronym out{said}", match.start(), match.end()))
    return remarks


def opinions(text: str, *, told: bool = False) -> list[Remark]:
    """Words of opinion about guilt, reliability or disclosure, wherever they would be printed.

    ``told`` is for a record of what a speaker was told: there a word that was told as open or denied ("whether it is
    disclosable is for the prosecutor", "the review does not say who is to blame") is a fact and stays as it was said.
    """
    spared = [m.span() for phrase in _words()["neutral"] for m in re.finditer(rf"\b{phrase}\b", text, re.IGNORECASE)]
    found = [m for word in _words()["opinion"] for m in re.finditer(rf"\b{word}\b", text, re.IGNORECASE)]
    return [
        Remark("tone", STOP, "Use neutral words: no opinion on guilt, reliability or disclosure", m.start(), m.end())
        for m in found
        if not any(start <= m.start() and m.end() <= end for start, end in spared)
        and not (told and _told_as_open(text, m.start()))
    ]


def _told_as_open(text: str, at: int) -> bool:
    """Whether what stands before ``at`` in its clause says that it is open, or denies it."""
    clause = re.split(r"[.;:!?\n]|,? and that |,? but ", text[:at])[-1]
    return any(re.search(rf"\b{word}\b", clause, re.IGNORECASE) for word in _words()["told_as_open"])
