"""Any text of the vault, and the words of an imported item, as a document for one audience.

Here: a text with its marks, a transcript page by page. Source: DESIGN section 5. Not here: which class the words of an
item have (``item_class``), the list of what was replaced (``release_review``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from desktop.casework import marks, material
from desktop.casework.marks import Place as Text
from desktop.copies import require_letters
from desktop.copies.transcript import page_blocks, paragraphs, statement
from desktop.errors import UserError
from desktop.paper import document as doc
from desktop.redaction import marks as spans
from desktop.redaction.released import Released, fixed
from desktop.redaction.spans import by_part
from desktop.reports.item_class import about_whom, class_of
from desktop.reports.setting import Setting, setting
from storage.records import Case, Material, MaterialText
from storage.store import Store

WHOLE = "Text"
"""What lists of places call a text that is a document of its own."""


def text_document(made: Setting, name: str) -> doc.Document:
    place = marks.place_called(name)
    if place is None:
        raise UserError("There is no such text.", "Choose it again.", code="gone")
    if place.kind == "MaterialText":
        _require_letters(made.store, made.store.get(MaterialText, place.record_id))
    said = say_place(made, place)
    title = fixed({"Note": "Note", "Meeting": "Minutes", "MaterialText": "Words of an item"}.get(place.kind, "Text"))
    blocks: tuple[doc.Block, ...] = (doc.Title(title), *(doc.Paragraph(part) for part in _parts(said)))
    return doc.Document(title, made.furniture(title), blocks, style="report")


def say_place(made: Setting, place: Text) -> Released:
    """A text of the vault as the audience of ``made`` gets it, its marks and its kind respected."""
    record = made.store.any_record(place.kind, place.record_id)
    owner = made.store.get(Material, record.material_id) if isinstance(record, MaterialText) else record
    whole = class_of(made.store, owner, made.releaser.audience) if made.profile != "internal" else ""
    about = about_whom(made.store, owner)
    text = marks.text_in(record, place.field)
    return made.say(text, WHOLE, whole_class=whole, about=about, marked=(place.kind, place.record_id, place.field))


def shown_as(store: Store, case: Case, place: Text, profile: str, recipient_id: str = "") -> tuple[Released, Setting]:
    """A text as an audience would get it now, looked at only: nothing is kept. A court without a request gets the
    strictest reading.
    """
    made = setting(store, case, profile, recipient_id=recipient_id)
    return say_place(made, place), made


def _parts(said: Released) -> list[Released]:
    """Cut at empty lines, never inside something the engine put there."""
    parts, at = [], 0
    for end in [*_breaks(said), len(said.text)]:
        piece = said.part(at, end)
        if piece.text.strip():
            left = len(piece.text) - len(piece.text.lstrip())
            parts.append(piece.part(left, len(piece.text.rstrip())))
        at = end
    return parts or [said]


def _breaks(said: Released) -> Iterator[int]:
    at = said.text.find("\n\n")
    while at >= 0:
        if not any(one.start < at < one.end for one in said.spans):
            yield at
        at = said.text.find("\n\n", at + 2)


def item_document(made: Setting, item_id: str) -> doc.Document:
    item = made.store.get(Material, item_id)
    kept = material.text_of(made.store, item)
    if kept is None or not kept.text.strip():
        raise UserError(
            "This item has no words that could be set as a transcript.",
            "Make a copy of its pages, or type its words under Details.",
            code="no-words",
        )
    _require_letters(made.store, kept)
    audience, about = made.releaser.audience, about_whom(made.store, item)
    whole = class_of(made.store, item, audience)
    title = fixed("Transcript of a document")
    if whole and audience.codes([(one, whole) for one in about or ("",)]) not in ("K", "R"):
        # Not even how many pages there are: what is told is the same for one letter and for ten pages.
        said = made.say(kept.text, WHOLE, whole_class=whole, about=about, marked=("MaterialText", kept.id, "text"))
        told = (doc.Title(title), *(doc.Paragraph(one) for one in _parts(said)))
        return doc.Document(title, made.furniture(title), told, style="report")
    starts = kept.page_starts or (0,)
    blocks: list[doc.Block] = [doc.Title(title), statement()]
    held = marks.for_release(made.store, Text("MaterialText", kept.id, "text"))
    own = (*held, *made.releaser.quotations(kept.text))
    made.releaser.prepare_parts(kept.text, _all_parts(kept.text, starts))
    for number, (start, end) in enumerate(zip(starts, (*starts[1:], len(kept.text)), strict=True), 1):
        page = kept.text[start:end]
        here = [one for one in own if one.start < end and start < one.end]
        blocks += page_blocks(number, list(_page(made, page, _within(here, start, end), f"Page {number}")))
    return doc.Document(title, made.furniture(title), tuple(blocks), style="report")


def _require_letters(store: Store, kept: MaterialText) -> None:
    """Raise ``UserError`` where the words were taken out of a PDF whose fonts do not say which letters they draw."""
    item = store.get(Material, kept.material_id)
    if kept.method != "typed" and item.media_type == "application/pdf" and item.blob_id:
        starts = kept.page_starts or (0,)
        texts = [kept.text[start:end] for start, end in pairwise((*starts, len(kept.text)))]
        require_letters(store.blob(item.blob_id), texts)


def _all_parts(text: str, starts: Sequence[int]) -> list[str]:
    return [part for start, end in pairwise((*starts, len(text))) for part in paragraphs(text[start:end])]


def _within(held: Iterable[spans.Mark], start: int, end: int) -> list[spans.Mark]:
    return [replace(one, start=max(one.start, start) - start, end=min(one.end, end) - start) for one in held]


def _page(made: Setting, page: str, held: list[spans.Mark], where: str) -> Iterator[Released]:
    parts = list(paragraphs(page))
    for text, own in zip(parts, by_part(page, parts, held), strict=True):
        yield made.say(text, where, marks=own)
