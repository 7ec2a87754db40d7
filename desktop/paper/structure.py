"""The finishing pass: structure tree, links, bookmarks, character maps and metadata of a PDF/UA-1 file.

Takes the pages that ReportLab wrote and the notes of ``tagging.Sheet``; gives the finished bytes. What is written is a
function of the released text alone: no dates, no names of persons or programs, no random ids (redaction design,
sections 4 and 6; ISO 14289-1).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from desktop.paper.tagging import Bookmark, Element, LinkPlace, Sheet, content_place

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def finish(pages: bytes, sheet: Sheet, title: str, language: str) -> bytes:
    """The finished file: ``pages`` with everything that makes it readable without eyes."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        _Tree(pdf, sheet).write()
        _outline(pdf, sheet.bookmarks)
        _character_maps(pdf, sheet)
        _catalog(pdf, title, language)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            force_version="1.7",
            compress_streams=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return out.getvalue()


class _Tree:
    """Writes the structure tree and the way back from each mark to its element."""

    def __init__(self, pdf: Pdf, sheet: Sheet) -> None:
        self._pdf = pdf
        self._sheet = sheet
        self._pages: list[Object] = [page.obj for page in pdf.pages]
        self._written: dict[int, Object] = {}
        self._annotations: dict[int, Object] = {}
        # Looked up once: asking the library for a name a hundred thousand times takes its time.
        self._kind = Name.StructElem
        self._names: dict[str, Name] = {}

    def write(self) -> None:
        """Put the tree, the annotations of links and the parent tree into the file."""
        pdf, sheet = self._pdf, self._sheet
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        for link in sheet.links:
            self._annotate(link)
        root.K = self._element(sheet.tree, root)
        numbers: list[Any] = []
        for number, marks in enumerate(sheet.marks):
            self._pages[number].StructParents = number
            self._pages[number].Tabs = Name.S
            numbers += [number, pdf.make_indirect(Array([self._written[id(element)] for element in marks]))]
        for offset, link in enumerate(sheet.links):
            numbers += [len(sheet.marks) + offset, self._written[id(link.element)]]
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(sheet.marks) + len(sheet.links)
        pdf.Root.StructTreeRoot = root

    def _annotate(self, link: LinkPlace) -> None:
        page, top = self._sheet.anchors[link.to]
        annotation = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(each, 2) for each in link.box]),
                Border=Array([0, 0, 0]),
                F=4,
                Contents=String(link.words),
                Dest=Array([self._pages[page], Name.XYZ, 0, round(top, 2), 0]),
                StructParent=len(self._sheet.marks) + len(self._annotations),
            )
        )
        self._annotations[id(link.element)] = annotation
        home = self._pages[link.page]
        if "/Annots" not in home:
            home.Annots = Array()
        home.Annots.append(annotation)

    def _element(self, element: Element, parent: Object) -> Object:
        kids, name = element.kids, self._name(element.tag)
        if len(kids) == 1 and not isinstance(kids[0], Element) and element.tag != "Link":
            # The commonest element by far, a cell with one piece of content, made in one call.
            page, number = content_place(kids[0])
            entries = {"/Type": self._kind, "/S": name, "/P": parent, "/Pg": self._pages[page], "/K": number}
            made = self._pdf.make_indirect(Dictionary(entries))
        else:
            made = self._pdf.make_indirect(Dictionary({"/Type": self._kind, "/S": name, "/P": parent}))
            if kids:
                made["/K"] = Array([self._kid(kid, made) for kid in kids])
            annotation = self._annotations.get(id(element)) if element.tag == "Link" else None
            if annotation is not None:
                made.K.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=made.K[0].Pg))
        self._written[id(element)] = made
        if element.special:
            _attributes(made, element)
        return made

    def _name(self, tag: str) -> Name:
        if tag not in self._names:
            self._names[tag] = Name("/" + tag)
        return self._names[tag]

    def _kid(self, kid: Element | int, parent: Object) -> Object:
        if isinstance(kid, Element):
            return self._element(kid, parent)
        page, number = content_place(kid)
        return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=number)


def _attributes(made: Object, element: Element) -> None:
    if element.alt:
        made.Alt = String(element.alt)
    if element.scope or element.columns > 1 or element.rows > 1:
        table = Dictionary(O=Name.Table)
        if element.scope:
            table.Scope = Name("/" + element.scope)
        if element.columns > 1:
            table.ColSpan = element.columns
        if element.rows > 1:
            table.RowSpan = element.rows
        made.A = table
    if element.numbering:
        made.A = Dictionary(O=Name.List, ListNumbering=Name("/" + element.numbering))


@dataclass(slots=True)
class _Branch:
    """A bookmark being written: its object, its depth, its last child."""

    item: Object
    depth: int
    last: Object | None = None


def _outline(pdf: Pdf, bookmarks: list[Bookmark]) -> None:
    """The outline, one item a heading, each leading to its page by the page itself, not by a name."""
    if not bookmarks:
        return
    places = [page.obj for page in pdf.pages]
    path = [_Branch(pdf.make_indirect(Dictionary(Type=Name.Outlines)), -1)]
    pdf.Root.Outlines = path[0].item
    for mark in bookmarks:
        while path[-1].depth >= mark.depth:
            path.pop()
        above = path[-1]
        target = Array([places[mark.page], Name.XYZ, 0, round(mark.top, 2), 0])
        item = pdf.make_indirect(Dictionary(Title=String(mark.words), Parent=above.item, Dest=target))
        if above.last is None:
            above.item.First = item
        else:
            item.Prev, above.last.Next = above.last, item
        above.item.Last, above.last = item, item
        for branch in path:
            # Every bookmark is shown opened, so each counts for all those above it.
            branch.item.Count = int(branch.item.get("/Count", 0)) + 1
        path.append(_Branch(item, mark.depth))


def _character_maps(pdf: Pdf, sheet: Sheet) -> None:
    """Replace ReportLab's character maps: they list all of ASCII, others in order of use, and codes of nothing."""
    fonts: dict[str, Object] = {}
    for page in pdf.pages:
        fonts.update(page.obj.Resources.get("/Font", Dictionary()).items())
        break
    for key, font in fonts.items():
        characters = sheet.characters(key)
        lines = [f"<{code:02X}> <{_utf16(point)}>\n" for code, point in characters.items()]
        ranges = ""
        for at in range(0, len(lines), 100):
            part = lines[at : at + 100]
            ranges += f"{len(part)} beginbfchar\n{''.join(part)}endbfchar\n"
        font.ToUnicode = pdf.make_stream(_CMAP.format(ranges=ranges).encode("ascii"))


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be").hex().upper()


def _catalog(pdf: Pdf, title: str, language: str) -> None:
    root = pdf.Root
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    xmp = _XMP.format(title=escape(title), language=language).encode("utf-8")
    root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    # ReportLab's own facts (producer, author, times) go with the dictionary that this replaces.
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(title)))
