"""The archive of a review opens with other tools, stays open until somebody says what became of it, and is whole."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from desktop.casework import due, entries, material, notes
from desktop.disclosure import issue
from desktop.errors import FieldErrors, UserError
from desktop.exchange import archive
from desktop.reports.catalogue import reports
from storage import verifying
from storage.records import Continuity, IndexEntry, Loan, Material
from tests.desktop.conftest import Office
from tests.desktop.disclosure import making
from tests.desktop.exchange.travel import Trips


def fill(office: Office) -> tuple[Material, Material]:
    """Two items, one of them from the hospital, a note that looks like a formula, and an issued list."""
    session, case = office.session, office.case
    letter = material.add_file(session, case.id, "Ivo's letter.txt", b"bytes of the letter").item
    record = material.add_file(session, case.id, "record.csv", b"a,b\n1,2\n", from_agency_id=office.hospital.id).item
    session.do("note", notes.write, case.id, title="=2+3", text="Words of the note")
    assert letter is not None
    assert record is not None
    return letter, record


def test_an_archive_opens_without_caseward_and_is_open_until_its_end_is_recorded(
    office: Office, trips: Trips, tmp_path: Path
) -> None:
    session, case = office.session, office.case
    letter, _ = fill(office)
    making.ready(office, 1)
    issue.issue(session, making.order(office), tmp_path / "n1")
    trips.out()
    planned = session.look(archive.plan, case.id)
    assert planned.open_packs == 1
    done = archive.write(session, case.id, tmp_path, "The county archive", "Closing; authorised by the chair")
    there = done.folder
    sums = subprocess.run(["sha256sum", "-c", "--quiet", archive.SUMS], cwd=there, check=False, capture_output=True)
    assert (sums.returncode, sums.stdout) == (0, b"")
    entry = session.look(lambda store: entries.entry_of(store, letter))
    assert entry is not None
    assert (there / f"originals/{entries.short_ref(entry)}.txt").read_bytes() == b"bytes of the letter"
    manifest = json.loads((there / archive.MANIFEST).read_text())
    assert manifest["format"] == archive.FORMAT
    assert {one["sha256"] for one in manifest["items"]} >= {letter.sha256}
    assert (there / archive.READ_ME).read_text().startswith("Archive of the review SCR-2016-01")
    listed = [path.name for path in (there / "issued").rglob("*") if path.suffix == ".pdf"]
    assert any(name.endswith("-A.pdf") for name in listed)
    rows = list(csv.DictReader(io.StringIO((there / "records/Note.csv").read_bytes().decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {"'=2+3"}
    assert {one["title"] for one in json.loads((there / "records/Note.json").read_text())} == {"=2+3"}
    packs = json.loads((there / "records/Pack.json").read_text())
    assert packs
    assert all("recovery" not in one for one in packs), "words that open a pack are never written in clear"
    for paper in (there / "documents").iterdir():
        assert subprocess.run(["qpdf", "--check", str(paper)], check=False, capture_output=True).returncode == 0
    names = " ".join(str(path.relative_to(there)) for path in there.rglob("*"))
    assert "Ivo" not in names

    (loan,) = session.look(archive.open_ones, case.id)
    assert [one.what for one in session.look(due.due_in, case) if one.kind == "archive"] == [
        "Record what became of the archive"
    ]
    history = session.look(lambda store: store.find(Continuity, record_id=letter.id))
    assert any(one.happened == "exported" and one.hash_before == letter.sha256 for one in history)
    with pytest.raises(FieldErrors):
        session.do("end", archive.end, [loan.id], " ")
    session.do("end", archive.end, [loan.id], "Handed to the county archive on 15 March, signed for")
    assert session.look(archive.open_ones, case.id) == ()
    assert verifying.verify(session.vault).ok


def test_documents_that_are_not_in_an_archive_are_named_with_the_reason(office: Office, tmp_path: Path) -> None:
    made = archive.write(office.session, office.case.id, tmp_path, "Record office", "Closed")
    manifest = json.loads((made.folder / archive.MANIFEST).read_text())
    gone = {one["document"]: one["why"] for one in manifest["documents_left_out"]}
    there = {path.stem for path in (made.folder / "documents").iterdir()}
    assert gone.keys() | there == set(reports()) and not gone.keys() & there
    assert gone["family-letter"] == "made for one person at a time, who is named in it"
    assert gone["information-request"] == "made for one body at a time"
    assert "outside the business unit" in gone["letter-initiating"]
    read_me = (made.folder / archive.READ_ME).read_text()
    assert all(f"{name}: " in read_me and why in read_me for name, why in gone.items())


def test_an_archive_that_was_changed_says_where(office: Office, tmp_path: Path) -> None:
    fill(office)
    folder = archive.write(office.session, office.case.id, tmp_path, "Archive", "Closing").folder
    assert archive.check(folder) == ()
    (folder / "records/Note.csv").write_text("something else")
    (folder / "extra.txt").write_text("x")
    (folder / archive.MANIFEST).unlink()
    found = archive.check(folder)
    assert set(found) == {"records/Note.csv was altered.", "extra.txt was added.", "manifest.json is missing."}


def test_nothing_is_left_of_an_archive_that_could_not_be_written(office: Office, tmp_path: Path, monkeypatch) -> None:
    session, case = office.session, office.case
    fill(office)
    with pytest.raises(FieldErrors) as caught:
        archive.write(session, case.id, tmp_path / "nowhere", "", "")
    assert set(caught.value.errors) == {"to", "reason", "folder"}
    monkeypatch.setattr(archive, "check", lambda _folder: ("Note.csv was altered.",))
    with pytest.raises(UserError, match="did not read back"):
        archive.write(session, case.id, tmp_path, "Archive", "Closing")
    assert [one.name for one in tmp_path.iterdir() if "archive" in one.name] == []
    assert session.look(lambda store: store.count(Loan)) == 0


def test_what_a_body_lent_is_written_for_return_and_open_until_it_is_back(office: Office, tmp_path: Path) -> None:
    session, case = office.session, office.case
    _, record = fill(office)
    assert session.look(archive.owners, case.id) == {office.hospital.id: "Quillham General Hospital, 1 item"}
    done = archive.give_back(session, case.id, office.hospital.id, tmp_path, "Records office", "End of the review")
    (copy,) = done.folder.iterdir()
    assert copy.read_bytes() == b"a,b\n1,2\n"
    (loan,) = session.look(archive.open_ones, case.id)
    assert (loan.material_id, loan.purpose) == (record.id, "return")
    session.do("end", archive.end, [loan.id], "Returned, receipt 17")
    session.do("hold", lambda work: work.change(work.get(type(case), case.id), hold=False))
    session.do("dispose", material.dispose, session.look(lambda s: s.get(type(case), case.id)), record, "The chair",
               "Returned to its owner")  # fmt: skip
    kept = session.look(lambda store: store.one(IndexEntry, record_id=record.id))
    assert kept.disposal.startswith("The chair; Returned to its owner")
