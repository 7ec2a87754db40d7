"""What belongs together stands on one page, and no word of a table is cut where there is room for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from desktop.paper import document as d
from desktop.paper.pdf import lay_out
from tests.desktop.paper.samples import PROSE, document, f, failures, read

FACTS = d.KeyFacts(tuple((f(f"Fact {at}"), f("a value")) for at in range(5)))
TABLE = d.Table((f("Option"), f("Why")), tuple((f(f"Fact {at}"), f("a reason")) for at in range(5)), (1, 2))
CAPTIONED = d.Table(TABLE.headings, TABLE.rows[:1], (1, 2), caption=f("Fact 9: was it done?"))
CONTENTS = d.Contents(tuple(d.ContentsEntry(f(str(at)), f(f"Fact {at}"), "end") for at in range(5)))
END = d.Heading(f("The end"), 1, "end")


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as found:
        return [page.get_textpage().get_text_range() for page in found]


@pytest.mark.parametrize("block", [FACTS, TABLE, CAPTIONED, CONTENTS], ids=["facts", "table", "captioned", "contents"])
def test_what_is_small_is_never_torn_over_two_pages(block: d.Block) -> None:
    """Wherever on the page it begins."""
    for lines in range(26, 48, 2):
        above = tuple(d.Lines((f("a line"),)) for _ in range(lines))
        data = lay_out(document(*above, d.Heading(f("Its heading")), block, END, style="report"))
        held = [text for text in pages(data) if "Fact" in text]
        assert len(held) == 1 and "Its heading" in held[0], lines


def test_a_longer_table_leaves_no_row_alone() -> None:
    rows = tuple((f(f"Row {at}"), f("a reason")) for at in range(9))
    for lines in range(20, 46, 2):
        above = tuple(d.Lines((f("a line"),)) for _ in range(lines))
        table = d.Table(TABLE.headings, rows, (1, 2))
        data = lay_out(document(*above, d.Heading(f("Its heading")), table, style="report"))
        counts = [text.count("Row ") for text in pages(data) if "Row " in text]
        assert min(counts) > 1, (lines, counts)


def test_nobody_signs_a_page_on_which_nothing_else_stands() -> None:
    sign = d.SignOff(f("Signed"), (f("Author"), f("Second person")), f("D0012"), f("4fd291aa0c7e"))
    for lines in range(26, 48, 2):
        above = tuple(d.Lines((f("a line"),)) for _ in range(lines))
        for block in (d.Paragraph(f("What is signed")), d.KeyFacts(((f("What is signed"), f("a value")),))):
            held = [text for text in pages(lay_out(document(*above, block, sign, style="report"))) if "Author" in text]
            assert len(held) == 1 and "What is signed" in held[0], lines


NARROW = (
    ("Draft number", "6 September 2016", "Circulated", "Board", "3 October 2016", "6 September 2016", "Changes " * 9),
    ("1", "6 September 2016", "Frozen at sign-off", "Publication", "3 October 2016", "3 October 2016", "words " * 9),
)


def test_no_word_of_a_heading_is_cut_and_a_date_stands_on_one_line(tmp_path: Path) -> None:
    table = d.Table(tuple(map(f, NARROW[0])), (tuple(map(f, NARROW[1])),), (1, 2, 2.4, 2.4, 2, 2, 4))
    text = read(lay_out(document(table, style="report")), tmp_path, "-layout")
    assert "Draft" in text and "number" in text and "Publication" in text
    wide = d.Table((f("Name"), f("On"), f("Note")), ((f("Ward nurse"), f("6 September 2016"), f(PROSE)),), (3, 1, 3))
    assert "6 September 2016" in read(lay_out(document(wide, style="report")), tmp_path, "-layout")


def test_a_page_break_moves_no_column() -> None:
    """Documents without parts have one left edge on every page."""
    data = lay_out(document(d.Paragraph(f("first")), d.PageBreak(), d.Paragraph(f("second")), style="report"))
    assert not failures(data)
    with pypdfium2.PdfDocument(io.BytesIO(data)) as found:
        left = [_left_of(found[at], words) for at, words in ((0, "first"), (1, "second"))]
    assert left[0] == pytest.approx(left[1], abs=1)


def _left_of(page: pypdfium2.PdfPage, words: str) -> float:
    text = page.get_textpage()
    at = text.search(words).get_next()
    assert at is not None
    return float(text.get_charbox(at[0])[0])


def test_a_side_note_keeps_its_distance_from_the_box_below(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[float, float]] = []
    from desktop.paper.tagging import Sheet

    frame: Callable[..., None] = Sheet.frame
    monkeypatch.setattr(Sheet, "frame", lambda self, *at: (seen.append((at[1], at[3])), frame(self, *at))[1])
    blocks = (
        d.Finding(f("Finding 1"), f("A statement"), "one"), d.Heading(f("Why it matters")),
        d.SideNote(f("Against it: " + "a clinic asks a second time " * 6 + "END")), d.Paragraph(f("Short.")),
        d.Box((d.Paragraph(f("A question?")),), heading=f("Asked")),
    )  # fmt: skip
    data = lay_out(document(*blocks, style="report"))
    with pypdfium2.PdfDocument(io.BytesIO(data)) as found:
        for page in found:
            text = page.get_textpage()
            at = text.search("END").get_next()
            if at is not None:
                low = text.get_charbox(at[0])[1]
    top = seen[0][0] + seen[0][1]
    assert low - top > 12
