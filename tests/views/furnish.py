"""A small invented world for screens and tests of casework: one board, two cases, people, files, notes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from PIL import Image, ImageDraw

from desktop import intake
from desktop.casework import board, material, notes, people
from desktop.casework import referral as referrals
from desktop.casework.referral import Child, Referral, Referrer
from desktop.disclosure import entries
from desktop.isolation import Worker
from desktop.session import Session
from storage.partial_date import PartialDate
from storage.records import (
    Answer,
    BodyKind,
    Case,
    FormKind,
    Material,
    MaterialKind,
    Note,
    NoteKind,
    Origin,
    Person,
    PersonKind,
    WitnessStatus,
)

LETTER = (
    "3 March 2016\n\nTo the practice\n\nI saw Ivo Tarnbeck with his mother in clinic today. This was the third "
    "appointment offered; two were "
    "not kept. I understand that the letters went to the address the family had left in December.\n\nGrowth was "
    "within the expected range. "
    "I asked for a joint visit with the health visitor and have had no reply.\n\nI would be glad if your team "
    "could tell me whether anyone "
    "else is seeing the family at home."
)


@dataclass
class World:
    """What the furnishing made, by name."""

    session: Session
    case: Case
    child: Person
    mother: Person
    visitor: Person
    letter: Material
    picture: Material
    account: Note


def pdf(text: str, pages: int = 2) -> bytes:
    """A PDF of a few plain pages, made by another hand than ours."""
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, invariant=1)
    lines = [line[at : at + 80] for line in text.split("\n") for at in range(0, max(1, len(line)), 80)]
    share = -(-len(lines) // pages)
    for page in range(pages):
        for number, line in enumerate(lines[page * share : (page + 1) * share]):
            sheet.drawString(72, 770 - number * 18, line)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def png() -> bytes:
    """A picture of a room, as simple as can be."""
    picture = Image.new("RGB", (320, 220), "#c8bfa8")
    ImageDraw.Draw(picture).rectangle((120, 60, 210, 219), fill="#6a5a44")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def mail() -> bytes:
    """A message with one attachment."""
    message = EmailMessage()
    message["From"], message["To"] = "records@hospital.example", "unit@board.example"
    message["Subject"], message["Date"] = "Rota", "Wed, 09 Mar 2016 10:15:00 +0000"
    message.set_content("The rota you asked for is attached.")
    message.add_attachment(b"week,visits\n1,12\n2,9\n", maintype="text", subtype="csv", filename="rota.csv")
    return message.as_bytes()


def bring(session: Session, case: Case, name: str, data: bytes, **fields: Any) -> Material:
    """One file through the service that the window calls."""
    result = material.add_file(session, case.id, name, data, worker=fields.pop("worker"), **fields)
    assert result.item is not None, result.problem
    return result.item


def furnish(session: Session) -> World:
    """Fill an empty vault."""
    with intake.reader() as worker:
        return _furnish(session, worker)


def _furnish(session: Session, worker: Worker) -> World:
    session.do(
        "board",
        board.save_board,
        name="Fellmarsh Safeguarding Children Board",
        mailbox="unit@board.example",
        chair="Margaret Stanehope",
    )
    hospital = session.do(
        "body",
        board.add_body,
        "Quillham General Hospital",
        BodyKind.HEALTH_PLACE,
        short_code="HOSP",
        type_words="the hospital",
        mailbox="records@hospital.example",
    )
    session.do(
        "body", board.add_body, "Sallow Lane Primary School", BodyKind.SCHOOL, short_code="SCH", type_words="the school"
    )
    day = PartialDate.from_iso
    session.do(
        "Open a case",
        referrals.open_from,
        Referral(
            "Heron",
            "SCR-2016-02",
            (Child("Lowri Penhallam", day("2014-02")),),
            "House 1",
            referred_on=day("2016-06-02"),
        ),
    )
    case = session.do(
        "Open a case",
        referrals.open_from,
        Referral(
            "Plover",
            "SCR-2016-01",
            (Child("Ivo Tarnbeck", day("2013-07-09"), day("2016-02-11")), Child("Nell Tarnbeck", day("2015-04"))),
            "House 1",
            Referrer("Esther Wainholm", "Service manager"),
            day("2016-03-01"),
            day("about 2016-02-11"),
            "A child died at home.",
        ),
    )
    found = {one.name: one for one in session.look(people.people, case.id)}
    child = found["Ivo Tarnbeck"]
    mother = session.do(
        "person",
        people.add_person,
        case.id,
        "Grace Tarnbeck",
        PersonKind.PARENT,
        role="Mother",
        household="House 1",
        born=day("1991"),
        relation="mother of both children",
        entitled=(child.id,),
        aliases=[(FormKind.FORMER, "Grace Ollerby"), (FormKind.NICKNAME, "Gracie")],
        witness_status=WitnessStatus.PROSECUTION,
        witness_advised_on=day("2016-03-04"),
        witness_advised_by="the senior investigating officer",
        statement_taken=Answer.YES,
    )
    visitor = session.do(
        "person",
        people.add_person,
        case.id,
        "Joan Hallowfen",
        PersonKind.PROFESSIONAL,
        role="Health visitor",
        agency_id=hospital.id,
    )
    session.do("number", people.add_identifier, mother, "nhs", "943 476 5919")
    session.do(
        "address", people.add_address, mother, "4 Orchard Row, Fellmarsh FM1 2AB", until=day("2015-12"), area="the town"
    )
    session.do("address", people.add_address, mother, "The Elms, Upper Sallow", since=day("2015-12"), safe=True)
    session.do("contact", people.add_contact, mother, "phone", "01632 960 018")
    letter = bring(session, case, "scan 0041.pdf", pdf(LETTER), worker=worker, from_agency_id=hospital.id)
    session.do(
        "name",
        material.save,
        letter,
        title="Letter about missed appointments",
        kind=MaterialKind.CORRESPONDENCE,
        doc_date=day("2016-03-03"),
    )
    bring(session, case, "rota.eml", mail(), worker=worker, from_agency_id=hospital.id)
    picture = bring(session, case, "IMG_2201.png", png(), worker=worker, origin=Origin.POLICE)
    session.do("name", material.save, picture, title="Photograph of the stairs", distressing=True)
    bring(session, case, "interview.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\0" * 40, worker=worker)
    thing, _ = session.do(
        "thing",
        material.add_thing,
        case.id,
        MaterialKind.NOTE_HANDWRITTEN,
        "Notebook of the reviewer",
        extent_note="1 notebook",
    )
    session.do(
        "move", material.happened, case.id, thing.id, "moved", where="the board's safe", why="after the first visit"
    )
    account, _ = session.do(
        "note",
        notes.write,
        case.id,
        NoteKind.ACCOUNT,
        title=f"Conversation with [{visitor.code}]",
        on=day("2016-06-02"),
        text="I had two patches from November. We were three short and nobody said which visits could wait, so I "
        "chose myself.",
        speaker_ids=(visitor.id,),
        author_role="lead reviewer",
        mode="person",
        told="What is written may be seen by police.",
    )
    session.do("freeze", notes.freeze, account)
    session.do(
        "note",
        notes.write,
        case.id,
        NoteKind.REFLECTIONS,
        title="Reflections on the same",
        on=day("2016-06-02"),
        text="Workload came up before the family did.",
        parent_id=account.id,
        author_role="lead reviewer",
    )
    session.do(
        "meeting",
        notes.minute,
        case.id,
        title="First meeting of the panel",
        on=day("2016-05-18"),
        minutes="The panel met and agreed its scope.",
    )
    entry = next(one for one in session.look(entries.entries, case.id) if one.record_id == letter.id)
    entry = session.do(
        "describe",
        entries.describe,
        entry,
        "Letter from the hospital of 3 March 2016, 2 pages, about appointments that were offered and not kept",
    )
    session.do("owner", entries.set_owner, entry, hospital.id)
    letter = session.look(lambda store: store.get(Material, letter.id))
    return World(
        session, session.look(lambda store: store.get(Case, case.id)), child, mother, visitor, letter, picture, account
    )
