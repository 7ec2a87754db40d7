"""Rows of the evidence list: number, what it is, from whom, when; one icon a kind."""

from __future__ import annotations

from desktop.casework import codes
from desktop.casework.evidence import Line
from desktop.wording import listed, partial_date
from storage.records import IndexEntry, Material, MaterialKind, Meeting, Note, NoteKind, words
from views import kit

COLUMNS = [kit.Column("Item"), kit.Column("What it is"), kit.Column("Date")]
_ICONS = {
    MaterialKind.EMAIL: "email", MaterialKind.CORRESPONDENCE: "email", MaterialKind.PHOTOGRAPH: "image",
    MaterialKind.MINUTES: "meeting", MaterialKind.AGENDA: "meeting", MaterialKind.CHRONOLOGY_AGENCY: "clock",
    MaterialKind.CHRONOLOGY_COMBINED: "clock", MaterialKind.DECISION_RECORD: "sign-off", MaterialKind.REFERRAL: "flag",
    MaterialKind.AGENCY_REPORT: "reports", MaterialKind.DRAFT_REPORT: "reports", MaterialKind.FINAL_REPORT: "reports",
    MaterialKind.NOTE_HANDWRITTEN: "note", MaterialKind.NOTE_TYPED: "note", MaterialKind.NOTE_AUDIO: "note",
    MaterialKind.NOTE_TRANSCRIPT: "note", MaterialKind.ANALYSIS: "analysis", MaterialKind.GENOGRAM: "analysis",
}  # fmt: skip
_NOTE_ICONS = {NoteKind.ACCOUNT: "account", NoteKind.REFLECTIONS: "reflection", NoteKind.NEVER_MADE: "cannot-start"}


def row_of(line: Line) -> kit.Row:
    """The row of a line; a screen reader hears whether it is new and distressing."""
    entry, record = line.entry, line.record
    what = line.snippet or second_line(line)
    distressing = "Distressing · " if getattr(record, "distressing", False) else ""
    return kit.Row(
        record.id,
        (
            number_cell(entry),
            kit.Cell(title_of(line), f"{distressing}{what}", icon=icon_of(line), bold=line.unread),
            kit.Cell(
                partial_date(entry.doc_date), "Not read yet" if line.unread else "", order=entry.doc_date.sort_key
            ),
        ),
    )


def number_cell(entry: IndexEntry) -> kit.Cell:
    """The number of an entry in its series, or its working reference."""
    if entry.number_sensitive and not entry.number_open:
        return kit.Cell(
            f"{entry.number_sensitive:04d}", series="S", speak=f"sensitive series, {entry.number_sensitive}"
        )
    if entry.number_open:
        return kit.Cell(f"{entry.number_open:04d}", series="N", speak=f"open series, {entry.number_open}")
    return kit.Cell(entry.working_ref, speak=f"no number yet, {entry.working_ref}")


def title_of(line: Line) -> str:
    """The title a person gave; else what it is, so that a file name never becomes a title."""
    record = line.record
    if record.title:
        return codes.unwrap(record.title)
    if isinstance(record, Note) and line.speakers:
        return f"{words(record.kind)}, {listed(line.speakers)}"
    return f"{kind_words(line)}, no title yet"


def kind_words(line: Line) -> str:
    """What kind of thing it is."""
    record = line.record
    if isinstance(record, Note):
        return words(record.kind)
    return "Meeting" if isinstance(record, Meeting) else words(line.entry.kind)


def second_line(line: Line) -> str:
    """Kind, source, extent, and whether it can no longer change."""
    record = line.record
    parts = [kind_words(line) if record.title else "", line.source, line.entry.extent]
    if isinstance(record, Note) and record.frozen:
        parts.append("frozen")
    if isinstance(record, Meeting):
        parts.append(f"version {record.version}{', circulated' if record.frozen else ''}")
    if isinstance(record, Material) and not record.readable:
        parts.append("kept, cannot be shown here")
    return " · ".join(part for part in parts if part)


def icon_of(line: Line) -> str:
    """The icon of its kind."""
    record = line.record
    if isinstance(record, Note):
        return _NOTE_ICONS.get(record.kind, "note")
    return "meeting" if isinstance(record, Meeting) else _ICONS.get(line.entry.kind, "sheet")
