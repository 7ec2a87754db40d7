"""Boxes: width, words swallowed, letters, and the bits they are burned into."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.copies.burning import LEAST_WIDTH, Drawn, Span, burn, covered, patches
from desktop.copies.pixels import BitPixels, GreyPixels
from desktop.intake.viewing import Box

PAGE = (595.0, 842.0)


def line_of(widths: list[float], top: float = 100.0, left: float = 72.0) -> list[Box]:
    words, at = [], left
    for width in widths:
        words.append((at, top, at + width, top + 12))
        at += width + 3
    return words


def burned(words: list[Box], index: int) -> tuple[float, float, float, float]:
    (patch,) = patches([Span(0, 1, (words[index],))], (), words, PAGE)
    return patch.box


def test_a_box_swallows_the_words_that_follow() -> None:
    words = line_of([40, 30, 30, 30, 30, 30, 30])
    box = burned(words, 1)
    assert box[0] == words[1][0] and box[2] == words[5][2]
    assert box[2] - box[0] >= LEAST_WIDTH


def test_at_the_end_of_a_line_it_swallows_the_words_before() -> None:
    words = line_of([100, 60, 60, 30])
    box = burned(words, 3)
    assert box[2] >= words[3][2] and box[0] <= words[2][0]


def test_alone_on_a_line_it_grows_over_blank_paper_and_stays_on_the_page() -> None:
    box = burned(line_of([20], left=560.0), 0)
    assert box[2] <= PAGE[0] and box[2] - box[0] >= LEAST_WIDTH


def test_sideways_words_swallow_along_their_line() -> None:
    words = [
        (100.0, 100.0 + 40 * number, 112.0, 137.0 + 40 * number) for number in range(8)
    ]
    signs = tuple((100.0, 180.0 + 9 * number, 112.0, 189.0 + 9 * number) for number in range(4))
    (patch,) = patches([Span(0, 4, signs)], (), words, PAGE)
    box = patch.box
    assert box[3] - box[1] >= LEAST_WIDTH
    assert box[2] - box[0] < 20


def test_boxes_side_by_side_become_one() -> None:
    words = line_of([40] * 12)
    found = patches(
        [Span(0, 1, (words[0],), "P"), Span(2, 3, (words[4],), "L")],
        [Drawn(1, 400, 300, 450, 320)],
        words,
        PAGE,
    )
    assert len(found) == 2
    assert found[0].groups == ("L", "P")


@given(st.lists(st.floats(4, 120), min_size=1, max_size=14), st.data())
def test_any_box_is_wide_enough_and_covers_whole_words(widths: list[float], data: st.DataObject) -> None:
    words = [word for word in line_of(widths) if word[2] <= PAGE[0]]
    if not words:
        return
    index = data.draw(st.integers(0, len(words) - 1))
    box = burned(words, index)
    assert box[2] - box[0] >= LEAST_WIDTH - 1e-6
    for word in words:
        inside = box[0] - 1e-6 <= word[0] and word[2] <= box[2] + 1e-6
        assert inside or not covered(word, [box])


@given(st.integers(1, 40), st.integers(1, 20), st.data())
def test_filling_bits_is_filling_pixels(width: int, height: int, data: st.DataObject) -> None:
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    area = (left, top, data.draw(st.integers(left, width - 1)), data.draw(st.integers(top, height - 1)))
    row = (width + 7) // 8
    bits = BitPixels(b"\xff" * row * height, width, height)
    bits.fill(area)
    packed = zlib.decompress(bits.packed()[0])
    for y in range(height):
        for x in range(width):
            black = not packed[y * row + x // 8] >> (7 - x % 8) & 1
            assert black is (area[0] <= x <= area[2] and area[1] <= y <= area[3])


def test_bits_of_the_wrong_number_are_refused() -> None:
    with pytest.raises(ValueError, match="bits"):
        BitPixels(b"\xff" * 10, 17, 4)


@pytest.mark.parametrize("kind", [BitPixels, GreyPixels])
def test_a_box_bears_its_letter_at_the_far_end(kind: type[BitPixels] | type[GreyPixels]) -> None:
    width, height = 800, 60
    data = b"\xff" * (width // 8 * height) if kind is BitPixels else b"\xff" * (width * height)
    page = kind(data, width, height)
    words = [(10.0, 10.0, 60.0, 40.0)]
    burn(page, patches([Span(0, 1, (words[0],), "P")], (), words, (800.0, 60.0)), 1.0)
    assert not page.varies(25, 16, 72)
    assert any(page.varies(row, 100, 144) for row in range(14, 36))
