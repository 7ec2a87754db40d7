"""The chair's page: what to decide, on what grounds, what happens otherwise; after the decision, its record to sign.

The chair is a reader of paper (DESIGN section 8): one page, with the reference and the last 12 digits of the hash of
its words by which the signed sheet finds its record.
"""

from __future__ import annotations

from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed, joined
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, said, shown, told_paragraphs
from desktop.reports.item_class import class_of
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import Meeting, RegisterRow

_OTHERWISE = {
    "review": "If no review is held, the National Panel, Ofsted and the department are told why, and whatever there is "
    "to learn is learned another way.",
    "": "If nothing is decided, the family and those who worked with them are left without an answer, and records are "
    "kept unchanged until there is one.",
}


@source("chair-page")
def chair_page(made: Setting, _section: Section) -> list[doc.Block]:
    """The page before a decision, or its record once there is one."""
    found = made.rows(made.registers["chair_decision"])
    chosen = [row for row in found if row.id == made.record_id] or list(found[-1:])
    return _record(made, chosen[0]) if chosen else _question(made)


def _question(made: Setting) -> list[doc.Block]:
    recommended = made.rows(made.registers["recommendation"])[-1:]
    blocks: list[doc.Block] = [doc.Heading(fixed("What to decide"))]
    blocks.append(doc.Paragraph(made.fill("Whether a {kind} is held about what is known here as {reference}.")))
    blocks.append(doc.Heading(fixed("On what grounds")))
    if recommended:
        register = made.registers["recommendation"]
        blocks += shown(made, Shape(register, ("recommendation", "reached", "held_on", "reasons")), recommended)
    else:
        blocks.append(doc.Paragraph(made.fill("The {group} has made no recommendation yet.")))
    blocks += _table(made, "criterion_discussion", ("criterion", "discussion"), "No criterion has been discussed yet.")
    blocks += _table(
        made, "information_sufficiency", ("sufficient", "unknown"), "Nobody has judged yet whether enough is known."
    )
    blocks.append(doc.Heading(fixed("What happens otherwise")))
    wanted = str(recommended[0].values.get("recommendation", "")) if recommended else ""
    blocks.append(doc.Paragraph(fixed(_OTHERWISE.get(wanted, _OTHERWISE[""]))))
    options = [fixed(one) for one in made.registers["chair_decision"].field("decision").choices().values()]
    blocks.append(doc.Heading(fixed("The decision")))
    blocks.append(doc.Lines(tuple(joined((fixed("[    ]  "), one)) for one in options)))
    return [*blocks, _sign(made)]


def _record(made: Setting, row: RegisterRow) -> list[doc.Block]:
    register = made.registers["chair_decision"]
    facts = (
        "decision",
        "other_process",
        "decided_on",
        "decided_by",
        "decided_role",
        "authority",
        "recorded_by",
        "conditions",
    )
    blocks: list[doc.Block] = [doc.Heading(fixed("What is decided"))]
    blocks += shown(made, Shape(register, facts), (row,))
    blocks.append(doc.Heading(fixed("On what grounds")))
    blocks += _of(made, row, "decision_limb", ("limb", "finding", "evidence"), "No criterion is recorded.")
    blocks += _bullets(made, row, "decision_reason", "reason", "No reasons are recorded.")
    blocks.append(doc.Heading(fixed("What was set aside, and when it is looked at again")))
    blocks += _of(made, row, "decision_alternative", ("option", "why"), "No alternatives are recorded.")
    trigger = said(made, register.field("review_trigger"), row)
    if trigger:
        blocks.append(doc.Paragraph(doc.led(fixed("Looked at again if:"), trigger)))
    return [*blocks, _proof(made, row), _sign(made)]


def _proof(made: Setting, row: RegisterRow) -> doc.Block:
    """Whether a signed sheet is on file."""
    proof = made.value(made.registers["chair_decision"].field("proof"), row.values.get("proof"), row=row)
    return doc.Paragraph(
        joined((fixed("Proof on file: "), proof)) if proof else fixed("Recorded, proof awaited."), style="note"
    )


def _sign(made: Setting) -> doc.Block:
    return doc.SignOff(fixed("Decided by"), (made.words["chair"],), made.words["reference"])


def _rows(made: Setting, row: RegisterRow, register_id: str) -> tuple[RegisterRow, ...]:
    register = made.registers[register_id]
    return tuple(one for one in made.rows(register) if one.values.get(register.parent) == row.id)


def _of(made: Setting, row: RegisterRow, register_id: str, fields: tuple[str, ...], empty: str) -> list[doc.Block]:
    found = _rows(made, row, register_id)
    blocks = shown(made, Shape(made.registers[register_id], fields, "table"), found) if found else []
    return blocks or [doc.Paragraph(fixed(empty))]


def _bullets(made: Setting, row: RegisterRow, register_id: str, field: str, empty: str) -> list[doc.Block]:
    found = _rows(made, row, register_id)
    blocks = shown(made, Shape(made.registers[register_id], (field,), "bullets"), found) if found else []
    return blocks or [doc.Paragraph(fixed(empty))]


def _table(made: Setting, register_id: str, fields: tuple[str, ...], empty: str) -> list[doc.Block]:
    found = made.rows(made.registers[register_id])
    blocks = shown(made, Shape(made.registers[register_id], fields, "table"), found) if found else []
    return blocks or [doc.Paragraph(fixed(empty))]


@source("meeting-minutes")
def meeting_minutes(made: Setting, _section: Section) -> list[doc.Block]:
    """The minutes as written, of the meeting that made the latest recommendation (or of the one chosen)."""
    found = made.rows(made.registers["recommendation"])
    chosen = [row for row in found if row.id == made.record_id] or list(found[-1:])
    meeting = made.store.one(Meeting, id=str(chosen[0].values.get("meeting", ""))) if chosen else None
    if meeting is None or not meeting.minutes:
        return [doc.Paragraph(fixed("No minutes have been written yet."))]
    whole = class_of(made.store, meeting, made.releaser.audience)
    said_words: Released = made.say(
        meeting.minutes, f"Meeting/{meeting.id}/minutes", whole_class=whole, marked=("Meeting", meeting.id, "minutes"),
        spoken="Minutes",
    )  # fmt: skip
    return told_paragraphs(said_words)
