"""Registered names and numbers in text that was typed in a coded pack: found on return, settled by a person.

They are listed, never replaced alone (DESIGN section 2, principle 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.casework import codes, entries, naming
from desktop.errors import FieldErrors, UserError
from desktop.exchange import packs, saying
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
    WordDecision,
    searchable_fields,
)
from storage.repositories.rows import kind_named
from storage.store import Store, Work
from storage.travelling import Key

REGISTERED, ASKED = "registered", "asked"
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

    ``why`` is registered (a form of somebody in the register) or asked (somebody typing asked who this is).
    """

    id: str
    why: str
    quoted: str
    before: str
    after: str
    title: str
    field_words: str
    subject_id: str
    code: str


def lines(store: Store, pack_id: str) -> tuple[NameLine, ...]:
    """The names of a pack that wait to be settled, in order of place; then the words that were asked about."""
    pack = store.get(Pack, pack_id)
    found = [_line(store, one) for one in names_found(store, pack.case_id, pack_id)]
    return (*found, *(_asked(store, one) for one in packs.asked(store, pack)))


def _line(store: Store, found: NameFound) -> NameLine:
    record = store.any_record(found.record_kind, found.record_id)
    text = dict(_texts(record)).get(found.field_name, "")
    before, after = _around(text, _place(text, found), found.quoted)
    person = store.one(Person, id=found.subject_id) if found.subject_id else None
    return NameLine(
        found.id, REGISTERED, found.quoted, before, after, saying.title(store, record),
        _field(store, record, found.field_name), found.subject_id, person.code if person else "",
    )  # fmt: skip


def _asked(store: Store, word: WordDecision) -> NameLine:
    """A word that was asked about, in the first text that holds it."""
    for hit in store.search(word.word, case_id=word.case_id):
        record = store.any_record(hit.kind, hit.record_id)
        for name, text in _texts(record):
            at = text.casefold().find(word.word.casefold())
            if at >= 0:
                before, after = _around(text, at, word.word)
                title = saying.title(store, record)
                return NameLine(
                    word.id, ASKED, word.word, before, after, title, _field(store, record, name), "", ""
                )  # fmt: skip
    return NameLine(word.id, ASKED, word.word, "", "", "No text holds it any more", "", "", "")


def _field(store: Store, record: Row, name: str) -> str:
    return saying.label(store, record, f"values.{name}" if isinstance(record, RegisterRow) else name)


def _around(text: str, start: int, words: str) -> tuple[str, str]:
    if start < 0:
        return "", ""
    end = start + len(words)
    return text[max(0, start - _AROUND) : start], text[end : end + _AROUND]


def settle(work: Work, /, line: NameLine, how: str, person_id: str = "") -> None:
    """Settle a name: ``code`` for a person, ``keep`` for words that stay. Raises ``UserError`` as ``settle_name``."""
    if line.why == REGISTERED:
        settle_name(work, line.id, how, person_id)
    elif how == "keep":
        naming.is_nobody(work, line.id)
    else:
        naming.is_somebody(work, line.id, person_id)


def register(work: Work, /, line: NameLine, name: str, kind: str, role: str = "") -> None:
    """Enter somebody or some body new and settle the name with it. Raises as ``naming.register``, and ``FieldErrors``
    without a kind."""
    if kind not in naming.kinds():
        raise FieldErrors({"kind": "Choose what they are"})
    case_id = work.get(NameFound if line.why == REGISTERED else WordDecision, line.id).case_id
    made = naming.register(work, case_id, name, kind, role)
    waits = line.why == REGISTERED or work.get(WordDecision, line.id).decision == naming.PARKED
    if made.is_person and waits:
        settle(work, line, "code", made.id)
    elif line.why == REGISTERED:
        settle(work, line, "keep")


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


def _write(work: Work, record: Row, name: str, text: str) -> None:
    if isinstance(record, RegisterRow):
        work.change(record, values=record.values | {name: text})
        return
    saved = work.change(record, **{name: text})
    if isinstance(saved, Note | Material | Meeting):
        entries.follow(work, saved)
