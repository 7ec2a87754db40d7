"""Words that judge by hindsight: where they stand in analysis and report, and whether the reviewer answered (13.6).

It finds places to look at, as a person would with a list in hand; whether a word is right there is for the reviewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop.markers import rows, wizard
from desktop.markers.framework import packs_folder
from desktop.markers.registers import FieldKind, Register, Registers
from desktop.pack_file import PackFile
from storage.records import Case, RegisterRow
from storage.store import Store

ANSWERS = "language_check"
"""The register that holds the reviewer's answers."""


@dataclass(frozen=True)
class HindsightWords:
    """The phrases, and the texts to look through: register id and field ids."""

    phrases: tuple[str, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Place:
    """One phrase in one field of one row. ``where`` is how its answer names it; ``answer`` the row that answers it."""

    phrase: str
    where: str
    register: str
    row_id: str
    field: str
    answer: str = ""
    answered: bool = False


@lru_cache(maxsize=8)
def load(framework_id: str) -> HindsightWords:
    """The words of a framework; none for a pack without the file. Raises ``UserError`` naming file and line."""
    folder = packs_folder() / framework_id
    if not (folder / "hindsight.toml").is_file():
        return HindsightWords((), ())
    top = PackFile.read(folder, "hindsight.toml").top
    top.only(("phrases", "text"))
    texts = top.tables("text")
    for one in texts:
        one.only(("register", "fields"))
    return HindsightWords(top.texts("phrases"), tuple((one.text("register"), one.texts("fields")) for one in texts))


def places(store: Store, case: Case) -> tuple[Place, ...]:
    """Every place in the case's analysis and report where such a word stands, those not answered yet first."""
    words, known = load(case.framework), rows.registers_of(case)
    if not words.phrases:
        return ()
    answers = {
        (str(row.values.get("phrase", "")).casefold(), str(row.values.get("place", ""))): row
        for row in wizard.current(rows.rows(store, case, known[ANSWERS]))
    }
    found = [
        _answered(one, answers.get((one.phrase, one.where)))
        for register_id, fields in words.texts
        for row in wizard.current(rows.rows(store, case, known[register_id]))
        for one in _in_row(words, known, row, fields)
    ]
    return tuple(sorted(found, key=lambda one: one.answered))


def _in_row(words: HindsightWords, known: Registers, row: RegisterRow, fields: tuple[str, ...]) -> Iterator[Place]:
    register = known[row.register]
    for name in fields:
        for phrase in _found(words.phrases, str(row.values.get(name) or "")):
            where = f"{_called(register, row)}, {register.field(name).label}"
            yield Place(phrase, where, register.id, row.id, name)


def _found(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(one for one in phrases if re.search(rf"\b{re.escape(one)}\b".replace(r"\ ", r"\s+"), text, re.I))


def _called(register: Register, row: RegisterRow) -> str:
    """``Finding 2``, ``Episode: the visit in June``: the number of a row, or else its first words."""
    name = register.one[:1].upper() + register.one[1:]
    for field in register.fields:
        value = row.values.get(field.id)
        if value in (None, "", []):
            continue
        if field.kind is FieldKind.NUMBER:
            return f"{name} {value}"
        if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            words = " ".join(str(value).split())
            return f"{name}: {words if len(words) <= 60 else words[:59].rstrip() + '…'}"
    return name


def _answered(place: Place, row: RegisterRow | None) -> Place:
    if row is None:
        return place
    done = row.values.get("response") in ("reworded", "kept")
    return Place(place.phrase, place.where, place.register, place.row_id, place.field, row.id, done)
