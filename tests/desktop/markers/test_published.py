"""The board's own copy of the published markers: read whole or not at all, whatever the copy has lost."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import textwrap
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.errors import UserError
from desktop.markers import framework, published
from tests.lookalike import CLEAN, HEAD, Faults, document, markdown_page, printed, web_page

SET = framework.load("scr-2016")
ASKED = {(m.id, q.number): printed(q.text) for m in SET.markers for q in m.questions}

COPIES = {
    "clean": CLEAN,
    "split lines": Faults(width=24),
    "page heads in mid-sentence": Faults(page_lines=17),
    "page heads with form feeds": Faults(page_lines=11, form_feeds=True),
    "page numbers alone": Faults(page_lines=13, heads=False),
    "lost bullets": Faults(lost_bullets=True, page_lines=40),
    "bullets on lines of their own": Faults(lone_bullets=True, page_lines=40),
    "numbered lists in the rationale": Faults(numbered_rationale=True, page_lines=30),
    "lost numbers": Faults(lost_numbers=True),
    "odd characters": Faults(odd_characters=True, page_lines=30),
    "no blank lines": Faults(no_blank_lines=True, width=70),
}


def _asked(reading: published.Reading) -> dict[tuple[str, int], str]:
    assert reading.wording is not None, reading.summary
    return {(m.marker_id, n): text for m in reading.wording.markers for n, text in m.questions.items()}


@pytest.mark.parametrize("faults", COPIES.values(), ids=COPIES.keys())
def test_every_statement_and_question_is_read_word_for_word(faults: Faults) -> None:
    reading = published.read(document(SET, faults), SET)
    assert _asked(reading) == ASKED
    assert reading.wording is not None
    statements = {m.marker_id: m.statement for m in reading.wording.markers}
    assert statements == {m.id: printed(m.statement) for m in SET.markers}
    assert reading.summary == "Found whole: 18 markers with 107 questions."


@settings(max_examples=40)
@given(
    width=st.integers(20, 120),
    page_lines=st.integers(7, 70),
    form_feeds=st.booleans(),
    lost_bullets=st.booleans(),
    odd_characters=st.booleans(),
    numbered_rationale=st.booleans(),
)
def test_faults_together_lose_no_question(**faults: int) -> None:
    assert _asked(published.read(document(SET, Faults(**faults)), SET)) == ASKED  # type: ignore[arg-type]


def test_the_rationale_is_read_in_paragraphs() -> None:
    reading = published.read(document(SET, Faults(page_lines=23)), SET)
    assert reading.wording is not None
    marker = reading.wording.marker("QM5")
    assert marker is not None
    assert marker.rationale == tuple(printed(text) for text in SET.marker("QM5").rationale)


def test_numbers_of_a_list_in_the_rationale_are_not_questions() -> None:
    reading = published.read(document(SET, Faults(numbered_rationale=True)), SET)
    assert reading.wording is not None
    marker = reading.wording.marker("QM3")
    assert marker is not None
    assert any("Is the third of them a question?" in text for text in marker.rationale)
    assert sorted(marker.questions) == [1, 2]


@pytest.mark.parametrize(("marker_id", "number"), [("QM1", 1), ("QM13", 10), ("QM13", 11), ("QM9", 5), ("QM18", 4)])
def test_a_missing_question_stops_the_whole_copy_and_is_named(marker_id: str, number: int) -> None:
    reading = published.read(document(SET, Faults(missing=((marker_id, number),), page_lines=30)), SET)
    assert reading.wording is None
    reports = {report.marker_id: report for report in reading.reports}
    assert reports[marker_id].questions_missing == (number,)
    assert [report.marker_id for report in reading.reports if not report.whole] == [marker_id]
    assert marker_id in reading.summary and reading.summary.startswith("Nothing was loaded")
    assert f"missing {number}" in reports[marker_id].sentence


def test_the_eleventh_question_is_one_question_and_a_twelfth_is_not_expected() -> None:
    whole = _asked(published.read(document(SET, Faults(width=40)), SET))
    assert whole["QM13", 11].startswith("Does the lead") and "11." not in whole["QM13", 10]
    extra = Faults(added=(("QM13", 12, "Is this one too many?"), ("QM10", 8, "And is this?")))
    reading = published.read(document(SET, extra), SET)
    assert reading.wording is None
    beyond = {report.marker_id: report.questions_extra for report in reading.reports if report.questions_extra}
    assert beyond == {"QM10": (8,), "QM13": (12,)}


def test_a_figure_at_the_start_of_a_wrapped_line_is_not_a_question() -> None:
    wrapped = "\nand does section\n2. of the plan agree with p\n80). Is that so?\n2. "
    text = markdown_page(SET.marker("QM3")).replace("\n2. ", wrapped)
    first = printed(SET.question("3.1").text)
    assert _asked(published.read(text, SET)) == {
        ("QM3", 1): f"{first} and does section 2. of the plan agree with p 80). Is that so?",
        ("QM3", 2): printed(SET.question("3.2").text),
    }


def test_a_marker_that_is_not_there_is_reported_and_nothing_is_loaded() -> None:
    reading = published.read(document(SET, Faults(without=("QM7", "QM12"))), SET)
    assert reading.wording is None
    assert [report.sentence for report in reading.reports if not report.found] == [
        "QM7 Governance: not found.",
        "QM12 Family involvement: not found.",
    ]
    assert len(reading.reports) == 18


def test_a_copy_with_a_marker_too_many_is_not_loaded() -> None:
    nineteenth = dataclasses.replace(SET.marker("QM1"), id="QM19", number=19)
    larger = dataclasses.replace(SET, markers=(*SET.markers, nineteenth))
    reading = published.read(document(larger), SET)
    assert reading.wording is None and "no marker 19" in reading.summary


@pytest.mark.parametrize("marker", SET.markers, ids=lambda marker: marker.id)
def test_the_page_of_one_marker_loads_just_that_one_and_says_so(marker: framework.Marker) -> None:
    for text, how in (
        (markdown_page(marker), "number"),
        (web_page(marker), "name" if printed(marker.short_name) == marker.short_name else "words"),
        (web_page(marker, named=False), "words"),
    ):
        reading = published.read(text, SET)
        assert reading.single and [report.marker_id for report in reading.reports] == [marker.id]
        assert reading.reports[0].recognised == how
        assert _asked(reading) == {key: text for key, text in ASKED.items() if key[0] == marker.id}
        assert "holds one marker" in reading.summary and marker.id in reading.summary


def test_a_page_that_lost_its_lists_says_so() -> None:
    reading = published.read(web_page(SET.marker("QM6")), SET)
    assert "seem to have been lost" in reading.reports[0].sentence
    assert "seem to have been lost" not in published.read(web_page(SET.marker("QM15")), SET).reports[0].sentence


def test_a_head_on_just_two_pages_is_told_from_the_text_by_its_place() -> None:
    lines = textwrap.wrap("1. " + ASKED["QM3", 1], 30) + textwrap.wrap("2. " + ASKED["QM3", 2], 30)
    top = ["Quality Marker 3: Advising board members", "Quality statement: It is so.", "Rationale", "Because."]
    middle = [*top, "How might you know?", *lines]
    pages = ["Our Board Handbook Part 4", *middle[:7]], ["Our Board Handbook Part 5", *middle[7:], "Knowledge base"]
    reading = published.read("\f".join("\n".join(page) for page in pages), SET)
    assert _asked(reading) == {key: text for key, text in ASKED.items() if key[0] == "QM3"}


def test_a_person_can_say_which_marker_a_page_is() -> None:
    page = "Quality statement: Zig zag.\nRationale\nOf zebras.\nHow might you know?\n1. Zig?\n2. Zag?\nKnowledge base\n"
    with pytest.raises(UserError) as problem:
        published.read(page, SET)
    assert problem.value.code == "which-marker"
    reading = published.read(page, SET, marker_id="QM3")
    assert reading.reports[0].recognised == "chosen" and _asked(reading)["QM3", 2] == "Zag?"


def test_a_scan_without_words_is_refused_in_a_plain_sentence() -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawImage(ImageReader(Image.new("L", (80, 80), 128)), 72, 72)
    canvas.showPage()
    canvas.save()
    scan = pypdfium2.PdfDocument(made.getvalue())
    words = "\f".join(page.get_textpage().get_text_bounded() for page in scan)
    scan.close()
    with pytest.raises(UserError, match=r"no words in this file that Caseward can read\. It may be a scan\."):
        published.read(words, SET)


def test_a_pdf_of_the_document_is_read_whole() -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    lines = document(SET, Faults(width=80, lone_bullets=True)).split("\n")
    for page, start in enumerate(range(0, len(lines), 50), 1):
        canvas.drawString(72, 800, HEAD)
        for at, line in enumerate(lines[start : start + 50]):
            canvas.drawString(72, 780 - 14 * at, line)
        canvas.drawRightString(520, 40, str(page))
        canvas.showPage()
    canvas.save()
    pdf = pypdfium2.PdfDocument(made.getvalue())
    words = "\f".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert _asked(published.read(words, SET)) == ASKED


def test_another_paper_is_refused() -> None:
    with pytest.raises(UserError, match="No quality marker was found"):
        published.read("Minutes of a meeting. 1. Apologies. 2. Any other business?", SET)


def test_a_framework_of_names_takes_the_questions_that_are_there() -> None:
    adults = framework.load("sar-2022")
    page = markdown_page(dataclasses.replace(SET.marker("QM4"), number=3))
    reading = published.read(page, adults)
    assert reading.wording is not None and reading.wording.framework_id == "sar-2022"
    assert sorted(reading.wording.markers[0].questions) == [1, 2, 3, 4]


# --- the true document, where a board's own copy is at hand ---------------------------------------------------------


def _copies() -> dict[str, str]:
    folder = os.environ.get("CASEWARD_PUBLISHED", "")
    if not folder:
        pytest.skip("CASEWARD_PUBLISHED names no folder with the published markers as text; the look-alikes stand in")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))}


def test_the_published_document_is_found_whole() -> None:
    marked = {name: text for name, text in _copies().items() if re.search(r"^\W*Quality statement", text, re.M)}
    readings = {name: published.read(text, SET) for name, text in marked.items()}
    assert all(reading.wording is not None for reading in readings.values())
    assert any(reading.summary == "Found whole: 18 markers with 107 questions." for reading in readings.values())
    full = next(reading for reading in readings.values() if not reading.single)
    for reading in readings.values():
        for (marker_id, number), text in _asked(reading).items():
            assert _letters(text) == _letters(_asked(full)[marker_id, number])


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))
