"""Feedback of participants: forms that came back, themes, and figures in which nobody can be recognised.

A returned form holds no name, no body and no date of its own. **The rule of small numbers**: no figure of a round is
given while fewer than five forms came back or were given out; a count of one or two is printed as "fewer than 3"; and
where what is printed would let one reader work such a count out by taking it from the total, its neighbour goes too.
Pages, documents (``reports.telling``) and the demonstration use this one rule. ``enter`` is the quick entry by batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.errors import FieldErrors
from desktop.markers import rows
from desktop.wording import plural
from storage.records import Case, RegisterRow
from storage.store import Store, Work

FEW = 5
"""Fewer forms than this, and no figure is given."""
SMALL = 3
"""A count below this is not printed as it is."""
SCALE = ("clear", "safe", "heard", "supported", "worthwhile")
"""The statements of the form: fields of the register ``feedback_form``, answered from 1 to 5."""
AGREES = frozenset({"4", "5"})


@dataclass(frozen=True)
class Statement:
    """How a statement was answered: those who agree (4 or 5) and those who do not, in words that may be printed."""

    field: str
    words: str
    agree: str
    not_agree: str


@dataclass(frozen=True)
class Theme:
    """A theme, and how often it was raised in words that may be printed ("" where no figure is given)."""

    row: RegisterRow
    mentions: str


@dataclass(frozen=True)
class Summary:
    """What may be told of one or several rounds together."""

    rate: str
    figures: bool
    statements: tuple[Statement, ...]
    themes: tuple[Theme, ...]


def enter(
    work: Work, case: Case, round_id: str, answers: Mapping[str, str], *, words: str = "", themes: Iterable[str] = ()
) -> RegisterRow:
    """Keep one form that came back. The round counts its forms; a theme counts the forms that raise it.

    Raises ``FieldErrors`` for an answer outside 1 to 5, or a form with nothing in it.
    """
    known = rows.registers_of(case)
    wrong = {name: "Enter a number from 1 to 5" for name, said in answers.items() if said and said not in "12345"}
    if wrong:
        raise FieldErrors(wrong)
    raised = list(themes)
    if not any(answers.values()) and not words.strip() and not raised:
        raise FieldErrors({SCALE[0]: "Enter at least one answer, a theme or some words"})
    values: dict[str, Any] = {name: said for name, said in answers.items() if said}
    values |= {"feedback": round_id, "words": words, "themes": raised}
    made = rows.save(work, case, known["feedback_form"], values)
    count = len(forms(work, case, (round_id,)))
    held = work.get(RegisterRow, round_id)
    if count > _number(held, "returned"):
        rows.save(work, case, known["feedback"], {"returned": count}, held)
    return made


def add_theme(work: Work, case: Case, round_id: str, words: str) -> RegisterRow:
    """Add a theme to a round. Raises ``FieldErrors`` without words."""
    if not words.strip():
        raise FieldErrors({"theme": "Enter the theme in a few words of your own"})
    return rows.save(work, case, rows.registers_of(case)["feedback_theme"], {"feedback": round_id, "theme": words})


def forms(store: Store, case: Case, round_ids: Iterable[str]) -> tuple[RegisterRow, ...]:
    """The forms of these rounds."""
    wanted = frozenset(round_ids)
    found = rows.rows(store, case, rows.registers_of(case)["feedback_form"])
    return tuple(one for one in found if one.values.get("feedback") in wanted)


def summary(store: Store, case: Case, rounds: Iterable[RegisterRow]) -> Summary:
    """What may be told of these rounds together, under the rule of small numbers."""
    chosen = tuple(rounds)
    ids = frozenset(one.id for one in chosen)
    returned, given = (sum(_number(one, name) for one in chosen) for name in ("returned", "given"))
    figures = returned >= FEW and (not given or given >= FEW)
    held = forms(store, case, ids)
    return Summary(
        _rate(returned, given, figures),
        figures,
        _statements(case, held) if figures and len(held) >= FEW else (),
        _themes(store, case, ids, held, figures=figures),
    )


def _number(row: RegisterRow, field: str) -> int:
    return int(row.values.get(field) or 0)


def _rate(returned: int, given: int, figures: bool) -> str:
    if not figures:
        return "Few people answered. Themes are given without numbers."
    if not given:
        return f"{plural(returned, 'form')} came back."
    missing = given - returned
    # "11 of 12": whoever knows who was there could say that this one did not answer.
    if 0 < missing < SMALL:
        return "Nearly all forms came back."
    return f"{returned} of {given} forms came back."


def _statements(case: Case, held: tuple[RegisterRow, ...]) -> tuple[Statement, ...]:
    register = rows.registers_of(case)["feedback_form"]
    found = []
    for name in SCALE:
        answers = [str(one.values[name]) for one in held if one.values.get(name)]
        agree, rest = pair(sum(one in AGREES for one in answers), sum(one not in AGREES for one in answers))
        found.append(Statement(name, register.field(name).label, agree, rest))
    return tuple(found)


def pair(first: int, second: int) -> tuple[str, str]:
    """Two counts that add up to a total which may be known: both are left open when either is small."""
    if first + second < FEW:
        return "", ""
    if 0 < first < SMALL:
        return f"fewer than {SMALL}", "nearly all"
    if 0 < second < SMALL:
        return "nearly all", f"fewer than {SMALL}"
    return str(first), str(second)


def _themes(
    store: Store, case: Case, ids: frozenset[str], held: tuple[RegisterRow, ...], *, figures: bool
) -> tuple[Theme, ...]:
    found = []
    for row in rows.rows(store, case, rows.registers_of(case)["feedback_theme"]):
        if row.values.get("feedback") not in ids:
            continue
        counted = sum(row.id in (one.values.get("themes") or ()) for one in held)
        mentions = max(counted, _number(row, "mentions"))
        shown = f"fewer than {SMALL}" if mentions < SMALL else str(mentions)
        found.append(Theme(row, shown if figures else ""))
    return tuple(found)
