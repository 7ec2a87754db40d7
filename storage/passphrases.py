"""What makes a passphrase good enough, and a suggestion for one.

The rule is length, not composition (NCSC and Cyber Essentials line): at least 12 characters or four words, none of the
well-known ones, no upper limit, no expiry.
"""

from __future__ import annotations

import secrets
import string
import unicodedata

from mnemonic import Mnemonic

from storage.problems import StorageProblem

SHORTEST = 12
FEWEST_WORDS = 4
_FEWEST_DIFFERENT = 5
_COMMON = [
    "password",
    "passphrase",
    "letmein",
    "welcome",
    "qwerty",
    "qwertyuiop",
    "azerty",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "iloveyou",
    "admin",
    "administrator",
    "monkey",
    "dragon",
    "football",
    "liverpool",
    "arsenal",
    "chelsea",
    "princess",
    "sunshine",
    "superman",
    "batman",
    "pokemon",
    "changeme",
    "secret",
    "login",
    "master",
    "hello",
    "computer",
    "england",
    "london",
    "summer",
    "winter",
    "spring",
    "autumn",
    "caseward",
    "safeguarding",
    "children",
    "board",
    "council",
    "lscb",
    "default",
    "guest",
    "test",
    "testing",
    "abc",
    "abcd",
    "abcdef",
    "abcdefgh",
    "trustno",
    "one",
    "two",
    "three",
    "four",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "friday",
    "correct",
    "horse",
    "battery",
    "staple",
    "my",
    "the",
    "is",
    "and",
    "pass",
    "word",
]
_SWAPS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfvtgbyhnujm")


def normalise(passphrase: str) -> str:
    """The form that is turned into a key: NFKC, without space at either end, so that every keyboard gives the same."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def check_strength(passphrase: str) -> None:
    """Raise ``StorageProblem("weak-passphrase")`` unless ``passphrase`` may lock a vault."""
    text = normalise(passphrase)
    words = {word.casefold() for word in text.split() if len(word) > 2}
    if len(text) < SHORTEST and len(words) < FEWEST_WORDS:
        raise _weak("The passphrase is too short.")
    if len(set(text.casefold())) < _FEWEST_DIFFERENT or _is_run(text) or _is_repeated(text):
        raise _weak("The passphrase repeats itself or follows the keyboard.")
    if _is_common(text):
        raise _weak("The passphrase is one of those that people try first.")


def suggest(words: int = 5) -> str:
    """A fresh passphrase of that many random words (11 bits each) from the recovery word list."""
    choice = Mnemonic("english").wordlist
    return " ".join(secrets.choice(choice) for _ in range(words))


def _weak(what: str) -> StorageProblem:
    return StorageProblem("weak-passphrase", what, f"Use at least {SHORTEST} characters, or {FEWEST_WORDS} words.")


def _is_run(text: str) -> bool:
    plain = "".join(text.casefold().split())
    return any(plain in run * 2 or plain in run[::-1] * 2 for run in _RUNS)


def _is_repeated(text: str) -> bool:
    plain = text.casefold()
    return plain in (plain + plain)[1:-1]


def _is_common(text: str) -> bool:
    """Whether nothing is left once well-known words, digits and signs are taken away."""
    folded = text.casefold()
    core = folded.strip(string.digits + string.punctuation + " ")
    tries = (folded, folded.translate(_SWAPS), core.translate(_SWAPS))
    return any(_only_common(_letters(attempt)) for attempt in tries)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def _only_common(letters: str) -> bool:
    reachable = {0}
    for end in range(1, min(len(letters), 64) + 1):
        if any(letters[:end].endswith(word) and end - len(word) in reachable for word in _COMMON):
            reachable.add(end)
    # up to two stray letters come from digits that stand for letters
    return len(letters) <= 64 and any(len(letters) - end <= 2 for end in reachable if end or len(letters) <= 2)
