"""Who can open the vault: each change of a way in is in the audit with the person who made it."""

from __future__ import annotations

from desktop.casework import access
from tests.desktop.conftest import PASSPHRASE, Office

OTHER = "thistle copper window harvest tide"


def test_every_change_of_a_way_in_says_who_made_it(office: Office) -> None:
    session = office.session

    def told() -> list[tuple[str, str]]:
        rows = session.look(lambda store: store.activity(limit=50))
        return [(row.action, row.actor) for row in rows if row.action.startswith("slot.")]

    made = len(told())
    ann = access.add_worker(session, "Ann Corrigan", "Reviewer", OTHER)
    access.change_passphrase(session, PASSPHRASE, f"{PASSPHRASE} again")
    access.remove_worker(session, ann)
    assert len(access.new_recovery_words(session)) == 24
    since = told()[: len(told()) - made]
    assert {action for action, _ in since} == {"slot.added", "slot.removed"}
    assert {actor for _, actor in since} == {session.worker.id}
