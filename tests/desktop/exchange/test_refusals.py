"""Packs that are not taken back, each with its reason and with nothing brought in; and what a return survives."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.casework import notes
from desktop.errors import FieldErrors, UserError
from desktop.exchange import borrowing, packs, returning
from desktop.qt.jobs import Cancelled
from desktop.session import Session
from storage import backup, bundle, engine, header, migrations, slots, verifying
from storage.keys import CHEAP
from storage.records import MergeDecision, Note, Pack, PackTrip
from tests.desktop.conftest import PASSPHRASE as BOARD
from tests.desktop.conftest import Office
from tests.desktop.exchange.travel import DUE, PASSPHRASE, Laptop, Trips

LATER = migrations.Schema(3, (*migrations.CURRENT.scripts, Path(__file__).parents[2] / "faults" / "later"))


def refused(session: Session, file: Path, **options: str) -> str:
    """The code with which a file is refused; the vault's audit has not moved."""
    before = session.look(lambda store: store.activity(limit=1))[0].seq
    with pytest.raises(UserError) as caught:
        returning.bring_in(session, file, **options)
    assert caught.value.what
    assert caught.value.do
    assert caught.value.status == 3
    assert session.look(lambda store: store.activity(limit=1))[0].seq == before
    return caught.value.code


def rebuilt(file: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The file with its parts changed, its own checksums put right."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name in (header.NAME, bundle.STORE):
            made.writestr(name, change(name, source.read(name)))
    return target


def returned(trips: Trips, **fields: object) -> tuple[Session, Path]:
    """A pack with a note in it, given back but not taken in."""
    _, file = trips.out(**fields)  # type: ignore[arg-type]
    reviewer = trips.unpack(file)
    reviewer.do("note", notes.write, trips.office.case.id, title="Out there", text="Words")
    return reviewer, borrowing.give_back(reviewer, trips.path())


def test_files_that_are_no_pack_or_not_whole_are_refused(office: Office, trips: Trips, tmp_path: Path) -> None:
    reviewer, file = returned(trips)
    reviewer.close()
    data = file.read_bytes()
    for length in (4, 1000, len(data) // 2, len(data) - 1):
        part = tmp_path / "part.caseward-pack"
        part.write_bytes(data[:length])
        assert refused(office.session, part) == "half-copied"
    other = tmp_path / "letter.pdf"
    other.write_bytes(b"%PDF-1.7 nothing of ours")
    assert refused(office.session, other) == "not-a-pack"
    own = backup.make(office.session.vault, tmp_path / "own.caseward-backup").path
    assert refused(office.session, own) == "own-backup"


def test_a_pack_that_was_altered_is_refused(office: Office, trips: Trips, tmp_path: Path) -> None:
    _, first = trips.out()
    reviewer = trips.unpack(first)
    reviewer.do("note", notes.write, office.case.id, title="Out there", text="Words")
    file = borrowing.give_back(reviewer, trips.path())

    def bent(name: str, data: bytes) -> bytes:
        middle = len(data) // 2
        return data if name == header.NAME else data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]

    def renamed(name: str, data: bytes) -> bytes:
        return data.replace(b'"seq": ', b'"seq": 1') if name == header.NAME else data

    with zipfile.ZipFile(first) as archive:
        old = archive.read(bundle.STORE)
    assert refused(office.session, rebuilt(file, tmp_path / "a", bent)) == "altered"
    assert refused(office.session, rebuilt(file, tmp_path / "b", renamed)) == "altered"
    put_back = rebuilt(file, tmp_path / "c", lambda name, data: old if name == bundle.STORE else data)
    assert refused(office.session, put_back) == "altered"
    with zipfile.ZipFile(file) as archive:
        newer = archive.read(bundle.STORE)
    put_on = rebuilt(first, tmp_path / "d", lambda name, data: newer if name == bundle.STORE else data)
    assert refused(office.session, put_on) == "altered"
    raw = engine.connect(reviewer.vault.store, reviewer.vault.keys.database)
    raw.execute("UPDATE store_fact SET value = replace(value, '2016-06-30', '2026-06-30') WHERE name = 'pack'")
    raw.close()
    assert refused(office.session, borrowing.give_back(reviewer, trips.path())) == "altered"
    reviewer.close()
    assert returning.bring_in(office.session, file).new == 1


def test_packs_of_other_vaults_and_unknown_ones_are_told_apart(office: Office, trips: Trips, tmp_path: Path) -> None:
    reviewer, file = returned(trips)
    reviewer.close()
    other, _ = sessions.create(tmp_path / "other.caseward", BOARD, "Somebody", "Board manager", argon=CHEAP)
    assert refused(other, file) == "unknown-pack"
    assert refused(other, file, passphrase=PASSPHRASE) == "other-vault"
    assert refused(other, file, passphrase="not this one at all") == "wrong-passphrase"
    other.close()
    forgotten = office.session.look(lambda store: store.one(Pack))
    assert forgotten is not None
    office.session.do("forget", lambda work: work.change(forgotten, vault_id="nobody"))
    assert refused(office.session, file, passphrase=PASSPHRASE) == "unknown-pack"


def test_recovery_words_that_were_changed_out_there_ask_for_the_passphrase(office: Office, trips: Trips) -> None:
    _, file = trips.out()
    reviewer = trips.unpack(file)
    slots.new_recovery_words(reviewer.vault)
    reviewer.do("note", notes.write, office.case.id, title="Out there", text="Words")
    back = borrowing.give_back(reviewer, trips.path())
    reviewer.close()
    assert refused(office.session, back) == "wrong-passphrase"
    assert returning.bring_in(office.session, back, passphrase=PASSPHRASE).new == 1


def test_expired_and_closed_packs_come_in_only_with_a_reason_that_is_kept(
    office: Office, trips: Trips, circumstances: Laptop
) -> None:
    reviewer, file = returned(trips)
    circumstances.moment = datetime(2016, 7, 2, 9, 0, tzinfo=UTC)
    assert refused(office.session, file) == "expired"
    done = returning.bring_in(office.session, file, override="Her train stood still")
    assert done.new == 1
    trip = office.session.look(lambda store: store.find(PackTrip, way="back"))[-1]
    assert trip.override == "Her train stood still"
    pack = office.session.do("renew", packs.renew, done.pack.id, DUE + timedelta(days=60))
    reviewer.do("note", notes.write, office.case.id, title="Later", text="More words")
    assert trips.back(reviewer).new == 1
    with pytest.raises(FieldErrors):
        office.session.do("close", packs.close, pack.id, " ")
    office.session.do("close", packs.close, pack.id, "Two notebooks lodged in safe 2, signed on paper.")
    assert office.session.look(packs.out_now, office.case.id) == 0
    reviewer.do("note", notes.write, office.case.id, title="Last", text="Last words")
    last = borrowing.give_back(reviewer, trips.path())
    assert refused(office.session, last) == "closed"
    assert returning.bring_in(office.session, last, override="Found on the laptop").new == 1
    reviewer.close()


def test_a_pack_of_a_newer_schema_is_refused_and_one_of_an_older_is_brought_up_on_a_copy(
    office: Office, trips: Trips, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewer, file = returned(trips)
    with monkeypatch.context() as later:
        later.setattr(migrations, "CURRENT", LATER)
        done = returning.bring_in(office.session, file)
    assert done.new == 1
    assert "earlier version" in done.notices[0]
    raw = engine.connect(reviewer.vault.store, reviewer.vault.keys.database)
    raw.execute(f"PRAGMA user_version = {migrations.CURRENT.number + 1}")
    raw.close()
    assert refused(office.session, borrowing.give_back(reviewer, trips.path())) == "newer"
    reviewer.close()


@pytest.mark.parametrize("year", [2003, 2041])
def test_a_laptop_whose_clock_is_wrong_by_years_changes_nothing_in_the_merge(
    office: Office, trips: Trips, year: int
) -> None:
    session, case = office.session, office.case
    shared, _ = session.do("note", notes.write, case.id, title="Shared", text="Start")
    mine, _ = session.do("note", notes.write, case.id, title="Mine", text="Start")
    _, file = trips.out()
    reviewer = trips.unpack(file, Laptop(moment=datetime(year, 1, 1, tzinfo=UTC)))
    for vault, words in ((reviewer, "Theirs"), (session, "Ours")):
        vault.do("edit", lambda work, words=words: notes.save(work, work.get(Note, shared.id), text=words))
    reviewer.do("edit", lambda work: notes.save(work, work.get(Note, mine.id), text="Theirs alone"))
    done = trips.back(reviewer)
    reviewer.close()
    (row,) = session.look(lambda store: store.find(MergeDecision))
    assert (row.base, row.theirs, row.ours) == ('"Start"', '"Theirs"', '"Ours"')
    assert session.look(lambda store: store.get(Note, mine.id)).text == "Theirs alone"
    assert any("clock" in notice for notice in done.notices) == (year == 2003)


def test_the_same_pack_twice_changes_nothing_and_two_packs_may_come_in_any_order(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    shared, _ = session.do("note", notes.write, case.id, title="Shared", text="Start")
    files = []
    for number in (1, 2):
        _, file = trips.out(borrower=f"Reviewer {number}")
        reviewer = trips.unpack(file)
        reviewer.do("note", notes.write, case.id, title=f"By {number}", text="Words")
        reviewer.do("edit", lambda work, n=number: notes.save(work, work.get(Note, shared.id), text=f"Text {n}"))
        files.append(borrowing.give_back(reviewer, trips.path()))
        reviewer.close()
    first = returning.bring_in(session, files[1])
    second = returning.bring_in(session, files[0])
    assert (first.conflicts, second.conflicts) == (0, 1)
    for file in files:
        seq = session.look(lambda store: store.activity(limit=1))[0].seq
        again = returning.bring_in(session, file)
        assert (again.again, again.new, again.changed, again.backup) == (True, 0, 0, None)
        assert session.look(lambda store: store.activity(limit=1))[0].seq == seq
    assert len(session.look(notes.notes, case.id)) == 3


def test_a_pack_that_was_opened_on_two_laptops_loses_nothing(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    shared, _ = session.do("note", notes.write, case.id, title="Shared", text="Start")
    _, file = trips.out()
    for number in (1, 2):
        laptop = trips.unpack(file)
        laptop.do("note", notes.write, case.id, title=f"Laptop {number}", text="Words")
        laptop.do("edit", lambda work, n=number: notes.save(work, work.get(Note, shared.id), text=f"Text {n}"))
        done = trips.back(laptop)
        laptop.close()
        assert (done.new, done.conflicts) == (1, number - 1)
    assert session.look(lambda store: store.get(Note, shared.id)).text == "Text 1"
    assert len(session.look(notes.notes, case.id)) == 3


def test_a_pack_comes_back_after_hundreds_of_changes(office: Office, trips: Trips) -> None:
    session = office.session
    reviewer, file = returned(trips)
    reviewer.close()

    def busy(work: sessions.Work) -> None:
        person = office.mother
        for number in range(300):
            person = work.change(person, remarks=f"Remark {number}")

    session.do("busy", busy)
    done = returning.bring_in(session, file)
    assert (done.new, done.changed, done.conflicts) == (1, 0, 0)


@pytest.mark.parametrize(
    ("step", "came_in"),
    [
        ("merged", False),
        pytest.param("backup", False, marks=pytest.mark.long),
        pytest.param("committed", True, marks=pytest.mark.long),
    ],
)
def test_killed_while_a_pack_is_taken_back_it_is_in_or_not_and_can_be_taken_again(
    office: Office, trips: Trips, step: str, came_in: bool
) -> None:
    reviewer, file = returned(trips)
    reviewer.close()
    folder = office.session.vault.folder
    office.session.close()
    command = [sys.executable, "-m", "tests.desktop.exchange.killed", str(folder), BOARD, str(file), step]
    # In the register the pack is due in 2016, and a process of its own has the clock of today.
    moved = sessions.unlock(folder, BOARD)
    moved.do("renew", lambda work: work.change(work.find(Pack)[0], expires=datetime.max.date()))
    moved.close()
    ended = subprocess.run(command, capture_output=True, timeout=50, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    again = sessions.unlock(folder, BOARD)
    assert verifying.verify(again.vault).ok
    assert len(list((folder / "backups").glob("* before pack 1*"))) == 1
    there = {one.title for one in again.look(notes.notes, office.case.id)}
    assert ("Out there" in there) is came_in
    assert not list(folder.glob("pack-*"))
    done = returning.bring_in(again, file)
    assert (done.again, done.new) == (came_in, 0 if came_in else 1)
    assert [one.title for one in again.look(notes.notes, office.case.id)].count("Out there") == 1
    again.close()


def test_a_pack_is_not_lent_on_and_issues_no_index(office: Office, trips: Trips) -> None:
    _, file = trips.out()
    reviewer = trips.unpack(file)
    order = packs.PackOrder(office.case.id, "working", "Somebody else", DUE)
    with pytest.raises(UserError):
        packs.send_out(reviewer, order, trips.path(), PASSPHRASE, argon=CHEAP)
    with pytest.raises(UserError):
        reviewer.look(packs.require_board)
    with pytest.raises(UserError):
        borrowing.give_back(office.session, trips.path())
    folder = reviewer.vault.folder
    reviewer.close()
    with pytest.raises(UserError):
        borrowing.unpack(file, folder, PASSPHRASE)
    wrong = dataclasses.replace(order, kind="weekend", borrower=" ", expires=DUE - timedelta(days=900))
    with pytest.raises(FieldErrors) as caught:
        packs.send_out(office.session, wrong, trips.path(), PASSPHRASE, argon=CHEAP)
    assert set(caught.value.errors) == {"kind", "borrower", "expires"}


@pytest.mark.parametrize("step", ["opened", "backup", "merged"])
def test_called_off_before_it_is_saved_nothing_was_brought_in_and_it_can_be_taken_again(
    office: Office, trips: Trips, step: str
) -> None:
    session, case = office.session, office.case
    _, file = trips.out()
    reviewer = trips.unpack(file)
    reviewer.do("note", notes.write, case.id, title="Out there", text="Words")
    back = borrowing.give_back(reviewer, trips.path())
    reviewer.close()

    def at(reached: str) -> None:
        if reached == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        returning.bring_in(session, back, update_to=trips.path(), at=at)
    assert session.look(notes.notes, case.id) == ()
    assert session.look(lambda store: store.count(PackTrip, way="back")) == 0
    assert not list(session.vault.folder.glob("pack-*"))
    assert returning.bring_in(session, back).new == 1


def test_the_boards_changes_are_written_again_only_for_what_came_back_last(office: Office, trips: Trips) -> None:
    session, case = office.session, office.case
    _, file = trips.out()
    reviewer = trips.unpack(file)
    first = borrowing.give_back(reviewer, trips.path())
    returning.bring_in(session, first)
    assert returning.changes_for(session, first, trips.path()) is None, "the pack has everything"
    session.do("note", notes.write, case.id, title="Here", text="Words")
    target = trips.path()
    assert returning.changes_for(session, first, target) == target
    assert borrowing.take_update(reviewer, target).new == 2
    later = borrowing.give_back(reviewer, trips.path())
    with pytest.raises(UserError, match="not what came back last") as refused:
        returning.changes_for(session, later, trips.path())
    assert refused.value.code == "not-last"
    reviewer.close()
