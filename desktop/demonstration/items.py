"""The items of the demonstration as data: what each file, note and meeting of the script is.

Read from ``resources/demo``. A date of the form ``-150`` counts back from the day the demonstration is made.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from desktop.demonstration import chronology
from storage.records import (
    Answer,
    DocStatus,
    MaterialKind,
    Medium,
    Origin,
    PartialDate,
    Privilege,
    Relation,
)

_WRAPPED = re.compile(r"(?m)^((?![|#]).{100,})\n(?=[^\n|#])")
"""A line that was broken to fit into the data file: it runs on."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing of the script. ``how`` is file, note, thing, meeting or administration; people and bodies by key.

    ``chronology`` is the service whose events stand in the file, or ``ALL``.
    """

    key: str
    how: str = "file"
    title: str = ""
    description: str = ""
    file: str = ""
    kind: str = ""
    note: str = ""
    origin: str = ""
    from_body: str = ""
    from_person: str = ""
    written: str = ""
    received: str = ""
    author: str = ""
    by: str = ""
    recipients: str = ""
    status: str = "unknown"
    version: str = ""
    extent: str = ""
    medium: str = ""
    copy: str = ""
    original: str = ""
    location: str = ""
    parent: str = ""
    relation: str = ""
    period: str = ""
    owner: str = ""
    confirmed: bool = False
    claim: str = "none"
    claim_reason: str = ""
    who_may_view: str = ""
    privilege: str = ""
    block: int = 0
    block_basis: str = ""
    leave_out: str = ""
    undecided: bool = False
    distressing: bool = False
    inside: bool = False
    message: bool = False
    scan: bool = False
    typed: str = ""
    body: str = ""
    rows: list[list[str]] = field(default_factory=list)
    letter_to: str = ""
    sender: str = ""
    to: str = ""
    subject: str = ""
    sent: str = ""
    attachments: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    told: str = ""
    told_version: str = ""
    mode: str = ""
    place: str = ""
    attended: str = ""
    present: str = ""
    pages: int = 0
    freeze: bool = False
    chronology: str = ""

    @property
    def suffix(self) -> str:
        """The end of the file's name, without the dot."""
        return self.file.rsplit(".", 1)[-1].lower()

    def on(self, today: date) -> PartialDate:
        """The date of the document."""
        return PartialDate.exact(_back(self.written or self.sent, today)) if self._counts else self._plain_date

    def received_on(self, today: date) -> date | None:
        """When it came in, where that was another day than it was entered."""
        return _back(self.received, today) if self.received else None

    def sent_at(self, today: date) -> datetime:
        """When a message was sent, in UTC."""
        if self._counts:
            return datetime.combine(_back(self.sent, today), time(10, 15), UTC)
        return datetime.fromisoformat(self.sent).replace(tzinfo=UTC)

    @property
    def _counts(self) -> bool:
        return (self.written or self.sent).startswith("-")

    @property
    def _plain_date(self) -> PartialDate:
        return PartialDate.from_iso(self.written or self.sent[:10])

    @property
    def material_fields(self) -> dict[str, Any]:
        """What is told when the item comes in, but for bodies and people."""
        said: dict[str, Any] = {"title": self.title, "distressing": self.distressing, "extent_note": self.extent}
        for name, given, make in (
            ("kind", self.kind, MaterialKind),
            ("medium", self.medium, Medium),
            ("origin", self.origin, Origin),
            ("relation", self.relation, Relation),
        ):
            if given:
                said[name] = make(given)
        return said

    @property
    def entry_fields(self) -> dict[str, Any]:
        """What a person writes into the entry beside its description, owner and claim."""
        said: dict[str, Any] = {
            "author_role": self.author,
            "recipients": self.recipients,
            "doc_status": DocStatus(self.status),
            "doc_version": self.version,
            "is_copy": {"yes": Answer.YES, "no": Answer.NO, "": Answer.UNKNOWN}[self.copy],
            "original_location": self.original,
            "period": PartialDate.from_iso(self.period),
        }
        if self.block:
            said |= {"is_block": True, "block_quantity": self.block, "block_basis": self.block_basis}
        if self.told and self.how == "file":
            said["terms"] = self.told
        if self.how == "thing" and self.told:
            said["terms"] = self.told
        if self.how == "meeting" and self.extent:
            said["extent"] = self.extent
        return said

    @property
    def decided_privilege(self) -> Privilege | None:
        """Whose advice it is, where privilege is claimed."""
        return Privilege(self.privilege) if self.privilege else None


def _back(text: str, today: date) -> date:
    if text.startswith("-"):
        return today - timedelta(days=int(text[1:]))
    return date.fromisoformat(text[:10])


@cache
def load(name: str) -> dict[str, Item]:
    """The items of one data file, by key, in the order of the script."""
    found = tomllib.loads(text_of(f"{name}.toml"))["item"]
    return {one["key"]: _item(one) for one in found}


def _item(given: dict[str, Any]) -> Item:
    said = dict(given)
    said["from_body"] = said.pop("from", "")
    said["present"] = said.pop("with", "")
    said["body"] = _WRAPPED.sub(r"\1 ", said.get("body", "").strip())
    return _with_events(Item(**said))


def _with_events(item: Item) -> Item:
    """An item with the events of its service, as its kind of file writes them."""
    if not item.chronology:
        return item
    if item.suffix == "xlsx":
        events = chronology.combined() if item.chronology == "ALL" else chronology.rows(item.chronology)
        return replace(item, rows=chronology.squared([*item.rows, *events]))
    if item.suffix == "docx":
        return replace(item, body=f"{item.body}\n{chronology.table(item.chronology)}")
    told = chronology.lines(item.chronology)
    return replace(item, body=f"{item.body}\n{told}", typed=told if item.scan else item.typed)


@cache
def text_of(name: str) -> str:
    """A data file of the demonstration as text."""
    return files("resources").joinpath("demo", name).read_text(encoding="utf-8")
