"""What is withheld anywhere in a case, known again wherever it is quoted; and what a search may show of a text.

Source: redaction design, section 6 (58); profiles, section 4. Not here: adding and moving marks (``marks``); by which
words a quotation is known (``desktop.redaction.quotations``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import ahocorasick

from desktop.casework import marks
from desktop.casework.marks import Place, text_in
from desktop.errors import UserError
from desktop.redaction import marks as spans
from desktop.redaction.normalise import Normalised, normalise
from desktop.redaction.quotations import as_words, bridged, extent, phrases
from desktop.redaction.release import Releaser
from desktop.redaction.released import Released, SpanKind
from desktop.redaction.treatment import Audience
from storage.records import Mark, WordDecision
from storage.search import Hit
from storage.store import Store

_AROUND = 80
_ITSELF = frozenset({"R4", "R5"})
"""Reasons for which a single word is withheld for what it says, not for whom it points at."""


def withheld(store: Store, case_id: str) -> Iterator[tuple[Mark, str]]:
    """Every mark of a case with the words that it withholds: as they were when it was made, and as they are now where
    they changed since. A mark whose words were cut out of its text still withholds them wherever they went.
    """
    for one in store.find(Mark, case_id=case_id, deleted=None):
        if not one.reason or (one.deleted and not one.drifted):
            continue
        if one.quoted:
            yield one, one.quoted
        if one.drifted and not one.deleted and (now := marks.text_under(store, one)[one.start : one.end]):
            yield one, now


def under_marks(store: Store, case_id: str, audience: Audience) -> tuple[str, ...]:
    """The words that a finished file for ``audience`` must not hold, for the leak gate."""
    return tuple(words for one, words in withheld(store, case_id) if not audience.lifted(marks.span_of(one)))


class Passages:
    """Everything that is withheld in a case, read once, and found in any text from then on.

    Words that a person withheld for the whole review count too.
    """

    def __init__(self, store: Store, case_id: str) -> None:
        self._held: dict[str, spans.Mark] = {}
        self._known: dict[str, list[tuple[str, str]]] = {}
        for one, words in withheld(store, case_id):
            self._held[one.id] = marks.span_of(one)
            for phrase in phrases(words, by_itself=one.reason in _ITSELF):
                self._known.setdefault(phrase, []).append((one.id, as_words(words)))
        for row in store.find(WordDecision, case_id=case_id, decision="withhold"):
            said = as_words(row.word)
            if said.strip() and not row.place:
                self._held[row.id] = spans.Mark(row.id, 0, 0, row.reason if row.reason in spans.REASONS else "R3")
                self._known.setdefault(said, []).append((row.id, said))
        self._made: ahocorasick.Automaton | None = None

    def in_text(self, text: str) -> tuple[spans.Mark, ...]:
        """Marks over the quotations in ``text``."""
        return self.in_words(normalise(text)) if self._known and text else ()

    def in_words(self, words: Normalised) -> tuple[spans.Mark, ...]:
        """The same for a text that was folded already."""
        if not self._known:
            return ()
        if self._made is None:
            self._made = ahocorasick.Automaton()
            for phrase in self._known:
                self._made.add_word(phrase, phrase)
            self._made.make_automaton()
        view = f" {words.words} "
        runs: dict[str, list[tuple[int, int]]] = {}
        for last, phrase in self._made.iter(view):
            for mark_id, passage in self._known[phrase]:
                quoted = runs.setdefault(mark_id, [])
                if not quoted or last + 1 > quoted[-1][1]:  # not one that lies in what was found before it
                    quoted.append(extent(view, last + 1 - len(phrase), phrase, passage))
        found = []
        for mark_id, quoted in runs.items():
            for start, end in bridged(view, quoted):
                # The view has a space before and after, and so has what was found in it.
                first, past = words.span(start, end - 2)
                found.append(replace(self._held[mark_id], start=first, end=past))
        return tuple(found)


# --- what a search may show


@dataclass(frozen=True)
class ReleasedHit:
    """A record found, and a piece of its text as an audience may read it."""

    kind: str
    record_id: str
    field: str
    snippet: Released


def released_hits(store: Store, hits: Iterable[Hit], words: str, releaser: Releaser) -> list[ReleasedHit]:
    """What a search may show to the audience of ``releaser``.

    A record that holds the words only where they are withheld or replaced is left out: that it was found would say
    what stands there.
    """
    sought = [one for one in normalise(words).words.split() if one]
    found = []
    for hit in hits:
        place = Place(hit.kind, hit.record_id, hit.field)
        record = store.any_record(hit.kind, hit.record_id)
        try:
            text = text_in(record, hit.field)
        except UserError:
            continue
        released = releaser.release(text, marks=marks.for_release(store, place), where=place.name)
        piece = _piece(released, sought)
        if piece is not None:
            found.append(ReleasedHit(hit.kind, hit.record_id, hit.field, piece))
    return found


def _piece(released: Released, sought: Sequence[str]) -> Released | None:
    """The words around the first place where something sought still stands."""
    view = normalise(released.text)
    for word in sought:
        at = view.words.find(word)
        while at >= 0:
            start, end = view.span(at, at + len(word))
            if not any(one.start < end and start < one.end for one in released.spans if one.kind is SpanKind.WITHHELD):
                return _cut(released, start, end)
            at = view.words.find(word, at + 1)
    return None


def _cut(released: Released, start: int, end: int) -> Released:
    """A stretch that cuts no box and no pseudonym in two."""
    low, high = max(0, start - _AROUND), min(len(released.text), end + _AROUND)
    for one in released.spans:
        if one.start < low < one.end:
            low = one.start
        if one.start < high < one.end:
            high = one.end
    return released.part(low, high)
