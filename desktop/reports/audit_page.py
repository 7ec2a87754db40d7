"""The page of the audit: who can open the vault, how that changed, and what was done last.

For those who hold the vault, and for nobody else. Records stand by code and reference, as on the page Activity. Who
opens the vault stands by name: that is a fact of the vault and not of a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop import wording
from desktop.casework import activity
from desktop.casework.activity import Line
from desktop.paper import document as doc
from desktop.redaction.released import Released, fixed
from desktop.reports.filling import source
from desktop.reports.setting import Setting
from desktop.reports.templates import Section
from storage import records
from storage.records import Case, Worker

LATEST = 40
_FAR = 4000
_BACK = 200
_WAYS = frozenset({"slot", "vault", "Worker", "anchor", "backup"})


@source("audit-people")
def people(made: Setting, _section: Section) -> list[doc.Block]:
    """Everybody who opens the vault or has opened it, with their days."""
    heads = tuple(fixed(one) for one in ("Name", "Role", "From", "Until"))
    rows = tuple(
        (
            fixed(one.name), fixed(one.role),
            _day(one.since), _day(one.until),
        )
        for one in made.store.find(Worker, order=["since"])
    )  # fmt: skip
    return [doc.Table(heads, rows, (3, 3, 2, 2))]


@source("audit-ways")
def ways(made: Setting, _section: Section) -> list[doc.Block]:
    """Every way into the vault that was added or taken away, the newest first."""
    found = [one for one in activity.lines(made.store, limit=_FAR) if one.kind in _WAYS and "nlocked" not in one.what]
    return [_table(found)] if found else []


@source("audit-latest")
def latest(made: Setting, _section: Section) -> list[doc.Block]:
    """What was done last to this case and to what the vault holds once, the newest first; of other cases nothing."""
    others = {one.id for one in made.store.find(Case)} - {made.case.id}
    found = [one for one in activity.lines(made.store, limit=_BACK) if not _of_another(made, one, others)]
    return [_table(found[:LATEST])]


def _of_another(made: Setting, line: Line, others: set[str]) -> bool:
    if line.record_id in others:
        return True
    kind = getattr(records, line.kind, None)
    held = made.store.find(kind, id=line.record_id, limit=1) if kind and line.record_id else ()
    return any(getattr(one, "case_id", "") in others for one in held)


def _table(found: Sequence[Line]) -> doc.Block:
    named = 5 if any(one.subject for one in found) else 4  # a column in which nothing stands tells nothing
    heads = tuple(fixed(one) for one in ("No", "When", "Who", "What", "Which"))
    rows = tuple(
        (
            fixed(f"{one.number:,}"), fixed(wording.uk_moment(one.at)), fixed(one.who),
            fixed(one.what), fixed(one.subject),
        )[:named]
        for one in found
    )  # fmt: skip
    return doc.Table(heads[:named], rows, (1.2, 3, 2.6, 4, 1.8)[:named], frozenset({0}))


def _day(day: date | None) -> Released:
    return fixed(wording.uk_date(day) if day else "")
