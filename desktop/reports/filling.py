"""A template filled from the registers of a case: blocks of released words, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.markers.registers import Field, Register
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, kept
from desktop.reports.setting import Setting
from desktop.reports.templates import Section, Template
from storage.records import RegisterRow

Source = Callable[[Setting, Section], list[doc.Block]]
SOURCES: dict[str, Source] = {}
"""Computed parts by name; modules enter theirs when they are imported (``catalogue`` imports them all)."""


def source(name: str) -> Callable[[Source], Source]:
    """Enter a computed part under ``name``."""

    def enter(made: Source) -> Source:
        SOURCES[name] = made
        return made

    return enter


def fill(template: Template, made: Setting) -> doc.Document:
    """The document of a template for the audience of ``made``."""
    title = made.fill(template.title)
    blocks: list[doc.Block] = []
    if template.style == "letter":
        blocks += _opening(made)
    blocks.append(doc.Title(title, made.fill(template.subtitle) if template.subtitle else None))
    for number, section in enumerate(template.sections):
        blocks += _section(made, section, f"s{number}")
    return doc.Document(
        title=title,
        furniture=made.furniture(template.title),
        blocks=tuple(blocks),
        style=template.style,
        landscape=template.landscape,
    )


def _opening(made: Setting) -> list[doc.Block]:
    to = [part for part in (made.words["recipient"],) if part]
    lines: list[doc.Block] = [made.letterhead()]
    if to:
        lines.append(doc.Lines(tuple(to)))
    lines.append(doc.Lines((made.words["today"], fixed(f"Reference {made.case.reference}")), align="right"))
    return lines


def _section(made: Setting, section: Section, anchor: str) -> list[doc.Block]:
    blocks: list[doc.Block] = []
    if section.heading:
        blocks.append(doc.Heading(made.fill(section.heading), level=2, anchor=anchor))
    blocks += [doc.Paragraph(made.fill(text), style=section.style) for text in section.text]
    if section.source:
        blocks += SOURCES[section.source](made, section)
    elif section.register:
        blocks += _rows(made, section)
    if section.sign:
        blocks.append(
            doc.SignOff(fixed("Signed"), tuple(made.fill(one) for one in section.sign), made.words["reference"])
        )
    return blocks


def _rows(made: Setting, section: Section) -> list[doc.Block]:
    register = made.registers[section.register]
    found = made.rows(register, section.where)
    fields = [register.field(one) for one in section.fields] or list(register.fields)
    if not found:
        return [doc.Paragraph(made.fill(section.empty or f"No {register.many} are recorded."))]
    if section.show == "table":
        return [_table(made, register, fields, found)]
    blocks: list[doc.Block] = []
    for row in found:
        blocks += _SHOW[section.show](made, register, fields, row)
    return blocks


def said(made: Setting, register: Register, field: Field, row: RegisterRow) -> Released:
    """One value of a row for the audience."""
    return made.value(field, row.values.get(field.id), f"{register.id}.{field.id}")


def _table(made: Setting, register: Register, fields: Sequence[Field], found: Sequence[RegisterRow]) -> doc.Block:
    used = [field for field in fields if any(said(made, register, field, row) for row in found)] or list(fields[:1])
    cells = tuple(tuple(said(made, register, field, row) for field in used) for row in found)
    shares = tuple(3 if field.kind.value == "long_text" else 2 for field in used)
    return doc.Table(tuple(fixed(field.label) for field in used), cells, shares)


def _facts(made: Setting, register: Register, fields: Sequence[Field], row: RegisterRow) -> list[doc.Block]:
    pairs = [(fixed(field.label), words) for field in fields if (words := said(made, register, field, row))]
    return [doc.KeyFacts(tuple(pairs))] if pairs else []


def _paragraphs(made: Setting, register: Register, fields: Sequence[Field], row: RegisterRow) -> list[doc.Block]:
    return [
        doc.Paragraph(part)
        for field in fields
        if (words := said(made, register, field, row))
        for part in paragraphs(words)
    ]


def paragraphs(words: Released) -> list[Released]:
    """Released words cut at empty lines."""
    if "\n\n" not in words.text:
        return [words]
    return [kept(part.strip()) for part in words.text.split("\n\n") if part.strip()]


def _bullets(made: Setting, register: Register, fields: Sequence[Field], row: RegisterRow) -> list[doc.Block]:
    told = tuple(words for field in fields if (words := said(made, register, field, row)))
    return [doc.Bullets(told)] if told else []


_SHOW = {"facts": _facts, "paragraphs": _paragraphs, "bullets": _bullets}
