"""Issue of both series, the key, versions, proceedings, requests, owners' lists; each page named and unclipped."""

# ruff: noqa: F811 -- pytest gives fixtures by name
from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt

from desktop.casework import activity
from desktop.disclosure import issue as issuing
from desktop.disclosure import proceedings, requests
from desktop.qt.theme import theme
from storage.records import Issue, IssueLog, Proceeding, ProceedingContact, Request, SensitivityClaim
from tests.desktop.disclosure import making
from tests.screens import clipped, settle
from tests.views.conftest import accessible_problems
from tests.views.disclosure_desk import Desk, desk, office, words_of  # noqa: F401 -- fixtures
from tests.views.disclosure_scene import ready
from views.disclosure.parts import read_moment

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
SAID = "Letter of the hospital about an appointment in the spring of 2015"


def fill_in(desk: Desk, proof_id: str, folder: Path) -> None:
    """Second person, proof and folder of the issue page."""
    desk.page.second.set_value(desk.office.chair.id)
    desk.page.proof.set_value(proof_id)
    desk.page.folder.set_value(str(folder))


def test_nothing_is_issued_without_the_facts_and_each_error_stands_by_its_field(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    desk.go("issue")
    desk.page.as_at.set_value("next spring")
    desk.page.folder.set_value("nowhere")
    desk.press(Key.Key_Return, CTRL)
    assert desk.page.as_at.error.startswith("Enter a date")
    assert desk.page.form.summary.isVisible()
    assert not list((tmp_path).rglob("*-A.pdf"))


def test_a_draft_is_explained_and_numbers_nothing(desk: Desk, tmp_path: Path) -> None:
    item = ready(desk.office, 1, SAID)
    desk.go("issue")
    assert "two people" in words_of(desk.page)
    desk.page.folder.set_value(str(tmp_path / "out"))
    desk.page.issue_now()
    settle(12)
    assert "A draft was written" in words_of(desk.page)
    assert (tmp_path / "out/draft/open/SCR-2016-01-N1-A.pdf").is_file()
    assert desk.entry(item.id).number_open == 0


def test_a_trial_shows_the_true_pages_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    desk.go("issue")
    desk.press(Key.Key_T, CTRL)
    desk.qtbot.waitUntil(lambda: not desk.page.pages.preview.sheet.picture.isNull(), timeout=20_000)
    assert desk.page.pages.preview._where.text().startswith("Page 1 of")
    assert desk.page.trial is not None and desk.page.trial.held is None
    assert {path for path in tmp_path.rglob("*") if path.is_file()} - before == set()
    assert desk.office.session.look(lambda store: store.find(Issue)) == ()
    desk.page.leave()


def test_the_sensitive_list_is_apart_and_its_passphrase_is_shown_once(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    ready(desk.office, 2, "Letter of a relative with the new address of the family", claim=SensitivityClaim.CLAIMED)
    proof = making.proof(desk.office)
    desk.go("issue", series="S")
    fill_in(desk, proof.id, tmp_path / "apart")
    desk.press(Key.Key_Return, CTRL)
    assert "Confirm" in desk.page.recipient.error
    desk.page.confirm.setChecked(True)
    desk.press(Key.Key_Return, CTRL)
    shown = [one.text() for one in desk.page.result.findChildren(type(desk.page.as_at.line))]
    assert len(shown) == 1 and len(shown[0].split("-")) == 6
    assert {path.parent.name for path in (tmp_path / "apart").rglob("*.pdf")} == {"sensitive"}
    with pikepdf.open(tmp_path / "apart/sensitive/SCR-2016-01-S1-B.pdf", password=shown[0]) as found:
        assert len(found.pages) >= 1
    desk.go("issues")
    assert shown[0] not in words_of(desk.page)
    desk.go("issue", series="S")
    assert not desk.page.result.findChildren(type(desk.page.as_at.line))


def test_a_version_is_printed_again_byte_for_byte_and_its_log_kept(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    issuing.issue(desk.office.session, making.order(desk.office), tmp_path / "first")
    desk.go("issues")
    page = desk.page
    assert "1 not recorded as handed over" in page.header.facts.text()
    page._again(page.found.issues[0])
    desk.type(str(tmp_path / "again"))
    desk.press(Key.Key_Return, CTRL)
    assert making.tree(tmp_path / "again") == making.tree(tmp_path / "first")
    page._sent_form(page.found, page.found.issues[0])
    page._form.form.fields["method"].set_value("by_hand")
    desk.press(Key.Key_Return, CTRL)
    page._back_form(page.found.issues[0])
    settle()
    page._form.form.fields["reason"].focus()
    desk.type("Says too little")
    desk.press(Key.Key_Return, CTRL)
    log = desk.office.session.look(lambda store: store.find(IssueLog))
    assert [(line.direction, line.method, line.reason) for line in log if line.method or line.reason] == [
        ("out", "by_hand", ""),
        ("back", "", "Says too little"),
    ]
    assert "1 return to answer" in page.header.facts.text()


def test_who_holds_a_post_changes_hands_on_a_day(desk: Desk) -> None:
    desk.go("proceedings")
    page = desk.page
    page._appoint(page.found.proceedings[0])
    settle()
    fields = page._form.form.fields
    for name, value in {"role": "disclosure_officer", "post": "Disclosure officer", "receives": "yes"}.items():
        fields[name].set_value(value)
    fields["name"].focus()
    desk.type("Petra Lowick")
    fields["since"].line.setText("1 May 2016")
    desk.press(Key.Key_Return, CTRL)
    found = desk.office.session.look(lambda store: store.find(ProceedingContact, role="disclosure_officer"))
    assert {(c.name, c.until, c.receives) for c in found} == {
        ("Ines Corrow", date(2016, 5, 1), False),
        ("Petra Lowick", None, True),
    }
    assert "Petra Lowick" in words_of(page)


def test_a_second_proceeding_begins_at_version_one(desk: Desk) -> None:
    desk.office.session.do("inquest", proceedings.open_proceeding, desk.office.case.id, "The inquest", "inquest")
    desk.go("issue")
    other = next(p for p in desk.office.session.look(lambda s: s.find(Proceeding)) if p.kind == "inquest")
    desk.page.proceeding.set_value(other.id)
    assert desk.page.version == 1


def test_clocks_of_requests_ask_for_their_reason(desk: Desk) -> None:
    do, case = desk.office.session.do, desk.office.case.id
    do("ask", requests.receive, case, "summons", "Crown Court", date(2016, 5, 2), due_on=date(2016, 5, 28))
    do("ask", requests.receive, case, "annex_d", "Disclosure officer", date(2016, 5, 21))
    desk.go("requests")
    cells = [desk.page.model.row_at(at).cells[1].text for at in range(2)]
    assert cells == ["4 days late: say why", "In 3 days"]
    desk.page._answer(desk.page.found.requests[0])
    settle()
    desk.type("Sent with the order")
    desk.press(Key.Key_Return, CTRL)
    assert desk.page._form.form.fields["late_reason"].error == "Enter why the answer is later than its target date"
    desk.page._form.form.fields["late_reason"].focus()
    desk.type("The archive was closed")
    desk.press(Key.Key_Return, CTRL)
    kept = desk.office.session.look(lambda store: store.find(Request, form="summons"))[0]
    assert (kept.answered_on, kept.late_reason) == (date(2016, 6, 1), "The archive was closed")


def test_the_key_is_written_apart_and_never_beside_an_index(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    (tmp_path / "beside/open").mkdir(parents=True)
    (tmp_path / "apart").mkdir()
    desk.go("key")
    page = desk.page
    page.recipient.set_value(desk.office.officer.id)
    page.sure.setChecked(True)
    page.folder.set_value(str(tmp_path / "beside"))
    page.issue_now()
    settle()
    assert "holds an index" in page.folder.error
    page.folder.set_value(str(tmp_path / "apart"))
    page.issue_now()
    settle(12)
    secret = page.result.findChildren(type(page.folder.line))[0].text()
    with pikepdf.open(tmp_path / "apart/SCR-2016-01-G1.pdf", password=secret) as found:
        assert len(found.pages) == 1


def test_the_internal_list_is_shown_from_memory_and_written_encrypted_on_request(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    (tmp_path / "beside/open").mkdir(parents=True)
    (tmp_path / "apart").mkdir()
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    desk.go("internal-list")
    page = desk.page
    desk.press(Key.Key_T, CTRL)
    desk.qtbot.waitUntil(lambda: not page.pages.preview.sheet.picture.isNull(), timeout=20_000)
    assert page.pages.preview._where.text() == "Page 1 of 1"
    assert {path for path in tmp_path.rglob("*") if path.is_file()} - before == set()
    acts = [line.what for line in desk.office.session.look(activity.lines, limit=5)]
    assert "Looked at the internal list of the index" in acts
    page.folder.focus()
    desk.type(str(tmp_path / "beside"))
    page.write.setFocus()
    desk.press(Key.Key_Return)
    assert "Confirm" in page.folder.error
    page.sure.setFocus()
    desk.press(Key.Key_Space)
    page.write.setFocus()
    desk.press(Key.Key_Return)
    assert "holds an index" in page.folder.error
    page.folder.set_value(str(tmp_path / "apart"))
    page.write.setFocus()
    desk.press(Key.Key_Return)
    settle(12)
    secret = page.result.findChildren(type(page.folder.line))[0].text()
    with pikepdf.open(tmp_path / "apart/SCR-2016-01-E-internal.pdf", password=secret) as found:
        assert len(found.pages) == 1
    desk.go("disclosure")
    desk.go("internal-list")
    assert page.result.findChildren(type(page.folder.line)) == []
    assert page.pages.isVisibleTo(page) is False


def test_owners_lists_are_written_without_an_issue(desk: Desk, tmp_path: Path) -> None:
    ready(desk.office, 1, SAID)
    desk.go("owner-lists")
    assert "0 of 1 confirmed" in desk.page.model.row_at(0).cells[1].text
    desk.page._write()
    desk.type(str(tmp_path / "lists"))
    desk.press(Key.Key_Return, CTRL)
    assert (tmp_path / "lists/owners/SCR-2016-01-D-HOSP.pdf").is_file()
    assert desk.all()[0].number_open == 0


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3 May 2016", "2016-05-03T23:59:59+01:00"),
        ("3 May 2016 at 9:30", "2016-05-03T09:30:00+01:00"),
        ("1 June 2016", "2016-06-01T10:30:00+01:00"),
    ],
)
def test_as_at_is_read_as_uk_time_and_never_lies_ahead(typed: str, iso: str) -> None:
    now = datetime(2016, 6, 1, 9, 30, tzinfo=UTC)
    assert read_moment(typed, now).isoformat() == iso
    with pytest.raises(ValueError):
        read_moment("3 May 2017", now)
    with pytest.raises(ValueError):
        read_moment("May 2016", now)


def test_who_and_what_a_request_names_is_ticked_and_kept(desk: Desk) -> None:
    do, case = desk.office.session.do, desk.office.case.id
    do("ask", requests.receive, case, "annex_h", "Family court", date(2016, 5, 2))
    desk.go("requests")
    assert "Nobody: a copy for it replaces every name" in words_of(desk.page)
    desk.page._scope(desk.page.found.requests[0], "")
    form = desk.page._form
    assert form is not None
    form.form.fields["scope_ids"].set_value((desk.office.child.id,))
    form.form.fields["items"].set_value("N9999")
    desk.press(Key.Key_Return, CTRL)
    assert "There is no item N9999" in form.form.fields["items"].error
    form.form.fields["items"].set_value("")
    desk.press(Key.Key_Return, CTRL)
    kept = desk.office.session.look(lambda store: store.find(Request, case_id=case))[0]
    assert kept.scope_ids == (desk.office.child.id,) and desk.office.child.code in words_of(desk.page)


PAGES = ("disclosure", "describe", "issue", "issues", "proceedings", "requests", "owner-lists", "key", "internal-list")


@pytest.mark.parametrize(("wide", "tall", "scale"), [(1366, 728, 100), (1280, 720, 200), (1024, 640, 100)])
def test_every_page_is_named_and_nothing_is_clipped(desk: Desk, wide: int, tall: int, scale: int) -> None:
    ready(desk.office, 1, SAID)
    desk.office.session.do(
        "ask", requests.receive, desk.office.case.id, "coroner", "Coroner's officer", date(2016, 5, 2)
    )
    desk.window.resize(wide, tall)
    theme().set(scale=scale)
    for name in PAGES:
        desk.go(name)
        assert (name, clipped(desk.window)) == (name, [])
        assert (name, accessible_problems(desk.page)) == (name, [])
        assert (name, desk.window.width()) == (name, wide)
