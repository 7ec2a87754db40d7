"""The marker record: how each question was judged in each pass, from each perspective, on what evidence, and what
changed from one pass to the next."""

from __future__ import annotations

from itertools import pairwise

from desktop import wording
from desktop.markers import framework as frameworks
from desktop.markers import judge, judgements, overview, passes
from desktop.markers.framework import Framework
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import EvidenceLink, Judgement, MarkerPass


@source("marker-record")
def marker_record(made: Setting, section: Section) -> list[doc.Block]:
    """All markers, or those named in ``where.markers``; passes in the order in which they were opened."""
    framework = frameworks.load(made.case.framework)
    rounds = passes.passes(made.store, made.case.id)
    if not rounds:
        return [doc.Paragraph(fixed("No pass has been opened yet."))]
    blocks: list[doc.Block] = []
    for marker in framework.markers:
        if not _wanted(section, marker.id):
            continue
        blocks.append(doc.Heading(fixed(f"{marker.id} {marker.short_name}"), level=2, anchor=marker.id))
        for question in marker.questions:
            blocks.append(doc.Heading(fixed(f"{question.id} {question.text}"), level=3))
            blocks += _question(made, framework, rounds, question.id)
    return blocks


@source("pass-changes")
def pass_changes(made: Setting, section: Section) -> list[doc.Block]:
    """For each pass and the one before it: every question and perspective whose status moved, and both statuses."""
    framework = frameworks.load(made.case.framework)
    terms = judgements.load(framework.id)
    labels = {term.id: term.label for term in (*terms.passes, *terms.perspectives)}
    rounds = passes.passes(made.store, made.case.id)
    if len(rounds) < 2:
        return [doc.Paragraph(fixed("There is no second pass to compare with yet."))]
    wanted = {question.id for one in framework.markers if _wanted(section, one.id) for question in one.questions}
    blocks: list[doc.Block] = []
    for earlier, later in pairwise(rounds):
        first, second = labels.get(earlier.kind, earlier.kind), labels.get(later.kind, later.kind)
        moved = [line for line in overview.compare(made.store, earlier, later) if line[0] in wanted]
        rows = tuple(
            tuple(fixed(text) for text in (
                question, labels.get(who, who), terms.status(before).label, terms.status(after).label
            ))
            for question, who, before, after in moved
        )  # fmt: skip
        blocks.append(doc.Heading(fixed(f"From {first.lower()} to {second.lower()}"), level=3))
        heads = tuple(fixed(text) for text in ("Question", "Seen by", first, second))
        nothing = doc.Paragraph(fixed("Nothing changed."))
        blocks.append(doc.Table(heads, rows, (1, 2, 2, 2)) if rows else nothing)
    return blocks


def _wanted(section: Section, marker: str) -> bool:
    named = section.where.get("markers")
    return not named or marker in named


def _question(made: Setting, framework: Framework, rounds: tuple[MarkerPass, ...], question: str) -> list[doc.Block]:
    terms = judgements.load(framework.id)
    labels = {term.id: term.label for term in (*terms.passes, *terms.perspectives)}
    blocks: list[doc.Block] = []
    for chosen in rounds:
        views = judge.views(made.store, chosen.id, question)
        for one in views:
            head = f"{labels.get(chosen.kind, chosen.kind)}, {labels.get(one.perspective, one.perspective)}: "
            status = terms.status(one.status).label
            blocks.append(doc.Paragraph((doc.Run(fixed(head)), doc.Run(fixed(status), doc.Look.STRONG))))
            blocks += _judgement(made, one)
        if len({one.status for one in views}) > 1:
            blocks.append(doc.Paragraph(fixed("Two views, kept side by side."), style="note"))
    return blocks or [doc.Paragraph(fixed("Not considered in any pass."))]


def _judgement(made: Setting, one: Judgement) -> list[doc.Block]:
    told: list[doc.Block] = []
    if one.narrative:
        told.append(doc.Paragraph(_said(made, one, "narrative")))
    pairs = [
        ("Considered", fixed(wording.uk_date(one.considered_on)) if one.considered_on else fixed("")),
        ("Considered and declined", fixed("Yes") if one.declined else fixed("")),
        ("Against it", _said(made, one, "counter_evidence")),
        ("No evidence because", _said(made, one, "no_evidence_because")),
        ("Not applicable because", _said(made, one, "not_applicable_because")),
        ("Dissent", _said(made, one, "dissent")),
        ("Action", _said(made, one, "action")),
        ("Look again on", fixed(wording.uk_date(one.revisit_on)) if one.revisit_on else fixed("")),
    ]
    kept = tuple((fixed(label), value) for label, value in pairs if value)
    if kept:
        told.append(doc.KeyFacts(kept))
    links = judge.evidence_of(made.store, one.id)
    if links:
        told.append(doc.Bullets(tuple(_evidence(made, link) for link in links)))
    return told


def _said(made: Setting, one: Judgement, field: str) -> Released:
    return made.say(getattr(one, field), f"Judgement on {one.question}", marked=("Judgement", one.id, field))


def _evidence(made: Setting, link: EvidenceLink) -> Released:
    gone = " (no longer there)" if link.record_gone else ""
    kind = "Against: " if link.counter else "Evidence: "
    name = made.name(link.record_kind, link.record_id) if link.record_kind in _NAMED else fixed("")
    shows = made.say(link.shows, "What the evidence shows", marked=("EvidenceLink", link.id, "shows"))
    parts = [part for part in (name, made.say(link.place), shows) if part]
    return joined((fixed(kind), joined(parts, ", ") if parts else fixed("a record of the review"), fixed(gone)))


_NAMED = frozenset({"Material", "Note", "Meeting", "RegisterRow", "Person", "Agency"})
