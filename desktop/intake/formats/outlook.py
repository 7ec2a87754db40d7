"""Outlook messages (.msg): headers, plain or HTML body, attachments by value."""

from __future__ import annotations

import io
from typing import Any, Final

from oxmsg import Message

from desktop.intake.formats.found import Found
from desktop.intake.formats.mail import choose_body
from desktop.intake.formats.text import decode, html_text
from desktop.wording import plural

_METHOD: Final = 0x3705
_BY_VALUE, _MESSAGE, _OBJECT = 1, 5, 6
_SHORT_NAME: Final = 0x3704
_COMPRESSED_RTF: Final = 0x1009
_CONTENT_ID: Final = 0x3712
_RECIPIENT_TYPE: Final = 0x0C15
_TO_KINDS: Final = {1: "To", 2: "Cc", 3: "Bcc"}
_PARTS: Final = 1000

RTF_ONLY: Final = (
    "The words of this message are kept in a form that only Outlook reads (compressed rich text). The original is "
    "kept; open it elsewhere under a recorded loan to read them."
)
INSIDE: Final = "stays inside this message. The original is kept; open it elsewhere under a recorded loan to read it."


def parse(found: Found, data: bytes) -> None:
    message = Message.load(io.BytesIO(data))
    lines = _head(found, message)
    plain, html = str(_try(lambda: message.body) or ""), html_text(_html(message))
    body = choose_body(plain, html)
    if not body.strip() and _try(lambda: message.properties.binary_prop_value(_COMPRESSED_RTF)):
        found.note(RTF_ONLY)
    names = _attachments(found, message)
    lines += ["", body]
    if names:
        lines += ["", f"Attachments: {'; '.join(names)}"]
        many = "attachments are kept as items of their own"
        found.note(f"{plural(len(names), 'attachment is kept as an item of its own', many)}.")
    found.page("\n".join(lines))


def _try(get: Any) -> Any:
    """A property, or ``None`` where the message holds it in a way the library cannot read."""
    try:
        return get()
    except Exception:
        return None


def _html(message: Any) -> str:
    words = _try(lambda: message.html_body)
    if words is not None:
        return str(words)
    data = _try(lambda: message.properties.binary_prop_value(0x1013))
    decoded = decode(data) if data else None
    return decoded.text if decoded else ""


def _head(found: Found, message: Any) -> list[str]:
    sender = _try(lambda: message.sender)
    subject = _try(lambda: message.subject)
    sent = _try(lambda: message.sent_date)
    found.author(sender)
    found.date("Date of the message", sent)
    if sent is None:
        found.note("This message gives no date that can be read.")
    lines = [f"From: {sender}"] if sender else []
    to: dict[str, list[str]] = {}
    for recipient in _try(lambda: message.recipients) or ():
        kind = _TO_KINDS.get(_try(lambda one=recipient: one.properties.int_prop_value(_RECIPIENT_TYPE)) or 1, "To")
        name, address = _try(lambda one=recipient: one.name), _try(lambda one=recipient: one.email_address)
        to.setdefault(kind, []).append(f"{name or ''} <{address}>".strip() if address else str(name or ""))
    lines += [f"{kind}: {', '.join(to[kind])}" for kind in _TO_KINDS.values() if kind in to]
    if sent is not None:
        lines.append(f"Date: {sent:%Y-%m-%d %H:%M} UTC")
    if subject:
        lines.append(f"Subject: {subject}")
    return lines


def _attachments(found: Found, message: Any) -> list[str]:
    names: list[str] = []
    for number, attachment in enumerate(_try(lambda: message.attachments) or (), 1):
        if number > _PARTS:
            found.note("More attachments stay inside the original.")
            break
        name = _keep(found, attachment, number)
        if name:
            names.append(name)
    return names


def _keep(found: Found, attachment: Any, number: int) -> str:
    properties = attachment.properties
    method = _try(lambda: properties.int_prop_value(_METHOD))
    if method == _MESSAGE:
        found.note(f"A message {INSIDE}")
        return ""
    data = _try(lambda: attachment.file_bytes)
    if data is None or method == _OBJECT:
        found.note(f"An attachment that is a link or an object of Outlook {INSIDE}")
        return ""
    name = (
        _try(lambda: attachment.file_name)
        or _try(lambda: properties.str_prop_value(_SHORT_NAME))
        or f"attachment {number}"
    )
    media_type = str(_try(lambda: attachment.mime_type) or "application/octet-stream")
    inline = bool(_try(lambda: properties.str_prop_value(_CONTENT_ID))) and media_type.startswith("image/")
    found.part(str(name), data, media_type, inline=inline)
    return str(name)
