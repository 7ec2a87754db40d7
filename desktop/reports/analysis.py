"""The analysis on paper: the combined chronology, and how each finding was reached from its sources."""

from __future__ import annotations

from itertools import groupby

from desktop.markers import register_values
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, said, shown, told_paragraphs
from desktop.reports.findings import all_findings, anchor, children, number, title
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import RegisterRow

_GAP_DAYS = 60
"""A stretch without an entry that is longer than this is said; nothing follows from it by itself."""


@source("chronology")
def chronology(made: Setting, _section: Section) -> list[doc.Block]:
    """Events of all episodes in order of day; entries of one day stand together, none is merged with another."""
    register = made.registers["episode_event"]
    found = sorted(made.rows(register), key=_day)
    if not found:
        return [doc.Paragraph(fixed("No events have been entered yet."))]
    columns = tuple(
        doc.Column((fixed(name),), width, rule="hair" if at else "none")
        for at, (name, width) in enumerate(
            (("Date", 38), ("Source", 84), ("Event", 132), ("People", 62), ("Episode", 62))
        )
    )
    rows: list[tuple[doc.Cell, ...]] = []
    before: RegisterRow | None = None
    for row in found:
        if before is not None and (gap := _gap(before, row)) > _GAP_DAYS:
            words = fixed(f"No entry for {gap} days")
            rows.append(((), (), ((doc.Run(words, doc.Look.EMPHASIS),),), (), ()))
        rows.append(_event(made, row))
        before = row
    return [doc.Register(columns, tuple(rows), fixed("Events in order"))]


def _event(made: Setting, row: RegisterRow) -> tuple[doc.Cell, ...]:
    register = made.registers["episode_event"]
    sources = [part for one in row.values.get("sources") or [] if (part := made.name("Material", str(one)))]
    note = said(made, register.field("note"), row)
    told: list[Released] = [*sources, *([note] if note else [])]
    # A line without a source is shown as such: an event must be found again in a record.
    return (
        _cell(said(made, register.field("on"), row)),
        tuple(told) or (fixed("No source is named"),),
        _cell(said(made, register.field("what"), row)),
        _cell(said(made, register.field("people"), row)),
        _cell(_episode_title(made, str(row.values.get("episode", "")))),
    )


def _episode_title(made: Setting, episode_id: str) -> Released:
    register = made.registers["episode"]
    found = [row for row in made.rows(register) if row.id == episode_id]
    return said(made, register.field("title"), found[0]) if found else fixed("")


def _cell(words: Released) -> doc.Cell:
    return (words,) if words else ()


def _day(row: RegisterRow) -> str:
    day = register_values.day_of(row.values.get("on"))
    return day.first_day.isoformat() if day and day.first_day else "9999"


def _gap(before: RegisterRow, row: RegisterRow) -> int:
    first, second = (register_values.day_of(one.values.get("on")) for one in (before, row))
    if first is None or second is None or first.last_day is None or second.first_day is None:
        return 0
    return (second.first_day - first.last_day).days


@source("accounts")
def accounts(made: Setting, _section: Section) -> list[doc.Block]:
    """Each point on which accounts differ: the accounts one under the other, and how the difference was handled."""
    register, sides = made.registers["account_comparison"], made.registers["account_side"]
    found = made.rows(register)
    if not found:
        return [doc.Paragraph(fixed("No accounts have been set side by side."))]
    blocks: list[doc.Block] = []
    for row in found:
        blocks.append(doc.Heading(said(made, register.field("point"), row), level=3))
        told = [
            (said(made, sides.field("person"), one), said(made, sides.field("words"), one))
            for one in children(made, "account_side", "comparison", row)
        ]
        if told:
            blocks.append(doc.Table((fixed("Who"), fixed("Account")), tuple(told), (1, 4)))
        blocks.append(doc.Paragraph(doc.led(fixed("How it was handled:"), said(made, register.field("handling"), row))))
    return blocks


# How we got here


