"""The file as a whole: the same each time, silent about who and when, furnished on every page, stoppable."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from desktop.paper import document as d
from desktop.paper.index_layout import index_columns
from desktop.paper.pdf import Cancelled, lay_out
from tests.desktop.paper.samples import PROSE, document, elements, f, failures, furniture, png, read, row

_AGAIN = """
import hashlib, sys
from desktop.paper.pdf import lay_out
from tests.desktop.paper.test_file import rich
sys.stdout.write(hashlib.sha256(lay_out(rich())).hexdigest())
"""


def rich() -> d.Document:
    """A document with most things in it."""
    return document(
        d.FactsLine((f("Review Larch"), f("as at 16 March 2017, 9:00am"))),
        d.Heading(f("Łukasz’s part"), 1, "one"), d.Paragraph((d.Run(f("See ")), d.Run(f("part"), to="one"))),
        d.Figure(png(), f("A box."), 60), d.Register(index_columns(), [row(number) for number in range(12)]),
        landscape=True,
    )  # fmt: skip


def test_equal_documents_give_equal_bytes_in_any_process() -> None:
    import hashlib

    here = hashlib.sha256(lay_out(rich())).hexdigest()
    assert hashlib.sha256(lay_out(rich())).hexdigest() == here
    root = str(Path(__file__).parents[3])
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin", "PYTHONPATH": root}
    done = subprocess.run([sys.executable, "-c", _AGAIN], capture_output=True, cwd=root, env=environment, check=True)
    assert done.stdout.decode() == here


def test_the_file_says_nothing_about_who_or_when() -> None:
    data = lay_out(rich())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert dict(pdf.docinfo) == {"/Title": pikepdf.String("Sample")}
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert not re.search(r"Date|Producer|Creator|Tool|ReportLab|pikepdf|anonymous", xmp)
        allowed = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Metadata", "/Outlines",
                   "/ViewerPreferences", "/PageMode"}  # fmt: skip
        assert set(pdf.Root.keys()) <= allowed
        assert pdf.Root.Lang == "en-GB" and pdf.Root.ViewerPreferences.DisplayDocTitle
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        assert all("Caseward" in name or "Gentium" in name for name in fonts), fonts
    assert b"ReportLab" not in data and b"anonymous" not in data


def test_links_and_bookmarks_lead_to_pages_not_names() -> None:
    data = lay_out(rich())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert [str(link.Contents) for link in links] == ["part"]
        assert isinstance(links[0].Dest, pikepdf.Array)
        assert "/Names" not in pdf.Root and "/Dests" not in pdf.Root
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Sample title"]
            assert [item.title for item in outline.root[0].children] == ["Łukasz’s part"]


@pytest.mark.parametrize("style", ["report", "list", "letter", "large_print"])
def test_every_page_carries_its_furniture(style: d.Style, tmp_path: Path) -> None:
    data = lay_out(document(*(d.Paragraph(f(PROSE * 5)) for _ in range(9)), style=style))
    pages = read(data, tmp_path).split("\f")[:-1]
    assert len(pages) > 1
    for number, words in enumerate(pages):
        flat = " ".join(words.split())
        assert "OFFICIAL-SENSITIVE" in flat
        assert f"Page {number + 1} of {len(pages)}" in flat
        assert "as at 16 March 2017, 9:00am" in flat
        if not (style == "letter" and number == 0):
            assert "SCR-2016-03" in flat and "version 3" in flat


def test_the_marking_is_the_first_thing_heard() -> None:
    data = lay_out(rich())
    node = elements(data)[1]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        code = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    marked = re.search(rf"/P <</MCID {node.content}>> BDC(.*?)EMC", code, re.DOTALL)
    assert node.tag == "P" and marked is not None and "OFFICIAL-SENSITIVE" in marked[1]
    assert code.count("OFFICIAL-SENSITIVE") == 2


def test_long_furniture_wraps_and_never_meets_the_marking(tmp_path: Path) -> None:
    long = furniture(board=f("The Safeguarding Children Board of the County and City of Wexcombe, its business unit"),
                     note=f("Draft 3, copy 7 of 12, for the panel meeting of 9 March 2017 only"))  # fmt: skip
    for style in ("list", "report", "letter"):
        data = lay_out(document(d.Paragraph(f(PROSE)), style=style, furniture=long))
        boxes = read(data, tmp_path, "-bbox")
        found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', boxes)
        places = [tuple(map(float, each)) for each in found]
        for at, (x1, y1, x2, y2) in enumerate(places):
            for a1, b1, a2, b2 in places[at + 1 :]:
                apart = a1 >= x2 - 0.6 or a2 <= x1 + 0.6 or b1 + 3 >= y2 or b2 - 3 <= y1
                assert apart, (style, x1, y1)


def test_welsh_documents_say_their_own_words_in_welsh(tmp_path: Path) -> None:
    data = lay_out(document(d.Paragraph(f(PROSE * 5)), language="cy-GB"))
    assert "Tudalen 1 o 1" in read(data, tmp_path)
    assert failures(data) == []


def test_stopping_leaves_nothing_and_progress_rises() -> None:
    told: list[tuple[int, int]] = []
    lay_out(rich(), progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told) and told[-1][0] == told[-1][1]
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 5

    with pytest.raises(Cancelled):
        lay_out(rich(), cancelled=stop)
    assert len(asked) == 6


def test_black_on_white_alone() -> None:
    with pikepdf.open(io.BytesIO(lay_out(rich()))) as pdf:
        for page in pdf.pages:
            code = page.Contents.read_bytes().decode("latin-1")
            assert not re.search(r"(?m)\s(rg|RG|g|G|k|K|sc|scn|Tr)\s*$", code)
