"""Files made to do harm: each ends as a reading that says so, and the next file is read as if nothing had been."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pikepdf
import pytest

from desktop import intake
from desktop.errors import UserError
from desktop.intake import Kind
from desktop.isolation import Limits, Worker
from tests.desktop.intake.conftest import Read
from tests.desktop.intake.making import changed, document, mail, pdf, replaced, workbook


def test_a_zip_bomb_is_not_opened(read: Read) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 60_000_000)
    reading = read(buffer.getvalue())
    assert (reading.kind, reading.readable) == (Kind.WORD, False)
    assert "unpacks to far more" in reading.reason


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><l>&d;</l>'
)


@pytest.mark.parametrize(
    ("whole", "member"), [(document(lambda word: None), "word/document.xml"), (workbook(), "xl/workbook.xml")]
)
def test_entities_that_grow_are_not_opened(read: Read, whole: bytes, member: str) -> None:
    reading = read(replaced(whole, member, lambda xml: LAUGHS))
    assert not reading.readable and "made to do harm" in reading.reason
    wide = read(replaced(whole, member, lambda xml: LAUGHS.decode().encode("utf-16")))
    assert not wide.readable and "made to do harm" in wide.reason


def nested(levels: int) -> bytes:
    lines = [b"From: a@b.example", b"Subject: 0", b"MIME-Version: 1.0"]
    for level in range(1, levels + 1):
        lines += [b"Content-Type: message/rfc822", b"", b"From: a@b.example", b"Subject: %d" % level]
    return b"\r\n".join([*lines, b"", b"Innermost words"])


def test_a_thousand_messages_inside_one_another() -> None:
    reading = intake.read(nested(1000))
    assert reading.kind is Kind.MAIL
    assert reading.parts == ()
    assert "nested too deeply" in " ".join((*reading.notes, reading.reason))


def test_few_messages_inside_one_another_are_taken_out_up_to_a_depth(read: Read) -> None:
    reading, depth = read(nested(6)), 0
    while reading.parts:
        depth += 1
        reading = read(reading.parts[0].data, "", depth)
    assert depth == 6 and "Innermost words" in reading.text
    assert read(nested(6), "", 8).parts == ()


def test_a_mail_with_many_parts(read: Read) -> None:
    message = mail()
    for number in range(30):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"{number}.bin")
    assert len(read(message.as_bytes()).parts) == 30


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    body = zlib.compress(bytes(2_000_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_picture_of_twenty_thousand_by_twenty_thousand(read: Read) -> None:
    data = png_header(20_000, 20_000)
    reading = read(data)
    assert (reading.kind, reading.readable, reading.extent.width) == (Kind.IMAGE, False, 20_000)
    assert "more points than Caseward can show" in reading.reason
    with pytest.raises(UserError, match="more points"):
        intake.view(data)


def test_a_file_that_takes_too_long_is_kept_and_the_next_is_read() -> None:
    long = pdf([[f"Page {number} of the file", "with two lines"] for number in range(2000)])
    with Worker() as worker:
        intake.read(b"warm", worker=worker)
        worker.limits = Limits(seconds=0.05)
        slow = intake.read(long, worker=worker)
        assert (slow.kind, slow.readable) == (Kind.PDF, False)
        assert slow.reason.startswith("Kept. Reading this file took too long, so Caseward stopped. Open it elsewhere")
        worker.limits = Limits()
        assert intake.read(b"next file", worker=worker).text == "next file"


@pytest.mark.skipif(sys.platform != "linux", reason="memory limits as Linux has them")
def test_a_file_that_wants_too_much_memory_is_kept_and_the_next_is_read() -> None:
    with Worker(Limits(seconds=60, memory=300 * 1024 * 1024)) as small:
        reading = intake.read(b"From: a@b.example\nSubject: x\n\n" + b"words " * 30_000_000, worker=small)
        assert not reading.readable
        assert "memory" in reading.reason or "stopped unexpectedly" in reading.reason
        assert intake.read(b"next file", worker=small).text == "next file"


def test_a_script_in_a_pdf_is_not_run_and_does_not_stop_the_reading(read: Read) -> None:
    def script(file: pikepdf.Pdf) -> None:
        file.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="app.launchURL('http://127.0.0.1/'); while(1){}"
        )

    assert "words" in read(changed(pdf([["words"]]), script)).text


def test_the_parsers_are_never_loaded_beside_the_key() -> None:
    parsers = {"pypdfium2", "docx", "openpyxl", "oxmsg", "olefile", "striprtf", "PIL", "pikepdf", "lxml", "email"}
    program = "import sys; from desktop import intake; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not parsers & set(done.stdout.split())
