"""Everything a document is made from: the case, its audience, the engine, and the words that are filled in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop import wording
from desktop.casework import board as boards
from desktop.casework import cast as casts
from desktop.casework import codes
from desktop.casework.cast import CasePseudonyms
from desktop.casework.marks import span_of
from desktop.disclosure.checks import is_claimed
from desktop.markers import register_values, rows
from desktop.markers.registers import LINK_TARGETS, Field, FieldKind, Register, Registers
from desktop.paper.document import Furniture, Letterhead
from desktop.redaction import marks as spans
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, fixed, joined
from desktop.reports import days
from desktop.reports.setting_words import capital, children_named, listed, words_of
from storage.records import Agency, Board, Case, IndexEntry, Mark, Material, Meeting, Note, Person, RegisterRow
from storage.store import Store

_Titled = type[Material] | type[Note] | type[Meeting]
_TITLED: dict[str, _Titled] = {"Material": Material, "Note": Note, "Meeting": Meeting}
_TITLED_AS = {"Material": "an item", "Note": "a note", "Meeting": "a meeting"}
_PEOPLE = frozenset({FieldKind.PERSON, FieldKind.PEOPLE})


def _called(where: str, marked: tuple[str, str, str] | None, named: str) -> str:
    """The name of a text in lists of places: the field it stands in, or words and a digest, so that what was decided
    about a place falls when the text is another.
    """
    return ":".join(marked) if marked else f"{where}#{hashlib.sha256(named.encode()).hexdigest()[:12]}"


@dataclass
class Setting:
    """One document in the making. ``record_id``, ``marker`` and ``pass_id`` narrow it to one row, marker or pass.

    ``heard`` are the texts released so far, in order; ``told`` those texts as released, by the name
    that lists of places use; ``texts`` where each stands and its words, by that name, ``about`` whom it is about where
    its record says so; ``named`` who was named as a
    link; ``filled`` the words of the template that were filled in, ``children`` whom its ``{children}`` stands for;
    ``unconfirmed`` the official statements that were left out because nobody has checked them. ``copy_to`` is the
    advocate for whom this copy of the recipient's document is made; ``worked_out`` what several parts of it rest on,
    ``numbers`` the place of each row in its register, by register, for lists of places.
    """

    store: Store
    case: Case
    board: Board
    profile: str
    releaser: Releaser
    book: CasePseudonyms
    registers: Registers
    recipient_id: str = ""
    copy_to: str = ""
    record_id: str = ""
    marker: str = ""
    pass_id: str = ""
    draft: str = ""
    version: str = ""
    signed: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Agency] = field(default_factory=dict)
    marks: dict[tuple[str, str, str], list[Mark]] = field(default_factory=dict)
    words: dict[str, Released] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    told: list[tuple[str, Released]] = field(default_factory=list)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    about: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: list[tuple[str, Released]] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    children: tuple[tuple[str, Released], ...] = ()
    unconfirmed: list[str] = field(default_factory=list)
    worked_out: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    # Words

    def say(
        self,
        text: str,
        where: str = "",
        *,
        whole_class: str = "",
        about: tuple[str, ...] = (),
        marked: tuple[str, str, str] | None = None,
        marks: tuple[spans.Mark, ...] = (),
        spoken: str = "",
    ) -> Released:
        """Free text of the case, released to the audience; codes in brackets become that audience's words.

        ``marked`` names record kind, id and field, so that what is marked there is withheld here; ``marks`` are more,
        on ``text`` itself. ``where`` tells texts apart; lists of places say ``spoken`` where ``where`` is no words.
        """
        if not text:
            return fixed("")
        named = codes.named(text, self.people.values())
        self.heard.append(named)
        held = tuple(span_of(one) for one in self.marks.get(marked, ()) if one.reason) if marked else ()
        moved, _ = spans.moved((*held, *marks), text, named)
        called = _called(where, marked if text == named else None, named)
        self.texts[called] = (spoken or where, named)
        said = self.releaser.release(named, whole_class=whole_class, about=about, where=called, marks=moved)
        self.told.append((called, said))
        if about:
            self.about[called] = about
        return said

    def fill(self, text: str) -> Released:
        """Words of a template with what stands between braces filled in; the rest are our own and stay."""
        parts: list[Released] = []
        rest = text
        while "{" in rest:
            before, _, after = rest.partition("{")
            name, _, rest = after.partition("}")
            begins = (not before.strip() and not parts) or before.rstrip().endswith((".", "?", ":"))
            word = self.words.get(name, fixed(""))
            self.filled.add(name)
            parts += [fixed(before), capital(word) if begins else word]
        return joined([*parts, fixed(rest)])

    def name(self, kind: str, record_id: str, *, inside: bool = False) -> Released:
        """What the audience is told of a linked record: a person's name or role, a body, an item by reference.

        ``inside`` a sentence a role has its article ("the health visitor"); alone it has none.
        """
        if kind in ("Person", "Agency"):
            if record_id not in (self.people if kind == "Person" else self.bodies):
                return fixed("")
            said = self._to_recipient(self.releaser.name(record_id, inside=inside))
            self.named.append((record_id, said))
            return said
        return self._row_title(record_id) if kind == "RegisterRow" else self._title(kind, record_id)

    def _to_recipient(self, said: Released) -> Released:
        """A role that is told from the recipient, as they are spoken to: "Your advocate" to a mother who has one."""
        reader = self.people.get(self.recipient_id)
        if self.profile != "family" or reader is None or not reader.role:
            return said
        role = re.escape(reader.role)
        found = re.fullmatch(rf"(?:the |an? )?(.+?) of the {role}|(?:the )?{role}['’]s (.+)", said.text, re.IGNORECASE)
        if found is None:
            return said
        whose = "Your " if said.text[0].isupper() else "your "
        kept = said.part(*found.span(1 if found[1] else 2))
        first = kept.text[0] if kept.text[1:2].isupper() else kept.text[0].lower()
        return joined((fixed(whose + first), kept.part(1, len(kept.text))))

    def _row_title(self, record_id: str) -> Released:
        row = self.store.one(RegisterRow, id=record_id)
        if row is None or row.register not in self.registers:
            return fixed("")
        register = self.registers[row.register]
        kind = register.one[:1].upper() + register.one[1:]
        for one in register.summary:
            field_ = register.field(one)
            if LINK_TARGETS.get(field_.kind) != "RegisterRow" and (
                said := self.value(field_, row.values.get(one), row=row)
            ):
                # A bare number tells nothing: "Finding 2", not "2".
                return joined((fixed(f"{kind} "), said)) if field_.kind is FieldKind.NUMBER else said
        return fixed(kind)

    def summary(self, register: Register, row: RegisterRow) -> Released:
        """The line that tells a row from others, without the rows it is linked to."""
        parts = [
            self.value(register.field(one), row.values.get(one), row=row)
            for one in register.summary
            if LINK_TARGETS.get(register.field(one).kind) != "RegisterRow"
        ]
        return joined([part for part in parts if part], ", ")

    def _title(self, kind: str, record_id: str) -> Released:
        found = self.store.one(_TITLED[kind], id=record_id)
        # What was disposed of has no title any more; its entry stays.
        entry = self.store.one(IndexEntry, record_kind=kind, record_id=record_id)
        told = self.profile == "internal" or (self.profile != "publication" and not (entry and is_claimed(entry)))
        if found is not None and found.title and told:
            mark = (kind, record_id, "title")
            return self.say(found.title, "/".join(mark), marked=mark, spoken=f"Title of {_TITLED_AS[kind]}")
        if entry is None and found is None:
            return fixed("")
        return fixed(f"item {entry.working_ref}" if entry and entry.working_ref else "an item of the review")

    def value(self, field_: Field, value: Any, where: str = "", *, row: RegisterRow | None = None) -> Released:
        """A kept value of a register in words for the audience. ``row`` says whose marks and people hold for it."""
        if value in (None, "", []):
            return fixed("")
        target = LINK_TARGETS.get(field_.kind)
        if target:
            ids = value if isinstance(value, list) else [value]
            return listed([self.name(target, str(one)) for one in ids])
        register = self.registers[row.register] if row else None
        place = where or (f"{row.register}/{row.id}/{field_.id}" if row else "")
        said = register_values.shown(field_, value)
        if field_.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT) or (field_.treatment and not days.is_date(field_)):
            about = self._about(register, row) if register and row else ()
            mark = ("RegisterRow", row.id, field_.id) if row else None
            spoken = self._spoken(register, row, field_) if register and row else ""
            return self.say(said, place, whole_class=field_.treatment, about=about, marked=mark, spoken=spoken)
        if days.is_date(field_) and (
            register is None
            or days.of_the_family(register, field_)
            or self.releaser.audience.code("process_date") != "K"
        ):
            return self.say(said, place)
        return fixed(said)

    def _spoken(self, register: Register, row: RegisterRow, field_: Field) -> str:
        """The field of a row as people find it again: ``Section 2, what the section says``."""
        numbers = self.numbers.get(register.id)
        if numbers is None:
            found = rows.rows(self.store, self.case, register)
            numbers = self.numbers[register.id] = {one.id: at for at, one in enumerate(found, 1)}
        number = row.values.get("number") or numbers.get(row.id, "")
        label = field_.label[:1].lower() + field_.label[1:]
        return f"{register.one[:1].upper()}{register.one[1:]} {number}, {label}".replace(" ,", ",")

    @staticmethod
    def _about(register: Register, row: RegisterRow) -> tuple[str, ...]:
        """Whom a row is about: the first field that names people and is filled."""
        for field_ in register.fields:
            found = row.values.get(field_.id)
            if field_.kind in _PEOPLE and found:
                return tuple(found) if isinstance(found, list) else (str(found),)
        return ()

    def rows(self, register: Register, where: Mapping[str, Any] | None = None) -> tuple[RegisterRow, ...]:
        """The rows of a register that stand, in its order: corrected ones give way to their correction."""
        found = rows.rows(self.store, self.case, register)
        corrected = {row.corrects_id for row in found if row.corrects_id}
        wanted = {key: frozenset(v if isinstance(v, list) else [v]) for key, v in (where or {}).items()}
        held = [row for row in found if row.id not in corrected and register_values.matches(row, wanted)]
        return tuple(self._in_order(register, held))

    def _in_order(self, register: Register, held: list[RegisterRow]) -> list[RegisterRow]:
        if not register.order_by or not register.has(register.order_by):
            return held
        field_ = register.field(register.order_by)
        if field_.kind in LINK_TARGETS:
            # Sorted by what is printed, so that the order tells nothing else (redaction design, section 5).
            return sorted(held, key=lambda row: self.value(field_, row.values.get(field_.id), row=row).text)
        return sorted(held, key=lambda row: _key(row.values.get(field_.id)))

    # Head and foot

    def furniture(self, title: Released) -> Furniture:
        """Head and foot of every page."""
        note = fixed(self.draft) if self.draft else None
        if self.profile == "publication" and not self.draft:
            note = fixed("For publication")
        today = wording.uk_date(self.store.circumstances.today())
        return Furniture(
            marking=fixed("" if self.profile == "publication" else self.board.marking),
            reference=fixed(self.case.reference),
            version=fixed(self.version),
            as_at=fixed(f"As at {today}"),
            board=self.words["board"],
            short_title=title,
            note=note,
        )

    def letterhead(self) -> Letterhead:
        """The board's own letterhead: words of its settings, not of a case, kept for every audience."""
        picture = self.store.blob(self.board.letterhead_blob) if self.board.letterhead_blob else b""
        contact = [one for one in (self.board.mailbox, self.board.phone) if one]
        return Letterhead(
            board=self.words["board"],
            address=tuple(fixed(line.strip()) for line in self.board.address.split(",") if line.strip()),
            contact=tuple(fixed(one) for one in contact),
            picture=picture,
            alt=fixed(self.board.letterhead_alt or "The board's emblem") if picture else None,
        )


