"""Marks of a case: who withholds which words of which text and why; highlights; and how marks stay where they belong.

Here: adding, changing and removing marks in any text of a record; moving them with the words when a text is edited, in
the same unit of work; finding withheld words again where they are quoted; what a search may show of a text to an
audience. Source: redaction design, section 6 (58); profiles, section 4. Not here: what a profile does with a mark
(``desktop.redaction.release``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ahocorasick

from desktop import session as sessions
from desktop.errors import UserError
from desktop.redaction import marks as spans
from desktop.redaction.normalise import Normalised, normalise
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, SpanKind
from desktop.redaction.words import is_quiet
from storage.records import Mark, MaterialText, RegisterRow, Row, WordDecision
from storage.search import Hit
from storage.store import Change, Store, Work

REASONS = spans.REASONS
HIGHLIGHTS = tuple("123456789")
_SHINGLE = 4
_AROUND = 80


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
    return work.bin(work.get(Mark, mark_id))


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


def keep_in_place(work: Work) -> None:
    """Move marks, and decisions about places, along with every text that this unit of work changed.

    What was put in place in the same unit (undo and redo do that, and an editor that knows each edit) is left alone.
    """
    touched = {one.after.id for one in work.changes if isinstance(one.after, Mark | WordDecision)} | work.settled
    edited = list(_edited(work.changes))
    held = _held(work, edited)
    for before, after in edited:
        if isinstance(after, Mark | WordDecision) or (before is not None and after.id not in held):
            continue
        if before is None:
            _carry_over(work, after)
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
            new = after.values.get(name, "")
            if isinstance(old, str) and isinstance(new, str) and old != new and old:
                yield name, old, new


def _move(work: Work, held: Sequence[Mark], old: str, new: str) -> None:
    if not held:
        return
    kept, _ = spans.moved([_span(one) for one in held], old, new)
    where = {one.id: one for one in kept}
    for row in held:
        found = where.get(row.id)
        again = new.find(row.quoted) if row.quoted and (found is None or found.changed) else -1
        if found is None and again < 0:
            work.bin(row)  # its words are gone altogether
        elif again >= 0 and (found is None or not row.drifted):
            # Cut here and pasted there: the words are still somewhere, and so is the mark, for a person to look at.
            inside = found is not None and found.start <= again and again + len(row.quoted) <= found.end
            end = again + len(row.quoted)
            if inside and found is not None:
                again, end = found.start, found.end
            work.change(row, start=again, end=end, drifted=True)
        elif found is not None:
            work.change(row, start=found.start, end=found.end, drifted=row.drifted or found.changed)


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
    """Words typed in place of those taken out of a scan take the marks over, each to be looked at."""
    if not isinstance(record, MaterialText):
        return
    for other in work.find(MaterialText, material_id=record.material_id):
        held = of(work, Place("MaterialText", other.id, "text")) if other.id != record.id else ()
        kept, _ = spans.moved([_span(one) for one in held], other.text, record.text) if held else ((), ())
        rows = {one.id: one for one in held}
        for one in kept:
            row = rows[one.id]
            work.add(
                Mark(
                    case_id=row.case_id,
                    record_kind="MaterialText",
                    record_id=record.id,
                    field_name="text",
                    start=one.start,
                    end=one.end,
                    quoted=record.text[one.start : one.end],
                    reason=row.reason,
                    code=row.code,
                    memo=row.memo,
                    drifted=True,
                )
            )


# --- for the engine


def _span(row: Mark) -> spans.Mark:
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


def for_release(store: Store, place: Place) -> tuple[spans.Mark, ...]:
    """The withheld spans of a text as the ``Releaser`` takes them; highlights are nobody else's business."""
    return tuple(_span(one) for one in of(store, place) if one.reason)


