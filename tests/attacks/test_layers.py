"""Attacks on the layers of a document: redaction design, section 6, numbers 1 to 6 in a file and 31 to 51, 72."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from desktop.errors import UserError
from desktop.paper import document as doc
from desktop.paper import pdf
from desktop.paper.sealed import encrypt_pdf
from desktop.redaction.leak_gate import KINDS, Finding, check, write_checked
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.released import fixed
from desktop.redaction.secrets_of import SecretSet
from tests.attacks.cast import CAST
from tests.attacks.files import LEAKS, SECRET, changed, drawn, picture

SECRETS = SecretSet.from_cast(
    CAST,
    load("publication"),
    withheld=("the coat was left in the yellow hallway cupboard",),
    names=("scan Holt 7.pdf",),
)


@pytest.mark.parametrize("leak", sorted(LEAKS))
def test_every_layer_of_a_pdf_is_read(leak: str) -> None:
    found = check(LEAKS[leak](), "pdf", SECRETS)
    assert found
    assert "kieran" not in repr(found).lower()


@pytest.mark.parametrize(
    "words",
    [
        "Ashdownham Park; the will to mark progress in Hopeful Grove",
        "Child A, the mother and the school",
        "14 March 2012",
    ],
)
def test_clean_pdfs_pass(words: str) -> None:
    assert check(drawn(lambda canvas: canvas.drawString(72, 700, words)), "pdf", SECRETS) == ()


@pytest.mark.parametrize(
    "words",
    ["born 14 March 2011", "2011-03-14", "14.03.11", "943-476-5919", "9434765919", "QX1 2AB", "07700 900123",
    "K. Ashdown",
     "Ashdown's", "KEZ", "left in the yellow hallway", "scan Holt 7", "Saltmarsh Lane"],
)  # fmt: skip
def test_forms_identifiers_and_withheld_words_are_found(words: str) -> None:
    assert check(drawn(lambda canvas: canvas.drawString(72, 700, words)), "pdf", SECRETS)


def test_file_name() -> None:  # 51
    assert check(drawn(), "pdf", SECRETS, file_name="Report Kieran Ashdown.pdf") == (Finding("file name", "name"),)


def test_what_the_profile_keeps_is_no_finding() -> None:
    data = drawn(lambda canvas: canvas.drawString(72, 700, SECRET))
    assert check(data, "pdf", SecretSet.from_cast(CAST, load("internal"))) == ()
    assert check(data, "pdf", SecretSet.from_cast(CAST, load("court"), scope=("C1",))) == ()
    assert check(data, "pdf", SecretSet.from_cast(CAST, load("family"), recipient="F1")) == ()
    assert check(data, "pdf", SecretSet.from_cast(CAST, load("family"), recipient="F2"))


def test_font_residue_fails_our_own_files() -> None:  # 44
    found = check(drawn(), "pdf", SecretSet.none(), ours=True)
    assert "a font that is not ours, page 1" in {finding.place for finding in found}


@pytest.mark.parametrize(
    "leak",
    [
        "form",
        "script",
        "layer",
        "private data",
        "link",
        "body of an attachment",
        "old revision",
        "after the end",
        "note",
        "metadata",
    ],
)
def test_our_own_files_may_not_even_have_the_place(leak: str) -> None:
    found = check(LEAKS[leak](), "pdf", SecretSet.none(), ours=True)
    plain = check(drawn(), "pdf", SecretSet.none(), ours=True)
    assert {finding.place for finding in found} - {finding.place for finding in plain}


@pytest.mark.parametrize(
    "kind", ["encrypted", "damaged", "not a pdf", "empty", "picture page", "type 3 font", "no map"]
)
def test_a_blind_check_fails(kind: str) -> None:  # 71, 72
    assert "cannot read" in {finding.channel for finding in check(_blind(kind), "pdf", SecretSet.none())}


def _blind(kind: str) -> bytes:
    if kind == "encrypted":
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(drawn())) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b", R=6))
        return out.getvalue()
    if kind == "picture page":
        return changed(_only_picture)
    if kind in ("type 3 font", "no map"):
        return changed(lambda pdf: _strange_font(pdf, kind))
    return {"damaged": drawn()[:400], "not a pdf": b"hello", "empty": b""}[kind]


def _only_picture(pdf: pikepdf.Pdf) -> None:
    from tests.attacks.files import _with_picture

    pdf.pages[0].Contents = pdf.make_stream(b"")
    _with_picture(pdf, picture())


def _strange_font(pdf: pikepdf.Pdf, kind: str) -> None:
    glyph = pdf.make_stream(b"500 0 0 0 500 500 d1 0 0 500 500 re f")
    if kind == "type 3 font":
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 500, 500], FontMatrix=[0.001, 0, 0,
                0.001, 0, 0],
            CharProcs=pikepdf.Dictionary(a1=glyph), FirstChar=97, LastChar=97, Widths=[500],
            Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[97, pikepdf.Name.a1]),
        )  # fmt: skip
    else:
        inner = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name.X,
            CIDSystemInfo=pikepdf.Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name.X,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[inner],
        )
    pdf.pages[0].Resources.Font = pikepdf.Dictionary(F9=pdf.make_indirect(font))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F9 12 Tf 72 700 Td (aaaa) Tj ET")


# Other kinds of file


def _sheet(value: str, **places: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = value
    book.properties.creator = places.get("creator", "x")
    sheet.title = places.get("title", "List")
    if "comment" in places:
        sheet["A2"].comment = openpyxl.comments.Comment(places["comment"], "x")
    if "hidden" in places:
        sheet["A9"] = places["hidden"]
        sheet.row_dimensions[9].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _document(text: str = "", *, runs: tuple[str, ...] = (), author: str = "x", header: str = "") -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph(text)
    for run in runs:
        paragraph.add_run(run).bold = True
    made.core_properties.author = author
    made.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
        package.comment = comment
    return out.getvalue()


def _deleted() -> bytes:
    data = _document("kept")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == "word/document.xml":
                body = body.replace(
                    b"kept</w:t></w:r>",
                    b"kept</w:t></w:r><w:del w:id='1' w:author='x'><w:r><w:delText>Kieran "
                    b"came</w:delText></w:r></w:del>",
                )
            new.writestr(entry.filename, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("xlsx", _sheet(SECRET)),
        ("xlsx", _sheet("x", creator=SECRET)),
        ("xlsx", _sheet("x", title="Kieran")),
        ("xlsx", _sheet("x", comment="about Kieran")),
        ("xlsx", _sheet("x", hidden="Kieran")),
        ("xlsx", _sheet("=HYPERLINK(\"http://x/Kieran%20Ashdown\")")),
        ("docx", _document(SECRET)),
        ("docx", _document(runs=("Kie", "ran"))),
        ("docx", _document("x", author=SECRET)),
        ("docx", _document("x", header="Re: Kieran")),
        ("docx", _deleted()),
        ("csv", b"a,b\r\nKieran,Ashdown\r\n"),
        ("csv", "a;b\r\nKieran\r\n".encode("utf-16")),
        ("csv", "Zo\xeb O'Rourke,x".encode("cp1252")),
        ("json", json.dumps({"who": "Kier\u00e1n"}).encode()),
        ("json", b'{"K\\u0069eran": 1}'),
        ("json", json.dumps({"a": ["Kieran", "Ashdown"]}).encode()),
        ("json", json.dumps({"a": base64.b64encode(b"about Kieran Ashdown").decode()}).encode()),
        ("text", base64.encodebytes(b"The school wrote to Kieran's mother about the day. " * 4)),
        ("text", b"Ash-\ndown"),
        ("text", b"go to http://x/Kieran%20Ashdown or K&#105;eran"),
        ("ics", b"BEGIN:VCALENDAR\r\nSUMMARY:about Kier\r\n an\r\nEND:VCALENDAR"),
        ("zip", _zipped("a.txt", b"about Kieran")),
        ("zip", _zipped("Kieran.txt", b"x")),
        ("zip", _zipped("a.txt", b"x", comment=b"Kieran")),
        ("zip", _zipped("a.zip", _zipped("b.pdf", LEAKS["metadata"]()))),
        ("zip", _zipped("a.xlsx", _sheet(SECRET))),
        ("zip", _zipped("a.txt", b"x") + b"Kieran"),
    ],
)  # fmt: skip
def test_other_files_are_read_in_every_part(kind: str, data: bytes) -> None:
    found = check(data, kind, SECRETS)
    assert found
    assert not {finding.channel for finding in found} & {"the check itself does not see"}


def _dated(day: date | int, number_format: str = "", *, from_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.active["B2"] = day
    if number_format:
        book.active["B2"].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("number_format", ["", "dd/mm/yyyy", '"Born" d mmmm yyyy', "[$-809]dd mmmm yyyy;@"])
def test_a_date_of_birth_kept_as_a_number_is_found(number_format: str) -> None:
    for from_1904 in (False, True):
        found = check(_dated(date(2011, 3, 14), number_format, from_1904=from_1904), "xlsx", SECRETS)
        assert "dates in cells" in {one.channel for one in found}


def test_other_dates_and_the_same_number_as_an_amount_are_none() -> None:
    assert check(_dated(date(2012, 3, 14)), "xlsx", SECRETS) == ()
    assert check(_dated(40616, "#,##0.00"), "xlsx", SECRETS) == ()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("xlsx", _sheet("Child A will mark progress")),
        ("docx", _document("Child A will mark progress")),
        ("csv", b"Child A,the mother\r\n"),
        ("json", b'{"a": "Child A"}'),
        ("text", b"Ashdownham is a place; goodwill to all"),
        ("zip", _zipped("a.txt", b"Child A")),
    ],
)  # fmt: skip
def test_clean_files_pass(kind: str, data: bytes) -> None:
    assert check(data, kind, SECRETS) == ()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("xlsx", b"PK\x03\x04 broken"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 sealed"),
        ("json", b"{"),
        ("zip", b""),
        ("text", bytes(range(1, 32)) * 20),
    ],
)
def test_unreadable_files_fail(kind: str, data: bytes) -> None:
    assert "cannot read" in {finding.channel for finding in check(data, kind, SecretSet.none())}


def test_a_gate_that_reads_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:  # 72, the positive control
    from desktop.redaction import gate_drawing, gate_parts, gate_pdf

    monkeypatch.setattr(gate_drawing.Drawing, "read", lambda self: None)
    monkeypatch.setattr(gate_pdf, "_strings", lambda plain: iter(()))
    monkeypatch.setattr(gate_parts, "xml_channels", lambda *args: iter(()))
    for kind in ("pdf", "xlsx", "docx"):
        data = drawn() if kind == "pdf" else _sheet("x")
        assert "the check itself does not see" in {finding.channel for finding in check(data, kind, SecretSet.none())}


def test_a_failing_file_gets_no_name(tmp_path: Path) -> None:  # fail closed
    target = tmp_path / "out.pdf"
    with pytest.raises(UserError) as refused:
        write_checked(target, LEAKS["white"](), "pdf", SECRETS, ours=False)
    assert list(tmp_path.iterdir()) == []
    assert "kieran" not in str(refused.value).lower()
    write_checked(target, drawn(), "pdf", SECRETS, ours=False)
    assert [each.name for each in tmp_path.iterdir()] == ["out.pdf"]
    with pytest.raises(UserError):
        write_checked(target, drawn(), "pdf", SECRETS, ours=False)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        write_checked(tmp_path / "no" / "out.pdf", drawn(), "pdf", SECRETS, ours=False)
    assert refused.value.code == "write"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_positive_control(kind: str) -> None:
    from desktop.redaction.leak_gate import _control

    assert list(_control(kind)) == []


@pytest.mark.parametrize(
    "text", ["[withheld]", "[withheld P]", "[ with held: other]", "［withheld］", "[WITHHELD]", "[with\u00adheld]"]
)
def test_a_box_in_a_published_file_is_a_finding(text: str) -> None:
    assert check(f"a {text} b".encode(), "text", SecretSet.none(), published=True)
    assert check(f"a {text} b".encode(), "text", SecretSet.none()) == ()
    assert check(b"they withheld it; a [note] withheld", "text", SecretSet.none(), published=True) == ()


def test_initials_that_are_words_of_the_format_do_not_refuse_a_clean_file() -> None:
    pairs = ("TR", "TH", "TD", "BT", "TJ", "GB", "FF", "ID", "LI")
    rows = "".join(f"{first}xyvorn {last}qwelling,professional\n" for first, last in pairs)
    secrets = SecretSet.from_cast(cast_from_csv(f"name,kind\n{rows}".encode()), load("police-index"))
    furniture = doc.Furniture(*[fixed("Facts")] * 6)
    table = doc.Table((fixed("One"), fixed("Two")), ((fixed("three"), fixed("four")),), (1, 1))
    data = pdf.lay_out(doc.Document(fixed("Figures"), furniture, (doc.Title(fixed("Figures")), table), "list"))
    assert check(data, "pdf", secrets, ours=True) == ()
    said = doc.Document(fixed("Figures"), furniture, (doc.Title(fixed("Seen by TR")),), "list")
    assert {one.channel for one in check(pdf.lay_out(said), "pdf", secrets, ours=True)} >= {"page text", "drawing"}


@pytest.mark.parametrize(("title", "named"), [("Will people know about it?", False), ("Ask Will about it", True)])
def test_a_bookmark_that_begins_with_a_word_that_is_a_name_is_read_as_a_sentence(title: str, named: bool) -> None:
    furniture = doc.Furniture(*[fixed("Facts")] * 6)
    blocks = (doc.Title(fixed("Leaflet")), doc.Heading(fixed(title), anchor="a"))
    data = pdf.lay_out(doc.Document(fixed("Leaflet"), furniture, blocks, "large_print"))
    secrets = SecretSet.from_cast(CAST, load("family"))
    found = {one.channel for one in check(data, "pdf", secrets, ours=True)}
    assert (found >= {"page text", "stream", "object"}) if named else not found


def test_the_noise_of_a_sealed_file_is_no_name() -> None:
    furniture = doc.Furniture(*[fixed("Facts")] * 6)
    clear = pdf.lay_out(doc.Document(fixed("Figures"), furniture, (doc.Title(fixed("Figures")),), "list"))
    letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
    rows = "".join(f"{one}xyvorn {two}qwelling,professional\n" for one in letters for two in letters)
    secrets = SecretSet.from_cast(cast_from_csv(f"name,kind\n{rows}".encode()), load("police-index"))
    data = encrypt_pdf(clear, "amber-otter-window-cedar-salt-lane")
    found = check(data, "pdf", secrets, passphrase="amber-otter-window-cedar-salt-lane")
    assert "raw bytes" not in {one.channel for one in found}


@pytest.mark.parametrize("name", ["chronology.xlsx", "Minutes of the meeting.docx", "scan Holt 7.pdf"])
def test_a_file_name_is_a_secret_but_its_plain_words_are_not(name: str) -> None:
    secrets = SecretSet.from_cast(CAST, load("publication"), names=(name,))
    assert secrets.holds(f"see {name} in the folder")
    assert secrets.holds("the chronology and the minutes of the meeting") is False


@pytest.mark.parametrize(("noise", "named"), [("G×r\x8då\x94Ç\x0fe", False), ("xx Kieran yy", True)])
def test_letters_strewn_over_binary_data_are_no_name_and_a_name_in_a_row_is(noise: str, named: bool) -> None:
    assert SECRETS.holds(f"\x8d×{noise}\x0fÊ", in_bytes=True) is named


@pytest.mark.parametrize(("noise", "named"), [("\x93HÀl1¹~", False), ("Brinkmoor1", True), ("0Hal Brinkmoor", True)])
def test_a_short_name_with_figures_behind_it_is_noise_in_binary_data(noise: str, named: bool) -> None:
    secrets = SecretSet.from_cast(cast_from_csv(b"name,kind\nHal Brinkmoor,professional\n"), load("publication"))
    assert secrets.holds(f"\x8d×{noise}\x0fÊ", in_bytes=True) is named
    assert secrets.holds("Hal1 rang")
