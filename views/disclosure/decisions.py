"""The decisions on an entry, each a small form with a date, a reason and who took it (data dictionary, 2.2 and 2.5).

A decision is described here once: its button, its fields, when it can be taken, and the service that keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.disclosure import entries
from desktop.errors import FieldErrors
from desktop.session import Work
from storage.records import EntryStatus, IndexEntry, Listing, OwnerPosition, Relation, words
from views import kit
from views.disclosure.picture import Picture
from views.kit import DayField
from views.kit.fields import Field

Fields = Callable[[Picture, IndexEntry], Mapping[str, Field]]
Act = Callable[[Work, IndexEntry, Mapping[str, Any]], Any]

POLICE_ACTS = {
    "police_inspected": "Police inspected it",
    "police_copy_taken": "Police took a copy",
    "police_not_relevant": "Police say it is not relevant",
    "police_listed": "Police listed it",
    "police_query": "Police asked about it",
    "court_disclosed": "Prosecution disclosed it to the defence",
    "court_not_disclosable": "Prosecution says it is not for disclosure",
    "court_application": "Application to the court about it",
    "court_summons": "Summons or order for it",
}


@dataclass(frozen=True)
class Decision:
    """``title`` is the button, ``done`` what the notice says afterwards, ``needed`` the fields that must be filled."""

    id: str
    title: str
    save: str
    done: str
    fields: Fields
    act: Act
    when: Callable[[IndexEntry], bool]
    lead: str = ""
    needed: tuple[str, ...] = ()
    undo: bool = True


def _reason(words_: str, hint: str = "") -> Fields:
    def make(_found: Picture, _entry: IndexEntry) -> dict[str, Field]:
        return {"reason": kit.long_text(words_, hint, lines=2)}

    return make


def _no_fields(_found: Picture, _entry: IndexEntry) -> dict[str, Field]:
    return {}


def _renamed(error_name: str, act: Callable[[], Any]) -> Any:
    """Put the error a service names by its record's field beside the one field of the form."""
    try:
        return act()
    except FieldErrors as problem:
        raise FieldErrors(
            {"reason" if name == error_name else name: said for name, said in problem.errors.items()}
        ) from problem


