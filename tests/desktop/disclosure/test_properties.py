"""Over any history of issues, withdrawals and claims: numbers stay, without a hole, and N never moves with S."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop import session as sessions
from desktop.casework import notes
from desktop.disclosure import checks, entries, files, issue
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


def add(office: Office, claim: SensitivityClaim) -> IndexEntry:
    _, entry = office.session.do("note", notes.write, office.case.id, text="words")
    entry = office.session.do("own", entries.set_owner, entry, office.hospital.id)
    reason = REASON if claim is SensitivityClaim.CLAIMED else ""
    entry = office.session.do("claim", entries.claim, entry, claim, reason=reason, privilege=Privilege.NONE)
    said = "Typed note of a telephone call about attendance at appointments in the spring of 2015"
    entry = office.session.do("describe", entries.describe, entry, said, location="Board office, by appointment")
    return office.session.do("accept", entries.accept, entry)


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


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def laid_out(office: Office) -> dict[str, bytes]:
    """Every file of open/ and owners/ as the next open issue would hold it, and the issue itself made."""
    order = issue.Order(case_id=office.case.id, series=Series.OPEN, as_at=office.session.circumstances.now())
    trial = office.session.look(issue._gather, order, office.session.worker)
    made = files.make(trial.header, trial.rows, trial.facts["previous"], trial.facts)
    office.session.do("freeze", issue._freeze, trial)
    return {f"{one.folder}/{one.name}": one.data for one in made}


def opened(history: list[tuple[str, int]], *, silent: bool) -> list[dict[str, bytes]]:
    """The open files of each open issue of a history; ``silent`` leaves out all that is sensitive."""
    found: list[dict[str, bytes]] = []
    with new_office() as office:
        start = office.session.circumstances.now()
        listed: list[IndexEntry] = []
        for at, (what, which) in enumerate(history):
            office.session.circumstances.moment = start + timedelta(minutes=at)  # type: ignore[attr-defined]
            if what == "issue_n":
                found.append(laid_out(office))
            elif what == "add":
                listed.append(add(office, SensitivityClaim.NONE))
            elif what == "withdraw" and listed:
                withdraw(office, listed[which % len(listed)])
            elif not silent and what == "issue_s":
                office.session.do("number", number_now, office, Series.SENSITIVE)
            elif not silent and what == "add_s":
                add(office, SensitivityClaim.CLAIMED)
            elif not silent and what == "to_s" and listed:
                claim_after_issue(office, listed[which % len(listed)])
    return found


def withdraw(office: Office, entry: IndexEntry) -> None:
    now = office.session.look(lambda store: store.get(IndexEntry, entry.id))
    if now.number_open:
        office.session.do("withdraw", entries.withdraw, now, "Listed in error")


def claim_after_issue(office: Office, entry: IndexEntry) -> None:
    now = office.session.look(lambda store: store.get(IndexEntry, entry.id))
    if now.number_open:
        office.session.do("claim", entries.claim, now, SensitivityClaim.CLAIMED, reason=REASON)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
@example([("add", 0), ("issue_n", 0), ("add_s", 0), ("to_s", 0), ("issue_s", 0), ("add", 0), ("issue_n", 0)])
def test_every_byte_of_the_open_files_is_the_same_whatever_happens_to_the_sensitive_ones(
    history: list[tuple[str, int]],
) -> None:
    assert opened(history, silent=True) == opened(history, silent=False)
