"""For each flag on running a review and what it leads to: rows that raise it, and rows that clear it."""

from __future__ import annotations

from desktop.markers.flags import AgencyFacts, ItemFacts, PersonFacts
from tests.desktop.markers.flag_rows import SCOPE, SPOKEN, Case, row

MEASURE = row("measure", "m1", action="a1", kind="outcome", measure="Waiting time")
CLOSED = row("action_update", "u1", action="a1", on="2017-05-24", state="closed", closed_because="Training was given.")
ACTION = {
    "reference": "A1",
    "description": "Alerts reach everybody on duty.",
    "level": "operational",
    "type": ["tools"],
}
PROCESS = {"kind": "criminal", "added_on": "2016-05-20"}

CASES: tuple[Case, ...] = (
    Case(
        "7.3-late",
        (row("challenge", raised_on="2016-05-20", stage="draft", draft_number=4, about="fact", words="Not so."),),
        (
            row("challenge", "c1", raised_on="2016-03-20", stage="analysis", about="fact", words="Not so."),
            row(
                "challenge", "c2", raised_on="2016-05-20", stage="draft", draft_number=4, about="fact", words="Not so."
            ),
        ),
    ),
    Case(
        "8.4-told",
        (
            row(
                "milestone",
                "m1",
                title="Publish",
                phase="publication",
                planned_on="2016-09-01",
                forecast_on="2016-12-01",
            ),
        ),
        (
            row(
                "milestone",
                "m1",
                title="Publish",
                phase="publication",
                planned_on="2016-09-01",
                forecast_on="2016-12-01",
            ),
            row("delay", "d1", phase="publication", milestone="m1", found_on="2016-05-20", days=91, cause="Trial"),
            row("communication", "c1", about="delay", delay="d1", audience="members", sent_on="2016-05-21"),
        ),
    ),
    Case(
        "9.1-coroner",
        (row("process", kind="criminal"),),
        (row("process", kind="inquest"),),
        {"people": (PersonFacts("c1", subject_child=True, died=True),)},
    ),
    Case(
        "9.1-scope",
        (SCOPE, row("process", "k1", **PROCESS)),
        (
            SCOPE,
            row("process", "k1", **PROCESS),
            row("scope", "s2", version=2, processes=["k1"], variation_reason="Charged."),
        ),
    ),
    Case(
        "9.2-cleared",
        (
            row("contact_permission", "p1", person="p3", permission="after_statement", given_on="2016-04-06"),
            row("conversation", "c1", **SPOKEN),
        ),
        (
            row(
                "contact_permission",
                "p1",
                person="p3",
                permission="after_statement",
                given_on="2016-04-06",
                condition_met_on="2016-05-30",
            ),
            row("conversation", "c1", **SPOKEN),
        ),
    ),
    Case(
        "9.2-cleared",
        (row("conversation", "c1", **SPOKEN),),
        (
            row("contact_permission", "p1", person="p3", permission="free", given_on="2016-04-06"),
            row("conversation", "c1", **SPOKEN),
        ),
        {"people": (PersonFacts("p3", witness=True),)},
    ),
    Case(
        "9.2-cleared",
        (
            row("contact_permission", "p1", person="p1", permission="after_trial", given_on="2016-04-06"),
            row(
                "event",
                "e1",
                title="First event",
                planned_for="2016-06-23T09:00+00:00",
                state="planned",
                attendees=["p1"],
            ),
        ),
        (
            row("contact_permission", "p1", person="p1", permission="after_trial", given_on="2016-04-06"),
            row(
                "event",
                "e1",
                title="First event",
                planned_for="2016-06-23T09:00+00:00",
                state="planned",
                attendees=["p5"],
            ),
        ),
    ),
    Case(
        "9.2-recheck",
        (
            row("process", "k1", kind="criminal", stage="charged", stage_changed_on="2016-05-28"),
            row("contact_permission", "p1", person="p3", permission="free", given_on="2016-04-06", process="k1"),
        ),
        (
            row("process", "k1", kind="criminal", stage="charged", stage_changed_on="2016-05-28"),
            row("contact_permission", "p1", person="p3", permission="free", given_on="2016-04-06", process="k1"),
            row("contact_permission", "p2", person="p3", permission="free", given_on="2016-05-30", process="k1"),
        ),
    ),
    Case(
        "9.5-note",
        (row("conversation", "c1", **{**SPOKEN, "state": "held"}),),
        (
            row("conversation", "c1", **{**SPOKEN, "state": "held"}),
            row(
                "not_kept",
                "n1",
                state="never_made",
                what="Notes of a call",
                conversation="c1",
                declared_on="2016-06-07",
            ),
        ),
    ),
    Case(
        "9.5-disposal",
        (
            row("preservation_hold", "h1", placed_on="2016-02-25", placed_by="b1", why="Investigation"),
            row("disposal", "d1", materials=["m1"], proposed_on="2016-05-30"),
        ),
        (
            row(
                "preservation_hold",
                "h1",
                placed_on="2016-02-25",
                placed_by="b1",
                why="Investigation",
                released_on="2016-05-20",
            ),
            row("disposal", "d1", materials=["m1"], proposed_on="2016-05-30"),
        ),
    ),
    Case(
        "9.5-device",
        (row("reviewer", person="r1", contract_until="2016-05-01"),),
        (
            row("reviewer", person="r1", contract_until="2016-05-01"),
            row("device_check", "c1", person="r1", device="laptop", checked_on="2016-05-02", result="clean"),
        ),
    ),
    Case(
        "9.7-confirmed",
        (),
        (),
        {"items": (ItemFacts("i1", owner_id="g1"),)},
        {"items": (ItemFacts("i1", owner_id="g1", owner_confirmed=True),)},
    ),
    Case(
        "9.7-board",
        (),
        (),
        {"agencies": (AgencyFacts("g0", board=True),), "items": (ItemFacts("i1", "g0", True, supplied=True),)},
        {"agencies": (AgencyFacts("g0", board=True),), "items": (ItemFacts("i1", "g1", True, supplied=True),)},
    ),
    Case(
        "11.4-support",
        (row("practitioner", person="p6", key_role="yes"),),
        (row("practitioner", person="p6", key_role="yes"), row("support_plan", "s1", person="p6", supporter="p9")),
    ),
    Case(
        "11.7-senior",
        (row("conflict", person="p5", kind="senior_now", role_then="Team leader", role_now="Director"),),
        (row("conflict", person="p5", kind="senior_now", role_now="Director", handling=["recused_sign_off"]),),
    ),
    Case(
        "13.3-appraisal",
        (row("episode", title="First visit", appraisal="mixed"),),
        (row("episode", title="First visit", appraisal="mixed", explanation="The form asked nothing else."),),
    ),
    Case(
        "13.3-evidence",
        (
            row("episode", "e1", title="First visit", explanation="The form asked nothing else."),
            row(
                "episode_evidence", "v1", episode="e1", supports="explanation", counter="yes", shows="Another form did."
            ),
        ),
        (
            row("episode", "e1", title="First visit", explanation="The form asked nothing else."),
            row("episode_evidence", "v1", episode="e1", supports="explanation", shows="The form itself."),
        ),
    ),
    Case(
        "13.5-skill",
        (
            row("finding", "f1", number=1, title="Bruising", factors=["x1"]),
            row(
                "contributory_factor",
                "x1",
                episode="e1",
                code="individual_skill",
                polarity="hindered",
                words="Not trained",
            ),
        ),
        (
            row("finding", "f1", number=1, title="Bruising", factors=["x1", "x2"]),
            row(
                "contributory_factor",
                "x1",
                episode="e1",
                code="individual_skill",
                polarity="hindered",
                words="Not trained",
            ),
            row(
                "contributory_factor",
                "x2",
                episode="e1",
                code="workload",
                polarity="hindered",
                words="40 families each",
            ),
        ),
    ),
    Case(
        "13.10-both",
        (row("finding", "f1", number=1, in_case="Three alerts lay unread."),),
        (row("finding", "f1", number=1, in_case="Three alerts lay unread.", wider_relevance="No team reads them."),),
    ),
    Case(
        "14.2-checker",
        (row("publication_check", checker="r1", author="r1", checked_on="2016-05-30"),),
        (row("publication_check", checker="b5", author="r1", checked_on="2016-05-30"),),
    ),
    Case(
        "14.4-explained",
        (row("finding", "f1", number=1, kind="descriptive"),),
        (row("finding", "f1", number=1, kind="explanatory", factors=["x1"]),),
    ),
    Case(
        "15.3-days",
        (
            row("board_meeting", kind="extraordinary", held_on="2016-05-01", presented="yes"),
            row("publication_record", published_on="2016-05-09"),
        ),
        (
            row("board_meeting", kind="extraordinary", held_on="2016-03-01", presented="yes"),
            row("publication_record", published_on="2016-05-09"),
        ),
    ),
    Case(
        "16.5-none",
        (row("finding", "f1", number=1, title="Bruising"), row("response_plan", drafted_on="2016-05-01")),
        (
            row("finding", "f1", number=1, title="Bruising"),
            row("response_plan", drafted_on="2016-05-01"),
            row("action", "a1", **ACTION, finding="f1", state="planned"),
        ),
    ),
    Case(
        "16.5-effect",
        (row("action", **ACTION, state="done", done_on="2016-04-01"),),
        (row("action", **ACTION, state="done", done_on="2016-04-01", too_early_because="It began last month."),),
    ),
    Case(
        "17.1-constraint",
        (row("constraint", kind="trial", source="Crown Court", expires_on="2016-05-20"),),
        (row("constraint", kind="trial", source="Crown Court", expires_on="2016-05-20", ended_on="2016-05-21"),),
    ),
    Case(
        "17.1-review",
        (row("hold_review", on="2016-04-01", decision="hold", next_on="2016-05-01"),),
        (
            row("hold_review", "r1", on="2016-04-01", decision="hold", next_on="2016-05-01"),
            row("hold_review", "r2", on="2016-05-01", decision="hold", next_on="2016-07-01"),
        ),
    ),
    Case(
        "17.1-reasons",
        (row("publication_decision", "d1", how="not", decided_on="2016-05-01", panel_on_not="Agreed"),),
        (
            row("publication_decision", "d1", how="not", decided_on="2016-05-01", panel_on_not="Agreed"),
            row("compelling_reason", "c1", decision="d1", reason="A child would be known by it."),
        ),
    ),
    Case(
        "17.1-reasons",
        (
            row("publication_decision", "d1", how="not", decided_on="2016-05-01"),
            row("compelling_reason", "c1", decision="d1", reason="A child would be known by it."),
        ),
        (
            row("publication_decision", "d1", how="not", decided_on="2016-05-01"),
            row("publication_decision", "d2", how="delayed", decided_on="2016-05-20"),
        ),
    ),
    Case(
        "18.1-overdue",
        (row("action", "a1", **ACTION, state="under_way", due="2016-05-01"),),
        (
            row("action", "a1", **ACTION, state="under_way", due="2016-05-01"),
            row("action_update", "u1", action="a1", on="2016-05-10", state="late", late_because="New system in July."),
        ),
    ),
    Case(
        "18.3-output",
        (row("action", "a1", **ACTION, state="under_way"), MEASURE, CLOSED),
        (
            row("action", "a1", **ACTION, state="under_way"),
            MEASURE,
            CLOSED,
            row("measure_result", "s1", measure="m1", on="2016-05-30", result="Waiting halved.", judgement="better"),
        ),
    ),
    Case(
        "18.4-due",
        (row("follow_up", action="a1", due="2016-05-01"),),
        (row("follow_up", action="a1", due="2016-05-01", done_on="2016-05-03"),),
    ),
)
