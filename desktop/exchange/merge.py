"""The three-way merge of one record, field by field: what the pack was sent, what came back, what the board has now.

Changed on one side: that side. The same on both: nothing to do. Different on both: a person decides, and until then
the board's value stands (storage findings, section 4.2). Never ordered or settled by time: clocks of laptops differ.
Works on columns' values; knows nothing of stores.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.records import IndexEntry, Judgement, Mark, Meeting, Note, RegisterRow, Row, StageState
from storage.travelling import SILENT, Values, empty

MISSING = None
"""Stands for a value of a register row that is not there; no field of one is kept as null."""
DELETED = "deleted"
FREEZING: dict[type[Row], str] = {
    Note: "frozen_at", Meeting: "circulated_at", RegisterRow: "frozen_at", Judgement: "signed_at",
}  # fmt: skip
"""The field whose filling makes a record one that is only corrected."""
QUIET: dict[type[Row], frozenset[str]] = {
    RegisterRow: frozenset({"position"}),
    StageState: frozenset({"cursor", "read", "status"}),
    Judgement: frozenset({"superseded_by"}),
    Mark: frozenset({"start", "end", "quoted", "drifted"}),
}
"""Fields that go with something else and that nobody is asked about: where both changed one, the board's stands."""
_OWN = {"working_ref", "number_open", "number_sensitive", "suggested_owner_id", "suggested_claim"}
DERIVED: dict[type[Row], frozenset[str]] = {
    RegisterRow: frozenset({"text"}),
    IndexEntry: frozenset({*_OWN, "record_kind", "record_id"}),
}
"""Fields that are made again from the merged record, or that only the board gives: never taken from a pack."""
FOLLOWED: dict[str, frozenset[str]] = {
    "Material": frozenset(
        {"kind", "origin", "title", "doc_date", "medium", "extent", "sha256", "size", "hashed_at", "received_on",
         "relation", "parent_id"}
    ),
    "Note": frozenset(
        {"kind", "title", "doc_date", "medium", "extent", "author_id", "author_role", "speaker_ids", "terms",
         "relation", "parent_id"}
    ),
    "Meeting": frozenset({"kind", "title", "doc_date", "doc_version"}),
    "RegisterRow": frozenset({"title"}),
}  # fmt: skip
"""Fields of an index entry that follow its record, by the record's kind: made again, not merged."""


