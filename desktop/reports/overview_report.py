"""The report for publication: a first page with its findings, sections written in the application, each finding from
the top of a page, and what a reader must know at the end."""

from __future__ import annotations

from desktop import wording
from desktop.markers import register_values, rows
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports import findings
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, paragraphs, said, shown, told_paragraphs
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import Case, RegisterRow
from storage.store import Store

FROZEN = frozenset({"overview-report", "findings-extract"})
"""Documents that carry the version in which the report was frozen."""
_LIMITS = "What this report cannot say"
_AFTER = frozenset({"conclusion", "annex"})


def version(store: Store, case: Case) -> str:
    """The version of the report as its pages say it: frozen at sign-off, unless somebody has begun another draft."""
    known = rows.registers_of(case)
    found = rows.rows(store, case, known["draft"]) if "draft" in known else ()
    latest = max(found, key=lambda row: int(row.values.get("number") or 0), default=None)
    day = register_values.day_of(latest.values.get("frozen_on")) if latest else None
    return f"Version of {wording.partial_date(day)}" if day and day.known else ""


@source("report-front")
def front(made: Setting, _section: Section) -> list[doc.Block]:
    """Facts about the review and the list of findings, on the first page; then the contents of the parts."""
    blocks: list[doc.Block] = [doc.Rule(), doc.KeyFacts(tuple(_facts(made)))]
    blocks += findings.findings_list(made, _section)
    thanks = made.fill("{board} thanks everyone who helped this review, above all the family of {children}.")
    blocks.append(doc.Paragraph(thanks, style="thanks"))
    found = [*_sections(made, after=False), *_sections(made, after=True)]
    lines = [(_heading(made, row), f"part-{row.id}") for row in found] + [(fixed(_LIMITS), "limits")]
    entries = tuple(doc.ContentsEntry(fixed(str(at)), words, to) for at, (words, to) in enumerate(lines, 1))
    return [*blocks, doc.Heading(fixed("Contents")), doc.Contents(entries)]


def _facts(made: Setting) -> list[tuple[Released, doc.Text]]:
    published = made.rows(made.registers["publication_record"])[-1:]
    day = (
        said(made, made.registers["publication_record"].field("published_on"), published[0]) if published else fixed("")
    )
    plan = made.rows(made.registers["response_plan"])[-1:]
    agreed = said(made, made.registers["response_plan"].field("agreed_on"), plan[0]) if plan else fixed("")
    held = [
        row
        for row in made.rows(made.registers["process"])
        if row.values.get("stage") not in ("closed", "concluded", "not_pursued")
    ]
    told = any(row.values.get("kind") == "processes" for row in made.rows(made.registers["report_section"]))
    other = "Some are still running" + ("; see the section on them" if told else "") if held else "None is running"
    facts: list[tuple[Released, doc.Text]] = [
        (fixed("Lead reviewer"), made.words["reviewer"] if _named(made) else fixed("Not named yet")),
        (fixed("Period looked at"), made.words["period"] if made.case.period_from.known else fixed("Not set yet")),
        (fixed("Agreed by the board"), agreed or fixed("Not agreed yet")),
        (fixed("Published"), day or fixed("Not published yet")),
        (fixed("Other proceedings"), fixed(other)),
    ]
    return facts


def _named(made: Setting) -> bool:
    return any(row.values.get("person") for row in made.rows(made.registers["reviewer"]))


def _sections(made: Setting, *, after: bool) -> list[RegisterRow]:
    found = made.rows(made.registers["report_section"])
    return [
        row for row in found if (row.values.get("kind") in _AFTER) is after and row.values.get("kind") != "findings"
    ]


def _heading(made: Setting, row: RegisterRow) -> Released:
    return said(made, made.registers["report_section"].field("heading"), row)


@source("report-sections")
def sections(made: Setting, _section: Section) -> list[doc.Block]:
    """The sections that come before the findings, each with its words."""
    found = _sections(made, after=False)
    if not found:
        return [doc.Heading(fixed("The report"), level=1), doc.Paragraph(fixed("No section has been written yet."))]
    return [block for row in found for block in _one(made, row)]


def _one(made: Setting, row: RegisterRow) -> list[doc.Block]:
    words = said(made, made.registers["report_section"].field("words"), row)
    blocks: list[doc.Block] = [doc.Heading(_heading(made, row), level=1, anchor=f"part-{row.id}")]
    blocks += told_paragraphs(words) or [doc.Paragraph(fixed("This section has not been written yet."))]
    if row.values.get("kind") == "processes":
        blocks += _interactions(made)
    return blocks


def _interactions(made: Setting) -> list[doc.Block]:
    """What each of the other proceedings did to the review, as the board wrote it."""
    register = made.registers["interaction"]
    fields = ("on_scope", "on_people", "on_family", "on_time", "on_publication", "limitations")
    blocks: list[doc.Block] = []
    for row in made.rows(register):
        told = shown(made, Shape(register, fields), (row,))
        name = said(made, register.field("process"), row)
        blocks += [doc.Heading(name, level=3), *told] if told and name else told
    return blocks


@source("report-findings")
def report_findings(made: Setting, _section: Section) -> list[doc.Block]:
    """Every finding from the top of a page."""
    found = findings.findings(made, _section)
    return found or [
        doc.Heading(fixed("Findings"), level=1),
        doc.Paragraph(fixed("No findings have been entered yet.")),
    ]


def _differing(made: Setting) -> list[doc.Block]:
    """Views that differ, each led by the finding it is about, so that "this finding" is not left hanging."""
    register = made.registers["dispute"]
    blocks: list[doc.Block] = []
    for row in made.rows(register):
        words = said(made, register.field("wording"), row)
        about = said(made, register.field("finding"), row)
        if words and about:
            first, *rest = paragraphs(words)
            blocks.append(doc.Paragraph(doc.led(joined((about, fixed(":"))), first)))
            blocks += [doc.Paragraph(one) for one in rest]
        else:
            blocks += told_paragraphs(words)
    return blocks


@source("report-end")
def end(made: Setting, _section: Section) -> list[doc.Block]:
    """Conclusion and annexes; then how people are called, limits, what could not be had, and views that differ."""
    blocks = [block for row in _sections(made, after=True) for block in _one(made, row)]
    plan = made.rows(made.registers["report_plan"])[-1:]
    blocks.append(doc.Heading(fixed(_LIMITS), level=1, anchor="limits"))
    limits = (
        shown(made, Shape(made.registers["report_plan"], ("limitations", "gaps"), "paragraphs"), plan) if plan else []
    )
    blocks += limits or [doc.Paragraph(fixed("No limits have been written down."))]
    refused = made.rows(made.registers["non_cooperation"])
    if refused:
        blocks.append(doc.Heading(fixed("What could not be had")))
        blocks += shown(made, Shape(made.registers["non_cooperation"], ("report_words",), "paragraphs"), refused)
    blocks.append(doc.Heading(fixed("Where views differ")))
    blocks += _differing(made) or [doc.Paragraph(fixed("Nobody asked for a different view to be printed."))]
    terms = made.rows(made.registers["glossary_term"], {"used_in": "report"})
    if terms:
        blocks.append(doc.Heading(fixed("Words that are used")))
        blocks += shown(made, Shape(made.registers["glossary_term"], ("term", "meaning"), "table"), terms)
    return blocks
