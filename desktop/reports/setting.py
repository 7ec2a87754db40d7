"""Everything a document is made from: the case, its audience, the engine, and the words that are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop import wording
from desktop.casework import board as boards
from desktop.casework import cases, codes
from desktop.casework import cast as casts
from desktop.casework.cast import CasePseudonyms
from desktop.markers import register_values, rows
from desktop.markers.registers import Field, Register, Registers
from desktop.paper.document import Furniture, Letterhead
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, fixed, joined
from storage.records import Agency, Board, Case, Mark, Material, Meeting, Note, Person, PersonKind, RegisterRow
from storage.store import Store


@dataclass
class Setting:
    """One document in the making. ``heard`` are the texts released so far, in order."""

    store: Store
    case: Case
    board: Board
    profile: str
    releaser: Releaser
    book: CasePseudonyms
    registers: Registers
    recipient_id: str = ""
    draft: str = ""
    version: str = ""
    signed: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Agency] = field(default_factory=dict)
    words: dict[str, Released] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    # Words

    def say(self, text: str, where: str = "", *, whole_class: str = "", about: tuple[str, ...] = ()) -> Released:
        """Free text of the case, released to the audience; codes in brackets become that audience's words."""
        if not text:
            return fixed("")
        named = codes.named(text, self.people.values())
        self.heard.append(named)
        return self.releaser.release(named, whole_class=whole_class, about=about, where=where)

    def fill(self, text: str) -> Released:
        """Words of a template with what stands between braces filled in; the rest are our own and stay."""
        parts: list[Released] = []
        rest = text
        while "{" in rest:
            before, _, after = rest.partition("{")
            name, _, rest = after.partition("}")
            parts += [fixed(before), self.words.get(name, fixed(""))]
        return joined([*parts, fixed(rest)])

    def name(self, kind: str, record_id: str) -> Released:
        """What the audience is told of a linked record: a person's name or role, a body, an item by reference."""
        if kind == "Person":
            return self.releaser.name(record_id) if record_id in self.people else fixed("")
        if kind == "Agency":
            return self.releaser.name(record_id) if record_id in self.bodies else fixed("")
        return self._title(kind, record_id)

    def _title(self, kind: str, record_id: str) -> Released:
        if kind == "RegisterRow":
            row = self.store.one(RegisterRow, id=record_id)
            if row is None:
                return fixed("")
            register = self.registers[row.register]
            return self.say(register_values.summary(register, row.values), f"{row.register}.summary")
        record = {"Material": Material, "Note": Note, "Meeting": Meeting}[kind]
        found = self.store.one(record, id=record_id)
        return self.say(found.title, f"{kind}.title") if found else fixed("")

    def value(self, field_: Field, value: Any, where: str = "") -> Released:
        """A kept value of a register in words for the audience."""
        if value in (None, "", []):
            return fixed("")
        kind = field_.kind.value
        target = _TARGETS.get(_MANY.get(kind, kind))
        if target:
            ids = value if isinstance(value, list) else [value]
            return _listed([self.name(target, str(one)) for one in ids])
        said = register_values.shown(field_, value)
        if kind in ("text", "long_text"):
            return self.say(said, where, whole_class=field_.treatment)
        return self.say(said, where) if kind in ("partial_date", "date", "moment") else fixed(said)

    def rows(self, register: Register, where: Mapping[str, Any] | None = None) -> tuple[RegisterRow, ...]:
        """The rows of a register that stand: corrected ones give way to their correction."""
        found = rows.rows(self.store, self.case, register)
        corrected = {row.corrects_id for row in found if row.corrects_id}
        wanted = {key: frozenset(v if isinstance(v, list) else [v]) for key, v in (where or {}).items()}
        return tuple(row for row in found if row.id not in corrected and register_values.matches(row, wanted))

    def marked(self, kind: str, record_id: str) -> tuple[Mark, ...]:
        """The marks on a record."""
        return self.store.find(Mark, record_kind=kind, record_id=record_id)

    def furniture(self, title: str) -> Furniture:
        """Head and foot of every page."""
        note = fixed(self.draft) if self.draft else None
        if self.profile == "publication" and not self.draft:
            note = fixed("For publication")
        return Furniture(
            marking=fixed("" if self.profile == "publication" else self.board.marking),
            reference=fixed(self.case.reference),
            version=fixed(self.version or wording.uk_date(self.store.circumstances.today())),
            as_at=fixed(f"As at {wording.uk_date(self.store.circumstances.today())}"),
            board=self.words["board"],
            short_title=fixed(title),
            note=note,
        )

    def letterhead(self) -> Letterhead:
        """The board's own letterhead."""
        picture = self.store.blob(self.board.letterhead_blob) if self.board.letterhead_blob else b""
        contact = [one for one in (self.board.mailbox, self.board.phone) if one]
        return Letterhead(
            board=self.words["board"],
            address=tuple(self.say(line.strip()) for line in self.board.address.split(",") if line.strip()),
            contact=tuple(self.say(one) for one in contact),
            picture=picture,
            alt=fixed(self.board.letterhead_alt or "The board's emblem") if picture else None,
        )


