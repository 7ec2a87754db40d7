"""Spreadsheets, Word files, ZIP bundles, CSV, JSON and text as channels for the leak gate.

Here: each part of a package read as text, with runs of one paragraph put together; names of parts, comments,
properties, pictures' notes; sealed or damaged parts are "cannot read". Source: redaction
design, section 5. Not here: PDF.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape, unescape
from lzma import LZMAError
from typing import Any

from desktop.redaction.channels import CANARY, LARGEST, CannotRead, Channel, Options, from_bytes
from desktop.redaction.gate_bytes import OLD_OFFICE, TooLarge, also, decoded, inflated, is_file, unpacked
from desktop.redaction.gate_pictures import picture_notes
from desktop.redaction.gate_sheets import date_styles, dates_in
from desktop.redaction.words import listed

Nested = Callable[[bytes, str, Options], Iterator[Channel]]
_ENDS_PARAGRAPH = re.compile(
    r"</(?:w:p|a:p|si|row|c|text|comment|w:tr|dc:[a-z]+|cp:[a-zA-Z]+|definedName|vt:[a-z]+)>|<(?:w:br|w:tab|w:cr)\b[^>]*/?>|</w:tc>|<cell\b"
)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)=(?:"([^"]*)"|'([^']*)')""")
# What a reader does not see between two letters that stand side by side: deleted or added words, a field, a box.
_ASIDE = (
    re.compile(r"<w:(del|moveFrom|instrText)\b[^>]*(?<!/)>.*?</w:\1>|<w:txbxContent\b.*?</w:txbxContent>", re.DOTALL),
    re.compile(r"<w:(ins|moveTo)\b[^>]*(?<!/)>.*?</w:\1>", re.DOTALL),
    re.compile(r"<rPh\b.*?</rPh>", re.DOTALL),
)
_NUMBER = re.compile(r"(?<![^\W\d_]) ?\d+$")
_SYMBOL = re.compile(r"<w:sym\b[^>]*w:char=\"(?:F0|00)([0-9A-Fa-f]{2})\"[^>]*/>")
_PRINTED_LINE = re.compile(r"(?<=Header>)[^<]+(?=</)|(?<=Footer>)[^<]+(?=</)")
_LINE_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])")
_OUR_SHEET_PARTS = re.compile(
    r"(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings|metadata)\.xml|xl/theme/theme1\.xml|"
    r"xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|"
    r"xl/tables/table\d+\.xml)$"
)
_BLOCK = 200
"""Rows that are read at once."""
_AROUND_CELL = re.compile(r"(?:^|(?<=[,;\t|\n]))\"|[,;\t]\"?|\"(?=[,;\t\r\n]|$)", re.MULTILINE)
_LONGEST_CELL = 2**31 - 1
INNER_KINDS = ("packed", "picture")
"""What a file inside another may be besides."""
_DAMAGED = (RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError, LZMAError)
"""What the reader of packages raises for a part that is sealed or damaged."""
_XML = (".xml", ".rels", ".vml", ".html", ".htm")
_LOCAL = re.compile(rb"PK\x03\x04.{4}(..).{16}(..)(..)", re.DOTALL)
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


def channels(data: bytes, kind: str, options: Options, nested: Nested) -> Iterator[Channel]:
    """All text of a file that is not a PDF. Raises ``CannotRead``."""
    if kind in ("xlsx", "docx", "zip"):
        return _package(data, kind, options, nested)
    if kind == "packed":
        return _packed(data, options, nested)
    if kind == "picture":
        return _picture(data)
    if kind == "json":
        return _json(data)
    if kind == "csv":
        return _csv(data)
    return _text(data, unfold=kind == "ics")


