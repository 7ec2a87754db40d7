"""Closed vocabularies of the records: values for the store and JSON; ``words`` gives the words for people."""

from __future__ import annotations

from enum import StrEnum


class CaseStage(StrEnum):
    """From referral to closing."""

    REFERRAL = "referral"
    REVIEW = "review"
    OTHER_PROCESS = "other_process"
    NO_REVIEW = "no_review"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class PersonKind(StrEnum):
    """Kinds of people in the register (profiles, section 5)."""

    SUBJECT_CHILD = "subject_child"
    SIBLING = "sibling"
    PARENT = "parent"
    WIDER_FAMILY = "wider_family"
    OTHER_ADULT = "other_adult"
    PROFESSIONAL = "professional"
    OFFICE_HOLDER = "office_holder"
    THIRD_PARTY = "third_party"


class BodyKind(StrEnum):
    """Kinds of bodies and places in the register (profiles, section 5)."""

    AGENCY = "agency"
    UNIT = "unit"
    SCHOOL = "school"
    HEALTH_PLACE = "health_place"
    PLACE = "place"
    AREA_AUTHORITY = "area_authority"


class FormKind(StrEnum):
    """Other names of a person or body."""

    ALIAS = "alias"
    FORMER = "former"
    NICKNAME = "nickname"
    INITIALS = "initials"
    MISSPELLING = "misspelling"
    TRANSLITERATION = "transliteration"


class WitnessStatus(StrEnum):
    """As the senior investigating officer advised (disclosure data dictionary, field 15)."""

    NONE_KNOWN = "none_known"
    PROSECUTION = "prosecution"
    POTENTIAL_PROSECUTION = "potential_prosecution"
    DEFENCE = "defence"
    SUSPECT = "suspect"
    DEFENDANT = "defendant"
    VICTIM = "victim"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """Yes, no, not known, does not apply."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class MaterialKind(StrEnum):
    """What a piece of material is (disclosure data dictionary, field 4)."""

    REFERRAL = "referral"
    NOTIFICATION = "notification"
    SCOPING_RETURN = "scoping_return"
    DECISION_RECORD = "decision_record"
    MINUTES = "minutes"
    AGENDA = "agenda"
    CORRESPONDENCE = "correspondence"
    EMAIL = "email"
    TERMS_OF_REFERENCE = "terms_of_reference"
    COMMISSIONING = "commissioning"
    CHRONOLOGY_AGENCY = "chronology_agency"
    CHRONOLOGY_COMBINED = "chronology_combined"
    AGENCY_REPORT = "agency_report"
    AGENCY_RECORD = "agency_record"
    NOTE_HANDWRITTEN = "note_handwritten"
    NOTE_TYPED = "note_typed"
    NOTE_AUDIO = "note_audio"
    NOTE_TRANSCRIPT = "note_transcript"
    EVENT_RECORD = "event_record"
    FAMILY_CONTACT = "family_contact"
    ANALYSIS = "analysis"
    KEY_EPISODES = "key_episodes"
    SUPERVISION = "supervision"
    DRAFT_REPORT = "draft_report"
    FINAL_REPORT = "final_report"
    BOARD_RESPONSE = "board_response"
    ACTION_PLAN = "action_plan"
    PUBLICATION = "publication"
    LEGAL_ADVICE = "legal_advice"
    POLICE_MATERIAL = "police_material"
    COURT_DOCUMENT = "court_document"
    RESEARCH = "research"
    PHOTOGRAPH = "photograph"
    GENOGRAM = "genogram"
    ADMINISTRATION = "administration"
    OTHER = "other"


class Origin(StrEnum):
    """Where material comes from (field 5)."""

    GENERATED = "generated"
    AGENCY = "agency"
    POLICE = "police"
    FAMILY = "family"
    COURT = "court"
    PUBLIC = "public"


class Medium(StrEnum):
    """Form of the material (field 18)."""

    ELECTRONIC = "electronic"
    SCANNED = "scanned"
    PAPER = "paper"
    NOTEBOOK = "notebook"
    AUDIO = "audio"
    VIDEO = "video"
    PHOTO = "photo"
    OBJECT = "object"


class DocStatus(StrEnum):
    """How far the document had got (field 20)."""

    ORIGINAL = "original"
    DRAFT = "draft"
    FINAL = "final"
    AMENDED = "amended"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How an item stands to its parent (field 3)."""

    NONE = ""
    ATTACHMENT = "attachment_of"
    DRAFT = "draft_of"
    EDITED = "edited_version_of"
    TRANSCRIPT = "transcript_of"
    EXTRACT = "extract_of"
    COPY = "copy_of"
    SPLIT = "split_from_block"
    CORRECTION = "correction_of"
    REFLECTION = "reflections_on"


