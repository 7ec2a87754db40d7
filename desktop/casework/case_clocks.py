"""The clocks of a case: when their events happened, as its records tell, and the words on what was late.

Which record tells which event is data (``resources/terminology/events.toml``). Explanations belong to a case; days on
which the board is closed belong to the board and count as no working days (domain, section 3.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from desktop.casework import board as boards
from desktop.casework import checked, clocks, terminology
from desktop.casework.clocks import Standing, WorkingDays
from desktop.errors import FieldErrors
from desktop.pack_file import PackFile, Table
from storage.partial_date import PartialDate
from storage.records import Case, Extra, RegisterRow
from storage.store import Store, Work

CASE = "case"
EXPLANATIONS = "late-because"
CLOSURES = "clocks.closures"


@dataclass(frozen=True)
class Source:
    """Where the date of an event stands: a field of the case or of the rows of a register that pass a filter."""

    origin: str
    field: str
    stages: tuple[str, ...] = ()
    where: Mapping[str, frozenset[str]] | None = None
    each: Mapping[str, frozenset[str]] | None = None
    last: bool = False


@lru_cache(maxsize=1)
def sources() -> Mapping[str, tuple[Source, ...]]:
    """The sources of every event, the first that has a date before the others. Raises ``UserError`` with the line."""
    top = PackFile.read(terminology.terminologies_folder(), "events.toml").top
    top.only(("event",))
    return {one.text("id"): tuple(_source(each) for each in one.tables("sources")) for one in top.tables("event")}


def _source(table: Table) -> Source:
    table.only(("from", "field", "stage", "where", "each", "pick"))
    return Source(
        table.text("from"),
        table.text("field"),
        table.texts("stage", optional=True),
        _filter(table.data.get("where")),
        _filter(table.data.get("each")),
        table.text("pick", optional=True) == "last",
    )


def _filter(raw: Any) -> Mapping[str, frozenset[str]] | None:
    return {key: frozenset(values) for key, values in raw.items()} if raw else None


def events_of(store: Store, case: Case) -> dict[str, PartialDate]:
    """The dated events that the records of a case tell, by the ids that clocks go by."""
    wanted = {one.origin for found in sources().values() for one in found} - {CASE}
    rows = store.find(RegisterRow, case_id=case.id, register=sorted(wanted), order=["position"])
    corrected = {row.corrects_id for row in rows}
    standing = [row for row in rows if row.id not in corrected]
    found: dict[str, PartialDate] = {}
    for event, known in sources().items():
        told = next((day for one in known if (day := _told(one, case, standing)).known), None)
        if told is not None:
            found[event] = told
    return found


def _told(source: Source, case: Case, rows: list[RegisterRow]) -> PartialDate:
    if source.origin == CASE:
        if source.stages and case.stage.value not in source.stages:
            return PartialDate()
        value = getattr(case, source.field)
        return value if isinstance(value, PartialDate) else PartialDate()
    dated = [
        (row, day)
        for row in rows
        if row.register == source.origin and _passes(row, source.where) and (day := _day(row, source.field)).known
    ]
    if source.each and not all(_held(dated, name) >= wanted for name, wanted in source.each.items()):
        return PartialDate()
    days = sorted((day for _row, day in dated), key=lambda day: day.first_day or date.max)
    return days[-1 if source.last else 0] if days else PartialDate()


def _day(row: RegisterRow, field: str) -> PartialDate:
    value = row.values.get(field)
    try:
        return PartialDate.from_iso(value) if isinstance(value, str) and value else PartialDate()
    except ValueError:
        return PartialDate()


def _values(row: RegisterRow, field: str) -> frozenset[str]:
    value = row.values.get(field)
    return frozenset(value) if isinstance(value, list) else frozenset({str(value)})


def _passes(row: RegisterRow, where: Mapping[str, frozenset[str]] | None) -> bool:
    return all(_values(row, name) & wanted for name, wanted in (where or {}).items())


def _held(dated: list[tuple[RegisterRow, PartialDate]], field: str) -> frozenset[str]:
    return frozenset().union(*(_values(row, field) for row, _day in dated))


# ---- how they stand


def working_days(store: Store) -> WorkingDays:
    """The working days of the board: bank holidays of its nation, and the days on which it is closed."""
    return WorkingDays(boards.board(store).nation, frozenset(closures(store)))


def standings_of(store: Store, case: Case) -> tuple[Standing, ...]:
    """Every clock of the case's terminology as it stands today."""
    return clocks.standings(
        checked.terminology_of(store, case),
        events_of(store, case),
        working_days(store),
        today=store.circumstances.today(),
        explanations=explanations(store, case.id),
    )


def explanations(store: Store, case_id: str) -> dict[str, str]:
    """The words on what was late, by clock."""
    kept = store.one(Extra, case_id=case_id, key=EXPLANATIONS)
    return {str(key): str(words) for key, words in kept.body.items()} if kept else {}


def explain(work: Work, case_id: str, clock_id: str, words: str) -> None:
    """Keep why a clock was not kept; nothing takes the words away again. Raises ``FieldErrors`` without words."""
    said = words.strip()
    if not said:
        raise FieldErrors({"late": "Enter why the date was missed"})
    kept = work.one(Extra, case_id=case_id, key=EXPLANATIONS)
    if kept is None:
        work.add(Extra(case_id=case_id, key=EXPLANATIONS, body={clock_id: said}))
    else:
        work.change(kept, body={**kept.body, clock_id: said})


def closures(store: Store) -> tuple[date, ...]:
    """The days on which the board is closed, beside bank holidays, the earliest first."""
    kept = store.one(Extra, key=CLOSURES)
    return tuple(sorted(date.fromisoformat(day) for day in kept.body.get("days", ()))) if kept else ()


def set_closures(work: Work, days: tuple[date, ...]) -> None:
    """Keep the days on which the board is closed, in place of those kept before."""
    body = {"days": sorted({day.isoformat() for day in days})}
    kept = work.one(Extra, key=CLOSURES)
    if kept is None:
        work.add(Extra(key=CLOSURES, body=body))
    else:
        work.change(kept, body=body)
