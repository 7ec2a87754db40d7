"""Issuing: numbers, files, drafts, changes, past versions, and what N says about S (nothing)."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pikepdf
import pytest
import pyzipper

from desktop.casework import board as boards
from desktop.casework import marks, notes, people
from desktop.casework.marks import Place
from desktop.disclosure import checks, entries, issue, key
from desktop.errors import UserError
from storage.records import (
    Answer,
    EntryStatus,
    IndexEntry,
    PersonKind,
    Relation,
    SensitivityClaim,
    Series,
    WitnessStatus,
)
from tests.desktop.conftest import Office
from tests.desktop.disclosure import making


def again(office: Office, entry: IndexEntry) -> IndexEntry:
    return office.session.look(lambda store: store.get(IndexEntry, entry.id))


def test_version_one_writes_the_open_files_and_the_owners_lists(office: Office, tmp_path: Path) -> None:
    chosen = [making.ready(office, n) for n in (1, 2, 3)]
    issue.issue(office.session, making.order(office), tmp_path / "out")
    names = set(making.tree(tmp_path / "out"))
    stem = "open/SCR-2016-01-N1"
    assert names == {f"{stem}-{letter}.{kind}" for letter in "AF" for kind in ("pdf", "xlsx", "csv")} | {
        f"{stem}-manifest.json", "owners/SCR-2016-01-D-HOSP.pdf", "owners/SCR-2016-01-D-HOSP.xlsx",
    }  # fmt: skip
    assert sorted(again(office, one).number_open for one in chosen) == [1, 2, 3]


def test_sheet_and_csv_hold_the_frozen_cells_with_numbers_as_text(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1)
    issue.issue(office.session, making.order(office), tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    book = openpyxl.load_workbook(tmp_path / "open/SCR-2016-01-N1-A.xlsx")
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    line = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert line["Item no"] == "0001" and rows[0]["Item no"] == "0001"
    assert line["Description"] == rows[0]["Description"]
    assert line["Owner"] == "Quillham General Hospital"
    assert sheet.auto_filter.ref and sheet.freeze_panes


def test_second_version_lists_added_changed_and_not_listed_and_the_first_prints_again(
    office: Office, tmp_path: Path
) -> None:
    one, two = making.ready(office, 1), making.ready(office, 2)
    order = making.order(office)
    first, _ = issue.issue(office.session, order, tmp_path / "1")
    office.session.do("withdraw", entries.withdraw, again(office, one), "Listed in error, belongs to another matter")
    office.session.do(
        "describe", entries.describe, again(office, two), "Letter of the hospital about transport in May 2015"
    )
    making.ready(office, 3)
    issue.issue(office.session, order, tmp_path / "2")
    changes = list(csv.DictReader(io.StringIO((tmp_path / "2/open/SCR-2016-01-N2-C.csv").read_text("utf-8-sig"))))
    said = {(row["Item"][-5:], row["What"], row["Field"]) for row in changes}
    assert ("N0003", "Added", "") in said
    assert ("N0001", "Not listed", "") in said
    assert ("N0002", "Changed", "Description") in said
    assert "error" not in json.dumps(changes), "the reason stands in the internal list alone"
    issue.print_again(office.session, first, tmp_path / "again")
    assert making.tree(tmp_path / "again") == making.tree(tmp_path / "1")


def test_nothing_is_issued_when_a_check_stops_it(office: Office, tmp_path: Path) -> None:
    entry = making.item(office, 1)
    office.session.do("accept", entries.accept, entry)
    with pytest.raises(UserError) as caught:
        issue.issue(office.session, making.order(office), tmp_path / "out")
    assert caught.value.code == "stopped"
    assert not (tmp_path / "out").exists()
    assert again(office, entry).number_open == 0


def test_an_item_held_over_does_not_stop_the_rest(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1)
    entry = making.item(office, 2)
    accepted = office.session.do("accept", entries.accept, entry)
    office.session.do("hold", entries.hold_over, accepted, "Owner has not been reached")
    issue.issue(office.session, making.order(office), tmp_path)
    assert again(office, entry).number_open == 0
    assert b"reached" not in b"".join(making.tree(tmp_path).values())


def test_a_name_in_a_description_stops_always(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1, description="Letter of the hospital about Grace Tarnbeck and her appointments in 2015")
    order = making.order(office)
    findings = issue.try_out(office.session, order).findings
    assert [(f.code, f.field, f.always) for f in checks.stops(findings)] == [("name", "description", True)]
    with pytest.raises(UserError):
        issue.issue(office.session, order, tmp_path / "out")


def test_without_a_second_person_only_a_draft_is_written(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1)
    order = issue.Order(case_id=office.case.id, series=Series.OPEN)
    with pytest.raises(UserError) as caught:
        issue.issue(office.session, order, tmp_path / "out")
    assert caught.value.code == "draft"
    assert {Path(name).parts[0] for name in making.tree(tmp_path / "out")} == {"draft"}
    assert office.session.look(issue.issues, office.case.id) == ()


def test_the_sensitive_list_is_apart_sealed_and_positive_when_empty(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1)
    issue.issue(office.session, making.order(office, Series.SENSITIVE), tmp_path / "out")
    assert set(making.tree(tmp_path / "out")) == {"sensitive/SCR-2016-01-S1-B.pdf", "sensitive/SCR-2016-01-S1-B.zip"}
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "out/sensitive/SCR-2016-01-S1-B.pdf")
    with pyzipper.AESZipFile(tmp_path / "out/sensitive/SCR-2016-01-S1-B.zip") as bundle:
        bundle.setpassword(making.PASSPHRASE.encode())
        said = bundle.read("SCR-2016-01-S1-B.csv").decode("utf-8-sig")
    assert "No items are claimed as sensitive at this version" in said


def test_the_manifest_in_the_sealed_bundle_tells_the_hashes_of_the_files_that_are_handed_over(
    office: Office, tmp_path: Path
) -> None:
    making.ready(office, 1, claim=SensitivityClaim.CLAIMED)
    issue.issue(office.session, making.order(office, Series.SENSITIVE), tmp_path / "out")
    folder = tmp_path / "out/sensitive"
    with pyzipper.AESZipFile(folder / "SCR-2016-01-S1-B.zip") as bundle:
        bundle.setpassword(making.PASSPHRASE.encode())
        held = {name: bundle.read(name) for name in bundle.namelist()}
    held |= {path.name: path.read_bytes() for path in folder.iterdir()}
    told = json.loads(held["SCR-2016-01-S1-manifest.json"])["files"]
    assert {one["name"] for one in told} == {"SCR-2016-01-S1-B.pdf", "SCR-2016-01-S1-B.xlsx", "SCR-2016-01-S1-B.csv"}
    assert [one["name"] for one in told if hashlib.sha256(held[one["name"]]).hexdigest() != one["sha256"]] == []


def issue_history(office: Office, tmp_path: Path, *, sensitive: bool) -> dict[str, bytes]:
    """One history of open issues, with or without a sensitive series beside it."""
    order = making.order(office)
    making.ready(office, 1)
    moment = office.session.circumstances.moment  # type: ignore[attr-defined]
    if sensitive:
        making.ready(office, 90, claim=SensitivityClaim.CLAIMED)
        issue.issue(office.session, making.order(office, Series.SENSITIVE, order.proof_id), tmp_path / "s1")
    office.session.circumstances.moment = moment  # type: ignore[attr-defined]
    issue.issue(office.session, order, tmp_path / "n1")
    if sensitive:
        making.ready(office, 91, claim=SensitivityClaim.CLAIMED)
        issue.issue(office.session, making.order(office, Series.SENSITIVE, order.proof_id), tmp_path / "s2")
    making.ready(office, 2)
    office.session.circumstances.moment = moment  # type: ignore[attr-defined]
    issue.issue(office.session, order, tmp_path / "n2")
    return making.tree(tmp_path / "n1" / "open") | making.tree(tmp_path / "n2" / "open")


def test_the_open_list_says_nothing_about_the_sensitive_one(tmp_path: Path) -> None:
    from desktop import session as sessions
    from storage.circumstances import FixedCircumstances
    from storage.keys import CHEAP
    from tests.desktop.conftest import PASSPHRASE, furnish

    found = []
    for sensitive in (False, True):
        folder = tmp_path / str(sensitive)
        folder.mkdir()
        session, _ = sessions.create(
            folder / "v.caseward", PASSPHRASE, "Ruth", "Board manager", circumstances=FixedCircumstances(), argon=CHEAP
        )
        try:
            office = furnish(session, folder)
            found.append(issue_history(office, folder, sensitive=sensitive))
        finally:
            session.close()
    without, with_ = found
    assert without.keys() == with_.keys()
    for name, data in without.items():
        if name.endswith("manifest.json"):
            left, right = (json.loads(one) for one in (data, with_[name]))
            for side in (left, right):
                for line in side["items"]:
                    line.pop("hashed_at")
                side.pop("as_at")
                side["files"] = [one["name"] for one in side["files"]]
            assert left == right
    same = [name for name in without if not name.endswith("manifest.json")]
    assert same and all(without[name] == with_[name] for name in same)


def test_claimed_after_issue_stays_in_the_open_list_and_is_named_on_the_cover(office: Office, tmp_path: Path) -> None:
    entry = making.ready(office, 1)
    order = making.order(office)
    issue.issue(office.session, order, tmp_path / "1")
    before = making.tree(tmp_path / "1")["open/SCR-2016-01-N1-A.csv"]
    office.session.do("claim", entries.claim, again(office, entry), SensitivityClaim.CLAIMED, reason=making.REASON)
    issue.issue(office.session, making.order(office, Series.SENSITIVE, order.proof_id), tmp_path / "s")
    issue.issue(office.session, order, tmp_path / "2")
    after = making.tree(tmp_path / "2")["open/SCR-2016-01-N2-A.csv"]
    assert before == after
    saved = again(office, entry)
    assert (saved.number_open, saved.number_sensitive) == (1, 1)


def test_sensitive_to_open_gets_an_ordinary_new_number(office: Office, tmp_path: Path) -> None:
    entry = making.ready(office, 1, claim=SensitivityClaim.CLAIMED)
    making.ready(office, 2)
    order = making.order(office)
    issue.issue(office.session, making.order(office, Series.SENSITIVE, order.proof_id), tmp_path / "s")
    issue.issue(office.session, order, tmp_path / "1")
    office.session.do("claim", entries.claim, again(office, entry), SensitivityClaim.NONE)
    issue.issue(office.session, order, tmp_path / "2")
    assert again(office, entry).number_open == 2


def test_the_key_is_encrypted_and_never_beside_an_index(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1, description=f"Letter of the hospital to [{office.visitor.code}] about appointments in 2015")
    issue.issue(office.session, making.order(office), tmp_path / "out")
    args = (office.session, office.case.id, office.proceeding.id, office.officer.id)
    with pytest.raises(UserError) as caught:
        key.issue_key(*args, tmp_path / "out" / "key.pdf", making.PASSPHRASE)
    assert caught.value.code == "key-beside-index"
    (tmp_path / "apart" / "by-hand").mkdir(parents=True)
    path = tmp_path / "apart" / "by-hand" / "key.pdf"
    key.issue_key(*args, path, making.PASSPHRASE)
    with pikepdf.open(path, password=making.PASSPHRASE) as document:
        assert document.encryption.R == 6


def test_a_lost_item_is_listed_as_lost(office: Office, tmp_path: Path) -> None:
    entry = making.ready(office, 1)
    office.session.do(
        "lost", entries.set_status, again(office, entry), EntryStatus.LOST, "Not found at the office move"
    )
    issue.issue(office.session, making.order(office), tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    assert rows[0]["Status"] == "Lost: Not found at the office move"


def test_a_note_never_made_is_nowhere_to_be_seen(office: Office, tmp_path: Path) -> None:
    entry = making.ready(office, 1)
    office.session.do("gone", entries.set_status, entry, EntryStatus.NEVER_MADE, "No note was taken of the talk")
    issue.issue(office.session, making.order(office), tmp_path)
    row = next(csv.DictReader(io.StringIO((tmp_path / "open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    assert row["Status"].startswith("Never made: ")
    assert row["Location for inspection"] == "Nothing can be seen: never made"
    assert row["Form and extent"] == "None" and row["Original or copy"] == "Does not apply"


def test_the_first_page_leads_to_what_is_new_to_accounts_and_to_gaps(office: Office, tmp_path: Path) -> None:
    lost, kept, account = (making.ready(office, number) for number in (1, 2, 3))
    office.session.do("lost", entries.set_status, lost, EntryStatus.LOST, "The paper file was not found")
    told = {"speaker_ids": (office.visitor.id,), "witness_status": WitnessStatus.POTENTIAL_PROSECUTION}
    office.session.do("account", entries.save, account, **told, statement_before=Answer.NO, terms="It may be listed")
    issue.issue(office.session, making.order(office), tmp_path / "1")
    making.ready(office, 4)
    making.ready(office, 5)
    issue.issue(office.session, making.order(office), tmp_path / "2")
    number = {one.id: f"{again(office, one).number_open:04d}" for one in (lost, kept, account)}
    said = dict(
        openpyxl.load_workbook(tmp_path / "2/open/SCR-2016-01-N2-A.xlsx")["About this list"].iter_rows(values_only=True)
    )
    assert said["New in this version"] == "0004 to 0005"
    assert said["Accounts of a possible witness"] == number[account.id]
    assert said["Of these, no police statement first"] == number[account.id]
    assert not [line for line in said if line and line.startswith("Of these") and "no police" not in line]
    assert said["Lost, destroyed or never made"] == number[lost.id]
    first = openpyxl.load_workbook(tmp_path / "1/open/SCR-2016-01-N1-A.xlsx")["About this list"]
    assert "New in this version" not in dict(first.iter_rows(values_only=True))
    with pikepdf.open(tmp_path / "2/open/SCR-2016-01-N2-A.pdf") as paper:
        assert paper.pages


def test_the_one_who_prepares_it_is_no_second_person(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1)
    myself = office.session.do(
        "person", people.add_person, office.case.id, office.session.worker.name, PersonKind.OFFICE_HOLDER,
        role="Board manager",
    )  # fmt: skip
    order = dataclasses.replace(making.order(office), authorised_by=myself.id)
    with pytest.raises(UserError, match="only a draft"):
        issue.issue(office.session, order, tmp_path)


def test_files_that_exist_are_not_overwritten(office: Office, tmp_path: Path) -> None:
    making.ready(office, 1)
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "SCR-2016-01-N1-A.pdf").write_bytes(b"mine")
    with pytest.raises(UserError, match="already in that folder"):
        issue.issue(office.session, making.order(office), tmp_path)
    assert office.session.look(issue.issues, office.case.id) == ()


def test_what_stops_an_issue_is_said_before_anything_is_laid_out(office: Office, tmp_path: Path) -> None:
    entry = making.item(office, 1)
    office.session.do("accept", entries.accept, entry)
    heard: list[str] = []
    with pytest.raises(UserError):
        issue.issue(
            office.session, making.order(office), tmp_path, progress=lambda _done, _total, words: heard.append(words)
        )
    assert heard == []


def test_an_attachment_names_its_parent_in_the_version_in_which_both_first_stand(
    office: Office, tmp_path: Path
) -> None:
    parent = making.ready(office, 1)
    child = making.ready(office, 2)
    child = office.session.do(
        "attach", lambda work: work.change(child, parent_id=parent.id, relation=Relation.ATTACHMENT)
    )
    issue.issue(office.session, making.order(office), tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    assert [row["Related item"] for row in rows] == ["", "Attachment to SCR-2016-01-N0001"]


def test_a_professional_with_a_named_mailbox_is_called_by_role(office: Office, tmp_path: Path) -> None:
    office.session.do("mail", people.add_contact, office.visitor, "email", "joan.hallowfen@example.org")
    making.ready(
        office, 1, description=f"Letter of the hospital to [{office.visitor.code}] about appointments in spring 2015"
    )
    issue.issue(office.session, making.order(office), tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    assert rows[0]["Description"] == "Letter of the hospital to the health visitor about appointments in spring 2015"


def _facts(path: Path) -> dict[str, str]:
    """What the list says about itself, from its spreadsheet."""
    sheet = openpyxl.load_workbook(path)["About this list"]
    return {str(name): str(value) for name, value in sheet.iter_rows(min_row=2, max_col=2, values_only=True)}


@pytest.mark.parametrize("contact", ["Board manager", ""])
def test_the_contact_for_disclosure_officers_is_the_one_the_board_gave(
    office: Office, tmp_path: Path, contact: str
) -> None:
    office.session.do("board", boards.save_board, contact=contact)
    entry = making.ready(office, 1)
    office.session.do("block", entries.save, entry, is_block=True, block_quantity=1)
    issue.issue(office.session, making.order(office), tmp_path)
    said = _facts(tmp_path / "open/SCR-2016-01-N1-A.xlsx")["Board's contact"]
    assert said == f"{contact or 'Business unit'}, board@example.org"
    rows = list(csv.DictReader(io.StringIO((tmp_path / "open/SCR-2016-01-N1-A.csv").read_text("utf-8-sig"))))
    assert rows[0]["Description"].endswith("(1 item listed as one block)")


def test_a_cell_in_which_something_would_be_withheld_stops_it(office: Office, tmp_path: Path) -> None:
    entry = making.ready(office, 1)
    office.session.do("place", lambda work: work.change(entry, doc_version="call 01632 960204"))
    trial = issue.try_out(office.session, making.order(office))
    assert {"name", "withheld"} >= {finding.code for finding in checks.stops(trial.findings)} != set()
    with pytest.raises(UserError):
        issue.issue(office.session, making.order(office), tmp_path / "out")


@pytest.mark.parametrize("marked_in", ["the description itself", "a note that it quotes"])
def test_marked_words_reach_no_list_and_stop_it_until_they_are_reworded(
    office: Office, tmp_path: Path, marked_in: str
) -> None:
    said = "Letter of the hospital about the burns that were seen on the left arm in the spring of 2015"
    hidden = "the burns that were seen on the left arm"
    entry = making.ready(office, 1, description=said)
    place = Place("IndexEntry", entry.id, "description")
    if marked_in == "a note that it quotes":
        note, _ = office.session.do("note", notes.write, office.case.id, title="A", text=f"She said {hidden}.")
        place = Place("Note", note.id, "text")
    at = office.session.look(marks.text_at, place).index(hidden)
    office.session.do("Withhold words", marks.withhold, place, at, at + len(hidden), "R4")
    trial = issue.try_out(office.session, making.order(office))
    assert [(one.code, one.field) for one in checks.stops(trial.findings)] == [("withheld", "description")]
    assert not [cell for row in trial.rows for cell in row.cells.values() if "burns" in cell.text]
    with pytest.raises(UserError):
        issue.issue(office.session, making.order(office), tmp_path / "out")
    entry = office.session.look(lambda store: store.get(IndexEntry, entry.id))
    office.session.do("reword", entries.describe, entry, said.replace(hidden, "an appointment"))
    for mark in office.session.look(marks.of, place) if place.kind == "IndexEntry" else ():
        office.session.do("Remove a mark", marks.remove, mark.id)
    issue.issue(office.session, making.order(office), tmp_path / "again")
    assert (tmp_path / "again/open/SCR-2016-01-N1-A.csv").exists()


def test_an_ordinary_word_under_a_mark_is_withheld_from_the_cell(office: Office) -> None:
    entry = making.ready(office, 1, description="Letter of the hospital about a kettle in the spring of 2015")
    at = entry.description.index("kettle")
    place = Place("IndexEntry", entry.id, "description")
    office.session.do("Withhold words", marks.withhold, place, at, at + 6, "R3")
    (row,) = issue.try_out(office.session, making.order(office)).rows
    assert row.cells["description"].text == "Letter of the hospital about a [withheld] in the spring of 2015"
