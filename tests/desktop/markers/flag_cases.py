"""For each flag on setting a review up: rows that raise it, and rows that clear it."""

from __future__ import annotations

from desktop.markers.flags import AgencyFacts
from tests.desktop.markers.flag_rows import SCOPE, SPOKEN, Case, row

DECISION = row("chair_decision", "d1", decision="review", decided_on="2016-03-21", decided_by="b3")
REASON = row("decision_reason", "x1", decision="d1", reason="Agencies did not share what they knew.")
MEMBER = {"person": "f3", "relation": "Mother's partner"}

CASES: tuple[Case, ...] = (
    Case("1.1-rationale", (row("referral", reference="1"),), (row("referral", rationale="Three services met him."),)),
    Case(
        "1.1-urgent",
        (row("urgent_risk", risk="Alerts missed", remedy="Route them", who="b1", due="2016-03-01"),),
        (
            row(
                "urgent_risk",
                risk="Alerts missed",
                remedy="Route them",
                who="b1",
                due="2016-03-01",
                done_on="2016-02-28",
            ),
        ),
    ),
    Case("1.2-basis", (row("referral", reference="1"),), (row("referral", basis=["statutory"]),)),
    Case(
        "1.2-basis",
        (row("referral", basis=["statutory", "discretionary"]),),
        (
            row(
                "referral",
                basis=["statutory", "discretionary"],
                basis_text="The criteria are met; it is a priority too.",
            ),
        ),
    ),
    Case(
        "2.2-overdue",
        (row("agency_return", agency="g1", due="2016-03-14"),),
        (row("agency_return", agency="g1", due="2016-03-14", received_on="2016-03-16"),),
    ),
    Case(
        "2.2-unsigned",
        (row("agency_return", agency="g1", nil_return="yes"),),
        (row("agency_return", agency="g1", nil_return="yes", signatory="p9"),),
    ),
    Case(
        "2.3-area",
        (
            row("area_history", "h1", area="Hartsedge", own_area="no"),
            row("area_check", "c1", area="h1", asked_on="2016-03-02"),
        ),
        (
            row("area_history", "h1", area="Hartsedge", own_area="no"),
            row("area_check", "c1", area="h1", asked_on="2016-03-02", replied_on="2016-03-09"),
        ),
    ),
    Case(
        "2.9-asked",
        (row("recommendation", kind="sub_group", held_on="2016-03-17"),),
        (
            row("recommendation", kind="sub_group", held_on="2016-03-17"),
            row("consultation", "c1", subject="decision", agency="g1", invited_on="2016-03-01"),
        ),
        {"agencies": (AgencyFacts("g1", member=True), AgencyFacts("g0", member=True, board=True))},
    ),
    Case(
        "3.2-reason",
        (DECISION, REASON, row("reason_told", "t1", reason="x1", treatment="held_back")),
        (
            DECISION,
            REASON,
            row(
                "reason_told",
                "t1",
                reason="x1",
                treatment="held_back",
                held_because="investigation",
                held_until="2017-01-09",
            ),
        ),
    ),
    Case(
        "3.2-reason",
        (DECISION, REASON),
        (DECISION, REASON, row("reason_told", "t1", reason="x1", treatment="told", words="Agencies did not share.")),
    ),
    Case(
        "3.2-held",
        (
            row(
                "reason_told", reason="x1", treatment="held_back", held_because="investigation", held_until="2016-05-01"
            ),
        ),
        (
            row(
                "reason_told",
                reason="x1",
                treatment="held_back",
                held_because="investigation",
                held_until="2016-05-01",
                released_on="2016-05-02",
            ),
        ),
    ),
    Case(
        "3.2-held",
        (
            row("process", "k1", kind="criminal", stage="concluded"),
            row("reason_told", reason="x1", treatment="held_back", held_because="investigation", cause="k1"),
        ),
        (
            row("process", "k1", kind="criminal", stage="charged"),
            row("reason_told", reason="x1", treatment="held_back", held_because="investigation", cause="k1"),
        ),
    ),
    Case(
        "4.1-informed",
        (row("referral", received_on="2016-02-24"), row("family_member", **MEMBER, cleared="cleared")),
        (
            row("referral", received_on="2016-02-24"),
            row("family_member", **MEMBER, cleared="not_yet", not_informed_because="Police have asked us to wait."),
        ),
    ),
    Case(
        "4.1-clearance",
        (
            row("family_member", **MEMBER, cleared="cleared", police_view_on="2016-03-07"),
            row("contact_attempt", "c1", person="f3", on="2016-03-01", method="letter", outcome="reached"),
        ),
        (
            row("family_member", **MEMBER, cleared="cleared", police_view_on="2016-03-07"),
            row("contact_attempt", "c1", person="f3", on="2016-03-08", method="letter", outcome="reached"),
        ),
    ),
    Case(
        "4.1-clearance",
        (row("family_member", **MEMBER, cleared="not_yet"), row("family_letter", "l1", person="f3", kind="letter")),
        (
            row("family_member", **MEMBER, cleared="not_yet"),
            row("family_letter", "l1", person="f3", kind="letter", prepared_despite="Ready for the day he is cleared."),
        ),
    ),
    Case(
        "4.2-interpreter",
        (row("access_need", person="f2", needs=["interpreter"], provider_independent="no"),),
        (row("access_need", person="f2", needs=["interpreter"], provider_independent="yes"),),
    ),
    Case(
        "4.4-open",
        (row("family_question", asked_by="f1", asked_on="2016-04-01", words="Who knew?"),),
        (
            row(
                "family_question",
                asked_by="f1",
                asked_on="2016-04-01",
                words="Who knew?",
                cannot_answer="After the trial.",
            ),
        ),
    ),
    Case(
        "5.1-audience",
        (row("purpose_statement", version=1, text="To learn.", adopted_on="2016-04-04"),),
        (
            row("purpose_statement", version=1, text="To learn.", adopted_on="2016-04-04"),
            *(
                row("communication", f"c{number}", about="purpose", audience=audience, sent_on="2016-04-05")
                for number, audience in enumerate(
                    ("members", "leaders", "practitioners", "reviewers", "family", "justice", "media", "national")
                )
            ),
            row("communication", "c9", about="purpose", audience="noncore", not_told_because="None takes part."),
        ),
    ),
    Case(
        "5.2-older",
        (
            row("purpose_statement", "v1", version=1, text="To learn.", adopted_on="2016-04-04"),
            row("purpose_statement", "v2", version=2, text="To learn and improve.", adopted_on="2016-05-04"),
            row("statement_use", "u1", statement="v1", document="contract", sent_on="2016-04-11"),
        ),
        (
            row("purpose_statement", "v1", version=1, text="To learn.", adopted_on="2016-04-04"),
            row("purpose_statement", "v2", version=2, text="To learn and improve.", adopted_on="2016-05-04"),
            row(
                "statement_use",
                "u1",
                statement="v1",
                document="contract",
                sent_on="2016-04-11",
                replaced_on="2016-05-06",
            ),
        ),
    ),
    Case(
        "5.3-rule",
        (row("conversation", **SPOKEN),),
        (row("conversation", **SPOKEN), row("practice_rule", "q1", who_is_told="The agency", agreed_on="2016-04-04")),
    ),
    Case(
        "5.3-rule",
        (row("conversation", **SPOKEN), row("practice_rule", "q1", who_is_told="The agency", agreed_on="2016-07-04")),
        (
            row("conversation", **SPOKEN),
            row(
                "practice_rule",
                "q1",
                who_is_told="The agency",
                agreed_on="2016-07-04",
                late_because="The chair was ill.",
            ),
        ),
    ),
    Case(
        "6.3-factor",
        (SCOPE, row("factor", "f1", topic="family", consideration="Strong grandmother.", weight="some")),
        (
            SCOPE,
            row("factor", "f1", topic="family", consideration="Strong grandmother.", effect="She is heard."),
            *(
                row("factor", f"f-{topic}", topic=topic, not_relevant_because="Nothing special here.")
                for topic in (
                    "practice",
                    "legal",
                    "previous_learning",
                    "reviewers",
                    "public_interest",
                    "capacity_other",
                    "priorities",
                    "board_capacity",
                    "openness",
                )
            ),
        ),
    ),
)
