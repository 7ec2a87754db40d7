"""Steps 25 to 28 and 41 of the script: the index is checked, mended, sent to owners, issued, returned, issued again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.demonstration import words
from desktop.demonstration.desk import Desk
from desktop.demonstration.items import load
from desktop.demonstration.steps_setting_up import ITEMS, _bring
from desktop.disclosure import checks, entries, issue, key, proceedings, requests
from desktop.disclosure.issue import Order
from desktop.disclosure.overview import overview
from desktop.errors import UserError
from storage.records import Case, Issue, OwnerPosition, Request, SensitivityClaim, Series
from storage.store import Store

RUNNING = "plover-running"
SEALED = "tern-cobble-lichen-gorse-pilot-ember"
"""Opens the sensitive lists and the key of the demonstration."""
FIRST, SECOND = "2016-05-13", "2016-06-30"
KEY_FOLDER = "plover-key-by-hand"
SHEETS = ("FCS", "HOSP", "POLICE", "SCHOOL", "HOUSING")
"""The five bodies that are sent their own items."""
THIN = {
    "attendance-summary": "Summary of attendances of the child at the hospital",
    "return-police": "Minimum information from the police about calls",
}
"""Descriptions of version 1 that the disclosure officer returns as too thin."""


def order(desk: Desk, case: Case, series: Series, proof: str = "") -> Order:
    """An order for a version of a series, authorised by the chair on a signed sheet."""
    return Order(
        case_id=case.id,
        series=series,
        proceeding_id=desk.facts["proceeding"],
        recipient_id=desk.facts["disclosure_officer"],
        authorised_by=desk.person(case, "B3").id if proof else "",
        proof_id=desk.material(proof).id if proof else "",
        passphrase=SEALED if series is Series.SENSITIVE else "",
    )


def check_index(desk: Desk) -> dict[str, Any]:
    """Step 25: four stops and two warnings, seen before anything is mended; then each is mended in its field."""
    desk.work_as("B1")
    case, items = desk.case("Plover"), load(ITEMS)
    for name, text in THIN.items():
        desk.describe(case, items[name], text)
    seen = desk.look(overview, case.id, Series.OPEN).findings
    refused = ""
    try:
        issue.issue(desk.session, order(desk, case, Series.OPEN), desk.exports / "plover" / "refused")
    except UserError as problem:
        refused = problem.code
    _mend(desk, case)
    left = desk.look(overview, case.id, Series.OPEN).findings
    return {
        "stops": sorted((one.code, one.field, one.always) for one in checks.stops(seen)),
        "warnings": sorted((one.code, one.field) for one in seen if one.level == checks.WARN),
        "refused": refused,
        "after": [(one.code, one.field) for one in left],
    }


def _mend(desk: Desk, case: Case) -> None:
    """Each stop in its own field; the two mis-filed papers with their reasons."""
    items = load(ITEMS)
    for name in ("return-community", "return-surgery"):
        desk.describe(case, items[name], items[name].description)
    owned = desk.do("Set the owner", entries.set_owner, desk.entry("translation"), desk.bodies["BOARD"], by="B1")
    desk.confirm("translation", OwnerPosition.NO_OBJECTION, by=owned.owner_contact)
    note = desk.entry("liaison-april")
    desk.do(
        "Decide about sensitivity",
        entries.claim,
        note,
        SensitivityClaim.NONE,
        reason="The investigation has no objection to its being listed",
        by="B1",
    )
    desk.decide(case, items, "room-bookings", "training-agenda")


def ask_owners(desk: Desk) -> dict[str, Any]:
    """Step 26: each owner gets its own items on a sheet."""
    desk.work_as("B4")
    case = desk.case("Plover")
    words.decide(desk, case, "index")
    paths = issue.write_owner_lists(
        desk.session, order(desk, case, Series.OPEN), desk.exports / "plover" / "2016-05-12"
    )
    codes = {path.stem.rsplit("-", 1)[1] for path in paths}
    return {"sheets": sorted(codes), "sent_to": sorted(codes & set(SHEETS))}


def owners_answer(desk: Desk) -> dict[str, Any]:
    """Step 26, a day later: answers are written to each item; one body objects."""
    desk.work_as("B4")
    answered = 0
    for name, (kind, _) in sorted(desk.records.items()):
        entry = desk.entry(name) if kind == "Material" else None
        body = next((code for code in SHEETS if entry and entry.owner_id == desk.bodies[code]), "")
        if entry is None or not body:
            continue
        reason = "Statements in it were given in confidence by a neighbour" if name == "housing-refusal" else ""
        position = OwnerPosition.OBJECT if reason else entry.owner_position
        desk.confirm(name, position, by="Owner's sheet of 12 May 2016", reason=reason)
        answered += 1
    objecting = desk.entry("housing-refusal")
    return {"answered": answered, "objects": objecting.owner_position.value, "on": objecting.owner_position_on}


def issue_first(desk: Desk) -> dict[str, Any]:
    """Step 27: version 1 of N, a nil return of S, the key to codes by hand."""
    desk.work_as("B1")
    case = desk.case("Plover")
    _bring(desk, "proof-may")
    out = desk.exports / "plover" / FIRST
    open_list, _ = issue.issue(desk.session, order(desk, case, Series.OPEN, "proof-may"), out)
    desk.later(5)
    nil, _ = issue.issue(desk.session, order(desk, case, Series.SENSITIVE, "proof-may"), out)
    desk.later(5)
    by_hand = desk.exports / KEY_FOLDER
    by_hand.mkdir()
    key_path = by_hand / f"{case.reference}-G1.pdf"
    key.issue_key(desk.session, case.id, desk.facts["proceeding"], desk.facts["disclosure_officer"], key_path, SEALED)
    handed_over(desk, open_list, nil)
    asked = desk.look(lambda store: store.get(Request, desk.facts["request"]))
    answer = "Version 1 of the open list, a nil return of the sensitive list, the key to codes by hand"
    desk.do("Answer a request", requests.answer, asked, answer, desk.day, entry_ids=())
    desk.facts["N1"] = open_list.id
    return counted(desk, case, open_list, nil)


def entries_come_back(desk: Desk) -> dict[str, Any]:
    """Step 28: two entries come back as too thin; the return is logged and the descriptions written again."""
    desk.work_as("B1")
    case = desk.case("Plover")
    record = desk.look(lambda store: store.get(Issue, desk.facts["N1"]))
    numbers = [desk.entry(name).number_open for name in THIN]
    running = load(RUNNING)
    desk.bring(case, running, "police-return-entries")
    desk.decide(case, running, "police-return-entries")
    reason = "The descriptions do not say which period the items cover and what kind of facts they give"
    said = ", ".join(f"N{number:04d}" for number in sorted(numbers))
    line = desk.do("Log a return", proceedings.came_back, record, said, reason, desk.day)
    desk.later(45)
    for name in THIN:
        desk.describe(case, load(ITEMS)[name], load(ITEMS)[name].description)
    desk.do("Answer a return", proceedings.answer_return, line, "Both are described anew in version 2", desk.day)
    return {"returned": len(numbers), "numbers": sorted(numbers)}


def issue_second(desk: Desk) -> dict[str, Any]:
    """Step 41: version 2 of N with one entry withdrawn; version 2 of S with two entries, one claimed after issue."""
    desk.work_as("B1")
    case, running = desk.case("Plover"), load(RUNNING)
    desk.bring(case, running, "proof-june")
    desk.decide(case, running, "proof-june")
    twice = desk.entry("coroner-ack-print")
    original = f"N{desk.entry('coroner-ack').number_open:04d}"
    desk.do("Withdraw an item", entries.withdraw, twice, f"Duplicate: a print of {original}", by="B1")
    desk.do(
        "Decide about sensitivity",
        entries.claim,
        desk.entry("placement-letter"),
        SensitivityClaim.CLAIMED,
        reason="Says where a child lives under an arrangement that must stay private; there is a real risk of serious "
        "prejudice to the safety and the care of that child if it became known to a party",
        by="B1",
        who_may_view="Disclosure officer and prosecutor in person, at the business unit",
    )
    out = desk.exports / "plover" / SECOND
    open_list, _ = issue.issue(desk.session, order(desk, case, Series.OPEN, "proof-june"), out)
    desk.later(20)
    sensitive, _ = issue.issue(desk.session, order(desk, case, Series.SENSITIVE, "proof-june"), out)
    handed_over(desk, open_list, sensitive)
    return counted(desk, case, open_list, sensitive)


def handed_over(desk: Desk, open_list: Issue, sensitive: Issue | None = None) -> None:
    """Log that the officer has what was issued: the open list by secure e-mail, the sensitive one by hand."""
    recipient = desk.facts["disclosure_officer"]
    out = proceedings.went_out
    desk.do("Log a handing over", out, open_list, recipient, "Secure e-mail", desk.day, "Receipt by return")
    if sensitive is not None:
        method, receipt = "By hand", "Signed for at the business unit"
        desk.do("Log a handing over", out, sensitive, recipient, method, desk.day, receipt)


def write_down(desk: Desk, path: Path, phrase: str) -> None:
    """Remember the passphrase of a sealed file, for the page that says what is where."""
    desk.facts.setdefault("sealed", {})[path.relative_to(desk.exports).as_posix()] = phrase


def counted(desk: Desk, case: Case, open_list: Issue, sensitive: Issue) -> dict[str, Any]:
    """The numbers given so far in both series, and the versions."""
    def numbers(store: Store) -> dict[str, Any]:
        found = entries.entries(store, case.id)
        opened = sorted(entry.number_open for entry in found if entry.number_open)
        claimed = sorted(entry.number_sensitive for entry in found if entry.number_sensitive)
        return {"open": opened, "sensitive": claimed}

    return desk.look(numbers) | {"version": open_list.version, "sensitive_version": sensitive.version}


def folders(exports: Path) -> tuple[Path, ...]:
    """Where the issues of the demonstration are written."""
    return tuple(exports / "plover" / day for day in (FIRST, SECOND))


STEPS = [
    ("25", "2016-05-12 11:00", check_index),
    ("26", "2016-05-12 15:00", ask_owners),
    ("26 replies", "2016-05-13 10:30", owners_answer),
    ("27", "2016-05-13 15:00", issue_first),
    ("28", "2016-05-20 15:40", entries_come_back),
    ("41", "2016-06-30 14:00", issue_second),
]
