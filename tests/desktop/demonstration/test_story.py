"""The script as it was played: what each step had to show."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from desktop import session as sessions
from desktop.casework import entries as making
from desktop.demonstration import FORMER_PASSPHRASE, builder, chronology, steps_index, words
from desktop.demonstration.items import load
from desktop.disclosure import linter
from desktop.errors import UserError
from desktop.exchange import backups, packs
from desktop.session import Session
from storage import vault as vaults
from storage.circumstances import FixedCircumstances
from storage.keys import CHEAP
from storage.problems import StorageProblem
from storage.records import (
    Case,
    EntryEvent,
    EntryStatus,
    IndexEntry,
    Issue,
    IssueLog,
    Listing,
    Mark,
    Material,
    Person,
    RegisterRow,
    Row,
    Series,
)
from storage.store import Store
from tests.demo_vault import TODAY, demo_built, demo_copy, demo_session

R = TypeVar("R", bound=Row)
# The first test of a worker may have to wait until the demonstration is built.
pytestmark = pytest.mark.timeout(600)
DATA = ("plover-setting-up", "plover-running", "plover-later", "teasel", "heron")


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
    assert built.facts("22")["practitioners"] == 14
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


def test_step_3_refuses_met_without_evidence() -> None:
    assert demo_built().facts("3")["met_refused"]


def test_step_29_sends_a_pack_and_steps_31_to_36_come_back_with_it() -> None:
    built = demo_built()
    assert built.facts("29")["out"] == 1
    assert built.facts("31")["frozen"] and built.facts("32")["status"] == "never_made"
    assert built.facts("33") == {"unchanged": True, "frozen": True}
    returned = built.facts("31 to 36, returned")
    assert (returned["statement_first"], returned["conflicts"]) == ("yes", 0) and returned["new"] > 30


def test_steps_38_and_39_lose_no_word_show_no_name_and_ask_about_two_fields() -> None:
    event, back = demo_built().facts("38"), demo_built().facts("39")
    assert event == {"notes": 14, "names_on_screen": 0, "draft_lost": 0}
    assert back["fields"] == ["values.place", "values.quiet_room"] and back["conflicts"] == 2
    assert (back["photographs"], back["again"], back["out"]) == (3, True, 1)


def test_flags_rise_and_fall_where_the_script_says(session: Session) -> None:
    built = demo_built()
    raised = {
        "5 register": "2.3-area", "10 register": "2.2-unsigned", "22 register": "11.4-support", "30": "9.2-cleared",
        "40 register": "9.2-recheck", "43": "13.5-skill", "58 constraint over": "17.1-constraint", "63": "18.3-output",
    }  # fmt: skip
    for step, rule in raised.items():
        assert built.facts(step)["flags"][rule] > 0, step
    assert built.facts("40 register")["flags"]["9.2-cleared"] == 2, "two bookings are no longer cleared"
    for step in ("7 reply register", "22 resolved", "30 moved", "40 asked again", "43 mended", "63 reopened"):
        assert set(built.facts(step)["flags"].values()) == {0}, step


def test_step_45_enters_212_events_with_their_sources_and_marks_17_passages(session: Session) -> None:
    facts = demo_built().facts("45 events")
    assert (facts["events"], facts["marks"]) == (212, 17) and len(facts["reasons"]) > 8
    events = find(session, RegisterRow, register="episode_event")
    assert len(events) == 212 and all(row.values["sources"] for row in events)
    assert len({row.values["what"] for row in events}) == 212, "no two lines are alike"
    held = [mark for mark in find(session, Mark) if mark.reason and mark.record_id in {row.id for row in events}]
    assert len(held) == 17
    calls = [row.values for row in events if row.values["on"] == "2016-01-11" and "all " in str(row.values["what"])]
    assert len({tuple(one["sources"]) for one in calls}) > 1, "both times of one call stand"


def test_agencies_send_what_the_chronology_says() -> None:
    items = load("plover-setting-up") | load("plover-running")
    for body in ("FCS", "SCHOOL", "POLICE", "GP", "COMMUNITY", "HOSP", "HOUSING", "CHARITY"):
        item = items[chronology.SOURCES[body]]
        said = item.body + " ".join(" ".join(row) for row in item.rows)
        told = [one for one in chronology.of(body) if "{" not in one.marked and "<" not in one.marked]
        assert told and all(one.marked.split("; ")[0] in said for one in told), body


def test_step_8_refuses_a_letter_to_whom_nobody_may_write() -> None:
    assert demo_built().facts("8 letter")["refused"] == "not-cleared"


def test_the_recovery_sheets_open_what_they_say_and_nothing_since_the_key_was_changed(tmp_path: Path) -> None:
    def words_on(name: str) -> str:
        path = demo_built().exports / "plover" / name
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
        found: dict[int, str] = {}
        for at, word in re.findall(r"(?<!\d)(\d{1,2}) +([a-z]+)", text):
            found.setdefault(int(at), word)  # the foot of the page counts too
        return " ".join(found[at] for at in range(1, 25))

    copy, around = demo_copy(tmp_path), FixedCircumstances(datetime(2026, 10, 1, 9, tzinfo=UTC))
    with pytest.raises(StorageProblem):
        vaults.open_with_recovery(copy, words_on("1-setting-up/01-recovery-sheet.pdf"), circumstances=around)
    vaults.open_with_recovery(copy, words_on("2-running/47-recovery-sheet.pdf"), circumstances=around).close()


def test_step_47_changes_the_key_and_the_old_passphrase_opens_nothing(tmp_path: Path) -> None:
    facts = demo_built().facts("47")
    assert facts == {"words": 24, "rotated": True, "opens": False}
    with pytest.raises(StorageProblem):
        sessions.unlock(demo_copy(tmp_path), FORMER_PASSPHRASE)
    for kept in (demo_built().vault / "backups").iterdir():
        with pytest.raises((StorageProblem, UserError)):
            backups.rehearse(kept, FORMER_PASSPHRASE)


def test_step_48_decides_23_suggestions_once_for_the_whole_review() -> None:
    facts = demo_built().facts("48 copies")
    assert facts["copies"] == 5 and len(facts["suggestions"]) == 23
    decided = {word for word, _ in words.listed()["draft"]}
    assert decided == {*facts["suggestions"], "Monday Club", "Early Help"}, "two ordinary-looking names are settled too"


def test_step_52_refuses_the_report_until_a_sentence_is_another() -> None:
    facts = demo_built().facts("52 refused")
    assert facts["refused"] == "blocked" and not facts["file_before"] and facts["file_after"]


def test_step_56_issues_69_entries_and_looks_at_pages_without_words_first() -> None:
    facts = demo_built().facts("56")
    assert facts["open"] == list(range(1, 70)) and (facts["version"], facts["sensitive"]) == (3, [1, 2])
    assert demo_built().facts("56 court") == {"looked_first": ["to-review", "to-review"], "copies": 2}


def test_step_65_closes_the_last_pack_and_step_68_the_review(session: Session) -> None:
    facts = demo_built().facts("65")
    assert (facts["out"], facts["loans"]) == (0, 0)
    assert not any(line.out for line in session.look(packs.register))
    assert demo_built().facts("68 copies") == {"entries_stay": True, "disposed": 4}
    closed = demo_built().facts("68 closed")
    assert (closed["stage"], closed["sound"], closed["numbered"]) == ("closed", True, 69) and closed["waiting"] > 0
    assert not case(session, "Plover").hold


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
        (Series.OPEN, 2): second, (Series.SENSITIVE, 2): second, (Series.OPEN, 3): date(2016, 11, 15),
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
    assert len(people) == demo_built().facts("2")["people"] + 7, "five practitioners, a nurse and a manager came later"
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
