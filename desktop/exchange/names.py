"""Registered names and numbers in text that was typed in a coded pack: found on return, settled by a person.

They are listed, never replaced alone (DESIGN section 2, principle 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from desktop.casework import codes, entries
from desktop.errors import UserError
from desktop.exchange.coding import Coder
from storage.records import (
    Case,
    Material,
    Meeting,
    NameFound,
    Note,
    Pack,
    Person,
    RegisterRow,
    Row,
    searchable_fields,
)
from storage.repositories.rows import kind_named
from storage.store import Store, Work
from storage.travelling import Key

_REGISTER = frozenset({"Person", "NameForm", "Identifier", "Address", "Contact", "Agency"})
"""Kinds where names belong."""


def look_through(work: Work, pack: Pack, keys: Sequence[Key]) -> int:
    """List every registered form in the texts of those records; gives how many are new in the list."""
    coder, found = Coder(work, work.get(Case, pack.case_id)), 0
    forms = _forms(coder)
    for kind, record_id in keys:
        if kind in _REGISTER:
            continue
        for name, text in _texts(work.get(kind_named(kind), record_id)):
            for start, end in coder.releaser.secret_places(codes.masked(text, coder.people)):
                place: dict[str, Any] = {"record_kind": kind, "record_id": record_id, "field_name": name}
                place |= {"start": start, "end": end}
                if work.one(NameFound, **place) is None:
                    whose = forms.get(text[start:end].casefold(), "")
                    place |= {"case_id": pack.case_id, "pack_id": pack.id, "subject_id": whose}
                    work.add(NameFound(quoted=text[start:end], **place))
                    found += 1
    return found


def _texts(record: Row) -> Iterator[tuple[str, str]]:
    if isinstance(record, RegisterRow):
        yield from ((name, value) for name, value in record.values.items() if isinstance(value, str) and value)
        return
    for name in searchable_fields(type(record)):
        if getattr(record, name):
            yield name, getattr(record, name)


def _forms(coder: Coder) -> dict[str, str]:
    """Whose a form is, where it is one person's alone."""
    whose: dict[str, set[str]] = {}
    for subject in coder.cast:
        forms = {subject.name, *subject.aliases, *subject.name.split()}
        for form in forms:
            whose.setdefault(form.casefold(), set()).add(subject.id)
    return {form: next(iter(ids)) for form, ids in whose.items() if len(ids) == 1}


def names_found(store: Store, case_id: str, pack_id: str = "", *, open_only: bool = True) -> tuple[NameFound, ...]:
    """The names found in what packs brought back, in order of place."""
    wanted: dict[str, Any] = {"case_id": case_id}
    wanted |= {"pack_id": pack_id} if pack_id else {}
    wanted |= {"state": "open"} if open_only else {}
    return tuple(sorted(store.find(NameFound, **wanted), key=lambda one: (one.record_id, one.field_name, one.start)))


def settle_name(work: Work, found_id: str, how: str) -> NameFound:
    """Put the person's code where the name stands (``code``), or leave the words as they are (``keep``).

    Raises ``UserError`` when the words are no longer there, nobody's alone, or in a record that is frozen.
    """
    found = work.get(NameFound, found_id)
    if how == "keep":
        return work.change(found, state="settled", how=how)
    if how != "code":
        raise UserError("Choose the code or keep the words.", code="choice")
    record = work.get(kind_named(found.record_kind), found.record_id)
    text = dict(_texts(record)).get(found.field_name, "")
    person = work.one(Person, id=found.subject_id) if found.subject_id else None
    if text[found.start : found.end] != found.quoted:
        raise UserError("The words are no longer where they were.", "Look at the text and keep or change it there.")
    if person is None:
        raise UserError("Caseward cannot tell whose name this is.", "Change the text by hand.", code="whose")
    said = f"[{person.code}]"
    _write(work, record, found.field_name, text[: found.start] + said + text[found.end :])
    for other in names_found(work, found.case_id):
        same = (other.record_id, other.field_name) == (found.record_id, found.field_name)
        if same and other.start > found.start:
            moved = len(said) - (found.end - found.start)
            work.change(other, start=other.start + moved, end=other.end + moved)
    return work.change(found, state="settled", how=how)


def _write(work: Work, record: Row, name: str, text: str) -> None:
    if isinstance(record, RegisterRow):
        work.change(record, values=record.values | {name: text})
        return
    saved = work.change(record, **{name: text})
    if isinstance(saved, Note | Material | Meeting):
        entries.follow(work, saved)
