"""Conversations and events in a real vault: who may be spoken to, what is told, and every form its own index entry."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.casework import entries, material, met, notes, people
from desktop.errors import FieldErrors, UserError
from desktop.markers import bookings, conversations, events, rows, warnings
from storage.records import (
    EntryStatus,
    IndexEntry,
    Material,
    MaterialKind,
    Note,
    NoteKind,
    Person,
    PersonKind,
    RegisterRow,
    Relation,
    WitnessStatus,
)
from tests.desktop.conftest import Office

PLAN = {"kind": "practitioner", "planned_for": "2 June 2016 at 10am", "purpose": "What the work was like"}


def put(office: Office, register: str, **values: Any) -> RegisterRow:
    known = rows.registers_of(office.case)[register]
    return office.session.do(f"Save {register}", rows.save, office.case, known, values)


def booked(office: Office, *who: Person, despite: str = "", **values: Any) -> RegisterRow:
    plan = {**PLAN, "people": [one.id for one in who or (office.visitor,)], **values}
    return office.session.do("Book", bookings.book, office.case, plan, despite=despite)


def begun(office: Office, row: RegisterRow, **more: Any) -> tuple[RegisterRow, Note]:
    given = {"script_version": "2", "sheet_version": "2", **more}
    return office.session.do("Start", conversations.start, office.case, row.id, **given)


def listed(office: Office) -> list[IndexEntry]:
    found = office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))
    return [one for one in found if not one.is_block]


def now(office: Office, row: RegisterRow) -> RegisterRow:
    return office.session.look(lambda store: store.get(RegisterRow, row.id))


def witness(office: Office, person: Person) -> Person:
    return office.session.do(
        "Witness", people.save_person, person, witness_status=WitnessStatus.POTENTIAL_PROSECUTION
    )


# Who may be spoken to


def test_somebody_not_cleared_is_said_before_a_conversation_is_booked_and_again_before_it_starts(
    office: Office,
) -> None:
    process = put(office, "process", kind="criminal", stage="open", added_on="2016-02-20")
    word = put(office, "contact_permission", person=office.visitor.id, permission="not", given_on="2016-02-22",
               process=process.id)  # fmt: skip
    with pytest.raises(UserError, match=r"Nothing was booked.*not cleared") as caught:
        booked(office)
    assert (caught.value.code, caught.value.field) == ("not-cleared", "not_cleared_because")
    assert "Hallowfen" not in str(caught.value)
    assert office.session.look(lambda store: store.count(RegisterRow, register="conversation")) == 0
    row = booked(office, despite="Police asked us to, in writing")
    assert row.values["not_cleared_because"] == "Police asked us to, in writing"
    with pytest.raises(UserError, match="It was not begun"):
        begun(office, row)
    started, _ = begun(office, row, despite="Confirmed by telephone today")
    assert started.values["not_cleared_because"].endswith("At the start: Confirmed by telephone today")
    assert word.values["permission"] == "not"


def test_a_permission_after_a_statement_counts_once_the_statement_was_taken(office: Office) -> None:
    given = {"person": office.visitor.id, "permission": "after_statement", "given_on": "2016-02-22"}
    first = put(office, "contact_permission", **given)
    with pytest.raises(UserError):
        booked(office)
    put(office, "contact_permission", **given, condition_met_on="2016-02-23")
    assert booked(office).values["state"] == "planned" and first.id


def test_when_a_process_changes_stage_future_bookings_that_are_no_longer_cleared_are_listed(office: Office) -> None:
    process = put(office, "process", kind="criminal", stage="open", added_on="2016-02-20")
    put(office, "contact_permission", person=office.visitor.id, permission="free", given_on="2016-02-21",
        process=process.id)  # fmt: skip
    talk = booked(office)
    event = office.session.do(
        "Book", bookings.book, office.case,
        {"title": "First event", "planned_for": "23 June 2016 at 10am", "attendees": [office.visitor.id]},
        register_id="event",
    )  # fmt: skip
    booked(office, planned_for="3 January 2016 at 10am")
    assert office.session.look(bookings.recheck, office.case) == ()
    found = office.session.do(
        "Stage", bookings.change_stage, office.case, process.id, "charged", "2016-02-24"
    )
    assert [(one.register, one.row_id) for one in found] == [("conversation", talk.id), ("event", event.id)]
    assert found[0].not_cleared[0].stale and "changed stage" in found[0].not_cleared[0].reason
    with pytest.raises(UserError):
        begun(office, talk)
    moved = office.session.do("Move", bookings.move, office.case, talk.id, "4 July 2016 at 10am", despite="Later on")
    assert now(office, talk).values["state"] == "moved" and moved.values["instead_of"] == talk.id
    assert [one.row_id for one in office.session.look(bookings.recheck, office.case)] == [event.id, moved.id]


def test_a_member_of_the_family_is_cleared_by_their_own_row_until_police_say_otherwise(office: Office) -> None:
    def not_cleared() -> list[str]:
        return [one.reason for one in office.session.look(bookings.clearance, office.case, [office.mother.id])]

    member = put(office, "family_member", person=office.mother.id, relation="Mother", cleared="not_asked")
    assert "Nobody has yet asked" in not_cleared()[0]
    known = rows.registers_of(office.case)["family_member"]
    office.session.do("Save", rows.save, office.case, known, {"cleared": "cleared"}, member)
    assert not_cleared() == []
    office.session.do("Save", rows.save, office.case, known, {"embargo_until": "2016-04-01"}, now(office, member))
    assert not_cleared() == ["This person is not to be contacted before 1 April 2016."]


def test_changing_the_people_of_a_booking_is_checked_too(office: Office) -> None:
    row = booked(office)
    suspect = office.session.do("Add", people.add_person, office.case.id, "Will Fenrush", PersonKind.PROFESSIONAL)
    witness(office, suspect)
    with pytest.raises(UserError, match="not changed"):
        office.session.do(
            "Change", bookings.change_booking, office.case, row.id, {"people": [office.visitor.id, suspect.id]}
        )
    kept = office.session.do("Change", bookings.change_booking, office.case, row.id, {"place": "Room 2"})
    assert kept.values["place"] == "Room 2"


# What is told, and what is left


def test_an_account_begins_with_what_the_person_was_told_and_reflections_are_a_record_of_their_own(
    office: Office,
) -> None:
    row = booked(office)
    with pytest.raises(FieldErrors, match="opening script"):
        begun(office, row, script_version=" ")
    assert listed(office) == []
    started, account = begun(office, row)
    assert account.text == (
        "Opening script version 2 read, information sheet version 2 given, 24 February 2016 at 9am.\n\n"
    ).replace("9am", "9:00am")
    assert (account.told_version, account.speaker_ids) == ("2", (office.visitor.id,))
    assert started.values["account"] == account.id and "Hallowfen" not in account.title
    again, same = begun(office, row)
    assert (again.id, same.id) == (row.id, account.id), "starting twice opens the one account"
    thoughts = office.session.do("Reflect", conversations.reflect, office.case, row.id, "I think it was the rota")
    assert thoughts.kind is NoteKind.REFLECTIONS and thoughts.parent_id == account.id
    assert "rota" not in office.session.look(lambda store: store.get(Note, account.id)).text
    assert now(office, row).values["reflections"] == thoughts.id


def test_each_form_of_what_was_said_is_an_index_entry_of_its_own(office: Office) -> None:
    row, account = begun(office, booked(office))
    do, case = office.session.do, office.case
    do("Reflect", conversations.reflect, case, row.id, "A thought")
    do("Transcribe", conversations.transcribe, case, row.id, "Word for word, from the recording")
    do("Correct", conversations.correct, case, row.id, "It was Tuesday", "Agreed by her, 9 June 2016")
    for kind in ("notebook", "audio"):
        do("Lodge", conversations.keep_original, case, row.id, kind, office.chair.id, location="Safe 2", pages=11)
    event = do("Book", bookings.book, case,
               {"title": "First event", "planned_for": "23 June 2016 at 10am", "attendees": [office.visitor.id]},
               register_id="event")  # fmt: skip
    do("Note", events.note, case, event.id, "The group spoke of the winter")
    do("Note", events.note, case, event.id, "They were tired", reflections=True)
    photo = material.add_file(office.session, case.id, "chart.txt", b"a picture", kind=MaterialKind.PHOTOGRAPH).item
    assert photo is not None
    do("List", events.keep_item, case, event.id, photo.id)
    do("Lodge", conversations.keep_original, case, event.id, "flip_chart", office.chair.id, location="Safe 2")
    found = sorted((one.kind.value, one.relation.value) for one in listed(office))
    assert found == sorted(
        [
            ("note_typed", ""), ("analysis", "reflections_on"), ("note_transcript", "transcript_of"),
            ("note_typed", "correction_of"), ("note_handwritten", ""), ("note_audio", ""), ("note_typed", ""),
            ("analysis", "reflections_on"), ("photograph", ""), ("event_record", ""),
        ]
    )  # fmt: skip
    assert office.session.look(entries.without_entry, case.id) == ()
    assert len(now(office, event).values["materials"]) == 2 and len(now(office, event).values["notes"]) == 2
    kept = office.session.look(lambda store: conversations.kept(store, case, store.get(RegisterRow, row.id)))
    assert kept.account is not None and kept.account.id == account.id
    assert [len(one) for one in (kept.reflections, kept.corrections, kept.transcripts, kept.originals)] == [1, 1, 1, 2]


def test_a_conversation_and_its_records_are_found_from_each_other(office: Office) -> None:
    row, account = begun(office, booked(office))
    do, case = office.session.do, office.case
    thought = do("Reflect", conversations.reflect, case, row.id, "A thought")
    lodged = do("Lodge", conversations.keep_original, case, row.id, "notebook", office.chair.id, location="Safe 2")
    second, _ = do("Note", notes.write, case.id, title="On the stairs", text="More.", conversation_id=row.id)
    alone, _ = do("Note", notes.write, case.id, title="Elsewhere", text="Nothing to do with it.")
    book = office.session.look(lambda store: store.get(Material, lodged.values["material"][0]))
    kept = office.session.look(lambda store: conversations.kept(store, case, store.get(RegisterRow, row.id)))
    assert [one.id for one in kept.others] == [second.id]
    for record in (account, thought, second, book):
        found = office.session.look(met.met_at, record)
        assert found is not None
        assert (found.row_id, found.register) == (row.id, "conversation")
        assert found.words == f"Conversation with [{office.visitor.code}]"
    assert office.session.look(met.met_at, alone) is None
    event = do("Book", bookings.book, case,
               {"title": "First event", "planned_for": "23 June 2016 at 10am", "attendees": [office.visitor.id]},
               register_id="event")  # fmt: skip
    spoken = do("Note", events.note, case, event.id, "The group spoke of the winter")
    at_event = office.session.look(met.met_at, spoken)
    assert at_event is not None
    assert (at_event.row_id, at_event.words) == (event.id, "First event")


def test_a_note_that_names_its_conversation_is_its_account_where_none_is_linked(office: Office) -> None:
    row = booked(office)
    note, _ = office.session.do(
        "Note", notes.write, office.case.id, NoteKind.ACCOUNT, title="Talk", text="She said.", conversation_id=row.id
    )
    kept = office.session.look(lambda store: conversations.kept(store, office.case, store.get(RegisterRow, row.id)))
    assert kept.account is not None and kept.account.id == note.id
    thought = office.session.do("Reflect", conversations.reflect, office.case, row.id, "A thought")
    assert thought.parent_id == note.id


def test_a_correction_stands_beside_the_account_which_never_changes(office: Office) -> None:
    row, account = begun(office, booked(office))
    office.session.do("Write", notes.save, account, text=account.text + "It was Monday.")
    made = office.session.do("Correct", conversations.correct, office.case, row.id, "It was Tuesday.", "Agreed by her")
    original = office.session.look(lambda store: store.get(Note, account.id))
    assert original.frozen and original.text.endswith("It was Monday.") and made.text == "It was Tuesday."
    entry = office.session.look(lambda store: entries.entry_of(store, made))
    assert entry is not None and entry.relation is Relation.CORRECTION
    assert now(office, row).values["corrections"] == [made.id]


def test_a_conversation_without_a_note_stays_flagged_until_it_is_declared_that_none_was_made(office: Office) -> None:
    row = booked(office, mode="telephone")
    office.session.do("Finish", conversations.finish, office.case, row.id, follow_ups="Ring again")

    def flagged() -> bool:
        return any(one.rule == "9.5-note" for one in office.session.look(warnings.warnings, office.case))

    assert flagged()
    with pytest.raises(FieldErrors):
        office.session.do("Declare", conversations.declare_no_notes, office.case, row.id, office.chair.id, " ")
    held = office.session.do(
        "Declare", conversations.declare_no_notes, office.case, row.id, office.chair.id, "On the road"
    )
    assert not flagged()
    (declared,) = office.session.look(lambda store: store.find(RegisterRow, register="not_kept"))
    assert held.values["no_notes"] == declared.id and declared.values["conversation"] == row.id
    (entry,) = listed(office)
    assert entry.status is EntryStatus.NEVER_MADE and "On the road" in entry.status_note


def test_the_topics_of_a_guide_have_keys_that_the_editor_puts_before_answers(office: Office) -> None:
    own = booked(office, agenda="1. The first visit\n- What made it hard\n\nQ3: What would help")
    put(office, "topic_guide", person=office.mother.id, topics="Ivo\nThe spring", shared_on="2016-02-23")
    put(office, "family_member", person=office.mother.id, relation="Mother", cleared="cleared")
    family = booked(office, office.mother, kind="family")
    _row, account = begun(office, own)
    assert account.topics == ("The first visit", "What made it hard", "What would help"), "the keys ask them"
    assert (account.conversation_id, account.script) == (own.id, "version 2")
    found = office.session.look(conversations.topics, office.case, own.id)
    assert [(one.key, one.text) for one in found] == [
        ("Q1", "The first visit"), ("Q2", "What made it hard"), ("Q3", "What would help"),
    ]  # fmt: skip
    assert [one.text for one in office.session.look(conversations.topics, office.case, family.id)] == [
        "Ivo", "The spring",
    ]  # fmt: skip


# Events


@pytest.fixture
def room(office: Office) -> tuple[RegisterRow, dict[str, Person]]:
    def person(name: str, **more: Any) -> Person:
        return office.session.do("Add", people.add_person, office.case.id, name, PersonKind.PROFESSIONAL, **more)

    who = {"leader": person("Zoë O'Sallow", role="Team leader"), "doctor": person("Adaeze Quillon", role="GP")}
    who["worker"] = person("Bryony Tull", role="Worker")
    office.session.do("Add", people.add_person, office.case.id, "Mark Hallowfen", PersonKind.PARENT, role="Partner")
    for one, tier in ((office.visitor, "frontline"), (who["leader"], "middle")):
        put(office, "practitioner", person=one.id, key_role="yes", agency=office.hospital.id, tier=tier)
    put(office, "practitioner", person=who["worker"].id, key_role="no", manager_conflict="yes")
    event = office.session.do(
        "Book", bookings.book, office.case,
        {"title": "First event", "planned_for": "23 June 2016 at 10am", "purpose": "To learn",
         "attendees": [office.visitor.id, *(one.id for one in who.values())]},
        register_id="event",
    )  # fmt: skip
    who["doctor"] = witness(office, who["doctor"])
    return event, who


def test_who_sits_in_the_room_with_whom_is_looked_at_before_an_event(
    office: Office, room: tuple[RegisterRow, dict[str, Person]]
) -> None:
    event, who = room
    found = office.session.look(events.concerns, office.case, event.id)
    assert {(one.kind, one.person_id) for one in found} == {
        ("witness", who["doctor"].id), ("hierarchy", who["leader"].id), ("conflict", who["worker"].id),
        ("family_link", office.visitor.id),
    }  # fmt: skip
    assert not any("Hallowfen" in one.sentence for one in found)


def test_a_witness_is_heard_individually_instead_and_nothing_is_decided_alone(
    office: Office, room: tuple[RegisterRow, dict[str, Person]]
) -> None:
    event, who = room
    assert who["doctor"].id in now(office, event).values["attendees"], "a concern is shown, never acted upon"
    decide = ("Decide", events.decide, office.case, event.id)
    with pytest.raises(FieldErrors):
        office.session.do(*decide, "witness", who["doctor"].id, "moved")
    with pytest.raises(UserError, match="not cleared"):
        office.session.do(*decide, "witness", who["doctor"].id, "moved", talk_on="4 July 2016 at 10am")
    assert who["doctor"].id in now(office, event).values["attendees"], "refused whole"
    office.session.do(
        *decide, "witness", who["doctor"].id, "moved", talk_on="4 July 2016 at 10am", despite="After her statement"
    )
    office.session.do(*decide, "family_link", office.visitor.id, "none")
    office.session.do(*decide, "family_link", office.visitor.id, "stays")
    attendees = now(office, event).values["attendees"]
    assert who["doctor"].id not in attendees and office.visitor.id in attendees
    talks = office.session.look(lambda store: store.find(RegisterRow, register="conversation"))
    assert [one.values["people"] for one in talks] == [[who["doctor"].id]]
    found = office.session.look(events.concerns, office.case, event.id)
    assert [one.decided for one in found if one.kind == "family_link"] == ["stays"]
    checks = office.session.look(lambda store: store.find(RegisterRow, register="composition_check"))
    assert len(checks) == 2, "one check a person and concern"


def test_an_event_starts_with_who_came_and_the_script(
    office: Office, room: tuple[RegisterRow, dict[str, Person]]
) -> None:
    event, who = room
    start = ("Start", events.start, office.case, event.id)
    with pytest.raises(UserError, match="not cleared"):
        office.session.do(*start, script_version="3", came=[who["doctor"].id])
    with pytest.raises(FieldErrors) as caught:
        office.session.do(*start, script_version="", came=[])
    assert set(caught.value.errors) == {"script_version", "came"}
    row = office.session.do(*start, script_version="3", came=[office.visitor.id, who["worker"].id])
    assert row.values["came"] == [office.visitor.id, who["worker"].id] and row.values["script_version"] == "3"

