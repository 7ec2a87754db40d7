"""The family, one person at a time: letters, offers, questions, things lent, the name in print, days to avoid.

Nothing here takes a group, and nothing is made for "the family": each member has a row, a rule of safe contact,
letters, offers and copies of their own (marker 4 and marker 12). The registers hold the facts; this module keeps the
rules between them. Pages and the demonstration call ``ready_letter``, ``ask``, ``answer``, ``lend``, ``give_back``,
``choose_name``, ``keep_dated``. Not here: documents (``reports.family``), who is cleared (``permissions``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.casework import people
from desktop.errors import FieldErrors, UserError
from desktop.markers import bookings, register_values, rows
from desktop.markers.registers import Register
from desktop.redaction.normalise import key
from desktop.wording import uk_date
from storage.records import Case, NameForm, PartialDate, Person, PersonKind, RegisterRow
from storage.store import Store, Work

KIN = frozenset({PersonKind.SUBJECT_CHILD, PersonKind.SIBLING, PersonKind.PARENT, PersonKind.WIDER_FAMILY})
CHILDREN = frozenset({PersonKind.SUBJECT_CHILD, PersonKind.SIBLING})
IN_PRINT = "representation"
"""The register of what each person is called in the report."""
_CHOICE: Mapping[str, str] = {
    "term": "Enter the name to print", "chosen_by": "Select who chose it", "agreed_by": "Select who agreed",
}  # fmt: skip
_PROOF: Mapping[str, str] = {
    "real_name_decision": "the chair’s decision", "real_name_consent": "the consent",
    "real_name_advice": "the legal advice",
}  # fmt: skip
NEAR = 1
"""Days before and after a birthday or anniversary that count as the day."""
DATED: Mapping[str, tuple[str, ...]] = {
    "family_offer": ("at", "next_offer_on"), "report_sharing": ("planned_on",),
    "family_publication": ("delivery_on", "reading_session"), "conversation": ("planned_for",),
}  # fmt: skip
"""Registers with a day on which somebody of the family is met, and the fields that hold it."""
OWN: tuple[str, ...] = (
    "family_letter", "family_offer", "contact_attempt", "lent_item", "representation", "report_sharing",
    "family_account", "family_support", "access_need", "topic_guide", "family_choice", "family_publication",
)  # fmt: skip
"""Registers whose rows are about one member of the family (field ``person``)."""


@dataclass(frozen=True)
class Member:
    """One member of the family. ``row`` is how the review deals with them, or None when nobody has said yet."""

    person: Person
    row: RegisterRow | None
    not_cleared: str
    advocate_id: str
    open_questions: int
    lent: int


@dataclass(frozen=True)
class MemberShown:
    """A member with everything that is theirs: rows by register, questions they asked, comments on the report."""

    member: Member
    rows: Mapping[str, tuple[RegisterRow, ...]]
    questions: tuple[RegisterRow, ...]
    comments: tuple[RegisterRow, ...]


@dataclass(frozen=True)
class Lent:
    """Something that a person of the family lent and does not have back yet."""

    row_id: str
    person_id: str
    what: str
    back_by: date | None
    days_late: int


@dataclass(frozen=True)
class Clash:
    """A day that touches a birthday, an anniversary or a day to avoid. ``what`` is a sentence without names."""

    kind: str
    person_id: str
    what: str


def members(store: Store, case: Case) -> tuple[Member, ...]:
    """Every relative of the register, and whoever else was entered as a member of the family, by code."""
    known = rows.registers_of(case)
    held = {str(one.values.get("person", "")): one for one in rows.rows(store, case, known["family_member"])}
    found = [one for one in people.people(store, case.id) if (one.kind in KIN and not one.died.known) or one.id in held]
    unclear = {one.person_id: one.reason for one in bookings.clearance(store, case, [one.id for one in found])}
    questions = rows.rows(store, case, known["family_question"])
    out = [one.person_id for one in lent_out(store, case)]
    advocates = _advocates(store, case)
    return tuple(
        Member(
            one,
            held.get(one.id),
            unclear.get(one.id, ""),
            advocates.get(one.id, ""),
            sum(q.values.get("asked_by") == one.id and not _answered(q) for q in questions),
            out.count(one.id),
        )
        for one in found
    )


def member(store: Store, case: Case, person_id: str) -> MemberShown:
    """One member with everything that is theirs."""
    known = rows.registers_of(case)
    own = {
        name: tuple(one for one in rows.rows(store, case, known[name]) if one.values.get("person") == person_id)
        for name in OWN
    }
    shared = {one.id for one in own["report_sharing"]}
    comments = rows.rows(store, case, known["family_comment"])
    asked = rows.rows(store, case, known["family_question"])
    return MemberShown(
        next(one for one in members(store, case) if one.person.id == person_id),
        own,
        tuple(one for one in asked if one.values.get("asked_by") == person_id),
        tuple(one for one in comments if one.values.get("sharing") in shared),
    )


def advocate_of(store: Store, case: Case, person_id: str) -> str:
    """The id of the advocate who speaks for a member, or nothing; the latest arrangement counts."""
    return _advocates(store, case).get(person_id, "")


def _advocates(store: Store, case: Case) -> dict[str, str]:
    found = rows.rows(store, case, rows.registers_of(case)["family_support"])
    return {
        str(one.values.get("person", "")): str(one.values["advocate"]) for one in found if one.values.get("advocate")
    }


# Letters


def ready_letter(work: Work, case: Case, values: Mapping[str, Any], *, despite: str = "") -> RegisterRow:
    """Make a letter ready for one person. Raises ``UserError`` (``not-cleared``) without a reason when that person is
    not to be contacted, ``FieldErrors`` for anything but one person."""
    register = rows.registers_of(case)["family_letter"]
    person_id = values.get("person")
    if not isinstance(person_id, str) or not person_id:
        raise FieldErrors({"person": "Select the one person it is for. A letter is never for the family"})
    given = {**values, "prepared_despite": despite.strip()} if despite.strip() else dict(values)
    check_letter(work, case, given)
    return rows.save(work, case, register, given, require=True)


def check_letter(store: Store, case: Case, values: Mapping[str, Any]) -> None:
    """Raises ``UserError`` (``not-cleared``) for a letter to somebody not to be contacted, without a reason."""
    bad = bookings.clearance(store, case, (str(values.get("person") or ""),))
    if bad and not str(values.get("prepared_despite") or "").strip():
        raise UserError(
            f"The letter was not made ready. {bad[0].reason}", "Ask again first, or write down why it is prepared now.",
            field="prepared_despite", code="not-cleared",
        )  # fmt: skip


# Questions


def ask(work: Work, case: Case, person_id: str, words: str, asked_on: str, **more: Any) -> RegisterRow:
    """Keep a question word for word."""
    register = rows.registers_of(case)["family_question"]
    values = {**more, "asked_by": person_id, "words": words, "asked_on": asked_on}
    return rows.save(work, case, register, values, require=True)


def answer(
    work: Work, case: Case, row_id: str, *, answer: str = "", cannot: str = "", changed: str = "", by: str = "",
    on: str = "",
) -> RegisterRow:  # fmt: skip
    """Answer a question, or say why it cannot be answered, and what changed through it. Its words stay as they are.

    Raises ``FieldErrors`` with neither.
    """
    if not answer.strip() and not cannot.strip():
        raise FieldErrors({"answer": "Enter the answer, or why it cannot be answered yet"})
    row = work.get(RegisterRow, row_id)
    values: dict[str, Any] = {"answer": answer, "cannot_answer": cannot, "changed": changed, "answered_by": by}
    if answer.strip():
        values["answered_on"] = on or work.circumstances.today().isoformat()
    return rows.save(work, case, rows.registers_of(case)["family_question"], values, row)


def _answered(question: RegisterRow) -> bool:
    return bool(question.values.get("answered_on") or question.values.get("cannot_answer"))


# Things they lent


def lend(work: Work, case: Case, values: Mapping[str, Any]) -> RegisterRow:
    """Record something that a person lent, with the day by which they have it back (asked for)."""
    return rows.save(work, case, rows.registers_of(case)["lent_item"], values, require=True)


def give_back(work: Work, case: Case, row_id: str, how: str, *, on: str = "") -> RegisterRow:
    """Record that it was given back. Raises ``FieldErrors`` without how."""
    if not how.strip():
        raise FieldErrors({"returned_how": "Enter how it was given back, and to whom"})
    row = work.get(RegisterRow, row_id)
    values = {"returned_on": on or work.circumstances.today().isoformat(), "returned_how": how}
    return rows.save(work, case, rows.registers_of(case)["lent_item"], values, row)


def lent_out(store: Store, case: Case) -> tuple[Lent, ...]:
    """What is still here and has to go back, the earliest day first."""
    today = store.circumstances.today()
    found: list[Lent] = []
    for row in rows.rows(store, case, rows.registers_of(case)["lent_item"]):
        if row.values.get("returned_on"):
            continue
        held = register_values.day_of(row.values.get("give_back_by"))
        day = held.first_day if held else None
        late = max(0, (today - day).days) if day else 0
        found.append(Lent(row.id, str(row.values.get("person", "")), str(row.values.get("what", "")), day, late))
    return tuple(sorted(found, key=lambda one: (one.back_by or date.max, one.row_id)))


# The name used in print


def choose_name(
    work: Work, case: Case, child_id: str, name: str, *, chosen_by: str, agreed_by: tuple[str, ...], agreed_on: str,
    decision: str = "", consent: str = "", advice: str = "",
) -> RegisterRow:  # fmt: skip
    """Keep the name that the family chose for a child in print, who chose it and who agreed; earlier ones stay.

    Raises ``FieldErrors`` as ``check_name``.
    """
    values: dict[str, Any] = {
        "person": child_id, "term": name.strip(), "chosen_by": chosen_by, "agreed_by": list(agreed_by),
        "agreed_on": agreed_on, "real_name_decision": decision, "real_name_consent": consent,
        "real_name_advice": advice,
    }  # fmt: skip
    check_name(work, {}, values, complete=True)
    row = rows.save(work, case, rows.registers_of(case)[IN_PRINT], values)
    print_name(work, {}, row)
    return row


def check_name(store: Store, before: Mapping[str, Any], after: Mapping[str, Any], *, complete: bool) -> None:
    """Raise ``FieldErrors`` for a name of a child in print: with ``complete`` when it is not said what the name is, who
    chose it and who agreed; always for a name that was agreed and is to be written over, because earlier ones stay.

    A name that the child has needs the dated decision of the chair, the consent of the family and legal advice on file
    (profiles, section 2, note a).
    """
    child = store.one(Person, id=str(after.get("person") or ""))
    if child is None or child.kind not in CHILDREN:
        return
    name, errors = str(after.get("term") or "").strip(), dict[str, str]()
    if complete:
        errors |= {field: words for field, words in _CHOICE.items() if not after.get(field)}
    if _is_agreed(before) and name != str(before["term"]).strip():
        errors["term"] = "This name was agreed and stays on record. Add another for the new name"
    real = bool(name) and _is_a_form(store, child, name)
    for field, what in _PROOF.items():
        if real and not after.get(field):
            errors[field] = f"This is a name of the child. Link {what} before it is printed"
    if errors:
        raise FieldErrors(errors)


def print_name(work: Work, before: Mapping[str, Any], row: RegisterRow) -> None:
    """Give a child the name of a row of the register, once it says who chose the name and who agreed."""
    values = row.values
    child = work.one(Person, id=str(values.get("person") or ""))
    if child is None or child.kind not in CHILDREN or not _is_agreed(values):
        return
    if all(before.get(field) == values.get(field) for field in (*_CHOICE, "agreed_on")):
        return
    by, agreed = work.get(Person, values["chosen_by"]), [work.get(Person, one).code for one in values["agreed_by"]]
    day = register_values.day_of(values.get("agreed_on"))
    when = f" on {uk_date(day.first_day)}" if day and day.first_day else ""
    people.save_person(
        work, child, chosen_name=values["term"], chosen_by=by.code, chosen_agreed=f"agreed by {', '.join(agreed)}{when}"
    )


def _is_agreed(values: Mapping[str, Any]) -> bool:
    return all(values.get(field) for field in _CHOICE)


def _is_a_form(store: Store, child: Person, name: str) -> bool:
    forms = [child.name, *(one.text for one in store.find(NameForm, subject_id=child.id))]
    held = {word for form in forms for word in key(form).split()} | {key(form).strip() for form in forms}
    return bool(set(key(name).split()) & held) or key(name).strip() in held


# Days


def clashes(store: Store, case: Case, day: date) -> tuple[Clash, ...]:
    """Birthdays, days of death and of the incident on ``day`` or next to it in any year, and days to avoid."""
    found: list[Clash] = []
    for one in people.people(store, case.id):
        if one.kind in KIN:
            for kind, when, words in (("birthday", one.born, "birthday"), ("anniversary", one.died, "day of death")):
                if _near(when, day):
                    found.append(Clash(kind, one.id, f"It is close to the {words} of {one.code}."))
    if _near(case.incident_on, day) and not any(one.kind == "anniversary" for one in found):
        found.append(Clash("anniversary", "", "It is close to the anniversary of the incident."))
    register = rows.registers_of(case)["avoided_date"]
    for row in rows.rows(store, case, register):
        first, last = (register_values.day_of(row.values.get(name)) for name in ("from_on", "until_on"))
        begin = first.first_day if first else None
        end = last.last_day if last else begin
        if begin and end and begin <= day <= end:
            kind = register.field("kind").choices().get(str(row.values.get("kind", "")), "A day to avoid")
            found.append(Clash("avoid", str(row.values.get("person", "")), f"It is on a day to avoid: {kind.lower()}."))
    return tuple(found)


def _near(when: PartialDate, day: date) -> bool:
    """Whether a day of the year is within ``NEAR`` days of an exact date's day, across the turn of the year too."""
    exact = when.first_day if when.known and when.first_day == when.last_day else None
    if exact is None:
        return False
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            again = exact.replace(year=year)
        except ValueError:  # 29 February
            again = date(year, 2, 28)
        if abs((again - day).days) <= NEAR:
            return True
    return False


