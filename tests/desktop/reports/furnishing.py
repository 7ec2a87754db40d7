"""A case in which every register that a document reads holds something, so that no section stays empty.

Values are made from the declarations of the registers; a few rows are written by hand where documents need real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.casework import cases, notes, people
from desktop.markers import register_values, registers, rows
from desktop.markers.registers import Field, FieldKind, Register
from desktop.reports import templates
from storage.records import NoteKind, PartialDate, RegisterRow
from storage.store import Work
from tests.desktop.conftest import Office

KNOWN = registers.load("scr-2016")
ALSO = (
    "episode_event", "contributory_factor", "finding_evidence", "rejected_explanation", "consideration", "measure",
    "measure_result", "account_comparison", "account_side", "family_comment", "feedback", "feedback_theme", "factor",
    "report_section", "report_plan", "chair_decision", "decision_reason", "reason_told", "communication", "message",
    "public_source", "conversation", "option_appraisal", "interaction", "dispute", "finding_position",
    "response_priority", "information_sufficiency", "publication_record", "non_cooperation", "episode", "draft",
)  # fmt: skip
"""Registers that computed parts read."""



@dataclass(frozen=True)
class Furnished:
    """Ids of the rows made, by register, in the order in which they were made."""

    ids: dict[str, list[str]]

    def first(self, register: str) -> str:
        """The first row of a register."""
        return self.ids[register][0]


def wanted() -> dict[str, list[dict[str, Any]]]:
    """Registers that documents read, with the filters under which each must hold something."""
    found: dict[str, list[dict[str, Any]]] = {one: [{}] for one in ALSO}
    for template in templates.shipped().values():
        for section in template.sections:
            for part in (section, *section.under):
                if part.register:
                    plain = {key: value[0] if isinstance(value, list) else value for key, value in part.where.items()}
                    filters = found.setdefault(part.register, [{}] if not plain else [])
                    if plain not in filters:
                        filters.append(plain)
    for register in list(found):
        for needed in _needs(KNOWN[register]):
            found.setdefault(needed, [{}])
    return found


def _needs(register: Register) -> Iterator[str]:
    for field in register.fields:
        if field.register and field.required and field.register != register.id:
            yield field.register
            yield from _needs(KNOWN[field.register])


class Furnisher:
    """Fills the registers of an office, each row saying in its own words which field it is."""

    def __init__(self, work: Work, office: Office) -> None:
        self.work, self.office = work, office
        self.case = cases.case_called(work, office.case.reference)
        self.ids: dict[str, list[str]] = {}
        self.note, _ = notes.write(
            work, self.case.id, NoteKind.ACCOUNT, title="A conversation", text="It was a busy day and nobody rang back."
        )
        self.thoughts, _ = notes.write(
            work,
            self.case.id,
            NoteKind.REFLECTIONS,
            title="After it",
            text="This may be the office and not the person.",
        )
        self.meeting, _ = notes.minute(
            work,
            self.case.id,
            title="Sub-group",
            on=PartialDate.from_iso("2016-02-17"),
            minutes="The papers were read.",
        )

    def all(self) -> Furnished:
        """Make every wanted row."""
        todo = wanted()
        for register in todo:
            self._register(register, todo)
        return Furnished(self.ids)

    def _register(self, register_id: str, todo: dict[str, list[dict[str, Any]]]) -> None:
        if register_id in self.ids:
            return
        register = KNOWN[register_id]
        self.ids[register_id] = []
        for field in register.fields:
            if field.register in todo and field.register != register_id:
                self._register(field.register, todo)
        for at, filters in enumerate(todo[register_id]):
            if register.singleton and at:
                break
            values = {field.id: self.value(register, field) for field in register.fields} | filters
            values |= BY_HAND.get(register_id, {})
            row = rows.save(self.work, self.case, register, {key: v for key, v in values.items() if v is not None})
            self.ids[register_id].append(row.id)

    def value(self, register: Register, field: Field) -> Any:
        """A value that fits a field."""
        office = self.office
        linked = {"person": office.mother.id, "agency": office.hospital.id, "meeting": self.meeting.id,
                  "note": self.note.id}  # fmt: skip
        single = field.kind.value.replace("agencies", "agency").replace("people", "person").removesuffix("s")
        if single in linked:
            return [linked[single]] if field.many else linked[single]
        if field.register:
            made = self.ids.get(field.register, [])
            return (made[:1] if field.many else made[0]) if made else None
        if field.choices():
            choice = next(iter(field.choices()))
            return [choice] if field.many else choice
        words = f"words on {field.label.rstrip('?').casefold()} in the {register.one}"
        return _PLAIN.get(field.kind, words)


_PLAIN: dict[FieldKind, Any] = {
    FieldKind.DATE: "2016-02-18", FieldKind.PARTIAL_DATE: "2016-02-18", FieldKind.MOMENT: "2016-02-18T10:30",
    FieldKind.NUMBER: 7, FieldKind.DAYS: 3, FieldKind.MONEY: "1250", FieldKind.MATERIAL: None,
    FieldKind.MATERIALS: None, FieldKind.QUESTION_LINKS: ["9.5"],
}  # fmt: skip

BY_HAND: dict[str, dict[str, Any]] = {
    "finding": {"number": 1, "title": "News of a missed appointment travels by chance."},
    "factor": {"not_relevant_because": None},
    "avoided_date": {"until_on": "2016-02-19"},
    "publication_decision": {"panel_on_not": None},
    "reason_told": {"treatment": "told", "words": "the criteria are met"},
    "communication": {"about": "delay", "audience": "members"},
    "message": {},
}


def furnish_registers(work: Work, office: Office) -> Furnished:
    """Fill the registers of an office; the mother may read about her child and has an address of her own."""
    people.save_person(work, office.mother, entitled=(office.child.id,))
    people.add_address(work, office.mother, "14 Reed Walk, Fellmarsh, QX3 7LN")
    case = cases.case_called(work, office.case.reference)
    cases.save_case(
        work, case, incident_on=PartialDate.from_iso("2016-02-07"), referred_on=PartialDate.from_iso("2016-02-16"),
        period_from=PartialDate.from_iso("2014-01"), period_until=PartialDate.from_iso("2016-02"),
    )  # fmt: skip
    made = Furnisher(work, office)
    furnished = made.all()
    talk = work.get(RegisterRow, furnished.first("conversation"))
    register = KNOWN["conversation"]
    rows.save(work, made.case, register, {**talk.values, "reflections": made.thoughts.id}, talk)
    messages = [work.get(RegisterRow, one) for one in furnished.ids["message"]]
    delay = rows.save(work, made.case, KNOWN["message"], {**messages[0].values, "about": "delay"})
    told = work.get(RegisterRow, furnished.first("communication"))
    for audience in ("members", "family", "practitioners", "media"):
        values = {**told.values, "about": "delay", "audience": audience, "message": delay.id}
        rows.save(work, made.case, KNOWN["communication"], values)
    return furnished


def day(iso: str) -> date:
    """A day from ISO text."""
    return date.fromisoformat(iso)


def shown(register: str, field: str, value: Any) -> str:
    """A value as registers show it."""
    return register_values.shown(KNOWN[register].field(field), value)
