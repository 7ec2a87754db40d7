"""What the board knows to be public already: press, judgments, and the facts each tells (profiles, section 3).

A published report is held against this list, because whoever has both can put them together. Not here: the comparison
itself (``desktop.redaction.jigsaw``).
"""

from __future__ import annotations

from desktop.errors import FieldErrors
from desktop.redaction.jigsaw import PublicItem
from storage.records import Extra
from storage.store import Store, Work

_KEY = "public_source"


def sources(store: Store) -> tuple[Extra, ...]:
    """The list, newest first; each body holds ``source``, ``facts`` (one a line of the list) and ``remarks``."""
    return store.find(Extra, key=_KEY, order=["-created_at"])


def items(store: Store) -> tuple[PublicItem, ...]:
    """The list as the comparison takes it."""
    return tuple(PublicItem(str(one.body["source"]), tuple(one.body.get("facts", ()))) for one in sources(store))


def add(work: Work, /, source: str, facts: tuple[str, ...], remarks: str = "") -> Extra:
    """Add a source with the facts it tells. Raises ``FieldErrors`` without either."""
    return work.add(Extra(key=_KEY, body=_body(source, facts, remarks)))


def change(work: Work, /, source_id: str, source: str, facts: tuple[str, ...], remarks: str = "") -> Extra:
    """Change one."""
    return work.change(work.get(Extra, source_id), body=_body(source, facts, remarks))


def remove(work: Work, /, source_id: str) -> Extra:
    """Take one off the list; undo brings it back."""
    return work.bin(work.get(Extra, source_id))


def _body(source: str, facts: tuple[str, ...], remarks: str) -> dict[str, object]:
    kept = [one.strip() for one in facts if one.strip()]
    errors = {}
    if not source.strip():
        errors["source"] = "Enter where it was published, and when"
    if not kept:
        errors["facts"] = "Enter at least one fact that it tells"
    if errors:
        raise FieldErrors(errors)
    return {"source": source.strip(), "facts": kept, "remarks": remarks.strip()}
