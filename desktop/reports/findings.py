"""Findings: the list on one page, each finding on pages of its own, and the same as data for other systems."""

from __future__ import annotations

import json

from desktop import wording
from desktop.markers import register_values
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.filling_rows import said, told_paragraphs
from desktop.reports.setting import Setting
from desktop.reports.setting_words import listed
from desktop.reports.templates import Section
from storage.records import RegisterRow

_PARTS = (
    ("in_case", "How it showed in this case"),
    ("what", "What we mean by it"),
    ("why_underlying", "Why it is more than one case"),
    ("prevalence_numbers", "How widespread it is"),
    ("relevance_now", "Whether it still holds"),
    ("why_matters", "Why it matters"),
)
_DATA = ("kind", "pattern", "what", "in_case", "why_underlying", "generality", "wider_relevance", "prevalence_numbers",
         "relevance_now", "why_matters", "severity", "frequency", "currency", "reach", "tractability")  # fmt: skip


def all_findings(made: Setting) -> tuple[RegisterRow, ...]:
    """The findings in their order."""
    return made.rows(made.registers["finding"])


def children(made: Setting, register_id: str, by: str, row: RegisterRow) -> list[RegisterRow]:
    """Rows of another register whose field ``by`` names ``row``."""
    found = []
    for one in made.rows(made.registers[register_id]):
        held = one.values.get(by)
        if row.id in (held if isinstance(held, list) else [held]):
            found.append(one)
    return found


def number(row: RegisterRow) -> str:
    """A finding's number as printed."""
    return str(row.values.get("number", ""))


def anchor(row: RegisterRow) -> str:
    """Where links to a finding lead."""
    return f"finding-{number(row)}"


def title(made: Setting, row: RegisterRow) -> Released:
    """What a finding says in one sentence."""
    return said(made, made.registers["finding"].field("title"), row)


@source("findings-list")
def findings_list(made: Setting, _section: Section) -> list[doc.Block]:
    """One line for each finding, with the page where it begins."""
    found = all_findings(made)
    if not found:
        return [doc.Paragraph(fixed("No findings have been entered yet."))]
    entries = tuple(doc.ContentsEntry(fixed(number(row)), title(made, row), anchor(row)) for row in found)
    return [doc.Heading(fixed("The findings")), doc.Contents(entries)]


@source("findings")
def findings(made: Setting, _section: Section) -> list[doc.Block]:
    """Every finding from the top of a page: how it showed, why it matters, what is asked."""
    blocks: list[doc.Block] = []
    for row in all_findings(made):
        blocks.append(doc.Finding(fixed(f"Finding {number(row)}"), title(made, row), anchor(row)))
        blocks += _parts(made, row)
        blocks += _asked(made, row)
    return blocks


def _parts(made: Setting, row: RegisterRow) -> list[doc.Block]:
    register = made.registers["finding"]
    notes = {
        "in_case": _sources(made, row),
        "why_underlying": _factors(made, row),
        "prevalence_numbers": _checked(made, row),
        "why_matters": _against(made, row),
    }
    blocks: list[doc.Block] = []
    for field, heading in _PARTS:
        words = said(made, register.field(field), row)
        if words:
            blocks.append(doc.Heading(fixed(heading), level=2))
            if note := notes.get(field):
                blocks.append(doc.SideNote(note))
            blocks += told_paragraphs(words)
    return blocks


def _sources(made: Setting, row: RegisterRow) -> Released | None:
    """How many pieces of evidence of which kind, never which."""
    labels = made.registers["finding_evidence"].field("source_type").choices()
    kinds: dict[str, int] = {}
    for one in children(made, "finding_evidence", "finding", row):
        kind = labels.get(str(one.values.get("source_type", "")), "")
        if kind and one.values.get("counter") != "yes":
            kinds[kind.lower()] = kinds.get(kind.lower(), 0) + 1
    if not kinds:
        return None
    return fixed("Sources: " + ", ".join(f"{kind} ({count})" for kind, count in kinds.items()))


def _factors(made: Setting, row: RegisterRow) -> Released | None:
    register = made.registers["contributory_factor"]
    wanted = row.values.get("factors") or []
    labels = [
        register_values.shown(register.field("code"), one.values.get("code")).lower()
        for one in made.rows(register)
        if one.id in wanted
    ]
    return fixed("Factors: " + "; ".join(dict.fromkeys(labels))) if labels else None


def _checked(made: Setting, row: RegisterRow) -> Released | None:
    """When the numbers behind it were last looked at."""
    days = [register_values.day_of(one.values.get("on")) for one in children(made, "finding_evidence", "finding", row)]
    known = sorted(day.iso for day in days if day and day.first_day)
    last = register_values.day_of(known[-1]) if known else None
    return fixed(f"Last looked at: {wording.partial_date(last)}") if last else None


def _against(made: Setting, row: RegisterRow) -> Released | None:
    register = made.registers["finding_evidence"]
    against = [one for one in children(made, "finding_evidence", "finding", row) if one.values.get("counter") == "yes"]
    if not against:
        return None
    return joined((fixed("Against it: "), listed([said(made, register.field("shows"), one) for one in against])))


def _asked(made: Setting, row: RegisterRow) -> list[doc.Block]:
    register = made.registers["consideration"]
    found = children(made, "consideration", "finding", row)
    if not found:
        return []
    kinds = {one.values.get("kind") for one in found}
    heading = "Questions for the board" if kinds == {"question"} else "What is asked"
    labels = tuple(fixed(f"{number(row)}.{at}") for at in range(1, len(found) + 1))
    items = tuple(said(made, register.field("text"), one) for one in found)
    return [doc.Box((doc.Numbered(items, labels),), heading=fixed(heading))]


def as_json(made: Setting) -> bytes:
    """The findings as JSON: keys and sets of words in English, texts as released, nothing that is not printed."""
    known = made.registers["finding"]
    told = []
    for row in all_findings(made):
        facts = {field: said(made, known.field(field), row).text for field in _DATA}
        told.append(
            {"number": row.values.get("number"), "title": title(made, row).text}
            | {field: words for field, words in facts.items() if words}
            | {"considerations": [_consideration(made, one) for one in children(made, "consideration", "finding", row)]}
        )
    facts_of = {
        "board": made.words["board"].text,
        "reference": made.words["reference"].text,
        "kind": made.words["kind"].text,
        "audience": made.profile,
        "as_at": made.store.circumstances.today().isoformat(),
        "version": made.version,
        "findings": told,
    }
    return (json.dumps(facts_of, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode("utf-8")


def _consideration(made: Setting, row: RegisterRow) -> dict[str, str]:
    register = made.registers["consideration"]
    return {field: said(made, register.field(field), row).text for field in ("kind", "text")}