def keep_dated(
    work: Work, case: Case, register_id: str, values: Mapping[str, Any], row: RegisterRow | None = None, *,
    despite: str = "",
) -> RegisterRow:  # fmt: skip
    """Save a row with a day on which somebody of the family is met. Raises ``UserError`` (``date``) when a day touches
    a birthday, an anniversary or a day to avoid and no reason is given."""
    register = rows.registers_of(case)[register_id]
    before = row.values if row else {}
    given = {**before, **values, **({"date_because": despite.strip()} if despite.strip() else {})}
    check_days(work, case, register, before, given)
    return rows.save(work, case, register, given, row)


def check_days(
    store: Store, case: Case, register: Register, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Raises ``UserError`` (``date``) when a day that is new in a row touches one to avoid and no reason is given."""
    if register.id == "conversation" and after.get("kind") != "family":
        return
    for name in DATED[register.id]:
        try:
            value = register_values.normalise(register.field(name), after.get(name))
        except ValueError:
            continue  # said beside the field when it is saved
        held = register_values.day_of(value) if value != before.get(name) else None
        day = held.first_day if held and held.first_day == held.last_day else None
        touched = clashes(store, case, day) if day else ()
        if touched and not str(after.get("date_because") or "").strip():
            raise UserError(
                f"Nothing was saved: look at the day again. {touched[0].what}",
                "Choose another day, or write down why this one all the same.", field="date_because", code="date",
            )  # fmt: skip
