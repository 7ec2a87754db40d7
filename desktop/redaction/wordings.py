"""Words that are printed instead: pseudonyms, roles with ordinals, type words of bodies, neutral words.

Here: who is called what in one document, in the order of first appearance or as kept by a book inside a vault
(profiles, section 5). Not here: where they are printed (``release``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import count, islice
from typing import Protocol

from desktop.errors import UserError
from desktop.redaction.people import FAMILY_KINDS, Cast, Subject, is_board
from storage.circumstances import Circumstances

_SERIES = {
    "subject_child": "Child", "sibling": "Child", "parent": "Parent", "wider_family": "Relative",
    "other_adult": "Adult",
    "professional": "Professional", "office_holder": "Officer", "third_party": "Person", "agency": "Agency",
    "unit": "Team",
    "school": "School", "health_place": "Health service", "place": "Place", "area_authority": "Authority",
}  # fmt: skip
_TYPES = (
    ("children's home", r"children['’]?s home"), ("children's services", r"children['’]?s (?:services|social care)"),
    ("adult services", r"adult (?:services|social care)"), ("police", r"police|constabulary"), ("hospital",
    r"hospital|infirmary"),
    ("GP practice", r"surgery|gp practice|medical (?:centre|practice)|health "
                    r"centre"), ("clinic", r"clinic"), ("hospice", r"hospice"),
    ("nursery", r"nursery|pre-?school|playgroup"), ("college", r"college"), ("school", r"school|academy"),
    ("housing service", r"housing"), ("ambulance service", r"ambulance"), ("fire service", r"fire"),
    ("probation service", r"probation"),
    ("health trust", r"nhs|health"), ("court", r"court"), ("coroner", r"coroner"), ("council", r"council|borough"),
    ("board", r"\bboard|lscb"), ("charity", r"charity|trust|project"), ("team", r"\bteam"), ("ward", r"\bward"),
    ("refuge", r"refuge"),
)  # fmt: skip
_TYPE_PATTERNS = tuple((words, re.compile(pattern, re.IGNORECASE)) for words, pattern in _TYPES)
_KIND_TYPES = {
    "school": "school",
    "health_place": "health service",
    "unit": "team",
    "agency": "agency",
    "area_authority": "authority",
}


class Pseudonyms(Protocol):
    """A book of pseudonyms and ordinals kept for one review, per profile."""

    def given(self, subject_id: str, profile_id: str) -> str | None:
        """The words kept for that subject under that profile."""

    def keep(self, subject_id: str, profile_id: str, words: str) -> None:
        """Keep words for every later export of that profile."""


def letters(index: int) -> str:
    """``A`` to ``Z``, then ``AA`` …: 0 gives A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=4096)
def type_words(subject: Subject) -> str:
    """What kind of body this is, without an article: its registered role, or what its name says."""
    if subject.role:
        return re.sub(r"^(?:the|an?) ", "", subject.role, flags=re.IGNORECASE)
    for words, pattern in _TYPE_PATTERNS:
        if pattern.search(subject.name):
            return words
    return _KIND_TYPES.get(subject.kind, "place")


