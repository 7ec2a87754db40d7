"""How the next version of a series stands, before anybody asks for it: findings, changes, words nobody decided about.

What a trial issue would say, without laying anything out. Looks only: nothing is numbered, drawn or kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.casework import cast as casts
from desktop.casework import codes
from desktop.casework.cast import CasePseudonyms
from desktop.disclosure import checks, delta, linter
from desktop.disclosure.cells import CellMaker
from desktop.disclosure.checks import Finding
from desktop.disclosure.issue import PROFILE, issued_cells, number, rows_of
from desktop.disclosure.linter import Remark
from desktop.redaction.suggestions import gather, names_in
from storage.records import Case, IndexEntry, Issue, Person, Series
from storage.store import Store

TEXTS = (
    "description",
    "author_role",
    "location",
    "owner_contact",
    "restrictions",
    "terms",
    "extent",
    "doc_version",
    "original_location",
    "police_hold_how",
    "status_note",
    "claim_reason",
    "who_may_view",
)
"""Free texts of an entry that one of the lists prints."""


@dataclass(frozen=True)
class Suggested:
    """A word that looks like a name and that nobody decided about, and the entries whose printed texts hold it."""

    word: str
    why: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """Where the next version of ``series`` stands. ``held`` is the version that went out last; ``changed`` are ids of
    entries that differ from it or are new."""

    series: Series
    findings: tuple[Finding, ...]
    suggested: tuple[Suggested, ...]
    changed: frozenset[str]
    held: Issue | None
    listed: int

    @property
    def version(self) -> int:
        """The number of the next version."""
        return self.held.version + 1 if self.held else 1

    @property
    def stopped(self) -> bool:
        """Whether something stands in the way."""
        return bool(self.suggested) or bool(checks.stops(self.findings))


def overview(store: Store, case_id: str, series: Series) -> Overview:
    """The overview of one series of a case, against the version of it that went out last."""
    case = store.get(Case, case_id)
    entries = store.find(IndexEntry, case_id=case_id)
    releaser = casts.releaser(
        store, case, PROFILE, CasePseudonyms(store, case_id), owners=tuple(e.owner_id for e in entries if e.owner_id)
    )
    findings = checks.check(store, case, releaser, series)
    chosen = checks.listable(store, case_id, series)
    maker = CellMaker(store, case, releaser)
    numbers = number(store, chosen, series)
    maker.prepare(chosen, numbers if series is Series.OPEN else {})
    held = next(
        iter(store.find(Issue, case_id=case_id, series=series, order=["-issued_at", "-version"], limit=1)), None
    )
    before = issued_cells(store, held) or {}
    rows = rows_of(maker, chosen, numbers, series, before, held.version + 1 if held else 1)
    by_ref = {row.ref: row.entry_id for row in rows}
    changed = (
        frozenset(by_ref[one.ref.text] for one in delta.differences(before, rows, series)) if held else frozenset()
    )
    found = [
        Suggested(one.word, one.why, _holding(one.word, chosen, maker.people.values())) for one in releaser.suggestions
    ]
    return Overview(series, findings, tuple(found), changed, held, sum(row.listed for row in rows))


def _holding(word: str, chosen: Iterable[IndexEntry], people: Iterable[Person]) -> tuple[str, ...]:
    everyone = tuple(people)
    return tuple(
        entry.id for entry in chosen if any(word in codes.named(getattr(entry, name), everyone) for name in TEXTS)
    )


class Lens:
    """Reads words that are still being typed as the checks will read them. Made once; holds no transaction."""

    def __init__(self, store: Store, case_id: str) -> None:
        case = store.get(Case, case_id)
        self._people = store.find(Person, case_id=case_id)
        entries = store.find(IndexEntry, case_id=case_id)
        # A body that is about to own an item may be named in its description, as the starter does.
        bodies = {one for entry in entries for one in (entry.owner_id, entry.suggested_owner_id) if one}
        self._releaser = casts.releaser(
            store, case, PROFILE, CasePseudonyms(store, case_id), owners=tuple(sorted(bodies))
        )
        self._not_names = casts.decisions(store, case_id).not_names
        self._find = checks.name_finder(self._releaser, self._people)

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """What is wrong with a description as it stands, unregistered names too; places are code points of ``text``."""
        lead = len(text) - len(text.lstrip())
        found = list(linter.lint(text, self._find))
        found += self._suggested(text.strip())
        return tuple(
            dataclasses.replace(one, start=one.start + lead, end=one.end + lead) if one.end else one
            for one in sorted(found, key=lambda one: (one.level != linter.STOP, one.start))
        )

    def _suggested(self, text: str) -> list[Remark]:
        if not text:
            return []
        masked = codes.masked(text, self._people)
        words = list(names_in(masked, self._releaser.known_places(masked), self._releaser.cast, ""))
        kept = {place for one in gather(words, self._not_names) for place in one.places}
        return [
            Remark(
                "suggestion", linter.STOP, "It looks like a name: use a code, or say that it is not a name", start, end
            )
            for _, start, end in sorted(kept)
        ]

    def codes(self) -> tuple[str, ...]:
        """The codes of the people of the case, for a list to choose from."""
        return tuple(sorted(person.code for person in self._people if person.code))


def look_at(store: Store, case_id: str, entry: IndexEntry) -> tuple[Finding, ...]:
    """What the checks say of one entry, whether or not it would be listed now."""
    case = store.get(Case, case_id)
    owners = {one.owner_id for one in store.find(IndexEntry, case_id=case_id) if one.owner_id}
    releaser = casts.releaser(store, case, PROFILE, CasePseudonyms(store, case_id), owners=tuple(sorted(owners)))
    return checks.check_entry(store, case, releaser, entry)
