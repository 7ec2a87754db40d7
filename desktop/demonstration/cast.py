"""The cast and the bodies of the demonstration, brought in as a user does: a people file, the board's register."""

from __future__ import annotations

import tomllib
from typing import Any

from desktop.casework import board, cases, people
from desktop.casework import cast as casts
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import text_of
from desktop.redaction.people import cast_from_csv
from storage.records import Agency, Answer, BodyKind, Case, PartialDate, Person, WitnessStatus

AGENCY_OF = {
    "P1": "COMMUNITY", "P2": "FCS", "P3": "GP", "P4": "SCHOOL", "P5": "COMMUNITY", "P6": "CHARITY", "P7": "HOUSING",
    "P8": "HOSP", "P9": "HOSP", "B1": "BOARD", "B3": "BOARD", "B4": "BOARD", "B5": "BOARD", "D1": "POLICE",
    "D2": "POLICE", "D4": "CORONER",
}  # fmt: skip
_MORE: dict[str, dict[str, Any]] = {
    "F1": {"sex": "female", "remarks": "Told through her liaison officer"},
    "F2": {"sex": "male", "language": "Polish", "remarks": "New address must not reach the mother's partner"},
    "F3": {"sex": "male", "remarks": "Not to be told before further notice"},
    "P1": {"remarks": "No relation of the mother's partner, in spite of the surname"},
    "P2": {"former_role": "Social worker", "left_on": PartialDate.from_iso("2016-01")},
    "P5": {"former_role": "Health visiting team leader", "remarks": "Takes no part in signing off"},
}


def add_bodies(desk: Desk) -> int:
    """Bring the board's bodies in; gives how many."""
    rows = tomllib.loads(text_of("bodies.toml"))["body"]
    for row in rows:
        body = desk.do(
            "Add a body",
            board.add_body,
            row["name"],
            BodyKind(row["kind"]),
            short_code=row["key"],
            type_words=row["words"],
            contact_role=row["contact"],
            mailbox=row.get("mailbox", ""),
            address=row.get("address", ""),
            member=row.get("member", False),
        )
        desk.bodies[row["key"]] = body.id
    for row in rows:
        if "successor" in row:
            ended, now = desk.body(row["key"]), desk.body(row["successor"])
            desk.do("Record a successor", board.succeed, ended, now, PartialDate.from_iso(row["succeeded"]))
    return len(rows)


def add_people(desk: Desk, case: Case, name: str) -> int:
    """Bring a people file into a case; gives how many people it has."""
    cast = cast_from_csv(text_of(f"people-{name}.csv").encode())
    desk.do("Import people", casts.import_cast, case.id, cast)
    there = {person.name: person for person in desk.look(people.people, case.id)}
    for subject in cast:
        desk.people[case.code_name, subject.id] = there[subject.name].id
    return len(cast)


def complete(desk: Desk, case: Case) -> None:
    """Write down what a people file does not hold: bodies of professionals, languages, who left."""
    keys = {key for name, key in desk.people if name == case.code_name}
    for key in sorted(keys & (AGENCY_OF.keys() | _MORE.keys())):
        fields = dict(_MORE.get(key, {}))
        if key in AGENCY_OF:
            fields["agency_id"] = desk.bodies[AGENCY_OF[key]]
        desk.do("Save a person", people.save_person, desk.person(case, key), **fields)


def advised(desk: Desk, case: Case, key: str, status: WitnessStatus, statement: Answer, by: str) -> Person:
    """Record what the investigation advised about a person, as at the day of the story."""
    return desk.do(
        "Save a person",
        people.save_person,
        desk.person(case, key),
        witness_status=status,
        witness_advised_on=PartialDate.exact(desk.day),
        witness_advised_by=by,
        statement_taken=statement,
    )


def open_case(desk: Desk, name: str, reference: str, **fields: Any) -> Case:
    """Open a case as a referral."""
    case = desk.do("Open a case", cases.open_case, name, reference, example=True, **fields)
    desk.cases[name] = case.id
    return case


def own_body(desk: Desk, body_id: str) -> Agency:
    """The board as a body of its own register."""
    desk.bodies["BOARD"] = body_id
    return desk.body("BOARD")
