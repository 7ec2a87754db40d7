"""Merging what a pack brings back into the open unit of work: rows, blobs, index entries, differences, names.

Here: the whole return as one piece of work. The rule for one record is in ``merge``, what a file is allowed to do in
``returning``.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desktop.casework import entries, marks, people
from desktop.casework.naming import PARKED
from desktop.exchange import contents, names, packs
from desktop.exchange.contents import EVENT
from desktop.exchange.journey import Journey, State, key_of
from desktop.exchange.merge import DELETED, FOLLOWED, QUIET, Clash, Outcome, three_way
from desktop.markers import register_values
from desktop.markers import rows as registers
from storage import travelling
from storage.records import (
    Case,
    Draft,
    IndexEntry,
    Mark,
    Material,
    Meeting,
    MergeDecision,
    Note,
    Pack,
    Person,
    RegisterRow,
    Row,
    WordDecision,
)
from storage.store import Store, Work
from storage.travelling import Base, Key, Values

TWINS: dict[str, tuple[str, ...]] = {
    "StageState": ("pass_id", "marker", "stage"),
    "WordDecision": ("word", "place", "decision"),
}
"""Records of which one is enough: made on both sides, the board's stays. ``Pseudonym`` does not come back at all."""
_SILENT_TEXT = frozenset({"text", "minutes", "attended", "apologies", "present", "place", "started", "mode", "values"})
"""Fields that an index entry does not follow: a change of these alone leaves the entry as it is."""


@dataclass
class Merged:
    """What a merge did: ids of new and changed records, how many differences and names wait, drafts that came in."""

    new: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)
    conflicts: int = 0
    names: int = 0
    drafts: int = 0
    digests: dict[Key, str] = field(default_factory=dict)


@dataclass
class _Found:
    """A record of theirs that is not as the pack last held it."""

    kind: type[Row]
    theirs: Values
    state: State | None
    ours: Values | None
    outcome: Outcome = field(default_factory=lambda: Outcome({}))


