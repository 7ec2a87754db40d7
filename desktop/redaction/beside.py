"""Words of the text beside a name that change what stands in its place: a family word after it, a role before it.

Here: "the Ashdown children" and "the social worker Ines Corrow", so that what is printed reads as a sentence. Source:
redaction design, section 6, number 23. Not here: titles (``settle``), the same role said twice (``wordings``).
"""

from __future__ import annotations

import re

from desktop.redaction.form import FormKind
from desktop.redaction.hits import Hit
from desktop.redaction.people import DEFAULT_ROLE, FAMILY_KINDS, Subject
from desktop.redaction.settle import family_word_after
from desktop.redaction.wordings import repeated, unnumbered
from desktop.redaction.words import listed

_ROLES = {
    "professional": frozenset(
        ["worker", "visitor", "nurse", "midwife", "officer", "teacher", "assistant", "practitioner", "manager",
        "doctor", "consultant", "paediatrician", "psychologist", "psychiatrist", "therapist", "counsellor",
        "solicitor", "guardian", "advocate", "interpreter", "inspector", "sergeant", "constable", "detective",
        "superintendent", "coordinator", "adviser", "advisor", "reviewer", "headteacher", "tutor", "mentor",
        "registrar", "clerk", "governor", "coroner", "pathologist", "gp", "surgeon", "dentist", "optician",
        "physiotherapist", "dietitian", "barrister", "magistrate", "childminder", "paramedic", "receptionist",
        "chaplain", "chair", "professional"]
    ),
    "parent": frozenset(
        ["mother", "father", "mum", "mam", "dad", "daddy", "mummy", "parent", "carer", "stepmother", "stepfather",
        "stepmum", "stepdad", "partner", "husband", "wife", "boyfriend", "girlfriend", "fiance"]
    ),
    "wider_family": frozenset(
        ["grandmother", "grandfather", "nan", "nana", "gran", "granny", "grandma", "grandad", "granddad", "grandpa",
        "aunt", "auntie", "uncle", "cousin", "mother", "father", "mum", "mam", "dad", "sister", "brother",
        "relative", "niece", "nephew", "grandparent"]
    ),
    "sibling": frozenset(
        ["brother", "sister", "sibling", "twin", "baby", "child", "boy", "girl", "son", "daughter", "stepbrother",
        "stepsister"]
    ),
    "other_adult": frozenset(
        ["neighbour", "friend", "lodger", "landlord", "landlady", "partner", "boyfriend", "girlfriend", "man",
        "woman", "adult", "acquaintance", "flatmate", "tenant"]
    ),
}  # fmt: skip
"""By kind: words that may stand before the name of such a person and say what they are."""


def with_family_word(text: str, hit: Hit, words: str, subject: Subject) -> str:
    """What stands for one person's surname where "family" or "children" follows: nothing for one of the family ("the
    family"), a possessive for others ("the teacher's children").
    """
    alone = hit.kind in (FormKind.SURNAME, FormKind.HALF) and text[hit.end : hit.end + 1] in (" ", "\u00a0", "\n")
    if not alone or not family_word_after(text, hit.end):
        return words
    return "" if subject.kind in FAMILY_KINDS else f"{words}'s"


def is_said_before(text: str, start: int, words: str, subject: Subject) -> bool:
    """Whether a role stands right before the name, and the words for it say no more than that: "her mother Grace"."""
    if text[start - 1 : start] not in (" ", "\u00a0") or not text[start - 2 : start - 1].isalpha():
        return False
    begin = text.rfind(" ", max(0, start - 24), start - 1) + 1
    role = text[begin : start - 1].lower()
    vague = role in _ROLES.get(subject.kind, ()) and words == DEFAULT_ROLE[subject.kind]
    if not vague and not (words.endswith(role) and words.rsplit(" ", 1)[-1] == role):
        return False
    # "told the social worker Ines was late": there the role is one person and the name another.
    earlier = re.split(r"[.,;:!?\n]", text[max(0, begin - 40) : begin])[-1].lower().split()[-4:]
    return listed("told").isdisjoint(earlier)


def said_twice(text: str, start: int, end: int, words: str) -> tuple[int, int]:
    """The stretch to replace where the role stands beside it too: "the GP, Dr Tarn," or "Ines Corrow (mother)"."""
    begin = repeated(text, start, words)
    if begin == start and text[start - 2 : start] == ", ":
        begin = repeated(f"{text[max(0, start - 60) : start - 2]} ", min(start, 60) - 1, words)
        begin += max(0, start - 60)
        if begin >= start - 1:
            return start, _after(text, end, words)
        return begin, end + 1 if text[end : end + 1] == "," else end
    return begin, _after(text, end, words)


def _after(text: str, end: int, words: str) -> int:
    """Where the same role ends that stands in brackets or between commas after the name which ends at ``end``."""
    if text[end : end + 2] not in (" (", ", "):
        return end
    stem = re.escape(unnumbered(words))
    match = re.compile(
        rf" \((?:(?:the|his|her|their) )?{stem}\)|, (?:(?:the|his|her|their) )?{stem}(?:,|(?=[.;:)\n]))", re.IGNORECASE
    ).match(text, end)
    return match.end() if match else end
