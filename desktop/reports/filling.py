"""A template filled from the registers of a case: blocks of released words, nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports import official
from desktop.reports.filling_rows import Shape, shown, told_paragraphs, under
from desktop.reports.setting import Setting
from desktop.reports.setting_words import own_address
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
        blocks += _opening(template, made)
    elif made.copy_to:
        blocks.append(doc.Lines((_for_advocate(made),)))
    blocks.append(doc.Title(title, made.fill(template.subtitle) if template.subtitle else None))
    for part in parts(template, made):
        blocks += part
    if template.sender:
        blocks += _closing(template, made)
    return doc.Document(
        title=title,
        furniture=made.furniture(title),
        blocks=_with_digests(blocks),
        style=template.style,
        landscape=template.landscape,
        paper=template.paper,
    )


def parts(template: Template, made: Setting) -> list[list[doc.Block]]:
    """The blocks of each section, in order; none for a quiet section without rows."""
    return [_section(made, section, f"s{number}") for number, section in enumerate(template.sections)]


def _opening(template: Template, made: Setting) -> list[doc.Block]:
    to: list[doc.Text] = [made.words["recipient"], *own_address(made)] if made.recipient_id else []
    to = [_for_advocate(made)] if made.copy_to else to
    to = to or [made.fill(line) for line in _address(template, made)]
    lines: list[doc.Block] = [made.letterhead()]
    if to:
        lines.append(doc.Lines(tuple(to)))
    lines.append(doc.Lines((made.words["today"], fixed(f"Reference {made.case.reference}")), align="right"))
    return lines


def _address(template: Template, made: Setting) -> tuple[str, ...]:
    """The line of this audience, or of the body that the chosen record is about; every line where neither is said."""
    if template.to_audiences:
        return tuple(line for line, one in zip(template.to, template.to_audiences, strict=False) if one == made.profile)
    row = made.store.one(RegisterRow, id=made.record_id) if made.record_id and template.to_bodies else None
    lines = dict(zip(template.to_bodies, template.to, strict=False))
    body = str(row.values.get("body", "")) if row else ""
    return (lines[body],) if body in lines else template.to


def _for_advocate(made: Setting) -> Released:
    """Who gets this copy of a document that is another person's; what follows is theirs, word for word."""
    return joined((fixed("Copy for the advocate of "), made.words["recipient"]))


def _closing(template: Template, made: Setting) -> list[doc.Block]:
    """The end of a letter, with room for a signature by hand."""
    room = [fixed("\u00a0")] * 2
    names = [made.fill(line) for line in template.sender]
    return [doc.Lines((fixed("Yours sincerely"), *room, *names))]


def _section(made: Setting, section: Section, anchor: str) -> list[doc.Block]:
    body = _body(made, section)
    if section.quiet and not body and (section.register or section.source or section.official):
        return []
    blocks: list[doc.Block] = [doc.PageBreak()] if section.page else []
    if section.heading:
        blocks.append(doc.Heading(made.fill(section.heading), level=section.level, anchor=anchor))
    said: list[doc.Block] = [part for text in section.text for part in told_paragraphs(made.fill(text), section.style)]
    if section.box:
        return [*blocks, doc.Box((*said, *body))]
    blocks += [*said, *body]
    if section.sign:
        blocks.append(
            doc.SignOff(fixed("Signed"), tuple(made.fill(one) for one in section.sign), made.words["reference"])
        )
    return blocks


def _body(made: Setting, section: Section) -> list[doc.Block]:
    blocks: list[doc.Block] = []
    if section.source:
        blocks += SOURCES[section.source](made, section)
    elif section.register:
        blocks += _rows(made, section)
    stated = [one for clock in section.official if (one := official.statement(made, clock))]
    if stated:
        blocks.append(doc.Bullets(tuple(stated)))
    return blocks


def rows_of(made: Setting, section: Section) -> tuple[RegisterRow, ...]:
    """The rows a section shows: filtered, for its recipient, the chosen or the latest one."""
    register = made.registers[section.register]
    found = made.rows(register, section.where)
    if section.mine and made.recipient_id:
        found = tuple(row for row in found if made.recipient_id in _ids(row.values.get(section.mine)))
    if made.record_id and any(row.id == made.record_id for row in found):
        found = tuple(row for row in found if row.id == made.record_id)
    return found[-1:] if section.latest else found


def _ids(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value or ""),)


def _rows(made: Setting, section: Section) -> list[doc.Block]:
    register = made.registers[section.register]
    found = rows_of(made, section)
    shape = Shape(register, section.fields, section.show, section.title, dict(section.labels))
    blocks: list[doc.Block] = []
    for group in [(row,) for row in found] if section.under else [found]:
        blocks += shown(made, shape, group) if group else []
        blocks += [block for one in section.under for block in under(made, one, group[0])]
    if blocks or section.quiet:
        return blocks
    return [doc.Paragraph(made.fill(section.empty or f"No {register.many} are recorded."))]


# Signing


def _with_digests(blocks: Iterable[doc.Block]) -> tuple[doc.Block, ...]:
    """Each place to sign gets the last 12 digits of the hash of the words above it (DESIGN section 8)."""
    told: list[doc.Block] = []
    for block in blocks:
        if isinstance(block, doc.SignOff) and block.digest is None:
            block = doc.SignOff(block.statement, block.signatories, block.reference, fixed(digest_of(told)))
        told.append(block)
    return tuple(told)


def digest_of(blocks: Iterable[doc.Block]) -> str:
    """The last 12 hex digits of the SHA-256 of all words in ``blocks``, in order."""
    text = "\n".join(one.text for block in blocks for one in released_in(block))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[-12:]


def released_in(value: object) -> Iterable[Released]:
    """Every released text inside a block, in the order of its fields."""
    if isinstance(value, Released):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from released_in(part)
    elif isinstance(value, (doc.Block, doc.Run)):
        for name in value.__dataclass_fields__:  # type: ignore[union-attr]
            yield from released_in(getattr(value, name))
