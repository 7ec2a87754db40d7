"""Other ways in which one text can be read: without its mark-up, with its escapes undone, out of base64 and the like.

Here: ``readings``, each of which a common program makes of the text by itself (a browser, a mail client, a word
processor, an interpreter). Source: redaction design, section 5, step 3 (e). Not here: reading files (``gate_parts``,
``gate_pdf``), what is secret (``secrets_of``).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

from desktop.redaction.gate_bytes import PRINTED, decoded, is_file

_DEEPEST: Final = 4
_MOST: Final = 8
"""How many times its own length all readings of a long text may have: what makes more is made to."""
_SHORT_TEXT: Final = 20_000
_BLOCK = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|dl|dd|dt|t[dhr]|table|caption|h[1-6]|section|article|header|footer|nav|title|head|body"
    r"|option|pre|blockquote|label|text|desc)\b[^<>]*>|</?[\w.-]+:(?:p|br|tab|tc|cr)\b[^<>]*>", re.IGNORECASE
)  # fmt: skip
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+([\"'])(.*?)\2", re.DOTALL)
_NAMED = re.compile(r"&([\w.-]+);")
_PERCENT = re.compile(r"(?<=[\w/.-]{3})%[0-9A-Fa-f]{2}(?=[\w/.%-]{2})")
_REFERENCE = re.compile(r"&#?\w{2,8};")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|([0-3][0-7]{2}))")
_QUOTED = re.compile(r"=(?:([0-9A-Fa-f]{2})|[ \t]*\r?\n)")
_ENCODED_WORD = re.compile(r"=\?([\w-]+)(?:\*[\w-]+)?\?([BbQq])\?([^?\s]*)\?=(?:\s+(?==\?))?")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{40,}\r?\n[ \t]?)*[A-Za-z0-9+/_-]{8,}={0,2}")
_LONG_LINE = re.compile(
    r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{56,}={0,2}(?:\r?\n[A-Za-z0-9+/]{56,}={0,2})*(?:\r?\n[A-Za-z0-9+/]+==?)?"
)
_EDGE = re.compile(r"(?<=>)(?=[^\s<])|(?<=[^\s>])(?=<)")
_WORD = re.compile(r"[A-Za-z]?[a-z_-]+|[A-Z_-]+|[\d_-]+")
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:[0-9A-Fa-f]{2}){8,}"
    r"|[0-9A-Fa-f]{2}(?P<sign>[ :,-])[0-9A-Fa-f]{2}(?:(?P=sign)[0-9A-Fa-f]{2}){6,})(?![0-9A-Za-z])"
)
_UU = re.compile(r"^begin [0-7]{3,4} [^\n]*\n((?:[!-`]{1,61}\r?\n)+)", re.MULTILINE)
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[^\x08\n]\x08")
_CONTROL = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x7f]")
_EMPHASIS = re.compile(r"(?<=[^\W_])[*_~`\"]{1,3}(?=[^\W_])")
_ADDED = re.compile(r"([\"'])\s*[+&.]\s*\1")
_OFFICE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RTF_PAGE = re.compile(r"\\ansicpg(\d+)")
_RTF_BYTE = re.compile(r"\\'([0-9A-Fa-f]{2})")
_RTF_LETTER = re.compile(r"\\u(-?\d{1,6}) ?\??")
_RTF_BREAK = re.compile(r"\\(?:par|line|tab|cell|row|page|sect)(?![a-z]) ?")
_COMMAND = re.compile(r"\\[A-Za-z]+-?\d* ?|\\[^A-Za-z\s]|[{}]")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?::(\d\d):(\d\d)(?= \d\d:)|(\d\d)(\d\d)(?=\d{6}))")
_MOSTLY: Final = 0.8
_SHORT: Final = 12
"""Decoded bytes below which any word may decode to letters: read as binary data."""


def readings(text: str, *, in_bytes: bool = False) -> Iterator[tuple[str, bool]]:
    """``text`` and every other reading of it, with whether it was cut out of binary data."""
    waiting: list[tuple[str, bool, int]] = []
    if not in_bytes:
        whole = text
        text, packed = _without_packed(text)
        if packed:
            yield packed, True
            waiting += [(made, noise, 1) for made, noise in _out_of_base64(whole)]
    seen = {text}
    left = _MOST * max(len(text), _SHORT_TEXT)
    waiting.insert(0, (text, in_bytes, 0))
    while waiting:
        one, noise, depth = waiting.pop(0)
        # A tag is no word before a sentence.
        yield (_EDGE.sub("\n", one) if not noise and _TAG.search(one) else one), noise
        if depth == (_DEEPEST if not noise else 1):
            continue
        for made, also in _next(one) if not noise else _in_noise(one):
            if made not in seen and made.strip() and left > 0:
                left -= len(made)
                seen.add(made)
                waiting.append((made, noise or also, depth + 1))


def files_in(text: str) -> Iterator[bytes]:
    """Whole files that stand in ``text`` as base64: attachments of a letter, pictures of a page."""
    for data, drawn in _unwrapped(text):
        if is_file(data) and not drawn:
            yield data


def _in_noise(text: str) -> Iterator[tuple[str, bool]]:
    """Of binary data only what addresses and mark-up in it would say."""
    if _PERCENT.search(text):
        yield from ((made, True) for made in _unquoted(text))
    if _REFERENCE.search(text):
        yield unescape(text), True


def _next(text: str) -> Iterator[tuple[str, bool]]:
    for sign, way in _WAYS:
        if sign in text:
            for made in way(text):
                if made != text:
                    yield made, False
    if _CONTROL.search(text):
        yield _CONTROL.sub("", _TERMINAL.sub("", text)), False
    yield from _out_of_base64(text)
    yield from ((made, False) for made in _out_of_hex(text))


def _unquoted(text: str) -> Iterator[str]:
    plain = unquote(text)
    if plain != text:
        yield plain.replace("+", " ")


def _unescaped(text: str) -> Iterator[str]:
    yield unescape(text)


def _marked_up(text: str) -> Iterator[str]:
    """As a browser shows it, and with every tag as a space."""
    if not _TAG.search(text):
        return
    body = _COMMENT.sub("", _own_entities(text).replace("<![CDATA[", "").replace("]]>", ""))
    yield unescape(_TAG.sub("", _BLOCK.sub("\n", body)))
    yield unescape(_TAG.sub(" | ", body))


def _own_entities(text: str) -> str:
    """With the entities that the text itself declares, put in once."""
    if "<!ENTITY" not in text:
        return text
    own = {name: value for name, _, value in _ENTITY.findall(text)}
    return _NAMED.sub(lambda match: own.get(match[1], match[0]), text)


def _letters(text: str) -> Iterator[str]:
    yield _ESCAPE.sub(_letter, text)


def _letter(match: re.Match[str]) -> str:
    code = int(match[4], 8) if match[4] else int(match[1] or match[2] or match[3], 16)
    return chr(code) if code < 0x110000 else ""


def _office(text: str) -> Iterator[str]:
    yield _OFFICE.sub(lambda match: chr(int(match[1], 16)), text)


def _mailed(text: str) -> Iterator[str]:
    """Quoted-printable, and words in the head of a letter."""
    if _ENCODED_WORD.search(text):
        yield _ENCODED_WORD.sub(_encoded_word, text)
    if _QUOTED.search(text):
        yield decoded(_quoted_bytes(text))


def _quoted_bytes(text: str) -> bytes:
    pieces, at = [], 0
    for match in _QUOTED.finditer(text):
        pieces += [text[at : match.start()].encode("utf-8", "replace"), bytes.fromhex(match[1] or "")]
        at = match.end()
    return b"".join((*pieces, text[at:].encode("utf-8", "replace")))


def _encoded_word(match: re.Match[str]) -> str:
    body = _decoded64(match[3]) if match[2] in "Bb" else _quoted_bytes(match[3].replace("_", " "))
    try:
        return body.decode(match[1], "replace")
    except LookupError:
        return decoded(body)


def _commands(text: str) -> Iterator[str]:
    """RTF, and what TeX and its like put between letters."""
    if "{\\rtf" in text:
        page = _RTF_PAGE.search(text)
        codec = f"cp{page[1]}" if page else "cp1252"
        text = _RTF_BYTE.sub(lambda match: _byte(match[1], codec), text)
        text = _RTF_LETTER.sub(lambda match: chr(int(match[1]) & 0xFFFF), text)
        text = _RTF_BREAK.sub("\n", text.replace("\r", "").replace("\n", ""))
    if "{" in text:
        yield _COMMAND.sub("", text)


def _byte(digits: str, codec: str) -> str:
    try:
        return bytes.fromhex(digits).decode(codec, "replace")
    except LookupError:
        return bytes.fromhex(digits).decode("cp1252", "replace")


def _plain(text: str) -> Iterator[str]:
    yield _EMPHASIS.sub("", text)


def _put_together(text: str) -> Iterator[str]:
    yield _ADDED.sub("", text)


def _uu(text: str) -> Iterator[str]:
    for match in _UU.finditer(text):
        try:
            yield decoded(b"".join(binascii.a2b_uu(line) for line in match[1].splitlines()))
        except binascii.Error:
            continue


def _days(text: str) -> Iterator[str]:
    """``D:20110314093000Z`` of a PDF, ``2011:03:14 09:30`` of a photograph."""
    yield _DAY.sub(lambda day: f"{day[1]}-{day[2] or day[4]}-{day[3] or day[5]} ", text)


_WAYS: Final[tuple[tuple[str, Callable[[str], Iterator[str]]], ...]] = (
    ("%", _unquoted), ("&", _unescaped), ("<", _marked_up), ("\\", _letters), ("\\", _commands), ("_x", _office),
    ("=", _mailed), ("*", _plain), ("`", _plain), ("~", _plain), ('"', _plain), ('"', _put_together),
    ("'", _put_together), ("begin ", _uu), (":", _days),
)  # fmt: skip


def _without_packed(text: str) -> tuple[str, str]:
    """``text`` without long lines of base64, and those: letters by chance."""
    packed: list[str] = []

    def taken(match: re.Match[str]) -> str:
        line = match[0]
        capitals = sum(map(str.isupper, line))
        if len(line) * 0.2 < capitals < len(line) * 0.7 and any(map(str.isdigit, line)):
            packed.append(line)
            return " "
        return line

    left = _LONG_LINE.sub(taken, text)
    return left, "\n".join(packed)


def _unwrapped(text: str) -> Iterator[tuple[bytes, bool]]:
    """What stands in base64, and whether it is a picture that a page of the web shows."""
    for match in _BASE64.finditer(text):
        token = match[0]
        if not _WORD.fullmatch(token):
            yield _decoded64(token), "data:image/" in text[max(0, match.start() - 40) : match.start()]


def _decoded64(token: str) -> bytes:
    packed = re.sub(r"\s", "", token).rstrip("=").translate(_URL_SAFE)
    try:
        return base64.b64decode(packed[: len(packed) - (len(packed) % 4 == 1)] + "=" * (-len(packed) % 4))
    except ValueError:
        return b""


_URL_SAFE = str.maketrans("-_", "+/")


def _out_of_base64(text: str) -> Iterator[tuple[str, bool]]:
    clear: list[str] = []
    noise: list[str] = []
    for data, drawn in _unwrapped(text):
        if not data or (is_file(data) and not drawn):
            continue
        shown = decoded(data)
        if _is_text(shown):
            (clear if len(data) >= _SHORT else noise).append(shown)
        elif len(data) > _SHORT:
            noise += [piece.decode("latin-1") for piece in PRINTED.findall(data)]
    if clear:
        yield "\n;\n".join(clear), False
    if noise:
        yield "\n;\n".join(noise), True


def _out_of_hex(text: str) -> Iterator[str]:
    found = []
    for match in _HEX.finditer(text):
        digits = re.sub(r"[ :,-]", "", match[0])
        # Numbers alone are no text: a letter of the alphabet is a figure and a letter as often as not.
        if not digits.isdigit() and decoded(bytes.fromhex(digits)).isprintable():
            found.append(decoded(bytes.fromhex(digits)))
    if found:
        yield "\n;\n".join(found)


def _is_text(shown: str) -> bool:
    return sum(sign.isprintable() or sign in "\t\r\n" for sign in shown) > len(shown) * _MOSTLY and not (
        len(re.findall(r"[^\x00-\x7f]", shown)) > len(shown) // 3
    )
