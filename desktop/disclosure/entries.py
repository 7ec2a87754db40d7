"""What a person decides about an entry, each as a dated event that is never changed (data dictionary, 2.2 and 2.5).

Owner and sensitivity are set one entry at a time, never in bulk and never by default.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from desktop.casework import codes
from desktop.casework import entries as making
from desktop.casework.entries import note_event
from desktop.errors import FieldErrors, UserError
from storage.records import (
    Agency,
    EntryEvent,
    EntryStatus,
    IndexEntry,
    Listing,
    Origin,
    OwnerPosition,
    Person,
    Privilege,
    Relation,
    SensitivityClaim,
)
from storage.store import Store, Work

BULK = frozenset({"location", "controller_ids", "retention_class", "retain_until", "owner_contact"})
"""The fields that may be set for many entries at once."""
CATEGORY_ONLY = frozenset(
    {"social services", "child protection", "confidential", "sensitive", "safeguarding", "personal"}
)


def entries(store: Store, case_id: str) -> tuple[IndexEntry, ...]:
    """The entries of a case: numbered ones by number, candidates after them."""
    found = store.find(IndexEntry, case_id=case_id)
    return tuple(sorted(found, key=lambda e: (e.number_open or 10**9, e.number_sensitive or 10**9, e.working_ref)))


def reference(prefix: str, entry: IndexEntry) -> str:
    """What an entry is called: its number in the open series, in the sensitive series, or its working reference."""
    if entry.number_open:
        return f"{prefix}-N{entry.number_open:04d}"
    return f"{prefix}-S{entry.number_sensitive:04d}" if entry.number_sensitive else entry.working_ref


def history(store: Store, entry_id: str) -> tuple[EntryEvent, ...]:
    """Everything decided about an entry, oldest first."""
    return store.find(EntryEvent, entry_id=entry_id)


def describe(work: Work, /, entry: IndexEntry, description: str, **fields: Any) -> IndexEntry:
    """Save the external description (and other plain fields). Bare codes of people are put in brackets; the checks say
    what is wrong with it."""
    register = work.find(Person, case_id=entry.case_id)
    saved = work.change(entry, description=codes.wrap(" ".join(description.split()), register), **fields)
    if saved is not entry:
        note_event(work, saved, "described")
    return saved


def save(work: Work, /, entry: IndexEntry, **fields: Any) -> IndexEntry:
    """Save plain fields. Owner, claim, position, listing and status have functions of their own.

    Raises ``UserError`` for one of those.
    """
    own = {"owner_id", "claim", "owner_position", "listing", "status", "number_open", "number_sensitive"}
    if own & fields.keys():
        raise UserError("That is a decision with a date and a reason.", "Use the step made for it.")
    return work.change(entry, **fields)


def set_owner(work: Work, entry: IndexEntry, owner_id: str, *, contact: str = "", by: str = "") -> IndexEntry:
    """Set the body entitled to decide about disclosure. A new owner is unconfirmed."""
    body = work.get(Agency, owner_id)
    saved = work.change(
        entry,
        owner_id=body.id,
        owner_contact=contact or entry.owner_contact or body.mailbox,
        owner_confirmed_on=None,
        owner_confirmed_by="",
        successor_id=body.successor_id,
    )
    note_event(work, saved, "owner_set", by=by, owner=body.id)
    return saved


def confirm_owner(work: Work, entry: IndexEntry, by: str, on: date) -> IndexEntry:
    """Record that the owner confirmed owning the item. Raises ``FieldErrors`` when there is no owner yet."""
    if not entry.owner_id:
        raise FieldErrors({"owner_id": "Choose the body that owns the item first"})
    saved = work.change(entry, owner_confirmed_on=on, owner_confirmed_by=by)
    note_event(work, saved, "owner_confirmed", by=by)
    return saved


def set_position(
    work: Work, entry: IndexEntry, position: OwnerPosition, on: date, *, reason: str = "", by: str = ""
) -> IndexEntry:
    """Record what the owner says about inspection. An objection needs the owner's reason."""
    if position is OwnerPosition.OBJECT and not reason.strip():
        raise FieldErrors({"owner_position_reason": "Enter the owner's reason for objecting"})
    saved = work.change(entry, owner_position=position, owner_position_on=on, owner_position_reason=reason)
    note_event(work, saved, "position_set", reason, by, position=position.value)
    return saved


def claim(
    work: Work,
    entry: IndexEntry,
    decision: SensitivityClaim,
    *,
    reason: str = "",
    by: str = "",
    privilege: Privilege | None = None,
    who_may_view: str = "",
) -> IndexEntry:
    """Decide about sensitivity. A claim says which public interest would be harmed and how, for this item.

    Raises ``FieldErrors`` for a claim without such a reason, or with a category alone.
    """
    if decision in (SensitivityClaim.CLAIMED, SensitivityClaim.HIGHLY):
        said = " ".join(reason.casefold().split()).rstrip(".")
        if len(said) < 40 or said in CATEGORY_ONLY:
            raise FieldErrors(
                {
                    "claim_reason": "Say which public interest would be harmed and how, for this item. "
                    "A category alone is not enough"
                }
            )
    fields: dict[str, Any] = {"claim": decision, "claim_reason": reason}
    if privilege is not None:
        fields["privilege"] = privilege
    if who_may_view:
        fields["who_may_view"] = who_may_view
    saved = work.change(entry, **fields)
    note_event(work, saved, "claim_set", reason, by, claim=decision.value)
    return saved


