"""Registered names and numbers in text that was typed in a coded pack: found on return, settled by a person.

They are listed, never replaced alone (DESIGN section 2, principle 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.casework import codes, entries, people
from desktop.casework.parked import PARKED
from desktop.errors import UserError
from desktop.exchange import saying
from desktop.exchange.coding import Coder
from storage.records import (
    Case,
    Material,
    Meeting,
    NameFound,
    Note,
    Pack,
    Person,
    PersonKind,
    RegisterRow,
    Row,
    searchable_fields,
)
from storage.repositories.rows import kind_named
from storage.store import Store, Work
from storage.travelling import Key

_AROUND = 90
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


def bring_parked(work: Work, theirs: Store, pack: Pack) -> int:
    """Bring in the words that were parked in a pack, once each; what was settled out there is settled here. Gives how
    many are new in the list."""
    found, rows = 0, theirs.find(NameFound, case_id=pack.case_id)
    for one in rows:
        own = work.one(NameFound, id=one.id)
        if own is None and one.state == "open" and one.how == PARKED:
            work.add(replace(one, pack_id=pack.id))
            found += 1
        elif own is not None and own.state == "open" and one.state == "settled":
            work.change(own, state=one.state, how=one.how, subject_id=one.subject_id)
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


@dataclass(frozen=True)
class NameLine:
    """A name to settle: the words around it, where it stands, and whose it is, as far as Caseward can tell.

    ``why`` is registered (a form of somebody in the register) or parked (somebody asked who this is).
    """

    found: NameFound
    before: str
    after: str
    title: str
    field_words: str
    code: str
    why: str


def lines(store: Store, pack_id: str) -> tuple[NameLine, ...]:
    """The names of a pack that wait to be settled, in order of place."""
    case_id = store.get(Pack, pack_id).case_id
    return tuple(_line(store, one) for one in names_found(store, case_id, pack_id))


def _line(store: Store, found: NameFound) -> NameLine:
    record = store.any_record(found.record_kind, found.record_id)
    text = dict(_texts(record)).get(found.field_name, "")
    start = _place(text, found)
    end = start + len(found.quoted)
    before = text[max(0, start - _AROUND) : start] if start >= 0 else ""
    after = text[end : end + _AROUND] if start >= 0 else ""
    person = store.one(Person, id=found.subject_id) if found.subject_id else None
    name = f"values.{found.field_name}" if isinstance(record, RegisterRow) else found.field_name
    return NameLine(
        found, before, after, saying.title(store, record), saying.label(store, record, name),
        person.code if person else "", "parked" if found.how == PARKED else "registered",
    )  # fmt: skip


def _place(text: str, found: NameFound) -> int:
    """Where the words stand now: where they were found, else the one place they are in; -1 for none or several."""
    if text[found.start : found.end] == found.quoted:
        return found.start
    return text.find(found.quoted) if text.count(found.quoted) == 1 else -1


def settle_name(work: Work, /, found_id: str, how: str, person_id: str = "") -> NameFound:
    """Put the person's code where the name stands (``code``), or leave the words as they are (``keep``).

    ``person_id`` names whose it is where Caseward cannot tell. Raises ``UserError`` when the words are no longer
    there, nobody's alone, or in a record that is frozen.
    """
    found = work.get(NameFound, found_id)
    if found.state != "open":
        raise UserError("This name is settled already.", "Change the text itself.", code="settled")
    if person_id:
        found = work.change(found, subject_id=work.get(Person, person_id).id)
    if how == "keep":
        return work.change(found, state="settled", how=how)
    if how != "code":
        raise UserError("Choose the code or keep the words.", code="choice")
    record = work.get(kind_named(found.record_kind), found.record_id)
    text = dict(_texts(record)).get(found.field_name, "")
    person = work.one(Person, id=found.subject_id) if found.subject_id else None
    start = _place(text, found)
    if start < 0:
        raise UserError("The words are no longer where they were.", "Look at the text and keep or change it there.")
    if person is None:
        raise UserError("Caseward cannot tell whose name this is.", "Change the text by hand.", code="whose")
    said = f"[{person.code}]"
    _write(work, record, found.field_name, text[:start] + said + text[start + len(found.quoted) :])
    for other in names_found(work, found.case_id):
        same = (other.record_id, other.field_name) == (found.record_id, found.field_name)
        if same and other.start > start:
            moved = len(said) - len(found.quoted)
            work.change(other, start=other.start + moved, end=other.end + moved)
    return work.change(found, state="settled", how=how)


def register_name(work: Work, /, found_id: str, name: str, kind: PersonKind, role: str = "") -> NameFound:
    """Enter somebody new in the register and put their code where they were named. Raises ``FieldErrors`` and as
    ``settle_name``."""
    found = work.get(NameFound, found_id)
    person = people.add_person(work, found.case_id, name, kind, role=role)
    return settle_name(work, found_id, "code", person.id)


def _write(work: Work, record: Row, name: str, text: str) -> None:
    if isinstance(record, RegisterRow):
        work.change(record, values=record.values | {name: text})
        return
    saved = work.change(record, **{name: text})
    if isinstance(saved, Note | Material | Meeting):
        entries.follow(work, saved)
