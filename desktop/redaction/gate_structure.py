"""The structure of the PDFs that Caseward writes: whatever is not on the list is a finding.

Here: allow-lists of keys, annotation kinds and fonts; one revision; nothing before or after; fixed document
information. Hunting for hiding places never ends, a short list of what may be there does. Source: redaction design,
section 5, step 4. Not here: text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from desktop.redaction.channels import Channel
from desktop.redaction.held import Held, parts

_CATALOG = frozenset(
    [
        "/Type",
        "/Pages",
        "/Lang",
        "/MarkInfo",
        "/StructTreeRoot",
        "/Metadata",
        "/Outlines",
        "/ViewerPreferences",
        "/PageMode",
        "/PageLayout",
        "/OutputIntents",
    ]
)
_PAGE = frozenset(
    [
        "/Type",
        "/Parent",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/Resources",
        "/Contents",
        "/Annots",
        "/StructParents",
        "/Tabs",
        "/Trans",
        "/Group",
    ]
)
_FONT = frozenset(
    [
        "/Type",
        "/Subtype",
        "/BaseFont",
        "/FirstChar",
        "/LastChar",
        "/Widths",
        "/FontDescriptor",
        "/ToUnicode",
        "/Encoding",
        "/Name",
        "/DescendantFonts",
    ]
)
_DESCRIPTOR = frozenset(
    [
        "/Type",
        "/FontName",
        "/Flags",
        "/FontBBox",
        "/ItalicAngle",
        "/Ascent",
        "/Descent",
        "/CapHeight",
        "/StemV",
        "/FontFile2",
        "/MissingWidth",
        "/XHeight",
        "/AvgWidth",
        "/MaxWidth",
        "/Leading",
        "/FontFamily",
        "/FontStretch",
        "/FontWeight",
    ]
)
_LINK = frozenset(
    ["/Type", "/Subtype", "/Rect", "/Border", "/F", "/Contents", "/Dest", "/StructParent", "/P", "/C", "/H"]
)
_RESOURCES = frozenset(["/Font", "/XObject", "/ProcSet", "/ExtGState", "/ColorSpace"])
_IMAGE = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/ColorSpace",
        "/BitsPerComponent",
        "/Filter",
        "/DecodeParms",
        "/Length",
        "/SMask",
        "/Decode",
        "/ImageMask",
        "/Interpolate",
    ]
)
_ELEMENT = frozenset(
    [
        "/Type",
        "/S",
        "/P",
        "/K",
        "/Pg",
        "/Alt",
        "/A",
        "/Obj",
        "/MCID",
        "/O",
        "/Scope",
        "/ColSpan",
        "/RowSpan",
        "/ListNumbering",
        "/Headers",
        "/ID",
        "/Nums",
        "/Nr",
    ]
)
_ITEM = frozenset(["/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest", "/Type", "/F", "/C"])
_XMP_TAGS = frozenset(
    [
        "x:xmpmeta",
        "rdf:RDF",
        "rdf:Description",
        "dc:title",
        "dc:language",
        "rdf:Alt",
        "rdf:Bag",
        "rdf:li",
        "pdfuaid:part",
    ]
)
_OUR_FONTS = re.compile(r"/(?:[A-Z]{6}\+)?(?:CasewardSans|GentiumBookPlus)(?:-(?:Regular|Bold|Italic|BoldItalic))?$")
_FORBIDDEN = (
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/OCProperties", "/OCG", "/PieceInfo",
    "/Thumb", "/AcroForm",
    "/XFA", "/RichMedia", "/OpenAction", "/AA", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE",
    "/Collection", "/Threads",
    "/LastModified", "/ActualText", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Keywords",
    "/Subject",
    "/SpiderInfo", "/Names", "/Dests", "/PageLabels", "/Perms", "/Legal", "/DSS", "/AF",
)  # fmt: skip
_FORBIDDEN_TOKEN = re.compile(rb"/(?:" + b"|".join(name[1:].encode() for name in _FORBIDDEN) + rb")(?![A-Za-z0-9#])")


def problems(held: Held, pdf: pikepdf.Pdf, *, facsimile: bool) -> Iterator[Channel]:
    """Findings about the structure, as channels whose ``problem`` is set."""
    for problem in _all(held, pdf, facsimile):
        yield Channel("structure", problem, problem=True)


def _all(held: Held, pdf: pikepdf.Pdf, facsimile: bool) -> Iterator[str]:
    if held.part(0, 5) != b"%PDF-":
        yield "bytes before the file"
    ends = starts = 0
    last = b""
    for part in parts(held):
        ends += part.data.count(b"%%EOF")
        starts += len(re.findall(rb"\bstartxref\b", part.data))
        last = part.data
    if ends != 1 or not last.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "more than one revision, or bytes after the file"
    if starts != 1:
        yield "more than one revision"
    yield from _keys("catalog", pdf.Root, _CATALOG)
    yield from _trailer(pdf)
    yield from _metadata(pdf)
    seen_fonts: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        yield from _page(number, page.obj, seen_fonts, facsimile)
    yield from _everything(pdf)


def _keys(what: str, holder: Any, allowed: frozenset[str]) -> Iterator[str]:
    if not isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
        yield f"{what} is missing"
        return
    if any(key not in allowed for key in holder.keys()):  # noqa: SIM118
        yield f"an unknown key in {what}"


def _trailer(pdf: pikepdf.Pdf) -> Iterator[str]:
    allowed = frozenset(
        (
            "/Root",
            "/Info",
            "/Size",
            "/ID",
            "/Type",
            "/W",
            "/Index",
            "/Filter",
            "/Length",
            "/DecodeParms",
            "/Encrypt",
            "/Prev",
        )
    )
    if any(key not in allowed for key in pdf.trailer.keys()):  # noqa: SIM118
        yield "an unknown key in the trailer"
    information = pdf.trailer.get("/Info")
    if information is not None and any(key not in ("/Title", "/Lang") for key in information.keys()):  # noqa: SIM118
        yield "document information beyond the title"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Nothing but title, language and the mark of PDF/UA; the title is that of the document information."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return
    text = metadata.read_bytes().decode("utf-8", "replace")
    tags = set(re.findall(r"</?([A-Za-z:]+)", text))
    plain = [line.strip() for line in re.sub(r"<[^>]*>", "\n", text).split("\n") if line.strip(" \t\r\ufeff")]
    information = pdf.trailer.get("/Info", pikepdf.Dictionary())
    allowed = {"1", str(pdf.Root.get("/Lang", "")), escape(str(information.get("/Title", "")))}
    if tags - _XMP_TAGS or set(plain) - {
        each for value in allowed for each in (value, *map(str.strip, value.split("\n")))
    }:
        yield "metadata beyond title and language"


def _page(number: int, page: Any, seen: set[tuple[int, int]], facsimile: bool) -> Iterator[str]:
    place = f"page {number}"
    yield from _keys(place, page, _PAGE)
    for annotation in page.get("/Annots", []):
        if str(annotation.get("/Subtype", "")) != "/Link" or "/A" in annotation:
            yield f"an annotation that is not a link within the document, {place}"
        else:
            yield from _keys(f"a link, {place}", annotation, _LINK)
    resources = page.get("/Resources", pikepdf.Dictionary())
    yield from _keys(f"the resources of {place}", resources, _RESOURCES)
    fonts = resources.get("/Font", pikepdf.Dictionary())
    for key in fonts.keys():  # noqa: SIM118
        font = fonts[key]
        if font.objgen not in seen:
            seen.add(font.objgen)
            yield from _font(font, place, facsimile)
    pictures = resources.get("/XObject", pikepdf.Dictionary())
    for key in pictures.keys():  # noqa: SIM118
        if str(pictures[key].get("/Subtype", "")) != "/Image":
            yield f"a drawing within a drawing, {place}"
        else:
            yield from _keys(f"a picture, {place}", pictures[key], _IMAGE)


def _font(font: Any, place: str, facsimile: bool) -> Iterator[str]:
    name = str(font.get("/BaseFont", ""))
    if facsimile and name in ("/Helvetica", "/Courier"):
        return
    if not _OUR_FONTS.match(name):
        yield f"a font that is not ours, {place}"
    yield from _keys(f"a font, {place}", font, _FONT)
    descriptor = font.get("/FontDescriptor")
    if descriptor is not None:
        yield from _keys(f"a font, {place}", descriptor, _DESCRIPTOR)
    if "/ToUnicode" not in font:
        yield f"a font without a character map, {place}"


def _everything(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every object, reachable or not: names that have no business in our files; elements and bookmarks by key."""
    plain = []
    for obj in pdf.objects:
        described = obj.stream_dict.unparse() if isinstance(obj, pikepdf.Stream) else obj.unparse(resolved=True)
        plain.append(re.sub(rb"\((?:\\.|[^\\()]|\([^()]*\))*\)", b"()", described, flags=re.DOTALL))
    found = sorted({match.decode() for match in _FORBIDDEN_TOKEN.findall(b"\n".join(plain))})
    for name in found:
        yield f"a {name} entry"
    elements, items = False, False
    for described in plain:
        keys = {key.decode() for key in re.findall(rb"/[A-Za-z]+(?=[ (<\[])", described)}
        if b"/StructElem" in described and described.startswith(b"<<"):
            elements = elements or bool(keys - _ELEMENT - _VALUES)
        elif b"/Title" in described and b"/Dest" in described:
            items = items or bool(keys - _ITEM - _VALUES)
    if elements:
        yield "an unknown key in an element of the structure"
    if items:
        yield "an unknown key in a bookmark"


