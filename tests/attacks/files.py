"""Small files that leak through one layer each, made from scratch; the secret is always Kieran Ashdown."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

SECRET = "Kieran Ashdown"
Drawn = Callable[[Canvas], None]


def drawn(draw: Drawn | None = None, **options: object) -> bytes:
    """One page with harmless words and whatever ``draw`` adds."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, **options)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 750, "Child A was seen by the health visitor.")
    if draw:
        draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(change: Callable[[Pdf], object], data: bytes | None = None, **saving: object) -> bytes:
    """A harmless file with ``change`` made to its objects."""
    with pikepdf.open(io.BytesIO(data or drawn())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False, **saving)  # type: ignore[arg-type]
        return out.getvalue()


def _glyph_by_glyph(canvas: Canvas) -> None:
    x = 72.0
    for letter in SECRET:
        canvas.drawString(x, 700, letter)
        x += pdfmetrics.stringWidth(letter, "Helvetica", 11)


def _two_columns(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Kieran")
    canvas.drawString(300, 700, "Ashdown")


def _invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textOut(SECRET)
    canvas.drawText(text)


def _white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 700, SECRET)


def _tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.1)
    canvas.drawString(72, 700, SECRET)


def _under_box(canvas: Canvas) -> None:
    canvas.drawString(72, 700, SECRET)
    canvas.rect(70, 695, 120, 14, fill=1)


def _clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 5, 5)
    canvas.clipPath(path)
    canvas.drawString(72, 700, SECRET)
    canvas.restoreState()


def _hyphened(canvas: Canvas) -> None:
    canvas.drawString(400, 700, "seen with Ash-")
    canvas.drawString(72, 685, "down at home")


def _bookmark(canvas: Canvas) -> None:
    canvas.bookmarkPage("k")
    canvas.addOutlineEntry(SECRET, "k")


def _form_field(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="n", value=SECRET, x=72, y=600, width=200, height=20)


def _titled(canvas: Canvas) -> None:
    canvas.setTitle(f"Review of {SECRET}")


def _two_pages(canvas: Canvas) -> None:
    canvas.drawString(72, 20, "they met Kieran")
    canvas.showPage()
    canvas.drawString(72, 800, "Ashdown at home")


def picture(**saving: object) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("L", (40, 40), 200).save(out, "JPEG", **saving)  # type: ignore[arg-type]
    return out.getvalue()


def _exif() -> bytes:
    notes = Image.Exif()
    notes[0x010E] = SECRET
    return picture(exif=notes)


def _with_picture(pdf: Pdf, data: bytes) -> None:
    image = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=40,
        ColorSpace=Name.DeviceGray,
                            BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(I1=image)
    pdf.pages[0].contents_add(b"q 40 0 0 40 72 500 cm /I1 Do Q")


def _annotation(pdf: Pdf, **entries: object) -> None:
    made = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 10, 10], **entries)
    pdf.pages[0].Annots = Array([pdf.make_indirect(made)])


def _linked(address: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String(address))
        pdf.pages[0].Annots = Array(
            [pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action))]
        )

    return change


def _structured(**entries: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, **entries))
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))

    return change


def _metadata(pdf: Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode(), Type=Name.Metadata, Subtype=Name.XML
    )


def _attached(name: str, body: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.attachments[name] = body

    return change


def _orphan(data: bytes) -> bytes:
    return data.replace(b"\nxref", b"\n999 0 obj (Kieran Ashdown) endobj\nxref", 1)


def _revised() -> bytes:
    """An old revision with the name, and a new one over it without."""
    old = drawn(lambda canvas: canvas.drawString(72, 700, SECRET), pageCompression=0)
    with pikepdf.open(io.BytesIO(old)) as pdf:
        number, root, size = pdf.pages[0].Contents.objgen[0], pdf.Root.objgen[0], len(pdf.objects) + 1
    start = int(old[old.rfind(b"startxref") + 9 :].split()[0])
    new = b"%d 0 obj <</Length 3>> stream\nq Q\nendstream endobj\n" % number
    offset = len(old) + 1
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer <</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, offset, size, root, start, offset + len(new),
    )  # fmt: skip
    return old + b"\n" + new + table


def _properties(pdf: Pdf) -> None:
    pdf.pages[0].Resources.Properties = Dictionary({"/KieranAshdown": Dictionary(Type=Name.OCG)})


