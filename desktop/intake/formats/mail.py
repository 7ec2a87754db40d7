"""E-mail as it travels (.eml): headers, body, attachments and messages inside as parts of their own."""

from __future__ import annotations

import email
import email.policy
import sys
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from desktop.intake.formats.found import Found, Unreadable
from desktop.intake.formats.text import decode, html_text
from desktop.wording import plural

MESSAGES_DEEP: Final = 10
"""How many messages may stand inside one another before the rest stays inside the original."""

_LEAVES: Final = 1000
_RECURSION: Final = 20_000
_SHOWN: Final = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
DEEP: Final = "Messages inside this message are nested too deeply; Caseward left them inside the original."


def parse(found: Found, data: bytes) -> None:
    sys.setrecursionlimit(_RECURSION)  # the library reads a message in a message by calling itself
    # The older policy: it reads any header without trying to understand it, and hostile headers cost it nothing.
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    head = [f"{name}: {words}" for name in _SHOWN if (words := header(message, name))]
    leaves = list(_leaves(message))
    if len(leaves) > _LEAVES:
        found.note(f"{len(leaves) - _LEAVES:,} of its parts stay inside the original.")
        leaves = leaves[:_LEAVES]
    plain, html = _bodies(leaves)
    body = choose_body(_words(plain), html_text(_words(html)))
    names = [_keep(found, leaf, number) for number, leaf in enumerate(leaves, 1) if leaf not in (plain, html)]
    kept = [name for name in names if name]
    lines = [*head, "", body]
    if kept:
        lines += ["", f"Attachments: {'; '.join(kept)}"]
        many = "attachments are kept as items of their own"
        found.note(f"{plural(len(kept), 'attachment is kept as an item of its own', many)}.")
    found.page("\n".join(lines))
    _properties(found, message)


def choose_body(plain: str, html: str) -> str:
    """The plain words; the formatted ones where there are no plain ones, both where the formatted say far more."""
    if not plain.strip():
        return html
    if len(html) > 2 * len(plain) + 200:
        return f"{plain}\n\n[Formatted text of the same message]\n{html}"
    return plain


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold something, messages inside as one part each; without calling itself."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed(part.get_payload())  # type: ignore[arg-type]
        else:
            yield part


def _bodies(leaves: list[Message]) -> tuple[Message | None, Message | None]:
    plain = html = None
    for leaf in leaves:
        if leaf.get_content_disposition() == "attachment" or leaf.get_filename():
            continue
        if plain is None and leaf.get_content_type() == "text/plain":
            plain = leaf
        elif html is None and leaf.get_content_type() == "text/html":
            html = leaf
    return plain, html


def _words(leaf: Message | None) -> str:
    if leaf is None:
        return ""
    data = _bytes(leaf)
    charset = leaf.get_content_charset()
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(data)
    return decoded.text if decoded else data.decode("latin-1")


def _bytes(leaf: Message) -> bytes:
    data = leaf.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _keep(found: Found, leaf: Message, number: int) -> str:
    """Keep a part as a file of its own; gives its name, or nothing where it stays inside."""
    if leaf.is_multipart():
        return _keep_message(found, leaf)
    data = _bytes(leaf)
    if leaf.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        found.note("This message is encrypted or sealed by its sender; its words are inside the sealed part.")
    if leaf.defects:
        found.note("A part of this message is damaged; what could be read of it is kept.")
    name = _decoded(leaf.get_filename() or "") or f"part {number}{_suffix(leaf.get_content_type())}"
    inline = leaf.get_content_disposition() == "inline" or (
        leaf.get("Content-ID") is not None and leaf.get_content_maintype() == "image"
    )
    found.part(name, data, leaf.get_content_type(), inline=inline)
    return name


def _keep_message(found: Found, leaf: Message) -> str:
    inner = leaf.get_payload()
    message = inner[0] if isinstance(inner, list) and inner else None
    if not isinstance(message, Message):
        return ""
    if found.depth + _depth(message) >= MESSAGES_DEEP:
        found.note(DEEP)
        return ""
    name = (header(message, "Subject")[:80] or "message") + ".eml"
    found.part(name.replace("/", " "), message.as_bytes(), "message/rfc822", relation="message")
    return name


def _depth(message: Message) -> int:
    """How many messages stand inside one another below this one, this one included."""
    deepest, waiting = 1, [(message, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        if part.is_multipart():
            inside = depth + (part.get_content_maintype() == "message")
            waiting += [(child, inside) for child in part.get_payload() if isinstance(child, Message)]
    return deepest


def header(message: Message, name: str) -> str:
    """A header in words, several of a name joined."""
    return ", ".join(" ".join(_decoded(str(value)).split()) for value in message.get_all(name) or ())


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value


def _suffix(media_type: str) -> str:
    known = {"text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "image/png": ".png"}
    return known.get(media_type, ".pdf" if media_type == "application/pdf" else "")


def _properties(found: Found, message: Message) -> None:
    found.author(header(message, "From"))
    try:
        found.date("Date of the message", parsedate_to_datetime(header(message, "Date")))
    except (ValueError, TypeError, IndexError):
        found.note("This message gives no date that can be read.")
    found.hint("Message id", header(message, "Message-ID"))
    if not found.has_words:
        raise Unreadable("Kept. This message has no words that Caseward can read.")
