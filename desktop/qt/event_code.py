"""The event code: six digits set on the morning of an event, that take a cover away. Kept in memory alone, as a salted
slow hash; whoever tries three wrong ones meets the lock.

It opens no vault and guards no key: behind the cover the vault is open. It keeps those out who pass by a laptop in a
break, where a passphrase typed in front of twenty people would be read off the keys.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import secrets

DIGITS = 6
TRIES = 3
_COST = 2**14


class EventCode:
    """One code of one event."""

    def __init__(self, digits: str) -> None:
        self._salt = secrets.token_bytes(16)
        self._hash = self._of(digits)
        self.left = TRIES

    def _of(self, digits: str) -> bytes:
        return hashlib.scrypt(digits.encode(), salt=self._salt, n=_COST, r=8, p=1, dklen=32)

    def fits(self, digits: str) -> bool:
        """Whether these are the digits. A wrong code takes one of the ``left`` tries, the right one gives them back;
        when none is left nothing fits."""
        if self.left <= 0:
            return False
        right = hmac.compare_digest(self._of(digits), self._hash)
        self.left = TRIES if right else self.left - 1
        return right


def mistake(digits: str, again: str) -> dict[str, str]:
    """What is wrong with a new code, by field (``code``, ``again``); nothing when it may be used."""
    if not (digits.isascii() and digits.isdecimal() and len(digits) == DIGITS):
        return {"code": "Enter a code of 6 digits"}
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(digits)}
    if steps <= {0} or steps == {1} or steps == {9}:
        return {"code": "Choose digits that are harder to guess: not all the same, not in a row"}
    return {} if digits == again else {"again": "Enter the same 6 digits again"}
