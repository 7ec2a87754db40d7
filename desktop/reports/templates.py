"""Templates of documents as data: what each says, from which registers, for which audience; words a board can edit.

A template is a TOML file in ``resources/templates``; a board's edited copy is kept in its vault. Words between braces
are filled in: ``{board} {review} {reference} {today} {recipient} {children} {chair} {purpose}``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from desktop.errors import UserError

WORDS = frozenset({"board", "review", "reference", "today", "recipient", "children", "chair", "purpose", "marking"})
Style = Literal["report", "list", "letter", "large_print"]
TextStyle = Literal["body", "quote", "note", "lead", "thanks"]
SHOWS = ("facts", "table", "paragraphs", "bullets")
_SECTION_KEYS = {"heading", "text", "register", "fields", "show", "where", "empty", "style", "source", "sign"}
_TOP_KEYS = {"id", "title", "style", "profiles", "recipient", "two_people", "landscape", "about", "section", "subtitle"}


@dataclass(frozen=True)
class Section:
    """One part: words of its own, then rows of a register shown as facts, a table, paragraphs or bullets.

    ``source`` names a computed part instead of a register (``marker-record``, ``clocks`` ...). ``sign`` ends it with
    lines for signatures.
    """

    heading: str = ""
    text: tuple[str, ...] = ()
    register: str = ""
    fields: tuple[str, ...] = ()
    show: str = "facts"
    where: Mapping[str, Any] = field(default_factory=dict)
    empty: str = ""
    style: TextStyle = "body"
    source: str = ""
    sign: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A document: its id, title, style of page, audiences it may be made for (the usual one first), and its sections.

    ``recipient`` is ``none``, ``person`` or ``agency``: who it is made for must then be named.
    """

    id: str
    title: str
    about: str
    style: Style
    profiles: tuple[str, ...]
    recipient: str
    two_people: bool
    landscape: bool
    sections: tuple[Section, ...]
    subtitle: str = ""


@cache
def shipped() -> Mapping[str, Template]:
    """Every template that comes with Caseward, by id. Raises ``UserError`` naming the file of one with a gap."""
    found: dict[str, Template] = {}
    folder = files("resources").joinpath("templates")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            template = read(file.read_text(encoding="utf-8"), file.name)
            found[template.id] = template
    return found


def read(text: str, name: str) -> Template:
    """Read a template. Raises ``UserError`` naming ``name`` and what is missing, unknown or twice."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _broken(name, f"it cannot be read ({problem})") from problem
    unknown = set(raw) - _TOP_KEYS
    if unknown:
        raise _broken(name, f"it has an unknown key: {sorted(unknown)[0]}")
    for key in ("id", "title", "about", "style", "profiles", "section"):
        if not raw.get(key):
            raise _broken(name, f"it has no {key}")
    if raw["style"] not in get_args(Style):
        raise _broken(name, "its style is unknown")
    return Template(
        id=raw["id"],
        title=raw["title"],
        about=raw["about"],
        style=raw["style"],
        profiles=tuple(raw["profiles"]),
        recipient=raw.get("recipient", "none"),
        two_people=raw.get("two_people", False),
        landscape=raw.get("landscape", False),
        subtitle=raw.get("subtitle", ""),
        sections=tuple(_section(one, name) for one in raw["section"]),
    )


def _section(raw: Mapping[str, Any], name: str) -> Section:
    unknown = set(raw) - _SECTION_KEYS
    if unknown:
        raise _broken(name, f"a section has an unknown key: {sorted(unknown)[0]}")
    texts = raw.get("text", [])
    lines = tuple([texts] if isinstance(texts, str) else texts)
    for word in re.findall(r"\{(\w+)\}", " ".join((*lines, raw.get("heading", ""), raw.get("empty", "")))):
        if word not in WORDS:
            raise _broken(name, f"a section fills in an unknown word: {{{word}}}")
    if raw.get("show", "facts") not in SHOWS:
        raise _broken(name, f"a section is shown in an unknown way: {raw['show']}")
    return Section(
        heading=raw.get("heading", ""),
        text=lines,
        register=raw.get("register", ""),
        fields=tuple(raw.get("fields", ())),
        show=raw.get("show", "facts"),
        where=raw.get("where", {}),
        empty=raw.get("empty", ""),
        style=raw.get("style", "body"),
        source=raw.get("source", ""),
        sign=tuple(raw.get("sign", ())),
    )


def _broken(name: str, what: str) -> UserError:
    return UserError(
        f"The template {name} was not loaded: {what}.", "Mend the template, or go back to the one that ships."
    )
