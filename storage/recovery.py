"""Recovery words: 24 words of the BIP39 English list that stand for 256 random bits with a checksum."""

from __future__ import annotations

import secrets
import unicodedata

from mnemonic import Mnemonic

from storage.problems import StorageProblem

COUNT = 24
_PREFIX = 4


def new_words() -> tuple[str, ...]:
    """24 fresh words."""
    return tuple(Mnemonic("english").to_mnemonic(secrets.token_bytes(32)).split())


def read_words(text: str) -> tuple[str, ...]:
    """The 24 words that ``text`` stands for; the first four letters of each are enough, case does not matter.

    Raises ``StorageProblem("recovery-words")`` whose sentence names the word that is not on the list, or says that the
    words do not fit together. It never says what the right word would be.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace(",", " ").replace(".", " ")
    typed = [word for word in plain.split() if not word.isdigit()]
    known = Mnemonic("english")
    by_prefix = {word[:_PREFIX]: word for word in known.wordlist}
    words = []
    for number, word in enumerate(typed, start=1):
        whole = by_prefix.get(word[:_PREFIX])
        if whole is None or not whole.startswith(word) or (len(word) < _PREFIX and word != whole):
            raise StorageProblem(
                "recovery-words",
                f"Word {number}, “{word[:24]}”, is not one of the words that Caseward uses.",
                "Check it against the sheet. The first four letters of each word are enough.",
            )
        words.append(whole)
    if len(words) != COUNT:
        raise StorageProblem(
            "recovery-words",
            f"There are {len(words)} words, and a recovery sheet has {COUNT}.",
            "Type them all, in order.",
        )
    if not known.check(" ".join(words)):
        raise StorageProblem(
            "recovery-words",
            "Each word is on the list, but together they do not fit.",
            "Check the order, and look for a word that was taken for another.",
        )
    return tuple(words)


def secret_of(words: tuple[str, ...]) -> bytes:
    """The 32 bytes the words stand for."""
    return bytes(Mnemonic("english").to_entropy(" ".join(words)))
