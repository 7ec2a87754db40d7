"""What must not stand in a finished file: every form that its audience does not get, and the text under marks.

Here: ``SecretSet`` and the one question "does this text hold a secret?". Source: redaction design, section 5, steps 1
and 2. Not here: reading files (``gate_pdf``, ``gate_parts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import ahocorasick

from desktop.redaction.forms import FormKind, Strength
from desktop.redaction.hits import Hit
from desktop.redaction.matcher import Matcher
from desktop.redaction.normalise import Normalised, normalise
from desktop.redaction.people import Cast
from desktop.redaction.profiles import Profile
from desktop.redaction.quotations import phrases
from desktop.redaction.settle import Register, settle
from desktop.redaction.treatment import Audience

_STRETCH = 250_000
_OVERLAP = 8_000
"""Characters that two pieces of a long text share: halves of a torn name stand 4,000 apart at most."""
_SHORTEST_IN_BYTES = 5
_LONGEST_RUN = 4
_GIVEN_KINDS = frozenset({FormKind.GIVEN, FormKind.MIDDLE, FormKind.SURNAME, FormKind.HALF, FormKind.PLURAL})
"""Letters in a row that a name in binary data must have."""


@dataclass(frozen=True)
class SecretSet:
    """Secrets of one audience. Never printed: ``repr`` says only how many there are."""

    _audience: Audience | None = field(default=None, repr=False)
    _matcher: Matcher | None = field(default=None, repr=False)
    _phrases: ahocorasick.Automaton | None = field(default=None, repr=False)
    _register: Register | None = field(default=None, repr=False)

    @classmethod
    def none(cls) -> SecretSet:
        """No secrets: the structure and the readability of a file are checked all the same."""
        return cls()

    @classmethod
    def from_cast(
        cls,
        cast: Cast,
        profile: Profile,
        *,
        recipient: str = "",
        scope: Iterable[str] = (),
        owners: Iterable[str] = (),
        withheld: Sequence[str] = (),
        names: Sequence[str] = (),
        matcher: Matcher | None = None,
    ) -> SecretSet:
        """Everything of ``cast`` that ``profile`` does not keep for this recipient and scope.

        ``withheld`` are texts under marks or of withheld items (four words of one in a row are a finding), ``names``
        original file names.
        """
        audience = Audience(profile, cast, recipient, frozenset(scope), frozenset(owners))
        return cls(audience, matcher or Matcher(cast), _phrases(withheld, names), Register(cast))

    def holds(self, text: str, *, in_bytes: bool = False) -> bool:
        """Whether a secret stands in ``text``. ``in_bytes``: text cut out of binary data, short names are noise."""
        return any(self._in_stretch(stretch, in_bytes) for stretch in _stretches(text))

    def _in_stretch(self, text: str, in_bytes: bool) -> bool:
        if not text or text.isspace():
            return False
        # Folded once: for the bytes of a whole file that is most of the work.
        folded = normalise(text)
        if self._phrases is not None and self._holds_phrase(folded):
            return True
        if self._matcher is None or self._register is None:
            return False
        hits = settle(folded, self._matcher.registered(folded), self._register)
        if in_bytes:
            hits = tuple(hit for hit in hits if _solid(hit, text))
        return any(self._secret(hit) for hit in hits)

    def _secret(self, hit: Hit) -> bool:
        assert self._audience is not None
        pairs = tuple(pair for pair in hit.pairs if pair[0])
        return bool(pairs) and self._audience.codes(pairs) != "K"

    def _holds_phrase(self, folded: Normalised) -> bool:
        assert self._phrases is not None
        return next(self._phrases.iter(f" {folded.words} "), None) is not None


def _stretches(text: str) -> Iterator[str]:
    """A long text in pieces that overlap by more than any name reaches, cut between words."""
    at = 0
    while len(text) - at > _STRETCH + _OVERLAP:
        end = at + _STRETCH
        cut = max(text.rfind("\n", end - _OVERLAP, end), text.rfind(" ", end - _OVERLAP, end)) + 1 or end
        yield text[at:cut]
        begin = cut - _OVERLAP
        at = min((place for sign in "\n " if (place := text.find(sign, begin, cut - 1)) >= 0), default=begin)
    yield text[at:]


def _solid(hit: Hit, text: str) -> bool:
    """Whether chance could not have put this into binary data: letters strewn over noise are no name."""
    if hit.strength < Strength.CAPITAL or hit.kind in (FormKind.INITIALS, FormKind.GIVEN_INITIAL, FormKind.DOB):
        return False
    # A given name of three letters with figures behind it is as short as it was without them.
    counts = str.isalpha if hit.kind in _GIVEN_KINDS else str.isalnum
    runs = "".join(sign if counts(sign) else " " for sign in text[hit.start : hit.end]).split()
    # Five letters somewhere within ten signs of noise spell somebody's name in every hundredth file or so.
    return sum(map(len, runs)) >= _SHORTEST_IN_BYTES and max(map(len, runs)) >= _LONGEST_RUN


def _phrases(withheld: Sequence[str], names: Sequence[str]) -> ahocorasick.Automaton | None:
    automaton = ahocorasick.Automaton()
    for text in withheld:
        for phrase in phrases(text, sure=True):
            automaton.add_word(phrase, True)
    for name in names:
        whole, stem = (normalise(part).words.strip() for part in (PurePath(name).name, PurePath(name).stem))
        # "chronology.xlsx" must not forbid the word: a stem of plain words is looked for with its end alone, and
        # names of people inside it are found by the matcher anyway.
        coded = len(stem) > 5 and re.search(r"[^\W\d_]", stem) and re.search(r"\d", stem)
        for phrase in {whole, stem} if coded else {whole}:
            if len(phrase) > 5:
                automaton.add_word(f" {phrase} ", True)
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton
