"""What a board puts right in a pack: the words, place and checking of statements of law, guidance and knowledge.

A correction is an edition (``casework.editions``): a case that was there before keeps the words it had. That somebody
compared a statement with its source counts wherever the same words stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from desktop import wording
from desktop.casework import editions
from desktop.casework.notes import clean
from desktop.errors import FieldErrors
from desktop.markers import framework as frameworks
from desktop.markers.framework import Framework, Marker, Reference
from storage.records import Case, Extra
from storage.store import Store, Work


@dataclass(frozen=True)
class Edition:
    """The words and place of a statement as a board has them since ``at``, and who checked them (empty: nobody)."""

    text: str
    place: str
    checked_by: str
    at: datetime


def framework_of(store: Store, case: Case) -> Framework:
    """The framework of a case with the corrections that hold for it."""
    shipped = frameworks.load(case.framework)
    kept = {one.key: _editions(one) for one in store.find(Extra) if one.key.startswith(_PREFIX)}
    if not kept:
        return shipped
    made = {reference.id: _as_of(reference, kept.get(_key(shipped.id, reference.id), ()), case.created_at)
            for marker in shipped.markers for reference in (*marker.knowledge, *marker.guidance)}  # fmt: skip
    return replace(shipped, markers=tuple(_with(marker, made) for marker in shipped.markers))


def _with(marker: Marker, made: Mapping[str, Reference]) -> Marker:
    return replace(
        marker,
        knowledge=tuple(made[one.id] for one in marker.knowledge),
        guidance=tuple(made[one.id] for one in marker.guidance),
    )


def _as_of(shipped: Reference, made: tuple[Edition, ...], begun: datetime | None) -> Reference:
    """A statement as a case begun then has it."""
    held = editions.held(made, begun)
    now = replace(shipped, text=held.text, place=held.place, checked=False, checked_by="") if held else shipped
    by = [one.checked_by for one in made if one.checked_by and (one.text, one.place) == (now.text, now.place)]
    return replace(now, checked=True, checked_by=by[-1]) if by else now


def correct(work: Work, framework_id: str, reference: Reference, *, text: str, place: str, by: str) -> Extra:
    """Keep other words or another place for a statement, or that ``by`` compared it with its source.

    Raises ``FieldErrors`` when words are missing, or nothing is said at all.
    """
    text, place, by = clean(text).strip(), clean(place).strip(), clean(by).strip()
    errors = {name: said for name, value, said in (
        ("text", text, "Enter what it says"), ("place", place, "Enter the page or section")
    ) if not value}  # fmt: skip
    if not errors and not by and (text, place) == (reference.text, reference.place):
        errors = {"by": "Enter who compared it with its source, or change what it says"}
    if errors:
        raise FieldErrors(errors)
    checked = f"{by}, {wording.uk_date(work.circumstances.today())}" if by else ""
    edition = {"text": text, "place": place, "checked_by": checked}
    return editions.add(work, _key(framework_id, reference.id), _EDITIONS, edition)


_PREFIX, _EDITIONS = "statement:", "editions"


def _key(framework_id: str, reference_id: str) -> str:
    return f"{_PREFIX}{framework_id}:{reference_id}"


def _editions(kept: Extra) -> tuple[Edition, ...]:
    found: list[dict[str, Any]] = kept.body[_EDITIONS]
    return tuple(
        Edition(one["text"], one["place"], one["checked_by"], datetime.fromisoformat(one["at"])) for one in found
    )
