"""The record of a conversation: what was said stands apart from what the reviewer thought about it.

Reflections are printed for those who hold the vault alone; every other audience gets the account, with originals and
corrections named (profiles, class ``reflection``).
"""

from __future__ import annotations

from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed
from desktop.reports.filling import source
from desktop.reports.filling_rows import Shape, said, shown, told_paragraphs
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
    blocks: list[doc.Block] = [doc.Heading(fixed(f"Conversation {number}"), anchor=f"conversation-{number}")]
    blocks += shown(made, Shape(register, _FACTS), (row,))
    blocks.append(doc.Heading(fixed("What it was for, and what it was not")))
    blocks += shown(made, Shape(register, ("purpose", "output", "is_not")), (row,)) or [
        doc.Paragraph(fixed("This is not written down."))
    ]
    blocks.append(doc.Heading(fixed("What was said")))
    blocks += _account(made, row)
    blocks.append(doc.Heading(fixed("Originals and corrections")))
    blocks += _originals(made, row)
    if made.profile == "internal":
        blocks.append(doc.Heading(fixed("What the reviewer thought, kept apart")))
        blocks += _note(made, str(row.values.get("reflections", "")), "reflection", "No reflections are written down.")
    return blocks


def _account(made: Setting, row: RegisterRow) -> list[doc.Block]:
    return _note(made, str(row.values.get("account", "")), "account", "No account is written down.",
                 tuple(row.values.get("people") or ()))  # fmt: skip


def _originals(made: Setting, row: RegisterRow) -> list[doc.Block]:
    register = made.registers["conversation"]
    blocks = shown(made, Shape(register, _KEPT), (row,))
    for one in row.values.get("corrections") or []:
        blocks += _note(made, str(one), "account", "", tuple(row.values.get("people") or ()))
    declared = said(made, register.field("no_notes"), row)
    if declared:
        blocks.append(doc.Paragraph(declared))
    return blocks or [doc.Paragraph(fixed("No original, correction or declaration is recorded."))]


def _note(made: Setting, note_id: str, class_id: str, empty: str, about: tuple[str, ...] = ()) -> list[doc.Block]:
    note = made.store.one(Note, id=note_id) if note_id else None
    if note is None or not note.text:
        return [doc.Paragraph(fixed(empty))] if empty else []
    words: Released = made.say(
        note.text, f"Note/{note.id}/text", whole_class=class_id, about=about, marked=("Note", note.id, "text")
    )
    return told_paragraphs(words)
