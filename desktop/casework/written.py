"""A text with its marks as an editor keeps it: both in one unit of work, the account and the reflections as two
records.

Source: domain design, QM11 (reflections in a separate record), 2.5 (an index entry of its own for each). Not here:
marks in a text that is read (``marks``); how an editor moves them (``spans``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.casework import legend, marks, note_form, notes, people
from desktop.casework.marks import Place
from desktop.casework.note_form import NoteShown
from desktop.casework.spans import Facts, Span
from desktop.errors import FieldErrors, UserError
from storage.records import IndexEntry, Mark, Note, NoteKind
from storage.store import Store, Work

_REFERENCE = re.compile(r"(?<!\w)([WNSwns])(\d{1,6})(?!\w)")


@dataclass(frozen=True)
class Known:
    """Somebody of the register as an editor offers them: by code; the name only where names may be shown."""

    id: str
    code: str
    role: str
    name: str


@dataclass(frozen=True)
class Around:
    """What an editor of a case knows around its text: people, what the digits mean, words to ask about, own words."""

    people: tuple[Known, ...]
    digits: Mapping[str, str]

    @property
    def codes(self) -> dict[str, str]:
        """Codes by id."""
        return {one.id: one.code for one in self.people}


@dataclass(frozen=True)
class NoteOpened:
    """A note with its marks, and the reflections beside it that the one at work can still write in."""

    shown: NoteShown
    marks: tuple[Span, ...]
    reflections: Note | None
    reflection_marks: tuple[Span, ...]


@dataclass(frozen=True)
class TextKept:
    """A text that an editor hands over: its words, its marks, and the ids of the marks it began with."""

    text: str
    marks: tuple[Span, ...] = ()
    began_with: frozenset[str] = frozenset()
    record_id: str = ""


@dataclass(frozen=True)
class NoteKept:
    """What was saved."""

    note: Note
    marks: tuple[Span, ...]
    reflections: Note | None = None
    reflection_marks: tuple[Span, ...] = ()


def around(store: Store, case_id: str) -> Around:
    """People by code, and what the digits mean."""
    found = tuple(Known(one.id, one.code, one.role, one.name) for one in people.people(store, case_id) if one.code)
    return Around(found, legend.digits(store, case_id))


def spans_of(store: Store, place: Place) -> tuple[Span, ...]:
    """The marks of a text as an editor takes them."""
    return tuple(Span(one.start, one.end, _facts(one)) for one in marks.of(store, place))


def _facts(row: Mark) -> Facts:
    withheld = bool(row.reason)
    digit, about = ("", row.code) if withheld else (row.code, "")
    return Facts(row.id, row.reason, digit, row.memo, row.drifted, about)


def opened(store: Store, note_id: str, worker_id: str) -> NoteOpened:
    """A note to go on with. The reflections are the worker's own on it that are not frozen."""
    shown = note_form.note(store, note_id)
    own = [
        one
        for one in shown.beside
        if one.kind is NoteKind.REFLECTIONS and one.created_by == worker_id and not one.frozen
    ]
    beside = own[0] if own else None
    return NoteOpened(
        shown,
        spans_of(store, Place("Note", note_id, "text")),
        beside,
        spans_of(store, Place("Note", beside.id, "text")) if beside else (),
    )


def keep_marks(work: Work, place: Place, text: TextKept) -> tuple[Span, ...]:
    """Put the marks of a text where its editor has them; marks that others made meanwhile stay, moved with their words.

    Raises ``UserError`` for an unknown reason, a digit that is none, or a place outside the text.
    """
    record = work.any_record(place.kind, place.record_id)
    words = marks.text_in(record, place.field)
    wanted = {one.facts.id: one for one in text.marks}
    held = {one.id: one for one in work.find(Mark, record_id=place.record_id, field_name=place.field, deleted=None)}
    work.settled |= wanted.keys()
    for mark_id, span in wanted.items():
        _check(span, words)
        fields = _fields(span, words, held.get(mark_id))
        if mark_id in held:
            work.change(held[mark_id], deleted=False, **fields)
        else:
            fields |= {"record_kind": place.kind, "record_id": place.record_id, "field_name": place.field}
            work.add(Mark(id=mark_id, case_id=record.case_id, **fields))
    for mark_id in text.began_with - wanted.keys():
        row = held.get(mark_id)
        if row is not None and not row.deleted:
            # Taken away by a person, its words stand there still; gone with its words it withholds them elsewhere.
            work.change(row, deleted=True, drifted=bool(row.reason) and row.quoted not in words)
    return spans_of(work, place)


def _check(span: Span, words: str) -> None:
    facts = span.facts
    if not (facts.reason in marks.REASONS or (not facts.reason and facts.code in marks.HIGHLIGHTS)):
        raise UserError("There is no such mark.", "Choose a reason R1 to R12 or a digit from 1 to 9.", code="reason")
    if not 0 <= span.start < span.end <= len(words):
        raise UserError("These words are no longer in the text.", "Select them again and mark them.", code="outside")


def _fields(span: Span, words: str, row: Mark | None) -> dict[str, Any]:
    facts, now = span.facts, words[span.start : span.end]
    quoted = row.quoted if row is not None and facts.changed and row.quoted else now
    fields: dict[str, Any] = {
        "start": span.start, "end": span.end, "quoted": quoted, "reason": facts.reason, "memo": facts.memo,
        "code": facts.about if facts.reason else facts.code, "drifted": facts.changed,
    }  # fmt: skip
    if row is not None and (row.reason != facts.reason or (facts.changed and not row.drifted)):
        fields["checker_id"] = ""
    return fields


