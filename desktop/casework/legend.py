"""What the nine digits of a highlight stand for in a case: factors, in the board's own words."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.casework.marks import HIGHLIGHTS
from storage.records import Extra
from storage.store import Store, Work

_KEY = "highlights"
AT_FIRST = {
    "1": "Child's lived experience",
    "2": "Family and relationships",
    "3": "Tools and records",
    "4": "Supervision and support",
    "5": "Workload and staffing",
    "6": "Between agencies",
    "7": "Procedures and training",
    "8": "Mindset and reasoning",
    "9": "What worked well",
}
"""Until a review says otherwise."""


def digits(store: Store, case_id: str) -> dict[str, str]:
    """Each digit and its factor."""
    kept = store.one(Extra, case_id=case_id, key=_KEY)
    given = kept.body if kept else {}
    return {digit: str(given.get(digit) or AT_FIRST[digit]) for digit in HIGHLIGHTS}


def name(work: Work, /, case_id: str, words: Mapping[str, str]) -> Extra:
    """Say what the digits stand for in a case; an empty word goes back to the first one."""
    body = {digit: " ".join(words.get(digit, "").split()) for digit in HIGHLIGHTS}
    body = {digit: said for digit, said in body.items() if said and said != AT_FIRST[digit]}
    kept = work.one(Extra, case_id=case_id, key=_KEY)
    return work.change(kept, body=body) if kept else work.add(Extra(case_id=case_id, key=_KEY, body=body))
