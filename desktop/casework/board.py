"""The board's own record, its bodies and their successors."""

from __future__ import annotations

import re
from typing import Any

from desktop.errors import FieldErrors, UserError
from storage.partial_date import PartialDate
from storage.records import Agency, Board, BodyKind
from storage.store import Store, Work

STANDING_STATEMENT = (
    "This index lists material known to the board's business unit. It is not a police schedule. Listing an item does "
    "not concede that it is relevant, and waives no privilege, public interest immunity or confidentiality. The owner "
    "of each item decides about its disclosure."
)


def board(store: Store) -> Board:
    """The board's record; an empty one before it is filled in."""
    return store.one(Board) or Board(standing_statement=STANDING_STATEMENT)


def save_board(work: Work, /, **fields: Any) -> Board:
    """Save fields of the board's record, making it the first time.

    Raises ``FieldErrors`` when the name is missing.
    """
    if "name" in fields and not fields["name"].strip():
        raise FieldErrors({"name": "Enter the name of the board"})
    now = work.one(Board) or work.add(Board(standing_statement=STANDING_STATEMENT))
    saved = work.change(now, **fields)
    if not saved.body_id and saved.name:
        own = Agency(
            name=saved.name, kind=BodyKind.AREA_AUTHORITY, type_words="the board", short_code="BOARD", member=True
        )
        saved = work.change(saved, body_id=work.add(own).id)
    if saved.body_id:
        own_facts = {name: getattr(saved, name) for name in ("name", "mailbox", "phone", "address")}
        work.change(work.get(Agency, saved.body_id), **own_facts)
    return saved


def bodies(store: Store, case_id: str = "") -> tuple[Agency, ...]:
    """All bodies of the board, and those of one case, by name."""
    return store.find(Agency, case_id=["", case_id], order=["name"])


def add_body(work: Work, /, name: str, kind: BodyKind, **fields: Any) -> Agency:
    """Add a body or place for all cases of the board.

    ``short_code`` names its files; left empty, one is made that says nothing of the name. Raises ``FieldErrors``.
    """
    if not name.strip():
        raise FieldErrors({"name": "Enter the name of the body"})
    if any(_same(one.name, name) for one in work.find(Agency, case_id="")):
        raise FieldErrors({"name": "A body of this name is already there. Open it, or give this one another name"})
    fields.setdefault("short_code", "")
    fields["short_code"] = fields["short_code"] or next_code(work)
    return work.add(Agency(name=name.strip(), kind=kind, **fields))


def next_code(store: Store) -> str:
    """The next free short code: BODY01, BODY02 and so on."""
    taken = {one.short_code for one in store.find(Agency, deleted=None)}
    number = 1
    while f"BODY{number:02d}" in taken:
        number += 1
    return f"BODY{number:02d}"


def save_body(work: Work, /, body: Agency, **fields: Any) -> Agency:
    """Save fields of a body. Raises ``FieldErrors`` for a short code that cannot be part of a file name."""
    code = fields.get("short_code", body.short_code)
    if not re.fullmatch(r"[A-Z0-9]{2,12}", code):
        raise FieldErrors(
            {"short_code": "Enter a short code of 2 to 12 capital letters and digits, with no name in it"}
        )
    return work.change(body, **fields)


def succeed(work: Work, body: Agency, successor: Agency, on: PartialDate) -> Agency:
    """Record that ``successor`` decides for ``body`` from then on.

    Raises ``UserError`` when that would go in a circle.
    """
    seen, at = {body.id}, successor
    while at.id not in seen and at.successor_id:
        seen.add(at.id)
        at = work.get(Agency, at.successor_id)
    if at.id == body.id:
        raise UserError(
            "These bodies would each be the other's successor.", "Choose another successor.", field="successor_id"
        )
    return work.change(body, successor_id=successor.id, succeeded_on=on)


def decider(store: Store, body_id: str) -> Agency:
    """The body that decides today for ``body_id``: itself, or its last successor."""
    body = store.get(Agency, body_id)
    while body.successor_id:
        body = store.get(Agency, body.successor_id)
    return body


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
