"""Registers: one table over all pages, each row whole and measured once, a heading on each page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.paper import document as d
from desktop.paper.flow import Flow
from desktop.paper.index_layout import index_columns
from desktop.paper.pdf import lay_out
from desktop.paper.register import TableSetter
from tests.desktop.paper.samples import PROSE, document, drawing, elements, f, failures, read, row, tags


def _index(rows: list[tuple[d.Cell, ...]], caption: str = "") -> d.Document:
    register = d.Register(index_columns(), rows, f(caption) if caption else None)
    return document(d.FactsLine((f("Review Larch"),)), register, landscape=True)


def test_one_table_over_all_pages(tmp_path: Path) -> None:
    data = lay_out(_index([row(number) for number in range(60)]))
    found = tags(data)
    assert failures(data) == []
    assert (found.count("Table"), found.count("TR"), found.count("TH")) == (1, 62, 12)
    words = read(data, tmp_path)
    pages = words.split("\f")[:-1]
    assert len(pages) > 5
    for number, words_of_page in enumerate(pages):
        assert "For police use" in words_of_page
        assert ("(continued)" in words_of_page) == (number > 0)
        assert f"Page {number + 1} of {len(pages)}" in words_of_page
    assert re.findall(r"SCR03-N(\d{4})", words) == [f"{number:04d}" for number in range(60)]


def test_group_headings_cover_their_columns() -> None:
    heads = [node for node in elements(lay_out(_index([row(1)]))) if node.tag == "TH"]
    assert sorted(node.columns for node in heads) == [1] * 11 + [4]
    assert sum(1 for node in heads if node.rows == 2) == 7
    assert {node.scope for node in heads} == {"/Column"}


def test_each_row_is_measured_once_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    measured, pages = [], []
    real, draw = TableSetter._row, Flow._draw
    monkeypatch.setattr(TableSetter, "_row", lambda *given: measured.append(1) or real(*given))
    monkeypatch.setattr(Flow, "_draw", lambda *given: pages.append(type(given[1]).__name__) or draw(*given))
    lay_out(_index([row(number) for number in range(50)]))
    assert len(measured) == 50
    assert pages.count("RowPiece") == 50


def test_a_row_higher_than_a_page_goes_on_under_its_number(tmp_path: Path) -> None:
    tall = list(row(7))
    words = [f"word{number}" for number in range(1200)]
    tall[1] = (f(" ".join(words)),)
    data = lay_out(_index([row(6), tuple(tall), row(8)], "Table 1. Items"))
    assert failures(data) == []
    assert tags(data).count("TR") == 5
    read_back = read(data, tmp_path)
    assert re.findall(r"word\d+", read_back) == words
    pages = read_back.split("\f")[:-1]
    assert len(pages) > 3
    assert all("0007" in each for each in pages[1:-1])
    assert all("Table 1. Items (continued)" in each for each in pages[1:])
    assert pages[0].index("0006") < pages[0].index("0007"), "it begins where it stands"


def test_cells_without_words_keep_their_place() -> None:
    empty = [node for node in elements(lay_out(_index([row(1)]))) if node.tag == "TD"]
    assert [node.columns for node in empty] == [1] * 7 + [4]


def test_two_paragraphs_of_a_cell_do_not_run_together() -> None:
    columns = (d.Column((f("A"),), 40), d.Column((f("B"),), 40))
    cell = (f("Wexcombe"), d.led(f("Position:"), f("No objection")))
    assert b"(Wexcombe ) Tj" in drawing(lay_out(document(d.Register(columns, [(cell, ())]))))


def test_a_table_in_a_report_is_as_wide_as_its_text(tmp_path: Path) -> None:
    table = d.Table((f("Who"), f("Records")), tuple((f(PROSE[:60]), f("9")) for _ in range(60)), (3, 1), frozenset({1}))
    data = lay_out(document(d.PageBreak(), table, style="report"))
    assert failures(data) == []
    found = tags(data)
    assert (found.count("Table"), found.count("TH"), found.count("TD")) == (1, 2, 120)
    assert read(data, tmp_path).count("Records") == 2, "the heading is repeated on the second page"
