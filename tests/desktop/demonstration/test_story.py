"""The script as it was played: what each step had to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop.casework import entries as making
from desktop.demonstration import builder, steps_index
from desktop.demonstration.items import load
from desktop.disclosure import linter
from desktop.errors import UserError
from desktop.session import Session
from storage.keys import CHEAP
from storage.records import (
    Case,
    EntryEvent,
    EntryStatus,
    IndexEntry,
    Issue,
    IssueLog,
    Listing,
    Material,
    Person,
    Row,
    Series,
)
from storage.store import Store
from tests.demo_vault import TODAY, demo_built, demo_session

R = TypeVar("R", bound=Row)
# The first test of a worker may have to wait until the demonstration is built.
pytestmark = pytest.mark.timeout(300)
DATA = ("plover-setting-up", "plover-running", "teasel", "heron")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    opened = demo_session(tmp_path_factory.mktemp("demo"))
    yield opened
    opened.close()


def find(session: Session, kind: type[R], **equals: Any) -> tuple[R, ...]:
    return session.look(lambda store: store.find(kind, **equals))


def case(session: Session, name: str) -> Case:
    return find(session, Case, code_name=name)[0]


def test_at_least_sixty_items_of_fifteen_kinds_over_three_cases(session: Session) -> None:
    found = find(session, IndexEntry)
    assert len(found) >= 60
    assert len({entry.kind for entry in found}) >= 15
    assert {one.code_name for one in find(session, Case)} == {"Plover", "Teasel", "Heron"}


def test_files_are_really_of_their_kinds(session: Session) -> None:
    files = [item for item in find(session, Material) if item.blob_id]
    ends = {item.file_name.rsplit(".", 1)[-1] for item in files}
    assert ends >= {"pdf", "docx", "xlsx", "eml", "csv", "txt", "rtf", "jpg", "png"}
    begins = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG", "rtf": b"{\\rtf"}
    for item in files:
        data = session.look(lambda store, one=item: store.blob(one.blob_id))
        assert data.startswith(begins.get(item.file_name.rsplit(".", 1)[-1], b"")), item.media_type
    notes = " ".join(note for item in files for note in item.read_notes)
    assert "tracked changes" in notes and "pictures of pages" in notes and "attachments are kept" in notes


def test_step_2_has_four_candidates_and_no_number() -> None:
    facts = demo_built().facts("2")
    assert (facts["candidates"], facts["numbered"], facts["stage"]) == (4, 0, "referral")


def test_steps_3_to_24_show_what_the_script_says() -> None:
    built = demo_built()
    assert built.facts("3")["days"] == 17
    assert built.facts("4")["hold"]
    assert built.facts("5")["letters"] == 9
    assert built.facts("10") == {"returned": 7, "nil": 1, "missing": 1}
    assert built.facts("13")["days"] <= 31
    assert built.facts("23")["due"] == date(2016, 5, 17)
    assert built.facts("24")["forms"] == ["docx", "pdf", "xlsx"]


def test_step_25_has_four_stops_and_two_warnings_and_nothing_after_mending() -> None:
    facts = demo_built().facts("25")
    assert facts["stops"] == [
        ("claim-pending", "claim", False),
        ("description-generic", "description", False),
        ("name", "description", True),
        ("no-owner", "owner_id", False),
    ]
    assert facts["warnings"] == [("undecided", "listing"), ("undecided", "listing")]
    assert facts["refused"] == "stopped"
    assert facts["after"] == []


def test_step_26_sends_five_sheets_and_one_body_objects() -> None:
    built = demo_built()
    assert len(built.facts("26")["sent_to"]) == 5
    assert built.facts("26 replies")["objects"] == "object"
    assert built.facts("26 replies")["on"] == date(2016, 5, 13)


def test_step_27_issues_41_entries_without_a_hole_and_a_nil_return() -> None:
    facts = demo_built().facts("27")
    assert facts["open"] == list(range(1, 42))
    assert facts["sensitive"] == []
    assert (facts["version"], facts["sensitive_version"]) == (1, 1)


def test_step_28_logs_the_return_of_two_entries_that_are_described_anew(session: Session) -> None:
    back = find(session, IssueLog, direction="back")
    assert len(back) == 1 and len(back[0].numbers.split(", ")) == 2 and back[0].response
    for key, thin in steps_index.THIN.items():
        entry = find(session, IndexEntry, title=load("plover-setting-up")[key].title)[0]
        assert entry.description != thin and len(entry.description) > len(thin)


def test_steps_31_to_33_keep_account_notebook_and_reflections_apart(session: Session) -> None:
    built = demo_built()
    assert built.facts("31")["statement_first"] == "yes"
    assert built.facts("32")["status"] == "never_made"
    assert built.facts("33") == {"unchanged": True, "frozen": True}


def test_step_41_issues_58_entries_one_withdrawn_and_two_sensitive(session: Session) -> None:
    facts = demo_built().facts("41")
    assert facts["open"] == list(range(1, 59))
    assert facts["sensitive"] == [1, 2]
    plover = case(session, "Plover")
    found = find(session, IndexEntry, case_id=plover.id)
    withdrawn = [entry for entry in found if entry.status is EntryStatus.WITHDRAWN]
    assert len(withdrawn) == 1 and withdrawn[0].status_note.startswith("Duplicate")
    both = [entry for entry in found if entry.number_open and entry.number_sensitive]
    assert [entry.title for entry in both] == ["Letter about where the sister lives"]
    alone = [entry for entry in found if entry.number_sensitive and not entry.number_open]
    assert [entry.title for entry in alone] == ["Change of the father's address"]


def test_issued_dates_are_those_of_the_story(session: Session) -> None:
    issued = {(one.series, one.version): one.issued_at.date() for one in find(session, Issue) if one.issued_at}
    first, second = date(2016, 5, 13), date(2016, 6, 30)
    assert issued == {
        (Series.OPEN, 1): first, (Series.SENSITIVE, 1): first, (Series.KEY, 1): first,
        (Series.OPEN, 2): second, (Series.SENSITIVE, 2): second,
    }  # fmt: skip


def test_teasel_is_complete_and_heron_has_something_waiting(session: Session) -> None:
    teasel = find(session, IndexEntry, case_id=case(session, "Teasel").id)
    assert teasel and all(entry.listing is Listing.ACCEPTED and entry.description for entry in teasel)
    heron = case(session, "Heron")
    waiting = [entry for entry in find(session, IndexEntry, case_id=heron.id) if entry.listing is Listing.CANDIDATE]
    assert len(waiting) == 4
    assert 140 <= (TODAY - heron.referred_on.first_day).days <= 155  # type: ignore[operator]
    assert heron.reference == "SCR-2026-02"


def test_descriptions_are_clean_and_none_alike(session: Session) -> None:
    said = [item.description for name in DATA for item in load(name).values() if item.description]
    assert len(said) == len(set(said)) >= 60
    for entry in find(session, IndexEntry):
        if entry.listing is Listing.ACCEPTED:
            plain = entry.description.replace("[", "").replace("]", "")
            assert linter.lint(plain) == (), entry.title


def test_every_decision_has_its_day_and_every_record_its_entry(session: Session) -> None:
    def missing(store: Store) -> int:
        return sum(len(making.without_entry(store, one.id)) for one in store.find(Case))

    assert session.look(missing) == 0
    accepted = [entry for entry in find(session, IndexEntry) if entry.listing is Listing.ACCEPTED]
    dated = {event.entry_id for event in find(session, EntryEvent, happened="accepted") if event.on}
    assert {entry.id for entry in accepted} <= dated


def test_the_cast_has_27_people_and_two_share_a_surname(session: Session) -> None:
    people = find(session, Person, case_id=case(session, "Plover").id)
    assert len(people) == demo_built().facts("2")["people"]
    assert sum(person.name.endswith("Hallowfen") for person in people) == 2


def test_a_folder_with_a_vault_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.caseward").mkdir()
    with pytest.raises(UserError, match="holds a vault"):
        builder.build(tmp_path, today=TODAY, argon=CHEAP)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.caseward"]


def test_nothing_is_left_of_a_build_that_broke(tmp_path: Path) -> None:
    def stop(done: int, _total: int, _words: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builder.build(tmp_path, today=TODAY, argon=CHEAP, progress=stop)
    assert list(tmp_path.iterdir()) == []
