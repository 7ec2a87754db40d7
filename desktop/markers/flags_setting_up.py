"""Flags of the markers on setting a review up: referral, decision, telling, family, purpose, commissioning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from desktop.markers.flags_rules import Hit, at, rule
from desktop.markers.flags_snapshot import Seen, Snapshot
from desktop.markers.permissions import ENDED


@rule("1.1-rationale")
def _rationale(s: Snapshot) -> Iterator[Hit]:
    referral = s.one("referral")
    if not (referral and referral.filled("rationale")):
        yield at(referral, "rationale")


@rule("1.1-urgent")
def _urgent(s: Snapshot) -> Iterator[Hit]:
    for risk in s.of("urgent_risk"):
        settled = risk.filled("done_on") or risk.filled("not_done_because")
        if not settled and (not risk.filled("who", "due") or s.past(risk.last_day("due"))):
            yield at(risk, "done_on" if risk.filled("who", "due") else "who")
    referral = s.one("referral")
    if referral and referral.text("others_at_risk") == "yes" and not s.has("urgent_risk"):
        yield Hit(register="urgent_risk", field="risk")


@rule("1.2-basis")
def _basis(s: Snapshot) -> Iterator[Hit]:
    referral = s.one("referral")
    chosen = referral.items("basis") if referral else ()
    if not chosen:
        yield at(referral, "basis")
    elif referral and len(chosen) > 1 and not referral.filled("basis_text"):
        yield at(referral, "basis_text")


@rule("2.2-overdue")
def _return_overdue(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("agency_return"):
        due = row.last_day("due")
        if s.past(due) and due and not row.filled("received_on") and not row.filled("overdue_note"):
            yield at(row, "received_on", days=(s.today - due).days)


@rule("2.2-unsigned")
def _nil_unsigned(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("agency_return", nil_return="yes"):
        if not row.filled("signatory"):
            yield at(row, "signatory")


@rule("2.3-area")
def _area_unchecked(s: Snapshot) -> Iterator[Hit]:
    answered = {row.text("area") for row in s.of("area_check") if row.filled("replied_on")}
    for area in s.of("area_history"):
        if area.text("own_area") != "yes" and area.id not in answered:
            yield at(area, "area")


@rule("2.9-asked")
def _agency_not_asked(s: Snapshot) -> Iterator[Hit]:
    about = {"decision", "nature"}
    rows = [row for row in s.of("consultation") if row.text("subject") in about]
    if not (rows or s.has("recommendation") or s.has("chair_decision")):
        return
    settled = {row.text("agency") for row in rows if row.filled("invited_on") or row.filled("not_asked_because")}
    for agency in s.agencies:
        if agency.member and not agency.board and agency.id not in settled:
            yield Hit(register="consultation", field="agency", subject_id=agency.id)


@rule("3.2-reason")
def _reason_untold(s: Snapshot) -> Iterator[Hit]:
    settled = {row.text("reason") for row in s.of("reason_told") if _treated(row)}
    for reason in s.of("decision_reason"):
        if reason.id not in settled:
            yield at(reason, "reason")


def _treated(row: Seen) -> bool:
    if row.text("treatment") == "told":
        return row.filled("words")
    return row.filled("held_because") and (row.filled("held_until") or row.filled("cause"))


@rule("3.2-held")
def _reason_held_too_long(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("reason_told", treatment="held_back"):
        cause = s.row("process", row.text("cause"))
        over = s.past(row.last_day("held_until")) or (cause is not None and cause.text("stage") in ENDED)
        if over and not row.filled("released_on"):
            yield at(row, "released_on")


@rule("4.1-informed")
def _family_not_informed(s: Snapshot) -> Iterator[Hit]:
    referral = s.one("referral")
    since = referral.day("received_on") if referral else None
    if since is None or (s.today - since).days <= s.limit("family_informed_days"):
        return
    reached = {row.text("person") for row in s.of("contact_attempt", outcome="reached")}
    for member in s.of("family_member"):
        reason = member.filled("not_informed_because") or (
            member.text("cleared") == "not_yet" and member.filled("police_view")
        )
        if not (member.filled("informed_on") or reason or member.text("person") in reached):
            yield at(member, "informed_on", days=(s.today - since).days)


@rule("4.1-clearance")
def _contact_before_clearance(s: Snapshot) -> Iterator[Hit]:
    members = {row.text("person"): row for row in s.of("family_member")}
    for attempt in s.of("contact_attempt"):
        member = members.get(attempt.text("person"))
        excused = attempt.filled("before_clearance_because")
        if member and not excused and not _clear_on(member, attempt.last_day("on")):
            yield at(attempt, "before_clearance_because", register="contact_attempt")
    for letter in s.of("family_letter"):
        member = members.get(letter.text("person"))
        day = letter.last_day("sent_on") or s.today
        if member and not letter.filled("prepared_despite") and not _clear_on(member, day):
            yield at(letter, "prepared_despite", register="family_letter")


def _clear_on(member: Seen, day: date | None) -> bool:
    """Whether the member was cleared for contact on ``day``; a day nobody knows is given the benefit."""
    if member.text("cleared") not in ("cleared", "conditions"):
        return False
    since = [each for each in (member.day("embargo_until"), member.day("police_view_on")) if each]
    return day is None or not since or day >= max(since)


@rule("4.4-open")
def _family_question_open(s: Snapshot) -> Iterator[Hit]:
    limit = timedelta(days=s.limit("family_question_days"))
    for row in s.of("family_question"):
        asked = row.last_day("asked_on")
        if asked and s.past(asked + limit) and not row.filled("answered_on") and not row.filled("cannot_answer"):
            yield at(row, "answer", days=(s.today - asked).days)


@rule("4.2-interpreter")
def _interpreter_is_relative(s: Snapshot) -> Iterator[Hit]:
    for row in s.of("access_need", needs="interpreter"):
        if row.text("provider_independent") == "no":
            yield at(row, "provider")


@rule("5.1-audience")
def _audience_untold(s: Snapshot) -> Iterator[Hit]:
    if not any(row.filled("adopted_on") for row in s.of("purpose_statement")):
        return
    told = {
        row.text("audience")
        for row in s.of("communication", about="purpose")
        if row.filled("sent_on") or row.filled("not_told_because")
    }
    for audience in s.options("communication", "audience"):
        if audience not in told:
            yield Hit(field="audience", option=audience)


@rule("5.2-older")
def _older_statement_out(s: Snapshot) -> Iterator[Hit]:
    adopted = [row for row in s.of("purpose_statement") if row.filled("adopted_on")]
    newest = max(adopted, key=lambda row: (row.day("adopted_on") or date.min, row.id), default=None)
    for use in s.of("statement_use"):
        out = use.filled("sent_on") and not use.filled("replaced_on")
        if newest and out and use.text("statement") != newest.id:
            yield at(use, "replaced_on")


@rule("5.3-rule")
def _no_rule_before_contact(s: Snapshot) -> Iterator[Hit]:
    first = min(_practitioner_contacts(s), default=None)
    if first is None:
        return
    agreed = [row for row in s.of("practice_rule") if row.filled("agreed_on")]
    if not agreed:
        yield Hit(field="agreed_on")
        return
    earliest = min(agreed, key=lambda row: row.day("agreed_on") or date.max)
    if (earliest.day("agreed_on") or date.min) > first and not earliest.filled("late_because"):
        yield at(earliest, "late_because")


def _practitioner_contacts(s: Snapshot) -> Iterator[date]:
    for row in s.of("conversation"):
        day = row.day("held_on") or row.day("planned_for")
        if row.text("kind") != "family" and row.text("state") != "cancelled" and day:
            yield day
    for row in s.of("event"):
        day = row.day("planned_for")
        if row.text("state") != "cancelled" and day:
            yield day


@rule("6.3-factor")
def _factor_blank(s: Snapshot) -> Iterator[Hit]:
    if not (s.has("factor") or s.has("scope")):
        return
    rows = {row.text("topic"): row for row in s.of("factor")}
    for topic in s.options("factor", "topic"):
        row = rows.get(topic)
        answered = row and (row.filled("consideration", "effect") or row.filled("not_relevant_because"))
        if not answered:
            yield at(row, "consideration", option=topic)
