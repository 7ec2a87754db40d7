"""Papers about what leaves and ends: the note that goes with a pack, the certificate of disposal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.casework import material
from desktop.markers import rows as registers
from desktop.reports import export
from storage.records import MaterialKind, Pack
from tests.desktop.conftest import Office
from tests.desktop.reports.test_export import words_of


def test_the_note_of_a_pack_says_what_was_handed_to_whom_until_when(office: Office, tmp_path: Path) -> None:
    session, case = office.session, office.case
    session.do("pack", lambda work: work.add(Pack(
        case_id=case.id, vault_id="p", borrower="Joan Hallowfen", purpose="Conversations",
        out_at=work.circumstances.now(), expires=date(2016, 8, 24),
    )))  # fmt: skip
    path = export.export(session, case, "pack-note", "internal", tmp_path / "note.pdf", second_person=office.chair.id)
    said = words_of(path)
    for words in ("Working pack", "Joan Hallowfen", "Conversations", "24 August 2016", "Received by"):
        assert words in said, words


def test_the_certificate_names_items_authority_method_and_day(office: Office, tmp_path: Path) -> None:
    session, case = office.session, office.case
    item, _ = session.do("thing", material.add_thing, case.id, MaterialKind.OTHER, "A diary")
    register = registers.registers_of(case)["disposal"]
    values = {
        "materials": [item.id], "proposed_on": "2016-02-20", "authority": office.chair.id,
        "authorised_on": "2016-02-21", "method": "shredded", "done_on": "2016-02-22",
    }  # fmt: skip
    session.do("disposal", registers.save, case, register, values)
    out = tmp_path / "certificate.pdf"
    said = words_of(
        export.export(session, case, "disposal-certificate", "internal", out, second_person=office.chair.id)
    )
    wanted = ("Certificate of disposal", "A diary", "Shredded", "22 February 2016", "Witness", "Margaret Stanehope")
    for words in wanted:
        assert words in said, words
