"""Showing pages from memory: pixels where they belong, words where they are drawn, at every rotation."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from desktop import intake
from desktop.errors import UserError
from desktop.intake import Pixels
from tests.desktop.intake.making import changed, pdf, photograph, picture

LINES = ["Chronology of contacts", "Seen by the health visitor on 2 February 2016."]


def image(pixels: Pixels) -> Image.Image:
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.data)


def dark_share(pixels: Pixels, box: intake.WordBox, width_in_points: float) -> float:
    scale = pixels.width / width_in_points
    cut = image(pixels).convert("L").crop(tuple(round(edge * scale) for edge in box.box))  # type: ignore[arg-type]
    return sum(cut.histogram()[:100]) / max(1, cut.width * cut.height)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_words_are_where_they_are_drawn(turn: int, cropped: bool) -> None:
    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.Rotate = turn
        if cropped:
            page.CropBox = [40, 500, 500, 820]

    with intake.view(changed(pdf([LINES]), change)) as viewing:
        boxes, pixels = viewing.boxes(1), viewing.render(1, 1200)
    assert pixels.width == 1200
    assert (boxes.width > boxes.height) is ((turn in (90, 270)) is not cropped)
    words = {word.text: word for word in boxes.words}
    assert {"Chronology", "visitor", "2016."} <= set(words)
    for word in words.values():
        assert dark_share(pixels, word, boxes.width) > 0.08
    blank = intake.WordBox(0, 0, "", 2, 2, 30, 12)
    assert dark_share(pixels, blank, boxes.width) == 0


def test_text_of_a_page_is_that_of_the_reading() -> None:
    data = pdf([LINES, ["Second page, Zoë"]])
    reading = intake.read(data)
    boxes = intake.page_text_boxes(data, 2)
    page = reading.pages[1]
    assert reading.text[page.start : page.end] == boxes.text
    assert len(boxes.chars) == len(boxes.text)
    (found,) = boxes.find("zoë")
    assert len(found) == 1 and found[0][2] > found[0][0]
    assert boxes.find("") == () and boxes.find("absent") == ()


def test_pictures_are_shown_upright_and_from_any_page() -> None:
    shown = intake.render(photograph(), 1, 300)
    assert (shown.width, shown.height) == (300, 400)
    # Turned a quarter to the right, the dark left half lies on top.
    assert image(shown).getpixel((150, 20))[0] < 60 and image(shown).getpixel((150, 380))[0] > 200  # type: ignore[index]
    pages = [Image.new("L", (100, 100), shade) for shade in (0, 128, 255)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    with intake.view(buffer.getvalue()) as viewing:
        assert viewing.page_count == 3
        assert [image(viewing.render(page, 50)).getpixel((25, 25)) for page in (3, 1, 2)] == [
            (255, 255, 255),
            (0, 0, 0),
            (128, 128, 128),
        ]
        assert viewing.boxes(1).text == ""


def test_what_cannot_be_shown_says_so() -> None:
    with pytest.raises(UserError) as refused:
        intake.view(b"only text")
    assert refused.value.what == intake.UNREADABLE
    with intake.view(picture()) as viewing, pytest.raises(UserError, match="no such page"):
        viewing.render(2, 100)


def test_a_child_that_was_lost_is_replaced() -> None:
    with intake.view(pdf([LINES])) as viewing:
        first = viewing.render(1, 200)
        viewing._worker.close()
        assert viewing.render(1, 200) == first


def test_a_page_as_long_as_a_street_comes_small() -> None:
    with intake.view(pdf([["Words"]], size=(100, 14_000))) as viewing:
        pixels = viewing.render(1, 8000)
    assert len(pixels.data) <= 3 * 61_000_000
