"""Which treatment holds for one thing, one recipient and one scope.

Here: resolving ``own``, ``K*`` and ``owner`` of a profile to a plain code, and which marks an order or scope lifts
(profiles, sections 1 and 4). Not here: words (``wordings``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.redaction.marks import Mark
from desktop.redaction.people import Cast, Subject, is_board
from desktop.redaction.profiles import Profile, strictest

_GROUPS = {"offence": "L", "legal_advice": "L", "family_court": "L", "sensitive_text": "L", "proceeding_ref": "L",
           "reflection": "O", "account": "O", "family_words": "O"}  # fmt: skip
# Classes that belong to a person: own and scope hold for whoever they are about.
_HOUSEHOLD = {"address", "locator", "safe_place", "place"}


def group_of(class_id: str) -> str:
    """The group printed for a class that is withheld: P, L or O."""
    return _GROUPS.get(class_id, "P")


@dataclass(frozen=True)
class Audience:
    """A profile with the people it is for.

    ``recipient`` is the subject a copy is for, ``scope`` the subjects a request names, ``owners`` the bodies that own
    the item, ``order`` and ``passages`` what lifts marks.
    """

    profile: Profile
    cast: Cast
    recipient: str = ""
    scope: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    order: str = ""
    passages: frozenset[str] = frozenset()
    _own: frozenset[str] = field(default=frozenset(), init=False)
    _codes: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        person = self.cast.get(self.recipient)
        own = {person.id, *person.entitled} if person else set()
        object.__setattr__(self, "_own", frozenset(own))

    def code(self, class_id: str, subject_id: str = "") -> str:
        """The plain code for a thing of that class about that subject (or nobody known)."""
        treatment = self.profile.treatment(class_id)
        if class_id == "area_authority" and treatment.code == "K" and self._of_elsewhere(subject_id):
            return "G"
        if treatment.code == "own":
            return "K" if self._is_own(class_id, subject_id) else treatment.otherwise
        if treatment.code == "K*":
            return "K" if subject_id and subject_id in self.scope else treatment.otherwise
        if treatment.code == "owner":
            return "K" if subject_id and subject_id in self.owners else treatment.otherwise
        return treatment.code

    def _of_elsewhere(self, subject_id: str) -> bool:
        """Whether this is another board than the one that publishes (profiles, section 2, note e)."""
        subject = self.cast.get(subject_id) if self.profile.published and self.cast.publisher else None
        return subject is not None and subject_id != self.cast.publisher and is_board(subject)

    def codes(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The strictest code of all subjects and classes that a thing may be."""
        known = tuple(pairs)
        found = self._codes.get(known)
        if found is None:
            told = [pair for pair in known if self._decides(pair)] or known
            found = self._codes[known] = strictest([self.code(class_id, subject_id) for subject_id, class_id in told])
        return found

    def _decides(self, pair: tuple[str, str]) -> bool:
        """Whether what is shared is this one's first: of a place that is itself in scope (its name then says nothing of
        whoever lives there too), and of the publishing board ("the LSCB" is its own, whatever other boards there are).
        """
        subject_id, class_id = pair
        if subject_id and subject_id == self.cast.publisher:
            return True
        if class_id != "place" or subject_id not in self.scope or self.profile.treatment(class_id).code != "K*":
            return False
        subject = self.cast.get(subject_id)
        return subject is not None and subject.kind == "place"

    def _is_own(self, class_id: str, subject_id: str) -> bool:
        if subject_id in self._own:
            return True
        person, other = self.cast.get(self.recipient), self.cast.get(subject_id)
        return bool(
            class_id in _HOUSEHOLD and person and other and person.household and person.household == other.household
        )

    def lifted(self, mark: Mark) -> bool:
        """Whether this audience may read what a mark withholds."""
        profile = self.profile
        if profile.marks == "K" or (mark.id in self.passages and mark.reason in profile.lifted_by_passage):
            return True
        if mark.reason in profile.lifted_by_scope and mark.about and mark.about in self.scope:
            return True
        return bool(self.order) and mark.reason in profile.lifted_by_order

    def keeps(self, subject: Subject) -> bool:
        """Whether the name of a subject is printed as it is."""
        return self.code(subject.class_id, subject.id) == "K"
