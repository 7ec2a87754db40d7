"""Text on the page: fonts and fallback, withheld boxes, line breaks, pages."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.paper import document as d
from desktop.paper.fonts import SANS, SERIF, Typesetter, cleaned, missing
from desktop.paper.lines import LineBreaker
from desktop.paper.pdf import lay_out
from desktop.paper.styles import styles
from tests.desktop.paper.samples import PROSE, about_withheld, document, drawing, f, failures, read, withheld

NAMES = "Ẹ̀bùn Ọlá, Łukasz Żółć, Nguyễn Thị Hương, Siân Ŵyn, Ƙasim, İpek Çağrı"


def _pdfium(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return "\n".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))


@pytest.mark.parametrize("block", [d.Paragraph(f(NAMES)), d.Bullets((f(NAMES),)), d.Heading(f(NAMES))])
def test_names_of_many_languages_are_set_and_read_back(block: d.Block, tmp_path: Path) -> None:
    data = lay_out(document(block))
    assert failures(data) == []
    words = unicodedata.normalize("NFC", read(data, tmp_path).replace("\n", " "))
    for name in NAMES.split(", "):
        assert unicodedata.normalize("NFC", name) in words


def test_a_mark_over_a_letter_is_set_in_gentium_and_a_missing_letter_falls_back() -> None:
    setter = Typesetter()
    assert {piece[0] for piece in setter.word(f"{SANS}-Regular", "Ẹ̀bùn").pieces} == {f"{SERIF}-Regular"}
    assert [piece[:2] for piece in setter.word(f"{SANS}-Bold", "Ƙasim").pieces] == [
        (f"{SERIF}-Bold", "Ƙ"), (f"{SANS}-Bold", "asim"),
    ]  # fmt: skip


def test_a_character_in_no_font_stops_the_export_and_is_named() -> None:
    with pytest.raises(UserError) as caught:
        lay_out(document(d.Paragraph(f("Her name is Mei 李美 in full"))))
    assert "U+674E" in caught.value.what and "CJK UNIFIED IDEOGRAPH-674E" in caught.value.what
    assert "Mei" not in str(caught.value)
    assert missing("Mei 李美") == "李" and missing(NAMES) == ""


def test_what_draws_nothing_is_left_out() -> None:
    assert cleaned("Kie\u200bran\u00ad A\u202e\ufeffsh\u2009down\u2028x") == "Kieran Ash down\nx"


def test_withheld_spans_are_literally_there_for_every_reader(tmp_path: Path) -> None:
    data = lay_out(document(d.Paragraph(about_withheld())))
    for words in (read(data, tmp_path), read(data, tmp_path, "-raw"), _pdfium(data)):
        assert re.findall(r"\[[^]]*\]", words) == ["[withheld]", "[withheld P]", "[withheld: other]"]
    assert b"ActualText" not in drawing(data)


@pytest.mark.parametrize("width", [20, 120])
def test_withheld_boxes_are_one_size_and_left_out_where_they_cannot_stand(width: float) -> None:
    columns = (d.Column((f("A"),), width), d.Column((f("B"),), 40))
    rows = [((withheld(),), ()), ((withheld("[withheld P]"),), ()), ((f("[withheld]"),), ())]
    data = lay_out(document(d.Register(columns, rows)))
    sizes = re.findall(rb"[\d.]+ [\d.]+ ([\d.]+ [\d.]+) re S", drawing(data))
    assert len(sizes) == 2 and len(set(sizes)) == 1
    narrow = (d.Column((f("A"),), 15), d.Column((f("B"),), 40))
    assert b" re S" not in drawing(lay_out(document(d.Register(narrow, rows))))


def test_every_font_lists_only_what_was_drawn() -> None:
    data = lay_out(document(d.Paragraph(f("aébc")), title=f("T")))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        maps = {key: font.ToUnicode.read_bytes().decode() for key, font in pdf.pages[0].Resources.Font.items()}
    listed = {chr(int(value, 16)) for text in maps.values() for value in re.findall(r"> <([0-9A-F]{4})>", text)}
    assert "é" in listed and "\0" not in listed
    assert not listed & set("QXZ~{}|")


def test_a_word_too_long_is_cut_but_never_after_a_hyphen(tmp_path: Path) -> None:
    columns = (d.Column((f("A"),), 25),)
    mail = "very.long.name@northmere-hospital-trust-of-the-county.example"
    words = read(lay_out(document(d.Register(columns, [((f(mail),),)]))), tmp_path)
    assert mail in words.replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("abcdefghijklm-./é", min_size=1, max_size=40), max_size=30).map(" ".join),
    st.floats(60, 400),
)
def test_lines_hold_every_word_and_fit(text: str, width: float) -> None:
    look = styles("report")
    lines = LineBreaker(Typesetter(), look).lines(f(text), look.body, width)
    joined = "".join("".join(stretch.text for stretch in line.stretches) for line in lines)
    assert joined.split() == text.split()
    for line in lines:
        trailing = 3 if line is not lines[-1] else 0
        assert line.width <= width + 0.02 + trailing


def test_no_line_of_a_paragraph_stands_alone(tmp_path: Path) -> None:
    for before in range(1, 46):
        lines = d.Lines(tuple(f("x") for _ in range(before)))
        words = read(lay_out(document(lines, d.Paragraph(f("yy " * 150)))), tmp_path)
        counts = [len(re.findall(r"(?m)^yy", page)) for page in words.split("\f")]
        assert 1 not in counts, before


def test_a_heading_stays_with_the_text_below_it(tmp_path: Path) -> None:
    for before in range(30, 46, 3):
        lines = d.Lines(tuple(f("x") for _ in range(before)))
        words = read(lay_out(document(lines, d.Heading(f("Heading here")), d.Paragraph(f(PROSE)))), tmp_path)
        page = next(each for each in words.split("\f") if "Heading here" in each)
        assert "Three hospital" in page


def test_a_box_longer_than_a_page_goes_on_and_a_short_one_stays_whole(tmp_path: Path) -> None:
    long = d.Box(tuple(d.Paragraph(f(PROSE * 3)) for _ in range(14)), f("Long box"))
    data = lay_out(document(long, d.Paragraph(f("After."))))
    assert failures(data) == []
    assert read(data, tmp_path).count("hospital") == 42
    ended = (d.Finding(f("Finding 1"), f("One")), d.Box((d.Paragraph(f("x")),)), d.Finding(f("Finding 2"), f("Two")))
    assert drawing(lay_out(document(*ended, style="report"))).count(b" re S") == 1, (
        "a box that is done is not drawn again"
    )
    short = d.Box((d.Paragraph(f("begin " + PROSE)), d.Paragraph(f("finish"))))
    for before in range(28, 44, 4):
        words = read(lay_out(document(d.Lines(tuple(f("x") for _ in range(before))), short)), tmp_path)
        page = next(each for each in words.split("\f") if "begin" in each)
        assert "finish" in page
