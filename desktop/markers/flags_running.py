"""Flags of the markers on running a review: governance, management, other processes, practitioners, analysis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.markers.flags_rules import Hit, at, rule
from desktop.markers.flags_snapshot import Seen, Snapshot
from desktop.markers.permissions import ENDED, is_stale, standing


@rule("7.3-late")
def _first_challenge_late(s: Snapshot) -> Iterator[Hit]:
    last_early = s.limit("challenge_by_draft")
    drafts = [row.get("number") or 0 for row in s.of("draft")]
    challenges = list(s.of("challenge"))
    late = [row for row in challenges if (row.get("draft_number") or 0) > last_early]
    early = len(challenges) > len(late) or any(
        0 < (row.get("draft_number") or 0) <= last_early for row in s.of("accuracy_round")
    )
    if not early and (late or max(drafts, default=0) > last_early):
        yield at(min(late, key=lambda row: row.day("raised_on") or date.max, default=None), "stage")


@rule("8.4-told")
def _slip_untold(s: Snapshot) -> Iterator[Hit]:
    told = {row.text("delay") for row in s.of("communication", about="delay") if row.filled("sent_on")}
    delays_of: dict[str, set[str]] = {}
    for row in s.of("delay"):
        delays_of.setdefault(row.text("milestone"), set()).add(row.id)
    notified = any(row.filled("sent_on") for row in s.of("notification", about="delay"))
    for row in s.of("milestone"):
        planned, forecast = row.day("planned_on"), row.day("forecast_on")
        if not planned or not forecast or row.filled("actual_on"):
            continue
        slip = (forecast - planned).days
        delays = delays_of.get(row.id, set())
        if slip > s.limit("slip_days") and not (delays & told or (delays and notified)):
            yield at(row, "forecast_on", days=slip)


@rule("9.1-coroner")
def _no_coroner(s: Snapshot) -> Iterator[Hit]:
    referral = s.one("referral")
    died = (
        any(person.subject_child and person.died for person in s.people)
        or any(row.filled("died_on") for row in s.of("referral_child", part="subject"))
        or (referral is not None and "died" in referral.items("limb"))
    )
    if died and not s.has("process", kind="inquest"):
        yield Hit(field="kind", option="inquest")


@rule("9.1-scope")
def _process_after_scope(s: Snapshot) -> Iterator[Hit]:
    approved = [day for row in s.of("scope") if (day := row.day("approved_on"))]
    if not approved:
        return
    for process in s.of("process"):
        added = process.day("added_on")
        named = any(process.id in row.items("processes") or process.text("scope") == row.id for row in s.of("scope"))
        if added and added > min(approved) and not named and not process.filled("scope_unchanged_because"):
            yield at(process, "scope")


@rule("9.2-cleared")
def _booked_not_cleared(s: Snapshot) -> Iterator[Hit]:
    for register, people in (("conversation", "people"), ("event", "attendees")):
        for row in s.of(register, state="planned"):
            for person in row.items(people):
                if not row.filled("not_cleared_because") and not standing(s, person).cleared:
                    yield at(row, people, register=register, subject_id=person)


@rule("9.2-recheck")
def _permission_stale(s: Snapshot) -> Iterator[Hit]:
    for row in s.newest("contact_permission"):
        process = s.row("process", row.text("process"))
        if process and process.text("stage") not in ENDED and is_stale(s, row):
            yield at(row, "rechecked_on", subject_id=row.text("person"))


@rule("9.5-note")
def _conversation_without_note(s: Snapshot) -> Iterator[Hit]:
    declared = {row.text("conversation") for row in s.of("not_kept")}
    for row in s.of("conversation", state="held"):
        if not (row.filled("account") or row.filled("no_notes") or row.id in declared):
            yield at(row, "account")


@rule("9.5-disposal")
def _disposal_under_hold(s: Snapshot) -> Iterator[Hit]:
    holds = list(s.of("preservation_hold"))
    for row in s.of("disposal"):
        day = row.day("done_on") or s.today
        if any(_in_force(hold, day) for hold in holds):
            yield at(row, "proposed_on")


def _in_force(hold: Seen, day: date) -> bool:
    placed, released = hold.day("placed_on"), hold.last_day("released_on")
    return placed is not None and placed <= day and (released is None or released > day)


@rule("9.5-device")
def _no_device_check(s: Snapshot) -> Iterator[Hit]:
    checked = {row.text("person") for row in s.of("device_check") if row.text("result") != "open"}
    for row in s.of("reviewer"):
        if s.past(row.last_day("contract_until")) and row.text("person") not in checked:
            yield Hit(field="checked_on", subject_id=row.text("person"))


@rule("9.7-confirmed")
def _owner_unconfirmed(s: Snapshot) -> Iterator[Hit]:
    for item in s.items:
        if not (item.owner_id and item.owner_confirmed):
            yield Hit(subject_id=item.id, field="owner_confirmed_on" if item.owner_id else "owner_id")


@rule("9.7-board")
def _board_owns_supplied(s: Snapshot) -> Iterator[Hit]:
    boards = {agency.id for agency in s.agencies if agency.board}
    for item in s.items:
        if item.supplied and item.owner_id in boards:
            yield Hit(subject_id=item.id, field="owner_id")


@rule("11.4-support")
def _key_role_unsupported(s: Snapshot) -> Iterator[Hit]:
    supported = {row.text("person") for row in s.of("support_plan") if row.filled("supporter")}
    for row in s.of("practitioner", key_role="yes"):
        if row.text("person") not in supported:
            yield at(row, "person", subject_id=row.text("person"))


@rule("11.7-senior")
def _senior_conflict_open(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("conflict"):
        if row.text("kind") in ("senior_now", "practitioner_then") and not row.filled("handling"):
            yield at(row, "handling", subject_id=row.text("person"))


@rule("13.3-appraisal")
def _appraisal_unexplained(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("episode"):
        if row.filled("appraisal") and not row.filled("explanation"):
            yield at(row, "explanation")


@rule("13.3-evidence")
def _explanation_unsupported(s: Snapshot) -> Iterator[Hit]:
    supported = {
        row.text("episode") for row in s.of("episode_evidence", supports="explanation") if row.text("counter") != "yes"
    }
    for row in s.of("episode"):
        if row.filled("explanation") and row.id not in supported:
            yield at(row, "explanation")


INDIVIDUAL = frozenset({"individual_skill", "procedure_not_followed"})


@rule("13.5-skill")
def _finding_on_individuals(s: Snapshot) -> Iterator[Hit]:
    for finding in s.of("finding"):
        rows = [factor for each in finding.items("factors") if (factor := s.row("contributory_factor", each))]
        codes = {factor.text("code") for factor in rows}
        if codes and codes <= INDIVIDUAL:
            yield at(finding, "factors")


@rule("13.10-both")
def _half_a_conclusion(s: Snapshot) -> Iterator[Hit]:
    """Each conclusion is tied to the case and to practice at large; one without the other is not complete."""
    for row in s.of("finding"):
        lacking = [name for name in ("in_case", "wider_relevance") if not row.filled(name)]
        if len(lacking) == 1:
            yield at(row, lacking[0])
