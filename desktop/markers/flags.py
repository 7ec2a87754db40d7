"""Flags: what a marker's records still lack, each with a sentence and a link to the place that answers it.

A flag asks; it blames nobody and locks nothing. Rules are pure functions over a ``Snapshot``; their words and limits
stand in the pack (``flags.toml``), so that a board can correct them. A pack without that file has no flags.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from desktop.markers import flags_outputs, flags_running, flags_setting_up, registers
from desktop.markers.flags_rules import CHECKS, Hit
from desktop.markers.flags_snapshot import AgencyFacts, ItemFacts, PersonFacts, Seen, Snapshot, by_register
from desktop.markers.pack_text import PackText, pack_texts
from desktop.pack_file import Folder
from desktop.wording import plural

__all__ = [
    "CHECKS", "AgencyFacts", "Flag", "FlagWords", "ItemFacts", "PersonFacts", "Rule", "Seen", "Snapshot", "by_register",
    "load", "raised", "read",
]  # fmt: skip

ROOMS = (flags_setting_up, flags_running, flags_outputs)
"""The modules whose rules enter themselves in the table when they are imported."""


@dataclass(frozen=True)
class Rule:
    """The words of a rule: what is missing, what to do, and the register whose stage answers it.

    ``record`` is set instead of ``register`` when the answer is given in a record outside registers.
    """

    id: str
    marker: str
    question: str
    sentence: str
    do: str
    register: str = ""
    record: str = ""


@dataclass(frozen=True)
class Flag:
    """One flag raised. ``subject_id`` is the person, body or item it is about, where it is about one."""

    rule: str
    marker: str
    question: str
    sentence: str
    do: str
    register: str = ""
    row_id: str = ""
    field: str = ""
    record: str = ""
    subject_id: str = ""


@dataclass(frozen=True)
class FlagWords:
    """The rules of a framework that have words, and the numbers of days they go by."""

    rules: Mapping[str, Rule]
    limits: Mapping[str, int]


@lru_cache(maxsize=8)
def load(framework_id: str, terminology_id: str = "") -> FlagWords:
    """The flags of a framework that is delivered with Caseward, in the words of a terminology ("" is the pack's own).

    Raises ``UserError`` naming file and line.
    """
    folder = files("resources") / "markers" / framework_id / "flags"
    return read(folder, registers.labels_of(terminology_id))


def read(folder: Folder, labels: Mapping[str, str] | None = None) -> FlagWords:
    """The flags in ``folder``. Raises ``UserError`` for a rule that Caseward does not know or that has no words."""
    rules: dict[str, Rule] = {}
    limits: dict[str, int] = {}
    for file in pack_texts(folder, labels):
        limits.update(_limits(file))
        for raw in file.tables("flag"):
            rule = _rule(raw, file)
            rules[rule.id] = rule
    return FlagWords(rules, limits)


def raised(snapshot: Snapshot, framework_id: str, *, terminology_id: str = "", marker: str = "") -> tuple[Flag, ...]:
    """Every flag that the snapshot raises, in the order of markers and questions; of one marker, if it is named.

    Limits of the snapshot go before those of the pack.
    """
    words = load(framework_id, terminology_id)
    seen = dataclasses.replace(snapshot, limits={**words.limits, **snapshot.limits})
    return tuple(
        _flag(rule, hit, seen)
        for rule in words.rules.values()
        if marker in ("", rule.marker)
        for hit in CHECKS[rule.id](seen)
    )


def _flag(rule: Rule, hit: Hit, seen: Snapshot) -> Flag:
    register = hit.register or rule.register
    option = seen.registers[register].field(hit.field).choices().get(hit.option, "") if hit.option else ""
    if hit.option and not option:
        option = next(
            (f.choices()[hit.option] for f in seen.registers[register].fields if hit.option in f.choices()), hit.option
        )
    sentence = rule.sentence.format(days=plural(hit.days, "day"), option=option)
    return Flag(
        rule.id, rule.marker, rule.question, sentence, rule.do, register, hit.row_id, hit.field, rule.record,
        hit.subject_id,
    )  # fmt: skip


_KEYS = {"id", "marker", "question", "sentence", "do", "register", "record"}


def _rule(raw: Mapping[str, Any], file: PackText) -> Rule:
    name = str(raw.get("id", "?"))
    near = f'id = "{name}"'
    if name not in CHECKS:
        raise file.problem(f"there is no rule called {name!r}", near)
    if set(raw) - _KEYS or not {"marker", "question", "sentence", "do"} <= set(raw):
        raise file.problem(f"flag {name!r} needs a marker, a question, a sentence and what to do, and no more", near)
    return Rule(**raw)


def _limits(file: PackText) -> dict[str, int]:
    found = file.data.get("limits", {})
    for key, value in found.items():
        if not isinstance(value, int) or value < 0:
            raise file.problem(f"the limit {key!r} needs a number of days", key)
    return dict(found)
