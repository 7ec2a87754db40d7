"""Over any history of issues, withdrawals and claims: numbers stay, without a hole, and N never moves with S."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop import session as sessions
from desktop.casework import notes
from desktop.disclosure import checks, entries, issue
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.records import IndexEntry, Issue, Privilege, SensitivityClaim, Series
from storage.store import Store, Work
from tests.desktop.conftest import PASSPHRASE, Office, furnish
from tests.desktop.disclosure.making import REASON

STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add_s", "withdraw", "to_s", "to_n", "issue_n", "issue_s"]), st.integers(0, 7)),
    max_size=14,
)


@contextmanager
def new_office() -> Iterator[Office]:
    with TemporaryDirectory() as folder:
        session, _ = sessions.create(
            Path(folder) / "v.caseward",
            PASSPHRASE,
            "R",
            "Board manager",
            circumstances=FixedCircumstances(),
            argon=CHEAP,
        )
        try:
            yield furnish(session, Path(folder))
        finally:
            session.close()


def add(office: Office, claim: SensitivityClaim) -> None:
    _, entry = office.session.do("note", notes.write, office.case.id, text="words")
    entry = office.session.do("own", entries.set_owner, entry, office.hospital.id)
    reason = REASON if claim is SensitivityClaim.CLAIMED else ""
    entry = office.session.do("claim", entries.claim, entry, claim, reason=reason, privilege=Privilege.NONE)
    office.session.do("accept", entries.accept, entry)


def number_now(work: Work, office: Office, series: Series) -> None:
    """What an issue does to numbers, without laying out its files."""
    chosen = checks.listable(work, office.case.id, series)
    numbers = issue.number(work, chosen, series)
    attribute = "number_open" if series is Series.OPEN else "number_sensitive"
    version = work.count(Issue, series=series) + 1
    work.add(Issue(case_id=office.case.id, proceeding_id=office.proceeding.id, series=series, version=version))
    for entry in chosen:
        work.change(entry, **{attribute: numbers[entry.id]})


def step(office: Office, what: str, which: int) -> None:
    found = office.session.look(lambda store: store.find(IndexEntry, case_id=office.case.id))
    entry = found[which % len(found)] if found else None
    do = office.session.do
    if what == "add":
        add(office, SensitivityClaim.NONE)
    elif what == "add_s":
        add(office, SensitivityClaim.CLAIMED)
    elif what.startswith("issue"):
        do("number", number_now, office, Series.OPEN if what == "issue_n" else Series.SENSITIVE)
    elif entry is None:
        return
    elif what == "withdraw":
        do("withdraw", entries.withdraw, entry, "Listed in error")
    else:
        claim = SensitivityClaim.CLAIMED if what == "to_s" else SensitivityClaim.NONE
        do("claim", entries.claim, entry, claim, reason=REASON if what == "to_s" else "")


def numbers(store: Store, case_id: str, attribute: str) -> dict[str, int]:
    return {e.id: getattr(e, attribute) for e in store.find(IndexEntry, case_id=case_id) if getattr(e, attribute)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_numbers_are_gapless_and_never_change(history: list[tuple[str, int]]) -> None:
    with new_office() as office:
        before: dict[str, dict[str, int]] = {"number_open": {}, "number_sensitive": {}}
        for what, which in history:
            step(office, what, which)
            for attribute, old in before.items():
                now = office.session.look(numbers, office.case.id, attribute)
                assert sorted(now.values()) == list(range(1, len(now) + 1))
                assert all(now[entry] == number for entry, number in old.items())
                before[attribute] = now


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_issuing_the_sensitive_list_never_moves_a_number_of_the_open_one(history: list[tuple[str, int]]) -> None:
    results = []
    for silent in (True, False):
        with new_office() as office:
            for what, which in history:
                if silent and what == "issue_s":
                    continue
                step(office, what, which)
            found = office.session.look(lambda store, one=office: store.find(IndexEntry, case_id=one.case.id))
            results.append([entry.number_open for entry in found])
    assert results[0] == results[1]
