"""Every layer of a PDF as text: pages read twice, objects, streams, pictures' notes, raw bytes, and its structure.

Here: reading with pdfium (what a person can copy), with pikepdf (the drawing itself, through the fonts' maps) and as
bytes. Source: redaction design, section 5, steps 3 and 4. Not here: what is secret (``secrets_of``), our own
structure's list (``gate_structure``).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from desktop.redaction import gate_hidden, gate_structure
from desktop.redaction.channels import CANARY, LARGEST, CannotRead, Channel, Options, from_bytes
from desktop.redaction.gate_bytes import TooLarge, decoded, unpacked
from desktop.redaction.gate_drawing import Drawing
from desktop.redaction.gate_pictures import picture_notes
from desktop.redaction.held import Held, parts
from desktop.redaction.unread import unread
from desktop.redaction.words import listed

Nested = Callable[[bytes, str, Options], Iterator[Channel]]
_IMAGE_FILTERS = {"/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"}
_STRING = re.compile(rb"\((?:\\.|[^\\()]|\([^()]*\))*\)|<[0-9A-Fa-f\s]*>(?!>)", re.DOTALL)
_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]+)")
_KEYED = re.compile(rb"/([A-Za-z]+)\s*(\((?:\\.|[^\\()]|\([^()]*\))*\)|<[0-9A-Fa-f\s]*>(?!>))", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
# Words of the format itself. They read like initials and stand in every file: who has such initials is looked for in
# the text of the pages, in strings and in descriptions, where these words do not stand.
_FORMAT = re.compile(
    rb"/(?:TR|TH|TD|TOC|TOCI|L|LI|P|H)(?![^\s()<>\[\]{}/%])"
    rb"|(?<![^\s()<>\[\]{}/%])(?:BT|ET|TJ|TD|TL|BDC|BMC|EMC|BX|EX|BI|ID|EI|DP|MP|RG|SC|SCN|CS|MCID|DW|CA|ML)(?![^\s()<>\[\]{}/%])"
    rb"|<[0-9A-Fa-f]{2,4}>|(?<![A-Za-z])(?:en|cy)-GB(?![A-Za-z])"
)
_FORMAT_NAME = re.compile(rb"/([A-Za-z][A-Za-z-]*)(?![^\s()<>\[\]{}/%])")
_DRAWS = re.compile(rb"[\])>]\s*T[jJ](?![A-Za-z])")
_OPEN_FOR = 20
_FIRST = 1024 * 1024
"""Bytes in which the file must begin; readers look for it in the first thousand."""
_FEW = 200_000
_OVERLAP = 3000
"""Characters of two pages that are read together: more than any name, address or run of words that is withheld."""
_SHORTEST = 4
_PACKED = (b"x\x9c", b"x\xda", b"x\x01", b"x^", b"h\xde", b"H\x89", b"\xff\xd8\xff")
"""First bytes of compressed streams and pictures, which are read unpacked (``_objects``)."""
_LANGUAGES = {"en-GB", "cy-GB"}
_LANGUAGE = re.compile(r"(?<![A-Za-z])(?:en|cy)-GB(?![A-Za-z])")
# Words that a page shows are read from the drawing, where a name broken over two lines is whole again.
_SHOWN = re.compile(
    rb"(?:" + _STRING.pattern + rb"|\[(?:" + _STRING.pattern + rb"|[^\[\]()<>])*\])\s*(?:Tj|TJ|'|\")", re.DOTALL
)
# The identifier of a file is a digest: chance puts anybody's initials into it.
_IDENTIFIER = re.compile(rb"/ID\s*\[\s*(?:" + _STRING.pattern + rb")\s*(?:" + _STRING.pattern + rb")\s*\]", re.DOTALL)
_LAYERS = {
    "Title": "document information or bookmark", "Author": "document information", "Subject": "document information",
    "Keywords": "document information", "Creator": "document information", "Producer": "document information",
    "Contents": "annotation", "T": "annotation or form", "TU": "form", "TM": "form", "V": "form", "DV": "form",
    "RC": "annotation",
    "Alt": "alternative text", "ActualText": "alternative text", "E": "alternative text", "URI": "link",
    "F": "file reference",
    "UF": "file reference", "Desc": "attachment", "JS": "script", "ID": "structure id",
}  # fmt: skip


def channels(source: bytes | Path, options: Options, nested: Nested) -> Iterator[Channel]:
    """All text of a PDF by layer. Raises ``CannotRead`` when it is damaged, sealed without passphrase, or empty.

    One on the disk is never held whole: memory does not grow with its size, only a little with its pages.
    """
    held = Held(source)
    start = held.part(0, _FIRST).find(b"%PDF-")
    if start < 0:
        raise CannotRead("not a PDF")
    try:
        with held.open() as file, pikepdf.open(file, password=options.passphrase, suppress_warnings=True) as pdf:
            sealed = pdf.is_encrypted
            streams = sum(isinstance(each, pikepdf.Stream) for each in pdf.objects)
            if options.ours:
                yield from gate_structure.problems(held, pdf, facsimile=options.facsimile)
            yield from _objects(pdf, options, nested)
            yield from _pages(held, pdf, options)
    except pikepdf.PasswordError:
        raise CannotRead("sealed file, no passphrase or another one") from None
    except (pikepdf.PdfError, pdfium.PdfiumError, RecursionError, ValueError) as problem:
        raise CannotRead(f"damaged file ({type(problem).__name__})") from None
    yield from _raw(held, start, streams, sealed=sealed)


def _raw(held: Held, start: int, streams: int, *, sealed: bool = False) -> Iterator[Channel]:
    """The bytes as they are: old revisions, what stands before and after, comments. In a sealed file they are noise.

    ``streams`` are those that the file leads to: where there are more, all are read.
    """
    if start:
        yield from from_bytes("before the file", "first bytes", held.part(0, start))
    # Streams are read one by one; what is between them is plain text, whatever revision it belongs to.
    between, packed = [], []
    found = 0
    for part in parts(held):
        if not part.stream:
            between.append(part.data)
            continue
        between.append(b"\n")
        packed += [(part.at, len(part.data))] if part.data.startswith(_PACKED) else []
        found += 1
        if len(part.data) >= _SHORTEST and not part.data.startswith(_PACKED):
            yield from _left_behind(part.data, f"byte {part.at}")
    outside = b"".join(between)
    tail = outside.rpartition(b"%%EOF")[2]
    if tail := tail.strip():
        yield from from_bytes("after the file", "last bytes", tail)
    plain = _unescaped(_formatless(_apart(_IDENTIFIER.sub(b" ", outside)))).decode("latin-1")
    yield Channel("raw bytes", "file", plain, in_bytes=sealed)
    if not outside.isascii() and not sealed:
        yield Channel("raw bytes", "file", plain.encode("latin-1").decode("utf-8", "ignore"), in_bytes=True)
    few = held.part(0, _FEW + 1)
    yield Channel("raw bytes", "file", _formatless(few).decode("latin-1") if len(few) <= _FEW else "", in_bytes=True)
    if not sealed and gate_hidden.has_more(found, outside, streams):
        for at, size in packed:
            yield from _left_behind(held.part(at, size), f"byte {at}")


def _left_behind(piece: bytes, place: str) -> Iterator[Channel]:
    """A stream as it stands in the file, of whatever revision."""
    piece = gate_hidden.out_of_letters(piece)
    try:
        piece = unpacked(piece) or piece
    except TooLarge:
        yield Channel("cannot read", place, problem=True)
        return
    if piece[:3] == b"\xff\xd8\xff":
        yield from picture_notes(piece, place)
        return
    yield from from_bytes("raw stream", place, _laid_out(piece))
    yield from _would_show(piece, place)


def _would_show(data: bytes, place: str) -> Iterator[Channel]:
    """What a piece of drawing would show if a page drew it. Codes of a font of its own are noise here."""
    for text in gate_hidden.shown(data, _STRING, _decoded):
        yield Channel("drawing", place, text, in_bytes=True)


# Pages


def _pages(held: Held, pdf: pikepdf.Pdf, options: Options) -> Iterator[Channel]:
    texts = _by_pdfium(held.source, options.passphrase)
    before, number = "", 0
    for number, (page, (text, pictured)) in enumerate(zip(pdf.pages, texts, strict=False), 1):
        yield from _page(page, f"page {number}", text, pictured, options)
        if before and text.strip():
            # A name broken by the end of a page.
            yield Channel("pages joined", f"up to page {number}", f"{before}\n{text[:_OVERLAP]}")
        before = text[-_OVERLAP:] if text.strip() else before
    if number != len(pdf.pages) or next(texts, None) is not None:
        yield Channel("cannot read", "pages", problem=True)


def _page(page: pikepdf.Page, place: str, text: str, pictured: bool, options: Options) -> Iterator[Channel]:
    drawing = Drawing(page.obj)
    try:
        drawing.read()
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, KeyError):
        yield Channel("cannot read", place, problem=True)
    yield Channel("page text", place, text)
    yield Channel("drawing", place, drawing.close)
    yield Channel("drawing", place, drawing.apart)
    # Turned text need not be set from its first letter to its last.
    for letters in (drawing.letters, drawing.letters[::-1]):
        yield Channel("drawing", place, letters, in_bytes=True)
    if drawing.blind:
        yield Channel("cannot read", f"{place}, a font without a character map", problem=True)
    if drawing.shown and not text.strip() and not drawing.close.strip():
        yield Channel("cannot read", place, problem=True)
    if options.ours and ("\ufffd" in text or "\x00" in drawing.close):
        yield Channel("missing character", place, problem=True)
    if pictured and not text.strip() and not drawing.shown and not options.facsimile:
        yield Channel("cannot read", f"{place}, a picture without text", problem=True)


def _by_pdfium(source: bytes | Path, passphrase: str) -> Iterator[tuple[str, bool]]:
    """The text of each page, and whether one without text shows pictures or letters drawn as shapes."""
    first, count = 0, 1
    while first < count:
        # Opened anew now and then: pdfium keeps what it has read of a page for as long as the document is open.
        document = pdfium.PdfDocument(source, password=passphrase or None)
        try:
            document.init_forms()
            count = len(document)
            for number in range(first, min(count, first + _OPEN_FOR)):
                yield _page_by_pdfium(document[number])
        finally:
            document.close()
        first += _OPEN_FOR


def _page_by_pdfium(page: pdfium.PdfPage) -> tuple[str, bool]:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    shown = None if text.strip() else unread(page)
    page.close()
    return text, shown is not None and bool(shown.boxes or shown.share)


# Objects and streams


def _objects(pdf: pikepdf.Pdf, options: Options, nested: Nested) -> Iterator[Channel]:
    plain: list[bytes] = [pdf.trailer.unparse(resolved=False)]
    total = 0
    pages = {part.objgen for page in pdf.pages for part in _contents(page)}
    locked = _key_material(pdf)
    for index, obj in enumerate(pdf.objects):
        if locked is not None and isinstance(obj, pikepdf.Object) and obj.objgen == locked.objgen:
            continue
        if isinstance(obj, pikepdf.Stream):
            described = obj.stream_dict.unparse()
            plain.append(described)
            drawn = obj.objgen in pages
            for channel in _stream(pdf, obj, f"object {index + 1}", options, nested, drawn=drawn):
                total += len(channel.text)
                if total > LARGEST:
                    raise CannotRead("too large")
                yield channel
        else:
            # Numbers and such come as those of Python.
            plain.append(obj.unparse(resolved=True) if isinstance(obj, pikepdf.Object) else str(obj).encode())
    whole = b"\n".join(plain)
    identifiers = [_decoded(value) for found in _IDENTIFIER.findall(whole) for value in _STRING.findall(found)]
    if locked is not None:
        # Random bytes: read like other noise, or now and then two of them are somebody's initials.
        identifiers += [_decoded(value) for value in _STRING.findall(locked.unparse(resolved=True))]
    yield Channel("identifier of the file", "objects", "\n;\n".join(identifiers), in_bytes=True)
    yield from _strings(_IDENTIFIER.sub(b" ", whole))


def _key_material(pdf: pikepdf.Pdf) -> pikepdf.Object | None:
    """The dictionary of an encrypted file that holds its wrapped keys."""
    found = pdf.trailer.get("/Encrypt") if pdf.is_encrypted else None
    return found if found is not None and found.is_indirect else None


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    """The streams that draw a page."""
    found = page.obj.get("/Contents")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _strings(plain: bytes) -> Iterator[Channel]:
    layers: dict[str, list[str]] = {}
    for key, value in _KEYED.findall(plain):
        layers.setdefault(_LAYERS.get(key.decode(), "object"), []).append(_decoded(value))
    decoded = (_decoded(value) for value in sorted(set(_STRING.findall(plain))))
    layers["object"] = [words for words in decoded if words not in _LANGUAGES]
    for layer, values in layers.items():
        yield Channel(layer, "objects", "\n;\n".join(dict.fromkeys(values)))
    names = {_hashed(name) for name in set(_NAME.findall(plain)) if not _FORMAT.fullmatch(b"/" + name)}
    yield Channel("names of objects", "objects", "\n;\n".join(sorted(names - listed("format_words"))))


def _hashed(name: bytes) -> str:
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), name)
    return plain.decode("utf-8", "replace")


def _decoded(token: bytes) -> str:
    """A PDF string as text: UTF-16, UTF-8 or 8-bit."""
    if token.startswith(b"<"):
        digits = re.sub(rb"\s", b"", token[1:-1])
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        raw = _unescaped(token[1:-1])
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("pdfdoc", "replace")


def _apart(syntax: bytes) -> bytes:
    """Objects as written, each string on a line of its own.

    A bookmark "Will people know?" begins a sentence; read behind the bracket and key of the format, its first word
    would be taken for somebody called Will.
    """
    return _STRING.sub(lambda found: b"\n;\n%s\n;\n" % found[0][1:-1] if found[0][:1] == b"(" else found[0], syntax)


def _laid_out(data: bytes) -> bytes:
    """A stream to be read as text: each string of a piece of drawing by itself, without the words of the format."""
    return _formatless(_apart(data) if _DRAWS.search(data) else data)


def _formatless(syntax: bytes) -> bytes:
    """Without the words of the format itself."""
    return _FORMAT_NAME.sub(
        lambda found: b" " if found[1].decode() in listed("format_words") else found[0], _FORMAT.sub(b" ", syntax)
    )


def _unescaped(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw
    return _ESCAPE.sub(_one_escape, raw)


def _one_escape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code[:1].isdigit():
        return bytes([int(code, 8) & 255])
    return _ESCAPES.get(code, code)


def _stream(
    pdf: pikepdf.Pdf, obj: pikepdf.Object, place: str, options: Options, nested: Nested, *, drawn: bool = False
) -> Iterator[Channel]:
    kind, subtype = str(obj.get("/Type", "")), str(obj.get("/Subtype", ""))
    data, image = _peeled(pdf, obj)
    if data is None:
        yield Channel("cannot read", place, problem=True)
        return
    if image or (subtype == "/Image" and data[:3] == b"\xff\xd8\xff"):
        yield from picture_notes(data, place)
        return
    if subtype == "/Image":
        return
    if kind == "/EmbeddedFile":
        yield Channel("attachment", place, problem=options.ours)
        yield from (each if each.problem else replace(each, name="attachment") for each in nested(data, "", options))
        return
    name = "metadata" if kind == "/Metadata" or subtype == "/XML" else "stream"
    if kind == "/ObjStm":
        data = _apart(data)
    if data[:3] == b"\xff\xd8\xff":
        yield from picture_notes(data, place)
    elif name == "metadata":
        yield Channel(name, place, _LANGUAGE.sub(" ", decoded(data)))
        yield from from_bytes(name, place, _formatless(data))
    else:
        rest = _SHOWN.sub(b" ", data) if drawn else data
        yield from from_bytes(name, place, _laid_out(rest))
        if drawn:
            written = [_decoded(each) for each in _STRING.findall(rest)]
            yield Channel(name, place, "\n;\n".join(written), in_bytes=b"EI" in rest)
        else:
            yield from _would_show(data, place)


def _peeled(pdf: pikepdf.Pdf, obj: pikepdf.Object) -> tuple[bytes | None, bool]:
    """The bytes of a stream with every filter undone that is not a picture's own; whether such a one is left."""
    filters = obj.get("/Filter")
    names = (
        []
        if filters is None
        else [str(filters)]
        if not isinstance(filters, pikepdf.Array)
        else [str(each) for each in filters]
    )
    picture = next((index for index, name in enumerate(names) if name in _IMAGE_FILTERS), None)
    try:
        if picture is None:
            return (obj.read_bytes() if names else obj.read_raw_bytes()), False
        raw = obj.read_raw_bytes()
        if picture:
            front = pdf.make_stream(raw)
            front.Filter = pikepdf.Array([pikepdf.Name(name) for name in names[:picture]])
            raw = front.read_bytes()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None, False
    return raw, True


# Control


def canary() -> tuple[frozenset[str], bytes]:
    """A small PDF with the planted name in many layers, and the layers in which it must be seen."""
    pdf = pikepdf.new()
    first, last = CANARY.split()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = pdf.add_blank_page(page_size=(300, 100))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 10 50 Td [({first[:3]}) -20 ({first[3:]} {last})] TJ ET".encode())
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Title=pikepdf.String(CANARY)))
    pdf.Root.Metadata = pdf.make_stream(
        f"<x>{CANARY}</x>".encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    pdf.Root.Extra = pdf.make_stream(CANARY.encode())
    pdf.Root.Named = pikepdf.Dictionary({f"/{first} {last}": 1})
    out = io.BytesIO()
    pdf.save(out, compress_streams=True, deterministic_id=True, fix_metadata_version=False)
    wanted = {
        "page text",
        "drawing",
        "document information or bookmark",
        "metadata",
        "stream",
        "names of objects",
        "object",
    }
    return frozenset(wanted | {"after the file", "raw bytes"}), out.getvalue() + f"\n{CANARY}".encode()
