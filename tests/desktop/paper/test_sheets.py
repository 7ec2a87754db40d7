"""Spreadsheets, CSV, manifests and sealed files."""

from __future__ import annotations

import csv as csv_reader
import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pikepdf
import pytest
import pyzipper
from mnemonic import Mnemonic

from desktop.errors import UserError
from desktop.paper import document as d
from desktop.paper.pdf import lay_out
from desktop.paper.sealed import encrypt_pdf, new_passphrase, sealed_zip
from desktop.paper.sheets import Sheet, SheetColumn, csv, manifest, xlsx
from desktop.redaction.released import fixed as f
from tests.desktop.paper.samples import document, failures

RISKY = ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "{=1}", "http://example.org", "0115", "internal:A1"]


def _sheet() -> Sheet:
    columns = (SheetColumn(f("Item")), SheetColumn(f("Pages"), "number"), SheetColumn(f("Hashed"), "date"))
    rows = [(f(text), number, date(2017, 3, 16)) for number, text in enumerate(RISKY)]
    return Sheet(f("List A"), columns, [*rows, (f("[withheld]"), None, None)])


def test_cells_are_what_they_are_and_never_formulas() -> None:
    data = xlsx([_sheet()], title=f("Index"))
    page = openpyxl.load_workbook(io.BytesIO(data))["List A"]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells if "\r" not in str(cell.value)][-1] == "[withheld]"
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in cells][8] == "0115"
    assert page["B3"].value == 1 and page["C2"].value == datetime(2017, 3, 16)
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        sheet = inside.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet and b"hyperlink" not in sheet
        assert b'state="frozen"' in sheet and b"<autoFilter" in sheet and b'orientation="landscape"' in sheet


def test_workbooks_are_the_same_each_time_and_say_nothing_of_their_maker() -> None:
    data = xlsx([_sheet()], title=f("Index"))
    assert data == xlsx([_sheet()], title=f("Index"))
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        assert not [name for name in inside.namelist() if "vba" in name.lower() or "external" in name.lower()]
        core = inside.read("docProps/core.xml").decode()
        assert "2000-01-01" in core and "<dc:creator></dc:creator>" in core
        names = inside.read("xl/workbook.xml").decode()
        assert {part.split('"')[0] for part in names.split('definedName name="')[1:]} == {
            "_xlnm._FilterDatabase", "_xlnm.Print_Titles",
        }  # fmt: skip


def test_csv_has_a_mark_calm_cells_and_windows_lines() -> None:
    data = csv(_sheet())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv_reader.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Item", "Pages", "Hashed"]
    assert [row[0] for row in rows[1:7]] == ["'=1+1", "'+44", "'-1", "'@SUM(A1)", "'\tx", "'\rx"]
    assert rows[9] == ["0115", "8", "2017-03-16"] and rows[-1] == ["[withheld]", "", ""]
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"").replace(b"'\rx", b"")


def test_sheets_take_released_text_numbers_and_dates_only() -> None:
    columns = (SheetColumn(f("Item")), SheetColumn(f("Pages"), "number"))
    for row in (("Kieran", 1), (f("x"), True), (f("x"), f("1")), (f("x"),), (f("x"), 1.5)):
        with pytest.raises((TypeError, ValueError)):
            Sheet(f("A"), columns, [row])  # type: ignore[list-item]
    with pytest.raises(UserError, match="longer than a cell"):
        xlsx([Sheet(f("A"), columns[:1], [(f("x" * 32768),)])], title=f("T"))


def test_a_manifest_is_sorted_and_ends_with_a_line_end() -> None:
    data = manifest({"version": 2, "format": 1, "items": [{"ref": "b", "item": "N0001"}], "review": "Siân"})
    assert data == manifest({"review": "Siân", "format": 1, "items": [{"item": "N0001", "ref": "b"}], "version": 2})
    assert data.endswith(b"}\n") and "Siân".encode() in data
    assert list(json.loads(data)) == ["format", "items", "review", "version"]


def test_a_sealed_pdf_opens_with_its_passphrase_alone_and_stays_accessible() -> None:
    plain = lay_out(document(d.Paragraph(f("Canary words"))))
    sealed = encrypt_pdf(plain, "correct-horse")
    assert b"Sample" not in sealed
    for wrong in ("", "correct-hors"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(sealed), password=wrong)
    with pikepdf.open(io.BytesIO(sealed), password="correct-horse") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.allow.accessibility
        out = io.BytesIO()
        pdf.save(out)
    assert failures(out.getvalue()) == []


def test_a_sealed_bundle_opens_with_its_passphrase_alone() -> None:
    data = sealed_zip({"REF-S2-B.csv": b"canary", "REF-S2-manifest.json": b"{}"}, "correct-horse")
    assert b"canary" not in data
    with pyzipper.AESZipFile(io.BytesIO(data)) as bundle:
        assert bundle.namelist() == ["REF-S2-B.csv", "REF-S2-manifest.json"]
        assert {entry.wz_aes_strength for entry in bundle.infolist()} == {3}
        with pytest.raises(RuntimeError):
            bundle.read("REF-S2-B.csv", pwd=b"wrong")
        assert bundle.read("REF-S2-B.csv", pwd=b"correct-horse") == b"canary"
    with pytest.raises(ValueError, match="plain name"):
        sealed_zip({"../x": b""}, "p")
    with pytest.raises(ValueError, match="passphrase"):
        sealed_zip({}, "")


def test_passphrases_are_six_words_and_never_twice_the_same() -> None:
    words = Mnemonic("english").wordlist
    made = {new_passphrase() for _ in range(50)}
    assert len(made) == 50
    assert all(len(each.split("-")) == 6 and set(each.split("-")) <= set(words) for each in made)
