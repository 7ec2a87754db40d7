"""A furnished case with conversations, an event, a family and feedback, for tests and screens of those pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.casework import people
from desktop.markers import bookings, conversations, events, family, feedback, rows
from desktop.session import Session
from storage.records import Case, Person, PersonKind, RegisterRow
from storage.store import Work
from tests.views.furnish import World


@dataclass(frozen=True)
class Scene:
    """Ids of what was made."""

    held: str
    blocked: str
    event: str
    round: str
    father: Person


def furnish_people(session: Session, world: World) -> Scene:
    """Make the scene in the case of a furnished world."""
    return session.do("Furnish people", _make, world)


def _put(work: Work, case: Case, register: str, **values: Any) -> RegisterRow:
    return rows.save(work, case, rows.registers_of(case)[register], values)


def _make(work: Work, world: World) -> Scene:
    case = work.get(Case, world.case.id)
    father = people.add_person(
        work, case.id, "Łukasz Wierzbęk", PersonKind.PARENT, role="Father", relation="father", language="Polish"
    )
    doctor = people.add_person(work, case.id, "Adaeze Quillon", PersonKind.PROFESSIONAL, role="GP")
    process = _put(work, case, "process", kind="criminal", stage="open", added_on="2016-02-20")
    for who, permission in ((world.visitor, "free"), (doctor, "after_trial")):
        _put(work, case, "contact_permission", person=who.id, permission=permission, given_on="2016-03-01",
             process=process.id)  # fmt: skip
    _put(work, case, "invitation", person=world.visitor.id, sheet_version="2", sent_on="2016-05-20", to="conversation")
    talk = bookings.book(
        work, case,
        {"people": [world.visitor.id], "kind": "practitioner", "planned_for": "2 June 2016 at 10am",
         "mode": "in_person", "purpose": "What the work was like at the time",
         "agenda": "The first visits\nWhat made it hard\nWhat would have helped"},
    )  # fmt: skip
    conversations.start(work, case, talk.id, script_version="2", sheet_version="2")
    conversations.reflect(work, case, talk.id, "The rota may explain more than the person.")
    conversations.correct(work, case, talk.id, "It was a Tuesday.", "the health visitor, 9 June 2016")
    conversations.keep_original(work, case, talk.id, "notebook", world.visitor.id, location="Safe 2", pages=11)
    conversations.finish(work, case, talk.id, follow_ups="Ask for the rota", wellbeing="Tired; has her supporter")
    later = bookings.book(
        work, case, {"people": [doctor.id], "kind": "practitioner", "planned_for": "4 July 2030 at 2pm"},
        despite="Police agreed by telephone",
    )  # fmt: skip
    event = bookings.book(
        work, case,
        {"title": "First practitioner event", "planned_for": "23 June 2030 at 10am", "purpose": "To learn together",
         "attendees": [world.visitor.id, doctor.id]},
        despite="To be looked at", register_id="event",
    )  # fmt: skip
    events.note(work, case, event.id, "The group spoke of the winter.")
    bookings.change_stage(work, case, process.id, "charged", "2016-06-28")
    return Scene(talk.id, later.id, event.id, _family_and_feedback(work, case, world, father, event), father)


def _family_and_feedback(work: Work, case: Case, world: World, father: Person, event: RegisterRow) -> str:
    _put(work, case, "family_member", person=world.mother.id, relation="Mother", cleared="cleared",
         safe_contact="Ring before noon, never at her sister's", not_to_know="Where she lives now")  # fmt: skip
    _put(work, case, "family_member", person=father.id, relation="Father", cleared="not_yet")
    family.ask(work, case, world.mother.id, "Why did nobody ring me back?", "2016-06-10")
    family.lend(work, case, {"person": world.mother.id, "what": "A photograph of Ivo", "lent_on": "2016-06-10",
                             "give_back_by": "2016-06-30", "kind": "photograph"})  # fmt: skip
    made = _put(work, case, "feedback", audience="practitioners", on="2016-06-24", given=12, event=event.id)
    theme = feedback.add_theme(work, case, made.id, "Time to prepare")
    for at in range(6):
        answers = dict.fromkeys(feedback.SCALE, "5") | {"safe": "2" if at == 0 else "4"}
        feedback.enter(work, case, made.id, answers, themes=[theme.id] if at < 2 else [])
    return made.id
