"""Copies for the family: one person each, what they tell about the others, the advocate's, the reading copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import page
import pytest

from desktop.casework import notes, people
from desktop.errors import UserError
from desktop.markers import bookings, conversations, feedback, registers, rows
from desktop.paper import pdf
from desktop.reports import export, family_copies, filling, templates
from storage.records import NoteKind, Person, PersonKind, RegisterRow
from tests.desktop.conftest import Office
from tests.desktop.reports.test_export import words_of

KNOWN = registers.load("scr-2016")


def put(office: Office, register: str, **values: Any) -> RegisterRow:
    return office.session.do(f"Save {register}", rows.save, office.case, KNOWN[register], values)


def ready(office: Office, report_id: str, person: str, profile: str = "family", **more: Any) -> export.Ready:
    return office.session.look(export.prepare, office.case, report_id, profile, recipient_id=person, **more)


def printed(made: export.Ready) -> str:
    return " ".join(one.text for block in made.document.blocks for one in filling.released_in(block))


@pytest.fixture
def father(office: Office) -> Person:
    def add(work: Any) -> Person:
        people.save_person(work, office.mother, entitled=(office.child.id,), household="H1")
        person = people.add_person(
            work, office.case.id, "Łukasz Wierzbęk", PersonKind.PARENT, role="Father", entitled=(office.child.id,),
        )  # fmt: skip
        people.add_address(work, person, "2 Heron Yard, Fellmarsh, QX3 7LN")
        people.add_address(work, office.mother, "14 Reed Walk, Fellmarsh, QX3 7LP")
        return person

    return office.session.do("Add", add)


FOR_FAMILY = sorted(one.id for one in templates.shipped().values() if "family" in one.profiles)


@pytest.mark.parametrize("report_id", FOR_FAMILY)
def test_no_document_is_ever_made_for_a_group(office: Office, father: Person, report_id: str) -> None:
    groups = ("", "H1", "family", f"{office.mother.id},{father.id}", office.hospital.id)
    for group in groups:
        with pytest.raises(UserError) as caught:
            ready(office, report_id, group)
        assert caught.value.status == 2 and "one person" in caught.value.what
    with pytest.raises((UserError, TypeError, ValueError)):
        ready(office, report_id, [office.mother.id, father.id])  # type: ignore[arg-type]


def test_a_copy_says_what_it_tells_about_each_other_member(office: Office, father: Person) -> None:
    put(office, "family_question", asked_by=office.mother.id, asked_on="2016-02-20",
        words="Why did Łukasz not ring? He moved to 2 Heron Yard, Fellmarsh, QX3 7LN. Ivo waited.")  # fmt: skip
    put(office, "family_question", asked_by=father.id, asked_on="2016-02-20", words="Where is Grace living?")
    made = ready(office, "family-answers", office.mother.id)
    assert "Heron Yard" not in printed(made) and "Łukasz" not in printed(made) and "living" not in printed(made)
    told = {one.person_id: one for one in family_copies.tells(made)}
    assert set(told) == {father.id, office.child.id}, "never of its reader"
    assert [one.words for one in told[father.id].printed] == ["Name: printed as “the father”, in 1 place"]
    assert any(one.what.startswith("a home or work address") or "address" in one.what
               for one in told[father.id].kept_out)  # fmt: skip
    child = [one.words for one in told[office.child.id].printed]
    assert child and all(words.startswith("Name: printed as it is") for words in child)
    assert all("Heron" not in repr(one) for one in told.values())


def test_a_letter_bears_the_whole_address_of_its_reader(office: Office, father: Person) -> None:
    text = printed(ready(office, "family-letter", office.mother.id))
    assert "14 Reed Walk Fellmarsh QX3 7LP" in text and "[withheld" not in text


def test_a_copy_that_is_silent_about_somebody_says_so(office: Office, father: Person) -> None:
    told = {one.person_id: one for one in family_copies.tells(ready(office, "family-letter", office.mother.id))}
    assert told[father.id].silent and not told[office.child.id].silent


def test_what_is_withheld_as_a_whole_tells_nothing_of_those_named_in_it(office: Office, father: Person) -> None:
    row = put(office, "conversation", people=[father.id], kind="family", planned_for="2016-02-20", state="held")
    account, _ = office.session.do("note", notes.write, office.case.id, NoteKind.FAMILY_CONTACT, text="Ivo was well.")
    known = KNOWN["conversation"]
    office.session.do("link", rows.save, office.case, known, {"people": [office.mother.id, father.id],
                                                              "account": account.id}, row)  # fmt: skip
    made = ready(office, "interview-record", office.mother.id, record_id=row.id)
    told = {one.person_id: one for one in family_copies.tells(made)}
    assert "Ivo" not in printed(made) and told[office.child.id].silent


def test_an_advocates_copy_follows_the_members_word_for_word(office: Office, father: Person) -> None:
    advocate = office.session.do("Add", people.add_person, office.case.id, "Eleanor Wick", PersonKind.OTHER_ADULT,
                                 role="Advocate")  # fmt: skip
    with pytest.raises(UserError, match="not the advocate"):
        ready(office, "family-letter", office.mother.id, copy_to=advocate.id)
    put(office, "family_support", person=office.mother.id, advocate=advocate.id)
    own, copy = (ready(office, "family-letter", office.mother.id, copy_to=one) for one in ("", advocate.id))
    assert "Copy for the advocate of Grace Tarnbeck" in printed(copy) and "Wick" not in printed(copy)
    mine, theirs = (
        [words for one in made.document.blocks if not any(at in (words := printed_block(one)) for at in HEAD)]
        for made in (own, copy)
    )
    assert mine == theirs and len(mine) > 15
    with pytest.raises(UserError, match="not the advocate"):
        ready(office, "family-letter", father.id, copy_to=advocate.id)


HEAD = ("Copy for", "Reed Walk")


def printed_block(block: Any) -> str:
    return " ".join(one.text for one in filling.released_in(block))


def test_the_reading_copy_of_the_report_is_the_publication_text_for_everybody(
    office: Office, father: Person, tmp_path: Path
) -> None:
    put(office, "report_section", position=1, heading="The story", kind="case",
        words="Grace Tarnbeck rang on a Monday and nobody rang back.")  # fmt: skip
    one, other = (
        family_copies.reading_copy(
            office.session, office.case, person.id, tmp_path / f"{person.code}.pdf", second_person=office.chair.id
        )
        for person in (office.mother, father)
    )
    public = export.export(
        office.session, office.case, "overview-report", "publication", tmp_path / "p.pdf", second_person=office.chair.id
    )
    assert words_of(one) == words_of(other)
    assert "nobody rang back" in words_of(one) and "Tarnbeck" not in words_of(one)
    assert words_of(one).replace(family_copies.READING, "For publication") == words_of(public)


# The conversation record and the form


def test_a_record_keeps_account_reflections_and_corrections_apart(office: Office, father: Person) -> None:
    def hold(work: Any) -> str:
        row = bookings.book(
            work, office.case,
            {"people": [office.mother.id], "kind": "family", "planned_for": "2 June 2016", "notation": "mixed"},
        )  # fmt: skip
        _, account = conversations.start(work, office.case, row.id, script_version="2")
        notes.save(work, account, text=f"{account.text}She rang twice.\n\n“Nobody rang me back.”")
        conversations.correct(work, office.case, row.id, "She rang three times.", "Agreed by her")
        conversations.reflect(work, office.case, row.id, "Perhaps the rota was thin.")
        return row.id

    row_id = office.session.do("Hold", hold)
    own = ready(office, "interview-record", office.mother.id, record_id=row_id)
    text = printed(own)
    assert "She rang twice." in text and "She rang three times." in text and "rota" not in text
    quotes = [printed_block(one) for one in own.document.blocks if getattr(one, "style", "") == "quote"]
    assert quotes == ["“Nobody rang me back.”"], "word for word stands apart from what was understood"
    other = ready(office, "interview-record", father.id, record_id=row_id)
    assert "She rang" not in printed(other), "another member's words are withheld"
    assert "What the reviewer thought" not in text and "What the reviewer thought" not in printed(other)
    assert "rota was thin" in printed(ready(office, "interview-record", "", "internal", record_id=row_id))


def test_the_form_is_tagged_and_asks_for_no_name(office: Office) -> None:
    made = ready(office, "feedback-form", "", "event")
    report = page.validate_pdf_bytes(pdf.lay_out(made.document), profile=page.ValidationProfile.PDF_UA_1)
    assert not [failure.rule_id for failure in report.failures]
    text = printed(made)
    assert all(KNOWN["feedback_form"].field(one).label in text for one in feedback.SCALE)
    assert text.count("[  ]") == 25 and "Do not write your name" in text
