"""What can go wrong with a vault, as one exception that carries a code and plain words, never case text."""

from __future__ import annotations


class StorageProblem(Exception):
    """A vault cannot do what was asked.

    ``code`` is stable and machine-readable (``wrong-passphrase``, ``damaged``, ``in-use``, ``missing``, ``newer``,
    ``full``, ``read-only`` ...); ``what`` says what happened and ``do`` what to do, both in plain sentences.
    """

    def __init__(self, code: str, what: str, do: str = "") -> None:
        super().__init__(f"{what} {do}".strip())
        self.code = code
        self.what = what
        self.do = do
