"""A case moved to a vault of its own: index, audit and numbers as they were, nothing else with it, nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import session as sessions
from desktop.casework import cases, entries, material, notes, people
from desktop.disclosure import issue
from desktop.errors import UserError
from desktop.exchange import borrowing, own_vault, returning
from storage import moving, travelling, verifying
from storage.keys import CHEAP
from storage.problems import StorageProblem
from storage.records import Case, IndexEntry, IssueFile, Material, Note, PersonKind, Worker
from tests.desktop.conftest import PASSPHRASE, Office
from tests.desktop.disclosure import making
from tests.desktop.exchange.test_event_pack import plain_bytes
from tests.desktop.exchange.travel import Laptop, Trips

OWN = "heather ladder slow canal"


def other_case(office: Office) -> Case:
    """A second case of the board, with words and a file of its own."""
    session = office.session
    case = session.do("case", cases.open_case, "Curlew", "SCR-2016-02")
    session.do("other", people.add_person, case.id, "Hollis Wrackham", PersonKind.PARENT)
    session.do("other", notes.write, case.id, title="Curlew note", text="Wrackham again")
    material.add_file(session, case.id, "curlew.txt", b"a file of the other case")
    return case


def test_a_case_moves_with_index_audit_and_numbers_and_nothing_of_it_stays(
    office: Office, trips: Trips, tmp_path: Path
) -> None:
    session, case = office.session, office.case
    kept = other_case(office)
    making.ready(office, 1)
    file = material.add_file(session, case.id, "letter.txt", b"bytes of the letter").item
    issue.issue(session, making.order(office), tmp_path / "n1")
    _, pack_file = trips.out()
    reviewer = trips.unpack(pack_file)
    reviewer.do("note", notes.write, case.id, title="Out there", text="While the case moved")

    def of_case(kind: type) -> dict[str, object]:
        return {one.id: one for one in session.look(lambda store: store.find(kind, case_id=case.id, deleted=None))}

    before = {kind: of_case(kind) for kind in (IndexEntry, Note, Material, IssueFile)}
    chain = session.look(travelling.audit_links)
    done = own_vault.move(session, case.id, tmp_path, "Plover", OWN, argon=CHEAP)
    assert done.backup.is_file()
    assert len(done.words) == 24

    own = sessions.unlock(done.folder, OWN, circumstances=Laptop())
    for kind, rows in before.items():
        found = own.look(lambda store, k=kind: store.find(k, case_id=case.id, deleted=None))
        assert {one.id: one for one in found} == rows
    assert any(one.number_open for one in before[IndexEntry].values())  # type: ignore[attr-defined]
    links = own.look(travelling.audit_links)
    lost = {seq for seq, mac in chain.items() if links.get(seq) != mac}
    assert not lost
    assert verifying.verify(own.vault).ok
    assert own.look(lambda store: travelling.fact(store, moving.FACT))["vault_id"] == session.vault.vault_id
    assert file is not None
    assert material.view(own, file) == b"bytes of the letter"
    assert own.look(lambda store: store.search("letter", case_id=case.id))
    assert own.look(entries.without_entry, case.id) == ()
    data = plain_bytes(own, tmp_path)
    for secret in (b"Wrackham", b"Curlew", b"a file of the other case"):
        assert secret not in data
    assert [one.name for one in own.look(lambda store: store.find(Worker)) if one.until is None] == [own.worker.name]

    back = returning.bring_in(own, borrowing.give_back(reviewer, trips.path()))
    assert back.new == 1
    reviewer.close()
    own.close()

    assert [one.code_name for one in session.look(lambda store: store.find(Case))] == ["Curlew"]
    assert verifying.verify(session.vault).ok
    assert not session.look(lambda store: store.search("Tarnbeck"))
    left = plain_bytes(session, tmp_path)
    for gone in (b"Tarnbeck", b"bytes of the letter"):
        assert gone not in left
    assert b"Wrackham again" in left
    (line,) = session.look(own_vault.moved)
    assert (line["code_name"], line["reference"]) == ("Plover", "SCR-2016-01")
    assert session.look(entries.without_entry, kept.id) == ()


def test_a_move_that_cannot_be_leaves_the_case_where_it_was(office: Office, tmp_path: Path) -> None:
    session, case = office.session, office.case
    with pytest.raises(UserError, match="only case"):
        own_vault.move(session, case.id, tmp_path, "Plover", OWN, argon=CHEAP)
    other_case(office)
    with pytest.raises(StorageProblem):
        own_vault.move(session, case.id, tmp_path, "Plover", "short", argon=CHEAP)
    assert not (tmp_path / "Plover.caseward").exists()
    with pytest.raises(UserError):
        own_vault.move(session, case.id, tmp_path / "nowhere", "Plover", OWN, argon=CHEAP)
    taken = tmp_path / "Taken.caseward"
    other, _ = sessions.create(taken, PASSPHRASE, "Somebody", "", argon=CHEAP)
    other.close()
    with pytest.raises(StorageProblem, match="already a vault"):
        own_vault.move(session, case.id, tmp_path, "Taken", OWN, argon=CHEAP)
    assert (taken / "vault.json").is_file()
    assert session.look(lambda store: store.count(Case)) == 2
    assert session.look(lambda store: store.search("Tarnbeck", case_id=case.id))
