"""Text in several encodings, tables, rich text, pictures, sound; and whatever else comes in."""

from __future__ import annotations

import hashlib
import io
import struct
import wave

import pytest
from PIL import Image

from desktop import intake
from desktop.errors import UserError
from desktop.intake import UNREADABLE, Kind
from storage.partial_date import PartialDate
from tests.desktop.intake.conftest import Read
from tests.desktop.intake.making import photograph, picture

NOTE = "Telephone call with the school.\nZoë was “not herself” – £5.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_running_text_in_any_encoding(read: Read, encoding: str) -> None:
    data = NOTE.encode(encoding)
    reading = read(data)
    assert (reading.kind, reading.text) == (Kind.TEXT, NOTE)
    assert (reading.sha256, reading.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_line_ends_and_signs_that_cannot_be_stored(read: Read) -> None:
    assert read(b"one\r\ntwo\rthree\x0cfour").text == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(("delimiter", "words"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_a_table_whatever_parts_its_cells(read: Read, delimiter: str, words: str) -> None:
    rows = [["date", "who", "what"], ["2016-02-01", "Zoë", 'said "no"'], ["2016-02-02", "R. Oduya", "call"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    reading = read(text.encode("cp1252"), "no-suffix")
    assert (reading.kind, reading.extent.rows) == (Kind.CSV, 3)
    assert [(hint.name, hint.value) for hint in reading.hints] == [("Cells parted by", words)]
    assert "Zoë" in reading.text


def test_prose_with_commas_is_no_table(read: Read) -> None:
    assert read(b"Dear Sir, hello, again\nI write, now, to say\n", "letter").kind is Kind.TEXT
    assert read(b"a,b\n1,2\n", "list.csv").kind is Kind.CSV


def test_rich_text_with_what_the_library_would_drop(read: Read) -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author Imogen Vale}{\creatim\yr2016\mo2\dy3}}"
        rb"{\header\pard Header words\par}\pard Zo\'eb was seen {\b alone}.{\footnote Note words}\par "
        rb"{\*\annotation Remark words}{\deleted Gone words}\par}"
    )
    reading = read(data)
    assert reading.kind is Kind.RTF
    for words in ("Zoë was seen alone.", "Header words", "Note words", "Remark words", "Gone words"):
        assert words in reading.text
    assert reading.authors == ("Imogen Vale",)
    assert [hint.value for hint in reading.dates] == [PartialDate.from_iso("2016-02-03")]


def test_a_photograph_gives_its_hints(read: Read) -> None:
    reading = read(photograph())
    assert (reading.kind, reading.media_type, reading.extent.pages) == (Kind.IMAGE, "image/jpeg", 1)
    assert (reading.extent.width, reading.extent.height) == (400, 300)
    assert [(hint.what, hint.value) for hint in reading.dates] == [
        ("Date the picture was taken, by the camera's clock", PartialDate.from_iso("2016-02-24"))
    ]
    assert ("Camera maker", "Lumiere") in [(hint.name, hint.value) for hint in reading.hints]
    assert reading.authors == ("Imogen Vale",)
    assert any("where it was taken" in note for note in reading.notes)
    assert any("turned a quarter to the right" in note for note in reading.notes)


def test_pages_of_a_scan(read: Read) -> None:
    pages = [Image.new("1", (200, 280), colour) for colour in (0, 1, 1)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    reading = read(buffer.getvalue())
    assert (reading.media_type, reading.extent.pages, len(reading.pages)) == ("image/tiff", 3, 3)
    assert read(picture("PNG")).media_type == "image/png"


def test_a_damaged_picture_is_kept(read: Read) -> None:
    reading = read(picture("PNG")[:200])
    assert (reading.kind, reading.readable) == (Kind.IMAGE, False)
    assert reading.reason.startswith("Kept. This picture is damaged")


def test_sound_and_video_are_kept_whole(read: Read) -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(1000)
        sound.writeframes(bytes(3000))
    heard = read(buffer.getvalue())
    assert (heard.kind, heard.extent.seconds, heard.readable) == (Kind.AUDIO, 3, False)
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0)
    header = struct.pack(">I4sIIIII", 28, b"mvhd", 0, 0, 0, 600, 600 * 75)
    film = read(head + struct.pack(">I4s", 8 + len(header), b"moov") + header)
    assert (film.kind, film.media_type, film.extent.seconds) == (Kind.VIDEO, "video/mp4", 75)
    assert film.reason.startswith("Kept whole.")


@pytest.mark.parametrize("data", [b"MZ\x00\x00" + bytes(200), bytes(range(256)) * 20, b"PK\x03\x04" + bytes(300)])
def test_anything_else_is_kept(read: Read, data: bytes) -> None:
    reading = read(data, "important.docx")
    assert (reading.kind, reading.readable, reading.reason) == (Kind.OTHER, False, UNREADABLE)
    assert reading.sha256 == hashlib.sha256(data).hexdigest()


def test_an_empty_file_is_kept() -> None:
    reading = intake.read(b"", "empty.pdf")
    assert not reading.readable
    assert reading.reason == "Kept. This file is empty (0 bytes). Ask the sender for it again."


def test_more_than_the_vault_can_keep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.intake.files.LARGEST_FILE", 10)
    with pytest.raises(UserError) as refused:
        intake.read(b"12345678901")
    assert refused.value.code == "too-large"
    assert intake.read(b"1234567890").text == "1234567890"
