"""Taking back a pack of 10,000 rows, 1,000 of them changed, and opening a pack, against one second and two.

The merge is the transaction between the verified backup and the commit, as the board manager waits for it. It runs on
one thread, so that the time of the processor is what it takes where nothing else runs; the clock is printed beside it.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from mnemonic import Mnemonic

from desktop import session as sessions
from desktop.casework import cases
from desktop.exchange import borrowing, packs, returning
from desktop.session import Session
from storage import keys, travelling, vault
from storage.circumstances import SystemCircumstances
from storage.records import IndexEntry, Note, Row
from storage.store import Work

NOTES = 5_000
"""Each with its entry: 10,000 rows."""
CHANGED = 1_000
PASSPHRASE = "river cloud seven anchor"
Figure = tuple[str, float, float, str]


def measure(notes: int = NOTES) -> list[Figure]:
    """Name, ratio to the time allowed, the most it may be, and the absolute figures as text."""
    folder = Path(tempfile.mkdtemp(prefix="caseward-bench-"))
    board, _ = sessions.create(folder / "board.caseward", PASSPHRASE, "Board manager", "", argon=keys.CHEAP)
    try:
        case = board.do("case", cases.open_case, "Plover", "SCR-2016-01")
        board.do("fill", _fill, case.id, notes)
        order = packs.PackOrder(case.id, "working", "Lead reviewer", date.max)
        file = folder / "out.caseward-pack"
        packs.send_out(board, order, file, PASSPHRASE)
        borrowing.unpack(file, folder / "pack.caseward", PASSPHRASE).close()
        opening = _opening(folder / "pack.caseward")
        return [_merging(board, folder, notes), opening]
    finally:
        board.close()
        shutil.rmtree(folder)


def _fill(work: Work, case_id: str, notes: int) -> None:
    chance, words, made = random.Random(7), Mnemonic("english").wordlist, list[Row]()
    for number in range(notes):
        text = " ".join(chance.choices(words[:40], k=40) + chance.choices(words, k=60))
        note = Note(
            id=work.circumstances.new_id(), case_id=case_id, revision=1, title=f"Note {number}", text=text,
            created_at=work.circumstances.now(), updated_at=work.circumstances.now(),
        )  # fmt: skip
        entry = IndexEntry(
            id=work.circumstances.new_id(), case_id=case_id, revision=1, record_kind="Note", record_id=note.id,
            working_ref=f"W{number:05d}", title=note.title, created_at=note.created_at, updated_at=note.updated_at,
        )  # fmt: skip
        made += [note, entry]
    travelling.lay_down(work, made)


def _opening(folder: Path) -> Figure:
    """From the passphrase to a session that can be worked in, with the cost of the passphrase that was measured."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        opened = vault.open_vault(folder, PASSPHRASE, circumstances=SystemCircumstances())
        session = sessions.open_with(opened, SystemCircumstances())
        assert session.look(borrowing.here) is not None
        times.append(time.perf_counter() - start)
        session.close()
    taken = min(times)
    return "open a pack after its passphrase, of 2 s", taken / 2, 1.0, f"{taken:.2f} s with its Argon2id"


def _merging(board: Session, folder: Path, notes: int) -> Figure:
    pack = sessions.unlock(folder / "pack.caseward", PASSPHRASE)

    def edit(work: Work) -> None:
        for note in work.find(Note)[:: notes // CHANGED][:CHANGED]:
            work.change(note, text=f"{note.text} And again.")

    pack.do("edit", edit)
    back = borrowing.give_back(pack, folder / "back.caseward-pack")
    pack.close()
    times: dict[str, tuple[float, float]] = {}

    def at(step: str) -> None:
        times[step] = (time.process_time(), time.perf_counter())

    done = returning.bring_in(board, back, at=at)
    assert (done.changed, done.conflicts) == (CHANGED, 0)
    taken, waited = (times["committed"][way] - times["backup"][way] for way in (0, 1))
    text = f"{taken:.2f} s of the processor, {waited:.2f} s by the clock, for {CHANGED:,} notes changed among {notes:,}"
    return "merge 1,000 changed rows into 10,000, of 1 s", taken, 1.0, text


