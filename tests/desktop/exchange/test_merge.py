"""The merge with generated histories: nothing lost, nothing twice, any order, only the real differences asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop import session as sessions
from desktop.casework import cases, entries, notes
from desktop.exchange import packs
from desktop.exchange.journey import Journey
from desktop.exchange.merge import three_way
from desktop.exchange.merging import Merged, Merger
from desktop.session import Session
from storage import travelling
from storage.circumstances import SystemCircumstances
from storage.keys import CHEAP
from storage.records import IndexEntry, Material, MergeDecision, Note, Pack
from storage.store import Store, Work
from tests.desktop.conftest import PASSPHRASE

NOTES = 3
FIELDS = ("title", "place", "mode")
VALUES = st.sampled_from(["x", "y", "z"])
EDIT = st.tuples(st.just("edit"), st.integers(0, NOTES - 1), st.sampled_from(FIELDS), VALUES)
REMOVE = st.tuples(st.just("remove"), st.integers(0, NOTES - 1), st.just(""), st.just(""))
ADD = st.tuples(st.just("add"), st.just(0), st.just(""), VALUES)
HISTORY = st.lists(st.one_of(EDIT, EDIT, EDIT, REMOVE, ADD), max_size=6)
Step = tuple[str, int, str, str]


@given(*(st.dictionaries(st.sampled_from(FIELDS), VALUES) for _ in range(3)))
def test_a_field_is_asked_about_only_when_both_changed_it_differently(
    sent: dict[str, str], theirs: dict[str, str], ours: dict[str, str]
) -> None:
    whole = [travelling.empty(Note) | {"id": "n1"} | side for side in (sent, theirs, ours)]
    base, there, here = whole
    outcome = three_way(Note, base, base, there, here)
    asked = {clash.name for clash in outcome.clashes}
    for name in FIELDS:
        b, t, o = base[name], there[name], here[name]
        assert (name in asked) == (t not in (b, o) and o != b)
        assert outcome.fields.get(name, o) == (t if o == b else o)
    assert not outcome.new


@dataclass
class Desk:
    """One vault with the same three notes as the others, under the same ids."""

    session: Session
    case_id: str
    ids: list[str]

    def work(self, history: Sequence[Step]) -> None:
        """Do what a history says; steps on a note that was removed are left out, as no window would offer them."""
        for step, at, name, value in history:
            note: Any = self.session.look(lambda store, at=at: store.get(Note, self.ids[at]))
            if step == "add":
                self.session.do("add", notes.write, self.case_id, title="New", text=value)
            elif not note.deleted and step == "edit":
                self.session.do("edit", lambda work, n=note, f=name, v=value: notes.save(work, n, **{f: v}))
            elif not note.deleted:
                self.session.do("remove", lambda work, n=note: work.bin(n))

    def notes(self) -> dict[str, Note]:
        """Its notes by id, removed ones too."""
        return {one.id: one for one in self.session.look(lambda store: store.find(Note, deleted=None))}

    def asked(self) -> set[tuple[str, str]]:
        """Record and field of each open difference."""
        rows = self.session.look(lambda store: store.find(MergeDecision, state="open"))
        return {(one.record_id, one.field_name) for one in rows}


class Table:
    """Makes desks from one template, and merges one into another as a return would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0
        self.open: list[Session] = []
        template, _ = sessions.create(folder / "template.caseward", PASSPHRASE, "Ruth Ellerby", "", argon=CHEAP)
        case = template.do("case", cases.open_case, "Plover", "SCR-2016-01")
        pairs = [template.do("note", notes.write, case.id, title=f"Note {n}", text="Start") for n in range(NOTES)]
        self.ids, self.case_id = [note.id for note, _ in pairs], case.id
        self.packs = [template.do("pack", self._lend, number) for number in range(2)]
        template.close()

    def _lend(self, work: Work, number: int) -> Pack:
        pack = work.add(Pack(case_id=self.case_id, vault_id=f"pack {number}"))
        order = packs.PackOrder(self.case_id, "working", "Somebody", work.circumstances.today())
        sent = list(packs.contents.working(work, order))
        bases = [packs.base_of(one.kind.__name__, one.values, one.held, 0) for one in sent]
        travelling.add_base(work, pack.id, bases)
        return pack

    def desk(self) -> Desk:
        """A fresh vault as it was at the start."""
        self.made += 1
        folder = self.folder / f"desk{self.made}.caseward"
        shutil.copytree(self.folder / "template.caseward", folder)
        self.open.append(sessions.unlock(folder, PASSPHRASE, circumstances=SystemCircumstances()))
        return Desk(self.open[-1], self.case_id, self.ids)

    def merge(self, board: Desk, number: int, pack: Desk, generation: int) -> Merged:
        """Take what ``pack`` holds into ``board``; its earlier returns are those of lower generations."""
        journey = Journey({one: one for one in range(generation)}, frozenset(), {}, False)
        with pack.session.vault.reading() as connection:
            theirs = Store(connection, pack.session.circumstances)
            return board.session.do(
                "merge", lambda work: Merger(work, theirs, self.packs[number], journey, generation).run()
            )

    def clear(self) -> None:
        """Close and remove the desks of an example."""
        for session in self.open:
            session.close()
            shutil.rmtree(session.vault.folder)
        self.open.clear()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """A table for the tests of this module."""
    return Table(tmp_path_factory.mktemp("merge"))