@source("chain")
def chain(made: Setting, _section: Section) -> list[doc.Block]:
    """For every finding: episodes with their events and factors, evidence for and against, what was given up, asked."""
    found = all_findings(made)
    if not found:
        return [doc.Paragraph(fixed("No findings have been entered yet."))]
    blocks: list[doc.Block] = []
    for row in found:
        label = joined((fixed(f"Finding {number(row)}: "), title(made, row)))
        blocks.append(doc.Heading(label, level=1, anchor=anchor(row)))
        blocks += _episodes(made, row)
        blocks += _evidence(made, row)
        blocks += _table(made, "Explanations given up", children(made, "rejected_explanation", "finding", row),
                         "rejected_explanation", ("explanation", "why"), "No explanation was given up.")  # fmt: skip
        blocks += _table(made, "What the board is asked", children(made, "consideration", "finding", row),
                         "consideration", ("kind", "text"), "Nothing is asked yet.")  # fmt: skip
    return blocks


def _episodes(made: Setting, row: RegisterRow) -> list[doc.Block]:
    register = made.registers["episode"]
    wanted = row.values.get("episodes") or []
    blocks: list[doc.Block] = [doc.Heading(fixed("Episodes it rests on"))]
    for one in made.rows(register):
        if one.id not in wanted:
            continue
        blocks.append(doc.Heading(said(made, register.field("title"), one), level=3))
        blocks += shown(made, Shape(register, ("from_on", "until_on", "appraisal", "confidence")), (one,))
        blocks += told_paragraphs(said(made, register.field("explanation"), one))
        events = made.registers["episode_event"]
        found = sorted(children(made, "episode_event", "episode", one), key=_day)
        if found:
            blocks += shown(made, Shape(events, ("on", "what", "sources"), "table"), found)
        blocks += _factors(made, one)
    return blocks if len(blocks) > 1 else [*blocks, doc.Paragraph(fixed("No episode is linked to it yet."))]


def _factors(made: Setting, episode: RegisterRow) -> list[doc.Block]:
    """What made good work easier or harder, in two lists."""
    found = sorted(
        children(made, "contributory_factor", "episode", episode), key=lambda one: str(one.values.get("polarity"))
    )
    blocks: list[doc.Block] = []
    for polarity, group in groupby(found, key=lambda one: str(one.values.get("polarity"))):
        label = "What helped:" if polarity == "supported" else "What made it harder:"
        blocks.append(doc.Paragraph((doc.Run(fixed(label), doc.Look.EMPHASIS),)))
        blocks.append(doc.Bullets(tuple(_factor(made, one) for one in group)))
    return blocks


def _factor(made: Setting, row: RegisterRow) -> Released:
    """``Tools and forms: a form without a place for it (a condition that affects practice generally)``."""
    register = made.registers["contributory_factor"]
    code, words, reach = (said(made, register.field(one), row) for one in ("code", "words", "reach"))
    told = joined([one for one in (code, words) if one], ": ")
    small = (fixed(" (" + reach.text[:1].lower()), reach.part(1, len(reach.text)), fixed(")"))
    return joined((told, *small)) if reach else told


def _evidence(made: Setting, row: RegisterRow) -> list[doc.Block]:
    register = made.registers["finding_evidence"]
    found = children(made, "finding_evidence", "finding", row)
    fields = ("claim", "source_type", "shows", "strength", "on")
    halves = (
        ("What speaks for it", [one for one in found if one.values.get("counter") != "yes"],
         "Nothing is recorded for it yet."),
        ("What speaks against it", [one for one in found if one.values.get("counter") == "yes"],
         "Nothing that speaks against it was found."),
    )  # fmt: skip
    blocks: list[doc.Block] = []
    for heading, rows, empty in halves:
        blocks += _table(made, heading, rows, register.id, fields, empty)
    return blocks


def _table(
    made: Setting, heading: str, rows: list[RegisterRow], register_id: str, fields: tuple[str, ...], empty: str
) -> list[doc.Block]:
    blocks = shown(made, Shape(made.registers[register_id], fields, "table"), rows) if rows else []
    return [doc.Heading(fixed(heading)), *(blocks or [doc.Paragraph(fixed(empty))])]
