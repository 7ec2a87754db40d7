"""E-mails as they travel: headers, words, attachments, a message inside a message. Equal items give equal bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from desktop.demonstration.items import Item

_TYPES = {"pdf": ("application", "pdf"), "png": ("image", "png"), "csv": ("text", "csv")}


def message(item: Item, others: Mapping[str, Item], make: Callable[[Item], bytes], today: date) -> EmailMessage:
    """The message of ``item`` with its attachments; ``make`` gives the bytes of an attached file."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = item.sender, item.to, item.subject
    mail["Date"] = format_datetime(item.sent_at(today))
    mail["Message-ID"] = f"<{item.key}@example.org>"
    mail.set_content(item.body + "\n", cte="quoted-printable")
    for key in item.attachments:
        inner = others[key]
        if inner.message:
            mail.add_attachment(message(inner, others, make, today), filename=inner.file)
        else:
            main, sub = _TYPES[inner.suffix]
            mail.add_attachment(make(inner), maintype=main, subtype=sub, filename=inner.file)
    if item.attachments:
        mail.set_boundary(f"=_{item.key}_=")
    return mail