def _key(value: Any) -> tuple[int, float, str]:
    if isinstance(value, (int, float)):
        return (0, float(value), "")
    return (2, 0.0, "") if value in (None, "") else (1, 0.0, str(value))


_OWN = ("draft", "version", "signed", "record_id", "copy_to", "marker", "pass_id")


def setting(store: Store, case: Case, profile: str, *, recipient_id: str = "", **more: Any) -> Setting:
    """Open the setting of one document; ``more`` goes to the engine (scope, order) or names draft, version, record.

    ``book`` holds the pseudonyms where another document of the same making has drawn some already.
    """
    own = {name: more.pop(name) for name in _OWN if name in more}
    known = rows.registers_of(case)
    people = store.find(Person, case_id=case.id, deleted=None)
    held = days.registered(
        case, known, store.find(RegisterRow, case_id=case.id), people, store.find(Meeting, case_id=case.id)
    )
    book = more.pop("book", None) or CasePseudonyms(store, case.id)
    releaser = casts.releaser(
        store, case, profile, book, recipient=recipient_id,
        process_dates=held.process, event_dates=held.event, incident_dates=held.incident,
        period=held.period, **more,
    )  # fmt: skip
    made = Setting(
        store=store,
        case=case,
        board=boards.board(store),
        profile=profile,
        releaser=releaser,
        book=book,
        registers=known,
        recipient_id=recipient_id,
        people={person.id: person for person in people},
        bodies={body.id: body for body in boards.bodies(store, case.id)},
        **own,
    )
    for mark in store.find(Mark, case_id=case.id):
        made.marks.setdefault((mark.record_kind, mark.record_id, mark.field_name), []).append(mark)
    made.words = words_of(made)
    made.children = children_named(made)
    made.named.clear()  # what a template fills in counts when it is filled in
    return made
