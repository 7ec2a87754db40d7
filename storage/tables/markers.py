"""Tables of passes, judgements, evidence, sign-offs and published wording."""

from storage.records import EvidenceLink, Judgement, MarkerPass, PublishedText, SignOff, StageState
from storage.tables.mapping import declare

marker_pass = declare(MarkerPass, "marker_pass", "case_id")
judgement = declare(Judgement, "judgement", "case_id", "pass_id")
evidence_link = declare(EvidenceLink, "evidence_link", "case_id", "judgement_id", "record_id")
sign_off = declare(SignOff, "sign_off", "case_id", "subject_id")
stage_state = declare(StageState, "stage_state", "case_id", "pass_id")
published_text = declare(PublishedText, "published_text", "case_id")
