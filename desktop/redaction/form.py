"""What a form is: its key, whose it is, what it is made of and how sure one may be of it. Not here: making forms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

from desktop.redaction.normalise import key
from desktop.redaction.words import ordinary_words


class Strength(IntEnum):
    """How sure a form is, weakest first."""

    CODE = -1  # only where it stands in an exhibit code
    REVIEW = 0  # shown to a person, never replaced alone
    WORD = 1  # also an ordinary word: capital and surroundings decide
    INITIALS = 2  # capitals exactly
    CAPITAL = 3  # needs a capital
    HARD = 4  # in any case


class FormKind(StrEnum):
    """What a form is made of."""

    FULL = "full"
    GIVEN = "given"
    MIDDLE = "middle"
    SURNAME = "surname"
    HALF = "half"
    SPLIT = "split"
    PLURAL = "plural"
    INITIALS = "initials"
    GIVEN_INITIAL = "given_initial"
    USER_NAME = "user_name"
    BODY = "body"
    SHORT_BODY = "short_body"
    NUMBER = "number"
    CONTACT = "contact"
    ADDRESS = "address"
    STREET = "street"
    DOB = "dob"


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its ``key`` in a word view, whose it is, of which class and how sure."""

    key: str
    subject_id: str
    kind: FormKind
    strength: Strength
    class_id: str


@lru_cache(maxsize=65536)
def form_key(text: str) -> str:
    """The key of a text in a word view, remembered."""
    return text.lower() if text.isascii() and text.isalpha() else key(text)


def single_strength(word: str) -> Strength:
    """How sure one word alone is: never for one letter, by surroundings for ordinary words."""
    if len(word) < 2:
        return Strength.REVIEW if word.isascii() else Strength.HARD
    if word in ordinary_words():
        return Strength.WORD
    return Strength.HARD if len(word) > 2 or not word.isascii() else Strength.CAPITAL
