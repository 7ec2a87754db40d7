"""PDFs: text by page against another reader, what is missing said, damaged and locked ones kept."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from desktop.intake import Kind
from desktop.intake.formats.found import Unreadable
from desktop.intake.formats.pdfium import open_pdf
from storage.partial_date import PartialDate
from tests.desktop.intake.conftest import Read
from tests.desktop.intake.making import changed, pdf

PAGES = [
    ["Chronology of contacts", "Seen by the health visitor on 2 February 2016."],
    ["Second page: Zoë was not brought.", "A line with numbers 943 476 5919."],
]


def scan(paper: canvas.Canvas) -> None:
    buffer = io.BytesIO()
    Image.new("L", (200, 280), 200).save(buffer, "PNG")
    buffer.seek(0)
    paper.drawImage(ImageReader(buffer), 0, 0, 595, 842)


def test_text_is_taken_page_by_page(read: Read) -> None:
    reading = read(pdf(PAGES), "x.bin")
    assert (reading.kind, reading.media_type, reading.extent.pages) == (Kind.PDF, "application/pdf", 2)
    first, second = (reading.text[page.start : page.end] for page in reading.pages)
    assert "health visitor" in first and "Zoë" not in first
    assert "Zoë was not brought" in second
    assert reading.page_starts == (0, reading.pages[0].end + 1)
    assert "Imogen Vale" in reading.authors
    assert reading.notes == ()


@pytest.mark.needs("pdftotext")
def test_text_agrees_with_another_reader(read: Read) -> None:
    data = pdf(PAGES)
    other = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert read(data).text.split() == other.split()


def test_dates_of_the_file_are_hints(read: Read) -> None:
    def date(document: pikepdf.Pdf) -> None:
        document.docinfo["/CreationDate"] = "D:20160203101500Z"

    hints = read(changed(pdf(PAGES), date)).dates
    assert [(hint.what, hint.value) for hint in hints if "made" in hint.what] == [
        ("Date the PDF was made", PartialDate.from_iso("2016-02-03"))
    ]


def test_scanned_pages_are_said(read: Read) -> None:
    every = read(pdf([scan, scan]))
    assert every.readable and every.text.strip() == ""
    assert every.notes == (
        "No page has text that can be read: these are pictures of pages. Search cannot find words in them; "
        "look at each page.",
    )
    some = read(pdf([PAGES[0], scan, PAGES[1], scan]))
    assert some.notes == ("Pages 2 and 4 have no text that can be read. Search cannot find words there; look at each.",)


def test_comments_form_fields_and_files_inside(read: Read) -> None:
    def add(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="words of a comment"
        )
        document.pages[0].Annots = document.make_indirect([document.make_indirect(note)])
        document.attachments["../list.csv"] = b"a,b\n1,2\n"

    reading = read(changed(pdf(PAGES), add))
    page = reading.pages[0]
    assert "[Comment or form field] words of a comment" in reading.text[page.start : page.end]
    assert [(part.name, part.data) for part in reading.parts] == [("list.csv", b"a,b\n1,2\n")]


def test_a_locked_pdf_is_kept(read: Read) -> None:
    encryption = pikepdf.Encryption(owner="one", user="two", R=6)
    reading = read(changed(pdf(PAGES), lambda document: None, encryption=encryption))
    assert (reading.kind, reading.readable) == (Kind.PDF, False)
    assert reading.reason.startswith("Kept. This PDF needs its password")


def test_a_pdf_locked_against_printing_alone_is_read(read: Read) -> None:
    encryption = pikepdf.Encryption(owner="one", user="", R=6)
    assert "health visitor" in read(changed(pdf(PAGES), lambda document: None, encryption=encryption)).text


@pytest.mark.parametrize("cut", [20, 300])
def test_a_damaged_pdf_is_kept(read: Read, cut: int) -> None:
    reading = read(pdf(PAGES)[:cut])
    assert (reading.kind, reading.readable) == (Kind.PDF, False)
    assert reading.reason == (
        "Kept. This PDF is damaged or incomplete and cannot be opened. Ask the sender for it again."
    )


def _no_pages(document: pikepdf.Pdf) -> None:
    del document.pages[:]


def test_a_pdf_without_pages_is_kept(read: Read) -> None:
    reading = read(changed(pdf(PAGES), _no_pages))
    assert not reading.readable
    assert reading.reason.startswith("Kept. ")


def test_what_was_wrong_with_one_file_is_not_said_of_the_next() -> None:
    """The same child reads many files."""
    locked = changed(pdf(PAGES), lambda document: None, encryption=pikepdf.Encryption(owner="one", user="two", R=6))
    for data, said in ((locked, "locked"), (changed(pdf(PAGES), _no_pages), "damaged"), (locked, "locked")):
        with pytest.raises(Unreadable, match=said):
            open_pdf(data, damaged="damaged", locked="locked")


def test_two_thousand_pages(read: Read) -> None:
    reading = read(pdf([[f"Page {number} of the file"] for number in range(1, 2001)]))
    assert reading.extent.pages == 2000
    last = reading.pages[-1]
    assert "Page 2000 of the file" in reading.text[last.start : last.end]
