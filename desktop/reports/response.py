"""What became of the findings: the board's response, output and outcome apart, the briefing, the deposit sheet."""

from __future__ import annotations

from dataclasses import replace

from desktop import wording
from desktop.errors import UserError
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, said, shown, told_paragraphs
from desktop.reports.findings import all_findings, children, number, title
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import RegisterRow

ABSTRACT_WORDS = 150
"""The longest abstract the repository takes, in words (domain, section 3.1, publication set)."""


@source("response-by-finding")
def by_finding(made: Setting, _section: Section) -> list[doc.Block]:
    """Each finding: what the board and agencies hold, what comes first, what was done, is done, is planned."""
    found = all_findings(made)
    if not found:
        return [doc.Paragraph(fixed("No findings have been entered yet."))]
    blocks: list[doc.Block] = []
    for row in found:
        label = joined((fixed(f"Finding {number(row)}: "), title(made, row)))
        blocks.append(doc.Heading(label, level=3))
        blocks += _positions(made, row)
        blocks += _shown(made, row, "response_priority", ("statement", "practice_now", "changed_since"), "facts")
        blocks += _actions(made, row)
    return blocks


def _positions(made: Setting, row: RegisterRow) -> list[doc.Block]:
    positions = _shown(made, row, "finding_position", ("holder", "agency", "position", "reasons"), "table")
    return positions or [doc.Paragraph(fixed("The board has not said yet whether it accepts this finding."))]


def _actions(made: Setting, row: RegisterRow) -> list[doc.Block]:
    """Actions by how they stand; a group without any is said where there are others."""
    register = made.registers["action"]
    found = children(made, "action", "finding", row)
    if not found:
        return [doc.Paragraph(fixed("No action has been agreed for it."))]
    blocks: list[doc.Block] = []
    for state, label in register.field("state").choices().items():
        group = [one for one in found if one.values.get("state") == state]
        if group:
            fields = ("reference", "description", "lead", "due", "effect_so_far")
            told = shown(made, Shape(register, fields, "table"), group)
            blocks += [replace(one, caption=fixed(label)) if isinstance(one, doc.Table) else one for one in told]
    return blocks


def _shown(made: Setting, row: RegisterRow, register_id: str, fields: tuple[str, ...], show: str) -> list[doc.Block]:
    found = children(made, register_id, "finding", row)
    return shown(made, Shape(made.registers[register_id], fields, show), found) if found else []


@source("two-measures")
def two_measures(made: Setting, _section: Section) -> list[doc.Block]:
    """Each action: what was done, and apart from it what difference it made."""
    register = made.registers["action"]
    found = made.rows(register)
    if not found:
        return [doc.Paragraph(fixed("No actions have been agreed yet."))]
    blocks: list[doc.Block] = []
    for row in found:
        label = listed_label(made, row)
        blocks.append(doc.Heading(label, level=3))
        blocks.append(doc.KeyFacts(_standing(made, row)))
        for kind, heading in (("output", "Was it done?"), ("outcome", "Did it make a difference?")):
            blocks.append(_measures(made, row, kind, fixed(heading)))
    return blocks


def _standing(made: Setting, row: RegisterRow) -> tuple[tuple[Released, Released], ...]:
    """Who leads, by when, and how it stood when it was last reported; until then as the response has it."""
    register, updates = made.registers["action"], made.registers["action_update"]
    facts = [(register.field(one), said(made, register.field(one), row)) for one in ("lead", "due")]
    last = children(made, "action_update", "action", row)[-1:]
    for one in last:
        facts += [(updates.field(name), said(made, updates.field(name), one)) for name in ("state", "on")]
    facts += [(register.field(one), said(made, register.field(one), row)) for one in (() if last else ("state",))]
    facts.append((register.field("done_on"), said(made, register.field("done_on"), row)))
    return tuple((fixed("Reported on" if field.id == "on" else field.label), words) for field, words in facts if words)


def listed_label(made: Setting, row: RegisterRow) -> Released:
    """Reference and description of an action."""
    register = made.registers["action"]
    parts = [said(made, register.field(one), row) for one in ("reference", "description")]
    return joined([part for part in parts if part], ": ")


def _measures(made: Setting, row: RegisterRow, kind: str, heading: Released) -> doc.Block:
    register, results = made.registers["measure"], made.registers["measure_result"]
    found = [one for one in children(made, "measure", "action", row) if one.values.get("kind") == kind]
    if not found:
        nothing = (
            "No way of showing that it was done is set." if kind == "output" else "No measure of its effect is set."
        )
        return doc.Paragraph(doc.led(heading, fixed(nothing)))
    lines = []
    for one in found:
        measured: list[RegisterRow | None] = [*children(made, "measure_result", "measure", one)] or [None]
        for result in measured:
            told = [
                said(made, results.field(name), result) if result else fixed("")
                for name in ("on", "result", "judgement")
            ]
            measure = said(made, register.field("measure"), one)
            before = said(made, register.field("baseline"), one)
            lines.append((measure, before, told[0], told[1] or fixed("Not measured yet"), told[2]))
    heads = tuple(fixed(name) for name in ("Measure", "Before", "On", "Result", "Since then"))
    return doc.Table(heads, tuple(lines), (3, 1.3, 1.6, 2.6, 1.2), caption=heading)


