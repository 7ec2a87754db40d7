"""What an event pack holds: the people of the case as codes, the bodies by their type, the texts of one event coded.

Names, other forms, numbers, addresses, dates of birth, remarks and files are absent; in texts each name becomes its
person's code in brackets and whatever else the event's profile withholds its box. The whole content is read again by
the leak gate before there is a file (DESIGN section 2, principles 2 and 3).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from desktop.casework import cast as casts
from desktop.casework import codes
from desktop.casework.marks import ByText
from desktop.casework.quoted import Passages, under_marks
from desktop.errors import UserError
from desktop.exchange.contents import PackOrder, Sent
from desktop.markers import register_values
from desktop.markers import rows as registers
from desktop.redaction import leak_gate
from desktop.redaction.profiles import Profile, edited
from desktop.redaction.release import Releaser
from desktop.redaction.secrets_of import SecretSet
from storage import records as kinds
from storage import travelling
from storage.records import Row
from storage.records.base import KEEPING
from storage.store import Store

PROFILE = "event"
_NAMES = ("child_name", "sibling_name", "parent_name", "wider_family_name", "other_adult_name", "professional_name",
          "office_name", "third_party")  # fmt: skip
_BODIES = ("agency_name", "unit_name", "school", "health_place", "place", "area_authority")
CHOSEN: tuple[type[Row], ...] = (kinds.Note, kinds.Meeting, kinds.RegisterRow)
"""The kinds that can be chosen for an event: no other has a coded form."""
_TYPED = frozenset({"str", "tuple[str, ...]", "dict[str, Any]"})
"""Types of fields in which words of a person can stand: each of them is coded, whatever it is called."""


class Codes:
    """What a coded pack calls everyone: their code, kept nowhere and drawn by nobody."""

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given

    def given(self, subject_id: str, _profile_id: str) -> str | None:
        """The code of a person, or the words for a body."""
        return self._given.get(subject_id)

    def keep(self, subject_id: str, _profile_id: str, words: str) -> None:
        """Somebody without a code keeps what was drawn while this pack is made."""
        self._given[subject_id] = words


def coded_profile(profile: Profile) -> Profile:
    """The event's profile with every name as a code: on a screen that others can see, a role is not enough."""
    changes = dict.fromkeys((*_NAMES, *_BODIES), "P")
    return edited(profile, new_id=f"{PROFILE}-pack", title="Event pack", changes=changes)


class Coder:
    """Codes the texts of one case."""

    def __init__(self, store: Store, case: kinds.Case) -> None:
        self.people = store.find(kinds.Person, case_id=case.id)
        given = {one.id: one.code for one in self.people}
        given |= {one.id: name_of_body(one) for one in store.find(kinds.Agency, case_id=["", case.id])}
        self.cast = casts.cast_of(store, case.id)
        self._marks = ByText(store, case.id, *(kind.__name__ for kind in CHOSEN))
        self.profile = coded_profile(casts.profile(store, PROFILE))
        self.releaser = Releaser(
            self.cast, self.profile, pseudonyms=Codes(given), circumstances=store.circumstances,
            decisions=casts.decisions(store, case.id), quoted=Passages(store, case.id).in_words,
        )  # fmt: skip
        self._under = under_marks(store, case.id, self.releaser.audience)

    def text(self, words: str, where: str) -> str:
        """The words with codes in brackets for names, and boxes for what an event does not get."""
        if not words.strip():
            return words
        hidden = codes.named(words, self.people)
        marked = self._marks.on(words, hidden)
        return codes.wrap(self.releaser.release(hidden, marks=marked, where=where).text, self.people)

    def value(self, value: Any, where: str) -> Any:
        """A value of a register row, however deep, with its texts coded; ids and dates stay."""
        if isinstance(value, str):
            return value if _is_plain(value) else self.text(value, where)
        if isinstance(value, list):
            return [self.value(one, where) for one in value]
        if isinstance(value, dict):
            return {name: self.value(one, where) for name, one in value.items()}
        return value

    def require_clean(self, sent: list[Sent]) -> None:
        """Read everything that goes out once more. Raises ``UserError`` when anything registered is in it, or when
        somebody must first decide about a word that looks like a name."""
        if self.releaser.to_decide or self.releaser.suggestions:
            raise UserError(
                "Words in the texts for this event look like names that nobody has registered. Nothing was written.",
                "Register each, or decide that it is no name. Then make the pack again.",
                code="suggestions",
            )
        text = "\n".join(str(value) for one in sent for value in one.values.values() if isinstance(value, str))
        secrets = SecretSet.from_cast(self.cast, self.profile, withheld=self._under)
        if leak_gate.check(text.encode(), "text", secrets):
            raise UserError(
                "The pack would have held a registered name or number, so nothing was written.",
                "Check the codes and roles of people: no code may be or hold somebody's name.",
                code="leak",
            )


