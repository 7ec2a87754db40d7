"""Marks of a case: who withholds which words of which text and why; highlights; and how marks stay where they belong.

Here: adding, changing and removing marks in any text of a record; moving them with the words when a text is edited, in
the same unit of work. Source: redaction design, section 6 (58); profiles, section 4. Not here: finding withheld words
again where they are quoted (``quoted``), what a profile does with a mark (``desktop.redaction.release``).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop import session as sessions
from desktop.errors import UserError
from desktop.redaction import marks as spans
from desktop.redaction.normalise import normalise
from storage.problems import StorageProblem
from storage.records import EvidenceLink, Judgement, Mark, MaterialText, Meeting, RegisterRow, Row, WordDecision
from storage.store import Change, Store, Work

REASONS = spans.REASONS
HIGHLIGHTS = tuple("123456789")


@dataclass(frozen=True)
class Place:
    """A text of the vault: the kind and id of its record and the name of the field (of a register row: the field
    id).
    """

    kind: str
    record_id: str
    field: str

    @property
    def name(self) -> str:
        """How lists of places name this text; ``place_called`` reads it."""
        return f"{self.kind}:{self.record_id}:{self.field}"


def place_called(name: str) -> Place | None:
    """The text that a list of places names, or None where it is none of the vault's."""
    parts = name.split(":")
    return Place(*parts) if len(parts) == 3 and all(parts) else None


def text_in(record: Row, field: str) -> str:
    """The words of one field of a record. Raises ``UserError`` for a field that holds no text."""
    found = getattr(record, field, None)
    if isinstance(record, RegisterRow) and field in record.values:
        found = record.values[field]
    if not isinstance(found, str):
        raise UserError("There is no text here that could be marked.", "Choose a text of the record.", code="no-text")
    return found


def text_at(store: Store, place: Place) -> str:
    """The words of a text. Raises ``UserError`` or ``StorageProblem`` where there is none."""
    return text_in(store.any_record(place.kind, place.record_id), place.field)


def text_under(store: Store, mark: Mark) -> str:
    """The text in which a mark lies; nothing where its record or field is gone."""
    try:
        return _text(store.any_record(mark.record_kind, mark.record_id), mark.field_name)
    except StorageProblem:
        return ""


def _text(record: Row, field: str) -> str:
    try:
        return text_in(record, field)
    except UserError:
        return ""


def of(store: Store, place: Place) -> tuple[Mark, ...]:
    """The marks and highlights of a text, in order of place."""
    found = store.find(Mark, record_kind=place.kind, record_id=place.record_id, field_name=place.field)
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.id)))


# --- adding, changing, removing


def withhold(work: Work, /, place: Place, start: int, end: int, reason: str, memo: str = "") -> Mark:
    """Withhold words for a reason R1 to R12. Words already withheld for that reason that these touch become one mark;
    other reasons stand beside it, and whatever any of them covers is withheld.

    Raises ``UserError`` for an unknown reason or a place outside the text.
    """
    if reason not in REASONS:
        raise UserError("There is no such reason.", "Choose one of R1 to R12.", code="reason")
    return _add(work, place, start, end, memo, reason=reason)


def highlight(work: Work, /, place: Place, start: int, end: int, code: str, memo: str = "") -> Mark | None:
    """Highlight words under a digit 1 to 9; the same words under the same digit again takes it away and gives None."""
    if code not in HIGHLIGHTS:
        raise UserError("There is no such highlight.", "Choose a digit from 1 to 9.", code="reason")
    start, end = _trimmed(text_at(work, place), start, end)
    for mark in of(work, place):
        if (mark.start, mark.end, mark.code) == (start, end, code):
            work.bin(mark)
            return None
    return _add(work, place, start, end, memo, code=code)


