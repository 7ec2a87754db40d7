"""Rare combinations in a document: people of whom too much is still told, until a person has decided each one.

Source: profiles, section 3. Not here: what counts as an aspect (``desktop.redaction.quasi``).
"""

from __future__ import annotations

from desktop.errors import FieldErrors
from desktop.redaction import quasi
from desktop.redaction.quasi import Combination
from desktop.reports.setting import Setting
from storage.records import Case, WordDecision
from storage.store import Store, Work

__all__ = ["Combination", "decide", "decided", "kinds_words", "undecided"]
DECISION = "combination"


def kinds_words(found: Combination) -> str:
    """The aspects in words, without anything about whom: ``age, school, sibling pattern``."""
    return ", ".join(kind.replace("_", " ") for kind in found.kinds)


def undecided(made: Setting, _report_id: str = "") -> tuple[Combination, ...]:
    """The people of whom the finished document tells more than its profile allows and nobody has decided: those who
    stop the export. A decision holds for the audience, in whichever document these facts stand.
    """
    return tuple(one for one in combinations(made) if one.stops)


def combinations(made: Setting) -> tuple[Combination, ...]:
    """The same, with those that only warn."""
    engine = made.releaser
    subjects = {one for replaced in engine.replacements for one in replaced.subjects} | engine.pseudonyms.keys()
    subjects |= {made.recipient_id} if made.recipient_id else set()
    names = {one: engine.name(one).text for one in subjects if engine.cast.get(one)}
    found = quasi.count(made.told, engine.cast, engine.profile, names)
    known = decided(made.store, made.case, made.profile)
    return tuple(one for one in found if not set(one.kinds) <= known.get(one.subject_id, frozenset()))


def decided(store: Store, case: Case, profile_id: str) -> dict[str, frozenset[str]]:
    """What may stand together about each person in exports of a profile, as people have decided."""
    rows = store.find(WordDecision, case_id=case.id, decision=DECISION, profile=profile_id)
    return {row.subject_id: frozenset(row.word.split(",")) for row in rows}


def decide(work: Work, /, case_id: str, profile_id: str, combination: Combination, reason: str) -> WordDecision:
    """Record that these facts of a person may stand together for this audience, and why. A further fact asks anew.

    Raises ``FieldErrors`` without a reason.
    """
    if not reason.strip():
        raise FieldErrors({"reason": "Enter why these facts may stand together for this audience"})
    for row in work.find(WordDecision, case_id=case_id, decision=DECISION, profile=profile_id):
        if row.subject_id == combination.subject_id:
            work.bin(row)
    return work.add(
        WordDecision(
            case_id=case_id, word=",".join(sorted(combination.kinds)), decision=DECISION, profile=profile_id,
            subject_id=combination.subject_id, reason=reason.strip(),
        )
    )  # fmt: skip
