"""Pictures and drawn letters on pages whose text can be read: found, withheld or looked at, never let by."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageSize, QPainter, QPainterPath, QPdfWriter
from reportlab.lib.utils import ImageReader

from desktop import copies
from desktop.copies.burning import LEAST_WIDTH
from desktop.copies.survey import Concern
from desktop.errors import UserError
from desktop.redaction.profiles import load
from desktop.redaction.unread import unread
from tests.desktop.copies.letters import releaser, seen
from tests.desktop.intake.making import changed, pdf

FAMILIES = {"Caseward Sans": "CasewardSans-Regular.ttf", "Gentium Book Plus": "GentiumBookPlus-Regular.ttf"}


@pytest.fixture(autouse=True)
def fonts(qapp: object) -> None:
    """Those of the documents, whatever the machine has."""
    for name in FAMILIES.values():
        font = (files("resources") / "fonts" / name).read_bytes()
        assert QFontDatabase.addApplicationFontFromData(QByteArray(font)) >= 0


LIVE = ["Words that can be read stand here.", "Nobody is named in them."]
Draw = Callable[[QPainter], None]


def written(*drawings: Draw) -> bytes:
    """A page by Qt's own PDF writer: what is drawn as a path is no text."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(72)
    painter = QPainter(writer)
    painter.setFont(QFont("Caseward Sans", 11))
    for at, line in enumerate(LIVE):
        painter.drawText(QPointF(60, 500 + 20 * at), line)
    for draw in drawings:
        draw(painter)
    painter.end()
    return bytes(held.data())


def outlined(
    words: str,
    size: int = 11,
    *,
    turn: float = 0.0,
    at: tuple[float, float] = (100, 200),
    family: str = "Caseward Sans",
) -> Draw:
    def draw(painter: QPainter) -> None:
        painter.save()
        painter.translate(*at)
        painter.rotate(turn)
        path = QPainterPath()
        path.addText(QPointF(0, 0), QFont(family, size), words)
        painter.fillPath(path, QColor("black"))
        painter.restore()

    return draw


def signature(painter: QPainter) -> None:
    path = QPainterPath(QPointF(100, 300))
    for at in range(10):
        path.cubicTo(100 + 15 * at, 280, 110 + 15 * at, 330, 115 + 15 * at, 300)
    painter.drawPath(path)


def table(painter: QPainter) -> None:
    """Boxes, ruled and rounded, a ring, bullets and ticked boxes: nothing to read."""
    for row in range(15):
        for column in range(6):
            painter.drawRect(QRectF(50 + 40 * column, 60 + 14 * row, 40, 14))
        painter.drawEllipse(QRectF(320, 60 + 14 * row, 4, 4))
        painter.drawRect(QRectF(350, 60 + 14 * row, 10, 10))
        tick = QPainterPath(QPointF(352, 65 + 14 * row))
        tick.lineTo(355, 69 + 14 * row)
        tick.lineTo(359, 61 + 14 * row)
        painter.drawPath(tick)
    painter.drawRoundedRect(QRectF(50, 600, 300, 100), 8, 8)
    painter.drawEllipse(QRectF(50, 720, 200, 50))


def places(data: bytes) -> tuple[Any, ...]:
    with pdfium.PdfDocument(data) as document:
        return unread(document[0]).boxes


def pasted(width: float, height: float) -> bytes:
    """A letter with a picture on it."""
    picture = io.BytesIO()
    Image.effect_noise((200, 100), 80).save(picture, "PNG")

    def draw(sheet: Any) -> None:
        sheet.drawImage(ImageReader(picture), 100, 500, width, height)
        sheet.drawString(72, 700, LIVE[0])

    return pdf([draw])


@pytest.mark.parametrize("size", [4, 6, 11, 24])
@pytest.mark.parametrize("words", ["Kieran Ashdown", "KA", "Jo", "Li", "kieran"])
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_letters_drawn_as_shapes_are_found(words: str, size: int, family: str) -> None:
    assert len(places(written(outlined(words, size, family=family)))) == 1


@pytest.mark.parametrize("turn", [10, 45, 90, 180, 270])
def test_they_are_found_however_they_are_turned(turn: float) -> None:
    assert places(written(outlined("Kieran Ashdown", turn=turn, at=(300, 350))))


def test_a_signature_is_found() -> None:
    assert places(written(signature))


def test_rules_boxes_bullets_and_ticks_are_no_words() -> None:
    assert places(written(table)) == () == places(pdf([LIVE]))


@pytest.mark.parametrize(("width", "height", "found"), [(120, 60, 1), (12, 4, 1), (400, 1, 0), (3, 3, 0)])
def test_a_picture_counts_from_the_size_of_a_word(width: float, height: float, found: int) -> None:
    assert len(places(pasted(width, height))) == found


def test_a_pattern_may_hold_anything() -> None:
    def pattern(document: Any) -> None:
        page = document.pages[0]
        tile = document.make_stream(b"BT /F1 11 Tf 0 0 Td (Kieran) Tj ET")
        for key, value in {
            "/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/BBox": [0, 0, 80, 20], "/XStep": 80, "/YStep": 20,
        }.items():  # fmt: skip
            tile[key] = value
        tile.Resources = pikepdf.Dictionary(Font=page.Resources.Font)
        page.Resources.Pattern = pikepdf.Dictionary(P1=tile)
        page.contents_add(b"/Pattern cs /P1 scn 100 300 200 40 re f")

    (page, other) = copies.survey(changed(pdf([LIVE, LIVE]), pattern)).pages
    assert page.concern is Concern.PICTURE and other.concern is None


@pytest.mark.parametrize("make", [lambda: written(outlined("Kieran Ashdown")), lambda: pasted(120, 60)])
def test_such_a_page_waits_for_a_person_or_has_boxes_over_them(make: Callable[[], bytes]) -> None:
    data = make()
    looked = copies.survey(data)
    (page,) = looked.pages
    assert page.concern is Concern.SHAPES and len(page.unread) == 1
    with pytest.raises(UserError, match="must look at 1 of 1"):
        copies.facsimile(data, looked, ())
    with pytest.raises(UserError, match="must look"):
        copies.facsimile(data, looked, (), drawn=copies.over_unread(looked, suggested=True))
    made = copies.facsimile(data, looked, (), drawn=copies.signed(copies.over_unread(looked), load("board")))
    ((left, top, right, bottom),) = page.unread
    around = (left, top, max(right, left + LEAST_WIDTH - 1), bottom)
    cut = seen(made, 2).crop(tuple(round(edge * 200 / 72) for edge in around))
    assert cut.getextrema()[1] <= 8  # a page with a picture is compressed with a little loss


def test_a_person_who_has_looked_keeps_them() -> None:
    data = pasted(120, 60)
    looked = copies.survey(data)
    kept = seen(copies.facsimile(data, looked, (), reviewed={1}), 2)
    ((left, top, right, bottom),) = looked.pages[0].unread
    cut = kept.crop(tuple(round(edge * 200 / 72) for edge in (left, top, right, bottom)))
    assert len(set(cut.tobytes())) > 20


@pytest.mark.parametrize(("profile", "sign"), [("board", ""), ("court", "P"), ("family", "personal information")])
def test_a_box_says_of_its_group_what_the_audience_may_know(profile: str, sign: str) -> None:
    looked = copies.survey(pdf([["His NHS number is 943 476 5919."]]))
    assert [one.group for one in copies.withheld(looked, releaser(profile))] == [sign]
    (box,) = copies.signed([copies.Drawn(1, 0, 0, 10, 10, "P")], load(profile))
    assert box.group == sign
