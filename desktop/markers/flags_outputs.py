"""Flags of the markers on what a review leads to: report, action, response, publication, follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.markers.flags_rules import Hit, at, rule
from desktop.markers.flags_snapshot import Seen, Snapshot


@rule("14.2-checker")
def _checker_is_author(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("publication_check"):
        if row.filled("checker") and row.text("checker") == row.text("author"):
            yield at(row, "checker")


@rule("14.4-explained")
def _finding_without_explanation(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("finding"):
        if row.filled("kind") and not row.filled("factors"):
            yield at(row, "factors")


@rule("15.3-days")
def _little_time(s: Snapshot) -> Iterator[Hit]:
    presented = min(_presented(s), default=None)
    published = next(_published(s), None)
    if presented and published:
        days = (published - presented).days
        if days < s.limit("presentation_to_publication_days"):
            yield Hit(register="board_meeting", field="held_on", days=days)


def _presented(s: Snapshot) -> Iterator[date]:
    plan = s.one("response_plan")
    if plan and (day := plan.day("presented_on")):
        yield day
    for row in s.of("board_meeting", presented="yes"):
        if day := row.day("held_on"):
            yield day


def _published(s: Snapshot) -> Iterator[date]:
    """The day of publication: as it happened, else as last decided."""
    record = s.one("publication_record")
    if record and (day := record.day("published_on")):
        yield day
    decisions = sorted(s.of("publication_decision"), key=lambda row: (row.day("decided_on") or date.min, row.id))
    for row in reversed(decisions):
        if row.text("how") != "not" and (day := row.day("planned_on")):
            yield day


@rule("16.5-none")
def _response_without_action(s: Snapshot) -> Iterator[Hit]:
    plan = s.one("response_plan")
    drafted = plan is not None and (plan.filled("drafted_on") or plan.filled("agreed_on"))
    answered = any(row.filled("finding", "state") for row in s.of("action"))
    if drafted and s.has("finding") and not answered:
        yield Hit(register="action", field="finding")


@rule("16.5-effect")
def _done_without_effect(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("action", state="done"):
        if not (row.filled("effect_so_far") or row.filled("too_early_because")):
            yield at(row, "effect_so_far")


@rule("17.1-constraint")
def _constraint_over(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("constraint"):
        if s.past(row.last_day("expires_on")) and not row.filled("ended_on"):
            yield at(row, "ended_on")


@rule("17.1-review")
def _hold_review_due(s: Snapshot) -> Iterator[Hit]:
    record = s.one("publication_record")
    if record and record.filled("published_on"):
        return
    looks = sorted(s.of("hold_review"), key=lambda row: (row.day("on") or date.min, row.id))
    if looks and looks[-1].text("decision") == "hold" and s.past(looks[-1].last_day("next_on")):
        yield at(looks[-1], "next_on")


@rule("17.1-reasons")
def _not_published_without_reasons(s: Snapshot) -> Iterator[Hit]:
    """As last decided: not to publish needs each very compelling reason by itself, and the panel's advice."""
    decisions = sorted(s.of("publication_decision"), key=lambda row: (row.day("decided_on") or date.min, row.id))
    for row in decisions[-1:]:
        if row.text("how") != "not":
            return
        if not s.has("compelling_reason", decision=row.id):
            yield at(row, "how")
        elif not row.filled("panel_on_not"):
            yield at(row, "panel_on_not")


@rule("18.1-overdue")
def _action_overdue(s: Snapshot) -> Iterator[Hit]:
    updates = _latest_updates(s)
    for action in s.of("action"):
        latest = updates.get(action.id)
        state = latest.text("state") if latest else action.text("state")
        explained = latest is not None and latest.filled("late_because")
        due = action.last_day("due")
        if due and s.past(due) and state not in ("done", "closed", "stopped", "deferred") and not explained:
            yield at(action, "due", days=(s.today - due).days)


def _latest_updates(s: Snapshot) -> dict[str, Seen]:
    rows = sorted(s.of("action_update"), key=lambda row: (row.day("on") or date.min, row.id))
    return {row.text("action"): row for row in rows}


@rule("18.3-output")
def _closed_on_output(s: Snapshot) -> Iterator[Hit]:
    measured = {row.text("measure") for row in s.of("measure_result") if row.filled("result")}
    known = {row.text("action") for row in s.of("measure", kind="outcome") if row.id in measured}
    for action_id, latest in _latest_updates(s).items():
        if latest.text("state") == "closed" and action_id not in known:
            yield at(latest, "closed_on_outcome")


@rule("18.4-due")
def _follow_up_due(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("follow_up"):
        due = row.last_day("due")
        if due and s.past(due) and not row.filled("done_on"):
            yield at(row, "done_on", days=(s.today - due).days)
