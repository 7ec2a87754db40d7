"""A working pack that comes back again and again, with generated work on both sides between, against a plain model.

The model knows of each field what the board has, what the pack has, and what the pack had when it was last seen: from
these three alone it says what must be asked. Whether the board's changes reach the pack each time is generated too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop import session as sessions
from desktop.casework import cases, entries, notes
from desktop.exchange import borrowing, deciding, packs, returning
from desktop.session import Session
from storage.keys import CHEAP
from storage.records import Note
from tests.desktop.conftest import PASSPHRASE as BOARD
from tests.desktop.exchange.travel import PASSPHRASE

FIELDS = ("title", "place", "mode")
EDITS = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from("xyz"), max_size=2)
ROUND = st.tuples(EDITS, EDITS, st.sampled_from(["ours", "theirs"]), st.booleans())
"""What the board edits, what the pack edits, how differences are decided, whether the board's changes are taken in."""
Round = tuple[dict[str, str], dict[str, str], str, bool]


class Model:
    """Three values a field: what a person would keep on paper."""

    def __init__(self) -> None:
        self.board = dict.fromkeys(FIELDS, "start")
        self.pack = dict(self.board)
        self.seen = dict(self.board)

    def come_back(self) -> set[str]:
        """Take the pack in; gives the fields that must be asked about."""
        asked = set()
        for name in FIELDS:
            theirs, ours, seen = self.pack[name], self.board[name], self.seen[name]
            if theirs != seen and theirs != ours:
                if ours == seen:
                    self.board[name] = theirs
                else:
                    asked.add(name)
        self.seen = dict(self.pack)
        return asked

    def take_changes(self, undecided: set[str]) -> None:
        """The board's changes reach the pack, but for what nobody has decided."""
        for name in set(FIELDS) - undecided:
            self.pack[name] = self.seen[name] = self.board[name]


class Sides:
    """A board, its working pack on another computer, and the model."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, 0
        self.board, _ = sessions.create(folder / "board.caseward", BOARD, "Ruth Ellerby", "", argon=CHEAP)
        case = self.board.do("case", cases.open_case, "Plover", "SCR-2016-01")
        self.case_id, start = case.id, dict.fromkeys(FIELDS, "start")
        self.note, _ = self.board.do("note", notes.write, case.id, text="Words", **start)
        day = self.board.circumstances.today()
        file = self.path()
        order = packs.PackOrder(case.id, "working", "Ada Corwell", day)
        packs.send_out(self.board, order, file, PASSPHRASE, argon=CHEAP)
        self.pack = borrowing.unpack(file, folder / "pack.caseward", PASSPHRASE)
        self.model = Model()
        self.written = 0

    def path(self) -> Path:
        """A fresh path for a file."""
        self.files += 1
        return self.folder / f"file{self.files}.caseward-pack"

    def edit(self, session: Session, changes: dict[str, str]) -> None:
        """Change fields of the note, and write another."""
        self.written += 1
        session.do("note", notes.write, self.case_id, title=f"Note {self.written}", text="More")
        if changes:
            session.do("edit", lambda work: notes.save(work, work.get(Note, self.note.id), **changes))

    def return_once(self, one: Round) -> None:
        """Work on both sides, a return, its decisions, and perhaps the board's changes."""
        board, pack, choice, taken = one
        self.edit(self.board, board)
        self.edit(self.pack, pack)
        self.model.board |= board
        self.model.pack |= pack
        must_ask = self.model.come_back()
        file = borrowing.give_back(self.pack, self.path())
        done = returning.bring_in(self.board, file, update_to=self.path())
        asked = self.board.look(deciding.conflicts, self.case_id)
        assert {conflict.field for conflict in asked} == must_ask
        if taken and done.update is not None:
            borrowing.take_update(self.pack, done.update)
            self.model.take_changes(must_ask)
        for conflict in asked:
            self.board.do("decide", deciding.decide, conflict.id, choice)
            if choice == "theirs":
                self.model.board[conflict.field] = self.model.seen[conflict.field]
        self.agree()

    def agree(self) -> None:
        """Both vaults hold what the model says, every note once, each with its entry."""
        for session, fields in ((self.board, self.model.board), (self.pack, self.model.pack)):
            note: Any = session.look(lambda store: store.get(Note, self.note.id))
            assert {name: getattr(note, name) for name in FIELDS} == fields
        found = [one.title for one in self.board.look(notes.notes, self.case_id) if one.id != self.note.id]
        assert sorted(found) == sorted(f"Note {number + 1}" for number in range(self.written))
        assert self.board.look(entries.without_entry, self.case_id) == ()

    def close(self) -> None:
        """Close both."""
        self.pack.close()
        self.board.close()


def _play(folder: Path, rounds: list[Round]) -> None:
    sides = Sides(folder)
    try:
        for one in rounds:
            sides.return_once(one)
    finally:
        sides.close()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROUND, min_size=5, max_size=5))
def test_five_returns_ask_exactly_what_both_changed(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[Round]
) -> None:
    _play(tmp_path_factory.mktemp("returns"), rounds)


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROUND, min_size=5, max_size=5))
def test_five_returns_at_length(tmp_path_factory: pytest.TempPathFactory, rounds: list[Round]) -> None:
    _play(tmp_path_factory.mktemp("returns"), rounds)
