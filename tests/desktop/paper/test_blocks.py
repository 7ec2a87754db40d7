"""Each kind of block in each style of document is PDF/UA-1, reads in order, and takes released text only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.paper import document as d
from desktop.paper.index_layout import index_columns, transcription_columns
from desktop.paper.pdf import lay_out
from tests.desktop.paper.samples import PROSE, about_withheld, document, elements, f, failures, png, read, row, tags

BLOCKS: dict[str, tuple[d.Block, ...]] = {
    "facts": (d.FactsLine((f("Review Larch"), f("Version 3"), f("A fact " * 12), f("Another " * 9))),),
    "headings": (d.Heading(f("Part"), 1), d.Heading(f("Sub"), 3), d.Paragraph(f(PROSE)), d.Heading(f("Next"), 2)),
    "finding": (d.Finding(f("Finding 2"), f("News travels by chance."), "two"), d.Paragraph(f(PROSE))),
    "side note": (d.Heading(f("A part"), 1), d.Heading(f("How it showed"), 3), d.SideNote(f("letters " * 31)),
                  d.Heading(f("Why"), 3), d.SideNote(f("Factors")), d.Paragraph(f(PROSE))),
    "paragraphs": tuple(d.Paragraph(f(PROSE * 2), style) for style in ("body", "note", "lead", "thanks")),  # type: ignore[arg-type]
    "quotation": (d.Paragraph(f("“It never came to my tray.”"), "quote", f("Health Visitor 1")),),
    "lines": (d.Lines((f("DC Yusuf"), f("Police Headquarters"))), d.Lines((f("16 March 2017"),), "right")),
    "bullets": (d.Bullets((f("one"), f(PROSE), f("three"))),),
    "numbered": (d.Numbered((f("one"), f(PROSE)), (f("2.1"), f("2.2"))), d.Numbered((f("one"), f("two")))),
    "key facts": (d.KeyFacts(((f("Lead reviewer"), f("Independent")), (f("Period " * 6), f(PROSE)))),),
    "table": (d.Table((f("Who"), f("Records")), ((f("Surgery"), f("27")), (f(PROSE), f("9"))), (3, 1), frozenset({1}),
                      f("Table 4. Missed appointments")),),
    "register": (d.Register(transcription_columns(), [((f("1"),), (f(PROSE), f("2")), ())], f("Table 1. Items")),),
    "figure": (d.Figure(png(), f("A box."), 80, f("Figure 1. A box")),),
    "box": (d.Box((d.Numbered((f("How would you know?"),)), d.Paragraph(f(PROSE))), f("Questions for the board")),),
    "contents": (d.Contents((d.ContentsEntry(f("1"), f("A part " * 20), "one"),)), d.PageBreak(),
                 d.Heading(f("A part"), 1, "one")),
    "link": (d.Paragraph((d.Run(f("See ")), d.Run(f("the part that explains it all " * 5), to="one"), d.Run(f(".")))),
             d.Heading(f("A part"), 1, "one")),
    "sign-off": (d.SignOff(f("I agree."), (f("Independent chair"), f("Manager")), f("D0012"), f("4fd291aa0c7e")),),
    "letterhead": (d.Letterhead(f("Wexcombe Board"), (f("Mill Lane"),), (f("01632 960123"),), png(), f("Mark")),),
    "rule": (d.Rule(), d.Paragraph(f("After the rule."))),
    "withheld": (d.Paragraph(about_withheld()), d.Table((f("A"), f("B")), ((about_withheld(), f("2")),), (1, 5))),
}  # fmt: skip


@pytest.mark.parametrize("style", ["report", "list", "letter", "large_print"])
@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_is_accessible_in_each_style(name: str, style: str) -> None:
    data = lay_out(document(*BLOCKS[name], style=style))
    assert failures(data) == []
    assert tags(data)[1:3] == ["P", "H1"]


@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("landscape", [True, False])
def test_paper_sizes(paper: Any, landscape: bool, tmp_path: Path) -> None:
    data = lay_out(document(d.Paragraph(f(PROSE)), paper=paper, landscape=landscape))
    assert failures(data) == []
    assert "telephoned" in read(data, tmp_path)


def test_headings_never_skip_a_level() -> None:
    data = lay_out(document(*BLOCKS["headings"], style="report"))
    assert [tag for tag in tags(data) if tag[0] == "H"] == ["H1", "H2", "H3", "H3"]


def test_words_are_read_in_order(tmp_path: Path) -> None:
    blocks = (*BLOCKS["headings"], *BLOCKS["bullets"], *BLOCKS["table"], *BLOCKS["box"])
    words = read(lay_out(document(*blocks)), tmp_path)
    order = ["Sample title", "Part", "Sub", "Next", "three", "Table 4", "Surgery", "Questions for", "How would"]
    places = [words.index(each) for each in order]
    assert places == sorted(places)


def test_a_side_note_is_read_after_its_heading() -> None:
    data = lay_out(document(*BLOCKS["side note"], style="report"))
    assert tags(data)[3:9] == ["H2", "H3", "P", "H3", "P", "P"]


def test_a_figure_has_words_and_a_quotation_its_speaker(tmp_path: Path) -> None:
    found = elements(lay_out(document(*BLOCKS["figure"], *BLOCKS["quotation"])))
    assert [node.alt for node in found if node.tag == "Figure"] == ["A box."]
    assert "my tray.” Health Visitor 1" in read(lay_out(document(*BLOCKS["quotation"])), tmp_path)


def test_contents_print_the_page_where_each_entry_is(tmp_path: Path) -> None:
    blocks = (
        d.Contents((d.ContentsEntry(f("1"), f("Alpha"), "a"), d.ContentsEntry(f("2"), f("Beta"), "b"))),
        d.Heading(f("Part Alpha"), 1, "a"), d.Heading(f("Part Beta"), 1, "b"),
    )  # fmt: skip
    words = read(lay_out(document(*blocks, style="report")), tmp_path, "-layout", "-l", "1")
    assert [line.split() for line in words.splitlines() if "Alpha" in line or "Beta" in line] == [
        ["1", "Alpha", "2"], ["2", "Beta", "3"],
    ]  # fmt: skip


def test_plain_strings_are_refused() -> None:
    plain: Any = "Kieran"
    made: list[Any] = [
        lambda: d.Paragraph(plain), lambda: d.Title(plain), lambda: d.Heading(plain), lambda: d.Bullets((plain,)),
        lambda: d.KeyFacts(((plain, f("x")),)), lambda: d.Table((f("a"),), ((plain,),), (1,)), lambda: d.Run(plain),
        lambda: d.Figure(b"", plain, 10), lambda: d.Box((), plain), lambda: d.SignOff(f("x"), (plain,), f("y")),
        lambda: d.Finding(plain, f("x")), lambda: d.Column((plain,), 10), lambda: d.Lines((plain,)),
        lambda: d.ContentsEntry(f("1"), plain, "a"), lambda: document(title=plain),
        lambda: lay_out(document(d.Register(index_columns(), [((plain,), *row(1)[1:])]))),
    ]  # fmt: skip
    for make in made:
        with pytest.raises(TypeError):
            make()


def test_a_document_has_one_title_and_links_that_lead_somewhere() -> None:
    with pytest.raises(ValueError, match="one title"):
        lay_out(document(d.Title(f("Another"))))
    with pytest.raises(ValueError, match="nowhere"):
        lay_out(document(d.Paragraph((d.Run(f("See"), to="gone"),))))
    with pytest.raises(ValueError, match="same anchor"):
        lay_out(document(d.Heading(f("A"), 2, "x"), d.Heading(f("B"), 2, "x")))
    with pytest.raises(ValueError, match="words that stand for it"):
        d.Letterhead(f("Board"), (), (), png())
