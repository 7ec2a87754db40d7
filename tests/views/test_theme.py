"""Colours, sizes and the style sheet: contrast as promised, nothing outside the theme, switched live."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

import views
from desktop.qt.sheet import style_sheet
from desktop.qt.theme import theme
from desktop.qt.tokens import THEMES, contrast, tokens
from views import kit

ROOT = Path(views.__file__).parent.parent


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_has_the_contrast_promised(name: str) -> None:
    colours = tokens().colours[name]
    low = [
        f"{pair}: {contrast(*(colours[role] for role in pair.split('/'))):.2f}"
        for pairs, least in ((tokens().text_pairs, 4.5), (tokens().edge_pairs, 3.0))
        for pair in pairs
        if contrast(*(colours[role] for role in pair.split("/"))) < least
    ]
    assert not low


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("scale", [100, 125, 200])
def test_the_style_sheet_is_whole(name: str, scale: int) -> None:
    theme().set(wish=name, scale=scale)
    sheet = style_sheet(theme())
    assert "@" not in sheet
    assert not re.findall(r"\{[a-zA-Z-]+\}", sheet)
    assert not re.findall(r"font-size|-\d+px", sheet)
    assert sheet.count("{") == sheet.count("}")


def test_every_icon_the_sheet_names_can_be_read() -> None:
    from PySide6.QtCore import QFile

    for name in THEMES:
        theme().set(wish=name)
        for address in re.findall(r"url\((:[^)]+)\)", style_sheet(theme())):
            assert QFile(address).size() > 50, address


_FORBIDDEN = re.compile(
    r"#[0-9A-Fa-f]{6}\b|setStyleSheet|QColor\(|setPointSize|setPixelSize|<font|<span|setFixedHeight|QFont\("
)
_MAY = {"recovery_sheet.py"}  # a page for the printer, black on white, has sizes of its own


def test_no_page_names_a_colour_a_size_or_a_style_sheet() -> None:
    found = []
    for path in sorted((ROOT / "views").rglob("*.py")):
        if path.name in _MAY or "kit" in path.parts:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if _FORBIDDEN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not found


def test_no_part_of_the_kit_names_a_colour_or_a_style_sheet() -> None:
    strict = re.compile(r"#[0-9A-Fa-f]{6}\b|setStyleSheet|QColor\(|setPixelSize|<font|<span")
    found = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "views" / "kit").glob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if strict.search(line)
    ]
    assert not found


def test_a_switch_reaches_what_is_already_there(qtbot) -> None:
    label = kit.label("Words", "body")
    holder = kit.box(label, space=8, margins=(10, 10, 10, 10))
    qtbot.addWidget(holder)
    before, icon = label.font().pointSizeF(), theme().icons.pixmap("lock").toImage()
    theme().set(wish="dark", scale=200)
    assert label.font().pointSizeF() == pytest.approx(before * 2)
    assert holder.layout().contentsMargins().left() == 20
    assert QApplication.palette().window().color() == theme().colour("surface")
    assert theme().icons.pixmap("lock").toImage() != icon


def test_text_grows_and_shrinks_by_steps_and_stops_at_both_ends() -> None:
    assert theme().step(1) == 110
    assert theme().step(-1) == 100
    assert theme().step(-1) == 100
    for _ in range(9):
        last = theme().step(1)
    assert last == 200
    assert theme().step(0) == 100


def test_nothing_on_screen_is_below_eleven_points(qtbot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    for kind in tokens().types:
        assert theme().font(kind).pointSizeF() * label.logicalDpiY() / 96 >= 11
