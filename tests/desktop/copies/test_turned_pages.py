"""Names broken at a line end on pages that are turned, drawn from below, in columns or over a page end."""

from __future__ import annotations

import subprocess

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from desktop import copies, intake
from desktop.intake.viewing import Box
from desktop.paper.pdf import lay_out
from tests.desktop.copies.letters import everything, releaser, seen
from tests.desktop.copies.test_facsimile import boxes_of
from tests.desktop.intake.making import Drawing, changed, pdf

LINES = [
    "The health visitor wrote on the same day that a child called Kie-",
    "ran was seen at the clinic with his mother and with Mrs Ash-",
    "down and with Dr Ffoul-",
    "kes and nobody else was there on that day.",
]
HALVES = {"ran": "ran was", "down": "down and", "kes": "kes and"}
OTHER_HALVES = ("Kie-", "Ash-", "Ffoul-")


def upright(turn: int) -> Drawing:
    """Lines drawn so that a page of that turn shows them upright."""

    def draw(paper: canvas.Canvas) -> None:
        paper.translate(*{0: (0, 0), 90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
        paper.rotate(turn)
        for number, line in enumerate(LINES):
            paper.drawString(40, (842 if turn in (0, 180) else 595) - 72 - 16 * number, line)

    return draw


def sideways(turn: int) -> Drawing:
    """Lines drawn by a matrix of their own on a page that is not turned."""

    def draw(paper: canvas.Canvas) -> None:
        paper.translate(300, 421)
        paper.rotate(turn)
        for number, line in enumerate(LINES):
            paper.drawString(-180, 40 - 16 * number, line)

    return draw


def from_below(paper: canvas.Canvas) -> None:
    for number, line in reversed(list(enumerate(LINES))):
        paper.drawString(40, 700 - 16 * number, line)


def in_columns(paper: canvas.Canvas) -> None:
    """Two columns, drawn row by row."""
    left = ["a child called Kie-", "ran was seen with Mrs Ash-", "down and with Dr Ffoul-", "kes and nobody else"]
    for number, line in enumerate(left):
        paper.drawString(40, 700 - 16 * number, line)
        paper.drawString(330, 700 - 16 * number, f"other words of row {number} stand here")


def over_a_page(break_after: int) -> list[list[str]]:
    return [[*LINES[:break_after], "", "Page 1 of 2"], ["Chronology of the clinic", *LINES[break_after:]]]


def turned(page: Drawing | list[str], turn: int) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = turn

    return changed(pdf([page]), change)


CASES = {
    **{f"turned {turn}": turned(LINES, turn) for turn in (0, 90, 180, 270)},
    **{f"turned {turn}, upright": turned(upright(turn), turn) for turn in (90, 180, 270)},
    **{f"drawn at {turn}": pdf([sideways(turn)]) for turn in (90, 180, 270)},
    "drawn at 90 on a page turned 270": turned(sideways(90), 270),
    "drawn from below": pdf([from_below]),
    "drawn from below, turned 90": turned(from_below, 90),
    "in columns": pdf([in_columns]),
    "in columns, turned 90": turned(in_columns, 90),
    "over a page": pdf(over_a_page(1)),
    "over a page, last name": pdf(over_a_page(3)),
}


def words(data: bytes) -> list[str]:
    said = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    return said.split()


def ends_of(box: Box, share: float) -> list[tuple[float, float]]:
    """The middle of the first ``share`` of words along their line, whichever end of the box that is."""
    left, top, right, bottom = box
    if right - left > bottom - top:
        along = (right - left) * share / 2
        return [(at, (top + bottom) / 2) for at in (left + along, right - along)]
    along = (bottom - top) * share / 2
    return [((left + right) / 2, at) for at in (top + along, bottom - along)]


def all_black(picture: Image.Image, point: tuple[float, float]) -> bool:
    x, y = (round(at * 200 / 72) for at in point)
    return picture.crop((x - 6, y - 6, x + 6, y + 6)).getextrema() == (0, 0)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("case", CASES)
def test_both_halves_are_black_and_in_no_layer(case: str) -> None:
    data = CASES[case]
    looked = copies.survey(data)
    made = copies.facsimile(data, looked, copies.withheld(looked, releaser()))
    read = words(made)
    assert not {"ran", "down", "kes", *OTHER_HALVES} & set(read)
    assert not any(half.encode() in everything(made) for half in OTHER_HALVES)
    checked = 0
    for page in range(1, len(looked.pages) + 1):
        after = seen(made, page + 1)
        for half, place in HALVES.items():
            for box in boxes_of(data, page, place):
                assert any(all_black(after, point) for point in ends_of(box, len(half) / len(place)))
                checked += 1
    assert checked == len(HALVES)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("case", CASES)
def test_a_transcript_holds_neither_half(case: str) -> None:
    read = words(lay_out(copies.transcript(intake.read(CASES[case]), releaser("family"))))
    assert not {"ran", "down", "kes", *OTHER_HALVES} & {word.strip(".,") for word in read}
    assert "nobody" in read


def test_lines_are_read_in_the_order_of_the_page() -> None:
    as_drawn = intake.read(CASES["turned 0"]).text.split()
    for case in CASES:
        if "columns" not in case and "over" not in case:
            assert intake.read(CASES[case]).text.split() == as_drawn, case
