"""The words of a judgement as data: passes, perspectives, statuses and what each status asks for.

The statuses and their signs are those of the visual language; that a status has conditions ("met" needs evidence,
"not applicable" needs a reason) is the design, section 8. Nothing here can be added up: there is no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop.markers.framework import default_id, packs_folder
from desktop.pack_file import PackFile, Table


@dataclass(frozen=True)
class Term:
    """A pass or a perspective: its id in the store, its label and a hint for people."""

    id: str
    label: str
    hint: str


@dataclass(frozen=True)
class Status:
    """A status of a judgement. ``sign`` names the icon beside the words; ``muted`` ones are drawn quietly.

    ``needs_narrative``: a few words of judgement; ``needs_evidence``: a link, or why there is none; ``needs_reason``:
    why it does not arise; ``needs_revisit``: the day to look again.
    """

    id: str
    label: str
    sign: str
    hint: str
    muted: bool
    needs_narrative: bool
    needs_evidence: bool
    needs_reason: bool
    needs_revisit: bool


@dataclass(frozen=True)
class Vocabulary:
    """All the words of a judgement, in the order to offer them."""

    passes: tuple[Term, ...]
    perspectives: tuple[Term, ...]
    statuses: tuple[Status, ...]

    def status(self, status_id: str) -> Status:
        """The status of that id; raises ``KeyError``."""
        for status in self.statuses:
            if status.id == status_id:
                return status
        raise KeyError(status_id)


@lru_cache(maxsize=8)
def load(framework_id: str = "") -> Vocabulary:
    """The vocabulary of that framework, or of the default one where it has none of its own.

    Raises ``UserError`` naming file and line when something is missing, doubled or unknown.
    """
    folder = packs_folder() / (framework_id or default_id())
    if not (folder / "judgements.toml").is_file():
        folder = packs_folder() / default_id()
    top = PackFile.read(folder, "judgements.toml").top
    top.only(("pass", "perspective", "status"))
    return Vocabulary(_terms(top, "pass"), _terms(top, "perspective"), _statuses(top))


def _terms(top: Table, kind: str) -> tuple[Term, ...]:
    tables = top.tables(kind)
    _distinct(top, tables, kind)
    for table in tables:
        table.only(("id", "label", "hint"))
    return tuple(Term(table.text("id"), table.text("label"), table.text("hint")) for table in tables)


def _statuses(top: Table) -> tuple[Status, ...]:
    tables = top.tables("status")
    _distinct(top, tables, "status")
    for table in tables:
        table.only(("id", "label", "sign", "hint", "muted", "narrative", "evidence", "reason", "revisit"))
    return tuple(
        Status(
            id=table.text("id"), label=table.text("label"), sign=table.text("sign"), hint=table.text("hint"),
            muted=table.flag("muted"), needs_narrative=table.flag("narrative", default=True),
            needs_evidence=table.flag("evidence"), needs_reason=table.flag("reason"),
            needs_revisit=table.flag("revisit"),
        )
        for table in tables
    )  # fmt: skip


def _distinct(top: Table, tables: tuple[Table, ...], kind: str) -> None:
    if not tables:
        top.refuse(f"there is no [[{kind}]].")
    seen: set[str] = set()
    for table in tables:
        if table.text("id") in seen:
            table.refuse(f"{kind} “{table.text('id')}” is there twice.", "id")
        seen.add(table.text("id"))
