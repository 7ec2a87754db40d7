"""The analysis as a chain: source, event, episode, factor, finding, what is asked; and what each step leads to.

Which registers are its columns, and which fields hold its links, stands in the pack (``chain.toml``); a framework
without that file has no chain. The chain holds nothing of its own: every step is a row, a paper or a note of the case.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from desktop.casework import entries
from desktop.errors import UserError
from desktop.markers import register_values, registers, rows, wizard
from desktop.markers.pack_text import PackText, all_worded
from desktop.markers.registers import LINK_TARGETS, Field, Registers
from desktop.pack_file import Folder, PackFile
from storage.records import Case, IndexEntry, Material, Note, RegisterRow
from storage.store import Store, Work

FILE = "chain.toml"


@dataclass(frozen=True)
class Column:
    """One column. Without ``register`` it holds the papers and notes that the rows of the next column name."""

    id: str
    title: str
    one: str
    icon: str
    register: str = ""
    words: str = ""
    second: str = ""
    number: str = ""


@dataclass(frozen=True)
class Way:
    """Steps of one column lead to steps of another, because a row of ``register`` names the other in ``fields``."""

    start: str
    end: str
    register: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What is told below a step of ``column``: its own ``fields``, or those of rows that name it in ``by``."""

    column: str
    title: str
    fields: tuple[str, ...]
    register: str = ""
    by: str = ""
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What the chain of a framework is made of."""

    columns: tuple[Column, ...]
    ways: tuple[Way, ...]
    told: tuple[Told, ...]

    def column(self, column_id: str) -> Column:
        """The column of that id. Raises ``KeyError``."""
        for one in self.columns:
            if one.id == column_id:
                return one
        raise KeyError(column_id)


@dataclass(frozen=True)
class Step:
    """One step: the record it is, its line, and the muted facts beneath."""

    id: str
    column: str
    kind: str
    words: str
    second: str = ""


@dataclass(frozen=True)
class Chain:
    """All steps of a case in the order of their columns, and the pairs (from, to) that belong together."""

    plan: Plan
    steps: tuple[Step, ...]
    pairs: frozenset[tuple[str, str]]

    def of(self, column_id: str) -> tuple[Step, ...]:
        """The steps of one column."""
        return tuple(step for step in self.steps if step.column == column_id)

    def step(self, step_id: str) -> Step | None:
        """The step of that id, if there is one."""
        return next((step for step in self.steps if step.id == step_id), None)

    def before(self, step_id: str) -> tuple[Step, ...]:
        """What a step rests on."""
        return tuple(step for step in self.steps if (step.id, step_id) in self.pairs)

    def after(self, step_id: str) -> tuple[Step, ...]:
        """What rests on a step."""
        return tuple(step for step in self.steps if (step_id, step.id) in self.pairs)

    def path(self, step_id: str) -> frozenset[str]:
        """A step, everything it rests on, and everything that rests on it."""
        return frozenset({step_id}) | self._all(step_id, 1) | self._all(step_id, 0)

    @cached_property
    def drawn(self) -> frozenset[tuple[str, str]]:
        """The pairs that are worth a line: one that leaves columns out is not, where a longer way says the same."""
        at = {column.id: number for number, column in enumerate(self.plan.columns)}
        where = {step.id: at[step.column] for step in self.steps}
        short = frozenset(pair for pair in self.pairs if where[pair[1]] - where[pair[0]] == 1)
        near = Chain(self.plan, self.steps, short)
        return short | {pair for pair in self.pairs - short if pair[1] not in near.path(pair[0])}

    def _all(self, step_id: str, known: int) -> frozenset[str]:
        found: set[str] = set()
        waiting = [step_id]
        while waiting:
            at = waiting.pop()
            new = {pair[1 - known] for pair in self.pairs if pair[known] == at} - found
            found |= new
            waiting += new
        return frozenset(found)

    def partners(self, step_id: str) -> tuple[Step, ...]:
        """Steps that a step could be linked with and is not yet."""
        chosen = self.step(step_id)
        if chosen is None:
            return ()
        ends = {way.end for way in self.plan.ways if way.start == chosen.column}
        starts = {way.start for way in self.plan.ways if way.end == chosen.column}
        linked = {step.id for step in (*self.before(step_id), *self.after(step_id))}
        return tuple(step for step in self.steps if step.column in ends | starts and step.id not in linked)


# ---- the plan


@lru_cache(maxsize=8)
def plan(framework_id: str, terminology_id: str = "") -> Plan | None:
    """The chain of a framework that is delivered with Caseward, or None if it has none. Raises ``UserError``."""
    folder = importlib.resources.files("resources") / "markers" / framework_id
    if not (folder / FILE).is_file():
        return None
    labels = registers.labels_of(terminology_id)
    return read_plan(folder, registers.load(framework_id, terminology_id), labels)


def read_plan(folder: Folder, known: Registers, labels: Mapping[str, str] | None = None) -> Plan:
    """The chain in ``folder``. Raises ``UserError`` naming file and line for a register or field that there is not."""
    file = PackFile.read(folder, FILE)
    text = PackText(file, all_worded(file.data, labels or {}))
    columns = tuple(_column(raw, text, known) for raw in text.tables("column"))
    ids = {one.id for one in columns}
    ways = tuple(_way(raw, text, known, ids) for raw in text.tables("link"))
    told = tuple(_told(raw, text, known, {one.id: one for one in columns}) for raw in text.tables("told"))
    return Plan(columns, ways, told)


def _column(raw: Mapping[str, Any], text: PackText, known: Registers) -> Column:
    near = f'id = "{raw.get("id", "")}"'
    allowed = {"id", "title", "one", "icon", "register", "words", "second", "number"}
    if {"id", "title", "one", "icon"} - set(raw) or set(raw) - allowed:
        raise text.problem("a column needs id, title, one and icon, and may name a register and its fields", near)
    named = [raw[key] for key in ("words", "second", "number") if key in raw]
    _require(raw.get("register", ""), named, text, known, near)
    return Column(**raw)


def _way(raw: Mapping[str, Any], text: PackText, known: Registers, ids: set[str]) -> Way:
    near = f'to = "{raw.get("to", "")}"'
    if set(raw) != {"from", "to", "register", "fields"} or not {raw["from"], raw["to"]} <= ids:
        raise text.problem("a link leads from a column to a column, by fields of a register", near)
    _require(raw["register"], raw["fields"], text, known, near)
    return Way(raw["from"], raw["to"], raw["register"], tuple(raw["fields"]))


def _told(raw: Mapping[str, Any], text: PackText, known: Registers, columns: Mapping[str, Column]) -> Told:
    near = f'title = "{raw.get("title", "")}"'
    allowed = {"column", "title", "fields", "register", "by", "where"}
    if {"column", "title", "fields"} - set(raw) or set(raw) - allowed or raw["column"] not in columns:
        raise text.problem("what is told needs a column, a title and fields", near)
    register = raw.get("register", "")
    where = {name: frozenset(values) for name, values in raw.get("where", {}).items()}
    named = [*raw["fields"], *where, *([raw["by"]] if register else [])]
    _require(register or columns[raw["column"]].register, named, text, known, near)
    return Told(raw["column"], raw["title"], tuple(raw["fields"]), register, raw.get("by", ""), where)


def _require(register: str, fields: Iterable[str], text: PackText, known: Registers, near: str) -> None:
    if register and register not in known:
        raise text.problem(f"there is no register {register!r}", near)
    for name in fields:
        if not register or not known[register].has(name):
            raise text.problem(f"there is no field {register}.{name}", near)


# ---- reading


def read(store: Store, case_id: str) -> Chain | None:
    """The chain of a case as it stands, or None where its framework has none."""
    case = store.get(Case, case_id)
    found = plan(case.framework, case.terminology)
    if found is None:
        return None
    known = rows.registers_of(case)
    held = {one.register: _rows(store, case, known, one.register) for one in found.columns if one.register}
    steps = [_step(one, known, row) for one in found.columns if one.register for row in held[one.register]]
    kinds = {step.id: step.column for step in steps}
    sources, pairs = _sources(store, case_id, found, held), set()
    for way in found.ways:
        for row in held[way.register]:
            for other in _named(way, row):
                pair = (row.id, other) if _holds_start(found, way) else (other, row.id)
                if other in kinds or other in sources:
                    pairs.add(pair)
    order = {column.id: at for at, column in enumerate(found.columns)}
    all_steps = sorted([*sources.values(), *steps], key=lambda step: order[step.column])
    return Chain(found, tuple(all_steps), frozenset(pairs))


def _rows(store: Store, case: Case, known: Registers, register: str) -> tuple[RegisterRow, ...]:
    return wizard.in_order(known[register], wizard.current(rows.rows(store, case, known[register])))


def _holds_start(found: Plan, way: Way) -> bool:
    return found.column(way.start).register == way.register


def _named(way: Way, row: RegisterRow) -> tuple[str, ...]:
    """The records that a row names in the fields of a way."""
    return tuple(one for name in way.fields for one in _held(row, name))


def _held(row: RegisterRow, name: str) -> tuple[str, ...]:
    """The records that a row names in one field."""
    value = row.values.get(name)
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()


def _step(column: Column, known: Registers, row: RegisterRow) -> Step:
    register = known[column.register]

    def words(name: str) -> str:
        return register_values.shown(register.field(name), row.values.get(name)) if name else ""

    line = " ".join(part for part in (words(column.number), words(column.words)) if part)
    nameless = f"{column.one.capitalize()} without words"
    return Step(row.id, column.id, "RegisterRow", line or nameless, words(column.second))


def _sources(
    store: Store, case_id: str, found: Plan, held: Mapping[str, tuple[RegisterRow, ...]]
) -> dict[str, Step]:
    """The papers and notes that events name, as steps by id."""
    bare = {one.id for one in found.columns if not one.register}
    ways = [way for way in found.ways if way.start in bare]
    steps: dict[str, Step] = {}
    for way in ways:
        ids = list(dict.fromkeys(one for row in held[way.register] for one in _named(way, row)))
        listed = store.find(IndexEntry, case_id=case_id, record_id=ids) if ids else ()
        numbers = {entry.record_id: entries.short_ref(entry) for entry in listed}
        papers, notes = (store.find(Material, id=ids), store.find(Note, id=ids)) if ids else ((), ())
        records: tuple[Material | Note, ...] = (*papers, *notes)
        for record in records:
            words = record.title or "Without a title"
            steps[record.id] = Step(record.id, way.start, type(record).__name__, words, numbers.get(record.id, ""))
    return steps


@dataclass(frozen=True)
class Passage:
    """Something told below a step: a heading, and paragraphs as they stand in the registers."""

    title: str
    texts: tuple[str, ...]


def told(store: Store, case_id: str, step_id: str) -> tuple[Passage, ...]:
    """What the registers say of a step, by the plan; headings without words are left out."""
    case = store.get(Case, case_id)
    found = plan(case.framework, case.terminology)
    known = rows.registers_of(case)
    row = next(iter(store.find(RegisterRow, id=step_id)), None)
    if found is None or row is None:
        return ()
    passages = []
    for one in found.told:
        if found.column(one.column).register != row.register:
            continue
        register = known[one.register or row.register]
        holding = _telling(store, case, known, one, row) if one.register else (row,)
        pairs = [(each, register.field(name)) for each in holding for name in one.fields]
        texts = [register_values.shown(each_field, each.values.get(each_field.id)) for each, each_field in pairs]
        if any(texts):
            passages.append(Passage(one.title, tuple(text for text in texts if text)))
    return tuple(passages)


def _telling(store: Store, case: Case, known: Registers, one: Told, row: RegisterRow) -> tuple[RegisterRow, ...]:
    found = _rows(store, case, known, one.register)
    about = [each for each in found if each.values.get(one.by) == row.id]
    return tuple(each for each in about if register_values.matches(each, one.where))


# ---- linking


def link(work: Work, case_id: str, first_id: str, second_id: str) -> RegisterRow:
    """Say that one step leads to the other, in the field that holds it.

    Raises ``UserError`` when the two cannot be linked, or when the field holds one record and has another already.
    """
    case, row, target = _ends(work, case_id, first_id, second_id)
    register = rows.registers_of(case)[row.register]
    held = row.values.get(target.id)
    if not target.many and held:
        raise UserError(
            f"This {register.one} is linked to another step already.", "Take that link away first, then link this one.",
            code="linked",
        )  # fmt: skip
    other = second_id if row.id == first_id else first_id
    values = {target.id: [*(held or []), other] if target.many else other}
    return rows.save(work, case, register, values, row)


def unlink(work: Work, case_id: str, first_id: str, second_id: str) -> RegisterRow:
    """Take the link between two steps away. Raises ``UserError`` when there is none."""
    case, row, target = _ends(work, case_id, first_id, second_id, held=True)
    register = rows.registers_of(case)[row.register]
    other = second_id if row.id == first_id else first_id
    held = row.values.get(target.id)
    values = {target.id: [one for one in held if one != other] if isinstance(held, list) else None}
    return rows.save(work, case, register, values, row)


def _ends(
    work: Work, case_id: str, first_id: str, second_id: str, *, held: bool = False
) -> tuple[Case, RegisterRow, Field]:
    """The row that holds the link of two steps, and the field it stands in (or, unless ``held``, would stand in)."""
    case = work.get(Case, case_id)
    chain = read(work, case_id)
    known = rows.registers_of(case)
    for way, holder, other in _ways_between(chain, first_id, second_id) if chain else ():
        row = work.get(RegisterRow, holder.id)
        for name in way.fields:
            found = known[way.register].field(name)
            names_it = other.id in _held(row, name)
            if LINK_TARGETS[found.kind] == other.kind and names_it is held:
                return case, row, found
    raise UserError("These two steps cannot be linked.", "Choose a step of a column that it leads to or rests on.")


def _ways_between(chain: Chain, first_id: str, second_id: str) -> Iterator[tuple[Way, Step, Step]]:
    """Each way between the columns of two steps, with the step whose row holds it and the other one."""
    for start, end in ((chain.step(first_id), chain.step(second_id)), (chain.step(second_id), chain.step(first_id))):
        for way in chain.plan.ways:
            if start is not None and end is not None and (way.start, way.end) == (start.column, end.column):
                yield (way, start, end) if _holds_start(chain.plan, way) else (way, end, start)