def keep_note(
    work: Work, /, case_id: str, note_id: str, facts: Mapping[str, Any], text: TextKept, beside: TextKept | None = None
) -> NoteKept:
    """Save a note with its marks, and the reflections on it as a record of their own, in one unit of work.

    Reflections without a word make no record; those that were saved before stay, emptied. Raises ``FieldErrors``.
    """
    said = _with_items(work, case_id, facts)
    note = note_form.keep_note(work, case_id, note_id, {**said, "text": text.text})
    _declare(work, note)
    kept = keep_marks(work, Place("Note", note.id, "text"), _cleaned(text, note.text))
    own: Note | None = None
    own_marks: tuple[Span, ...] = ()
    if beside is not None and (beside.text.strip() or beside.record_id):
        own = _keep_reflections(work, note, beside)
        own_marks = keep_marks(work, Place("Note", own.id, "text"), _cleaned(beside, own.text))
    return NoteKept(note, kept, own, own_marks)


def _with_items(store: Store, case_id: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the items that they name by reference. Raises ``FieldErrors`` where an original is said to be
    lodged and no item is named, or was not made and nobody says why."""
    given, errors = dict(facts), dict[str, str]()
    for words, ids in (("shown_words", "shown_ids"), ("originals_words", "original_ids")):
        if words in given:
            given[ids] = referred(store, case_id, str(given[words]))
    about = str(given.get("originals_words", ""))
    if given.get("originals") == "lodged" and not given.get("original_ids"):
        errors["originals_words"] = "Enter the reference of the item that was lodged, such as W0012"
    if given.get("originals") == "never_made" and not about.strip():
        errors["originals_words"] = "Enter what was not made, and why"
    if errors:
        raise FieldErrors(errors)
    return given


def referred(store: Store, case_id: str, words: str) -> tuple[str, ...]:
    """The items and notes that words name by the reference of their index entry, such as W0012 or N0007."""
    named = dict.fromkeys((series.upper(), int(number)) for series, number in _REFERENCE.findall(words))
    if not named:
        return ()
    by_ref: dict[tuple[str, int], str] = {}
    for entry in store.find(IndexEntry, case_id=case_id):
        by_ref[("N", entry.number_open)] = by_ref[("S", entry.number_sensitive)] = entry.record_id
        if working := _REFERENCE.fullmatch(entry.working_ref):
            by_ref[("W", int(working[2]))] = entry.record_id
    by_ref.pop(("N", 0), None)
    by_ref.pop(("S", 0), None)
    return tuple(dict.fromkeys(by_ref[ref] for ref in named if ref in by_ref))


def _declare(work: Work, note: Note) -> None:
    """An original that should have been made and was not is an entry of the index too, made once."""
    if note.originals != "never_made" or work.one(Note, parent_id=note.id, kind=NoteKind.NEVER_MADE):
        return
    notes.declare_never_made(
        work, note.case_id, note.originals_words, title=f"Not made: notebook or recording, {note.title}".rstrip(", "),
        on=note.on, parent_id=note.id, speaker_ids=note.speaker_ids,
    )  # fmt: skip


def _cleaned(text: TextKept, now: str) -> TextKept:
    """Marks inside what was kept: cleaning takes signs away that no page can show."""
    if text.text == now:
        return text
    places = {at: len(notes.clean(text.text[:at])) for one in text.marks for at in (one.start, one.end)}
    marked = (Span(places[one.start], min(places[one.end], len(now)), one.facts) for one in text.marks)
    return TextKept(now, tuple(one for one in marked if one.start < one.end), text.began_with, text.record_id)


def _keep_reflections(work: Work, note: Note, beside: TextKept) -> Note:
    if beside.record_id:
        return notes.save(work, work.get(Note, beside.record_id), text=beside.text)
    made, _ = notes.write(
        work, note.case_id, NoteKind.REFLECTIONS, title=f"Reflections: {note.title}" if note.title else "Reflections",
        text=beside.text, on=note.on, parent_id=note.id, author_role=note.author_role,
    )  # fmt: skip
    return made


def keep_meeting(work: Work, /, case_id: str, meeting_id: str, facts: Mapping[str, Any], text: TextKept) -> Any:
    """Save a meeting with the marks in its minutes; gives the meeting and its marks. Raises ``FieldErrors``."""
    meeting = note_form.keep_meeting(work, case_id, meeting_id, {**facts, "minutes": text.text})
    return meeting, keep_marks(work, Place("Meeting", meeting.id, "minutes"), _cleaned(text, meeting.minutes))


def with_codes(known: Sequence[Known], typed: str, *, names: bool) -> list[Known]:
    """Whom a person may mean by what they typed: codes and roles that hold it, best first; names only where they may
    be shown."""
    sought = typed.casefold().strip()

    def rank(one: Known) -> int:
        code = one.code.casefold()
        initials = "".join(word[0] for word in code.split() if word)
        if code.startswith(sought):
            return 0
        if initials.startswith(sought.replace(" ", "")):
            return 1
        hay = [code, one.role.casefold(), one.name.casefold() if names else ""]
        return 2 if any(sought in part for part in hay) else 9

    return [one for one in sorted(known, key=lambda each: (rank(each), each.code.casefold())) if rank(one) < 9]