@pytest.fixture(autouse=True)
def cleared(table: Table) -> Iterator[None]:
    """No desk stays open."""
    yield
    table.clear()


def _both_orders(table: Table, board: list[Step], first: list[Step], second: list[Step]) -> None:
    boards, borrowed = [table.desk(), table.desk()], [table.desk(), table.desk()]
    for desk in boards:
        desk.work([step for step in board if step[0] != "add"])
    for desk, history in zip(borrowed, (first, second), strict=True):
        desk.work(history)
    for desk, order in zip(boards, ((0, 1), (1, 0)), strict=True):
        for number in order:
            table.merge(desk, number, borrowed[number], 1)
    one, other = boards
    _nothing_lost(table, boards, borrowed)
    assert one.asked() == other.asked()
    unsettled = {record_id for record_id, name in one.asked() if name == "deleted"}
    left, right = one.notes(), other.notes()
    for record_id in left.keys() - unsettled:
        for name in (*FIELDS, "deleted"):
            if (record_id, name) not in one.asked():
                assert getattr(left[record_id], name) == getattr(right[record_id], name)
    for desk in boards:
        before, asked = desk.notes(), desk.asked()
        for number in (0, 1):
            again = table.merge(desk, number, borrowed[number], 2)
            assert (again.new, again.changed, again.conflicts) == ([], [], 0)
        assert (desk.notes(), desk.asked()) == (before, asked)
    table.clear()


def _nothing_lost(table: Table, boards: list[Desk], borrowed: list[Desk]) -> None:
    """Each note of each side is there, with an entry of its own; what was typed is in it or asked about."""
    for desk in boards:
        there = desk.notes()
        for pack in borrowed:
            for record_id, note in pack.notes().items():
                assert record_id in there
                if record_id not in table.ids:
                    assert there[record_id].text == note.text
        assert desk.session.look(entries.without_entry, table.case_id) == ()
        listed = [one.record_id for one in desk.session.look(lambda store: store.find(IndexEntry, deleted=None))]
        assert len(listed) == len(set(listed)) == len(there)
        refs = {one.working_ref for one in desk.session.look(lambda store: store.find(IndexEntry, deleted=None))}
        assert len(refs) == len(there)


EDIT, REMOVE = ("edit", 0, "title", "x"), ("remove", 0, "", "")


@pytest.mark.timeout(240)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY, HISTORY, HISTORY)
@example([REMOVE], [EDIT], [EDIT, REMOVE])
@example([], [EDIT, REMOVE], [REMOVE])
def test_two_packs_in_either_order(table: Table, board: list[Step], first: list[Step], second: list[Step]) -> None:
    _both_orders(table, board, first, second)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY, HISTORY, HISTORY)
def test_two_packs_in_either_order_at_length(
    table: Table, board: list[Step], first: list[Step], second: list[Step]
) -> None:
    _both_orders(table, board, first, second)


def test_removed_on_one_side_and_changed_on_the_other_is_asked_both_ways(table: Table) -> None:
    board, pack = table.desk(), table.desk()
    board.work([("remove", 0, "", ""), ("edit", 1, "title", "x")])
    pack.work([("edit", 0, "title", "y"), ("remove", 1, "", "")])
    merged = table.merge(board, 0, pack, 1)
    assert (merged.conflicts, board.asked()) == (2, {(table.ids[0], "deleted"), (table.ids[1], "deleted")})
    now = board.notes()
    assert (now[table.ids[0]].deleted, now[table.ids[1]].deleted, now[table.ids[1]].title) == (True, False, "x")
    assert not board.session.look(lambda store: store.find(Material))
