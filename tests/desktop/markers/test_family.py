"""The family, one person at a time: letters, questions, things lent, the name in print, days to avoid."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any

import pytest

from desktop.casework import cases, due, people
from desktop.errors import FieldErrors, UserError
from desktop.markers import family, rows, wizard
from storage.records import PartialDate, Person, PersonKind, RegisterRow
from tests.desktop.conftest import Office

GROUPS = ("household", "people", "persons", "members", "recipients", "person_ids", "group")


def put(office: Office, register: str, **values: Any) -> RegisterRow:
    known = rows.registers_of(office.case)[register]
    return office.session.do(f"Save {register}", rows.save, office.case, known, values)


def now(office: Office, row: RegisterRow) -> RegisterRow:
    return office.session.look(lambda store: store.get(RegisterRow, row.id))


@pytest.fixture
def father(office: Office) -> Person:
    return office.session.do(
        "Add", people.add_person, office.case.id, "Łukasz Wierzbęk", PersonKind.PARENT, role="Father"
    )


def test_no_service_takes_a_group_and_a_letter_is_for_one_person(office: Office, father: Person) -> None:
    for name, service in inspect.getmembers(family, inspect.isfunction):
        if service.__module__ == family.__name__ and not name.startswith("_"):
            assert not set(inspect.signature(service).parameters) & set(GROUPS), name
    both = {"person": [office.mother.id, father.id], "kind": "letter"}
    with pytest.raises(FieldErrors, match="never for the family"):
        office.session.do("Letter", family.ready_letter, office.case, both)
    assert office.session.look(lambda store: store.count(RegisterRow)) == 0


def test_a_letter_to_somebody_not_to_be_contacted_needs_a_reason(office: Office, father: Person) -> None:
    put(office, "family_member", person=father.id, relation="Father", cleared="not_yet")
    letter = {"person": father.id, "kind": "letter"}
    with pytest.raises(UserError, match="not made ready") as caught:
        office.session.do("Letter", family.ready_letter, office.case, letter)
    assert caught.value.code == "not-cleared"
    row = office.session.do(
        "Letter", family.ready_letter, office.case, letter, despite="To be ready when police agree"
    )
    assert row.values["prepared_despite"] == "To be ready when police agree"


def test_members_stand_one_by_one_with_what_is_open_for_each(office: Office, father: Person) -> None:
    put(office, "family_member", person=office.mother.id, relation="Mother", cleared="cleared",
        safe_contact="Ring before noon")  # fmt: skip
    put(office, "family_support", person=office.mother.id, advocate=office.visitor.id)
    office.session.do("Ask", family.ask, office.case, office.mother.id, "Why did nobody ring?", "2016-02-20")
    office.session.do(
        "Lend", family.lend, office.case,
        {"person": father.id, "what": "A photograph", "lent_on": "2016-02-20", "give_back_by": "2016-02-22"},
    )  # fmt: skip
    found = {one.person.id: one for one in office.session.look(family.members, office.case)}
    mother, dad = found[office.mother.id], found[father.id]
    assert (mother.open_questions, mother.lent, mother.advocate_id) == (1, 0, office.visitor.id)
    assert (dad.open_questions, dad.lent, dad.row) == (0, 1, None)
    shown = office.session.look(family.member, office.case, office.mother.id)
    assert shown.rows["lent_item"] == () and len(shown.questions) == 1
    assert father.id not in repr(shown)


def test_questions_stay_word_for_word_with_answer_reason_and_what_changed(office: Office) -> None:
    words = "Why “nobody” came —\n and  who decided that?"
    row = office.session.do("Ask", family.ask, office.case, office.mother.id, words, "2016-02-20")
    with pytest.raises(FieldErrors):
        office.session.do("Answer", family.answer, office.case, row.id)
    office.session.do("Answer", family.answer, office.case, row.id, cannot="The court decides first")
    told = office.session.do(
        "Answer", family.answer, office.case, row.id, answer="Two teams each thought so", changed="A focus question"
    )
    assert told.id == row.id and told.values["words"] == words
    assert told.values["answered_on"] == "2016-02-24" and told.values["changed"] == "A focus question"


def test_things_lent_are_due_until_they_are_given_back(office: Office) -> None:
    lent = {"person": office.mother.id, "what": "A photograph", "lent_on": "2016-02-20"}
    with pytest.raises(FieldErrors) as caught:
        office.session.do("Lend", family.lend, office.case, lent)
    assert "give_back_by" in caught.value.errors
    late = office.session.do("Lend", family.lend, office.case, {**lent, "give_back_by": "2016-02-22"})
    office.session.do("Lend", family.lend, office.case, {**lent, "what": "A letter", "give_back_by": "2016-02-21"})
    found = office.session.look(family.lent_out, office.case)
    assert [(one.what, one.days_late) for one in found] == [("A letter", 3), ("A photograph", 2)]
    lines = [one for one in office.session.look(due.due_in, office.case) if one.kind == "lent"]
    assert [(one.when, one.late, one.record_id) for one in lines] == [
        ("3 days late", True, office.mother.id), ("2 days late", True, office.mother.id),
    ]  # fmt: skip
    with pytest.raises(FieldErrors):
        office.session.do("Back", family.give_back, office.case, late.id, "")
    office.session.do("Back", family.give_back, office.case, late.id, "By hand, to her")
    assert [one.what for one in office.session.look(family.lent_out, office.case)] == ["A letter"]
    assert sum(one.kind == "lent" for one in office.session.look(due.due_in, office.case)) == 1


def test_the_name_in_print_is_theirs_to_propose_and_who_chose_and_agreed_is_kept(office: Office) -> None:
    given = {"chosen_by": office.mother.id, "agreed_by": (office.mother.id, office.chair.id),
             "agreed_on": "2016-02-23"}  # fmt: skip
    row = office.session.do("Name", family.choose_name, office.case, office.child.id, "Robin", **given)
    child = office.session.look(lambda store: store.get(Person, office.child.id))
    assert (child.chosen_name, child.chosen_by) == ("Robin", office.mother.code)
    assert child.chosen_agreed == f"agreed by {office.mother.code}, {office.chair.code} on 23 February 2016"
    second = office.session.do("Name", family.choose_name, office.case, office.child.id, "Wren", **given)
    assert now(office, row).values["term"] == "Robin" and second.id != row.id, "earlier choices stay"
    with pytest.raises(FieldErrors) as caught:
        office.session.do(
            "Name", family.choose_name, office.case, office.child.id, "Sam", chosen_by="", agreed_by=(), agreed_on=""
        )
    assert set(caught.value.errors) == {"chosen_by", "agreed_by"}


def test_a_form_for_the_name_in_print_meets_the_same_rule(office: Office) -> None:
    case, child = office.case, office.child.id
    register = rows.registers_of(case)[family.IN_PRINT]

    def saved(values: dict[str, object], row: RegisterRow | None = None, *, require: bool = True) -> RegisterRow:
        return office.session.do("Save", wizard.save_row, case, register, values, row, require=require)

    def printed() -> str:
        return office.session.look(lambda store: store.get(Person, child)).chosen_name

    half = saved({"person": child, "term": "Robin"}, require=False)
    assert printed() == "", "not before it is said who chose it and who agreed"
    with pytest.raises(FieldErrors) as caught:
        saved({}, half)
    assert set(caught.value.errors) == {"chosen_by", "agreed_by"}
    whole = saved({"chosen_by": office.mother.id, "agreed_by": [office.mother.id]}, half)
    assert (whole.id, printed()) == (half.id, "Robin")
    with pytest.raises(FieldErrors) as caught:
        saved({"term": "Wren"}, whole)
    assert "stays on record" in caught.value.errors["term"]
    with pytest.raises(FieldErrors) as caught:
        saved({"person": child, "term": "Little Ivo"}, require=False)
    assert set(caught.value.errors) == {"real_name_decision", "real_name_consent", "real_name_advice"}
    saved({"person": child, "term": "Wren", "chosen_by": office.mother.id, "agreed_by": [office.mother.id]})
    saved({"quotes": "He sang."}, whole)
    assert printed() == "Wren", "what else is said of an earlier name does not bring it back"
    saved({"person": office.mother.id, "term": "the mother"})


@pytest.mark.parametrize("name", ["Ivo", "ivo", "Ivvy", "Little Ivo"])
def test_a_real_name_needs_decision_consent_and_advice(office: Office, name: str) -> None:
    with pytest.raises(FieldErrors) as caught:
        office.session.do(
            "Name", family.choose_name, office.case, office.child.id, name, chosen_by=office.mother.id,
            agreed_by=(office.mother.id,), agreed_on="2016-02-23",
        )  # fmt: skip
    assert set(caught.value.errors) == {"real_name_decision", "real_name_consent", "real_name_advice"}


def test_days_are_held_against_birthdays_anniversaries_and_days_to_avoid(office: Office) -> None:
    office.session.do("Died", people.save_person, office.child, died=PartialDate.from_iso("2016-02-07"))
    office.session.do("Case", cases.save_case, office.case, incident_on=PartialDate.from_iso("2016-01-30"))
    put(office, "avoided_date", kind="school", from_on="2016-07-20", until_on="2016-09-01")

    def kinds(*day: int) -> list[str]:
        case = office.session.look(cases.case_called, office.case.reference)
        return [one.kind for one in office.session.look(family.clashes, case, date(*day))]

    assert kinds(2016, 7, 9) == kinds(2017, 7, 10) == kinds(2030, 7, 8) == ["birthday"]
    assert kinds(2017, 2, 7) == ["anniversary"] and kinds(2017, 1, 29) == ["anniversary"]
    assert kinds(2016, 8, 2) == ["avoid"] and kinds(2016, 7, 11) == []
    said = office.session.look(family.clashes, office.case, date(2016, 7, 9))[0].what
    assert "Tarnbeck" not in said and office.child.code in said


def test_a_birthday_at_the_turn_of_the_year_and_on_29_february_is_seen(office: Office) -> None:
    office.session.do("Born", people.save_person, office.mother, born=PartialDate.from_iso("1991-12-31"))
    office.session.do("Born", people.save_person, office.child, born=PartialDate.from_iso("2012-02-29"))
    assert office.session.look(family.clashes, office.case, date(2017, 1, 1))
    assert office.session.look(family.clashes, office.case, date(2017, 2, 28))


def test_a_meeting_on_such_a_day_needs_a_reason(office: Office) -> None:
    offer = {"person": office.mother.id, "offered_on": "2016-02-20", "response": "accepted",
             "at": "9 July 2016 at 2pm"}  # fmt: skip
    with pytest.raises(UserError, match="look at the day again") as caught:
        office.session.do("Offer", family.keep_dated, office.case, "family_offer", offer)
    assert (caught.value.code, caught.value.field) == ("date", "date_because")
    row = office.session.do(
        "Offer", family.keep_dated, office.case, "family_offer", offer, despite="She asked for that day"
    )
    assert row.values["date_because"] == "She asked for that day"
    other = office.session.do(
        "Offer", family.keep_dated, office.case, "family_offer", {**offer, "at": "15 July 2016 at 2pm"}
    )
    assert "date_because" not in other.values