_MANY = {"people": "person", "agencies": "agency", "materials": "material", "meetings": "meeting", "notes": "note"}
_TARGETS = {
    "person": "Person",
    "agency": "Agency",
    "material": "Material",
    "meeting": "Meeting",
    "note": "Note",
    "record_link": "RegisterRow",
    "records_link": "RegisterRow",
}


def _listed(parts: list[Released]) -> Released:
    told = [part for part in parts if part]
    if len(told) < 2:
        return told[0] if told else fixed("")
    return joined((joined(told[:-1], ", "), told[-1]), " and ")


def setting(store: Store, case: Case, profile: str, *, recipient_id: str = "", **more: Any) -> Setting:
    """Open the setting of one document; ``more`` goes to the engine (scope, order) or names draft and version."""
    own = {name: more.pop(name) for name in ("draft", "version", "signed") if name in more}
    book = CasePseudonyms(store, case.id)
    releaser = casts.releaser(store, case, profile, book, recipient=recipient_id, **more)
    made = Setting(
        store=store,
        case=case,
        board=boards.board(store),
        profile=profile,
        releaser=releaser,
        book=book,
        registers=rows.registers_of(case),
        recipient_id=recipient_id,
        people={person.id: person for person in store.find(Person, case_id=case.id, deleted=None)},
        bodies={body.id: body for body in boards.bodies(store, case.id)},
        **own,
    )
    made.words = _words(made)
    return made


def _words(made: Setting) -> dict[str, Released]:
    children = [made.name("Person", child.id) for child in cases.children(made.store, made.case.id)]
    chair = next(
        (p for p in made.people.values() if p.kind is PersonKind.OFFICE_HOLDER and "chair" in p.role.lower()), None
    )
    recipient = made.recipient_id
    kind = "Person" if recipient in made.people else "Agency"
    return {
        "board": made.name("Agency", made.board.body_id) or fixed("The board"),
        "review": fixed(made.case.code_name),
        "reference": fixed(made.case.reference),
        "today": fixed(wording.uk_date(made.store.circumstances.today())),
        "recipient": made.name(kind, recipient) if recipient else fixed(""),
        "children": _listed(children),
        "chair": made.name("Person", chair.id) if chair else fixed("the independent chair"),
        "purpose": _purpose(made),
        "marking": fixed(made.board.marking),
    }


def _purpose(made: Setting) -> Released:
    """The purpose statement, word for word the same in every document that carries it."""
    if "purpose_statement" not in made.registers:
        return fixed("")
    found = made.rows(made.registers["purpose_statement"])
    field_ = next((f for f in made.registers["purpose_statement"].fields if f.kind.value == "long_text"), None)
    return made.say(str(found[-1].values.get(field_.id, "")), "purpose") if found and field_ else fixed("")
