"""Imported PDFs of every difficult kind, each with the same people on it or hidden in it. All names invented."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Final

import pikepdf

from tests.desktop.copies.letters import LETTER, letter
from tests.desktop.intake.making import changed

SECRET: Final = "Kieran Ashdown"


def turned(turn: int, crop: bool = False) -> bytes:
    """Shown turned, and shown in part."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = turn
        if crop:
            document.pages[0].CropBox = [30, 400, 560, 830]

    return changed(letter([LETTER]), change)


def _form(document: pikepdf.Pdf) -> None:
    """A field that is seen, and one with a value and no appearance."""
    seen = _appearance(document)
    fields = [
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=name, V=SECRET, F=4,
            Rect=[72, top, 272, top + 20], DA="/Helv 12 Tf 0 g",
            **({"AP": pikepdf.Dictionary(N=seen)} if shown else {}),
        )
        for name, top, shown in (("Child", 300, True), (SECRET, 340, False))
    ]  # fmt: skip
    held = [document.make_indirect(field) for field in fields]
    document.pages[0].Annots = pikepdf.Array(held)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(held), NeedAppearances=True)


def _appearance(document: pikepdf.Pdf) -> Any:
    stream = document.make_stream(f"BT /F1 12 Tf 2 6 Td ({SECRET}) Tj ET".encode())
    stream.Type, stream.Subtype, stream.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 200, 20]
    stream.Resources = document.pages[0].Resources
    return stream


def _comments(document: pikepdf.Pdf) -> None:
    """One drawn on the page, one that opens when it is asked for, one that is hidden."""
    drawn = _appearance(document)
    document.pages[0].Annots = pikepdf.Array(
        document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[72, top, 272, top + 20], Contents=SECRET,
                T=SECRET, F=flags, **({"AP": pikepdf.Dictionary(N=drawn)} if shown else {}),
            )
        )
        for kind, top, flags, shown in (("/FreeText", 300, 4, True), ("/Text", 340, 4, False), ("/Text", 380, 2, True))
    )  # fmt: skip


def _layers(document: pikepdf.Pdf) -> None:
    """A layer that is switched off and named after somebody."""
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=SECRET))
    document.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer]))
    )
    page = document.pages[0]
    page.Resources.Properties = pikepdf.Dictionary(MC0=layer)
    page.contents_add(f"/OC /MC0 BDC BT /F1 12 Tf 72 300 Td ({SECRET}) Tj ET EMC".encode())


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments[f"{SECRET}.txt"] = pikepdf.AttachedFileSpec(
        document, SECRET.encode(), filename=f"{SECRET}.txt", description=SECRET
    )
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")


def _information(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as said:
        said["dc:title"] = SECRET
    document.docinfo.Author = SECRET
    document.pages[0].PieceInfo = pikepdf.Dictionary(Last=pikepdf.Dictionary(Private=SECRET))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _drawn_letters(document: pikepdf.Pdf) -> None:
    """A Type 3 font whose letters are drawings with numbers for names."""
    glyph = document.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    names = [pikepdf.Name(f"/g{code}") for code in range(65, 123)]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 600, 700], FirstChar=65, LastChar=122,
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0], Widths=pikepdf.Array([600] * 58), Resources=pikepdf.Dictionary(),
        CharProcs=pikepdf.Dictionary({str(name): glyph for name in names}),
        Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array([65, *names])),
    )  # fmt: skip
    document.pages[0].Resources.Font.F3 = document.make_indirect(font)
    document.pages[0].contents_add(b"BT /F3 12 Tf 72 300 Td (KieranAshdown) Tj ET")


def _no_map(document: pikepdf.Pdf) -> None:
    """A font of numbered signs without the map that says which letters they are."""
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Hidden, DW=600,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Hidden, Flags=4, FontBBox=[0, 0, 600, 700],
            ItalicAngle=0, Ascent=700, Descent=0, CapHeight=700, StemV=80,
        ),
    )  # fmt: skip
    document.pages[0].Resources.Font.F3 = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Hidden,
            Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=pikepdf.Array([document.make_indirect(descendant)]),
        )
    )  # fmt: skip
    document.pages[0].contents_add(b"BT /F3 12 Tf 72 300 Td <002C004A0046005300420050> Tj ET")


