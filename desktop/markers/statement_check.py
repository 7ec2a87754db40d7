"""Whether papers that went out carry the statement of purpose word for word, and where they say something else (5.2).

Read from the words of the item that a use names. Line ends, spaces and forms of quotation marks do not count.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.markers import register_values, rows, wizard
from desktop.markers.worked_out import sentences
from storage.records import Case, MaterialText, RegisterRow
from storage.store import Store

STATEMENTS, USES = "purpose_statement", "statement_use"
_ALIKE = 0.6
"""How alike two sentences are that stand in each other's place (``difflib``, 0 to 1)."""
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})


@dataclass(frozen=True)
class Carried:
    """How one paper carries the statement it names.

    ``read`` is False where no item is linked or it has no words; ``lacking`` are sentences of the statement that the
    paper does not have, each with the sentence that stands in its place ("" where nothing like it does).
    """

    row_id: str
    document: str
    read: bool
    lacking: tuple[tuple[str, str], ...] = ()

    @property
    def same(self) -> bool:
        """Whether the whole statement is there, word for word."""
        return self.read and not self.lacking


def carried(store: Store, case: Case) -> tuple[Carried, ...]:
    """Every recorded use of a statement of purpose, held against the version that it names."""
    known = rows.registers_of(case)
    if USES not in known:
        return ()
    words = {row.id: str(row.values.get("text") or "") for row in rows.rows(store, case, known[STATEMENTS])}
    uses = wizard.current(rows.rows(store, case, known[USES]))
    papers = _papers(store, [str(one.values.get("material") or "") for one in uses])
    document = known[USES].field("document")
    return tuple(_held(row, register_values.shown(document, row.values.get("document")), words, papers) for row in uses)


def _papers(store: Store, ids: list[str]) -> dict[str, str]:
    wanted = [one for one in ids if one]
    found = store.find(MaterialText, material_id=wanted) if wanted else ()
    return {one.material_id: one.text for one in found}


def _held(row: RegisterRow, document: str, words: Mapping[str, str], papers: Mapping[str, str]) -> Carried:
    statement = words.get(str(row.values.get("statement") or ""), "")
    paper = papers.get(str(row.values.get("material") or ""), "")
    if not statement.strip() or not paper.strip():
        return Carried(row.id, document, read=False)
    return Carried(row.id, document, read=True, lacking=lacking(statement, paper))


def lacking(statement: str, paper: str) -> tuple[tuple[str, str], ...]:
    """The sentences of a statement that a paper does not have, each with what the paper says in its place."""
    whole = _plain(paper)
    missed = [one for one in sentences(statement) if _plain(one) not in whole]
    theirs = [one for one in sentences(" ".join(paper.split())) if _plain(one) not in _plain(statement)]
    return tuple((one, next(iter(difflib.get_close_matches(one, theirs, 1, _ALIKE)), "")) for one in missed)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())