class Naming:
    """Who is called what in one document.

    Pseudonyms and ordinals follow the order in which ``meet`` sees people, or the book where there is one: there they
    are drawn at random once, from all of that series in the cast, and kept. ``is_name`` says of words whether they
    hold somebody's name: those are never drawn.
    """

    def __init__(
        self,
        cast: Cast,
        profile_id: str,
        book: Pseudonyms | None,
        circumstances: Circumstances | None,
        is_name: Callable[[str], bool],
    ) -> None:
        self._cast = cast
        self._profile = profile_id
        self._book = book
        self._circumstances = circumstances
        self._is_name = is_name
        self._names: dict[str, str] = {}
        self._next: dict[str, int] = {}
        self._roles: dict[str, list[str]] = {}
        self._types: dict[str, list[str]] = {}
        self._taken = {subject.pseudonym for subject in cast if subject.pseudonym}

    def meet(self, subject: Subject, code: str) -> None:
        """Note that ``subject`` occurs and is printed under ``code`` P, R or G."""
        if code == "P":
            self.pseudonym(subject)
        elif code == "R":
            self._note(self._roles, _stem(subject.role_words), subject.id)
        elif code == "G" and subject.kind != "place" and not is_board(subject):
            self._note(self._types, type_words(subject).lower(), subject.id)

    @staticmethod
    def _note(where: dict[str, list[str]], stem: str, subject_id: str) -> None:
        held = where.setdefault(stem, [])
        if subject_id not in held:
            held.append(subject_id)

    @property
    def pseudonyms(self) -> dict[str, str]:
        """Pseudonyms printed so far, by subject."""
        return dict(self._names)

    def pseudonym(self, subject: Subject) -> str:
        """The words for P."""
        if subject.id not in self._names:
            kept = self._book.given(subject.id, self._profile) if self._book else None
            self._names[subject.id] = kept or subject.pseudonym or self._draw(subject)
            if self._book and not kept:
                self._book.keep(subject.id, self._profile, self._names[subject.id])
        return self._names[subject.id]

    def _draw(self, subject: Subject) -> str:
        series = (
            _SERIES[subject.kind]
            if subject.kind != "health_place"
            else type_words(subject)[:1].upper() + type_words(subject)[1:]
        )
        used = {*self._taken, *self._names.values(), *self._kept()}
        if self._book is None or self._circumstances is None:
            # Letters that are somebody's name or initials ("Child BO") are left out.
            for index in count(self._next.get(series, 0)):
                words = f"{series} {letters(index)}"
                if words not in used and not self._is_name(words):
                    self._next[series] = index + 1
                    return words
        peers = sum(
            1 for other in self._cast if _SERIES[other.kind] == _SERIES[subject.kind] and other.id not in self._names
        )
        offers = (words for index in count() if (words := f"{series} {letters(index)}") not in used)
        free = list(islice((words for words in offers if not self._is_name(words)), max(1, peers)))
        assert self._circumstances is not None
        return free[self._circumstances.draw(len(free))]

    def _kept(self) -> set[str]:
        if self._book is None:
            return set()
        return {words for subject in self._cast if (words := self._book.given(subject.id, self._profile))}

    def next_free(self, subject: Subject | None, words: str, text: str = "") -> str:
        """Another pseudonym of the subject's series that ``text`` (a word view) does not hold, to offer when one
        collides."""
        series = _SERIES[subject.kind] if subject else "Person"
        used = {*self._taken, *self._names.values(), *self._kept(), words}
        offers = (offer for index in count() if (offer := f"{series} {letters(index)}") not in used)
        fitting = (offer for offer in offers if f" {offer.lower()} " not in f" {text} ")
        # A family called Child has no free letter: one is offered all the same.
        return next((offer for offer in islice(fitting, 700) if not self._is_name(offer)), f"{series} A")

    def role(self, subject: Subject) -> str:
        """The words for R, with an ordinal only where two would be confused."""
        stem = _stem(subject.role_words)
        if self._book is not None:
            return self._kept_role(subject, stem)
        held = self._roles.setdefault(stem, [])
        if subject.id not in held:
            held.append(subject.id)
        return f"{_shown(subject.role_words)} {held.index(subject.id) + 1}" if len(held) > 1 else subject.role_words

    def _kept_role(self, subject: Subject, stem: str) -> str:
        """Ordinals 1 to n of a role in the review, drawn once and printed from the first export on."""
        assert self._book is not None
        kept = self._book.given(subject.id, self._profile)
        if kept:
            return kept
        peers = [other.id for other in self._cast if not other.is_body and _stem(other.role_words) == stem]
        if len(peers) < 2:
            return subject.role_words
        used = {self._book.given(peer, self._profile) for peer in peers}
        free = [
            words
            for number in range(1, len(peers) + 1)
            if (words := f"{_shown(subject.role_words)} {number}") not in used
        ]
        words = free[self._circumstances.draw(len(free)) if self._circumstances else 0]
        self._book.keep(subject.id, self._profile, words)
        return words

    def general(self, subject: Subject) -> str:
        """The words for G: by type, with a letter where two of one type occur."""
        if subject.kind == "place":
            return "the area"
        if is_board(subject):
            return "a neighbouring area"
        stem = type_words(subject)
        held = self._types.setdefault(stem.lower(), [])
        if subject.id not in held:
            held.append(subject.id)
        return f"{_capital(stem)} {letters(held.index(subject.id))}" if len(held) > 1 else f"the {stem}"

    def collision(self, subject: Subject | None, words: str, text: str, *, with_name: bool) -> UserError:
        """The error for a pseudonym that cannot be used; offers another, never chooses it."""
        what = "is also a name or form of the register" if with_name else f"({words}) already stands in the text"
        return UserError(
            f"A pseudonym of this export {what}.",
            f"“{self.next_free(subject, words, text)}” is free: enter it, or another, as the pseudonym of that person.",
            code="collision",
        )


