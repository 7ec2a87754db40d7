"""The texts of one record by name, so that words in any of them can be marked: findings, narratives, descriptions.

Source: profiles, section 4; DESIGN section 5. Not here: marks themselves (``desktop.casework.marks``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.casework import marks
from desktop.casework.marks import Place
from desktop.markers import rows, stages
from storage.records import Case, EvidenceLink, IndexEntry, Judgement, Mark, Material, Meeting, Note, RegisterRow, Row
from storage.store import Store

_LABELS: dict[type[Row], dict[str, str]] = {
    Judgement: {
        "narrative": "What is judged, and why", "counter_evidence": "What speaks against it",
        "no_evidence_because": "Why there is no evidence", "not_applicable_because": "Why it does not arise",
        "dissent": "Who sees it otherwise", "action": "What follows from it",
    },
    EvidenceLink: {"shows": "What the evidence shows", "place": "Place of the evidence"},
    IndexEntry: {
        "description": "Description for issue", "description_internal": "Internal description", "title": "Title",
        "author_role": "Author", "location": "Location", "owner_contact": "Owner contact",
        "restrictions": "Restrictions", "terms": "What the speaker was told", "extent": "Extent",
        "status_note": "Note on the status", "claim_reason": "Reason for sensitivity",
        "who_may_view": "Who may view", "listing_reason": "Reason for the decision",
        "owner_position_reason": "Reason of the owner",
    },
    Note: {"text": "The note", "title": "Title"},
    Meeting: {"minutes": "Minutes", "title": "Title", "attended": "Who was there"},
    Material: {"title": "Title"},
}  # fmt: skip


@dataclass(frozen=True)
class TextShown:
    """One text with its marks; ``texts`` are all texts of its record that hold words, by field, with what they are
    called; ``page`` and ``where`` lead to where it is written.
    """

    place: Place
    title: str
    texts: Mapping[str, str]
    text: str
    marks: tuple[Mark, ...]
    page: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)


def shown(store: Store, case_id: str, place: Place) -> TextShown:
    """A text to be marked. Raises ``UserError`` or ``StorageProblem`` where there is none."""
    case = store.get(Case, case_id)
    record = store.any_record(place.kind, place.record_id)
    # A choice, a day or a link is one run of signs; words of a person are what can be marked.
    labels = labels_of(case, record)
    texts = {name: label for name, label in labels.items() if len(words_of(record, name).split()) > 1}
    texts.setdefault(place.field, labels.get(place.field, "Text"))
    text = marks.text_in(record, place.field)
    page, where = _written(store, case, record, place.field)
    return TextShown(place, _title(case, record), texts, text, marks.of(store, place), page, where)


def labels_of(case: Case, record: Row) -> dict[str, str]:
    """What the texts of a record are called, by field."""
    if isinstance(record, RegisterRow):
        register = rows.registers_of(case)[record.register]
        return {one.id: one.label for one in register.fields if isinstance(record.values.get(one.id), str)}
    return _LABELS.get(type(record), {})


def counted(store: Store, record: Row) -> dict[str, tuple[Mark, ...]]:
    """The marks that withhold words of a record, by field."""
    found: dict[str, tuple[Mark, ...]] = {}
    for one in store.find(Mark, record_kind=type(record).__name__, record_id=record.id):
        if one.reason:
            found[one.field_name] = (*found.get(one.field_name, ()), one)
    return found


def words_of(record: Row, name: str) -> str:
    """The words of a field, or nothing where there are none."""
    held = record.values.get(name) if isinstance(record, RegisterRow) else getattr(record, name, "")
    return held if isinstance(held, str) else ""


def _title(case: Case, record: Row) -> str:
    if isinstance(record, RegisterRow):
        register = rows.registers_of(case)[record.register]
        number = record.values.get("number") or record.position
        return f"{register.one[:1].upper()}{register.one[1:]} {number}"
    if isinstance(record, Judgement):
        return f"Judgement on question {record.question}"
    if isinstance(record, IndexEntry):
        return f"Index entry {record.working_ref}".rstrip()
    return str(getattr(record, "title", "")) or {"EvidenceLink": "Evidence"}.get(type(record).__name__, "Text")


def _written(store: Store, case: Case, record: Row, name: str) -> tuple[str, dict[str, Any]]:
    if isinstance(record, EvidenceLink):
        record = store.get(Judgement, record.judgement_id) if record.judgement_id else record
    if isinstance(record, Judgement):
        return "marker", {"marker": record.marker, "stage": "questions", "question": record.question}
    if isinstance(record, RegisterRow):
        known = stages.load(case.framework, case.terminology)
        found = known.where(record.register, name) or known.where(record.register)
        to = {"register": record.register, "row": record.id, "field": name}
        return ("marker", {"marker": found[0].marker, "stage": found[0].id, **to}) if found else ("", {})
    pages = {Note: ("note", "note"), Meeting: ("meeting", "meeting"), Material: ("item", "item"),
             IndexEntry: ("disclosure", "entry")}  # fmt: skip
    page, key = pages.get(type(record), ("", ""))
    return page, {key: record.id} if page else {}
