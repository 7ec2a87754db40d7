"""The record of a conversation: what was said stands apart from what the reviewer thought about it.

Reflections are printed for those who hold the vault alone; every other audience gets the account, with originals and
corrections named (profiles, class ``reflection``).
"""

from __future__ import annotations

from desktop.markers import conversations
from desktop.markers.conversations import Kept
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, paragraphs, said, shown
from desktop.reports.item_class import class_of
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage.records import Note, RegisterRow

_FACTS = (
    "kind",
    "people",
    "held_on",
    "planned_for",
    "state",
    "mode",
    "facilitators",
    "present",
    "notation",
    "who_sees_notes",
    "sheet_version",
)
_LABELS = {"sheet_version": "Information sheet given, version"}
_KEPT = ("originals_location", "typed_by", "typed_on", "signed_on")


@source("interview")
def interview(made: Setting, _section: Section) -> list[doc.Block]:
    """The chosen conversation, or all that this audience may have, each from the top of a page."""
    register = made.registers["conversation"]
    found = [row for row in made.rows(register) if made.record_id in ("", row.id)]
    if made.recipient_id and made.profile == "family":
        found = [row for row in found if made.recipient_id in (row.values.get("people") or [])]
    if not found:
        return [doc.Paragraph(fixed("No conversation is recorded."))]
    blocks: list[doc.Block] = []
    for at, row in enumerate(found):
        if at:
            blocks.append(doc.PageBreak())
        blocks += _one(made, row, at + 1)
    return blocks


def _one(made: Setting, row: RegisterRow, number: int) -> list[doc.Block]:
    register = made.registers["conversation"]
    kept = conversations.kept(made.store, made.case, row)
    blocks: list[doc.Block] = [doc.Heading(fixed(f"Conversation {number}"), anchor=f"conversation-{number}")]
    blocks += shown(made, Shape(register, _FACTS, labels=_LABELS), (row,))
    blocks.append(doc.Heading(fixed("What it was for, and what it was not")))
    blocks += shown(made, Shape(register, ("purpose", "output", "is_not")), (row,)) or [
        doc.Paragraph(fixed("This is not written down."))
    ]
    blocks.append(doc.Heading(fixed("What was said")))
    blocks += _account(made, row, kept)
    blocks.append(doc.Heading(fixed("Originals and corrections")))
    blocks += _originals(made, row, kept)
    if made.profile == "internal":
        blocks.append(doc.Heading(fixed("What the reviewer thought, kept apart")))
        thoughts = [one for note in kept.reflections for one in _note(made, note, "reflection")]
        blocks += thoughts or [doc.Paragraph(fixed("No reflections are written down."))]
    return blocks


def _account(made: Setting, row: RegisterRow, kept: Kept) -> list[doc.Block]:
    people = tuple(row.values.get("people") or ())
    if kept.account is None or not kept.account.text:
        return [doc.Paragraph(fixed("No account is written down."))]
    blocks: list[doc.Block] = []
    if row.values.get("notation") == "mixed":
        blocks.append(doc.Paragraph(fixed(_MIXED), style="note"))
    blocks += _note(made, kept.account, "account", people)
    for note in kept.transcripts:
        blocks += [doc.Heading(fixed("Transcript"), level=3), *_note(made, note, "account", people)]
    return blocks


_MIXED = "What stands between quotation marks is word for word. The rest is what the reviewer understood."


def _originals(made: Setting, row: RegisterRow, kept: Kept) -> list[doc.Block]:
    register = made.registers["conversation"]
    people = tuple(row.values.get("people") or ())
    blocks = shown(made, Shape(register, _KEPT), (row,))
    for original in kept.originals:
        blocks += shown(made, Shape(made.registers["original_lodged"], ("kind", "lodged_on", "location")), (original,))
    for note in kept.corrections:
        blocks += [doc.Heading(fixed("Correction, beside the account"), level=3), *_note(made, note, "account", people)]
    declared = said(made, register.field("no_notes"), row)
    if declared:
        blocks.append(doc.KeyFacts(((fixed("Declared of the notes"), declared),)))
    return blocks or [doc.Paragraph(fixed("No original, correction or declaration is recorded."))]


def _note(made: Setting, note: Note, class_id: str, about: tuple[str, ...] = ()) -> list[doc.Block]:
    whole = class_of(made.store, note, made.releaser.audience, class_id)
    words: Released = made.say(
        note.text, f"Note/{note.id}/text", whole_class=whole, about=about, marked=("Note", note.id, "text"),
        spoken="What was said" if class_id == "account" else "What the reviewer thought",
    )  # fmt: skip
    return [doc.Paragraph(part, style="quote" if _word_for_word(part) else "body") for part in paragraphs(words)]


def _word_for_word(part: Released) -> bool:
    """Whether a paragraph is somebody's own words from its first sign to its last."""
    text = part.text.strip()
    return text[:1] in "“\"" and text[-1:] in "”\"" and len(text) > 2
