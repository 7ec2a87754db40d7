"""Type and space of the printed page: sizes from the theme's tokens, distances as the design of documents gives them.

Source: look, section 9, and ``resources/theme/tokens.toml`` [type.print]. All lengths are points unless a name ends in
``_mm``. Everything prints black on white.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from desktop.paper.fonts import SANS, SERIF, font_name

MM = 72 / 25.4
HAIR = 0.4
STRONG = 1.0
MARKING_SPACE = 0.06
LARGE = 1.27
QUOTE_INDENT = 5 * MM
BOX_SIDES = 5 * MM
BOX_ENDS = 3.5 * MM
WITHHELD_HEIGHT = 3.6 * MM
# The size of type for which the box is measured; in large print both grow.
WITHHELD_SIZE = 8.0
WITHHELD_WIDTH = 16 * MM
# The family's copy says why: one box for the longest of its three groups, whichever of them occur.
WITHHELD_WIDE = 40 * MM
CELL_TOP = 1 * MM
CELL_BOTTOM = 1.2 * MM
CELL_SIDES = 1.4 * MM
# Ragged right leaves room at the end of most lines; a long word may use it, up to the next column's own side.
CELL_END = 0.8 * MM


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph is set."""

    family: str
    size: float
    leading: float
    before: float = 0
    after: float = 0
    bold: bool = False
    italic: bool = False

    def font(self, *, bold: bool = False, italic: bool = False) -> str:
        """The font of this style, with a look added to it."""
        return font_name(self.family, bold=self.bold or bold, italic=self.italic != italic)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one kind of document."""

    title: TextStyle
    subtitle: TextStyle
    statement: TextStyle
    finding: TextStyle
    part: TextStyle
    heading: TextStyle
    subheading: TextStyle
    body: TextStyle
    lead: TextStyle
    thanks: TextStyle
    quote: TextStyle
    note: TextStyle
    side: TextStyle
    facts: TextStyle
    key_label: TextStyle
    key_value: TextStyle
    entry: TextStyle
    entry_label: TextStyle
    entry_page: TextStyle
    cell: TextStyle
    head: TextStyle
    caption: TextStyle
    furniture: TextStyle
    withheld: TextStyle
    small: float
    number: float


@cache
def tokens() -> dict[str, tuple[float, float]]:
    """Size and leading of each printed style, in points, from the theme."""
    table = tomllib.loads((files("resources") / "theme" / "tokens.toml").read_text("utf-8"))["type"]["print"]
    return {name: (float(size), float(leading)) for name, (size, leading) in table.items()}


def styles(kind: str, *, landscape: bool = False) -> Styles:
    """The styles of a ``report``, ``list``, ``letter`` or ``large_print`` document."""
    wide = kind == "list" and landscape
    return _large() if kind == "large_print" else _ordinary(kind == "report", wide)


def _ordinary(report: bool, wide: bool) -> Styles:
    token = tokens()
    body = TextStyle(SERIF, *token["body"], after=7.5)
    note = TextStyle(SANS, *token["note"], after=5)
    cell = TextStyle(SANS, *(token["table"] if wide else token["note"]))
    return Styles(
        title=_title(report),
        subtitle=TextStyle(SANS, 13, 18, after=26) if report else TextStyle(SANS, *token["subheading"], after=6),
        statement=TextStyle(SERIF, *token["statement"], before=3, after=17),
        finding=TextStyle(SANS, *token["subheading"], before=25.5, after=3, bold=True),
        part=TextStyle(SANS, *token["part"], before=28, after=8, bold=True),
        heading=TextStyle(SANS, *token["heading"], before=20, after=4, bold=True),
        subheading=TextStyle(SANS, *token["subheading"], before=14, after=3, bold=True),
        body=body,
        lead=TextStyle(SERIF, 13, 18, before=7, after=9),
        thanks=TextStyle(SERIF, *token["body"], before=25.5, after=7.5, italic=True),
        quote=TextStyle(SERIF, *token["quote"], before=7, after=7, italic=True),
        note=note,
        side=note,
        facts=TextStyle(SANS, *token["table"], after=6.8),
        key_label=TextStyle(SANS, 10, 15, bold=True),
        key_value=TextStyle(SANS, 10, 15),
        entry=TextStyle(SERIF, *token["body"]),
        entry_label=TextStyle(SANS, *token["body"], bold=True),
        entry_page=TextStyle(SANS, 10, 15.5),
        cell=cell,
        head=TextStyle(SANS, *(token["table_head"] if wide else token["note"]), bold=True),
        caption=TextStyle(SANS, *token["note"], before=8, after=3, bold=True),
        furniture=TextStyle(SANS, *token["furniture"]),
        withheld=TextStyle(SANS, *token["furniture"]),
        small=9,
        number=10,
    )


def _title(report: bool) -> TextStyle:
    token = tokens()
    if report:
        return TextStyle(SERIF, *token["title"], before=74, after=9)
    return TextStyle(SANS, *token["list_title"], before=7, after=2, bold=True)


def _large() -> Styles:
    """Every style at 1.27 times its size, to the next half point, so that body text is 14 on 20."""
    ordinary = _ordinary(report=False, wide=False)
    changed: dict[str, Any] = {}
    for name in Styles.__slots__:
        value = getattr(ordinary, name)
        if isinstance(value, TextStyle):
            space: dict[str, Any] = {part: _up(getattr(value, part)) for part in ("size", "leading", "before", "after")}
            changed[name] = replace(value, **space)
        else:
            changed[name] = _up(value)
    return replace(ordinary, **changed)


def _up(points: float) -> float:
    return math.ceil(points * LARGE * 2 - 0.01) / 2
