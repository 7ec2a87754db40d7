"""Words of a text that name somebody: registered on the spot with two facts, or parked as "who is this?" for later.

An unregistered name is the commonest leak. A parked word is a question that every release asks, until it is settled:
it is shown as undecided, and nothing that needs all suggestions decided goes out (profiles, section 5). It travels
with the case, so that the return of a pack brings it along.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.casework import board, cast, people
from desktop.casework.turns import bracket
from desktop.errors import FieldErrors, UserError
from desktop.redaction.normalise import key
from storage.records import BodyKind, PersonKind, WordDecision, words
from storage.store import Store, Work

PARKED = cast.PARKED
LONGEST = 120


@dataclass(frozen=True)
class Registered:
    """What words became: a person, whose code stands for them in text from now on, or a body or place, which keeps its
    name in text and is recognised there."""

    id: str
    said: str
    is_person: bool


def kinds() -> dict[str, str]:
    """What words can be registered as: kinds of people, then of bodies and places."""
    return {one.value: words(one) for one in (*PersonKind, *BodyKind)}


def register(work: Work, /, case_id: str, name: str, kind: str, role: str) -> Registered:
    """Make words a person, body or place of the register; a question parked about them is settled by it.

    Raises ``FieldErrors`` for words that cannot be a name, ``UserError`` where somebody is already called so.
    """
    name = _name(name)
    if kind in {one.value for one in BodyKind}:
        body = board.add_body(work, name, BodyKind(kind), type_words=role.strip())
        _settle(work, case_id, name)
        return Registered(body.id, name, False)
    for one in people.people(work, case_id):
        if one.name.casefold() == name.casefold():
            raise UserError(
                f"Somebody in the register is already called so: {bracket(one.code)}.",
                "Insert the code with Ctrl+P, or open People to add somebody else of that name.", code="taken",
            )  # fmt: skip
    person = people.add_person(work, case_id, name, PersonKind(kind), role=role)
    _settle(work, case_id, name)
    return Registered(person.id, bracket(person.code), True)


def park(work: Work, /, case_id: str, name: str) -> WordDecision:
    """Ask later who these words mean. Raises ``UserError`` where that was decided before."""
    name = _name(name)
    for one in work.find(WordDecision, case_id=case_id):
        if one.place or key(one.word) != key(name):
            continue
        if one.decision == PARKED:
            return one
        raise UserError(
            "It was decided before who or what these words are.", "Look under Decided on the page of releases.",
            code="decided",
        )  # fmt: skip
    return work.add(WordDecision(case_id=case_id, word=name, decision=PARKED))


def parked(store: Store, case_id: str) -> tuple[WordDecision, ...]:
    """The questions that wait, oldest first."""
    return store.find(WordDecision, case_id=case_id, decision=PARKED, order=["created_at"])


def is_somebody(work: Work, /, parked_id: str, person_id: str) -> WordDecision:
    """A parked word is somebody of the register."""
    row = work.get(WordDecision, parked_id)
    return cast.decide_word(work, row.case_id, row.word, "this_is", subject_id=person_id)


def is_nobody(work: Work, /, parked_id: str) -> WordDecision:
    """A parked word is no name."""
    row = work.get(WordDecision, parked_id)
    return cast.decide_word(work, row.case_id, row.word, "not_a_name")


def _settle(work: Work, case_id: str, name: str) -> None:
    for one in parked(work, case_id):
        if key(one.word) == key(name):
            work.bin(one)


def _name(name: str) -> str:
    name = " ".join(name.split()).strip(" .,;:!?“”\"'()[]")
    if not any(letter.isalpha() for letter in name):
        raise FieldErrors({"name": "Select the words of a name first"})
    if len(name) > LONGEST:
        raise FieldErrors({"name": f"A name has at most {LONGEST} characters. Select less"})
    return name
