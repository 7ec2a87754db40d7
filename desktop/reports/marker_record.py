"""The marker record: how each question was judged in each pass, from each perspective, on what evidence, and what
changed from one pass to the next."""

from __future__ import annotations

from desktop import wording
from desktop.casework import entries
from desktop.markers import framework as frameworks
from desktop.markers import judge, judgements, overview, passes
from desktop.markers.framework import Framework
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import EvidenceLink, IndexEntry, Issue, Judgement, MarkerPass, SignOff, Worker


@source("marker-record")
def marker_record(made: Setting, section: Section) -> list[doc.Block]:
    """All markers, those named in ``where.markers`` or the one chosen; passes in the order in which they were opened,
    or the one chosen."""
    framework = frameworks.load(made.case.framework)
    rounds = tuple(one for one in passes.passes(made.store, made.case.id) if made.pass_id in ("", one.id))
    if not rounds:
        return [doc.Paragraph(fixed("No pass has been opened yet."))]
    blocks: list[doc.Block] = []
    for marker in framework.markers:
        if not _wanted(made, section, marker.id):
            continue
        blocks.append(doc.Heading(fixed(f"{marker.id} {marker.short_name}"), level=2, anchor=marker.id))
        for question in marker.questions:
            blocks.append(doc.Heading(fixed(f"{question.id} {question.text}"), level=3))
            blocks += _question(made, framework, rounds, question.id)
    return blocks


@source("pass-changes")
def pass_changes(made: Setting, section: Section) -> list[doc.Block]:
    """For each pass but the first: every question and perspective that was looked at in it and stood otherwise when it
    was looked at last before, and both statuses. What a pass did not look at has not changed."""
    framework = frameworks.load(made.case.framework)
    terms = judgements.load(framework.id)
    labels = {term.id: term.label for term in (*terms.passes, *terms.perspectives)}
    rounds = passes.passes(made.store, made.case.id)
    if len(rounds) < 2:
        return [doc.Paragraph(fixed("There is no second pass to compare with yet."))]
    wanted = {question.id for one in framework.markers if _wanted(made, section, one.id) for question in one.questions}
    blocks: list[doc.Block] = []
    for at, later in enumerate(rounds[1:], 1):
        name = labels.get(later.kind, later.kind)
        rows = tuple(
            tuple(fixed(text) for text in (
                question, labels.get(who, who), terms.status(before).label, terms.status(after).label
            ))
            for question, who, before, after in overview.moved(made.store, rounds[:at], later)
            if question in wanted
        )  # fmt: skip
        blocks.append(doc.Heading(fixed(f"{name}, and how it stood before"), level=3))
        heads = tuple(fixed(text) for text in ("Question", "Seen by", "Before", name))
        nothing = doc.Paragraph(fixed("Nothing that was looked at changed."))
        blocks.append(doc.Table(heads, rows, (1, 2, 2, 2)) if rows else nothing)
    return blocks


@source("marker-sign-off")
def marker_sign_off(made: Setting, section: Section) -> list[doc.Block]:
    """For each marker of the record and each pass: who signed it off and on what proof; where one marker and one pass
    were chosen, the place to sign, with the reference and the last 12 digits of the hash of what is signed."""
    framework = frameworks.load(made.case.framework)
    terms = {term.id: term.label for term in judgements.load(framework.id).passes}
    rounds = [one for one in passes.passes(made.store, made.case.id) if made.pass_id in ("", one.id)]
    wanted = [one for one in framework.markers if _wanted(made, section, one.id)]
    blocks: list[doc.Block] = []
    for marker in wanted:
        for chosen in rounds:
            found = judge.signed(made.store, chosen.id, marker.id)
            label = f"{marker.id}, {terms.get(chosen.kind, chosen.kind).lower()}"
            if found is not None:
                blocks.append(doc.Heading(fixed(label), level=3))
                blocks.append(_signed(made, found))
    if made.marker and len(rounds) == 1:
        reference = f"{made.case.reference}, {made.marker}, {terms.get(rounds[0].kind, rounds[0].kind).lower()}"
        mark = judge.digest(made.store, rounds[0].id, made.marker)[-12:]
        blocks.append(doc.SignOff(fixed("Signed off"), (made.words["chair"],), fixed(reference), fixed(mark)))
    return blocks or [doc.Paragraph(fixed("No marker has been signed off yet."))]


def _signed(made: Setting, one: SignOff) -> doc.Block:
    proof = made.name("Material", one.proof_id) if one.proof_id else fixed("")
    kind = fixed(judge.PROOFS.get(one.proof_kind, judge.AWAITED))
    role = made.say(one.decided_role, f"Sign-off of {one.subject_id}")
    worker = made.store.one(Worker, id=one.created_by)
    held = ("SignOff", one.id, "reason")
    pairs = [
        ("Decided by", joined([part for part in (made.name("Person", one.decided_by), role) if part], ", ")),
        ("Decided on", fixed(wording.uk_date(one.decided_on)) if one.decided_on else fixed("")),
        ("Recorded by", made.say(worker.role, f"Sign-off of {one.subject_id}") if worker else fixed("")),
        ("Proof", joined([part for part in (kind, proof) if part], ": ")),
        ("Last 12 digits of what was signed", fixed(one.digest[-12:])),
        ("Signed with this open", made.say(one.reason, f"Sign-off of {one.subject_id}", marked=held)),
    ]  # fmt: skip
    return doc.KeyFacts(tuple((fixed(label), value) for label, value in pairs if value))


def _wanted(made: Setting, section: Section, marker: str) -> bool:
    named = section.where.get("markers")
    return marker in ((made.marker,) if made.marker else named or (marker,))


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
    name = _named(made, link)
    place = made.say(link.place, "Place of the evidence", marked=("EvidenceLink", link.id, "place"))
    shows = made.say(link.shows, "What the evidence shows", marked=("EvidenceLink", link.id, "shows"))
    parts = [part for part in (name, place, shows) if part]
    return joined((fixed(kind), joined(parts, ", ") if parts else fixed("a record of the review"), fixed(gone)))


def _named(made: Setting, link: EvidenceLink) -> Released:
    """What the evidence is called. Of the index only numbers are told: not its titles, nor which list."""
    if link.record_kind in _NAMED:
        return made.name(link.record_kind, link.record_id)
    if link.record_kind == "IndexEntry" and (entry := made.store.one(IndexEntry, id=link.record_id, deleted=None)):
        return fixed(f"item {entries.short_ref(entry)} of the index")
    if link.record_kind == "Issue" and (issue := made.store.one(Issue, id=link.record_id)):
        return fixed(f"version {issue.version} of the index")
    return fixed("a request to the board" if link.record_kind == "Request" else "")


_NAMED = frozenset({"Material", "Note", "Meeting", "RegisterRow", "Person", "Agency"})
