"""A program that knows nothing of Caseward reads the pictures: of finished copies, where no name may be left to be
read, and of scans, where it suggests boxes and decides nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop import copies, intake
from desktop.copies.seen_words import RESOLUTION, SeenWord, seen_words
from desktop.errors import UserError
from desktop.intake.viewing import Pixels
from tests.desktop.copies.letters import LETTER, copied, letter, releaser, seen
from tests.desktop.intake.making import changed, pdf


def pixels(picture: Image.Image) -> Pixels:
    return Pixels(picture.width, picture.height, picture.convert("RGB").tobytes())


def read(data: bytes, page: int, turned: int = 0) -> set[str]:
    """What is read of a page, turned back so that its lines run across."""
    upright = seen(data, page, RESOLUTION).rotate(turned, expand=True)
    written = ImageOps.expand(upright.crop(ImageOps.invert(upright).getbbox()), 40, 255)
    return set(re.findall(r"\w+", " ".join(word.text for word in seen_words(pixels(written)))))


def scan() -> bytes:
    """The letter as a picture of a page and nothing else."""

    def draw(paper: Canvas) -> None:
        buffer = io.BytesIO()
        seen(letter([LETTER]), 1).save(buffer, "PNG")
        buffer.seek(0)
        paper.drawImage(ImageReader(buffer), 0, 0, 595, 842)

    return pdf([draw])


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize("turn", [90, *(pytest.param(turn, marks=pytest.mark.long) for turn in (0, 180, 270))])
def test_no_name_can_be_read_under_a_box_at_any_rotation(turn: int) -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = turn

    data = changed(letter([LETTER]), change)
    before, after = read(data, 1, turn), read(copied(data), 2, turn)
    names = {"Kieran", "Ashdown", "Rosalind", "Ffoulkes", "476", "5919"}
    assert {"Kieran", "Ashdown", "Rosalind", "476", "5919"} <= before, "the reader must see what is there to be seen"
    assert {"Hospital", "letter", "Plan"} <= after
    assert not names & after


@pytest.mark.needs("tesseract")
def test_boxes_are_suggested_on_a_scan_that_waits_all_the_same() -> None:
    data = scan()
    looked = copies.survey(data)
    picture = intake.view(data)
    with picture as viewing:
        seen_page = viewing.render(1, round(595 * RESOLUTION / 72))
    boxes = copies.suggested(seen_words(seen_page), releaser(), page=1, scale=RESOLUTION / 72)
    assert boxes and all(box.suggested for box in boxes)
    with pytest.raises(UserError) as waits:
        copies.facsimile(data, looked, (), drawn=boxes)
    assert waits.value.code == "to-review"
    made = copies.facsimile(data, looked, (), drawn=boxes, reviewed={1})
    after = read(made, 2)
    assert {"Hospital", "clinic"} <= after
    assert not {"Kieran", "Ashdown", "Rosalind", "5919"} & after


def test_a_name_over_two_lines_is_covered_on_both_and_other_words_stay() -> None:
    def word(text: str, line: str, left: float) -> SeenWord:
        top = 100.0 * int(line)
        return SeenWord(text, ("1", "1", line), (left, top, left + 80, top + 20))

    words = [word("saw", "1", 10), word("Kieran", "1", 100), word("Ashdown,", "2", 10), word("again", "2", 100)]
    boxes = copies.suggested(words, releaser(), page=3, scale=2)
    assert [(box.page, box.left, box.top, box.right, box.bottom) for box in boxes] == [
        (3, 48.5, 48.5, 91.5, 61.5),
        (3, 3.5, 98.5, 46.5, 111.5),
    ]
    assert copies.suggested([], releaser(), page=1, scale=2) == ()


def test_a_program_that_fails_suggests_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not copies.can_read_pictures()
    with pytest.raises(UserError) as failed:
        seen_words(Pixels(1, 1, b"\0\0\0"))
    assert failed.value.code == "cannot-suggest" and "draw the boxes yourself" in failed.value.do
