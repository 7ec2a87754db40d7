"""Dates of a spreadsheet that stand in it as numbers: a cell of 40616 in a date format shows 14 March 2011.

Source: ECMA-376, part 1, sections 18.8.30 (number formats) and 18.17.4 (serial dates). Not here: text of cells.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s[^>]*>")
_CELL = re.compile(
    r"<(?:\w+:)?c\s([^>]*)>(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>(\d{1,6}(?:\.\d+)?)</"
)
_IN_QUOTES = re.compile(r'"[^"]*"|&quot;.*?&quot;|\\.|\[[^\]]*\]')


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}=[\"']([^\"']*)[\"']", tag)
    return found[1] if found else ""


def date_styles(styles: str) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a date; ``styles`` is ``xl/styles.xml``."""
    own = {_attribute(tag, "numFmtId"): _attribute(tag, "formatCode") for tag in _FORMAT.findall(styles)}
    dated = {number for number, code in own.items() if re.search(r"[dy]|mmm", _IN_QUOTES.sub("", code), re.IGNORECASE)}
    dated |= {str(number) for number in _BUILT_IN if str(number) not in own}
    held = _STYLES.search(styles)
    tags = _STYLE.findall(held[1]) if held else []
    return frozenset(str(at) for at, tag in enumerate(tags) if _attribute(tag, "numFmtId") in dated)


def dates_in(sheet: str, styles: frozenset[str], *, from_1904: bool = False) -> str:
    """The days of the cells of a sheet that are shown as dates, a line each, as ISO text."""
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    found = [
        (start + timedelta(days=float(number))).date().isoformat()
        for attributes, number in _CELL.findall(sheet)
        if _attribute(attributes, "s") in styles and _attribute(attributes, "t") in ("", "n")
    ]
    return "\n".join(dict.fromkeys(found))
