"""Spreadsheets: every sheet as rows, values and formulas, comments, and what is hidden."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

import openpyxl

from desktop.intake.formats.archive import guard
from desktop.intake.formats.found import Found, Unreadable
from desktop.intake.formats.reading import DAMAGED
from desktop.wording import listed, plural

_WHOLE_LIMIT: Final = 60_000_000
"""Bytes unpacked above which a workbook is streamed: what is hidden and commented cannot be told then."""

_ROW_LIMIT: Final = 1_000_000


def parse(found: Found, data: bytes) -> None:
    size = guard(data)
    if size > _WHOLE_LIMIT:
        _streamed(found, data)
        return
    formulas = openpyxl.load_workbook(io.BytesIO(data), rich_text=False)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    if not formulas.sheetnames:
        raise Unreadable(DAMAGED)
    tally = _Tally()
    for name in formulas.sheetnames:
        sheet = formulas[name]
        if hasattr(sheet, "iter_rows"):
            found.page("\n".join(_sheet(sheet, values[name], tally)), name)
        else:
            found.page(f"Sheet: {name} (chart)", name)
    found.extent["rows"] = tally.rows
    found.extent["pages"] = 0
    tally.say(found)
    _properties(found, formulas)


class _Tally:
    """Counts over all sheets."""

    def __init__(self) -> None:
        self.rows = self.formulas = self.comments = self.merged = 0
        self.hidden_rows = self.hidden_columns = self.hidden_sheets = 0

    def say(self, found: Found) -> None:
        hidden = [
            plural(count, f"hidden {thing}")
            for count, thing in (
                (self.hidden_sheets, "sheet"),
                (self.hidden_rows, "row"),
                (self.hidden_columns, "column"),
            )
            if count
        ]
        if hidden:
            found.note(
                f"There {'is' if hidden[0].startswith('1 ') else 'are'} {listed(hidden)}; all of it is in the text."
            )
        if self.formulas:
            found.note(
                f"{plural(self.formulas, 'cell')} with a formula: the last value and the formula are in the text."
            )
        if self.comments:
            found.note(
                f"{plural(self.comments, 'comment')} on cells {'is' if self.comments == 1 else 'are'} in the text."
            )
        if self.merged:
            found.note(f"{plural(self.merged, 'merged area')}: the words stand in the first cell of each.")


def _sheet(sheet: Any, values: Any, tally: _Tally) -> Iterator[str]:
    hidden = sheet.sheet_state != "visible"
    tally.hidden_sheets += hidden
    tally.merged += len(sheet.merged_cells.ranges)
    tally.hidden_columns += sum(
        (dimension.max or 1) - (dimension.min or 1) + 1
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
    )
    yield f"Sheet: {sheet.title}{' (hidden)' if hidden else ''}"
    if sheet.max_row * sheet.max_column > 50_000_000:
        raise Unreadable(
            "Kept. One sheet of this spreadsheet is too large to be shown. Ask the sender for it in parts."
        )
    for row, cached in zip(sheet.iter_rows(), values.iter_rows(values_only=True), strict=False):
        if all(cell.value is None and not cell.comment for cell in row):
            continue
        tally.rows += 1
        tally.hidden_rows += bool(sheet.row_dimensions[row[0].row].hidden)
        yield "\t".join(_cell(cell, value, tally) for cell, value in zip(row, cached, strict=False)).rstrip("\t")


def _cell(cell: Any, cached: object, tally: _Tally) -> str:
    words = _plain(cell.value)
    if cell.data_type == "f":
        tally.formulas += 1
        formula = words if words.startswith("=") else _plain(getattr(cell.value, "text", words))
        words = f"{_plain(cached)} [{formula}]".strip()
    if cell.comment:
        tally.comments += 1
        author = f" by {cell.comment.author}" if cell.comment.author else ""
        words = f"{words} [Comment{author}: {cell.comment.text}]".strip()
    return words.replace("\t", " ").replace("\n", " ")


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _streamed(found: Found, data: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = 0
    for sheet in workbook.worksheets:
        lines = [f"Sheet: {sheet.title}"]
        for row in sheet.iter_rows(values_only=True):
            words = "\t".join(_plain(value).replace("\t", " ").replace("\n", " ") for value in row).rstrip("\t")
            if words:
                lines.append(words)
                rows += 1
            if rows >= _ROW_LIMIT:
                found.note(f"Only the first {_ROW_LIMIT:,} rows can be searched.")
                break
        found.page("\n".join(lines), sheet.title)
    found.extent["rows"] = rows
    found.note(
        "This spreadsheet is very large: its values are in the text; formulas, comments and what is hidden were not "
        "looked for."
    )
    _properties(found, workbook)


def _properties(found: Found, workbook: Any) -> None:
    properties = workbook.properties
    found.author(properties.creator)
    found.author(properties.lastModifiedBy)
    found.date("Date the spreadsheet was made", properties.created)
    found.date("Date the spreadsheet was last changed", properties.modified)
    found.hint("Title in the file", properties.title)
    if workbook.vba_archive is not None:
        found.note("This spreadsheet holds macros. Caseward does not run them.")
