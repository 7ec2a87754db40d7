"""What a person chooses before a document is made: audience, for whom, which record, which marker and pass.

Here: what a document asks for in a case, and the official statements it would print that nobody has checked yet (DESIGN
section 8). Not here: making it (``export``), its words (``template_words``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop import wording
from desktop.casework import board as boards
from desktop.casework import checked, terminology
from desktop.markers import framework as frameworks
from desktop.markers import judgements, passes, register_values, rows
from desktop.redaction.people import FAMILY_KINDS
from desktop.reports import catalogue, official
from desktop.reports.templates import Template
from storage.records import Case, Extra, Person, RegisterRow
from storage.store import Store, Work

MARKED = frozenset({"marker-record", "marker-sign-off", "pass-changes"})
"""Computed parts that can be made for one marker or one pass."""


@dataclass(frozen=True)
class Statement:
    """An official statement that a document would print: its clock, what it says, its source, and who checked it."""

    clock_id: str
    title: str
    source: str
    checked_by: str = ""


@dataclass(frozen=True)
class Offer:
    """A document and its choices, each by id in words for those who hold the vault; empty where it does not ask.

    ``people`` are those it can be made for, ``family`` those among them for the audience of that name; ``record`` is
    what one of its records is called; ``statements`` the official statements in it, checked or not; ``edited`` says
    that the board has words of its own for it.
    """

    id: str
    title: str
    about: str
    audiences: tuple[str, ...]
    recipient: str
    people: Mapping[str, str] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)
    record: str = ""
    records: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)
    passes: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    edited: bool = False

    @property
    def unchecked(self) -> tuple[Statement, ...]:
        """Statements that are left out until somebody has checked them."""
        return tuple(one for one in self.statements if not one.checked_by)


def title_of(template: Template, labels: Mapping[str, str]) -> str:
    """The title of a document in a list: words that are filled in later stand as what they are."""
    plain = {"kind": labels.get("review", "review"), "children": "the children", "board": "the board", "review": ""}
    title = template.title
    for name, words in plain.items():
        title = title.replace(f"{{{name}}}", words)
    title = " ".join(title.replace("{", "").replace("}", "").split())
    return title[:1].upper() + title[1:]


def offer(store: Store, case: Case, report_id: str) -> Offer:
    """A document with everything a person may choose for it in a case. Raises ``UserError`` for an unknown one."""
    template = catalogue.report(store, report_id).template
    labels = terminology.load(case.terminology).labels
    people = store.find(Person, case_id=case.id, order=["code"])
    words = {one.id: ", ".join(part for part in (one.code, one.role or one.name) if part) for one in people}
    bodies = {one.id: one.name for one in boards.bodies(store, case.id)}
    return Offer(
        id=report_id,
        title=title_of(template, labels),
        about=template.about,
        audiences=template.profiles,
        recipient=template.recipient,
        people={"person": words, "agency": bodies}.get(template.recipient, {}),
        family={one.id: words[one.id] for one in people if one.kind.value in FAMILY_KINDS},
        statements=_statements(store, case, template),
        edited=catalogue.edited(store, report_id) is not None,
        **_records(store, case, template),
        **_marked(store, case, template),
    )


def confirm(work: Work, case_id: str, clock_id: str, by: str) -> Extra:
    """The board says once that a statement of a case's terminology is as its source has it (``checked.confirm``)."""
    return checked.confirm(work, work.get(Case, case_id).terminology, clock_id, by)


def _records(store: Store, case: Case, template: Template) -> dict[str, Any]:
    """The rows of which a document may be about one, the latest first."""
    known = rows.registers_of(case)
    if not template.record or template.record not in known:
        return {}
    register = known[template.record]
    every = store.find(RegisterRow, case_id=case.id, register=register.id, order=["-position"])
    found = [row for row in every if register_values.matches(row, template.record_where)]
    corrected = {row.corrects_id for row in found if row.corrects_id}
    said = {row.id: register_values.summary(register, row.values) for row in found if row.id not in corrected}
    return {"record": register.one, "records": said}


def _marked(store: Store, case: Case, template: Template) -> dict[str, Any]:
    """Markers and passes, for a document that can be made for one of them."""
    if not any(section.source in MARKED for section in template.sections):
        return {}
    framework = frameworks.load(case.framework)
    labels = {one.id: one.label for one in judgements.load(framework.id).passes}
    opened = passes.passes(store, case.id)
    return {
        "markers": {one.id: f"{one.id} {one.short_name}" for one in framework.markers},
        "passes": {
            one.id: labels.get(one.kind, one.kind)
            + (f", opened {wording.uk_date(one.opened_on)}" if one.opened_on else "")
            for one in opened
        },
    }


def _statements(store: Store, case: Case, template: Template) -> tuple[Statement, ...]:
    known = checked.terminology_of(store, case)
    wanted = {clock for section in template.sections for clock in section.official}
    found = []
    for clock in known.clocks:
        if clock.id in wanted:
            source = ", ".join(part for part in (clock.source, clock.place, clock.date) if part)
            by = clock.checked_by if clock.checked else ""
            found.append(Statement(clock.id, official.limit_words(clock), source, by))
    return tuple(found)
