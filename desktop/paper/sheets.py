"""Spreadsheets, CSV and manifests: the same released text as on paper, one fact a column.

Cells are written as what they are and never read as formulas: text, whole numbers and dates by their own calls
(engineering finding: a plain write makes ``=1+1`` live). A cell beginning with ``= + - @`` or a tab or line end gets a
leading apostrophe in CSV alone, because a spreadsheet program would run it from there. Equal sheets give equal bytes.
"""

from __future__ import annotations

import csv as csv_writer
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import xlsxwriter

from desktop.errors import UserError
from desktop.redaction.released import Released

Value: TypeAlias = Released | int | date | None

_CREATED = datetime(2000, 1, 1)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_767
_SHEET_NAME = 31
_ROWS = 1_048_575


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, what its cells hold, its width in characters."""

    heading: Released
    kind: Literal["text", "number", "date"] = "text"
    width: float = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a name, columns and rows of as many cells. ``landscape`` is for its print."""

    name: Released
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Value]]
    landscape: bool = True

    def __post_init__(self) -> None:
        _check_name(self.name)
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError("A row has not as many cells as the sheet has columns")
            for value, column in zip(row, self.columns, strict=True):
                _check_kind(value, column.kind)


def _check_name(name: Released) -> None:
    if not isinstance(name, Released) or not name.text or len(name.text) > _SHEET_NAME:
        raise TypeError("The name of a sheet is released text of 1 to 31 characters")


def _check_kind(value: Value, kind: str) -> None:
    wanted: dict[str, type] = {"text": Released, "number": int, "date": date}
    if value is not None and (not isinstance(value, wanted[kind]) or isinstance(value, (bool, datetime))):
        raise TypeError("Paper takes released text, whole numbers and dates only")


def xlsx(sheets: Sequence[Sheet], *, title: Released) -> bytes:
    """A workbook with a fixed heading row, a filter, wrapped text and a print set-up; nothing about who made it when.

    Raises UserError where a text is longer than a cell may be, or a sheet longer than the format allows.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": title.text, "created": _CREATED, "author": "", "comments": ""})
    formats = _formats(book)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name.text), sheet, formats)
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    ordinary = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    return {
        "head": book.add_format({**ordinary, "bold": True, "text_wrap": True, "bottom": 2}),
        # "@" is the text format: item numbers keep their leading noughts, and nothing is worked out.
        "text": book.add_format({**ordinary, "text_wrap": True, "num_format": "@"}),
        "number": book.add_format({**ordinary, "num_format": "0"}),
        "date": book.add_format({**ordinary, "num_format": "d mmmm yyyy", "align": "left"}),
    }


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    if len(sheet.rows) > _ROWS:
        raise UserError("The list is longer than a spreadsheet can be.", "Use the CSV file.")
    last = len(sheet.columns) - 1
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, formats[column.kind])
        page.write_string(0, at, column.heading.text, formats["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for at, value in enumerate(row):
            _write_cell(page, number, at, value, formats)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), last)
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.47, right=0.47, top=0.6, bottom=0.6)
    page.set_footer("&RPage &P of &N")


def _write_cell(page: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, Released):
        text = _NOT_IN_XML.sub("", value.text)
        if len(text) > _LONGEST:
            raise UserError(
                "A text is longer than a cell of a spreadsheet can be (32,767 characters).",
                "Shorten the description of the item, then export again.",
            )
        page.write_string(row, column, text, formats["text"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        page.write_number(row, column, value, formats["number"])


def csv(sheet: Sheet) -> bytes:
    """A sheet as CSV: UTF-8 with its mark, lines ending CRLF, dates as ISO text, nothing that would be run."""
    out = io.StringIO(newline="")
    writer = csv_writer.writer(out, lineterminator="\r\n")
    writer.writerow([_calm(column.heading.text) for column in sheet.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Released):
        return _calm(value.text)
    return value.isoformat() if isinstance(value, date) else str(value)


def _calm(text: str) -> str:
    return "'" + text if text.startswith(_RISKY) else text


def manifest(facts: Mapping[str, object]) -> bytes:
    """Facts about files as JSON: keys sorted, UTF-8, two spaces of indent, a line end at the end.

    Takes names by number, hashes, sizes and times only; text of a case does not belong into a manifest.
    """
    return (json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode("utf-8")
