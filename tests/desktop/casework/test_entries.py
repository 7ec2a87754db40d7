"""The index fills itself: exactly one entry for each record, kept in step, with nothing decided by default."""

from __future__ import annotations

import pytest

from desktop.casework import entries, material, notes
from desktop.errors import FieldErrors
from storage.records import (
    EntryStatus,
    IndexEntry,
    Listing,
    MaterialKind,
    Medium,
    NoteKind,
    Origin,
    OwnerPosition,
    PartialDate,
    Privilege,
    Relation,
    SensitivityClaim,
)
from tests.desktop.conftest import Office

MAIL = (
    b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Rota\r\nDate: Wed, 24 Feb 2016 09:00:00 +0000\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: text/plain\r\n\r\nSee the rota.\r\n"
    b"--x\r\nContent-Type: text/plain; name=rota.txt\r\n"
    b"Content-Disposition: attachment; filename=rota.txt\r\n\r\nMonday: early.\r\n"
    b"--x--\r\n"
)


def all_entries(office: Office) -> tuple[IndexEntry, ...]:
    return office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))


def test_a_mail_and_its_attachment_are_an_entry_each(office: Office) -> None:
    result = material.add_file(office.session, office.case.id, "cover.eml", MAIL, from_agency_id=office.hospital.id)
    assert result.problem is None
    found = all_entries(office)
    assert len(found) == 2
    parent = next(entry for entry in found if entry.kind is MaterialKind.EMAIL)
    child = next(entry for entry in found if entry is not parent)
    assert (child.relation, child.parent_id) == (Relation.ATTACHMENT, parent.id)
    assert parent.doc_date == PartialDate.from_iso("2016-02-24")


def test_nothing_a_person_must_decide_is_filled_in(office: Office) -> None:
    material.add_file(office.session, office.case.id, "x.txt", b"words", from_agency_id=office.hospital.id)
    (entry,) = all_entries(office)
    assert (entry.owner_id, entry.description, entry.location) == ("", "", "")
    assert entry.claim is SensitivityClaim.NOT_CONSIDERED
    assert entry.listing is Listing.CANDIDATE
    assert entry.owner_position is OwnerPosition.AWAITING
    assert entry.suggested_owner_id == office.hospital.id
    assert (entry.number_open, entry.number_sensitive) == (0, 0)


def test_the_name_of_a_file_never_becomes_a_title(office: Office) -> None:
    result = material.add_file(office.session, office.case.id, "Tarnbeck plan.txt", b"words")
    assert result.item is not None and result.item.title == ""
    assert all_entries(office)[0].title == ""


def test_a_file_nobody_can_read_is_kept_hashed_and_listed(office: Office) -> None:
    data = bytes(range(256)) * 4
    result = material.add_file(office.session, office.case.id, "x.xyz", data)
    assert result.item is not None
    assert result.item.readable is False and "Kept" in " ".join(result.notes)
    assert office.session.look(lambda store: store.blob(result.item.blob_id)) == data  # type: ignore[union-attr]
    assert office.session.look(material.verify_bytes, result.item)
    assert all_entries(office)[0].sha256 == result.item.sha256


def test_the_same_bytes_are_offered_as_a_duplicate_and_kept(office: Office) -> None:
    first = material.add_file(office.session, office.case.id, "a.txt", b"same")
    second = material.add_file(office.session, office.case.id, "b.txt", b"same")
    assert first.item is not None and second.same_as == (first.item.id,)
    assert len(all_entries(office)) == 2


def test_one_bad_file_does_not_stop_the_rest(office: Office) -> None:
    gone = office.folder / "gone.txt"
    results = material.add_files(office.session, office.case.id, [("gone.txt", gone), ("b.txt", b"kept")])
    assert results[0].problem is not None and "disk" in results[0].problem.what
    assert results[1].item is not None


@pytest.mark.parametrize(
    ("kind", "medium", "form"),
    [
        (MaterialKind.NOTE_TYPED, Medium.ELECTRONIC, "typed"),
        (MaterialKind.NOTE_HANDWRITTEN, Medium.NOTEBOOK, "handwritten"),
        (MaterialKind.NOTE_AUDIO, Medium.AUDIO, "audio"),
        (MaterialKind.NOTE_TRANSCRIPT, Medium.ELECTRONIC, "transcript"),
    ],
)
def test_each_form_of_an_account_is_its_own_entry(
    office: Office, kind: MaterialKind, medium: Medium, form: str
) -> None:
    _, entry = office.session.do(
        "note", notes.write, office.case.id, NoteKind.ACCOUNT, text="…", form=form, speaker_ids=(office.visitor.id,)
    )
    assert (entry.kind, entry.medium) == (kind, medium)
    assert entry.speaker_ids == (office.visitor.id,)


