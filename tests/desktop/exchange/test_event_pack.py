"""An event pack: codes and nothing else, byte by byte; what comes back; names that were typed all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.casework import entries, marks, notes, people
from desktop.casework.marks import Place
from desktop.errors import UserError
from desktop.exchange import borrowing, coding, contents, deciding, names, packs
from desktop.markers import rows as registers
from desktop.session import Session
from storage import engine
from storage.records import Case, Note, NoteKind, Person, PersonKind, Privilege, RegisterRow, Row
from storage.tables.mapping import TABLES
from tests.desktop.conftest import Office
from tests.desktop.exchange.travel import Trips

SECRETS = (
    "Tarnbeck", "Ivo", "Ivvy", "Grace", "Hallowfen", "Joan", "Stanehope", "Margaret", "Quillham", "Sallow",
    "943 476 5919", "9434765919", "Fennel", "07700 900321", "2013-07-09", "Ada Corwell", "Ruth Ellerby", "Fellmarsh",
    "a private remark", "records@example.org",
)  # fmt: skip


def plain_bytes(session: Session, folder: Path) -> bytes:
    """The store of an open vault, decrypted, as one heap of bytes."""
    target = folder / "plain.db"
    raw = engine.connect(session.vault.store, session.vault.keys.database)
    raw.execute("ATTACH ? AS plain KEY ''", (str(target),))
    raw.execute("SELECT sqlcipher_export('plain')")
    raw.execute("DETACH plain")
    raw.close()
    data = target.read_bytes()
    target.unlink()
    return data


def plan_event(office: Office) -> RegisterRow:
    """One event with everything about it, names and all."""
    session, case = office.session, office.case
    session.do("number", people.add_identifier, office.child, "nhs", "943 476 5919")
    session.do("address", people.add_address, office.mother, "3 Fennel Row, Hartsedge")
    session.do("phone", people.add_contact, office.visitor, "phone", "07700 900321")
    session.do("remark", lambda work: work.change(work.get(Person, office.mother.id), remarks="a private remark"))
    register = registers.registers_of(case)["event"]
    values = {
        "title": "Event about the night Ivo Tarnbeck came in",
        "planned_for": "2016-06-23T09:30:00+00:00",
        "state": "planned",
        "attendees": [office.visitor.id],
        "agenda": "Joan Hallowfen opens. Then the ward at Quillham General Hospital. Ring 07700 900321.",
    }
    return session.do("event", registers.save, case, register, values)


def test_every_kind_of_record_is_decided_about(office: Office) -> None:
    groups = (contents.LENT, contents.SHOWN, contents.KEPT)
    sorted_out = [kind for group in groups for kind in group]
    assert len(sorted_out) == len(set(sorted_out))
    assert set(TABLES) == set(sorted_out)


def test_an_event_pack_holds_codes_and_nothing_else(office: Office, trips: Trips, tmp_path: Path) -> None:
    row = plan_event(office)
    office.session.do("note", notes.write, office.case.id, title="Elsewhere", text="Grace Tarnbeck said more.")
    _, file = trips.out("event", event_id=row.id)
    reviewer = trips.unpack(file)
    plain = plain_bytes(reviewer, tmp_path).lower()
    sealed = [path.read_bytes().lower() for path in (file, *reviewer.vault.folder.iterdir()) if path.is_file()]
    spelled = [(secret, secret.lower().encode(code)) for secret in SECRETS for code in ("utf-8", "utf-16-le")]
    assert [secret for secret, bytes_of in spelled if bytes_of in plain] == []
    # A megabyte of noise holds any three letters by chance; six never.
    long = [(secret, bytes_of) for secret, bytes_of in spelled if len(secret) >= 6]
    assert [secret for secret, bytes_of in long if any(bytes_of in data for data in sealed)] == []
    there = reviewer.look(lambda store: store.get(RegisterRow, row.id))
    codes = {one.id: one.code for one in reviewer.look(people.people, office.case.id)}
    assert there.values["agenda"].startswith(f"[{codes[office.visitor.id]}] opens.")
    assert f"[{codes[office.child.id]}]" in there.values["title"]
    assert there.values["attendees"] == [office.visitor.id]
    reviewer.close()


def test_every_field_in_which_words_can_stand_is_coded_whatever_it_is_called(
    office: Office, trips: Trips, tmp_path: Path
) -> None:
    row = plan_event(office)
    chosen = [(kind, coding.typed_fields(kind)) for kind in coding.CHOSEN if kind is not RegisterRow]
    made = []
    for kind, fields in chosen:
        said = {
            name: ("grace tarnbeck",) if getattr(kind(), name) == () else "grace tarnbeck"
            for name in fields if not name.endswith("_id") and not isinstance(getattr(kind(), name), dict)
        }  # fmt: skip
        made.append(office.session.do("note", lambda work, k=kind, f=said: work.add(k(case_id=office.case.id, **f))))
    assert {"title", "text", "place", "present", "told"} <= set(coding.typed_fields(Note))
    records = tuple((type(one).__name__, one.id) for one in made)
    _, file = trips.out("event", event_id=row.id, records=records)
    reviewer = trips.unpack(file)
    assert b"tarnbeck" not in plain_bytes(reviewer, tmp_path).lower()
    there = reviewer.look(lambda store: store.get(Note, made[0].id))
    assert there.title == f"[{office.mother.code}]"
    reviewer.close()


def test_what_corrects_legal_advice_stays_back_with_it(office: Office, trips: Trips, tmp_path: Path) -> None:
    session, case = office.session, office.case
    note, entry = session.do("note", notes.write, case.id, title="Counsel wrote", text="privileged paragraph")
    session.do("claim", lambda work: work.change(entry, privilege=Privilege.LEGAL_ADVICE))
    session.do("correct", notes.correct, note, "a paragraph put right")
    _, file = trips.out()
    reviewer = trips.unpack(file)
    data = plain_bytes(reviewer, tmp_path)
    reviewer.close()
    for secret in (b"privileged paragraph", b"a paragraph put right", b"Counsel wrote"):
        assert secret not in data


def test_a_working_pack_holds_no_other_case_and_no_advice_that_was_not_ticked(
    office: Office, trips: Trips, tmp_path: Path
) -> None:
    session, case = office.session, office.case
    other = session.do("case", lambda work: work.add(Case(code_name="Curlew", reference="SCR-2016-02")))
    session.do("other", people.add_person, other.id, "Hollis Wrackham", PersonKind.PARENT)
    session.do("other", notes.write, other.id, title="Curlew note", text="Wrackham again")
    session.do("advice", notes.write, case.id, NoteKind.LEGAL_ADVICE, title="Counsel", text="privileged paragraph")
    kept, _ = session.do("own", notes.write, case.id, NoteKind.LEGAL_ADVICE, title="Ticked", text="ticked paragraph")
    session.do("mine", notes.write, case.id, NoteKind.REFLECTIONS, title="Private thoughts", text="doubtful musing")
    order = packs.PackOrder(case.id, "working", "Ada Corwell", trips.office.session.circumstances.today())
    why = {one.title: one.why for one in session.look(packs.choices, order)}
    assert why == {
        "Counsel": "legal advice", "Ticked": "legal advice", "Private thoughts": "reflections of somebody else"
    }  # fmt: skip
    _, file = trips.out(ticked=(kept.id,))
    reviewer = trips.unpack(file)
    data = plain_bytes(reviewer, tmp_path)
    for secret in ("Wrackham", "Curlew", "privileged paragraph", "Counsel", "doubtful musing", "Private thoughts"):
        assert secret.encode() not in data
    assert b"ticked paragraph" in data
    assert b"Grace Tarnbeck" in data
    own, _ = reviewer.do("mine", notes.write, case.id, NoteKind.REFLECTIONS, title="Own thoughts", text="mine")
    done = trips.back(reviewer, update_to=trips.path())
    assert done.update is not None
    session.do("edit", lambda work: work.change(work.get(Note, own.id), place="Office"))
    again = trips.back(reviewer, update_to=trips.path())
    assert again.update is not None
    borrowing.take_update(reviewer, again.update)
    assert reviewer.look(lambda store: store.get(Note, own.id)).place == "Office"
    assert b"privileged paragraph" not in plain_bytes(reviewer, tmp_path)
    reviewer.close()


def test_what_was_typed_at_an_event_comes_back_and_names_in_it_are_recognised(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    row = plan_event(office)
    _, file = trips.out("event", event_id=row.id)
    reviewer = trips.unpack(file)
    text = f"[{office.visitor.code}] said that Grace Tarnbeck never rang. Ivvy slept."
    spoken, _ = reviewer.do("note", notes.write, case.id, NoteKind.ACCOUNT, title="Table 1", text=text)
    kind = PersonKind.PROFESSIONAL
    new = reviewer.do("person", people.add_person, case.id, "Oswin Plaice", kind, role="Health visitor")
    rival = session.do("person", people.add_person, case.id, "Della Marrow", kind, code=new.code)
    reviewer.do("note", notes.write, case.id, title="Table 2", text=f"[{new.code}] agreed.")
    reviewer.do("draft", lambda work: work.add(_draft(case.id)))
    done = trips.back(reviewer)
    reviewer.close()
    assert (done.names, done.drafts, done.conflicts, done.pack.status) == (2, 1, 0, "closed")
    found = session.look(names.names_found, case.id)
    assert [one.quoted for one in found] == ["Grace Tarnbeck", "Ivvy"]
    session.do("settle", names.settle_name, found[0].id, "code")
    session.do("settle", names.settle_name, found[1].id, "keep")
    settled = session.look(lambda store: store.get(Note, spoken.id)).text
    assert settled == text.replace("Grace Tarnbeck", f"[{office.mother.code}]")
    assert session.look(names.names_found, case.id) == ()
    came = session.look(lambda store: store.get(Person, new.id))
    assert came.name == "Oswin Plaice"
    assert came.code != rival.code
    table_2 = next(one for one in session.look(notes.notes, case.id) if one.title == "Table 2")
    assert table_2.text == f"[{came.code}] agreed."
    assert session.look(entries.without_entry, case.id) == ()
    # What stood coded was never taken for a change: names and addresses are as they were.
    assert session.look(lambda store: store.get(Person, office.mother.id)).name == "Grace Tarnbeck"
    assert session.look(lambda store: store.get(RegisterRow, row.id)).values == row.values
    assert session.look(packs.out_now, case.id) == 0


def _draft(case_id: str) -> Row:
    from storage.records import Draft

    return Draft(case_id=case_id, place="note", body={"text": "typed when the power failed"})


def test_a_coded_text_that_was_changed_out_there_is_asked_about(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    row = plan_event(office)
    _, file = trips.out("event", event_id=row.id)
    reviewer = trips.unpack(file)
    register = registers.registers_of(case)["event"]
    there = reviewer.look(lambda store: store.get(RegisterRow, row.id))
    reviewer.do("edit", registers.save, case, register, {"agenda": "New agenda", "place": "Library"}, there)
    trips.back(reviewer)
    reviewer.close()
    (one,) = session.look(deciding.conflicts, case.id)
    assert (one.field, one.why, one.theirs) == ("values.agenda", "altered", "New agenda")
    assert one.ours == row.values["agenda"]
    now = session.look(lambda store: store.get(RegisterRow, row.id))
    assert (now.values["place"], now.values["agenda"]) == ("Library", row.values["agenda"])
    session.do("decide", deciding.decide, one.id, "theirs")
    assert session.look(lambda store: store.get(RegisterRow, row.id)).values["agenda"] == "New agenda"


def test_words_that_look_like_names_stop_an_event_pack(office: Office, trips: Trips) -> None:
    text = "Ask Barnaby Thistlewick about it."
    note, _ = office.session.do("note", notes.write, office.case.id, title="Script", text=text)
    with pytest.raises(UserError) as caught:
        trips.out("event", records=(("Note", note.id),))
    assert caught.value.code == "suggestions"
    assert not (trips.folder / "file1.caseward-pack").exists()
    assert office.session.look(packs.out_now, office.case.id) == 0


def test_marked_words_and_their_quotations_stay_with_the_board(office: Office, trips: Trips, tmp_path: Path) -> None:
    row = plan_event(office)
    hidden = "she slept in the red van behind the boatyard"
    text = f"In May {hidden}, a kettle too."
    note, _ = office.session.do("note", notes.write, office.case.id, title="Where", text=text)
    for words, reason in ((hidden, "R6"), ("kettle", "R3")):
        at = text.index(words)
        place = Place("Note", note.id, "text")
        office.session.do("Withhold words", marks.withhold, place, at, at + len(words), reason)
    agenda = "First: she slept in the RED van, behind the boatyard."
    office.session.do("agenda", lambda work: work.change(row, values={**row.values, "agenda": agenda}))
    _, file = trips.out("event", event_id=row.id, records=(("Note", note.id),))
    reviewer = trips.unpack(file)
    plain = plain_bytes(reviewer, tmp_path).lower()
    assert [one for one in (b"boatyard", b"red van", b"kettle") if one in plain] == []
    there = reviewer.look(lambda store: store.get(Note, note.id))
    reviewer.close()
    assert there.text == "In May [withheld], a [withheld] too."