def sniffed(data: bytes, name: str) -> str:
    """What kind an inner file is, by its first bytes, then by the end of its name."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx" if b"[Content_Types].xml" in data or b"content.xml" in data else "zip"
    if is_file(data):
        return "picture" if data.startswith((b"\x89PNG", b"\xff\xd8\xff")) else "packed"
    end = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return end if end in ("csv", "json", "ics") else "text"


def _packed(data: bytes, options: Options, nested: Nested) -> Iterator[Channel]:
    try:
        loose = unpacked(data)
    except TooLarge:
        raise CannotRead("too large") from None
    if loose is None:
        raise CannotRead("a packed file that is damaged")
    return nested(loose, "", options)


def _picture(data: bytes) -> Iterator[Channel]:
    yield Channel("cannot read", "a picture", problem=True)
    yield from picture_notes(data, "a picture")


def _text(data: bytes, *, unfold: bool = False) -> Iterator[Channel]:
    text = decoded(data)
    if unfold:
        text = re.sub(r"\r?\n[ \t]", "", text)
    start, other = text[:20_000], also(data)
    strange = sum(sign < " " and sign not in "\t\n\r\f\x0b\x02" for sign in start)
    foreign = sum(sign > "\x7f" for sign in start) if other else 0
    if "\0" in text or strange > len(start) // 10 or foreign > len(start) // 3:
        yield Channel("cannot read", "text", problem=True)
    yield Channel("text", "file", text)
    if other:
        yield Channel("text", "file, in another code page", other)
    yield from from_bytes("raw bytes", "file", data)


def _csv(data: bytes) -> Iterator[Channel]:
    text = decoded(data)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", ""), newline="")))
    except csv.Error:
        yield Channel("cannot read", "cells", problem=True)
        rows = []
    # A cell that begins with "Will" begins a sentence, whatever the format puts before it.
    text = _AROUND_CELL.sub(" | ", text)
    for first in range(0, len(rows), _BLOCK):
        lines = "\n".join(" | ".join(row).replace("\n", " ") for row in rows[first : first + _BLOCK])
        yield Channel("cells", f"row {first + 1} and after", lines, row=first + 1)
    yield Channel("text", "file", text)
    yield Channel("text", "file, in another code page", also(data))


def _json(data: bytes) -> Iterator[Channel]:
    text = decoded(data)
    keys: list[str] = []
    values: list[str] = []
    try:
        for value in _values(text):
            _walk(value, keys, values)
    except (ValueError, RecursionError):
        raise CannotRead("not JSON") from None
    yield Channel("keys", "file", "\n;\n".join(keys))
    yield Channel("values", "file", "\n;\n".join(values))
    yield Channel("text", "file", text)


def _values(text: str) -> Iterator[Any]:
    """The value of a file, or of each of its lines where every line is one."""
    try:
        yield json.loads(text, object_pairs_hook=_Pairs)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        yield from (json.loads(line, object_pairs_hook=_Pairs) for line in lines)


class _Pairs(list[tuple[str, Any]]):
    """An object with every pair it has, also those of one key."""


def _walk(value: Any, keys: list[str], values: list[str]) -> None:
    if isinstance(value, _Pairs):
        for key, inner in value:
            keys.append(key)
            _walk(inner, keys, values)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, keys, values)
        if value and all(isinstance(inner, (str, int, float)) for inner in value):
            values.append(" ".join(map(str, value)))
    elif value is not None:
        values.append(str(value))
        if isinstance(value, str) and value[:1] in "{[" and len(value) > 2:
            _walk_inside(value, keys, values)
        elif isinstance(value, (int, float)) and (day := _day_of(value)):
            values.append(day)


def _walk_inside(value: str, keys: list[str], values: list[str]) -> None:
    """JSON kept as a string in JSON."""
    try:
        inner = json.loads(value, object_pairs_hook=_Pairs)
    except ValueError:
        return
    _walk(inner, keys, values)


def _day_of(number: float) -> str:
    """The day of a number of seconds, or thousandths, since 1970; empty for a number that is none of this century."""
    for unit in (1, 1000):
        if 10_000_000 < abs(number / unit) < 2_000_000_000:
            return (datetime(1970, 1, 1) + timedelta(seconds=number / unit)).date().isoformat()
    return ""


# Packages


def _package(data: bytes, kind: str, options: Options, nested: Nested) -> Iterator[Channel]:
    if data.startswith(OLD_OFFICE):
        raise CannotRead("sealed office file")
    try:
        package = _opened(data, options.passphrase)
    except _DAMAGED:
        raise CannotRead("damaged package") from None
    with package:
        yield from _outside(data, package)
        if kind in ("xlsx", "docx"):
            yield from _dates(package)
        total = 0
        for entry in package.infolist():
            total += entry.file_size
            if total > LARGEST:
                raise CannotRead("too large")
            yield Channel(
                "names of parts",
                "package",
                f"{entry.filename}\n{entry.comment.decode('latin-1')}\n{entry.extra.decode('latin-1')}",
            )
            if kind == "xlsx" and options.ours and not _OUR_SHEET_PARTS.match(entry.filename):
                yield Channel("structure", "a part that is not ours", problem=True)
            try:
                body = package.read(entry)
            except _DAMAGED:
                yield Channel("cannot read", "a part that is sealed or damaged", problem=True)
                continue
            yield from _part(body, entry.filename, kind, options, nested)


def _dates(package: zipfile.ZipFile) -> Iterator[Channel]:
    """Days that stand in cells as numbers; a part that cannot be read is reported where all parts are read."""
    parts = {entry.filename.lower(): entry for entry in package.infolist() if entry.file_size <= LARGEST}

    def read(name: str) -> str:
        try:
            return decoded(package.read(parts[name])) if name in parts else ""
        except _DAMAGED:
            return ""

    styles = date_styles(read("xl/styles.xml"))
    early = re.search(r"date1904=[\"'](?:1|true|on)", read("xl/workbook.xml")) is not None
    for name in parts if styles else ():
        if "worksheets/" in name and name.endswith(".xml") and (days := dates_in(read(name), styles, from_1904=early)):
            yield Channel("dates in cells", _place(name), days)


def _opened(data: bytes, passphrase: str) -> zipfile.ZipFile:
    if not passphrase:
        return zipfile.ZipFile(io.BytesIO(data))
    import pyzipper

    package = pyzipper.AESZipFile(io.BytesIO(data))
    package.setpassword(passphrase.encode())
    return package  # type: ignore[no-any-return]


def _outside(data: bytes, package: zipfile.ZipFile) -> Iterator[Channel]:
    """What stands in the file and in no part: before the first, between, after, and the comment."""
    if package.comment:
        yield Channel("package comment", "package", package.comment.decode("latin-1"))
    end = getattr(package, "start_dir", len(data))
    at = 0
    for entry in sorted(package.infolist(), key=lambda each: each.header_offset):
        start = entry.header_offset
        yield from _unlisted(data[at:start], "first bytes" if not at else "between two parts")
        lengths = data[start + 26 : start + 30]
        at = start + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        at += entry.compress_size + (_described(data, at + entry.compress_size) if entry.flag_bits & 8 else 0)
    yield from _unlisted(data[at:end], "after the last part")
    yield from from_bytes("raw bytes", "end of the package", data[end:])


def _described(data: bytes, at: int) -> int:
    """Bytes of the record that may follow a part, with its length and sum."""
    size = 16 if data[at : at + 4] == b"PK\x07\x08" else 12
    return size if data[at + size : at + size + 2] == b"PK" else size + 8


def _unlisted(data: bytes, place: str) -> Iterator[Channel]:
    """Bytes that no part has: also parts that were taken off the list and left in the file."""
    yield from (each for each in from_bytes("outside the parts", place, data) if not each.inner)
    for match in _LOCAL.finditer(data):
        start = match.end() + int.from_bytes(match[2], "little") + int.from_bytes(match[3], "little")
        body = data[start:]
        try:
            body = (inflated(body) if match[1] == b"\x08\x00" else body) or b""
        except TooLarge:
            body = b""
        if not body:
            yield Channel("cannot read", place, problem=True)
        yield from from_bytes("outside the parts", place, body)


def _part(body: bytes, name: str, kind: str, options: Options, nested: Nested) -> Iterator[Channel]:
    lower = name.lower()
    place = _place(lower)
    if kind != "zip" and lower.endswith(_XML):
        yield from xml_channels(decoded(body), place, lower)
        if options.ours and lower.endswith("docprops/core.xml"):
            yield from _our_properties(decoded(body))
        return
    if lower.endswith(_PICTURES):
        yield from picture_notes(body, place)
        if kind == "zip":
            yield Channel("cannot read", f"{place}, a picture", problem=True)
        return
    if kind == "zip" or body.startswith((b"PK\x03\x04", b"%PDF-")):
        inner = "xlsx" if lower.endswith(".xlsx") else "docx" if lower.endswith(".docx") else ""
        if inner:
            for channel in _package(body, inner, options.deeper(), nested):
                yield Channel(
                    channel.name, f"{channel.place}, {place}", channel.text, channel.in_bytes, channel.problem
                )
        else:
            yield from nested(body, lower, options)
        return
    yield from from_bytes("part", place, body)


def _place(name: str) -> str:
    """A part by its kind, not by its name, which may be a secret."""
    for sign, words in (
        ("sharedstrings", "shared texts"), ("worksheets/", "a sheet"), ("comments", "comments"), ("docprops/",
        "properties"),
        ("document.xml", "body"), ("header", "a header"), ("footer", "a footer"), ("footnotes", "footnotes"),
        ("media/", "a picture"),
        ("workbook", "workbook"), ("drawing", "a drawing"), ("chart", "a chart"), (".rels", "references"), ("custom",
        "custom data"),
    ):  # fmt: skip
        if sign in name:
            return words
    return "a part"


def xml_channels(text: str, place: str, name: str) -> Iterator[Channel]:
    """Text of an XML part: runs put together, runs apart, without what was deleted or lies over it, attributes."""
    hidden = re.findall(r"<!--(.*?)-->|<\?(.*?)\?>|<!\[CDATA\[(.*?)\]\]>", text, re.DOTALL)
    if hidden:
        yield Channel("comments in the markup", place, "\n".join("".join(each) for each in hidden))
        text = re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.DOTALL)
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    if "<!ENTITY" in text:
        yield Channel("cannot read", f"{place}, a document type of its own", problem=True)
    if lines := _PRINTED_LINE.findall(text):
        yield Channel("headers and footers", place, unescape("\n".join(lines)).replace("&", "\n;\n"), in_bytes=True)
        text = _PRINTED_LINE.sub(_printed, text)
    layer = "properties" if "docprops" in name else "cells and paragraphs"
    for pattern in (None, *(aside for aside in _ASIDE if aside.search(text))):
        body = pattern.sub("", text) if pattern else text
        body = _SYMBOL.sub(lambda match: chr(int(match[1], 16) & 0xFF), body)
        yield Channel(layer, place, unescape(_TAG.sub("", _ENDS_PARAGRAPH.sub("\n", body))))
    yield Channel(layer, place, unescape(_TAG.sub(" | ", text)))
    values = dict.fromkeys(first or second for _, first, second in _ATTRIBUTE.findall(text))
    words = listed("format_words")
    kept = (value for value in values if not words.issuperset(_NUMBER.sub("", value).split()))
    yield Channel("attributes", place, unescape("\n;\n".join(kept)))


def _printed(match: re.Match[str]) -> str:
    """A header or footer of a printed page without its codes."""
    return escape(_LINE_CODE.sub(_code, unescape(match[0])))


def _code(match: re.Match[str]) -> str:
    """What a code of a printed header puts between letters: a place, a number, or no more than a style."""
    return {"L": " ", "C": " ", "R": " ", "P": "1", "N": "1"}.get(match[0][1:], "")


def _our_properties(text: str) -> Iterator[Channel]:
    for name in ("dc:creator", "cp:lastModifiedBy", "cp:keywords", "dc:subject", "dc:description", "cp:category"):
        found = re.search(rf"<{name}>([^<]+)</{name}>", text)
        if found and found[1].strip() not in ("", "Caseward"):
            yield Channel("structure", "document properties beyond the title", problem=True)


# Control


def canary(kind: str) -> tuple[frozenset[str], bytes]:
    """A small file of that kind with the planted name, and the layers in which it must be seen."""
    first, last = CANARY.split()
    if kind == "csv":
        return frozenset({"cells", "text"}), f"a,b\r\n{first},{last}\r\n".encode()
    if kind == "json":
        return frozenset({"keys", "values", "text"}), json.dumps({CANARY: [first, last]}).encode()
    if kind in ("text", "ics"):
        return frozenset({"text", "raw bytes"}), f"a\n{CANARY}\n".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.comment = CANARY.encode()
        if kind == "zip":
            package.writestr(f"{CANARY}.txt", CANARY)
        else:
            package.writestr(
                f"xl/{CANARY}.xml",
                f'<x t="{CANARY}"><si><r><t>{first[:3]}</t></r><r><t>{first[3:]} {last}</t></r></si></x>',
            )
    inner = {"text"} if kind == "zip" else {"cells and paragraphs", "attributes"}
    return frozenset(inner | {"package comment", "names of parts"}), out.getvalue()