_VALUES = frozenset(
    [
        "/StructElem",
        "/MCR",
        "/OBJR",
        "/XYZ",
        "/Fit",
        "/FitH",
        "/Table",
        "/List",
        "/Layout",
        "/Row",
        "/Column",
        "/Both",
        "/Document",
        "/Part",
        "/Sect",
        "/Div",
        "/P",
        "/Caption",
        "/Figure",
        "/Link",
        "/Span",
        "/Note",
        "/Reference",
        "/TOC",
        "/TOCI",
        "/L",
        "/LI",
        "/Lbl",
        "/LBody",
        "/TR",
        "/TH",
        "/TD",
        "/THead",
        "/TBody",
        "/TFoot",
        "/BlockQuote",
        "/Quote",
        "/Form",
        "/Annot",
        "/Artifact",
        "/NonStruct",
        "/Decimal",
        "/Disc",
        "/Circle",
        "/Square",
        "/None",
        "/UpperRoman",
        "/LowerRoman",
        "/UpperAlpha",
        "/LowerAlpha",
        "/Ordered",
        "/Unordered",
        "/Code",
        "/Formula",
        "/Index",
        "/H",
        "/H1",
        "/H2",
        "/H3",
        "/H4",
        "/H5",
        "/H6",
        "/Title",
    ]
)
