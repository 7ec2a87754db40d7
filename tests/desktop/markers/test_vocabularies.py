"""Where a question names the answers it may have, each of them is an answer that can be chosen, not a word in prose."""

from __future__ import annotations

import pytest

from desktop.markers import registers

KNOWN = registers.load("scr-2016")
OFFERED: dict[str, str] = {
    "referral.basis": "statutory discretionary",
    "referral.abuse_neglect": "known suspected",
    "referral.limb": "died harmed_concern custody looked_after regulated_setting",
    "referral.discretionary_reason": "learning_priority near_miss good_practice repeat_theme community_concern",
    "referral.adequacy": "sufficient returned",
    "referral_timeline.timely_reason": "new_information pattern_emerged",
    "decision_context.topic": "learning previous_learning resources practitioners family other_processes "
    "political_media public_trust",
    "recommendation.kind": "sub_group panel extraordinary",
    "recommendation.recommendation": "review other_learning single_agency audit none",
    "decision_limb.finding": "met not_met uncertain",
    "chair_decision.reconsiders_because": "new_information national_panel",
    "challenge_sought.decision": "sought declined",
    "message.about": "decision progress completion publication",
    "reason_told.held_because": "investigation privacy",
    "family_member.risks": "domestic_abuse conflict suspect witness bereaved custody child",
    "family_member.route": "liaison_officer social_worker advocate",
    "family_letter.covers": "purpose process limits no_blame publication disclosure rights contact timescale",
    "family_letter.formats": "translation easy_read sign_language audio",
    "family_offer.place_kind": "home neutral video telephone prison",
    "access_need.needs": "interpreter translation disability fear sibling adolescent",
    "communication.audience": "members leaders practitioners noncore reviewers family justice media",
    "statement_use.document": "scope invitation contract press",
    "tension.kind": "individual_accountability disciplinary government_media litigation inquest criminal political",
    "factor.topic": "family practice legal previous_learning reviewers public_interest capacity_other priorities "
    "board_capacity openness",
    "role_assignment.function": "conducts chairs_panel assures challenges owns accountable",
    "role_assignment.part": "responsible accountable consulted informed",
    "sign_off_step.body": "panel sub_group board chair",
    "challenge.about": "fact interpretation finding wording",
    "dispute.outcome": "agreed compromise recorded",
    "budget_line.kind": "fees venue transcription legal interpreter",
    "setup_risk.topic": "holidays elections inspection leavers trial",
    "process.kind": "criminal inquest family_court death_review domestic_homicide adult_review public_protection "
    "health_incident custody police_conduct allegations discipline regulator inspectorate complaint civil "
    "public_inquiry other_board",
    "liaison.topics": "purposes scope witnesses approach groups family supplied index publication review",
    "contact_permission.permission": "free after_statement after_trial not query",
    "coroner_step.kind": "request direction pre_inquest inquest prevention_report",
    "joint_arrangement.kind": "shared_scope shared_chronology shared_family_contact sequence",
    "preservation_instruction.covers": "notebooks laptops phones email audio",
    "not_kept.state": "never_made lost destroyed",
    "information_need.type": "facts rationale normality relevance",
    "guidance_issue.templates": "chronology report",
    "source.kind": "records involved should_have_been leaders policies systems child siblings family commissioned gp "
    "faith schools out_of_area police research",
    "practitioner.alternative": "video written",
    "practitioner.status": "abroad left off_sick",
    "non_cooperation.escalation": "chair_letter power",
    "invitation.covers": "purpose confidentiality notes attribution checking accompanied expected publication",
    "composition_check.concern": "hierarchy conflict witness family_link",
    "conflict.handling": "recused_quality recused_sign_off",
    "involvement_reason.reasons": "human_rights child_centred knowledge helps",
    "family_choice.choice": "include later not",
    "family_choice.outcome": "declined no_reply not_approached prevented",
    "episode.appraisal": "good adequate problematic mixed",
    "contributory_factor.reach": "contributory latent",
    "finding.generality": "typical particular",
    "finding.kind": "explanatory descriptive",
    "finding_evidence.source_type": "review_team practitioners audit data inspection research",
    "tone_review.looked_for": "victim_blaming culture minimising sensational",
    "option_appraisal.option": "act fold defer none national",
    "finding_position.position": "accept in_part not_accept more_needed",
    "action.level": "strategic operational national",
    "action.state": "done under_way planned deferred",
    "publication_decision.how": "full delayed other_form not",
    "harm_assessment.group": "child sibling vulnerable_adult staff carer",
    "constraint.kind": "trial inquest family_court reporting injunction data",
    "avoided_date.kind": "anniversary trial election school",
    "publication_record.copies": "national_panel inspectorate department",
    "measure.kind": "output outcome",
    "measure_result.voices": "children families practitioners",
    "follow_up.decision": "keep adjust stop reopen",
}


@pytest.mark.parametrize("place", OFFERED)
def test_every_answer_that_the_question_names_is_offered(place: str) -> None:
    register, _, field = place.partition(".")
    assert set(OFFERED[place].split()) <= set(KNOWN[register].field(field).choices())
