"""What a file keeps in another dress: escapes, mark-up, packed parts, revisions, parts nobody lists; and clean files.

Redaction design, section 6, numbers 36, 40, 45 to 49 and 57, and false alarms of the format itself.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import zipfile
import zlib
from email.message import EmailMessage

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from desktop.redaction import gate_bytes, secrets_of
from desktop.redaction.leak_gate import check
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.secrets_of import SecretSet
from tests.attacks.files import LEAKS, SECRET, changed, drawn, picture

PEOPLE = """\
name,kind,born
Kieran Ashdown,subject_child,2011-03-14
Żaneta Kowalczyńska,parent,
Will Fenrush,professional,
Grace Page,professional,
Georgia Latha,professional,
Xu Li,professional,
Rory Light,professional,
"""
SECRETS = SecretSet.from_cast(cast_from_csv(PEOPLE.encode()), load("publication"))
TOLD = f"The meeting heard that {SECRET} was seen at home."
PLAIN = "The meeting heard that the child was seen at home. Will people know? See page 3 and table 2."


def _letter(*, attached: bytes = b"", name: str = "a.bin") -> bytes:
    made = EmailMessage()
    made["Subject"] = "café"
    made.set_content(PLAIN)
    made.add_alternative(f"<p>{PLAIN}</p>", subtype="html")
    if attached:
        made.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def _zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(name, body)
    return out.getvalue()


def _docx(body: str, **parts: bytes | str) -> bytes:
    return _zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:p>{body}</w:p>", **parts})


def _unlisted() -> bytes:
    """A part that was taken off the list of the package and left in the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", PLAIN)
        package.writestr("gone.txt", TOLD * 5)
        package.writestr("b.txt", PLAIN)
        package.filelist = [each for each in package.filelist if each.filename != "gone.txt"]
    return out.getvalue()


RUN = "<w:r><w:t>{}</w:t></w:r>"
FIRST, LAST = RUN.format("Kie"), RUN.format("ran")
DRESSED = {
    "tags": ("text", b"<p>Kie<b>ran</b> came</p>"),
    "tags round each": ("text", b"<first>Will</first>\n<last>Fenrush</last>"),
    "section of characters": ("text", b"<a><![CDATA[Kie]]>ran</a>"),
    "entity": ("text", b'<!DOCTYPE a [<!ENTITY n "ran">]><a>Kie&n;</a>'),
    "escaped twice": ("text", b"<p>K&amp;#105;eran</p>"),
    "address escaped twice": ("text", b"see http://x/K%2569eran"),
    "letters by number": ("text", b'"K\\u0069eran" and "x"'),
    "bytes by number": ("text", b'"K\\x69eran"'),
    "put together": ("text", b'"Kie" + "ran"'),
    "emphasis": ("text", b"Kie**ran** came"),
    "terminal": ("text", b"Kie\x1b[1mran\x1b[0m came in the usual way and went home again"),
    "rtf letters": ("text", b"{\\rtf1\\ansi The child K\\'69eran came}"),
    "rtf code page": ("text", b"{\\rtf1\\ansi\\ansicpg1250 \\'afaneta came}"),
    "rtf runs": ("text", b"{\\rtf1\\ansi The child {\\b Kie}{\\i ran} came}"),
    "tex": ("text", b"Kie\\textbf{ran}"),
    "quoted-printable": ("text", quopri.encodestring(TOLD.replace("Kier", "Kíer").encode())),
    "soft line end": ("text", b"heard Kier=\r\nan Ashd=6Fwn"),
    "head of a letter": ("text", b"Subject: =?iso-8859-1?Q?K=69eran?=\n\nx"),
    "base64 twice": ("text", base64.b64encode(base64.b64encode(TOLD.encode()))),
    "base64 short": ("text", base64.b64encode(b"Kieran")),
    "base64 wide": ("text", base64.b64encode(TOLD.encode("utf-16-le"))),
    "base64 packed": ("text", base64.b64encode(gzip.compress(TOLD.encode()))),
    "hexadecimal": ("text", TOLD.encode().hex().encode()),
    "attached zip": ("text", _letter(attached=_zipped({"a.txt": TOLD}))),
    "attached pdf": ("text", _letter(attached=LEAKS["metadata"]())),
    "other code page": ("text", "Seen by Żaneta today".encode("mac_latin2")),
    "utf-32": ("csv", TOLD.encode("utf-32-be")),
    "json in json": ("json", json.dumps({"a": json.dumps({"b": json.dumps({"c": "Kíeran"})})}).encode()),
    "json, one key twice": ("json", b'{"a": "K\\u0069eran", "a": "x"}'),
    "json of lines": ("json", b'{"a": "x"}\n{"a": "K\\u0069eran"}\n'),
    "json, seconds": ("json", b'{"born": 1300060800}'),
    "json, mark-up": ("json", b'{"a": "<b>Kie</b>ran"}'),
    "gz in zip": ("zip", _zipped({"a.gz": gzip.compress(TOLD.encode())})),
    "bz2 in zip": ("zip", _zipped({"a.bz2": bz2.compress(TOLD.encode())})),
    "xz in zip": ("zip", _zipped({"a.xz": lzma.compress(TOLD.encode())})),
    "slides in zip": ("zip", _zipped({"a.pptx": _docx(RUN.format("Kie") + RUN.format("ran"))})),
    "page in zip": ("zip", _zipped({"a.html": "<p>Kie<i>ran</i></p>"})),
    "unlisted part": ("zip", _unlisted()),
    "field between": ("docx", _docx(f"{FIRST}<w:r><w:instrText>x</w:instrText></w:r>{LAST}")),
    "deleted between": ("docx", _docx(f"{FIRST}<w:del><w:delText>x</w:delText></w:del>{LAST}")),
    "added between": ("docx", _docx(f"{FIRST}<w:ins w:id='1'>{RUN.format('x')}</w:ins>{LAST}")),
    "symbol": ("docx", _docx(RUN.format("K") + '<w:sym w:font="A" w:char="F069"/>' + RUN.format("eran"))),
    "older text": ("docx", _docx("x", **{"word/afchunk.rtf": r"{\rtf1 K\'69eran}"})),
    "object inside": ("docx", _docx("x", **{"word/o.bin": gate_bytes.OLD_OFFICE + bytes(512) + _docx(TOLD)})),
    "printed header": ("xlsx", _docx("x", **{"xl/s.xml": "<oddHeader>&amp;LKie&amp;Bran&amp;RWill</oddHeader>"})),
    "letter by number": ("xlsx", _docx("x", **{"xl/s.xml": "<si><t>K_x0069_eran</t></si>"})),
    "phonetic": ("xlsx", _docx("x", **{"xl/s.xml": "<si><t>Kie</t><rPh><t>x</t></rPh><t>ran</t></si>"})),
}  # fmt: skip