@lru_cache(maxsize=4096)
def _shown(role: str) -> str:
    """Role words without article, with a capital, to stand before an ordinal."""
    return _capital(re.sub(r"^(?:the|an?) ", "", role, flags=re.IGNORECASE).strip())


_ARTICLED = re.compile(r"(?:the|an?|another|some(?:body|one)|his|her|their|our) ", re.IGNORECASE)
_PEOPLES = re.compile(
    r"(?:african|albanian|arabic|asian|bengali|british|bulgarian|chinese|czech|dutch|english|european|french|german|"
    r"greek|gujarati|hindi|hungarian|indian|irish|italian|jewish|kurdish|latvian|lithuanian|muslim|nepali|pakistani|"
    r"polish|portuguese|punjabi|roma|romanian|russian|scottish|sikh|slovak|somali|spanish|tamil|turkish|ukrainian|"
    r"urdu|vietnamese|welsh) ",
    re.IGNORECASE,
)
"""First words of a role that keep their capital inside a sentence."""


@lru_cache(maxsize=4096)
def in_sentence(role: str) -> str:
    """Role words as they stand inside a sentence: ``Health visitor`` is ``the health visitor``.

    One with an ordinal (``Health visitor 2``) is a label and stays as it is, and so does one that brings an article of
    its own. The first letter stays a capital in an abbreviation (``the GP``), before another capital (``the Detective
    Inspector``) and in the name of a people or language. This is the one place for that rule: letters, descriptions
    and every other running text come through it.
    """
    if not role or role[-1:].isdigit() or _ARTICLED.match(role):
        return role
    first, *rest = role.split(" ")
    keeps = first[1:2].isupper() or len(first) == 1 or any(word[:1].isupper() for word in rest)
    return f"the {role if keeps or _PEOPLES.match(role) else role[:1].lower() + role[1:]}"


def repeated(text: str, start: int, role: str) -> int:
    """Where to begin replacing a name at ``start``: before the same role words, if they stand there already.

    ``the health visitor Hallowfen`` becomes ``the health visitor``, not ``the health visitor the health visitor``.
    """
    stem = unnumbered(role)
    lead = text[max(0, start - len(stem) - 2) : start]
    if not stem or lead[-1:] not in (" ", "\u00a0") or not lead[:-1].lower().endswith(stem):
        return start
    begin = len(lead) - len(stem) - 1
    return start if begin and (lead[begin - 1].isalnum()) else start - len(stem) - 1


@lru_cache(maxsize=4096)
def _stem(role: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", role, flags=re.IGNORECASE).strip().lower()


@lru_cache(maxsize=4096)
def unnumbered(role: str) -> str:
    """Role words without article or ordinal, lower-case."""
    return _stem(re.sub(r" \d+$", "", role))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def neutral(subjects: Iterable[Subject], *, plural: bool) -> str:
    """Words that fit all of them."""
    kinds = {subject.kind for subject in subjects}
    if kinds and kinds <= FAMILY_KINDS:
        return "the family" if plural else "a family member"
    if kinds and kinds <= {"professional", "office_holder"}:
        return "the professionals" if plural else "a professional"
    if kinds and not kinds & {*FAMILY_KINDS, "professional", "office_holder", "other_adult", "third_party"}:
        return "the area" if kinds == {"place"} else "an organisation"
    return "the people concerned" if plural else "a person"
