"""Rows of a register as blocks: facts, tables, entries, paragraphs, bullets, numbered lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from desktop.markers.registers import Field, FieldKind, Register
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.setting import Setting
from desktop.reports.templates import TextStyle, Under
from storage.records import RegisterRow

_FIGURES = frozenset({FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DAYS})
_NARROW = _FIGURES | {FieldKind.DATE, FieldKind.PARTIAL_DATE, FieldKind.YES_NO_UNKNOWN}
_MOST_COLUMNS = 7
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Shape:
    """How rows of a register are to be shown: its fields (all of them when none are named), way, heading, labels."""

    register: Register
    fields: tuple[str, ...] = ()
    show: str = "facts"
    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def chosen(self) -> list[Field]:
        """The fields to show, without the one that is the heading."""
        named = [self.register.field(one) for one in self.fields] or list(self.register.fields)
        return [one for one in named if one.id != self.title]

    def label(self, one: Field) -> Released:
        """What a field is called in this document."""
        return fixed(self.labels.get(one.id, one.label))


def said(made: Setting, one: Field, row: RegisterRow) -> Released:
    """One value of a row for the audience."""
    return made.value(one, row.values.get(one.id), row=row)


def shown(made: Setting, shape: Shape, found: Sequence[RegisterRow]) -> list[doc.Block]:
    """Blocks for rows; none when nothing in them may be said."""
    if shape.show == "table":
        return _table(made, shape, found)
    if shape.show in ("bullets", "numbered"):
        return _items(made, shape, found)
    blocks: list[doc.Block] = []
    for row in found:
        blocks += _SHOW[shape.show](made, shape, row)
    return blocks


def under(made: Setting, one: Under, row: RegisterRow) -> list[doc.Block]:
    """The rows of another register that belong to ``row``, with their heading; nothing where there are none."""
    register = made.registers[one.register]
    by = one.by or register.parent
    found = [each for each in made.rows(register, one.where) if row.id in _ids(each.values.get(by))]
    if not found:
        return []
    fields = one.fields or tuple(each.id for each in register.fields if each.id != by)
    blocks = shown(made, Shape(register, fields, one.show, "", one.labels), found)
    if not blocks or not one.heading:
        return blocks
    return [doc.Heading(made.fill(one.heading), level=3), *blocks]


def told_paragraphs(words: Released, style: TextStyle = "body") -> list[doc.Block]:
    """Released words as paragraphs, cut at empty lines."""
    return [doc.Paragraph(part, style=style) for part in paragraphs(words)]


def paragraphs(words: Released) -> list[Released]:
    """Released words cut at empty lines, never inside something the engine put there."""
    cuts = [match.end() for match in _EMPTY_LINE.finditer(words.text) if not _inside(words, match.start())]
    pieces = [words.part(start, end) for start, end in pairwise([0, *cuts, len(words.text)])]
    return [_trimmed(piece) for piece in pieces if piece.text.strip()]


def _inside(words: Released, at: int) -> bool:
    return any(one.start < at < one.end for one in words.spans)


def _trimmed(piece: Released) -> Released:
    left = len(piece.text) - len(piece.text.lstrip())
    return piece.part(left, len(piece.text.rstrip()))


def _ids(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value or ""),)


def _table(made: Setting, shape: Shape, found: Sequence[RegisterRow]) -> list[doc.Block]:
    told = [(one, [said(made, one, row) for row in found]) for one in shape.chosen()]
    # A column in which nobody wrote anything tells nothing and takes room from the others.
    used = [(one, column) for one, column in told if any(column)][:_MOST_COLUMNS]
    if not used:
        return []
    fields, cells = [one for one, _ in used], list(zip(*(column for _, column in used), strict=True))
    shares = tuple(_share(one) for one in fields)
    right = frozenset(at for at, one in enumerate(fields) if at and one.kind in _FIGURES)
    return [doc.Table(tuple(shape.label(one) for one in fields), tuple(cells), shares, right)]


def _share(one: Field) -> float:
    if one.kind is FieldKind.LONG_TEXT:
        return 4
    if one.kind is FieldKind.NUMBER:
        return 1
    return 2 if one.kind in _NARROW else 2.4


def _facts(made: Setting, shape: Shape, row: RegisterRow) -> list[doc.Block]:
    pairs = [(shape.label(one), words) for one in shape.chosen() if (words := said(made, one, row))]
    return [doc.KeyFacts(tuple(pairs))] if pairs else []


def _entries(made: Setting, shape: Shape, row: RegisterRow) -> list[doc.Block]:
    """A row under a heading of its own: short values as facts, long ones as paragraphs led by their name."""
    title = said(made, shape.register.field(shape.title), row) if shape.title else made.summary(shape.register, row)
    blocks: list[doc.Block] = [doc.Heading(title or fixed(shape.register.one.capitalize()), level=3)]
    short = [one for one in shape.chosen() if one.kind is not FieldKind.LONG_TEXT]
    pairs = [(shape.label(one), words) for one in short if (words := said(made, one, row))]
    if pairs:
        blocks.append(doc.KeyFacts(tuple(pairs)))
    for one in shape.chosen():
        if one.kind is FieldKind.LONG_TEXT and (words := said(made, one, row)):
            first, *rest = paragraphs(words)
            blocks.append(doc.Paragraph(doc.led(joined((shape.label(one), fixed(":"))), first)))
            blocks += [doc.Paragraph(part) for part in rest]
    return blocks


def _paragraphs(made: Setting, shape: Shape, row: RegisterRow) -> list[doc.Block]:
    return [part for one in shape.chosen() for part in told_paragraphs(said(made, one, row))]


def _items(made: Setting, shape: Shape, found: Sequence[RegisterRow]) -> list[doc.Block]:
    """One line for each row: its values one after the other, the first standing for the row."""
    lines = []
    for row in found:
        told = [words for one in shape.chosen() if (words := said(made, one, row))]
        if told:
            lines.append(_line(told))
    if not lines:
        return []
    return [doc.Bullets(tuple(lines)) if shape.show == "bullets" else doc.Numbered(tuple(lines))]


def _line(told: Sequence[Released]) -> Released:
    first, rest = told[0], list(told[1:])
    if not rest:
        return first
    between = " " if first.text.rstrip().endswith((".", "?", "!")) else ": "
    return joined((first, joined(rest, ", ")), between)


_SHOW: dict[str, Callable[[Setting, Shape, RegisterRow], list[doc.Block]]] = {
    "facts": _facts,
    "entries": _entries,
    "paragraphs": _paragraphs,
}
