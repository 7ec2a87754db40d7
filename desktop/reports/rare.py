"""Rare combinations in a document: people of whom too much is still told, until a person has decided each one.

Source: profiles, section 3. Not here: what counts as an aspect (``desktop.redaction.quasi``).
"""

from __future__ import annotations

from desktop.errors import FieldErrors
from desktop.redaction import quasi
from desktop.redaction.quasi import Combination, Fact
from desktop.reports.setting import Setting
from storage.records import Case, RegisterRow, WordDecision
from storage.store import Store, Work

__all__ = ["Combination", "combinations", "decide", "decided", "facts_of", "kinds_words"]
DECISION = "combination"
_TELLING = {"ethnicity": "identity", "disability": "health", "place": "place"}


def kinds_words(found: Combination) -> str:
    """The aspects in words, without anything about whom: ``age, school, sibling pattern``."""
    return ", ".join(kind.replace("_", " ") for kind in found.kinds)


def combinations(made: Setting) -> tuple[Combination, ...]:
    """The people of whom the finished document tells more than its profile allows and nobody has decided.

    Those that stop come first. A decision holds for the audience, in whichever document these facts stand.
    """
    engine = made.releaser
    subjects = {one for replaced in engine.replacements for one in replaced.subjects} | engine.pseudonyms.keys()
    subjects |= {made.recipient_id} if made.recipient_id else set()
    names = {one: engine.name(one).text for one in subjects if engine.cast.get(one)}
    facts = facts_of(made.store, made.case)
    found = quasi.count(made.told, engine.cast, engine.profile, names, facts, engine.read, made.about)
    known = decided(made.store, made.case, made.profile)
    open_ones = (one for one in found if not set(one.kinds) <= known.get(one.subject_id, frozenset()))
    return tuple(sorted(open_ones, key=lambda one: not one.stops))


def facts_of(store: Store, case: Case) -> tuple[Fact, ...]:
    """What registers say of the children that could tell them from others."""
    found = []
    for row in store.find(RegisterRow, case_id=case.id, register="referral_child", deleted=None):
        person = str(row.values.get("person", ""))
        found += [Fact(person, kind, str(row.values[one])) for one, kind in _TELLING.items() if row.values.get(one)]
    return tuple(found)


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
