"""Spelling that asks nobody and learns nothing outside the store.

The words come with the ``pyspellchecker`` package (MIT, pure Python, hash-locked like the rest) and are American:
British spellings are recognised by rule. What a person teaches it is kept in the vault, with the case, because it may
be a name. Neither the system's spelling nor its personal dictionary is ever used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from spellchecker import SpellChecker

from desktop.casework import turns
from desktop.redaction.words import acronyms, quiet_words
from storage.records import Extra
from storage.store import Store, Work

_KEY = "spelling"
_WORD = re.compile(r"(?<![\w@./])[^\W\d_]+(?:['’\-][^\W\d_]+)*(?![\w@/])")
_ENDING = re.compile(r"['’](?:s|d|ll|re|ve|m|t)$")
_MOST = 5
# Each British spelling and the American one it is looked up as.
_BRITISH = (
    (re.compile(r"our(?=s?$|ed$|ing$|al|ite|able|hood|less|ful|ably)"), "or"),
    (re.compile(r"is(?=e$|ed$|es$|ing$|er$|ers$|ation|able)"), "iz"),
    (re.compile(r"ys(?=e$|ed$|es$|ing$|er$)"), "yz"),
    (re.compile(r"tre(?=s?$|d$)"), "ter"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"oe"), "e"),
    (re.compile(r"ogue(?=s?$|d$)"), "og"),
    (re.compile(r"ll(?=ed$|ing$|or$|ors$|er$|ers$)"), "l"),
    (re.compile(r"ence(?=s?$|less$)"), "ense"),
    (re.compile(r"amme(?=s?$|d$)"), "am"),
    (re.compile(r"ise(?=s?$)"), "ice"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"l(?=ment|fil$|fils$|ful$)"), "ll"),
    (re.compile(r"que(?=s?$)"), "ck"),
)
_FIELD = """
    safeguarding multi-agency texted half-sister half-brother step-father step-mother looked-after wellbeing cooperate
    co-operate co-ordinate organise practitioner chronology chronologies lscb scr cspr imr gp cafcass camhs mash ehcp
    ofsted pre-birth paediatric paediatrician keyworker co-sleeping neglectful non-mobile perinatal
"""
FIELD = frozenset(_FIELD.split())
"""Words of the field that no general list has."""


class Spelling:
    """What is a word and what is not. ``learned`` are the words of a case; read once, cheap to ask."""

    def __init__(self, learned: Iterable[str] = ()) -> None:
        self._learned = frozenset(word.casefold() for word in learned)

    def knows(self, word: str) -> bool:
        """Whether a word is spelt as words are."""
        bare = _ENDING.sub("", word).replace("’", "'")
        low = bare.casefold()
        if len(low) < 3 or low in self._learned or word.replace("’", "'").casefold() in _words():
            return True
        if (bare.isupper() and len(bare) < 6) or low in FIELD or low in acronyms():
            return True
        return _known(low) or ("-" in low and all(len(part) < 3 or _known(part) for part in low.split("-")))

    def unknown_in(self, line: str) -> Iterator[tuple[int, int]]:
        """Where words stand in a line that are not known; codes, times and roles of turns are left out."""
        begin = turns.read_line(line).words_at
        codes = list(turns.codes_in(line))
        for found in _WORD.finditer(line, begin):
            start, end = found.span()
            if not self.knows(found[0]) and not any(a <= start < b for a, b in codes):
                yield start, end

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may have been meant, likeliest first, at most five; as the word was written, with a capital or not."""
        checker = _checker()
        found = checker.candidates(word.casefold()) or set()
        found = {one for one in found if one != word.casefold()}
        ranked = sorted(found, key=lambda one: (-checker.word_usage_frequency(one), one))[:_MOST]
        return tuple(one.capitalize() if word[:1].isupper() else one for one in ranked)


def prepare(store: Store, case_id: str) -> Spelling:
    """The spelling of a case; reads the words on the first call, so it belongs on a thread."""
    _words()
    return Spelling(learned(store, case_id))


def learned(store: Store, case_id: str) -> tuple[str, ...]:
    """What was taught in a case."""
    kept = store.one(Extra, case_id=case_id, key=_KEY)
    return tuple(map(str, kept.body.get("words", ()))) if kept else ()


def learn(work: Work, /, case_id: str, word: str) -> Extra:
    """Keep a word with the case: nowhere else."""
    kept = work.one(Extra, case_id=case_id, key=_KEY)
    body: dict[str, Any] = {"words": sorted({*learned(work, case_id), word})}
    return work.change(kept, body=body) if kept else work.add(Extra(case_id=case_id, key=_KEY, body=body))


def forget(work: Work, /, case_id: str, word: str) -> Extra | None:
    """Unlearn a word."""
    kept = work.one(Extra, case_id=case_id, key=_KEY)
    left = [one for one in learned(work, case_id) if one.casefold() != word.casefold()]
    return work.change(kept, body={"words": left}) if kept else None


@lru_cache(maxsize=1)
def _checker() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(_checker().word_frequency.words()) | quiet_words()


@lru_cache(maxsize=65536)
def _known(low: str) -> bool:
    return low in _words() or any(american in _words() for american in _american(low))


def _american(low: str) -> Iterator[str]:
    for pattern, other in _BRITISH:
        if (said := pattern.sub(other, low)) != low:
            yield said
            yield pattern.sub(other, said)
