"""How long pages take, as ratios to yardsticks measured beside them in the same run.

The yardstick of an index is ReportLab's own table, plain and untagged, on the same rows. Each figure is the least of
several rounds in processor time, taken in turn, so that other work on the machine meets all alike.
"""

from __future__ import annotations

import gc
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pikepdf
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, Paragraph

from desktop.paper import pdf as paper_pdf
from desktop.paper import tagging
from desktop.paper.document import Document, FactsLine, Furniture, Look, Register, Run, Title, led
from desktop.paper.index_layout import index_columns
from desktop.paper.styles import MM
from desktop.redaction.released import fixed

Figure = tuple[str, float, float, str]
_KINDS = ("E-mail", "Letter", "Rota", "Minutes", "Conversation note", "Agency report")
_POSTS = ("Team lead, community health", "Head of safeguarding, council", "Records manager", "Lead reviewer")


def _texts(number: int) -> list[list[str]]:
    kind, post, day = _KINDS[number % 6], _POSTS[number * 7 % 4], number % 28 + 1
    return [
        [f"{number:05d}", f"SCR03-N{number:05d}"],
        [f"{kind}. From the {post.lower()} about item {number * 13 % 997}, with the reply of the same week."],
        [f"{day} February 2017", post],
        [f"Electronic, {number % 9 + 1} pages", "Final"],
        ["Northmere Hospital NHS Trust, Records manager", f"Position: No objection to inspection, {day} March 2017"],
        ["Board’s secure store, by appointment", "With police: Not known"],
        ["Active, changed", "Version 2"],
        [], [], [], [],
    ]  # fmt: skip


def index(count: int) -> Document:
    """List A with ``count`` invented entries."""
    rows = []
    for number in range(count):
        cells: list[Any] = [tuple(fixed(text) for text in cell) for cell in _texts(number)]
        cells[0] = ((Run(cells[0][0], Look.NUMBER),), cells[0][1])
        cells[4] = (cells[4][0], led(fixed("Position:"), fixed(_texts(number)[4][1][10:])))
        rows.append(tuple(cells))
    furniture = Furniture(
        fixed("OFFICIAL-SENSITIVE"), fixed("SCR-2016-03"), fixed("version 3"), fixed("as at 16 March 2017"),
        fixed("Wexcombe Safeguarding Children Board"), fixed("Index"), (fixed("Supplied by a third party."),),
    )  # fmt: skip
    blocks = (Title(fixed("Disclosure index, list A")), FactsLine((fixed("Review Larch"),)),
              Register(index_columns(), rows))  # fmt: skip
    return Document(fixed("Disclosure index"), furniture, blocks, style="list", landscape=True)


def _plain_tables(tables: int, rows: int) -> None:
    """``tables`` plain untagged tables of ``rows`` rows in ReportLab's own way."""
    with as_file(files("resources") / "fonts" / "CasewardSans-Regular.ttf") as path:
        pdfmetrics.registerFont(ttfonts.TTFont("Yardstick", str(path)))
    style = ParagraphStyle("cell", fontName="Yardstick", fontSize=8.5, leading=11)
    widths = [column.width * MM for column in index_columns()]
    frame = Frame(12 * MM, 25 * MM, 273 * MM, 160 * MM, 0, 0, 0, 0)
    for table in range(tables):
        texts = [_texts(table * rows + at) for at in range(rows)]
        cells = [[[Paragraph(text, style) for text in cell] for cell in row] for row in texts]
        look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("GRID", (0, 0), (-1, -1), 0.4, "black")]
        story = [LongTable(cells, colWidths=widths, style=look)]
        document = BaseDocTemplate(io.BytesIO(), pagesize=landscape(A4))
        document.addPageTemplates(PageTemplate(frames=[frame]))
        document.build(story)


def _untagged(document: Document) -> None:
    """The same pages without marks and structure, saved the same way: what tagging is measured against."""
    sheet = tagging.Sheet
    text = sheet.text

    def untagged_text(self: tagging.Sheet, _: object, *given: Any, **more: Any) -> None:
        text(self, None, *given, **more)

    def save(pages: bytes, *_: object) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pages)) as pdf:
            pdf.save(out, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    with ExitStack() as instead:
        for name in ("begin", "artifact", "end"):
            instead.enter_context(patch.object(sheet, name, lambda *_: None))
        instead.enter_context(patch.object(sheet, "text", untagged_text))
        instead.enter_context(patch.object(paper_pdf, "finish", save))
        paper_pdf.lay_out(document)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def _least(*works: Callable[[], object], rounds: int) -> list[float]:
    """The least processor seconds of each, all of them in each round."""
    measured = [[_seconds(work) for work in works] for _ in range(rounds)]
    return [min(each) for each in zip(*measured, strict=True)]


def _peak(count: int) -> tuple[float, int]:
    """Peak memory in MB and pages of an index, in a process of its own."""
    code = (
        "import io, json, pathlib, pikepdf\n"
        "from desktop.paper.pdf import lay_out\n"
        "from tests.benchmarks.paper import index\n"
        f"data = lay_out(index({count}))\n"
        # Not resource.getrusage: its peak begins with that of the process which started this one.
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024\n"
        "print(json.dumps([peak, len(pikepdf.open(io.BytesIO(data)).pages)]))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    peak, pages = json.loads(done.stdout)
    return peak, pages


def measure() -> list[Figure]:
    """Each figure: its name, the ratio, its limit, and the absolute values as text."""
    small, large = index(1_000), index(10_000)
    paper_pdf.lay_out(index(50))
    one, ten, untagged = _least(
        lambda: paper_pdf.lay_out(small), lambda: paper_pdf.lay_out(large), lambda: _untagged(large), rounds=3
    )  # fmt: skip
    (plain,) = _least(lambda: _plain_tables(10, 1_000), rounds=1)
    low, low_pages = _peak(1_000)
    high, high_pages = _peak(10_000)
    growth = (high - low) / (high_pages - low_pages)
    return [
        ("index of 10,000 entries against 1,000", ten / one, 12.0, f"{ten:.1f} s, {one:.2f} s"),
        ("index of 10,000 entries against ten plain tables of 1,000", ten / plain, 2.0, f"{ten:.1f} s, {plain:.1f} s"),
        ("pages with tags against pages without", ten / untagged, 1.5, f"{ten:.1f} s, {untagged:.1f} s"),
        ("memory a page (MB)", growth, 0.4, f"{high:.0f} MB on {high_pages} pages, {low:.0f} MB on {low_pages}"),
    ]