class SensitivityClaim(StrEnum):
    """Field 30. Never defaulted: an entry starts as not considered, and that stops an issue."""

    NOT_CONSIDERED = "not_considered"
    NONE = "none"
    CLAIMED = "claimed"
    HIGHLY = "highly_sensitive"
    UNDER_CONSIDERATION = "under_consideration"


class Privilege(StrEnum):
    """Field 32."""

    NONE = "none"
    LEGAL_ADVICE = "legal_advice"
    LITIGATION = "litigation"


class OwnerPosition(StrEnum):
    """Field 35. The owner decides; the board records."""

    AWAITING = "awaiting"
    NO_OBJECTION = "no_objection"
    INSPECTION_ONLY = "inspection_only"
    REDACTED_COPY = "redacted_copy"
    OBJECT = "object"
    REQUIRES_ORDER = "requires_order"


class EntryStatus(StrEnum):
    """Field 44. There is no deletion."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    LOST = "lost"
    DESTROYED = "destroyed"
    NEVER_MADE = "never_made"


class Listing(StrEnum):
    """Whether a person has decided that a candidate belongs on the list (data dictionary, section 2.5)."""

    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    LEFT_OUT = "left_out"


class Series(StrEnum):
    """Two publications, open and sensitive, and the key to codes, which is versioned like them."""

    OPEN = "N"
    SENSITIVE = "S"
    KEY = "G"


class NoteKind(StrEnum):
    """What a written note is."""

    NOTE = "note"
    ACCOUNT = "account"
    REFLECTIONS = "reflections"
    ANALYSIS = "analysis"
    SUPERVISION = "supervision"
    LIAISON = "liaison"
    LEGAL_ADVICE = "legal_advice"
    FAMILY_CONTACT = "family_contact"
    NEVER_MADE = "never_made"


_PAIRS: tuple[tuple[StrEnum, str], ...] = (
    (CaseStage.REFERRAL, "Referral"),
    (CaseStage.REVIEW, "Review"),
    (CaseStage.OTHER_PROCESS, "Another learning process"),
    (CaseStage.NO_REVIEW, "No review"),
    (CaseStage.FOLLOW_UP, "In follow-up"),
    (CaseStage.CLOSED, "Closed"),
    (PersonKind.SUBJECT_CHILD, "Child of the review"),
    (PersonKind.SIBLING, "Sibling"),
    (PersonKind.PARENT, "Parent or carer"),
    (PersonKind.WIDER_FAMILY, "Wider family"),
    (PersonKind.OTHER_ADULT, "Other adult"),
    (PersonKind.PROFESSIONAL, "Professional"),
    (PersonKind.OFFICE_HOLDER, "Office holder"),
    (PersonKind.THIRD_PARTY, "Third party"),
    (BodyKind.AGENCY, "Agency"),
    (BodyKind.UNIT, "Team, ward or site"),
    (BodyKind.SCHOOL, "School or nursery"),
    (BodyKind.HEALTH_PLACE, "Hospital, clinic or practice"),
    (BodyKind.PLACE, "Place"),
    (BodyKind.AREA_AUTHORITY, "Council, police force or board"),
    (FormKind.ALIAS, "Also known as"),
    (FormKind.FORMER, "Former name"),
    (FormKind.NICKNAME, "Nickname"),
    (FormKind.INITIALS, "Initials"),
    (FormKind.MISSPELLING, "Known misspelling"),
    (FormKind.TRANSLITERATION, "Other spelling"),
    (WitnessStatus.NONE_KNOWN, "None known"),
    (WitnessStatus.PROSECUTION, "Prosecution witness"),
    (WitnessStatus.POTENTIAL_PROSECUTION, "Potential prosecution witness"),
    (WitnessStatus.DEFENCE, "Defence witness"),
    (WitnessStatus.SUSPECT, "Suspect"),
    (WitnessStatus.DEFENDANT, "Defendant"),
    (WitnessStatus.VICTIM, "Victim"),
    (WitnessStatus.UNKNOWN, "Not known"),
    (Answer.YES, "Yes"),
    (Answer.NO, "No"),
    (Answer.UNKNOWN, "Not known"),
    (Answer.NOT_APPLICABLE, "Does not apply"),
    (MaterialKind.REFERRAL, "Referral"),
    (MaterialKind.NOTIFICATION, "Notification"),
    (MaterialKind.SCOPING_RETURN, "Scoping return"),
    (MaterialKind.DECISION_RECORD, "Decision record"),
    (MaterialKind.MINUTES, "Minutes"),
    (MaterialKind.AGENDA, "Agenda"),
    (MaterialKind.CORRESPONDENCE, "Letter"),
    (MaterialKind.EMAIL, "E-mail"),
    (MaterialKind.TERMS_OF_REFERENCE, "Terms of reference"),
    (MaterialKind.COMMISSIONING, "Commissioning or contract"),
    (MaterialKind.CHRONOLOGY_AGENCY, "Chronology, agency"),
    (MaterialKind.CHRONOLOGY_COMBINED, "Chronology, combined"),
    (MaterialKind.AGENCY_REPORT, "Agency report"),
    (MaterialKind.AGENCY_RECORD, "Agency record, copy"),
    (MaterialKind.NOTE_HANDWRITTEN, "Note, handwritten"),
    (MaterialKind.NOTE_TYPED, "Note, typed"),
    (MaterialKind.NOTE_AUDIO, "Note, audio"),
    (MaterialKind.NOTE_TRANSCRIPT, "Note, transcript"),
    (MaterialKind.EVENT_RECORD, "Practitioner event record"),
    (MaterialKind.FAMILY_CONTACT, "Family contact record"),
    (MaterialKind.ANALYSIS, "Analysis working document"),
    (MaterialKind.KEY_EPISODES, "Key practice episodes"),
    (MaterialKind.SUPERVISION, "Supervision or peer challenge note"),
    (MaterialKind.DRAFT_REPORT, "Draft report"),
    (MaterialKind.FINAL_REPORT, "Final report"),
    (MaterialKind.BOARD_RESPONSE, "Board response"),
    (MaterialKind.ACTION_PLAN, "Action plan"),
    (MaterialKind.PUBLICATION, "Publication or media document"),
    (MaterialKind.LEGAL_ADVICE, "Legal advice"),
    (MaterialKind.POLICE_MATERIAL, "Material supplied by police"),
    (MaterialKind.COURT_DOCUMENT, "Court document"),
    (MaterialKind.RESEARCH, "Research or policy"),
    (MaterialKind.PHOTOGRAPH, "Photograph"),
    (MaterialKind.GENOGRAM, "Genogram"),
    (MaterialKind.ADMINISTRATION, "Review administration records"),
    (MaterialKind.OTHER, "Other"),
    (Origin.GENERATED, "Generated by the review"),
    (Origin.AGENCY, "Supplied by an agency"),
    (Origin.POLICE, "Supplied by police"),
    (Origin.FAMILY, "Supplied by family"),
    (Origin.COURT, "From a court"),
    (Origin.PUBLIC, "Public"),
    (Medium.ELECTRONIC, "Electronic file"),
    (Medium.SCANNED, "Scanned paper"),
    (Medium.PAPER, "Paper only"),
    (Medium.NOTEBOOK, "Handwritten notebook"),
    (Medium.AUDIO, "Audio"),
    (Medium.VIDEO, "Video"),
    (Medium.PHOTO, "Photograph"),
    (Medium.OBJECT, "Physical object"),
    (DocStatus.ORIGINAL, "Contemporaneous original"),
    (DocStatus.DRAFT, "Draft"),
    (DocStatus.FINAL, "Final"),
    (DocStatus.AMENDED, "Amended"),
    (DocStatus.UNKNOWN, "Not known"),
    (Relation.NONE, ""),
    (Relation.ATTACHMENT, "Attachment to"),
    (Relation.DRAFT, "Draft of"),
    (Relation.EDITED, "Edited version of"),
    (Relation.TRANSCRIPT, "Transcript of"),
    (Relation.EXTRACT, "Extract of"),
    (Relation.COPY, "Copy of"),
    (Relation.SPLIT, "Split from"),
    (Relation.CORRECTION, "Correction of"),
    (Relation.REFLECTION, "Reflections on"),
    (SensitivityClaim.NOT_CONSIDERED, "Not yet considered"),
    (SensitivityClaim.NONE, "None claimed"),
    (SensitivityClaim.CLAIMED, "Claimed"),
    (SensitivityClaim.HIGHLY, "Highly sensitive: discuss before listing"),
    (SensitivityClaim.UNDER_CONSIDERATION, "Under consideration"),
    (Privilege.NONE, "None"),
    (Privilege.LEGAL_ADVICE, "Legal advice"),
    (Privilege.LITIGATION, "Litigation"),
    (OwnerPosition.AWAITING, "Awaited"),
    (OwnerPosition.NO_OBJECTION, "No objection to inspection"),
    (OwnerPosition.INSPECTION_ONLY, "Inspection only"),
    (OwnerPosition.REDACTED_COPY, "Redacted copy only"),
    (OwnerPosition.OBJECT, "Objects"),
    (OwnerPosition.REQUIRES_ORDER, "Requires an order"),
    (EntryStatus.ACTIVE, "Active"),
    (EntryStatus.WITHDRAWN, "Withdrawn"),
    (EntryStatus.DUPLICATE, "Duplicate"),
    (EntryStatus.SUPERSEDED, "Superseded"),
    (EntryStatus.LOST, "Lost"),
    (EntryStatus.DESTROYED, "Destroyed"),
    (EntryStatus.NEVER_MADE, "Never made"),
    (Listing.CANDIDATE, "Candidate"),
    (Listing.ACCEPTED, "Accepted for the list"),
    (Listing.LEFT_OUT, "Not for listing"),
    (Series.OPEN, "Open"),
    (Series.SENSITIVE, "Sensitive"),
    (Series.KEY, "Key to codes"),
    (NoteKind.NOTE, "Note"),
    (NoteKind.ACCOUNT, "Account"),
    (NoteKind.REFLECTIONS, "Reflections"),
    (NoteKind.ANALYSIS, "Analysis note"),
    (NoteKind.SUPERVISION, "Supervision note"),
    (NoteKind.LIAISON, "Liaison note"),
    (NoteKind.LEGAL_ADVICE, "Legal advice"),
    (NoteKind.FAMILY_CONTACT, "Family contact"),
    (NoteKind.NEVER_MADE, "No note made"),
)
# Keyed by class too: members of two vocabularies with one value are equal strings.
_WORDS = {(type(member), member.value): said for member, said in _PAIRS}


def words(value: StrEnum) -> str:
    """The words people see for a value of a vocabulary."""
    return _WORDS[type(value), value.value]
