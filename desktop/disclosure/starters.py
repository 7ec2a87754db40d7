"""Starters of external descriptions: what the record itself says, with the clause that only a person knows left open.

"Typed note of a conversation with Health visitor 1 on 2 June 2016, 4 pages, about …": people by code, dates in
words, the open clause marked so that a field can highlight it. One key accepts the finished words.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop import wording
from storage.records import (
    Agency,
    IndexEntry,
    Material,
    MaterialKind,
    Note,
    NoteKind,
    Person,
    words,
)
from storage.store import Store

OPEN = "…"


@dataclass(frozen=True)
class Starter:
    """``text`` with the open clause at ``start`` to ``end``, or both 0 when it is complete as it stands."""

    text: str
    start: int = 0
    end: int = 0

    @property
    def complete(self) -> bool:
        """Whether it can be accepted as it is."""
        return self.end == 0


_SUBJECT = {
    MaterialKind.REFERRAL: "Referral for consideration of a serious case review",
    MaterialKind.NOTIFICATION: "Notification of a serious incident",
    MaterialKind.SCOPING_RETURN: "Return of minimum information about contact with the family",
    MaterialKind.DECISION_RECORD: "Record of a decision",
    MaterialKind.MINUTES: "Minutes of a meeting",
    MaterialKind.AGENDA: "Agenda of a meeting",
    MaterialKind.CORRESPONDENCE: "Letter",
    MaterialKind.EMAIL: "E-mail",
    MaterialKind.TERMS_OF_REFERENCE: "Terms of reference of the review",
    MaterialKind.COMMISSIONING: "Paper on the commissioning of the review",
    MaterialKind.CHRONOLOGY_AGENCY: "Chronology of contacts drawn up for the review",
    MaterialKind.CHRONOLOGY_COMBINED: "Combined chronology of the agencies' contacts",
    MaterialKind.AGENCY_REPORT: "Report on the agency's own involvement, written for the review",
    MaterialKind.AGENCY_RECORD: "Copy of the agency's record",
    MaterialKind.NOTE_HANDWRITTEN: "Handwritten note",
    MaterialKind.NOTE_TYPED: "Typed note",
    MaterialKind.NOTE_AUDIO: "Audio recording",
    MaterialKind.NOTE_TRANSCRIPT: "Transcript",
    MaterialKind.EVENT_RECORD: "Record made at a practitioner event",
    MaterialKind.FAMILY_CONTACT: "Record of contact with a family member",
    MaterialKind.ANALYSIS: "Working document of the reviewer's analysis",
    MaterialKind.KEY_EPISODES: "Table of key practice episodes",
    MaterialKind.SUPERVISION: "Note of a supervision or peer challenge session of the reviewer",
    MaterialKind.DRAFT_REPORT: "Draft of the overview report",
    MaterialKind.FINAL_REPORT: "Overview report",
    MaterialKind.BOARD_RESPONSE: "Written response of the board",
    MaterialKind.ACTION_PLAN: "Action plan",
    MaterialKind.PUBLICATION: "Paper on publication",
    MaterialKind.LEGAL_ADVICE: "Correspondence with a legal adviser",
    MaterialKind.POLICE_MATERIAL: "Material supplied by police",
    MaterialKind.COURT_DOCUMENT: "Document of court proceedings",
    MaterialKind.RESEARCH: "Research or policy document",
    MaterialKind.PHOTOGRAPH: "Photograph",
    MaterialKind.GENOGRAM: "Diagram of family relationships",
    MaterialKind.OTHER: "Item",
}
_COMPLETE = {
    "Administration": "Review administration records kept by the business unit: registers of tasks, issues, budget and "
    "judgements, listed as one block",
}
_REFLECTIONS = "Reviewer's own reflections after a conversation held for the review, kept apart from the account given"
_SUPERVISION = "Note of a supervision session of the lead reviewer about the conduct of the review"
_ANALYSIS = "Reviewer's own working notes of analysis, not an account given by any person"
_ADVICE = "Correspondence with a legal adviser about the conduct of the review"


def starter(store: Store, entry: IndexEntry) -> Starter:
    """The starter for an entry from its record."""
    if entry.record_kind in _COMPLETE:
        return Starter(_COMPLETE[entry.record_kind])
    if entry.record_kind == "Note":
        return _note(store, entry, store.get(Note, entry.record_id))
    if entry.record_kind == "Material":
        return _material(store, entry, store.get(Material, entry.record_id))
    # A row of a register says in its own words what kind of record it is.
    said = entry.description_internal if entry.record_kind == "RegisterRow" else ""
    return _open(_stem(said or _SUBJECT.get(entry.kind, words(entry.kind)), _on(entry), entry.extent))


def _note(store: Store, entry: IndexEntry, note: Note) -> Starter:
    if note.kind is NoteKind.REFLECTIONS:
        return Starter(_with_date(_REFLECTIONS, entry))
    if note.kind is NoteKind.SUPERVISION:
        return Starter(_with_date(_SUPERVISION, entry))
    if note.kind is NoteKind.ANALYSIS:
        return Starter(_with_date(_ANALYSIS, entry))
    if note.kind is NoteKind.LEGAL_ADVICE:
        return Starter(_ADVICE)
    speakers = wording.listed([_code(store, one) for one in note.speaker_ids])
    if note.kind is NoteKind.NEVER_MADE:
        said = f"No note was made of a conversation{' with ' + speakers if speakers else ''}{_on(entry)}"
        return _open(said)
    forms = {"handwritten": "Handwritten note", "audio": "Audio recording", "transcript": "Transcript"}
    form = forms.get(note.form, "Correction to a note" if note.form == "correction" else "Typed note")
    if note.kind is NoteKind.LIAISON:
        return _open(_stem(f"{form} of liaison with another process", _on(entry), entry.extent))
    if speakers:
        return _open(_stem(f"{form} of a conversation with {speakers}", _on(entry), entry.extent))
    return _open(_stem(form, _on(entry), entry.extent))


def _material(store: Store, entry: IndexEntry, item: Material) -> Starter:
    subject = _SUBJECT.get(item.kind, words(item.kind))
    if item.from_agency_id:
        subject += f" from {store.get(Agency, item.from_agency_id).name}"
    elif item.from_person_id:
        subject += f" from {_code(store, item.from_person_id)}"
    if item.parent_id:
        subject += ", attachment to another item"
    return _open(_stem(subject, _on(entry), entry.extent))


def _code(store: Store, person_id: str) -> str:
    return f"[{store.get(Person, person_id).code}]"


def _on(entry: IndexEntry) -> str:
    date = entry.doc_date
    if not date.known:
        return ", undated"
    said = wording.partial_date(date)
    return f" on {said}" if date.precision == "exact" else f", {said}"


def _with_date(text: str, entry: IndexEntry) -> str:
    return f"{text}, {wording.partial_date(entry.doc_date)}" if entry.doc_date.known else text


def _stem(subject: str, when: str, extent: str) -> str:
    subject += when if " of a conversation" in subject else when.replace(" on ", " of ", 1)
    return f"{subject}, {extent}" if extent else subject


def _open(stem: str) -> Starter:
    text = f"{stem}, about {OPEN}"
    return Starter(text, len(text) - len(OPEN), len(text))
