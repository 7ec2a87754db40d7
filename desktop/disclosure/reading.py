"""Opening the item behind an entry to read it: its words, and its pages where they can be shown; always audited."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.casework import material
from desktop.session import Session
from storage.records import IndexEntry, Material, Medium, Meeting, Note, RegisterRow
from storage.store import Store, Work

VIEWED = ("application/pdf", "image/jpeg", "image/png", "image/tiff")
"""What can be shown page by page from memory."""


@dataclass(frozen=True)
class Opened:
    """What there is to read of an item: ``text``, and ``page_starts`` where its pages begin in it.

    ``blob_id`` is set when its pages can be shown; ``sheltered`` when it is a picture or flagged as distressing, so
    that nothing of it is shown before somebody asks. ``remark`` says why there is nothing to read.
    """

    entry: IndexEntry
    text: str = ""
    page_starts: tuple[int, ...] = ()
    blob_id: str = ""
    sheltered: str = ""
    remark: str = ""


def open_item(session: Session, entry_id: str) -> Opened:
    """Open the item of an entry for reading; the audit keeps that it was read, by whom and when."""
    found = session.look(_look, entry_id)
    if (found.text or found.blob_id) and not session.vault.read_only:
        session.do("Read an item", _note_reading, found.entry)
    return found


def pages_of(session: Session, opened: Opened) -> bytes:
    """The bytes to show page by page."""
    return session.look(lambda store: store.blob(opened.blob_id))


def _note_reading(work: Work, entry: IndexEntry) -> None:
    work.audit("material.viewed" if entry.record_kind == "Material" else "record.viewed", entry.record_id)


def _look(store: Store, entry_id: str) -> Opened:
    entry = store.get(IndexEntry, entry_id)
    if entry.record_kind == "Material":
        return _material(store, entry, store.get(Material, entry.record_id))
    if entry.record_kind == "Note":
        note = store.get(Note, entry.record_id)
        return Opened(entry, note.text, sheltered=_DISTRESSING if note.distressing else "")
    if entry.record_kind == "Meeting":
        return Opened(entry, store.get(Meeting, entry.record_id).minutes)
    if entry.record_kind == "RegisterRow":
        return Opened(entry, store.get(RegisterRow, entry.record_id).text)
    return Opened(
        entry, remark="This entry stands for records kept in several places, so there is no one text to read."
    )


_DISTRESSING = "This item is flagged as distressing."


def _material(store: Store, entry: IndexEntry, item: Material) -> Opened:
    found = material.text_of(store, item)
    shown = item.media_type in VIEWED and bool(item.blob_id)
    sheltered = _DISTRESSING if item.distressing else ""
    if item.media_type.startswith("image/") or item.medium is Medium.PHOTO:
        sheltered = sheltered or "This item is a picture."
    remark = ""
    if found is None and not shown:
        remark = " ".join(item.read_notes) or "This item is kept outside the vault, so there is nothing to read here."
    return Opened(
        entry,
        found.text if found else "",
        found.page_starts if found else (),
        item.blob_id if shown else "",
        sheltered,
        remark,
    )
