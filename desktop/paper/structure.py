"""The finishing pass: structure tree, links, bookmarks, character maps and metadata of a PDF/UA-1 file.

Takes the pages that ReportLab wrote and the notes of ``tagging.Sheet``; gives the finished bytes. What is written is a
function of the released text alone: no dates, no names of persons or programs, no random ids (redaction design,
sections 4 and 6; ISO 14289-1).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from desktop.paper.tagging import Bookmark, Element, Sheet, content_place

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
        first = int(pdf.trailer.Size)
        places = [page.obj.objgen[0] for page in pdf.pages]
        root = pdf.Root.objgen[0]
    tree = _Tree(sheet, first, places)
    with pikepdf.open(io.BytesIO(_appended(pages, tree.objects(), first, root))) as pdf:
        pdf.Root.StructTreeRoot = pdf.get_object((tree.root, 0))
        _annotations(pdf, sheet, tree)
        for number, page in enumerate(pdf.pages):
            page.obj.StructParents, page.obj.Tabs = number, Name.S
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
    """The structure tree as PDF objects in text, numbered from ``first``.

    A large index has more than a hundred thousand elements. Written as text and read by the library in one go they
    take a third of the time of making each through it.
    """

    def __init__(self, sheet: Sheet, first: int, places: list[int]) -> None:
        self._sheet = sheet
        self._places = places
        self._numbers: dict[int, int] = {}
        self._next = first
        self.root = self._number()
        self._parents = self._number()
        # An annotation needs its number before the tree is written, and the tree its annotations.
        self.annotations = {id(link.element): self._number() for link in sheet.links}
        self.parent_keys = {id(link.element): len(sheet.marks) + at for at, link in enumerate(sheet.links)}

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def objects(self) -> Iterator[tuple[int, str]]:
        """Each object's number and text."""
        document = self._number()
        yield from self._element(self._sheet.tree, document, self.root)
        keys = len(self._sheet.marks) + len(self._sheet.links)
        yield self.root, (
            f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {self._parents} 0 R/ParentTreeNextKey {keys}>>"
        )
        numbers, arrays = [], []
        for page, marks in enumerate(self._sheet.marks):
            array = self._number()
            arrays.append((array, "[" + " ".join([f"{self._numbers[id(element)]} 0 R" for element in marks]) + "]"))
            numbers.append(f"{page} {array} 0 R")
        for link in self._sheet.links:
            numbers.append(f"{self.parent_keys[id(link.element)]} {self._numbers[id(link.element)]} 0 R")
            # Its place is kept here; what it says is written once the pages can be pointed at.
            yield self.annotations[id(link.element)], "<</Type/Annot/Subtype/Link>>"
        yield from arrays
        yield self._parents, f"<</Nums[{' '.join(numbers)}]>>"

    def _element(self, element: Element, number: int, parent: int) -> Iterator[tuple[int, str]]:
        self._numbers[id(element)] = number
        below: list[tuple[Element, int]] = []
        text = f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R{self._kids(element, below)}"
        yield number, text + _attributes(element) + ">>"
        for kid, its_number in below:
            if (kid.kids and type(kid.kids[0]) is not int) or kid.tag == "Link" or len(kid.kids) > 1:
                yield from self._element(kid, its_number, number)
            else:
                # The commonest elements by far, cells with one piece of content or none, without a generator each.
                self._numbers[id(kid)] = its_number
                leaf = f"<</Type/StructElem/S/{kid.tag}/P {number} 0 R{self._kids(kid, below)}"
                yield its_number, leaf + _attributes(kid) + ">>"

    def _kids(self, element: Element, below: list[tuple[Element, int]]) -> str:
        kids = element.kids
        annotation = self.annotations.get(id(element)) if element.tag == "Link" else None
        if not kids:
            return ""
        if len(kids) == 1 and annotation is None and not isinstance(kids[0], Element):
            page, mark = content_place(kids[0])
            return f"/Pg {self._places[page]} 0 R/K {mark}"
        parts = []
        for kid in kids:
            if isinstance(kid, Element):
                below.append((kid, self._number()))
                parts.append(f"{below[-1][1]} 0 R")
            else:
                page, mark = content_place(kid)
                parts.append(f"<</Type/MCR/Pg {self._places[page]} 0 R/MCID {mark}>>")
                if annotation is not None:
                    parts.append(f"<</Type/OBJR/Obj {annotation} 0 R/Pg {self._places[page]} 0 R>>")
        return f"/K[{' '.join(parts)}]"


def _attributes(element: Element) -> str:
    text = f"/Alt {_string(element.alt)}" if element.alt else ""
    if element.scope or element.columns > 1 or element.rows > 1:
        text += "/A<</O/Table"
        text += f"/Scope/{element.scope}" if element.scope else ""
        text += f"/ColSpan {element.columns}" if element.columns > 1 else ""
        text += f"/RowSpan {element.rows}" if element.rows > 1 else ""
        text += ">>"
    if element.numbering:
        text += f"/A<</O/List/ListNumbering/{element.numbering}>>"
    return text


def _string(text: str) -> str:
    return "<" + ("\ufeff" + text).encode("utf-16-be").hex() + ">"


def _appended(pages: bytes, objects: Iterator[tuple[int, str]], first: int, root: int) -> bytes:
    """A file with more objects after its end, as the format allows; saving it writes it afresh as one."""
    parts, at = [pages], len(pages)
    offsets: dict[int, int] = {}
    for number, text in objects:
        part = f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
        offsets[number] = at
        parts.append(part)
        at += len(part)
    table = "".join([f"{offsets[number]:010d} 00000 n \n" for number in range(first, first + len(offsets))])
    before = int(pages[pages.rindex(b"startxref") + 9 :].split()[0])
    size = first + len(offsets)
    trailer = f"trailer\n<</Size {size}/Root {root} 0 R/Prev {before}>>\nstartxref\n{at}\n%%EOF\n"
    parts.append(f"xref\n{first} {len(offsets)}\n{table}{trailer}".encode("ascii"))
    return b"".join(parts)


def _annotations(pdf: Pdf, sheet: Sheet, tree: _Tree) -> None:
    """The links: where they are, what they say, where they lead."""
    for link in sheet.links:
        page, top = sheet.anchors[link.to]
        annotation = pdf.get_object((tree.annotations[id(link.element)], 0))
        annotation.Rect = Array([round(each, 2) for each in link.box])
        annotation.Border = Array([0, 0, 0])
        annotation.F = 4
        annotation.Contents = String(link.words)
        annotation.Dest = Array([pdf.pages[page].obj, Name.XYZ, 0, round(top, 2), 0])
        annotation.StructParent = tree.parent_keys[id(link.element)]
        home = pdf.pages[link.page].obj
        if "/Annots" not in home:
            home.Annots = Array()
        home.Annots.append(annotation)


def _outline(pdf: Pdf, bookmarks: list[Bookmark]) -> None:
    """The outline, one item a heading, each leading to its page by the page itself, not by a name."""
    if not bookmarks:
        return
    with pdf.open_outline() as outline:
        levels: list[Any] = [outline.root]
        for mark in bookmarks:
            del levels[mark.depth + 1 :]
            target = Array([pdf.pages[mark.page].obj, Name.XYZ, 0, round(mark.top, 2), 0])
            item = pikepdf.OutlineItem(mark.words, target)
            levels[-1].append(item)
            levels.append(item.children)


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
    if "/Info" in pdf.trailer:
        del pdf.trailer.Info
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(title)))
