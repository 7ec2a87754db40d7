"""Whether a person may be spoken to, as police and others said, and as things stand since (marker 9, question 2).

Used when a conversation is booked, again when it starts, and by the flags when a process changes stage.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.markers.flags_snapshot import Seen, Snapshot
from desktop.wording import uk_date

FREE = "free"
CONDITIONAL = frozenset({"after_statement", "after_trial"})
CONTACTABLE = frozenset({"cleared", "conditions"})
_UNASKED = ("Nobody has yet asked whether we may contact this person.", "The word so far is: do not contact them yet.")
ENDED = frozenset({"concluded", "closed", "not_pursued"})


@dataclass(frozen=True)
class Standing:
    """How a permission stands. ``reason`` is a sentence without names; ``row_id`` the permission it rests on."""

    cleared: bool
    reason: str
    row_id: str = ""
    stale: bool = False


def standing(snapshot: Snapshot, person_id: str) -> Standing:
    """Whether ``person_id`` may be spoken to at the day of the snapshot.

    The latest word counts. A permission given before its process changed stage counts no longer until somebody has
    asked again. With no word at all, a member of the family is cleared by their own row of that register, and a person
    whom police named as a possible witness or suspect is not cleared. "Not before" holds whatever else was said.
    """
    latest = snapshot.latest("contact_permission", person_id)
    member = _member(snapshot, person_id)
    until = member.day("embargo_until") if member else None
    if member and until and until > snapshot.today:
        return Standing(False, f"This person is not to be contacted before {uk_date(until)}.", member.id)
    if latest is None and member and member.text("cleared") not in CONTACTABLE:
        return Standing(False, _UNASKED[member.text("cleared") == "not_yet"], member.id)
    if latest is None and member:
        return Standing(True, "", member.id)
    if latest is None:
        if any(each.id == person_id and each.witness for each in snapshot.people):
            return Standing(
                False, "This person may be a witness or suspect, and nobody has said that we may speak to them."
            )
        return Standing(True, "")
    permission = latest.text("permission")
    if is_stale(snapshot, latest):
        reason = "The process has changed stage since this permission was given. Ask again before you speak to them."
        return Standing(False, reason, latest.id, stale=True)
    if permission == FREE or (permission in CONDITIONAL and latest.filled("condition_met_on")):
        return Standing(True, "", latest.id)
    words = snapshot.registers["contact_permission"].field("permission").choices().get(permission, "").lower()
    return Standing(False, f"The latest word on speaking to this person is: {words}.", latest.id)


def _member(snapshot: Snapshot, person_id: str) -> Seen | None:
    return next(iter(snapshot.of("family_member", person=person_id)), None)


def is_stale(snapshot: Snapshot, permission: Seen) -> bool:
    """Whether the process behind a permission changed stage after the permission was given or last checked."""
    process = snapshot.row("process", permission.text("process"))
    changed = process.day("stage_changed_on") if process else None
    known = [day for day in (permission.day("given_on"), permission.day("rechecked_on")) if day]
    return bool(changed and known and changed > max(known))
