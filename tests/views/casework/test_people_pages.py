"""Conversations, an event, the family and feedback by real keys, on a furnished case."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from desktop.markers import bookings, feedback, rows
from desktop.qt.theme import theme
from desktop.session import Session
from storage.records import IndexEntry, Note, RegisterRow
from tests.screens import clipped, settle
from tests.views.casework.keys import CTRL, frame_of, page_of, press, tab_to, type_
from tests.views.conftest import accessible_problems
from tests.views.furnish import World
from tests.views.people_scene import Scene, furnish_people
from views.casework.parts import Hidden
from views.kit.text import Link
from views.window import Window


@pytest.fixture
def scene(session: Session, world: World, case_window: Window) -> Scene:
    return furnish_people(session, world)


def words_on(page: Any) -> str:
    found = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
    found += [one.text() for one in page.findChildren(QLineEdit) if one.isVisibleTo(page)]
    found += [one.toPlainText() for one in page.findChildren(QPlainTextEdit) if one.isVisibleTo(page)]
    return " ".join(found)


def stored(session: Session, row_id: str) -> RegisterRow:
    return session.look(lambda store: store.get(RegisterRow, row_id))


def talks(session: Session) -> list[RegisterRow]:
    return list(session.look(lambda store: store.find(RegisterRow, register="conversation")))


def test_booking_somebody_not_cleared_is_said_beside_the_reason_and_nothing_typed_is_lost(
    qtbot, case_window: Window, session: Session, world: World, scene: Scene
) -> None:
    before = len(talks(session))
    page = page_of(case_window, "conversation", row="")
    page.plan.fields["people"].set_value([scene.father.id])
    page.plan.fields["kind"].set_value("other")
    page.plan.fields["planned_for"].focus()
    type_(qtbot, "4/7/30 at 10am")
    press(qtbot, Qt.Key.Key_S, CTRL)
    settle()
    assert "not cleared" in page.plan.fields["not_cleared_because"].error
    assert len(talks(session)) == before and page.plan.fields["planned_for"].value() == "4/7/30 at 10am"
    page.plan.fields["not_cleared_because"].focus()
    type_(qtbot, "His own wish")
    press(qtbot, Qt.Key.Key_S, CTRL)
    settle()
    made = next(one for one in talks(session) if one.values["people"] == [scene.father.id])
    assert made.values["not_cleared_because"] == "His own wish" and made.values["state"] == "planned"
    page = frame_of(case_window).page
    assert page.row.id == made.id and page.header.title.text() == f"Conversation with {scene.father.code}"


def test_it_is_said_again_before_it_starts_and_the_account_begins_with_what_was_told(
    qtbot, case_window: Window, session: Session, scene: Scene
) -> None:
    page = page_of(case_window, "conversation", row=scene.blocked)
    assert "changed stage" in words_on(page)
    press(qtbot, Qt.Key.Key_F5)
    type_(qtbot, "3")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    assert "not cleared" in words_on(page) and "account" not in stored(session, scene.blocked).values
    tab_to(qtbot, "Why it goes ahead")
    type_(qtbot, "Agreed today")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    row = stored(session, scene.blocked)
    account = session.look(lambda store: store.get(Note, row.values["account"]))
    assert account.text.startswith("Opening script version 3 read, ") and row.values["script_version"] == "3"
    page = frame_of(case_window).page
    assert "Opening script version 3 read" in words_on(page)
    press(qtbot, Qt.Key.Key_F9)
    type_(qtbot, "My own thought")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    account = session.look(lambda store: store.get(Note, account.id))
    assert "thought" not in account.text
    assert [one.text for one in page_of(case_window, "conversation", row=scene.blocked).found.kept.reflections] == [
        "My own thought"
    ]


def test_bookings_that_are_no_longer_cleared_stand_above_the_list_and_open_by_enter(
    qtbot, case_window: Window, session: Session, scene: Scene
) -> None:
    page = page_of(case_window, "conversations")
    bars = [one.text() for one in page.warned.findChildren(QLabel) if one.text()]
    assert sum("is not cleared" in one for one in bars) == 2
    assert page.table.hasFocus() and page.model.rowCount() == 3
    page.table.choose(scene.event)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert frame_of(case_window).page.header.title.text() == "First practitioner event"


def test_a_concern_about_who_sits_in_the_room_is_decided_by_keys(
    qtbot, case_window: Window, session: Session, world: World, scene: Scene
) -> None:
    page = page_of(case_window, "group-event", row=scene.event)
    concern = next(one for one in page.found["concerns"] if one.person_id == world.visitor.id)
    page.ask_decide(concern)
    settle()
    form = next(one for one in page.ask.children() if hasattr(one, "form"))
    form.form.fields["result"].set_value("opted_out")
    form.form.fields["alternative"].focus()
    type_(qtbot, "Will write instead")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    assert world.visitor.id not in stored(session, scene.event).values["attendees"]
    check = session.look(lambda store: store.find(RegisterRow, register="composition_check"))[0]
    assert check.values["alternative"] == "Will write instead"


def test_each_member_of_the_family_stands_alone_and_safe_contact_is_hidden(
    qtbot, case_window: Window, world: World, scene: Scene
) -> None:
    page = page_of(case_window, "family", person=world.mother.id)
    assert "Ring before noon" not in words_on(page)
    hidden = page.findChildren(Hidden)
    hidden[0].button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert "Ring before noon" in words_on(page)
    page = page_of(case_window, "family", person=world.mother.id, tab="questions")
    cell = page.views[0].model.row_at(0).cells[0]
    assert "Why did nobody ring" in f"{cell.text} {cell.second}"
    page = page_of(case_window, "family", person=scene.father.id, tab="questions")
    assert page.views[0].model.rowCount() == 0, "another member's questions are theirs"
    assert "not contact them yet" in words_on(page)
    page = page_of(case_window, "family", person=world.mother.id, tab="copies")
    page.look_at("family-letter")
    settle()
    assert "Name: printed as it is" in words_on(page) and scene.father.code in words_on(page)


def test_a_day_that_is_a_birthday_is_said_beside_the_reason_on_every_page(
    qtbot, case_window: Window, session: Session, world: World, scene: Scene
) -> None:
    born = world.child.born.first_day
    page = page_of(case_window, "family", person=world.mother.id, tab="contact")
    offers = next(one for one in page.views if one.register.id == "family_offer")
    offers.add()
    settle()
    offers.form.fields["offered_on"].set_value("2016-06-01")
    offers.form.fields["response"].set_value("accepted")
    offers.form.fields["at"].focus()
    type_(qtbot, f"{born.day}/{born.month}/30 at 2pm")
    offers.save()
    settle()
    assert "look at the day again" in offers.form.fields["date_because"].error
    offers.form.fields["date_because"].focus()
    type_(qtbot, "She asked for it")
    offers.save()
    settle()
    found = session.look(lambda store: store.find(RegisterRow, register="family_offer"))
    assert [one.values["date_because"] for one in found] == ["She asked for it"]


def test_forms_are_entered_one_after_the_other_by_digits(
    qtbot, case_window: Window, session: Session, world: World, scene: Scene
) -> None:
    page = page_of(case_window, "feedback")
    qtbot.waitUntil(lambda: page.rounds is not None and bool(page.rounds.table.current_id()))
    settle()
    assert not page._why_not_enter() and page.rounds.table.hasFocus()
    press(qtbot, Qt.Key.Key_E, CTRL)
    assert page.quick.answers["clear"].line.hasFocus()
    for form in ("55432", "44444"):
        for digit in form:
            type_(qtbot, digit)
        assert page.quick.words.text.hasFocus(), "the keyboard went on by itself"
        type_(qtbot, "Some words")
        press(qtbot, Qt.Key.Key_Return, CTRL)
        settle()
        assert page.quick.form.summary.isHidden()
    made = session.look(feedback.forms, world.case, (scene.round,))
    assert len(made) == 8
    assert [[one.values[name] for name in feedback.SCALE] for one in made[-2:]] == [list("55432"), list("44444")]
    assert made[-1].values["words"] == "Some words" and stored(session, scene.round).values["returned"] == 8
    assert page.quick.answers["clear"].value() == "" and page.quick.answers["clear"].line.hasFocus()
    assert "8 of 12 forms came back." in words_on(page)
    type_(qtbot, "9")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    settle()
    assert page.quick.answers["clear"].error == "Enter a number from 1 to 5"


@pytest.mark.parametrize("page_id", ["conversations", "conversation", "group-event", "family", "feedback"])
def test_every_control_has_a_name_and_nothing_is_clipped_in_large_text(
    case_window: Window, scene: Scene, page_id: str
) -> None:
    where = {"conversation": {"row": scene.held}, "group-event": {"row": scene.event}}.get(page_id, {})
    page = page_of(case_window, page_id, **where)
    assert accessible_problems(page) == []
    theme().set(scale=200)
    try:
        case_window.resize(1280, 720)
        settle()
        assert clipped(page) == []
    finally:
        theme().set(scale=100)
        settle()


def test_the_rule_of_bookings_holds_on_the_stage_of_a_wizard_too(session: Session, world: World, scene: Scene) -> None:
    from desktop.errors import FieldErrors
    from desktop.markers import wizard

    register = rows.registers_of(world.case)["conversation"]
    values = {"people": [scene.father.id], "kind": "other", "state": "planned", "planned_for": "4 July 2030 at 10am"}
    with pytest.raises(FieldErrors) as caught:
        session.do("Save", wizard.save_row, world.case, register, values)
    assert set(caught.value.errors) == {"not_cleared_because"}
    made = session.do("Save", wizard.save_row, world.case, register, values | {"not_cleared_because": "Agreed"})
    session.do("Save", wizard.save_row, world.case, register, {"place": "Room 2"}, made)
    assert session.look(bookings.recheck, world.case)


def test_the_copy_for_an_advocate_is_the_members_and_is_looked_at_before_it_leaves(
    qtbot, case_window: Window, session: Session, world: World, scene: Scene
) -> None:
    register = rows.registers_of(world.case)["family_support"]
    values = {"person": world.mother.id, "advocate": world.visitor.id}
    session.do("Support", rows.save, world.case, register, values)
    page = page_of(case_window, "family", person=world.mother.id, tab="copies")
    links = [one for one in page.findChildren(Link) if one.accessibleName().startswith("Copy for the advocate: A rev")]
    link = links[0]
    link.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    release = frame_of(case_window).page
    assert release.recipient == world.mother.id and release.only == {"copy_to": world.visitor.id}
    assert release.found.ready.made.copy_to == world.visitor.id


def links_to_it(page: Any) -> list[Link]:
    return [one for one in page.findChildren(Link) if one.text().startswith("Conversation with ")]


def test_from_a_note_its_item_and_its_index_entry_one_comes_to_the_conversation(
    qtbot, case_window: Window, session: Session, scene: Scene
) -> None:
    row = next(one for one in talks(session) if one.values.get("account"))
    account = session.look(lambda store: store.get(Note, row.values["account"]))
    entry = session.look(lambda store: store.one(IndexEntry, record_id=account.id))
    for page_id, where in (
        ("note", {"note": account.id}), ("evidence", {"item": account.id}), ("disclosure", {"entry": entry.id}),
    ):  # fmt: skip
        page = page_of(case_window, page_id, **where)
        qtbot.waitUntil(lambda page=page: bool(links_to_it(page)))
        links_to_it(page)[0].click()
        settle()
        there = frame_of(case_window).page
        assert there.TITLE == "Conversation" and there.row.id == row.id, page_id
    page_of(case_window, "evidence", item=account.id)
    to_entry = frame_of(case_window).page.findChildren(Link)
    next(one for one in to_entry if one.text() == "Open its index entry").click()
    qtbot.waitUntil(lambda: frame_of(case_window).page.entry.entry_id == entry.id)