class Merger:
    """One return of one pack."""

    def __init__(self, work: Work, theirs: Store, pack: Pack, journey: Journey, generation: int) -> None:
        self.work, self.theirs, self.pack = work, theirs, pack
        self.journey, self.generation = journey, generation
        self.case = work.get(Case, pack.case_id)
        self.merged = Merged()

    def run(self) -> Merged:
        """Do all of it; gives what came of it."""
        found = self._found()
        renamed = self._renamed(found)
        said_here = _renaming(renamed)
        for one in found:
            state = one.state
            sent, held = (state.sent, state.sent | state.held) if state else (None, {})
            one.outcome = three_way(one.kind, sent, held, one.theirs, one.ours, said_here)
            if one.kind is Person and one.outcome.new:
                given = {name: renamed.get(one.theirs[name], one.theirs[name]) for name in ("code", "name")}
                one.outcome = Outcome(one.outcome.fields | given, new=True)
        self._ask_about_quoted(found)
        self._save(found)
        self._place_marks(found)
        self._keep_entries(found)
        self._keep_clashes(found)
        self._keep_bases(found)
        if self.pack.kind == EVENT:
            self._bring_drafts()
            self.merged.names = names.look_through(self.work, self.pack, [*self.merged.new, *self.merged.changed])
        parked = [one for one in found if one.kind is WordDecision and one.outcome.new]
        self.merged.names += sum(one.theirs["decision"] == PARKED for one in parked)
        return self.merged

    # What changed out there

    def _found(self) -> list[_Found]:
        found: list[_Found] = []
        for kind, case_ids in contents.lent(self.case.id):
            name = kind.__name__
            known = self.journey.latest(travelling.base_digests(self.work, self.pack.id, name))
            digests, rows = travelling.unlike(self.theirs, kind, case_ids, known)
            self.merged.digests |= {(name, record_id): digest for record_id, digest in digests.items()}
            bases = travelling.bases(self.work, self.pack.id, name, rows)
            ours = travelling.some(self.work, kind, rows)
            for record_id, values in rows.items():
                state = self.journey.state(kind, bases.get(record_id, ()))
                if record_id in ours or not self._has_twin(kind, values):
                    found.append(_Found(kind, values, state, ours.get(record_id)))
        return found

    def _has_twin(self, kind: type[Row], values: Values) -> bool:
        fields = TWINS.get(kind.__name__)
        if not fields:
            return False
        record = travelling.record_of(kind, values)
        same = {name: getattr(record, name) for name in fields}
        return self.work.one(kind, case_id=record.case_id, **same) is not None

    def _renamed(self, found: list[_Found]) -> dict[str, str]:
        """Codes of theirs that are others today: those that both sides drew, and those that were changed here."""
        renamed: dict[str, str] = {}
        taken = {one.code.casefold() for one in self.work.find(Person, case_id=self.case.id, deleted=None)}
        for one in found:
            if one.kind is Person and one.ours is None and one.theirs["code"].casefold() in taken:
                person: Any = travelling.record_of(Person, one.theirs)
                renamed[person.code] = people.draw_code(self.work, self.case.id, person.role, person.kind)
        mine = {one.id: one.code for one in self.work.find(Person, case_id=self.case.id, deleted=None)}
        for values in travelling.rows(self.theirs, Person, [self.case.id]):
            here = mine.get(values["id"])
            if here is not None and here != values["code"] and self._code_unchanged(values):
                renamed[values["code"]] = here
        return renamed

    def _code_unchanged(self, values: Values) -> bool:
        bases = travelling.bases(self.work, self.pack.id, "Person", [values["id"]])
        state = self.journey.state(Person, bases.get(values["id"], ()))
        return state is not None and state.sent.get("code") == values["code"]

    # Somebody put aside on one side and quoted on the other

    def _ask_about_quoted(self, found: list[_Found]) -> None:
        gone_here = self._gone_here()
        for one in found:
            used = one.outcome.fields
            for person_id, code in gone_here.items() if used else ():
                if one.kind is not Person and _mentions(used, person_id, code):
                    self._clash_person(found, person_id, "quoted_there")
        for one in found:
            if one.kind is Person and one.outcome.fields.get(DELETED) and not one.outcome.new:
                code = one.theirs["code"]
                if self._quoted_here(one.theirs["id"], code):
                    clash = Clash(DELETED, "quoted_here", 0, one.theirs[DELETED], 0)
                    rest = {name: value for name, value in one.outcome.fields.items() if name != DELETED}
                    one.outcome = Outcome(rest, (*one.outcome.clashes, clash))

    def _gone_here(self) -> dict[str, str]:
        """People whom the board put aside while the pack still has them."""
        there = {one.id for one in self.theirs.find(Person, case_id=self.case.id)}
        gone = self.work.find(Person, case_id=self.case.id, deleted=True)
        return {one.id: one.code for one in gone if one.id in there}

    def _clash_person(self, found: list[_Found], person_id: str, why: str) -> None:
        clash = Clash(DELETED, why, 0, 0, 1)
        one = next((each for each in found if each.kind is Person and each.theirs["id"] == person_id), None)
        if one is None:
            theirs = travelling.some(self.theirs, Person, [person_id])[person_id]
            ours = travelling.some(self.work, Person, [person_id])[person_id]
            bases = travelling.bases(self.work, self.pack.id, "Person", [person_id]).get(person_id, ())
            one = _Found(Person, theirs, self.journey.state(Person, bases), ours)
            found.append(one)
        if not any(each.name == DELETED for each in one.outcome.clashes):
            one.outcome = dataclasses.replace(one.outcome, clashes=(*one.outcome.clashes, clash))

    def _quoted_here(self, person_id: str, code: str) -> bool:
        for kind, case_ids in contents.lent(self.case.id):
            if kind is Person:
                continue
            held = travelling.base_digests(self.work, self.pack.id, kind.__name__)
            known = {(record_id, digest) for record_id, _, digest in held}
            for values in travelling.rows(self.work, kind, case_ids):
                if _mentions(values, person_id, code) and (values["id"], travelling.digest(values)) not in known:
                    return True
        return False

    # Writing

    def _save(self, found: list[_Found]) -> None:
        pairs: list[tuple[Row | None, Row]] = []
        now = self.work.circumstances.now()
        for one in found:
            if one.outcome.new and one.kind is not IndexEntry:
                pairs.append((None, travelling.record_of(one.kind, self._made_whole(one.kind, one.outcome.fields))))
                self.merged.new.append(key_of(one.kind, one.theirs))
            elif one.outcome.fields and one.ours is not None:
                before = travelling.record_of(one.kind, one.ours)
                wanted = self._made_whole(one.kind, one.ours | one.outcome.fields)
                after = dataclasses.replace(
                    travelling.record_of(one.kind, wanted),
                    revision=before.revision + 1, updated_at=now, updated_by=one.theirs["updated_by"],
                )  # fmt: skip
                pairs.append((before, after))
                self.merged.changed.append(key_of(one.kind, one.theirs))
        travelling.copy_blobs(
            self.theirs, self.work,
            [getattr(after, name) for _, after in pairs for name in travelling.blob_ids(type(after))],
        )  # fmt: skip
        travelling.save(self.work, pairs)

    def _place_marks(self, found: list[_Found]) -> None:
        """A mark that came back lies on its words as the text is here, whosever text stands."""
        for one in found:
            if one.kind is Mark and (one.outcome.new or QUIET[Mark] & set(one.outcome.fields)):
                theirs: Any = travelling.record_of(Mark, one.theirs)
                row = self.work.get(Mark, theirs.id)
                marks.place_again(self.work, row, theirs, marks.text_under(self.theirs, theirs))

    def _made_whole(self, kind: type[Row], values: Values) -> Values:
        """The words that are searched of a register row are made from its values."""
        if kind is RegisterRow and values["register"] in registers.registers_of(self.case):
            register = registers.registers_of(self.case)[values["register"]]
            return values | {"text": register_values.search_text(register, json.loads(values["values"]))}
        return values

    def _keep_entries(self, found: list[_Found]) -> None:
        """Each new record gets its entry, under the id it had out there and a reference of the board's own; entries of
        changed records are brought into step."""
        theirs = {one.theirs["record_id"]: one.theirs for one in found if one.kind is IndexEntry and one.ours is None}
        changed: dict[Key, set[str]] = {key_of(one.kind, one.theirs): set(one.outcome.fields) for one in found}
        for name, record_id in (*self.merged.new, *self.merged.changed):
            kind = next((one for one in (Material, Note, Meeting, RegisterRow) if one.__name__ == name), None)
            if kind is None or (kind is RegisterRow and record_id not in theirs and not self._has_entry(record_id)):
                continue
            is_new = (name, record_id) in self.merged.new
            if is_new or not changed[name, record_id] <= _SILENT_TEXT:
                record: Any = self.work.get(kind, record_id)
                self._follow(record, theirs.get(record_id))
        for record_id in theirs.keys() & {self.case.id}:
            entries.block_for_registers(self.work, record_id)

    def _has_entry(self, record_id: str) -> bool:
        return self.work.one(IndexEntry, record_kind="RegisterRow", record_id=record_id) is not None

    def _follow(self, record: Material | Note | Meeting | RegisterRow, theirs: Values | None) -> None:
        if theirs is None or entries.entry_of(self.work, record) is not None:
            entries.follow(self.work, record)
            return
        own: Any = travelling.record_of(IndexEntry, theirs)
        entry = entries.follow(self.work, record, id=own.id)
        left = travelling.SILENT | FOLLOWED[type(record).__name__]
        given = {
            f.name: getattr(own, f.name) for f in dataclasses.fields(IndexEntry)
            if f.name not in left and f.name not in ("working_ref", "number_open", "number_sensitive", "id")
            and not f.name.startswith("suggested_")
        }  # fmt: skip
        self.work.change(entry, **given)

    def _keep_clashes(self, found: list[_Found]) -> None:
        waiting = {
            (one.record_kind, one.record_id, one.field_name): one
            for one in self.work.find(MergeDecision, pack_id=self.pack.id, state="open")
        }
        for one in found:
            for clash in one.outcome.clashes:
                kind, record_id = key_of(one.kind, one.theirs)
                said: dict[str, Any] = {"why": clash.why, "theirs": _kept(clash.theirs), "ours": _kept(clash.ours)}
                said["also"] = clash.also
                earlier = waiting.get((kind, record_id, clash.name))
                if earlier:
                    self.work.change(earlier, **said)
                    continue
                self.merged.conflicts += 1
                place = {"record_kind": kind, "record_id": record_id, "field_name": clash.name}
                said |= {"case_id": self.case.id, "pack_id": self.pack.id, "base": _kept(clash.base)} | place
                self.work.add(MergeDecision(**said))

    def _keep_bases(self, found: list[_Found]) -> None:
        bases: list[Base] = []
        for one in found:
            held = one.state.held if one.state else {}
            bases.append(packs.base_of(one.kind.__name__, one.theirs, held, self.generation))
        travelling.add_base(self.work, self.pack.id, bases)

    def _bring_drafts(self) -> None:
        """What was typed and never saved is offered to the one who takes the pack back."""
        rows = {row["id"]: row for row in travelling.rows(self.theirs, Draft, ["", self.case.id]) if not row[DELETED]}
        for record_id in rows.keys() - travelling.some(self.work, Draft, rows).keys():
            draft: Any = travelling.record_of(Draft, rows[record_id])
            self.work.add(draft)
            self.merged.drafts += 1


def _renaming(renamed: dict[str, str]) -> Callable[[Any], Any]:
    """What puts codes in brackets into today's form."""
    if not renamed:
        return lambda value: value
    pattern = re.compile("|".join(rf"\[{re.escape(old)}\]" for old in renamed))

    def said(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return pattern.sub(lambda match: f"[{renamed[match[0][1:-1]]}]", value)

    return said


def _mentions(values: Values, person_id: str, code: str) -> bool:
    return any(isinstance(value, str) and (person_id in value or f"[{code}]" in value) for value in values.values())


def _kept(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
