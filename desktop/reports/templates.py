"""Templates of documents as data: what each says, from which registers, for which audience; words a board can edit.

A template is a TOML file in ``resources/templates``; a board's edited copy is kept in its vault. Words between braces
are filled in: ``{board} {review} {reference} {today} {recipient} {children} {chair} {purpose}`` and the others of
``WORDS``. Not here: where those words come from (``setting``), how sections are drawn (``filling``).
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

WORDS = frozenset(
    {
        "board", "review", "reference", "today", "recipient", "children", "chair", "purpose", "marking", "kind",
        "panel", "manager", "contact", "reach", "reviewer", "group", "member", "period", "subject",
    }
)  # fmt: skip
Style = Literal["report", "list", "letter", "large_print"]
TextStyle = Literal["body", "quote", "note", "lead", "thanks"]
SHOWS = ("facts", "table", "paragraphs", "bullets", "entries", "numbered")
_UNDER_KEYS = {"heading", "register", "fields", "show", "where", "labels", "by"}
_SECTION_KEYS = _UNDER_KEYS - {"by"} | {
    "text", "empty", "style", "source", "sign", "level", "latest", "quiet", "under", "mine", "title", "official",
    "box", "page",
}  # fmt: skip
_TOP_KEYS = {
    "id", "title", "style", "profiles", "recipient", "two_people", "landscape", "about", "section", "subtitle",
    "paper", "to", "from", "record", "record_where", "to_bodies", "to_audiences", "entry",
}  # fmt: skip


@dataclass(frozen=True)
class Under:
    """Rows that belong to a row of the section: ``by`` is the field that names it (the register's parent, usually)."""

    register: str
    heading: str = ""
    fields: tuple[str, ...] = ()
    show: str = "bullets"
    where: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True)
class Section:
    """One part: words of its own, then rows of a register shown in one of ``SHOWS``.

    ``source`` names a computed part instead of a register (``marker-record``, ``clocks`` ...). ``sign`` ends it with
    lines for signatures. ``latest`` takes only the newest row; ``mine`` names a field that must hold who the document
    is for; ``title`` the field that heads each entry; ``labels`` shorter names of columns; ``under`` rows of another
    register below each row; ``official`` clocks whose sentence is printed only when it was checked. A section without
    rows says so in ``empty``, or is left out where ``quiet``.
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
    level: Literal[1, 2, 3] = 2
    latest: bool = False
    quiet: bool = False
    mine: str = ""
    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    under: tuple[Under, ...] = ()
    official: tuple[str, ...] = ()
    box: bool = False
    page: bool = False


@dataclass(frozen=True)
class Template:
    """A document: its id, title, style of page, audiences it may be made for (the usual one first), and its sections.

    ``recipient`` is ``none``, ``person`` or ``agency``: who it is made for must then be named. ``to`` are lines of the
    address where nobody is named, ``sender`` those under the closing words of a letter. ``record`` is the register of
    which one row may be chosen, ``record_where`` which of its rows; ``to_bodies`` are the values of its field ``body``
    for which the lines of ``to`` stand, one each, so that a letter goes to the body of the chosen row;
    ``to_audiences`` are likewise the audiences for which they stand. ``entry`` is the kind of material that each
    version given to anybody becomes (data dictionary, 2.5); a document without it stands in the index through the
    register it is made from.
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
    paper: Literal["A4", "A3"] = "A4"
    to: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    record: str = ""
    record_where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    to_bodies: tuple[str, ...] = ()
    to_audiences: tuple[str, ...] = ()
    entry: str = ""


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
    _known(raw, _TOP_KEYS, name, "it has an unknown key")
    for key in ("id", "title", "about", "style", "profiles", "section"):
        if not raw.get(key):
            raise _broken(name, f"it has no {key}")
    if raw["style"] not in get_args(Style):
        raise _broken(name, "its style is unknown")
    if raw.get("recipient", "none") not in ("none", "person", "agency"):
        raise _broken(name, "its recipient is unknown")
    _check_words(name, "it", raw["title"], raw.get("subtitle", ""), *raw.get("to", ()), *raw.get("from", ()))
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
        paper=raw.get("paper", "A4"),
        to=tuple(raw.get("to", ())),
        sender=tuple(raw.get("from", ())),
        record=raw.get("record", ""),
        record_where={key: frozenset([value]) for key, value in raw.get("record_where", {}).items()},
        to_bodies=tuple(raw.get("to_bodies", ())),
        to_audiences=tuple(raw.get("to_audiences", ())),
        entry=raw.get("entry", ""),
    )


def _section(raw: Mapping[str, Any], name: str) -> Section:
    _known(raw, _SECTION_KEYS, name, "a section has an unknown key")
    texts = raw.get("text", [])
    lines = tuple([texts] if isinstance(texts, str) else texts)
    _check_words(name, "a section", *lines, *raw.get("sign", ()), raw.get("heading", ""), raw.get("empty", ""))
    _check_show(raw, name)
    plain = {
        key: raw[key] for key in ("heading", "register", "show", "where", "empty", "style", "source") if key in raw
    }
    plain |= {
        key: raw[key] for key in ("level", "latest", "quiet", "mine", "title", "labels", "box", "page") if key in raw
    }
    return Section(
        text=lines,
        fields=tuple(raw.get("fields", ())),
        sign=tuple(raw.get("sign", ())),
        official=tuple(raw.get("official", ())),
        under=tuple(_under(one, name) for one in raw.get("under", ())),
        **plain,
    )


def _under(raw: Mapping[str, Any], name: str) -> Under:
    _known(raw, _UNDER_KEYS, name, "rows under a section have an unknown key")
    _check_words(name, "a section", raw.get("heading", ""))
    _check_show(raw, name)
    if not raw.get("register"):
        raise _broken(name, "rows under a section name no register")
    return Under(**{**raw, "fields": tuple(raw.get("fields", ()))})


def _check_show(raw: Mapping[str, Any], name: str) -> None:
    if raw.get("show", "facts") not in SHOWS:
        raise _broken(name, f"a section is shown in an unknown way: {raw['show']}")


def words_in(text: str) -> frozenset[str]:
    """The words that stand between braces in ``text``."""
    return frozenset(re.findall(r"\{(\w+)\}", text))


def _check_words(name: str, part: str, *texts: str) -> None:
    for word in sorted(words_in(" ".join(texts)) - WORDS):
        raise _broken(name, f"{part} fills in an unknown word: {{{word}}}")


def _known(raw: Mapping[str, Any], keys: set[str], name: str, what: str) -> None:
    unknown = sorted(set(raw) - keys)
    if unknown:
        raise _broken(name, f"{what}: {unknown[0]}")


def _broken(name: str, what: str) -> UserError:
    return UserError(
        f"The template {name} was not loaded: {what}.", "Mend the template, or go back to the one that ships."
    )
