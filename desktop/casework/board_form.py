"""What the pages about the board, its bodies and its people keep and show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import intake
from desktop.casework import access
from desktop.casework import board as boards
from desktop.errors import FieldErrors, UserError
from desktop.session import Session
from storage.records import Agency, Board, BodyKind, Case, IndexEntry, Material, Note, Person, Worker, words
from storage.slots import listed
from storage.store import Store, Work

LARGEST_PICTURE = 4_000_000


@dataclass(frozen=True)
class Reach:
    """What somebody with a passphrase can read of one case."""

    code_name: str
    stage: str
    people: int
    items: int


@dataclass(frozen=True)
class Ways:
    """Who and what opens the vault: people, whether recovery words and this computer's keyring do, and what it
    holds.
    """

    workers: tuple[Worker, ...]
    recovery: bool
    keyring_id: str
    reach: tuple[Reach, ...]


def keep_board(work: Work, facts: Mapping[str, Any], picture: bytes) -> Board:
    """Save the board's details; ``picture`` is a new letterhead, or empty to keep the one there is. Raises
    ``FieldErrors``.
    """
    given = dict(facts)
    if not str(given.get("name", "")).strip():
        raise FieldErrors({"name": "Enter the name of the board"})
    has_picture = bool(picture or boards.board(work).letterhead_blob)
    if has_picture and not str(given.get("letterhead_alt", "")).strip():
        raise FieldErrors({"letterhead_alt": "Enter what the picture shows, for people who cannot see it"})
    if picture:
        given["letterhead_blob"] = work.add_blob(picture).id
    return boards.save_board(work, **given)


def read_picture(path: Path) -> bytes:
    """The bytes of a picture, opened once in a child to see that it is one. Raises ``UserError`` for the field."""
    wrong = "Choose a picture in PNG or JPEG of at most 4 MB"
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_PICTURE else b""
    except OSError:
        data = b""
    if not data.startswith((b"\x89PNG", b"\xff\xd8")):
        raise UserError(wrong, field="picture")
    try:
        intake.render(data, 1, 40)
    except UserError as problem:
        raise UserError(wrong, field="picture") from problem
    return data


def keep_body(work: Work, body_id: str, facts: Mapping[str, Any], successor_id: str, since: Any) -> Agency:
    """Save a body or add one, with its successor. Raises ``FieldErrors``, ``UserError`` for a circle of successors."""
    given = dict(facts)
    kind = given.pop("kind")
    if not kind:
        raise FieldErrors({"kind": "Choose what kind of body it is"})
    if not str(given.get("name", "")).strip():
        raise FieldErrors({"name": "Enter the name of the body"})
    if body_id:
        body = boards.save_body(work, work.get(Agency, body_id), kind=BodyKind(kind), **given)
    else:
        body = boards.add_body(work, given.pop("name"), BodyKind(kind), **given)
    if successor_id:
        if successor_id == body.id:
            raise FieldErrors({"successor_id": "A body cannot be its own successor"})
        return boards.succeed(work, body, work.get(Agency, successor_id), since)
    return work.change(body, successor_id="", succeeded_on=type(since)()) if body.successor_id else body


def used_by(store: Store, body_id: str) -> int:
    """How many items, entries and people name a body."""
    entries = sum(body_id in (e.owner_id, e.author_agency_id, *e.controller_ids) for e in store.find(IndexEntry))
    return entries + store.count(Person, agency_id=body_id) + store.count(Material, from_agency_id=body_id)


def remove_body(work: Work, body_id: str) -> Agency:
    """Put a body into the bin. Raises ``UserError`` while something names it, or when it is the board itself."""
    if boards.board(work).body_id == body_id:
        raise UserError("This is the board itself.", "Change its name under Board details.")
    if used_by(work, body_id):
        raise UserError("Items or people name this body, so it stays.", "Name its successor instead.")
    return work.bin(work.get(Agency, body_id))


def ways(session: Session) -> Ways:
    """Who can open the vault and what they can read."""
    slots = listed(session.vault)
    workers, reach = session.look(lambda store: (access.workers(store), _reach(store)))
    keyring = next((slot.id for slot in slots if slot.kind.value == "keyring"), "")
    return Ways(workers, any(slot.kind.value == "recovery" for slot in slots), keyring, reach)


def _reach(store: Store) -> tuple[Reach, ...]:
    return tuple(
        Reach(
            case.code_name, words(case.stage), store.count(Person, case_id=case.id),
            store.count(Material, case_id=case.id) + store.count(Note, case_id=case.id),
        )
        for case in store.find(Case, order=["code_name"])
    )  # fmt: skip