def _leave_out(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    return _renamed("listing_reason", lambda: entries.leave_out(work, entry, v["reason"]))


def _hold(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    return _renamed("held_over_reason", lambda: entries.hold_over(work, entry, v["reason"]))


def _status(status: EntryStatus) -> Act:
    def act(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
        other = {"other_id": v["status_other_id"]} if v.get("status_other_id") else {}
        return _renamed("status_note", lambda: entries.set_status(work, entry, status, v["reason"], **other))

    return act


def _others(found: Picture, entry: IndexEntry) -> dict[str, Field]:
    choices = {
        one.id: f"{found.short(one)}  {(one.description or one.title)[:60]}"
        for one in found.entries
        if one.id != entry.id
    }
    return {
        "status_other_id": kit.choice("The item that stands in its place", choices, combo=True),
        "reason": kit.long_text("Reason", lines=2),
    }


def _confirm_fields(found: Picture, _entry: IndexEntry) -> dict[str, Field]:
    return {
        "by": kit.text_field("Who confirmed it for the owner", "A role or post, such as records manager"),
        "on": DayField("Date confirmed", value=found.today),
    }


def _confirm(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    return entries.confirm_owner(work, entry, v["by"], v["on"])


def _position_fields(found: Picture, entry: IndexEntry) -> dict[str, Field]:
    return {
        "position": kit.choice("What the owner says", {one.value: words(one) for one in OwnerPosition}, combo=True),
        "on": DayField("Date of the answer", value=found.today),
        "owner_position_reason": kit.long_text("Owner’s reason", "Needed for an objection", optional=True, lines=2),
    }


def _position(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    return entries.set_position(
        work, entry, OwnerPosition(v["position"]), v["on"], reason=v["owner_position_reason"].strip()
    )


_RELATIONS = (Relation.SPLIT, Relation.EXTRACT, Relation.EDITED, Relation.TRANSCRIPT, Relation.COPY, Relation.DRAFT)


def _split_fields(_found: Picture, _entry: IndexEntry) -> dict[str, Field]:
    return {
        "relation": kit.choice("What the new item is", {one.value: words(one) for one in _RELATIONS}, combo=True),
        "title": kit.text_field("Title, internal"),
        "description": kit.long_text(
            "Description for issue", "What police and defence may read. It can wait", optional=True, lines=2
        ),
    }


def _split(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    return entries.split(work, entry, v["title"], v["description"], Relation(v["relation"]))


def _act_fields(found: Picture, _entry: IndexEntry) -> dict[str, Field]:
    return {
        "happened": kit.choice("What happened", POLICE_ACTS, combo=True),
        "on": DayField("Date", value=found.today),
        "by": kit.text_field("By whom", "A post, such as disclosure officer"),
        "schedule": kit.text_field("Their schedule and number", "For example, MG6C item 14", optional=True),
        "note": kit.long_text("Outcome, as told", optional=True, lines=2),
    }


def _record_act(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    facts = {key: v[key].strip() for key in ("schedule", "note") if v[key].strip()}
    return entries.record_act(work, entry, v["happened"], v["on"], v["by"], **facts)


def _listed(entry: IndexEntry) -> bool:
    return bool(entry.number_open or entry.number_sensitive)


def _active(entry: IndexEntry) -> bool:
    return entry.status is EntryStatus.ACTIVE


def _reopen(work: Work, entry: IndexEntry, v: Mapping[str, Any]) -> Any:
    return entries.set_status(work, entry, EntryStatus.ACTIVE, v["reason"])


DECISIONS: tuple[Decision, ...] = (
    Decision(
        "accept",
        "Accept for the list",
        "Accept for the list",
        "Accepted for the list",
        _no_fields,
        lambda work, entry, _v: entries.accept(work, entry),
        lambda e: e.listing is not Listing.ACCEPTED,
        lead="It gets its number at the first issue in which it stands.",
    ),
    Decision(
        "leave_out",
        "Not for listing",
        "Set it not for listing",
        "Not for listing",
        _reason("Why it is not for listing", "Mis-filed, outside the scope note, identical copy of another item"),
        _leave_out,
        lambda e: e.listing is not Listing.LEFT_OUT and not _listed(e),
        lead="It stays here and on the internal list, with your reason.",
    ),
    Decision(
        "hold",
        "Hold over",
        "Hold it over",
        "Held over to the next version",
        _reason("Why it waits for the next version", "Kept on the internal list and in the log; never on list A"),
        _hold,
        lambda e: not e.held_over_reason and not _listed(e) and e.listing is not Listing.LEFT_OUT,
    ),
    Decision(
        "take_up",
        "End the hold-over",
        "End the hold-over",
        "No longer held over",
        _no_fields,
        lambda work, entry, _v: entries.take_up(work, entry),
        lambda e: bool(e.held_over_reason),
    ),
    Decision(
        "confirm",
        "Owner confirmed",
        "Record the confirmation",
        "Owner’s confirmation recorded",
        _confirm_fields,
        _confirm,
        lambda e: bool(e.owner_id) and e.owner_confirmed_on is None,
        needed=("by", "on"),
    ),
    Decision(
        "position",
        "Owner’s position",
        "Record the position",
        "Owner’s position recorded",
        _position_fields,
        _position,
        lambda e: bool(e.owner_id),
        needed=("position", "on"),
    ),
    Decision(
        "withdraw",
        "Withdraw",
        "Withdraw it",
        "Withdrawn",
        _reason("Why it is withdrawn"),
        _status(EntryStatus.WITHDRAWN),
        _active,
        lead="The number stays and reads “Not listed” with the date. The reason is never printed outside.",
    ),
    Decision(
        "lost",
        "Lost",
        "Record it as lost",
        "Recorded as lost",
        _reason("What is known of the loss", "It is printed: roles, no names"),
        _status(EntryStatus.LOST),
        _active,
    ),
    Decision(
        "destroyed",
        "Destroyed",
        "Record it as destroyed",
        "Recorded as destroyed",
        _reason("When, how and on whose authority", "It is printed: roles, no names"),
        _status(EntryStatus.DESTROYED),
        _active,
    ),
    Decision(
        "never_made",
        "Never made",
        "Record that it was never made",
        "Recorded as never made",
        _reason("What is known", "It is printed: roles, no names"),
        _status(EntryStatus.NEVER_MADE),
        _active,
    ),
    Decision(
        "duplicate",
        "Duplicate",
        "Record it as a duplicate",
        "Recorded as a duplicate",
        _others,
        _status(EntryStatus.DUPLICATE),
        _active,
        needed=("status_other_id",),
    ),
    Decision(
        "superseded",
        "Superseded",
        "Record it as superseded",
        "Recorded as superseded",
        _others,
        _status(EntryStatus.SUPERSEDED),
        _active,
        needed=("status_other_id",),
    ),
    Decision(
        "reopen",
        "Active again",
        "Make it active again",
        "Active again",
        _reason("Why"),
        _reopen,
        lambda e: not _active(e),
    ),
    Decision(
        "split",
        "Split",
        "List the part",
        "The part is a candidate of its own",
        _split_fields,
        _split,
        lambda _entry: True,
        lead="A part, extract, edited version or transcript becomes an item of its own beside this one.",
        needed=("relation", "title"),
    ),
    Decision(
        "act",
        "Police or court act",
        "Record it",
        "Recorded",
        _act_fields,
        _record_act,
        lambda _entry: True,
        needed=("happened", "on", "by"),
        lead="What police, prosecutor or court did, as you were told.",
        undo=False,
    ),
)
BY_ID = {one.id: one for one in DECISIONS}

HAPPENED = {
    "accepted": "Accepted for the list",
    "left_out": "Set not for listing",
    "described": "Described",
    "owner_set": "Owner set",
    "owner_confirmed": "Owner confirmed",
    "position_set": "Owner’s position",
    "claim_set": "Sensitivity decided",
    "held_over": "Held over",
    "taken_up": "Hold-over ended",
    "status_set": "Status",
    "split": "Split",
    **POLICE_ACTS,
}
