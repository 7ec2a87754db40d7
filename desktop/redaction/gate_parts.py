"""Spreadsheets, Word files, ZIP bundles, CSV, JSON and text as channels for the leak gate.

Here: each part of a package read as text, with runs of one paragraph put together; names of parts, comments,
properties, pictures' notes; sealed or damaged parts are "cannot read". Source: redaction
design, section 5. Not here: PDF.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from desktop.redaction.channels import CANARY, LARGEST, CannotRead, Channel, Options, from_bytes
from desktop.redaction.gate_sheets import date_styles, dates_in

Nested = Callable[[bytes, str, Options], Iterator[Channel]]
_ENDS_PARAGRAPH = re.compile(
    r"</(?:w:p|a:p|si|row|c|text|comment|w:tr|dc:[a-z]+|cp:[a-zA-Z]+|definedName|vt:[a-z]+)>|<(?:w:br|w:tab|w:cr)\b[^>]*/?>|</w:tc>|<cell\b"
)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)=(?:"([^"]*)"|'([^']*)')""")
_OUR_SHEET_PARTS = re.compile(
    r"(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings|metadata)\.xml|xl/theme/theme1\.xml|"
    r"xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|"
    r"xl/tables/table\d+\.xml)$"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{12,}(?:\r?\n[A-Za-z0-9+/]{4,})*={0,2}")
_SEALED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml", ".html", ".htm")
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


def channels(data: bytes, kind: str, options: Options, nested: Nested) -> Iterator[Channel]:
    """All text of a file that is not a PDF. Raises ``CannotRead``."""
    if kind in ("xlsx", "docx", "zip"):
        return _package(data, kind, options, nested)
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
        return "zip"
    end = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return end if end in ("csv", "json", "ics") else "text"


def decoded(data: bytes) -> str:
    """Bytes as text: by mark, UTF-8, UTF-16 without a mark, or 8-bit."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if text.count("\0") > len(text) // 4:
        order = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(order, "replace")
    return text


def _text(data: bytes, *, unfold: bool = False) -> Iterator[Channel]:
    text = decoded(data)
    if unfold:
        text = re.sub(r"\r?\n[ \t]", "", text)
    if (
        text.count("\0")
        or sum(character < " " and character not in "\t\n\r\f\x0b\x02" for character in text[:20_000])
        > len(text[:20_000]) // 10
    ):
        yield Channel("cannot read", "text", problem=True)
    yield Channel("text", "file", text)
    yield from _unwrapped(text)
    yield from from_bytes("raw bytes", "file", data)


def _unwrapped(text: str) -> Iterator[Channel]:
    """Text that stands in base64, as mail and data addresses keep it."""
    found = []
    for match in _BASE64.finditer(text):
        packed = re.sub(r"\s", "", match[0]).rstrip("=")
        try:
            data = base64.b64decode(packed + "=" * (-len(packed) % 4))
        except ValueError:
            continue
        if sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in data) > len(data) * 0.8:
            found.append(data.decode("utf-8", "replace"))
    if found:
        yield Channel("base64", "file", "\n;\n".join(found))


def _csv(data: bytes) -> Iterator[Channel]:
    text = decoded(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        yield Channel("cannot read", "cells", problem=True)
        rows = []
    for number, row in enumerate(rows, 1):
        yield Channel("cells", f"row {number}", " | ".join(row))
    yield Channel("text", "file", text)


def _json(data: bytes) -> Iterator[Channel]:
    text = decoded(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise CannotRead("not JSON") from None
    keys: list[str] = []
    values: list[str] = []
    _walk(value, keys, values)
    yield Channel("keys", "file", "\n;\n".join(keys))
    yield Channel("values", "file", "\n;\n".join(values))
    yield Channel("text", "file", text)
    yield from _unwrapped(text)


def _walk(value: Any, keys: list[str], values: list[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            keys.append(str(key))
            _walk(inner, keys, values)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, keys, values)
        if value and all(isinstance(inner, (str, int, float)) for inner in value):
            values.append(" ".join(map(str, value)))
    elif value is not None:
        values.append(str(value))


# Packages


def _package(data: bytes, kind: str, options: Options, nested: Nested) -> Iterator[Channel]:
    if data.startswith(_SEALED_OFFICE):
        raise CannotRead("sealed office file")
    try:
        package = _opened(data, options.passphrase)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise CannotRead("damaged package") from None
    with package:
        yield from _outside(data, package)
        if kind == "xlsx":
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
            except (RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
                yield Channel("cannot read", "a part that is sealed or damaged", problem=True)
                continue
            yield from _part(body, entry.filename, kind, options, nested)


def _dates(package: zipfile.ZipFile) -> Iterator[Channel]:
    """Days that stand in cells as numbers; a part that cannot be read is reported where all parts are read."""
    parts = {entry.filename.lower(): entry for entry in package.infolist() if entry.file_size <= LARGEST}

    def read(name: str) -> str:
        try:
            return decoded(package.read(parts[name])) if name in parts else ""
        except (RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
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
    first = min((entry.header_offset for entry in package.infolist()), default=0)
    if first:
        yield from from_bytes("before the file", "first bytes", data[:first])
    yield from from_bytes("raw bytes", "end of the package", data[getattr(package, "start_dir", len(data)) :])


def _part(body: bytes, name: str, kind: str, options: Options, nested: Nested) -> Iterator[Channel]:
    lower = name.lower()
    place = _place(lower)
    if kind != "zip" and lower.endswith(_XML):
        yield from xml_channels(decoded(body), place, lower)
        if options.ours and lower.endswith("docprops/core.xml"):
            yield from _our_properties(decoded(body))
        return
    if lower.endswith(_PICTURES):
        from desktop.redaction.gate_pdf import picture_notes

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
    """Text of an XML part: runs put together, runs apart, attributes and comments."""
    body = _ENDS_PARAGRAPH.sub("\n", text)
    layer = "properties" if "docprops" in name else "cells and paragraphs"
    yield Channel(layer, place, unescape(_TAG.sub("", body)))
    yield Channel(layer, place, unescape(_TAG.sub(" ", text)))
    values = (first or second for _, first, second in _ATTRIBUTE.findall(text))
    yield Channel("attributes", place, unescape("\n;\n".join(dict.fromkeys(values))))
    hidden = re.findall(r"<!--(.*?)-->|<\?(.*?)\?>|<!\[CDATA\[(.*?)\]\]>", text, re.DOTALL)
    if hidden:
        yield Channel("comments in the markup", place, "\n".join("".join(each) for each in hidden))


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
