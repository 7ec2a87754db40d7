"""Why words are withheld by a mark, for the list of a release review: marked here, or quoted from where.

A mark whose words were cut out of their text goes on withholding them where they went; nothing shows it there, so the
list does, and lets a person say that they are no longer withheld. Not here: the list itself (``release_review``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from desktop.casework import marks
from desktop.casework.quoted import Passages
from desktop.reports.setting import Setting
from storage.records import Case, Mark
from storage.store import Store

_Line = TypeVar("_Line", bound=Any)
LIFT = "lift"
_CALLED = {
    "Note": "a note", "Meeting": "minutes", "MaterialText": "the words of an item", "Material": "a title",
    "Judgement": "a judgement", "EvidenceLink": "evidence", "IndexEntry": "an index entry",
    "RegisterRow": "a register", "SignOff": "a sign-off",
}  # fmt: skip


def explained(store: Store, case: Case, made: Setting, lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines of a review; those about words under a mark say where they are from, and what may be lifted."""
    origins = Origins(store, case, made)
    for one in lines:
        said, lifted = origins.of(one) if one.keys and one.keys[0].endswith(":mark") else ("", ())
        yield replace(one, why=said or one.why, can=one.can | {LIFT} if lifted else one.can, marks=lifted)


class Origins:
    """Finds the marks by which a place is withheld."""

    def __init__(self, store: Store, case: Case, made: Setting) -> None:
        self._passages = Passages(store, case.id)
        self._rows = {one.id: one for one in store.find(Mark, case_id=case.id, deleted=None)}
        self._made = made

    def of(self, line: Any) -> tuple[str, tuple[str, ...]]:
        """Words for where it comes from, and the ids of marks that a person may lift here: those that stand nowhere
        any more."""
        where, start, end = line.places[0]
        place = marks.place_called(where)
        if place is not None and any(_meets(one, start, end) for one in self._made.marks.get(_key(place), ())):
            return "", ()
        text = self._made.texts.get(where, ("", ""))[1]
        found = [one.id for one in self._passages.in_text(text) if one.start < end and start < one.end]
        rows = [self._rows[one] for one in dict.fromkeys(found) if one in self._rows]
        if not rows:
            return "", ()
        gone = all(one.deleted for one in rows) and len(rows) == len(set(found))
        called = _CALLED.get(rows[0].record_kind, "another text")
        said = f"Cut out of {called} where it was marked" if gone else f"Quoted: it is marked in {called}"
        return said, tuple(one.id for one in rows) if gone else ()


def _key(place: marks.Place) -> tuple[str, str, str]:
    return place.kind, place.record_id, place.field


def _meets(row: Mark, start: int, end: int) -> bool:
    return bool(row.reason) and row.start < end and start < row.end