@dataclass(frozen=True)
class Clash:
    """A field that a person decides, with the values of the three sides and why it is asked."""

    name: str
    why: str
    base: Any
    theirs: Any
    ours: Any
    also: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What becomes of a record: ``fields`` are set on ours (all of them when ``new``), ``clashes`` are asked."""

    fields: Values
    clashes: tuple[Clash, ...] = ()
    new: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.fields or self.clashes or self.new)


NOTHING = Outcome({})


def _same(value: Any) -> Any:
    return value


def three_way(
    kind: type[Row],
    sent: Mapping[str, Any] | None,
    held: Mapping[str, Any],
    theirs: Mapping[str, Any],
    ours: Mapping[str, Any] | None,
    said_here: Callable[[Any], Any] = _same,
) -> Outcome:
    """Merge one record. ``sent`` is None for one that the pack was never sent; ``held`` has our values of those fields
    that were sent altered; ``said_here`` puts a value of theirs into our words (codes that have changed)."""
    if ours is None:
        return Outcome({name: said_here(value) for name, value in theirs.items()}, new=True)
    if kind.APPEND_ONLY:
        return NOTHING
    sides = _Sides(kind, sent, held, theirs, ours, said_here)
    return sides.deletion() or sides.fields()


class _Sides:
    """One record as the three sides have it, its fields flat: a value of a register row is a field of its own."""

    def __init__(
        self,
        kind: type[Row],
        sent: Mapping[str, Any] | None,
        held: Mapping[str, Any],
        theirs: Mapping[str, Any],
        ours: Mapping[str, Any],
        said_here: Callable[[Any], Any],
    ) -> None:
        self.kind = kind
        self.raw_ours = ours
        self.said_here = said_here
        unknown = dict.fromkeys(flat(kind, ours), MISSING) if sent is None else {}
        known = empty(kind) | dict(sent or {})
        self.sent = {**flat(kind, known), **unknown} if sent is None else flat(kind, known)
        self.held = flat(kind, known | dict(held)) if sent is not None else dict(self.sent)
        self.theirs = flat(kind, theirs)
        self.ours = flat(kind, ours)
        self.names = _names(kind, ours, {*self.sent, *self.theirs, *self.ours})
        self.theirs_changed = [name for name in self.names if self.theirs.get(name) != self.sent.get(name)]
        self.marker = FREEZING.get(kind, "")

    def changed_here(self, name: str) -> bool:
        """Whether we changed a field; a code that was only renamed here is no change."""
        ours, held = self.ours.get(name), self.held.get(name)
        return bool(ours != held and ours != self.said_here(held))

    def deletion(self) -> Outcome | None:
        """Put aside on one side and changed on the other: always asked. None when it is neither."""
        if DELETED in self.theirs_changed and self.theirs[DELETED] and not self.ours[DELETED]:
            if any(self.changed_here(name) for name in self.names if name != DELETED):
                return Outcome({}, (self.clash(DELETED, "deleted_there"),))
            # What they changed before they put it aside comes along, as it does where we have put it aside too.
            rest = self.fields()
            return Outcome(rest.fields | {DELETED: self.theirs[DELETED]}, rest.clashes)
        if self.changed_here(DELETED) and self.ours[DELETED] and not self.theirs[DELETED]:
            said = {name: self.said_here(self.theirs.get(name)) for name in self.theirs_changed if name != DELETED}
            theirs = {name: value for name, value in said.items() if value != self.ours.get(name)}
            # Asked even if another pack has brought the same words already: the order of two packs must not matter.
            return Outcome({}, (self.clash(DELETED, "deleted_here", also=theirs),)) if said else NOTHING
        return None

    def fields(self) -> Outcome:
        """The other fields, each for itself."""
        frozen, taken, clashes = bool(self.raw_ours.get(self.marker)), Values(), list[Clash]()
        for name in self.theirs_changed:
            value = self.said_here(self.theirs.get(name))
            if value == self.ours.get(name):
                continue
            why = self._why(name, frozen=frozen)
            if not why:
                taken[name] = value
            elif name.partition(".")[0] not in QUIET.get(self.kind, ()):
                clashes.append(self.clash(name, why))
        return Outcome(unflat(self.kind, self.raw_ours, taken), tuple(clashes))

    def _why(self, name: str, *, frozen: bool) -> str:
        """Why a field that they changed is asked about; empty when it is simply taken."""
        if frozen and name not in self.kind.LIVE:
            return "frozen"
        if self.sent.get(name) != self.held.get(name):
            return "altered"
        if self.changed_here(name):
            return "edited"
        lasting = [other for other in self.names if other not in self.kind.LIVE] if name == self.marker else []
        return "frozen_there" if any(self.changed_here(other) for other in lasting) else ""

    def clash(self, name: str, why: str, *, also: Values | None = None) -> Clash:
        """The three values of a field."""
        theirs = self.said_here(self.theirs.get(name))
        return Clash(name, why, self.sent.get(name), theirs, self.ours.get(name), also or {})


def _names(kind: type[Row], ours: Mapping[str, Any], found: set[str]) -> list[str]:
    left = SILENT | DERIVED.get(kind, frozenset())
    if kind is IndexEntry:
        left |= FOLLOWED.get(str(ours.get("record_kind")), frozenset())
    return sorted(found - left)


def flat(kind: type[Row], values: Mapping[str, Any]) -> Values:
    """The fields of a record, with each value of a register row as ``values.NAME``."""
    if kind is not RegisterRow:
        return dict(values)
    inner = json.loads(values.get("values") or "{}")
    apart = {f"values.{name}": value for name, value in inner.items()}
    return {name: value for name, value in values.items() if name != "values"} | apart


def unflat(kind: type[Row], ours: Mapping[str, Any], taken: Values) -> Values:
    """Fields as ``flat`` gives them, back as columns over ``ours``."""
    if kind is not RegisterRow or not any(name.startswith("values.") for name in taken):
        return taken
    inner = json.loads(ours.get("values") or "{}")
    for name, value in taken.items():
        if name.startswith("values."):
            inner[name.removeprefix("values.")] = value
    kept = {name: value for name, value in inner.items() if value is not MISSING}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {name: value for name, value in taken.items() if not name.startswith("values.")} | {"values": text}
