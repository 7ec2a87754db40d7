"""The one error that people see: what happened, what to do, no case text."""

from __future__ import annotations

from collections.abc import Sequence

from storage.problems import StorageProblem

_REFUSALS = frozenset({"exists", "full", "backup", "weak-passphrase", "taken", "last-passphrase", "too-large"})
"""Codes of the store that mean: nothing is wrong with the vault, the thing asked for was not done and not written."""


class UserError(Exception):
    """Something a person can put right.

    ``what`` and ``do`` are plain sentences without case text. ``field`` names the field it belongs to, where there
    is one. ``status`` is the exit status of a command that meets it, and ``places`` (reference and position, never the
    words) what it lists on standard error (DESIGN section 10).
    """

    def __init__(
        self, what: str, do: str = "", *, field: str = "", code: str = "", status: int = 3, places: Sequence[str] = ()
    ) -> None:
        super().__init__(f"{what} {do}".strip())
        self.what = what
        self.do = do
        self.field = field
        self.code = code
        self.status = status
        self.places = tuple(places)


class FieldErrors(UserError):
    """Several fields need mending at once; ``errors`` maps a field to its sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("There is a problem.", " ".join(errors.values()), code="fields")
        self.errors = errors


def explain(problem: Exception) -> UserError:
    """The sentence to show for any exception; one nobody foresaw gives its type alone, never its text."""
    if isinstance(problem, UserError):
        return problem
    if isinstance(problem, StorageProblem):
        status = 3 if problem.code in _REFUSALS else 4
        return UserError(problem.what, problem.do, code=problem.code, status=status)
    kind = type(problem).__name__
    return UserError(
        f"Something went wrong inside Caseward ({kind}).",
        "Your saved work is safe. Try again; if it happens again, lock and unlock the vault.",
        code="unforeseen",
    )