def test_a_correction_stands_beside_the_original_which_does_not_change(office: Office) -> None:
    note, entry = office.session.do("note", notes.write, office.case.id, NoteKind.ACCOUNT, text="On Monday")
    frozen = office.session.do("freeze", notes.freeze, note)
    second, other = office.session.do("correct", notes.correct, frozen, "On Tuesday")
    assert other.id != entry.id and other.relation is Relation.CORRECTION and other.parent_id == entry.id
    assert office.session.look(lambda store: store.get(type(note), note.id).text) == "On Monday"
    assert second.form == "correction"


@pytest.mark.parametrize("kind", [NoteKind.REFLECTIONS, NoteKind.ANALYSIS, NoteKind.SUPERVISION, NoteKind.LIAISON])
def test_reflections_analysis_supervision_and_liaison_are_proposed_for_consideration(
    office: Office, kind: NoteKind
) -> None:
    _, entry = office.session.do("note", notes.write, office.case.id, kind, text="…")
    assert entry.suggested_claim is SensitivityClaim.UNDER_CONSIDERATION
    assert entry.claim is SensitivityClaim.NOT_CONSIDERED


def test_legal_advice_is_privileged_and_proposed_for_series_s(office: Office) -> None:
    _, entry = office.session.do("note", notes.write, office.case.id, NoteKind.LEGAL_ADVICE, text="…")
    assert entry.privilege is Privilege.LEGAL_ADVICE
    assert entry.suggested_claim is SensitivityClaim.CLAIMED


def test_a_note_never_made_is_an_entry(office: Office) -> None:
    _, entry = office.session.do(
        "never",
        notes.declare_never_made,
        office.case.id,
        "No note was made of a call on 7 June",
        on=PartialDate.from_iso("2016-06-07"),
    )
    assert entry.status is EntryStatus.NEVER_MADE
    with pytest.raises(FieldErrors):
        office.session.do("never", notes.declare_never_made, office.case.id, "  ")


@pytest.mark.parametrize(
    "kind",
    [
        MaterialKind.REFERRAL,
        MaterialKind.DECISION_RECORD,
        MaterialKind.TERMS_OF_REFERENCE,
        MaterialKind.CHRONOLOGY_AGENCY,
        MaterialKind.CHRONOLOGY_COMBINED,
        MaterialKind.AGENCY_REPORT,
        MaterialKind.EVENT_RECORD,
        MaterialKind.FAMILY_CONTACT,
        MaterialKind.DRAFT_REPORT,
        MaterialKind.PHOTOGRAPH,
    ],
)
def test_what_an_event_a_family_a_decision_or_a_draft_leaves_is_an_entry_each(
    office: Office, kind: MaterialKind
) -> None:
    made = [
        material.add_file(office.session, office.case.id, f"{n}.txt", f"{n}".encode(), kind=kind).entry for n in (1, 2)
    ]
    assert [one.kind for one in made if one] == [kind, kind] and len(all_entries(office)) == 2
    assert all(one and one.suggested_claim is SensitivityClaim.NOT_CONSIDERED for one in made)


def test_a_family_contact_written_down_is_an_entry_proposed_for_the_open_list(office: Office) -> None:
    _, entry = office.session.do("note", notes.write, office.case.id, NoteKind.FAMILY_CONTACT, text="…")
    assert entry.kind is MaterialKind.FAMILY_CONTACT
    assert entry.suggested_claim is SensitivityClaim.NOT_CONSIDERED


def test_each_version_of_minutes_is_an_entry(office: Office) -> None:
    meeting, first = office.session.do("minutes", notes.minute, office.case.id, title="Sub-group", minutes="Agreed.")
    circulated = office.session.do("circulate", notes.circulate, meeting)
    _, second = office.session.do("version", notes.next_version, circulated, "Agreed, as amended.")
    assert first.id != second.id and second.doc_version == "2"


def test_working_registers_are_one_block(office: Office) -> None:
    first = office.session.do("block", entries.block_for_registers, office.case.id)
    second = office.session.do("block", entries.block_for_registers, office.case.id)
    assert first.id == second.id and first.is_block


def test_material_supplied_by_police_says_so(office: Office) -> None:
    result = material.add_file(office.session, office.case.id, "x.txt", b"x", origin=Origin.POLICE)
    assert result.entry is not None and result.entry.police_hold.value == "yes"


def test_entry_keeps_step_with_its_record_until_it_is_issued(office: Office) -> None:
    result = material.add_file(office.session, office.case.id, "x.txt", b"x")
    assert result.item is not None and result.entry is not None
    office.session.do("save", material.save, result.item, title="Rota", kind=MaterialKind.AGENCY_RECORD, pages=3)
    entry = all_entries(office)[0]
    assert (entry.title, entry.kind, entry.extent) == ("Rota", MaterialKind.AGENCY_RECORD, "3 pages")


def test_no_record_is_without_an_entry(office: Office) -> None:
    material.add_file(office.session, office.case.id, "cover.eml", MAIL)
    office.session.do("note", notes.write, office.case.id, text="…")
    office.session.do("minutes", notes.minute, office.case.id, title="Sub-group")
    assert office.session.look(entries.without_entry, office.case.id) == ()
