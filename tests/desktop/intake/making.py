"""Makes the files that the tests read: PDFs, Word documents, spreadsheets, mails and pictures. All names invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from typing import Any

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

Drawing = Callable[[canvas.Canvas], None]


def pdf(pages: Sequence[Sequence[str] | Drawing], size: tuple[float, float] = A4, **information: str) -> bytes:
    """A PDF with a page of lines (or drawn by a function) each."""
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=size, invariant=1)
    paper.setAuthor(information.get("author", "Imogen Vale"))
    paper.setTitle(information.get("title", "Chronology"))
    for page in pages:
        paper.setFont("Helvetica", 11)
        if callable(page):
            page(paper)
        else:
            for number, line in enumerate(page):
                paper.drawString(72, size[1] - 72 - 16 * number, line)
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **saving: Any) -> bytes:
    """The PDF after ``change``."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(buffer, **saving)
    return buffer.getvalue()


def document(fill: Callable[[Any], None]) -> bytes:
    """A Word document that ``fill`` wrote into."""
    word = docx.Document()
    word.core_properties.author = "Imogen Vale"
    fill(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def replaced(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one member changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            contents = old.read(item)
            new.writestr(item.filename, change(contents) if item.filename == member else contents)
    return buffer.getvalue()


def workbook() -> bytes:
    """Two sheets, one hidden; a hidden row and column, a formula, a comment, a merged heading."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Contacts"
    sheet.append(["Contacts", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["date", "who", "count"])
    sheet.append(["2016-02-01", "Health visitor", 2])
    sheet.append(["2016-02-03", "hidden row words", 3])
    sheet.append(["total", None, "=SUM(C3:C4)"])
    sheet["B3"].comment = Comment("seen alone", "R. Oduya")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("Old list")
    other.append(["words of the hidden sheet"])
    other.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **saving: Any) -> bytes:
    """A picture: dark left half, light right half."""
    image = Image.new("RGB", size, "white")
    image.paste((20, 20, 20), (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    image.save(buffer, kind, **saving)
    return buffer.getvalue()


def photograph() -> bytes:
    """A JPEG with what a camera writes: place, date, maker, turned a quarter."""
    exif = Image.Exif()
    exif[0x010F] = "Lumiere"
    exif[0x013B] = "Imogen Vale"
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2016:02:24 10:32:00"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 11.0)
    return picture(exif=exif)


def mail(subject: str = "Referral", body: str = "Dear colleagues,\n\nthe form is attached.\n") -> EmailMessage:
    """A plain message to add to."""
    message = EmailMessage()
    message["From"] = "Imogen Vale <imogen.vale@fenmoor-hospital.example>"
    message["To"] = "unit@fenmoor-lscb.example"
    message["Date"] = "Wed, 24 Feb 2016 10:32:00 +0000"
    message["Subject"] = subject
    message.set_content(body)
    return message
