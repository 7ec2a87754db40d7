"""Files as other programs write them, made at build time: Word, spreadsheet, PDF, scan, picture, RTF, CSV, text, sound.

Equal items give equal bytes: dates in files are those of the story. PDF with words is laid out by ``desktop.paper``;
a scan is a picture without text.
"""

from __future__ import annotations

import csv
import io
import re
import wave
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont

from desktop.demonstration.items import Item
from desktop.paper import document as doc
from desktop.paper import pdf
from desktop.redaction.people import Cast
from desktop.redaction.profiles import load as load_profile
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, fixed

_PAGE = (827, 1169)
_FONT = "GentiumBookPlus-Regular.ttf"
_CHANGE = re.compile(r"\[-(?P<old>.+?)-\]|\{\+(?P<new>.+?)\+\}")


def make(item: Item, made_on: datetime) -> bytes:
    """The bytes of an item's file; ``made_on`` stands in the file as the day it was made."""
    if item.suffix == "pdf":
        return scan(item, made_on) if item.scan else letter(item)
    makers: dict[str, Callable[[Item, datetime], bytes]] = {
        "docx": word,
        "xlsx": workbook,
        "csv": lambda one, _on: table(one),
        "txt": lambda one, _on: (one.body + "\n").encode(),
        "rtf": lambda one, _on: rich_text(one),
        "png": lambda one, _on: picture(one, "PNG"),
        "jpg": lambda one, _on: picture(one, "JPEG"),
        "wav": lambda _one, _on: sound(),
    }
    return makers[item.suffix](item, made_on)


# --- Word ----------------------------------------------------------------------------------------------------------


def word(item: Item, made_on: datetime) -> bytes:
    """A Word document: ``# `` begins a heading, ``| `` a row of a table, ``[-old-]{+new+}`` is a tracked change."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = item.author, ""
    properties.created = properties.modified = made_on.replace(tzinfo=None)
    rows: list[list[str]] = []
    for line in item.body.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        _flush(document, rows)
        if line.startswith("# "):
            document.add_heading(line[2:], level=1)
        elif line.strip():
            _paragraph(document, line, made_on)
    _flush(document, rows)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_times(buffer.getvalue())


def _flush(document: Any, rows: list[list[str]]) -> None:
    """Write the rows gathered so far: ``^`` joins a cell with the one above, ``<`` with the one before."""
    if not rows:
        return
    grid = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    cells = [row.cells for row in grid.rows]  # asked for once: each asking walks the whole table
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = cells[at][column]
            if words == "^":
                cells[at - 1][column].merge(cell)
            elif words == "<":
                cells[at][column - 1].merge(cell)
            else:
                cell.text = words
    rows.clear()


def _paragraph(document: Any, line: str, made_on: datetime) -> None:
    paragraph = document.add_paragraph()
    at = 0
    for number, found in enumerate(_CHANGE.finditer(line)):
        paragraph.add_run(line[at : found.start()])
        changed = OxmlElement("w:del" if found["old"] else "w:ins")
        changed.set(qn("w:id"), str(number + 1))
        changed.set(qn("w:author"), "Reviewer")
        changed.set(qn("w:date"), made_on.strftime("%Y-%m-%dT%H:%M:%SZ"))
        run = OxmlElement("w:r")
        text = OxmlElement("w:delText" if found["old"] else "w:t")
        text.text = found["old"] or found["new"]
        run.append(text)
        changed.append(run)
        paragraph._p.append(changed)
        at = found.end()
    paragraph.add_run(line[at:])


def _same_times(data: bytes) -> bytes:
    """The archive with one time on every member: the day of writing would differ at each build."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, (2016, 1, 1, 0, 0, 0))
            new.writestr(info, old.read(member), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# --- tables and text -----------------------------------------------------------------------------------------------


def workbook(item: Item, made_on: datetime) -> bytes:
    """A spreadsheet with the rows of the item, dates and times as text as agencies keep them."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"author": item.author, "created": made_on.replace(tzinfo=None)})
    sheet = book.add_worksheet("Chronology")
    for number, row in enumerate(item.rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    sheet.set_column(0, len(item.rows[0]) - 1, 22)
    book.close()
    return buffer.getvalue()


def table(item: Item) -> bytes:
    """A CSV file."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(item.rows)
    return buffer.getvalue().encode("utf-8-sig")


def rich_text(item: Item) -> bytes:
    """A rich text document."""
    lines = "\\par\n".join(_escaped(line) for line in item.body.splitlines())
    return ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22\n" + lines + "\\par\n}").encode("ascii")


def _escaped(line: str) -> str:
    safe = re.sub(r"([\\{}])", r"\\\1", line)
    return "".join(sign if ord(sign) < 128 else f"\\u{ord(sign)}?" for sign in safe)


# --- paper ---------------------------------------------------------------------------------------------------------


@cache
def _speaker() -> Releaser:
    # Nobody is registered here: the words of an invented letter come through as they are.
    return Releaser(Cast(()), load_profile("internal"))


def _said(text: str) -> Released:
    return _speaker().release(text)


def letter(item: Item) -> bytes:
    """A letter or paper as a PDF with words."""
    date_line = _said(item.written)
    blocks: list[doc.Block] = [doc.Title(_said(item.title))]
    if item.letter_to:
        blocks.append(doc.Lines((_said(item.letter_to), date_line)))
    for line in item.body.splitlines():
        if line.startswith("# "):
            blocks.append(doc.Heading(_said(line[2:])))
        elif line.strip():
            blocks.append(doc.Paragraph(_said(line)))
    blocks.append(doc.Lines((_said(item.author),)))
    furniture = doc.Furniture(
        marking=fixed("OFFICIAL-SENSITIVE"),
        reference=fixed("Letter"),
        version=fixed("As sent"),
        as_at=date_line,
        board=_said(item.author),
        short_title=_said(item.title),
    )
    return pdf.lay_out(doc.Document(_said(item.title), furniture, tuple(blocks), "letter"))


# --- pictures ------------------------------------------------------------------------------------------------------


@cache
def _type(size: int) -> ImageFont.FreeTypeFont:
    data = files("resources").joinpath("fonts", _FONT).read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size)


def _drawn(lines: list[str], size: tuple[int, int], letters: int, paper: int) -> Image.Image:
    image = Image.new("L", size, paper)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((size[0] // 10, size[1] // 10 + number * letters * 2), line, font=_type(letters), fill=30)
    return image


def scan(item: Item, made_on: datetime) -> bytes:
    """A sheet as a scanner gives it: one picture, a little askew, no text."""
    image = _drawn(item.body.splitlines(), _PAGE, 26, 245).rotate(0.7, fillcolor=245)
    moment = made_on.timetuple()
    buffer = io.BytesIO()
    image.save(buffer, "PDF", resolution=100.0, creationDate=moment, modDate=moment, quality=60)
    return buffer.getvalue()


def picture(item: Item, form: str) -> bytes:
    """A photograph or drawing of a few words."""
    image = _drawn(item.body.splitlines(), (960, 720), 38, 232 if form == "JPEG" else 255)
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def sound() -> bytes:
    """Two seconds of silence: the words of a recording are not invented."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(4000)
        recording.writeframes(b"\x80" * 8000)
    return buffer.getvalue()