@pytest.mark.parametrize("dress", sorted(DRESSED))
def test_a_name_is_seen_in_every_dress(dress: str) -> None:
    kind, data = DRESSED[dress]
    found = check(data, kind, SECRETS)
    assert {one.channel for one in found} - {"cannot read", "the check itself does not see"}


def _revised() -> bytes:
    """``files._revised`` with its streams packed, as most programs leave them."""
    old = drawn(lambda canvas: canvas.drawString(72, 700, SECRET), pageCompression=1)
    with pikepdf.open(io.BytesIO(old)) as pdf:
        number, root, size = pdf.pages[0].Contents.objgen[0], pdf.Root.objgen[0], len(pdf.objects) + 1
    start = int(old[old.rfind(b"startxref") + 9 :].split()[0])
    new = b"%d 0 obj <</Length 3>> stream\nq Q\nendstream endobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer <</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(old) + 1, size, root, start, len(old) + 1 + len(new),
    )  # fmt: skip
    return old + b"\n" + new + table


def _nested(levels: int) -> bytes:
    data = b"about Kieran Ashdown"
    for _ in range(levels):
        data = changed(lambda pdf, body=data: pdf.attachments.__setitem__("a.pdf", body))  # type: ignore[misc]
    return data


def _sealed() -> bytes:
    """A file that opens without a passphrase and has an object that is a bare number, as most programs make them."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_numbered())) as pdf:
        pdf.Root.Spare = pdf.make_indirect(7)
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="b", R=6))
    return out.getvalue()


def _named_glyphs() -> bytes:
    """Letters that the encoding of a font names, in two pieces that pdfium does not put together."""
    names = [Name("/K"), Name("/uni0069"), Name("/e"), Name("/r"), Name("/aacute"), Name("/n")]
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, *names])),
    )  # fmt: skip

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font["/F9"] = pdf.make_indirect(font)
        pdf.pages[0].contents_add(b"BT /F9 12 Tf 72 700 Td (ABC) Tj 90 0 Td (DEF) Tj ET")

    return changed(change)


def _turned() -> bytes:
    """Letters set one by one, turned by a quarter, from the last to the first."""
    width = 7
    pieces = [f"BT /F1 11 Tf 0 1 -1 0 300 {300 + width * at} Tm ({sign}) Tj ET" for at, sign in enumerate("Kieran")]
    return changed(lambda pdf: pdf.pages[0].contents_add(" ".join(reversed(pieces)).encode()))


def _rooted(value: object) -> bytes:
    return changed(lambda pdf: pdf.Root.__setattr__("Spare", value))


PIECES = b"BT /F1 9 Tf 72 99 Td [(K)3(i)4(er)5(an)] TJ ET"
LEFT = b"\n999 0 obj <</Filter/FlateDecode>> stream\n" + zlib.compress(PIECES)
IN_PDF = {
    "glyphs by name": _named_glyphs,
    "turned letters, last first": _turned,
    "old revision, packed": _revised,
    "left behind, packed": lambda: drawn().replace(b"\nxref", LEFT + b"\nendstream endobj\nxref", 1),
    "drawn by nothing": lambda: changed(lambda pdf: pdf.Root.__setattr__("Spare", pdf.make_stream(PIECES))),
    "packed twice": lambda: changed(
        lambda pdf: pdf.Root.__setattr__("Spare", pdf.make_stream(zlib.compress(TOLD.encode() * 3)))
    ),
    "packed behind the end": lambda: drawn() + gzip.compress(TOLD.encode() * 5),
    "attachments, too deep": lambda: _nested(7),
    "attachment of mark-up": lambda: changed(lambda pdf: pdf.attachments.__setitem__("a.html", b"Kie<b>ran</b>")),
    "metadata with tags": lambda: changed(
        lambda pdf: pdf.Root.__setattr__(
            "Metadata", pdf.make_stream(b"<x>Kie<b/>ran</x>", Type=Name.Metadata, Subtype=Name.XML)
        )
    ),
    "rich text of a note": lambda: _rooted(Dictionary(RC=String("<p>Kie<b>ran</b></p>"))),
    "script": lambda: _rooted(Dictionary(JS=String('"Kie"+"ran"'))),
    "note of a marked piece": lambda: changed(
        lambda pdf: pdf.pages[0].contents_add(b"/P <</Spare [<4B696572616E>]>> BDC EMC")
    ),
    "day of making": lambda: changed(lambda pdf: pdf.docinfo.__setitem__("/CreationDate", "D:20110314093000Z")),
    "comment of UTF-8": lambda: drawn().replace(b"startxref", "%Żaneta Kowalczyńska\nstartxref".encode(), 1),
}  # fmt: skip


@pytest.mark.parametrize("place", sorted(IN_PDF))
def test_what_no_page_leads_to_is_read(place: str) -> None:
    assert check(IN_PDF[place](), "pdf", SECRETS)


@pytest.mark.parametrize("note", ["comment behind the scan", "short name in a comment", "day of birth"])
def test_notes_of_a_picture_are_read_one_by_one(note: str) -> None:
    photo = picture(comment=b"photo of Will at home") if note == "short name in a comment" else picture()
    if note == "comment behind the scan":
        photo = photo[:-2] + b"\xff\xfe\x00\x08Kieran\xff\xd9"
    if note == "day of birth":
        photo = photo[:2] + b"\xff\xe1\x00\x1dExif\x00\x00\x01\x022011:03:14 10:00:00" + photo[2:]
    from tests.attacks.files import _with_picture

    found = check(changed(lambda pdf: _with_picture(pdf, photo)), "pdf", SECRETS)
    assert {one.channel for one in found} == {"picture notes"}


def _numbered() -> bytes:
    """Objects that are bare numbers, as qpdf and Word write them."""
    data = drawn(lambda canvas: canvas.drawString(72, 700, "Page 1 of 2"))
    return data.replace(b"\nxref", b"\n999 0 obj 42 endobj\nxref", 1)


CLEAN = {
    "format words": ("pdf", lambda: drawn(lambda canvas: canvas.drawString(72, 700, "Page 1 of 2"))),
    "bare numbers": ("pdf", _numbered),
    "bare numbers, sealed for change alone": ("pdf", _sealed),
    "a font with a first name": ("pdf", lambda: _rooted(Dictionary(BaseFont=Name.Georgia, Kids=Array([])))),
    "no packed page": ("pdf", lambda: drawn(lambda c: c.drawString(72, 700, "Will they know?"), pageCompression=0)),
    "fonts of a theme": ("docx", lambda: _docx('<a:font typeface="Georgia"/><a:font typeface="Latha"/><w:t>x</w:t>')),
    "styles of a word processor": ("docx", lambda: _docx('<w:x w:name="Light Shading Accent 1"/><w:t>x</w:t>')),
    "table": ("csv", lambda: b'1,"Will people know?"\n2,"yes, they will",x\n'),
    "page of the web": ("text", lambda: b'<td><font color="#000000">Will people know?</font></td>'),
    "sheet": ("xlsx", lambda: _docx("x", **{"xl/s.xml": "<c><v>3</v></c><c><is><t>Will they know?</t></is></c>"})),
    "printed header": ("xlsx", lambda: _docx("x", **{"xl/s.xml": "<oddFooter>Page &amp;P of &amp;N</oddFooter>"})),
    "letter": ("text", lambda: _letter(attached=_docx(RUN.format(PLAIN)))),
    "base64 that reads Xu": ("text", lambda: b"Xu+Li/" * 3 + b"aZ09" * 20 + b"+Xu\nLi/" + b"bY17" * 18 + b"\n"),
    "numbers": ("text", lambda: b"15 43 12 16 43 67 17 44 22 18 44 72, 4765 6f 5748"),
    "json of lines": ("json", lambda: b'{"a": "x"}\n\n{"a": 1300147200}\n'),
    "wide json": ("json", lambda: json.dumps({"a": PLAIN}).encode("utf-32")),
    "a long cell": ("csv", lambda: b'"' + b"xy " * 60_000 + b'",1\n'),
    "packed": ("zip", lambda: _zipped({"a.gz": gzip.compress(PLAIN.encode()), "b.docx": _docx(RUN.format(PLAIN))})),
    "other code page": ("text", lambda: "Straße, café, naïve: a few words of text".encode("cp1252")),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_clean_files_of_other_programs_pass(name: str) -> None:
    kind, made = CLEAN[name]
    assert check(made(), kind, SECRETS, published=True) == ()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("zip", _zipped({"a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(40)})),
        ("text", "Мария была дома с матерью и братом весь день.".encode("koi8-r")),
        ("text", _letter(attached=picture(), name="scan.jpg")),
        ("zip", _zipped({"a.txt": PLAIN})[20:]),
        ("docx", _docx("x")[:9] + b"\x07\x07\x07" + _docx("x")[12:-30]),
        ("docx", _docx("x", **{"customXml/item1.xml": '<!DOCTYPE a [<!ENTITY n "x">]><a>&n;</a>'})),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(kind: str, data: bytes) -> None:
    found = check(data, kind, SecretSet.none())
    assert {one.channel for one in found} == {"cannot read"}


def test_what_unpacks_without_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_bytes, "_UNPACKED", 100_000)
    data = _zipped({"a.gz": gzip.compress(bytes(1_000_000))})
    assert {one.channel for one in check(data, "zip", SecretSet.none())} == {"cannot read"}


def test_a_row_of_a_long_table_is_named() -> None:
    rows = [b"x,y"] * 900
    rows[500] = b"Kieran,y"
    found = {(one.channel, one.place) for one in check(b"\n".join(rows), "csv", SECRETS)}
    assert ("cells", "row 501") in found and ("cells", "row 500") not in found


def test_a_long_run_of_single_letters_is_read_in_time() -> None:
    assert check(b"a b c " * 2_000 + b"K i e r a n", "text", SECRETS)


@pytest.mark.parametrize("at", [secrets_of._STRETCH - 8, secrets_of._STRETCH, 2 * secrets_of._STRETCH - 9_000])
def test_a_name_over_the_cut_of_a_long_text_is_seen(at: int) -> None:
    before = ("quiet words of a long day " * (at // 26 + 1))[: at - 8]
    assert SECRETS.holds(f"{before} Kieran\nAshdown {'and so on ' * 30_000}")
    assert not SECRETS.holds(f"{before} {'goodwill and hopeful willing ' * 20_000}")


def test_a_file_full_of_names_is_not_read_to_its_end() -> None:
    found = check(b"Kieran,x\n" * 30_000, "csv", SECRETS)
    assert 1_000 <= len(found) < 1_100
