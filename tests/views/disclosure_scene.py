"""A case with an index worth looking at: items at every stage, a version issued, requests and officers."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop import session as sessions
from desktop.casework import material, notes
from desktop.disclosure import entries, issue, proceedings, requests
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.partial_date import PartialDate
from storage.records import (
    IndexEntry,
    MaterialKind,
    NoteKind,
    Origin,
    OwnerPosition,
    SensitivityClaim,
)
from tests.desktop.conftest import PASSPHRASE, Office, furnish
from tests.desktop.disclosure import making

LETTERS = (
    "Letter of the hospital to the general practitioner about three missed appointments in the spring of 2015",
    "Letter of the hospital about a change of consultant and the arrangements for transport in May 2015",
    "Letter of the hospital offering a further appointment after two were not kept",
)
BODY = (
    "I saw this child in clinic today with his mother. It was the third appointment that we had offered; two were not "
    "kept.\n\nI understand that the letters went to the address that the family had left in December. Transport was "
    "offered and not taken up.\n\nI would be grateful if the practice could confirm the present address and telephone "
    "number, and tell the health visitor of this letter."
)


def small(folder: Path, *, today: date = date(2016, 6, 1)) -> Office:
    """A case without an item, with its proceeding and officer."""
    around = FixedCircumstances(datetime(today.year, today.month, today.day, 9, 30, tzinfo=UTC))
    session, _ = sessions.create(
        folder / "board.caseward", PASSPHRASE, "Ruth Ellerby", "Board manager", circumstances=around, argon=CHEAP
    )
    return furnish(session, folder)


def letter(office: Office, number: int, **fields: object) -> IndexEntry:
    """A letter that came in, with text to read, dated and not yet described."""
    result = material.add_file(
        office.session,
        office.case.id,
        f"{number}.txt",
        f"{BODY}\n\nOur reference {number}".encode(),
        **(
            {
                "kind": MaterialKind.CORRESPONDENCE,
                "from_agency_id": office.hospital.id,
                "title": f"Letter {number}",
                "doc_date": PartialDate.exact(date(2015, 3, 1) + timedelta(days=number)),
            }
            | fields
        ),
    )
    assert result.entry is not None
    return result.entry


def letters(office: Office, how_many: int) -> None:
    """Many letters at once, read by one child."""
    files = [(f"{at}.txt", f"{BODY}\n\nOur reference {at}".encode()) for at in range(how_many)]
    fields = {
        "kind": MaterialKind.CORRESPONDENCE,
        "from_agency_id": office.hospital.id,
        "doc_date": PartialDate.exact(date(2015, 3, 2)),
    }
    material.add_files(office.session, office.case.id, files, **fields)


def ready(
    office: Office, number: int, said: str, *, claim: SensitivityClaim = SensitivityClaim.NONE, **fields: object
) -> IndexEntry:
    """Such a letter with everything that the checks ask for."""
    do = office.session.do
    entry = do(
        "describe",
        entries.describe,
        letter(office, number, **fields),
        said,
        location="Board’s secure store, by appointment",
    )
    entry = do("own", entries.set_owner, entry, office.hospital.id)
    reason = making.REASON if claim is SensitivityClaim.CLAIMED else ""
    return do("accept", entries.accept, do("claim", entries.claim, entry, claim, reason=reason))


def furnished(folder: Path) -> Office:
    """The whole scene; the session is open."""
    office = small(folder)
    do, case = office.session.do, office.case.id
    listed = [ready(office, at, said) for at, said in enumerate(LETTERS, 1)]
    listed.append(
        ready(
            office,
            4,
            "Minutes of the meeting of the review panel on 4 March 2016, with the actions agreed",
            kind=MaterialKind.MINUTES,
        )
    )
    ready(
        office,
        5,
        "Letter from a relative about where the family now lives, with a telephone number",
        claim=SensitivityClaim.CLAIMED,
    )
    do("confirm", entries.confirm_owner, listed[0], "Records manager", date(2016, 5, 20))
    first = office.session.look(lambda store: store.get(IndexEntry, listed[0].id))
    do("position", entries.set_position, first, OwnerPosition.NO_OBJECTION, date(2016, 5, 25))
    sheet = making.proof(office)
    issue.issue(office.session, dataclasses.replace(making.order(office), proof_id=sheet.id), folder / "issued")
    _since(office, listed)
    _registers(office)
    do(
        "note",
        notes.write,
        case,
        NoteKind.ACCOUNT,
        title="Conversation",
        text="I had two patches from November.",
        on=PartialDate.exact(date(2016, 4, 7)),
        speaker_ids=(office.visitor.id,),
        told="Notes are kept and may be disclosed",
        pages=4,
    )
    return office


def _since(office: Office, listed: list[IndexEntry]) -> None:
    do = office.session.do
    now = office.session.look(lambda store: store.get(IndexEntry, listed[3].id))
    do("withdraw", entries.withdraw, now, "Circulated in error, belongs to another matter")
    bad = letter(office, 6, kind=MaterialKind.CHRONOLOGY_AGENCY)
    bad = do(
        "describe",
        entries.describe,
        bad,
        "Agency chronology of contacts with the family, January 2014 to March 2016, drawn from the Ferncastle file",
    )
    do("accept", entries.accept, bad)
    held = ready(
        office, 7, "E-mail with the hospital about the date of a further meeting in June 2016", kind=MaterialKind.EMAIL
    )
    do("hold", entries.hold_over, held, "The hospital is still looking for the attachment")
    ready(
        office,
        8,
        "Report of the hospital on its own involvement, first version, 14 pages",
        kind=MaterialKind.AGENCY_REPORT,
    )
    for at in range(9, 21):
        letter(office, at)
    out = letter(office, 21, kind=MaterialKind.RESEARCH, origin=Origin.PUBLIC)
    do("out", entries.leave_out, out, "Public guidance, outside the scope note")


def _registers(office: Office) -> None:
    do, case = office.session.do, office.case.id
    do(
        "spoc",
        proceedings.appoint,
        office.proceeding,
        "spoc",
        "Ruth Ellerby",
        "Board manager",
        "Fellmarsh LSCB",
        since=date(2016, 1, 4),
    )
    do(
        "sio",
        proceedings.appoint,
        office.proceeding,
        "sio",
        "Colm Varley",
        "Detective chief inspector",
        "Fellmarsh Constabulary",
        since=date(2016, 1, 11),
    )
    do(
        "sio",
        proceedings.appoint,
        office.proceeding,
        "sio",
        "Dana Pell",
        "Detective inspector",
        "Fellmarsh Constabulary",
        since=date(2016, 4, 11),
    )
    do(
        "ask",
        requests.receive,
        case,
        "annex_d",
        "Disclosure officer, Fellmarsh Constabulary",
        date(2016, 5, 21),
        scope="Minutes of the panel",
    )
    do(
        "ask",
        requests.receive,
        case,
        "summons",
        "Crown Court, resident judge",
        date(2016, 5, 2),
        due_on=date(2016, 5, 28),
        scope="Whole file",
    )
    done = do("ask", requests.receive, case, "subject_access", "A parent", date(2016, 4, 1), scope="All records")
    do("answer", requests.answer, done, "Answered with a redacted copy", date(2016, 4, 20))