def _unseen(document: pikepdf.Pdf) -> None:
    """White, invisible, tiny, beside the page and under a picture of a box."""
    lines = [
        f"BT /F1 12 Tf 1 g 72 300 Td ({SECRET}) Tj ET 0 g",
        f"BT /F1 12 Tf 3 Tr 72 280 Td ({SECRET}) Tj ET",
        f"BT /F1 0.5 Tf 0 Tr 72 260 Td ({SECRET}) Tj ET",
        f"BT /F1 12 Tf 900 240 Td ({SECRET}) Tj ET",
        f"BT /F1 12 Tf 72 220 Td ({SECRET}) Tj ET 70 216 120 16 re f",
    ]
    document.pages[0].contents_add("\n".join(lines).encode())


def large_picture(*, colours: bool, side: int = 20_000) -> bytes:
    """A letter with a picture of ``side`` by ``side`` pixels under it, in black and white or in colours."""
    bits = 24 if colours else 1

    def change(document: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(1)
        row = b"\xe0" * (side * bits // 8)
        data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
        picture = document.make_stream(
            data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=side, Height=side,
            ColorSpace=pikepdf.Name("/DeviceRGB" if colours else "/DeviceGray"), BitsPerComponent=8 if colours else 1,
            Filter=pikepdf.Name.FlateDecode,
        )  # fmt: skip
        page = document.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(Large=picture)
        page.contents_add(b"q 400 0 0 400 72 72 cm /Large Do Q")

    return changed(letter([LETTER]), change)


def _with(change: Callable[[pikepdf.Pdf], None]) -> Callable[[], bytes]:
    return lambda: changed(letter([LETTER]), change)


def sealed(*, user: str) -> bytes:
    """Encrypted; with an empty ``user`` password everybody can open it."""
    return changed(
        letter([LETTER]), lambda _document: None, encryption=pikepdf.Encryption(owner="owner", user=user, R=6)
    )


def revised() -> bytes:
    """An earlier version of the file is still in it, and something stands after its end."""
    old = letter([LETTER])
    new = changed(letter([["Nothing about anybody."]]), lambda _document: None)
    return old + new + f"\n{SECRET}\n".encode()


def _unit(document: pikepdf.Pdf) -> None:
    document.pages[0].UserUnit = 2


def _enormous(document: pikepdf.Pdf) -> None:
    document.pages[0].MediaBox = [0, 0, 14_400, 14_400]


PAPERS: Final[dict[str, Callable[[], bytes]]] = {
    **{f"turned {turn}": (lambda turn=turn: turned(turn)) for turn in (90, 180, 270)},
    "cropped": lambda: turned(0, crop=True),
    "turned and cropped": lambda: turned(90, crop=True),
    "a form": _with(_form),
    "comments": _with(_comments),
    "layers": _with(_layers),
    "attachments and a script": _with(_attached),
    "information": _with(_information),
    "words that are not seen": _with(_unseen),
    "sealed for changes alone": lambda: sealed(user=""),
    "an earlier version": revised,
    "a unit of its own": _with(_unit),
    "an enormous page": _with(_enormous),
    "a picture of 20,000 pixels": lambda: large_picture(colours=False),
}
"""Those of which a copy can be made."""

LOOKED_AT: Final = frozenset({"a picture of 20,000 pixels"})
"""Those of them with something that only a person can read; it is withheld and said."""

REFUSED: Final[dict[str, Callable[[], bytes]]] = {
    "letters that are drawings": _with(_drawn_letters),
    "no map of letters": _with(_no_map),
    "sealed": lambda: sealed(user="secret"),
    "cut off": lambda: letter([LETTER])[:900],
    "not a PDF": lambda: SECRET.encode(),
    "no pages": lambda: changed(letter([LETTER]), lambda document: document.pages.__delitem__(0)),
    "empty": lambda: b"",
}
"""Those of which none is made, with a sentence."""