def _add(work: Work, place: Place, start: int, end: int, memo: str, *, reason: str = "", code: str = "") -> Mark:
    record = work.any_record(place.kind, place.record_id)
    text = text_in(record, place.field)
    start, end = _trimmed(text, start, end)
    same = [
        one
        for one in of(work, place)
        if one.reason == reason and (reason or one.code == code) and one.start <= end and start <= one.end
    ]
    if same:
        low, high = min(start, *(one.start for one in same)), max(end, *(one.end for one in same))
        memo = "; ".join(dict.fromkeys(filter(None, (*(one.memo for one in same), memo))))
        for one in same[1:]:
            work.bin(one)
        return work.change(same[0], start=low, end=high, quoted=text[low:high], memo=memo, checker_id="")
    return work.add(
        Mark(
            case_id=record.case_id,
            record_kind=place.kind,
            record_id=place.record_id,
            field_name=place.field,
            start=start,
            end=end,
            quoted=text[start:end],
            reason=reason,
            code=code,
            memo=memo,
        )
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends. Raises ``UserError`` for one outside the text or with nothing in it."""
    if not 0 <= start <= end <= len(text):
        raise UserError("These words are no longer in the text.", "Select them again and mark them.", code="outside")
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise UserError(
            "No words are selected.", "Select words with Shift and the arrow keys, then mark them.", code="empty"
        )
    return start, end


def change(
    work: Work, /, mark_id: str, *, reason: str | None = None, memo: str | None = None, about: str | None = None
) -> Mark:
    """Give a mark another reason or memo, or say whom it is about; a reason anew wants to be checked anew."""
    mark = work.get(Mark, mark_id)
    fields: dict[str, str] = {}
    if memo is not None:
        fields["memo"] = memo.strip()
    if about is not None and mark.reason:
        fields["code"] = about
    if reason is not None and reason != mark.reason:
        if reason not in REASONS or not mark.reason:
            raise UserError("There is no such reason.", "Choose one of R1 to R12.", code="reason")
        fields |= {"reason": reason, "checker_id": ""}
    return work.change(mark, **fields)


def remove(work: Work, /, mark_id: str) -> Mark:
    """Take a mark away; undo brings it back."""
    return work.change(work.get(Mark, mark_id), deleted=True, drifted=False)


def still_right(work: Work, /, mark_id: str) -> Mark:
    """A person has looked at a mark whose words changed, and it covers what it should."""
    mark = work.get(Mark, mark_id)
    text = text_at(work, Place(mark.record_kind, mark.record_id, mark.field_name))
    return work.change(mark, drifted=False, quoted=text[mark.start : mark.end])


def check(work: Work, /, mark_id: str) -> Mark:
    """A second person has checked a mark. Raises ``UserError`` for the one who made it."""
    mark = work.get(Mark, mark_id)
    if mark.created_by == work.worker:
        raise UserError("You made this mark yourself.", "Somebody else checks it.", code="own")
    return work.change(mark, checker_id=work.worker)


# --- keeping marks in place

_CARRY = frozenset({"MaterialText", "Judgement", "EvidenceLink", "Meeting", "RegisterRow"})
"""Kinds of which a new record can take the place of another."""


def keep_in_place(work: Work) -> None:
    """Move marks, and decisions about places, along with every text that this unit of work changed.

    What was put in place in the same unit (undo and redo do that, and an editor that knows each edit) is left alone.
    """
    touched = {one.after.id for one in work.changes if isinstance(one.after, Mark | WordDecision)} | work.settled
    edited = list(_edited(work.changes))
    held = _held(work, edited)
    made = {type(after).__name__ for before, after in edited if before is None}
    carrying = {kind for kind in made & _CARRY if work.one(Mark, record_kind=kind)}
    for before, after in edited:
        if before is None and type(after).__name__ in carrying:
            _carry_over(work, after)
        if before is None or isinstance(after, Mark | WordDecision) or after.id not in held:
            continue
        for field, old, new in _texts(before, after):
            place = Place(type(after).__name__, after.id, field)
            _move(work, [one for one in of(work, place) if one.id not in touched], old, new)
            _move_decisions(work, after.case_id, place, old, new, touched)


def _held(work: Work, edited: Sequence[tuple[Row | None, Row]]) -> set[str]:
    """Of the records that were changed, those with marks or decisions about places: asked once, for a merge changes
    thousands."""
    ids = [after.id for before, after in edited if before is not None]
    if not ids:
        return set()
    cases = {after.case_id for _, after in edited if after.case_id}
    placed = [one.place for one in work.find(WordDecision, case_id=cases) if one.place]
    named = {parts[1] for place in placed if len(parts := place.split(":")) > 1}
    among: dict[str, Any] = {"record_id": ids} if len(ids) < 5_000 else {"case_id": sorted(cases)}
    return {one.record_id for one in work.find(Mark, **among)} | (named & set(ids))


def _edited(changes: Sequence[Change]) -> Iterator[tuple[Row | None, Row]]:
    """Each record once: as it was before the unit of work and as it is now."""
    first: dict[str, Row | None] = {}
    last: dict[str, Row] = {}
    for one in changes:
        first.setdefault(one.after.id, one.before)
        last[one.after.id] = one.after
    for record_id, after in last.items():
        yield first[record_id], after


def _texts(before: Row, after: Row) -> Iterator[tuple[str, str, str]]:
    for field in dataclasses.fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if isinstance(old, str) and isinstance(new, str) and old != new and old:
            yield field.name, old, new
    if isinstance(before, RegisterRow) and isinstance(after, RegisterRow):
        for name, old in before.values.items():
            new = after.values.get(name) or ""
            if isinstance(old, str) and isinstance(new, str) and old != new and old:
                yield name, old, new


def _move(work: Work, held: Sequence[Mark], old: str, new: str) -> None:
    if not held:
        return
    kept, _ = spans.moved([span_of(one) for one in held], old, new)
    where = {one.id: one for one in kept}
    for row in held:
        found = where.get(row.id)
        again = new.find(row.quoted) if row.quoted and (found is None or found.changed) else -1
        if found is None and again < 0:
            # Its words are gone from here, perhaps into another text: put aside as drifted they are withheld there.
            work.change(row, deleted=True, drifted=True)
        elif again >= 0 and not (found is not None and _still(new[found.start : found.end], row.quoted)):
            # Cut here and pasted there: the words are still somewhere, and so is the mark, for a person to look at.
            work.change(row, start=again, end=again + len(row.quoted), drifted=True)
        elif found is not None:
            work.change(row, start=found.start, end=found.end, drifted=row.drifted or found.changed)


def place_again(work: Work, row: Mark, brought: Mark, text: str) -> None:
    """Put a mark where the words that ``brought`` covered in ``text`` stand now: it came back with a pack, and the text
    here may be another than the one out there.
    """
    drifted = row.drifted or brought.drifted
    row = work.change(row, start=brought.start, end=brought.end, quoted=brought.quoted, drifted=drifted)
    here = text_under(work, row)
    if here != text:
        _move(work, [row], text, here)


def put_on_words(work: Work, row: Mark) -> None:
    """Put a mark on its words where only they are known, and not the text it was made on: an update from the board
    came into a pack whose text was changed since. Where they are not found, or twice, it is to be looked at.
    """
    text = text_under(work, row)
    if text[row.start : row.end] == row.quoted or (row.drifted and row.end <= len(text)):
        return
    found = [] if row.drifted else [one.start() for one in re.finditer(re.escape(row.quoted), text)]
    if found:
        start = min(found, key=lambda at: abs(at - row.start))
        work.change(row, start=start, end=start + len(row.quoted), drifted=len(found) > 1)
    elif text:
        end = min(row.end, len(text))
        work.change(row, start=min(row.start, end - 1), end=end, drifted=True)
    else:
        work.change(row, deleted=True, drifted=True)


def _still(now: str, quoted: str) -> bool:
    """Whether something of what was withheld is left in what a mark covers now, and not a chance letter or two."""
    left = {word for word in normalise(quoted).words.split() if len(word) > 1}
    return bool(left & set(normalise(now).words.split()))


def _move_decisions(work: Work, case_id: str, place: Place, old: str, new: str, touched: set[str]) -> None:
    """Decisions about places move too; where the words themselves changed, the decision falls."""
    for row in work.find(WordDecision, case_id=case_id) if case_id else ():
        if row.id in touched or not row.place.startswith(f"{place.name}:"):
            continue
        start, end, class_id = row.place.removeprefix(f"{place.name}:").split(":", 2)
        kept, changed = spans.moved([spans.Mark("x", int(start), int(end), "R1")], old, new)
        if not kept or changed:
            work.bin(row)
        else:
            work.change(row, place=f"{place.name}:{kept[0].start}:{kept[0].end}:{class_id}")


def _carry_over(work: Work, record: Row) -> None:
    """A record that takes the place of another takes its marks over: words typed instead of those taken out of a scan
    (each mark to be looked at), a later judgement, the next version of minutes, the correction of a row.
    """
    kind = type(record).__name__
    for other in _before(work, record):
        for row in work.find(Mark, record_kind=kind, record_id=other.id):
            place = Place(kind, record.id, row.field_name)
            if any((one.reason, one.code, one.quoted) == (row.reason, row.code, row.quoted) for one in of(work, place)):
                continue  # it came with its marks, from a pack
            new = _text(record, row.field_name)
            for one in spans.moved([span_of(row)], _text(other, row.field_name), new)[0]:
                work.add(
                    Mark(
                        case_id=row.case_id, record_kind=kind, record_id=record.id, field_name=row.field_name,
                        start=one.start, end=one.end, quoted=row.quoted, reason=row.reason, code=row.code,
                        memo=row.memo, checker_id="" if one.changed else row.checker_id,
                        drifted=one.changed or isinstance(record, MaterialText),
                    )
                )  # fmt: skip


def _before(work: Work, record: Row) -> tuple[Row, ...]:
    """The records in whose place ``record`` stands."""
    if isinstance(record, MaterialText):
        return tuple(one for one in work.find(MaterialText, material_id=record.material_id) if one.id != record.id)
    if isinstance(record, Judgement):
        return work.find(Judgement, superseded_by=record.id)
    if isinstance(record, EvidenceLink):
        judged = [one.id for one in work.find(Judgement, superseded_by=record.judgement_id)]
        return work.find(EvidenceLink, judgement_id=judged, record_id=record.record_id) if judged else ()
    earlier = {Meeting: "earlier_id", RegisterRow: "corrects_id"}.get(type(record), "")
    return work.find(type(record), id=getattr(record, earlier)) if earlier and getattr(record, earlier) else ()


# --- for the engine


def span_of(row: Mark) -> spans.Mark:
    """A mark of the vault as the engine takes it."""
    at = row.created_at.isoformat() if row.created_at else ""
    return spans.Mark(
        row.id,
        row.start,
        row.end,
        row.reason or "R1",
        row.created_by,
        at,
        row.checker_id,
        about=row.code if row.reason else "",
        changed=row.drifted,
    )


class ByText:
    """The marks of the texts of some kinds of record, for those who hold a text and not the record it is from.

    Two records with the same words share their marks: what is withheld in one of them is withheld in both.
    """

    def __init__(self, store: Store, case_id: str, *kinds: str) -> None:
        self._held: dict[str, list[spans.Mark]] = {}
        for one in store.find(Mark, case_id=case_id, record_kind=list(kinds)):
            if one.reason:
                self._held.setdefault(text_under(store, one), []).append(span_of(one))

    def on(self, text: str, shown: str) -> tuple[spans.Mark, ...]:
        """The marks of ``text`` where it stands as ``shown``, with names for codes."""
        return spans.moved(self._held.get(text, ()), text, shown)[0]


def for_release(store: Store, place: Place) -> tuple[spans.Mark, ...]:
    """The withheld spans of a text as the ``Releaser`` takes them; highlights are nobody else's business."""
    return tuple(span_of(one) for one in of(store, place) if one.reason)


sessions.FOLLOWERS.append(keep_in_place)