@source("briefing")
def briefing(made: Setting, _section: Section) -> list[doc.Block]:
    """Each finding in a few lines: what it says, why it matters, what to ask."""
    register, asked = made.registers["finding"], made.registers["consideration"]
    found = all_findings(made)
    if not found:
        return [doc.Paragraph(fixed("No findings have been entered yet."))]
    blocks: list[doc.Block] = []
    for row in found:
        blocks.append(doc.Heading(joined((fixed(f"{number(row)}. "), title(made, row))), level=3))
        blocks += told_paragraphs(said(made, register.field("why_matters"), row))
        questions = [said(made, asked.field("text"), one) for one in children(made, "consideration", "finding", row)]
        if questions:
            blocks.append(doc.Bullets(tuple(questions)))
    return blocks


# Deposit


@source("deposit")
def deposit(made: Setting, _section: Section) -> list[doc.Block]:
    """What the repository asks for: title, board, date, authors, themes, keywords."""
    plan = made.rows(made.registers["report_plan"])[-1:]
    published = made.rows(made.registers["publication_record"])[-1:]
    facts: list[tuple[Released, doc.Text]] = [
        (fixed(label), made.words[word]) for label, word in (("Board", "board"), ("Reference", "reference"))
    ]
    register = made.registers["report_plan"]
    for field in ("title", "authors", "keywords", "themes"):
        if plan and (words := said(made, register.field(field), plan[0])):
            facts.append((fixed(register.field(field).label), words))
    record = made.registers["publication_record"]
    day = said(made, record.field("published_on"), published[0]) if published else fixed("")
    facts.append((fixed("Published on"), day or fixed("Not published yet")))
    return [doc.KeyFacts(tuple(facts))]


@source("abstract")
def abstract(made: Setting, _section: Section) -> list[doc.Block]:
    """The abstract as released. Raises ``UserError`` when it is longer than the repository takes."""
    plan = made.rows(made.registers["report_plan"])[-1:]
    words = said(made, made.registers["report_plan"].field("abstract"), plan[0]) if plan else fixed("")
    if not words:
        return [doc.Paragraph(fixed("The abstract has not been written yet."))]
    count = len(words.text.split())
    if count > ABSTRACT_WORDS:
        raise UserError(
            f"The abstract has {wording.plural(count, 'word')}; the repository takes {ABSTRACT_WORDS}.",
            "Make it shorter in the plan of the report.",
            code="abstract",
        )
    return [*told_paragraphs(words), doc.Paragraph(fixed(f"{wording.plural(count, 'word')}."), style="note")]


# Terms of reference


@source("proportionality")
def proportionality(made: Setting, _section: Section) -> list[doc.Block]:
    """Why this much and no more: the board's paragraph, then each factor with its weight and what it led to."""
    scope, register = made.registers["scope"], made.registers["factor"]
    latest = made.rows(scope)[-1:]
    blocks: list[doc.Block] = []
    if latest:
        blocks += told_paragraphs(said(made, scope.field("proportionality"), latest[0]))
    rows = made.rows(register)
    weighed = [row for row in rows if not row.values.get("not_relevant_because")]
    aside = [row for row in rows if row.values.get("not_relevant_because")]
    if weighed:
        blocks.append(doc.Paragraph(_sentence(made, weighed)))
        blocks += shown(made, Shape(register, ("topic", "consideration", "weight", "effect"), "table"), weighed)
    if aside:
        blocks.append(doc.Paragraph(fixed("These were considered and found not to bear on it:")))
        blocks += shown(made, Shape(register, ("topic", "not_relevant_because"), "bullets"), aside)
    return blocks or [doc.Paragraph(fixed("No factors have been weighed yet."))]


def _sentence(made: Setting, rows: list[RegisterRow]) -> Released:
    """What weighed most, in one sentence made from the rows."""
    field = made.registers["factor"].field("topic")
    most = [said(made, field, row) for row in rows if row.values.get("weight") in ("decisive", "much")]
    if not most:
        return fixed("No single factor weighed more than others. Each is listed with what it led to.")
    return joined(
        (fixed("What weighed most: "), joined(most, "; "), fixed(". Each factor is listed with what it led to."))
    )
