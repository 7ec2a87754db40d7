"""The words of a document that a board can edit: its title, its address and close, and the words of each section.

What a section shows and from which register stays as it ships; only words change. A board's words are kept in its
vault, place by place; a document that was made before keeps the words it had, because its bytes are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.casework.notes import clean
from desktop.errors import FieldErrors
from desktop.reports.templates import WORDS, Section, Template, words_in

_LINES = frozenset({"to", "from"})


@dataclass(frozen=True)
class Words:
    """The words of one place: ``place`` names it, ``label`` says where it is; an empty line parts paragraphs."""

    place: str
    label: str
    text: str
    shipped: str

    @property
    def edited(self) -> bool:
        """Whether the board has its own words here."""
        return self.text != self.shipped

    @property
    def lost(self) -> tuple[str, ...]:
        """What is no longer filled in here, although it is in the words that ship (``purpose`` among them)."""
        return tuple(sorted(words_in(self.shipped) - words_in(self.text)))


def places(template: Template, shipped: Template) -> tuple[Words, ...]:
    """Every place of a template with words, in the order of the document."""
    before = {place: text for place, _label, text in _places(shipped)}
    return tuple(Words(place, label, text, before.get(place, "")) for place, label, text in _places(template))


def _places(template: Template) -> Iterator[tuple[str, str, str]]:
    yield "title", "Title of the document", template.title
    if template.subtitle:
        yield "subtitle", "Line under the title", template.subtitle
    if template.to:
        yield "to", "Address, where nobody is named", "\n".join(template.to)
    for number, section in enumerate(template.sections, 1):
        where = f"Section {number}"
        if section.heading:
            yield f"{number}.heading", f"{where}, heading", section.heading
        if section.text:
            yield f"{number}.text", f"{where}, words", "\n\n".join(section.text)
        if section.empty:
            yield f"{number}.empty", f"{where}, when there is nothing to show", section.empty
    if template.sender:
        yield "from", "Under the closing words", "\n".join(template.sender)


def changed(template: Template, words: Mapping[str, str]) -> Template:
    """``template`` with other words at some places.

    Raises ``FieldErrors`` by place for words that are missing or fill in something that there is not.
    """
    known = {place for place, _label, _text in _places(template)}
    tidy = {place: clean(text).strip() for place, text in words.items() if place in known}
    errors = {place: said for place, text in tidy.items() if (said := _mistake(place, text))}
    if errors:
        raise FieldErrors(errors)
    return replace(
        template,
        title=tidy.get("title", template.title),
        subtitle=tidy.get("subtitle", template.subtitle),
        to=tuple(_lines(tidy["to"])) if "to" in tidy else template.to,
        sender=tuple(_lines(tidy["from"])) if "from" in tidy else template.sender,
        sections=tuple(_section(section, number, tidy) for number, section in enumerate(template.sections, 1)),
    )


def _section(section: Section, number: int, words: Mapping[str, str]) -> Section:
    text = section.text
    if f"{number}.text" in words:
        paragraphs = (" ".join(part.split()) for part in words[f"{number}.text"].split("\n\n"))
        text = tuple(part for part in paragraphs if part)
    heading = words.get(f"{number}.heading", section.heading)
    return replace(section, text=text, heading=heading, empty=words.get(f"{number}.empty", section.empty))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _mistake(place: str, text: str) -> str:
    if not text and not place.endswith(".text"):
        return "Enter the words, or go back to those that ship"
    if text.count("{") != text.count("}"):
        return "Close each word that is filled in with }"
    unknown = sorted(words_in(text) - WORDS)
    return f"Take {{{unknown[0]}}} away: there is no such word to fill in" if unknown else ""
