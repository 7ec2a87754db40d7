"""Tables of material, its text and history, marks, pseudonyms and decisions on words."""

from storage.records import (
    Continuity,
    Extra,
    Loan,
    Mark,
    Material,
    MaterialText,
    ProfileCopy,
    Pseudonym,
    WordDecision,
)
from storage.tables.mapping import declare

material = declare(Material, "material", "case_id", "sha256", "parent_id")
material_text = declare(MaterialText, "material_text", "case_id", "material_id")
continuity = declare(Continuity, "continuity", "case_id", "record_id")
loan = declare(Loan, "loan", "case_id", "material_id")
mark = declare(Mark, "mark", "case_id", "record_id")
pseudonym = declare(Pseudonym, "pseudonym", "case_id", unique=(("case_id", "profile", "subject_id"),))
word_decision = declare(WordDecision, "word_decision", "case_id")
profile_copy = declare(ProfileCopy, "profile_copy", "case_id")
extra = declare(Extra, "extra", "case_id", "key")
