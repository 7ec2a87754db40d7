"""The desk at which the demonstration is worked: one session at a time, a clock of the story, things found by key.

Every change goes through ``Session.do`` and the services that a user's pages call.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from desktop import session as sessions
from desktop.casework import entries as making
from desktop.casework import material, notes
from desktop.demonstration import (
    ADMINISTRATOR_PASSPHRASE,
    EVENT_PASSPHRASE,
    FORMER_PASSPHRASE,
    LAPTOP_PASSPHRASE,
    PASSPHRASE,
    mails,
    papers,
)
from desktop.demonstration.items import Item
from desktop.disclosure import entries
from desktop.isolation import Worker as Child
from desktop.session import Session
from storage.circumstances import FixedCircumstances
from storage.keys import Argon
from storage.records import (
    Agency,
    Answer,
    Case,
    IndexEntry,
    Material,
    Meeting,
    Note,
    NoteKind,
    OwnerPosition,
    Person,
    Relation,
    SensitivityClaim,
)
from storage.store import Store, Work

P = ParamSpec("P")
T = TypeVar("T")
PLACE = "Business unit, secure store; by appointment with the single point of contact"
PASSPHRASES = {
    "B1": FORMER_PASSPHRASE, "B2": PASSPHRASE, "B4": ADMINISTRATOR_PASSPHRASE, "R1": LAPTOP_PASSPHRASE,
    "E": EVENT_PASSPHRASE,
}  # fmt: skip
"""Of each who sits at a desk: two managers, the administrator, the lead reviewer at his laptop and at the event."""
_KINDS: dict[str, type[Material] | type[Note] | type[Meeting]] = {
    "Material": Material,
    "Note": Note,
    "Meeting": Meeting,
}
_PERSON = re.compile(r"\{([A-Z]\d+)\}")


@dataclass(frozen=True)
class Seen:
    """What a step of the script showed: facts that tests compare with the script."""

    step: str
    facts: dict[str, Any]


@dataclass
class Desk:
    """Where the steps work. ``moment`` is the clock; ``people``, ``bodies`` and ``records`` find ids by key; ``laptop``
    is where the lead reviewer keeps packs."""

    vault: Path
    laptop: Path
    exports: Path
    today: date
    argon: Argon
    clock: FixedCircumstances
    child: Child
    who: str = "B1"
    current: Session | None = None
    people: dict[tuple[str, str], str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    records: dict[str, tuple[str, str]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    log: list[Seen] = field(default_factory=list)

    # --- time and people at the keyboard --------------------------------------------------------------------------

    def set_clock(self, moment: datetime) -> None:
        """Move the clock on; a story does not go back."""
        if moment < self.clock.moment:
            raise ValueError("A step is set before the one that went before it")
        self.clock.moment = moment

    def later(self, minutes: int) -> None:
        """Let some minutes pass."""
        self.clock.moment += timedelta(minutes=minutes)

    @property
    def day(self) -> date:
        """The day of the story."""
        return self.clock.today()

    @property
    def session(self) -> Session:
        """The open session."""
        if self.current is None:
            raise RuntimeError("Nobody is at the desk yet")
        return self.current

    def work_as(self, who: str) -> None:
        """Change who sits at the desk: lock, and unlock with that person's passphrase, packs on the laptop."""
        if who != self.who or self.current is None:
            self.close()
            self.current = sessions.unlock(self.place_of(who), PASSPHRASES[who], circumstances=self.clock)
            self.who = who

    def place_of(self, who: str) -> Path:
        """The vault at which somebody works: the board's, the working pack or the event pack."""
        packs = {"R1": "working.caseward", "E": "event.caseward"}
        return self.laptop / packs[who] if who in packs else self.vault

    def close(self) -> None:
        """Lock the vault."""
        if self.current is not None:
            self.current.close()
            self.current = None

    def do(self, name: str, service: Callable[Concatenate[Work, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """One operation by whoever sits here."""
        return self.session.do(name, service, *args, **kwargs)

    def look(self, service: Callable[Concatenate[Store, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """One reading."""
        return self.session.look(service, *args, **kwargs)

    # --- finding things -------------------------------------------------------------------------------------------

    def case(self, name: str) -> Case:
        """A case by code name."""
        return self.look(lambda store: store.get(Case, self.cases[name]))

    def person(self, case: Case, key: str) -> Person:
        """A person of the script's cast, as registered in a case."""
        return self.look(lambda store: store.get(Person, self.people[case.code_name, key]))

    def body(self, key: str) -> Agency:
        """A body by its short code."""
        return self.look(lambda store: store.get(Agency, self.bodies[key]))

    def record(self, key: str) -> Material | Note | Meeting:
        """The record of an item."""
        kind, record_id = self.records[key]
        return self.look(lambda store: store.get(_KINDS[kind], record_id))

    def material(self, key: str) -> Material:
        """The file or thing of an item."""
        record_id = self.records[key][1]
        return self.look(lambda store: store.get(Material, record_id))

    def entry(self, key: str) -> IndexEntry:
        """The index entry of an item, as it stands."""
        kind, record_id = self.records[key]
        found = self.look(lambda store: store.one(IndexEntry, record_kind=kind, record_id=record_id))
        if found is None:
            raise LookupError(key)
        return found

    def coded(self, case: Case, text: str) -> str:
        """``{P1}`` as the code of that person in brackets, as a person types it."""
        return _PERSON.sub(lambda found: f"[{self.person(case, found[1]).code}]", text)

    # --- bringing things in ---------------------------------------------------------------------------------------

    def bring(self, case: Case, items: dict[str, Item], *keys: str) -> None:
        """Bring items in: a file with its attachments, a note, a meeting or a thing."""
        ways = {
            "file": self._file, "note": self._note, "meeting": self._meeting, "thing": self._thing, "row": self._row,
        }  # fmt: skip
        ways["administration"] = self._administration
        for key in keys:
            ways[items[key].how](case, items, items[key])

    def _file(self, case: Case, items: dict[str, Item], item: Item) -> None:
        data = self.file_of(items, item)
        fields = self._fields(case, item)
        result = material.add_file(self.session, case.id, item.file, data, worker=self.child, **fields)
        if result.problem or result.item is None:
            raise RuntimeError(f"{item.key} was not kept: {result.problem}")
        self.records[item.key] = ("Material", result.item.id)
        inner = _inside(items, item)
        if len(inner) != len(result.attachments):
            raise RuntimeError(f"{item.key} has {len(result.attachments)} attachments, not {len(inner)}")
        for part, kept in zip(inner, result.attachments, strict=True):
            self.do("Save an item", material.save, kept, **part.material_fields, doc_date=part.on(self.today))
            self.records[part.key] = ("Material", kept.id)
        if item.typed:
            self.do("Type the words of a scan", material.type_text, result.item, item.typed)

    def file_of(self, items: dict[str, Item], item: Item) -> bytes:
        """The bytes of an item's file."""
        if item.suffix == "eml":
            return mails.message(item, items, self._paper, self.today).as_bytes()
        return self._paper(item)

    def _paper(self, item: Item) -> bytes:
        first = item.on(self.today).first_day or self.day
        return papers.make(item, datetime(first.year, first.month, first.day, 9, tzinfo=UTC))

    def _fields(self, case: Case, item: Item) -> dict[str, Any]:
        fields = item.material_fields | {
            "doc_date": item.on(self.today),
            "received_on": item.received_on(self.today) or self.day,
        }
        if item.from_body:
            fields["from_agency_id"] = self.bodies[item.from_body]
        if item.from_person:
            fields["from_person_id"] = self.people[case.code_name, item.from_person]
        if item.parent and self.records[item.parent][0] == "Material":
            fields["parent_id"] = self.records[item.parent][1]
        return fields

    def _note(self, case: Case, _items: dict[str, Item], item: Item) -> None:
        fields: dict[str, Any] = {
            "title": item.title,
            "on": item.on(self.today),
            "author_id": self.people[case.code_name, item.by],
            "author_role": item.author,
            "mode": item.mode,
            "place": item.place,
            "present": item.present,
            "pages": item.pages,
            "told": item.told,
            "told_version": item.told_version,
        }
        speakers = tuple(self.people[case.code_name, one] for one in item.speakers)
        if item.note == "correction":
            original = self.look(lambda store: store.get(Note, self.records[item.parent][1]))
            fields.pop("author_role")
            note, _ = self.do("Correct an account", notes.correct, original, item.body, **fields)
        elif item.note == "never_made":
            fields |= {"speaker_ids": speakers}
            note, _ = self.do("Declare that no note was made", notes.declare_never_made, case.id, item.body, **fields)
        else:
            parent = self.records[item.parent][1] if item.parent else ""
            fields |= {"speaker_ids": speakers, "parent_id": parent, "text": item.body}
            note, _ = self.do("Write a note", notes.write, case.id, NoteKind(item.note), **fields)
        if item.freeze:
            self.do("Save as an account", notes.freeze, note)
        self.records[item.key] = ("Note", note.id)

    def _meeting(self, case: Case, _items: dict[str, Item], item: Item) -> None:
        fields = {"title": item.title, "on": item.on(self.today), "place": item.place, "attended": item.attended}
        meeting, _ = self.do("Write minutes", notes.minute, case.id, kind="Sub-group", minutes=item.body, **fields)
        self.do("Circulate minutes", notes.circulate, meeting)
        self.records[item.key] = ("Meeting", meeting.id)

    def _thing(self, case: Case, _items: dict[str, Item], item: Item) -> None:
        fields = self._fields(case, item)
        kind, title = fields.pop("kind"), fields.pop("title")
        kept, _ = self.do("Keep a thing", material.add_thing, case.id, kind, title, **fields)
        self.records[item.key] = ("Material", kept.id)

    def _row(self, _case: Case, _items: dict[str, Item], item: Item) -> None:
        """A row of a register, or a note of the event: it is there already, under the key of the item."""
        if item.key not in self.records:
            raise LookupError(item.key)

    def _administration(self, case: Case, _items: dict[str, Item], item: Item) -> None:
        entry = self.do("Keep registers", making.block_for_registers, case.id)
        self.records[item.key] = (entry.record_kind, entry.record_id)

    # --- deciding about entries -----------------------------------------------------------------------------------

    def decide(self, case: Case, items: dict[str, Item], *keys: str, by: str = "", **instead: Any) -> None:
        """Describe items, say whose they are, decide about sensitivity, accept them or leave them out.

        ``instead`` are first tries that differ from the data: ``description``, ``claim``, or ``owner`` empty.
        """
        for key in keys:
            for item in (items[key], *_inside(items, items[key])):
                if item.undecided:
                    continue
                self._decide(case, item, by or self.who, instead)

    def _decide(self, case: Case, item: Item, by: str, instead: dict[str, Any]) -> None:
        entry = self.entry(item.key)
        if item.leave_out:
            self.do("Leave an item out", entries.leave_out, entry, item.leave_out, by=by)
            return
        words = self.coded(case, instead.get("description", item.description))
        owner = instead.get("owner", item.owner or item.from_body or "BOARD")
        claim = SensitivityClaim(instead.get("claim", item.claim))
        fields = self._plain_fields(case, item, entry)
        owner_id, position = self.bodies.get(owner, ""), self._position(item, owner)
        said_by = by if owner == "BOARD" else "Owner's covering note"

        def settle(work: Work) -> IndexEntry:
            now = entries.describe(work, entry, words, **fields)
            if owner_id:
                now = entries.set_owner(work, now, owner_id, by=by)
            now = _claim(work, now, claim, item, by)
            now = entries.accept(work, now, by=by)
            return _confirm(work, now, position, said_by) if owner_id else now

        self.do("Decide about an item", settle)

    def describe(self, case: Case, item: Item, text: str) -> IndexEntry:
        """Write the external description and the plain fields of an entry."""
        entry = self.entry(item.key)
        fields = self._plain_fields(case, item, entry)
        return self.do("Describe an item", entries.describe, entry, self.coded(case, text), **fields)

    def _plain_fields(self, case: Case, item: Item, entry: IndexEntry) -> dict[str, Any]:
        fields = item.entry_fields | {"location": item.location or PLACE}
        if not entry.author_agency_id and not item.from_person:
            fields["author_agency_id"] = self.bodies.get(item.from_body, self.bodies["BOARD"])
        if entry.police_hold is Answer.UNKNOWN and not item.from_body:
            fields["police_hold"] = Answer.NO
        if not (item.copy or item.from_body or item.from_person):
            # What the board made itself is the original.
            fields["is_copy"] = Answer.NO
        if item.speakers:
            fields["speaker_ids"] = tuple(self.people[case.code_name, one] for one in item.speakers)
            first = self.person(case, item.speakers[0])
            fields |= {"witness_status": first.witness_status, "statement_before": first.statement_taken}
        if item.parent and not entry.parent_id:
            fields |= {"parent_id": self.entry(item.parent).id, "relation": Relation(item.relation)}
        fields["mentioned_ids"] = tuple(self.people[case.code_name, one] for one in item.about)
        if item.kind and item.how == "note":
            fields["kind"] = item.material_fields["kind"]
        return fields

    def confirm(self, key: str, position: OwnerPosition, *, by: str, reason: str = "") -> None:
        """Record that an owner owns an item and what it says about inspection, as at today."""
        self.do("Confirm the owner", _confirm, self.entry(key), position, by, reason)

    def _position(self, item: Item, owner: str) -> OwnerPosition:
        if item.how == "note" or owner in ("POLICE", "GP"):
            return OwnerPosition.INSPECTION_ONLY
        return OwnerPosition.REDACTED_COPY if owner == "FCS" else OwnerPosition.NO_OBJECTION


def _claim(work: Work, entry: IndexEntry, claim: SensitivityClaim, item: Item, by: str) -> IndexEntry:
    """Decide about sensitivity as the data says, or as ``claim`` says for now."""
    reason = item.claim_reason if claim is SensitivityClaim.CLAIMED else ""
    more = {"privilege": item.decided_privilege, "who_may_view": item.who_may_view}
    return entries.claim(work, entry, claim, reason=reason, by=by, **more)  # type: ignore[arg-type]


def _confirm(work: Work, entry: IndexEntry, position: OwnerPosition, by: str, reason: str = "") -> IndexEntry:
    today = work.circumstances.today()
    confirmed = entries.confirm_owner(work, entry, by, today)
    return entries.set_position(work, confirmed, position, today, reason=reason, by=by)


def _inside(items: dict[str, Item], item: Item) -> list[Item]:
    """The attachments of an item in the order in which they are kept."""
    found: list[Item] = []
    for key in item.attachments:
        found += [items[key], *_inside(items, items[key])]
    return found
