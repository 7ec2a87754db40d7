"""Plain text, HTML and CSV: which encoding, which separator."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from desktop.intake.formats.found import Found, Unreadable

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_CONTROLS: Final = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAIL_HEADERS: Final = frozenset(
    (
        *("from", "to", "cc", "subject", "date", "received", "message-id"),
        *("mime-version", "return-path", "sender", "reply-to", "delivered-to"),
    )
)
_BLOCKS: Final = frozenset(
    (
        *("p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
        *("pre", "hr", "section", "article", "header", "footer", "dt", "dd", "title"),
    )
)
_SILENT: Final = frozenset(("script", "style", "template"))
_TABLE_SAMPLE: Final = 200
_CELL_LIMIT: Final = 10_000_000


@dataclass(frozen=True)
class Decoded:
    """Text and the name of the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, *, sample: bool = False) -> Decoded | None:
    """Text in UTF-8, UTF-16, UTF-32 or Windows-1252, or ``None`` where the bytes are no text.

    A ``sample`` may end within a sign.
    """
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(codec, "replace").removeprefix("\ufeff"), name)
    if b"\x00" in data[:4096]:
        return _without_bom(data)
    try:
        text, name = data.decode("utf-8", "ignore" if sample else "strict"), "UTF-8"
    except UnicodeDecodeError:
        text, name = _western(data), "Windows-1252"
    return Decoded(text, name) if _is_text(text) else None


def _without_bom(data: bytes) -> Decoded | None:
    sample = data[:4096]
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros and zeros.count(0) > len(zeros) * 0.6:
            text = data.decode(codec, "replace")
            return Decoded(text, "UTF-16") if _is_text(text) else None
    return None


def _western(data: bytes) -> str:
    """Windows-1252, its five unassigned bytes as Latin-1 has them."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def _is_text(text: str) -> bool:
    sample = text[:100_000]
    return "\x00" not in sample and len(_CONTROLS.findall(sample)) <= len(sample) // 200


def looks_like_mail(text: str) -> bool:
    """Begins with header lines of a message: two of the usual ones before the first empty line."""
    head = text[:20_000].lstrip("\r\n").replace("\r\n", "\n").split("\n\n", 1)[0]
    names = set()
    for line in head.split("\n"):
        if line[:1] in (" ", "\t") or line.startswith(("From ", ">From ")):
            continue
        match = re.match(r"([!-9;-~]+):", line)
        if match is None:
            return False
        names.add(match[1].lower())
    return len(names & _MAIL_HEADERS) >= 2 and bool(names & {"from", "received", "message-id", "mime-version"})


def looks_like_html(text: str) -> bool:
    """Begins as an HTML page does."""
    return bool(re.match(r"\s*(<!--.*?-->\s*)*(<!doctype html|<html|<head|<body)", text[:5000], re.I | re.S))


def looks_like_table(text: str, name: str) -> bool:
    """Rows with one number of cells: three rows of three cells, or any row of two where the name says so."""
    delimiter = delimiter_of(text)
    if not delimiter:
        return False
    rows = _sample(text, delimiter)
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        return bool(rows)
    counts = {len(row) for row in rows}
    return len(rows) >= 3 and len(counts) == 1 and counts.pop() >= 3


def delimiter_of(text: str) -> str:
    """The separator under which the first rows agree best; empty where none parts anything."""
    best, best_score = "", 0.0
    for delimiter in ",;\t|":
        rows = _sample(text, delimiter)
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (width > 1) * (count / len(rows)) * (1 + min(width, 40) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_CELL_LIMIT)
    try:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
        rows = [row for row, _ in zip(reader, range(_TABLE_SAMPLE), strict=False)]
    except csv.Error:
        return []
    # The last row of a sample that was cut off is no evidence.
    return [row for row in (rows[:-1] if len(text) > 200_000 and len(rows) < _TABLE_SAMPLE else rows) if row]


def parse(found: Found, data: bytes) -> None:
    """Text, HTML or CSV by what ``sniff`` said."""
    decoded = decode(data)
    if decoded is None:
        raise Unreadable("Kept. This file holds no text that Caseward can read.")
    if decoded.encoding != "UTF-8":
        found.note(f"The text was read as {decoded.encoding}.")
    if found.media_type == "text/html":
        found.page(html_text(decoded.text))
        found.note("Words were taken out of a web page; pictures and scripts were not opened.")
        return
    found.page(decoded.text)
    if found.kind == "csv":
        _describe_table(found, decoded.text)


def _describe_table(found: Found, text: str) -> None:
    csv.field_size_limit(_CELL_LIMIT)
    delimiter = delimiter_of(text) or ","
    rows, widths = 0, Counter[int]()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if row:
                rows += 1
                widths[len(row)] += 1
    except csv.Error:
        found.note("One cell of this table is too long to be shown as a table; it is shown as text.")
    found.extent["rows"] = rows
    names = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
    found.hint("Cells parted by", names[delimiter])
    if len(widths) > 1:
        found.note("Rows of this table have different numbers of cells.")


class _Words(HTMLParser):
    """Gathers the words of a page, those not displayed among them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")
        elif tag == "img":
            self.pieces += [f" {value} " for name, value in attrs if name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def html_text(page: str) -> str:
    """The words of an HTML page, a line for each block."""
    words = _Words()
    words.feed(page)
    words.close()
    lines = (re.sub(r"[ \xa0]+", " ", line).strip(" ") for line in "".join(words.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