def accept(work: Work, entry: IndexEntry, *, by: str = "") -> IndexEntry:
    """A person decides that the candidate belongs on the list."""
    saved = work.change(entry, listing=Listing.ACCEPTED, listing_reason="")
    note_event(work, saved, "accepted", by=by)
    return saved


def leave_out(work: Work, entry: IndexEntry, reason: str, *, by: str = "") -> IndexEntry:
    """Not for listing, with the reason (mis-filed, outside the scope note, identical copy of another item)."""
    if not reason.strip():
        raise FieldErrors({"listing_reason": "Enter why this is not for listing"})
    if entry.number_open or entry.number_sensitive:
        raise UserError("This item has been listed and has a number.", "Withdraw it, with a reason.")
    saved = work.change(entry, listing=Listing.LEFT_OUT, listing_reason=reason)
    note_event(work, saved, "left_out", reason, by)
    return saved


def hold_over(work: Work, entry: IndexEntry, reason: str, *, by: str = "") -> IndexEntry:
    """Leave an unfinished item for the next version, with a dated reason (never printed on list A)."""
    if not reason.strip():
        raise FieldErrors({"held_over_reason": "Enter why this waits for the next version"})
    saved = work.change(entry, held_over_reason=reason, held_over_until="next")
    note_event(work, saved, "held_over", reason, by)
    return saved


def take_up(work: Work, entry: IndexEntry, *, by: str = "") -> IndexEntry:
    """End a hold-over."""
    saved = work.change(entry, held_over_reason="", held_over_until="")
    note_event(work, saved, "taken_up", by=by)
    return saved


def set_status(
    work: Work, entry: IndexEntry, status: EntryStatus, reason: str, *, by: str = "", other_id: str = ""
) -> IndexEntry:
    """Withdraw an entry, or say it is a duplicate, superseded, lost, destroyed or was never made. It stays listed."""
    if status is not EntryStatus.ACTIVE and not reason.strip():
        raise FieldErrors({"status_note": "Enter the reason"})
    if status in (EntryStatus.DUPLICATE, EntryStatus.SUPERSEDED) and not other_id:
        raise FieldErrors({"status_other_id": "Choose the item that stands in its place"})
    saved = work.change(entry, status=status, status_note=reason, status_other_id=other_id)
    note_event(work, saved, "status_set", reason, by, status=status.value, other=other_id)
    return saved


def withdraw(work: Work, entry: IndexEntry, reason: str, *, by: str = "") -> IndexEntry:
    """Withdraw an entry: its number stays and reads "Not listed"."""
    return set_status(work, entry, EntryStatus.WITHDRAWN, reason, by=by)


def split(
    work: Work, entry: IndexEntry, title: str, description: str, relation: Relation, *, by: str = ""
) -> IndexEntry:
    """List a part of an item (from a block, an extract, an edited version) as an entry of its own beside it."""
    fields = {
        name: getattr(entry, name)
        for name in (
            "kind",
            "origin",
            "doc_date",
            "author_role",
            "author_agency_id",
            "medium",
            "location",
            "received_on",
        )
    }
    part_id = work.circumstances.new_id()
    part = work.add(
        IndexEntry(
            id=part_id,
            case_id=entry.case_id,
            record_kind="Part",
            record_id=part_id,
            working_ref=making.next_working_ref(work, entry.case_id),
            parent_id=entry.id,
            relation=relation,
            title=title,
            description=" ".join(description.split()),
            suggested_owner_id=entry.owner_id or entry.suggested_owner_id,
            **fields,
        )
    )
    note_event(work, entry, "split", by=by, part=part.id)
    return part


def record_act(work: Work, /, entry: IndexEntry, happened: str, on: date, by: str, **facts: Any) -> EntryEvent:
    """Keep what police, prosecutor or court did with an item: ``police_inspected``, ``police_copy_taken``,
    ``police_listed`` (their schedule and number), ``police_query``, ``court_disclosed`` and so on."""
    if not happened.startswith(("police_", "court_")):
        raise UserError("That is not an act of police or court.", "Choose one from the list.")
    return work.add(
        EntryEvent(case_id=entry.case_id, entry_id=entry.id, happened=happened, on=on, decided_by=by, facts=facts)
    )


def set_many(work: Work, /, chosen: Iterable[IndexEntry], **fields: Any) -> int:
    """Set location, controller, retention or the owner's contact of several entries; gives how many changed.

    Raises ``UserError`` for any other field: owner and sensitivity are decided one by one.
    """
    if not fields.keys() <= BULK:
        raise UserError(
            "Owner and sensitivity are decided item by item.",
            "Set location, controller, retention or the owner's contact for several items at once.",
        )
    return sum(work.change(entry, **fields) is not entry for entry in chosen)


def part_of_index(entry: IndexEntry) -> int:
    """1 for material generated by the review, 2 for material supplied to it (data dictionary, 2.5)."""
    return 1 if entry.origin is Origin.GENERATED else 2
