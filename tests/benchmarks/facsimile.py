"""How long a redacted copy takes, and how much memory, beside drawing the same pages and nothing else.

The yardstick is pdfium drawing every page at the same resolution to a picture in memory, in its colours, as whoever
opens the file sees it, in this process. Each figure is the least of several rounds taken in turn. The copy works in two
children where there are two cores: on a machine that is busy with other things the ratio says how busy, so processor
time is printed beside it.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from desktop import copies
from desktop.copies.facsimile import RESOLUTION
from desktop.redaction.leak_gate import write_checked_pages
from desktop.redaction.people import cast_from_csv
from desktop.redaction.profiles import load
from desktop.redaction.release import Releaser
from desktop.redaction.secrets_of import SecretSet

_PAGES = 200
_ROUNDS = 3
_WORDS = [
    *("the", "of", "health", "visitor", "was", "seen", "at", "home", "with", "mother", "and", "school", "nurse"),
    *("reported", "concern", "about", "weight", "review", "meeting", "plan", "agreed", "next", "visit", "family"),
    *("support", "worker", "called", "again", "police", "record", "referral", "clinic", "attended", "not", "yet"),
]
_PEOPLE = b"id,name,kind\n1,Kieran Ashdown,subject_child\n2,Tamsin Ashdown,parent\n3,Rosalind Ffoulkes,professional\n"


def record(pages: int) -> bytes:
    """A case record of running text in an embedded font, a name on every sixth line."""
    draw = random.Random(7)
    with (files("resources") / "fonts" / "GentiumBookPlus-Regular.ttf").open("rb") as font:
        pdfmetrics.registerFont(TTFont("Record", io.BytesIO(font.read())))
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    for _ in range(pages):
        paper.setFont("Record", 11)
        for line in range(42):
            words = [draw.choice(_WORDS) for _ in range(13)]
            if line % 6 == 0:
                words[draw.randrange(12)] = draw.choice(["Kieran Ashdown", "Tamsin", "Dr Ffoulkes"])
            paper.drawString(60, 780 - 17 * line, " ".join(words))
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def bare(data: bytes) -> float:
    """Seconds to draw every page."""
    began = time.perf_counter()
    with pdfium.PdfDocument(data) as document:
        for index in range(len(document)):
            page = document[index]
            page.render(scale=RESOLUTION / 72).to_pil()
            page.close()
    return time.perf_counter() - began


def copied(data: bytes) -> tuple[float, int]:
    """Seconds to look, find, burn and build; bytes of the copy."""
    releaser = Releaser(cast_from_csv(_PEOPLE), load("court"))
    began = time.perf_counter()
    with copies.copier() as worker:
        looked = copies.survey(data, worker=worker)
        made = copies.facsimile(data, looked, copies.withheld(looked, releaser), worker=worker)
    return time.perf_counter() - began, len(made)


def written(data: bytes, check: bool = False) -> int:
    """The same, page by page into a file; with ``check`` read by the leak gate before it has its name, as ``caseward
    redact`` does. Gives its size.
    """
    cast, court = cast_from_csv(_PEOPLE), load("court")
    with tempfile.TemporaryDirectory() as folder, copies.copier() as worker:
        looked = copies.survey(data, worker=worker)
        withheld = copies.withheld(looked, Releaser(cast, court))

        def write(sink: BinaryIO) -> None:
            copies.write_facsimile(sink, data, looked, withheld, worker=worker)

        path = Path(folder) / "copy.pdf"
        if check:
            return write_checked_pages(path, write, SecretSet.from_cast(cast, court), facsimile=True)
        with path.open("xb") as file:
            write(file)
        return path.stat().st_size


_MEMORY = """
import resource, sys
from tests.benchmarks.facsimile import highest, written
if __name__ == "__main__":
    size = written(sys.stdin.buffer.read(), "checked" in sys.argv)
    sys.stdout.write(f"{highest()} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss} {size // 1024}")
"""


def highest() -> int:
    """Kilobytes this process had at most. Not ``ru_maxrss``, which begins with what the process that started it had."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def processor() -> float:
    """Seconds of processor time so far, of this process and the children that ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def peak(pages: int, *more: str) -> tuple[float, float, float]:
    """Megabytes of a process and its largest child at most, for a copy of so many pages, and of the copy (Linux)."""
    # The record is made here and not there: what a process once held counts for it.
    done = subprocess.run([sys.executable, "-c", _MEMORY, *more], input=record(pages), capture_output=True, check=True)
    ours, child, size = (int(said) / 1024 for said in done.stdout.split())
    return ours, child, size


def measure() -> list[tuple[str, float, float, str]]:
    """Rows of name, ratio, limit and absolute figures."""
    data = record(_PAGES)
    bare(data)
    rounds = []
    for _ in range(_ROUNDS):
        marks = [processor()]
        drawn = bare(data)
        marks.append(processor())
        rounds.append((drawn, *copied(data), marks[1] - marks[0], processor() - marks[1]))
    yardstick, ours, size = min(r[0] for r in rounds), min(r[1] for r in rounds), rounds[0][2]
    busy = min(r[4] for r in rounds) / min(r[3] for r in rounds)
    figures = [
        (
            "facsimile against bare page rendering, 200 dpi",
            ours / yardstick,
            1.5,
            f"{1000 * ours / _PAGES:.1f} ms a page, bare {1000 * yardstick / _PAGES:.1f} ms; "
            f"processor time {busy:.2f} times; "
            f"{size / _PAGES / 1000:.0f} kB a page",
        )
    ]
    if sys.platform == "linux":
        (few, few_child, _), (many, many_child, _) = peak(100), peak(1000)
        grown = (many - few) / 900
        figures.append(
            (
                "facsimile: memory of 1,000 pages, growth a page in MB",
                grown,
                0.02,
                f"{few:.0f} MB at 100 pages, {many:.0f} MB at 1,000; child {few_child:.0f} and {many_child:.0f} MB",
            )
        )
        (few, _, small), (many, _, large) = peak(100, "checked"), peak(500, "checked")
        figures.append(
            (
                "facsimile: the same written and checked, growth a page in MB",
                (many - few) / 400,
                0.04,
                f"{few:.0f} MB at 100 pages, {many:.0f} MB at 500; the file {small:.0f} and {large:.0f} MB",
            )
        )
    return figures