def _is_plain(value: str) -> bool:
    """Ids, hashes, dates and numbers: no text of a person."""
    return bool(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|[0-9.:TZ+/-]*", value))


def name_of_body(body: kinds.Agency) -> str:
    """What a coded pack calls a body: the words for its type, or its short code."""
    return body.type_words or body.short_code or "a body"


def event(store: Store, order: PackOrder) -> tuple[list[Sent], Coder]:
    """Everything that an event pack holds, coded, and the coder that knows what is still to be decided."""
    case = store.get(kinds.Case, order.case_id)
    coder = Coder(store, case)
    sent = [_case(case, coder), _board(store), *_bodies(store, case.id), *(_person(one, coder) for one in coder.people)]
    chosen = [*order.records, *((("RegisterRow", order.event_id),) if order.event_id else ())]
    sent += [_chosen(store, case, coder, kind, record_id) for kind, record_id in dict.fromkeys(chosen)]
    coder.require_clean(sent)
    return sent, coder


def _reduced(record: Row, **shown: Any) -> Sent:
    """A record of which only ``shown`` goes out, with what it held where that differs."""
    own = travelling.values_of(record)
    kept = {name: own[name] for name in ("id", "case_id", "revision", "deleted")}
    values = {**travelling.empty(type(record)), **kept, **_columns(record, shown)}
    said = {name: own[name] for name in own if name not in travelling.SILENT and own[name] != values[name]}
    return Sent(type(record), values, said)


def _columns(record: Row, shown: dict[str, Any]) -> dict[str, Any]:
    bare = type(record)(**shown)
    made = travelling.values_of(bare)
    return {name: made[name] for name in shown}


def _case(case: kinds.Case, _coder: Coder) -> Sent:
    names = ("code_name", "reference", "stage", "terminology", "framework", "hold")
    return _reduced(case, **{name: getattr(case, name) for name in names})


def _board(store: Store) -> Sent:
    board = store.one(kinds.Board) or kinds.Board(id=store.circumstances.new_id())
    names = ("nation", "terminology", "framework", "marking", "two_people", "idle_minutes")
    return _reduced(board, name="The board", short_name="LSCB", **{name: getattr(board, name) for name in names})


def _bodies(store: Store, case_id: str) -> Iterator[Sent]:
    for body in store.find(kinds.Agency, case_id=["", case_id]):
        shown = name_of_body(body)
        yield _reduced(body, name=shown, kind=body.kind, type_words=body.type_words, short_code=body.short_code)


def _person(person: kinds.Person, coder: Coder) -> Sent:
    return _reduced(
        person,
        name=person.code,
        code=person.code,
        kind=person.kind,
        role=codes.unwrap(coder.text(person.role, f"Person:{person.id}:role")),
        agency_id=person.agency_id,
        # So that a conversation with somebody who is not cleared says so before it starts.
        witness_status=person.witness_status,
    )


def _chosen(store: Store, case: kinds.Case, coder: Coder, kind: str, record_id: str) -> Sent:
    chosen: type[Row] | None = next((one for one in CHOSEN if one.__name__ == kind), None)
    record: Row | None = store.one(chosen, id=record_id) if chosen else None
    if record is None or record.case_id != case.id:
        raise UserError(
            "An event pack carries notes, meetings and rows of registers of its own case only.",
            "Files stay with the board: they are not coded. Choose something else.",
            code="not-for-events",
        )
    if isinstance(record, kinds.RegisterRow):
        return _row(case, coder, record)
    own = travelling.values_of(record)
    texts = {name: _coded(own[name], coder, f"{kind}:{record.id}:{name}") for name in typed_fields(type(record))}
    return Sent(type(record), own | texts, {name: own[name] for name, text in texts.items() if text != own[name]})


def typed_fields(kind: type[Row]) -> tuple[str, ...]:
    """The fields of a kind in which words of a person can stand."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.type in _TYPED and f.name not in KEEPING)


def _coded(value: str, coder: Coder, where: str) -> str:
    """A column's value with its texts coded; a list or table of texts stays one."""
    if value[:1] in "[{":
        with contextlib.suppress(json.JSONDecodeError):
            return json.dumps(coder.value(json.loads(value), where), ensure_ascii=False, separators=(",", ":"))
    return str(coder.value(value, where))


def _row(case: kinds.Case, coder: Coder, row: kinds.RegisterRow) -> Sent:
    values = {name: coder.value(value, f"RegisterRow:{row.id}:{name}") for name, value in row.values.items()}
    own = travelling.values_of(row)
    text = register_values.search_text(registers.registers_of(case)[row.register], values)
    kept = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    coded = own | {"values": kept, "text": text}
    return Sent(type(row), coded, {name: own[name] for name in ("values", "text") if coded[name] != own[name]})
