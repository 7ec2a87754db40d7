"""Documents for the tests of paper: one of each style, and readers of what came out."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import page
import pikepdf
from PIL import Image, ImageDraw

from desktop.paper import document as d
from desktop.redaction.released import Released, ReleasedSpan, SpanKind, _make, fixed, joined

f = fixed
PROSE = (
    "Three hospital appointments were offered to Child A in the winter. Letters about the two that were missed went to "
    "an earlier address and to the surgery. The health visitor heard of them only because the practice telephoned. "
)


def withheld(words: str = "[withheld]") -> Released:
    """A withheld span, as the redaction engine leaves it."""
    return _make(words, [ReleasedSpan(0, len(words), SpanKind.WITHHELD)])


def furniture(marking: str = "OFFICIAL-SENSITIVE", **changes: Any) -> d.Furniture:
    """Furniture of an invented review."""
    given: dict[str, Any] = {
        "marking": f(marking), "reference": f("SCR-2016-03"), "version": f("version 3"),
        "as_at": f("as at 16 March 2017, 9:00am"), "board": f("Wexcombe Safeguarding Children Board, business unit"),
        "short_title": f("Review Larch · overview report"), "foot": (f("This index is supplied by a third party."),),
        "signed": f("Prepared by: board manager, 16 March 2017"),
    }  # fmt: skip
    return d.Furniture(**{**given, **changes})


def document(*blocks: d.Block, style: Any = "list", **changes: Any) -> d.Document:
    """A document of these blocks under a title."""
    given: dict[str, Any] = {"title": f("Sample"), "furniture": furniture(), "style": style}
    return d.Document(blocks=(d.Title(f("Sample title")), *blocks), **{**given, **changes})


def row(number: int) -> tuple[d.Cell, ...]:
    """A row of list A."""
    return (
        ((d.Run(f(f"{number:04d}"), d.Look.NUMBER),), f(f"SCR03-N{number:04d}")),
        ((d.Run(f("E-mail."), d.Look.STRONG), d.Run(f(f" Health visiting team, on the rota at item {number}."))),),
        (f("20 February 2017"), f("Team lead, community health")),
        (f("Electronic, 1 page"), f("Final")),
        (f("Northmere Hospital NHS Trust"), d.led(f("Position:"), f("No objection to inspection, 9 March 2017"))),
        (f("Board’s secure store, by appointment"), d.led(f("With police:"), f("Not known"))),
        (f("Active"), f("Version 3")),
        (), (), (), (),
    )  # fmt: skip


def png() -> bytes:
    """A small drawing."""
    image = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 90, 90), outline="black", width=3)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def about_withheld() -> Released:
    """A sentence with three kinds of withheld span."""
    parts = [f("Held by "), withheld(), f(" and "), withheld("[withheld P]"), f(" or "), withheld("[withheld: other]")]
    return joined([*parts, f(" since March.")])


def failures(data: bytes) -> list[str]:
    """What PDF/UA-1 finds wrong with a file."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    return [failure.rule_id for failure in report.failures]


def failures_of(path: Path, passphrase: str = "") -> list[str]:
    """The same for a file on disk, read with its passphrase where it is sealed."""
    clear = io.BytesIO(path.read_bytes())
    try:
        pikepdf.open(clear).close()
    except pikepdf.PasswordError:
        with pikepdf.open(path, password=passphrase) as document:
            clear = io.BytesIO()
            document.save(clear, encryption=False)
    return failures(clear.getvalue())


def read(data: bytes, folder: Path, *arguments: str) -> str:
    """The words of a file as poppler reads them."""
    path = folder / "sample.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", *arguments, str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@dataclass(frozen=True)
class Node:
    """An element as it stands in a file."""

    tag: str
    alt: str
    scope: str
    columns: int
    rows: int
    content: int | None


def elements(data: bytes) -> list[Node]:
    """The elements of a file in reading order."""
    found: list[Node] = []

    def walk(element: Any) -> None:
        attributes, kids = element.get("/A", pikepdf.Dictionary()), element.get("/K", pikepdf.Array())
        found.append(
            Node(
                str(element.S)[1:], str(element.get("/Alt", "")), str(attributes.get("/Scope", "")),
                int(attributes.get("/ColSpan", 1)), int(attributes.get("/RowSpan", 1)),
                kids if isinstance(kids, int) else None,
            )
        )  # fmt: skip
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def tags(data: bytes) -> list[str]:
    """The tags of a file in reading order."""
    return [node.tag for node in elements(data)]


def drawing(data: bytes) -> bytes:
    """What is drawn on all pages, uncompressed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return b"\n".join(page.Contents.read_bytes() for page in pdf.pages)