class Passages:
    """What is withheld anywhere in a case, found again wherever it is quoted.

    Four words in a row of a withheld passage are a quotation, as the leak gate sees it; a shorter passage counts as a
    whole, a single word only when it is a name or a number. Words that a person withheld for the whole review count
    too.
    """

    def __init__(self, store: Store, case_id: str) -> None:
        held = [one for one in store.find(Mark, case_id=case_id) if one.reason and one.quoted]
        self._reasons = {one.id: one.reason for one in held}
        self._made = ahocorasick.Automaton()
        self._found: dict[str, set[str]] = {}
        for one in held:
            for phrase in _phrases(one.quoted):
                self._found.setdefault(phrase, set()).add(one.id)
        for row in store.find(WordDecision, case_id=case_id, decision="withhold"):
            words = normalise(row.word).words.strip()
            if words and not row.place:
                self._reasons[row.id] = row.reason if row.reason in REASONS else "R3"
                self._found.setdefault(f" {words} ", set()).add(row.id)
        for phrase in self._found:
            self._made.add_word(phrase, phrase)
        if self._found:
            self._made.make_automaton()

    def in_text(self, text: str) -> tuple[spans.Mark, ...]:
        """Marks over the quotations in ``text``."""
        if not self._found or not text:
            return ()
        words = normalise(text)
        runs: dict[str, list[tuple[int, int]]] = {}
        for at, phrase in self._made.iter(f" {words.words} "):
            # The view has a space before and after; both are dropped again.
            span = _place_of(words, at - len(phrase) + 1, at - 1)
            for mark_id in self._found[phrase]:
                runs.setdefault(mark_id, []).append(span)
        return tuple(
            spans.Mark(mark_id, start, end, self._reasons[mark_id])
            for mark_id, found in runs.items()
            for start, end in spans.union(found)
        )

    def marks(self, store: Store, place: Place, text: str) -> tuple[spans.Mark, ...]:
        """Everything withheld in a text: its own marks and what it quotes."""
        own = for_release(store, place)
        covered = [(one.start, one.end) for one in own]
        quoted = (one for one in self.in_text(text) if not any(a <= one.start and one.end <= b for a, b in covered))
        return (*own, *quoted)


def _place_of(words: Normalised, start: int, end: int) -> tuple[int, int]:
    return words.span(start, end)


def _phrases(quoted: str) -> Iterable[str]:
    words = normalise(quoted).words.split()
    if len(words) == 1:
        bare = quoted.strip()
        telling = (bare[:1].isupper() and not is_quiet(words[0])) or any(letter.isdigit() for letter in bare)
        return [f" {words[0]} "] if telling and len(words[0]) > 2 else []
    found = []
    for start in range(max(1, len(words) - _SHINGLE + 1)):
        piece = words[start : start + _SHINGLE]
        long = sum(len(word) > 4 for word in piece)
        if long >= 2 or (len(words) <= _SHINGLE and long):
            found.append(f" {' '.join(piece)} ")
    return found or [f" {' '.join(words)} "]


# --- what a search may show


@dataclass(frozen=True)
class ReleasedHit:
    """A record found, and a piece of its text as an audience may read it."""

    kind: str
    record_id: str
    field: str
    snippet: Released


def released_hits(store: Store, hits: Iterable[Hit], words: str, releaser: Releaser) -> list[ReleasedHit]:
    """What a search may show to the audience of ``releaser``.

    A record that holds the words only where they are withheld or replaced is left out: that it was found would say
    what stands there.
    """
    sought = [one for one in normalise(words).words.split() if one]
    books: dict[str, Passages] = {}
    found = []
    for hit in hits:
        place = Place(hit.kind, hit.record_id, hit.field)
        record = store.any_record(hit.kind, hit.record_id)
        try:
            text = text_in(record, hit.field)
        except UserError:
            continue
        book = books.setdefault(hit.case_id, Passages(store, hit.case_id))
        released = releaser.release(text, marks=book.marks(store, place, text), where=place.name)
        piece = _piece(released, sought)
        if piece is not None:
            found.append(ReleasedHit(hit.kind, hit.record_id, hit.field, piece))
    return found


def _piece(released: Released, sought: Sequence[str]) -> Released | None:
    """The words around the first place where something sought still stands."""
    view = normalise(released.text)
    for word in sought:
        at = view.words.find(word)
        while at >= 0:
            start, end = view.span(at, at + len(word))
            if not any(one.start < end and start < one.end for one in released.spans if one.kind is SpanKind.WITHHELD):
                return _cut(released, start, end)
            at = view.words.find(word, at + 1)
    return None


def _cut(released: Released, start: int, end: int) -> Released:
    """A stretch that cuts no box and no pseudonym in two."""
    low, high = max(0, start - _AROUND), min(len(released.text), end + _AROUND)
    for one in released.spans:
        if one.start < low < one.end:
            low = one.start
        if one.start < high < one.end:
            high = one.end
    return released.part(low, high)


sessions.FOLLOWERS.append(keep_in_place)