def _layers(pdf: Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(
        OCGs=[pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))], D=Dictionary()
    )


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))


def _ascii85(pdf: Pdf) -> None:
    """A picture whose notes hide behind a second filter."""
    import base64

    image = pdf.make_stream(base64.a85encode(_exif()) + b"~>", Type=Name.XObject, Subtype=Name.Image, Width=40,
        Height=40,
                            ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Array([Name.ASCII85Decode,
                                Name.DCTDecode]))  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(I1=image)


LEAKS: dict[str, Callable[[], bytes]] = {
    "split over styles": lambda: drawn(lambda canvas: (canvas.drawString(72, 700, "Kie"),
    canvas.setFont("Helvetica-Bold", 11), canvas.drawString(72 + pdfmetrics.stringWidth("Kie", "Helvetica", 11), 700,
        "ran"))),  # type: ignore[func-returns-value, arg-type, return-value]
    "glyph by glyph": lambda: drawn(_glyph_by_glyph),
    "two columns": lambda: drawn(_two_columns),
    "two pages": lambda: drawn(_two_pages),
    "hyphen at the line end": lambda: drawn(_hyphened),
    "invisible": lambda: drawn(_invisible),
    "white": lambda: drawn(_white),
    "tiny": lambda: drawn(_tiny),
    "under a box": lambda: drawn(_under_box),
    "clipped": lambda: drawn(_clipped),
    "off the page": lambda: drawn(lambda canvas: canvas.drawString(2000, 700, SECRET)),
    "document information": lambda: drawn(_titled),
    "metadata": lambda: changed(_metadata),
    "bookmark": lambda: drawn(_bookmark),
    "named place": lambda: changed(lambda pdf: pdf.Root.__setattr__("Names",
    Dictionary(Dests=Dictionary(Names=[String("kieran_ashdown"), Array([0])])))),
    "page label": lambda: changed(lambda pdf: pdf.Root.__setattr__("PageLabels", Dictionary(Nums=[0,
    Dictionary(P=String(SECRET))]))),
    "link": lambda: changed(_linked(b"http://example.org/Kieran%20Ashdown")),
    "link to a file": lambda: changed(_linked(b"file:///C:/cases/Kieran Ashdown.docx")),
    "note": lambda: changed(lambda pdf: _annotation(pdf, Contents=String(SECRET))),
    "note's author": lambda: changed(lambda pdf: _annotation(pdf, T=String(SECRET))),
    "alternative text": lambda: changed(_structured(Alt=String(f"Drawing of {SECRET}"))),
    "actual text": lambda: changed(lambda pdf: pdf.pages[0].contents_add(b"/Span <</ActualText (Kieran Ashdown)>> "
                                                                         b"BDC EMC")),
    "UTF-16 text": lambda: changed(_structured(E=String("\ufeffKieran Ashdowń"))),
    "name of a resource": lambda: changed(_properties),
    "form": lambda: drawn(_form_field),
    "body of an attachment": lambda: changed(_attached("notes.txt", b"about Kieran Ashdown")),
    "name of an attachment": lambda: changed(_attached("Kieran Ashdown.txt", b"x")),
    "script": lambda: changed(_script),
    "layer": lambda: changed(_layers),
    "private data": lambda: changed(lambda pdf: pdf.pages[0].obj.__setitem__("/PieceInfo",
    Dictionary(App=Dictionary(Private=String(SECRET))))),
    "picture notes": lambda: changed(lambda pdf: _with_picture(pdf, _exif())),
    "picture notes behind a filter": lambda: changed(_ascii85),
    "after the picture": lambda: changed(lambda pdf: _with_picture(pdf, picture() + SECRET.encode())),
    "old revision": _revised,
    "orphan": lambda: _orphan(drawn()),
    "after the end": lambda: drawn() + SECRET.encode(),
    "before the beginning": lambda: SECRET.encode() + b"\n" + drawn(),
    "object stream": lambda: changed(_structured(Alt=String(SECRET)),
    object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "unused stream": lambda: changed(lambda pdf: pdf.Root.__setattr__("Spare",
    pdf.make_stream(b"about Kieran Ashdown")), compress_streams=True),
    "UTF-16 stream": lambda: changed(lambda pdf: pdf.Root.__setattr__("Spare",
    pdf.make_stream(SECRET.encode("utf-16-le")))),
}  # fmt: skip
